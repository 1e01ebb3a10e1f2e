//! One person out of the pieces of a paste: which address and which name are theirs.

use super::clean::Line;
use super::department;
use super::findings::Findings;
use super::fold::key;
use super::label::Label;
use super::local::Local;
use super::mail::{self, Mail, Named, Tie};
use super::manager::Manager;
use super::name::{self, Name};
use super::piece::{Piece, Place};
use super::tongue::Tongue;
use super::words;
use super::{Certainty, Context, Finding, casing};
use crate::domain::fields::FieldId;

/// What holds for the whole paste.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub context: &'a Context<'a>,
    pub tongue: Tongue,
    /// The pieces are cells below a header.
    pub table: bool,
}

impl<'a> Scene<'a> {
    /// Of these lines.
    pub(super) fn new(lines: &[Line], context: &'a Context<'a>) -> Self {
        let whole: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        Self { context, tongue: Tongue::of(&whole.join("\n"), context.region), table: false }
    }
}

/// An address in a piece.
pub(super) struct Address {
    /// The place of its piece in [`Facts::pieces`].
    pub piece: usize,
    pub mail: Mail,
    pub local: Local,
    pub named: Option<Named>,
}

/// Everything in the pieces that may be about the person.
pub(super) struct Facts<'a> {
    pub scene: Scene<'a>,
    pub pieces: Vec<&'a Piece>,
    /// The addresses that may be the person's own, each once.
    addresses: Vec<Address>,
    pub manager: Manager,
    /// A name on a line of its own, with its line, and whether an address is made of it.
    line: Option<(String, usize, bool)>,
    /// A name that an account is asked for, with its line.
    asked: Option<(String, usize)>,
}

/// The person's own address among all.
struct Own<'f> {
    address: &'f Address,
    certainty: Certainty,
    why: String,
}

/// What is found about the person these pieces describe, in the order of the form.
pub(super) fn understand(pieces: &[Piece], scene: Scene<'_>) -> Vec<Finding> {
    let facts = Facts::read(pieces, scene);
    let own = facts.own();
    let mut out = Findings::default();
    facts.names(own.as_ref(), &mut out);
    if let Some(own) = &own {
        facts.email(own, &mut out);
    }
    facts.phone(&mut out);
    facts.department(&mut out);
    facts.choices(&mut out);
    facts.manager.tell(&mut out);
    let said = facts.pieces.iter().any(|p| p.label.is_some_and(|l| l != Label::Ignored && !l.is_head()));
    let asked = facts.asked.is_some() || out.has(FieldId::Department);
    let anchored = own.is_some() || out.has(FieldId::Phone) || said || (out.has(FieldId::LastName) && asked);
    if anchored { out.in_order() } else { Vec::new() }
}

impl<'a> Facts<'a> {
    fn read(pieces: &'a [Piece], scene: Scene<'a>) -> Self {
        let manager = Manager::find(pieces, scene.tongue);
        let pieces = kept(pieces, &manager);
        let addresses = addresses(&pieces, &manager);
        let mut facts = Self { scene, pieces, addresses, manager, line: None, asked: None };
        facts.line = facts.line_name();
        facts.asked = facts.asked_name();
        facts
    }

    /// The value behind the first such label, with its piece; nothing where the value says so.
    pub(super) fn labelled(&self, label: Label) -> Option<(&'a str, &'a Piece)> {
        self.pieces
            .iter()
            .filter(|p| p.label == Some(label))
            .map(|p| (p.text.as_str(), *p))
            .find(|(text, _)| !text.is_empty() && !words::NOTHING.has(text) && text.chars().any(char::is_alphanumeric))
    }

    /// Unlabelled pieces, those of the foot first where there is one.
    pub(super) fn unlabelled(&self) -> impl Iterator<Item = &'a Piece> {
        let all = || self.pieces.iter().copied().filter(|p| p.label.is_none() && p.place != Place::Head);
        let foot: Vec<&Piece> = all().filter(|p| p.place == Place::Foot).collect();
        let rest: Vec<&Piece> = all().filter(|p| p.place != Place::Foot).collect();
        foot.into_iter().chain(rest)
    }

    /// A line that is a name: one that an address is made of, else the first there is near the top.
    fn line_name(&self) -> Option<(String, usize, bool)> {
        let lines: Vec<&Piece> =
            self.unlabelled().filter(|p| !p.is_prose() && !words::closes(&p.text) && p.text.len() < 160).collect();
        let locals: Vec<&Local> = self.addresses.iter().map(|a| &a.local).take(6).collect();
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

    /// The name in a sentence that asks for an account.
    fn asked_name(&self) -> Option<(String, usize)> {
        self.pieces.iter().filter(|p| p.label.is_none() && p.place != Place::Foot).find_map(|piece| {
            let runs = mail::runs(&piece.text, None);
            let run = runs.iter().find(|r| r.words > 1 && !self.manager.spans(piece, r.start))?;
            let asks = words::asks(&piece.text);
            asks.then(|| piece.text.get(run.start..run.end)).flatten().map(|raw| (raw.to_owned(), piece.line))
        })
    }

    /// The person's own address, and how that is known.
    fn own(&self) -> Option<Own<'_>> {
        let own = |address, certainty, why: String| Own { address, certainty, why };
        let label = |a: &&Address| self.pieces.get(a.piece).is_some_and(|p| p.label == Some(Label::Email));
        let labelled: Vec<&Address> = self.addresses.iter().filter(label).collect();
        if let [one] = labelled.as_slice() {
            let said = self.pieces.get(one.piece).map(|p| p.said.as_str()).unwrap_or_default();
            let why = self.scene.named_by(said);
            return Some(own(one, Certainty::Sure, why));
        }
        let names = self.known_names();
        let known: Vec<Vec<&str>> = names.iter().map(|n| name::words_of(n)).collect();
        let personal: Vec<&Address> = self.addresses.iter().filter(|a| !a.local.is_shared()).collect();
        let fits = |a: &&Address| {
            a.named.as_ref().is_some_and(|n| n.tie > Tie::Loose) || known.iter().any(|n| a.local.fit(n).agrees)
        };
        let fitting: Vec<&Address> = personal.iter().copied().filter(|a| fits(a)).collect();
        let pool = if fitting.is_empty() { &personal } else { &fitting };
        let here: Vec<&Address> = pool.iter().copied().filter(|a| self.is_here(a)).collect();
        let (pool, by_domain) = if here.is_empty() { (pool, false) } else { (&here, here.len() < pool.len()) };
        match pool.as_slice() {
            [] => self.addresses.first().map(|a| own(a, Certainty::Guess, "guess: a shared mailbox".to_owned())),
            [one] => {
                let written = one.named.iter().filter(|n| n.tie == Tie::Written).map(|n| name::words_of(&n.raw));
                let against = known.iter().cloned().chain(written).any(|n| one.local.fit(&n).contradicts);
                let (certainty, why) = if against {
                    (Certainty::Guess, "guess: does not fit the name")
                } else if fitting.len() == 1 {
                    (Certainty::Sure, "fits the name")
                } else if by_domain {
                    (Certainty::Sure, "on the company's domain")
                } else {
                    (Certainty::Sure, "the only personal address")
                };
                Some(own(one, certainty, why.to_owned()))
            }
            [first, ..] => Some(own(first, Certainty::Guess, format!("guess: first of {} addresses", pool.len()))),
        }
    }

    fn is_here(&self, address: &Address) -> bool {
        let domain = address.mail.address.rsplit_once('@').map_or("", |(_, d)| d);
        self.scene.context.domains.iter().any(|d| d.eq_ignore_ascii_case(domain))
    }

    /// Names that are known without looking at addresses.
    fn known_names(&self) -> Vec<String> {
        let both = [Label::First, Label::Last].map(|l| self.labelled(l).map(|(t, _)| t).unwrap_or_default()).join(" ");
        let labelled = [both, self.labelled(Label::Name).map(|(t, _)| t.to_owned()).unwrap_or_default()];
        let labelled: Vec<String> = labelled.into_iter().filter(|n| !n.trim().is_empty()).collect();
        if !labelled.is_empty() {
            return labelled;
        }
        let line = self.line.iter().map(|(raw, _, _)| raw.clone());
        self.asked.iter().map(|(raw, _)| raw.clone()).chain(line).collect()
    }

    fn email(&self, own: &Own<'_>, out: &mut Findings) {
        let line = self.pieces.get(own.address.piece).map(|p| p.lines()).unwrap_or_default();
        out.add(FieldId::Email, &own.address.mail.address, own.certainty, &own.why, &line);
    }

    /// First name and surname, from the best there is.
    fn names(&self, own: Option<&Own<'_>>, out: &mut Findings) {
        if self.labelled_names(own, out) {
            return;
        }
        let local = own.map(|o| &o.address.local);
        let named = own.and_then(|o| o.address.named.as_ref().map(|n| (n, o.address.piece)));
        let beside = |tie| named.filter(|(n, _)| n.tie == tie).map(|(n, piece)| (n.raw.as_str(), self.line_of(piece)));
        let fits = |raw: &str| local.is_some_and(|l| l.fit(&name::words_of(raw)).agrees);
        let line = self.line.as_ref().map(|(raw, line, _)| (raw.as_str(), *line));
        let personal = local.filter(|l| !l.is_shared());
        let signs = |raw: &str, at: usize| {
            personal.is_some_and(|l| !l.fit(&name::words_of(raw)).contradicts) && self.is_beside_title(at)
        };
        let asked = self.asked.as_ref().map(|(raw, line)| (raw.as_str(), *line));
        let found = [
            (beside(Tie::Written), Certainty::Sure, "written to the address"),
            (line.filter(|(raw, _)| fits(raw)), Certainty::Sure, "fits the address"),
            (line.filter(|(raw, at)| signs(raw, *at)), Certainty::Sure, "signed beside a title"),
            (beside(Tie::Fits), Certainty::Sure, "fits the address"),
            (asked, Certainty::Guess, "guess from the request"),
            (line, Certainty::Guess, "guess from a line of its own"),
            (beside(Tie::Loose), Certainty::Guess, "guess, near the address"),
        ];
        for (raw, certainty, why) in found {
            if let Some((raw, line)) = raw
                && let Some(name) = name::read(raw, local, self.scene.tongue)
            {
                self.tell_name(&name, local, certainty, why, &[line], out);
                return;
            }
        }
        if let Some(own) = own {
            self.derived(&own.address.local, self.line_of(own.address.piece), out);
        }
    }

    /// The line before or after says what somebody is at work.
    fn is_beside_title(&self, line: usize) -> bool {
        let titled = |p: &Piece| !p.is_prose() && (department::in_title(&p.text).is_some() || words::is_title(&p.text));
        self.pieces.iter().filter(|p| p.label.is_none() && p.line.abs_diff(line) == 1).any(|p| titled(p))
    }

    fn line_of(&self, piece: usize) -> usize {
        self.pieces.get(piece).map_or(0, |p| p.line)
    }

    /// The names that the address spells.
    fn derived(&self, local: &Local, line: usize, out: &mut Findings) {
        if let Some((first, last)) = local.names() {
            let tidy = |name: &str| casing::tidy(&name.split(' ').collect::<Vec<_>>(), self.scene.tongue);
            let why = "guess from the address";
            out.add(FieldId::FirstName, &first.map(|f| tidy(&f)).unwrap_or_default(), Certainty::Guess, why, &[line]);
            out.add(FieldId::LastName, &tidy(&last), Certainty::Guess, why, &[line]);
        }
    }

    fn tell_name(
        &self,
        name: &Name,
        local: Option<&Local>,
        certainty: Certainty,
        why: &str,
        lines: &[usize],
        out: &mut Findings,
    ) {
        let spelled = local.and_then(Local::names).filter(|_| name.last.is_empty());
        if let Some((Some(first), last)) = spelled
            && key(&first) == key(&name.first)
        {
            let why = "guess from the address";
            out.add(FieldId::FirstName, &name.first, Certainty::Guess, why, lines);
            let last = casing::tidy(&last.split(' ').collect::<Vec<_>>(), self.scene.tongue);
            out.add(FieldId::LastName, &last, Certainty::Guess, why, lines);
            return;
        }
        let parted = format!("{why}; where the surname begins is a guess");
        let (certainty, why) = if name.certain { (certainty, why) } else { (Certainty::Guess, parted.as_str()) };
        out.add(FieldId::FirstName, &name.first, certainty, why, lines);
        out.add(FieldId::LastName, &name.last, certainty, why, lines);
    }

    /// Names behind labels; whether there were any. `Name` is the half that has no label of its own.
    fn labelled_names(&self, own: Option<&Own<'_>>, out: &mut Findings) -> bool {
        let local = own.map(|o| &o.address.local);
        let value = |label| self.labelled(label).map(|(text, piece)| (without_address(text), piece));
        let (first, last, full) = (value(Label::First), value(Label::Last), value(Label::Name));
        let full = full.filter(|(text, _)| !text.is_empty());
        let infix = value(Label::Infix).map(|(text, _)| format!("{text} ")).unwrap_or_default();
        let mut tell = |field, raw: &str, piece: &Piece| {
            let half = name::half(raw, self.scene.tongue);
            out.add(field, &half, Certainty::Sure, &self.scene.named_by(&piece.said), &piece.lines());
        };
        match (first, last, full) {
            (None, None, None) => return false,
            (Some((first, a)), Some((last, b)), _) => {
                tell(FieldId::FirstName, first, a);
                tell(FieldId::LastName, &format!("{infix}{last}"), b);
            }
            (Some((first, a)), None, Some((full, b))) => {
                tell(FieldId::FirstName, first, a);
                tell(FieldId::LastName, without(full, first), b);
            }
            (None, Some((last, a)), Some((full, b))) => {
                tell(FieldId::FirstName, without(full, last), b);
                tell(FieldId::LastName, &format!("{infix}{last}"), a);
            }
            (None, Some((last, a)), None) => tell(FieldId::LastName, &format!("{infix}{last}"), a),
            (Some((raw, piece)), None, None) | (None, None, Some((raw, piece))) => {
                let alone = piece.label == Some(Label::First) && name::words_of(raw).len() < 2;
                if alone {
                    tell(FieldId::FirstName, raw, piece);
                } else if let Some(name) = name::read(raw, local, self.scene.tongue) {
                    let certain = name.certain && piece.label == Some(Label::Name);
                    let name = Name { certain, ..name };
                    let why = self.scene.named_by(&piece.said);
                    self.tell_name(&name, local, Certainty::Sure, &why, &piece.lines(), out);
                }
            }
        }
        true
    }
}

impl Scene<'_> {
    /// `label "Vorname"`, or `column "Vorname"`.
    pub(super) fn named_by(&self, said: &str) -> String {
        let said = crate::domain::text::clean(said, 40);
        format!("{} \"{said}\"", if self.table { "column" } else { "label" })
    }
}

/// What stands before an address or a bracket with one.
fn without_address(text: &str) -> &str {
    match mail::find(text).first() {
        Some(mail) => {
            text.get(..mail.start).unwrap_or_default().trim_end_matches([' ', '<', '(', '[', ',', ';', '-', '"'])
        }
        None => text,
    }
}

/// The whole without one of its halves, where it has that half.
fn without<'t>(whole: &'t str, half: &str) -> &'t str {
    let whole = whole.trim();
    let rest = whole.strip_prefix(half).or_else(|| whole.strip_suffix(half)).map(str::trim);
    rest.filter(|r| !r.is_empty()).unwrap_or(whole)
}

/// A line's text, what stands before its comma, and before its dash.
fn alternatives(text: &str) -> Vec<&str> {
    let cut = |mark| text.split_once(mark).map(|(front, _)| front.trim());
    [Some(text), cut(","), cut(" - "), cut(" – "), cut(" — ")].into_iter().flatten().collect()
}

/// The pieces about the person: where somebody is asked for, the asker's signature and the head of
/// their mail are not.
fn kept<'a>(pieces: &'a [Piece], manager: &Manager) -> Vec<&'a Piece> {
    let all: Vec<&Piece> = pieces.iter().collect();
    let body: Vec<&Piece> = pieces.iter().filter(|p| p.place == Place::Body).collect();
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
    let other = body.iter().filter(|p| p.label.is_none() && words::asks(&p.text)).any(|p| {
        let runs = mail::runs(&p.text, None);
        let raw = |r: &mail::Run| key(p.text.get(r.start..r.end).unwrap_or_default());
        runs.iter().any(|r| r.words > 1 && !signed.contains(&raw(r)) && !manager.spans(p, r.start))
    });
    if other { body } else { all }
}

/// Addresses and phones of this piece may be the person's.
pub(super) fn is_about(piece: &Piece) -> bool {
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
fn addresses(pieces: &[&Piece], manager: &Manager) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, p)| is_about(p)) {
        let mails = mail::find(&piece.text);
        for (i, mail) in mails.iter().enumerate().filter(|(_, m)| !manager.spans(piece, m.start)) {
            let named = mail::named(&piece.text, &mails, i);
            let next = found.len();
            let slot = *seen.entry(mail.address.to_lowercase()).or_insert(next);
            match found.get_mut(slot) {
                Some(known) => {
                    let tie = |n: &Option<Named>| n.as_ref().map(|n| n.tie);
                    if tie(&named) > tie(&known.named) {
                        known.named = named;
                    }
                    if piece.label == Some(Label::Email) {
                        known.piece = at;
                    }
                }
                None => {
                    found.push(Address { piece: at, local: Local::of(&mail.address), mail: mail.clone(), named });
                }
            }
        }
    }
    found
}
