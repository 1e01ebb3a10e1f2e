//! `users undo`: deletes a user that was created from this machine.

use clap::Args;
use jiff::Timestamp;

use super::exit::{Code, Stop};
use super::journal::{Journal, not_done};
use super::naming::{self, Enough, Meant};
use super::output;
use super::progress::Out;
use super::rows;
use super::service::{ServiceArgs, Session};
use crate::domain::change::write::{Deed, End, Intent};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// Options of `users undo`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # With the ID that users add reported
  keepnet-tui users undo u5e4d3c2b1a0 --company \"Contoso Ltd\"")]
pub struct UndoArgs {
    /// ID of the user, as reported by `users add`
    #[arg(value_name = "ID")]
    pub user: String,
    /// Company: its ID or its full name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// Delete a user that may not have been created from this machine: its ID again
    #[arg(long, value_name = "ID")]
    pub confirm: Option<String>,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Deletes the user, if it was created from this machine.
///
/// # Errors
///
/// Usage, if writing is not allowed; not found, if the user was not created from this machine within seven days; or the
/// code of another outcome.
pub async fn run(args: &UndoArgs, session: &Session) -> Result<(), Stop> {
    session.config.access.write().map_err(|why| Stop::new(Code::Usage, why))?;
    let company = naming::company(session, &args.company, Enough::Whole).await?;
    let journal = Journal::open(session)?;
    let user = UserId::new(args.user.trim());
    let mut made = journal.made(&company.id, &user)?;
    if made.is_none() {
        // A create that was killed, or got no answer, may have created this user.
        journal.settle_in(&company.id).await?;
        made = journal.made(&company.id, &user)?;
    }
    let made = match made {
        Some(made) => made,
        None => not_proved(args, &journal, &company, &user)?,
    };
    let intent = Intent { id: journal.id(), deed: Deed::Undo(user.clone()), at: Timestamp::now(), ..made };
    match journal.undo(&intent).await {
        End::Deleted => {
            let row = rows::user(&deleted(&intent, user), company.told(), Some("deleted"));
            let head = rows::user_head(Some("deleted"));
            Ok(output::one(Out::default(), session.output, "user", head, &row)?)
        }
        other => Err(not_done(other, session.is_silent())),
    }
}

/// The create after which the user was found, if its ID was confirmed; otherwise an error with the user's details.
fn not_proved(args: &UndoArgs, journal: &Journal, company: &Meant, user: &UserId) -> Result<Intent, Stop> {
    let Some((intent, sighting)) = journal.sighted(&company.id, user)? else {
        let said = format!(
            "no user with the ID \"{user}\" was created in {} from this machine within seven days; others are deleted in the console",
            company.name
        );
        return Err(Stop::new(Code::NotFound, said));
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
    Err(Stop::new(Code::Invalid, said))
}

/// A deleted user, as far as this machine knows it.
fn deleted(intent: &Intent, id: UserId) -> TargetUser {
    TargetUser { status: UserStatus::Deleted, ..intent.user(id) }
}
