//! The connection to the service, and what is stored for it on this machine.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::{OnceCell, mpsc};

use super::clock;
use super::profiles::Profiles;
use super::source::Source;
use crate::api::{self, Client};
use crate::app::core::msg::{ConnectionEvent, Msg};
use crate::app::core::remote::Call;
use crate::app::core::settings::Connection;
use crate::config::TeamAliases;
use crate::demo;
use crate::domain::service::access::Access;
use crate::outbox::{Outbox, ReconcilePolicy};
use crate::store::{self, Store};

tokio::task_local! {
    /// The call that the requests of this task belong to.
    pub(super) static CALL: Call;
}

/// The badge of the embedded server.
pub const DEMO_BADGE: &str = "DEMO";

/// A client, and the embedded server if it is connected to it.
struct Connected {
    client: Client,
    _server: Option<demo::Server>,
}

/// How and where data is stored on this machine.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The profile's name.
    pub profile: String,
    /// The directory that contains those of the profiles; `None`: nothing is stored.
    pub state: Option<PathBuf>,
    /// The directory for exports; `None`: the current directory.
    pub exports: Option<PathBuf>,
    /// The configuration file, into which views are written; `None` without a home directory.
    pub config: Option<PathBuf>,
    /// The aliases that a team shares; the demo has those of a configuration that was named.
    pub aliases: TeamAliases,
    /// How long a user that may have been created is looked up.
    pub policy: ReconcilePolicy,
    /// The other profiles.
    pub profiles: Profiles,
}

impl Setup {
    /// The directory of this service's database.
    pub(super) fn folder(&self, source: &Source) -> Option<PathBuf> {
        let state = self.state.as_ref()?;
        match source {
            Source::None => None,
            Source::Configured(settings) => Some(state.join(store::folder_of(&self.profile, &settings.base_url))),
            Source::Demo => Some(state.join("demo")),
        }
    }
}

/// The connection, made by the first task that needs it.
pub(super) struct ServiceConnection {
    pub(super) source: Source,
    cell: OnceCell<Connected>,
    /// The journal, once it is open.
    pub(super) store: OnceLock<Arc<Store>>,
    policy: ReconcilePolicy,
    access: Access,
    outbox: mpsc::Sender<Msg>,
    /// The program has switched profiles: events of this connection are not for the header any more.
    muted: Arc<Mutex<bool>>,
}

impl ServiceConnection {
    /// Not connected yet.
    pub(super) fn new(source: Source, setup: &Setup, access: Access, outbox: mpsc::Sender<Msg>) -> Self {
        let patience = setup.policy.clone();
        Self {
            source,
            cell: OnceCell::new(),
            store: OnceLock::new(),
            policy: patience,
            access,
            outbox,
            muted: Arc::default(),
        }
    }

    /// Carries out writes.
    pub(super) async fn outbox(&self) -> Result<Outbox, api::Error> {
        Ok(Outbox {
            access: self.access.clone(),
            client: self.client().await?.clone(),
            store: self.store.get().cloned(),
            policy: self.policy.clone(),
            clock: clock::utc,
        })
    }

    /// The client; a failure to create one is not cached.
    pub(super) async fn client(&self) -> Result<&Client, api::Error> {
        Ok(&self.cell.get_or_try_init(|| self.connect()).await?.client)
    }

    /// The last request as curl.
    pub(super) fn last_request(&self) -> Option<String> {
        self.cell.get()?.client.last_request_as_curl()
    }

    /// Whether connection events go to the header. None is sent after this has returned with `false`.
    pub(super) fn set_reporting(&self, news: bool) {
        *self.muted.lock().unwrap_or_else(PoisonError::into_inner) = !news;
    }

    async fn connect(&self) -> Result<Connected, api::Error> {
        let (settings, server) = match &self.source {
            Source::None => return Err(api::Error::Setup("there are no credentials".into())),
            Source::Configured(settings) => ((**settings).clone(), None),
            Source::Demo => {
                let options = demo::Options { today: Some(clock::now().local.date()), ..demo::Options::default() };
                let server = demo::Server::start(options)
                    .await
                    .map_err(|e| api::Error::Setup(format!("the embedded server cannot start: {e}")))?;
                server.clock().shift(clock::ahead());
                (server_settings(&server)?, Some(server))
            }
        };
        let outbox = self.outbox.clone();
        let muted = Arc::clone(&self.muted);
        let events = move |event| {
            let muted = muted.lock().unwrap_or_else(PoisonError::into_inner);
            let call = CALL.try_with(Clone::clone).ok();
            if let Some(news) = connection_event(event, call).filter(|_| !*muted) {
                // Events for the header: if the queue is full, a later one follows.
                let _ = outbox.try_send(Msg::Connection(news));
            }
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
        base_url: crate::domain::service::base_url::BaseUrl::parse(&server.url()).map_err(api::Error::Setup)?,
        credentials: api::Credentials {
            client_id: server.client_id().to_owned(),
            client_secret: server.client_secret().to_owned().into(),
        },
        extra_roots: Vec::new(),
        limits: api::Limits::default(),
    })
}

/// The event for the header. Retries of requests that belong to no call are not reported.
fn connection_event(event: api::Event, call: Option<Call>) -> Option<ConnectionEvent> {
    let ms = |d: std::time::Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    Some(match event {
        api::Event::Token(session) => ConnectionEvent::Token(session),
        api::Event::Retrying { attempt, wait } => ConnectionEvent::Retrying { call: call?, attempt, wait_ms: ms(wait) },
        api::Event::Paced { until_wait } => {
            ConnectionEvent::Retrying { call: call?, attempt: 1, wait_ms: ms(until_wait) }
        }
        api::Event::Reached(took) => ConnectionEvent::Reached(ms(took), call),
        api::Event::Unreachable => ConnectionEvent::Unreachable,
    })
}

/// The header's name for the embedded server.
#[must_use]
pub fn demo_connection() -> Connection {
    Connection { badge: Some(DEMO_BADGE.to_owned()), base_url: "embedded server".to_owned() }
}
