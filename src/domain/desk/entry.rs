//! What a desk has written about one company, as the list searches and shows it.

use super::note::{DeskNote, folded_alias};
use crate::domain::list::folding::fold;

/// What a desk has written about one company, prepared for searching.
#[derive(Debug, PartialEq, Eq)]
pub struct DeskEntry {
    /// Written on this machine.
    pub own: DeskNote,
    /// Aliases of the team; those that are its own as well are not among them.
    pub shared: Vec<String>,
    /// All aliases, folded, one per line.
    folded_aliases: Box<str>,
    /// The note, folded.
    folded_text: Box<str>,
}

impl DeskEntry {
    /// Prepares it.
    #[must_use]
    pub fn new(own: DeskNote, shared: Vec<String>) -> Self {
        let aliases: Vec<String> = own.aliases.iter().chain(&shared).map(|alias| folded_alias(alias)).collect();
        let folded_text = fold(&own.text).into();
        Self { own, shared, folded_aliases: aliases.join("\n").into(), folded_text }
    }

    /// Every alias: its own, then those of the team.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.own.aliases.iter().chain(&self.shared).map(String::as_str)
    }

    /// Every alias, folded.
    pub fn folded_aliases(&self) -> impl Iterator<Item = &str> {
        self.folded_aliases.split('\n').filter(|alias| !alias.is_empty())
    }

    /// The note on one line.
    #[must_use]
    pub fn line(&self) -> String {
        let lines = self.own.text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" / ")
    }

    /// The note, folded.
    #[must_use]
    pub fn folded_text(&self) -> &str {
        &self.folded_text
    }
}
