//! `users undo`: undoes the newest change of a user from this machine.

use clap::Args;
use jiff::Timestamp;

use super::change::{ChangeOrder, is_changeable};
use super::company_ref::{self, CompanyRef, NameMatch};
use super::exit::{Code, CommandError};
use super::journal::{Journal, StandingUpdate, not_done};
use super::progress::Out;
use super::service::{ServiceArgs, Session};
use super::stderr::print_prefixed;
use super::ticket::{TicketArgs, add_ticket};
use super::user_ref;
use super::{output, rows};
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{Intent, WriteKind, WriteOutcome};
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// Options of `users undo`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # With the ID that users add, edit or deactivate reported
  keepnet-tui users undo u5e4d3c2b1a0 --company \"Contoso Ltd\"")]
pub struct UndoArgs {
    /// ID of the user, as reported by the command that is undone
    #[arg(value_name = "ID")]
    pub user: String,
    /// Company: its ID or its full name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// Delete a user that may not have been created from this machine: its ID again
    #[arg(long, value_name = "ID")]
    pub confirm: Option<String>,
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

/// Puts the newest edit, deactivation or activation back; without one, deletes the user, if it was created from this
/// machine.
///
/// # Errors
///
/// Usage, if writing is not allowed; not found, if the user was not created from this machine within seven days; or the
/// code of another outcome.
pub async fn run(args: &UndoArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.ticket.may_write(session, !args.dry_run)?;
    let company = company_ref::company(session, &args.company, NameMatch::Exact).await?;
    let journal = Journal::open(session)?;
    let user = UserId::new(args.user.trim());
    journal.settle_changes_of(&company.id, &user).await?;
    let (newest, was_changed) = journal.newest_update(&company.id, &user)?;
    if let Some(StandingUpdate { update, at, ticket: made }) = newest {
        let user = user_ref::user(session, &company, user.as_str()).await?;
        is_changeable(&company, &user, "put back")?;
        print_prefixed(format_args!("undo of a change at {}", at.strftime("%Y-%m-%d %H:%M UTC")));
        let order =
            ChangeOrder { session, company: &company, user: &user, ticket: of_undo(ticket, &made), batch: None };
        return order.update(update.reversed(), args.dry_run).await;
    }
    // Whoever puts changes back must not delete the user by one undo too many.
    if was_changed && args.confirm.as_deref().map(str::trim) != Some(user.as_str()) {
        let said = format!("every change of {user} is put back already; --confirm {user} deletes the user");
        return Err(CommandError::new(Code::Invalid, said));
    }
    let mut made = journal.create_of_kind(&company.id, Subject::TargetUser, &user)?;
    if made.is_none() {
        // A create that was killed, or got no answer, may have created this user.
        journal.settle_in(&company.id, |_| true).await?;
        made = journal.create_of_kind(&company.id, Subject::TargetUser, &user)?;
    }
    let made = match made {
        Some(made) => made,
        None => not_proved(args, &journal, &company, &user)?,
    };
    if args.dry_run {
        print_prefixed(format_args!("--dry-run: {} would be deleted; nothing was sent", made.user_label()));
        let row = rows::user(&made.user(user), company.id_and_name(), Some("dry_run"));
        return Ok(output::one(Out::default(), session.output, "user", rows::user_head(Some("dry_run")), &row)?);
    }
    let intent = Intent {
        id: journal.id(),
        kind: WriteKind::Delete(user.clone()),
        at: Timestamp::now(),
        ticket: of_undo(ticket, &made.ticket),
        batch: None,
        ..made
    };
    match journal.change(&intent).await {
        WriteOutcome::Deleted => {
            let mut row = rows::user(&deleted(&intent, user), company.id_and_name(), Some("deleted"));
            let mut head = rows::user_head(Some("deleted"));
            add_ticket(&mut head, &mut row, &intent.ticket);
            Ok(output::one(Out::default(), session.output, "user", head, &row)?)
        }
        other => Err(not_done(other, session.is_silent())),
    }
}

/// An undo belongs to the ticket of what it undoes, unless another is given.
fn of_undo(given: TicketNumber, made: &TicketNumber) -> TicketNumber {
    if given.is_empty() { made.clone() } else { given }
}

/// The create after which the user was found, if its ID was confirmed; otherwise an error with the user's details.
fn not_proved(args: &UndoArgs, journal: &Journal, company: &CompanyRef, user: &UserId) -> Result<Intent, CommandError> {
    let Some((intent, sighting)) = journal.create_before(&company.id, Subject::TargetUser, user)? else {
        let said = format!(
            "no user with the ID \"{user}\" was created or changed in {} from this machine within seven days; users delete deletes any user",
            company.name
        );
        return Err(CommandError::new(Code::NotFound, said));
    };
    if args.confirm.as_deref().map(str::trim) == Some(user.as_str()) {
        return Ok(intent);
    }
    let said = format!(
        "not deleted: {} in {} may have been created by somebody else. No clear answer came to your create, and nothing proves that this user is its result: {sighting}. \
         If you are sure, --confirm {user} deletes it",
        intent.email(),
        company.name
    );
    Err(CommandError::new(Code::Invalid, said))
}

/// A deleted user, as far as this machine knows it.
fn deleted(intent: &Intent, id: UserId) -> TargetUser {
    TargetUser { status: UserStatus::Deleted, ..intent.user(id) }
}
