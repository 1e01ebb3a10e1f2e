//! `users find`: finds users by email.

use clap::Args;
use futures_util::stream::{self, StreamExt};

use super::company_ref::{self, CompanyRef, NameMatch};
use super::exit::{Code, CommandError};
use super::output::{Item, TableWriter};
use super::progress::{self, Out};
use super::rows;
use super::service::{ServiceArgs, Session};
use super::stderr::{print_prefixed, room};
use crate::api::{Error, Operation};
use crate::domain::company::summary::Company;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::text::{NAME_MAX, clean, count};
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, same_email};
use crate::system::output::Stream;

/// Companies that are searched concurrently.
const AT_ONCE: usize = 4;

/// After this many consecutive failures the service counts as unavailable.
const IN_A_ROW: u32 = 4;

/// Options of `users find`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # In all companies, including deleted users
  keepnet-tui users find jane@contoso.com
  # In one company, which is faster
  keepnet-tui users find jane@contoso.com --company contoso --output json")]
pub struct FindArgs {
    /// The full email address
    #[arg(value_name = "EMAIL")]
    pub email: String,
    /// Search only this company: its ID, its name, or a part of the name that matches no other company
    #[arg(long, value_name = "ID|NAME")]
    pub company: Option<String>,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Looks up the address and writes the users, including deleted ones.
///
/// # Errors
///
/// Validation, if it is not an address; not found; or the error of the service.
pub async fn run(args: &FindArgs, session: &Session) -> Result<(), CommandError> {
    let email = email::read(&args.email)
        .map_err(|why| CommandError::new(Code::Invalid, format!("\"{}\" {why}", clean(&args.email, NAME_MAX))))?;
    if let Some(warning) = &email.warning {
        print_prefixed(format_args!("{warning}"));
    }
    let email = email.address.as_str();
    let mut sheet = TableWriter::new(Out::default(), session.output, "users", rows::user_head(None));
    sheet = sheet.within(room(Stream::Output));
    let missed = match &args.company {
        Some(company) => {
            let company = company_ref::company(session, company, NameMatch::Partial).await?;
            let found = in_company(session, &company, email).await;
            tell(&mut sheet, &company, &found.map_err(|error| lookup_error(&error))?)?;
            Skipped::default()
        }
        None => in_all(session, email, &mut sheet).await?,
    };
    let (found, narrow) = (sheet.rows(), sheet.hidden_columns().join(", "));
    let mut facts = Item(vec![("total", found.into()), ("no_access", missed.no_access.into())]);
    facts.add("not_looked_at", missed.failed.iter().map(|(company, _)| company.id_or_name()).collect::<Vec<_>>());
    facts.add("complete", missed.failed.is_empty() && missed.rest.is_none());
    sheet.end(facts)?;
    if !narrow.is_empty() {
        print_prefixed(format_args!("too narrow for {narrow}; --output csv has every column"));
    }
    let closed = count(missed.no_access, "company", "companies");
    if missed.no_access > 0 && found > 0 {
        print_prefixed(format_args!("not searched, because access is not allowed: {closed}"));
    }
    if let Some(stop) = missed.stop() {
        return Err(stop);
    }
    match (found, missed.no_access) {
        (0, 0) => Err(CommandError::new(Code::NotFound, format!("nobody has the email {email}"))),
        // Unknown in those.
        (0, _) => Err(CommandError::new(
            Code::Credentials,
            format!(
                "nobody has the email {email} in the companies that allow access; not searched, because access is not allowed: {closed}"
            ),
        )),
        _ => Ok(()),
    }
}

/// Companies that were not searched.
#[derive(Debug, Default)]
struct Skipped {
    /// How many deny access.
    no_access: u64,
    /// Those whose look-up failed.
    failed: Vec<(CompanyRef, Error)>,
    /// Why the following companies were skipped: too many consecutive failures, or the list of companies ended early.
    rest: Option<CommandError>,
}

impl Skipped {
    /// The error if users may have been missed.
    fn stop(&self) -> Option<CommandError> {
        let last = self.failed.last().map(|(_, error)| lookup_error(error));
        let why = self.rest.clone().or(last)?;
        let mut names: Vec<_> = self.failed.iter().map(|(company, _)| company.name.as_str()).collect();
        if self.rest.is_some() {
            names.push("all that follow");
        }
        Some(CommandError { message: format!("not searched: {}. {}", names.join(", "), why.message), ..why })
    }
}

/// Every user of the company with this address, including deleted ones.
///
/// # Errors
///
/// Any [`Error`] of a read.
pub(super) async fn in_company(session: &Session, company: &CompanyRef, email: &str) -> Result<Vec<TargetUser>, Error> {
    let query = UserQuery {
        email: Some(email.to_owned()),
        order: UserOrder::CreateTime,
        ascending: false,
        ..UserQuery::default()
    };
    let page = session.client.search_users(&company.id, &query).await?;
    Ok(page.items.into_iter().filter(|user| same_email(&user.email, email)).collect())
}

/// Searches all companies, some concurrently: one that is slow or fails does not hold up the others.
async fn in_all(session: &Session, email: &str, sheet: &mut TableWriter<Out>) -> Result<Skipped, CommandError> {
    let mut missed = Skipped::default();
    let (mut looked, mut in_a_row) = (0_u64, 0);
    let look = |company: Result<(Company, u64), CommandError>| async move {
        let (company, total) = company?;
        let company = CompanyRef::from(company);
        let found = in_company(session, &company, email).await;
        Ok((company, total, found))
    };
    let mut answers = std::pin::pin!(companies(session).map(look).buffer_unordered(AT_ONCE));
    while let Some(answer) = answers.next().await {
        let (company, total, found) = match answer {
            Ok(answer) => answer,
            // No company is known.
            Err(stop) if looked == 0 && missed.failed.is_empty() => return Err(stop),
            Err(stop) => {
                missed.rest.get_or_insert(stop);
                continue;
            }
        };
        looked += 1;
        match found {
            Ok(users) => {
                in_a_row = 0;
                tell(sheet, &company, &users)?;
            }
            Err(Error::Privacy(_) | Error::Forbidden(_)) => {
                in_a_row = 0;
                missed.no_access += 1;
            }
            Err(error) => {
                // A company without an ID cannot be searched.
                in_a_row += u32::from(!matches!(error, Error::UnfitId { .. }));
                if in_a_row == IN_A_ROW && looked < total {
                    missed.rest = Some(lookup_error(&error));
                }
                missed.failed.push((company, error));
            }
        }
        if in_a_row == IN_A_ROW {
            break;
        }
        progress::counted(looked, total, "companies looked at");
    }
    Ok(missed)
}

/// All companies and their number, loaded page by page as needed; a failing page ends it.
fn companies(session: &Session) -> impl stream::Stream<Item = Result<(Company, u64), CommandError>> {
    let query = CompanyQuery { size: super::pages::ALL_PAGE_SIZE, ..CompanyQuery::default() };
    let pages = stream::unfold(Some(1), move |number| {
        let query = query.clone();
        async move {
            let number = number?;
            match session.client.search_companies(&query.at_page(number)).await {
                Ok(page) => {
                    let more = number < page.pages && !page.items.is_empty();
                    let total = page.total;
                    let companies = page.items.into_iter().map(|company| Ok((company, total))).collect();
                    Some((companies, more.then_some(number + 1)))
                }
                Err(error) => Some((vec![Err(CommandError::of(&error, Operation::Companies))], None)),
            }
        }
    });
    pages.map(stream::iter).flatten()
}

/// The error of a look-up. An unknown path or company says nothing about who has an address.
fn lookup_error(error: &Error) -> CommandError {
    let stop = CommandError::of(error, Operation::FindUser);
    let code = if stop.code == Code::NotFound { Code::Failed } else { stop.code };
    CommandError { code, ..stop }
}

fn tell(sheet: &mut TableWriter<Out>, company: &CompanyRef, users: &[TargetUser]) -> Result<(), CommandError> {
    let told: Vec<_> = users.iter().map(|user| rows::user(user, company.id_and_name(), None)).collect();
    if !told.is_empty() {
        sheet.page(&told)?;
    }
    Ok(())
}
