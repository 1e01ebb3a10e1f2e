//! Something written to the service: what was meant, and how it ended. A write whose answer never
//! came may or may not have happened, and the service has no idempotency key; so the intent is
//! recorded before it is sent, and an unknown end is looked up before anything is sent again.

use std::fmt;

use jiff::Timestamp;

use super::entry::Entry;
use super::failure::Failure;
use super::fields::FieldId;
use super::ids::{CompanyId, UserId};
use super::subject::{FormKey, Subject};
use super::system_user::NewSystemUser;
use super::target_user::NewTargetUser;

/// Names one write: in this run, in the journal, and in the next run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriteId(String);

impl WriteId {
    /// The `n`-th write of a run; `run` names no other run on this machine.
    #[must_use]
    pub fn new(run: &str, n: u64) -> Self {
        Self(format!("{run}-{n}"))
    }

    /// One that was read back.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// As it is written down.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WriteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a write does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Creates a target user.
    Create,
    /// Creates a system user. The service has nothing to look one up with.
    CreateSystem,
    /// Deletes this target user, who was just created.
    Undo(UserId),
}

impl Deed {
    /// The kind of user it creates, if it does.
    #[must_use]
    pub fn creates(&self) -> Option<Subject> {
        match self {
            Self::Create => Some(Subject::TargetUser),
            Self::CreateSystem => Some(Subject::SystemUser),
            Self::Undo(_) => None,
        }
    }

    /// Whether it was done can be found out without a person.
    #[must_use]
    pub fn can_be_looked_up(&self) -> bool {
        self.creates() != Some(Subject::SystemUser)
    }
}

/// A write that is meant: all that is needed to find out later whether it was done, and to put what
/// was typed back into its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its name.
    pub id: WriteId,
    /// What it does.
    pub deed: Deed,
    /// Whose user.
    pub company: CompanyId,
    /// The company's name.
    pub company_name: String,
    /// What was filled in.
    pub entry: Entry,
    /// When it was meant.
    pub at: Timestamp,
}

impl Intent {
    /// The address, by which the user is looked up.
    #[must_use]
    pub fn email(&self) -> &str {
        self.entry.text(FieldId::Email)
    }

    /// The form it came from.
    #[must_use]
    pub fn form(&self) -> FormKey {
        FormKey::new(&self.company, self.entry.subject)
    }

    /// `jane@x.example`, `system user jane@x.example`
    #[must_use]
    pub fn whom(&self) -> String {
        format!("{}{}", self.entry.subject.prefix(), self.email())
    }

    /// It creates this user, whoever typed the address how.
    #[must_use]
    pub fn creates(&self, form: &FormKey, email: &str) -> bool {
        self.deed.creates() == Some(form.subject)
            && self.company == form.company
            && self.email().to_lowercase() == email.trim().to_lowercase()
    }
}

/// The end of a write that is known for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The user exists, with this ID.
    Created(UserId),
    /// It was not created: the service said so.
    NotCreated,
    /// No answer came, and it was looked for in vain.
    Absent,
    /// No answer came, and a person has seen the user in the console.
    Seen,
    /// The user was deleted.
    Deleted,
    /// The user was not deleted.
    NotDeleted,
}

/// The request of a create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewUser {
    /// A target user.
    Target(NewTargetUser),
    /// A system user.
    System(NewSystemUser),
}

impl NewUser {
    /// The address.
    #[must_use]
    pub fn email(&self) -> &str {
        match self {
            Self::Target(user) => &user.email,
            Self::System(user) => &user.email,
        }
    }
}

/// A create with the request made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What is recorded.
    pub intent: Intent,
    /// What is sent.
    pub user: NewUser,
    /// An earlier try at the same user whose answer never came and whose user was not found: it is
    /// looked up once more before anything is sent.
    pub earlier: Option<Box<Intent>>,
    /// Send it although it cannot be recorded.
    pub unrecorded: bool,
}

/// News about a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// No clear answer came; the user is being looked up.
    Checking {
        /// Which try, from 1.
        attempt: u32,
        /// Of how many.
        of: u32,
    },
    /// It is over, or nothing more can be found out now.
    Ended(End),
}

/// How a write ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The service said so.
    Created(UserId),
    /// No answer said so, but the user is there.
    Found(UserId),
    /// The user was there before; this write has not created it.
    WasThere(UserId),
    /// The service said that nothing was done.
    Refused(Failure),
    /// No answer came, and the user is not there.
    Absent,
    /// No answer came, and the user cannot be looked up now.
    Unknown(Failure),
    /// The intent could not be recorded, so nothing was sent.
    Unrecorded(Failure),
    /// The user was deleted, or is not there any more.
    Deleted,
    /// No answer came, and the user is still there.
    StillThere,
}
