//! The JSON of drafts and writes in the database. Fields have the names of the field table's wire column, so that a
//! table in another order can read older records.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::edited_record::EditedRecord;
use super::entry_record::EntryRecord;
use super::kind_record::{MailRecord, WriteKindRecord};
use super::update_record::{ConflictRecord, UpdateRecord, conflict_records, conflicts};
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::{FoundUser, Intent, JournalOutcome, PriorOwners, SendContext, WriteId, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::entry::Entry;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::target_group::NewGroup;
use crate::domain::user::target_user::Priority;

/// The version of this format.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct CompanyRecord {
    id: String,
    name: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(it: &bool) -> bool {
    !it
}

/// A draft.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DraftRecord {
    v: u32,
    changed: Timestamp,
    company: CompanyRecord,
    entry: EntryRecord,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ticket: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    batch: Option<String>,
    /// Absent for a new user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edits: Option<EditedRecord>,
    #[serde(default, skip_serializing_if = "StageRecord::is_typing")]
    stage: StageRecord,
}

/// The stage of a draft.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StageRecord {
    #[default]
    Typing,
    Waiting,
    NeedsYou(String),
    Change(String),
    Delete {
        user: String,
        change: String,
    },
    Update {
        update: UpdateRecord,
        change: String,
    },
    Mail {
        user: String,
        mail: MailRecord,
        change: String,
    },
    NewGroup {
        name: String,
        #[serde(default)]
        priority: String,
        change: String,
    },
}

impl StageRecord {
    fn is_typing(&self) -> bool {
        matches!(self, Self::Typing)
    }

    fn of_change(kind: &WriteKind, change: String) -> Self {
        match kind {
            WriteKind::Create => Self::Change(change),
            WriteKind::Delete(user) => Self::Delete { user: user.to_string(), change },
            WriteKind::Update(update) => Self::Update { update: update.into(), change },
            WriteKind::Mail(user, mail) => Self::Mail { user: user.to_string(), mail: (*mail).into(), change },
            WriteKind::CreateGroup(NewGroup { name, priority }) => {
                Self::NewGroup { name: name.clone(), priority: priority.wire().to_owned(), change }
            }
        }
    }
}

impl From<&Stage> for StageRecord {
    fn from(stage: &Stage) -> Self {
        match stage {
            Stage::Typing => Self::Typing,
            Stage::Waiting => Self::Waiting,
            Stage::NeedsYou(why) => Self::NeedsYou(why.clone()),
            Stage::Change(kind, id) => Self::of_change(kind, id.to_string()),
        }
    }
}

impl From<StageRecord> for Stage {
    fn from(record: StageRecord) -> Self {
        let (kind, change) = match record {
            StageRecord::Typing => return Self::Typing,
            StageRecord::Waiting => return Self::Waiting,
            StageRecord::NeedsYou(why) => return Self::NeedsYou(why),
            StageRecord::Change(change) => (WriteKind::Create, change),
            StageRecord::Delete { user, change } => (WriteKind::Delete(UserId::new(user)), change),
            StageRecord::Update { update, change } => (WriteKind::Update(update.into()), change),
            StageRecord::Mail { user, mail, change } => (WriteKind::Mail(UserId::new(user), mail.into()), change),
            StageRecord::NewGroup { name, priority, change } => {
                let priority = Priority::named(&priority).unwrap_or_default();
                (WriteKind::CreateGroup(NewGroup { name, priority }), change)
            }
        };
        Self::Change(kind, WriteId::from_text(change))
    }
}

/// An intended write.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct IntentRecord {
    v: u32,
    at: Timestamp,
    deed: WriteKindRecord,
    company: CompanyRecord,
    entry: EntryRecord,
    #[serde(default)]
    sending: SendContextRecord,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ticket: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    batch: Option<String>,
}

/// What was known at the time of sending.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SendContextRecord {
    /// The IDs of the users with the address; `None` if they were not looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Vec<String>>,
    /// The service's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clock: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    phone: String,
    #[serde(default, skip_serializing_if = "is_false")]
    unsent: bool,
}

/// The outcome of a write.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum OutcomeRecord {
    /// The user exists.
    Created { user: String },
    /// This user exists; it is not known who created it.
    Found {
        user: String,
        #[serde(default)]
        name: String,
        #[serde(default)]
        created: Option<Timestamp>,
    },
    /// The user was not created.
    NotCreated,
    /// The user was looked up in vain.
    Absent,
    /// A person has seen the user.
    Seen,
    /// The user was deleted.
    Deleted,
    /// The user was not deleted.
    NotDeleted,
    /// The user has the wanted values.
    Updated,
    /// The user had them before.
    AlreadySo,
    /// The user was not changed.
    NotUpdated,
    /// Somebody else had changed these fields; nothing was sent.
    Conflict { fields: Vec<ConflictRecord> },
    /// It was sent without an answer, and these fields have other values.
    Changed { fields: Vec<ConflictRecord> },
    /// It was sent without an answer, and nothing can be looked up.
    Unanswered,
}

impl From<&Intent> for IntentRecord {
    fn from(intent: &Intent) -> Self {
        Self {
            v: VERSION,
            at: intent.at,
            deed: WriteKindRecord::from(intent),
            company: company(&intent.company, &intent.company_name),
            entry: EntryRecord::from(&intent.entry),
            sending: SendContextRecord::from(&intent.sending),
            ticket: intent.ticket.to_string(),
            batch: intent.batch.as_ref().map(BatchId::to_string),
        }
    }
}

impl IntentRecord {
    /// The intent with this ID.
    pub(super) fn named(self, id: WriteId) -> Intent {
        let (kind, subject) = self.deed.kind();
        Intent {
            id,
            kind,
            company: CompanyId::new(self.company.id),
            company_name: self.company.name,
            entry: Entry { subject, ..self.entry.into() },
            at: self.at,
            sending: self.sending.into(),
            ticket: TicketNumber::recorded(&self.ticket),
            batch: self.batch.map(BatchId::from_text),
        }
    }
}

impl From<&SendContext> for SendContextRecord {
    fn from(sending: &SendContext) -> Self {
        let before = match &sending.before {
            PriorOwners::NotChecked => None,
            PriorOwners::Known(ids) => Some(ids.iter().map(UserId::to_string).collect()),
        };
        Self { before, clock: sending.clock, phone: sending.phone.clone(), unsent: sending.unsent }
    }
}

impl From<SendContextRecord> for SendContext {
    fn from(record: SendContextRecord) -> Self {
        let before = record
            .before
            .map_or(PriorOwners::NotChecked, |ids| PriorOwners::Known(ids.into_iter().map(UserId::new).collect()));
        Self { before, clock: record.clock, phone: record.phone, unsent: record.unsent }
    }
}

impl From<&JournalOutcome> for OutcomeRecord {
    fn from(outcome: &JournalOutcome) -> Self {
        match outcome {
            JournalOutcome::Created(user) => Self::Created { user: user.to_string() },
            JournalOutcome::Found(FoundUser { id, name, created }) => {
                Self::Found { user: id.to_string(), name: name.clone(), created: *created }
            }
            JournalOutcome::NotCreated => Self::NotCreated,
            JournalOutcome::Absent => Self::Absent,
            JournalOutcome::Seen => Self::Seen,
            JournalOutcome::Deleted => Self::Deleted,
            JournalOutcome::NotDeleted => Self::NotDeleted,
            JournalOutcome::Updated => Self::Updated,
            JournalOutcome::AlreadySo => Self::AlreadySo,
            JournalOutcome::NotUpdated => Self::NotUpdated,
            JournalOutcome::Conflict(found) => Self::Conflict { fields: conflict_records(found) },
            JournalOutcome::Changed(found) => Self::Changed { fields: conflict_records(found) },
            JournalOutcome::Unanswered => Self::Unanswered,
        }
    }
}

impl From<OutcomeRecord> for JournalOutcome {
    fn from(record: OutcomeRecord) -> Self {
        match record {
            OutcomeRecord::Created { user } => Self::Created(UserId::new(user)),
            OutcomeRecord::Found { user, name, created } => {
                Self::Found(FoundUser { id: UserId::new(user), name, created })
            }
            OutcomeRecord::NotCreated => Self::NotCreated,
            OutcomeRecord::Absent => Self::Absent,
            OutcomeRecord::Seen => Self::Seen,
            OutcomeRecord::Deleted => Self::Deleted,
            OutcomeRecord::NotDeleted => Self::NotDeleted,
            OutcomeRecord::Updated => Self::Updated,
            OutcomeRecord::AlreadySo => Self::AlreadySo,
            OutcomeRecord::NotUpdated => Self::NotUpdated,
            OutcomeRecord::Conflict { fields } => Self::Conflict(conflicts(fields)),
            OutcomeRecord::Changed { fields } => Self::Changed(conflicts(fields)),
            OutcomeRecord::Unanswered => Self::Unanswered,
        }
    }
}

fn company(id: &CompanyId, name: &str) -> CompanyRecord {
    CompanyRecord { id: id.to_string(), name: name.to_owned() }
}

impl From<&Draft> for DraftRecord {
    fn from(draft: &Draft) -> Self {
        Self {
            v: VERSION,
            changed: draft.changed,
            company: company(&draft.company, &draft.name),
            entry: EntryRecord::from(&draft.entry),
            ticket: draft.ticket.clone(),
            batch: draft.batch.as_ref().map(BatchId::to_string),
            edits: draft.edits.as_deref().map(EditedRecord::from),
            stage: StageRecord::from(&draft.stage),
        }
    }
}

impl DraftRecord {
    /// The draft with this ID.
    pub(super) fn named(self, id: DraftId) -> Draft {
        let record = self;
        let entry = Entry::from(record.entry);
        let edits = record.edits.map(|edited| Box::new(edited.of(entry.subject)));
        Draft {
            id,
            company: CompanyId::new(record.company.id),
            name: record.company.name,
            entry,
            edits,
            ticket: record.ticket,
            batch: record.batch.map(BatchId::from_text),
            stage: record.stage.into(),
            changed: record.changed,
        }
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
