//! Marks rows of a list, and takes marks away.

use std::collections::HashSet;

use crate::app::core::context::Context;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::marks::{Marks, Range};
use crate::app::paged_list::query::ListQuery;

/// `another`, `3 others`
fn others(n: usize) -> String {
    if n == 1 { "another".to_owned() } else { format!("{n} others") }
}

impl<Q: ListQuery> PagedList<Q> {
    /// The marks.
    #[must_use]
    pub fn marks(&self) -> &Marks<Q> {
        &self.marks
    }

    /// The marked rows: those that are shown in their order, then the others in the order of marking.
    #[must_use]
    pub fn marked_rows(&self) -> Vec<Q::Item> {
        let mut left = self.marks.rows.clone();
        // As the list has them now.
        for row in Q::all(&self.source) {
            if let Some((_, known)) = left.get_mut(Q::id(row)) {
                known.clone_from(row);
            }
        }
        let shown = self.rows().iter().filter(|row| left.remove(Q::id(row)).is_some());
        let mut rows: Vec<Q::Item> = shown.cloned().collect();
        let mut hidden: Vec<(u64, Q::Item)> = left.into_values().collect();
        hidden.sort_by_key(|(place, _)| *place);
        rows.extend(hidden.into_iter().map(|(_, row)| row));
        rows
    }

    /// Marks the row under the cursor, or takes its mark away, and moves down. It ends a range.
    pub fn mark(&mut self, cx: &mut Context<'_>) {
        if self.marks.range.take().is_some() {
            return;
        }
        self.toggle_mark(self.cursor);
        self.move_cursor(1, cx);
    }

    /// Marks this row, or takes its mark away.
    pub fn toggle_mark(&mut self, row: usize) {
        self.marks.range = None;
        let Some(row) = self.rows().get(row).cloned() else { return };
        if self.marks.rows.remove(Q::id(&row)).is_none() {
            self.marks.put(&row);
        }
        self.count_marks();
    }

    /// Marks all shown rows; if they are marked already, takes their marks away. True if they are marked now.
    pub fn mark_all(&mut self) -> bool {
        self.marks.range = None;
        let mut marks = std::mem::take(&mut self.marks);
        let before = marks.rows.len();
        self.rows().iter().for_each(|row| marks.put(row));
        let marked = marks.rows.len() > before;
        if !marked {
            for row in self.rows() {
                marks.rows.remove(Q::id(row));
            }
        }
        self.marks = marks;
        self.count_marks();
        marked
    }

    /// Begins a range at the row under the cursor, or ends it.
    pub fn toggle_range(&mut self) {
        if self.marks.range.take().is_none()
            && let Some(row) = self.selected().cloned()
        {
            self.begin_range(&row);
        }
    }

    fn begin_range(&mut self, row: &Q::Item) {
        let id = Q::id(row).clone();
        let before = self.marks.rows.clone();
        self.marks.range = Some(Range { anchor: id.clone(), end: id, before });
        self.marks.put(row);
        self.count_marks();
    }

    /// Moves the cursor to this row and marks all from where it was, or from where the range began.
    pub fn mark_to(&mut self, row: usize) {
        if self.marks.range.is_none()
            && let Some(here) = self.selected().cloned()
        {
            self.begin_range(&here);
        }
        self.select(row);
        self.extend_range();
        self.marks.range = None;
    }

    /// The cursor may have moved: a range reaches to it.
    pub fn extend_range(&mut self) {
        let Some(range) = &self.marks.range else { return };
        let Some(end) = self.selected().map(|row| Q::id(row).clone()).filter(|id| *id != range.end) else { return };
        let Some(from) = self.rows().iter().position(|row| *Q::id(row) == range.anchor) else {
            self.marks.range = None;
            return;
        };
        let (first, last) = (from.min(self.cursor), from.max(self.cursor));
        let mut marks = std::mem::take(&mut self.marks);
        if let Some(range) = &mut marks.range {
            range.end = end;
            marks.rows.clone_from(&range.before);
        }
        self.rows().iter().take(last + 1).skip(first).for_each(|row| marks.put(row));
        self.marks = marks;
        self.count_marks();
    }

    /// Takes a range away, or else all marks. False if there were none.
    pub fn take_marks_away(&mut self) -> bool {
        if let Some(range) = self.marks.range.take() {
            self.marks.rows = range.before;
            self.count_marks();
            return true;
        }
        let had = !self.marks.are_none();
        self.marks = Marks::default();
        had
    }

    /// Drops the marks: they are of another list.
    pub(in crate::app) fn forget_marks(&mut self) {
        self.marks = Marks::default();
    }

    /// The rows on the screen are others: what is marked among them is brought up to date. A range belongs to the list
    /// that it was begun in.
    pub(super) fn follow_marks(&mut self, same_list: bool) {
        if !same_list {
            self.marks.range = None;
        }
        if self.marks.are_none() {
            return;
        }
        let mut marks = std::mem::take(&mut self.marks);
        for row in self.rows() {
            if let Some((_, known)) = marks.rows.get_mut(Q::id(row)) {
                known.clone_from(row);
            }
        }
        self.marks = marks;
        self.count_marks();
    }

    /// All rows are in memory, and others than before: those that no longer exist lose their marks.
    pub(in crate::app) fn drop_marks_of_gone(&mut self, cx: &mut Context<'_>) {
        if !std::mem::take(&mut self.marks.is_old) || self.marks.are_none() || !Q::is_cached(&self.source) {
            return;
        }
        let mut gone: HashSet<Q::Id> = self.marks.rows.keys().cloned().collect();
        for row in Q::all(&self.source) {
            gone.remove(Q::id(row));
        }
        let mut names: Vec<String> =
            gone.iter().filter_map(|id| self.marks.rows.remove(id)).map(|(_, row)| Q::name(&row)).collect();
        names.sort();
        if let Some(first) = names.first() {
            let said = match names.len() - 1 {
                0 => format!("{first} has left the list and is no longer marked"),
                n => format!("{first} and {} have left the list and are no longer marked", others(n)),
            };
            cx.notices.hint(cx.now, said);
            self.count_marks();
        }
    }

    fn count_marks(&mut self) {
        let marks = &self.marks;
        self.marks.shown = match marks.rows.len() {
            0 => 0,
            _ => self.rows().iter().filter(|row| marks.has(Q::id(row))).count(),
        };
    }
}
