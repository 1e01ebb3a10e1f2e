//! The search line of a list: what is typed, what is wrong with it, and ways to go on.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::app::paged_list::search_box::SearchBox;
use crate::app::screen::scope::list_scope;
use crate::app::widgets::area::Area;
use crate::domain::text::cells::width;
use crate::ui::form::field::window;
use crate::ui::widgets::painter::Paint;

/// Cells between the text and what is said about it.
const GAP: u16 = 3;

/// `/ lumen…`
pub(super) fn draw<Q: ListQuery>(paint: &mut Paint<'_>, model: &Model, list: &PagedList<Q>, area: Area, idle: &str) {
    let t = paint.theme;
    let room = area.width.saturating_sub(1);
    let waiting =
        if list.search_is_waiting() && list.shown.is_some() { t.glyph('…', '~').to_string() } else { String::new() };
    let (x, y) = (area.x + 1, area.y);
    match &list.search {
        Some(search) => {
            paint.text(x, y, room, "/", t.accent());
            let took = typed(paint, model, search, Area { x: x + 2, y, width: room.saturating_sub(4), height: 1 });
            paint.text(x + 2 + took, y, 2, &waiting, t.dim());
            let from = 2 + took + GAP;
            remark(paint, model, search, Area { x: x + from, y, width: room.saturating_sub(from), height: 1 });
        }
        None if !list.wanted.search().is_empty() => {
            paint.pieces(x, y, room, &[("/ ", t.accent()), (list.wanted.search(), t.strong()), (&waiting, t.dim())]);
        }
        None => {
            let key = model.describe_keys(Command::Search, list_scope(model));
            let said = if idle.is_empty() { " search".to_owned() } else { format!(" search   {idle}") };
            paint.pieces(x, y, room, &[(&key, t.accent()), (&said, t.dim())]);
        }
    }
}

/// The text, with the place of the mistake marked; returns the cells it took.
fn typed<Q>(paint: &mut Paint<'_>, model: &Model, search: &SearchBox<Q>, area: Area) -> u16 {
    let t = paint.theme;
    let scroll = search.input.visual_scroll(usize::from(area.width));
    let (text, cursor) = window(&search.input, scroll, area.width);
    let took = paint.text(area.x, area.y, area.width, &text, t.strong());
    if let Some(mistake) = &search.mistake
        && let (Some(before), Some(wrong)) =
            (search.input.value().get(..mistake.at.start), search.input.value().get(mistake.at.clone()))
    {
        // What is missing is marked by the cell where it belongs.
        let (start, end) = (width(before), width(before) + width(wrong).max(1));
        let seen = |cell: usize| u16::try_from(cell.saturating_sub(scroll)).unwrap_or(u16::MAX).min(area.width);
        paint.tint(Area { x: area.x + seen(start), width: seen(end) - seen(start), ..area }, t.mistake());
    }
    if model.overlays.is_empty() {
        paint.cursor = Some((area.x + cursor, area.y));
    }
    took
}

/// Ways to go on; without any, what was expected where the text is wrong.
fn remark<Q>(paint: &mut Paint<'_>, model: &Model, search: &SearchBox<Q>, area: Area) {
    let t = paint.theme;
    let Some(first) = search.completions.first() else {
        if let Some(mistake) = &search.mistake {
            paint.text(area.x, area.y, area.width, &mistake.text, t.warning());
        }
        return;
    };
    let key = format!("{} ", model.describe_keys(Command::CompleteSearch, Scope::Search));
    let mut x = area.x + paint.text(area.x, area.y, area.width, &key, t.accent());
    let end = area.x + area.width;
    for (n, completion) in search.completions.iter().enumerate() {
        let count = completion.count.map(|n| format!(" {n}")).unwrap_or_default();
        let takes = u16::try_from(width(&completion.text) + width(&count)).unwrap_or(u16::MAX).saturating_add(2);
        if x.saturating_add(takes) > end && n > 0 {
            return;
        }
        let style = if n == 0 { t.text() } else { t.dim() };
        x += paint.pieces(
            x,
            area.y,
            end.saturating_sub(x),
            &[(&completion.text, style), (&count, t.dim()), ("  ", t.dim())],
        );
    }
    // A single column is explained.
    if search.completions.len() == 1 {
        paint.text(x, area.y, end.saturating_sub(x), first.help, t.dim());
    }
}
