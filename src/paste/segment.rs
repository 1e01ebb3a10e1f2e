//! Splits a line into pieces: a value with its label, or text without one.

use super::{label, name, words};
use crate::paste::bounds::ceil;
use crate::paste::label::Label;
use crate::paste::line::Line;
use crate::paste::normalize::key;

/// The part of a letter that a piece is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `From:` and the lines around it.
    Head,
    /// The body.
    Body,
    /// The closing and everything after it.
    Foot,
}

/// A part of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// Its index among the pieces that are read together.
    pub order: usize,
    /// The line's number, from 1.
    pub line: usize,
    /// The line of its label, if that is another one.
    pub above: Option<usize>,
    pub place: Place,
    pub label: Option<Label>,
    /// The label as written.
    pub label_text: String,
    pub text: String,
}

impl Segment {
    /// The lines it was taken from.
    pub(super) fn lines(&self) -> Vec<usize> {
        self.above.into_iter().chain([self.line]).collect()
    }

    /// It is a sentence, or most of one, and not a signature line.
    pub(super) fn is_prose(&self) -> bool {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let small = words.iter().filter(|w| w.starts_with(char::is_lowercase) && !w.contains('@')).count();
        words.len() >= 5 && small * 2 >= words.len()
    }
}

/// Longest text before a colon that may be a label, in bytes.
const LABEL_MAX: usize = 72;
/// How many lines below its label a value may be.
const VALUE_WITHIN: usize = 3;
/// Separators of a line without labels.
const MARKS: [char; 6] = ['|', '•', '·', '\t', '▪', '●'];

/// All pieces of all lines, in order.
pub(super) fn segments(lines: &[Line]) -> Vec<Segment> {
    let mut found = Vec::new();
    let alone = lines.iter().filter(|l| is_bare_label(&l.text)).count();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let bare = is_bare_label(&line.text) && (alone > 1 || line.text.trim_end().ends_with(':'));
        let behind = lines.get(at + 1..).unwrap_or_default().iter().take(VALUE_WITHIN);
        let next = bare.then(|| behind.enumerate().find(|(_, l)| !l.text.trim().is_empty())).flatten();
        match next {
            Some((skipped, value))
                if !is_bare_label(&value.text) && split(&value.text).iter().all(|(l, _, _)| l.is_none()) =>
            {
                let said = trim_label(&line.text).to_owned();
                let label = label::of(&said);
                found.push(Segment { above: Some(line.number), ..piece(value.number, label, &said, &value.text) });
                at += 1 + skipped;
            }
            _ => found.extend(split(&line.text).into_iter().map(|(l, said, text)| piece(line.number, l, said, text))),
        }
        at += 1;
    }
    let mut found: Vec<Segment> = found.into_iter().flat_map(without_closing).collect();
    place(&mut found);
    for notice in found.iter_mut().filter(|p| p.label.is_none() && words::is_notice(&p.text)) {
        notice.label = Some(Label::Ignored);
    }
    numbered(found)
}

/// A sentence and the text after its closing, if it has one.
fn without_closing(piece: Segment) -> Vec<Segment> {
    let cut = Some(&piece).filter(|p| p.label.is_none()).and_then(|p| words::closing_at(&p.text));
    let Some((front, back)) = cut.and_then(|at| piece.text.split_at_checked(at)) else { return vec![piece] };
    let foot = Segment { place: Place::Foot, text: back.trim().to_owned(), ..piece.clone() };
    vec![Segment { text: front.trim().to_owned(), ..piece }, foot]
}

/// The pieces with their places.
pub(super) fn numbered(mut pieces: Vec<Segment>) -> Vec<Segment> {
    for (order, piece) in pieces.iter_mut().enumerate() {
        piece.order = order;
    }
    pieces
}

/// A cell of a table, unchanged.
pub(super) fn cell(line: usize, label: Option<Label>, said: &str, text: &str) -> Segment {
    piece(line, label, said, text)
}

/// The text contains no label with a value.
pub(super) fn has_no_label(text: &str) -> bool {
    labels(text).is_empty()
}

fn piece(line: usize, label: Option<Label>, said: &str, text: &str) -> Segment {
    let text = unmarked(text);
    Segment {
        order: 0,
        line,
        above: None,
        place: Place::Body,
        label,
        label_text: said.to_owned(),
        text: text.to_owned(),
    }
}

/// Without the asterisks and underscores of bold text, but with those that mask a letter or a digit.
fn unmarked(text: &str) -> &str {
    let mark = |c: char| c.is_whitespace() || "*_`".contains(c);
    let text = text.trim();
    let inner = text.trim_start_matches(mark);
    let begun = text.len() - inner.len();
    let inner = if begun > 2 && inner.starts_with(char::is_alphanumeric) && !text.contains(' ') { text } else { inner };
    let bare = inner.trim_end_matches(mark);
    let hides = inner.len() > bare.len() && begun == 0 && bare.ends_with(|c: char| c.is_ascii_digit());
    if hides { inner } else { bare }
}

/// The whole line is a label of more than a letter, and its value may be on the next line.
fn is_bare_label(line: &str) -> bool {
    let words = trim_label(line);
    words.chars().count() > 1 && words.len() <= LABEL_MAX && label::of(words).is_some_and(|l| !l.is_head())
}

/// A label without bullets, numbers, asterisks, quotes and dots around it.
fn trim_label(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "*_`\"'{}[]-–•#>:=.,;|+".contains(c));
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(rest) if rest.len() < text.len() => rest.trim_start(),
        _ => text,
    }
}

type Part<'a> = (Option<Label>, &'a str, &'a str);

/// The parts of a line: label, label as written, value.
fn split(line: &str) -> Vec<Part<'_>> {
    if let Some(pair) = pair(line).or_else(|| answer(line)) {
        return vec![pair];
    }
    let marks = labels(line);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let first = marks.first().map_or(line.len(), |m| m.start);
    push_unlabelled(line.get(..first).unwrap_or_default(), &mut parts);
    for (i, mark) in marks.iter().enumerate() {
        let end = marks.get(i + 1).map_or(line.len(), |m| m.start);
        let value = line.get(mark.value..end).unwrap_or_default();
        let (value, rest) = match mark_at(value).filter(|at| !value.get(..*at).unwrap_or_default().trim().is_empty()) {
            Some(at) => value.split_at(at),
            None => (value.trim_start_matches(MARKS), ""),
        };
        let said = line.get(mark.start..mark.value).unwrap_or_default();
        parts.push((Some(mark.label), trim_label(said), trim_value(value)));
        push_unlabelled(rest, &mut parts);
    }
    parts
}

fn push_unlabelled<'a>(text: &'a str, parts: &mut Vec<Part<'a>>) {
    let empty = |t: &str| t.chars().all(|c| "{}[]()".contains(c));
    let mut rest = Some(text);
    while let Some(text) = rest {
        let at = mark_at(text);
        let part = text.get(..at.unwrap_or(text.len())).unwrap_or_default().trim_matches([' ', ',', ';']);
        if !empty(part) {
            parts.push((None, "", part));
        }
        rest = at.and_then(|at| text.get(at..)).map(|t| t.trim_start_matches(MARKS));
    }
}

/// The position of the first separator. Bullets in a word, or several before one, mask letters.
fn mark_at(text: &str) -> Option<usize> {
    let free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "()<>,;".contains(c));
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find(MARKS) {
        let start = at + found;
        let (before, rest) = text.split_at_checked(start)?;
        let behind = rest.trim_start_matches(MARKS);
        let run = rest.get(..rest.len() - behind.len())?;
        let bullets = run.chars().filter(|c| !"|\t".contains(*c)).count();
        let (left, right) = (free(before.chars().next_back()), free(behind.chars().next()));
        let splits = if bullets > 1 { left && right } else { left || right };
        if splits || bullets < run.chars().count() {
            return Some(start);
        }
        at = start + run.len();
    }
    None
}

/// A value without the quotes, commas and braces of JSON or a list around it.
fn trim_value(value: &str) -> &str {
    let value = value.trim().trim_end_matches([',', ';', '}', '{']).trim();
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    inner.unwrap_or(value).trim()
}

/// Most words of an answer, and of its question.
const ANSWER_WORDS: usize = 6;
const QUESTION_WORDS: usize = 9;

/// `What is her email? jane@contoso.com`: a question that ends with a label, and a short answer.
fn answer(line: &str) -> Option<Part<'_>> {
    let (question, value) = line.split_once("? ").filter(|(_, value)| !value.contains('?'))?;
    let words = |text: &str| text.split_whitespace().count();
    if !(1..=ANSWER_WORDS).contains(&words(value)) || words(question) > QUESTION_WORDS {
        return None;
    }
    let (label, start) = label_at_end(question, true, true)?;
    let told = !label.names_a_person() || name::is_shaped(value, None);
    told.then(|| (Some(label), trim_label(question.get(start..).unwrap_or_default()), trim_value(value)))
}

/// `Label<tab>value`, `Label - value` or `Label   value`.
fn pair(line: &str) -> Option<Part<'_>> {
    for mark in ["\t", " - ", " – ", "   "] {
        if let Some((label, value)) = line.split_once(mark) {
            let said = trim_label(label);
            let one = !value.trim_matches('\t').contains('\t') && said.chars().count() > 1 && said.len() <= LABEL_MAX;
            let is_label = one && !label.trim_end().ends_with([':', '=']);
            let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
            if let Some(label) = label::of(said).filter(|l| is_label && !l.is_head()) {
                return Some((Some(label), said, trim_value(value)));
            }
        }
    }
    None
}

struct Mark {
    label: Label,
    /// The start of the label, in bytes.
    start: usize,
    /// The start of its value.
    value: usize,
}

/// The labels of a line that are followed by a colon or an equals sign.
fn labels(line: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut floor = 0;
    for (at, sign) in line.match_indices([':', '=']) {
        let after = line.get(at + 1..).unwrap_or_default();
        let digits = line.get(..at).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))
            && after.starts_with(|c: char| c.is_ascii_digit());
        if digits || after.starts_with("//") || at < floor {
            continue;
        }
        let from = ceil(line, at.saturating_sub(LABEL_MAX)).max(floor);
        let before = line.get(from..at).unwrap_or_default();
        if let Some((label, start)) = label_at_end(before, !marks.is_empty(), from == 0) {
            marks.push(Mark { label, start: from + start, value: at + sign.len() });
            floor = at + sign.len();
        }
    }
    marks
}

/// The label at the end of `before`, and its position.
fn label_at_end(before: &str, later: bool, whole: bool) -> Option<(Label, usize)> {
    let cuts: Vec<(usize, &str)> = before.match_indices(['|', ',', ';', '{', '•', '·', '\t']).collect();
    let sentence = before.trim_end().rfind(". ").map(|at| at + 2);
    let wide = before.trim_end().rfind("   ").map(|at| at + 3);
    let start = cuts.last().map(|(at, s)| at + s.len()).into_iter().chain(wide).chain(sentence).max().unwrap_or(0);
    let segment = before.get(start..)?;
    if whole || start > 0 || later {
        // Empty segments (`::`) and lone punctuation are not labels.
        if let Some(label) = label::of(trim_label(segment)) {
            return Some((label, start));
        }
    }
    // The longest label of up to four words at the end: `Petra Nachname`, `her email`.
    let ends: Vec<usize> = segment.match_indices(' ').map(|(at, _)| at + 1).collect();
    let tail = ends.get(ends.len().saturating_sub(4)..).unwrap_or_default();
    tail.iter().find_map(|at| {
        let words = trim_label(segment.get(*at..)?);
        let label = label::of(words).filter(|l| !l.is_head())?;
        let safe = later || matches!(label, Label::Email | Label::Phone(_));
        (safe && (words.chars().count() > 1 || later)).then_some((label, start + at))
    })
}

/// Sets the place of each piece.
fn place(pieces: &mut [Segment]) {
    let heads: Vec<usize> = head_lines(pieces);
    let mut now = Place::Body;
    for piece in pieces.iter_mut() {
        let head = heads.binary_search(&piece.line).is_ok();
        if head || key(&piece.text).contains("original message") {
            now = Place::Body;
        } else if piece.place == Place::Foot || (piece.label.is_none() && words::closes(&piece.text)) {
            now = Place::Foot;
        }
        piece.place = if head { Place::Head } else { now };
        if !head && piece.label.is_some_and(Label::is_head) {
            // `De:` or `An:` within a text is not a mail header.
            piece.label = if piece.label == Some(Label::From) { None } else { Some(Label::Ignored) };
        }
    }
}

/// The lines of a mail header: a sender with an address or near a date or subject, and the header labels around it.
fn head_lines(pieces: &[Segment]) -> Vec<usize> {
    let mut lines: Vec<usize> = Vec::new();
    let is_head = |p: &&Segment| p.label.is_some_and(Label::is_head);
    for (i, sender) in pieces.iter().enumerate().filter(|(_, p)| p.label == Some(Label::From)) {
        let near = pieces.get(i.saturating_sub(3)..).unwrap_or_default().iter().take(8).filter(is_head);
        let others = near.clone().filter(|p| p.label != Some(Label::From)).count();
        if sender.text.contains('@') || others > 0 {
            lines.extend(near.map(|p| p.line));
            lines.push(sender.line);
        }
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::label::Line as Kind;
    use crate::paste::lines;

    fn read(text: &str) -> Vec<(Option<Label>, String)> {
        segments(&lines::lines(text).0).into_iter().filter(|p| !p.text.is_empty()).map(|p| (p.label, p.text)).collect()
    }

    fn pairs(expected: &[(Option<Label>, &str)]) -> Vec<(Option<Label>, String)> {
        expected.iter().map(|(l, t)| (*l, (*t).to_owned())).collect()
    }

    #[test]
    fn one_line_of_a_signature() {
        assert_eq!(
            read("Lumen Optics | T: 020 7946 0018 | maya@lumen.example"),
            pairs(&[
                (None, "Lumen Optics"),
                (Some(Label::Phone(Kind::Any)), "020 7946 0018"),
                (None, "maya@lumen.example")
            ])
        );
    }

    #[test]
    fn labels_in_a_row_with_and_without_commas() {
        let expected =
            pairs(&[(Some(Label::First), "Jane"), (Some(Label::Last), "Doe"), (Some(Label::Email), "j@d.co")]);
        assert_eq!(read("First name: Jane, Last name: Doe, Email: j@d.co"), expected);
        assert_eq!(read("Vorname: Jane Nachname: Doe E-Mail: j@d.co"), expected);
        assert_eq!(read(r#"{"firstName":"Jane","lastName":"Doe","email":"j@d.co"}"#), expected);
    }

    #[test]
    fn values_on_the_next_line_after_a_tab_or_a_dash() {
        let expected = pairs(&[(Some(Label::First), "Jane"), (Some(Label::Last), "Doe")]);
        assert_eq!(read("First name\nJane\n\nLast name\nDoe"), expected);
        assert_eq!(read("First name\tJane\nLast name\tDoe"), expected);
        assert_eq!(read("1. First name - Jane\n2. Last name - Doe"), expected);
        assert_eq!(read("* **First name:** Jane\n* **Last name**: Doe"), expected);
    }

    #[test]
    fn times_links_and_unknown_words_are_no_labels() {
        assert_eq!(read("at 10:12 see https://x.example/a"), pairs(&[(None, "at 10:12 see https://x.example/a")]));
        assert_eq!(read("Project name: Apollo"), pairs(&[(None, "Project name: Apollo")]));
    }

    #[test]
    fn a_head_of_a_mail_is_told_from_a_word() {
        let places = |text: &str| segments(&lines::lines(text).0).iter().map(|p| p.place).collect::<Vec<_>>();
        assert_eq!(
            places("Von: A B <a@b.co>\nAn: C <c@d.co>\nHallo\nGruß\nA"),
            [Place::Head, Place::Head, Place::Body, Place::Foot, Place::Foot]
        );
        assert_eq!(places("De: Ventas"), [Place::Body]);
    }
}
