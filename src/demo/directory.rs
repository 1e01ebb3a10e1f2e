//! The directories that a company's users come from, as their searches see them.

use super::company::Company;
use super::filter::{Column, FieldValue};
use super::id::id_of;
use super::sync::ManagedBy;

/// A SCIM setting or an LDAP schedule.
#[derive(Debug, Clone)]
pub(super) struct Directory {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) created: String,
}

impl Directory {
    /// The SCIM setting of a company, if its users come from one.
    pub(super) fn scim(company: &Company) -> Option<Self> {
        match &company.sync {
            Some(ManagedBy::Scim(name)) => Some(Self::new(company, name)),
            Some(ManagedBy::Ldap(_) | ManagedBy::Google) | None => None,
        }
    }

    /// The LDAP schedule of a company, if its users come from one.
    pub(super) fn ldap(company: &Company) -> Option<Self> {
        match &company.sync {
            Some(ManagedBy::Ldap(name)) => Some(Self::new(company, name)),
            Some(ManagedBy::Scim(_) | ManagedBy::Google) | None => None,
        }
    }

    fn new(company: &Company, name: &str) -> Self {
        let created = company.created.as_ref().map_or("2024-01-01T00:00:00", |stamp| stamp.as_str());
        Self { id: id_of(&format!("{name} of {}", company.id)), name: name.to_owned(), created: created.to_owned() }
    }
}

/// The columns by which directories can be filtered and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectoryColumn {
    Id,
    Name,
    Created,
}

impl Column for DirectoryColumn {
    type Row = Directory;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "resourceid" => Self::Id,
            "name" => Self::Name,
            "createtime" => Self::Created,
            _ => return None,
        })
    }

    fn of(self, directory: &Directory) -> FieldValue<'_> {
        match self {
            Self::Id => FieldValue::Text(&directory.id),
            Self::Name => FieldValue::Text(&directory.name),
            Self::Created => FieldValue::Text(&directory.created),
        }
    }
}
