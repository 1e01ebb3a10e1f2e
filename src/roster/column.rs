//! A column of a file.

use super::meaning::Meaning;

/// Rows by which the content of a column is judged.
pub(super) const LOOKED_AT: usize = 200;

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0.
    pub at: usize,
    /// Its title, or its letter if it has none.
    pub title: String,
    /// What it is for.
    pub meaning: Option<Meaning>,
    /// Why it is not used, where that is not plain.
    pub why: &'static str,
    pub(super) rank: usize,
}
