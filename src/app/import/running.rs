//! How an import is carried out: it begins, its rows are sent, it is paused, its result is written.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::import::{ImportResult, ResultOrder, RowEnd, RowOrder, RunOrder};
use crate::app::import::run_state::{RunState, Standing};
use crate::app::import::state::Import;
use crate::domain::change::write::WriteId;
use crate::domain::service::failure::Failure;
use crate::roster::OrderContext;

impl Import {
    /// Begins to carry the plan out.
    pub fn begin(&mut self, cx: &mut Context<'_>) {
        let Some(plan) = self.plan.clone() else { return };
        self.begun = true;
        let Some(record) = self.record(cx) else { return };
        self.is_kept = true;
        self.run = Some(RunState::new(Arc::clone(&plan), self.batch.clone(), self.ticket.clone()));
        cx.out.push(Effect::BeginRun(Box::new(RunOrder { plan, record })));
    }

    /// The service and the disk are ready, or are not: then the plan is there again.
    pub fn run_ready(&mut self, answer: Result<(), Failure>) {
        match answer {
            Ok(()) => {
                if let Some(run) = &mut self.run {
                    run.ready();
                }
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
            let context =
                OrderContext { id: next_id(), at: cx.now.utc, ticket: run.ticket.clone(), batch: run.batch.clone() };
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

    /// The result is written: nothing is kept for a later run.
    pub fn result_written(&mut self, result: ImportResult, cx: &mut Context<'_>) {
        if let Some(run) = &mut self.run {
            run.take_result(result, cx.now);
            self.forget(cx);
        }
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
