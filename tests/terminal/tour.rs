//! A walk through the screens of the program, with a hostile service behind them.

use std::ops::Range;

use keepnet_tui::demo::Fault;
use serde_json::{Value, json};

use super::bytes::is_control;
use super::payloads::{mark, portions, some, text};
use super::pty::Terminal;
use super::support::{Desk, SEARCH};

/// A walk through screens, and all that was seen on it.
pub struct Walk {
    pub desk: Desk,
    pub t: Terminal,
    pub seen: String,
}

impl Walk {
    pub fn start(desk: Desk, width: u16, height: u16) -> Self {
        let t = desk.open(width, height);
        Self { desk, t, seen: String::new() }
    }

    /// Remembers what is on the screen.
    pub fn look(&mut self) {
        self.seen.push_str(&self.t.text());
        self.seen.push('\n');
    }

    /// Waits for a text and remembers the screen with it.
    #[track_caller]
    pub fn look_at(&mut self, wanted: &str) {
        self.t.wait_text(wanted);
        self.look();
    }

    /// Every row of this page, which has so many.
    #[track_caller]
    pub fn look_at_rows(&mut self, rows: std::ops::RangeInclusive<usize>) {
        self.t.key("g");
        let mut at = *rows.start();
        self.look_at(&format!(" {at}/137"));
        loop {
            self.t.key("ctrl-d");
            let before = format!(" {at}/137");
            self.t.wait_for("another row", |s| !s.contents().contains(&before));
            self.look();
            at = position(&self.t);
            if at >= *rows.end() {
                return;
            }
        }
    }

    /// All that was done, and all that was said, by the lists of both.
    #[track_caller]
    pub fn look_at_messages(&mut self) {
        self.t.key("J");
        // The messages come first when one of them has not been read.
        let (done, said) = ("⇥ messages", "⇥ activity");
        self.t.wait_for("the list", |s| s.contents().contains(done) || s.contents().contains(said));
        if self.t.text().contains(said) {
            self.t.key("tab");
        }
        self.look_at(done);
        self.t.key("tab");
        self.look_at(said);
        self.t.key("esc");
        self.t.wait_gone("⇥ activity");
    }

    /// These were on the screen.
    #[track_caller]
    pub fn has_seen(&self, codes: &[&str], numbers: Range<usize>) {
        for code in codes {
            let missing: Vec<_> = numbers.clone().filter(|n| !self.seen.contains(&mark(code, *n))).collect();
            assert!(missing.is_empty(), "{code}: {missing:?} never showed; the last screen:\n{}", self.t.text());
        }
    }

    /// Ends the program; nothing foreign was written, and so many copies were made.
    #[track_caller]
    pub fn end(mut self, copies: usize) {
        if !self.t.text().contains("Quit?") {
            self.t.key("q");
        }
        assert_eq!(self.t.wait_exit(), 0);
        self.t.left_as_found();
        let found = self.t.found();
        assert_eq!(found.copies.len(), copies, "{:?}", found.copies);
        for copy in &found.copies {
            assert!(!copy.contains(|c| is_control(c) && !"\t\n".contains(c)), "{copy:?}");
        }
        assert!(found.frames > 1 && found.letters > 200, "hardly anything was read");
    }
}

/// The row of the table the cursor is on.
fn position(t: &Terminal) -> usize {
    let screen = t.text();
    let before = screen.split("/137").next().unwrap_or_default();
    before.split_whitespace().last().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The names of the companies, several payloads in each.
pub fn companies_of(desk: &Desk, portion: usize) {
    desk.faults().always(
        SEARCH,
        Fault::rewrite(move |answer| {
            let items = answer["data"]["results"].as_array_mut().into_iter().flatten();
            // The others come after them in every order by name.
            let names = portions(portion).map(|numbers| some("cn", numbers)).chain((0..).map(|n| format!("zz{n:03}")));
            for (item, name) in items.zip(names) {
                item["companyName"] = Value::String(name);
            }
        }),
    );
}

/// A failure whose texts hold these payloads: as its message, or as its validation messages.
pub fn said(code: &str, numbers: Range<usize>) -> String {
    let mut answer = json!({ "data": null, "status": "INPUT_ERROR", "message": null, "validationMessages": null });
    match code {
        "ms" => {
            answer["status"] = "ERROR".into();
            answer["message"] = some("ms", numbers).into();
        }
        "vm" => answer["validationMessages"] = numbers.map(|n| text("vm", n)).collect(),
        "fm" => answer["validationMessages"] = json!([format!("Email: {}", some("fm", numbers))]),
        "pm" => {
            answer["status"] = "PRIVACY_ERROR".into();
            answer["message"] = some("pm", numbers).into();
        }
        // The status alone says something.
        _ => answer["status"] = some("ST", numbers).into(),
    }
    answer.to_string()
}
