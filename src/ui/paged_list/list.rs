//! What all lists share: the search line, column titles, empty state, position.

use crate::app::flows::empty::EmptyList;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::app::screen::chips::{Chip, chips};
use crate::app::screen::layout::{MARK, PaneArea, TableAreas};
use crate::app::screen::position;
use crate::app::widgets::area::Area;
use crate::domain::list::grid::Align;
use crate::ui::paged_list::search_line;
use crate::ui::widgets::message::Message;
use crate::ui::widgets::painter::Paint;

/// The line over a list: the search, and chips at its right.
pub(in crate::ui) fn top_line<Q: ListQuery>(
    paint: &mut Paint<'_>,
    model: &Model,
    list: &PagedList<Q>,
    bar: Area,
    idle: &str,
) {
    let chips = chips(model, bar);
    let end = chips.first().map_or(bar.x + bar.width, |chip| chip.area.x);
    search_line::draw(paint, model, list, Area { width: end.saturating_sub(bar.x + 2), ..bar }, idle);
    for chip in &chips {
        draw_chip(paint, chip);
    }
}

/// `● 9 over −149`, `only OVER ✕`
fn draw_chip(paint: &mut Paint<'_>, chip: &Chip) {
    let t = paint.theme;
    let Area { x, y, width, .. } = chip.area;
    if chip.is_on {
        let off = t.glyph('✕', 'x').to_string();
        paint.pieces(x, y, width, &[(&chip.text, t.accent()), (" ", t.accent()), (&off, t.accent())]);
        return;
    }
    let sign = chip.status.map_or("", |status| t.sign(status));
    let style = chip.status.map_or(t.dim(), |status| t.company_status(status));
    let words = if chip.status.is_some() { t.text() } else { t.dim() };
    paint.pieces(x, y, width, &[(sign, style), (&chip.text, words)]);
}

/// A selected row: whether it has the focus.
pub(in crate::ui) type Selected = Option<bool>;

/// Marks a row that is drawn already as selected: a bar at its edge, and a tint.
pub(in crate::ui) fn select(paint: &mut Paint<'_>, line: Area, selected: Selected) {
    let Some(focused) = selected else { return };
    let t = paint.theme;
    let (tint, bar) = if focused { (t.selection(), t.accent()) } else { (t.selection_unfocused(), t.dim()) };
    let mut buffer = [0; 4];
    paint.text(line.x, line.y, 1, t.glyph('▌', '>').encode_utf8(&mut buffer), bar);
    paint.tint(line, tint);
}

/// The sign of a marked row, before what else is noted about it.
pub(in crate::ui) fn mark(paint: &mut Paint<'_>, line: Area) {
    let t = paint.theme;
    let mut buffer = [0; 4];
    paint.text(line.x + 1, line.y, 1, t.glyph('◆', '#').encode_utf8(&mut buffer), t.accent());
}

/// A column's title.
pub(in crate::ui) struct Title {
    pub text: &'static str,
    pub align: Align,
    /// Its cells, if it is narrower than the column.
    pub width: Option<u16>,
    /// The list is ordered by it; true if ascending.
    pub order: Option<bool>,
    /// The column cursor is on it.
    pub under_cursor: bool,
}

/// The column titles.
pub(in crate::ui) fn head<C: Copy>(paint: &mut Paint<'_>, areas: &TableAreas<C>, title: impl Fn(C) -> Title) {
    let t = paint.theme;
    for placed in &areas.columns {
        let Title { text, align, width, order, under_cursor } = title(placed.column);
        let gap = if align == Align::Left { " " } else { "" };
        let text = match order {
            Some(true) => format!("{text}{gap}{}", t.glyph('▲', '^')),
            Some(false) => format!("{text}{gap}{}", t.glyph('▼', 'v')),
            None => text.to_owned(),
        };
        let style = match order {
            _ if under_cursor => t.heading_under_cursor(),
            Some(_) => t.text(),
            None => t.dim(),
        };
        let x = areas.head.x + MARK + placed.x;
        paint.cell(x, areas.head.y, width.map_or(placed.width, |w| w.min(placed.width)), &text, align, style);
    }
    edges(paint, areas);
}

/// The signs that there are more columns.
fn edges<C>(paint: &mut Paint<'_>, areas: &TableAreas<C>) {
    let t = paint.theme;
    let signs = [(areas.before, t.glyph('‹', '<')), (areas.after, t.glyph('›', '>'))];
    for (at, sign) in signs.into_iter().filter_map(|(at, sign)| Some((at?, sign))) {
        let mut buffer = [0; 4];
        paint.text(at.x, at.y, 1, sign.encode_utf8(&mut buffer), t.accent());
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
    } else if list.load.waiting.is_some() && !list.is_sifting_on() {
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

/// The frame of a list, with its title, the named view that is open, and its position. How old the rows are is in the header.
pub(in crate::ui) fn frame<Q: ListQuery>(
    paint: &mut Paint<'_>,
    list: &PagedList<Q>,
    (pane, focused): (PaneArea, bool),
    (title, view, marked): (&str, Option<&str>, &str),
    slow: bool,
) {
    if !pane.is_framed {
        return;
    }
    let t = paint.theme;
    let place = position::of(list);
    let loading = if slow { "loading" } else { "" };
    let gap = if place.is_empty() || loading.is_empty() { "" } else { "  " };
    let style = if focused { t.accent() } else { t.text() };
    let mut left = vec![(title, style)];
    if let Some(view) = view {
        let gap = if t.ascii { " - " } else { " · " };
        left.extend([(gap, t.dim()), (view, t.strong())]);
    }
    let gap_before = if marked.is_empty() { "" } else { "  " };
    left.extend([(gap_before, style), (marked, t.strong())]);
    paint.pane(pane, focused, &left, &[(loading, t.dim()), (gap, t.dim()), (&place, t.text())]);
}
