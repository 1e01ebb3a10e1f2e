//! Contact cards (`BEGIN:VCARD`).

use super::clean::Line;
use super::label::{Label, Line as Kind};
use super::piece::{self, Piece};

/// The pieces of each card; none where there is no card.
pub(super) fn find(lines: &[Line]) -> Vec<Vec<Piece>> {
    let mut cards: Vec<Vec<Piece>> = Vec::new();
    let mut open = false;
    for line in lines {
        let text = line.text.trim();
        if text.eq_ignore_ascii_case("BEGIN:VCARD") {
            cards.push(Vec::new());
            open = true;
        } else if text.eq_ignore_ascii_case("END:VCARD") {
            open = false;
        } else if let Some(card) = cards.last_mut().filter(|_| open) {
            card.extend(entry(line));
        }
    }
    cards.retain(|c| !c.is_empty());
    cards.into_iter().map(piece::numbered).collect()
}

/// The pieces of one line of a card.
fn entry(line: &Line) -> Vec<Piece> {
    let Some((property, value)) = line.text.trim().split_once(':') else { return Vec::new() };
    let mut parts = property.split(';');
    let said = parts.next().unwrap_or_default();
    // `item1.TEL` is a TEL of a group.
    let name = said.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
    let kinds = parts.collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let cell = |label, value: &str| piece::cell(line.number, Some(label), said, value);
    let value = value.replace("\\,", ",");
    let mut fields = value.split(';');
    match name.as_str() {
        "N" => {
            let (last, first) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            vec![cell(Label::Last, last), cell(Label::First, first)]
        }
        "FN" => vec![cell(Label::Name, &value)],
        "EMAIL" => vec![cell(Label::Email, &value)],
        "TEL" => {
            let kind = [("FAX", Kind::Fax), ("CELL", Kind::Mobile)].into_iter().find(|(word, _)| kinds.contains(word));
            let kind = kind.map_or(Kind::Any, |(_, kind)| kind);
            vec![cell(Label::Phone(kind), value.trim_start_matches("tel:"))]
        }
        "ORG" => fields.nth(1).map(|unit| cell(Label::Department, unit)).into_iter().collect(),
        "TITLE" | "ROLE" => vec![cell(Label::Title, &value)],
        _ => Vec::new(),
    }
}
