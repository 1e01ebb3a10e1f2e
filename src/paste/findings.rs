//! What has been found so far, one value a field.

use super::{Certainty, Finding};
use crate::domain::form::fields::FieldId;
use crate::domain::text;

/// Longest value kept, in characters; no field of the service takes more.
pub(super) const VALUE_MAX: usize = 320;

/// Findings in the making.
#[derive(Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// Keeps a value, cleaned, unless it is empty, longer than any field, or its field has one.
    pub(super) fn add(&mut self, field: FieldId, value: &str, certainty: Certainty, why: &str, lines: &[usize]) {
        let value = text::clean(value, VALUE_MAX + 1);
        if value.is_empty() || value.chars().nth(VALUE_MAX).is_some() || self.has(field) {
            return;
        }
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        lines.dedup();
        let why = why.to_owned();
        self.found.push(Finding { field, value, certainty, why, lines, lost: String::new() });
    }

    /// Something stands beside the value of the field that it cannot hold.
    pub(super) fn lose(&mut self, field: FieldId, what: String) {
        if let Some(found) = self.found.iter_mut().find(|f| f.field == field) {
            found.lost = what;
        }
    }

    /// Nothing is sure: it stands `where_it_is`.
    pub(super) fn doubt(&mut self, where_it_is: &str) {
        for found in self.found.iter_mut().filter(|found| found.certainty == Certainty::Sure) {
            found.certainty = Certainty::Guess;
            found.why = format!("guess: {}, {where_it_is}", found.why);
        }
    }

    /// The field has a value.
    pub(super) fn has(&self, field: FieldId) -> bool {
        self.found.iter().any(|f| f.field == field)
    }

    /// All, in the order of the form.
    pub(super) fn in_order(mut self) -> Vec<Finding> {
        self.found.sort_by_key(|f| f.field.index());
        self.found
    }
}
