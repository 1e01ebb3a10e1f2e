//! `groups create`: a new target group.

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::Timestamp;

use super::list;
use crate::api::Operation;
use crate::cli::company_args::WriteArgs;
use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::{GROUP_ADVICE, Journal};
use crate::cli::output;
use crate::cli::progress::Out;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::cli::ticket::add_ticket;
use crate::cli::user_flags;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{Intent, SendContext, WriteKind};
use crate::domain::form::entry::Entry;
use crate::domain::service::ids::GroupId;
use crate::domain::user::target_group::{NewGroup, TargetGroup, same_group};
use crate::domain::user::target_user::Priority;

/// Options of `groups create`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui groups create Finance --company \"Contoso Ltd\"
  # In a script: succeeds if there is one already
  keepnet-tui groups create Finance --company \"Contoso Ltd\" --priority high --if-absent")]
pub struct CreateArgs {
    /// Name of the group
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The company
    #[command(flatten)]
    pub at: WriteArgs,
    /// Priority [default: medium]
    #[arg(long, value_name = "PRIORITY", value_parser = PossibleValuesParser::new(Priority::ALL.map(user_flags::word)))]
    pub priority: Option<String>,
    /// Succeed if a group with this name exists already
    #[arg(long)]
    pub if_absent: bool,
}

/// Creates the group, and writes it with the outcome.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, if the name cannot be sent or is taken; unknown, if it is not known
/// whether the group was created; or the code of another outcome.
pub(super) async fn run(args: &CreateArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.at.may_write(session)?;
    let priority = args.priority.as_deref().map(user_flags::priority).unwrap_or_default();
    let wanted = NewGroup::named(&args.name, priority)
        .map_err(|why| CommandError::new(Code::Invalid, format!("not created, nothing was sent: {why}")))?;
    let company = args.at.company(session).await?;
    let order = GroupOrder { args, session, company: &company, wanted: &wanted, ticket };
    if args.at.dry_run {
        if let Some(group) = order.there().await? {
            return order.exists(&group, "not created, nothing was sent");
        }
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return order.row(&order.planned(), "dry_run");
    }
    let journal = Journal::open(session)?;
    // An earlier create of the same group is resolved before anything else is checked.
    if let Some(end) = journal.earlier_group(&company.id, &wanted).await? {
        return order.ended(end).await;
    }
    let intent = Intent {
        id: journal.id(),
        kind: WriteKind::CreateGroup(wanted.clone()),
        company: company.id.clone(),
        company_name: company.name.clone(),
        entry: Entry::default(),
        at: Timestamp::now(),
        sending: SendContext::default(),
        ticket: order.ticket.clone(),
        batch: None,
    };
    order.ended(journal.create_group(&intent, &wanted).await).await
}

struct GroupOrder<'a> {
    args: &'a CreateArgs,
    session: &'a Session,
    company: &'a CompanyRef,
    wanted: &'a NewGroup,
    ticket: TicketNumber,
}

impl GroupOrder<'_> {
    /// The existing group with this name.
    async fn there(&self) -> Result<Option<TargetGroup>, CommandError> {
        let groups = self.session.client.group_list(&self.company.id).await;
        let groups = groups.map_err(|error| CommandError::of(&error, Operation::Groups))?;
        Ok(groups.into_iter().find(|group| same_group(&group.name, &self.wanted.name)))
    }

    async fn ended(&self, end: GroupEnd) -> Result<(), CommandError> {
        let (name, label) = (&self.company.name, self.wanted.label());
        match end {
            GroupEnd::Created => {
                // Only the list tells the ID; without it the group is there all the same.
                let made = self.there().await.ok().flatten();
                let id = made.as_ref().map_or_else(String::new, |group| format!(" (id {})", group.id));
                print_prefixed(format_args!("created in {name}: {label}{id}"));
                self.row(&made.unwrap_or_else(|| self.planned()), "created")
            }
            GroupEnd::AlreadySo => {
                let group = self.there().await.ok().flatten();
                self.exists(&group.unwrap_or_else(|| self.planned()), "not created, nothing was sent")
            }
            GroupEnd::Pending => self.pending("no clear answer came, and the service does not show it so far."),
            GroupEnd::Unknown(failure) => self.pending(&failure.why),
            GroupEnd::Absent => {
                Err(CommandError::new(Code::Failed, "not created: no clear answer came, and the group does not exist"))
            }
            GroupEnd::Refused(failure) => {
                let silent = self.session.is_silent();
                // Somebody else may have created it meanwhile.
                match self.there().await {
                    Ok(Some(group)) => self.exists(&group, "not created by this command, the service refused it"),
                    Ok(None) | Err(_) => Err(CommandError::failed(&failure, silent)),
                }
            }
        }
    }

    fn pending(&self, why: &str) -> Result<(), CommandError> {
        self.row(&self.planned(), "pending")?;
        let said = format!("it is not known whether the group was created: {why} {GROUP_ADVICE}");
        Err(CommandError::new(Code::Unknown, said))
    }

    /// A group with this name exists: success only if that is accepted; `not_done` says what became of the create.
    fn exists(&self, group: &TargetGroup, not_done: &str) -> Result<(), CommandError> {
        self.row(group, "exists")?;
        let (name, id) = (&self.company.name, &group.id);
        if self.args.if_absent {
            print_prefixed(format_args!("exists in {name}: group \"{}\" (id {id})", group.name));
            return Ok(());
        }
        let said =
            format!("{not_done}: {name} has a group \"{}\" already (id {id}); --if-absent accepts that", group.name);
        Err(CommandError::new(Code::Invalid, said))
    }

    /// The group as it will be listed; the ID is empty until there is one.
    fn planned(&self) -> TargetGroup {
        TargetGroup {
            id: GroupId::new(""),
            name: self.wanted.name.clone(),
            priority: Some(self.wanted.priority.wire().to_owned()),
            users: Some(0),
            filled_by: None,
        }
    }

    fn row(&self, group: &TargetGroup, outcome: &'static str) -> Result<(), CommandError> {
        let mut row = list::row(group, self.company, Some(outcome));
        let mut head = list::head(Some(outcome));
        add_ticket(&mut head, &mut row, &self.ticket);
        Ok(output::one(Out::default(), self.session.output, "group", head, &row)?)
    }
}
