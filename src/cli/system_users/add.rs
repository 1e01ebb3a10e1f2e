//! `system-users add`: creates a user of a company's console, checked as in the form, recorded, sent once.

use clap::Args;
use jiff::Timestamp;

use super::found::planned;
use crate::cli::company_args::WriteArgs;
use crate::cli::company_ref::{self};
use crate::cli::create_report::CreateReport;
use crate::cli::exit::CommandError;
use crate::cli::journal::Journal;
use crate::cli::lookup;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::cli::user_flags::{self, System, UserFlags};
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteKind};
use crate::domain::form::subject::Subject;

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
    /// The company
    #[command(flatten)]
    pub at: WriteArgs,
    /// The fields
    #[command(flatten)]
    pub fields: UserFlags<System>,
    /// Succeed if a system user with this email exists already
    #[arg(long)]
    pub if_absent: bool,
}

/// Creates the user, and writes the user and the outcome.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, with every reason; unknown, if it is not known whether the user was
/// created; or the code of another outcome.
pub(super) async fn add(args: &AddArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.at.may_write(session)?;
    let mut entry = args.fields.entry();
    let (known, rules) = company_ref::with_rules(session, &args.at.company, &entry).await?;
    for note in user_flags::judge(&entry, rules)? {
        print_prefixed(format_args!("{note}"));
    }
    let company = match known {
        Some(company) => company,
        None => args.at.company(session).await?,
    };
    lookup::resolve_choices(session, &company, &args.fields, &mut entry).await?;
    let user = entry.system_request(rules).map_err(|(id, verdict)| {
        user_flags::invalid(&[format!("--{} {}", Subject::SystemUser.field(id).flag, verdict.text())])
    })?;
    let wanted = CreateReport {
        session,
        company: &company,
        subject: Subject::SystemUser,
        ticket: &ticket,
        planned: planned(&entry, &user.phone),
        if_absent: args.if_absent,
    };
    if args.at.dry_run {
        return match wanted.there().await? {
            Some(there) => wanted.dry_exists(&there),
            None => wanted.dry(),
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
        return wanted.ended(end).await;
    }
    if args.if_absent {
        if let Some(there) = wanted.there().await? {
            return wanted.exists(&there);
        }
        intent.sending.before = PriorOwners::Known(Vec::new());
    }
    let order = CreateRequest { intent, user: NewUser::System(user), earlier: None, unrecorded: false };
    wanted.ended(journal.send(&order).await).await
}
