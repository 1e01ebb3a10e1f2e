//! The search line over a list: searches while typing, one request at a time.

use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::app::keys::press::{Key, KeyPress};
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::app::paged_list::search_box::SearchBox;
use crate::app::widgets::text_input::{Edit, TextInput};

/// Debounce before the service is queried.
pub const DEBOUNCE: Duration = Duration::from_millis(250);

impl<Q: ListQuery> PagedList<Q> {
    /// Opens the search line, empty: the next caller has another name.
    pub fn open_search(&mut self) {
        if self.search.is_none() {
            let before = self.wanted.clone();
            let input = TextInput::default();
            self.search = Some(SearchBox { input, mistake: None, completions: Vec::new(), before, timer: None });
        }
    }

    /// A key in the search line.
    pub fn type_search(&mut self, press: KeyPress, cx: &mut Context<'_>) -> Edit {
        let Some(search) = &mut self.search else { return Edit::Ignored };
        let was_empty = search.input.value().is_empty();
        let edit = search.input.press(press);
        if edit == Edit::Changed {
            self.typed(cx);
        } else if was_empty
            && press == KeyPress::plain(Key::Backspace)
            && let Some(wanted) = self.wanted.without_last_filter()
        {
            self.request(wanted, CursorTarget::First, cx);
        }
        edit
    }

    /// Takes the first of the ways to go on typing; false if there is none.
    pub fn complete_search(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(search) = &mut self.search else { return false };
        let Some(first) = search.completions.first() else { return false };
        search.input.replace_range(first.at.clone(), &first.text);
        self.typed(cx);
        true
    }

    /// A paste into the search line.
    pub fn paste_search(&mut self, text: &str, cx: &mut Context<'_>) {
        if let Some(search) = &mut self.search
            && search.input.paste(text) != Edit::Moved
        {
            self.typed(cx);
        }
    }

    /// The text has changed: it is read, and searched for if nothing is wrong with it.
    fn typed(&mut self, cx: &mut Context<'_>) {
        let Some(search) = &mut self.search else { return };
        let text = search.input.value();
        search.completions = Q::complete(text, search.input.byte_cursor(), &self.source);
        search.mistake = Q::check(text, &self.source, cx.keys).err();
        self.search_later(cx);
    }

    /// The source has other values to offer.
    pub(in crate::app) fn complete_again(&mut self) {
        if let Some(search) = &mut self.search {
            search.completions = Q::complete(search.input.value(), search.input.byte_cursor(), &self.source);
        }
    }

    /// What was typed is read again: the source has changed.
    pub fn read_search_again(&mut self, cx: &mut Context<'_>) {
        if self.search.as_ref().is_some_and(|search| search.mistake.is_some()) {
            self.typed(cx);
        }
    }

    fn search_later(&mut self, cx: &mut Context<'_>) {
        if Q::is_cached(&self.source) {
            self.search_now(cx);
        } else if let Some(search) = &mut self.search {
            let ticket = cx.tickets.issue(Owner::Timer(TimerId::SearchDelay(Q::LIST)));
            search.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, DEBOUNCE));
        }
    }

    /// The debounce is over: sends the query, unless more was typed since.
    pub fn search_timer(&mut self, ticket: Ticket, cx: &mut Context<'_>) {
        if self.search.as_ref().is_some_and(|s| s.timer == Some(ticket)) {
            self.search_now(cx);
        }
    }

    fn search_now(&mut self, cx: &mut Context<'_>) {
        let Some(search) = &mut self.search else { return };
        search.timer = None;
        let text = search.readable().to_owned();
        if text != self.wanted.search() || self.load.error.is_some() {
            let wanted = self.wanted.searching(text);
            self.request(wanted, CursorTarget::First, cx);
        }
    }

    /// Enter: the search stays, the line closes. With a mistake in it the line stays open and says so.
    pub fn accept_search(&mut self, cx: &mut Context<'_>) {
        if let Some(mistake) = self.search.as_ref().and_then(|search| search.mistake.as_ref()) {
            cx.notices.hint(cx.now, mistake.text.clone());
            return;
        }
        self.search_now(cx);
        self.search = None;
        let settled = self.wanted.settled();
        if settled != self.wanted && !self.sift_on_as(&settled) {
            self.request(settled, CursorTarget::Follow, cx);
        }
    }

    /// Esc: restores the previous search.
    pub fn leave_search(&mut self, cx: &mut Context<'_>) {
        if let Some(search) = self.search.take()
            && search.before != self.wanted
        {
            self.request(search.before, CursorTarget::Follow, cx);
        }
    }

    /// Clears the search without opening the line; true if there was one.
    pub fn clear_search(&mut self, cx: &mut Context<'_>) -> bool {
        let had = !self.wanted.search().is_empty();
        if had {
            let wanted = self.wanted.searching(String::new());
            self.request(wanted, CursorTarget::Follow, cx);
        }
        had
    }

    /// The rows shown do not belong to the typed text yet.
    #[must_use]
    pub fn search_is_waiting(&self) -> bool {
        let typed = self.search.as_ref().map_or(self.wanted.search(), SearchBox::readable);
        self.shown.as_ref().is_none_or(|s| s.query.search() != typed)
    }
}
