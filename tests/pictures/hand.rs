//! The demo in a terminal, and the hand that works in it.

use std::time::Duration;

use tempfile::TempDir;
use vt100::Screen;

use super::cast::Cast;
use crate::terminal::pty::Terminal;
use crate::terminal::support::bare;

/// When every demo of the pictures starts, so that no day and no age in them depends on when they are made.
const START: &str = "2026-11-23T09:30:00Z";
/// Nothing is under way any more when nothing has been drawn for this long: no answer of the demo takes so long.
const SETTLED: Duration = Duration::from_millis(450);
/// A typed letter is on the screen when nothing has followed it for this long.
const DRAWN: Duration = Duration::from_millis(30);

/// The demo and the one who works in it. What is written is recorded, at the pace of a hand.
pub struct Hand {
    pub t: Terminal,
    pub cast: Cast,
    /// Up to where what was written is in the recording.
    written: usize,
    _home: TempDir,
}

impl Hand {
    /// The demo with its companies.
    pub fn start(theme: &str, (width, height): (u16, u16)) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let mut command = bare(home.path(), &["--demo", "--theme", theme]);
        for (name, value) in [("COLORTERM", "truecolor"), ("TZ", "UTC"), ("KEEPNET_TEST_START", START)] {
            command.env(name, value);
        }
        let t = Terminal::start(command, width, height);
        let mut hand = Self { t, cast: Cast::new(width, height, theme), written: 0, _home: home };
        hand.see("the companies", |screen| screen.contains("Acme Logistics GmbH") && screen.contains(" ms"));
        hand
    }

    /// Waits until the screen shows this and has settled, then reads it for a while.
    #[track_caller]
    pub fn see(&mut self, what: &str, shows: impl Fn(&str) -> bool) {
        let holds = |screen: &Screen| shows(&screen.contents());
        self.t.wait_for(what, holds);
        self.t.wait_quiet(SETTLED);
        // What came last may have taken it away again.
        self.t.wait_for(what, holds);
        self.record();
    }

    /// Presses keys, each after a moment.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.cast.pause(Duration::from_millis(450));
            self.t.key(key);
            self.drawn();
        }
    }

    /// Types text, letter by letter.
    pub fn type_text(&mut self, text: &str) {
        // No two letters of a hand come at the same pace.
        for (letter, pace) in text.chars().zip([105, 140, 90, 120, 165, 95, 130].into_iter().cycle()) {
            self.cast.pause(Duration::from_millis(pace));
            self.t.type_str(letter.encode_utf8(&mut [0; 4]));
            self.drawn();
        }
    }

    /// Reads the screen, which is one to compare.
    pub fn look(&mut self, name: &str, millis: u64) {
        self.cast.mark(name);
        self.cast.pause(Duration::from_millis(millis));
    }

    fn drawn(&mut self) {
        if self.t.written() == self.written {
            self.t.writes_within(SETTLED);
        }
        self.t.wait_quiet(DRAWN);
        self.t.wait_for("a whole frame", |_| true);
        self.record();
    }

    fn record(&mut self) {
        let written = self.t.written();
        self.cast.write(self.t.pieces_since(self.written));
        self.written = written;
    }
}
