//! Findings and the report of them.

use std::io::{self, Write};

use super::super::heading::Heading;
use super::super::output::{Format, Item, Row, TableWriter};
use super::super::stderr::{broken, room};
use crate::domain::text::{MESSAGE_MAX, clean};
use crate::system::output::Stream;

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Checked and fine.
    Ok,
    /// Not good, or not checked; the program works all the same.
    Warn,
    /// The program cannot work.
    Fail,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// The name of the check, stable for scripts.
    pub check: &'static str,
    /// The result.
    pub state: State,
    /// What was found.
    pub found: String,
    /// Advice, in whole sentences; empty if all is well.
    pub advice: String,
}

impl Finding {
    pub(super) fn ok(check: &'static str, found: impl AsRef<str>) -> Self {
        Self::new(check, State::Ok, found.as_ref(), "")
    }

    pub(super) fn warn(check: &'static str, found: impl AsRef<str>, advice: impl AsRef<str>) -> Self {
        Self::new(check, State::Warn, found.as_ref(), advice.as_ref())
    }

    pub(super) fn fail(check: &'static str, found: impl AsRef<str>, advice: impl AsRef<str>) -> Self {
        Self::new(check, State::Fail, found.as_ref(), advice.as_ref())
    }

    /// Paths and variables may contain anything, and go to a terminal.
    fn new(check: &'static str, state: State, found: &str, advice: &str) -> Self {
        Self { check, state, found: clean(found, MESSAGE_MAX), advice: clean(advice, MESSAGE_MAX) }
    }

    fn row(&self) -> Row {
        let cells = [self.state.word(), self.check, &self.found, &self.advice].map(str::to_owned).to_vec();
        let mut item = Item::default();
        item.add("check", self.check);
        item.add("state", self.state.word());
        item.add("found", self.found.as_str());
        item.add("advice", (!self.advice.is_empty()).then_some(self.advice.as_str()));
        Row { cells, item }
    }
}

/// The report, written as the checks are made.
pub(super) struct Report<W> {
    out: Out<W>,
    failures: u32,
    warnings: u32,
}

enum Out<W> {
    /// For people: a line for the finding, a second one for the advice.
    Lines(W),
    Table(TableWriter<W>),
}

impl<W: Write> Report<W> {
    /// Writes nothing yet.
    pub(super) fn new(out: W, format: Format) -> Self {
        let head = ["state", "check", "found", "advice"].map(Heading::text).to_vec();
        let out = match format {
            Format::Table => Out::Lines(out),
            Format::Json | Format::Jsonl | Format::Csv | Format::CsvWithBom | Format::Xlsx => {
                Out::Table(TableWriter::new(out, format, "doctor", head))
            }
        };
        Self { out, failures: 0, warnings: 0 }
    }

    /// Writes a finding.
    pub(super) fn add(&mut self, finding: Finding) -> io::Result<()> {
        match finding.state {
            State::Ok => {}
            State::Warn => self.warnings += 1,
            State::Fail => self.failures += 1,
        }
        match &mut self.out {
            Out::Lines(out) => {
                let Finding { check, state, found, advice } = finding;
                let room = room(Stream::Output);
                let found = format!("{:<4}  {check:<13}  {found}", state.word());
                let mut text = broken(&found, room, &" ".repeat(21)).into_owned() + "\n";
                if !advice.is_empty() {
                    let advice = format!("{:21}-> {advice}", "");
                    text += &broken(&advice, room, &" ".repeat(24));
                    text.push('\n');
                }
                out.write_all(text.as_bytes())?;
                out.flush()
            }
            Out::Table(sheet) => sheet.page(&[finding.row()]),
        }
    }

    /// Reports that a check was skipped, and why.
    pub(super) fn skip(&mut self, check: &'static str, because: &str) -> io::Result<()> {
        self.add(Finding::warn(check, format!("not checked: {because}"), ""))
    }

    /// Writes the summary; returns the number of failures.
    pub(super) fn end(self) -> io::Result<u32> {
        match self.out {
            Out::Lines(mut out) => {
                let told = match (self.failures, self.warnings) {
                    (0, 0) => "All is well.".to_owned(),
                    (failures, warnings) => format!("Failed: {failures}. Warnings: {warnings}."),
                };
                writeln!(out, "\n{told}")?;
            }
            Out::Table(sheet) => {
                let mut facts = Item::default();
                facts.add("failures", self.failures);
                facts.add("warnings", self.warnings);
                sheet.end(facts)?;
            }
        }
        Ok(self.failures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_get_lines_and_scripts_a_document() {
        let write = |format| {
            let mut out = Vec::new();
            let mut report = Report::new(&mut out, format);
            report.add(Finding::ok("clock", "right")).expect("memory");
            report.add(Finding::fail("token", "refused\u{1b}[2J", "Log in.")).expect("memory");
            report.skip("role", "there is no token").expect("memory");
            assert_eq!(report.end().expect("memory"), 1);
            String::from_utf8(out).expect("text")
        };
        assert_eq!(
            write(Format::Table),
            "ok    clock          right\nfail  token          refused\n                     -> Log in.\n\
             warn  role           not checked: there is no token\n\nFailed: 1. Warnings: 1.\n"
        );
        let json: serde_json::Value = serde_json::from_str(&write(Format::Json)).expect("JSON");
        assert_eq!((&json["kind"], &json["failures"]), (&"doctor".into(), &1.into()));
        assert_eq!(json["items"][1]["advice"], "Log in.");
        assert!(json["items"][0]["advice"].is_null());
    }
}
