//! Things to pick from: groups, time zones, languages, roles.

/// One thing to pick. The ID's meaning belongs to the field that offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub id: String,
    /// What is shown.
    pub name: String,
    /// A word beside it (a group's priority, a language's code); may be empty.
    pub detail: String,
}
