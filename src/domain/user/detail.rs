//! A user with everything that the service says about it, as it is read before a change.

use std::collections::BTreeMap;

use crate::domain::form::custom_field::DataType;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, Field, FieldId, Kind};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::{CustomFieldId, GroupId, UserId};
use crate::domain::service::lookup::Choice;
use crate::domain::text::{NAME_MAX, clean, name_or_none};
use crate::domain::user::target_user::Priority;

/// A field of a user: one of the field table, or one that the company has defined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UserField {
    /// A field of the table.
    Field(FieldId),
    /// A custom field.
    Custom(CustomFieldId),
    /// Whether the user is in this group, `true` or `false`. Groups are no part of the user at the service: they have
    /// requests of their own. Without an ID it is the group with the name that the change gives, which may be created
    /// by the change before it.
    Group(Option<GroupId>),
}

/// A value as the service has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredValue {
    /// The text, the ID of a choice, `VeryHigh`, `true`; empty if there is none.
    pub raw: String,
    /// `timestampValue` of a custom field.
    pub timestamp: Option<String>,
    /// The name of a choice, if it is known.
    pub name: Option<String>,
}

impl StoredValue {
    /// A value without a name.
    #[must_use]
    pub fn new(raw: impl Into<String>) -> Self {
        Self { raw: raw.into(), ..Self::default() }
    }

    /// It as people read it; a missing one is empty.
    #[must_use]
    pub fn shown(&self, field: &UserField) -> String {
        match (field, self.raw.as_str()) {
            (UserField::Field(FieldId::Active), "true") => "active".to_owned(),
            (UserField::Field(FieldId::Active), "false") => "inactive".to_owned(),
            (UserField::Group(_), "true") => "in".to_owned(),
            (UserField::Group(_), _) => "not in".to_owned(),
            (UserField::Field(FieldId::Priority), raw) => {
                Priority::named(raw).map_or_else(|| clean(raw, NAME_MAX), |priority| priority.label().to_owned())
            }
            (_, raw) => clean(self.name.as_deref().unwrap_or(raw), NAME_MAX),
        }
    }
}

/// The roles in this text, with their name for an ID, until somebody knows better.
#[must_use]
pub fn roles_as_listed(text: &str) -> Vec<Choice> {
    let names = text.split(',').map(str::trim).filter(|role| !role.is_empty());
    names.map(|role| Choice { id: role.to_owned(), name: role.to_owned(), detail: String::new() }).collect()
}

/// A value of a custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomDetail {
    /// `resourceId`
    pub field: CustomFieldId,
    /// `name`, clean; the ID if the service gives none.
    pub name: String,
    /// `dataType`
    pub data_type: DataType,
    /// `value`, as read.
    pub value: Option<String>,
    /// `timestampValue`, as read.
    pub timestamp: Option<String>,
}

/// A user, as given by `GET /api/target-users/{id}`. Texts are as read, because they are sent back: they are cleaned
/// only when they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserDetail {
    /// `resourceId`
    pub id: UserId,
    /// `isActive`
    pub active: bool,
    /// Its values of custom fields.
    pub custom: Vec<CustomDetail>,
    /// By field; those that are null are absent.
    texts: BTreeMap<FieldId, String>,
}

impl UserDetail {
    /// The fields that the service gives and takes as text: all of the table but groups and the toggle.
    pub fn text_fields() -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(|field| !matches!(field.kind, Kind::Many | Kind::Toggle))
    }

    /// A user with these texts, by field.
    #[must_use]
    pub fn new(id: UserId, active: bool, texts: BTreeMap<FieldId, String>, custom: Vec<CustomDetail>) -> Self {
        Self { id, active, custom, texts }
    }

    /// The text, ID or priority of a field as read; `None` if it is null.
    #[must_use]
    pub fn raw(&self, field: FieldId) -> Option<&str> {
        self.texts.get(&field).map(String::as_str)
    }

    /// The same, cleaned and without null, for the screen.
    #[must_use]
    pub fn text(&self, field: FieldId) -> String {
        clean(self.raw(field).unwrap_or_default(), NAME_MAX)
    }

    /// Its address, clean.
    #[must_use]
    pub fn email(&self) -> String {
        self.text(FieldId::Email)
    }

    /// First and last name; told if there is none.
    #[must_use]
    pub fn shown_name(&self) -> String {
        let names = [FieldId::FirstName, FieldId::LastName].map(|id| self.text(id));
        name_or_none(names.join(" ").trim()).to_owned()
    }

    /// The value of a field; of a group none, because the service gives groups apart.
    #[must_use]
    pub fn value(&self, field: &UserField) -> StoredValue {
        match field {
            UserField::Field(FieldId::Active) => StoredValue::new(self.active.to_string()),
            UserField::Field(id) => StoredValue::new(self.raw(*id).unwrap_or_default()),
            UserField::Custom(id) => {
                let own = self.custom.iter().find(|custom| custom.field == *id);
                own.map_or_else(StoredValue::default, |own| StoredValue {
                    raw: own.value.clone().unwrap_or_default(),
                    timestamp: own.timestamp.clone(),
                    name: None,
                })
            }
            UserField::Group(_) => StoredValue::default(),
        }
    }

    /// It as the values of the form of this kind of user.
    #[must_use]
    pub fn entry_as(&self, subject: Subject) -> Entry {
        if subject == Subject::TargetUser {
            return self.entry();
        }
        let mut entry = Entry::for_subject(subject);
        for field in subject.fields().iter().filter(|field| field.kind == Kind::Text) {
            entry.set(field.id, FieldValue::Text(self.text(field.id)));
        }
        entry.set(FieldId::Roles, FieldValue::Many(roles_as_listed(&self.text(FieldId::Roles))));
        entry
    }

    /// It as the values of a form. Choices have their ID for a name, until somebody knows better; groups are empty.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let mut entry = Entry::default();
        for field in Self::text_fields() {
            let text = self.text(field.id);
            let choice = || Choice { id: text.clone(), name: text.clone(), detail: String::new() };
            entry.set(
                field.id,
                match field.kind {
                    Kind::One => FieldValue::One((!text.is_empty()).then(choice)),
                    Kind::Priority => FieldValue::Priority(Priority::named(&text).unwrap_or_default()),
                    Kind::Text | Kind::Many | Kind::Toggle => FieldValue::Text(text),
                },
            );
        }
        entry.set(FieldId::Active, FieldValue::Toggle(self.active));
        let custom = self.custom.iter().filter_map(|own| Some((own.field.clone(), own.value.clone()?)));
        entry.custom = custom.map(|(id, value)| (id, clean(&value, NAME_MAX))).collect();
        entry
    }

    /// Sets a field to this value; `name` is that of a custom field. Groups are set apart.
    pub fn set(&mut self, field: &UserField, name: &str, value: &StoredValue) {
        let some = (!value.raw.is_empty()).then(|| value.raw.clone());
        match field {
            UserField::Field(FieldId::Active) => self.active = value.raw == "true",
            UserField::Field(id) => match some {
                Some(text) => drop(self.texts.insert(*id, text)),
                None => drop(self.texts.remove(id)),
            },
            UserField::Custom(id) => {
                let timestamp = value.timestamp.clone();
                match self.custom.iter_mut().find(|own| own.field == *id) {
                    Some(own) => (own.value, own.timestamp) = (some, timestamp),
                    None => self.custom.push(CustomDetail {
                        field: id.clone(),
                        name: name.to_owned(),
                        data_type: DataType::Other(String::new()),
                        value: some,
                        timestamp,
                    }),
                }
            }
            UserField::Group(_) => {}
        }
    }
}
