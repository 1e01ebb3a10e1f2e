//! Actions on the visible list, whichever it is: the users of a company if they are
//! open, else the companies.

use crate::app::companies::grouping::GroupTable;
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::keys::command::Command;
use crate::app::keys::press::KeyPress;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::screen::layout::{self, table_height};
use crate::app::widgets::text_input::TextInput;
use crate::cx;
use crate::domain::list::columns::Column;
use crate::domain::list::group_columns::GroupColumn;
use crate::domain::list::query::PAGE_SIZES;
use crate::domain::list::user_columns::UserColumn;

/// Changes the visible list.
macro_rules! on_list {
    ($model:expr, $list:ident => $body:expr) => {
        if $model.users.is_open {
            let $list = &mut $model.users.list;
            $body
        } else {
            let $list = &mut $model.companies;
            $body
        }
    };
}

/// Reads the visible list.
macro_rules! of_list {
    ($model:expr, $list:ident => $body:expr) => {
        if $model.users.is_open {
            let $list = &$model.users.list;
            $body
        } else {
            let $list = &$model.companies;
            $body
        }
    };
}

pub(in crate::app) use {of_list, on_list};

/// The groups, if they are the visible list.
fn groups(model: &Model) -> Option<&GroupTable> {
    model.groups.table().filter(|_| !model.users.is_open)
}

/// The page the user has navigated to, and the number of pages.
#[must_use]
pub fn pages(model: &Model) -> (u32, u32) {
    of_list!(model, list => (list.page(), list.pages()))
}

/// Number of rows, and the index of the one under the cursor.
#[must_use]
pub fn rows(model: &Model) -> (usize, usize) {
    if let Some(groups) = groups(model) {
        return (groups.rows().len(), groups.cursor());
    }
    of_list!(model, list => (list.rows().len(), list.cursor))
}

/// A moving command.
pub(in crate::app) fn move_cursor(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if let Some(areas) = layout::groups(model) {
        let by = super::panes::distance(command, usize::from(areas.table.rows.height));
        let to_end = if command == Command::FirstRow { isize::MIN } else { isize::MAX };
        model.groups.move_by(by.unwrap_or(to_end));
        return;
    }
    let by = super::panes::distance(command, table_height(model));
    on_list!(model, list => match (command, by) {
        (Command::RowDown | Command::RowUp, Some(by)) => list.move_cursor(by, cx!(model, out)),
        (_, Some(by)) => list.leap(by, cx!(model, out)),
        (Command::FirstRow, None) => list.select(0),
        (_, None) => list.select(usize::MAX),
    });
}

/// Drops moves that wait for a page, because another key was pressed.
pub(in crate::app) fn forget_queue(model: &mut Model) {
    on_list!(model, list => list.forget_queue());
}

/// A key was pressed or the mouse used: the user has seen the row under the cursor.
pub(in crate::app) fn mark_seen(model: &mut Model) {
    model.companies.target_seen();
    model.users.list.target_seen();
}

/// What the prompt accepts: the last page if there are pages, else the last row.
#[must_use]
pub fn numbered(model: &Model) -> (u32, &'static str) {
    match pages(model).1 {
        0 | 1 => (u32::try_from(rows(model).0).unwrap_or(u32::MAX), "row"),
        pages => (pages, "page"),
    }
}

/// Goes to a page, or to a row where there are no pages.
pub(in crate::app) fn go_to(model: &mut Model, number: u32, out: &mut Vec<Effect>) {
    if pages(model).1 > 1 {
        on_list!(model, list => list.go_to_page(number, CursorTarget::First, cx!(model, out)));
    } else {
        let row = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        on_list!(model, list => list.select(row));
    }
}

/// Goes to the next or previous page; by a screen if there are no pages.
pub(in crate::app) fn turn_page(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let (page, pages) = pages(model);
    if pages > 1 {
        go_to(model, if forward { page.saturating_add(1) } else { page.saturating_sub(1) }, out);
    } else {
        move_cursor(model, if forward { Command::ScreenDown } else { Command::ScreenUp }, out);
    }
}

/// Opens the menu of page sizes.
pub(in crate::app) fn choose_page_size(model: &mut Model) {
    let size = if model.users.is_open { model.users.list.wanted.query.size } else { model.companies.wanted.size };
    let cursor = PAGE_SIZES.iter().position(|s| *s >= size).unwrap_or(0);
    model.overlays.push(Overlay::PageSize { cursor });
}

/// Sets the page size.
pub(in crate::app) fn resize_pages(model: &mut Model, size: u32, out: &mut Vec<Effect>) {
    on_list!(model, list => list.resize_pages(size, cx!(model, out)));
}

/// A command about the order.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn sort(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::Sort(column) => sort_companies(model, column, out),
        Command::SortUsers(column) => sort_users(model, column, out),
        Command::SortHere => sort_here(model, out),
        _ => reverse_order(model, out),
    }
}

/// Reverses the order.
fn reverse_order(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some((column, _)) = groups(model).map(GroupTable::order) {
        sort_groups(model, column);
        return;
    }
    on_list!(model, list => list.reverse_order(cx!(model, out)));
}

/// Sorts by the column under the cursor.
fn sort_here(model: &mut Model, out: &mut Vec<Effect>) {
    if model.users.is_open {
        sort_users(model, model.users.list.column, out);
    } else if let Some(column) = groups(model).map(GroupTable::column) {
        sort_groups(model, column);
    } else {
        sort_companies(model, model.companies.column, out);
    }
}

/// Sorts the companies.
pub(in crate::app) fn sort_companies(model: &mut Model, column: Column, out: &mut Vec<Effect>) {
    model.companies.go_to_column(column);
    if let Err(reason) = model.companies.sort_by(column, cx!(model, out)) {
        model.notices.hint(model.now, reason);
    }
}

/// Sorts the groups.
pub(in crate::app) fn sort_groups(model: &mut Model, column: GroupColumn) {
    model.groups.sort_by(column, &model.companies);
}

/// Sorts the users.
pub(in crate::app) fn sort_users(model: &mut Model, column: UserColumn, out: &mut Vec<Effect>) {
    model.users.list.go_to_column(column);
    if let Err(reason) = model.users.list.sort_by(column, cx!(model, out)) {
        model.notices.hint(model.now, reason);
    }
}

/// Opens the search line of the list from whatever pane has the focus. From the company pane it
/// searches the companies.
pub(in crate::app) fn open_search(model: &mut Model) {
    if model.pane == Pane::Company {
        model.users.hide();
    }
    model.pane = if model.users.is_open { Pane::Users } else { Pane::Table };
    on_list!(model, list => list.open_search());
}

/// A key in the search line.
pub(in crate::app) fn type_search(model: &mut Model, press: KeyPress, out: &mut Vec<Effect>) {
    on_list!(model, list => {
        list.type_search(press, cx!(model, out));
    });
}

/// A paste into the search line.
pub(in crate::app) fn paste_search(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    on_list!(model, list => list.paste_search(text, cx!(model, out)));
}

/// Enter in the search line.
pub(in crate::app) fn accept_search(model: &mut Model, out: &mut Vec<Effect>) {
    on_list!(model, list => list.accept_search(cx!(model, out)));
}

/// Tab in the search line.
pub(in crate::app) fn complete_search(model: &mut Model, out: &mut Vec<Effect>) {
    let done = on_list!(model, list => list.complete_search(cx!(model, out)));
    if !done {
        model.notices.hint(
            model.now,
            "nothing to complete: a column is completed after its first letter, a value after its colon",
        );
    }
}

/// Esc in the search line.
pub(in crate::app) fn leave_search(model: &mut Model, out: &mut Vec<Effect>) {
    on_list!(model, list => list.leave_search(cx!(model, out)));
}

/// The wheel over the rows.
pub(in crate::app) fn scroll_by(model: &mut Model, by: isize) {
    if groups(model).is_some() {
        model.groups.move_by(by);
        return;
    }
    on_list!(model, list => {
        let to = list.cursor.saturating_add_signed(by);
        list.select(to);
    });
}

/// A click on a line of the rows; true if a row is there.
pub(in crate::app) fn click_row(model: &mut Model, line: usize) -> bool {
    if groups(model).is_some() {
        return model.groups.select_line(line);
    }
    on_list!(model, list => {
        let row = list.top + line;
        let is_there = row < list.rows().len();
        if is_there {
            list.select(row);
        }
        is_there
    })
}

/// After every message: both lists scroll so that their cursor shows.
pub(in crate::app) fn scroll_into(model: &mut Model) {
    let height = table_height(model);
    model.companies.scroll_into(height);
    if let Some(areas) = layout::groups(model) {
        model.groups.scroll_into(usize::from(areas.table.rows.height));
    }
    model.users.list.scroll_into(height);
}

/// Which page, or how many rows it has.
pub fn ask_for_pages(model: &mut Model, command: Command) {
    if command == Command::PageSize {
        choose_page_size(model);
    } else {
        model.overlays.push(Overlay::GoTo(TextInput::default()));
    }
}
