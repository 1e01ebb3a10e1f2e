//! What all lists share: the search line, column titles, empty state, position.

use crate::app::flows::empty::EmptyList;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::app::screen::layout::{MARK, PaneArea, TableAreas};
use crate::app::screen::position;
use crate::app::widgets::area::Area;
use crate::domain::list::grid::Align;
use crate::domain::time::now::Now;
use crate::ui::widgets::message::Message;
use crate::ui::widgets::painter::Paint;

/// `/ lumen…   137 companies  page 1/2  9 over limit`
pub(in crate::ui) fn search_line<Q: ListQuery>(
    paint: &mut Paint<'_>,
    list: &PagedList<Q>,
    area: Area,
    (totals, idle): (&str, &str),
    has_cursor: bool,
) {
    let t = paint.theme;
    let took = paint.right(area, &format!("{totals} "), t.text());
    let room = area.width.saturating_sub(took + 2);
    let waiting = if list.search_is_waiting() && list.shown.is_some() {
        paint.theme.glyph('…', '~').to_string()
    } else {
        String::new()
    };
    match &list.search {
        Some(search) => {
            paint.text(area.x + 1, area.y, room, "/", t.accent());
            let cells = room.saturating_sub(6);
            let scroll = search.input.visual_scroll(usize::from(cells));
            let (text, cursor) = crate::ui::form::field::window(&search.input, scroll, cells);
            let took = paint.text(area.x + 3, area.y, cells, &text, t.strong());
            paint.text(area.x + 3 + took, area.y, 2, &waiting, t.dim());
            if has_cursor {
                paint.cursor = Some((area.x + 3 + cursor, area.y));
            }
        }
        None if !list.wanted.search().is_empty() => {
            let said = format!("/ {}{waiting}", list.wanted.search());
            paint.text(area.x + 1, area.y, room, &said, t.strong());
        }
        None => {
            paint.text(area.x + 1, area.y, room, idle, t.dim());
        }
    }
}

/// A column's title.
pub(in crate::ui) struct Title {
    pub text: &'static str,
    pub align: Align,
    /// The list is ordered by it; true if ascending.
    pub order: Option<bool>,
    /// The column cursor is on it.
    pub under_cursor: bool,
}

/// The column titles.
pub(in crate::ui) fn head<C: Copy>(paint: &mut Paint<'_>, areas: &TableAreas<C>, title: impl Fn(C) -> Title) {
    let t = paint.theme;
    for placed in &areas.columns {
        let Title { text, align, order, under_cursor } = title(placed.column);
        let arrow = match order {
            Some(true) => t.glyph('▲', '^').to_string(),
            Some(false) => t.glyph('▼', 'v').to_string(),
            None => String::new(),
        };
        let style = if under_cursor { t.heading_under_cursor() } else { t.strong() };
        let x = areas.head.x + MARK + placed.x;
        paint.cell(x, areas.head.y, placed.width, &format!("{text}{arrow}"), align, style);
    }
}

/// What an empty list is about.
pub(in crate::ui) struct Empty<'a> {
    /// `companies`
    pub rows: &'static str,
    /// Where its keys are looked up.
    pub scope: Scope,
    /// What is shown when nothing failed and nothing is loading.
    pub otherwise: &'a EmptyList,
}

/// The empty state: the failure, loading, or `otherwise`.
pub(in crate::ui) fn empty<Q: ListQuery>(
    paint: &mut Paint<'_>,
    model: &Model,
    list: &PagedList<Q>,
    area: Area,
    about: &Empty<'_>,
) {
    let t = paint.theme;
    let keys = &model.settings.keys;
    if let Some(failure) = &list.load.error {
        let (text, key) = keys.failure_and_key(failure, about.scope);
        let title = format!("The {} were not loaded", about.rows);
        let again = key.map(|key| (key, "tries again".to_owned()));
        Message { title: &title, style: t.danger(), text: &text, keys: again.as_slice() }.draw(paint, area);
    } else if list.load.waiting.is_some() {
        if list.load.slow {
            let title = format!("Loading the {}", about.rows);
            let stop = [("Esc".to_owned(), "stops".to_owned())];
            Message { title: &title, style: t.strong(), text: "", keys: &stop }.draw(paint, area);
        }
    } else {
        let EmptyList { what, why, keys } = about.otherwise;
        Message { title: what, style: t.strong(), text: why, keys }.draw(paint, area);
    }
}

/// Includes the day, if it is not today.
fn as_of(at: Now, now: Now) -> String {
    if at.local.date() == now.local.date() {
        at.clock_with_seconds()
    } else {
        format!("{} {}", at.local.date(), at.clock())
    }
}

/// How old the rows are.
fn age<Q: ListQuery>(list: &PagedList<Q>, (now, slow): (Now, bool)) -> String {
    match (&list.shown, slow) {
        (Some(shown), true) => format!("as of {}, loading", as_of(shown.at, now)),
        (None, true) => "loading".to_owned(),
        (Some(shown), false) => format!("as of {}", as_of(shown.at, now)),
        (None, false) => String::new(),
    }
}

/// The frame of a list, with its title and position.
pub(in crate::ui) fn frame<Q: ListQuery>(
    paint: &mut Paint<'_>,
    list: &PagedList<Q>,
    (pane, focused): (PaneArea, bool),
    title: &str,
    (now, slow): (Now, bool),
) {
    if !pane.is_framed {
        return;
    }
    let t = paint.theme;
    let (place, age) = (position::of(list), age(list, (now, slow)));
    let gap = if place.is_empty() || age.is_empty() { "" } else { "  " };
    let style = if focused { t.accent() } else { t.text() };
    paint.pane(pane, focused, &[(title, style)], &[(&age, t.dim()), (gap, t.dim()), (&place, t.text())]);
}
