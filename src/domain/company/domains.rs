//! The mail domains of a company, and whether an address belongs to it.
//!
//! The console warns only after a create if the domain is not verified. Before it, a near miss matters most:
//! `lumenoptic.example` where `lumenoptics.example` is verified is a typing mistake, another customer, or an impostor.

use unicode_security::confusable_detection::skeleton;

/// A company's mail domains as listed in the console, cleaned, in lower case, without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domains {
    /// Domains that it has verified.
    pub verified: Vec<String>,
    /// Domains that it has only named.
    pub unverified: Vec<String>,
}

/// How an address relates to a company's domains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainMatch {
    /// Its domain is verified here.
    Verified,
    /// Its domain is named here, but not verified.
    Unverified,
    /// Its domain is unknown here; the verified domain that was probably meant, if any.
    Unknown(Option<SimilarDomain>),
}

/// A verified domain that is similar to that of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarDomain {
    /// The domain.
    pub domain: String,
    /// The address with that domain.
    pub email: String,
    /// How they are similar.
    pub likeness: Similarity,
}

/// How two domains are similar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Similarity {
    /// They look the same with other characters: `lumen0ptics`, or a Cyrillic o.
    Lookalike,
    /// One or two letters are wrong, missing, extra or swapped.
    Misspelt,
    /// The same name with another ending: `.com` instead of `.de`.
    OtherEnding,
}

/// The weight of another ending in misspellings: one wrong letter is more likely than another ending, three are not.
const OTHER_ENDING: usize = 2;
/// Second-level endings of countries: in `contoso.co.uk` the name is `contoso`.
const SECOND_LEVEL: [&str; 14] =
    ["ac", "co", "com", "edu", "gen", "gob", "gov", "gv", "k12", "ltd", "mil", "net", "or", "org"];

impl Domains {
    /// Of two answers. Unverified domains are optional, but without them a company with no verified ones may still have
    /// some.
    ///
    /// # Errors
    ///
    /// Nothing is known of its domains.
    pub fn of<E>(verified: Vec<String>, unverified: Result<Vec<String>, E>) -> Result<Self, E> {
        match unverified {
            Err(error) if verified.is_empty() => Err(error),
            unverified => Ok(Self { verified, unverified: unverified.unwrap_or_default() }),
        }
    }

    /// How an address relates to these domains; `None` without a domain.
    ///
    /// Only whole domains count: a verified name says nothing about its prefixes, which may be anybody's.
    #[must_use]
    pub fn judge(&self, email: &str) -> Option<DomainMatch> {
        let email = email.trim();
        let (local, domain) = email.rsplit_once('@')?;
        let asked = key(domain);
        if asked.is_empty() {
            return None;
        }
        let lists = |list: &[String]| list.iter().any(|own| key(own) == asked);
        if lists(&self.verified) {
            return Some(DomainMatch::Verified);
        }
        if lists(&self.unverified) {
            return Some(DomainMatch::Unverified);
        }
        let likes = self.verified.iter().filter_map(|own| similarity(&asked, &key(own)).map(|like| (like, own)));
        // Of several equally similar domains the first counts: the console lists the main domain first.
        let nearest = likes.min_by_key(|((distance, _), _)| *distance);
        Some(DomainMatch::Unknown(nearest.map(|((_, likeness), own)| SimilarDomain {
            domain: own.clone(),
            email: format!("{local}@{own}"),
            likeness,
        })))
    }
}

/// A domain in canonical form: lower case, without a leading `@` or trailing dot; may be empty.
#[must_use]
pub fn normal(domain: &str) -> String {
    domain.trim().trim_start_matches('@').trim_end_matches('.').trim().to_lowercase()
}

/// The domain of an address in a form that can be compared between companies; `None` without one.
#[must_use]
pub fn of_email(email: &str) -> Option<String> {
    let (_, domain) = email.trim().rsplit_once('@')?;
    Some(key(domain)).filter(|domain| !domain.is_empty())
}

/// The form in which two domains are compared: Unicode, if one of them is in Punycode (`xn--mller-kva.example`).
fn key(domain: &str) -> String {
    let domain = normal(domain);
    if domain.is_ascii() && !domain.contains("xn--") {
        return domain;
    }
    match idna::domain_to_unicode(&domain) {
        (letters, Ok(())) => letters,
        (_, Err(_)) => domain,
    }
}

/// The distance of two different domains and their similarity; `None` if they are not similar.
fn similarity(asked: &str, own: &str) -> Option<(usize, Similarity)> {
    if lookalike_key(asked) == lookalike_key(own) {
        return Some((0, Similarity::Lookalike));
    }
    let (name, own_name) = (name(asked), name(own));
    let shorter = name.chars().count().min(own_name.chars().count());
    let distance = strsim::osa_distance(asked, own);
    if distance <= edit_distance(shorter) {
        Some((distance, Similarity::Misspelt))
    } else if !name.is_empty() && name == own_name {
        Some((OTHER_ENDING, Similarity::OtherEnding))
    } else {
        None
    }
}

/// How many letters of a name of this length may be wrong: more, or any in a short name, mean another company.
fn edit_distance(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=9 => 1,
        10..=14 => 2,
        _ => 3,
    }
}

/// The visual skeleton of a domain (UTS 39), with zero and O, and one and l, as equal.
fn lookalike_key(domain: &str) -> String {
    skeleton(domain).flat_map(char::to_lowercase).collect()
}

/// A domain without its ending.
pub(in crate::domain) fn name(domain: &str) -> &str {
    let Some((rest, ending)) = domain.rsplit_once('.') else { return domain };
    match rest.rsplit_once('.') {
        Some((name, second)) if ending.len() == 2 && SECOND_LEVEL.contains(&second) => name,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn own(verified: &[&str], unverified: &[&str]) -> Domains {
        let list = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        Domains { verified: list(verified), unverified: list(unverified) }
    }

    #[rstest]
    #[case("jane@lumenoptics.example", DomainMatch::Verified)]
    #[case(" Jane@LumenOptics.Example. ", DomainMatch::Verified)]
    #[case("jane@lumen-events.example", DomainMatch::Unverified)]
    #[case("jane@müller.example", DomainMatch::Verified)]
    #[case("jane@XN--mller-kva.example", DomainMatch::Verified)]
    #[case("jane@mu\u{308}ller.example", DomainMatch::Verified)]
    #[case("jane@xn--bcher-kva.example", DomainMatch::Verified)]
    #[case("jane@bücher.example", DomainMatch::Verified)]
    #[case("jane@staff.lumenoptics.example", DomainMatch::Unknown(None))]
    #[case("jane@gmail.com", DomainMatch::Unknown(None))]
    fn whole_domains(#[case] email: &str, #[case] expected: DomainMatch) {
        let company = own(
            &["lumenoptics.example", "müller.example", "xn--bcher-kva.example"],
            &["lumen-events.example", "lumenoptics.example"],
        );
        assert_eq!(company.judge(email), Some(expected));
    }

    #[rstest]
    #[case("jane")]
    #[case("jane@")]
    #[case("jane@.")]
    #[case("")]
    fn without_a_domain_nothing_is_said(#[case] email: &str) {
        assert_eq!(own(&["a.example"], &[]).judge(email), None);
        assert_eq!(of_email(email), None);
    }

    #[rstest]
    #[case("lumenoptic.example", "lumenoptics.example", Similarity::Misspelt)]
    #[case("lumenopitcs.example", "lumenoptics.example", Similarity::Misspelt)]
    #[case("lumen-optics.example", "lumenoptics.example", Similarity::Misspelt)]
    #[case("lumneoptcs.example", "lumenoptics.example", Similarity::Misspelt)]
    #[case("lumenoptics.exmaple", "lumenoptics.example", Similarity::Misspelt)]
    #[case("harborschools.example", "harbourschools.example", Similarity::Misspelt)]
    #[case("acne.example", "acme.example", Similarity::Misspelt)]
    #[case("contoso.com", "contoso.de", Similarity::OtherEnding)]
    #[case("contoso.com", "contoso.co.uk", Similarity::OtherEnding)]
    #[case("bp.com", "bp.de", Similarity::OtherEnding)]
    #[case("mail.contoso.com", "mail.contoso.org", Similarity::OtherEnding)]
    #[case("lumen0ptics.example", "lumenoptics.example", Similarity::Lookalike)]
    #[case("lumen\u{43e}ptics.example", "lumenoptics.example", Similarity::Lookalike)]
    #[case("\u{3bf}\u{440}tics.example", "optics.example", Similarity::Lookalike)]
    #[case("xn--lumenptics-ivi.example", "lumenoptics.example", Similarity::Lookalike)]
    #[case("rneridian.example", "meridian.example", Similarity::Lookalike)]
    #[case("1umen.example", "lumen.example", Similarity::Lookalike)]
    fn near_misses_are_corrected(#[case] typed: &str, #[case] verified: &str, #[case] likeness: Similarity) {
        let judged = own(&["other.example", verified], &[]).judge(&format!(" Jane.Doe+x@{typed} "));
        let near = SimilarDomain { domain: verified.into(), email: format!("Jane.Doe+x@{verified}"), likeness };
        assert_eq!(judged, Some(DomainMatch::Unknown(Some(near))));
    }

    #[rstest]
    #[case("hp.example", "bp.example")]
    #[case("ibn.example", "ibm.example")]
    #[case("southwind.example", "northwind.example")]
    #[case("contoso.com", "fabrikam.com")]
    #[case("optics.example", "lumenoptics.example")]
    #[case("staff.contoso.example", "contoso.example")]
    #[case("contoso.example.net", "contoso.example")]
    #[case("co.uk", "com.de")]
    fn others_are_others(#[case] typed: &str, #[case] verified: &str) {
        assert_eq!(own(&[verified], &[]).judge(&format!("j@{typed}")), Some(DomainMatch::Unknown(None)));
    }

    #[test]
    fn the_nearest_counts_and_then_the_first() {
        let company =
            own(&["lumenoptics.test", "lumenoptiks.example", "lumenoptics.example", "lumenoptica.example"], &[]);
        let near = |email: &str| match company.judge(email) {
            Some(DomainMatch::Unknown(Some(near))) => near.domain,
            other => panic!("{other:?}"),
        };
        assert_eq!(near("j@lumenoptic.example"), "lumenoptics.example");
        assert_eq!(near("j@lumenopticz.example"), "lumenoptics.example");
        assert_eq!(near("j@lumenoptics.com"), "lumenoptics.test");
        assert_eq!(near("j@1umenoptiks.example"), "lumenoptiks.example");
    }

    #[test]
    fn a_failure_is_not_told_as_no_domains() {
        let list = || vec!["a.example".to_owned()];
        assert_eq!(Domains::of(Vec::new(), Err("no answer")), Err("no answer"));
        assert_eq!(Domains::of(list(), Err("no answer")), Ok(own(&["a.example"], &[])));
        assert_eq!(Domains::of::<()>(Vec::new(), Ok(list())), Ok(own(&[], &["a.example"])));
    }

    #[test]
    fn an_unverified_domain_is_not_suggested() {
        assert_eq!(own(&[], &["lumenoptics.example"]).judge("j@lumenoptic.example"), Some(DomainMatch::Unknown(None)));
    }

    #[test]
    fn domains_of_other_companies_are_compared_by_their_letters() {
        assert_eq!(of_email("a@XN--mller-kva.example"), of_email("b@MÜLLER.example."));
        assert_eq!(of_email("a@b@c.example").as_deref(), Some("c.example"));
        assert_eq!(normal(" @Contoso.COM. "), "contoso.com");
    }
}
