//! Goes sideways in the visible list: the column cursor, and columns that have no room.

use crate::app::companies::grouping::GroupTable;
use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::screen::layout::{self, TableAreas, scrolled_groups, scrolled_table, scrolled_users};
use crate::domain::list::columns::Column;
use crate::domain::list::grid::GridColumn;
use crate::domain::list::group_columns::GroupColumn;
use crate::domain::list::user_columns::UserColumn;

/// A list with its columns: how they lie when it is scrolled so far.
struct Columns<'a, C> {
    wanted: &'a [C],
    areas: &'a dyn Fn(usize) -> Option<TableAreas<C>>,
    /// How far it is scrolled.
    scroll: usize,
}

impl<C: GridColumn> Columns<'_, C> {
    fn shown(&self, scroll: usize) -> Vec<C> {
        (self.areas)(scroll).map_or_else(Vec::new, |areas| areas.columns.iter().map(|p| p.column).collect())
    }

    /// The places to scroll to from here, the nearest first.
    fn places(&self, right: bool) -> Vec<usize> {
        if right { (self.scroll + 1..=self.wanted.len()).collect() } else { (0..self.scroll).rev().collect() }
    }

    /// The nearest place with other columns than are shown now, and these.
    fn next(&self, right: bool) -> Option<(usize, Vec<C>)> {
        let now = self.shown(self.scroll);
        let others = self.places(right).into_iter().map(|place| (place, self.shown(place)));
        others.into_iter().find(|(_, columns)| *columns != now)
    }

    /// The column beside `column`, and how far to scroll for it to be seen.
    fn neighbour(&self, column: C, right: bool) -> Option<(C, usize)> {
        let side = |columns: &[C]| {
            let at = columns.iter().position(|c| *c == column)?;
            columns.get(if right { at + 1 } else { at.checked_sub(1)? }).copied()
        };
        let shown = self.shown(self.scroll);
        if self.scroll == 0
            && let Some(beside) = side(&shown)
        {
            // What makes way for more important columns is passed over.
            return Some((beside, 0));
        }
        // The frozen column stands first, wherever it belongs.
        let mut order = vec![C::frozen()];
        order.extend(self.wanted.iter().copied().filter(|c| *c != C::frozen()));
        if !order.contains(&column) {
            return shown.first().map(|first| (*first, self.scroll));
        }
        let beside = side(&order)?;
        if shown.contains(&beside) {
            return Some((beside, self.scroll));
        }
        // From the frozen column it may be on either side.
        let mut places = self.places(right).into_iter().chain(self.places(!right));
        let place = places.find(|place| self.shown(*place).contains(&beside))?;
        Some((beside, place))
    }
}

fn companies<T>(model: &Model, then: impl FnOnce(&Columns<'_, Column>) -> T) -> T {
    let areas = |scroll| scrolled_table(model, scroll);
    let scroll = areas(model.companies.scroll()).map_or(0, |areas| areas.scroll);
    then(&Columns { wanted: &model.columns, areas: &areas, scroll })
}

fn users<T>(model: &Model, then: impl FnOnce(&Columns<'_, UserColumn>) -> T) -> T {
    let areas = |scroll| scrolled_users(model, scroll);
    let scroll = areas(model.users.list.scroll()).map_or(0, |areas| areas.scroll);
    then(&Columns { wanted: UserColumn::of(model.users.listed_subject()), areas: &areas, scroll })
}

fn groups<T>(model: &Model, then: impl FnOnce(&Columns<'_, GroupColumn>) -> T) -> T {
    let areas = |scroll| scrolled_groups(model, scroll).map(|areas| areas.table);
    let scroll = layout::groups(model).map_or(0, |areas| areas.table.scroll);
    then(&Columns { wanted: &GroupColumn::ALL, areas: &areas, scroll })
}

/// Runs a command that goes to the left or to the right.
pub(in crate::app) fn run(model: &mut Model, command: Command) {
    let right = matches!(command, Command::ColumnRight | Command::ScrollRight);
    if matches!(command, Command::ColumnLeft | Command::ColumnRight) {
        move_column(model, right);
    } else {
        scroll(model, right);
    }
}

/// Moves the column cursor; out of what is shown, the columns scroll along.
fn move_column(model: &mut Model, right: bool) {
    if model.users.is_open {
        let column = model.users.list.column;
        if let Some((column, scroll)) = users(model, |columns| columns.neighbour(column, right)) {
            model.users.list.go_to_column(column);
            model.users.list.scroll_columns(scroll);
        }
    } else if let Some(column) = model.groups.table().map(GroupTable::column) {
        if let Some((column, scroll)) = groups(model, |columns| columns.neighbour(column, right)) {
            model.groups.go_to_column(column);
            model.groups.scroll_columns(scroll);
        }
    } else {
        let column = model.companies.column;
        if let Some((column, scroll)) = companies(model, |columns| columns.neighbour(column, right)) {
            model.companies.go_to_column(column);
            model.companies.scroll_columns(scroll);
        }
    }
}

/// Scrolls the columns; the column cursor stays among those that are shown.
pub(in crate::app) fn scroll(model: &mut Model, right: bool) {
    let is_scrolled = if model.users.is_open {
        users(model, |columns| columns.next(right)).map(|(to, shown)| {
            let column = nearest(&shown, model.users.list.column, right);
            model.users.list.scroll_columns(to);
            model.users.list.go_to_column(column);
        })
    } else if let Some(column) = model.groups.table().map(GroupTable::column) {
        groups(model, |columns| columns.next(right)).map(|(to, shown)| {
            model.groups.scroll_columns(to);
            model.groups.go_to_column(nearest(&shown, column, right));
        })
    } else {
        companies(model, |columns| columns.next(right)).map(|(to, shown)| {
            let column = nearest(&shown, model.companies.column, right);
            model.companies.scroll_columns(to);
            model.companies.go_to_column(column);
        })
    };
    if is_scrolled.is_none() {
        let side = if right { "right" } else { "left" };
        model.notices.hint(model.now, format!("there are no more columns on the {side}"));
    }
}

/// Where the column cursor goes: its column, unless that is no longer shown.
fn nearest<C: GridColumn>(shown: &[C], column: C, right: bool) -> C {
    if shown.contains(&column) {
        return column;
    }
    let nearest = if right { shown.get(1).or(shown.first()) } else { shown.last() };
    nearest.copied().unwrap_or(column)
}
