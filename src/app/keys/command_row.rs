//! A row of the command table, and how its keys are shown.

use crate::app::keys::command::Command;
use crate::app::keys::press::{KeyPress, sequence};
use crate::app::keys::scope::Scope;

/// The end of the help of a command that is for all marked rows.
pub(super) const ALSO_MARKED: &str = "; also for marked rows";

/// A row of the command table.
#[derive(Clone)]
pub struct CommandRow {
    /// Its name in the configuration.
    pub name: String,
    /// What it does.
    pub command: Command,
    /// Where its keys are active.
    pub scope: Scope,
    /// Key sequences, the first one is shown.
    pub keys: Vec<Vec<KeyPress>>,
    /// One or two words for the footer; empty: not in the footer.
    pub label: String,
    /// A sentence for key list, palette and documents.
    pub help: String,
    /// Where rows are marked, it is for all of them; other commands are for the row under the cursor.
    pub several: bool,
}

impl CommandRow {
    /// Its keys as shown: `j, Down`.
    #[must_use]
    pub fn keys_text(&self) -> String {
        self.keys.iter().map(|k| sequence(k)).collect::<Vec<_>>().join(", ")
    }

    /// Its first keys as shown.
    #[must_use]
    pub fn first_keys(&self) -> String {
        self.keys.first().map(|k| sequence(k)).unwrap_or_default()
    }
}

/// The presses of `s u`.
#[must_use]
pub fn parse_sequence(keys: &str) -> Vec<KeyPress> {
    keys.split(' ').filter_map(KeyPress::parse).collect()
}
