//! The existing user that a form is about: it is edited, or a new one is to be like it.

use crate::app::core::remote::Remote;
use crate::domain::service::ids::UserId;
use crate::domain::user::detail::UserDetail;

/// The user that a form edits.
#[derive(Debug, Clone)]
pub struct Edits {
    /// Who.
    pub(super) user: UserId,
    /// All about it; the change is based on this.
    pub(super) read: Remote<Box<UserDetail>>,
    /// The next letter replaces the text of the focused field: it was entered and not moved in.
    pub(super) replaces: bool,
}

impl Edits {
    /// Nothing is read of this user yet.
    pub(super) fn new(user: UserId) -> Self {
        Self { user, read: Remote::default(), replaces: true }
    }

    /// Who.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// All about it.
    #[must_use]
    pub fn read(&self) -> &Remote<Box<UserDetail>> {
        &self.read
    }
}

/// The user that a new one is to be like.
#[derive(Debug, Clone)]
pub struct Like {
    /// Who.
    pub(super) user: UserId,
    /// Name, for sentences.
    pub(super) name: String,
    /// All about it.
    pub(super) read: Remote<()>,
    /// Its groups that people fill.
    pub(super) groups: Remote<()>,
}

impl Like {
    /// Something is still being read.
    pub(super) fn is_coming(&self) -> bool {
        self.read.waiting.is_some() || self.groups.waiting.is_some()
    }
}
