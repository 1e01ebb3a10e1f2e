//! A server, a state folder, and programs that come and go.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::api::{Client, Credentials, Limits, Settings as ApiSettings};
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::settings::{Connection, OwnCommands, ProfileSettings, Settings, Size};
use keepnet_tui::app::form::parked::Parked;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::keys::keymap::KeyMap;
use keepnet_tui::app::keys::press::{Key, KeyPress};
use keepnet_tui::app::model::Model;
use keepnet_tui::config::TeamAliases;
use keepnet_tui::demo::{Options, Server};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::form::fields::Rules;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::terminal::appearance::Appearance;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use keepnet_tui::runtime::engine::{Engine, Wake};
use keepnet_tui::runtime::{Profiles, Setup, Source, run_name};
use keepnet_tui::store::{STATE_DIR, Store, folder_of};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Where users are created.
pub const CREATE: &str = "POST /api/target-users$";
/// Where they are looked up by their address.
pub const FIND: &str = "POST /api/target-users/search-email";
/// No condition takes this long, not even on a busy machine.
const DEADLINE: Duration = Duration::from_secs(20);

/// Waits so short that a thousand of them are over soon.
pub fn limits() -> Limits {
    Limits {
        request: Duration::from_secs(5),
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(20),
        ..Limits::default()
    }
}

/// Says something past the harness, which shows nothing of a test that passes.
pub fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).expect("written");
}

pub fn patience() -> ReconcilePolicy {
    ReconcilePolicy { tries: 4, first_wait: Duration::from_millis(2), ..ReconcilePolicy::default() }
}

pub fn api(server: &Server) -> ApiSettings {
    ApiSettings {
        base_url: BaseUrl::parse(&server.url()).expect("a loopback address"),
        credentials: Credentials {
            client_id: server.client_id().to_owned(),
            client_secret: server.client_secret().to_owned().into(),
        },
        limits: limits(),
        extra_roots: Vec::new(),
    }
}

/// A program that writes, with its journal in this folder.
pub fn outbox(server: &Server, folder: &Path, policy: ReconcilePolicy) -> Outbox {
    Outbox {
        access: Access::ReadWrite,
        client: Client::new(api(server), |_| ()).expect("a client"),
        store: Some(Arc::new(Store::open(folder).expect("a store"))),
        policy,
        clock: Timestamp::now,
    }
}

/// A profile that is not connected yet.
pub fn settings() -> Settings {
    Settings {
        connection: None,
        run: format!("{}-{}", run_name(), fastrand::u32(..)),
        profile: "default".to_owned(),
        config_path: String::new(),
        page_size: 100,
        cache_limit: keepnet_tui::domain::list::company_index::MAX_COMPANIES,
        columns: Column::all().filter(|column| *column != Column::Group && !column.is_of_the_desk()).collect(),
        rules: Rules::default(),
        profile_settings: ProfileSettings::default(),
        ascii: false,
        csv_bom: false,
        own_commands: OwnCommands::default(),
        appearance: Appearance::default(),
        keys: KeyMap::default(),
        mouse: true,
    }
}

/// A server and a disk, which outlive every program.
pub struct World {
    pub server: Server,
    state: TempDir,
    /// Where lists are written to.
    pub exports: TempDir,
    /// The server's own.
    _runtime: Runtime,
}

impl World {
    pub fn new(options: Options) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let server = runtime.block_on(Server::start(options)).expect("a free port");
        let folder = || tempfile::tempdir().expect("a folder");
        Self { server, state: folder(), exports: folder(), _runtime: runtime }
    }

    /// The folder of the database.
    pub fn folder(&self) -> PathBuf {
        self.root().join(folder_of("default", &api(&self.server).base_url))
    }

    /// Below it every profile has its folder.
    fn root(&self) -> PathBuf {
        self.state.path().join("keepnet-tui")
    }

    /// The real program on the same database, with nothing in its environment but the way to this server.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"));
        command.args(args).env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, value) in [
            ("KEEPNET_API_BASE_URL", self.server.url().as_str()),
            ("KEEPNET_CLIENT_ID", self.server.client_id()),
            ("KEEPNET_CLIENT_SECRET", self.server.client_secret()),
            ("KEEPNET_TEST_PATIENCE", "5"),
            // Never the keyring of whoever runs the tests.
            ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"),
        ] {
            command.env(name, value);
        }
        // Windows wants this one for its network.
        for name in ["SystemRoot", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        for name in [STATE_DIR, "HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"] {
            command.env(name, self.state.path());
        }
        command
    }

    /// The database, as another program opens it.
    pub fn store(&self) -> Store {
        Store::open(&self.folder()).expect("a store")
    }

    /// The drafts on disk as they are kept, whoever has typed them.
    pub fn drafts(&self) -> Vec<String> {
        let database = rusqlite::Connection::open(self.folder().join("state.db")).expect("a database");
        let mut drafts = database.prepare("SELECT record FROM drafts").expect("a table");
        drafts.query_map([], |row| row.get(0)).expect("drafts").collect::<Result<_, _>>().expect("drafts")
    }

    /// What a program that has ended left on disk.
    pub fn left(&self) -> Recovered {
        self.store().restore(jiff::Timestamp::now()).expect("read")
    }

    /// Starts a program.
    pub fn start(&self) -> Program {
        let connection = Some(Connection { badge: None, base_url: self.server.url() });
        self.start_with(Settings { connection, ..settings() }, Profiles::default())
    }

    /// Starts a program that knows other profiles.
    pub fn start_with(&self, settings: Settings, profiles: Profiles) -> Program {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let setup = Setup {
            config: None,
            aliases: TeamAliases::default(),
            profile: settings.profile.clone(),
            state: Some(self.root()),
            exports: Some(self.exports.path().to_owned()),
            policy: patience(),
            profiles,
        };
        let size = Size { width: 80, height: 24 };
        let mut engine = {
            let _inside = runtime.enter();
            Engine::new(settings, Source::Configured(Box::new(api(&self.server))), setup, size)
        };
        {
            let _inside = runtime.enter();
            let _ = engine.begin();
        }
        Program { engine, runtime }
    }
}

/// A running program. Dropped, it ends as a process that is killed: nothing is flushed.
pub struct Program {
    engine: Engine,
    runtime: Runtime,
}

impl Program {
    pub fn model(&self) -> &Model {
        self.engine.model()
    }

    pub fn send(&mut self, msg: Msg) {
        let _inside = self.runtime.enter();
        let _ = self.engine.handle(msg);
    }

    /// Starts an effect.
    pub fn perform(&mut self, effect: Effect) {
        let _inside = self.runtime.enter();
        let _ = self.engine.perform(vec![effect]);
    }

    /// Handles what comes until a message is the one that is waited for.
    #[track_caller]
    pub fn receive<T>(&mut self, what: &str, pick: impl Fn(Msg) -> Option<T>) -> T {
        let Self { engine, runtime } = self;
        let waited = runtime.block_on(async {
            let wait = async {
                loop {
                    match engine.next().await {
                        Wake::Msg(msg) => {
                            if let Some(found) = pick(msg.clone()) {
                                return found;
                            }
                            let _ = engine.handle(msg);
                        }
                        Wake::Task(ended) => assert!(!ended.is_err_and(|e| e.is_panic()), "a task has panicked"),
                    }
                }
            };
            tokio::time::timeout(DEADLINE, wait).await
        });
        waited.unwrap_or_else(|_| panic!("{what} never came"))
    }

    /// Presses keys in the table's notation.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.send(Msg::Key(KeyPress::parse(key).unwrap_or_else(|| panic!("no key: {key}"))));
        }
    }

    /// Types text.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.send(Msg::Key(KeyPress::plain(Key::Char(c))));
        }
    }

    /// Handles what comes until the condition holds.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Model) -> bool) {
        let Self { engine, runtime } = self;
        let waited = runtime.block_on(async {
            let wait = async {
                while !holds(engine.model()) {
                    handle(engine).await;
                }
            };
            tokio::time::timeout(DEADLINE, wait).await
        });
        let said: Vec<_> = engine.model().notices.newest_first().map(|n| n.text.clone()).collect();
        assert!(waited.is_ok(), "{what} never came; in doubt: {:#?}; said: {said:#?}", engine.model().changes);
    }

    /// Handles what has come already, and whatever comes within this time.
    pub fn breathe(&mut self, time: Duration) {
        let Self { engine, runtime } = self;
        runtime.block_on(async {
            let _ = tokio::time::timeout(time, async {
                loop {
                    handle(engine).await;
                }
            })
            .await;
        });
    }

    /// Waits until every change has a known end.
    #[track_caller]
    pub fn settled(&mut self) {
        self.until("the end of every change", |m| is_drained(m) && m.changes.is_empty());
    }

    /// Waits until nothing is queued or under way; what is in doubt may stay so.
    #[track_caller]
    pub fn drained(&mut self) {
        self.until("the end of the queue", is_drained);
    }

    /// The companies are here.
    pub fn loaded(mut self) -> Self {
        self.until("the companies", |m| m.companies.shown.is_some());
        self
    }

    /// Goes to the company of this name.
    pub fn at(mut self, company: &str) -> Self {
        self.press("/");
        self.type_text(company);
        self.press("enter");
        self.until("the company", |m| m.companies.rows().len() == 1);
        self
    }

    /// Ends it in order: what was typed is flushed.
    pub fn quit(mut self) {
        let _inside = self.runtime.enter();
        self.engine.end();
    }
}

/// Nothing waits for custom fields, for its turn, for an answer or for the end of a look-up.
pub fn is_drained(model: &Model) -> bool {
    let waits = |form: &Form| form.parked() == Some(Parked::Waiting);
    !model.drafts.drafts().any(waits)
        && model.changes.queued().next().is_none()
        && model.changes.under_way().next().is_none()
}

async fn handle(engine: &mut Engine) {
    match engine.next().await {
        Wake::Msg(msg) => {
            let _ = engine.handle(msg);
        }
        Wake::Task(ended) => assert!(!ended.is_err_and(|e| e.is_panic()), "a task has panicked"),
    }
}
