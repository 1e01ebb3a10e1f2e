//! The named view that is open, and what the list was like without it.

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::domain::list::columns::Column;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::group::GroupBy;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::named_view::NamedView;

/// Columns and order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its order, and whether it ascends.
    pub order: (Column, bool),
}

/// The view that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenView {
    /// It as it was opened.
    pub view: NamedView,
    /// What comes back when it is closed, as far as the view has a say in it.
    before: Look,
}

impl OpenView {
    /// Opens a view over a list that looks so, whether or not another one is open.
    #[must_use]
    pub fn new(view: NamedView, over: Option<&Self>, now: &Look) -> Self {
        let before = over.map_or_else(|| now.clone(), |open| open.without(now));
        Self { view, before }
    }

    /// What a list that looks so with the view would be like without it. What the view does not say is the list's own.
    #[must_use]
    pub fn without(&self, now: &Look) -> Look {
        let Look { columns, order } = &self.before;
        Look {
            columns: if self.view.columns.is_some() { columns.clone() } else { now.columns.clone() },
            order: if self.view.sort.is_some() { *order } else { now.order },
        }
    }

    /// What the list looks like when it is opened.
    #[must_use]
    pub fn look(&self) -> Look {
        let Look { columns, order } = &self.before;
        Look {
            columns: self.view.columns.clone().unwrap_or_else(|| columns.clone()),
            order: self.view.sort.unwrap_or(*order),
        }
    }

    /// A list that shows this, in these groups, and looks so is no longer as the view was opened.
    #[must_use]
    pub fn is_changed(&self, filter: &Filter, group: Option<GroupBy>, now: &Look) -> bool {
        let NamedView { filter: mine, sort, columns, group: by, .. } = &self.view;
        mine != filter
            || *by != group
            || sort.is_some_and(|order| order != now.order)
            || columns.as_ref().is_some_and(|columns| *columns != now.columns)
    }
}

impl Companies {
    /// The order of the list, or the one that it gets once all companies are in memory.
    #[must_use]
    pub fn order(&self) -> (Column, bool) {
        self.source.then.unwrap_or((self.wanted.column, self.wanted.ascending))
    }

    /// Shows what fits this filter, in this order, from the first row.
    pub fn show_filtered(&mut self, filters: Filter, order: (Column, bool), cx: &mut Context<'_>) {
        self.search = None;
        self.source.then = (!self.source.is_cached() && order.0.spec().order_by.is_none()).then_some(order);
        let (column, ascending) = order;
        let search = String::new();
        let wanted = IndexQuery { page: 1, column, ascending, search, filters, ..self.wanted.clone() };
        self.request(wanted, CursorTarget::First, cx);
    }
}
