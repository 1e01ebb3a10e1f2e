//! What became of a row.

use super::action::Action;
use super::plan::Planned;
use crate::domain::change::outcome::{CreateEnd, UpdateEnd};
use crate::domain::change::update::{SeatChange, Update};
use crate::domain::change::write::FoundUser;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;

/// The words of rows that are not finished.
const UNKNOWN: &str = "unknown";
const FAILED: &str = "failed";
/// Nothing was to be done.
const UNCHANGED: &str = "unchanged";

/// Why a user is there whom this run has not created.
pub const EARLIER: &str = "created by an earlier run";

/// It is not known what became of the row, or it may succeed when it is tried again.
#[must_use]
pub fn is_unfinished(word: &str) -> bool {
    word == UNKNOWN || word == FAILED
}

/// How the change of a row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    word: &'static str,
    reason: String,
    id: String,
    /// What failed, if something did.
    pub failure: Option<Failure>,
}

impl Ended {
    fn new(word: &'static str, reason: impl Into<String>, id: &str, failure: Option<Failure>) -> Self {
        Self { word, reason: reason.into(), id: id.to_owned(), failure }
    }

    /// The user was created; `reason` says how that is known, and may be empty.
    #[must_use]
    pub fn created(id: &UserId, reason: &str) -> Self {
        Self::new("created", reason, id.as_str(), None)
    }

    /// Somebody else has created the user.
    #[must_use]
    pub fn there(user: &TargetUser) -> Self {
        Self::new("exists", format!("{} now", user.status.word()), user.id.as_str(), None)
    }

    /// Of the outcome of a create.
    #[must_use]
    pub fn of_create(end: CreateEnd) -> Self {
        match end {
            CreateEnd::Created(id) => Self::created(&id, ""),
            CreateEnd::Proved(user) => Self::created(&user.id, "no answer had come, but the service has what was sent"),
            CreateEnd::WasThere(user) => Self::there(&user),
            CreateEnd::Found(user) => {
                let reason = format!("it is not known who created this user: {}", FoundUser::from(&*user));
                Self::new("found", reason, user.id.as_str(), None)
            }
            CreateEnd::Refused(failure) => Self::refused("", failure),
            CreateEnd::Unrecorded(failure) => Self::new(FAILED, failure.why.clone(), "", Some(failure)),
            CreateEnd::Pending => {
                Self::new(UNKNOWN, "no clear answer came, and the user is not listed so far", "", None)
            }
            CreateEnd::Unknown(failure) | CreateEnd::InDoubt(failure) => Self::unknown("", failure),
            CreateEnd::Absent => Self::new(FAILED, "no clear answer came, and the user does not exist", "", None),
        }
    }

    /// Of the outcome of the change that makes a user active.
    #[must_use]
    pub fn of_activation(user: &UserId, end: UpdateEnd) -> Self {
        Self::of_change(user, end, ("reactivated", ""), ("exists", "active now"))
    }

    /// Of the outcome of another change of a user.
    #[must_use]
    pub fn of_update(update: &Update, end: UpdateEnd) -> Self {
        let done = if update.seat() == Some(SeatChange::Frees) { "deactivated" } else { "updated" };
        Self::of_change(&update.user, end, (done, ""), (UNCHANGED, "so already"))
    }

    /// Of the outcome of a change, with word and reason if it was made, and if there was nothing to change.
    fn of_change(user: &UserId, end: UpdateEnd, made: (&'static str, &str), already: (&'static str, &str)) -> Self {
        let id = user.as_str();
        match end {
            UpdateEnd::Updated => Self::new(made.0, made.1, id, None),
            UpdateEnd::AlreadySo => Self::new(already.0, already.1, id, None),
            UpdateEnd::Refused(failure) => Self::refused(id, failure),
            UpdateEnd::Pending => {
                Self::new(UNKNOWN, "no clear answer came, and the user is as before so far", id, None)
            }
            UpdateEnd::Unknown(failure) | UpdateEnd::InDoubt(failure) => Self::unknown(id, failure),
            UpdateEnd::Conflict(_) | UpdateEnd::Changed(_) => {
                Self::new(FAILED, "somebody has changed the user meanwhile", id, None)
            }
            UpdateEnd::Unchanged => Self::new(FAILED, "no clear answer came, and the user is as before", id, None),
        }
    }

    fn refused(id: &str, failure: Failure) -> Self {
        match &failure.remedy {
            Remedy::Correct(sentences) => Self::new("refused", sentences.join("; "), id, Some(failure)),
            Remedy::Credentials | Remedy::Permission => Self::new("not_sent", failure.why.clone(), id, Some(failure)),
            _ => Self::new(FAILED, failure.why.clone(), id, Some(failure)),
        }
    }

    fn unknown(id: &str, failure: Failure) -> Self {
        Self::new(UNKNOWN, failure.why.clone(), id, Some(failure))
    }

    /// Followed by another change of the same user: what was done before stays done if that one does not succeed.
    #[must_use]
    pub fn then(self, update: &Update, end: UpdateEnd) -> Self {
        let next = Self::of_update(update, end);
        if next.is_open() {
            return Self { reason: format!("not {}: {}", update.done(), next.reason), ..next };
        }
        if self.word == UNCHANGED || self.word == "exists" { next } else { self }
    }

    /// Somebody has to do something about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !["created", "reactivated", "updated", "deactivated", UNCHANGED, "exists"].contains(&self.word)
    }

    /// The seat of the user is free.
    #[must_use]
    pub fn frees_seat(&self) -> bool {
        self.word == "deactivated" || self.word == UNCHANGED
    }

    /// The user who is there now.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        Some(UserId::new(self.id.as_str())).filter(|_| !self.id.is_empty())
    }

    /// It may be tried again.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        is_unfinished(self.word)
    }

    /// For the result.
    #[must_use]
    pub fn outcome(&self, notes: &[String]) -> Outcome {
        let reasons = Some(self.reason.clone()).filter(|reason| !reason.is_empty());
        Outcome {
            word: self.word,
            reasons: reasons.into_iter().chain(notes.iter().cloned()).collect(),
            id: self.id.clone(),
            is_open: self.is_open(),
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One word.
    pub word: &'static str,
    /// Why, and what somebody should know.
    pub reasons: Vec<String>,
    /// The ID of the user, if there is one.
    pub id: String,
    /// Somebody has to do something about it.
    pub is_open: bool,
}

impl Outcome {
    pub(super) fn not_sent(why: &str, is_open: bool) -> Self {
        Self { word: "not_sent", reasons: vec![why.to_owned()], id: String::new(), is_open }
    }

    /// Of a row that the plan does not send.
    pub(super) fn unsent(planned: &Planned, word: &'static str) -> Self {
        let judged = &planned.judged;
        let id = judged.found.as_ref().map(|user| user.id.to_string()).unwrap_or_default();
        let is_open = matches!(judged.action, Action::Fix | Action::OverLimit);
        Self { word, reasons: judged.reasons.clone(), id, is_open }
    }
}

/// How many there are of each outcome, in the order in which they come first.
#[must_use]
pub fn outcome_counts(outcomes: &[Outcome]) -> Vec<(&'static str, u64)> {
    let mut counts: Vec<(&'static str, u64)> = Vec::new();
    for outcome in outcomes {
        match counts.iter_mut().find(|(word, _)| *word == outcome.word) {
            Some((_, count)) => *count += 1,
            None => counts.push((outcome.word, 1)),
        }
    }
    counts
}
