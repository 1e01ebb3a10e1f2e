//! A server, a home, and what the doctor says about them.

use std::process::{Command, Stdio};

use keepnet_tui::demo::{Options, Server};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A server and a home folder.
pub struct Desk {
    pub server: Server,
    pub home: TempDir,
    pub runtime: Runtime,
}

/// What a command came to.
pub struct Ran {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

/// The findings, by their checks.
pub struct Told {
    ran: Ran,
    json: Value,
}

impl Desk {
    pub fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let server = runtime.block_on(Server::start(Options::instant())).expect("a free port");
        Self { server, home: tempfile::tempdir().expect("a folder"), runtime }
    }

    /// Writes a configuration; its path.
    pub fn config(&self, text: &str) -> String {
        let path = self.home.path().join("config.toml");
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    /// The program with the way to the server in its environment, unless these variables say otherwise.
    pub fn command(&self, variables: &[(&str, &str)], args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"));
        command.args(args).env_clear().stdin(Stdio::null());
        // Windows wants this one for its network; the others are the system's authorities.
        for name in ["SystemRoot", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"] {
            command.env(name, self.home.path());
        }
        command.env("KEEPNET_API_BASE_URL", self.server.url());
        command.env("KEEPNET_CLIENT_ID", self.server.client_id());
        command.env("KEEPNET_CLIENT_SECRET", self.server.client_secret());
        // Never the keyring of whoever runs the tests.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        command.envs(variables.iter().copied());
        command
    }

    /// What the doctor says with these variables.
    pub fn doctor(&self, variables: &[(&str, &str)]) -> Told {
        self.doctor_with(variables, &[])
    }

    /// The same with more arguments.
    #[track_caller]
    pub fn doctor_with(&self, variables: &[(&str, &str)], more: &[&str]) -> Told {
        let ran = run(&mut self.command(variables, &[&["doctor", "--output", "json"], more].concat()));
        let json = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err));
        Told { ran, json }
    }
}

impl Told {
    fn item(&self, check: &str) -> &Value {
        let items = self.json["items"].as_array().expect("a list");
        items.iter().find(|item| item["check"] == check).unwrap_or_else(|| panic!("no {check} in {}", self.ran.out))
    }

    /// The names of the checks, in the order in which they were made.
    pub fn checks(&self) -> Vec<&str> {
        let items = self.json["items"].as_array().expect("a list");
        items.iter().map(|item| item["check"].as_str().expect("a name")).collect()
    }

    /// Ended with this code, and the number of failures goes with it.
    #[track_caller]
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.ran.code, Some(code), "{}{}", self.ran.out, self.ran.err);
        assert_eq!(self.json["failures"] == 0, code == 0, "{}", self.ran.out);
        self
    }

    /// What was found.
    pub fn found(&self, check: &str) -> &str {
        self.item(check)["found"].as_str().expect("words")
    }

    /// The check is in this state, with these words among what was found.
    #[track_caller]
    pub fn is(&self, check: &str, state: &str, words: &str) -> &Self {
        assert_eq!(self.item(check)["state"], state, "{check} in {}", self.ran.out);
        assert!(self.found(check).contains(words), "{check}: no {words:?} in {}", self.found(check));
        self
    }

    /// These words are among the advice.
    #[track_caller]
    pub fn advises(&self, check: &str, words: &str) -> &Self {
        let advice = self.item(check)["advice"].as_str().unwrap_or_default();
        assert!(advice.contains(words), "{check}: no {words:?} in {advice}");
        self
    }

    /// Nowhere in what was written.
    #[track_caller]
    pub fn hides(&self, secret: &str) -> &Self {
        assert!(!self.ran.out.contains(secret) && !self.ran.err.contains(secret), "{}{}", self.ran.out, self.ran.err);
        self
    }
}
