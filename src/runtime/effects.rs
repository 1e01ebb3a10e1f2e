//! Does what the program wants done, each in a task of its own whose end is looked at.

use std::collections::HashMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tokio::sync::{OnceCell, mpsc};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::keeping::Keeping;
use super::{clipboard, clock, files};
use crate::api::{self, Client, Doing};
use crate::app::effect::Effect;
use crate::app::msg::{Connection, LinkMsg, Msg};
use crate::app::remote::Ticket;
use crate::demo;
use crate::domain::draft::Draft;
use crate::domain::failure::{Done, Failure, Remedy};
use crate::domain::ids::CompanyId;
use crate::domain::left::Left;
use crate::domain::phone;
use crate::domain::write::{End, News, WriteId};
use crate::outbox::{Outbox, Patience, Step};
use crate::store::{self, Store};

/// What the badge of the embedded server says.
pub const DEMO_BADGE: &str = "DEMO";

/// The service to connect to.
#[derive(Debug, Clone)]
pub enum Source {
    /// None: there are no credentials yet.
    None,
    /// The configured one.
    Configured(Box<api::Settings>),
    /// The embedded server, started in this process.
    Demo,
}

/// A client, and the embedded server as long as it is the one it talks to.
struct Connected {
    client: Client,
    _server: Option<demo::Server>,
}

/// Where and how things are kept on this machine.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The profile's name.
    pub profile: String,
    /// The folder below which every profile has its own; none: nothing is kept.
    pub state: Option<PathBuf>,
    /// How long a user who may have been created is looked for.
    pub patience: Patience,
}

impl Setup {
    fn folder(&self, source: &Source) -> Option<PathBuf> {
        let state = self.state.as_ref()?;
        match source {
            Source::None => None,
            Source::Configured(settings) => Some(state.join(store::folder_of(&self.profile, &settings.base_url))),
            Source::Demo => Some(state.join("demo")),
        }
    }
}

/// The connection, made by the first task that needs it.
struct Line {
    source: Source,
    cell: OnceCell<Connected>,
    /// The journal, once the slot is taken.
    store: OnceLock<Arc<Store>>,
    patience: Patience,
    outbox: mpsc::Sender<Msg>,
}

impl Line {
    fn new(source: Source, setup: &Setup, outbox: mpsc::Sender<Msg>) -> Self {
        Self { source, cell: OnceCell::new(), store: OnceLock::new(), patience: setup.patience.clone(), outbox }
    }

    async fn outbox(&self) -> Result<Outbox, api::Error> {
        Ok(Outbox {
            client: self.client().await?.clone(),
            store: self.store.get().cloned(),
            patience: self.patience.clone(),
            clock: clock::utc,
        })
    }

    async fn client(&self) -> Result<&Client, api::Error> {
        // A failure is not kept: the next call tries again.
        Ok(&self.cell.get_or_try_init(|| self.connect()).await?.client)
    }

    async fn connect(&self) -> Result<Connected, api::Error> {
        let (settings, server) = match &self.source {
            Source::None => return Err(api::Error::Setup("there are no credentials".into())),
            Source::Configured(settings) => ((**settings).clone(), None),
            Source::Demo => {
                let server = demo::Server::start(demo::Options::default())
                    .await
                    .map_err(|e| api::Error::Setup(format!("the embedded server cannot start: {e}")))?;
                (server_settings(&server)?, Some(server))
            }
        };
        let outbox = self.outbox.clone();
        let events = move |event| {
            // News for the header: when the queue is full, newer news follows.
            let _ = outbox.try_send(Msg::Link(news(event)));
        };
        // Building costs some milliseconds, and reads certificates from disk.
        let client = tokio::task::spawn_blocking(move || Client::new(settings, events))
            .await
            .map_err(|e| api::Error::Setup(e.to_string()))??;
        Ok(Connected { client, _server: server })
    }
}

fn server_settings(server: &demo::Server) -> Result<api::Settings, api::Error> {
    Ok(api::Settings {
        base_url: crate::domain::base_url::BaseUrl::parse(&server.url()).map_err(api::Error::Setup)?,
        credentials: api::Credentials {
            client_id: server.client_id().to_owned(),
            client_secret: server.client_secret().to_owned().into(),
        },
        extra_roots: Vec::new(),
        limits: api::Limits::default(),
    })
}

fn news(event: api::Event) -> LinkMsg {
    let ms = |d: std::time::Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    match event {
        api::Event::Token(session) => LinkMsg::Token(session),
        api::Event::Retrying { attempt, wait } => LinkMsg::Retrying { attempt, wait_ms: ms(wait) },
        api::Event::Paced { until_wait } => LinkMsg::Retrying { attempt: 1, wait_ms: ms(until_wait) },
        api::Event::Reached(took) => LinkMsg::Reached(ms(took)),
        api::Event::Unreachable => LinkMsg::Unreachable,
    }
}

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
        self.line.cell.get()?.client.last_request_as_curl()
    }

    /// Starts doing it; what is about the terminal is given back.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Companies(ticket, query) => self.read(ticket, async move |line| {
                let answer = async { line.client().await?.search_companies(&query).await }.await;
                Msg::Companies(ticket, answer.map_err(|e| e.failure(Doing::Companies)))
            }),
            Effect::License(ticket, company) => self.read(ticket, async move |line| {
                let answer = async { line.client().await?.check_license(&company).await }.await;
                Msg::License(ticket, answer.map_err(|e| e.failure(Doing::License)))
            }),
            Effect::Groups(ticket, company) => self.read(ticket, async move |line| {
                let answer = async { line.client().await?.target_groups(&company).await }.await;
                Msg::Choices(ticket, answer.map_err(|e| e.failure(Doing::Groups)))
            }),
            Effect::TimeZones(ticket) => self.read(ticket, async move |line| {
                let answer = async { line.client().await?.time_zones().await }.await;
                Msg::Choices(ticket, answer.map_err(|e| e.failure(Doing::TimeZones)))
            }),
            Effect::Languages(ticket) => self.read(ticket, async move |line| {
                let answer = async { line.client().await?.languages().await }.await;
                Msg::Choices(ticket, answer.map_err(|e| e.failure(Doing::Languages)))
            }),
            // A write cannot be cancelled: its end is always told.
            Effect::Write(order) => {
                let (line, steps) = (Arc::clone(&self.line), self.steps(order.intent.id.clone()));
                self.spawn(None, async move {
                    let end = match line.outbox().await {
                        Ok(outbox) => outbox.send(&order, &steps).await,
                        Err(error) => End::Refused(error.failure(Doing::Create)),
                    };
                    Msg::Write(order.intent.id.clone(), News::Ended(end))
                });
            }
            Effect::LookUp(intent) => {
                let (line, steps) = (Arc::clone(&self.line), self.steps(intent.id.clone()));
                self.spawn(None, async move {
                    let end = match line.outbox().await {
                        Ok(outbox) => outbox.look_up(&intent, &steps).await,
                        Err(error) => End::Unknown(error.failure(Doing::FindUser)),
                    };
                    Msg::Write(intent.id.clone(), News::Ended(end))
                });
            }
            Effect::SettleByHand(id) => {
                let line = Arc::clone(&self.line);
                self.tasks.spawn(async move {
                    if let Ok(outbox) = line.outbox().await {
                        outbox.settle_by_hand(&id).await;
                    }
                    None
                });
            }
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
        let remark = format!("Drafts are not kept, and creates are not recorded, when the program ends: {why}.");
        Left { remarks: vec![remark], ..Left::default() }
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
            if let Effect::Keep(draft) = effect {
                keeping.queue(draft.company.clone(), Some(*draft));
            }
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

/// How the header names the embedded server.
#[must_use]
pub fn demo_connection() -> Connection {
    Connection { badge: Some(DEMO_BADGE.to_owned()), base_url: "embedded server".to_owned() }
}

fn local(what: &str, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        std::io::ErrorKind::AlreadyExists => "A file of this name is already here.".to_owned(),
        std::io::ErrorKind::PermissionDenied => "This folder cannot be written to.".to_owned(),
        _ => format!("{error}."),
    };
    Failure { what: what.to_owned(), why, hint: String::new(), remedy: Remedy::Nothing, done: Done::No }
}
