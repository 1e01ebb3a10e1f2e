//! The JSON of the kind of a write. The names say what kind of user it is about.

use serde::{Deserialize, Serialize};

use super::update_record::UpdateRecord;
use crate::domain::change::write::{Intent, Mail, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
use crate::domain::user::target_group::NewGroup;
use crate::domain::user::target_user::Priority;

/// The kind of a write.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum WriteKindRecord {
    /// A target user is created.
    CreateTargetUser,
    /// A system user is created.
    CreateSystemUser,
    /// Fields of a target user are changed.
    UpdateTargetUser(UpdateRecord),
    /// A target user is deleted.
    DeleteTargetUser { user: String },
    /// Fields of a system user are changed.
    UpdateSystemUser(UpdateRecord),
    /// A system user is deleted.
    DeleteSystemUser { user: String },
    /// A system user gets a mail.
    MailSystemUser { user: String, mail: MailRecord },
    /// A group is created.
    CreateGroup {
        name: String,
        #[serde(default)]
        priority: String,
    },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MailRecord {
    Welcome,
    PasswordLink,
}

impl From<Mail> for MailRecord {
    fn from(mail: Mail) -> Self {
        match mail {
            Mail::Welcome => Self::Welcome,
            Mail::PasswordLink => Self::PasswordLink,
        }
    }
}

impl From<MailRecord> for Mail {
    fn from(record: MailRecord) -> Self {
        match record {
            MailRecord::Welcome => Self::Welcome,
            MailRecord::PasswordLink => Self::PasswordLink,
        }
    }
}

impl WriteKindRecord {
    /// The kind, and the kind of user that it is about.
    pub(super) fn kind(self) -> (WriteKind, Subject) {
        let (target, system) = (Subject::TargetUser, Subject::SystemUser);
        match self {
            Self::CreateTargetUser => (WriteKind::Create, target),
            Self::CreateSystemUser => (WriteKind::Create, system),
            Self::UpdateTargetUser(update) => (WriteKind::Update(update.into()), target),
            Self::UpdateSystemUser(update) => (WriteKind::Update(update.into()), system),
            Self::DeleteTargetUser { user } => (WriteKind::Delete(UserId::new(user)), target),
            Self::DeleteSystemUser { user } => (WriteKind::Delete(UserId::new(user)), system),
            Self::MailSystemUser { user, mail } => (WriteKind::Mail(UserId::new(user), mail.into()), system),
            Self::CreateGroup { name, priority } => {
                let priority = Priority::named(&priority).unwrap_or_default();
                (WriteKind::CreateGroup(NewGroup { name, priority }), target)
            }
        }
    }
}

impl From<&Intent> for WriteKindRecord {
    fn from(intent: &Intent) -> Self {
        match (&intent.kind, intent.entry.subject) {
            (WriteKind::Create, Subject::TargetUser) => Self::CreateTargetUser,
            (WriteKind::Create, Subject::SystemUser) => Self::CreateSystemUser,
            (WriteKind::Update(update), Subject::TargetUser) => Self::UpdateTargetUser(update.into()),
            (WriteKind::Update(update), Subject::SystemUser) => Self::UpdateSystemUser(update.into()),
            (WriteKind::Delete(user), Subject::TargetUser) => Self::DeleteTargetUser { user: user.to_string() },
            (WriteKind::Delete(user), Subject::SystemUser) => Self::DeleteSystemUser { user: user.to_string() },
            (WriteKind::Mail(user, mail), _) => Self::MailSystemUser { user: user.to_string(), mail: (*mail).into() },
            (WriteKind::CreateGroup(group), _) => {
                Self::CreateGroup { name: group.name.clone(), priority: group.priority.wire().to_owned() }
            }
        }
    }
}
