//! The service's audit log: who changed what.

use jiff::Timestamp;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AuditOperation {
    /// It was created.
    Create,
    /// It was changed.
    Update,
    /// It was deleted.
    Delete,
    /// It was created with others.
    CreateMany,
    /// An unknown operation, clean; empty if the service gives none.
    Other(String),
}

impl AuditOperation {
    /// The word on the screen.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Create => "created",
            Self::Update => "changed",
            Self::Delete => "deleted",
            Self::CreateMany => "imported",
            Self::Other(word) if word.is_empty() => "unknown",
            Self::Other(word) => word,
        }
    }
}

/// An entry of the log, as given by `POST /api/audit-logs/search`. Every text is clean; an empty one is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// `userName`: who did it.
    pub who: Option<String>,
    /// `entityName`: the kind of what was changed.
    pub entity: Option<String>,
    /// `operation`
    pub operation: AuditOperation,
    /// `oldValue`: usually JSON.
    pub old: Option<String>,
    /// `newValue`: usually JSON.
    pub new: Option<String>,
    /// `ip`
    pub ip: Option<String>,
    /// `userAgent`
    pub agent: Option<String>,
    /// `auditDescription`
    pub description: Option<String>,
    /// `logDate`
    pub at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::AuditOperation::{Create, CreateMany, Delete, Other, Update};

    #[test]
    fn every_operation_has_a_word() {
        let all = [Create, Update, Delete, CreateMany, Other(String::new()), Other("Merge".into())];
        let words: Vec<_> = all.iter().map(super::AuditOperation::word).collect();
        assert_eq!(words, ["created", "changed", "deleted", "imported", "unknown", "Merge"]);
    }
}
