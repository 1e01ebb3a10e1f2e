//! The commands about system users: who may log in to the console of a company.

mod add;
mod change;
mod found;
mod list;

use clap::Subcommand;

use self::add::AddArgs;
use self::change::{DeleteArgs, EditArgs, MailArgs};
use self::list::{ListArgs, ShowArgs};
use super::exit::CommandError;
use super::service::{ServiceArgs, Session};
use super::undo::{self, UndoArgs};
use crate::domain::change::write::Mail;
use crate::domain::form::subject::Subject;

pub use self::change::SystemOrder;
pub use self::found::{after, row, user};

/// Commands about system users.
#[derive(Debug, Clone, Subcommand)]
pub enum SystemUsersCommand {
    /// List the system users of a company
    List(ListArgs),
    /// Create a system user
    Add(Box<AddArgs>),
    /// Show everything about one system user
    Show(ShowArgs),
    /// Change fields of a system user
    Edit(Box<EditArgs>),
    /// Delete a system user for good
    Delete(DeleteArgs),
    /// Send a system user the welcome mail again
    #[command(after_help = "\
The mail is sent once. If no clear answer comes, it is not known whether it was sent (exit code 6), and nothing can be looked
up: run the command again only if it has not arrived.

Examples:
  keepnet-tui system-users resend ann@contoso.com --company \"Contoso Ltd\"")]
    Resend(MailArgs),
    /// Send a system user a link for a new password
    #[command(after_help = "\
The mail is sent once. If no clear answer comes, it is not known whether it was sent (exit code 6), and nothing can be looked
up: run the command again only if it has not arrived.

Examples:
  keepnet-tui system-users reset-password ann@contoso.com --company \"Contoso Ltd\"")]
    ResetPassword(MailArgs),
    /// Undo the newest change of a system user from this machine within seven days: puts an edit back, deletes a created
    /// user
    #[command(after_help = "\
Examples:
  # With the ID that system-users add or edit reported
  keepnet-tui system-users undo u5e4d3c2b1a0 --company \"Contoso Ltd\"")]
    Undo(UndoArgs),
}

impl SystemUsersCommand {
    /// The options about the service.
    #[must_use]
    pub fn service(&self) -> &ServiceArgs {
        match self {
            Self::List(args) => &args.at.service,
            Self::Add(args) => &args.at.service,
            Self::Show(args) => &args.at.service,
            Self::Edit(args) => &args.target.at.service,
            Self::Delete(args) => &args.target.at.service,
            Self::Resend(args) | Self::ResetPassword(args) => &args.target.at.service,
            Self::Undo(args) => &args.at.service,
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// The reason, with the exit code.
    pub async fn run(&self, session: &Session) -> Result<(), CommandError> {
        match self {
            Self::List(args) => list::list(args, session).await,
            Self::Add(args) => add::add(args, session).await,
            Self::Show(args) => list::show(args, session).await,
            Self::Edit(args) => Box::pin(change::edit(args, session)).await,
            Self::Delete(args) => change::delete(args, session).await,
            Self::Resend(args) => change::mail(args, session, Mail::Welcome).await,
            Self::ResetPassword(args) => change::mail(args, session, Mail::PasswordLink).await,
            Self::Undo(args) => undo::run(args, session, Subject::SystemUser).await,
        }
    }
}
