//! The company table: search line and totals, column titles, rows, position.

use crate::app::core::focus::Pane;
use crate::app::flows::empty::no_companies;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout;
use crate::app::screen::layout::{MARK, TableAreas};
use crate::app::widgets::area::Area;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::{Align, Column, Placed};
use crate::domain::text::{cells, count};
use crate::ui::paged_list::list::{Empty, Title, empty, frame, head, search_line};
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let Some(areas) = layout::table(model) else { return };
    let list = &model.companies;
    let slow = list.load.slow || list.source.is_slow();
    frame(paint, list, (areas.pane, model.pane == Pane::Table), "Companies", (model.now, slow));
    let idle =
        format!("{} searches name, reseller, industry, licence", model.describe_keys(Command::Search, Scope::Table));
    search_line(paint, list, areas.bar, (&totals(model, areas.bar.width), &idle), model.overlays.is_empty());
    let sorted = list.shown.as_ref().map_or(&list.wanted, |s| &s.query);
    head(paint, &areas, |column: Column| Title {
        text: column.spec().title,
        align: if column == Column::UsePercent { Align::Left } else { column.spec().align },
        order: (column == sorted.column).then_some(sorted.ascending),
        under_cursor: column == list.column && model.pane == Pane::Table,
    });
    if list.rows().is_empty() {
        let otherwise = no_companies(model);
        let about = Empty { rows: "companies", scope: Scope::Table, otherwise: &otherwise };
        empty(paint, model, list, areas.rows, &about);
    }
    let marks = list.marks();
    let visible = list.rows().iter().enumerate().skip(list.top).take(usize::from(areas.rows.height));
    for (line, (index, company)) in (0..).zip(visible) {
        let mark = marks.of(&company.id);
        row(paint, model, &areas, areas.rows.y + line, (company, mark), index == list.cursor);
    }
    if slow && !list.rows().is_empty() {
        let dim = paint.theme.dim();
        paint.tint(areas.rows, dim);
    }
}

fn totals(model: &Model, width: u16) -> String {
    let Some(shown) = &model.companies.shown else { return String::new() };
    let mut parts = shown.query.filters.descriptions();
    parts.push(count(shown.page.total, "company", "companies"));
    if shown.page.pages > 1 {
        parts.push(format!("page {}/{}", shown.query.page, shown.page.pages));
    }
    if let Some(over) = shown.page.over_limit {
        parts.push(format!("{over} OVER"));
    }
    if let Some(seats) = shown.page.seats.filter(|_| width >= 100 || width >= 76 && model.companies.search.is_none()) {
        let used = seats.used;
        let used = if width >= 100 { format!("{used} seats used") } else { format!("{used} used") };
        parts.push(format!("{used}, {} left", seats.left));
    }
    parts.join(" | ")
}

fn row(
    paint: &mut Paint<'_>,
    model: &Model,
    areas: &TableAreas<Column>,
    y: u16,
    (company, mark): (&Company, Option<&str>),
    selected: bool,
) {
    let t = paint.theme;
    // What needs the user comes before what is under way, and that before drafts.
    let note = if model.changes.unknown_in(&company.id) {
        "?"
    } else if model.drafts.needing().any(|(form, _)| form.company == company.id) {
        "!"
    } else if model.changes.has_pending(&company.id) || model.drafts.waiting().any(|form| form.company == company.id) {
        "+"
    } else if model.drafts.has_draft(&company.id) {
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
        match mark.filter(|_| placed.column == Column::Company) {
            Some(mark) => namesake(paint, (x + MARK + placed.x, y, placed.width), &company.name, mark),
            None => cell(paint, model, *placed, x + MARK + placed.x, y, company),
        }
    }
    if selected && (model.pane == Pane::Table || model.drafts.current().is_some_and(|f| f.company == company.id)) {
        paint.tint(Area { x, y, width: areas.rows.width, height: 1 }, t.selection());
    }
}

/// A name shared by several companies, with its mark, which is never cut off.
fn namesake(paint: &mut Paint<'_>, (x, y, width): (u16, u16, u16), name: &str, mark: &str) {
    let t = paint.theme;
    let mark = format!(" ({mark})");
    let cells = |text: &str| u16::try_from(cells::width(text)).unwrap_or(u16::MAX);
    let tail = cells(&mark).min(width * 3 / 5);
    let head = cells(name).min(width - tail);
    paint.cell(x, y, head, name, Align::Left, t.text());
    paint.cell(x + head, y, width - head, &mark, Align::Left, t.dim());
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
            paint.cell(x, y, width.min(5), &text, Align::Right, t.text());
            if let (Limit::Of(limit), Some(percent)) = (company.seats.limit, company.seats.percent())
                && width >= 11
            {
                let style = if percent > 100 { t.danger() } else { t.dim() };
                let line = Area { x: x + 6, y, width: width - 6, height: 1 };
                gauge::draw(paint, line, company.seats.used, limit, style);
            }
        }
        Column::State => paint.cell(x, y, width, &text, spec.align, t.company_status(company.company_status())),
        Column::Left if company.seats.is_over() => paint.cell(x, y, width, &text, spec.align, t.danger()),
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
        | Column::Monthly => paint.cell(x, y, width, &text, spec.align, t.text()),
    }
}
