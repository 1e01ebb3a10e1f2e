//! A search whose text is looked for in one column: company groups, system users, the audit log, directories.

use super::body::{Fields, note};
use super::filter::{Column, Filter, read_filter};
use super::paging::{Key, Paging};
use super::text::fold;

/// A valid search.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlainSearch<C> {
    pub(super) paging: Paging,
    order: C,
    /// Folded.
    text: String,
    filter: Filter<C>,
}

impl<C: Column> PlainSearch<C> {
    /// Reads a request. The filter may be missing.
    ///
    /// # Errors
    ///
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let paged = Paging::read(body, &mut problems, C::named);
        let filter = if body.get("filter").is_none() {
            Filter::read(body).ok().map(|filter| (String::new(), filter))
        } else {
            note(&mut problems, read_filter(body))
        };
        match (paged, filter) {
            (Some((paging, order)), Some((text, filter))) if problems.is_empty() => {
                Ok(Self { paging, order, text, filter })
            }
            _ => Err(problems),
        }
    }

    /// The page of these rows, and the number on all pages; the text is looked for in `named`.
    pub(super) fn run<'a>(
        &self,
        rows: impl Iterator<Item = &'a C::Row>,
        named: impl Fn(&C::Row) -> &str,
    ) -> (Vec<&'a C::Row>, usize) {
        let has_text = |row: &C::Row| self.text.is_empty() || fold(named(row)).contains(&self.text);
        let hits: Vec<_> = rows.filter(|row| has_text(row) && self.filter.matches(row)).collect();
        let total = hits.len();
        let key = |row: &&C::Row| -> Option<Key> { self.order.key(row) };
        (self.paging.cut(self.paging.sort(hits, key)), total)
    }
}
