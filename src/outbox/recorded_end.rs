//! How a write has ended, by its outcome in the journal: another program may have found it out.

use super::messages;
use crate::domain::change::outcome::{CreateEnd, DeleteEnd, GroupEnd, MailEnd, UpdateEnd};
use crate::domain::change::write::{Intent, JournalOutcome};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;

/// The end of a kind of write.
pub(super) trait RecordedEnd {
    /// The end that this outcome stands for.
    fn recorded(intent: &Intent, outcome: JournalOutcome) -> Self;
}

impl RecordedEnd for CreateEnd {
    fn recorded(intent: &Intent, outcome: JournalOutcome) -> Self {
        if let JournalOutcome::Created(id) = outcome {
            Self::Proved(as_intended(intent, &id, &[]))
        } else if let JournalOutcome::Found(sighting) = outcome {
            Self::Found(as_intended(intent, &sighting.id, &[]))
        } else if outcome == JournalOutcome::Seen {
            Self::WasThere(Box::new(intent.user(UserId::new(""))))
        } else {
            Self::Absent
        }
    }
}

impl RecordedEnd for UpdateEnd {
    fn recorded(_: &Intent, outcome: JournalOutcome) -> Self {
        if outcome == JournalOutcome::Updated {
            Self::Updated
        } else if outcome == JournalOutcome::AlreadySo {
            Self::AlreadySo
        } else if let JournalOutcome::Conflict(found) = outcome {
            Self::Conflict(found)
        } else if let JournalOutcome::Changed(found) = outcome {
            Self::Changed(found)
        } else {
            Self::Unchanged
        }
    }
}

impl RecordedEnd for DeleteEnd {
    fn recorded(_: &Intent, outcome: JournalOutcome) -> Self {
        if outcome == JournalOutcome::Deleted { Self::Deleted } else { Self::StillThere }
    }
}

impl RecordedEnd for GroupEnd {
    fn recorded(_: &Intent, outcome: JournalOutcome) -> Self {
        if outcome == JournalOutcome::Updated {
            Self::Created
        } else if outcome == JournalOutcome::AlreadySo {
            Self::AlreadySo
        } else {
            Self::Absent
        }
    }
}

impl RecordedEnd for MailEnd {
    fn recorded(intent: &Intent, outcome: JournalOutcome) -> Self {
        if outcome == JournalOutcome::Updated {
            Self::Sent
        } else if outcome == JournalOutcome::Unanswered {
            Self::Unanswered(messages::mail_unanswered(intent))
        } else {
            Self::NotSent
        }
    }
}

/// The user of a create that another program has carried out, with the values that were intended.
pub(super) fn as_intended(intent: &Intent, id: &UserId, there: &[TargetUser]) -> Box<TargetUser> {
    let listed = there.iter().find(|user| user.id == *id).cloned();
    Box::new(listed.unwrap_or_else(|| intent.user(id.clone())))
}
