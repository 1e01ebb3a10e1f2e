//! The JSON of what a draft knows about the existing user that it edits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry_record::EntryRecord;
use crate::domain::form::custom_field::DataType;
use crate::domain::form::draft::EditedUser;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::{CustomFieldId, UserId};
use crate::domain::user::detail::{CustomDetail, UserDetail};

/// The user.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EditedRecord {
    user: String,
    begun: EntryRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<DetailRecord>,
}

/// The user as it was read.
#[derive(Debug, Serialize, Deserialize)]
struct DetailRecord {
    active: bool,
    /// By the name on the wire.
    texts: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    custom: Vec<CustomRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct CustomRecord {
    field: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
}

impl From<&EditedUser> for EditedRecord {
    fn from(edited: &EditedUser) -> Self {
        Self {
            user: edited.user.to_string(),
            begun: EntryRecord::from(&edited.begun),
            read: edited.read.as_deref().map(DetailRecord::from),
        }
    }
}

impl EditedRecord {
    /// The user, of this kind.
    pub(super) fn of(self, subject: Subject) -> EditedUser {
        let user = UserId::new(self.user);
        let read = self.read.map(|read| Box::new(read.detail(user.clone())));
        EditedUser { user, begun: Entry { subject, ..self.begun.into() }, read }
    }
}

impl From<&UserDetail> for DetailRecord {
    fn from(user: &UserDetail) -> Self {
        let text = |id: FieldId| Some((id.field().wire.to_owned(), user.raw(id)?.to_owned()));
        let custom = user.custom.iter().map(|own| CustomRecord {
            field: own.field.to_string(),
            name: own.name.clone(),
            value: own.value.clone(),
            timestamp: own.timestamp.clone(),
        });
        Self {
            active: user.active,
            texts: FieldId::ALL.into_iter().filter_map(text).collect(),
            custom: custom.collect(),
        }
    }
}

impl DetailRecord {
    fn detail(mut self, user: UserId) -> UserDetail {
        let texts = FieldId::ALL.into_iter().filter_map(|id| Some((id, self.texts.remove(id.field().wire)?))).collect();
        let custom = self.custom.into_iter().map(|own| CustomDetail {
            field: CustomFieldId::new(own.field),
            name: own.name,
            // It is not compared, and not sent.
            data_type: DataType::Other(String::new()),
            value: own.value,
            timestamp: own.timestamp,
        });
        UserDetail::new(user, self.active, texts, custom.collect())
    }
}
