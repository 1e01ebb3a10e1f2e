//! Something written to the service: what was meant, and how it ended. A write whose answer never
//! came may or may not have happened, and the service has no idempotency key; so the intent is
//! recorded before it is sent, and an unknown end is looked up before anything is sent again.

use std::fmt;

use jiff::Timestamp;

use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::text::name_or_none;
use crate::domain::user::existing::{TargetUser, UserStatus, same_email};
use crate::domain::user::system_user::NewSystemUser;
use crate::domain::user::target_user::NewTargetUser;

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

    /// Both were drawn in one run.
    #[must_use]
    pub fn is_of_run(&self, other: &Self) -> bool {
        let run = |id: &Self| id.0.rsplit_once('-').map(|(run, _)| run.to_owned());
        run(self).is_some_and(|mine| run(other) == Some(mine))
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

/// Who had the address in the company before a create was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Before {
    /// Nobody has looked, or no answer came.
    #[default]
    NotLooked,
    /// These users, deleted ones among them.
    Seen(Vec<UserId>),
}

/// What was known when a write was sent. Whether a user that is there later was made by it is judged by this alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sending {
    /// Who had the address before.
    pub before: Before,
    /// What the service's own clock showed at the earliest when it was sent; none: it was not known.
    pub clock: Option<Timestamp>,
    /// The phone number in the form in which it is sent; empty when none is.
    pub phone: String,
}

/// A user of the service as one was found to be there: enough to say who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Its ID.
    pub id: UserId,
    /// First and last name; empty when the service tells none.
    pub name: String,
    /// When the service says that it was created.
    pub created: Option<Timestamp>,
}

impl From<&TargetUser> for Sighting {
    fn from(user: &TargetUser) -> Self {
        Self { id: user.id.clone(), name: user.name(), created: user.created }
    }
}

/// `Jane Doe, created 2026-11-30 09:41 UTC, id u5e4d3c2b1a0`
impl fmt::Display for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name_or_none(&self.name))?;
        match self.created {
            Some(at) => write!(f, ", created {}", at.strftime("%Y-%m-%d %H:%M UTC"))?,
            None => f.write_str(", creation time unknown")?,
        }
        write!(f, ", id {}", self.id)
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
    /// When it was meant, by the clock of this machine.
    pub at: Timestamp,
    /// What was known when it was sent.
    pub sending: Sending,
}

impl Intent {
    /// The address, by which the user is looked up.
    #[must_use]
    pub fn email(&self) -> &str {
        self.entry.text(FieldId::Email)
    }

    /// The address as it is sent, and as the service has it.
    #[must_use]
    pub fn address(&self) -> String {
        self.entry.sent(FieldId::Email)
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

    /// The user it creates, as the service would list it under this ID.
    #[must_use]
    pub fn user(&self, id: UserId) -> TargetUser {
        let some = |id: FieldId| Some(self.entry.sent(id)).filter(|text| !text.is_empty());
        TargetUser {
            id,
            email: self.address(),
            first_name: some(FieldId::FirstName),
            last_name: some(FieldId::LastName),
            department: some(FieldId::Department),
            phone: Some(self.sending.phone.clone()).filter(|phone| !phone.is_empty()).or_else(|| some(FieldId::Phone)),
            priority: Some(self.entry.priority().wire().to_owned()),
            status: if self.entry.is_active() { UserStatus::Active } else { UserStatus::Inactive },
            created: None,
            time_zone: None,
            language: None,
        }
    }

    /// It creates this user, whoever typed the address how.
    #[must_use]
    pub fn creates(&self, form: &FormKey, email: &str) -> bool {
        self.deed.creates() == Some(form.subject) && self.company == form.company && same_email(self.email(), email)
    }
}

/// The end of a write that is known for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The user exists, with this ID: the answer said so, or it is proved that this write has created it.
    Created(UserId),
    /// No answer came, and this user is there; whether this write has created it is not known.
    Found(Sighting),
    /// It was not created: the service said so.
    NotCreated,
    /// No answer came, and it was looked for in vain for as long as it could still be carried out.
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

    /// The phone number as it is sent.
    #[must_use]
    pub fn phone(&self) -> &str {
        match self {
            Self::Target(user) => &user.phone,
            Self::System(user) => &user.phone,
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
    /// An earlier try at the same user whose answer never came and whose user was not found. The journal knows it;
    /// this is for when nothing can be recorded: it is looked up once more before anything is sent.
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
    /// How it ended is known, and could not be recorded on this machine.
    NotRecorded,
    /// It is over, or nothing more can be found out now.
    Ended(End),
}

/// How a write ended, or how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The service said so.
    Created(UserId),
    /// No answer said so, but it is proved that this write has created the user.
    Proved(Box<TargetUser>),
    /// No answer came, and this user is there; whether this write has created it is not known.
    Found(Box<TargetUser>),
    /// The user was there before, or was created by somebody else; this write has not created it.
    WasThere(Box<TargetUser>),
    /// The service said that nothing was done.
    Refused(Failure),
    /// An earlier create of the same user may still be carried out, or is under way in another program: nothing was
    /// sent.
    InDoubt(Failure),
    /// No answer came, and nothing has changed so far. It is looked at again.
    Pending,
    /// No answer came, and the user is not there; it is too late for it to be carried out.
    Absent,
    /// No answer came, and the user cannot be looked up now.
    Unknown(Failure),
    /// The intent could not be recorded, so nothing was sent.
    Unrecorded(Failure),
    /// The user was deleted, or is not there any more.
    Deleted,
    /// No answer came, and the user is still there; it is too late for it to be deleted.
    StillThere,
}

/// What recording an intent comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intended {
    /// It is on disk.
    Recorded,
    /// It is not: this write of the same user has no end yet.
    InDoubt(Box<Intent>),
}
