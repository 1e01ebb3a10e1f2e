//! View settings of the list: the columns to show, and what is saved between runs, by
//! comparing after every message. Code that changes them need not care.

use crate::app::core::effect::Effect;
use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::layout;
use crate::app::screen::views::look;
use crate::domain::list::columns::Column;
use crate::domain::list::view::{SavedView, View};

/// The current view settings.
fn now(model: &Model) -> View {
    // What a named view says is not a choice of the user.
    let now = look(model);
    let own = model.view.as_ref().map_or_else(|| now.clone(), |open| open.without(&now));
    View { columns: own.columns, page_size: model.companies.wanted.size, order: own.order }
}

/// After every message: saves changed view settings.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let now = SavedView::of(&now(model), &model.settings.view());
    if now != model.remembered {
        model.remembered = now.clone();
        out.push(Effect::SaveViewState(Box::new(now)));
    }
}

/// Opens the menu of columns, or resets the columns to the configured ones.
pub(in crate::app) fn run(model: &mut Model, command: Command) {
    if command == Command::ResetColumns { reset(model) } else { open(model) }
}

/// Opens the menu of columns.
fn open(model: &mut Model) {
    model.overlays.push(Overlay::Columns { cursor: 0 });
}

/// Every column in the order of the menu: a column keeps its line when it is hidden, so that the
/// same key brings it back.
#[must_use]
pub fn listed(model: &Model) -> Vec<Column> {
    let mut listed: Vec<Column> = Column::all().collect();
    listed.sort_by_key(|c| place_of(&model.settings.columns, *c));
    listed
}

/// The position of a column: as configured, else after those that precede it in the column table.
fn place_of(configured: &[Column], column: Column) -> (usize, Column) {
    match configured.iter().position(|c| *c == column) {
        Some(at) => (at, column),
        None => (configured.iter().rposition(|c| *c < column).unwrap_or(0), column),
    }
}

/// Why a column of the menu cannot be hidden or is not visible.
#[must_use]
pub fn remark(model: &Model, column: Column) -> Option<&'static str> {
    let shown = model.columns.contains(&column);
    if column == Column::Company {
        return Some("always shown");
    }
    let placed = layout::table(model).is_none_or(|t| t.columns.iter().any(|p| p.column == column));
    (shown && !placed).then_some("no room on this screen")
}

/// Shows or hides the column under the cursor.
pub(in crate::app) fn toggle(model: &mut Model) {
    let Some(Overlay::Columns { cursor }) = model.overlays.last() else { return };
    let Some(column) = listed(model).get(*cursor).copied() else { return };
    if column == Column::Company {
        model.notices.hint(model.now, "COMPANY is always shown: without it the rows cannot be told apart");
        return;
    }
    if model.columns.contains(&column) {
        model.columns.retain(|c| *c != column);
        if model.companies.column == column {
            model.companies.go_to_column(Column::Company);
        }
    } else {
        model.columns.push(column);
        let configured = &model.settings.columns;
        model.columns.sort_by_key(|c| place_of(configured, *c));
        if remark(model, column).is_some() {
            let title = column.spec().title;
            model
                .notices
                .hint(model.now, format!("{title} shows when there is room: a wider screen, or fewer columns"));
        }
    }
}

/// Resets to the configured columns.
pub(in crate::app) fn reset(model: &mut Model) {
    model.columns = model.settings.columns.clone();
    model.notices.hint(model.now, "the columns are as configured");
}
