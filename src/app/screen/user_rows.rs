//! What the list of users shows of changes that are under way.

use crate::app::model::Model;
use crate::domain::change::user_plan::wanted_status;
use crate::domain::user::existing::TargetUser;

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
