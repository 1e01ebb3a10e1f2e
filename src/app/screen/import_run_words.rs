//! What the run of an import says: how far it is, how fast it goes, what became of the rows.

use crate::app::import::run_state::{RunState, Standing};
use crate::app::import::state::Import;
use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::import_line::{RowWords, Tone, WordLine, n, row_words, wrapped};
use crate::domain::change::receipt::Receipt;
use crate::domain::text::{count, grouped};

/// `refused` and its tone.
fn tone_of_outcome(word: &str) -> Tone {
    match word {
        "created" | "reactivated" | "updated" | "deactivated" => Tone::Good,
        "exists" | "unchanged" | "inactive" | "managed" | "left_out" => Tone::Dim,
        "unknown" | "found" | "not_sent" | "double" => Tone::Warning,
        _ => Tone::Danger,
    }
}

/// `created 35 · exists 2`
#[must_use]
pub fn run_counts(run: &RunState) -> WordLine {
    let mut line = WordLine::new();
    for (word, n) in run.counts() {
        if !line.is_empty() {
            line.push((" · ".to_owned(), Tone::Dim));
        }
        line.push((format!("{} {}", word.replace('_', " "), grouped(n)), tone_of_outcome(word)));
    }
    line
}

/// `12 s`, `3 min`
fn duration(seconds: u64) -> String {
    match seconds {
        0..=99 => format!("{} s", seconds.max(1)),
        100..=5_999 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3_600)),
    }
}

/// How fast it goes, and what is left: `4 under way · 240 a minute · 6 s left`.
#[must_use]
pub fn pace(run: &RunState) -> String {
    let mut said = vec![format!("{} under way", run.run.under_way())];
    said.extend(run.rate().map(|rate| format!("{} a minute", grouped(rate))));
    said.extend(run.seconds_left().map(|left| format!("{} left", duration(left))));
    if run.run.round() > 1 {
        said.push("rows without a clear end are looked up and tried again".to_owned());
    }
    said.join(" · ")
}

pub(super) fn run_head(model: &Model, import: &Import, run: &RunState, width: usize) -> Vec<WordLine> {
    let keys = |act| model.describe_keys(Command::Import(act), Scope::ImportRun);
    let (goes_on, ends) = (keys(ImportAct::Pause), keys(ImportAct::Discard));
    // The first line has the gauge.
    let mut lines = vec![WordLine::new(), run_counts(run)];
    let left = n(run.run.of().saturating_sub(run.run.done()));
    let rest =
        format!("{} not sent yet. {goes_on} goes on; {ends} ends the import here.", count(left, "row is", "rows are"));
    match run.standing() {
        Standing::Beginning => {
            let creates = if run.plan.new_groups.is_empty() { "" } else { "creating groups, and " };
            let said = format!("{creates}looking up what an earlier run has left");
            lines.extend(wrapped(&said, Tone::Dim, width, 1));
        }
        Standing::Going => lines.extend(wrapped(&pace(run), Tone::Plain, width, 2)),
        Standing::Paused if run.run.under_way() > 0 => {
            lines.extend(wrapped(&format!("Pausing: {} under way.", run.run.under_way()), Tone::Warning, width, 1));
        }
        Standing::Paused => lines.extend(wrapped(&format!("Paused: {rest}"), Tone::Warning, width, 2)),
        Standing::Stopped => {
            let why = run.stop().map(ToString::to_string).unwrap_or_default();
            lines.extend(wrapped(&format!("Stopped: {why}"), Tone::Danger, width, 3));
            lines.extend(wrapped(&rest, Tone::Plain, width, 2));
        }
        Standing::Writing => lines.extend(wrapped("writing what became of each row", Tone::Dim, width, 1)),
        Standing::Over => {
            lines.extend(over(import, run, width));
            if run.rest() > 0 {
                let rest = count(run.rest(), "row is", "rows are");
                let said = format!("That was a trial: {rest} not sent yet. {goes_on} shows the plan of the rest.");
                lines.extend(wrapped(&said, Tone::Warning, width, 2));
            }
        }
    }
    lines
}

fn over(import: &Import, run: &RunState, width: usize) -> Vec<WordLine> {
    let mut lines = Vec::new();
    match &run.result {
        Some(Ok(files)) => {
            lines.extend(wrapped(&format!("Each row: {}", files.all.display()), Tone::Plain, width, 2));
            if let Some(failed) = &files.failed {
                let said = format!("Rows that need somebody, to be imported again: {}", failed.display());
                lines.extend(wrapped(&said, Tone::Warning, width, 2));
            }
        }
        Some(Err(failure)) => {
            lines.extend(wrapped(&failure.to_string(), Tone::Danger, width, 2));
        }
        None => {}
    }
    if let Some(receipt) = receipt(import) {
        lines.extend(wrapped(&receipt, Tone::Dim, width, 2));
    }
    lines
}

/// The rows of a run that somebody has to do something about.
#[must_use]
pub fn open_rows(run: &RunState) -> Vec<RowWords> {
    let row = |(at, outcome): (usize, &crate::roster::Outcome)| {
        let what = outcome.word.replace('_', " ");
        row_words(&run.plan, at, what, tone_of_outcome(outcome.word), outcome.reasons.join("; "))
    };
    run.open_rows().filter_map(row).collect()
}

/// The sentence at the end of a run: `35 of 37 rows of starters.csv done: created 35, refused 2.`
#[must_use]
pub fn ended(import: &Import) -> String {
    let Some(run) = &import.run else { return String::new() };
    let counts: Vec<_> = run.counts().map(|(word, n)| format!("{} {n}", word.replace('_', " "))).collect();
    format!("The import of {} has ended: {}.", import.name(), counts.join(", "))
}

/// What is pasted into a ticket: how many, where, when.
#[must_use]
pub fn receipt(import: &Import) -> Option<String> {
    let run = import.run.as_ref()?;
    let at = run.ended_at()?.utc;
    let companies = run.plan.companies.iter().map(|answers| answers.company.name.as_str()).collect();
    Some(Receipt { companies, counts: run.counts().collect(), ticket: &run.ticket, at, batch: &run.batch }.to_string())
}
