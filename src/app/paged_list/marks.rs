//! The marks of a list: known by their IDs, so that another order, another filter or a reload takes none away.

use std::collections::HashMap;

use crate::app::paged_list::query::ListQuery;

/// Marked rows as last seen, with their place in the order of marking.
pub(super) type Rows<Q> = HashMap<<Q as ListQuery>::Id, (u64, <Q as ListQuery>::Item)>;

/// The marks of a list.
#[derive(Debug, Clone)]
pub struct Marks<Q: ListQuery> {
    pub(super) rows: Rows<Q>,
    /// The place of the next mark.
    next: u64,
    /// How many of the marked rows are in the shown list.
    pub(super) shown: usize,
    pub(super) range: Option<Range<Q>>,
    /// The rows in memory have changed since it was last looked which of the marked ones still exist.
    pub(super) is_old: bool,
}

/// A range that grows with the cursor.
#[derive(Debug, Clone)]
pub(super) struct Range<Q: ListQuery> {
    /// Where it began.
    pub(super) anchor: Q::Id,
    /// The row that it reaches to.
    pub(super) end: Q::Id,
    /// What was marked before.
    pub(super) before: Rows<Q>,
}

impl<Q: ListQuery> Default for Marks<Q> {
    fn default() -> Self {
        Self { rows: HashMap::new(), next: 0, shown: 0, range: None, is_old: false }
    }
}

impl<Q: ListQuery> Marks<Q> {
    /// Nothing is marked.
    #[must_use]
    pub fn are_none(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows are marked.
    #[must_use]
    pub fn number(&self) -> usize {
        self.rows.len()
    }

    /// How many of them the list does not show now.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.rows.len().saturating_sub(self.shown)
    }

    /// The row with this ID is marked.
    #[must_use]
    pub fn has(&self, id: &Q::Id) -> bool {
        self.rows.contains_key(id)
    }

    /// Moving the cursor extends a range.
    #[must_use]
    pub fn has_range(&self) -> bool {
        self.range.is_some()
    }

    pub(super) fn put(&mut self, row: &Q::Item) {
        // Without an ID it cannot be told from others.
        if Q::is_known_by_id(row) {
            let place = self.next;
            self.rows.entry(Q::id(row).clone()).or_insert_with(|| (place, row.clone()));
            self.next += 1;
        }
    }
}
