//! Writes to the service: intent and outcome. A write without an answer may or may not have been carried out, and the
//! service has no idempotency keys. So the intent is recorded before it is sent, and an unknown outcome is looked up
//! before anything is sent again.

use std::fmt;

use jiff::Timestamp;

use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::update::{Conflict, Update};
pub use crate::domain::change::write_id::WriteId;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::text::name_or_none;
use crate::domain::user::existing::{TargetUser, UserStatus, same_email};
use crate::domain::user::system_user::NewSystemUser;
use crate::domain::user::target_group::NewGroup;
use crate::domain::user::target_user::NewTargetUser;

/// The batch that begins with this write.
impl From<&WriteId> for BatchId {
    fn from(first: &WriteId) -> Self {
        Self::from_text(first.to_string())
    }
}

/// The kind of a write. What kind of user it is about is the subject of the intent's entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteKind {
    /// Creates a user.
    Create,
    /// Changes fields of a user: an edit, a deactivation, an activation, or the undo of one of them.
    Update(Update),
    /// Deletes this user; the undo of a create is one.
    Delete(UserId),
    /// Sends this system user a mail, which leaves nothing that could be looked up.
    Mail(UserId, Mail),
    /// Creates a group. The service takes a name only once, so that it cannot be created twice.
    CreateGroup(NewGroup),
}

/// A mail that the service sends to a system user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mail {
    /// The one that a new system user gets.
    Welcome,
    /// A link for a new password.
    PasswordLink,
}

impl Mail {
    /// `welcome mail`
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Welcome => "welcome mail",
            Self::PasswordLink => "password link",
        }
    }

    /// `sent the welcome mail to`: the words before the address.
    #[must_use]
    pub fn done_verb(self) -> &'static str {
        match self {
            Self::Welcome => "sent the welcome mail to",
            Self::PasswordLink => "sent a password link to",
        }
    }

    /// `welcome mail to`: the words before the address.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Welcome => "welcome mail to",
            Self::PasswordLink => "password link to",
        }
    }
}

impl WriteKind {
    /// The existing user it changes, if any.
    #[must_use]
    pub fn target(&self) -> Option<&UserId> {
        match self {
            Self::Create | Self::CreateGroup(_) => None,
            Self::Update(update) => Some(&update.user),
            Self::Delete(user) | Self::Mail(user, _) => Some(user),
        }
    }
}

/// Who had the address in the company before a create was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PriorOwners {
    /// Unknown: not looked up, or no answer.
    #[default]
    NotChecked,
    /// These users, including deleted ones.
    Known(Vec<UserId>),
}

/// What was known when a write was sent. Only this decides whether it has created a user that exists later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendContext {
    /// Who had the address before.
    pub before: PriorOwners,
    /// The earliest possible time on the service's clock when it was sent, if known.
    pub clock: Option<Timestamp>,
    /// The phone number as sent; empty if there is none.
    pub phone: String,
    /// It was recorded, and nothing is sent before it is recorded again without this.
    pub unsent: bool,
}

/// An existing user, with enough details to identify it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundUser {
    /// Its ID.
    pub id: UserId,
    /// First and last name; empty if the service gives none.
    pub name: String,
    /// Its creation time according to the service.
    pub created: Option<Timestamp>,
}

impl From<&TargetUser> for FoundUser {
    fn from(user: &TargetUser) -> Self {
        Self { id: user.id.clone(), name: user.name(), created: user.created }
    }
}

/// `Jane Doe, created 2026-11-30 09:41 UTC, id u5e4d3c2b1a0`
impl fmt::Display for FoundUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name_or_none(&self.name))?;
        match self.created {
            Some(at) => write!(f, ", created {}", at.strftime("%Y-%m-%d %H:%M UTC"))?,
            None => f.write_str(", creation time unknown")?,
        }
        write!(f, ", id {}", self.id)
    }
}

/// An intended write, with everything that is needed to find out later whether it was carried out, and to restore the
/// form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its ID.
    pub id: WriteId,
    /// Its kind.
    pub kind: WriteKind,
    /// The company.
    pub company: CompanyId,
    /// The company's name.
    pub company_name: String,
    /// What was filled in; for a change of an existing user, the user as it was before, as far as known.
    pub entry: Entry,
    /// When it was created, by the clock of this machine.
    pub at: Timestamp,
    /// What was known when it was sent.
    pub sending: SendContext,
    /// The ticket of the help desk, if any.
    pub ticket: TicketNumber,
    /// The changes that were made with it, if any.
    pub batch: Option<BatchId>,
}

impl Intent {
    /// The address by which the user is looked up.
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

    /// `jane@x.example`, `system user jane@x.example`, `group "Finance"`: what it is about.
    #[must_use]
    pub fn user_label(&self) -> String {
        if let WriteKind::CreateGroup(group) = &self.kind {
            return group.label();
        }
        format!("{}{}", self.entry.subject.prefix(), self.email())
    }

    /// The created user, as the service would list it with this ID.
    #[must_use]
    pub fn user(&self, id: UserId) -> TargetUser {
        let some = |id: FieldId| Some(self.entry.sent(id)).filter(|text| !text.is_empty());
        TargetUser {
            first_name: some(FieldId::FirstName),
            last_name: some(FieldId::LastName),
            department: some(FieldId::Department),
            phone: Some(self.sending.phone.clone()).filter(|phone| !phone.is_empty()).or_else(|| some(FieldId::Phone)),
            priority: Some(self.entry.priority().wire().to_owned()),
            status: if self.entry.is_active() { UserStatus::Active } else { UserStatus::Inactive },
            roles: Some(self.entry.role_names()).filter(|names| !names.is_empty()),
            ..TargetUser::active(id, self.address())
        }
    }

    /// It creates this user, however the address was typed.
    #[must_use]
    pub fn creates(&self, form: &FormKey, email: &str) -> bool {
        self.kind == WriteKind::Create && self.form() == *form && same_email(self.email(), email)
    }
}

/// The certain outcome of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalOutcome {
    /// The user exists with this ID: the answer said so, or it is proven that this write has created it.
    Created(UserId),
    /// No answer came, and this user exists; it is not known whether this write has created it.
    Found(FoundUser),
    /// The user was not created: the service said so.
    NotCreated,
    /// No answer came, and it was looked up in vain for as long as the request could still be carried out.
    Absent,
    /// No answer came, and a person has found the user in the console. Only journals of earlier versions have it.
    Seen,
    /// The user was deleted.
    Deleted,
    /// The user was not deleted.
    NotDeleted,
    /// Every field has the wanted value: the answer said so, or the user has them after a write without an answer. A
    /// mail was sent.
    Updated,
    /// Every field had the wanted value before, so that nothing was sent.
    AlreadySo,
    /// The user was not changed: nothing was sent, or the service said so, or it was looked up in vain for as long as
    /// the request could still be carried out. A mail was not sent.
    NotUpdated,
    /// Somebody had changed these fields before; nothing was sent.
    Conflict(Vec<Conflict>),
    /// No answer came, and these fields have neither the old value nor the wanted one.
    Changed(Vec<Conflict>),
    /// No clear answer came, and nothing can be looked up: it will never be known, and is not sent again.
    Unanswered,
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

/// A create with its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateRequest {
    /// The record.
    pub intent: Intent,
    /// The request.
    pub user: NewUser,
    /// An earlier create of the same user without an answer, whose user was not found. The journal knows it; this is
    /// for when nothing can be recorded: it is looked up again before anything is sent.
    pub earlier: Option<Box<Intent>>,
    /// Send it even if it cannot be recorded.
    pub unrecorded: bool,
}

/// The result of recording an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntentOutcome {
    /// It is on disk.
    Recorded,
    /// It was not recorded: this write of the same user has an unknown outcome.
    InDoubt(Box<Intent>),
}
