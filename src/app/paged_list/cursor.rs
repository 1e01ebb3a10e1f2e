//! Cursor movement in a list, and where the cursor goes when a page is loaded.

use crate::app::core::context::Context;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::{ListQuery, Shown};

impl<Q: ListQuery> PagedList<Q> {
    /// Moves the column cursor.
    pub fn go_to_column(&mut self, column: Q::Column) {
        self.column = column;
    }

    /// Scrolls the columns sideways.
    pub fn scroll_columns(&mut self, to: usize) {
        self.scroll = to;
    }

    /// The user has seen which row is under the cursor now.
    pub fn target_seen(&mut self) {
        self.changed.clear();
        self.target_moved = None;
    }

    fn is_turning(&self) -> bool {
        self.load.waiting.is_some()
            && self
                .shown
                .as_ref()
                .is_some_and(|s| s.query.same_list(&self.wanted) && s.query.page() != self.wanted.page())
    }

    /// Moves the cursor by rows; past the last row the next page follows, and moves made while that
    /// is loading are applied once it is there.
    pub fn move_cursor(&mut self, by: isize, cx: &mut Context<'_>) {
        let mut by = by;
        loop {
            if self.is_turning() {
                self.pending_command = self.pending_command.saturating_add(by);
                return;
            }
            let rows = self.rows().len();
            let Some(target) = self.cursor.checked_add_signed(by) else {
                // Above the first row.
                let rest = by.saturating_add_unsigned(self.cursor + 1);
                self.cursor = 0;
                if self.page() <= 1 || self.is_stale() {
                    return;
                }
                self.go_to_page(self.page() - 1, CursorTarget::Last, cx);
                by = rest;
                continue;
            };
            if target < rows {
                self.cursor = target;
                return;
            }
            let rest = target - rows;
            self.cursor = rows.saturating_sub(1);
            if rows == 0 || self.page() >= self.pages() || self.is_stale() {
                return;
            }
            self.go_to_page(self.page() + 1, CursorTarget::First, cx);
            by = isize::try_from(rest).unwrap_or(isize::MAX);
        }
    }

    /// Moves by a screen or half of one: to the end of the page first, then on to the next one.
    pub fn leap(&mut self, by: isize, cx: &mut Context<'_>) {
        let last = self.rows().len().saturating_sub(1);
        let at_edge = if by > 0 { self.cursor >= last } else { self.cursor == 0 };
        if at_edge {
            self.move_cursor(by.signum(), cx);
        } else {
            self.cursor = self.cursor.saturating_add_signed(by).min(last);
        }
    }

    /// Puts the cursor on a row of the page.
    pub fn select(&mut self, row: usize) {
        self.pending_command = 0;
        self.target_moved = None;
        self.cursor = row.min(self.rows().len().saturating_sub(1));
    }

    /// Drops moves that wait for a page, because another key was pressed.
    pub fn forget_queue(&mut self) {
        self.pending_command = 0;
    }

    /// Scrolls so that the cursor is visible in `height` rows.
    pub fn scroll_into(&mut self, height: usize) {
        let height = height.max(1);
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
        self.top = self.top.min(self.rows().len().saturating_sub(height));
    }

    pub(in crate::app) fn show(&mut self, shown: Shown<Q>, cx: &mut Context<'_>) {
        let followed = self.selected().map(|row| (Q::id(row).clone(), Q::name(row)));
        let before = self.target_moved.take();
        let by_itself = std::mem::take(&mut self.by_itself);
        let same = self.shown.as_ref().is_some_and(|s| s.query == shown.query);
        let rows = &shown.page.items;
        let place = |id: &Q::Id| rows.iter().position(|row| Q::id(row) == id);
        let last = rows.len().saturating_sub(1);
        let followed_to = followed.as_ref().and_then(|(id, _)| place(id));
        self.cursor = match self.landing {
            CursorTarget::Follow => {
                if (same || by_itself) && !rows.is_empty() {
                    // Once the row has left, only a key press acknowledges that.
                    self.target_moved = if followed_to.is_some() { before } else { followed.map(|(_, name)| name) };
                }
                if let Some(row) = followed_to {
                    // The cursor stays on its line of the screen.
                    self.top = (self.top + row).saturating_sub(self.cursor);
                }
                // Same list, row gone: keep the position. Another list: start at its top.
                followed_to.unwrap_or(if same { self.cursor.min(last) } else { 0 })
            }
            CursorTarget::Fallen => {
                if followed_to.is_none() && !rows.is_empty() {
                    self.target_moved = followed.map(|(_, name)| name);
                }
                followed_to.unwrap_or(last)
            }
            CursorTarget::Row => {
                let known = self.sought_row.take();
                let row = known.as_ref().and_then(|(id, _)| place(id));
                if let (None, Some((_, name))) = (row, known) {
                    let said = if Q::is_cached(&self.source) {
                        format!("{name} is no longer in the list")
                    } else {
                        format!("{name} is no longer on this page; / finds it")
                    };
                    cx.notices.hint(cx.now, said);
                }
                row.unwrap_or(0)
            }
            CursorTarget::First => 0,
            CursorTarget::Last => last,
        };
        if let Some(name) = &self.target_moved {
            cx.notices.hint(cx.now, format!("{name} has left this list"));
        }
        let same_list = self.shown.as_ref().is_some_and(|s| s.query == shown.query);
        self.shown = Some(shown);
        self.follow_marks(same_list);
        self.measure();
    }
}
