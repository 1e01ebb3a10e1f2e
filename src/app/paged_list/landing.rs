//! Where the cursor of a list goes when a page is there, and what is said when its row is not.

use crate::app::core::context::Context;
use crate::app::paged_list::list::{Listed, Listing, Shown};

/// Where the cursor goes when the wanted page is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landing {
    /// It follows the row's ID; to the first row when that is gone.
    Follow,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the last row, because the page it was on has gone: nobody turned to another one.
    Fallen,
    /// To the company that is looked for.
    Known,
}

impl<Q: Listed> Listing<Q> {
    /// The wanted page is not there any more: how the last one there is comes to the screen.
    pub(in crate::app) fn shrunk(&self) -> Landing {
        let was_here = self.shown.as_ref().is_some_and(|shown| shown.query == self.wanted);
        if was_here { Landing::Fallen } else { Landing::Last }
    }

    pub(in crate::app) fn show(&mut self, shown: Shown<Q>, cx: &mut Context<'_>) {
        let followed = self.selected().map(|row| (Q::id(row).clone(), Q::name(row)));
        let before = self.slipped.take();
        let by_itself = std::mem::take(&mut self.by_itself);
        let same = self.shown.as_ref().is_some_and(|s| s.query == shown.query);
        let rows = &shown.page.items;
        let place = |id: &Q::Id| rows.iter().position(|row| Q::id(row) == id);
        let last = rows.len().saturating_sub(1);
        let followed_to = followed.as_ref().and_then(|(id, _)| place(id));
        self.cursor = match self.landing {
            Landing::Follow => {
                if (same || by_itself) && !rows.is_empty() {
                    // Once it has left, only a key takes notice of that.
                    self.slipped = if followed_to.is_some() { before } else { followed.map(|(_, name)| name) };
                }
                if let Some(row) = followed_to {
                    // It stays on its line of the screen.
                    self.top = (self.top + row).saturating_sub(self.cursor);
                }
                // Same list, row gone: stay where the eye is. Another list: start at its top.
                followed_to.unwrap_or(if same { self.cursor.min(last) } else { 0 })
            }
            Landing::Fallen => {
                if followed_to.is_none() && !rows.is_empty() {
                    self.slipped = followed.map(|(_, name)| name);
                }
                followed_to.unwrap_or(last)
            }
            Landing::Known => {
                let known = self.looked_for.take();
                let row = known.as_ref().and_then(|(id, _)| place(id));
                if let (None, Some((_, name))) = (row, known) {
                    let said = if Q::is_at_hand(&self.source) {
                        format!("{name} is not in the list any more")
                    } else {
                        format!("{name} is not on this page any more; / finds it")
                    };
                    cx.notices.hint(cx.now, said);
                }
                row.unwrap_or(0)
            }
            Landing::First => 0,
            Landing::Last => last,
        };
        if let Some(name) = &self.slipped {
            cx.notices.hint(cx.now, format!("{name} has left this list"));
        }
        self.shown = Some(shown);
    }
}
