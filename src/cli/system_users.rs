//! `system-users add`: creates a user of a company's console.

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::company_ref::{self, NameMatch};
use super::exit::CommandError;
use super::journal::{Journal, not_done};
use super::progress::Out;
use super::service::{ServiceArgs, Session};
use super::stderr::print_prefixed;
use super::ticket::{TicketArgs, add_ticket};
use super::user_flags::{self, System, UserFlags};
use super::{lookup, output, rows};
use crate::domain::change::write::{CreateRequest, Intent, NewUser, SendContext, WriteKind, WriteOutcome};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Failure, Remedy};

/// Commands about system users.
#[derive(Debug, Clone, Subcommand)]
pub enum SystemUsersCommand {
    /// Create a system user
    Add(Box<AddArgs>),
}

/// Options of `system-users add`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui system-users add --company \"Contoso Ltd\" --email ann@contoso.com --phone +442079460018 --first-name Ann --last-name Lee --role \"Company Admin\"
  # Check everything and send nothing
  keepnet-tui system-users add --company \"Contoso Ltd\" --email ann@contoso.com --phone +442079460018 --first-name Ann --last-name Lee --dry-run")]
pub struct AddArgs {
    /// Company: its ID or its full name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// The fields
    #[command(flatten)]
    pub fields: UserFlags<System>,
    /// Check everything and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The ticket
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

impl SystemUsersCommand {
    /// The options about the service.
    #[must_use]
    pub fn service(&self) -> &ServiceArgs {
        match self {
            Self::Add(args) => &args.service,
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// The reason, with the exit code.
    pub async fn run(&self, session: &Session) -> Result<(), CommandError> {
        match self {
            Self::Add(args) => add(args, session).await,
        }
    }
}

async fn add(args: &AddArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.ticket.may_write(session, !args.dry_run)?;
    let mut entry = args.fields.entry();
    let (known, rules) = company_ref::with_rules(session, &args.company, &entry).await?;
    for note in user_flags::judge(&entry, rules)? {
        print_prefixed(format_args!("{note}"));
    }
    let company = match known {
        Some(company) => company,
        None => company_ref::company(session, &args.company, NameMatch::Exact).await?,
    };
    lookup::resolve_choices(session, &company, &args.fields, &mut entry).await?;
    let user = entry.system_request(rules).map_err(|(id, verdict)| {
        user_flags::invalid(&[format!("--{} {}", Subject::SystemUser.field(id).flag, verdict.text())])
    })?;
    let granted = entry.choices(FieldId::Roles).to_vec();
    let told = |id: &str, outcome: &str| {
        let (mut head, mut row) = rows::system_user(&user, id, &granted, company.id_and_name(), outcome);
        add_ticket(&mut head, &mut row, &ticket);
        output::one(Out::default(), session.output, "system_user", head, &row)
    };
    if args.dry_run {
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return Ok(told("", "dry_run")?);
    }
    let journal = Journal::open(session)?;
    let intent = Intent {
        id: journal.id(),
        kind: WriteKind::Create,
        company: company.id.clone(),
        company_name: company.name.clone(),
        entry: entry.as_sent(),
        at: Timestamp::now(),
        sending: SendContext::default(),
        ticket: ticket.clone(),
        batch: None,
    };
    let end = if let Some(end) = journal.earlier(&intent).await? {
        end
    } else {
        let order = CreateRequest { intent, user: NewUser::System(user.clone()), earlier: None, unrecorded: false };
        journal.send(&order).await
    };
    match end {
        WriteOutcome::Created(id) => {
            print_prefixed(format_args!("created in {}: system user {} (id {id})", company.name, user.email));
            Ok(told(id.as_str(), "created")?)
        }
        WriteOutcome::Proved(there) => {
            print_prefixed(format_args!(
                "created in {}: system user {} (id {}); no answer had come, but the service has what was sent",
                company.name, user.email, there.id
            ));
            Ok(told(there.id.as_str(), "created")?)
        }
        WriteOutcome::Found(there) => {
            told(there.id.as_str(), "found")?;
            Err(not_done(WriteOutcome::Found(there), session.is_silent()))
        }
        WriteOutcome::WasThere(there) => {
            told(there.id.as_str(), "exists")?;
            Err(not_done(WriteOutcome::WasThere(there), session.is_silent()))
        }
        WriteOutcome::Refused(Failure { remedy: Remedy::Correct(sentences), .. }) => {
            Err(user_flags::refused(&sentences, Subject::SystemUser))
        }
        end @ (WriteOutcome::Unknown(_) | WriteOutcome::InDoubt(_) | WriteOutcome::Pending) => {
            told("", "pending")?;
            Err(not_done(end, session.is_silent()))
        }
        other => Err(not_done(other, session.is_silent())),
    }
}
