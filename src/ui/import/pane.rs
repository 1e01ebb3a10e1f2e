//! The box of an import.

use super::rows;
use super::tone::style;
use crate::app::import::run_state::{RunState, Standing};
use crate::app::import::state::{Import, View};
use crate::app::model::Model;
use crate::app::screen::import_layout::{self, ImportAreas};
use crate::app::screen::import_line::WordLine;
use crate::app::screen::import_words::{foot, head, place, title};
use crate::app::screen::overlay_layout::ListAreas;
use crate::app::widgets::area::{Area, wrap};
use crate::domain::text::grouped;
use crate::ui::widgets::filter_list::{filter, instead};
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let Some(import) = &model.import.current else { return };
    let t = paint.theme;
    let (title, place) = (title(import), place(import));
    let right: &[_] = if place.is_empty() { &[] } else { &[(place.as_str(), t.dim())] };
    paint.overlay_with(areas.frame, &[(&title, t.strong())], right);
    let mut inner = areas.frame.inside(2);
    if areas.filter.is_some() {
        inner = inner.lines(1, inner.height.saturating_sub(1));
    }
    let parts = import_layout::areas(model, import, inner);
    lines(paint, parts.head, &head(model, import, usize::from(inner.width), usize::from(parts.head.height)));
    lines(paint, parts.foot, &foot(model, import, usize::from(inner.width)));
    match import.view() {
        View::File => file(paint, model, import, areas),
        View::Reading => reading(paint, import, areas),
        View::Columns => rows::columns(paint, import, &parts),
        View::Choice => rows::choice(paint, import, areas),
        View::Plan => rows::plan(paint, import, &parts),
        View::Row => rows::cells(paint, import, &parts),
        View::Run => run(paint, import, &parts),
    }
}

fn lines(paint: &mut Paint<'_>, area: Area, lines: &[WordLine]) {
    let t = paint.theme;
    for (y, line) in (0..area.height).zip(lines) {
        let at = area.lines(y, 1);
        let pieces: Vec<_> = line.iter().map(|(text, tone)| (text.as_str(), style(t, *tone))).collect();
        paint.pieces(at.x, at.y, at.width, &pieces);
    }
}

/// The prompt, and what is in the folder.
fn file(paint: &mut Paint<'_>, model: &Model, import: &Import, areas: &ListAreas) {
    filter(paint, areas, &import.prompt.input);
    let t = paint.theme;
    let mut rows = areas.rows;
    if let Some(failure) = &import.failed {
        for text in wrap(&failure.to_string(), usize::from(rows.width)).iter().take(usize::from(rows.height / 2)) {
            paint.text(rows.x, rows.y, rows.width, text, t.danger());
            rows = rows.lines(1, rows.height.saturating_sub(1));
        }
    }
    if let Some(remark) = import.prompt.remark() {
        paint.text(rows.x, rows.y, rows.width, remark, t.warning());
        rows = rows.lines(1, rows.height.saturating_sub(1));
    }
    let found = import.prompt.matches();
    let areas = ListAreas { rows, ..*areas };
    if found.is_empty() && !import.prompt.is_waiting() && import.failed.is_none() {
        let said = if import.prompt.input.value().is_empty() {
            "No file with people is in this folder. Type the path of one, or drop it here: CSV, TSV, XLSX, XLS or vCard."
        } else {
            "Nothing here has this name. Enter reads the path as it is typed."
        };
        instead(paint, &areas, said);
    }
    rows::folder(paint, model, &found, import.prompt.cursor(), rows);
}

fn reading(paint: &mut Paint<'_>, import: &Import, areas: &ListAreas) {
    let said = match (import.making.map(|making| (making.progress, making.is_slow)), import.name()) {
        (Some((Some((read, of)), _)), name) => {
            format!("Reading {name}: {} of {} users looked at", grouped(read), grouped(of))
        }
        (Some((None, true)), name) => format!("Reading {name}, and asking the service about its people"),
        _ => String::new(),
    };
    instead(paint, areas, &said);
}

/// How far it is, and the rows that need somebody.
fn run(paint: &mut Paint<'_>, import: &Import, parts: &ImportAreas) {
    let (t, Some(run)) = (paint.theme, &import.run) else { return };
    let (done, of) = (run.run.done() as u64, run.run.of() as u64);
    let style = match run.standing() {
        Standing::Stopped => t.danger(),
        Standing::Paused => t.warning(),
        Standing::Over => t.good(),
        Standing::Beginning | Standing::Going | Standing::Writing => t.accent(),
    };
    let said = format!("{} of {}", grouped(done), grouped(of));
    let taken = paint.text(parts.head.x, parts.head.y, parts.head.width, &said, t.strong());
    let room = parts.head.width.saturating_sub(taken + 2).min(60);
    let bar = Area { x: parts.head.x + taken + 2, y: parts.head.y, width: room, height: 1 };
    gauge::draw(paint, bar, done, of, style);
    open_rows(paint, run, parts);
}

fn open_rows(paint: &mut Paint<'_>, run: &RunState, parts: &ImportAreas) {
    if run.open_number() > 0 {
        rows::open(paint, run, parts);
    }
}
