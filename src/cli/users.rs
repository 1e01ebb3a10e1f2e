//! `users list`, and the commands about users.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::add::{self, AddArgs};
use super::company_args::ReadArgs;
use super::edit::{self, ActivateArgs, DeactivateArgs, DeleteArgs, EditArgs};
use super::exit::CommandError;
use super::find::{self, FindArgs};
use super::groups::{self, OfUserArgs};
use super::import::{self, ApplyArgs, ImportArgs, ReconcileArgs};
use super::pages::{ListWriter, PageArgs};
use super::rows;
use super::service::{ServiceArgs, Session};
use super::show_user::{self, ShowUserArgs};
use super::undo_batch::{self, UndoUsersArgs};
use super::user_history::{self, HistoryArgs};
use super::user_search;
use crate::api::Operation;
use crate::domain::form::subject::Subject;
use crate::domain::list::filter::parse::parse_as;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::filter::user_key::UserLanguage;
use crate::domain::list::user_columns::UserColumn;
use crate::domain::list::user_filter::Divided;
use crate::domain::list::user_query::{DEFAULT_USERS_PER_PAGE, UserOrder, UserQuery};
use crate::domain::text::line;

/// Commands about target users.
#[derive(Debug, Clone, Subcommand)]
pub enum UsersCommand {
    /// List the target users of a company, including deleted ones
    List(ListArgs),
    /// Find users by email, in one company or in all of them
    Find(FindArgs),
    /// Create a target user
    Add(Box<AddArgs>),
    /// Show everything about one user
    Show(ShowUserArgs),
    /// Show who did what to a user, and when
    History(HistoryArgs),
    /// List the target groups that a user is in
    Groups(OfUserArgs),
    /// Change fields of a user
    Edit(Box<EditArgs>),
    /// Make a user inactive, which frees the seat and keeps the history
    Deactivate(DeactivateArgs),
    /// Make an inactive user active again
    Activate(ActivateArgs),
    /// Delete a user for good
    Delete(DeleteArgs),
    /// Create the people of a file: CSV, Excel or vCard
    Import(Box<ImportArgs>),
    /// Make a company as a roster says: create who joins, change who differs, deactivate who has left
    Reconcile(Box<ReconcileArgs>),
    /// Carry out a plan that users import or users reconcile has written
    Apply(ApplyArgs),
    /// Undo the newest change of a user from this machine within seven days: puts an edit back, deletes a created user;
    /// with --batch the changes of a whole run
    #[command(after_help = "\
Examples:
  # With the ID that users add, edit or deactivate reported
  keepnet-tui users undo u5e4d3c2b1a0 --company \"Contoso Ltd\"
  # With the batch ID in the receipt of users import, apply or reconcile
  keepnet-tui users undo --batch 1796031660000-4711-1 --dry-run
  keepnet-tui users undo --batch 1796031660000-4711-1")]
    Undo(UndoUsersArgs),
}

/// Options of `users list`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui users list --company contoso --search jane
  # The latest users first
  keepnet-tui users list --company \"Contoso Ltd\" --sort created --desc --page-size 10
  keepnet-tui users list --company \"Contoso Ltd\" --all --output csv > users.csv
  # Inactive users of two departments that were created in the last 30 days
  keepnet-tui users list --company \"Contoso Ltd\" --filter 'status:inactive department:finance,sales created<30d'")]
pub struct ListArgs {
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
    /// Only users with this text in one of their fields
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub search: String,
    /// Only users that fit this, in the language of the search line: status:inactive, department:finance, created<7d,
    /// domain:contoso.com, -phone:""; joined by "and"
    #[arg(long, value_name = "FILTER", value_parser = filter, allow_hyphen_values = true)]
    pub filter: Option<Filter<UserLanguage>>,
    /// Column to sort by
    #[arg(long, value_name = "COLUMN", default_value = "name", value_parser = sortable())]
    pub sort: UserOrder,
    /// Sort in descending order
    #[arg(long)]
    pub desc: bool,
    /// Which page
    #[command(flatten)]
    pub page: PageArgs,
}

/// A filter, or a sentence about the place where it cannot be read.
fn filter(typed: &str) -> Result<Filter<UserLanguage>, String> {
    // The next flag, because the filter was left out.
    if typed.starts_with("--") {
        return Err("a filter has one minus sign at most before a term".to_owned());
    }
    parse_as(typed).map_err(|mistake| mistake.describe(typed))
}

fn sortable() -> impl TypedValueParser<Value = UserOrder> {
    let keys = UserColumn::specs_of(Subject::TargetUser).filter(|spec| spec.order_by.is_some()).map(|spec| spec.key);
    let order = |key: &str| {
        UserColumn::specs_of(Subject::TargetUser).find(|spec| spec.key == key).and_then(|spec| spec.order_by)
    };
    PossibleValuesParser::new(keys).map(move |key| order(&key).unwrap_or(UserOrder::LastName))
}

impl UsersCommand {
    /// The options about the service.
    #[must_use]
    pub fn service(&self) -> &ServiceArgs {
        match self {
            Self::List(args) => &args.at.service,
            Self::Find(args) => &args.service,
            Self::Add(args) => &args.at.service,
            Self::Show(args) => &args.at.service,
            Self::History(args) => &args.at.service,
            Self::Groups(args) => &args.at.service,
            Self::Edit(args) => &args.target.at.service,
            Self::Deactivate(args) => &args.target.at.service,
            Self::Activate(args) => &args.target.at.service,
            Self::Delete(args) => &args.target.at.service,
            Self::Import(args) => &args.options.service,
            Self::Reconcile(args) => &args.options.service,
            Self::Apply(args) => &args.service,
            Self::Undo(args) => &args.service,
        }
    }

    /// Ctrl-C is handled by the command itself.
    #[must_use]
    pub fn handles_interrupts(&self) -> bool {
        matches!(self, Self::Import(_) | Self::Reconcile(_) | Self::Apply(_))
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// The reason, with the exit code.
    pub async fn run(&self, session: &Session) -> Result<(), CommandError> {
        match self {
            Self::List(args) => list(args, session).await,
            Self::Find(args) => find::run(args, session).await,
            Self::Add(args) => add::run(args, session).await,
            Self::Show(args) => show_user::run(args, session).await,
            Self::History(args) => Box::pin(user_history::run(args, session)).await,
            Self::Groups(args) => groups::of_user(args, session).await,
            Self::Edit(args) => Box::pin(edit::edit(args, session)).await,
            Self::Deactivate(args) => edit::deactivate(args, session).await,
            Self::Activate(args) => edit::activate(args, session).await,
            Self::Delete(args) => edit::delete(args, session).await,
            Self::Import(args) => Box::pin(import::run(args, session)).await,
            Self::Reconcile(args) => Box::pin(import::reconcile(args, session)).await,
            Self::Apply(args) => Box::pin(import::apply(args, session)).await,
            Self::Undo(args) => undo_batch::run(args, session).await,
        }
    }
}

async fn list(args: &ListArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let query = UserQuery {
        page: args.page.page,
        size: args.page.size(DEFAULT_USERS_PER_PAGE),
        order: args.sort,
        ascending: !args.desc,
        search: line(&args.search),
        ..UserQuery::default()
    };
    let list = ListWriter { kind: "users", doing: Operation::Users, head: rows::user_head(None) };
    let client = &session.client;
    let divided = args.filter.as_ref().map(|filter| {
        let mut conditions = filter.clone();
        conditions.terms.extend(Filter::words(&query.search).terms);
        Divided::new(&conditions)
    });
    let query = divided.as_ref().map_or(query.clone(), |divided| divided.query(&query));
    let found = match divided.filter(|divided| !divided.rest.is_empty()) {
        Some(divided) => Some(user_search::read(client, &company.id, &query, &divided.rest).await?),
        None => None,
    };
    let fetch = async |number| match &found {
        Some(found) => Ok(found.page(number, query.size)),
        None => client.search_users(&company.id, &query.at_page(number)).await,
    };
    list.write(&args.page, session.output, fetch, |user| rows::user(user, company.id_and_name(), None)).await
}
