//! `system-users add`: creates a user of a company's console, checked as in the form, recorded, sent once.

use clap::Args;
use jiff::Timestamp;

use super::found::{planned, row};
use crate::api::Operation;
use crate::cli::company_ref::{self, CompanyRef, NameMatch};
use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::Journal;
use crate::cli::not_done::not_created;
use crate::cli::progress::Out;
use crate::cli::service::{ServiceArgs, Session};
use crate::cli::stderr::print_prefixed;
use crate::cli::ticket::{TicketArgs, add_ticket};
use crate::cli::user_flags::{self, System, UserFlags};
use crate::cli::{lookup, output};
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::user::existing::TargetUser;

/// Options of `system-users add`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui system-users add --company \"Contoso Ltd\" --email ann@contoso.com --phone +442079460018 --first-name Ann --last-name Lee --role \"Company Admin\"
  # Check everything and send nothing
  keepnet-tui system-users add --company \"Contoso Ltd\" --email ann@contoso.com --phone +442079460018 --first-name Ann --last-name Lee --dry-run
  # In a script: succeed if she is a system user already
  keepnet-tui system-users add --company \"Contoso Ltd\" --email ann@contoso.com --phone +442079460018 --first-name Ann --last-name Lee --if-absent --output json")]
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
    /// Succeed if a system user with this email exists already
    #[arg(long)]
    pub if_absent: bool,
    /// The ticket
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// What is told about a create.
struct Told<'a> {
    session: &'a Session,
    company: &'a CompanyRef,
    ticket: &'a TicketNumber,
    /// The user as it will be listed; the ID is empty until there is one.
    planned: TargetUser,
}

/// Creates the user, and writes the user and the outcome.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, with every reason; unknown, if it is not known whether the user was
/// created; or the code of another outcome.
pub(super) async fn add(args: &AddArgs, session: &Session) -> Result<(), CommandError> {
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
    let planned = planned(&entry, &user.phone);
    let told = Told { session, company: &company, ticket: &ticket, planned };
    if args.dry_run {
        return match there(session, &company, &user.email).await? {
            Some(there) if args.if_absent => told.exists(&there),
            Some(there) => Err(is_there(&there)),
            None => {
                print_prefixed(format_args!("--dry-run: nothing was sent"));
                told.row(&told.planned, "dry_run")
            }
        };
    }
    let journal = Journal::open(session)?;
    let mut intent = Intent {
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
    // An earlier create of the same user is resolved before anything else is checked.
    if let Some(end) = journal.earlier(&intent).await? {
        return told.ended(end, args.if_absent);
    }
    if args.if_absent {
        if let Some(there) = there(session, &company, &user.email).await? {
            return told.exists(&there);
        }
        intent.sending.before = PriorOwners::Known(Vec::new());
    }
    let order = CreateRequest { intent, user: NewUser::System(user), earlier: None, unrecorded: false };
    told.ended(journal.send(&order).await, args.if_absent)
}

/// The system user with this address.
async fn there(session: &Session, company: &CompanyRef, email: &str) -> Result<Option<TargetUser>, CommandError> {
    let found = session.client.system_user_by_email(&company.id, email).await;
    let found = found.map_err(|error| CommandError::of(&error, Operation::SystemUsers))?;
    Ok(found.map(|user| user.as_user()))
}

fn is_there(user: &TargetUser) -> CommandError {
    let (email, id) = (&user.email, &user.id);
    let said = format!("it would be refused: {email} is a system user already (id {id}); --if-absent accepts that");
    CommandError::new(Code::Invalid, said)
}

impl Told<'_> {
    fn row(&self, user: &TargetUser, outcome: &'static str) -> Result<(), CommandError> {
        let (mut head, mut row) = row(user, self.company.id_and_name(), Some(outcome));
        add_ticket(&mut head, &mut row, self.ticket);
        Ok(output::one(Out::default(), self.session.output, "system_user", head, &row)?)
    }

    fn exists(&self, user: &TargetUser) -> Result<(), CommandError> {
        let (name, email, id) = (&self.company.name, &user.email, &user.id);
        print_prefixed(format_args!("exists in {name}: {email} is a system user (id {id})"));
        self.row(user, "exists")
    }

    fn ended(&self, end: CreateEnd, if_absent: bool) -> Result<(), CommandError> {
        let (name, email) = (&self.company.name, &self.planned.email);
        match end {
            CreateEnd::Created(id) => {
                print_prefixed(format_args!("created in {name}: system user {email} (id {id})"));
                self.row(&TargetUser { id, ..self.planned.clone() }, "created")
            }
            CreateEnd::Proved(there) => {
                print_prefixed(format_args!(
                    "created in {name}: system user {email} (id {}); no answer had come, but the service has what was sent",
                    there.id
                ));
                self.row(&there, "created")
            }
            CreateEnd::WasThere(there) if if_absent => self.exists(&there),
            CreateEnd::Found(there) => {
                self.row(&there, "found")?;
                Err(not_created(CreateEnd::Found(there), self.session.is_silent()))
            }
            CreateEnd::WasThere(there) => {
                self.row(&there, "exists")?;
                Err(not_created(CreateEnd::WasThere(there), self.session.is_silent()))
            }
            CreateEnd::Refused(Failure { remedy: Remedy::Correct(sentences), .. }) => {
                Err(user_flags::refused(&sentences, Subject::SystemUser))
            }
            end @ (CreateEnd::Unknown(_) | CreateEnd::InDoubt(_) | CreateEnd::Pending) => {
                self.row(&self.planned, "pending")?;
                Err(not_created(end, self.session.is_silent()))
            }
            end @ (CreateEnd::Refused(_) | CreateEnd::Absent | CreateEnd::Unrecorded(_)) => {
                Err(not_created(end, self.session.is_silent()))
            }
        }
    }
}
