//! A run on the screen: how far it is, how fast it goes, what became of the rows.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::core::import::{ImportResult, ResultPaths};
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::WriteId;
use crate::domain::service::failure::Failure;
use crate::domain::time::now::Now;
use crate::roster::{Ended, OrderContext, Outcome, Plan, Run, Stop, outcome_counts};

/// Ends by which the rate is measured.
const MEASURED: usize = 64;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// What an earlier run has left is being settled.
    Beginning,
    /// Rows are being sent.
    Going,
    /// Somebody has paused it.
    Paused,
    /// It has stopped by itself.
    Stopped,
    /// The files of the result are being written.
    Writing,
    /// It is over.
    Over,
}

/// A run.
#[derive(Debug, Clone)]
pub struct RunState {
    /// What is carried out.
    pub plan: Arc<Plan>,
    /// Its changes.
    pub batch: BatchId,
    /// The ticket of each.
    pub ticket: TicketNumber,
    /// Only so many rows are sent.
    first: Option<u64>,
    /// Which row is next.
    pub run: Run,
    /// The service and the disk are ready for it.
    is_ready: bool,
    /// Its result was asked for.
    is_closed: bool,
    /// The files, or why they could not be written.
    pub result: Option<Result<ResultPaths, Failure>>,
    /// How many rows there are of each outcome.
    counts: Vec<(&'static str, u64)>,
    outcomes: HashMap<usize, Outcome>,
    /// Rows that somebody has to do something about.
    open: BTreeSet<usize>,
    /// When the last rows ended, on the clock of the program.
    ends: VecDeque<u64>,
    /// The row under the cursor, among those that are open.
    cursor: usize,
    /// When its result was there.
    ended_at: Option<Now>,
}

impl RunState {
    /// A run that has not begun.
    #[must_use]
    pub fn new(plan: Arc<Plan>, batch: BatchId, ticket: TicketNumber, first: Option<u64>) -> Self {
        let run = Run::new(&plan, first);
        Self {
            plan,
            batch,
            ticket,
            first,
            run,
            is_ready: false,
            is_closed: false,
            result: None,
            counts: Vec::new(),
            outcomes: HashMap::new(),
            open: BTreeSet::new(),
            ends: VecDeque::new(),
            cursor: 0,
            ended_at: None,
        }
    }

    /// When its result was there.
    #[must_use]
    pub fn ended_at(&self) -> Option<Now> {
        self.ended_at
    }

    /// Rows of this plan may be sent, in which groups have their IDs.
    pub fn ready(&mut self, plan: Arc<Plan>) {
        self.run = Run::new(&plan, self.first);
        (self.plan, self.is_ready) = (plan, true);
    }

    /// What a change of the run has besides its row.
    #[must_use]
    pub fn context(&self, id: WriteId, at: Timestamp) -> OrderContext {
        OrderContext { id, at, ticket: self.ticket.clone(), batch: self.batch.clone() }
    }

    /// So many rows of the plan are not sent, because this is a trial.
    #[must_use]
    pub fn rest(&self) -> u64 {
        (self.plan.sent_rows(None).count() as u64).saturating_sub(self.run.of() as u64)
    }

    /// The next row to send, which is under way from then on.
    pub fn begin(&mut self) -> Option<usize> {
        if self.is_ready && !self.is_closed { self.run.begin() } else { None }
    }

    /// A row has ended.
    pub fn end(&mut self, row: usize, end: Ended, now: u64) {
        let Some(planned) = self.plan.rows.get(row) else { return };
        let outcome = end.outcome(planned.judged.notes());
        if let Some(before) = self.outcomes.get(&row)
            && let Some((_, n)) = self.counts.iter_mut().find(|(word, _)| *word == before.word)
        {
            *n -= 1;
        }
        match self.counts.iter_mut().find(|(word, _)| *word == outcome.word) {
            Some((_, n)) => *n += 1,
            None => self.counts.push((outcome.word, 1)),
        }
        if outcome.is_open {
            self.open.insert(row);
        } else {
            self.open.remove(&row);
        }
        self.outcomes.insert(row, outcome);
        self.run.end(row, end);
        if self.ends.len() == MEASURED {
            self.ends.pop_front();
        }
        self.ends.push_back(now);
        self.move_by(0);
    }

    /// Pauses, or goes on.
    pub fn pause(&mut self, is_paused: bool) {
        if is_paused {
            self.run.pause(true);
        } else {
            self.run.resume();
        }
        self.ends.clear();
    }

    /// No further row is begun: its result is wanted. False if it was already, or rows are under way.
    pub fn close(&mut self) -> bool {
        let closes = self.is_ready && !self.is_closed && self.run.under_way() == 0;
        self.is_closed |= closes;
        closes
    }

    /// What became of all rows of the plan is known, those among them that were not sent.
    pub fn take_result(&mut self, result: ImportResult, now: Now) {
        self.ended_at = Some(now);
        self.counts = outcome_counts(&result.outcomes);
        let outcomes = result.outcomes.into_iter().enumerate();
        self.outcomes = outcomes.collect();
        let is_open = |(_, outcome): &(&usize, &Outcome)| outcome.is_open;
        self.open = self.outcomes.iter().filter(is_open).map(|(row, _)| *row).collect();
        self.result = Some(result.files);
        self.move_by(0);
    }

    /// No row is under way, and none will be unless somebody goes on.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.is_ready && self.run.is_at_rest()
    }

    /// All rows have ended, and nothing stops it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_ready && self.run.is_at_rest() && !self.run.is_paused() && self.run.stop().is_none()
    }

    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (&self.result, self.is_closed, self.is_ready) {
            (Some(_), ..) => Standing::Over,
            (None, true, _) => Standing::Writing,
            (None, false, false) => Standing::Beginning,
            (None, false, true) if self.run.stop().is_some() => Standing::Stopped,
            (None, false, true) if self.run.is_paused() => Standing::Paused,
            (None, false, true) => Standing::Going,
        }
    }

    /// Why it has stopped.
    #[must_use]
    pub fn stop(&self) -> Option<&Stop> {
        self.run.stop()
    }

    /// How many rows there are of each outcome, in the order in which they came first.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        self.counts.iter().copied().filter(|(_, n)| *n > 0)
    }

    /// The rows that somebody has to do something about, with what became of them.
    pub fn open_rows(&self) -> impl Iterator<Item = (usize, &Outcome)> {
        self.open.iter().filter_map(|row| Some((*row, self.outcomes.get(row)?)))
    }

    /// How many of them there are.
    #[must_use]
    pub fn open_number(&self) -> usize {
        self.open.len()
    }

    /// Rows in a minute; `None` while it is not known.
    #[must_use]
    pub fn rate(&self) -> Option<u64> {
        let (first, last) = (self.ends.front()?, self.ends.back()?);
        let steps = u64::try_from(self.ends.len()).unwrap_or_default().saturating_sub(1);
        let took = last.saturating_sub(*first);
        (steps > 2).then(|| (steps * 60_000).checked_div(took.max(1)))?
    }

    /// Seconds that the rest takes at this rate.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u64> {
        let left = u64::try_from(self.run.of().saturating_sub(self.run.done())).unwrap_or_default();
        (left * 60).checked_div(self.rate()?)
    }

    /// The cursor, among the rows that are open.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.open.len().saturating_sub(1));
    }
}
