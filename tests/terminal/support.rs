//! A server of its own for every test, and terminals that talk to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keepnet_tui::demo::{Faults, Options, Server, StoredUser};
use portable_pty::CommandBuilder;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::pty::{DEADLINE, Terminal};
use super::surroundings::{self, state_of};

/// A company with room, whose name no other company has in it.
pub const COMPANY: &str = "Quartz Accounting";
/// Where the companies are asked for.
pub const SEARCH: &str = "POST /api/companies/search";
/// Where users are created.
pub const CREATE: &str = "POST /api/target-users$";
/// Where users are looked up by their address.
pub const FIND: &str = "POST /api/target-users/search-email";
/// A phone number as a person types it.
pub const PHONE: &str = "+44 7700 900123";

/// A server, and the home of whoever uses it.
pub struct Desk {
    pub server: Server,
    home: TempDir,
    runtime: Runtime,
}

impl Desk {
    /// A server that answers at once.
    pub fn new() -> Self {
        Self::with(Options::instant())
    }

    /// A server of this kind.
    pub fn with(options: Options) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let server = runtime.block_on(Server::start(options)).expect("a free port");
        Self { server, home: tempfile::tempdir().expect("a home"), runtime }
    }

    /// What is to go wrong.
    pub fn faults(&self) -> &Faults {
        self.server.faults()
    }

    /// Where the program keeps its state.
    pub fn state(&self) -> PathBuf {
        state_of(self.home.path())
    }

    /// The reports of panics that were written.
    pub fn reports(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.state().join("keepnet-tui")).into_iter().flatten();
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect()
    }

    /// The program, ready to be started against this server with these arguments.
    pub fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = bare(self.home.path(), arguments);
        command.env("KEEPNET_API_BASE_URL", self.server.url());
        command.env("KEEPNET_CLIENT_ID", self.server.client_id());
        command.env("KEEPNET_CLIENT_SECRET", self.server.client_secret());
        // Nobody waits here for a slow index.
        command.env("KEEPNET_TEST_PATIENCE", "20");
        command
    }

    /// The same through a shell, whose script gets the program as `$0`.
    pub fn through_shell(&self, script: &str) -> CommandBuilder {
        let mut command = self.command(&[]);
        let program = command.get_argv()[0].clone();
        *command.get_argv_mut() = ["sh".into(), "-c".into(), script.into(), program].to_vec();
        command
    }

    /// Waits until the server has stored this user; only the server knows, so it is asked again and again.
    #[track_caller]
    pub fn wait_created(&self, company: &str, email: &str) {
        wait_until("the user on the server", || !self.created(company, email).is_empty());
    }

    /// Waits until a draft on disk holds this text.
    #[track_caller]
    pub fn wait_kept(&self, text: &str) {
        wait_until("the draft on disk", || self.drafts().iter().any(|draft| draft.contains(text)));
    }

    /// Waits until the user with this address is on disk as one to be created, and not as one that is being typed.
    #[track_caller]
    pub fn wait_queued(&self, email: &str) {
        let is_it = |draft: &String| draft.contains(email) && draft.contains("\"stage\"");
        wait_until("the queued user on disk", || self.drafts().iter().any(is_it));
    }

    /// The drafts on disk, as they are kept.
    pub fn drafts(&self) -> Vec<String> {
        self.records("drafts")
    }

    /// The companies on disk, as they are kept.
    pub fn companies(&self) -> Vec<String> {
        self.records("companies")
    }

    fn records(&self, table: &str) -> Vec<String> {
        self.databases().iter().flat_map(|path| records(path, table).unwrap_or_default()).collect()
    }

    /// The companies of a day are on disk.
    pub fn keeps_a_day(&self) -> bool {
        let days = |path: &PathBuf| -> rusqlite::Result<u32> {
            let database = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            database.query_row("SELECT count(*) FROM days", [], |row| row.get(0))
        };
        self.databases().iter().any(|path| days(path).is_ok_and(|days| days > 0))
    }

    /// The databases.
    pub fn databases(&self) -> Vec<PathBuf> {
        files(self.home.path()).into_iter().filter(|f| f.file_name().is_some_and(|n| n == "state.db")).collect()
    }

    /// The folder that is the program's home.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The program in a terminal of this size.
    pub fn open(&self, width: u16, height: u16) -> Terminal {
        Terminal::start(self.command(&[]), width, height)
    }

    /// The same, with its companies on the screen.
    pub fn open_loaded(&self, width: u16, height: u16) -> Terminal {
        let terminal = self.open(width, height);
        terminal.wait_text("1/137");
        // The rows may be those of the last run; then the service has answered.
        terminal.wait_text("● ");
        terminal
    }

    /// Waits until that many requests have arrived.
    #[track_caller]
    pub fn wait_arrived(&self, prefix: &str, count: usize) {
        let arrived = async { tokio::time::timeout(DEADLINE, self.server.arrived(prefix, count)).await };
        assert!(self.runtime.block_on(arrived).is_ok(), "{prefix} was not asked {count} times");
    }

    /// The users with this email that came over the API, in the company of this name.
    pub fn created(&self, company: &str, email: &str) -> Vec<StoredUser> {
        let id = self.server.company_id(company).expect("a company");
        self.server.users(&id).into_iter().filter(|user| user.requested && user.email == email).collect()
    }
}

/// Opens the form of the selected company.
#[track_caller]
pub fn open_form(t: &mut Terminal) {
    t.key("a");
    t.wait_text("Add target user to");
}

/// Opens the one user who needs somebody.
#[track_caller]
pub fn open_needing(t: &mut Terminal) {
    t.wait_text("! 1 ");
    t.key("f9");
    t.wait_text("Add target user to");
}

/// Sends the form of a company that has no seat left.
#[track_caller]
pub fn send_over_limit(t: &mut Terminal) {
    t.wait_text("No seat is left");
    t.key("alt-s");
    t.wait_gone("Add target user to");
}

/// Waits for what nobody tells of: it is asked for again and again, with pauses in which the program has the core.
#[track_caller]
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let end = std::time::Instant::now() + DEADLINE;
    while !holds() {
        assert!(std::time::Instant::now() < end, "{what} never came");
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|e| Some(e.ok()?.path()));
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Nothing while the database is only being made.
fn records(path: &Path, table: &str) -> rusqlite::Result<Vec<String>> {
    let database = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut statement = database.prepare(&format!("SELECT record FROM {table}"))?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// The program without any credentials.
pub fn bare(home: &Path, arguments: &[&str]) -> CommandBuilder {
    let mut command = surroundings::command(env!("CARGO_BIN_EXE_keepnet-tui"), home);
    command.args(arguments);
    command
}
