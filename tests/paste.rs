//! Pastes as support desks meet them, with what must be understood of each; and what holds for all.
//!
//! A sample says of each field whether it is sure or a guess, and names all that is found: a value
//! too many fails like one too few.

mod sample;

mod rules;

mod tally;

use std::fmt::Write as _;

use keepnet_tui::paste::{Contact, analyze};

use sample::{Fields, Sample, said, samples};

/// What differs between what is expected of a person and what was understood.
fn differences(sure: &Fields, guess: &Fields, found: &Contact) -> String {
    let mut out = String::new();
    for (word, expected, (found, why)) in [("sure", sure, said(found, true)), ("guess", guess, said(found, false))] {
        for (field, value) in expected.iter().filter(|(f, v)| found.get(*f) != Some(*v)) {
            let _ = writeln!(out, "    - {word} {field} = {value}");
        }
        for (field, value) in found.iter().filter(|(f, v)| expected.get(*f) != Some(*v)) {
            let _ = writeln!(out, "    + {word} {field} = {value}   ({})", why[field]);
        }
    }
    out
}

fn check(sample: &Sample) -> String {
    let found = sample.with_context(|context| analyze(&sample.text, context));
    let first = found.people.first().cloned().unwrap_or_default();
    let mut out = differences(&sample.sure, &sample.guess, &first);
    if found.is_plain() != sample.plain {
        let _ = writeln!(out, "    plain is {}", found.is_plain());
    }
    if found.people.len() != sample.count() {
        let _ = writeln!(out, "    {} people, not {}", found.people.len(), sample.count());
    }
    for (n, (expected, found)) in sample.people.iter().zip(&found.people).enumerate() {
        let differs = differences(&expected.sure, &expected.guess, found);
        if !differs.is_empty() {
            let _ = write!(out, "   person {}:\n{differs}", n + 1);
        }
    }
    for (field, words) in &sample.why {
        let why = first.findings.iter().find(|f| sample::word(f.part) == *field).map_or("", |f| f.why.as_str());
        if !why.contains(words.as_str()) {
            let _ = writeln!(out, "    why {field}: \"{why}\" has no \"{words}\"");
        }
    }
    let leftover: Vec<usize> = found.leftover.iter().map(|l| l.line).collect();
    if sample.leftover.as_ref().is_some_and(|expected| *expected != leftover) {
        let _ = writeln!(out, "    left over: {leftover:?}");
    }
    out
}

#[test]
fn every_sample_is_understood_as_it_says() {
    let samples = samples();
    assert!(samples.len() >= 60, "{} samples", samples.len());
    let mut failed = String::new();
    for (file, sample) in samples.iter().filter(|(_, s)| s.wanted.is_none()) {
        let differs = check(sample);
        if !differs.is_empty() {
            let _ = write!(failed, "{file}: {}\n{differs}", sample.name);
        }
    }
    let count = failed.lines().filter(|l| !l.starts_with(' ')).count();
    assert!(failed.is_empty(), "{count} of {} samples:\n{failed}", samples.len());
}
