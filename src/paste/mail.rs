//! Names beside addresses.

use super::{name, words};
pub(super) use crate::paste::address::{AddressMatch, find};
use crate::paste::bounds::{ceil, floor};
use crate::paste::local::Local;
use crate::paste::normalize::{Script, key, script};

/// The relation between a name and an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameLink {
    /// Near the address.
    Loose,
    /// Near the address, which is derived from it.
    Fits,
    /// `Name <address>` or `address (Name)`.
    Written,
}

/// A name beside an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// As written.
    pub raw: String,
    pub link: NameLink,
    /// Its position in bytes.
    pub start: usize,
}

/// How far around an address names are searched, in bytes.
const NEAR: usize = 160;

/// The name beside address number `at` of a text.
pub(super) fn named(text: &str, mails: &[AddressMatch], at: usize) -> Option<Named> {
    let mail = mails.get(at)?;
    let local = Local::of(&mail.address);
    let bottom = at.checked_sub(1).and_then(|i| mails.get(i)).map_or(0, |m| m.end);
    let ceiling = mails.get(at + 1).map_or(text.len(), |m| m.start);
    let from = ceil(text, mail.start.saturating_sub(NEAR)).max(bottom).min(mail.start);
    let to = floor(text, mail.end + NEAR).min(ceiling).max(mail.end);
    let (before, after) = (text.get(from..mail.start)?, text.get(mail.end..to)?);
    let written = (from == bottom).then(|| in_front(before, &local)).flatten();
    let place = |raw: &str, tie| {
        let start = if tie == NameLink::Written { from + before.find(raw).unwrap_or(0) } else { from };
        Named { raw: raw.to_owned(), link: tie, start }
    };
    if let Some(raw) = written {
        return Some(place(raw, NameLink::Written));
    }
    if let Some(raw) = behind(after, &local) {
        return Some(Named { raw: raw.to_owned(), link: NameLink::Written, start: mail.start });
    }
    near(before, after, &local).map(|(raw, tie, offset)| Named {
        raw: raw.to_owned(),
        link: tie,
        start: offset.map_or(mail.start, |o| from + o),
    })
}

/// `Name <` or `Name (`, with nothing else in front.
fn in_front<'a>(before: &'a str, local: &Local) -> Option<&'a str> {
    let before = before.trim_end();
    let open = before.trim_end_matches("mailto:").trim_end_matches(['<', '[', '(', '\'', '"']);
    if open.len() == before.len() {
        return None;
    }
    let raw = open.trim().trim_matches([',', ';', '>', ')', '|']).trim();
    let last = raw.rsplit(' ').next().unwrap_or_default();
    let raw = raw.get(..raw.len() - last.len() + unsuffixed(last).0.len()).unwrap_or(raw);
    let words = name::words_of(raw);
    let small = words.len() < 4 && words.iter().all(|w| w.chars().all(char::is_lowercase));
    let fits = small && !words.is_empty() && local.fit(&words).agrees && !raw.contains('@');
    let single = |w: &&str| w.starts_with(char::is_uppercase) && name::is_word(w) && !name::is_other(w);
    let first_alone = words.len() == 1 && words.iter().all(single) && !local.is_shared();
    (name::is_shaped(raw, Some(local)) || fits || first_alone).then_some(raw)
}

/// ` (Name)`.
fn behind<'a>(after: &'a str, local: &Local) -> Option<&'a str> {
    let inner = after.trim_start_matches(['>', ' ', '"']).strip_prefix('(')?;
    let (raw, _) = inner.split_once(')')?;
    name::is_shaped(raw, Some(local)).then_some(raw)
}

type Near<'a> = (&'a str, NameLink, Option<usize>);

/// The nearest name in front that the address is derived from, or else after it, or else any name close in front.
fn near<'a>(before: &'a str, after: &'a str, local: &Local) -> Option<Near<'a>> {
    let fits = |text: &str| local.fit(&name::words_of(text)).agrees;
    let front = runs(before, Some(local));
    let raw = |text: &'a str, run: &Run| text.get(run.start..run.end);
    if let Some(run) = front.iter().rev().find(|r| raw(before, r).is_some_and(fits)) {
        return Some((raw(before, run)?, NameLink::Fits, Some(run.start)));
    }
    if let Some((start, end)) = small_letters(before, local).filter(|_| local.has_parts()) {
        return Some((before.get(start..end)?, NameLink::Fits, Some(start)));
    }
    if let Some(run) = runs(after, Some(local)).iter().find(|r| raw(after, r).is_some_and(fits)) {
        return Some((raw(after, run)?, NameLink::Fits, None));
    }
    if let Some(start) = eastern(before) {
        return Some((
            before.get(start..)?.trim_end_matches(|c: char| !c.is_alphabetic()),
            NameLink::Loose,
            Some(start),
        ));
    }
    let run = front.iter().rev().find(|r| r.words > 1)?;
    let between = before.get(run.end..)?.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    (between <= 6).then_some((raw(before, run)?, NameLink::Loose, Some(run.start)))
}

/// `priya raman, priya.raman@`: two or three small words that the address is derived from, the nearest in front. Their
/// range in bytes.
fn small_letters(before: &str, local: &Local) -> Option<(usize, usize)> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in before.split(' ') {
        words.push((at, word));
        at += word.len() + 1;
    }
    let small = |w: &str| w.chars().count() > 1 && w.chars().all(|c| c.is_lowercase() || c == '-');
    let found = (2..=3).flat_map(|n| words.windows(n)).filter_map(|window| {
        let (last, front) = window.split_last()?;
        let end = last.1.trim_end_matches([',', '.', ';', ':', '(', '<']);
        let names: Vec<&str> = front.iter().map(|(_, w)| *w).chain([end]).collect();
        let made = names.iter().all(|w| small(w)) && local.fit(&names).last_at == Some(names.len() - 1);
        made.then_some((window.first()?.0, last.0 + end.len()))
    });
    found.max()
}

/// The start of the Han, Kana or Hangul name at the end of a text, as in `请添加新用户李娜(`.
fn eastern(before: &str) -> Option<usize> {
    let text = name::trimmed(before.trim_end_matches(|c: char| !c.is_alphabetic()));
    let east = |c: char| matches!(script(c), Script::Han | Script::Hangul);
    let start = text.trim_end_matches(east).len();
    let word = text.get(start..)?;
    let marks =
        ["用户", "用戶", "同事", "员工", "員工", "账号", "添加", "新增", "追加", "为", "给", "是", "请", "社員"];
    let cut = marks.iter().filter_map(|m| word.rfind(m).map(|at| at + m.len())).max().unwrap_or(0);
    let rest = word.get(cut..)?;
    ((2..=4).contains(&rest.chars().count()) && name::is_shaped(rest, None)).then_some(start + cut)
}

/// Consecutive words that may be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Where it begins and ends, in bytes.
    pub start: usize,
    pub end: usize,
    /// How many words it has.
    pub words: usize,
}

/// Runs of capitalised words in a sentence, without words that start sentences. Words that are also in the address
/// always count.
pub(super) fn runs(text: &str, local: Option<&Local>) -> Vec<Run> {
    let mut reader = Reader { found: Vec::new(), run: None, greeted: false };
    let mut at = 0;
    for raw in text.split(char::is_whitespace) {
        reader.read(raw, at, local);
        at += raw.len() + text.get(at + raw.len()..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
    }
    reader.end();
    reader.found
}

struct Reader {
    found: Vec<Run>,
    /// The current run, with the end of its last capitalised word.
    run: Option<Run>,
    greeted: bool,
}

impl Reader {
    fn read(&mut self, raw: &str, at: usize, local: Option<&Local>) {
        let core = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
        let offset = at + raw.len() - core.len();
        if offset > at {
            self.end();
        }
        let bare = core.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
        let (word, suffixed) = unsuffixed(bare);
        let title =
            words::HONORIFICS.has(word) || (core.starts_with(&format!("{word}.")) && words::ABBREVIATED.has(word));
        if word.is_empty() || title {
            self.end();
            return;
        }
        let agrees = local.is_some_and(|l| word.chars().count() > 2 && l.fit(&[word]).agrees);
        let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
        let big = name::is_word(word) && (agrees || !name::is_other(word));
        let end = offset + word.len();
        if big || (initial && self.run.is_some()) {
            let start = *self.run.get_or_insert(Run { start: offset, end, words: 0 });
            self.run = Some(Run { start: start.start, end, words: start.words + 1 });
        } else if self.run.is_none() || !words::PARTICLES.has(word) {
            self.end();
            self.greeted = words::GREETINGS.has(&key(word)) && at < 12;
        }
        let stops = bare.len() < core.len() && !(initial && core.ends_with('.'));
        if stops || suffixed {
            self.end();
        }
    }

    fn end(&mut self) {
        if let Some(run) = self.run.take() {
            // A greeted person is the recipient, not the subject.
            if !std::mem::take(&mut self.greeted) {
                self.found.push(run);
            }
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

/// `Finance's` and `Yılmaz'ı` without the grammatical suffix.
fn unsuffixed(word: &str) -> (&str, bool) {
    if let Some((stem, suffix)) = word.rsplit_once(['\'', '\u{2019}']) {
        let small = suffix.chars().count() < 5 && suffix.chars().all(char::is_lowercase);
        if small && stem.chars().count() > 1 {
            return (stem, true);
        }
    }
    (word, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Jane Doe <jane@x.co>", Some(("Jane Doe", NameLink::Written)))]
    #[case("\"Doe, Jane\" <jd@x.co>", Some(("\"Doe, Jane\"", NameLink::Written)))]
    #[case("jd@x.co (Jane Doe)", Some(("Jane Doe", NameLink::Written)))]
    #[case("Please add Jane Doe (jane.doe@x.co)", Some(("Jane Doe", NameLink::Fits)))]
    #[case("Eine Kollegin Sabine Krämer, ihre Adresse ist sabine.kraemer@x.co", Some(("Sabine Krämer", NameLink::Fits)))]
    #[case("add priya raman priya.raman@x.co", Some(("priya raman", NameLink::Fits)))]
    #[case("celik@x.co adresiyle İbrahim Çelik Bey", Some(("İbrahim Çelik Bey", NameLink::Fits)))]
    #[case("Ayşe Yılmaz'ı (ayse@x.co) ekler misiniz", Some(("Ayşe Yılmaz", NameLink::Written)))]
    #[case("please add Ann Bee, x7@x.co", Some(("Ann Bee", NameLink::Loose)))]
    #[case("Hi Ann Bee, please add x7@x.co", None)]
    #[case("<x7@x.co>", None)]
    fn names(#[case] text: &str, #[case] expected: Option<(&str, NameLink)>) {
        let found = named(text, &find(text), 0).map(|n| (n.raw, n.link));
        assert_eq!(found, expected.map(|(r, t)| (r.to_owned(), t)));
    }
}
