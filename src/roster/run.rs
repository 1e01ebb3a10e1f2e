//! The rules of a run: which row is sent next, and when nothing more is sent. What sends them is not known here.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::action::Action;
use super::outcome::Ended;
use super::plan::Plan;
use crate::domain::service::failure::{Failure, Remedy};

/// Rows that are sent at once.
pub const AT_ONCE: usize = 4;
/// After this many equal failures in a row, nothing more is sent.
pub const EQUAL_FAILURES: u32 = 5;
/// Rows without a clear end are looked up and tried again this often.
const ROUNDS: u32 = 3;

/// Why a run stops before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The credentials are refused, or may not do this: no row would succeed.
    Access(Failure),
    /// [`EQUAL_FAILURES`] rows in a row have failed alike.
    Alike(Failure),
}

impl Stop {
    /// What failed.
    #[must_use]
    pub fn failure(&self) -> &Failure {
        match self {
            Self::Access(failure) | Self::Alike(failure) => failure,
        }
    }
}

/// Why it stops, for people.
impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Access(failure) => write!(f, "{failure}"),
            Self::Alike(failure) => write!(f, "{EQUAL_FAILURES} rows in a row have failed alike: {failure}"),
        }
    }
}

/// A run while it goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The rows that are to be sent; those that were left for later are not in it.
    rows: BTreeSet<usize>,
    /// The rows among them that free the seat of somebody who leaves.
    leavers: BTreeSet<usize>,
    /// The rows that take such a seat: so many must be free before.
    waiting: HashMap<usize, u64>,
    todo: VecDeque<usize>,
    under_way: BTreeSet<usize>,
    /// Rows that are begun besides those that are sent.
    ahead: usize,
    ends: HashMap<usize, Ended>,
    /// Rows without a clear end, which are tried again.
    unfinished: BTreeSet<usize>,
    done: usize,
    round: u32,
    is_paused: bool,
    stop: Option<Stop>,
    /// The last failure, and how often it came in a row.
    failures: (String, u32),
}

impl Run {
    /// The rows that the plan sends, or the first of them.
    #[must_use]
    pub fn new(plan: &Plan, first: Option<u64>) -> Self {
        let rows: BTreeSet<usize> = plan.sent_rows(first).collect();
        let judged = |at: &usize| plan.rows.get(*at).map(|row| &row.judged);
        let is_leaver = |at: &&usize| judged(at).is_some_and(|one| one.action == Action::Deactivate);
        let leavers: BTreeSet<usize> = rows.iter().filter(is_leaver).copied().collect();
        let waiting = rows.iter().filter_map(|at| Some((*at, judged(at)?.after_leavers)));
        let waiting = waiting.filter(|(_, after)| *after > 0).collect();
        let (first, rest): (Vec<_>, Vec<_>) = rows.iter().copied().partition(|at| leavers.contains(at));
        let todo = first.into_iter().chain(rest).collect();
        Self { todo, rows, leavers, waiting, round: 1, ..Self::default() }
    }

    /// The row to send now, which is under way from then on; `None` while enough are, or if none is to be begun.
    pub fn begin(&mut self) -> Option<usize> {
        if self.is_paused || self.stop.is_some() || self.under_way.len() >= AT_ONCE + self.ahead {
            return None;
        }
        if self.next().is_none() && self.under_way.is_empty() && self.round < ROUNDS {
            self.round += 1;
            self.failures = (String::new(), 0);
            let again = std::mem::take(&mut self.unfinished);
            self.done -= again.len();
            self.todo = again.into_iter().chain(std::mem::take(&mut self.todo)).collect();
        }
        let row = self.todo.remove(self.next()?)?;
        self.under_way.insert(row);
        Some(row)
    }

    /// The place of the first row that can be sent: that of somebody who joins may have to wait for a seat.
    fn next(&self) -> Option<usize> {
        let freed = self.leavers.iter().filter(|row| self.ends.get(row).is_some_and(Ended::frees_seat)).count() as u64;
        self.todo.iter().position(|row| self.waiting.get(row).is_none_or(|after| *after <= freed))
    }

    /// The row was to be sent, and no seat has become free for it.
    #[must_use]
    pub fn has_no_seat(&self, row: usize) -> bool {
        self.waiting.contains_key(&row) && self.todo.contains(&row) && self.stop.is_none() && !self.is_paused
    }

    /// A row that was under way has ended.
    pub fn end(&mut self, row: usize, end: Ended) {
        self.under_way.remove(&row);
        if let Some(failure) = &end.failure {
            self.failed(failure);
        } else {
            self.failures.1 = 0;
        }
        if end.is_unfinished() {
            self.unfinished.insert(row);
        }
        self.done += 1;
        self.ends.insert(row, end);
    }

    /// A row that was begun is not sent; it is to be sent later.
    pub fn withdraw(&mut self, row: usize) {
        if self.under_way.remove(&row) {
            self.todo.push_front(row);
        }
    }

    /// So many rows are begun before they can be sent.
    pub fn begin_ahead(&mut self, rows: usize) {
        self.ahead = rows;
    }

    fn failed(&mut self, failure: &Failure) {
        let why = failure.to_string();
        let times = if self.failures.0 == why { self.failures.1 + 1 } else { 1 };
        self.failures = (why, times);
        let stop = match failure.remedy {
            Remedy::Credentials | Remedy::Permission => Some(Stop::Access(failure.clone())),
            _ => (times >= EQUAL_FAILURES).then(|| Stop::Alike(failure.clone())),
        };
        // The first reason is the one that is told.
        self.stop = self.stop.take().or(stop);
    }

    /// Begins no further row, or goes on.
    pub fn pause(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
    }

    /// Goes on after a stop: the reason may be gone.
    pub fn resume(&mut self) {
        (self.is_paused, self.stop, self.failures) = (false, None, (String::new(), 0));
    }

    /// No row is under way, and none is to be begun as things are.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        let is_done = self.next().is_none() && (self.round >= ROUNDS || self.unfinished.is_empty());
        self.under_way.is_empty() && (is_done || self.is_paused || self.stop.is_some())
    }

    /// Why it has stopped.
    #[must_use]
    pub fn stop(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// How often rows were begun, from 1: those without a clear end are tried again.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.round
    }

    /// Somebody has paused it.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// How many rows have ended, as far as they are not tried again.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }

    /// How many rows are to be sent.
    #[must_use]
    pub fn of(&self) -> usize {
        self.rows.len()
    }

    /// How many are being sent.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// How many rows without a clear end are tried again.
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.unfinished.len()
    }

    /// The row was to be sent.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.rows.contains(&row)
    }

    /// How the rows have ended that were sent.
    #[must_use]
    pub fn ends(&self) -> &HashMap<usize, Ended> {
        &self.ends
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
