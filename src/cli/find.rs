//! `users find`: who has an email.

use clap::Args;
use futures_util::StreamExt;

use super::exit::{Code, Stop};
use super::naming::{self, Enough, Meant};
use super::output::{Item, Sheet};
use super::progress::{self, Out};
use super::rows;
use super::service::{ServiceArgs, Session};
use super::speech::{room, say};
use crate::api::{Doing, Error};
use crate::domain::email;
use crate::domain::query::CompanyQuery;
use crate::domain::text::{NAME_MAX, clean, count};
use crate::domain::user::{TargetUser, same_email};
use crate::domain::user_query::{UserOrder, UserQuery};
use crate::system::out::Stream;

/// Companies that are asked at once.
const AT_ONCE: usize = 4;

/// After so many failures one after the other the service is gone.
const IN_A_ROW: u32 = 4;

/// Options of `users find`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # In all companies, deleted users included
  keepnet-tui users find jane@contoso.com
  # In one, which is faster
  keepnet-tui users find jane@contoso.com --company contoso --output json")]
pub struct FindArgs {
    /// The whole address
    #[arg(value_name = "EMAIL")]
    pub email: String,
    /// Look in this company alone: its ID, its name, or a part of the name that fits no other company
    #[arg(long, value_name = "ID|NAME")]
    pub company: Option<String>,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Looks the address up and writes who has it, deleted users included.
///
/// # Errors
///
/// Validation, when it is no address; not found; or what the service answers.
pub async fn run(args: &FindArgs, session: &Session) -> Result<(), Stop> {
    let email = email::read(&args.email)
        .map_err(|why| Stop::new(Code::Invalid, format!("\"{}\" {why}", clean(&args.email, NAME_MAX))))?;
    if let Some(warning) = &email.warning {
        say(format_args!("{warning}"));
    }
    let email = email.address.as_str();
    let mut sheet = Sheet::new(Out::default(), session.output, "users", rows::user_head(None));
    sheet = sheet.within(room(Stream::Output));
    let missed = match &args.company {
        Some(company) => {
            let company = naming::company(session, company, Enough::Part).await?;
            let found = in_company(session, &company, email).await;
            tell(&mut sheet, &company, &found.map_err(|error| Stop::of(&error, Doing::FindUser))?)?;
            Missed::default()
        }
        None => in_all(session, email, &mut sheet).await?,
    };
    let (found, narrow) = (sheet.rows(), sheet.left_out().join(", "));
    let mut facts = Item(vec![("total", found.into()), ("no_access", missed.closed.into())]);
    facts.add("not_looked_at", missed.failed.iter().map(|(company, _)| company.id.as_str()).collect::<Vec<_>>());
    facts.add("complete", missed.failed.is_empty() && missed.rest.is_none());
    sheet.end(facts)?;
    if !narrow.is_empty() {
        say(format_args!("too narrow for {narrow}; --output csv has every column"));
    }
    if missed.closed > 0 {
        let companies = count(missed.closed, "company", "companies");
        say(format_args!("not looked at, because no access is allowed: {companies}"));
    }
    if let Some(stop) = missed.stop() {
        return Err(stop);
    }
    if found == 0 { Err(Stop::new(Code::NotFound, format!("nobody has the email {email}"))) } else { Ok(()) }
}

/// Companies that could not be looked at.
#[derive(Debug, Default)]
struct Missed {
    /// How many allow no access.
    closed: u64,
    /// Those whose look-up failed.
    failed: Vec<(Meant, Error)>,
    /// Why those that come after were not even asked: too many failed one after the other, or no more are told.
    rest: Option<Stop>,
}

impl Missed {
    /// How the command ends when somebody may have been overlooked.
    fn stop(&self) -> Option<Stop> {
        let last = self.failed.last().map(|(_, error)| Stop::of(error, Doing::FindUser));
        let why = self.rest.clone().or(last)?;
        let mut names: Vec<_> = self.failed.iter().map(|(company, _)| company.name.as_str()).collect();
        if self.rest.is_some() {
            names.push("all that come after");
        }
        Some(Stop { said: format!("not looked at: {}. {}", names.join(", "), why.said), ..why })
    }
}

/// Every user of the company with this address; deleted ones are told as such.
///
/// # Errors
///
/// Any [`Error`] of a read.
pub(super) async fn in_company(session: &Session, company: &Meant, email: &str) -> Result<Vec<TargetUser>, Error> {
    let query = UserQuery {
        email: Some(email.to_owned()),
        order: UserOrder::CreateTime,
        ascending: false,
        ..UserQuery::default()
    };
    let page = session.client.search_users(&company.id, &query).await?;
    Ok(page.items.into_iter().filter(|user| same_email(&user.email, email)).collect())
}

/// Looks in every company, page by page, some at once. One that fails keeps nobody from the others.
async fn in_all(session: &Session, email: &str, sheet: &mut Sheet<Out>) -> Result<Missed, Stop> {
    let query = CompanyQuery { size: super::pages::WHOLE_LIST_PAGE, ..CompanyQuery::default() };
    let mut missed = Missed::default();
    let (mut looked, mut in_a_row) = (0_u64, 0);
    'pages: for number in 1.. {
        let page = session.client.search_companies(&query.at_page(number)).await;
        let page = match page {
            Ok(page) => page,
            Err(error) if number == 1 => return Err(Stop::of(&error, Doing::Companies)),
            Err(error) => {
                missed.rest = Some(Stop::of(&error, Doing::Companies));
                break;
            }
        };
        let last = number >= page.pages || page.items.is_empty();
        let asked = page.items.into_iter().map(|company| async move {
            let company = Meant::from(company);
            let found = in_company(session, &company, email).await;
            (company, found)
        });
        let mut answers = futures_util::stream::iter(asked).buffered(AT_ONCE);
        while let Some((company, found)) = answers.next().await {
            in_a_row = if found.is_ok() { 0 } else { in_a_row + 1 };
            match found {
                Ok(users) => tell(sheet, &company, &users)?,
                Err(Error::Privacy(_) | Error::Forbidden(_)) => {
                    missed.closed += 1;
                    in_a_row = 0;
                }
                Err(error) => {
                    if in_a_row == IN_A_ROW && looked + 1 < page.total {
                        missed.rest = Some(Stop::of(&error, Doing::FindUser));
                    }
                    missed.failed.push((company, error));
                }
            }
            looked += 1;
            if missed.rest.is_some() {
                break 'pages;
            }
            progress::counted(looked, page.total, "companies looked at");
        }
        if last {
            break;
        }
    }
    Ok(missed)
}

fn tell(sheet: &mut Sheet<Out>, company: &Meant, users: &[TargetUser]) -> Result<(), Stop> {
    let told: Vec<_> = users.iter().map(|user| rows::user(user, company.told(), None)).collect();
    if !told.is_empty() {
        sheet.page(&told)?;
    }
    Ok(())
}
