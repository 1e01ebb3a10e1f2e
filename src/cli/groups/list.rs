//! `groups list` and `users groups`: the target groups of a company, and those of one user.

use clap::Args;

use crate::api::{Error, Operation};
use crate::cli::company_args::ReadArgs;
use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::CommandError;
use crate::cli::heading::Heading;
use crate::cli::output::{Item, Row, TableWriter};
use crate::cli::progress::Out;
use crate::cli::rows::{self, Outcome};
use crate::cli::service::Session;
use crate::cli::stderr::{print_prefixed, room};
use crate::cli::user_ref;
use crate::domain::list::columns::Align;
use crate::domain::user::target_group::{FilledBy, TargetGroup};
use crate::system::output::Stream;

/// Options of `groups list`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui groups list --company contoso
  keepnet-tui groups list --company \"Contoso Ltd\" --output csv > groups.csv")]
pub struct ListArgs {
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
}

/// Options of `users groups`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui users groups jane@contoso.com --company contoso
  keepnet-tui users groups u5e4d3c2b1a0 --company contoso --output json")]
pub struct OfUserArgs {
    /// Email or ID of the user
    #[arg(value_name = "EMAIL|ID")]
    pub user: String,
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
}

/// Writes the groups of a company.
///
/// # Errors
///
/// Not found; or the error of the service.
pub(super) async fn run(args: &ListArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let groups = session.client.group_list(&company.id).await;
    write(groups, Operation::Groups, &company, session)
}

/// Writes the groups that a user is in.
///
/// # Errors
///
/// Not found; usage, if several users have the email; or the error of the service.
pub async fn of_user(args: &OfUserArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let user = user_ref::user(session, &company, &args.user).await?;
    let groups = session.client.groups_of_user(&company.id, &user.detail.id).await;
    write(groups, Operation::UserGroups, &company, session)
}

fn write(
    groups: Result<Vec<TargetGroup>, Error>,
    doing: Operation,
    company: &CompanyRef,
    session: &Session,
) -> Result<(), CommandError> {
    let groups = groups.map_err(|error| CommandError::of(&error, doing))?;
    let mut sheet = TableWriter::new(Out::default(), session.output, "groups", head(None)).within(room(Stream::Output));
    sheet.page(&groups.iter().map(|group| row(group, company, None)).collect::<Vec<_>>())?;
    let missing = sheet.hidden_columns().join(", ");
    sheet.end(Item(vec![("total", groups.len().into())]))?;
    if !missing.is_empty() {
        print_prefixed(format_args!("too narrow for {missing}; --output csv has every column"));
    }
    Ok(())
}

/// The columns of a group.
pub(super) fn head(outcome: Outcome) -> Vec<Heading> {
    let users = Heading { align: Align::Right, text: false, ..Heading::text("users") };
    let outcome = outcome.map(|_| Heading { text: false, ..Heading::text("outcome") });
    let own = [
        Heading::text("id"),
        Heading::words("name"),
        Heading::text("priority"),
        users,
        Heading::words("read_only"),
        Heading::extra("company_id"),
        Heading::extra("company"),
    ];
    outcome.into_iter().chain(own).collect()
}

/// A group of this company.
pub(super) fn row(group: &TargetGroup, company: &CompanyRef, outcome: Outcome) -> Row {
    let mut item = Item(outcome.map(|word| ("outcome", word.into())).into_iter().collect());
    item.add("id", Some(group.id.as_str()).filter(|id| !id.is_empty()));
    item.add("name", group.name.clone());
    item.add("priority", group.priority.clone());
    item.add("users", group.users);
    item.add("read_only", group.filled_by.as_ref().map(FilledBy::reason));
    item.add("company_id", company.id.as_str());
    item.add("company", company.name.clone());
    rows::told(item).1
}
