//! What one key does with existing users: with the one under the cursor, or with all marked ones.

use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::update::Update;
use crate::domain::change::write::{Mail, WriteKind};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::detail::roles_as_listed;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::target_user::Priority;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserAction {
    /// The user becomes inactive: the seat is free, the history stays.
    Deactivate,
    /// The user becomes active and uses a seat.
    Activate,
    /// The user is deleted.
    Delete,
    /// The system user gets a mail.
    Send(Mail),
}

impl UserAction {
    /// `Deactivate`
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Deactivate => "Deactivate",
            Self::Activate => "Activate",
            Self::Delete => "Delete",
            Self::Send(_) => "Send",
        }
    }

    /// `Deactivating`
    #[must_use]
    pub fn doing(self) -> &'static str {
        match self {
            Self::Deactivate => "Deactivating",
            Self::Activate => "Activating",
            Self::Delete => "Deleting",
            Self::Send(Mail::Welcome) => "Sending the welcome mail to",
            Self::Send(Mail::PasswordLink) => "Sending a password link to",
        }
    }

    /// `deactivated`
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Deactivate => "deactivated",
            Self::Activate => "activated",
            Self::Delete => "deleted",
            Self::Send(_) => "written to",
        }
    }

    /// The write that does it with this user.
    #[must_use]
    pub fn write(self, user: &TargetUser) -> WriteKind {
        match self {
            Self::Deactivate => WriteKind::Update(Update::activity(user.id.clone(), true, false)),
            Self::Activate => WriteKind::Update(Update::activity(user.id.clone(), false, true)),
            Self::Delete => WriteKind::Delete(user.id.clone()),
            Self::Send(mail) => WriteKind::Mail(user.id.clone(), mail),
        }
    }
}

/// An action with its users, fixed at the moment of the key: what the list shows later does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPlan {
    /// What is done.
    pub action: UserAction,
    /// With target users or with system users.
    pub subject: Subject,
    /// Whose users.
    pub company: CompanyId,
    /// Name of the company.
    pub company_name: String,
    /// The users, at least one.
    pub users: Vec<TargetUser>,
    /// The ticket.
    pub ticket: TicketNumber,
    /// Why other marked users are left out, a sentence each.
    pub left_out: Vec<String>,
}

/// A user by name, or else by address.
#[must_use]
pub fn label(user: &TargetUser) -> String {
    if user.name().trim().is_empty() { user.email.clone() } else { user.shown_name() }
}

/// What the list says about a user, as the values of a form.
#[must_use]
pub fn listed_entry(user: &TargetUser) -> Entry {
    let text = |value: &Option<String>| FieldValue::Text(value.clone().unwrap_or_default());
    let priority = user.priority.as_deref().and_then(Priority::named).unwrap_or_default();
    Entry::default()
        .with(FieldId::Email, &user.email)
        .with_value(FieldId::FirstName, text(&user.first_name))
        .with_value(FieldId::LastName, text(&user.last_name))
        .with_value(FieldId::Department, text(&user.department))
        .with_value(FieldId::Phone, text(&user.phone))
        .with_value(FieldId::Priority, FieldValue::Priority(priority))
        .with_value(FieldId::Active, FieldValue::Toggle(user.status == UserStatus::Active))
}

/// The same, for this kind of user.
#[must_use]
pub fn listed_as(user: &TargetUser, subject: Subject) -> Entry {
    let listed = listed_entry(user);
    if subject == Subject::TargetUser {
        return listed;
    }
    let mut entry = Entry::for_subject(subject);
    for field in subject.fields() {
        entry.set(field.id, listed.value(field.id).clone());
    }
    let roles = roles_as_listed(user.roles.as_deref().unwrap_or_default());
    entry.with_value(FieldId::Roles, FieldValue::Many(roles))
}

/// `deactivated`, `edited`, `deleted`
#[must_use]
pub fn done_verb(kind: &WriteKind) -> &'static str {
    match kind {
        WriteKind::Create | WriteKind::CreateGroup(_) => "created",
        WriteKind::Update(update) => update.done_verb(),
        WriteKind::Delete(_) => "deleted",
        WriteKind::Mail(..) => "written to",
    }
}

/// What becomes of an existing user: `inactive`, `edited`, `deleted`.
#[must_use]
pub fn wanted_status(kind: &WriteKind) -> &'static str {
    match kind {
        WriteKind::Update(update) => match update.only_activity() {
            Some(true) => "active",
            Some(false) => "inactive",
            None => "edited",
        },
        WriteKind::Delete(_) => "deleted",
        WriteKind::Mail(..) => "mail",
        WriteKind::Create | WriteKind::CreateGroup(_) => "",
    }
}
