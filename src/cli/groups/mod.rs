//! `groups` and `users groups`: the target groups of a company and of one user, created, filled and emptied.

mod create;
mod found;
mod list;
mod members;

use clap::Subcommand;

use super::exit::CommandError;
use super::service::{ServiceArgs, Session};

pub use list::{OfUserArgs, of_user};

/// Commands about target groups.
#[derive(Debug, Clone, Subcommand)]
pub enum GroupsCommand {
    /// List the target groups of a company, with the reason why some cannot be changed
    List(list::ListArgs),
    /// Create a target group
    Create(create::CreateArgs),
    /// Add users to a target group
    Add(members::AddArgs),
    /// Take users out of a target group
    Remove(members::RemoveArgs),
}

impl GroupsCommand {
    /// The options about the service.
    #[must_use]
    pub fn service(&self) -> &ServiceArgs {
        match self {
            Self::List(args) => &args.at.service,
            Self::Create(args) => &args.at.service,
            Self::Add(members::AddArgs { members }) | Self::Remove(members::RemoveArgs { members }) => {
                &members.at.service
            }
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// The reason, with the exit code.
    pub async fn run(&self, session: &Session) -> Result<(), CommandError> {
        match self {
            Self::List(args) => list::run(args, session).await,
            Self::Create(args) => create::run(args, session).await,
            Self::Add(args) => members::run(&args.members, session, true).await,
            Self::Remove(args) => members::run(&args.members, session, false).await,
        }
    }
}
