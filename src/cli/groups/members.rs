//! `groups add` and `groups remove`: users into a group and out of it, each a change by itself.

use clap::Args;

use super::found;
use crate::api::Operation;
use crate::cli::change::{ChangeOrder, is_living, listed, not_changed, outcome_word};
use crate::cli::company_args::WriteArgs;
use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::Journal;
use crate::cli::output::{Item, TableWriter};
use crate::cli::progress::Out;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::cli::user_ref;
use crate::domain::change::outcome::UpdateEnd;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::update::{Standing, Update};
use crate::domain::change::write::WriteKind;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
use crate::domain::text::count;
use crate::domain::user::target_group::TargetGroup;

/// Options of `groups add`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui groups add Finance jane@contoso.com joe@contoso.com --company \"Contoso Ltd\"
  # Show who would be added
  keepnet-tui groups add g1a2b3c4d5e6 jane@contoso.com --company \"Contoso Ltd\" --dry-run")]
pub struct AddArgs {
    /// Who, and which group
    #[command(flatten)]
    pub members: MembersArgs,
}

/// Options of `groups remove`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui groups remove Finance jane@contoso.com --company \"Contoso Ltd\"
  keepnet-tui groups remove Finance u5e4d3c2b1a0 --company \"Contoso Ltd\" --ticket 4711")]
pub struct RemoveArgs {
    /// Who, and which group
    #[command(flatten)]
    pub members: MembersArgs,
}

/// A group and users.
#[derive(Debug, Clone, Args)]
pub struct MembersArgs {
    /// Group: its ID or its full name
    #[arg(value_name = "GROUP")]
    pub group: String,
    /// Emails or IDs of the users
    #[arg(value_name = "EMAIL|ID", required = true)]
    pub users: Vec<String>,
    /// The company
    #[command(flatten)]
    pub at: WriteArgs,
}

/// Puts each user into the group, or takes it out, and writes it with the outcome. One that fails does not keep the others
/// from it.
///
/// # Errors
///
/// Usage, if writing is not allowed; not found; validation, if something else fills the group; or the worst code of all
/// users.
pub(super) async fn run(args: &MembersArgs, session: &Session, joins: bool) -> Result<(), CommandError> {
    let ticket = args.at.may_write(session)?;
    let company = args.at.company(session).await?;
    let groups = session.client.group_list(&company.id).await;
    let groups = groups.map_err(|error| CommandError::of(&error, Operation::Groups))?;
    let group = found::group(&groups, &company, &args.group)?;
    if let Some(by) = &group.filled_by {
        let said = format!("nothing was sent: the group \"{}\" {}", group.name, by.reason());
        return Err(CommandError::new(Code::Invalid, said));
    }
    let journal = if args.at.dry_run { None } else { Some(Journal::open(session)?) };
    let mut order = MembersOrder { session, company: &company, group, joins, ticket, journal, batch: None, rows: None };
    order.batch =
        order.journal.as_ref().filter(|_| args.users.len() > 1).map(|journal| BatchId::from(&journal.id_of(1)));
    let mut failed: Vec<CommandError> = Vec::new();
    for (user, n) in args.users.iter().zip(1..) {
        match order.one(user, n).await {
            Ok(()) => {}
            // Nobody reads the rest.
            Err(stop) if stop.code == Code::Done => return Err(stop),
            Err(stop) if args.users.len() == 1 => failed.push(stop),
            Err(stop) => {
                print_prefixed(format_args!("{user}: {}", stop.message));
                failed.push(stop);
            }
        }
    }
    if args.at.dry_run {
        print_prefixed(format_args!("--dry-run: nothing was sent"));
    }
    if let Some(rows) = order.rows.take() {
        let total = rows.rows();
        rows.end(Item(vec![("total", total.into())]))?;
    }
    let Some(code) = failed.iter().map(|stop| stop.code).reduce(Code::worst) else { return Ok(()) };
    match failed.pop() {
        Some(only) if args.users.len() == 1 => Err(only),
        last => {
            let failures = (failed.len() + usize::from(last.is_some())) as u64;
            let of = count(args.users.len() as u64, "user", "users");
            let done = if joins { "added to" } else { "taken from" };
            let said = format!("{failures} of {of} not {done} the group \"{}\", see the reasons", group.name);
            Err(CommandError::new(code, said))
        }
    }
}

struct MembersOrder<'a> {
    session: &'a Session,
    company: &'a CompanyRef,
    group: &'a TargetGroup,
    joins: bool,
    ticket: TicketNumber,
    /// `None`: nothing is sent.
    journal: Option<Journal>,
    /// All changes together, if there are several.
    batch: Option<BatchId>,
    /// The rows so far.
    rows: Option<TableWriter<Out>>,
}

impl MembersOrder<'_> {
    /// The `n`-th user.
    async fn one(&mut self, text: &str, n: u64) -> Result<(), CommandError> {
        let (session, company) = (self.session, self.company);
        let user = user_ref::user(session, company, text).await?;
        let (added, name) = (if self.joins { "added" } else { "removed" }, &self.group.name);
        is_living(company, &user, added)?;
        let order =
            ChangeOrder { session, company, user: &user, ticket: self.ticket.clone(), batch: self.batch.clone() };
        let update = Update::membership(user.detail.id.clone(), Some(self.group.id.clone()), name, self.joins);
        let end = match &self.journal {
            Some(journal) => {
                let intent = order.intent(journal.id_of(n), WriteKind::Update(update.clone()));
                Some(journal.update(&intent, &update).await)
            }
            None if self.is_so(&user.detail.id, &update).await? => Some(UpdateEnd::AlreadySo),
            None => None,
        };
        let word = end.as_ref().map_or("dry_run", outcome_word);
        let (head, row) = order.cells(&listed(&user.detail, user.listed.as_ref()), Some(&update), word);
        let rows = || TableWriter::new(Out::default(), session.output, "users", head);
        self.rows.get_or_insert_with(rows).page(&[row])?;
        let words = user.words();
        match end {
            None => print_prefixed(format_args!("would be {} in {}: {words}", update.done(), company.name)),
            Some(UpdateEnd::Updated) => {
                print_prefixed(format_args!("{} in {}: {words}", update.done(), company.name));
            }
            Some(UpdateEnd::AlreadySo) => {
                let is_in = if self.joins { "is in the group already" } else { "is not in the group" };
                print_prefixed(format_args!("nothing to change in {}: {words} {is_in}", company.name));
            }
            Some(end) => return Err(not_changed(end, Subject::TargetUser, session.is_silent())),
        }
        Ok(())
    }

    async fn is_so(&self, user: &UserId, update: &Update) -> Result<bool, CommandError> {
        let groups = self.session.client.groups_of_user(&self.company.id, user).await;
        let groups = groups.map_err(|error| CommandError::of(&error, Operation::UserGroups))?;
        Ok(update.standing_in(&groups) == Standing::Reached)
    }
}
