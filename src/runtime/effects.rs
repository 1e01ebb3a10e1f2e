//! Does what the program wants done, each in a task of its own whose end is looked at.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::keeping::Keeping;
use super::line::{Line, Setup, Source, demo_connection};
use super::{asking, clipboard, clock, files};
use crate::api::Doing;
use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::app::remote::Ticket;
use crate::domain::draft::Draft;
use crate::domain::failure::{Done, Failure, Remedy};
use crate::domain::ids::CompanyId;
use crate::domain::left::Left;
use crate::domain::phone;
use crate::domain::write::{End, Intent, News, Order, WriteId};
use crate::outbox::Step;
use crate::store::Store;

/// Runs effects.
pub(super) struct Runner {
    line: Arc<Line>,
    outbox: mpsc::Sender<Msg>,
    tasks: JoinSet<Option<Ticket>>,
    cancels: HashMap<Ticket, CancellationToken>,
    setup: Setup,
    keeping: Option<Keeping>,
    phones_warm: bool,
}

impl Runner {
    pub(super) fn new(source: Source, setup: Setup, outbox: mpsc::Sender<Msg>) -> Self {
        let line = Arc::new(Line::new(source, &setup, outbox.clone()));
        Self { line, outbox, tasks: JoinSet::new(), cancels: HashMap::new(), setup, keeping: None, phones_warm: false }
    }

    /// The end of a task, when one has ended; never resolves to `Some` while none runs.
    pub(super) async fn ended(&mut self) -> Option<Result<(), JoinError>> {
        let ended = self.tasks.join_next().await?;
        Some(ended.map(|ticket| {
            if let Some(ticket) = ticket {
                self.cancels.remove(&ticket);
            }
        }))
    }

    /// The last request as curl.
    pub(super) fn last_request(&self) -> Option<String> {
        self.line.last_request()
    }

    /// Starts doing it; what is about the terminal is given back.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Ask(ticket, question) => self.read(ticket, move |line| asking::answer(line, ticket, question)),
            Effect::Write(order) => self.send(*order),
            Effect::LookUp(intent) => self.look_up(*intent),
            Effect::Undo(intent) => self.undo(*intent),
            Effect::SettleByHand(id) => self.settle_by_hand(id),
            Effect::Keep(draft) => self.keep(draft.company.clone(), Some(*draft)),
            Effect::Forget(company) => self.keep(company, None),
            Effect::Probe(ticket) => {
                let line = Arc::clone(&self.line);
                self.spawn(None, async move {
                    let answer = async { line.client().await?.probe().await }.await;
                    Msg::Probed(ticket, answer.is_ok())
                });
            }
            Effect::Cancel(ticket) => {
                if let Some(token) = self.cancels.remove(&ticket) {
                    token.cancel();
                }
            }
            Effect::Timer(ticket, after) => self.spawn(None, async move {
                tokio::time::sleep(after).await;
                Msg::Timer(ticket)
            }),
            Effect::Export { name, content } => self.blocking(move || {
                let written = std::env::current_dir().and_then(|here| files::export(&here, &name, &content));
                Some(Msg::Exported(match written {
                    Ok(path) => Ok(format!("Written to {}", path.display())),
                    Err(error) => Err(local(&format!("{name} was not written"), &error)),
                }))
            }),
            Effect::WarmPhones => {
                if !std::mem::replace(&mut self.phones_warm, true) {
                    self.blocking(|| {
                        phone::warm();
                        None
                    });
                }
            }
            Effect::StartDemo => {
                self.line = Arc::new(Line::new(Source::Demo, &self.setup, self.outbox.clone()));
                let connection = demo_connection();
                self.spawn(None, async move { Msg::Connected(connection) });
            }
            Effect::Copy { .. }
            | Effect::CopyLastRequest
            | Effect::Mouse(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Restore
            | Effect::Quit => return Some(effect),
        }
        None
    }

    /// Runs a clipboard command away from the screen.
    pub(super) fn copy(&mut self, tool: clipboard::Tool, what: String, text: String) {
        self.blocking(move || {
            Some(Msg::Copied(match clipboard::run(tool, &text) {
                Ok(()) => Ok(clipboard::said(&what, &text, tool.0)),
                Err(error) => Err(local(&format!("{what} was not copied"), &error)),
            }))
        });
    }

    /// Sends a write. It cannot be cancelled: its end is always told.
    fn send(&mut self, order: Order) {
        let (line, steps) = (Arc::clone(&self.line), self.steps(order.intent.id.clone()));
        self.spawn(None, async move {
            let end = match line.outbox().await {
                Ok(outbox) => outbox.send(&order, &steps).await,
                Err(error) => End::Refused(error.failure(Doing::Create)),
            };
            Msg::Write(order.intent.id, News::Ended(end))
        });
    }

    /// Deletes a user again. It cannot be cancelled either.
    fn undo(&mut self, intent: Intent) {
        let (line, steps) = (Arc::clone(&self.line), self.steps(intent.id.clone()));
        self.spawn(None, async move {
            let end = match line.outbox().await {
                Ok(outbox) => outbox.undo(&intent, &steps).await,
                Err(error) => End::Refused(error.failure(Doing::Undo)),
            };
            Msg::Write(intent.id, News::Ended(end))
        });
    }

    fn look_up(&mut self, intent: Intent) {
        let (line, steps) = (Arc::clone(&self.line), self.steps(intent.id.clone()));
        self.spawn(None, async move {
            let end = match line.outbox().await {
                Ok(outbox) => outbox.look_up(&intent, &steps).await,
                Err(error) => End::Unknown(error.failure(Doing::FindUser)),
            };
            Msg::Write(intent.id, News::Ended(end))
        });
    }

    fn settle_by_hand(&mut self, id: WriteId) {
        let line = Arc::clone(&self.line);
        self.tasks.spawn(async move {
            if let Ok(outbox) = line.outbox().await {
                outbox.settle_by_hand(&id).await;
            }
            None
        });
    }

    /// Takes the slot on disk of the service the program is connected to, and tells what was left
    /// there. Waits for the disk: nothing may be typed before what was typed earlier is back.
    pub(super) fn restore(&mut self) -> Left {
        let opened = self.setup.folder(&self.line.source).map(|folder| Store::open(&folder, clock::utc()));
        let why = match opened {
            Some(Ok((store, left))) => {
                let store = Arc::new(store);
                self.keeping = Some(Keeping::new(Arc::clone(&store)));
                let _ = self.line.store.set(store);
                return left;
            }
            Some(Err(error)) => error.to_string(),
            None => "there is no home directory".to_owned(),
        };
        Left { unkept: Some(why), ..Left::default() }
    }

    fn keep(&mut self, company: CompanyId, draft: Option<Draft>) {
        let Some(keeping) = self.keeping.clone() else { return };
        if keeping.queue(company, draft) {
            let outbox = self.outbox.clone();
            self.tasks.spawn_blocking(move || {
                keeping.work(|company, outcome| {
                    let _ = outbox.blocking_send(Msg::Kept(company, outcome));
                });
                None
            });
        }
    }

    /// Puts on disk what is not there yet, because the program ends; waits for it.
    pub(super) fn flush(&self, effects: Vec<Effect>) {
        let Some(keeping) = &self.keeping else { return };
        for effect in effects {
            match effect {
                Effect::Keep(draft) => keeping.queue(draft.company.clone(), Some(*draft)),
                Effect::Forget(company) => keeping.queue(company, None),
                _ => continue,
            };
        }
        // Nobody is there any more to be told.
        keeping.work(|_, outcome| {
            if let Err(failure) = outcome {
                tracing::warn!(%failure, "at the end");
            }
        });
    }

    /// Hears the steps of a write.
    fn steps(&self, id: WriteId) -> impl Fn(Step) + Send + Sync + 'static {
        let outbox = self.outbox.clone();
        move |step| {
            #[cfg(debug_assertions)]
            super::test_kill::at(step);
            if let Step::Checking { attempt, of } = step {
                // News for the form: when the queue is full, newer news follows.
                let _ = outbox.try_send(Msg::Write(id.clone(), News::Checking { attempt, of }));
            }
        }
    }

    fn read<F>(&mut self, ticket: Ticket, call: impl FnOnce(Arc<Line>) -> F)
    where
        F: Future<Output = Msg> + Send + 'static,
    {
        let cancel = CancellationToken::new();
        self.cancels.insert(ticket, cancel.clone());
        let call = call(Arc::clone(&self.line));
        let outbox = self.outbox.clone();
        self.tasks.spawn(async move {
            #[cfg(debug_assertions)]
            super::test_panic::in_part("task");
            tokio::select! {
                // Dropping the call frees its connection.
                () = cancel.cancelled() => {}
                msg = call => {
                    // Nobody listens any more: the program is ending.
                    let _ = outbox.send(msg).await;
                }
            }
            Some(ticket)
        });
    }

    fn spawn(&mut self, ticket: Option<Ticket>, call: impl Future<Output = Msg> + Send + 'static) {
        let outbox = self.outbox.clone();
        self.tasks.spawn(async move {
            let _ = outbox.send(call.await).await;
            ticket
        });
    }

    fn blocking(&mut self, work: impl FnOnce() -> Option<Msg> + Send + 'static) {
        let outbox = self.outbox.clone();
        self.tasks.spawn_blocking(move || {
            if let Some(msg) = work() {
                let _ = outbox.blocking_send(msg);
            }
            None
        });
    }
}

fn local(what: &str, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        std::io::ErrorKind::AlreadyExists => "A file of this name is already here.".to_owned(),
        std::io::ErrorKind::PermissionDenied => "This folder cannot be written to.".to_owned(),
        _ => format!("{error}."),
    };
    Failure { what: what.to_owned(), why, hint: String::new(), remedy: Remedy::Nothing, done: Done::No }
}
