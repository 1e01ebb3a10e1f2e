//! Inside tmux the program shows what it shows without, cell by cell, whatever the terminal calls itself.
//!
//! Without tmux these tests say so and pass.

use std::num::NonZero;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rstest::rstest;
use vt100::{Color, Parser, Screen};

use super::pty::{DEADLINE, Terminal};
use super::support::Desk;

/// A window of tmux, whose server has no other.
struct Tmux {
    socket: String,
    size: (u16, u16),
}

impl Tmux {
    /// Starts the program in a window of this size; `None` without tmux.
    fn start(command: &CommandBuilder, width: u16, height: u16) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("tmux is not installed: what it shows is not compared");
            return None;
        }
        let socket = command.get_cwd().expect("a home").to_string_lossy().into_owned() + "/tmux";
        let variables = command.iter_full_env_as_str().map(|(name, value)| format!("{name}={value}"));
        // As tmux sets it for who runs in it.
        let variables = variables.chain([format!("TMUX={socket},0,0")]);
        let program = command.get_argv().iter().map(|part| part.to_string_lossy().into_owned());
        let (x, y) = (width.to_string(), height.to_string());
        let own = ["new-session", "-d", "-x", &x, "-y", &y, "env", "-i"].map(str::to_owned);
        let all: Vec<_> = own.into_iter().chain(variables).chain(program).collect();
        let tmux = Self { socket, size: (width, height) };
        tmux.run(&all.iter().map(String::as_str).collect::<Vec<_>>());
        Some(tmux)
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        let done = command.args(["-S", &self.socket, "-f", "/dev/null", "-u"]).args(arguments).output().expect("tmux");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        done
    }

    fn press(&self, names: &str) {
        for name in names.split(' ') {
            let name = match name {
                "enter" => "Enter",
                "esc" => "Escape",
                "down" => "Down",
                "up" => "Up",
                "pgdn" => "PageDown",
                letter => letter,
            };
            self.run(&["send-keys", name]);
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.run(&["resize-window", "-x", &width.to_string(), "-y", &height.to_string()]);
    }

    /// What tmux shows, as the emulator reads it.
    fn cells(&self) -> Vec<Line> {
        let shown = String::from_utf8(self.run(&["capture-pane", "-p", "-e", "-N"]).stdout).expect("text");
        let cells = |n| NonZero::new(n).expect("a size");
        // A line at a time: one that is full would begin the next one.
        let lines =
            shown.split('\n').take(self.size.1.into()).scan(Parser::new(cells(1), cells(self.size.0), 0), |p, line| {
                p.process(b"\r\x1b[0K");
                p.process(line.as_bytes());
                let line = line_of(p.screen(), 0);
                Some(line)
            });
        lines.skip(1).collect()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux").args(["-S", &self.socket, "kill-server"]).output();
    }
}

/// What is in a cell, its background, and whether it is reversed.
type Line = Vec<(String, Color, bool)>;

fn line_of(screen: &Screen, row: u16) -> Line {
    let cells = (0..screen.size().1.get()).filter_map(|column| screen.cell(row, column));
    let shown = |text: &str| if text.is_empty() { " ".to_owned() } else { text.to_owned() };
    cells.map(|cell| (shown(cell.contents()), cell.bgcolor(), cell.inverse())).collect()
}

/// The lines but the first, which has the time and the latency.
fn lines(screen: &Screen) -> Vec<Line> {
    (1..screen.size().0.get()).map(|row| line_of(screen, row)).collect()
}

/// Waits until both show the same.
#[track_caller]
fn wait_same(t: &Terminal, tmux: &Tmux, after: &str) {
    let differs = || {
        let (own, other) = (t.look(lines), tmux.cells());
        own.iter().zip(&other).position(|(own, other)| own != other).or((own.len() != other.len()).then_some(0))
    };
    let end = Instant::now() + DEADLINE;
    while let Some(line) = differs() {
        let shown = || String::from_utf8_lossy(&tmux.run(&["capture-pane", "-p"]).stdout).into_owned();
        assert!(Instant::now() < end, "line {} after {after} is\n{}\nin tmux\n{}", line + 2, t.text(), shown());
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

#[rstest]
fn tmux_shows_what_the_terminal_shows(
    #[values("tmux-256color", "screen-256color", "xterm-256color", "linux")] term: &str,
) {
    let (desk, other) = (Desk::new(), Desk::new());
    let command = |desk: &Desk| {
        let mut command = desk.command(&[]);
        command.env("TERM", term);
        command
    };
    let Some(mut tmux) = Tmux::start(&command(&other), 100, 30) else { return };
    let mut t = Terminal::start(command(&desk), 100, 30);
    t.wait_text("1/137");
    wait_same(&t, &tmux, "the start");
    for (keys, text) in [
        ("down down down", " 4/137"),
        ("G", "137/137"),
        ("up up up", "134/137"),
        ("g", " 1/137"),
        ("pgdn", "/137"),
        ("pgdn", "/137"),
        ("down down down", "/137"),
        ("s u", "SEATS▼"),
        ("g", " 1/137"),
        ("/ Q u a r t z", "/ Quartz"),
        ("enter", "Quartz Accounting"),
        ("a", "Add target user to"),
        ("J a n e", "Jane"),
        ("esc", " 1 company"),
        ("?", "Keys: "),
    ] {
        t.press(keys);
        tmux.press(keys);
        t.wait_text(text);
        wait_same(&t, &tmux, keys);
    }
    t.resize(80, 24);
    tmux.resize(80, 24);
    wait_same(&t, &tmux, "a smaller window");
    t.resize(160, 48);
    tmux.resize(160, 48);
    wait_same(&t, &tmux, "a larger window");
}
