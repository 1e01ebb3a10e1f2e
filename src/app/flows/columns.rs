//! View settings of the list: the columns to show, and what is saved between runs, by
//! comparing after every message. Code that changes them need not care.

use crate::app::core::effect::Effect;
use crate::app::keys::command::{Arrange, Command};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::layout;
use crate::app::screen::views::look;
use crate::domain::list::columns::Column;
use crate::domain::list::grid::{ChosenWidths, GridColumn, WIDEST};
use crate::domain::list::view::{SavedView, View};

/// The current view settings.
fn now(model: &Model) -> View {
    // What a named view says is not a choice of the user.
    let now = look(model);
    let own = model.view.as_ref().map_or_else(|| now.clone(), |open| open.without(&now));
    View {
        columns: own.columns,
        widths: model.widths.clone(),
        page_size: model.companies.wanted.size,
        order: own.order,
    }
}

/// After every message: saves changed view settings.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let now = SavedView::of(&now(model), &model.settings.view());
    if now != model.remembered {
        model.remembered = now.clone();
        out.push(Effect::SaveViewState(Box::new(now)));
    }
}

/// The menu of columns: opens it, arranges the column under its cursor, or resets all.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn run(model: &mut Model, command: Command) {
    match command {
        Command::ResetColumns => reset(model),
        Command::Arrange(Arrange::Up) => shift(model, -1),
        Command::Arrange(Arrange::Down) => shift(model, 1),
        Command::Arrange(Arrange::Wider) => widen(model, STEP),
        Command::Arrange(Arrange::Narrower) => widen(model, -STEP),
        Command::Arrange(Arrange::OwnWidth) => own_width(model),
        _ => model.overlays.push(Overlay::Columns { cursor: 0, order: order(model) }),
    }
}

/// Cells that a key makes a column wider or narrower.
const STEP: i16 = 2;

/// Every column: the shown ones in their order, and the hidden ones where they would be by the configuration.
fn order(model: &Model) -> Vec<Column> {
    let mut usual: Vec<Column> = Column::all().collect();
    usual.sort_by_key(|c| place_of(&model.settings.columns, *c));
    let mut order = model.columns.clone();
    for (at, column) in usual.iter().enumerate().filter(|(_, column)| !model.columns.contains(column)) {
        // Behind the one that it usually follows.
        let before = usual.get(at.wrapping_sub(1)).and_then(|before| order.iter().position(|c| c == before));
        order.insert(before.map_or(0, |before| before + 1), *column);
    }
    order
}

/// The columns in the order of the menu: one keeps its line when it is hidden, so that the same key brings it back.
#[must_use]
pub fn listed(model: &Model) -> Vec<Column> {
    match model.overlays.last() {
        Some(Overlay::Columns { order, .. }) => order.clone(),
        _ => order(model),
    }
}

/// The position of a column: as configured, else after those that precede it in the column table.
fn place_of(configured: &[Column], column: Column) -> (usize, Column) {
    match configured.iter().position(|c| *c == column) {
        Some(at) => (at, column),
        None => (configured.iter().rposition(|c| *c < column).unwrap_or(0), column),
    }
}

/// Why a column of the menu cannot be hidden or is not visible, and a width that was chosen for it.
#[must_use]
pub fn remark(model: &Model, column: Column) -> Option<String> {
    let width = model.widths.of(column).map(|width| format!("{width} wide"));
    let said = if column == Column::Company {
        Some("always shown".to_owned())
    } else if !model.columns.contains(&column) || placed_width(model, column).is_some() {
        None
    } else {
        let key = |command| model.describe_keys(command, Scope::Table);
        let (left, right) = (key(Command::ScrollLeft), key(Command::ScrollRight));
        Some(format!("not in sight; {left} and {right} scroll"))
    };
    match (said, width) {
        (Some(said), Some(width)) => Some(format!("{said}, {width}")),
        (said, width) => said.or(width),
    }
}

/// The width of a column on the screen; `None` if it is not there. Without a table nothing is known to be missing.
fn placed_width(model: &Model, column: Column) -> Option<u16> {
    match layout::table(model) {
        Some(table) => table.columns.iter().find(|p| p.column == column).map(|p| p.width),
        None => Some(column.spec().min),
    }
}

/// The column under the cursor of the menu.
fn under_cursor(model: &Model) -> Option<Column> {
    let Some(Overlay::Columns { cursor, order }) = model.overlays.last() else { return None };
    order.get(*cursor).copied()
}

/// Shows or hides the column under the cursor.
pub(in crate::app) fn toggle(model: &mut Model) {
    let Some(column) = under_cursor(model) else { return };
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
        arrange(model);
        if placed_width(model, column).is_none() {
            let title = column.spec().title;
            let scrolls = model.describe_keys(Command::ScrollRight, Scope::Table);
            model.notices.hint(
                model.now,
                format!("{title} shows when there is room: a wider screen, or fewer columns; {scrolls} scrolls to it"),
            );
        }
    }
}

/// The shown columns take the order of the menu.
fn arrange(model: &mut Model) {
    let order = listed(model);
    model.columns.sort_by_key(|c| order.iter().position(|o| o == c));
}

/// Moves the column under the cursor, and the cursor with it.
fn shift(model: &mut Model, by: isize) {
    let Some(Overlay::Columns { cursor, order }) = model.overlays.last_mut() else { return };
    let to = cursor.saturating_add_signed(by);
    let stays = |at: usize| at == 0 && order.first() == Some(&Column::Company);
    if stays(*cursor) || stays(to) {
        model.notices.hint(model.now, "COMPANY stays first: it is what remains when the others are scrolled");
        return;
    }
    if to < order.len() && to != *cursor {
        order.swap(*cursor, to);
        *cursor = to;
        arrange(model);
    }
}

/// Makes the column under the cursor wider or narrower than it is now.
fn widen(model: &mut Model, by: i16) {
    let Some(column) = under_cursor(model) else { return };
    let title = column.spec().title;
    let Some(now) = placed_width(model, column).filter(|_| model.columns.contains(&column)) else {
        model.notices.hint(model.now, format!("{title} is not on the screen: it has no width to change"));
        return;
    };
    let narrowest = column.narrowest(model.companies.content().widest(column));
    let to = now.saturating_add_signed(by).clamp(narrowest.min(now), WIDEST);
    let before = model.widths.of(column);
    model.widths.choose(column, Some(to));
    if placed_width(model, column) == Some(now) {
        model.widths.choose(column, before);
        let said = if by > 0 { "has no more room on this screen" } else { "is as narrow as it can be" };
        model.notices.hint(model.now, format!("{title} {said}"));
    }
}

/// The column under the cursor is as wide as what it holds again.
fn own_width(model: &mut Model) {
    if let Some(column) = under_cursor(model) {
        model.widths.choose(column, None);
    }
}

/// Resets to the configured columns.
pub(in crate::app) fn reset(model: &mut Model) {
    model.columns = model.settings.columns.clone();
    model.widths = ChosenWidths::default();
    let usual = order(model);
    if let Some(Overlay::Columns { order, .. }) = model.overlays.last_mut() {
        *order = usual;
    }
    model.notices.hint(model.now, "the columns are as configured");
}
