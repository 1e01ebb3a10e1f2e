//! The import of a profile: one at a time; and what waits for the next.

use crate::app::core::context::Context;
use crate::app::import::state::Import;
use crate::domain::change::import::ImportRecord;

/// What was pasted where no input takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// The path of a file.
    File(String),
    /// Several people.
    People(String),
}

/// The import of this profile: one at a time.
#[derive(Debug, Clone, Default)]
pub struct Imports {
    /// The one that was begun, open or not.
    pub current: Option<Import>,
    /// What was pasted.
    offer: Option<Offer>,
    /// Imports that earlier runs of the program have left, oldest first.
    left: Vec<ImportRecord>,
}

impl Imports {
    /// Earlier runs of the program have left these.
    pub fn restore(&mut self, left: Vec<ImportRecord>) {
        self.left = left;
    }

    /// The newest that an earlier run has left.
    #[must_use]
    pub fn left(&self) -> Option<&ImportRecord> {
        self.left.last()
    }

    /// Takes the newest that an earlier run has left.
    pub fn take_left(&mut self) -> Option<ImportRecord> {
        self.left.pop()
    }

    /// Something was pasted that the next import can take.
    pub fn offer(&mut self, offer: Offer) {
        self.offer = Some(offer);
    }

    /// What was pasted, which nobody has taken.
    pub fn take_offer(&mut self) -> Option<Offer> {
        self.offer.take()
    }

    /// The import, to do something with it.
    pub fn current_mut(&mut self) -> Option<&mut Import> {
        self.current.as_mut()
    }

    /// Begins another import.
    pub fn begin(&mut self, import: Import) -> &mut Import {
        self.current.insert(import)
    }

    /// Drops the import.
    pub fn drop_current(&mut self, cx: &mut Context<'_>) {
        if let Some(mut import) = self.current.take() {
            import.forget(cx);
        }
    }

    /// The run, while rows are under way or are still to be sent.
    #[must_use]
    pub fn unfinished(&self) -> Option<&Import> {
        self.current.as_ref().filter(|import| import.is_unfinished())
    }
}
