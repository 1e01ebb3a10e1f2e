//! Departments in titles, signatures and sentences. Never more than a guess.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::vocabulary::DEPARTMENTS;
use super::words;
use crate::paste::normalize::{Script, key, script};

struct Vocabulary {
    phrases: HashMap<String, Vec<Vec<String>>>,
    singles: HashSet<String>,
    kinds: Vec<String>,
    prepositions: HashSet<String>,
    /// Suffixes of words that are a department as a whole.
    ends: Vec<String>,
    heads: Vec<Vec<String>>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let folded: Vec<String> = DEPARTMENTS.names.iter().map(|name| key(name)).collect();
    let mut phrases: HashMap<String, Vec<Vec<String>>> = HashMap::new();
    for phrase in &folded {
        let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        if let Some(first) = words.first() {
            phrases.entry(first.clone()).or_default().push(words.clone());
        }
    }
    Vocabulary {
        phrases,
        singles: folded.into_iter().filter(|p| !p.contains(' ')).collect(),
        kinds: DEPARTMENTS.kinds.iter().map(|word| key(word)).collect(),
        prepositions: DEPARTMENTS.prepositions.iter().map(|word| key(word)).collect(),
        ends: DEPARTMENTS.ends.iter().map(|e| key(e)).collect(),
        heads: DEPARTMENTS.heads.iter().map(|h| h.split(' ').map(key).collect()).collect(),
    }
});

/// A word of a text, with its position and folded form.
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    folded: String,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let is_part =
        |c: char| c.is_alphanumeric() || c == '&' || script(c) != Script::Other || matches!(c, '\u{300}'..='\u{36f}');
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or_default();
                found.push(Word { start: from, end: at, text: word, folded: key(word) });
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The department that begins at word `at`: its number of words.
fn starts_at(words: &[Word<'_>], at: usize) -> Option<usize> {
    let first = words.get(at)?;
    let phrases = VOCABULARY.phrases.get(&first.folded)?;
    let fits = |phrase: &&Vec<String>| {
        phrase.iter().enumerate().all(|(i, p)| words.get(at + i).is_some_and(|w| w.folded == *p))
    };
    let length = phrases.iter().filter(fits).map(Vec::len).max()?;
    let short = length == 1 && first.text.is_ascii() && first.text.len() < 4;
    (!short || first.text.chars().all(|c| !c.is_lowercase())).then_some(length)
}

/// Whether a folded word is a department.
pub(super) fn is_one(word: &str) -> bool {
    word.chars().count() > 3 && VOCABULARY.singles.contains(word)
}

/// The whole text is a department, with or without the word for it.
pub(super) fn named(text: &str) -> Option<&str> {
    let words = words(text);
    if words.is_empty() || words.len() > 7 {
        return None;
    }
    let kind = |w: &Word<'_>| VOCABULARY.kinds.contains(&w.folded);
    let from = words.iter().take_while(|w| kind(w) || ["de", "des", "du", "la"].contains(&w.folded.as_str())).count();
    let to = words.len() - words.iter().rev().take_while(|w| kind(w)).count();
    if from >= to {
        return None;
    }
    if let [one] = words.as_slice()
        && (ends_as_department(one) || starts_at(&words, 0).is_some())
    {
        return Some(one.text);
    }
    let whole = starts_at(&words, from).is_some_and(|n| from + n == to);
    let said = (from > 0 || to < words.len()) && to - from < 4 && words.get(from..to)?.iter().all(is_big);
    (whole || said).then(|| slice(text, &words, from, to)).flatten()
}

fn is_big(word: &Word<'_>) -> bool {
    word.text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) || word.text == "&"
}

/// `Rechtsabteilung`, `営業部`, `재무팀`.
fn ends_as_department(word: &Word<'_>) -> bool {
    VOCABULARY.ends.iter().any(|e| word.folded.len() > e.len() && word.folded.ends_with(e))
}

fn slice<'a>(text: &'a str, words: &[Word<'_>], from: usize, to: usize) -> Option<&'a str> {
    text.get(words.get(from)?.start..words.get(to.checked_sub(1)?)?.end)
}

/// The department in a title or signature line. Names of companies have none.
pub(super) fn in_title(text: &str) -> Option<&str> {
    if text.len() > 160 {
        return None;
    }
    let parts = text.split([',', '/']).flat_map(|part| part.split(" - "));
    parts.map(without_company).find_map(|part| in_title_part(part.trim()))
}

/// `Buyer at Contoso` without the company.
fn without_company(part: &str) -> &str {
    let at = [" at ", " bei ", " chez ", " hos ", " @ "].iter().filter_map(|w| part.find(w)).min();
    at.and_then(|at| part.get(..at)).unwrap_or(part)
}

fn in_title_part(text: &str) -> Option<&str> {
    let words = words(text);
    if words.len() > 10 || words.last().is_some_and(|w| words::COMPANY.has(&w.folded)) {
        return None;
    }
    if let Some(department) = named(text) {
        return Some(department);
    }
    if let Some(word) = words.iter().find(|w| ends_as_department(w)) {
        return Some(word.text);
    }
    if let Some(part) = words.iter().find_map(|w| compound(w.text)) {
        return Some(part);
    }
    if !words.iter().any(|w| words::TITLES.has(&w.folded)) {
        return None;
    }
    let behind = after_head(&words);
    let found = (0..words.len()).find_map(|at| Some((at, starts_at(&words, at)?)));
    match (found, behind) {
        (Some((at, length)), behind) if behind.is_none_or(|b| b >= at) => slice(text, &words, at, at + length),
        (_, Some(at)) if (1..4).contains(&(words.len() - at)) => slice(text, &words, at, words.len()),
        (Some((at, length)), _) => slice(text, &words, at, at + length),
        (None, _) => None,
    }
}

/// `Vertriebsleiter`: the first part of a compound.
fn compound(word: &str) -> Option<&str> {
    let mut folded = String::new();
    // The end of each letter in the folded and in the original word.
    let ends: Vec<(usize, usize)> = word
        .char_indices()
        .map(|(at, c)| {
            folded.push_str(&key(c.encode_utf8(&mut [0; 4])));
            (folded.len(), at + c.len_utf8())
        })
        .collect();
    DEPARTMENTS.offices.iter().filter_map(|office| folded.strip_suffix(office.as_str())).find_map(|front| {
        let single = [front, front.strip_suffix('s').unwrap_or(front)].into_iter().find(|f| is_one(f))?;
        let end = ends.iter().find(|(f, _)| *f == single.len()).map(|(_, end)| *end)?;
        word.get(..end)
    })
}

/// `Head of Widgets`: where an unknown department begins.
fn after_head(words: &[Word<'_>]) -> Option<usize> {
    let folded: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
    VOCABULARY.heads.iter().find_map(|head| {
        let at = folded.windows(head.len()).position(|w| w.iter().zip(head).all(|(a, b)| a == b))?;
        Some(at + head.len())
    })
}

/// The department in a sentence: after a preposition, beside the word for it, or as a possessor.
pub(super) fn in_sentence(text: &str) -> Option<&str> {
    let words = words(text);
    let mut at = 0;
    while at < words.len() {
        let Some(length) = starts_at(&words, at) else {
            at += 1;
            continue;
        };
        let word = words.get(at)?;
        let big = is_big(word);
        let before = at.checked_sub(1).and_then(|b| words.get(b));
        let behind = words.get(at + length);
        let kind = |w: Option<&Word<'_>>| {
            w.is_some_and(|w| VOCABULARY.kinds.iter().any(|k| (k.len() > 3) && w.folded.starts_with(k.as_str())))
        };
        let end = words.get(at + length - 1).map_or(word.end, |w| w.end);
        let led = before.is_some_and(|w| VOCABULARY.prepositions.contains(&w.folded));
        let after = text.get(end..).unwrap_or_default().trim_start();
        let alone = text.get(..word.start).unwrap_or_default().trim_end().ends_with(',')
            && (after.is_empty() || after.starts_with([',', '.', ';']));
        let owner = after.starts_with("'s") || after.starts_with("’s");
        let small = length > 1 || word.folded.chars().count() > 3;
        let from = before.is_some_and(|w| ["from", "aus", "fra", "fran"].contains(&w.folded.as_str()));
        if small && (from || kind(behind)) {
            return text.get(word.start..end);
        }
        let bracketed = text.get(..word.start).unwrap_or_default().ends_with('(') && after.starts_with(')');
        if big && (bracketed || led || kind(before) || kind(behind) || owner || alone) {
            return text.get(word.start..end);
        }
        at += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Finance Business Partner", Some("Finance"))]
    #[case("Senior Accountant", None)]
    #[case("Leiterin Einkauf", Some("Einkauf"))]
    #[case("Vertriebsleiter", Some("Vertrieb"))]
    #[case("Ekonomiassistent", Some("Ekonomi"))]
    #[case("Økonomisjef", Some("Økonomi"))]
    #[case("Talouspäällikkö", Some("Talous"))]
    #[case("IT-Leiter", Some("IT"))]
    #[case("Muhasebe Müdürü", Some("Muhasebe"))]
    #[case("Head of Customer Success", Some("Customer Success"))]
    #[case("Head of Widget Design Lab", Some("Widget Design Lab"))]
    #[case("Human Resources Department", Some("Human Resources"))]
    #[case("Abteilung Einkauf", Some("Einkauf"))]
    #[case("Service Comptabilité", Some("Comptabilité"))]
    #[case("Rechtsabteilung", Some("Rechtsabteilung"))]
    #[case("営業部 課長", Some("営業部"))]
    #[case("Nordlicht Logistik GmbH", None)]
    #[case("Umbra Security Systems", None)]
    #[case("Client Director", None)]
    #[case("Jane Doe", None)]
    #[case("it is what it is", None)]
    fn titles(#[case] title: &str, #[case] department: Option<&str>) {
        assert_eq!(in_title(title), department);
    }

    #[rstest]
    #[case("Please add Jane from Finance to the training", Some("Finance"))]
    #[case("Petra Müller aus der Buchhaltung anlegen", Some("Buchhaltung"))]
    #[case("Muhasebe departmanından Ayşe", Some("Muhasebe"))]
    #[case("du service Comptabilité.", Some("Comptabilité"))]
    #[case("del departamento de Ventas, su correo", Some("Ventas"))]
    #[case("We need Finance's new analyst", Some("Finance"))]
    #[case("add Marcus from IT please", Some("IT"))]
    #[case("we will add it in the morning", None)]
    #[case("our sales are up", None)]
    fn sentences(#[case] text: &str, #[case] department: Option<&str>) {
        assert_eq!(in_sentence(text), department);
    }
}
