//! The stage of a form, as saved with its draft.

use jiff::Timestamp;

use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::write::{WriteId, WriteKind};
use crate::domain::form::draft::{Draft, Stage};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::service::failure::{Applied, Failure, Remedy};

impl Form {
    /// Marks it as parked from this moment on.
    pub fn park(&mut self, parked: Parked, at: Timestamp) {
        self.parked = Some(parked);
        self.parked_at = at;
    }

    /// The user has opened it again and goes on typing.
    pub fn resume(&mut self) {
        self.parked = None;
    }

    /// This write may have created its user: it is kept until the outcome is known.
    pub fn await_outcome(&mut self, write: WriteId, at: Timestamp) {
        self.uncertain_write = Some(write);
        self.park(Parked::NeedsYou(AttentionReason::Unknown), at);
    }

    /// Its create has finished, and the user has to look at it: why, and the failure to show.
    pub fn needs_you(&mut self, why: AttentionReason, failure: &Failure, at: Timestamp) {
        self.uncertain_write = None;
        self.park(Parked::NeedsYou(why), at);
        self.explain(failure.clone());
        self.visit_all();
    }

    /// Shows why its user was not created, or may not have been.
    pub fn explain(&mut self, failure: Failure) {
        self.failure = Some(failure);
    }

    /// The create it was kept for was carried out, with the values in `sent`. True if it holds nothing else.
    pub fn was_created(&mut self, sent: &Entry) -> bool {
        self.uncertain_write = None;
        self.is_spent = self.holds(sent);
        let email = sent.text(FieldId::Email);
        let (what, why) = if self.is_spent {
            (format!("{email} was created by the first attempt"), "Nothing is left to send.")
        } else {
            (format!("{email} was created as first sent"), "Your changes since then were not sent.")
        };
        let why = why.to_owned();
        self.explain(Failure { what, why, hint: String::new(), remedy: Remedy::Nothing, applied: Applied::No });
        self.is_spent
    }

    /// The user has marked the create as not carried out: it may be sent again.
    pub fn was_not_created(&mut self) {
        self.uncertain_write = None;
        self.failure = None;
    }

    /// Its stage, as saved with the draft.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if let Some(change) = &self.uncertain_write {
            return Stage::Change(WriteKind::Create, change.clone());
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

    /// The same form with the ticket of its draft or of its change.
    #[must_use]
    pub fn with_ticket(mut self, text: &str) -> Self {
        self.ticket.input = TextInput::new(text);
        self
    }

    /// The draft to save.
    #[must_use]
    pub fn draft(&self, changed: jiff::Timestamp) -> Draft {
        let (company, name) = (self.company.clone(), self.name.clone());
        Draft {
            id: self.id,
            company,
            name,
            entry: self.entry(),
            edits: self.edited_user(),
            stage: self.stage(),
            changed,
            ticket: self.ticket.input.value().to_owned(),
            batch: None,
        }
    }

    /// It is not empty, or it is to be created.
    #[must_use]
    pub fn is_worth_saving(&self) -> bool {
        self.parked.is_some() || self.uncertain_write.is_some() || !self.is_blank()
    }
}
