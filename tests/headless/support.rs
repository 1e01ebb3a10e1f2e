//! A server, a home folder, and the binary run against them.

use std::io::{ErrorKind, Write};
use std::process::{Child, Command, Output, Stdio};

use keepnet_tui::demo::{Faults, Options, Server};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A company with free seats and no custom fields that are required.
pub const COMPANY: &str = "Quartz Accounting";
/// Where users are created.
pub const CREATE: &str = "POST /api/target-users$";
pub const PHONE: &str = "+442079460018";
pub const EMAIL: &str = "jane.doe@quartz.example";

/// What a command came to.
#[derive(Debug)]
pub struct Ran {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Self { out: text(&output.stdout), err: text(&output.stderr), code: output.status.code() }
    }

    /// Ended with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Says all of this on standard error.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in:\n{}", self.err);
        }
        self
    }

    /// Nothing stands on standard output.
    #[track_caller]
    pub fn without_data(self) -> Self {
        assert_eq!(self.out, "", "stderr: {}", self.err);
        self
    }

    /// The lines of standard output, each a JSON object.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// A server and a home folder, which outlive every command.
pub struct Desk {
    pub server: Server,
    pub home: TempDir,
    runtime: Runtime,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(Options::instant())
    }

    pub fn with(options: Options) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let server = runtime.block_on(Server::start(options)).expect("a free port");
        Self { server, home: tempfile::tempdir().expect("a folder"), runtime }
    }

    pub fn faults(&self) -> &Faults {
        self.server.faults()
    }

    pub fn id(&self, company: &str) -> String {
        self.server.company_id(company).expect("a company")
    }

    /// Does something on the runtime of the server.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Waits until a request has arrived.
    pub fn arrived(&self, prefix: &str, count: usize) {
        self.runtime.block_on(self.server.arrived(prefix, count));
    }

    /// The users that were created for a company and are not deleted.
    pub fn created(&self, company: &str) -> Vec<String> {
        let users = self.server.users(&self.id(company));
        users.into_iter().filter(|u| u.requested && !u.deleted).map(|u| u.email).collect()
    }

    /// The program with nothing in its environment but the way to this server.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"));
        command.args(args).env_clear().stdin(Stdio::null());
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
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"] {
            command.env(name, self.home.path());
        }
        command
    }

    /// Runs it to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&self.command(args).output().expect("the program runs"))
    }

    /// Runs it with other variables.
    pub fn run_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Ran {
        Ran::of(&self.command(args).envs(variables.iter().copied()).output().expect("the program runs"))
    }

    /// Runs it with other variables and with this input.
    pub fn run_fed(&self, variables: &[(&str, &str)], input: &str, args: &[&str]) -> Ran {
        let mut command = self.command(args);
        command.envs(variables.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let fed = child.stdin.take().expect("an input").write_all(input.as_bytes());
        // One that has seen enough reads no further.
        assert!(fed.is_ok() || fed.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe));
        Ran::of(&child.wait_with_output().expect("it ends"))
    }

    /// Starts it, to be killed.
    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
    }

    /// `users add` of the usual user to the usual company.
    pub fn add(&self, more: &[&str]) -> Ran {
        let usual = ["users", "add", "--company", COMPANY, "--email", EMAIL, "--phone", PHONE, "--output", "json"];
        self.run(&[&usual, more].concat())
    }
}
