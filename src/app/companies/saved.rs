//! The companies of a run, saved for the next start, and compared with if that is on another day.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::paged_list::query::Shown;
use crate::domain::history::day::Day;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::time::now::Now;

/// The state of an earlier day; `None` if it is of today.
pub(super) fn earlier_day(snapshot: &Snapshot, now: Now) -> Option<Day> {
    let seen = now.local_at(snapshot.at).date();
    (seen < now.local.date()).then(|| Day::of(seen, snapshot.companies.iter().map(AsRef::as_ref)))
}

/// Saves a first page for the next start.
pub(super) fn save_page(shown: &Shown<IndexQuery>, cx: &mut Context<'_>) {
    let (query, page) = (&shown.query, &shown.page);
    if query.page == 1 && !page.items.is_empty() {
        let snapshot = Snapshot {
            companies: page.items.clone(),
            total: page.total,
            over_limit: page.over_limit,
            order: (query.column, query.ascending),
            at: cx.now.utc,
        };
        cx.out.push(Effect::SaveCompanies(Arc::new(snapshot)));
    }
}

/// When the snapshot was made.
pub(in crate::app) fn snapshot_time(snapshot: &Snapshot, now: Now) -> Now {
    Now { millis: 0, local: now.local_at(snapshot.at), utc: snapshot.at }
}
