//! Performs effects, each in a task of its own whose result is checked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, Weak};

use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::connection::{CALL, ServiceConnection, Setup, demo_connection};
use super::draft_writer::{self, DraftWriter};
use super::import_run::Imports;
use super::latest_writer::LatestWriter;
use super::local_failure::not_switched;
use super::note_writer::NoteWriter;
use super::own_command::Programs;
use super::profiles::{Opened, Opening};
use super::source::Source;
use super::{browser, clipboard, export, fetch, saved};
use crate::api::Operation;
use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::core::remote::{Call, Ticket};
use crate::domain::change::outcome::{CreateEnd, WriteOutcome, WriteUpdate};
use crate::domain::change::write::{CreateRequest, Intent, WriteId};
use crate::domain::desk::own_command::ProgramCall;
use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::list::snapshot::Snapshot;
use crate::domain::list::view::SavedView;
use crate::domain::service::access::Access;
use crate::domain::service::failure::Failure;
use crate::domain::user::phone;
use crate::outbox::Step;
use crate::store::Store;

/// Performs effects.
pub(super) struct Runner {
    pub(super) connection: Arc<ServiceConnection>,
    pub(super) outbox: mpsc::Sender<Msg>,
    pub(super) tasks: JoinSet<Option<Ticket>>,
    cancels: HashMap<Ticket, CancellationToken>,
    pub(super) setup: Setup,
    access: Access,
    pub(super) draft_writer: Option<DraftWriter>,
    pub(super) notes: Option<NoteWriter>,
    pub(super) view_writer: Option<LatestWriter<SavedView>>,
    pub(super) companies: Option<LatestWriter<(String, Arc<Snapshot>)>>,
    /// The database, or why there is none; set when it was first needed.
    pub(super) opened: Option<Result<Arc<Store>, String>>,
    /// The database that could not be opened at the start: while opening is retried, and once it is open.
    pub(super) reopening: Option<Arc<OnceLock<Arc<Store>>>>,
    /// The databases of profiles that were left, while they are still in use.
    pub(super) left_stores: HashMap<PathBuf, Weak<Store>>,
    opening: Opening,
    phones_warm: bool,
    /// The running programs of commands.
    pub(super) programs: Programs,
    /// Imports that are carried out, and what is kept of them.
    pub(super) imports: Imports,
}

impl Runner {
    pub(super) fn new(source: Source, setup: Setup, access: Access, outbox: mpsc::Sender<Msg>) -> Self {
        let line = Arc::new(ServiceConnection::new(source, &setup, access.clone(), outbox.clone()));
        Self {
            connection: line,
            outbox,
            tasks: JoinSet::new(),
            cancels: HashMap::new(),
            setup,
            access,
            draft_writer: None,
            notes: None,
            view_writer: None,
            companies: None,
            opened: None,
            reopening: None,
            left_stores: HashMap::new(),
            opening: Opening::default(),
            phones_warm: false,
            programs: Programs::default(),
            imports: Imports::default(),
        }
    }

    /// The result of a finished task; pending while none has finished.
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
        self.connection.last_request()
    }

    /// Starts an effect; effects for the terminal are returned.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Fetch(ticket, question) => self.read(ticket, move |line| fetch::answer(line, ticket, question)),
            Effect::Write(order) => self.send(*order),
            Effect::Reconcile(intent) => self.look_up(*intent),
            Effect::Change(intent) => self.change(*intent),
            Effect::MarkNotCreated(write) => self.mark_not_created(write),
            Effect::History(ticket) => self.read_saved(move |store, _| saved::history(store, ticket)),
            Effect::LoadDay(ticket, day) => self.read_saved(move |store, me| Some(saved::day(store, me, ticket, day))),
            Effect::LoadCourse(ticket, company) => {
                self.read_saved(move |store, me| Some(saved::course(store, me, ticket, &company)));
            }
            Effect::SaveDraft(draft) => self.save_draft(draft.id, Some(*draft)),
            Effect::DeleteDraft(draft) => self.save_draft(draft, None),
            Effect::SaveViewState(what) => self.save_view(*what),
            Effect::SaveNote(ticket, order) => self.save_note(ticket, *order),
            Effect::LoadNotes(ticket) => self.load_notes(ticket),
            Effect::SaveNamedView(order) => self.save_named_view(*order),
            Effect::SaveCompanies(snapshot) => self.save_companies(snapshot),
            Effect::MakePlan(ticket, order) => self.make_plan(ticket, *order),
            Effect::BeginRun(order) => self.begin_run(*order),
            Effect::SendRow(order) => self.send_row(*order),
            Effect::WriteResult(order) => self.write_result(*order),
            Effect::ListFolder(ticket, path) => self.list_folder(ticket, path),
            Effect::KeepImport(_) | Effect::ForgetImport(_) | Effect::RememberColumns(_) => self.keep_import(effect),
            Effect::Probe(ticket) => {
                let line = Arc::clone(&self.connection);
                self.spawn(None, async move {
                    let answer = async { line.client().await?.probe().await }.await;
                    Msg::Probed(ticket, answer.is_ok())
                });
            }
            Effect::Cancel(ticket) => {
                if let Some(token) = self.cancels.remove(&ticket) {
                    token.cancel();
                }
                self.opening.forget(ticket);
            }
            Effect::Open(ticket, name) => self.open_profile(ticket, name),
            Effect::Timer(ticket, after) => self.spawn(None, async move {
                tokio::time::sleep(after).await;
                Msg::Timer(ticket)
            }),
            Effect::Export(ticket, export) => {
                let place = export::Destination::of(&self.setup, &self.outbox);
                self.read(ticket, move |line| export::write(line, ticket, *export, place));
            }
            Effect::RunProgram(ticket, call) => self.run_program(ticket, *call),
            Effect::PreloadPhoneMetadata => {
                if !std::mem::replace(&mut self.phones_warm, true) {
                    self.blocking(|| {
                        phone::preload();
                        None
                    });
                }
            }
            Effect::StartDemo => self.start_demo(),
            Effect::Copy { .. }
            | Effect::Browse { .. }
            | Effect::CopyLastRequest
            | Effect::Mouse(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Restore
            | Effect::Switch { .. }
            | Effect::Quit => return Some(effect),
        }
        None
    }

    /// Starts the embedded server and connects to it.
    fn start_demo(&mut self) {
        self.connection =
            Arc::new(ServiceConnection::new(Source::Demo, &self.setup, self.access.clone(), self.outbox.clone()));
        let connection = demo_connection();
        self.spawn(None, async move { Msg::Connected(connection) });
    }

    /// Runs a clipboard command in the background.
    pub(super) fn copy(&mut self, tool: clipboard::Tool, what: String, text: String) {
        self.blocking(move || Some(Msg::Copied(clipboard::copy(tool, &what, &text))));
    }

    /// Starts the browser in the background.
    pub(super) fn browse(&mut self, what: String, addresses: Vec<String>) {
        self.blocking(move || Some(browser::opened(what, addresses)));
    }

    fn run_program(&mut self, ticket: Ticket, call: ProgramCall) {
        let cancel = CancellationToken::new();
        self.cancels.insert(ticket, cancel.clone());
        let work = self.programs.work(call, ticket, cancel, self.outbox.clone());
        self.tasks.spawn_blocking(work);
    }

    /// Sends a write.
    fn send(&mut self, order: CreateRequest) {
        let (line, steps) = (Arc::clone(&self.connection), self.steps(order.intent.id.clone()));
        self.write(order.intent.id.clone(), async move {
            match line.outbox().await {
                Ok(outbox) => outbox.send(&order, &steps).await.into(),
                Err(error) => CreateEnd::Refused(error.failure(Operation::of(&order.intent))).into(),
            }
        });
    }

    /// Sends a change of an existing user.
    fn change(&mut self, intent: Intent) {
        let (line, steps) = (Arc::clone(&self.connection), self.steps(intent.id.clone()));
        self.write(intent.id.clone(), async move {
            match line.outbox().await {
                Ok(outbox) => outbox.change(&intent, &steps).await,
                Err(error) => WriteOutcome::refused(&intent.kind, error.failure(Operation::of(&intent))),
            }
        });
    }

    fn look_up(&mut self, intent: Intent) {
        let (line, steps) = (Arc::clone(&self.connection), self.steps(intent.id.clone()));
        self.write(intent.id.clone(), async move {
            match line.outbox().await {
                Ok(outbox) => outbox.look_up(&intent, &steps).await,
                Err(error) => WriteOutcome::unknown(&intent.kind, error.failure(Operation::FindUser)),
            }
        });
    }

    /// Reads from the database in the background; without one there is no answer.
    pub(super) fn read_saved(&mut self, read: impl FnOnce(&Store, &str) -> Option<Msg> + Send + 'static) {
        let Some(store) = self.connection.store.get().cloned() else { return };
        let client = self.connection.source.client().to_owned();
        self.blocking(move || read(&store, &client));
    }

    fn mark_not_created(&mut self, id: WriteId) {
        let line = Arc::clone(&self.connection);
        self.tasks.spawn(async move {
            if let Ok(outbox) = line.outbox().await {
                outbox.mark_not_created(&id).await;
            }
            None
        });
    }

    fn save_view(&mut self, what: SavedView) {
        let place = self.view_writer.clone();
        self.queue(place, what);
    }

    fn save_companies(&mut self, snapshot: Arc<Snapshot>) {
        let (place, client) = (self.companies.clone(), self.connection.source.client().to_owned());
        self.queue(place, (client, snapshot));
    }

    fn queue<T: Send + 'static>(&mut self, place: Option<LatestWriter<T>>, what: T) {
        if let Some(place) = place.filter(|place| place.queue(what)) {
            self.tasks.spawn_blocking(move || {
                place.work();
                None
            });
        }
    }

    /// Opens the profile in the background: a keyring or a command may take long.
    fn open_profile(&mut self, ticket: Ticket, name: String) {
        let (profiles, opening) = (self.setup.profiles.clone(), self.opening.clone());
        opening.wait(ticket);
        self.blocking(move || match profiles.open(&name) {
            Ok(opened) => opening.put(ticket, opened).then_some(Msg::ProfileUnlocked(ticket, Ok(()))),
            Err(why) => Some(Msg::ProfileUnlocked(ticket, Err(not_switched(&name, &format!("{why}."))))),
        });
    }

    /// The profile that was opened for this ticket.
    pub(super) fn opened(&self, ticket: Ticket) -> Option<Opened> {
        self.opening.take(ticket)
    }

    /// Whether connection events go to the header.
    pub(super) fn set_reporting(&self, news: bool) {
        self.connection.set_reporting(news);
    }

    /// Switches to another profile; [`Self::restore`] opens its database.
    pub(super) fn switch(&mut self, profile: String, source: Source, access: Access) {
        if let (Some(store), Some(folder)) = (self.connection.store.get(), self.setup.folder(&self.connection.source)) {
            self.left_stores.insert(folder, Arc::downgrade(store));
        }
        // From the old connection, only outcomes of writes are reported.
        for (_, token) in self.cancels.drain() {
            token.cancel();
        }
        self.setup.profile = profile;
        self.access = access;
        self.opened = None;
        self.reopening = None;
        self.draft_writer = None;
        self.notes = None;
        self.view_writer = None;
        self.companies = None;
        self.imports = Imports::default();
        self.connection =
            Arc::new(ServiceConnection::new(source, &self.setup, self.access.clone(), self.outbox.clone()));
    }

    fn save_draft(&mut self, id: DraftId, draft: Option<Draft>) {
        if self.draft_writer.is_none() {
            self.reopen();
        }
        let Some(keeping) = self.draft_writer.clone() else {
            // It is requested again after a while.
            if let (Some(Err(why)), true) = (self.opened.clone(), self.reopening.is_some()) {
                self.spawn(None, async move { Msg::DraftSaved(id, Err(draft_writer::failure(&why))) });
            }
            return;
        };
        if keeping.queue(id, draft) {
            let outbox = self.outbox.clone();
            self.tasks.spawn_blocking(move || {
                keeping.work(|id, outcome| {
                    let _ = outbox.blocking_send(Msg::DraftSaved(id, outcome));
                });
                None
            });
        }
    }

    /// Saves what is not on disk yet, because the program ends or switches profiles; blocks. Returns what could not be
    /// saved, with the reason.
    pub(super) fn flush(&self, effects: Vec<Effect>) -> Vec<(DraftId, Failure)> {
        let lost = RefCell::new(Vec::new());
        if let Some(keeping) = &self.draft_writer {
            for effect in effects {
                match effect {
                    Effect::SaveDraft(draft) => keeping.queue(draft.id, Some(*draft)),
                    Effect::DeleteDraft(draft) => keeping.queue(draft, None),
                    _ => continue,
                };
            }
            keeping.finish(|id, outcome| {
                if let Err(failure) = outcome {
                    tracing::warn!(%failure, "at the end");
                    lost.borrow_mut().push((id, failure));
                }
            });
        }
        // After the drafts: the program may be given little time to end.
        if let Some(remembering) = &self.view_writer {
            remembering.work();
        }
        if let Some(companies) = &self.companies {
            companies.work();
        }
        self.imports.flush();
        lost.into_inner()
    }

    /// Receives the steps of a write.
    fn steps(&self, id: WriteId) -> impl Fn(Step) + Send + Sync + 'static {
        let outbox = self.outbox.clone();
        move |step| {
            #[cfg(debug_assertions)]
            super::test_kill::at(step);
            let news = match step {
                Step::Checking { attempt, of } => WriteUpdate::Checking { attempt, of },
                Step::NotSettled => WriteUpdate::NotRecorded,
                Step::Recording | Step::Waiting | Step::Sending | Step::Answered | Step::Settled => return,
            };
            // Progress for the form: if the queue is full, a later event follows.
            let _ = outbox.try_send(Msg::Write(id.clone(), news));
        }
    }

    pub(super) fn read<F>(&mut self, ticket: Ticket, call: impl FnOnce(Arc<ServiceConnection>) -> F)
    where
        F: Future<Output = Msg> + Send + 'static,
    {
        let cancel = CancellationToken::new();
        self.cancels.insert(ticket, cancel.clone());
        let call = CALL.scope(Call::Read(ticket), call(Arc::clone(&self.connection)));
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

    /// Runs a write. It cannot be cancelled: its outcome is always reported.
    fn write(&mut self, id: WriteId, work: impl Future<Output = WriteOutcome> + Send + 'static) {
        self.spawn(None, async move {
            let end = CALL.scope(Call::Write(id.clone()), work).await;
            Msg::Write(id, WriteUpdate::Ended(end))
        });
    }

    pub(super) fn spawn(&mut self, ticket: Option<Ticket>, call: impl Future<Output = Msg> + Send + 'static) {
        let outbox = self.outbox.clone();
        self.tasks.spawn(async move {
            let _ = outbox.send(call.await).await;
            ticket
        });
    }

    pub(super) fn blocking(&mut self, work: impl FnOnce() -> Option<Msg> + Send + 'static) {
        let outbox = self.outbox.clone();
        self.tasks.spawn_blocking(move || {
            if let Some(msg) = work() {
                let _ = outbox.blocking_send(msg);
            }
            None
        });
    }
}
