//! Runs a command without a screen, from its options to its result.

use super::companies::CompaniesCommand;
use super::exit::{Code, CommandError, INTERRUPT};
use super::groups::GroupsCommand;
use super::progress::Progress;
use super::service::{CommandContext, ServiceArgs, Session};
use super::system_users::SystemUsersCommand;
use super::users::UsersCommand;

/// The commands that use the service.
#[derive(Debug, Clone, Copy)]
pub enum Headless<'a> {
    /// `companies`
    Companies(&'a CompaniesCommand),
    /// `users`
    Users(&'a UsersCommand),
    /// `groups`
    Groups(&'a GroupsCommand),
    /// `system-users`
    SystemUsers(&'a SystemUsersCommand),
}

impl Headless<'_> {
    /// The options about the service.
    #[must_use]
    pub fn service(&self) -> &ServiceArgs {
        match self {
            Self::Companies(command) => command.service(),
            Self::Users(command) => command.service(),
            Self::Groups(command) => command.service(),
            Self::SystemUsers(command) => command.service(),
        }
    }

    /// Runs the command: data go to standard output, everything else to standard error.
    ///
    /// # Errors
    ///
    /// The reason, with the exit code.
    pub async fn run(&self, around: CommandContext) -> Result<(), CommandError> {
        // It pauses tidily, and says how far it came.
        if let Self::Users(command) = self
            && command.handles_interrupts()
        {
            return Box::pin(self.work(around)).await;
        }
        let under_way = around.in_flight.clone();
        tokio::select! {
            biased;
            ended = self.work(around) => ended,
            Ok(()) = tokio::signal::ctrl_c() => Err(CommandError::new(Code::Signal(INTERRUPT), under_way.message())),
        }
    }

    async fn work(&self, around: CommandContext) -> Result<(), CommandError> {
        let session = Session::open(self.service(), around)?;
        let _progress = Progress::begin();
        match self {
            Self::Companies(command) => command.run(&session).await,
            Self::Users(command) => command.run(&session).await,
            Self::Groups(command) => command.run(&session).await,
            Self::SystemUsers(command) => command.run(&session).await,
        }
    }
}
