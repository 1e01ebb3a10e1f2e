//! The company table: search line and totals, column titles, rows, position.

use super::paint::Paint;
use super::text::bar;
use crate::app::layout::{self, Area, MARK, TableAreas};
use crate::app::model::{Model, Pane};
use crate::domain::columns::{Align, Column, Placed};
use crate::domain::company::Company;
use crate::domain::text::count;

pub(super) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let Some(areas) = layout::table(model) else { return };
    title(paint, model, areas.bar);
    head(paint, model, &areas);
    let list = &model.companies;
    if list.rows().is_empty() {
        empty(paint, model, areas.rows);
    }
    let visible = list.rows().iter().enumerate().skip(list.top).take(usize::from(areas.rows.height));
    for (line, (index, company)) in (0..).zip(visible) {
        row(paint, model, &areas, areas.rows.y + line, company, index == list.cursor);
    }
    if list.load.slow && !list.rows().is_empty() {
        let dim = paint.theme.dim();
        paint.tint(areas.rows, dim);
    }
    position(paint, model, areas.rule);
}

/// `/ lumen…   137 companies  page 1/2  9 over limit`
fn title(paint: &mut Paint<'_>, model: &Model, area: Area) {
    let t = paint.theme;
    let list = &model.companies;
    let totals = totals(model);
    let took = paint.right(area, &format!("{totals} "), t.plain());
    let room = area.width.saturating_sub(took + 2);
    let waiting = if list.search_is_waiting() && list.shown.is_some() {
        paint.theme.glyph('…', '~').to_string()
    } else {
        String::new()
    };
    match &list.search {
        Some(search) => {
            paint.text(area.x + 1, area.y, room, "/", t.key());
            let cells = room.saturating_sub(6);
            let scroll = search.input.visual_scroll(usize::from(cells));
            let (text, cursor) = super::field::window(&search.input, scroll, cells);
            let took = paint.text(area.x + 3, area.y, cells, &text, t.strong());
            paint.text(area.x + 3 + took, area.y, 2, &waiting, t.dim());
            if model.overlays.is_empty() {
                paint.cursor = Some((area.x + 3 + cursor, area.y));
            }
        }
        None if !list.wanted.search.is_empty() => {
            let said = format!("/ {}{waiting}", list.wanted.search);
            paint.text(area.x + 1, area.y, room, &said, t.strong());
        }
        None => {
            paint.text(area.x + 1, area.y, room, "/ searches name, reseller, industry, licence", t.dim());
        }
    }
}

fn totals(model: &Model) -> String {
    let Some(shown) = &model.companies.shown else { return String::new() };
    let mut parts = Vec::new();
    if shown.query.over_limit {
        parts.push("ONLY OVER LIMIT".to_owned());
    }
    parts.push(count(shown.page.total, "company", "companies"));
    parts.push(format!("page {}/{}", shown.query.page, shown.page.pages));
    if let Some(over) = shown.page.over_limit {
        parts.push(format!("{over} OVER"));
    }
    parts.join(" | ")
}

fn head(paint: &mut Paint<'_>, model: &Model, areas: &TableAreas) {
    let t = paint.theme;
    let sorted = model.companies.shown.as_ref().map_or(&model.companies.wanted, |s| &s.query);
    for placed in &areas.columns {
        let spec = placed.column.spec();
        let arrow = match (spec.order_by == Some(sorted.order), sorted.ascending) {
            (true, true) => t.glyph('▲', '^').to_string(),
            (true, false) => t.glyph('▼', 'v').to_string(),
            (false, _) => String::new(),
        };
        let said = format!("{}{arrow}", spec.title);
        let mut style = t.strong();
        if placed.column == model.companies.column && model.pane == Pane::Table {
            style = style.add_modifier(ratatui::style::Modifier::UNDERLINED);
        }
        let align = if placed.column == Column::UsePercent { Align::Left } else { spec.align };
        paint.cell(areas.head.x + MARK + placed.x, areas.head.y, placed.width, &said, align, style);
    }
}

fn row(paint: &mut Paint<'_>, model: &Model, areas: &TableAreas, y: u16, company: &Company, selected: bool) {
    let t = paint.theme;
    // A create whose end is not known matters more than what is typed.
    let note = if model.writes.unknown_in(&company.id) {
        "?"
    } else if model.forms.has_draft(&company.id) {
        "*"
    } else {
        " "
    };
    let x = areas.rows.x;
    if selected {
        paint.text(x, y, 1, ">", t.strong());
        paint.text(x + 1, y, 1, note, t.strong());
    } else {
        paint.text(x, y, 1, note, t.strong());
    }
    for placed in &areas.columns {
        cell(paint, model, *placed, x + MARK + placed.x, y, company);
    }
    if selected && (model.pane == Pane::Table || model.forms.current().is_some_and(|f| f.company == company.id)) {
        paint.tint(Area { x, y, width: areas.rows.width, height: 1 }, t.selected());
    }
}

fn cell(paint: &mut Paint<'_>, model: &Model, placed: Placed, x: u16, y: u16, company: &Company) {
    let t = paint.theme;
    let today = model.now.local.date();
    let width = placed.width;
    let spec = placed.column.spec();
    let wide = width > spec.min + 6;
    let text = placed.column.cell(company, today, wide);
    match placed.column {
        Column::UsePercent => {
            paint.cell(x, y, width.min(5), &text, Align::Right, t.plain());
            if let Some(percent) = company.seats.percent().filter(|_| width >= 11) {
                let bar = bar(percent, usize::from(width - 6), t.ascii);
                let style = if percent > 100 { t.error() } else { t.dim() };
                paint.cell(x + 6, y, width - 6, &bar, Align::Left, style);
            }
        }
        Column::State => paint.cell(x, y, width, &text, spec.align, t.standing(company.standing())),
        Column::Left if company.seats.is_over() => paint.cell(x, y, width, &text, spec.align, t.error()),
        Column::Company
        | Column::Used
        | Column::Limit
        | Column::Left
        | Column::Renews
        | Column::LicenseType
        | Column::Reseller
        | Column::Industry
        | Column::Tags
        | Column::Created
        | Column::Inactive
        | Column::Deleted
        | Column::Monthly => paint.cell(x, y, width, &text, spec.align, t.plain()),
    }
}

/// What stands where no rows are: loading, why not, or that nothing matches.
fn empty(paint: &mut Paint<'_>, model: &Model, area: Area) {
    let t = paint.theme;
    let list = &model.companies;
    let (said, style) = if let Some(failure) = &list.load.error {
        // Most advice ends with it already.
        let again = if failure.hint.contains("r tries again") { "" } else { " r tries again." };
        (format!("{failure}{again}"), t.error())
    } else if list.load.waiting.is_some() {
        (if list.load.slow { "Loading the companies".to_owned() } else { String::new() }, t.dim())
    } else if list.wanted.over_limit {
        ("No company is over its licence limit here. ! shows all.".to_owned(), t.plain())
    } else if !list.wanted.search.is_empty() {
        (format!("No company matches \"{}\". Esc drops the search.", list.wanted.search), t.plain())
    } else if list.shown.is_some() {
        ("This reseller has no companies.".to_owned(), t.plain())
    } else {
        ("Nothing was loaded. r loads the companies.".to_owned(), t.plain())
    };
    for (line, text) in (1..).zip(layout::wrap(&said, usize::from(area.width.saturating_sub(6)))) {
        let at = area.lines(line, 1);
        if at.height > 0 {
            paint.text(at.x + 3, at.y, at.width.saturating_sub(6), &text, style);
        }
    }
}

/// `2 of 137 | as of 12:41:02`
fn position(paint: &mut Paint<'_>, model: &Model, area: Area) {
    let list = &model.companies;
    let left = match &list.shown {
        Some(shown) if !shown.page.items.is_empty() => {
            let before = u64::from(shown.query.page.saturating_sub(1)) * u64::from(shown.query.size);
            let at = before + u64::try_from(list.cursor).unwrap_or(0) + 1;
            format!("{at} of {}", shown.page.total.max(at))
        }
        _ => String::new(),
    };
    let right = match (&list.shown, list.load.slow) {
        (_, true) => "loading".to_owned(),
        (Some(shown), false) => format!("as of {}", shown.at.clock_with_seconds()),
        (None, false) => String::new(),
    };
    paint.rule(area, &left, &right);
}
