//! Forms that are kept although nobody types in them: complete ones that wait, and those that need a person.

use jiff::Timestamp;

use crate::app::form::gates::GateKind;
use crate::app::form::state::Form;
use crate::domain::form::draft::Stage;

/// Why a form is kept that nobody types in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parked {
    /// It is complete, and goes into the queue as soon as the custom fields of its company are known.
    Waiting,
    /// A person has to mend it, or to say that it goes out as it is.
    NeedsYou(Why),
}

/// What a form needs a person for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Fields have to be fixed.
    Fix,
    /// This gate has to be passed.
    Gate(GateKind),
    /// The service has refused it, or nothing was created.
    Refused,
    /// It is not known whether it was created.
    Unknown,
}

impl Form {
    /// It is kept from this moment on.
    pub fn park(&mut self, parked: Parked, at: Timestamp) {
        self.parked = Some(parked);
        self.parked_at = at;
    }

    /// How far it is, as its draft tells it.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if let Some(change) = &self.doubt {
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
    pub fn needs(&self) -> Option<Why> {
        match self.parked {
            Some(Parked::NeedsYou(why)) => Some(why),
            Some(Parked::Waiting) | None => None,
        }
    }
}
