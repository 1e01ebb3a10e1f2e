//! What the desk has written about its companies, for commands.

use std::collections::BTreeMap;

use super::exit::{Code, CommandError};
use super::service::Session;
use super::stderr::print_prefixed;
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::service::ids::CompanyId;
use crate::store::{self, Store};

/// Reads aliases and notes. Where they are not asked for by name, a database that cannot be used is no reason to fail;
/// a file of the team that cannot be used never is, and is told.
///
/// # Errors
///
/// Failed, if they are needed and cannot be read.
pub(super) fn read(session: &Session, is_needed: bool) -> Result<DeskNotes, CommandError> {
    let shared = session.config.aliases.all().unwrap_or_else(|why| {
        print_prefixed(format_args!("{why}"));
        session.config.aliases.own().to_vec()
    });
    match own(session) {
        Ok(own) => Ok(DeskNotes::new(own, shared)),
        Err(error) if is_needed => Err(error),
        Err(error) => {
            tracing::warn!(error = error.message, "aliases and notes are not searched");
            Ok(DeskNotes::new(BTreeMap::new(), shared))
        }
    }
}

/// What is written on this machine. A machine without a database has none, and reading makes none.
fn own(session: &Session) -> Result<BTreeMap<CompanyId, DeskNote>, CommandError> {
    let unusable = |why: &str| CommandError::new(Code::Failed, format!("aliases and notes: {why}"));
    let state = session.context.state.as_ref().ok_or_else(|| unusable("there is no home directory"))?;
    let folder = state.join(store::folder_of(&session.config.profile, &session.config.base_url));
    let notes = Store::open_existing(&folder).and_then(|store| {
        let client = session.config.client_id.as_deref().unwrap_or_default();
        store.map_or_else(|| Ok(BTreeMap::new()), |store| store.notes(client))
    });
    notes.map_err(|error| unusable(&error.to_string()))
}
