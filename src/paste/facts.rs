//! The facts in a paste that may be about the person.

use super::contact::Certainty;
use super::context::Context;
use super::{absence, couple, mail, name, words};
use crate::domain::text;
use crate::paste::known::Known;
use crate::paste::label::Label;
use crate::paste::line::Line;
use crate::paste::local::Local;
use crate::paste::mail::{AddressMatch, NameLink, Named};
use crate::paste::manager::Manager;
use crate::paste::naming_convention::NamingConvention;
use crate::paste::normalize::key;
use crate::paste::segment::{Place, Segment};

/// What applies to the whole paste.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    pub context: &'a Context<'a>,
    pub convention: NamingConvention,
    pub groups: &'a Known<'a>,
    pub languages: &'a Known<'a>,
    /// The pieces are cells below a header.
    pub table: bool,
    /// It is an out-of-office reply.
    pub is_absence_notice: bool,
}

impl<'a> Document<'a> {
    /// Of these lines.
    pub(super) fn new(
        lines: &[Line],
        context: &'a Context<'a>,
        groups: &'a Known<'a>,
        languages: &'a Known<'a>,
    ) -> Self {
        let whole: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        let whole = whole.join("\n");
        let tongue = NamingConvention::of(&whole, context.region);
        let away = absence::is_absence_notice(&whole) && !words::requests_account(&whole);
        Self { context, convention: tongue, groups, languages, table: false, is_absence_notice: away }
    }
}

/// An address in a piece.
pub(super) struct Address {
    /// The index of the piece it is in.
    pub segment: usize,
    pub mail: AddressMatch,
    pub local: Local,
    pub named: Option<Named>,
    /// Two people are named beside it.
    pub couple: bool,
}

/// All facts that may be about the person.
pub(super) struct Facts<'a> {
    pub document: Document<'a>,
    pub segments: Vec<&'a Segment>,
    /// The addresses that may be the person's own, each once.
    pub addresses: Vec<Address>,
    pub manager: Manager,
    /// A name on a line of its own, with its line, and whether an address is derived from it.
    pub name_line: Option<(String, usize, bool)>,
    /// The name that an account is requested for, with its line.
    pub requested_name: Option<(String, usize)>,
}

impl<'a> Facts<'a> {
    pub(super) fn read(pieces: &'a [Segment], scene: Document<'a>) -> Self {
        let manager = Manager::find(pieces, scene.convention);
        let pieces = kept(pieces, &manager);
        let addresses = addresses(&pieces, &manager);
        let mut facts =
            Self { document: scene, segments: pieces, addresses, manager, name_line: None, requested_name: None };
        facts.name_line = facts.line_name();
        facts.requested_name = facts.find_requested_name();
        facts
    }

    /// The value after the first such label, with its piece; `None` if the value is a placeholder for nothing.
    pub(super) fn labelled(&self, label: Label) -> Option<(&'a str, &'a Segment)> {
        self.segments
            .iter()
            .filter(|p| p.label == Some(label))
            .map(|p| (p.text.as_str(), *p))
            .find(|(text, _)| !text.is_empty() && !words::NOTHING.has(text) && text.chars().any(char::is_alphanumeric))
    }

    /// The certainty of the value of such a label: a guess if the label has several values.
    pub(super) fn certainty(&self, label: Label) -> Certainty {
        let mut values =
            self.segments.iter().filter(|p| p.label == Some(label) && !p.text.is_empty()).map(|p| key(&p.text));
        let first = values.next();
        if values.any(|v| Some(&v) != first.as_ref()) { Certainty::Guess } else { Certainty::Sure }
    }

    /// Pieces without a label, those of the signature first if there is one.
    pub(super) fn unlabelled(&self) -> impl Iterator<Item = &'a Segment> {
        let all = || self.segments.iter().copied().filter(|p| p.label.is_none() && p.place != Place::Head);
        let foot: Vec<&Segment> = all().filter(|p| p.place == Place::Foot).collect();
        let rest: Vec<&Segment> = all().filter(|p| p.place != Place::Foot).collect();
        foot.into_iter().chain(rest)
    }

    /// A line that is a name: one that an address is derived from, or else the first one near the top.
    fn line_name(&self) -> Option<(String, usize, bool)> {
        let lines: Vec<&Segment> =
            self.unlabelled().filter(|p| !p.is_prose() && !words::closes(&p.text) && p.text.len() < 160).collect();
        let locals: Vec<&Local> = self.addresses.iter().map(|a| &a.local).filter(|l| !l.is_shared()).take(6).collect();
        for piece in lines.iter().take(200) {
            for text in alternatives(&piece.text) {
                let words = name::words_of(text);
                let made = |l: &&&Local| l.fit(&words).agrees && name::is_shaped(text, Some(**l));
                if !words.is_empty() && locals.iter().any(|l| made(&l)) {
                    return Some((text.to_owned(), piece.line, true));
                }
            }
        }
        lines.iter().take(6).find_map(|piece| {
            let text = alternatives(&piece.text).into_iter().find(|t| name::is_shaped(t, None))?;
            Some((text.to_owned(), piece.line, false))
        })
    }

    /// The name in a sentence that requests an account: the next one after the request, or the last one before it if
    /// the verb comes last. A bare address in that place takes precedence.
    fn find_requested_name(&self) -> Option<(String, usize)> {
        let pieces = self.segments.iter().filter(|p| p.label.is_none() && p.place != Place::Foot);
        pieces.copied().find_map(|piece| Some((self.requested_name_in(piece)?, piece.line)))
    }

    fn requested_name_in(&self, piece: &Segment) -> Option<String> {
        let asks = words::account_request_at(&piece.text)?;
        let runs = mail::runs(&piece.text, None);
        let names = || runs.iter().filter(|r| r.words > 1 && !self.manager.spans(piece, r.start));
        let mails = mail::find(&piece.text);
        let tied = |i: usize| mail::named(&piece.text, &mails, i).is_some_and(|n| n.link > NameLink::Loose);
        let bare: Vec<usize> =
            mails.iter().enumerate().filter(|(i, _)| !tied(*i)).map(|(_, m)| m.start).filter(|at| *at > asks).collect();
        let behind = names().find(|r| r.start > asks && bare.iter().all(|at| *at > r.start));
        let run = behind.or_else(|| names().rfind(|r| r.start < asks && bare.is_empty()))?;
        piece.text.get(run.start..run.end).map(str::to_owned)
    }
}

impl Document<'_> {
    /// `label "Vorname"`, or `column "Vorname"`.
    pub(super) fn named_by(&self, said: &str) -> String {
        let said = text::clean(said, 40);
        format!("{} \"{said}\"", if self.table { "column" } else { "label" })
    }
}

/// A line, its part before the comma, and that before the dash.
fn alternatives(text: &str) -> Vec<&str> {
    let cut = |mark| text.split_once(mark).map(|(front, _)| front.trim());
    [Some(text), cut(","), cut(" - "), cut(" – "), cut(" — ")].into_iter().flatten().collect()
}

/// The pieces about the person: if somebody is requested, the requester's signature and mail header are excluded.
fn kept<'a>(pieces: &'a [Segment], manager: &Manager) -> Vec<&'a Segment> {
    let all: Vec<&Segment> = pieces.iter().collect();
    let body: Vec<&Segment> = pieces.iter().filter(|p| p.place == Place::Body).collect();
    if body.len() == all.len() || body.iter().any(|p| p.label.is_some_and(Label::names_a_person)) {
        return body;
    }
    let mails = |place: Place| {
        let there = pieces.iter().filter(move |p| p.place == place && is_about(p));
        there.flat_map(|p| mail::find(&p.text).into_iter().filter(|m| !manager.spans(p, m.start)).collect::<Vec<_>>())
    };
    let described: Vec<String> = mails(Place::Body).map(|m| m.address.to_lowercase()).collect();
    let asker: Vec<String> = mails(Place::Head).chain(mails(Place::Foot)).map(|m| m.address.to_lowercase()).collect();
    if !described.is_empty() {
        return if described.iter().any(|a| asker.contains(a)) { all } else { body };
    }
    let signed: Vec<&str> = all.iter().filter(|p| p.place != Place::Body).map(|p| p.text.as_str()).collect();
    let signed = key(&signed.join(" "));
    let other = body.iter().filter(|p| p.label.is_none() && words::requests_account(&p.text)).any(|p| {
        let runs = mail::runs(&p.text, None);
        let raw = |r: &mail::Run| key(p.text.get(r.start..r.end).unwrap_or_default());
        runs.iter().any(|r| r.words > 1 && !signed.contains(&raw(r)) && !manager.spans(p, r.start))
    });
    if other { body } else { all }
}

/// Addresses and phones in this piece may be the person's.
pub(super) fn is_about(piece: &Segment) -> bool {
    piece.label.is_none_or(|label| match label {
        Label::Name | Label::First | Label::Last | Label::Email | Label::Phone(_) | Label::From => true,
        Label::Department | Label::Title => piece.text.contains(['@', '+']),
        Label::Infix
        | Label::Groups
        | Label::Language
        | Label::TimeZone
        | Label::Priority
        | Label::Active
        | Label::Manager
        | Label::ManagerFirst
        | Label::ManagerLast
        | Label::ManagerEmail
        | Label::To
        | Label::Sent
        | Label::Subject
        | Label::Requester
        | Label::Ignored => false,
    })
}

/// The addresses that may be the person's own, each once with the best name beside it.
fn addresses(pieces: &[&Segment], manager: &Manager) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, p)| is_about(p)) {
        let mails = mail::find(&piece.text);
        for (i, mail) in mails.iter().enumerate().filter(|(_, m)| !manager.spans(piece, m.start)) {
            let named = mail::named(&piece.text, &mails, i);
            let local = Local::of(&mail.address);
            let couple = named.as_ref().is_some_and(|named| couple::is_named(&piece.text, named, &local));
            let named = named.filter(|named| !couple::is_both(&named.raw));
            let next = found.len();
            let slot = *seen.entry(mail.address.to_lowercase()).or_insert(next);
            match found.get_mut(slot) {
                Some(known) => {
                    let tie = |n: &Option<Named>| n.as_ref().map(|n| n.link);
                    if tie(&named) > tie(&known.named) {
                        known.named = named;
                    }
                    known.couple |= couple;
                    if piece.label == Some(Label::Email) {
                        known.segment = at;
                    }
                }
                None => {
                    found.push(Address { segment: at, local, mail: mail.clone(), named, couple });
                }
            }
        }
    }
    found
}
