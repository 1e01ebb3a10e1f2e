//! What the list of users shows of changes that are under way.

use crate::app::model::Model;
use crate::domain::change::user_plan::wanted_status;
use crate::domain::form::subject::Subject;
use crate::domain::user::existing::TargetUser;

/// How the listed users are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserWords {
    /// `Users`
    pub title: &'static str,
    /// `user`
    pub one: &'static str,
    /// `users`
    pub many: &'static str,
}

/// How these users are called.
#[must_use]
pub fn user_words(subject: Subject) -> UserWords {
    match subject {
        Subject::TargetUser => UserWords { title: "Users", one: "user", many: "users" },
        Subject::SystemUser => UserWords { title: "System users", one: "system user", many: "system users" },
    }
}

/// What becomes of a user whose change is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingStatus {
    /// `inactive`, `deleted`, `edited`
    pub word: &'static str,
    /// No clear answer came; it is looked up.
    pub is_unknown: bool,
}

/// What becomes of this user, if a change is under way.
#[must_use]
pub fn pending_status(model: &Model, user: &TargetUser) -> Option<PendingStatus> {
    let change = model.changes.of_user(&user.id)?;
    Some(PendingStatus { word: wanted_status(&change.intent.kind), is_unknown: !change.is_going() })
}
