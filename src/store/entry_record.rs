//! The JSON of what was filled in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, FieldId};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::CustomFieldId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::target_user::Priority;

#[derive(Debug, Serialize, Deserialize)]
struct ChoiceRecord {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SubjectRecord {
    SystemUser,
}

/// What was filled in; missing fields are empty.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EntryRecord {
    /// Absent for a target user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<SubjectRecord>,
    #[serde(default)]
    texts: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roles: Vec<ChoiceRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    groups: Vec<ChoiceRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<ChoiceRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<ChoiceRecord>,
    #[serde(default)]
    priority: String,
    #[serde(default = "yes")]
    active: bool,
    /// By the ID of the field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    custom: BTreeMap<String, String>,
}

fn yes() -> bool {
    true
}

impl From<&Choice> for ChoiceRecord {
    fn from(choice: &Choice) -> Self {
        Self { id: choice.id.clone(), name: choice.name.clone(), detail: choice.detail.clone() }
    }
}

impl From<ChoiceRecord> for Choice {
    fn from(record: ChoiceRecord) -> Self {
        Self { id: record.id, name: record.name, detail: record.detail }
    }
}

impl From<&Entry> for EntryRecord {
    fn from(entry: &Entry) -> Self {
        let texts = FIELDS
            .iter()
            .zip(&entry.values)
            .filter(|(_, value)| !value.text().is_empty())
            .map(|(field, value)| (field.wire.to_owned(), value.text().to_owned()))
            .collect();
        Self {
            about: (entry.subject == Subject::SystemUser).then_some(SubjectRecord::SystemUser),
            texts,
            roles: entry.choices(FieldId::Roles).iter().map(ChoiceRecord::from).collect(),
            groups: entry.choices(FieldId::Groups).iter().map(ChoiceRecord::from).collect(),
            language: entry.choices(FieldId::Language).first().map(ChoiceRecord::from),
            time_zone: entry.choices(FieldId::TimeZone).first().map(ChoiceRecord::from),
            priority: entry.priority().wire().to_owned(),
            active: entry.is_active(),
            custom: entry.custom.iter().map(|(id, text)| (id.to_string(), text.clone())).collect(),
        }
    }
}

impl From<EntryRecord> for Entry {
    fn from(mut record: EntryRecord) -> Self {
        let subject = record.about.map_or(Subject::TargetUser, |SubjectRecord::SystemUser| Subject::SystemUser);
        let custom = record.custom.into_iter().map(|(id, text)| (CustomFieldId::new(id), text)).collect();
        let mut entry = Self { custom, ..Self::for_subject(subject) };
        for field in &FIELDS {
            if let Some(text) = record.texts.remove(field.wire) {
                entry.set(field.id, FieldValue::Text(text));
            }
        }
        let many = |records: Vec<ChoiceRecord>| FieldValue::Many(records.into_iter().map(Choice::from).collect());
        let one = |record: Option<ChoiceRecord>| FieldValue::One(record.map(Choice::from));
        entry.set(FieldId::Roles, many(record.roles));
        entry.set(FieldId::Groups, many(record.groups));
        entry.set(FieldId::Language, one(record.language));
        entry.set(FieldId::TimeZone, one(record.time_zone));
        let priority = Priority::ALL.into_iter().find(|p| p.wire() == record.priority).unwrap_or_default();
        entry.set(FieldId::Priority, FieldValue::Priority(priority));
        entry.set(FieldId::Active, FieldValue::Toggle(record.active));
        entry
    }
}
