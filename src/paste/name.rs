//! A name as people write it, told into first name and surname.

use super::vocabulary::WORDS;
use super::{casing, words};
use crate::domain::text;
use crate::paste::local::Local;
use crate::paste::naming_convention::NamingConvention;
use crate::paste::normalize::{Script, key, script};

/// A name in two halves; either may be empty, not both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub first: String,
    pub last: String,
    /// Where it is parted is beyond doubt.
    pub certain: bool,
}

/// Most words of one name.
const WORDS_MAX: usize = 8;

/// A name taken apart at its comma.
struct Halves<'t> {
    front: Vec<&'t str>,
    back: Vec<&'t str>,
    /// There is more than a name, and it is not clear what.
    odd: bool,
}

/// What stands between a name and a place, a department or a company.
const BEHIND_A_NAME: &[&str] = &[" - ", " – ", " — ", " / ", " | ", " @ ", " // ", " • ", " · "];

/// The words of a name without titles, degrees and what stands in brackets; and the same behind a
/// comma, when that is not a degree.
fn halves(raw: &str) -> Halves<'_> {
    let raw = raw.trim_matches(|c: char| c.is_whitespace() || "\"'<>*_,;:-–|".contains(c));
    let cut = BEHIND_A_NAME.iter().filter_map(|mark| raw.find(mark)).min();
    let named = |text: &str| text.contains(',') || words_outside(text).count() > 1;
    let (raw, odd) = match cut.and_then(|at| raw.get(..at)) {
        Some(front) if named(front) => (front, false),
        Some(_) => (raw, true),
        None => (raw, false),
    };
    let mut parts = raw.split(',').map(|part| words_outside(part).collect::<Vec<_>>());
    let front = parts.next().unwrap_or_default();
    let mut more = parts.filter(|words| !words.is_empty() && !words.iter().all(|w| words::DEGREES.has(w)));
    let mut back = more.next().map(|b| stripped(&b)).unwrap_or_default();
    // A place or a department may stand behind a second comma; a third name may not.
    // A nickname in quotes.
    let odd = odd || raw.contains('"') || more.flatten().any(|w| is_word(w) && !is_other(w) && !casing::is_capitals(w));
    let mut front = stripped(&front);
    // `Bos, A. van den`.
    let small = |w: &&&str| is_particle(w) && !w.starts_with(char::is_uppercase);
    let particles = back.iter().rev().take_while(small).count();
    if particles < back.len() {
        front.splice(0..0, back.drain(back.len() - particles..));
    }
    Halves { front, back, odd }
}

/// The words outside brackets.
fn words_outside(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let outside = text.split(move |c: char| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c => return depth > 0 || c.is_whitespace(),
        }
        true
    });
    let words = outside.map(|word| word.trim_matches(|c: char| "\"'‘“”;:*_".contains(c)));
    words.filter(|w| w.chars().any(char::is_alphabetic)).take(WORDS_MAX)
}

/// The name somebody is called by, in brackets behind initials: `P.H.M. (Piet)`.
fn called(raw: &str) -> Option<&str> {
    let (_, rest) = raw.split_once('(')?;
    let inner = rest.split(')').next()?;
    Some(inner.trim()).filter(|name| is_word(name) && !is_other(name))
}

/// Without titles in front and degrees behind, as long as a word is left.
fn stripped<'t>(words: &[&'t str]) -> Vec<&'t str> {
    let mut rest = words;
    while let [first, more @ ..] = rest {
        let Some(second) = more.first() else { break };
        if is_for(first, second) && more.len() > 1 {
            rest = more.get(1..).unwrap_or_default();
        } else if is_title(first) && (more.len() > 1 || !is_initial(first)) {
            rest = more;
        } else {
            break;
        }
    }
    while let [more @ .., last] = rest {
        let dotted = last.contains('.') && words::DEGREES.has(last);
        let apart = more.len() > 1 && casing::is_capitals(last) && !more.iter().any(|w| casing::is_capitals(w));
        let degree = apart && last.len() > 2 && words::DEGREES.has(last);
        let place = apart && last.len() < 5 && words::ADDRESS.has(last);
        if !more.is_empty() && (words::BEHIND.has(last) || dotted || degree || place || is_generation(last)) {
            rest = more;
        } else {
            break;
        }
    }
    let mut words = rest.to_vec();
    if let Some(last) = words.last_mut().filter(|w| w.chars().count() > 2 && w.matches('.').count() == 1) {
        *last = last.trim_end_matches('.');
    }
    words
}

/// `Jr.`, `III`.
fn is_generation(word: &str) -> bool {
    ["jr", "jr.", "sr", "sr."].contains(&word.to_lowercase().as_str()) || ["II", "III", "IV"].contains(&word)
}

/// `P.H.M.`, `A.`
fn are_initials(word: &str) -> bool {
    is_initial(word) || (word.contains('.') && word.split('.').all(|part| part.chars().count() < 2))
}

/// `i. A.`, `i. V.`: signed for somebody.
fn is_for(first: &str, second: &str) -> bool {
    first == "i." && ["A.", "V."].contains(&second)
}

fn is_title(word: &str) -> bool {
    words::HONORIFICS.has(word)
        || ["i.A.", "i.V.", "ppa."].contains(&word)
        || (word.ends_with('.') && words::ABBREVIATED.has(word))
        || (word.contains('-') && word.split('-').all(|w| words::HONORIFICS.has(w) || words::ABBREVIATED.has(w)))
}

/// `Q.` or `Q`.
fn is_initial(word: &str) -> bool {
    let letters = word.trim_end_matches('.');
    letters.chars().count() == 1 && letters.chars().all(char::is_uppercase)
}

/// Reads a name. `local` is the person's address, where it is known.
pub(super) fn read(raw: &str, local: Option<&Local>, tongue: NamingConvention) -> Option<Name> {
    let Halves { front, back, odd } = halves(raw);
    if front.is_empty() {
        return None;
    }
    if let Some(name) = caseless(&front, &back, tongue) {
        return Some(Name { certain: name.certain && !odd, ..name });
    }
    let (first, last, certain) = if back.is_empty() { part(&front, local, tongue) } else { (back, front, true) };
    let whole = !odd && first.iter().chain(&last).all(|w| w.chars().all(is_of_name));
    let initials = !first.is_empty() && first.iter().all(|w| are_initials(w));
    let nick = called(raw).filter(|_| initials);
    let first = nick.map_or(first, |name| vec![name]);
    // Surnames in capitals beside a first name that is not are a habit, not a spelling.
    let (first, last) = (casing::tidy(&first, tongue), casing::tidy(&last, tongue));
    Some(Name { first: text::name(&first), last: text::name(&last), certain: certain && whole && nick.is_none() })
}

/// A character that names are written with.
fn is_of_name(c: char) -> bool {
    c.is_alphabetic() || is_mark(c) || "'’-.´`\u{2bb}\u{2bc}\u{200c}ー・".contains(c)
}

/// One half of a name that a label has told already, without titles and as it is usually written.
pub(super) fn half(raw: &str, tongue: NamingConvention) -> String {
    let Halves { front, back, .. } = halves(raw);
    let words = if front.is_empty() { back } else { front };
    text::name(&casing::tidy(&words, tongue))
}

/// Only the words of a name, for comparing.
pub(super) fn words_of(raw: &str) -> Vec<&str> {
    let Halves { front, back, .. } = halves(raw);
    [back, front].concat()
}

type Parted<'a> = (Vec<&'a str>, Vec<&'a str>, bool);

fn part<'a>(words: &[&'a str], local: Option<&Local>, tongue: NamingConvention) -> Parted<'a> {
    let at = |i: usize| {
        let (first, last) = words.split_at(i.min(words.len()));
        (first.to_vec(), last.to_vec())
    };
    let fit = local.map(|l| l.fit(words)).unwrap_or_default();
    if let Some((first, last, _)) = by_capitals(words) {
        // `Jane Doe HR`: a short word in capitals behind a whole name may be anything.
        let short = last.len() == 1 && first.len() > 1 && last.iter().all(|w| w.chars().count() < 5);
        let certain = !short || fit.last_at == Some(first.len());
        return (first, last, certain);
    }
    let particle = (1..words.len().saturating_sub(1)).find(|i| words.get(*i).is_some_and(|w| is_particle(w)));
    let with = |(first, last), certain| (first, last, certain);
    if words.len() < 2 {
        return with(at(1), false);
    }
    if let Some(i) = particle {
        let tail = words.iter().skip(i).skip_while(|w| is_particle(w)).count();
        return with(at(i), fit.last_at == Some(i) || (i == 1 && tail == 1));
    }
    if tongue.surname_first && words.len() == 2 || slavic_surname_first(words) {
        let (last, first) = at(1);
        return (first, last, false);
    }
    if let Some(i) = fit.last_at {
        // Portuguese addresses leave out the first of two surnames.
        return if tongue.portuguese && i > 1 { with(at(1), false) } else { with(at(i), true) };
    }
    // First name and surname are more often turned round in a text than in an address.
    if let Some(i) = fit.turned_at {
        let (last, first) = at(i);
        return (first, last, false);
    }
    let initials = words.iter().skip(1).take(words.len() - 2).all(|w| is_initial(w));
    if words.len() == 2 || initials {
        return with(at(words.len() - 1), true);
    }
    if words.first().is_some_and(|w| words::BOUND.has(w)) {
        return with(at(2), false);
    }
    if words.iter().any(|w| w.chars().any(|c| script(c) == Script::Arabic)) {
        return with(at(1), false);
    }
    if tongue.two_surnames && words.len() < 5 {
        return with(at(words.len().div_ceil(2).min(2) - usize::from(words.len() == 3)), false);
    }
    with(at(words.len() - 1), false)
}

/// A surname in capitals beside a first name that is not: `DUPONT Jean`, `Ayşe YILMAZ`.
fn by_capitals<'a>(words: &[&'a str]) -> Option<Parted<'a>> {
    let big: Vec<bool> = words.iter().map(|w| casing::is_capitals(w)).collect();
    let small = words.iter().zip(&big).any(|(w, big)| !big && !is_initial(w) && !is_particle(w));
    let from = big.iter().position(|b| *b).filter(|_| small)?;
    let to = big.iter().rposition(|b| *b)? + 1;
    // Small particles in front belong to it: `van der BERG`.
    let before = words.get(..from)?.iter().rev().take_while(|w| is_particle(w)).count();
    let from = from - before;
    let whole = words.get(from..to)?.iter().zip(big.get(from..to)?).all(|(w, big)| *big || is_particle(w));
    if !whole || (from > 0 && to < words.len()) {
        return None;
    }
    let first = [words.get(..from)?, words.get(to..)?].concat();
    Some((first, words.get(from..to)?.to_vec(), true))
}

fn is_particle(word: &str) -> bool {
    words::PARTICLES.has(word)
}

/// `Иванов Сергей Петрович`, `Иванова Анна`.
fn slavic_surname_first(words: &[&str]) -> bool {
    let ends = |word: &&str, ends: &[&str]| ends.iter().any(|e| word.to_lowercase().ends_with(e));
    let surname = ["ов", "ова", "ев", "ева", "ёв", "ёва", "ский", "ская", "цкий", "цкая", "енко", "чук"];
    match words {
        [_, _, third] if ends(third, &["вич", "вна", "ьич", "ична", "їч"]) => true,
        [first, second] => ends(first, &surname) && !ends(second, &surname),
        _ => false,
    }
}

/// Han, Kana and Hangul names: the family name stands first.
fn caseless(front: &[&str], back: &[&str], tongue: NamingConvention) -> Option<Name> {
    let name = |first: String, last: String, certain| Some(Name { first, last, certain });
    let east = |c: char| matches!(script(c), Script::Han | Script::Kana | Script::Hangul) || c == '・';
    if !front.iter().flat_map(|w| w.chars()).all(east) {
        return None;
    }
    match front {
        [_, ..] if !back.is_empty() => name(back.concat(), front.concat(), true),
        [one] => {
            if let Some((first, last)) = one.split_once('・') {
                return name(first.to_owned(), last.to_owned(), true);
            }
            let one = trimmed(one);
            let chars = one.chars().count();
            let two = WORDS.two_characters.iter().any(|t| one.starts_with(t.as_str())) && chars > 2;
            let kana = one.chars().all(|c| script(c) == Script::Kana);
            let family = match chars {
                1 => return name(String::new(), one.to_owned(), false),
                _ if kana => return name(one.to_owned(), String::new(), false),
                _ if two => 2,
                3.. if tongue.japanese => 2,
                4 if one.chars().all(|c| script(c) == Script::Han) => 2,
                _ => 1,
            };
            let at = one.char_indices().nth(family).map_or(one.len(), |(at, _)| at);
            let (last, first) = one.split_at_checked(at)?;
            name(first.to_owned(), last.to_owned(), false)
        }
        [last, first @ ..] => name(trimmed(&first.concat()).to_owned(), (*last).to_owned(), true),
        [] => None,
    }
}

/// Without an honorific that is written to the name: `山田様`.
pub(super) fn trimmed(name: &str) -> &str {
    ["様", "さん", "氏", "先生", "님", "씨", "女士"]
        .iter()
        .find_map(|s| name.strip_suffix(s).filter(|r| !r.is_empty()))
        .unwrap_or(name)
}

/// The text has the shape of a name and none of what other lines are made of. A word that the
/// address has too is let through.
pub(super) fn is_shaped(text: &str, local: Option<&Local>) -> bool {
    let odd = |c: char| c.is_numeric() || "@/&#=+%!?:;".contains(c);
    if text.len() > 120 || outside_brackets(text).any(odd) {
        return false;
    }
    let Halves { front, back, .. } = halves(text);
    let comma = text.contains(',') && !back.is_empty();
    let names: Vec<&str> = back.iter().chain(&front).copied().collect();
    let (least, most) = (2, 5);
    if names.is_empty() || names.len() > most || (comma && (front.len() > 4 || back.len() > 3)) {
        return false;
    }
    let east =
        names.iter().flat_map(|w| w.chars()).all(|c| matches!(script(c), Script::Han | Script::Kana | Script::Hangul));
    if east {
        let chars: usize = names.iter().map(|w| w.chars().count()).sum();
        return (2..=6).contains(&chars) && names.iter().all(|w| !is_eastern_other(w));
    }
    let known = |w: &&str| local.is_some_and(|l| l.fit(&[w]).agrees);
    let fits = local.is_some_and(|l| l.fit(&names).agrees);
    let enough = names.len() >= least || (fits && names.iter().any(|w| w.chars().count() > 1));
    let edge = |w: Option<&&str>| w.is_some_and(|w| is_word(w) || is_initial(w));
    let behind = names.last().is_some_and(|w| is_word(w));
    enough
        && (edge(front.first()) || is_particle(front.first().unwrap_or(&"")))
        && behind
        && names.iter().all(|w| is_word(w) || is_initial(w) || is_particle(w))
        && names.iter().all(|w| known(w) || is_particle(w) || !is_other(w))
}

/// The characters outside brackets.
fn outside_brackets(text: &str) -> impl Iterator<Item = char> {
    let mut depth = 0_usize;
    text.chars().filter(move |c| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    })
}

/// A word that begins with a capital, or has none because its script has none.
pub(super) fn is_word(word: &str) -> bool {
    // `d'Aubigny`, `l'Hermite`.
    let elided = |w: &&str| w.starts_with(char::is_uppercase) && w.chars().count() > 1;
    let word = ["d'", "d’", "l'", "l’"].iter().find_map(|p| word.strip_prefix(p)).filter(elided).unwrap_or(word);
    let mut letters = word.chars();
    let starts = letters.next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    starts && word.chars().count() > 1 && letters.all(is_of_name)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// A word of titles, companies, addresses, greetings or sentences.
pub(super) fn is_other(word: &str) -> bool {
    let word = key(word);
    [&words::TITLES, &words::COMPANY, &words::ADDRESS, &words::SENTENCE].iter().any(|w| w.has(&word))
        || super::department::is_one(&word)
}

/// A department, company, place or rank in Han or Hangul.
fn is_eastern_other(word: &str) -> bool {
    let ends = [
        "部", "課", "室", "科", "会社", "公司", "集团", "市", "省", "県", "区", "区", "路", "号", "町", "팀", "부서",
        "본부", "시", "구", "경리",
    ];
    ends.iter().any(|e| word.ends_with(e)) || word.starts_with("株式") || words::TITLES.has(word) || words::closes(word)
}
