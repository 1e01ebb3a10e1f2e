//! What the desk has written about its companies, for commands.

use super::days::Days;
use super::exit::CommandError;
use super::service::Session;
use crate::domain::desk::notes::DeskNotes;

/// Reads aliases and notes. Where they are not asked for by name, a database that cannot be used is no reason to fail.
///
/// # Errors
///
/// Failed, if they are needed and cannot be read.
pub(super) fn read(session: &Session, is_needed: bool) -> Result<DeskNotes, CommandError> {
    let own = Days::open(session).and_then(|days| Ok(days.store.notes(&days.client)?));
    match own {
        Ok(own) => Ok(DeskNotes::new(own, Vec::new())),
        Err(error) if is_needed => Err(error),
        Err(error) => {
            tracing::warn!(error = error.message, "aliases and notes are not searched");
            Ok(DeskNotes::default())
        }
    }
}
