//! The companies in groups, in place of their list: sums over what the list shows, kept up to date with it.

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::list::filter::term::{Filter, Term};
use crate::domain::list::grid::Content;
use crate::domain::list::group::{Group, GroupBy, Groups, filter};
use crate::domain::list::group_columns::{GroupColumn, content, sorted};
use crate::domain::list::index_query::IndexQuery;
use crate::domain::text::spreadsheet::{cell, pasted};

/// The groups on the screen, and the way back to them.
#[derive(Debug, Clone, Default)]
pub struct Grouping {
    table: Option<Box<GroupTable>>,
    left: Option<Box<Left>>,
    /// What a view groups by, until all companies are in memory or another key is pressed.
    waiting: Option<GroupBy>,
}

/// Groups that were left for the companies of one of them.
#[derive(Debug, Clone)]
struct Left {
    by: GroupBy,
    order: (GroupColumn, bool),
    /// The group, and the terms of the filter that show its companies.
    name: String,
    terms: Filter,
}

/// Groups with their sums.
#[derive(Debug, Clone)]
pub struct GroupTable {
    by: GroupBy,
    rows: Vec<Group>,
    total: SeatSums,
    shared: u64,
    content: Content,
    order: (GroupColumn, bool),
    cursor: usize,
    top: usize,
    column: GroupColumn,
    /// How far the columns are scrolled sideways.
    sideways: usize,
    /// What the sums are of.
    of: Option<(IndexQuery, u64, Option<SeatSums>)>,
}

impl GroupTable {
    /// What the companies are grouped by.
    #[must_use]
    pub fn by(&self) -> GroupBy {
        self.by
    }

    /// The groups, in order.
    #[must_use]
    pub fn rows(&self) -> &[Group] {
        &self.rows
    }

    /// The sums over all companies, each counted once.
    #[must_use]
    pub fn total(&self) -> SeatSums {
        self.total
    }

    /// Companies in more than one group.
    #[must_use]
    pub fn shared(&self) -> u64 {
        self.shared
    }

    /// The widest cells.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The column it is sorted by, and whether it ascends.
    #[must_use]
    pub fn order(&self) -> (GroupColumn, bool) {
        self.order
    }

    /// The row under the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first row on the screen.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// The column under the cursor.
    #[must_use]
    pub fn column(&self) -> GroupColumn {
        self.column
    }

    /// How far the columns are scrolled sideways.
    #[must_use]
    pub fn scroll(&self) -> usize {
        self.sideways
    }

    /// The group under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Group> {
        self.rows.get(self.cursor)
    }

    /// A group as the cells of these columns, for a spreadsheet.
    #[must_use]
    pub fn line(group: &Group, columns: &[GroupColumn]) -> String {
        let harmless = |column: &GroupColumn| {
            if *column == GroupColumn::Group { cell(&group.name).into_owned() } else { column.cell(group) }
        };
        pasted(columns.iter().map(harmless))
    }

    fn show(&mut self, groups: &Groups) {
        let under = self.selected().map(|group| group.name.clone());
        self.content = content(groups);
        self.total = groups.total();
        self.shared = groups.shared();
        self.rows = sorted(groups, self.order.0, self.order.1);
        let place = under.and_then(|name| self.rows.iter().position(|group| group.name == name));
        self.cursor = place.unwrap_or(self.cursor).min(self.rows.len().saturating_sub(1));
    }
}

impl Grouping {
    /// Groups once all companies are in memory.
    pub(in crate::app) fn wait(&mut self, by: GroupBy) {
        self.waiting = Some(by);
    }

    /// Whoever does something else does not want the groups any more.
    pub(in crate::app) fn stop_waiting(&mut self) {
        self.waiting = None;
    }

    /// What is grouped by as soon as all companies are in memory.
    #[must_use]
    pub fn waiting(&self) -> Option<GroupBy> {
        self.waiting
    }

    /// The groups, if they are shown.
    #[must_use]
    pub fn table(&self) -> Option<&GroupTable> {
        self.table.as_deref()
    }

    /// What the companies are grouped by, now or as soon as all of them are in memory.
    #[must_use]
    pub fn by(&self) -> Option<GroupBy> {
        self.table.as_ref().map(|table| table.by).or(self.waiting)
    }

    /// The groups are shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.table.is_some()
    }

    /// Shows the companies of this list in groups, in the order of the list.
    pub fn open(&mut self, by: GroupBy, list: &Companies) {
        let (column, ascending) = (GroupColumn::like(list.wanted.column), list.wanted.ascending);
        // A column that groups do not have says nothing about their order.
        let is_same = column != GroupColumn::Group || list.wanted.column.spec().key == "company";
        let order = (column, if is_same { ascending } else { column.starts_ascending() });
        self.left = None;
        self.begin(by, order, list);
    }

    fn begin(&mut self, by: GroupBy, order: (GroupColumn, bool), list: &Companies) {
        self.table = Some(Box::new(GroupTable {
            by,
            rows: Vec::new(),
            total: SeatSums::default(),
            shared: 0,
            content: Content::default(),
            order,
            cursor: 0,
            top: 0,
            column: GroupColumn::Group,
            sideways: 0,
            of: None,
        }));
        self.follow(list);
    }

    /// Shows the list again; false if it is shown.
    pub fn close(&mut self) -> bool {
        self.left = None;
        self.table.take().is_some()
    }

    /// Shows the companies of the group under the cursor: its term is added to the filter.
    pub fn enter(&mut self, list: &mut Companies, cx: &mut Context<'_>) {
        let Some(table) = &self.table else { return };
        let Some(group) = table.selected() else { return };
        let (by, order, name) = (table.by, table.order, group.name.clone());
        let terms = filter(by, &name);
        list.narrow(&terms, cx);
        self.table = None;
        self.left = Some(Box::new(Left { by, order, name, terms }));
    }

    /// The group whose companies are shown, if the way there was through the groups and its term is still in the filter.
    #[must_use]
    pub fn entered(&self, list: &Companies) -> Option<&str> {
        let left = self.left.as_ref()?;
        let has = |term: &Term| list.wanted.filters.terms.iter().any(|mine| mine.text == term.text);
        left.terms.terms.iter().all(has).then_some(left.name.as_str())
    }

    /// Goes back to the groups that were left for one of them; false if there is no way back.
    pub fn go_back(&mut self, list: &mut Companies, cx: &mut Context<'_>) -> bool {
        if self.entered(list).is_none() {
            return false;
        }
        let Some(left) = self.left.take() else { return false };
        let Left { by, order, name, terms } = *left;
        list.widen(&terms, cx);
        self.begin(by, order, list);
        if let Some(table) = &mut self.table {
            table.cursor = table.rows.iter().position(|group| group.name == name).unwrap_or(0);
        }
        true
    }

    /// After every message: the sums are those of what the list shows.
    pub fn follow(&mut self, list: &Companies) {
        let Some(table) = &mut self.table else { return };
        let Some(shown) = &list.shown else { return };
        let is_known = |of: &(IndexQuery, u64, Option<SeatSums>)| {
            of.0 == shown.query && of.1 == shown.at.millis && of.2 == shown.page.seats
        };
        if !table.of.as_ref().is_some_and(is_known) {
            table.of = Some((shown.query.clone(), shown.at.millis, shown.page.seats));
            table.show(&Groups::of(table.by, shown.page.items.iter().map(AsRef::as_ref)));
        }
    }

    /// Sorts by a column, or turns the order round if it is sorted by it.
    pub fn sort_by(&mut self, column: GroupColumn, list: &Companies) {
        if let Some(table) = &mut self.table {
            let turned = table.order.0 == column;
            table.order = (column, if turned { !table.order.1 } else { column.starts_ascending() });
            table.column = column;
            table.of = None;
        }
        self.follow(list);
    }

    /// Moves the cursor by rows; to the first or last one with `isize::MIN` and `isize::MAX`.
    pub fn move_by(&mut self, rows: isize) {
        if let Some(table) = &mut self.table {
            table.cursor = table.cursor.saturating_add_signed(rows).min(table.rows.len().saturating_sub(1));
        }
    }

    /// Puts the cursor on this line of the screen; false if there is no group.
    pub fn select_line(&mut self, line: usize) -> bool {
        let Some(table) = &mut self.table else { return false };
        let row = table.top + line;
        let is_there = row < table.rows.len();
        if is_there {
            table.cursor = row;
        }
        is_there
    }

    /// Moves the column cursor.
    pub fn go_to_column(&mut self, column: GroupColumn) {
        if let Some(table) = &mut self.table {
            table.column = column;
        }
    }

    /// Scrolls the columns.
    pub fn scroll_columns(&mut self, to: usize) {
        if let Some(table) = &mut self.table {
            table.sideways = to;
        }
    }

    /// Scrolls so that the cursor shows in `height` rows.
    pub fn scroll_into(&mut self, height: usize) {
        if let Some(table) = &mut self.table {
            let height = height.max(1);
            let least = (table.cursor + 1).saturating_sub(height);
            table.top = table.top.clamp(least, table.cursor.max(least)).min(table.rows.len().saturating_sub(height));
        }
    }
}

impl Companies {
    /// Adds terms to the filter, from its first company.
    fn narrow(&mut self, terms: &Filter, cx: &mut Context<'_>) {
        let mut filters = self.wanted.filters.clone();
        let new =
            terms.terms.iter().filter(|term| !self.wanted.filters.terms.iter().any(|mine| mine.text == term.text));
        filters.terms.extend(new.cloned());
        let wanted = IndexQuery { page: 1, filters, ..self.wanted.clone() };
        self.request(wanted, CursorTarget::First, cx);
    }

    /// Takes these terms out of the filter.
    fn widen(&mut self, terms: &Filter, cx: &mut Context<'_>) {
        let mut filters = self.wanted.filters.clone();
        filters.terms.retain(|mine| terms.terms.iter().all(|term| term.text != mine.text));
        let wanted = IndexQuery { page: 1, filters, ..self.wanted.clone() };
        self.request(wanted, CursorTarget::Follow, cx);
    }
}
