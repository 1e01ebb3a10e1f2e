//! Choices: groups, time zones, languages, roles.

/// A choice. The meaning of the ID depends on the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value that is sent.
    pub id: String,
    /// The label that is shown.
    pub name: String,
    /// Additional text (a group's priority, a language's code); may be empty.
    pub detail: String,
}
