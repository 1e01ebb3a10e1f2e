//! Email addresses in text: each is accepted, accepted with a doubt, or rejected.
//!
//! The characters immediately before and after decide. A letter of another script, an asterisk of a masked address or a
//! second `@` belongs to the word, and then a part of it is not an address.

use unicode_width::UnicodeWidthChar;

use super::{label, robot};
use crate::domain::user::email;
use crate::paste::bounds::ceil;
use crate::paste::normalize::{Script, script};

/// An address and its position in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AddressMatch {
    /// The decoded address: encoded apostrophes and percent signs are replaced.
    pub address: String,
    pub start: usize,
    pub end: usize,
    /// Why it may be incomplete.
    pub doubt: Option<&'static str>,
}

/// A placeholder for a line break inside an address; the only control character left in the text.
pub(super) const BROKEN: char = '\u{1}';
/// Longest address, in bytes.
const LONGEST: usize = 320;
/// How far back the start of an address is searched, in bytes.
const WORD: usize = 160;
/// Characters that mask letters.
const MASKS: &[char] = &['*', '•', '●', '∙', '·', '█', '▪', '×', '✱', '…', '#'];
/// File extensions.
const FILES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "pdf", "doc", "docx", "xlsx", "txt", "eml"];

const TOUCHED: &str = "something touches it";
const OVER_LINES: &str = "it was written over two lines";
const ODD: &str = "its letters are of several scripts";
const CUT: &str = "it may be cut off";

/// The boundary between an address and the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Clean,
    Doubt(&'static str),
    /// The word continues.
    Inside,
}

/// The addresses of a text, in order. The query of a `mailto:` link is skipped.
pub(super) fn find(text: &str) -> Vec<AddressMatch> {
    let mut found: Vec<AddressMatch> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let least = found.last().map_or(0, |m| m.end);
        if at >= least
            && let Some(mail) = read(text, at, least)
        {
            found.push(mail);
        }
    }
    found
}

/// The address around the `@` at `at`; it does not begin before `least`.
fn read(text: &str, at: usize, least: usize) -> Option<AddressMatch> {
    let before = text.get(ceil(text, at.saturating_sub(LONGEST)).max(least)..at)?;
    let after = text.get(at + 1..)?;
    let written = before.get(before.trim_end_matches(is_local).len()..)?;
    let local = written.trim_start_matches(['.', '\'', '\u{2019}', '-', '&', '+', '_', '%', '`', '´', BROKEN]);
    let dropped = written.strip_suffix(local).unwrap_or_default();
    let right = after.find(|c| !is_domain(c)).unwrap_or(after.len());
    let domain = after.get(..right)?.trim_end_matches(['.', '-', BROKEN]);
    let tail = after.get(domain.len()..right)?;
    let behind = after.get(right..)?;
    if local.is_empty() || domain.is_empty() {
        return None;
    }
    let word = before.strip_suffix(written).unwrap_or_default();
    let (domain, shortened) = without_suffix(domain)?;
    let link = of_link(word, least > 0);
    let edges = [edge_before(word, dropped, behind), edge_after(tail, behind, word, dropped), shortened, link];
    if edges.contains(&Edge::Inside) {
        return None;
    }
    let broken = local.contains(BROKEN) || domain.contains(BROKEN);
    let address = written_out(local, domain);
    let reading = email::read(&address).ok().filter(|r| r.address.len() <= LONGEST)?;
    if robot::is_nobody(&reading.address) {
        return None;
    }
    let touched = edges.iter().find_map(|e| if let Edge::Doubt(why) = e { Some(*why) } else { None });
    let doubt = if broken { Some(OVER_LINES) } else { touched.or(reading.warning.map(|_| ODD)) };
    Some(AddressMatch { start: at - local.len(), end: at + 1 + domain.len(), address: reading.address, doubt })
}

/// Letters that continue a word: not those of scripts without spaces between words.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// A script without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(script(c), Script::Han | Script::Kana | Script::Hangul) || matches!(c, '\u{e00}'..='\u{eff}')
}

fn is_local(c: char) -> bool {
    is_letter(c) || "._%+-'&´`\u{2019}".contains(c) || c == BROKEN || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_domain(c: char) -> bool {
    is_letter(c) || ".-".contains(c) || c == BROKEN || matches!(c, '\u{300}'..='\u{36f}')
}

/// The address without line breaks, decoded.
fn written_out(local: &str, domain: &str) -> String {
    let local: String = local.replace(['\u{2019}', '´', '`'], "'");
    let local = if local.contains('%') { decoded(&local).unwrap_or(local) } else { local };
    format!("{local}@{domain}").replace(BROKEN, "")
}

/// A percent-decoded local part; `None` if the percent signs mean something else.
fn decoded(local: &str) -> Option<String> {
    let mut parts = local.split('%');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let byte = u8::from_str_radix(part.get(..2)?, 16).ok().filter(u8::is_ascii_graphic)?;
        out.push(char::from(byte));
        out.push_str(part.get(2..)?);
    }
    Some(out)
}

/// The domain without a grammatical suffix (`contoso.hu-ra`); `None` if its ending is not that of a domain.
fn without_suffix(domain: &str) -> Option<(&str, Edge)> {
    let last = domain.rsplit('.').next().unwrap_or_default();
    let bare: String = last.replace(BROKEN, "");
    if bare.starts_with("xn--") {
        return Some((domain, Edge::Clean));
    }
    let (end, suffix) = bare.split_once('-').unwrap_or((&bare, ""));
    let letters = |text: &str| text.chars().all(|c| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}'));
    if end.chars().count() < 2 || !letters(end) || FILES.iter().any(|f| end.eq_ignore_ascii_case(f)) {
        return None;
    }
    if suffix.is_empty() {
        return Some((domain, Edge::Clean));
    }
    let grammar = suffix.chars().count() < 5 && suffix.chars().all(char::is_lowercase) && !last.contains(BROKEN);
    let cut = domain.get(..domain.len() - suffix.len() - 1)?;
    grammar.then_some((cut, Edge::Doubt(TOUCHED)))
}

/// The boundary before an address: `word` up to it, `dropped` in between.
fn edge_before(word: &str, dropped: &str, behind: &str) -> Edge {
    if dropped.contains(['.', '%', '+', BROKEN]) {
        return Edge::Doubt(CUT);
    }
    let Some(c) = word.chars().next_back() else { return Edge::Clean };
    if is_delimiter(c) || is_unspaced(c) {
        return if dropped.contains('_') && !behind.starts_with('_') { Edge::Doubt(TOUCHED) } else { Edge::Clean };
    }
    if c == '@' || is_letter(c) || c.width() == Some(0) {
        return Edge::Inside;
    }
    let front = word.trim_end_matches(|c| !is_delimiter(c) && !is_letter(c) && !is_unspaced(c));
    let run = word.get(front.len()..).unwrap_or_default();
    let joined = front.ends_with(is_letter);
    let same_behind = behind.starts_with(run);
    match (joined, run) {
        _ if run.contains(['@', '…']) => Edge::Inside,
        (false, _) if same_behind || run.chars().count() == 1 => Edge::Clean,
        (false, "**" | "__" | "--" | "->" | "=>") => Edge::Doubt(TOUCHED),
        (false, run) if run.contains(MASKS) => Edge::Inside,
        (true, "=") => equals(front),
        (true, run) if run.contains(MASKS) || run.contains(['=', '!']) => Edge::Inside,
        // A symbol that never occurs in words, such as a telephone or an envelope, is a separator.
        (true, run) if run.chars().all(|c| !c.is_ascii() && !is_dash(c)) => Edge::Clean,
        _ => Edge::Doubt(TOUCHED),
    }
}

/// `email=jane@…` has a label in front; `bounce+7=jane@…` is one word.
fn equals(front: &str) -> Edge {
    let start = front.trim_end_matches(|c: char| is_letter(c) || "-_".contains(c)).len();
    let word = front.get(start..).unwrap_or_default();
    let goes_on = front.get(..start).unwrap_or_default().ends_with(|c| !is_delimiter(c) && !"?&".contains(c));
    match (goes_on, label::of(word)) {
        (true, _) => Edge::Inside,
        (false, Some(_)) => Edge::Clean,
        (false, None) if word.chars().any(|c| c.is_ascii_digit()) => Edge::Inside,
        (false, None) => Edge::Doubt(TOUCHED),
    }
}

/// The boundary after an address: `tail` of dots and hyphens, then `behind`.
fn edge_after(tail: &str, behind: &str, word: &str, dropped: &str) -> Edge {
    let next = behind.chars().next();
    if tail.contains("..") || tail.contains(BROKEN) {
        return Edge::Doubt(CUT);
    }
    let Some(c) = next else {
        // A bracket that is not closed on its line.
        return if word.ends_with('<') && tail.is_empty() { Edge::Doubt(CUT) } else { Edge::Clean };
    };
    let second = behind.chars().nth(1);
    match c {
        // A dot and a letter of the domain in another script.
        c if is_unspaced(c) => {
            if tail.contains('.') {
                Edge::Inside
            } else {
                Edge::Clean
            }
        }
        c if is_delimiter(c) || "!?\u{2019}'`".contains(c) => Edge::Clean,
        '_' if word.ends_with('_') || dropped.starts_with('_') => Edge::Clean,
        c if matches!(c, '@' | '…') || c.width() == Some(0) => Edge::Inside,
        '=' if second.is_none() => Edge::Inside,
        c if MASKS.contains(&c) => {
            let same = word.ends_with(c);
            let parts = "•●∙·▪".contains(c) && second != Some(c);
            if same || parts { Edge::Clean } else { Edge::Inside }
        }
        '/' | '\\' if second.is_none_or(|s| !is_letter(s)) => Edge::Clean,
        c if !c.is_ascii() => Edge::Clean,
        _ => Edge::Doubt(TOUCHED),
    }
}

/// A space, bracket, quote, or separator.
fn is_delimiter(c: char) -> bool {
    c.is_whitespace() || "<>()[]{}\"'«»„“”‘’‚‹›,;:|`".contains(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The address may be the log-in of a URL, or in its query.
fn of_link(word: &str, later: bool) -> Edge {
    let near = word.get(ceil(word, word.len().saturating_sub(WORD))..).unwrap_or_default();
    let near = near.rsplit(|c: char| c.is_whitespace() || "<>()\"".contains(c)).next().unwrap_or_default();
    let query = (near.contains("mailto:") || later) && near.contains(['?', '=']);
    let log_in = near.rsplit_once("://").is_some_and(|(_, behind)| !behind.contains('/'));
    match (query || log_in || near.ends_with("cid:"), near.contains("://")) {
        (true, _) => Edge::Inside,
        (false, true) => Edge::Doubt("it stands in a link"),
        (false, false) => Edge::Clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn addresses(text: &str) -> Vec<String> {
        find(text).into_iter().map(|m| m.address).collect()
    }

    fn doubts(text: &str) -> Vec<(String, bool)> {
        find(text).into_iter().map(|m| (m.address, m.doubt.is_some())).collect()
    }

    #[rstest]
    #[case("<jane@x.co>, 'bob@y.co'.", &["jane@x.co", "bob@y.co"])]
    #[case("mailto:jane@x.co?subject=a&cc=desk@y.co", &["jane@x.co"])]
    #[case("jane@x.co<mailto:jane@x.co>", &["jane@x.co", "jane@x.co"])]
    #[case("邮箱zhang@x.cn电话", &["zhang@x.cn"])]
    #[case("a@b, @c.de, d@, @@, e@f..g", &[])]
    #[case("o’brien@x.co ‘jane@x.co’", &["o'brien@x.co", "jane@x.co"])]
    #[case("mailto:jane%2Edoe@x.co", &["jane.doe@x.co"])]
    #[case("email=jane@x.co 📧bob@y.co *anna@x.co*", &["jane@x.co", "bob@y.co", "anna@x.co"])]
    #[case("Почта:anna@почта.бел", &["anna@почта.бел"])]
    #[case("ayse@x.com.tr'ye, anna@x.fi:n", &["ayse@x.com.tr", "anna@x.fi"])]
    fn whole(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(addresses(text), expected);
        assert!(doubts(text).iter().all(|(_, doubt)| !doubt), "{text}");
    }

    #[rstest]
    #[case("kovacs@x.hu-ra", "kovacs@x.hu")]
    #[case("a/jane@x.co", "jane@x.co")]
    #[case("jane@x.co/mobile", "jane@x.co")]
    #[case("jane@x.co...", "jane@x.co")]
    #[case("jane@x.\u{1}co", "jane@x.co")]
    #[case("Mail–jane@x.co", "jane@x.co")]
    #[case("Jane <jane@x.co", "jane@x.co")]
    fn doubted(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(doubts(text), [(expected.to_owned(), true)]);
    }

    #[rstest]
    #[case("j***e@x.co")]
    #[case("j•••e@x.co")]
    #[case("•••doe@x.co")]
    #[case("ja…e@x.co")]
    #[case("to …doe@x.co")]
    #[case("jane@x.co…")]
    #[case("jane@x.co**")]
    #[case("jan\u{435}.doe@x.co")]
    #[case("jane@x.c\u{43e}m")]
    #[case("иjane@x.co")]
    #[case("jane@x.co@y.co")]
    #[case("jane@x.co=")]
    #[case("jane@x.例え")]
    #[case("bounce+7-jane=y.co@x.co")]
    #[case("prvs=0123=jane@x.co")]
    #[case("https://jane:pass@x.co/")]
    #[case("cid:image001.png@01DB12.5678AB")]
    #[case("logo@2x.png left-pad@1.3.0")]
    #[case("host!jane@x.co")]
    fn not_at_all(#[case] text: &str) {
        assert_eq!(addresses(text), Vec::<String>::new());
    }
}
