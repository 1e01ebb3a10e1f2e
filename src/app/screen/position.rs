//! Where the cursor of the visible list is.

use crate::app::model::Model;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;

/// `1/137` for the visible list; empty without rows.
#[must_use]
pub fn text(model: &Model) -> String {
    match model.groups.table().filter(|_| !model.users.is_open) {
        Some(groups) if groups.rows().is_empty() => String::new(),
        Some(groups) => format!("{}/{}", groups.cursor() + 1, groups.rows().len()),
        None if model.users.is_open => of(&model.users.list),
        None => of(&model.companies),
    }
}

/// `1/137`, counted over all pages; empty without rows.
#[must_use]
pub fn of<Q: ListQuery>(list: &PagedList<Q>) -> String {
    match &list.shown {
        Some(shown) if !shown.page.items.is_empty() => {
            let before = u64::from(shown.query.page().saturating_sub(1)) * u64::from(shown.query.size());
            let at = before + u64::try_from(list.cursor).unwrap_or(0) + 1;
            format!("{at}/{}", shown.page.total.max(at))
        }
        _ => String::new(),
    }
}
