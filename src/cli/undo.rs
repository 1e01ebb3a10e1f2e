//! `users undo`, `system-users undo`: undoes the newest change of a user from this machine.

use clap::Args;
use jiff::Timestamp;

use super::change::{ChangeOrder, is_changeable, is_living};
use super::company_args::WriteArgs;
use super::company_ref::CompanyRef;
use super::exit::{Code, CommandError};
use super::journal::{Journal, StandingUpdate};
use super::not_done::not_deleted;
use super::progress::Out;
use super::service::Session;
use super::stderr::print_prefixed;
use super::system_users::{self, SystemOrder};
use super::ticket::add_ticket;
use super::user_ref;
use super::{output, rows};
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{Intent, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// Options of `users undo` and `system-users undo`.
#[derive(Debug, Clone, Args)]
pub struct UndoArgs {
    /// ID of the user, as reported by the command that is undone
    #[arg(value_name = "ID")]
    pub user: String,
    /// The company
    #[command(flatten)]
    pub at: WriteArgs,
    /// Delete a user that may not have been created from this machine: its ID again
    #[arg(long, value_name = "ID")]
    pub confirm: Option<String>,
}

/// Puts the newest edit, deactivation or activation back; without one, deletes the user, if it was created from this
/// machine.
///
/// # Errors
///
/// Usage, if writing is not allowed; not found, if the user was not created from this machine within seven days; or the
/// code of another outcome.
pub async fn run(args: &UndoArgs, session: &Session, subject: Subject) -> Result<(), CommandError> {
    let ticket = args.at.may_write(session)?;
    let company = args.at.company(session).await?;
    let journal = Journal::open(session)?;
    let user = UserId::new(args.user.trim());
    journal.settle_changes_of(&company.id, &user).await?;
    let (newest, was_changed) = journal.newest_update(&company.id, subject, &user)?;
    if let Some(StandingUpdate { undo: update, at, ticket: made }) = newest {
        let ticket = of_undo(ticket, &made);
        print_prefixed(format_args!("undo of a change at {}", at.strftime("%Y-%m-%d %H:%M UTC")));
        if subject == Subject::SystemUser {
            let user = system_users::user(session, &company, user.as_str()).await?;
            let order = SystemOrder { session, company: &company, user: &user, ticket };
            return order.update(update, args.at.dry_run).await;
        }
        let user = user_ref::user(session, &company, user.as_str()).await?;
        // A user of a directory may be in groups that people fill.
        match update.group() {
            Some(_) => is_living(&company, &user, "put back")?,
            None => is_changeable(&company, &user, "put back")?,
        }
        let order = ChangeOrder { session, company: &company, user: &user, ticket, batch: None };
        return order.update(update, args.at.dry_run).await;
    }
    // Whoever puts changes back must not delete the user by one undo too many.
    if was_changed && args.confirm.as_deref().map(str::trim) != Some(user.as_str()) {
        let said = format!("every change of {user} is put back already; --confirm {user} deletes the user");
        return Err(CommandError::new(Code::Invalid, said));
    }
    let mut made = journal.create_of_kind(&company.id, subject, &user)?;
    if made.is_none() {
        // A create that was killed, or got no answer, may have created this user.
        journal.settle_creates(|intent| intent.company == company.id).await?;
        made = journal.create_of_kind(&company.id, subject, &user)?;
    }
    let made = match made {
        Some(made) => made,
        None => not_proved(args, &journal, &company, (subject, &user))?,
    };
    if args.at.dry_run {
        print_prefixed(format_args!("--dry-run: {} would be deleted; nothing was sent", made.user_label()));
        return told(session, &company, &made.user(user), (subject, "dry_run"), &TicketNumber::default());
    }
    let intent = Intent {
        id: journal.id(),
        kind: WriteKind::Delete(user.clone()),
        at: Timestamp::now(),
        ticket: of_undo(ticket, &made.ticket),
        batch: None,
        ..made
    };
    match not_deleted(&journal.delete(&intent, &user).await, session.is_silent()) {
        None => told(session, &company, &deleted(&intent, user), (subject, "deleted"), &intent.ticket),
        Some(error) => Err(error),
    }
}

/// Writes the user with the outcome.
fn told(
    session: &Session,
    company: &CompanyRef,
    user: &TargetUser,
    (subject, outcome): (Subject, &'static str),
    ticket: &TicketNumber,
) -> Result<(), CommandError> {
    let company = company.id_and_name();
    let (kind, mut head, mut row) = match subject {
        Subject::TargetUser => ("user", rows::user_head(Some(outcome)), rows::user(user, company, Some(outcome))),
        Subject::SystemUser => {
            let (head, row) = system_users::row(user, company, Some(outcome));
            ("system_user", head, row)
        }
    };
    add_ticket(&mut head, &mut row, ticket);
    Ok(output::one(Out::default(), session.output, kind, head, &row)?)
}

/// An undo belongs to the ticket of what it undoes, unless another is given.
pub(super) fn of_undo(given: TicketNumber, made: &TicketNumber) -> TicketNumber {
    if given.is_empty() { made.clone() } else { given }
}

/// The create after which the user was found, if its ID was confirmed; otherwise an error with the user's details.
fn not_proved(
    args: &UndoArgs,
    journal: &Journal,
    company: &CompanyRef,
    (subject, user): (Subject, &UserId),
) -> Result<Intent, CommandError> {
    let Some((intent, sighting)) = journal.create_before(&company.id, subject, user)? else {
        let (kind, deletes) = match subject {
            Subject::TargetUser => ("user", "users delete deletes any user"),
            Subject::SystemUser => ("system user", "system-users delete deletes any system user"),
        };
        let said = format!(
            "no {kind} with the ID \"{user}\" was created or changed in {} from this machine within seven days; {deletes}",
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
