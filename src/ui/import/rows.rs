//! The rows of an import: files of a folder, columns, people, cells.

use super::tone::style;
use crate::app::core::folder::FolderEntry;
use crate::app::import::column_menu::meaning_label;
use crate::app::import::row_editor::{CellInput, Edited};
use crate::app::import::run_state::RunState;
use crate::app::import::state::Import;
use crate::app::model::Model;
use crate::app::screen::import_layout::ImportAreas;
use crate::app::screen::import_line::RowWords;
use crate::app::screen::import_run_words::open_rows;
use crate::app::screen::import_words::plan_row;
use crate::app::screen::overlay_layout::{ListAreas, list_top};
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::ui::form::field::window;
use crate::ui::widgets::filter_list::{filter, instead, line, select, visible};
use crate::ui::widgets::painter::Paint;

/// Widest label and address.
const LABEL: u16 = 17;
const ADDRESS: u16 = 40;
/// Cells of a day.
const DAY: u16 = 10;

fn cells_of(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

fn top_of(cursor: usize, rows: Area) -> usize {
    (cursor + 1).saturating_sub(usize::from(rows.height).max(1))
}

/// The files and folders that match.
pub(super) fn folder(paint: &mut Paint<'_>, model: &Model, found: &[&FolderEntry], cursor: usize, rows: Area) {
    let t = paint.theme;
    let areas = ListAreas { frame: rows, filter: None, rows };
    for (at, index) in visible(&areas, top_of(cursor, rows), found.len()) {
        let Some(entry) = found.get(index) else { continue };
        let selected = index == cursor;
        line(paint, at, "", selected);
        let name_style = match (selected, entry.is_folder) {
            (true, _) => t.strong(),
            (false, true) => t.dim(),
            (false, false) => t.text(),
        };
        let name = if entry.is_folder { format!("{}/", entry.name) } else { entry.name.clone() };
        let room = at.width.saturating_sub(DAY + 4);
        paint.text(at.x + 2, at.y, room, &name, name_style);
        let day = entry.modified.map(|then| model.now.local_at(then).date().to_string()).unwrap_or_default();
        paint.cell(at.x + at.width.saturating_sub(DAY), at.y, DAY, &day, Align::Left, t.dim());
        if selected {
            select(paint, at);
        }
    }
}

/// Places of the parts of a row.
struct Grid {
    number: u16,
    what: u16,
    who: u16,
    company: u16,
}

impl Grid {
    fn of(rows: &[RowWords], unit: &str, width: u16) -> Self {
        let widest = |text: fn(&RowWords) -> &String| rows.iter().map(|row| cells_of(text(row))).max().unwrap_or(0);
        let company = widest(|row| &row.company).min(width / 5);
        let number = widest(|row| &row.number).max(cells_of(unit));
        let what = widest(|row| &row.what).clamp(4, LABEL);
        // Reasons are told in full below: they are cut before addresses.
        let used = 2 + number + 2 + what + 2 + company + 2 * u16::from(company > 0);
        let free = width.saturating_sub(used + 2 + widest(|row| &row.why).min(width / 4));
        let who = widest(|row| &row.who).clamp(5, free.clamp((width / 3).max(5), ADDRESS.max(width / 3)));
        Self { number, what, who, company }
    }

    fn row(&self, paint: &mut Paint<'_>, at: Area, row: &RowWords, selected: bool) {
        let t = paint.theme;
        line(paint, at, "", selected);
        let mut x = at.x + 2;
        paint.cell(x, at.y, self.number, &row.number, Align::Right, t.dim());
        x += self.number + 2;
        paint.cell(x, at.y, self.what, &row.what, Align::Left, style(t, row.tone));
        x += self.what + 2;
        paint.cell(x, at.y, self.who, &row.who, Align::Left, if selected { t.strong() } else { t.text() });
        x += self.who + 2;
        if self.company > 0 {
            paint.cell(x, at.y, self.company, &row.company, Align::Left, t.dim());
            x += self.company + 2;
        }
        let room = (at.x + at.width).saturating_sub(x);
        paint.cell(x, at.y, room, &row.why, Align::Left, t.dim());
        if selected {
            select(paint, at);
        }
    }
}

/// The rows of the plan.
pub(super) fn plan(paint: &mut Paint<'_>, import: &Import, parts: &ImportAreas) {
    let Some(plan) = import.plan() else { return };
    let (shown, cursor, area) = (import.table.rows(), import.table.cursor(), parts.rows);
    let top = import.table.top(area);
    let places = shown.iter().skip(top).take(usize::from(area.height));
    let rows: Vec<RowWords> = places.filter_map(|at| plan_row(plan, *at)).collect();
    let unit = plan.reading.sheet.unit.word().to_uppercase();
    let grid = Grid::of(&rows, &unit, area.width);
    if let Some(titles) = parts.titles {
        let t = paint.theme;
        let mut x = titles.x + 2;
        paint.cell(x, titles.y, grid.number, &unit, Align::Right, t.dim());
        x += grid.number + 2;
        for (title, cells) in [("WHAT", grid.what), ("EMAIL", grid.who), ("COMPANY", grid.company)] {
            if cells > 0 {
                paint.cell(x, titles.y, cells, title, Align::Left, t.dim());
                x += cells + 2;
            }
        }
        paint.text(x, titles.y, (titles.x + titles.width).saturating_sub(x), "WHY, OR WHO", t.dim());
    }
    for ((y, row), index) in (0..area.height).zip(&rows).zip(top..) {
        grid.row(paint, area.lines(y, 1), row, index == cursor);
    }
    if rows.is_empty() {
        let areas = ListAreas { frame: area, filter: None, rows: area };
        instead(paint, &areas, "No row needs you.");
    }
}

/// The rows of a run that need somebody.
pub(super) fn open(paint: &mut Paint<'_>, run: &RunState, parts: &ImportAreas) {
    let (area, cursor) = (parts.rows, run.cursor());
    let all = open_rows(run);
    let top = top_of(cursor, area);
    let rows: Vec<RowWords> = all.into_iter().skip(top).take(usize::from(area.height)).collect();
    let grid = Grid::of(&rows, "", area.width);
    for ((y, row), index) in (0..area.height).zip(&rows).zip(top..) {
        grid.row(paint, area.lines(y, 1), row, index == cursor);
    }
}

/// What the columns are for.
pub(super) fn columns(paint: &mut Paint<'_>, import: &Import, parts: &ImportAreas) {
    let Some(menu) = &import.columns else { return };
    let (t, area) = (paint.theme, parts.rows);
    let titles = menu.columns.iter().map(|column| cells_of(&column.sample.title)).max().unwrap_or(0).clamp(6, 24);
    let labels = menu.columns.iter().map(|column| cells_of(&meaning_label(column.meaning.as_ref())));
    let label = labels.max().unwrap_or(0).clamp(8, 28);
    if let Some(head) = parts.titles {
        let mut x = head.x + 2;
        for (title, cells) in [("COLUMN", titles), ("IS", label)] {
            paint.cell(x, head.y, cells, title, Align::Left, t.dim());
            x += cells + 2;
        }
        paint.text(x, head.y, (head.x + head.width).saturating_sub(x), "WHAT IS IN IT", t.dim());
    }
    let areas = ListAreas { frame: area, filter: None, rows: area };
    for (at, index) in visible(&areas, top_of(menu.cursor, area), menu.columns.len()) {
        let Some(column) = menu.columns.get(index) else { continue };
        let selected = index == menu.cursor;
        line(paint, at, "", selected);
        let mut x = at.x + 2;
        paint.cell(x, at.y, titles, &column.sample.title, Align::Left, if selected { t.strong() } else { t.text() });
        x += titles + 2;
        let tone = match (&column.meaning, column.meaning == column.sample.meaning) {
            (_, false) => t.accent(),
            (None, true) => t.dim(),
            (Some(_), true) => t.good(),
        };
        paint.cell(x, at.y, label, &meaning_label(column.meaning.as_ref()), Align::Left, tone);
        x += label + 2;
        let room = (at.x + at.width).saturating_sub(x);
        paint.cell(x, at.y, room, &column.sample.cells.join(", "), Align::Left, t.dim());
        if selected {
            select(paint, at);
        }
    }
}

/// A list of which one is taken.
pub(super) fn choice(paint: &mut Paint<'_>, import: &Import, areas: &ListAreas) {
    let Some((list, labels)) = import.choice() else { return };
    filter(paint, areas, &list.filter);
    if labels.is_empty() {
        instead(paint, areas, "Nothing matches.");
    }
    for (at, index) in visible(areas, list_top(list, areas.rows), labels.len()) {
        if let Some(label) = labels.get(index) {
            line(paint, at, label, index == list.cursor);
        }
    }
}

/// Where a field of all rows comes from, if no value is given.
fn column_words(cell: &CellInput) -> String {
    if cell.column.is_some() { format!("column {}", cell.title) } else { "no column".to_owned() }
}

/// The cells of a row, or the values for all rows.
pub(super) fn cells(paint: &mut Paint<'_>, import: &Import, parts: &ImportAreas) {
    let Some(editor) = &import.editor else { return };
    let (t, area) = (paint.theme, parts.rows);
    let labels = editor.cells.iter().map(|cell| cells_of(&cell.label)).max().unwrap_or(0).clamp(4, 24);
    let areas = ListAreas { frame: area, filter: None, rows: area };
    for (at, index) in visible(&areas, top_of(editor.focus, area), editor.cells.len()) {
        let Some(cell) = editor.cells.get(index) else { continue };
        let is_focused = index == editor.focus;
        let style = if is_focused { t.accent() } else { t.dim() };
        paint.cell(at.x, at.y, labels, &cell.label, Align::Right, style);
        let x = at.x + labels + 2;
        let room = (at.x + at.width).saturating_sub(x + 1);
        let scroll = if is_focused { cell.input.visual_scroll(usize::from(room)) } else { 0 };
        let (shown, cursor) = window(&cell.input, scroll, room);
        paint.cell(x, at.y, room, &shown, Align::Left, if is_focused { t.strong() } else { t.text() });
        if editor.of == Edited::AllRows && cell.input.value().is_empty() {
            let said = column_words(cell);
            paint.cell(x + 1, at.y, room.saturating_sub(1), &said, Align::Left, t.dim());
        }
        if is_focused {
            paint.cursor = Some((x + cursor, at.y));
        }
    }
}
