//! The programs that are compared, and what they show: the same companies.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::surroundings::command;
use crate::window::Window;

/// Companies of the service.
const COMPANIES: &str = "2000";
/// What `ratamin` and csvlens show of each: the columns that the program shows in this window.
const COLUMNS: &str = "company,seats,left,ends,state";

/// A program to be measured.
pub struct Program {
    pub name: &'static str,
    path: PathBuf,
    arguments: Vec<PathBuf>,
}

/// The service, and the home of the programs.
pub struct Place {
    server: Child,
    variables: Vec<(&'static str, String)>,
    home: TempDir,
    pub programs: Vec<Program>,
    /// The company in the first row of the list.
    pub first: String,
}

impl Place {
    /// Starts the service, and gives the program its snapshot and the others their rows.
    pub fn prepare(ours: &Path, ratamin: &Path, csvlens: Option<&Path>) -> Self {
        let home = tempfile::tempdir().expect("a home");
        // As a file of its own: of memory that two processes share each has only a part.
        let service = home.path().join("service");
        fs::copy(ours, &service).expect("a copy of the program");
        let (server, variables) = serve(&service);
        let file = home.path().join("companies.csv");
        let mut place = Self { server, variables, home, programs: Vec::new(), first: String::new() };
        let rows = place.rows(&service);
        fs::write(&file, &rows).expect("a file");
        rows.lines().nth(1).and_then(|row| row.split(',').next()).expect("a company").clone_into(&mut place.first);
        place.programs.push(Program { name: "ours", path: ours.to_owned(), arguments: Vec::new() });
        place.programs.push(Program { name: "ratamin", path: ratamin.to_owned(), arguments: vec![file.clone()] });
        if let Some(path) = csvlens {
            place.programs.push(Program { name: "csvlens", path: path.to_owned(), arguments: vec![file] });
        }
        let window = Window::open(place.command(&place.programs[0]));
        window.settle(Duration::from_secs(1));
        window.quit(b"q");
        place
    }

    /// The program in its surroundings.
    pub fn command(&self, program: &Program) -> CommandBuilder {
        let mut command = command(&program.path, self.home.path());
        command.args(&program.arguments);
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }

    fn rows(&self, program: &Path) -> String {
        let mut command = Command::new(program);
        command.args(["companies", "list", "--all", "--output", "csv", "--columns", COLUMNS]);
        command.env("HOME", self.home.path()).envs(self.variables.iter().map(|(name, value)| (name, value)));
        let done = command.stderr(Stdio::inherit()).output().expect("the program runs");
        assert!(done.status.success(), "the companies cannot be listed");
        let rows = String::from_utf8(done.stdout).expect("text");
        // Without the ID, which always comes first.
        rows.lines().filter_map(|row| Some(row.split_once(',')?.1.to_owned() + "\n")).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The embedded server as a process of its own, and the variables with which it is reached.
fn serve(program: &Path) -> (Child, Vec<(&'static str, String)>) {
    let mut command = Command::new(program);
    command.args(["demo-server", "--port", "0", "--companies", COMPANIES, "--latency", "0", "--jitter", "0"]);
    let mut server = command.stdout(Stdio::piped()).spawn().expect("the server starts");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("its first line");
    let names = ["KEEPNET_API_BASE_URL", "KEEPNET_CLIENT_ID", "KEEPNET_CLIENT_SECRET"];
    let variables: Vec<_> = names.into_iter().zip(line.split_whitespace().map(str::to_owned)).collect();
    assert_eq!(variables.len(), names.len(), "the first line of the server is {line:?}");
    (server, variables)
}
