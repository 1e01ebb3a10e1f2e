//! The findings so far, one value per property.

use super::contact::{Certainty, Finding, Part};
use crate::domain::text;

/// Longest value kept, in characters; no field of the service is longer.
pub(super) const VALUE_MAX: usize = 320;

/// Findings under construction.
#[derive(Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// Adds a cleaned value, unless it is empty, too long, or there is one already.
    pub(super) fn add(&mut self, part: Part, value: &str, certainty: Certainty, why: &str, lines: &[usize]) {
        let value = text::clean(value, VALUE_MAX + 1);
        if value.is_empty() || value.chars().nth(VALUE_MAX).is_some() || self.has(part) {
            return;
        }
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        lines.dedup();
        let why = why.to_owned();
        self.found.push(Finding { part, value, certainty, why, lines, lost: String::new() });
    }

    /// Notes additional information beside the value.
    pub(super) fn lose(&mut self, part: Part, what: String) {
        if let Some(found) = self.found.iter_mut().find(|f| f.part == part) {
            found.lost = what;
        }
    }

    /// Makes everything a guess: it was found `where_it_is`.
    pub(super) fn doubt(&mut self, where_it_is: &str) {
        for found in self.found.iter_mut().filter(|found| found.certainty == Certainty::Sure) {
            found.certainty = Certainty::Guess;
            found.why = format!("guess: {}, {where_it_is}", found.why);
        }
    }

    /// Whether it has a value.
    pub(super) fn has(&self, part: Part) -> bool {
        self.found.iter().any(|f| f.part == part)
    }

    /// All, in their order.
    pub(super) fn in_order(mut self) -> Vec<Finding> {
        self.found.sort_by_key(|f| f.part);
        self.found
    }
}
