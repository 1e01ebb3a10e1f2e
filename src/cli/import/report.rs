//! What became of the rows on standard output: lines of JSON as they end, other forms when all have ended.

use std::collections::HashSet;
use std::io;

use super::told;
use crate::cli::exit::CommandError;
use crate::cli::output::{Format, Item, TableWriter};
use crate::cli::progress::Out;
use crate::cli::receipt::{self, Receipt};
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::roster::{Outcome, Plan, outcome_counts};

/// What became of the rows.
pub(super) struct Report<'a> {
    plan: &'a Plan,
    format: Format,
    sheet: TableWriter<Out>,
    /// The rows that were written.
    told: HashSet<usize>,
    /// Standard output has failed.
    broken: Option<io::Error>,
}

impl<'a> Report<'a> {
    pub(super) fn new(session: &Session, plan: &'a Plan) -> Self {
        let sheet = told::writer(session, "import");
        Self { plan, format: session.output, sheet, told: HashSet::new(), broken: None }
    }

    /// Nobody reads any more.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// A row has ended.
    pub(super) fn ended(&mut self, at: usize, outcome: &Outcome) {
        if self.format == Format::Jsonl {
            self.write(&[(at, outcome)]);
        }
    }

    fn write(&mut self, rows: &[(usize, &Outcome)]) {
        if self.is_broken() {
            return;
        }
        let of = |(at, outcome): &(usize, &Outcome)| {
            let planned = self.plan.rows.get(*at)?;
            Some(told::row(self.plan, planned, outcome.word, &outcome.id, &outcome.reasons))
        };
        let written: Vec<_> = rows.iter().filter_map(of).collect();
        self.broken = self.sheet.page(&written).err();
        self.told.extend(rows.iter().map(|(at, _)| *at));
    }

    /// Writes the rows that are left: in a table only of those that need a person. Counts all of them, and gives
    /// the receipt of what was sent.
    pub(super) fn finish(mut self, outcomes: &[Outcome], receipt: Option<&Receipt<'_>>) -> Result<(), CommandError> {
        let is_shown =
            |outcome: &Outcome| self.format != Format::Table || outcome.is_open || outcome.word == "inactive";
        let left = outcomes.iter().enumerate().filter(|(at, outcome)| is_shown(outcome) && !self.told.contains(at));
        let left: Vec<_> = left.collect();
        let counts = outcome_counts(outcomes);
        let said: Vec<_> = counts.iter().map(|(word, count)| format!("{} {count}", word.replace('_', " "))).collect();
        print_prefixed(format_args!("result: {}", said.join(" · ")));
        if let Some(receipt) = receipt {
            receipt.tell();
        }
        if self.format == Format::Table && left.is_empty() {
            return Ok(());
        }
        self.write(&left);
        if let Some(error) = self.broken {
            return Err(error.into());
        }
        let mut facts = Item(vec![("total", (outcomes.len() as u64).into())]);
        facts.add("counts", told::counted(counts.iter().copied()));
        facts.add("source_sha256", self.plan.reading.digest.as_str());
        receipt::add(&mut facts, receipt);
        Ok(self.sheet.end(facts)?)
    }
}
