//! Decodes text from mails and web pages: quoted-printable, entities, and addresses broken over two lines.

use crate::paste::address::BROKEN;
use crate::paste::line::{Line, plain};

/// Longest entity (`&thetasym;`), in bytes.
const ENTITY_MAX: usize = 12;

/// The decoded lines; their numbers remain those of the paste.
pub(super) fn read(lines: Vec<Line>) -> Vec<Line> {
    if lines.iter().any(|l| l.text.trim().eq_ignore_ascii_case("BEGIN:VCARD")) {
        // A vCard states the encoding of each line.
        return lines;
    }
    let mut lines = if is_quoted_printable(&lines) { without_soft_breaks(lines) } else { lines };
    for line in lines.iter_mut().filter(|l| l.text.contains("%40")) {
        line.text = line.text.replace("%40", "@");
    }
    for line in lines.iter_mut().filter(|l| l.text.contains('&')) {
        line.text = entities(&line.text);
    }
    join_broken(&mut lines);
    lines
}

/// The paste declares quoted-printable, or contains encoded letters.
fn is_quoted_printable(lines: &[Line]) -> bool {
    let told = |l: &Line| l.text.to_ascii_lowercase().contains("encoding: quoted-printable");
    lines.iter().any(|l| l.text.contains('=') && (told(l) || has_letters(&l.text))) || lines.iter().any(told)
}

/// `=C3=BC`: a letter of two bytes or more.
fn has_letters(text: &str) -> bool {
    let many = |at: usize| {
        let behind = text.get(at..)?;
        let bytes: Vec<u8> = behind.split('=').skip(1).map_while(|part| hex(part.get(..2)?)).take(4).collect();
        (2..=bytes.len()).find(|n| {
            let text = bytes.get(..*n).and_then(|b| std::str::from_utf8(b).ok());
            text.is_some_and(|t| t.chars().count() == 1 && t.chars().all(char::is_alphanumeric))
        })
    };
    text.match_indices('=').any(|(at, _)| many(at).is_some())
}

fn hex(digits: &str) -> Option<u8> {
    let upper = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'A'..=b'F'));
    if upper { u8::from_str_radix(digits, 16).ok() } else { None }
}

/// Lines that end with `=` continue on the next; `=C3=BC` is a letter.
fn without_soft_breaks(lines: Vec<Line>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::with_capacity(lines.len());
    let mut open = false;
    for line in lines {
        let text = line.text.trim_end().to_owned();
        let goes_on = text.ends_with('=');
        let text = text.strip_suffix('=').unwrap_or(&text);
        if let Some(last) = found.last_mut().filter(|_| open) {
            last.text.push_str(text);
        } else {
            found.push(Line { text: text.to_owned(), ..line });
        }
        open = goes_on;
    }
    for line in found.iter_mut().filter(|l| l.text.contains('=')) {
        if let Some(text) = quoted_printable(&line.text, false) {
            line.text = plain(&text);
        }
    }
    found
}

/// A decoded text; `None` if the bytes are not text.
pub(super) fn quoted_printable(text: &str, latin: bool) -> Option<String> {
    let mut parts = text.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        if let Some(byte) = part.get(..2).and_then(hex) {
            bytes.push(byte);
            bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
        } else {
            bytes.push(b'=');
            bytes.extend_from_slice(part.as_bytes());
        }
    }
    if latin { Some(bytes.into_iter().map(char::from).collect()) } else { String::from_utf8(bytes).ok() }
}

/// Decodes `&lt;` and `&#64;`.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, behind)) = rest.split_once('&') {
        out.push_str(front);
        let end = behind.bytes().take(ENTITY_MAX).position(|b| b == b';');
        let entity = end.and_then(|end| Some((behind.get(..end)?, behind.get(end + 1..)?)));
        if let Some((c, after)) = entity.and_then(|(name, after)| Some((entity_of(name)?, after))) {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = behind;
        }
    }
    out.push_str(rest);
    plain(&out)
}

fn entity_of(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" | "rsquo" => '\'',
        "nbsp" => ' ',
        "commat" => '@',
        "period" => '.',
        "shy" => '\u{ad}',
        _ => return None,
    })
}

/// Marks addresses that were broken over two lines, and joins them where that is clear.
fn join_broken(lines: &mut [Line]) {
    for at in 1..lines.len() {
        let (front, back) = lines.split_at_mut(at);
        if let (Some(above), Some(below)) = (front.last_mut(), back.first_mut()) {
            join_pair(above, below);
        }
    }
}

fn join_pair(above: &mut Line, below: &mut Line) {
    let start = last_word(&above.text);
    let (word, next) = (above.text.get(start..).unwrap_or_default(), below.text.trim_start());
    let first = next.split([' ', '\t', '>', ')', ',', ';', '"', '<']).next().unwrap_or_default();
    let letter = |c: char| c.is_alphanumeric();
    let Some(end) = word.chars().next_back().filter(|_| !first.is_empty()) else { return };
    let open = word.strip_suffix('@').is_some_and(|w| w.ends_with(letter)) && first.contains('.');
    let domain = |text: &str| text.strip_prefix('@').is_some_and(|d| d.starts_with(letter) && d.contains('.'));
    let split = domain(first) && letter(end) && !word.contains('@');
    let dotted = first.strip_prefix('.').is_some_and(|d| d.starts_with(letter)) && letter(end) && word.contains('@');
    if (open && first.starts_with(letter)) || split || dotted {
        let rest = next.get(first.len()..).unwrap_or_default().to_owned();
        above.text = format!("{}{BROKEN}{first}", above.text);
        below.text = rest;
    } else if word.contains('@') {
        // A sentence may end here, or a domain continue.
        if end == '-' || (end == '.' && first.starts_with(char::is_lowercase)) {
            above.text.push(BROKEN);
        }
    } else if first.contains('@') {
        let alone = start == 0 && end == '.' && !word.chars().any(char::is_uppercase);
        let joins = "-_+".contains(end) && word.chars().rev().nth(1).is_some_and(letter);
        // `jane.d` at the end of a sentence's line is neither a word nor a web address.
        let piece = start > 0
            && word.split('.').count() > 1
            && !word.starts_with("www.")
            && word.chars().all(|c| c.is_lowercase() || c == '.')
            && letter(end);
        if joins || alone || piece {
            below.text = format!("{BROKEN}{next}");
        }
    }
}

/// The start of the last word of a line.
fn last_word(text: &str) -> usize {
    text.rfind([' ', '\t', '<', '(', ',', ';', ':', '"']).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use crate::paste::lines::lines;
    use rstest::rstest;

    fn texts(raw: &str) -> Vec<(usize, String)> {
        lines(raw).0.into_iter().map(|l| (l.number, l.text)).collect()
    }

    #[test]
    fn quoted_printable_is_read_where_it_is_one() {
        assert_eq!(texts("J=C3=BCrgen =\nM\nx"), [(1, "Jürgen M".to_owned()), (3, "x".to_owned())]);
        assert_eq!(texts("a=C3\nb=41=\nc"), [(1, "a=C3".to_owned()), (2, "b=41=".to_owned()), (3, "c".to_owned())]);
        let told = texts("Content-Transfer-Encoding: quoted-printable\nb=41=\nc=1B");
        assert_eq!(told.last(), Some(&(2, "bAc".to_owned())));
    }

    #[rstest]
    #[case("&lt;jane&#64;x&#x2E;co&gt;&nbsp;&amp;", "<jane@x.co> &")]
    #[case("R&D; a&b;c &#27;&#0;&#99999999;", "R&D; a&b;c &#99999999;")]
    fn entities(#[case] raw: &str, #[case] text: &str) {
        assert_eq!(texts(raw), [(1, text.to_owned())]);
    }

    #[rstest]
    #[case("to jane@\nx.co now", "to jane@\u{1}x.co", " now")]
    #[case("to jane\n@x.co", "to jane\u{1}@x.co", "")]
    #[case("jane@x\n.co", "jane@x\u{1}.co", "")]
    #[case("jane@x.\nco", "jane@x.\u{1}", "co")]
    #[case("jane@x.co.\nThanks", "jane@x.co.", "Thanks")]
    #[case("jane_\ndoe@x.co", "jane_", "\u{1}doe@x.co")]
    #[case("jane.\ndoe@x.co", "jane.", "\u{1}doe@x.co")]
    #[case("mail is jane.d\noe@x.co", "mail is jane.d", "\u{1}oe@x.co")]
    #[case("Her mail is below.\ndoe@x.co", "Her mail is below.", "doe@x.co")]
    fn broken_addresses(#[case] raw: &str, #[case] first: &str, #[case] second: &str) {
        assert_eq!(texts(raw), [(1, first.to_owned()), (2, second.to_owned())]);
    }
}
