//! The service's audit log: who changed what.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::domain::text::{NAME_MAX, clean};

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

/// A value that an entry tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name; empty if the log gives the value alone.
    pub name: String,
    /// The old value; empty if there is none.
    pub from: String,
    /// The new value; empty if there is none.
    pub to: String,
}

/// `department: IT to Finance`, `department: Finance`, `department: IT removed`
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, from, to } = self;
        if !name.is_empty() {
            write!(f, "{name}: ")?;
        }
        match (from.is_empty(), to.is_empty()) {
            (true, _) => f.write_str(to),
            (false, true) => write!(f, "{from} removed"),
            (false, false) => write!(f, "{from} to {to}"),
        }
    }
}

impl AuditEntry {
    /// The values that differ, by name: those of a new or deleted user are all of them. Every text is clean: an escape
    /// in JSON hides a control character until it is read.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let object = |text: &Option<String>| match text.as_deref().map(serde_json::from_str::<Value>) {
            None => Some(Map::new()),
            Some(Ok(Value::Object(values))) => Some(values),
            Some(_) => None,
        };
        let (Some(old), Some(new)) = (object(&self.old), object(&self.new)) else {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            return vec![Difference { name: String::new(), from: text(&self.old), to: text(&self.new) }];
        };
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let differ = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
        let said = differ.map(|name| Difference {
            name: clean(name, NAME_MAX),
            from: shown(old.get(name)),
            to: shown(new.get(name)),
        });
        said.filter(|one| one.from != one.to).collect()
    }
}

/// A value as people read it; nothing is empty.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => clean(text, NAME_MAX),
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(other) => clean(&other.to_string(), NAME_MAX),
    }
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

    fn entry(old: Option<&str>, new: Option<&str>) -> super::AuditEntry {
        let [old, new] = [old, new].map(|text| text.map(str::to_owned));
        super::AuditEntry {
            who: None,
            entity: None,
            operation: Update,
            old,
            new,
            ip: None,
            agent: None,
            description: None,
            at: None,
        }
    }

    #[test]
    fn values_that_differ_are_told_by_name() {
        for (old, new, said) in [
            (
                Some(r#"{"department":"IT","phone":"1","isActive":true,"zone":null}"#),
                Some(r#"{"department":"Finance","phone":"1","isActive":false,"zone":""}"#),
                vec!["department: IT to Finance", "isActive: yes to no"],
            ),
            (None, Some(r#"{"email":"a@b.example","n":7}"#), vec!["email: a@b.example", "n: 7"]),
            (Some(r#"{"email":"a@b.example"}"#), None, vec!["email: a@b.example removed"]),
            (Some("IT"), Some("Finance"), vec!["IT to Finance"]),
            (Some(r#"{"cut":"#), Some("{}"), vec![r#"{"cut": to {}"#]),
            (None, None, vec![]),
        ] {
            let found: Vec<String> = entry(old, new).differences().iter().map(ToString::to_string).collect();
            assert_eq!(found, said, "{old:?} {new:?}");
        }
    }

    #[test]
    fn an_escape_in_json_becomes_no_control_character() {
        let entry = entry(None, Some(r#"{"a\u001b[31m":"x\u001b]52;c;AAAA\u0007y\u202e"}"#));
        let said = entry.differences()[0].to_string();
        assert!(!said.contains(crate::domain::text::is_unsafe), "{said:?}");
    }
}
