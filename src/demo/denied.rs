//! What a company keeps to itself.

use serde::Deserialize;

/// A part of a company that it can keep to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    /// The counts of its users.
    Summary,
    /// Who changed what.
    Audit,
    /// The directories that its users come from.
    Directories,
}
