//! The stage of a form, as saved with its draft.

use jiff::Timestamp;

use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::domain::form::draft::{Draft, Stage};
use crate::domain::form::subject::FormKey;

impl Form {
    /// Marks it as parked from this moment on.
    pub fn park(&mut self, parked: Parked, at: Timestamp) {
        self.parked = Some(parked);
        self.parked_at = at;
    }

    /// Its stage, as saved with the draft.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if let Some(change) = &self.uncertain_write {
            return Stage::Change(change.clone());
        }
        match &self.parked {
            None => Stage::Typing,
            Some(Parked::Waiting) => Stage::Waiting,
            Some(Parked::NeedsYou(_)) => {
                Stage::NeedsYou(self.failure.as_ref().map(|failure| failure.why.clone()).unwrap_or_default())
            }
        }
    }

    /// Why it needs the user, if it does.
    #[must_use]
    pub fn needs(&self) -> Option<AttentionReason> {
        match self.parked {
            Some(Parked::NeedsYou(why)) => Some(why),
            Some(Parked::Waiting) | None => None,
        }
    }

    /// It is the draft being typed, one per kind of user.
    #[must_use]
    pub fn is_draft_of(&self, key: &FormKey) -> bool {
        self.parked.is_none() && self.subject == key.subject && self.company == key.company
    }

    /// The draft to save.
    #[must_use]
    pub fn draft(&self, changed: jiff::Timestamp) -> Draft {
        let (company, name) = (self.company.clone(), self.name.clone());
        Draft { id: self.id, company, name, entry: self.entry(), stage: self.stage(), changed }
    }

    /// It is not empty, or it is to be created.
    #[must_use]
    pub fn is_worth_saving(&self) -> bool {
        self.parked.is_some() || self.uncertain_write.is_some() || !self.is_blank()
    }
}
