//! Checks and normalises email addresses.

use std::borrow::Cow;

use email_address::{EmailAddress, Options};
use icu_normalizer::ComposingNormalizerBorrowed;
use idna::AsciiDenyList;

use crate::domain::text::{clean, clean_typed, is_ignorable, mixed, named};

/// Characters of a domain that are shown.
const DOMAIN_MAX: usize = 100;

/// An address parsed from what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The normalised address: without invisible characters, with plain apostrophes, hyphens and letters, composed. The
    /// case of the local part and the spelling of the domain are kept.
    pub address: String,
    /// A warning, if it looks suspicious.
    pub warning: Option<String>,
}

/// Parses an address as people type or paste it.
///
/// # Errors
///
/// A sentence that says what is wrong and what is expected.
pub fn read(typed: &str) -> Result<Reading, String> {
    let address = plain(typed);
    if let Some(space) = address.chars().find(|c| c.is_whitespace()) {
        let which = if space == ' ' { "a space".to_owned() } else { named(space) };
        return Err(format!("contains {which}; expected name@company.tld"));
    }
    if let Some(odd) = address.chars().find(|c| is_ignorable(*c)) {
        return Err(format!("contains {}, which is not allowed in an address", named(odd)));
    }
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Err("has no @; expected name@company.tld".into());
    };
    if local.is_empty() {
        return Err("has nothing before the @".into());
    }
    if domain.is_empty() {
        return Err("has nothing after the @".into());
    }
    if let Some(odd) = address.chars().find(|c| !c.is_ascii() && !is_of_a_name(*c)) {
        return Err(format!("contains {}, which is not allowed in an address", named(odd)));
    }
    if !domain.contains('.') {
        let domain = clean(domain, DOMAIN_MAX);
        return Err(format!("ends in \"{domain}\", which has no dot; expected name@company.tld"));
    }
    let strict = Options::default().without_display_text().without_domain_literal().with_required_tld();
    let quoted = local.starts_with('"');
    if quoted || domain.contains('_') || EmailAddress::parse_with_options(&address, strict).is_err() {
        return Err("is not an email address; expected name@company.tld".into());
    }
    if ascii(domain).is_none() {
        let domain = clean(domain, DOMAIN_MAX);
        return Err(format!("ends in \"{domain}\", which is not a valid domain"));
    }
    let warning = if address.is_ascii() && !has_punycode(domain) {
        None
    } else {
        let (letters, _) = idna::domain_to_unicode(domain);
        mixed(local).or_else(|| letters.split('.').find_map(mixed))
    };
    Ok(Reading { address, warning })
}

/// Checks an address that is used as it is.
///
/// # Errors
///
/// A sentence that says what is wrong and what is expected.
pub fn check(address: &str) -> Result<(), String> {
    let read = read(address)?.address;
    if read == address {
        return Ok(());
    }
    let mut differs = address.chars().zip(read.chars()).filter(|(one, other)| one != other).map(|(one, _)| one);
    let odd = differs.next().or_else(|| address.chars().last()).unwrap_or(' ');
    Err(format!("has {} in it; {read} is perhaps meant", named(odd)))
}

/// The address to send for what was typed; the trimmed text if it is invalid.
#[must_use]
pub fn sent(typed: &str) -> Cow<'_, str> {
    match read(typed) {
        Ok(reading) if reading.address == typed => Cow::Borrowed(typed),
        Ok(reading) => Cow::Owned(reading.address),
        Err(_) => Cow::Borrowed(typed.trim()),
    }
}

/// The form in which addresses are compared: without case, and the domain in Punycode.
#[must_use]
pub fn key(address: &str) -> String {
    let plain = plain(address);
    let plain: String = plain.chars().filter(|c| !is_ignorable(*c)).collect();
    let lower = |text: &str| {
        let lower = text.to_lowercase();
        ComposingNormalizerBorrowed::new_nfc().normalize(&lower).into_owned()
    };
    match plain.rsplit_once('@') {
        Some((local, domain)) => {
            format!("{}@{}", lower(local), ascii(domain).unwrap_or_else(|| lower(domain)))
        }
        None => lower(&plain),
    }
}

/// Every spelling that the service may have: the given one, and that with the other form of the domain.
#[must_use]
pub fn spellings(address: &str) -> Vec<String> {
    let mut all = vec![address.to_owned()];
    if let Some((local, domain)) = address.rsplit_once('@')
        && (!domain.is_ascii() || has_punycode(domain))
    {
        let (letters, read) = idna::domain_to_unicode(domain);
        for other in [ascii(domain), Some(letters).filter(|_| read.is_ok())].into_iter().flatten() {
            let other = format!("{local}@{other}");
            if !all.iter().any(|known| known.eq_ignore_ascii_case(&other)) {
                all.push(other);
            }
        }
    }
    all
}

/// A domain in Punycode, in lower case; `None` if it has no such form.
#[must_use]
pub fn ascii(domain: &str) -> Option<String> {
    idna::domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::URL).ok().map(Cow::into_owned)
}

fn has_punycode(domain: &str) -> bool {
    domain.split('.').any(|label| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--")))
}

/// Cleaned, with typographic characters replaced by plain ones.
fn plain(typed: &str) -> String {
    let text = clean_typed(typed);
    let text = text.trim();
    if text.is_ascii() {
        return text.to_owned();
    }
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{3002}' | '\u{ff61}' => '.',
        c => c,
    };
    text.chars().map(plain).collect()
}

/// A letter, a digit or a mark on one.
fn is_of_a_name(c: char) -> bool {
    use icu_properties::props::GeneralCategory as Category;
    use icu_properties::props::GeneralCategoryGroup as Group;
    let category = icu_properties::CodePointMapData::<Category>::new().get(c);
    [Group::Letter, Group::Mark, Group::DecimalNumber].iter().any(|group| group.contains(category))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("jane.doe@contoso.com")]
    #[case("j+tag@sub.contoso.co.uk")]
    #[case("günther@müller.de")]
    #[case("o'brien@contoso.com")]
    #[case("JANE@Contoso.COM")]
    #[case("jane@xn--mller-kva.de")]
    #[case("оксана@приклад.укр")]
    #[case("दीपक@उदाहरण.भारत")]
    #[case("!#$%&*/=?^_`{|}~@contoso.com")]
    fn good(#[case] address: &str) {
        assert_eq!(check(address), Ok(()));
        assert_eq!(read(address), Ok(Reading { address: address.to_owned(), warning: None }));
        assert_eq!(sent(address), address);
    }

    #[rstest]
    #[case("jane")]
    #[case("@contoso.com")]
    #[case("jane@")]
    #[case("jane@localhost")]
    #[case("jane doe@contoso.com")]
    #[case("Jane <jane@contoso.com>")]
    #[case("jane@[127.0.0.1]")]
    #[case("jane@con_toso.com")]
    #[case("\"jane\"@contoso.com")]
    #[case("jane@@contoso.com")]
    #[case("jane@contoso..com")]
    #[case("jane@xn--99999999999999.com")]
    fn bad(#[case] address: &str) {
        assert!(check(address).is_err() && read(address).is_err());
    }

    #[rstest]
    #[case(" jane@contoso.com\r\n", "jane@contoso.com")]
    #[case("zoe.f\u{3164}@contoso.com", "zoe.f@contoso.com")]
    #[case("\u{feff}zoe\u{200d}\u{fe0f}@con\u{ad}toso.com\u{200b}", "zoe@contoso.com")]
    #[case("zo\u{65}\u{308}@contoso.com", "zoë@contoso.com")]
    #[case("o’brien@contoso.com", "o'brien@contoso.com")]
    #[case("mary\u{2011}ann@con\u{2010}toso.com", "mary-ann@con-toso.com")]
    #[case("ｊａｎｅ＠ｃｏｎｔｏｓｏ．ｃｏｍ", "jane@contoso.com")]
    #[case("jane@東京。example", "jane@東京.example")]
    #[case("jane@contoso.com\x1b[13;1u", "jane@contoso.com")]
    fn what_can_be_mended_is(#[case] typed: &str, #[case] address: &str) {
        assert_eq!(read(typed).map(|reading| reading.address), Ok(address.to_owned()));
        assert_eq!(sent(typed), address);
        assert!(check(typed).is_err(), "used as it stands it is another address");
        assert_eq!(key(typed), key(address));
    }

    #[rstest]
    #[case("ja\u{a0}ne@contoso.com", "U+00A0, no-break space")]
    #[case("می\u{200c}خواهم@contoso.com", "U+200C, zero width non-joiner")]
    #[case("👩\u{200d}💻@contoso.com", "U+200D, zero width joiner")]
    #[case("jane™@contoso.com", "\"™\" (U+2122, trade mark sign)")]
    #[case("jane–doe@contoso.com", "\"–\" (U+2013, en dash)")]
    #[case("jane@contoso\u{2215}.com", "U+2215, division slash")]
    fn what_cannot_is_named(#[case] typed: &str, #[case] said: &str) {
        let why = read(typed).expect_err("refused");
        assert!(why.contains(said), "{why}");
    }

    #[rstest]
    #[case("jan\u{435}.doe@contoso.com", "\"е\" (U+0435, cyrillic small letter ie)")]
    #[case("jane@c\u{43e}ntoso.com", "\"о\" (U+043E, cyrillic small letter o)")]
    #[case("jane@xn--cntoso-wqf.com", "cyrillic small letter o")]
    #[case("jane@\u{441}\u{43e}\u{441}\u{430}.com", "looks like ASCII letters")]
    fn a_letter_of_another_script_is_shown(#[case] typed: &str, #[case] said: &str) {
        let warning = read(typed).expect("an address").warning.expect("a warning");
        assert!(warning.contains(said), "{warning}");
    }

    #[rstest]
    #[case("jane@müller.de", "JANE@XN--MLLER-KVA.DE")]
    #[case("jane@mu\u{308}ller.de", "jane@MÜLLER.de")]
    #[case("jane@straße.de", "jane@xn--strae-oqa.de")]
    #[case("jane@東京.example", "jane@xn--1lqs71d.example")]
    #[case("GÜNTHER@müller.de", "gu\u{308}nther@müller.de")]
    #[case(" Jane.DOE@Contoso.com", "jane.doe@contoso.COM ")]
    #[case("zoe\u{200b}@contoso.com", "zoe@contoso.com")]
    fn one_address_in_two_writings(#[case] one: &str, #[case] other: &str) {
        assert_eq!(key(one), key(other));
    }

    #[rstest]
    #[case("jan\u{435}@contoso.com", "jane@contoso.com")]
    #[case("jane@c\u{43e}ntoso.com", "jane@contoso.com")]
    #[case("jane@straße.de", "jane@strasse.de")]
    #[case("jane@contoso.com", "jane@contoso.co")]
    #[case("", "jane@contoso.com")]
    fn two_addresses(#[case] one: &str, #[case] other: &str) {
        assert_ne!(key(one), key(other));
    }

    #[rstest]
    #[case("jane@contoso.com", &["jane@contoso.com"])]
    #[case("jane@müller.de", &["jane@müller.de", "jane@xn--mller-kva.de"])]
    #[case("jane@xn--mller-kva.de", &["jane@xn--mller-kva.de", "jane@müller.de"])]
    #[case("Jane@MÜLLER.de", &["Jane@MÜLLER.de", "Jane@xn--mller-kva.de", "Jane@müller.de"])]
    #[case("jane", &["jane"])]
    fn an_address_is_looked_for_in_every_writing(#[case] address: &str, #[case] all: &[&str]) {
        assert_eq!(spellings(address), all);
    }

    #[test]
    fn what_is_told_of_an_address_is_clean() {
        let why = check(&format!("jane@\u{1b}[2J{}", "x".repeat(5_000))).expect_err("no dot");
        assert!(!why.contains(char::is_control) && why.len() < 200, "{why:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_can_be_used_as_it_stands(typed in "[a-zA-Zé\u{301}ｊ’‑\u{200d}\u{3164}е.]{1,8}[@＠][a-zü\u{308}\u{200b}。]{1,6}\\.(com|DE|рф)[ \r\n]?") {
            if let Ok(reading) = read(&typed) {
                prop_assert_eq!(check(&reading.address), Ok(()));
                prop_assert_eq!(key(&typed), key(&reading.address));
                prop_assert_eq!(key(&key(&typed)), key(&typed));
            }
        }
    }
}
