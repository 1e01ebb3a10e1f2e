//! The outcome of a write, or its current status. Each kind of write has a type of its own, which has only what can
//! become of it.

use crate::domain::change::update::Conflict;
use crate::domain::change::write::WriteKind;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;

/// Progress of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteUpdate {
    /// No clear answer came; it is being looked up.
    Checking {
        /// The attempt, from 1.
        attempt: u32,
        /// The number of attempts.
        of: u32,
    },
    /// The outcome is known but could not be recorded on this machine.
    NotRecorded,
    /// It has finished, or nothing more can be found out now.
    Ended(WriteOutcome),
}

/// The outcome of a write, or its current status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteOutcome {
    /// Of the create of a user.
    Create(CreateEnd),
    /// Of a change of a user's fields, or of its membership in a group.
    Update(UpdateEnd),
    /// Of a delete.
    Delete(DeleteEnd),
    /// Of a mail.
    Mail(MailEnd),
    /// Of the create of a group.
    Group(GroupEnd),
}

/// The outcome of the create of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateEnd {
    /// The service said so.
    Created(UserId),
    /// No answer said so, but it is proven that this write has created the user.
    Proved(Box<TargetUser>),
    /// No answer came, and this user exists; it is not known whether this write has created it.
    Found(Box<TargetUser>),
    /// The user existed before, or was created by somebody else; this write has not created it.
    WasThere(Box<TargetUser>),
    /// The service said that nothing was done, or nothing was sent.
    Refused(Failure),
    /// An earlier create of the same user may still be carried out, or is under way in another program: nothing was
    /// sent.
    InDoubt(Failure),
    /// No answer came, and the user does not exist so far. It is looked up again.
    Pending,
    /// No answer came, the user does not exist, and it is too late for the request to be carried out.
    Absent,
    /// No answer came, and the user cannot be looked up now.
    Unknown(Failure),
    /// The intent could not be recorded, so nothing was sent.
    Unrecorded(Failure),
}

/// The outcome of a change of a user's fields, or of its membership in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdateEnd {
    /// Every field has the wanted value: the service said so, or the user has them after a write without an answer.
    Updated,
    /// Every field has the wanted value already; nothing was sent.
    AlreadySo,
    /// Somebody has changed these fields since they were read; nothing was sent, a person decides.
    Conflict(Vec<Conflict>),
    /// No answer came, and these fields have neither the old value nor the wanted one.
    Changed(Vec<Conflict>),
    /// No answer came, the fields have the old values, and it is too late for the request to be carried out.
    Unchanged,
    /// The service said that nothing was done, or nothing was sent.
    Refused(Failure),
    /// An earlier change of the same user may still be carried out, or is under way in another program: nothing was
    /// sent.
    InDoubt(Failure),
    /// No answer came, and nothing has changed so far. It is looked up again.
    Pending,
    /// No answer came, and the user cannot be looked up now.
    Unknown(Failure),
}

/// The outcome of a delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeleteEnd {
    /// The user was deleted, or does not exist any more.
    Deleted,
    /// No answer came, the user still exists, and it is too late for the request to be carried out.
    StillThere,
    /// The service said that nothing was done, or nothing was sent.
    Refused(Failure),
    /// No answer came, and the user still exists so far. It is looked up again.
    Pending,
    /// No answer came, and the user cannot be looked up now.
    Unknown(Failure),
}

/// The outcome of a mail, which leaves nothing that could be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailEnd {
    /// The service has sent it.
    Sent,
    /// Another program has recorded that it was not sent.
    NotSent,
    /// No clear answer came: it will never be known whether it was sent, and it is not sent again.
    Unanswered(Failure),
    /// The service said that nothing was done, or nothing was sent.
    Refused(Failure),
    /// Another program is sending it.
    Pending,
    /// The journal cannot be asked now.
    Unknown(Failure),
}

/// The outcome of the create of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupEnd {
    /// The service said so, or the group exists after a write without an answer.
    Created,
    /// The group existed before; nothing was sent.
    AlreadySo,
    /// No answer came, the group does not exist, and it is too late for the request to be carried out.
    Absent,
    /// The service said that nothing was done, or nothing was sent.
    Refused(Failure),
    /// No answer came, and the group does not exist so far. It is looked up again.
    Pending,
    /// No answer came, and the groups cannot be looked up now.
    Unknown(Failure),
}

impl WriteOutcome {
    /// Nothing of this kind was sent.
    #[must_use]
    pub fn refused(kind: &WriteKind, failure: Failure) -> Self {
        match kind {
            WriteKind::Create => CreateEnd::Refused(failure).into(),
            WriteKind::Update(_) => UpdateEnd::Refused(failure).into(),
            WriteKind::Delete(_) => DeleteEnd::Refused(failure).into(),
            WriteKind::Mail(..) => MailEnd::Refused(failure).into(),
            WriteKind::CreateGroup(_) => GroupEnd::Refused(failure).into(),
        }
    }

    /// It cannot be looked up now.
    #[must_use]
    pub fn unknown(kind: &WriteKind, failure: Failure) -> Self {
        match kind {
            WriteKind::Create => CreateEnd::Unknown(failure).into(),
            WriteKind::Update(_) => UpdateEnd::Unknown(failure).into(),
            WriteKind::Delete(_) => DeleteEnd::Unknown(failure).into(),
            WriteKind::Mail(..) => MailEnd::Unknown(failure).into(),
            WriteKind::CreateGroup(_) => GroupEnd::Unknown(failure).into(),
        }
    }

    /// Why nothing was done, or why it cannot be looked up now.
    pub fn failure_mut(&mut self) -> Option<&mut Failure> {
        match self {
            Self::Create(
                CreateEnd::Refused(failure)
                | CreateEnd::InDoubt(failure)
                | CreateEnd::Unknown(failure)
                | CreateEnd::Unrecorded(failure),
            )
            | Self::Update(UpdateEnd::Refused(failure) | UpdateEnd::InDoubt(failure) | UpdateEnd::Unknown(failure))
            | Self::Delete(DeleteEnd::Refused(failure) | DeleteEnd::Unknown(failure))
            | Self::Mail(MailEnd::Refused(failure) | MailEnd::Unknown(failure))
            | Self::Group(GroupEnd::Refused(failure) | GroupEnd::Unknown(failure)) => Some(failure),
            Self::Create(
                CreateEnd::Created(_)
                | CreateEnd::Proved(_)
                | CreateEnd::Found(_)
                | CreateEnd::WasThere(_)
                | CreateEnd::Pending
                | CreateEnd::Absent,
            )
            | Self::Update(
                UpdateEnd::Updated
                | UpdateEnd::AlreadySo
                | UpdateEnd::Conflict(_)
                | UpdateEnd::Changed(_)
                | UpdateEnd::Unchanged
                | UpdateEnd::Pending,
            )
            | Self::Delete(DeleteEnd::Deleted | DeleteEnd::StillThere | DeleteEnd::Pending)
            | Self::Mail(MailEnd::Sent | MailEnd::NotSent | MailEnd::Unanswered(_) | MailEnd::Pending)
            | Self::Group(GroupEnd::Created | GroupEnd::AlreadySo | GroupEnd::Absent | GroupEnd::Pending) => None,
        }
    }
}

impl From<CreateEnd> for WriteOutcome {
    fn from(end: CreateEnd) -> Self {
        Self::Create(end)
    }
}

impl From<UpdateEnd> for WriteOutcome {
    fn from(end: UpdateEnd) -> Self {
        Self::Update(end)
    }
}

impl From<DeleteEnd> for WriteOutcome {
    fn from(end: DeleteEnd) -> Self {
        Self::Delete(end)
    }
}

impl From<MailEnd> for WriteOutcome {
    fn from(end: MailEnd) -> Self {
        Self::Mail(end)
    }
}

impl From<GroupEnd> for WriteOutcome {
    fn from(end: GroupEnd) -> Self {
        Self::Group(end)
    }
}
