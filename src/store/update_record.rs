//! The JSON of an update: the fields with their old and new values.

use serde::{Deserialize, Serialize};

use crate::domain::change::update::{Conflict, FieldChange, Undoes, Update};
use crate::domain::change::write_id::WriteId;
use crate::domain::form::fields::FieldId;
use crate::domain::service::ids::{CustomFieldId, GroupId, UserId};
use crate::domain::user::detail::{StoredValue, UserField};

/// An update of a user.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct UpdateRecord {
    user: String,
    changes: Vec<ChangeRecord>,
    /// The change that it puts back; empty if it puts none back. Earlier versions did not write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undoes: Option<String>,
}

/// The change of one field. One that this version does not know is an error: without it the update would be another.
#[derive(Debug, Serialize, Deserialize)]
#[serde(try_from = "RawChangeRecord")]
pub(super) struct ChangeRecord {
    field: FieldName,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    from: ValueRecord,
    to: ValueRecord,
}

#[derive(Debug, Deserialize)]
struct RawChangeRecord {
    field: FieldName,
    #[serde(default)]
    name: String,
    from: ValueRecord,
    to: ValueRecord,
}

/// A field by its name on the wire, or a custom one by its ID.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FieldName {
    Table(String),
    Custom(String),
    /// By its ID, or by its name alone.
    Group(Option<String>),
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct ValueRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    raw: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// A field that somebody else has changed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ConflictRecord {
    change: ChangeRecord,
    now: ValueRecord,
}

impl TryFrom<RawChangeRecord> for ChangeRecord {
    type Error = String;

    fn try_from(raw: RawChangeRecord) -> Result<Self, String> {
        let RawChangeRecord { field, name, from, to } = raw;
        match &field {
            FieldName::Table(wire) if field_on_the_wire(wire).is_none() => {
                Err(format!("a change of the unknown field {wire}"))
            }
            FieldName::Table(_) | FieldName::Custom(_) | FieldName::Group(_) => Ok(Self { field, name, from, to }),
        }
    }
}

/// The field with this name, of whichever kind of user.
fn field_on_the_wire(wire: &str) -> Option<FieldId> {
    FieldId::ALL.into_iter().find(|id| id.field().wire == wire)
}

impl From<&Update> for UpdateRecord {
    fn from(update: &Update) -> Self {
        let undoes = match &update.undoes {
            Undoes::Nothing => Some(String::new()),
            Undoes::Change(id) => Some(id.to_string()),
            Undoes::NotRecorded => None,
        };
        Self { user: update.user.to_string(), changes: update.changes.iter().map(ChangeRecord::from).collect(), undoes }
    }
}

impl From<UpdateRecord> for Update {
    fn from(record: UpdateRecord) -> Self {
        let changes = record.changes.into_iter().filter_map(ChangeRecord::change).collect();
        let undoes = match record.undoes {
            None => Undoes::NotRecorded,
            Some(id) if id.is_empty() => Undoes::Nothing,
            Some(id) => Undoes::Change(WriteId::from_text(id)),
        };
        Self { user: UserId::new(record.user), changes, undoes }
    }
}

impl From<&FieldChange> for ChangeRecord {
    fn from(change: &FieldChange) -> Self {
        let field = match &change.field {
            UserField::Field(id) => FieldName::Table(id.field().wire.to_owned()),
            UserField::Custom(id) => FieldName::Custom(id.to_string()),
            UserField::Group(id) => FieldName::Group(id.as_ref().map(GroupId::to_string)),
        };
        Self { field, name: change.name.clone(), from: (&change.from).into(), to: (&change.to).into() }
    }
}

impl ChangeRecord {
    /// The change. Its field is known: that was checked when it was read.
    fn change(self) -> Option<FieldChange> {
        let field = match self.field {
            FieldName::Table(wire) => UserField::Field(field_on_the_wire(&wire)?),
            FieldName::Custom(id) => UserField::Custom(CustomFieldId::new(id)),
            FieldName::Group(id) => UserField::Group(id.map(GroupId::new)),
        };
        Some(FieldChange { field, name: self.name, from: self.from.into(), to: self.to.into() })
    }
}

impl From<&StoredValue> for ValueRecord {
    fn from(value: &StoredValue) -> Self {
        Self { raw: value.raw.clone(), timestamp: value.timestamp.clone(), name: value.name.clone() }
    }
}

impl From<ValueRecord> for StoredValue {
    fn from(record: ValueRecord) -> Self {
        Self { raw: record.raw, timestamp: record.timestamp, name: record.name }
    }
}

pub(super) fn conflict_records(conflicts: &[Conflict]) -> Vec<ConflictRecord> {
    conflicts
        .iter()
        .map(|conflict| ConflictRecord { change: (&conflict.change).into(), now: (&conflict.now).into() })
        .collect()
}

pub(super) fn conflicts(records: Vec<ConflictRecord>) -> Vec<Conflict> {
    let one = |record: ConflictRecord| Some(Conflict { change: record.change.change()?, now: record.now.into() });
    records.into_iter().filter_map(one).collect()
}
