//! Reads what is kept on disk for the screen, in the background. What cannot be read is missing there; `doctor` says
//! why.

use std::sync::Arc;

use jiff::civil::Date;

use super::clock;
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::ids::CompanyId;
use crate::store::{self, Store};

/// Creates of all programs, with their outcomes.
pub(super) fn history(store: &Store, ticket: Ticket) -> Option<Msg> {
    let since = clock::utc().checked_sub(store::MAX_AGE).ok()?;
    let told = store.history(since).inspect_err(|error| tracing::warn!(%error, "no history")).ok()?;
    let ended = told.into_iter().rev().filter_map(|write| {
        let (outcome, at) = write.outcome?;
        Some((write.intent, outcome, at))
    });
    Some(Msg::History(ticket, ended.collect()))
}

/// The companies on a day.
pub(super) fn day(store: &Store, client: &str, ticket: Ticket, day: Date) -> Msg {
    let kept = store.day(client, day).inspect_err(|error| tracing::warn!(%error, %day, "a day that cannot be read"));
    Msg::EarlierDay(ticket, day, kept.ok().flatten().map(Arc::new))
}

/// The used seats of a company on each day.
pub(super) fn course(store: &Store, client: &str, ticket: Ticket, company: &CompanyId) -> Msg {
    let course = store.course(client, company, clock::now().local.date());
    let course = course.inspect_err(|error| tracing::warn!(%error, "no earlier days"));
    Msg::Course(ticket, course.unwrap_or_default())
}

/// Saves the companies for the next start, and, if all of them were read, as those of the day.
pub(super) fn save_companies(store: &Store, (client, snapshot): &(String, Arc<Snapshot>)) -> std::io::Result<()> {
    store.save_companies(client, snapshot)?;
    if snapshot.is_complete() {
        let day = clock::now().local_at(snapshot.at).date();
        store.save_day(client, day, snapshot)?;
    }
    Ok(())
}
