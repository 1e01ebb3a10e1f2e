//! The company that a command is about, with the options of every command that reads or writes there.

use clap::Args;

use super::company_ref::{self, CompanyRef, NameMatch};
use super::exit::CommandError;
use super::service::{ServiceArgs, Session};
use super::ticket::TicketArgs;
use crate::domain::change::ticket::TicketNumber;

/// The company of a read.
#[derive(Debug, Clone, Args)]
pub struct ReadArgs {
    /// Company: its ID, its name, or a part of the name that matches no other company
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

impl ReadArgs {
    /// The company.
    ///
    /// # Errors
    ///
    /// Not found; usage, if several match; or the error of the service.
    pub async fn company(&self, session: &Session) -> Result<CompanyRef, CommandError> {
        company_ref::company(session, &self.company, NameMatch::Partial).await
    }
}

/// The company of a write.
#[derive(Debug, Clone, Args)]
pub struct WriteArgs {
    /// Company: its ID or its full name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
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

impl WriteArgs {
    /// The ticket, if the profile allows the write.
    ///
    /// # Errors
    ///
    /// Usage.
    pub fn may_write(&self, session: &Session) -> Result<TicketNumber, CommandError> {
        self.ticket.may_write(session, !self.dry_run)
    }

    /// The company.
    ///
    /// # Errors
    ///
    /// Not found; usage, if several match; or the error of the service.
    pub async fn company(&self, session: &Session) -> Result<CompanyRef, CommandError> {
        company_ref::company(session, &self.company, NameMatch::Exact).await
    }
}
