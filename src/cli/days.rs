//! The companies of a day, kept by commands that have read all of them.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::exit::{Code, CommandError};
use super::service::Session;
use super::stderr::print_prefixed;
use crate::domain::company::summary::Company;
use crate::domain::history::day::Day;
use crate::domain::history::known::EarlierDays;
use crate::domain::list::columns::Column;
use crate::domain::list::company_index::MAX_COMPANIES;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::time::weekday::weekday;
use crate::store::{self, Store};
use crate::system::clock;

/// Why nothing can be compared.
pub(super) const NO_DAY: &str = "no earlier day is kept of this profile, so there is nothing to compare with yet. Today's \
                                 companies are kept now: run this again tomorrow";

/// The days that are kept of a profile.
pub(super) struct Days {
    /// Its database.
    pub store: Store,
    /// The client ID.
    pub client: String,
}

impl Days {
    /// Opens the database of the profile.
    ///
    /// # Errors
    ///
    /// Failed, if it cannot be used.
    pub(super) fn open(session: &Session) -> Result<Self, CommandError> {
        let unusable = |why: &str| CommandError::new(Code::Failed, format!("the companies of earlier days: {why}"));
        let state = session.context.state.as_ref().ok_or_else(|| unusable("there is no home directory"))?;
        let folder = state.join(store::folder_of(&session.config.profile, &session.config.base_url));
        let store = Store::open(&folder).map_err(|error| unusable(&error.to_string()))?;
        // A machine that only runs commands enforces the same age limits as one with a screen.
        if let Err(error) = store.clean_up(clock::utc()) {
            tracing::warn!(%error, "not tidied");
        }
        Ok(Self { store, client: session.config.client_id.clone().unwrap_or_default() })
    }

    /// The day to compare with, and the one asked for if it is another. One that cannot be read is skipped, and that is
    /// said.
    pub(super) fn nearest(&self, wanted: Date, today: Date) -> Option<(Day, Option<Date>)> {
        let mut known = EarlierDays::new(self.store.days(&self.client, today));
        loop {
            let date = known.nearest(wanted, today)?;
            match self.store.day(&self.client, date) {
                Ok(Some(day)) => return Some((day, (date != wanted && wanted < today).then_some(wanted))),
                Ok(None) => {}
                Err(error) => print_prefixed(format_args!("{date} cannot be read and is skipped: {error}")),
            }
            known.forget(date);
        }
    }

    /// `since Friday, 2026-11-27`, and what was asked for if nothing is kept of it.
    pub(super) fn told(day: &Day, instead_of: Option<Date>) -> String {
        let since = format!("since {}, {}", weekday(day.date), day.date);
        match instead_of {
            Some(wanted) => format!("{since}: nothing is kept of {wanted}, and this is the nearest day that is"),
            None => since,
        }
    }

    /// Keeps these companies as those of today.
    pub(super) fn keep(&self, today: Date, companies: &[Company]) -> std::io::Result<()> {
        let companies: Vec<_> = companies.iter().cloned().map(Arc::new).collect();
        let snapshot = Snapshot {
            total: companies.len() as u64,
            companies,
            over_limit: None,
            order: (Column::Company, true),
            at: clock::utc(),
        };
        self.store.save_day(&self.client, today, &snapshot)
    }
}

/// Reads the earlier days that a filter compares with, and tells which they are.
///
/// # Errors
///
/// Not found, if no earlier day is kept; failed, if the database cannot be used.
pub(super) fn compare(
    session: &Session,
    filter: &Filter,
    known: &mut EarlierDays,
    today: Date,
) -> Result<(), CommandError> {
    let mut compared = Vec::new();
    for wanted in filter.days_since(today) {
        let days = Days::open(session)?;
        let (day, nearest) = days.nearest(wanted, today).ok_or_else(|| CommandError::new(Code::NotFound, NO_DAY))?;
        print_prefixed(format_args!("{}", Days::told(&day, nearest)));
        compared.push(day.date);
        known.load(Arc::new(day), &compared);
    }
    Ok(())
}

/// Companies that are read in pages, until it is clear whether they are all.
#[derive(Default)]
pub(super) struct Reading(Option<Vec<Company>>);

impl Reading {
    /// A reading that may become one of all companies.
    pub(super) fn begin() -> Self {
        Self(Some(Vec::new()))
    }

    /// A page has come.
    pub(super) fn page(&mut self, companies: &[Company], total: u64) {
        if total > MAX_COMPANIES {
            self.0 = None;
        } else if let Some(read) = &mut self.0 {
            read.extend(companies.iter().cloned());
        }
    }

    /// It has ended: keeps the companies as those of today if each of them was read. That they are kept is a
    /// convenience, which no command fails for.
    pub(super) fn keep(self, session: &Session, total: u64) {
        let Some(companies) = self.0.filter(|read| is_complete(read, total)) else { return };
        let kept = Days::open(session).and_then(|days| Ok(days.keep(clock::today(), &companies)?));
        if let Err(error) = kept {
            tracing::warn!(error = error.message, "the companies of today are not kept");
        }
    }
}

/// Companies that move between pages while they are read come twice or not at all.
pub(super) fn is_complete(read: &[Company], total: u64) -> bool {
    let different: HashSet<_> = read.iter().map(|company| (&company.id, &company.name)).collect();
    different.len() as u64 == total && read.len() as u64 == total
}
