//! `--ticket`: the ticket of what a command writes.

use clap::Args;

use super::exit::{Code, CommandError};
use super::heading::Heading;
use super::output::{Item, Row};
use super::service::Session;
use crate::domain::change::ticket::{TicketNumber, TicketPolicy};

/// The option of every command that writes about a user.
#[derive(Debug, Clone, Default, Args)]
pub struct TicketArgs {
    /// Number of the ticket: kept with the change on this machine, not sent to the service
    #[arg(long, value_name = "TEXT")]
    pub ticket: Option<TicketNumber>,
}

impl TicketArgs {
    /// The ticket of what will be written. Nothing else is done before this: if `sends`, the profile must allow it, and
    /// there must be a ticket where the profile requires one.
    ///
    /// # Errors
    ///
    /// Usage.
    pub fn may_write(&self, session: &Session, sends: bool) -> Result<TicketNumber, CommandError> {
        let config = &session.config;
        if sends {
            config.access.write().map_err(|why| CommandError::new(Code::Usage, why))?;
            if config.ticket == TicketPolicy::Required && self.ticket.is_none() {
                let said = format!(
                    "nothing was sent: profile \"{}\" requires the number of a ticket with every change; give it with --ticket",
                    config.profile
                );
                return Err(CommandError::new(Code::Usage, said));
            }
        }
        Ok(self.number())
    }

    /// The ticket, if one is given.
    #[must_use]
    pub fn number(&self) -> TicketNumber {
        self.ticket.clone().unwrap_or_default()
    }
}

/// Adds the ticket to what is told about a change, if there is one.
pub fn add_ticket(head: &mut Vec<Heading>, row: &mut Row, ticket: &TicketNumber) {
    if ticket.is_empty() {
        return;
    }
    let Item(members) = &mut row.item;
    members.push(("ticket", ticket.as_str().into()));
    head.push(Heading::text("ticket"));
    row.cells.push(ticket.to_string());
}
