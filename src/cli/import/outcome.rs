//! How the create of a row ended.

use super::result::Outcome;
use crate::domain::change::write::{FoundUser, WriteOutcome};
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::user::existing::TargetUser;

/// The words of rows that are not finished.
const UNKNOWN: &str = "unknown";
const FAILED: &str = "failed";

/// It is not known what became of the row, or it may succeed when it is tried again.
pub(super) fn is_unfinished(word: &str) -> bool {
    word == UNKNOWN || word == FAILED
}

/// How the create of a row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ended {
    word: &'static str,
    reason: String,
    id: String,
    /// What failed, if something did.
    pub failure: Option<Failure>,
}

impl Ended {
    pub(super) fn created(id: &str, reason: &str) -> Self {
        Self { word: "created", reason: reason.to_owned(), id: id.to_owned(), failure: None }
    }

    /// Somebody else has created the user.
    pub(super) fn there(user: &TargetUser) -> Self {
        let reason = format!("{} now", user.status.word());
        Self { word: "exists", reason, id: user.id.to_string(), failure: None }
    }

    pub(super) fn is_unfinished(&self) -> bool {
        is_unfinished(self.word)
    }

    /// For the result.
    pub(super) fn outcome(&self, notes: &[String]) -> Outcome {
        let reasons = Some(self.reason.clone()).filter(|reason| !reason.is_empty());
        let is_open = !["created", "exists"].contains(&self.word);
        Outcome {
            word: self.word,
            reasons: reasons.into_iter().chain(notes.iter().cloned()).collect(),
            id: self.id.clone(),
            is_open,
        }
    }
}

/// Of the outcome of a write.
pub(super) fn end_of(end: WriteOutcome) -> Ended {
    let ended = |word, reason: String, failure| Ended { word, reason, id: String::new(), failure };
    match end {
        WriteOutcome::Created(id) => Ended::created(id.as_str(), ""),
        WriteOutcome::Proved(user) => {
            Ended::created(user.id.as_str(), "no answer had come, but the service has what was sent")
        }
        WriteOutcome::WasThere(user) => Ended::there(&user),
        WriteOutcome::Found(user) => Ended {
            id: user.id.to_string(),
            ..ended("found", format!("it is not known who created this user: {}", FoundUser::from(&*user)), None)
        },
        WriteOutcome::Refused(failure) => match &failure.remedy {
            Remedy::Correct(sentences) => ended("refused", sentences.join("; "), Some(failure)),
            Remedy::Credentials | Remedy::Permission => ended("not_sent", failure.why.clone(), Some(failure)),
            _ => ended(FAILED, failure.why.clone(), Some(failure)),
        },
        WriteOutcome::Unrecorded(failure) => ended(FAILED, failure.why.clone(), Some(failure)),
        // The others are ends of other kinds of writes.
        WriteOutcome::Absent
        | WriteOutcome::Deleted
        | WriteOutcome::StillThere
        | WriteOutcome::Updated
        | WriteOutcome::AlreadySo
        | WriteOutcome::Conflict(_)
        | WriteOutcome::Changed(_)
        | WriteOutcome::Unchanged => {
            ended(FAILED, "no clear answer came, and the user does not exist".to_owned(), None)
        }
        WriteOutcome::Pending => {
            ended(UNKNOWN, "no clear answer came, and the user is not listed so far".to_owned(), None)
        }
        WriteOutcome::Unknown(failure) | WriteOutcome::InDoubt(failure) => {
            ended(UNKNOWN, failure.why.clone(), Some(failure))
        }
    }
}
