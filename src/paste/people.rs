//! Decides how many people a paste describes, and which part of it describes whom.

use std::collections::HashSet;

use super::contact::{Certainty, Contact, Finding, Part};
use super::{card, mail, name, segment, table, words};
use crate::paste::facts::{Document, is_about};
use crate::paste::label::Label;
use crate::paste::line::Line;
use crate::paste::mail::NameLink;
use crate::paste::manager::Manager;
use crate::paste::normalize::key;
use crate::paste::person::analyze;
use crate::paste::segment::{Place, Segment};

/// The people found.
pub(super) struct PeopleList {
    pub people: Vec<Contact>,
    /// Lines that were recognised without being in a finding (a header).
    lines: Vec<usize>,
}

impl PeopleList {
    /// The numbers of all recognised lines, in order.
    pub(super) fn used(&self) -> Vec<usize> {
        let mut used = self.lines.clone();
        used.extend(self.people.iter().flat_map(|p| &p.findings).flat_map(|f| &f.lines));
        used.sort_unstable();
        used.dedup();
        used
    }
}

/// Finds the people of a paste.
pub(super) fn find(lines: &[Line], scene: &Document<'_>) -> PeopleList {
    let crowd = |parts: Vec<Vec<Segment>>, lines: Vec<usize>, table: bool| {
        let found = parts.iter().map(|p| analyze(p, Document { table, ..*scene })).filter(|f| !f.is_empty());
        let people: Vec<Contact> = found.map(|findings| Contact { findings }).collect();
        (!people.is_empty()).then_some(PeopleList { people, lines })
    };
    let cards = card::find(lines);
    let whole = || segment::segments(lines);
    None.or_else(|| crowd(cards.people, cards.lines, false))
        .or_else(|| {
            let table = table::find(lines)?;
            let mut found = crowd(table.people, table.lines, table.headed)?;
            doubt(&mut found.people, &table.uneven);
            Some(found)
        })
        .or_else(|| crowd(list(lines), Vec::new(), false))
        .or_else(|| {
            let pieces = whole();
            let parts = forms(&pieces).or_else(|| sentence(&pieces, scene)).unwrap_or(vec![pieces]);
            crowd(parts, Vec::new(), false)
        })
        .unwrap_or(PeopleList { people: Vec::new(), lines: Vec::new() })
}

/// A row with more cells than the header may be shifted by a column: everything but its address is a guess.
fn doubt(people: &mut [Contact], uneven: &[usize]) {
    let doubted = |f: &&mut Finding| f.lines.iter().any(|l| uneven.binary_search(l).is_ok()) && f.part != Part::Email;
    for finding in people.iter_mut().flat_map(|p| &mut p.findings).filter(doubted) {
        finding.certainty = Certainty::Guess;
        finding.why = format!("guess: {}, in a row with too many cells", finding.why);
    }
}

/// Recipients in a row, or lines with one address each. Two bare addresses may belong to one person.
fn list(lines: &[Line]) -> Vec<Vec<Segment>> {
    let mut best: Vec<Line> = Vec::new();
    let mut run: Vec<Line> = Vec::new();
    for line in lines.iter().filter(|l| !l.text.trim().is_empty()) {
        match items(line) {
            items if items.is_empty() => table::longest(&mut best, &mut run),
            items => run.extend(items),
        }
    }
    table::longest(&mut best, &mut run);
    let named = best.iter().filter(|item| {
        let mails = mail::find(&item.text);
        mail::named(&item.text, &mails, 0).is_some()
    });
    let named = named.count();
    if best.len() < 2 || (named * 2 < best.len() && best.len() < 3) {
        return Vec::new();
    }
    best.iter().map(|item| segment::segments(std::slice::from_ref(item))).collect()
}

/// The parts of a line with one address each; empty if it has other parts.
fn items(line: &Line) -> Vec<Line> {
    let addresses = mail::find(&line.text);
    let mut distinct: Vec<String> = addresses.iter().map(|m| m.address.to_lowercase()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let words = line.text.split_whitespace().count();
    if distinct.is_empty()
        || !segment::has_no_label(&line.text)
        || words > 12 * distinct.len()
        || is_sentence(&line.text)
    {
        return Vec::new();
    }
    if distinct.len() == 1 {
        return vec![line.clone()];
    }
    // A comma or semicolon ends an item once the item has its address.
    let (mut found, mut start) = (Vec::new(), 0);
    let cuts = line.text.match_indices([';', ',']).map(|(at, _)| at).chain([line.text.len()]);
    let mut next = addresses.iter().peekable();
    for cut in cuts {
        let mut inside = 0;
        while next.next_if(|m| m.end <= cut).is_some() {
            inside += 1;
        }
        if inside == 1 {
            let text = line.text.get(start..cut).unwrap_or_default().trim_matches([' ', ',', ';']);
            found.push(Line::new(line.number, text));
            start = cut;
        } else if inside > 1 {
            return Vec::new();
        }
    }
    let rest = line.text.get(start..).unwrap_or_default();
    if rest.chars().any(char::is_alphanumeric) { Vec::new() } else { found }
}

fn is_sentence(text: &str) -> bool {
    let small = |w: &&str| w.chars().all(char::is_lowercase) && !words::PARTICLES.has(w);
    words::requests_account(text) || text.split_whitespace().filter(small).count() > 3
}

/// Consecutive forms: the label of the first line is repeated.
fn forms(pieces: &[Segment]) -> Option<Vec<Vec<Segment>>> {
    let first = pieces.iter().find_map(|p| p.label.filter(|l| l.names_a_person()))?;
    let starts: Vec<usize> =
        pieces.iter().enumerate().filter(|(_, p)| p.label == Some(first)).map(|(at, _)| at).collect();
    if starts.len() < 2 {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    let parts: Vec<Vec<Segment>> =
        starts.iter().zip(ends).filter_map(|(from, to)| Some(pieces.get(*from..to)?.to_vec())).collect();
    let whole = |part: &Vec<Segment>| part.iter().any(|p| p.label == Some(Label::Email) || p.text.contains('@'));
    let all = parts.iter().all(whole);
    all.then(|| parts.into_iter().map(segment::numbered).collect())
}

/// A sentence with several people, each with an address.
fn sentence(pieces: &[Segment], scene: &Document<'_>) -> Option<Vec<Vec<Segment>>> {
    let manager = Manager::find(pieces, scene.convention);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut seen = HashSet::new();
    let body = pieces.iter().enumerate().filter(|(_, p)| p.place == Place::Body && p.label.is_none() && is_about(p));
    for (at, piece) in body {
        let mails = mail::find(&piece.text);
        for (i, mail) in mails.iter().enumerate().filter(|(_, m)| !manager.spans(piece, m.start)) {
            let named = mail::named(&piece.text, &mails, i).filter(|n| n.link > NameLink::Loose);
            let Some(named) = named.filter(|n| name::words_of(&n.raw).len() > 1) else { continue };
            if seen.insert(key(&named.raw)) && seen.insert(mail.address.to_lowercase()) {
                starts.push((at, named.start.min(mail.start)));
            }
        }
    }
    if starts.len() < 2 {
        return None;
    }
    let foot = pieces.iter().position(|p| p.place == Place::Foot).unwrap_or(pieces.len());
    let from = std::iter::once((0, 0)).chain(starts.iter().skip(1).copied());
    let to = starts.iter().skip(1).copied().chain([(foot, 0)]);
    Some(from.zip(to).map(|(from, to)| between(pieces, from, to)).collect())
}

/// The pieces between two positions, truncated at both ends.
fn between(pieces: &[Segment], from: (usize, usize), to: (usize, usize)) -> Vec<Segment> {
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate().take(to.0 + 1).skip(from.0).filter(|(_, p)| p.place == Place::Body) {
        let start = if at == from.0 { from.1 } else { 0 };
        let end = if at == to.0 { to.1 } else { piece.text.len() };
        let text = piece.text.get(start..end).unwrap_or_default().trim();
        if !text.is_empty() {
            found.push(Segment { text: text.to_owned(), ..piece.clone() });
        }
    }
    segment::numbered(found)
}
