//! vCards (`BEGIN:VCARD`) of versions 2.1, 3 and 4.

use super::segment;
use crate::paste::label::{Label, Line as Kind};
use crate::paste::line::{Line, plain};
use crate::paste::segment::Segment;
use crate::paste::wrapped::quoted_printable;

/// Cards, and the lines that belong to them.
#[derive(Debug, Default)]
pub(super) struct Cards {
    /// The pieces of each card.
    pub people: Vec<Vec<Segment>>,
    pub lines: Vec<usize>,
}

/// An unfolded property with its value.
struct Property {
    line: usize,
    text: String,
}

/// Finds the cards in these lines.
pub(super) fn find(lines: &[Line]) -> Cards {
    let mut cards: Vec<Vec<Property>> = Vec::new();
    let mut found = Cards::default();
    let mut open = false;
    for line in lines {
        let text = line.text.trim();
        if text.eq_ignore_ascii_case("BEGIN:VCARD") {
            cards.push(Vec::new());
            open = true;
        } else if text.eq_ignore_ascii_case("END:VCARD") {
            open = false;
        } else if let Some(card) = cards.last_mut().filter(|_| open) {
            if continues(card.last_mut(), line) {
                found.lines.push(line.number);
            } else {
                card.push(Property { line: line.number, text: text.to_owned() });
            }
        }
    }
    let entries = cards.iter().map(|card| card.iter().flat_map(entry).collect::<Vec<_>>());
    found.people = entries.map(without_half_names).filter(|c| !c.is_empty()).map(segment::numbered).collect();
    found
}

/// Appends a continuation line to the property before it.
fn continues(above: Option<&mut Property>, line: &Line) -> bool {
    let Some(above) = above else { return false };
    let property = above.text.split(':').next().unwrap_or_default().to_ascii_uppercase();
    if property.contains("QUOTED-PRINTABLE")
        && let Some(text) = above.text.strip_suffix('=')
    {
        above.text = format!("{text}{}", line.text.trim_start());
        return true;
    }
    if line.indent > 0 && !line.text.is_empty() {
        // The first space is the fold, a second one belongs to the value.
        above.text.push_str(if line.indent > 1 { " " } else { "" });
        above.text.push_str(line.text.trim_start());
        return true;
    }
    false
}

/// The pieces of a property.
fn entry(property: &Property) -> Vec<Segment> {
    let Some((head, value)) = property.text.split_once(':') else { return Vec::new() };
    let mut parts = head.split(';');
    let said = parts.next().unwrap_or_default();
    // `item1.TEL` is a TEL of a group.
    let name = said.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
    let kinds = parts.collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let Some(value) = decoded(value, &kinds) else { return Vec::new() };
    let cell = |label, value: &str| segment::cell(property.line, Some(label), said, value);
    let fields = components(&value);
    let field = |n: usize| fields.get(n).map_or("", |f| f.trim());
    let whole = fields.join(";");
    match name.as_str() {
        "N" => vec![cell(Label::Last, field(0)), cell(Label::First, field(1))],
        "FN" => vec![cell(Label::Name, &whole)],
        "EMAIL" => vec![cell(Label::Email, &whole)],
        "TEL" => {
            let kind = [("FAX", Kind::Fax), ("CELL", Kind::Mobile)].into_iter().find(|(word, _)| kinds.contains(word));
            let kind = kind.map_or(Kind::Any, |(_, kind)| kind);
            vec![cell(Label::Phone(kind), whole.trim_start_matches("tel:"))]
        }
        "ORG" if fields.len() > 1 => vec![cell(Label::Department, field(1))],
        "TITLE" | "ROLE" => vec![cell(Label::Title, &whole)],
        _ => Vec::new(),
    }
}

/// The decoded value of a property; `None` if its bytes are not text.
fn decoded(value: &str, kinds: &str) -> Option<String> {
    if !kinds.contains("QUOTED-PRINTABLE") {
        return Some(value.to_owned());
    }
    let latin = kinds.contains("8859-1") || kinds.contains("1252");
    quoted_printable(value, latin).map(|text| plain(&text))
}

/// The components of a value, separated by semicolons; a backslash escapes.
fn components(value: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            ';' => {
                found.push(String::new());
                continue;
            }
            '\\' => match chars.next() {
                Some('n' | 'N') => ' ',
                Some(c) => c,
                None => continue,
            },
            c => c,
        };
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

/// `N:Jane Doe;;;;` has the full name in place of the surname: then `FN` is better.
fn without_half_names(mut card: Vec<Segment>) -> Vec<Segment> {
    let has = |label| card.iter().any(|p| p.label == Some(label) && !p.text.is_empty());
    if has(Label::Name) && !(has(Label::First) && has(Label::Last)) {
        card.retain(|p| !matches!(p.label, Some(Label::First | Label::Last)));
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::lines::lines;

    fn card(text: &str) -> Vec<(Option<Label>, String)> {
        let cards = find(&lines(&format!("BEGIN:VCARD\n{text}\nEND:VCARD")).0);
        cards.people.into_iter().flatten().map(|p| (p.label, p.text)).collect()
    }

    fn one(label: Label, text: &str) -> Vec<(Option<Label>, String)> {
        vec![(Some(label), text.to_owned())]
    }

    #[test]
    fn folded_lines_are_one() {
        assert_eq!(card("EMAIL:jane@con\n toso.co"), one(Label::Email, "jane@contoso.co"));
        assert_eq!(card("FN:Jane\n  Doe"), one(Label::Name, "Jane Doe"));
        let quoted = "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=BCrgen=\n=20M";
        assert_eq!(card(quoted), one(Label::Name, "Jürgen M"));
        assert_eq!(card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=FCrgen M"), one(Label::Name, "Jürgen M"));
        assert_eq!(card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=FCrgen M"), []);
    }

    #[test]
    fn a_backslash_takes_a_sign_for_what_it_is() {
        assert_eq!(card("ORG:Contoso\\; Ltd;R\\,D"), one(Label::Department, "R,D"));
    }

    #[test]
    fn a_whole_name_in_the_surname_is_no_surname() {
        assert_eq!(card("N:Jane Doe;;;;\nFN:Jane Doe"), one(Label::Name, "Jane Doe"));
    }
}
