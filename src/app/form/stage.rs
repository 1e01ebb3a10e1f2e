//! How far a form is, as its draft on disk tells it.

use jiff::Timestamp;

use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::domain::form::draft::{Draft, Stage};
use crate::domain::form::subject::FormKey;

impl Form {
    /// It is kept from this moment on.
    pub fn park(&mut self, parked: Parked, at: Timestamp) {
        self.parked = Some(parked);
        self.parked_at = at;
    }

    /// How far it is, as its draft tells it.
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

    /// Why it is kept although nobody types in it, when a person has to see to it.
    #[must_use]
    pub fn needs(&self) -> Option<AttentionReason> {
        match self.parked {
            Some(Parked::NeedsYou(why)) => Some(why),
            Some(Parked::Waiting) | None => None,
        }
    }

    /// It is the one of its kind that is being typed.
    #[must_use]
    pub fn is_draft_of(&self, key: &FormKey) -> bool {
        self.parked.is_none() && self.subject == key.subject && self.company == key.company
    }

    /// What is to be kept on disk.
    #[must_use]
    pub fn draft(&self, changed: jiff::Timestamp) -> Draft {
        let (company, name) = (self.company.clone(), self.name.clone());
        Draft { id: self.id, company, name, entry: self.entry(), stage: self.stage(), changed }
    }

    /// Something is in it, or it is to be created.
    #[must_use]
    pub fn is_worth_saving(&self) -> bool {
        self.parked.is_some() || self.uncertain_write.is_some() || !self.is_blank()
    }
}
