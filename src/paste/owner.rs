//! Decides which of several addresses is the person's own.

use super::contact::{Certainty, Part};
use super::name;
use crate::paste::facts::{Address, Facts};
use crate::paste::findings::Findings;
use crate::paste::label::Label;
use crate::paste::mail::NameLink;

/// The person's own address.
pub(super) struct OwnAddress<'f> {
    pub address: &'f Address,
    pub certainty: Certainty,
    pub why: String,
    /// Others are possible as well: the name beside it is just as uncertain.
    pub several: bool,
}

impl<'f> OwnAddress<'f> {
    /// Certain, unless the address may be incomplete.
    fn sure(address: &'f Address, why: &str) -> Self {
        if let Some(doubt) = address.mail.doubt {
            return Self::guess(address, doubt, false);
        }
        Self { address, certainty: Certainty::Sure, why: why.to_owned(), several: false }
    }

    fn guess(address: &'f Address, why: &str, several: bool) -> Self {
        Self { address, certainty: Certainty::Guess, why: format!("guess: {why}"), several }
    }
}

impl Facts<'_> {
    /// The person's own address, and the reason.
    pub(super) fn own(&self) -> Option<OwnAddress<'_>> {
        let label = |a: &&Address| self.segments.get(a.segment).is_some_and(|p| p.label == Some(Label::Email));
        let labelled: Vec<&Address> = self.addresses.iter().filter(label).collect();
        if let [one] = labelled.as_slice() {
            let said = self.segments.get(one.segment).map(|p| p.label_text.as_str()).unwrap_or_default();
            return Some(OwnAddress::sure(one, &self.document.named_by(said)));
        }
        if let [one] = self.addresses.as_slice()
            && one.couple
        {
            return Some(OwnAddress::guess(one, "two people are named beside it", true));
        }
        let personal: Vec<&Address> = self.addresses.iter().filter(|a| !a.local.is_shared()).collect();
        match personal.as_slice() {
            [] => self.addresses.first().map(|a| OwnAddress::guess(a, "a shared mailbox", false)),
            [one] if self.is_against(one) => Some(OwnAddress::guess(one, "does not fit the name", false)),
            [one] => Some(OwnAddress::sure(one, "the only personal address")),
            several => self.among(several),
        }
    }

    /// Adds the address.
    pub(super) fn email(&self, own: &OwnAddress<'_>, out: &mut Findings) {
        let line = self.segments.get(own.address.segment).map(|p| p.lines()).unwrap_or_default();
        out.add(Part::Email, &own.address.mail.address, own.certainty, &own.why, &line);
    }

    /// One of several personal addresses.
    fn among<'f>(&'f self, personal: &[&'f Address]) -> Option<OwnAddress<'f>> {
        let (names, asked) = self.known_names();
        let names: Vec<Vec<&str>> = names.iter().map(|n| name::words_of(n)).collect();
        let known = |a: &Address| names.iter().any(|n| a.local.fit(n).agrees);
        let tied = |a: &Address| a.named.as_ref().is_some_and(|n| n.link > NameLink::Loose);
        let fitting: Vec<&Address> = personal.iter().copied().filter(|a| known(a)).collect();
        let beside: Vec<&Address> = personal.iter().copied().filter(|a| tied(a)).collect();
        // Another person is named beside an address of their own.
        let rivals = beside.iter().any(|a| !known(a));
        match fitting.as_slice() {
            [one] if asked || !rivals => return Some(OwnAddress::sure(one, "fits the name")),
            [one] => {
                return Some(OwnAddress::guess(
                    one,
                    &format!("the one of {} addresses that signs", personal.len()),
                    true,
                ));
            }
            _ => {}
        }
        let pool = [&fitting, &beside].into_iter().find(|p| !p.is_empty()).map_or(personal, Vec::as_slice);
        let here: Vec<&Address> = pool.iter().copied().filter(|a| self.is_here(a)).collect();
        match here.as_slice() {
            [one] => Some(OwnAddress::sure(one, "on the company's domain")),
            [] => pool.first().map(|a| OwnAddress::guess(a, &format!("first of {} addresses", personal.len()), true)),
            [first, ..] => Some(OwnAddress::guess(first, &format!("first of {} addresses", here.len()), true)),
        }
    }

    /// The address is clearly derived from another name than the one beside it, or known without it.
    fn is_against(&self, address: &Address) -> bool {
        let contradicts = |raw: &str| address.local.fit(&name::words_of(raw)).contradicts;
        let agrees = |raw: &str| address.local.fit(&name::words_of(raw)).agrees;
        match &address.named {
            Some(named) if named.link == NameLink::Written => contradicts(&named.raw),
            Some(named) if named.link == NameLink::Fits => false,
            _ => {
                let (names, _) = self.known_names();
                !names.iter().any(|n| agrees(n)) && names.iter().any(|n| contradicts(n))
            }
        }
    }

    fn is_here(&self, address: &Address) -> bool {
        let domain = address.mail.address.rsplit_once('@').map_or("", |(_, d)| d);
        self.document.context.domains.iter().any(|d| d.eq_ignore_ascii_case(domain))
    }

    /// Names that are known without addresses; and whether they are requested, not only a signature.
    fn known_names(&self) -> (Vec<String>, bool) {
        let both = [Label::First, Label::Last].map(|l| self.labelled(l).map(|(t, _)| t).unwrap_or_default()).join(" ");
        let labelled = [both, self.labelled(Label::Name).map(|(t, _)| t.to_owned()).unwrap_or_default()];
        let labelled: Vec<String> = labelled.into_iter().filter(|n| !n.trim().is_empty()).collect();
        if !labelled.is_empty() {
            return (labelled, true);
        }
        match (&self.requested_name, &self.name_line) {
            (Some((raw, _)), _) => (vec![raw.clone()], true),
            (None, Some((raw, _, _))) => (vec![raw.clone()], false),
            (None, None) => (Vec::new(), false),
        }
    }
}
