//! How well pastes are understood: right, guessed and wrong, a row a field.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use keepnet_tui::paste::{Certainty, Contact, analyze};

use super::sample::{Fields, Sample, samples, word};

/// What became of the values of one field.
#[derive(Debug, Default, Clone, Copy)]
struct Row {
    wanted: usize,
    right: usize,
    guessed: usize,
    guessed_wrong: usize,
    missed: usize,
    wrong: usize,
}

impl Row {
    fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.right += other.right;
        self.guessed += other.guessed;
        self.guessed_wrong += other.guessed_wrong;
        self.missed += other.missed;
        self.wrong += other.wrong;
    }
}

/// The rows of a set of samples, and each value that is wrong although it was said to be sure.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<String, Row>,
    wrong: Vec<String>,
    /// What is less than it could be: guessed wrong, missed, people that are too many or too few.
    poor: Vec<String>,
}

/// An apostrophe is an apostrophe.
fn same(a: &str, b: &str) -> bool {
    a.replace('’', "'") == b.replace('’', "'")
}

impl Tally {
    fn person(&mut self, name: &str, wanted: &Fields, found: &Contact) {
        for (field, value) in wanted {
            let row = self.rows.entry(field.clone()).or_default();
            row.wanted += 1;
            let finding = found.findings.iter().find(|f| word(f.part) == *field);
            match finding.map(|f| (f.certainty, same(&f.value, value), &f.value)) {
                Some((Certainty::Sure, true, _)) => row.right += 1,
                Some((Certainty::Guess, true, _)) => row.guessed += 1,
                Some((Certainty::Guess, false, found)) => {
                    row.guessed_wrong += 1;
                    self.poor.push(format!("{name}: {field} is {value}, guessed {found}"));
                }
                Some((Certainty::Sure, false, found)) => {
                    row.wrong += 1;
                    self.wrong.push(format!("{name}: {field} is {value}, not {found}"));
                }
                None => {
                    row.missed += 1;
                    self.poor.push(format!("{name}: {field} {value} was missed"));
                }
            }
        }
        for finding in found.findings.iter().filter(|f| !wanted.contains_key(word(f.part))) {
            let row = self.rows.entry(word(finding.part).to_owned()).or_default();
            let said = format!("{name}: {} {}, which nobody wrote", word(finding.part), finding.value);
            if finding.certainty == Certainty::Sure {
                row.wrong += 1;
                self.wrong.push(said);
            } else {
                row.guessed_wrong += 1;
                self.poor.push(said);
            }
        }
    }

    fn sample(&mut self, sample: &Sample) {
        let found = sample.with_context(|context| analyze(&sample.text, context));
        let none = Contact::default();
        let everybody = sample.everybody();
        if found.people.len() != sample.count() {
            self.poor.push(format!("{}: {} people, not {}", sample.name, found.people.len(), sample.count()));
        }
        for (n, wanted) in everybody.iter().enumerate() {
            self.person(&sample.name, wanted, found.people.get(n).unwrap_or(&none));
        }
    }

    fn total(&self) -> Row {
        self.rows.values().fold(Row::default(), |mut total, row| {
            total.add(*row);
            total
        })
    }

    fn table(&self, title: &str) -> String {
        let mut out = format!("\n{title}\n");
        let head = ["field", "wanted", "right", "guessed", "guessed wrong", "missed", "wrong and sure"];
        let _ = writeln!(
            out,
            "{:<14}{:>8}{:>8}{:>9}{:>15}{:>8}{:>16}",
            head[0], head[1], head[2], head[3], head[4], head[5], head[6]
        );
        let total = ("all".to_owned(), self.total());
        for (field, row) in self.rows.iter().map(|(f, r)| (f.clone(), *r)).chain([total]) {
            let Row { wanted, right, guessed, guessed_wrong, missed, wrong } = row;
            let _ =
                writeln!(out, "{field:<14}{wanted:>8}{right:>8}{guessed:>9}{guessed_wrong:>15}{missed:>8}{wrong:>16}");
        }
        out
    }
}

#[test]
fn nothing_that_is_wrong_is_sure() {
    let mut of: BTreeMap<&str, Tally> = BTreeMap::new();
    for (file, sample) in samples() {
        let set = match file.as_str() {
            "unseen.toml" => "unseen: written before the parser was run on them",
            "hostile.toml" => "later: made to tempt the parser, from what was seen to go wrong and its kind",
            _ => "older samples",
        };
        of.entry(set).or_default().sample(&sample);
    }
    let mut wrong = Vec::new();
    for (set, tally) in of {
        println!("{}", tally.table(set));
        tally.poor.iter().filter(|_| !set.starts_with("older")).for_each(|line| println!("  {line}"));
        wrong.extend(tally.wrong);
    }
    assert!(wrong.is_empty(), "wrong and sure:\n{}", wrong.join("\n"));
}
