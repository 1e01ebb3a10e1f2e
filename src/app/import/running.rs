//! How an import is carried out: it begins, its rows are sent, it is paused, its result is written.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::import::{ImportResult, ReadyRun, ResultOrder, RowEnd, RowOrder, RunOrder};
use crate::app::import::run_state::{RunState, Standing};
use crate::app::import::state::Import;
use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::WriteId;
use crate::domain::service::failure::Failure;

/// Rows of a trial, one choice after the other.
const TRIALS: [u64; 4] = [1, 5, 20, 100];

impl Import {
    /// Begins to carry the plan out.
    pub fn begin(&mut self, mut next_id: impl FnMut() -> WriteId, cx: &mut Context<'_>) {
        let Some(plan) = self.plan.clone() else { return };
        let Some(record) = self.record(cx) else { return };
        self.is_kept = true;
        let run = RunState::new(Arc::clone(&plan), self.batch.clone(), self.ticket.clone(), self.first);
        let context = |_| run.context(next_id(), cx.now.utc);
        let groups = plan.groups_to_create(self.first).into_iter().map(context).collect();
        self.run = Some(run);
        cx.out.push(Effect::BeginRun(Box::new(RunOrder { plan, record, groups })));
    }

    /// The service and the disk are ready, or are not: then the plan is there again.
    pub fn run_ready(&mut self, answer: Result<ReadyRun, Failure>) {
        match answer {
            Ok(ready) => {
                self.begun = true;
                if let Some(run) = &mut self.run {
                    run.ready(Arc::clone(&ready.plan));
                }
                self.plan = Some(ready.plan);
            }
            Err(failure) => {
                self.run = None;
                self.failed = Some(failure);
            }
        }
    }

    /// Sends as many rows as may be under way, and asks for the result when all have ended.
    pub fn send_next(&mut self, bom: bool, mut next_id: impl FnMut() -> WriteId, cx: &mut Context<'_>) {
        let Some(run) = &mut self.run else { return };
        while let Some(row) = run.begin() {
            let context = run.context(next_id(), cx.now.utc);
            cx.out.push(Effect::SendRow(Box::new(RowOrder { row, context })));
        }
        if run.is_complete() {
            self.close(bom, cx);
        }
    }

    /// A row has ended.
    pub fn row_ended(&mut self, ended: RowEnd, cx: &Context<'_>) {
        if let Some(run) = self.run.as_mut().filter(|run| run.batch == ended.batch) {
            run.end(ended.row, ended.end, cx.now.millis);
        }
    }

    /// No further row is sent, and the result is written. False if rows are under way, or it was asked for before.
    pub fn close(&mut self, bom: bool, cx: &mut Context<'_>) -> bool {
        let Some(run) = self.run.as_mut() else { return false };
        if !run.close() {
            return false;
        }
        let order = ResultOrder { batch: run.batch.clone(), plan: Arc::clone(&run.plan), run: run.run.clone(), bom };
        cx.out.push(Effect::WriteResult(Box::new(order)));
        true
    }

    /// The result is written: nothing is kept for a later run, but the rest after a trial, as an import of its own.
    pub fn result_written(&mut self, result: ImportResult, next: impl FnOnce() -> BatchId, cx: &mut Context<'_>) {
        let Some(run) = &mut self.run else { return };
        run.take_result(result, cx.now);
        if run.rest() == 0 {
            self.forget(cx);
            return;
        }
        // The rest is on disk before nothing is kept of the trial.
        let trial = std::mem::replace(&mut self.batch, next());
        self.first = None;
        self.keep(cx);
        cx.out.push(Effect::ForgetImport(trial));
    }

    /// So many rows are left after a trial.
    #[must_use]
    pub fn rest(&self) -> u64 {
        self.run.as_ref().filter(|run| run.result.is_some()).map_or(0, RunState::rest)
    }

    /// Makes the plan of what a trial has left.
    pub fn plan_rest(&mut self, cx: &mut Context<'_>) {
        if self.rest() > 0 {
            self.run = None;
            self.read_again(cx);
        }
    }

    /// Another number of rows is a trial: one, some, or all of them.
    pub fn next_first(&mut self, cx: &mut Context<'_>) {
        let sent = self.plan().map_or(0, |plan| plan.sent_rows(None).count() as u64);
        let after = self.first.unwrap_or(0);
        self.first = TRIALS.into_iter().find(|first| *first > after && *first < sent);
        self.keep(cx);
    }

    /// So many rows are a trial.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        self.first
    }

    /// Begins no further row, or goes on.
    pub fn pause(&mut self, is_paused: bool) {
        if let Some(run) = &mut self.run {
            run.pause(is_paused);
        }
    }

    /// Where the run stands, if there is one.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.run.as_ref().map(RunState::standing)
    }

    /// Rows are under way or are still to be sent.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        matches!(
            self.standing(),
            Some(Standing::Beginning | Standing::Going | Standing::Paused | Standing::Stopped | Standing::Writing)
        )
    }
}
