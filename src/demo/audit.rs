//! The audit log of a company: who changed what.

use super::filter::{Column, FieldValue};

/// `entityName` of a target user.
pub(super) const TARGET_USER: &str = "TargetUser";
/// `entityName` of a target group.
pub(super) const TARGET_GROUP: &str = "TargetGroup";
/// `entityName` of a system user.
pub(super) const SYSTEM_USER: &str = "SystemUser";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Create,
    Update,
    Delete,
    CreateMany,
}

impl Change {
    /// `operation`
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Create => "0",
            Self::Update => "1",
            Self::Delete => "2",
            Self::CreateMany => "3",
        }
    }

    /// In the description.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Create => "created",
            Self::Update => "updated",
            Self::Delete => "deleted",
            Self::CreateMany => "imported",
        }
    }
}

/// An entry of the log.
#[derive(Debug, Clone)]
pub(super) struct AuditEntry {
    pub(super) id: String,
    pub(super) who: String,
    pub(super) entity: &'static str,
    pub(super) entity_id: String,
    pub(super) change: Change,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) ip: &'static str,
    pub(super) agent: &'static str,
    pub(super) description: String,
    pub(super) at: String,
}

/// The columns by which the log can be filtered and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuditColumn {
    Who,
    Entity,
    EntityId,
    Change,
    Description,
    At,
}

impl Column for AuditColumn {
    type Row = AuditEntry;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "username" => Self::Who,
            "entityname" => Self::Entity,
            "entityresourceid" => Self::EntityId,
            "operation" => Self::Change,
            "auditdescription" => Self::Description,
            "logdate" => Self::At,
            _ => return None,
        })
    }

    fn of(self, entry: &AuditEntry) -> FieldValue<'_> {
        match self {
            Self::Who => FieldValue::Text(&entry.who),
            Self::Entity => FieldValue::Text(entry.entity),
            Self::EntityId => FieldValue::Text(&entry.entity_id),
            Self::Change => FieldValue::Text(entry.change.code()),
            Self::Description => FieldValue::Text(&entry.description),
            Self::At => FieldValue::Text(&entry.at),
        }
    }
}
