//! How many rows of the list on the screen are marked.

use crate::app::model::Model;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::domain::text::grouped;

/// `5 marked, 2 not shown`; empty without marks.
#[must_use]
pub fn text(model: &Model) -> String {
    if model.users.is_open { of(&model.users.list) } else { of(&model.companies) }
}

/// `5 marked, 2 not shown`; empty without marks.
#[must_use]
pub fn of<Q: ListQuery>(list: &PagedList<Q>) -> String {
    let (marks, number) = (list.marks(), |n: usize| grouped(u64::try_from(n).unwrap_or(u64::MAX)));
    match (marks.number(), marks.hidden()) {
        (0, _) => String::new(),
        (marked, _) if marks.has_range() => format!("range, {} marked", number(marked)),
        (marked, 0) => format!("{} marked", number(marked)),
        (marked, hidden) => format!("{} marked, {} not shown", number(marked), number(hidden)),
    }
}
