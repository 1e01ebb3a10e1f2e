//! Finds phone numbers in text, their kind and certainty.

use unicode_width::UnicodeWidthChar;

use super::label;
use super::vocabulary::PHRASES;
use crate::domain::user::phone;
use crate::domain::user::phone::PhoneRegion;
use crate::paste::bounds::ceil;
use crate::paste::label::{Label, Line};
use crate::paste::mail::AddressMatch;
use crate::paste::normalize::{Script, script};

/// The digits of a phone number and their position in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    pub start: usize,
    pub end: usize,
    /// As they stand in the text.
    pub typed: String,
    /// The kind, from a label beside them.
    pub line: Option<Line>,
    /// The extension, which mobile phones do not have and the service does not accept.
    pub extension: Option<String>,
}

/// A parsed number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// International form, or as typed if that is unknown.
    pub value: String,
    /// The form is certain.
    pub certain: bool,
    /// It is probably a mobile number.
    pub mobile: bool,
    /// A note about the form; may be empty.
    pub note: String,
}

/// Minimum number of digits, without and with a label.
const MIN_DIGITS: usize = 7;
const MIN_DIGITS_LABELLED: usize = 5;
/// Maximum number of digits.
const MAX_DIGITS: usize = 15;
/// Maximum number of digits of an extension.
const MAX_EXTENSION_DIGITS: usize = 6;

/// The phone numbers of a text. `labelled`: the whole text is the value of a phone label.
pub(super) fn find(
    text: &str,
    mails: &[AddressMatch],
    labelled: Option<Line>,
    region: Option<PhoneRegion>,
) -> Vec<Digits> {
    let text = &masked(text, mails);
    let mut found: Vec<Digits> = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while let Some((start, end)) = next(text, at) {
        at = end;
        let before = text.get(floor..start).unwrap_or_default();
        floor = end;
        let (own, refused) = beside(before, text.get(end..).unwrap_or_default());
        let typed: String = text.get(start..end).unwrap_or_default().chars().map(plain_dash).collect();
        let behind = text.get(end..).unwrap_or_default();
        let line = own.or(labelled.filter(|_| found.is_empty())).or(found.last().and(labelled));
        let opened = text.get(..start).unwrap_or_default().chars().next_back();
        if refused || continues(behind, opened) || !is_likely(&typed, line.is_some(), region) {
            continue;
        }
        let extension = extension(behind);
        found.push(Digits { start, end, typed, line, extension });
    }
    found
}

/// Characters that mask digits.
const MASKS: &[char] = &['*', '•', '●', '∙', '█', '▪', '×', '✱', '…', '#', '_', 'X', 'x', '?'];

/// Hyphens and dashes of every kind.
fn plain_dash(c: char) -> char {
    if is_dash(c) { '-' } else { c }
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' | '\u{30fc}')
}

/// A script without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(script(c), Script::Han | Script::Kana | Script::Hangul) || matches!(c, '\u{e00}'..='\u{eff}')
}

/// The number continues in an unknown way: letters, masked digits, unknown signs. `opened` is the bracket before it.
fn continues(behind: &str, opened: Option<char>) -> bool {
    let mut rest = behind.chars();
    let Some(c) = rest.next() else { return false };
    let second = rest.next();
    let hidden = behind.trim_start_matches([' ', '-', '(']);
    let masked = hidden.chars().take_while(|c| MASKS.contains(c)).count();
    if masked > 1 && !(opened == Some('*') && hidden.starts_with('*')) {
        return true;
    }
    match c {
        'x' | 'X' => extension(behind).is_none(),
        c if is_unspaced(c) => false,
        c if c.is_alphanumeric() || c.width() == Some(0) => true,
        '/' if second.is_some_and(|s| s.is_ascii_digit()) => true,
        c if c.is_whitespace() || ",;|)>]}\"'\u{2019}”»<(:!?/`".contains(c) => false,
        '.' => second.is_some_and(char::is_alphanumeric),
        '*' | '_' | '~' => opened != Some(c),
        '…' => true,
        c if c == '-' || is_dash(c) => second.is_some_and(char::is_alphanumeric),
        '#' => second.is_none_or(|s| !s.is_ascii_digit()),
        '•' | '·' => second.is_some_and(|s| s.is_ascii_digit()),
        c => c.is_ascii(),
    }
}

/// `231` of ` ext. 231`, `x231`, ` - Durchwahl 231`.
fn extension(after: &str) -> Option<String> {
    let words = after.trim_start_matches([' ', ',', ';', '-', '(']);
    let lower = words.get(..words.len().min(24)).unwrap_or(words).to_lowercase();
    let rest = PHRASES.extensions.iter().find_map(|word| lower.strip_prefix(word.as_str()))?;
    let rest = rest.trim_start_matches(['.', ':', ' ']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (1..=MAX_EXTENSION_DIGITS).contains(&digits.len()).then_some(digits)
}

/// The text with addresses and links blanked out, keeping byte positions.
fn masked(text: &str, mails: &[AddressMatch]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let links = ["http://", "https://", "www."].iter().flat_map(|m| text.match_indices(m)).map(|(at, _)| {
        let length = text.get(at..).and_then(|t| t.find([' ', '\t', '>', ')', '|'])).unwrap_or(text.len() - at);
        (at, at + length)
    });
    for (start, end) in links.chain(mails.iter().map(|m| (m.start, m.end))) {
        if let Some(span) = bytes.get_mut(start..end) {
            span.fill(b' ');
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The next run of digits with the separators of a number; never empty.
fn next(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let mut previous = text.get(..from).and_then(|t| t.chars().next_back());
    let mut at = from;
    for c in rest.chars() {
        let free = previous.is_none_or(|p| match p {
            p if p.is_alphanumeric() || p.width() == Some(0) => is_unspaced(p),
            '.' | '/' | '-' => c == '+',
            '•' | '*' | '×' | '█' | '●' => !is_hidden_before(text.get(..at).unwrap_or_default()),
            p => !"_#=$€£…@%\\&~".contains(p) && !is_dash(p),
        });
        let opens = c == '+' || c == '(' || c.is_ascii_digit();
        if free && opens && text.get(at..).is_some_and(begins) {
            // If none of it is a number (`+++5`), it begins later.
            let length = length(text.get(at..)?);
            if length > 0 {
                return Some((at, at + length));
            }
        }
        previous = Some(c);
        at += c.len_utf8();
    }
    None
}

/// A digit, a letter, or a masking character.
fn is_hidden_before(text: &str) -> bool {
    let front = text.trim_end_matches(MASKS);
    let run = text.get(front.len()..).unwrap_or_default();
    front.ends_with(char::is_alphanumeric)
        || (run.chars().count() > 1 && run != "**")
        || front.strip_suffix([' ', '-']).is_some_and(|f| f.ends_with(|c: char| c.is_ascii_digit()))
}

/// A digit follows immediately, after at most a plus and a bracket.
fn begins(text: &str) -> bool {
    let text = text.strip_prefix("+ ").unwrap_or(text);
    text.chars().take(4).find(|c| !"(+".contains(*c)).is_some_and(|c| c.is_ascii_digit())
}

/// The end of the number that begins here.
fn length(text: &str) -> usize {
    let (mut end, mut digits, mut gap) = (0, 0, 0);
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' => {
                digits += 1;
                gap = 0;
                end = at + 1;
            }
            '+' if at < 2 => {}
            '(' if open == 0 && gap < 3 && text.get(at + 1..).is_some_and(begins) => {
                open = 1;
                gap = 0;
            }
            ')' if open == 1 => {
                open = 0;
                gap = 0;
                end = at + 1;
            }
            // Alternative endings of a number: `23125-0/-44`, `23125-44/45`.
            '/' if digits >= MIN_DIGITS => break,
            ' ' | '-' | '.' | '/' if gap < 3 => gap += 1,
            c if is_dash(c) && gap < 3 => gap += 1,
            _ => break,
        }
        // Two spaces end it. A number that is too long is read to its end: its rest is not a number either.
        if text.get(at..).is_some_and(|t| t.starts_with("  ")) {
            break;
        }
    }
    end
}

/// Words before or a bracket after it: the kind of phone, or that it is none.
fn beside(before: &str, after: &str) -> (Option<Line>, bool) {
    let near = before.get(ceil(before, before.len().saturating_sub(40))..).unwrap_or_default();
    let near =
        near.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && !"#№".contains(c)).trim_end_matches(')');
    if near.ends_with(['#', '№']) {
        return (None, true);
    }
    let last = near.rfind([',', ';', '|', '(', ')']).map_or(0, |at| at + 1);
    let clause = near.get(last..).unwrap_or_default();
    let starts: Vec<usize> = clause.match_indices([' ', ':']).map(|(at, _)| at + 1).collect();
    let tail = starts.get(starts.len().saturating_sub(3)..).unwrap_or_default();
    let whole = (starts.len() < 4).then_some(0);
    for at in whole.into_iter().chain(tail.iter().copied()) {
        let words = clause.get(at..).unwrap_or_default().trim();
        let small = words.chars().count() == 1 && words.chars().all(char::is_lowercase);
        match label::of(words).filter(|_| !small) {
            Some(Label::Phone(line)) => return (Some(line), false),
            Some(Label::Ignored) => return (None, true),
            _ => {}
        }
    }
    let inner = after.trim_start().strip_prefix('(').and_then(|a| a.split_once(')')).map(|(inner, _)| inner);
    match inner.and_then(label::of) {
        Some(Label::Phone(line)) => (Some(line), false),
        _ => (None, false),
    }
}

/// The digits are not a date, an IP address or another kind of number.
fn is_likely(typed: &str, labelled: bool, region: Option<PhoneRegion>) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    if digits > MAX_DIGITS || digits < if labelled { MIN_DIGITS_LABELLED } else { MIN_DIGITS } || is_date(typed) {
        return false;
    }
    if labelled || typed.starts_with('+') || typed.starts_with("(+") || typed.starts_with("00") {
        return true;
    }
    let groups: Vec<&str> = typed.split('.').collect();
    let dotted = groups.len() == 4 && groups.iter().all(|g| g.len() < 4 && g.bytes().all(|b| b.is_ascii_digit()));
    let apart = typed.contains([' ', '-', '/', '.', '(']);
    let national = region.is_some_and(|r| phone::international(typed, Some(r)).is_ok_and(|p| p.known));
    let trunk = typed.trim_start_matches('(').starts_with('0');
    !dotted && ((national && (apart || trunk)) || (region.is_none() && trunk && (9..12).contains(&digits)))
}

/// `2026-12-01`, `01.12.2026`, `01/12/2026`, with or without a time behind.
fn is_date(typed: &str) -> bool {
    let date = typed.split(' ').next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let [a, b, c] = parts.as_slice() else { return false };
    let year = |y: &str| y.len() == 4 && (y.starts_with("19") || y.starts_with("20"));
    let day = |d: &str| d.len() < 3 && d.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d));
    (year(a) && day(b) && day(c)) || (day(a) && day(b) && (year(c) || (c.len() == 2 && typed.len() < 9)))
}

/// Parses digits in a region. `near` is the region of another number nearby, used if no region is set.
pub(super) fn read(typed: &str, region: Option<PhoneRegion>, near: Option<PhoneRegion>) -> Option<Number> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let whole = typed.trim().trim_start_matches('(').starts_with('+') || typed.trim().starts_with("00");
    let plus = format!("+{digits}");
    let area = typed.trim_start().starts_with('(') && region.is_some();
    let bare = !whole && !area && !digits.starts_with('0') && digits.len() > 10;
    let lost = bare.then(|| phone::international(&plus, None).ok().filter(|p| p.known)).flatten();
    let read = phone::international(typed, region.or(near));
    let number = |value: String, certain, note: &str| {
        let mobile = phone::is_mobile(&value);
        Some(Number { value, certain, mobile, note: note.to_owned() })
    };
    match (read, lost) {
        (Ok(phone), Some(lost)) if phone.international != lost.international => {
            number(lost.international, false, "a + seems to be missing")
        }
        (Ok(phone), _) if !phone.known => number(phone.international, false, "no such number is known"),
        (Ok(phone), _) if whole => number(phone.international, true, ""),
        (Ok(phone), _) => {
            let code = region.or(near).map(PhoneRegion::code).unwrap_or_default();
            number(phone.international, region.is_some(), &format!("read as a {code} number"))
        }
        (Err(_), Some(lost)) => number(lost.international, false, "a + seems to be missing"),
        (Err(_), None) if whole || region.is_some() => {
            number(typed.trim().to_owned(), false, "not a number that can be sent")
        }
        (Err(_), None) => number(typed.trim().to_owned(), false, "no country code"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::mail;
    use rstest::rstest;

    fn numbers(text: &str, region: &str) -> Vec<(String, Option<Line>)> {
        let found = find(text, &mail::find(text), None, PhoneRegion::new(region));
        found.into_iter().map(|d| (d.typed, d.line)).collect()
    }

    #[rstest]
    #[case("T +31 20 123 4567  M +31 6 12345678", &[("+31 20 123 4567", Some(Line::Any)), ("+31 6 12345678", Some(Line::Mobile))])]
    #[case("+44 20 7946 0333 (office)", &[("+44 20 7946 0333", Some(Line::Any))])]
    #[case("(j@d.co, +44 (0)20 7946 0018)", &[("+44 (0)20 7946 0018", None)])]
    #[case("Fax 0711 23125-99", &[("0711 23125-99", Some(Line::Fax))])]
    #[case("Mobil 0171/3920012 - Tel. 040 23125", &[("0171/3920012", Some(Line::Mobile)), ("040 23125", Some(Line::Any))])]
    #[case("手机号+86 138 0013 8000,", &[("+86 138 0013 8000", Some(Line::Mobile))])]
    #[case("+44 20 7946 0018 ext. 231", &[("+44 20 7946 0018", None)])]
    #[case("ticket #20261102-0045, order 4500123456, 10.20.30.40, 2026-11-02 10:12, 01.12.2026", &[])]
    #[case("PO 0049123456, INC0012345678, 4,42079E+11, DE123456789", &[])]
    #[case("https://desk.example/0442079460018 jane0442079460018@x.co", &[])]
    #[case("123456789012345678901234567890", &[])]
    #[case("+++5 ((5 (+(+5", &[])]
    #[case("((+44 20 7946 0018", &[("(+44 20 7946 0018", None)])]
    #[case("+49 89 1234\u{2212}5678", &[("+49 89 1234-5678", None)])]
    #[case("+49\u{2010}171\u{2011}3920012", &[("+49-171-3920012", None)])]
    #[case("+44 7400 12xxxx, +44 7400 1*****, +44 7400 ••3456, +44 7400 12 XX XX", &[])]
    #[case("••3456789 ***123456789 +44 7400 12345…", &[])]
    #[case("T: 1-800-555-CARS", &[])]
    #[case("+44 7400 123456+44 7400 123457", &[])]
    #[case("0231 9887 412 0231 9887 413", &[])]
    #[case("+44 7400 123456•Tel.+44 20 7946 0018", &[("+44 7400 123456", None), ("+44 20 7946 0018", Some(Line::Any))])]
    #[case("*+44 7400 123456* 📞+44 20 7946 0018", &[("+44 7400 123456", None), ("+44 20 7946 0018", None)])]
    #[case("+44 7400 12\u{435}3456", &[])]
    #[case("+49 711 23125-0/-44", &[("+49 711 23125-0", None)])]
    #[case("0711/23125-44/45, Ref 07400 123456/2026", &[])]
    fn found(#[case] text: &str, #[case] expected: &[(&str, Option<Line>)]) {
        let expected: Vec<_> = expected.iter().map(|(t, l)| ((*t).to_owned(), *l)).collect();
        assert_eq!(numbers(text, ""), expected);
    }

    #[rstest]
    #[case("+44 20 7946 0018 ext. 231", Some("231"))]
    #[case("+44 20 7946 0018x5", Some("5"))]
    #[case("+49 711 23125 (Durchwahl 12)", Some("12"))]
    #[case("+44 20 7946 0018 external", None)]
    #[case("+44 20 7946 0018 ext. 12345678", None)]
    #[case("+44 20 7946 0018", None)]
    fn an_extension_is_seen(#[case] text: &str, #[case] extension: Option<&str>) {
        let found = find(text, &[], None, None);
        assert_eq!(found.first().and_then(|d| d.extension.as_deref()), extension);
    }

    #[test]
    fn national_numbers_need_a_region_or_a_nought() {
        assert_eq!(numbers("612 345 678", ""), []);
        assert_eq!(numbers("612 345 678", "ES"), [("612 345 678".to_owned(), None)]);
        assert_eq!(numbers("0171 3920034", ""), [("0171 3920034".to_owned(), None)]);
    }

    #[rstest]
    #[case("020 7946 0018", "GB", "", "+442079460018", true)]
    #[case("020 7946 0018", "", "", "020 7946 0018", false)]
    #[case("0171 3920012", "", "DE", "+491713920012", false)]
    #[case("+44 7700 900123", "", "", "+447700900123", false)]
    #[case("442079460018", "DE", "", "+442079460018", false)]
    #[case("0044 20 7946 0018", "", "", "+442079460018", true)]
    #[case("+49 12", "", "", "+49 12", false)]
    fn reading(
        #[case] typed: &str,
        #[case] region: &str,
        #[case] near: &str,
        #[case] value: &str,
        #[case] certain: bool,
    ) {
        let number = read(typed, PhoneRegion::new(region), PhoneRegion::new(near)).expect("a number");
        assert_eq!((number.value.as_str(), number.certain), (value, certain));
    }
}
