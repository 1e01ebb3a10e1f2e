//! What the runner does about imports.

use std::io;
use std::sync::Arc;

use super::connection::CALL;
use super::effects::Runner;
use super::import_plan::{NotMade, plan};
use super::import_run::{PreparedRun, not_written, prepare, result, result_places};
use super::import_writer::{Job, not_kept};
use super::local_failure::failure;
use crate::api::Operation;
use crate::app::core::effect::Effect;
use crate::app::core::import::{ImportResult, PlanEvent, PlanOrder, ResultOrder, RowEnd, RowOrder, RunOrder};
use crate::app::core::msg::Msg;
use crate::app::core::remote::{Call, Ticket};
use crate::domain::change::import::ImportRecord;
use crate::domain::change::outcome::CreateEnd;
use crate::roster::Ended;

impl Runner {
    pub(super) fn make_plan(&mut self, ticket: Ticket, order: PlanOrder) {
        let told = self.outbox.clone();
        let aliases = self.setup.aliases.clone();
        self.read(ticket, async move |line| {
            let event = match plan(&line, ticket, order, aliases, &told).await {
                Ok(plan) => PlanEvent::Made(Box::new(plan)),
                Err(NotMade(failure, unread)) => PlanEvent::Failed(failure, unread),
            };
            Msg::Plan(ticket, event)
        });
    }

    pub(super) fn begin_run(&mut self, order: RunOrder) {
        let order = RunOrder { record: ImportRecord { begun: true, ..order.record }, ..order };
        let batch = order.record.batch.clone();
        let run = Arc::new(PreparedRun::new());
        self.imports.runs.insert(batch.clone(), Arc::clone(&run));
        let places = result_places(&self.setup, &order.record.source);
        let (line, writer) = (Arc::clone(&self.connection), self.imports.writer.clone());
        self.spawn(None, async move {
            let ready = prepare(&line, &run, order, writer, places).await;
            Msg::RunReady(batch, ready)
        });
    }

    pub(super) fn send_row(&mut self, order: RowOrder) {
        let run = self.imports.runs.get(&order.context.batch).cloned();
        let line = Arc::clone(&self.connection);
        self.spawn(None, async move {
            let change = order.context.id.clone();
            let sent = async {
                let outbox = line.outbox().await.map_err(|error| error.failure(Operation::Create))?;
                let ended = match &run {
                    Some(run) => run.send(&outbox, &order).await,
                    None => None,
                };
                ended.ok_or_else(|| failure("The row was not sent", "Its run was not prepared.".to_owned()))
            };
            let end = CALL.scope(Call::Write(change.clone()), sent).await;
            let end = end.unwrap_or_else(|why| Ended::of_create(CreateEnd::Refused(why)));
            Msg::RowEnded(Box::new(RowEnd { batch: order.context.batch, row: order.row, change, end }))
        });
    }

    pub(super) fn write_result(&mut self, order: ResultOrder) {
        let names = self.imports.runs.get(&order.batch).and_then(|run| run.names.get()).cloned();
        let line = Arc::clone(&self.connection);
        self.spawn(None, async move {
            let batch = order.batch.clone();
            let result = tokio::task::spawn_blocking(move || result(&line, order, names.as_ref())).await;
            let result = result.unwrap_or_else(|error| ImportResult {
                outcomes: Vec::new(),
                files: Err(not_written(&io::Error::other(error))),
            });
            Msg::ResultWritten(batch, Box::new(result))
        });
    }

    /// Keeps an import, or nothing of it any more, in the order in which this is asked for.
    pub(super) fn keep_import(&mut self, effect: Effect) {
        let job = match effect {
            Effect::KeepImport(record) => Job::Keep(record),
            Effect::ForgetImport(batch) => {
                self.imports.runs.remove(&batch);
                Job::Forget(batch)
            }
            Effect::RememberColumns(choice) => Job::Columns(choice),
            _ => return,
        };
        if self.imports.writer.is_none() {
            self.reopen();
        }
        match self.imports.writer.clone() {
            Some(writer) => {
                writer.queue(job);
                let outbox = self.outbox.clone();
                self.tasks.spawn_blocking(move || {
                    writer.work(|batch, ended| drop(outbox.blocking_send(Msg::ImportKept(batch, ended))));
                    None
                });
            }
            None => {
                if let Job::Keep(record) = job {
                    let why = self.opened.clone().and_then(Result::err);
                    let why = why.unwrap_or_else(|| "there is no database".to_owned());
                    self.spawn(None, async move { Msg::ImportKept(record.batch, Err(not_kept(&why))) });
                }
            }
        }
    }
}
