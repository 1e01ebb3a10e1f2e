//! The company table: search line and chips, column titles, rows.

use crate::app::core::focus::Pane;
use crate::app::flows::empty::no_companies;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout;
use crate::app::screen::layout::TableAreas;
use crate::app::screen::{marks, views};
use crate::domain::list::columns::{Align, Column};
use crate::ui::companies::kept::{KeptRows, companies_are_slow};
use crate::ui::paged_list::list::{Empty, Title, empty, frame, head, top_line};
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, rows: &KeptRows) {
    let Some(areas) = layout::table(model) else { return };
    let list = &model.companies;
    let slow = companies_are_slow(model);
    let focused = model.pane == Pane::Table;
    let view = views::title(model);
    frame(paint, list, (areas.pane, focused), ("Companies", view.as_deref(), &marks::of(list)), slow);
    top_line(paint, model, list, areas.bar, "");
    titles(paint, model, &areas);
    if list.rows().is_empty() {
        let otherwise = no_companies(model);
        let about = Empty { rows: "companies", scope: Scope::Table, otherwise: &otherwise };
        empty(paint, model, list, areas.rows, &about);
        return;
    }
    for (line, look, facts) in rows.drawn() {
        look.draw(paint, line, facts);
    }
    if slow {
        let dim = paint.theme.dim();
        paint.tint(areas.rows, dim);
    }
}

fn titles(paint: &mut Paint<'_>, model: &Model, areas: &TableAreas<Column>) {
    let list = &model.companies;
    let sorted = list.shown.as_ref().map_or(&list.wanted, |s| &s.query);
    let is_placed = |column: Column| areas.columns.iter().any(|placed| placed.column == column);
    let order = sorted.column.spec().order_by;
    let is_ordered = |column: Column| {
        // The order of a hidden column stands at the one with the same values.
        column == sorted.column || !is_placed(sorted.column) && order.is_some() && column.spec().order_by == order
    };
    let numbers = list.content().widest(Column::Seats).max(Column::Seats.spec().min);
    head(paint, areas, |column: Column| Title {
        text: column.spec().title,
        align: if column == Column::UsePercent { Align::Left } else { column.spec().align },
        // The title stands over the numbers, not over the gauge.
        width: (column == Column::Seats).then_some(numbers),
        order: is_ordered(column).then_some(sorted.ascending),
        under_cursor: column == list.column && model.pane == Pane::Table,
    });
}
