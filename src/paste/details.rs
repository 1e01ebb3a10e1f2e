//! Phone, department, groups and other details of a person.

use std::collections::HashSet;

use super::contact::{Certainty, Part};
use super::vocabulary::WORDS;
use super::{department, mail, number, words};
use crate::domain::text;
use crate::domain::user::phone;
use crate::domain::user::phone::PhoneRegion;
use crate::domain::user::target_user::Priority;
use crate::paste::facts::{Facts, is_about};
use crate::paste::findings::{Findings, VALUE_MAX};
use crate::paste::label::{Label, Line};
use crate::paste::normalize::key;
use crate::paste::number::Number;
use crate::paste::segment::Segment;

/// Phone numbers of one person that are considered.
const NUMBERS_MAX: usize = 24;

/// A number and its context.
struct Candidate<'a> {
    number: Number,
    line: Option<Line>,
    extension: Option<String>,
    segment: &'a Segment,
}

impl Candidate<'_> {
    /// Smaller is better: mobile, direct line, landline, switchboard.
    fn rank(&self) -> u8 {
        match self.line {
            Some(Line::Mobile) => 0,
            Some(Line::Direct) if !self.number.mobile => 2,
            Some(Line::Switchboard) => 4,
            Some(Line::Direct | Line::Any | Line::Fax) | None => {
                if self.number.mobile {
                    1
                } else {
                    3
                }
            }
        }
    }

    fn why(&self) -> String {
        let kind = match self.line {
            Some(Line::Mobile) => "mobile",
            Some(Line::Direct) => "direct line",
            Some(Line::Switchboard) => "switchboard",
            Some(Line::Any | Line::Fax) | None if self.number.mobile => "mobile",
            Some(Line::Any | Line::Fax) | None => "phone",
        };
        if self.number.note.is_empty() { kind.to_owned() } else { format!("{kind}, {}", self.number.note) }
    }
}

impl Facts<'_> {
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let region = self.document.context.region;
        let digits = self.segments.iter().filter(|p| is_about(p)).flat_map(|piece| {
            let labelled = match piece.label {
                Some(Label::Phone(line)) => Some(line),
                _ => None,
            };
            let found = number::find(&piece.text, &mail::find(&piece.text), labelled, region);
            found.into_iter().map(move |d| (d, *piece))
        });
        let digits: Vec<_> = digits.filter(|(d, _)| d.line != Some(Line::Fax)).take(NUMBERS_MAX).collect();
        let near = region.is_none().then(|| digits.iter().find_map(|(d, _)| region_of(&d.typed))).flatten();
        let read = |typed: &str| number::read(typed, region, near);
        digits
            .iter()
            .filter_map(|(d, piece)| {
                Some(Candidate {
                    number: read(&d.typed)?,
                    line: d.line,
                    extension: d.extension.clone(),
                    segment: piece,
                })
            })
            .collect()
    }

    /// The best phone number, preferably a mobile one. If the person is uncertain, it is a guess.
    pub(super) fn phone(&self, unclear: bool, out: &mut Findings) {
        let all = self.candidates();
        let Some(best) = all.iter().min_by_key(|c| c.rank()) else { return };
        let mut rivals: Vec<&str> =
            all.iter().filter(|c| c.rank() == best.rank()).map(|c| c.number.value.as_str()).collect();
        rivals.sort_unstable();
        rivals.dedup();
        let certain = best.number.certain && rivals.len() == 1 && !unclear;
        let why = match (certain, rivals.len()) {
            (true, _) => best.why(),
            (false, 1) => format!("guess: {}", best.why()),
            (false, n) => format!("guess: {}, first of {n}", best.why()),
        };
        let certainty = if certain { Certainty::Sure } else { Certainty::Guess };
        out.add(Part::Phone, &best.number.value, certainty, &why, &best.segment.lines());
        if let Some(digits) = &best.extension {
            out.lose(Part::Phone, format!("extension {digits}"));
        }
    }

    /// The department: from a label, a title, a line of its own, or a sentence.
    pub(super) fn department(&self, out: &mut Findings) {
        if let Some((text, piece)) = self.labelled(Label::Department).filter(|(t, _)| !t.contains('@')) {
            let why = self.document.named_by(&piece.label_text);
            out.add(Part::Department, text, self.certainty(Label::Department), &why, &piece.lines());
            return;
        }
        let guess = |(value, piece): (&str, &Segment), why: &str, out: &mut Findings| {
            out.add(Part::Department, value, Certainty::Guess, why, &piece.lines());
        };
        let titled = self.labelled(Label::Title).and_then(|(t, p)| Some((department::in_title(t)?, p)));
        let lines = || self.unlabelled().filter(|p| !is_greeting(&p.text));
        let signed = || {
            let found = lines().filter(|p| !p.is_prose()).find_map(|p| Some((department::in_title(&p.text)?, p)));
            found.filter(|(_, p)| !words::closes(&p.text))
        };
        if let Some(found) = titled.or_else(signed) {
            let own_line = department::named(&found.1.text).is_some();
            guess(found, if own_line { "guess from a line of its own" } else { "guess from title" }, out);
        } else if let Some(found) = lines().find_map(|p| Some((department::in_sentence(&p.text)?, p))) {
            guess(found, "guess from the sentence", out);
        }
    }

    /// Choices: groups, language, time zone; in tables and data also priority and active.
    pub(super) fn choices(&self, out: &mut Findings) {
        if let Some((text, piece)) = self.labelled(Label::Groups) {
            self.groups(text, piece, out);
        } else if let Some((group, piece)) = self.grouped() {
            out.add(Part::Groups, group, Certainty::Guess, "guess from the sentence", &piece.lines());
        }
        if let Some((text, piece)) = self.labelled(Label::Language) {
            let found = self.document.languages.find(text);
            let certain = found.is_some() || self.document.languages.is_empty();
            self.choice(Part::Language, found.unwrap_or(text), certain, piece, out);
        }
        if let Some((text, piece)) = self.labelled(Label::TimeZone) {
            self.choice(Part::TimeZone, text, true, piece, out);
        }
        // In a ticket these belong to the ticket, not to the user.
        let data = |p: &&Segment| self.document.table || ["isActive", "priority"].contains(&p.label_text.as_str());
        let pieces = || self.segments.iter().copied().filter(data);
        let mut priority = pieces().filter(|p| p.label == Some(Label::Priority));
        if let Some((priority, piece)) = priority.find_map(|p| Some((priority_of(&p.text)?, p))) {
            self.choice(Part::Priority, priority.label(), self.document.table, piece, out);
        }
        let mut active = pieces().filter(|p| p.label == Some(Label::Active));
        if let Some((active, piece)) = active.find_map(|p| Some((yes_or_no(&p.text)?, p))) {
            self.choice(Part::Active, active, true, piece, out);
        }
    }

    /// The groups after a label, up to a limit; the number of the others is noted.
    fn groups(&self, text: &str, piece: &Segment, out: &mut Findings) {
        let known = self.document.groups;
        if let Some(whole) = known.find(text) {
            return self.choice(Part::Groups, whole, true, piece, out);
        }
        let (mut seen, mut value, mut more, mut all) = (HashSet::new(), String::new(), 0_usize, true);
        for typed in text.split([';', ',']).map(str::trim).filter(|n| !n.is_empty()) {
            let found = known.find(typed);
            let name = found.unwrap_or(typed);
            if !seen.insert(name) {
                continue;
            }
            let room = value.chars().count() + name.chars().take(VALUE_MAX).count() + 2 <= VALUE_MAX;
            if more > 0 || !room {
                more += 1;
                continue;
            }
            all &= found.is_some() || known.is_empty();
            value.push_str(if value.is_empty() { "" } else { "; " });
            value.push_str(name);
        }
        self.choice(Part::Groups, &value, all && more == 0, piece, out);
        if more > 0 {
            out.lose(Part::Groups, text::count(more as u64, "more group", "more groups"));
        }
    }

    fn choice(&self, part: Part, value: &str, certain: bool, piece: &Segment, out: &mut Findings) {
        let said = self.document.named_by(&piece.label_text);
        let (certainty, why) =
            if certain { (Certainty::Sure, said) } else { (Certainty::Guess, format!("{said}, not known here")) };
        out.add(part, value, certainty, &why, &piece.lines());
    }

    /// A group of the company in a sentence about a group.
    fn grouped(&self) -> Option<(&str, &Segment)> {
        self.unlabelled().find_map(|piece| {
            let folded = format!(" {} ", key(&piece.text));
            let speaks = WORDS.groups.iter().any(|g| folded.contains(&format!(" {g}")));
            let found = speaks.then(|| self.document.groups.in_sentence(folded.trim())).flatten();
            Some((found?, piece))
        })
    }
}

/// `Hi IT team`: the recipient.
fn is_greeting(text: &str) -> bool {
    text.len() < 60 && text.split([' ', ',']).next().is_some_and(|w| words::GREETINGS.has(w))
}

fn region_of(typed: &str) -> Option<PhoneRegion> {
    let whole = phone::international(typed, None).ok()?;
    phone::region_of(&whole.international)
}

fn priority_of(text: &str) -> Option<Priority> {
    let text = key(text).replace(' ', "");
    Priority::ALL.into_iter().find(|p| p.wire().eq_ignore_ascii_case(&text))
}

fn yes_or_no(text: &str) -> Option<&'static str> {
    let text = key(text);
    if WORDS.yes.contains(&text) { Some("yes") } else { WORDS.no.contains(&text).then_some("no") }
}
