//! The companies that a store keeps: as they were last seen, and on each of the last days.

use std::io;
use std::sync::{MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;

use super::database::Wait;
use super::known_companies::KnownCompanies;
use super::profile::Store;
use super::{days, snapshot};
use crate::domain::history::day::Day;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::ids::CompanyId;

impl Store {
    /// The companies saved for this client ID; another client ID is another reseller. What cannot be read is treated as
    /// missing.
    #[must_use]
    pub fn companies(&self, client: &str, now: Timestamp) -> Option<Snapshot> {
        let kept = self.database.read(|transaction| snapshot::read(transaction, client, now));
        let kept = kept.unwrap_or_else(|error| {
            tracing::warn!(%error, "the companies kept are not usable");
            None
        })?;
        *self.kept() = Some(KnownCompanies::new(client, &kept));
        Some(kept)
    }

    fn kept(&self) -> MutexGuard<'_, Option<KnownCompanies>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Saves the companies of this client ID, replacing older ones.
    ///
    /// # Errors
    ///
    /// If they cannot be written; older ones are then unchanged.
    pub fn save_companies(&self, client: &str, snapshot: &Snapshot) -> io::Result<()> {
        let before = self.kept().as_ref().and_then(|kept| kept.same_at(client, snapshot));
        let is_renewed = match before {
            Some(before) => self
                .database
                .write(Wait::Normal, |transaction| snapshot::renew(transaction, client, before, snapshot.at))?,
            None => false,
        };
        if !is_renewed {
            let record = snapshot::record(snapshot)?;
            self.database
                .write(Wait::Normal, |transaction| snapshot::write(transaction, client, snapshot.at, &record))?;
            self.database.settle();
        }
        *self.kept() = Some(KnownCompanies { before, ..KnownCompanies::new(client, snapshot) });
        Ok(())
    }

    /// Keeps these companies, which were read completely, as those of their day, unless a later reading of it is there.
    ///
    /// # Errors
    ///
    /// If they cannot be written, or are too many; what was kept of the day is then unchanged.
    pub fn save_day(&self, client: &str, day: Date, snapshot: &Snapshot) -> io::Result<()> {
        if !snapshot.is_complete() {
            return Err(io::Error::other("not every company was read"));
        }
        let kept = self.kept().as_ref().filter(|kept| kept.same_at(client, snapshot) == Some(snapshot.at)).cloned();
        if let Some(before) = kept.and_then(|kept| kept.before)
            && self
                .database
                .write(Wait::Normal, |transaction| days::renew(transaction, client, day, (before, snapshot.at)))?
        {
            return Ok(());
        }
        let record = days::pack(snapshot.companies.iter().map(AsRef::as_ref))?;
        self.database
            .write(Wait::Normal, |transaction| days::write(transaction, client, (day, snapshot.at), &record))?;
        self.database.settle();
        Ok(())
    }

    /// The days that are kept of this client ID, in order, today perhaps among them.
    #[must_use]
    pub fn days(&self, client: &str, today: Date) -> Vec<Date> {
        let kept = self.database.read(|transaction| days::list(transaction, client, today));
        kept.unwrap_or_else(|error| {
            tracing::warn!(%error, "the days kept are not usable");
            Vec::new()
        })
    }

    /// The companies on this day; `None` if it is not kept.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is damaged or of a newer version.
    pub fn day(&self, client: &str, day: Date) -> io::Result<Option<Day>> {
        let packed = self.database.read(|transaction| days::packed(transaction, client, day))?;
        packed.map(|packed| days::day(day, &packed)).transpose()
    }

    /// The used seats of a company on every day that can be read and on which it was there, in order.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub fn course(&self, client: &str, company: &CompanyId, today: Date) -> io::Result<Vec<(Date, u64)>> {
        let packed = self.database.read(|transaction| days::all_packed(transaction, client, today))?;
        let used = |(day, packed): (Date, Vec<u8>)| {
            let used = days::used(&packed, company);
            let used = used.inspect_err(|error| tracing::warn!(%error, %day, "a day that cannot be read")).ok()?;
            Some((day, used?))
        };
        Ok(packed.into_iter().filter_map(used).collect())
    }
}

#[cfg(test)]
#[path = "kept_companies_tests.rs"]
mod tests;
