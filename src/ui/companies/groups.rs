//! The groups of companies: search line and chips, column titles, groups, the total.

use ratatui::style::Style;

use crate::app::companies::grouping::GroupTable;
use crate::app::core::focus::Pane;
use crate::app::flows::empty::no_companies;
use crate::app::flows::grouping::title;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout::{self, MARK, TableAreas};
use crate::app::screen::{position, views};
use crate::app::widgets::area::Area;
use crate::domain::list::group::Group;
use crate::domain::list::group_columns::{GroupColumn, NONE, TOTAL};
use crate::domain::text::cells::width;
use crate::ui::paged_list::list::{Empty, Title, empty, head, select, top_line};
use crate::ui::theme::Theme;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let (Some(areas), Some(groups)) = (layout::groups(model), model.groups.table()) else { return };
    let table = &areas.table;
    let focused = model.pane == Pane::Table;
    if table.pane.is_framed {
        let t = paint.theme;
        let style = if focused { t.accent() } else { t.text() };
        let name = format!("Companies by {}", groups.by().spec().words);
        let view = views::title(model).unwrap_or_default();
        let gap = if view.is_empty() {
            ""
        } else if t.ascii {
            " - "
        } else {
            " · "
        };
        let title = [(name.as_str(), style), (gap, t.dim()), (view.as_str(), t.strong())];
        paint.pane(table.pane, focused, &title, &[(&position::text(model), t.text())]);
    }
    top_line(paint, model, &model.companies, table.bar, "");
    let (sorted, ascending) = groups.order();
    head(paint, table, |column: GroupColumn| Title {
        text: title(groups.by(), column),
        align: column.spec().align,
        width: None,
        order: (column == sorted).then_some(ascending),
        under_cursor: column == groups.column() && focused,
    });
    if groups.rows().is_empty() {
        let otherwise = no_companies(model);
        let about = Empty { rows: "companies", scope: Scope::Groups, otherwise: &otherwise };
        empty(paint, model, &model.companies, table.rows, &about);
        return;
    }
    let visible = groups.rows().iter().enumerate().skip(groups.top()).take(usize::from(table.rows.height));
    for (line, (index, group)) in (0..).zip(visible) {
        let line = table.rows.lines(line, 1);
        let selected = (index == groups.cursor()).then_some(focused);
        row(paint, table, line, group, |t, column| of_group(t, column, group, selected.is_some()));
        select(paint, line, selected);
    }
    total(paint, table, areas.total, groups);
}

fn row(
    paint: &mut Paint<'_>,
    areas: &TableAreas<GroupColumn>,
    line: Area,
    group: &Group,
    style: impl Fn(Theme, GroupColumn) -> Style,
) {
    let t = paint.theme;
    for placed in &areas.columns {
        let (x, column) = (line.x + MARK + placed.x, placed.column);
        paint.cell(x, line.y, placed.width, &column.cell(group), column.spec().align, style(t, column));
    }
}

/// What needs a person stands out: seats beyond the limits.
fn of_group(t: Theme, column: GroupColumn, group: &Group, selected: bool) -> Style {
    match column {
        GroupColumn::Group if selected => t.strong(),
        GroupColumn::Group if column.cell(group) == NONE => t.dim(),
        GroupColumn::Over if group.sums.over_by > 0 => t.danger(),
        GroupColumn::Group | GroupColumn::Used | GroupColumn::Left | GroupColumn::Monthly => t.text(),
        GroupColumn::Companies | GroupColumn::Limit | GroupColumn::Over | GroupColumn::NoLimit => t.dim(),
    }
}

/// The sums of all companies. Those in several groups are counted once, unlike in the rows above.
fn total(paint: &mut Paint<'_>, areas: &TableAreas<GroupColumn>, line: Area, groups: &GroupTable) {
    let t = paint.theme;
    let sums = Group { name: TOTAL.to_owned(), sums: groups.total() };
    row(paint, areas, line, &sums, |t, column| match column {
        GroupColumn::Over if sums.sums.over_by > 0 => t.danger(),
        _ => t.strong(),
    });
    let room = areas.columns.first().map_or(0, |placed| placed.width);
    let cells = u16::try_from(width(TOTAL)).unwrap_or(0) + 2;
    let notes = ["each company counted once", "each counted once", "each once"];
    let fits = notes.iter().find(|note| cells + u16::try_from(note.len()).unwrap_or(u16::MAX) <= room);
    if let Some(note) = fits.filter(|_| groups.shared() > 0) {
        paint.text(line.x + MARK + cells, line.y, room - cells, note, t.dim());
    }
}
