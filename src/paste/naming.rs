//! First name and surname: behind labels, beside an address, on a line, in a request, in the address.

use super::contact::{Certainty, Part};
use super::{casing, department, mail, name, words};
use crate::paste::facts::Facts;
use crate::paste::findings::Findings;
use crate::paste::label::Label;
use crate::paste::local::Local;
use crate::paste::mail::NameLink;
use crate::paste::name::Name;
use crate::paste::normalize::spellings;
use crate::paste::owner::OwnAddress;
use crate::paste::segment::Segment;

impl Facts<'_> {
    /// First name and surname, from the best there is.
    pub(super) fn names(&self, own: Option<&OwnAddress<'_>>, out: &mut Findings) {
        if self.labelled_names(own, out) {
            return;
        }
        let local = own.map(|o| &o.address.local);
        let named = own.and_then(|o| o.address.named.as_ref().map(|n| (n, o.address.segment)));
        let beside = |tie| named.filter(|(n, _)| n.link == tie).map(|(n, piece)| (n.raw.as_str(), self.line_of(piece)));
        let fits = |raw: &str| local.is_some_and(|l| l.fit(&name::words_of(raw)).agrees);
        let line = self.name_line.as_ref().map(|(raw, line, _)| (raw.as_str(), *line));
        let personal = local.filter(|l| !l.is_shared());
        let signs = |raw: &str, at: usize| {
            personal.is_some_and(|l| !l.fit(&name::words_of(raw)).contradicts) && self.is_beside_title(at)
        };
        let asked = self.requested_name.as_ref().map(|(raw, line)| (raw.as_str(), *line));
        let found = [
            (beside(NameLink::Written), Certainty::Sure, "written to the address"),
            (line.filter(|(raw, _)| fits(raw)), Certainty::Sure, "fits the address"),
            (line.filter(|(raw, at)| signs(raw, *at)), Certainty::Sure, "signed beside a title"),
            (beside(NameLink::Fits), Certainty::Sure, "fits the address"),
            (asked.filter(|(raw, _)| fits(raw)), Certainty::Sure, "fits the address"),
            (asked, Certainty::Guess, "guess from the request"),
            (line, Certainty::Guess, "guess from a line of its own"),
            (beside(NameLink::Loose), Certainty::Guess, "guess, near the address"),
        ];
        for (raw, certainty, why) in found {
            if let Some((raw, line)) = raw
                && let Some(name) = name::read(raw, local, self.document.convention)
            {
                let certainty = if own.is_some_and(|o| o.several) { Certainty::Guess } else { certainty };
                self.add_name(&name, local, certainty, why, &[line], out);
                return;
            }
        }
        if let Some(own) = own {
            self.derived(&own.address.local, self.line_of(own.address.segment), out);
        }
    }

    /// The line before or after says what somebody is at work.
    fn is_beside_title(&self, line: usize) -> bool {
        let titled =
            |p: &Segment| !p.is_prose() && (department::in_title(&p.text).is_some() || words::is_title(&p.text));
        self.segments.iter().filter(|p| p.label.is_none() && p.line.abs_diff(line) == 1).any(|p| titled(p))
    }

    fn line_of(&self, piece: usize) -> usize {
        self.segments.get(piece).map_or(0, |p| p.line)
    }

    /// The names that the address spells.
    fn derived(&self, local: &Local, line: usize, out: &mut Findings) {
        if let Some((first, last)) = local.names() {
            let tidy = |name: &str| casing::tidy(&name.split(' ').collect::<Vec<_>>(), self.document.convention);
            let why = "guess from the address";
            out.add(Part::FirstName, &first.map(|f| tidy(&f)).unwrap_or_default(), Certainty::Guess, why, &[line]);
            out.add(Part::LastName, &tidy(&last), Certainty::Guess, why, &[line]);
        }
    }

    /// One half of a name, completed from the address.
    fn completed(&self, half: &str, local: &Local) -> Option<(String, String)> {
        let (first, last) = local.names()?;
        let tidy = |name: &str| casing::tidy(&name.split(' ').collect::<Vec<_>>(), self.document.convention);
        let spelled = spellings(half);
        let is = |name: &str| spellings(name).iter().any(|s| spelled.contains(s));
        match first {
            Some(first) if is(&first) => Some((half.to_owned(), tidy(&last))),
            first if is(&last) => Some((first.map(|f| tidy(&f)).unwrap_or_default(), half.to_owned())),
            _ => None,
        }
    }

    fn add_name(
        &self,
        name: &Name,
        local: Option<&Local>,
        certainty: Certainty,
        why: &str,
        lines: &[usize],
        out: &mut Findings,
    ) {
        if let Some((first, last)) = local.filter(|_| name.last.is_empty()).and_then(|l| self.completed(&name.first, l))
        {
            let why = "guess from the address";
            out.add(Part::FirstName, &first, Certainty::Guess, why, lines);
            out.add(Part::LastName, &last, Certainty::Guess, why, lines);
            return;
        }
        let parted = format!("{why}; where the surname begins is a guess");
        let (certainty, why) = if name.certain { (certainty, why) } else { (Certainty::Guess, parted.as_str()) };
        out.add(Part::FirstName, &name.first, certainty, why, lines);
        out.add(Part::LastName, &name.last, certainty, why, lines);
    }

    /// Names behind labels; whether there were any. `Name` is the half that has no label of its own.
    fn labelled_names(&self, own: Option<&OwnAddress<'_>>, out: &mut Findings) -> bool {
        let local = own.map(|o| &o.address.local);
        let value = |label| self.labelled(label).map(|(text, piece)| (without_address(text), piece));
        let (first, last, full) = (value(Label::First), value(Label::Last), value(Label::Name));
        let full = full.map(|(text, piece)| (named_part(text), piece)).filter(|(text, _)| !text.is_empty());
        let infix = value(Label::Infix).map(|(text, _)| format!("{text} ")).unwrap_or_default();
        let mut tell = |part, raw: &str, piece: &Segment| {
            let half = name::half(raw, self.document.convention);
            let certainty = piece.label.map_or(Certainty::Guess, |l| self.certainty(l));
            out.add(part, &half, certainty, &self.document.named_by(&piece.label_text), &piece.lines());
        };
        match (first, last, full) {
            (None, None, None) => return false,
            (Some((first, a)), Some((last, b)), _) => {
                tell(Part::FirstName, first, a);
                tell(Part::LastName, &format!("{infix}{last}"), b);
            }
            (Some((first, a)), None, Some((full, b))) => {
                tell(Part::FirstName, first, a);
                tell(Part::LastName, without(full, first), b);
            }
            (None, Some((last, a)), Some((full, b))) => {
                tell(Part::FirstName, without(full, last), b);
                tell(Part::LastName, &format!("{infix}{last}"), a);
            }
            (None, Some((last, a)), None) => tell(Part::LastName, &format!("{infix}{last}"), a),
            (Some((raw, piece)), None, None) | (None, None, Some((raw, piece))) => {
                let alone = piece.label == Some(Label::First) && name::words_of(raw).len() < 2;
                if alone {
                    tell(Part::FirstName, raw, piece);
                } else if let Some(name) = name::read(raw, local, self.document.convention) {
                    let certain = name.certain && piece.label == Some(Label::Name);
                    let name = Name { certain, ..name };
                    let why = self.document.named_by(&piece.label_text);
                    let certainty = piece.label.map_or(Certainty::Guess, |l| self.certainty(l));
                    self.add_name(&name, local, certainty, &why, &piece.lines(), out);
                }
            }
        }
        out.has(Part::FirstName) || out.has(Part::LastName)
    }
}

/// What stands before an address or a bracket with one.
fn without_address(text: &str) -> &str {
    match mail::find(text).first() {
        Some(mail) => {
            text.get(..mail.start).unwrap_or_default().trim_end_matches([' ', '<', '(', '[', ',', ';', '-', '/', '"'])
        }
        None => text,
    }
}

/// Of parts between slashes the one that is a name, else the whole.
fn named_part(text: &str) -> &str {
    text.split(" / ").map(str::trim).find(|part| name::is_shaped(part, None)).unwrap_or(text)
}

/// The whole without one of its halves, where it has that half.
fn without<'t>(whole: &'t str, half: &str) -> &'t str {
    let whole = whole.trim();
    let rest = whole.strip_prefix(half).or_else(|| whole.strip_suffix(half)).map(str::trim);
    rest.filter(|r| !r.is_empty()).unwrap_or(whole)
}
