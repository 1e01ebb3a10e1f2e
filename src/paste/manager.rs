//! The manager of the person asked for.

use super::contact::{Certainty, Part};
use super::vocabulary::PHRASES;
use super::{mail, name, words};
use crate::domain::text;
use crate::paste::findings::Findings;
use crate::paste::label::Label;
use crate::paste::local::Local;
use crate::paste::mail::NameLink;
use crate::paste::name::Name;
use crate::paste::naming_convention::NamingConvention;
use crate::paste::segment::Segment;

/// One thing known about the manager.
struct Known {
    value: String,
    certainty: Certainty,
    why: String,
    lines: Vec<usize>,
}

/// What the pieces say of the manager, and where sentences speak of them.
#[derive(Default)]
pub(super) struct Manager {
    first: Option<Known>,
    last: Option<Known>,
    email: Option<Known>,
    /// The piece's order, start and end in bytes of its text that speak of the manager.
    spans: Vec<(usize, usize, usize)>,
}

impl Manager {
    /// Reads labels first, sentences after.
    pub(super) fn find(pieces: &[Segment], tongue: NamingConvention) -> Self {
        let mut manager = Self::default();
        for piece in pieces {
            match piece.label {
                Some(Label::Manager) => manager.labelled(piece, tongue),
                Some(Label::ManagerFirst) => manager.half(piece, true, tongue),
                Some(Label::ManagerLast) => manager.half(piece, false, tongue),
                Some(Label::ManagerEmail) => manager.address(piece),
                None => manager.sentence(piece, tongue),
                Some(_) => {}
            }
        }
        manager
    }

    /// This place in a piece speaks of the manager.
    pub(super) fn spans(&self, piece: &Segment, at: usize) -> bool {
        let found = self.spans.binary_search_by_key(&piece.order, |(order, _, _)| *order).ok();
        found.and_then(|i| self.spans.get(i)).is_some_and(|(_, start, end)| (*start..*end).contains(&at))
    }

    /// Adds what is known.
    pub(super) fn add_findings(&self, out: &mut Findings) {
        let parts = [
            (Part::ManagerFirstName, &self.first),
            (Part::ManagerLastName, &self.last),
            (Part::ManagerEmail, &self.email),
        ];
        for (part, known) in parts {
            if let Some(known) = known {
                out.add(part, &known.value, known.certainty, &known.why, &known.lines);
            }
        }
    }

    fn labelled(&mut self, piece: &Segment, tongue: NamingConvention) {
        let path = directory_name(&piece.text);
        let text = path.as_deref().unwrap_or(&piece.text);
        if words::NOTHING.has(text) {
            return;
        }
        let mails = mail::find(text);
        if let Some(mail) = mails.first() {
            self.email.get_or_insert(known_address(mail, Certainty::Sure, piece));
        }
        let local = mails.first().map(|m| Local::of(&m.address));
        let beside = mail::named(text, &mails, 0).filter(|n| n.link == NameLink::Written).map(|n| n.raw);
        let front = mails.first().map_or(text, |m| text.get(..m.start).unwrap_or_default());
        let raw = beside.unwrap_or_else(|| front.trim_matches([' ', '<', '(', ',', ';', '-']).to_owned());
        if raw.chars().any(|c| c.is_ascii_digit()) && local.is_none() {
            return;
        }
        if let Some(name) = name::read(&raw, local.as_ref(), tongue) {
            self.name(&name, Certainty::Sure, piece);
        }
    }

    fn half(&mut self, piece: &Segment, first: bool, tongue: NamingConvention) {
        if !words::NOTHING.has(&piece.text) {
            let value = name::half(&piece.text, tongue);
            let slot = if first { &mut self.first } else { &mut self.last };
            slot.get_or_insert(known(&value, Certainty::Sure, piece));
        }
    }

    fn address(&mut self, piece: &Segment) {
        if let Some(mail) = mail::find(&piece.text).first() {
            self.email.get_or_insert(known_address(mail, Certainty::Sure, piece));
        }
    }

    fn name(&mut self, name: &Name, certainty: Certainty, piece: &Segment) {
        let certainty = if name.certain { certainty } else { Certainty::Guess };
        if self.first.is_none() && self.last.is_none() {
            self.first = Some(known(&name.first, certainty, piece));
            self.last = Some(known(&name.last, certainty, piece));
        }
    }

    /// `… reports to Bob Boss (bob.boss@contoso.com)`.
    fn sentence(&mut self, piece: &Segment, tongue: NamingConvention) {
        let small = piece.text.to_ascii_lowercase();
        let Some((start, after)) =
            PHRASES.manager.iter().filter_map(|p| small.find(p.as_str()).map(|at| (at, at + p.len()))).min()
        else {
            return;
        };
        let rest = piece.text.get(after..).unwrap_or_default();
        let Some(run) = mail::runs(rest, None).first().copied().filter(|r| words_before(rest, r.start) < 4) else {
            return;
        };
        let raw = rest.get(run.start..run.end).unwrap_or_default();
        let Some(name) = name::read(raw, None, tongue) else { return };
        let mails = mail::find(rest);
        let mail = mails.iter().find(|m| m.start >= run.end).filter(|m| m.start - run.end < 12);
        let end = after + mail.map_or(run.end, |m| m.end);
        self.spans.push((piece.order, start, end));
        self.name(&name, Certainty::Guess, piece);
        if let Some(mail) = mail {
            self.email.get_or_insert(known(&mail.address, Certainty::Guess, piece));
        }
    }
}

/// A directory names people by path: `CN=Bob Boss,OU=Users`, `CN=Boss\, Bob,OU=Users`.
fn directory_name(text: &str) -> Option<String> {
    let path = text.strip_prefix("CN=")?.replace("\\,", "\u{0}");
    Some(path.split(',').next().unwrap_or_default().replace('\u{0}', ","))
}

fn words_before(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().split_whitespace().count()
}

/// An address; a guess where it may not be the whole one.
fn known_address(mail: &mail::AddressMatch, certainty: Certainty, piece: &Segment) -> Known {
    match mail.doubt {
        None => known(&mail.address, certainty, piece),
        Some(doubt) => Known { why: format!("guess: {doubt}"), ..known(&mail.address, Certainty::Guess, piece) },
    }
}

fn known(value: &str, certainty: Certainty, piece: &Segment) -> Known {
    let why = match certainty {
        Certainty::Sure => format!("label \"{}\"", text::clean(&piece.label_text, 40)),
        Certainty::Guess => "guess from the sentence".to_owned(),
    };
    Known { value: value.to_owned(), certainty, why, lines: piece.lines() }
}
