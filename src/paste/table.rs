//! Tables from a spreadsheet or an export: CSV, TSV, semicolons, Markdown, columns of spaces.

use super::{department, label, mail, name, segment, words};
use crate::paste::bounds::floor;
use crate::paste::label::Label;
use crate::paste::line::Line;
use crate::paste::local::Local;
use crate::paste::segment::Segment;

/// The separator of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Sign(char),
    /// Two spaces or more.
    Wide,
}

/// In the order in which they are tried: the least likely inside a cell first.
const MARKS: [Mark; 5] = [Mark::Sign('\t'), Mark::Sign('|'), Mark::Sign(';'), Mark::Sign(','), Mark::Wide];
/// Most lines of a quoted cell.
const CELL_LINES: usize = 8;
/// Most bytes of a quoted cell.
const CELL_MAX: usize = 500;
/// Most words of a cell without a header.
const CELL_WORDS: usize = 5;

/// A row with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    first: usize,
    lines: Vec<usize>,
    cells: Vec<String>,
}

/// A table of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// The pieces of each person.
    pub people: Vec<Vec<Segment>>,
    /// All its lines, including the header's.
    pub lines: Vec<usize>,
    /// Its first row is a header.
    pub headed: bool,
    /// The lines of rows with more cells than the header.
    pub uneven: Vec<usize>,
}

/// The table in these lines, if there is one with at least one person.
pub(super) fn find(lines: &[Line]) -> Option<Table> {
    // The last of equals is taken: of two separators with the same result, the one less likely inside a cell.
    let best = MARKS.iter().rev().filter_map(|mark| headed(lines, *mark)).max_by_key(|(known, _)| *known);
    best.map(|(_, table)| table).or_else(|| MARKS.iter().find_map(|mark| bare(lines, *mark)))
}

/// Dashes and bars between header and rows.
fn is_rule(text: &str) -> bool {
    text.contains("--") && text.chars().all(|c| "-|+:= \t".contains(c))
}

/// The row that begins at this line, if it has the separator.
fn row(lines: &[Line], at: usize, mark: Mark) -> Option<Row> {
    let line = lines.get(at)?;
    let marked = match mark {
        Mark::Sign(sign) => line.text.contains(sign),
        Mark::Wide => line.text.contains("  "),
    };
    if !marked {
        return None;
    }
    let mut text = line.text.clone();
    let mut taken = 1;
    if mark == Mark::Sign('|') {
        let inner = text.trim().trim_start_matches('|').trim_end_matches('|').replace("||", "|");
        text = inner;
    } else if mark != Mark::Wide && text.matches('"').count() % 2 == 1 {
        let more = lines.get(at + 1..).unwrap_or_default().iter().take(CELL_LINES);
        let mut joined = text.clone();
        for (n, next) in (2..).zip(more) {
            joined = format!("{joined} {}", next.text);
            if joined.matches('"').count() % 2 == 0 {
                (text, taken) = (joined, n);
                break;
            }
        }
    }
    let numbers = lines.get(at..at + taken)?.iter().map(|l| l.number).collect();
    let cells = cells(&text, mark).iter().map(|c| c.trim().trim_matches('"').trim().to_owned()).collect();
    Some(Row { first: at, lines: numbers, cells })
}

fn cells(text: &str, mark: Mark) -> Vec<String> {
    match mark {
        Mark::Wide => text.split("  ").map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect(),
        Mark::Sign(sign) if sign != '|' && text.contains('"') => quoted_cells(text, sign),
        Mark::Sign(sign) => text.split(sign).map(str::to_owned).collect(),
    }
}

/// The cells of a CSV row: a quoted cell may contain the separator, and doubled quotes.
///
/// Written by hand, because creating a CSV reader for every line that might be a row would dominate the time.
fn quoted_cells(text: &str, sign: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let inner = rest.trim_start_matches(' ').strip_prefix('"');
        let quoted = inner.and_then(|inner| {
            // Ends at a single quote that is followed by the separator or the end of the row.
            let near = inner.get(..floor(inner, CELL_MAX)).unwrap_or_default();
            let ends = near.match_indices('"').map(|(at, _)| at).enumerate().find(|(before, at)| {
                let behind = inner.get(at + 1..).unwrap_or_default().trim_start_matches(' ');
                before % 2 == 0 && (behind.is_empty() || behind.starts_with(sign))
            });
            inner.split_at_checked(ends?.1)
        });
        let (cell, behind) = match quoted {
            Some((cell, behind)) => (cell.replace("\"\"", "\""), behind.trim_start_matches(['"', ' '])),
            None => rest
                .split_at_checked(rest.find(sign).unwrap_or(rest.len()))
                .map_or((String::new(), ""), |(c, b)| (c.to_owned(), b)),
        };
        cells.push(cell);
        match behind.strip_prefix(sign) {
            Some(more) => rest = more,
            None => return cells,
        }
    }
}

/// The columns of a header.
struct Head {
    /// `None` for an unknown column.
    labels: Vec<Option<Label>>,
    /// How many are known.
    known: usize,
    /// One of them is a name.
    named: bool,
}

/// The columns, if this row is a header.
fn header(row: &Row) -> Option<Head> {
    if row.cells.len() < 2 || row.cells.len() > 200 || row.cells.iter().any(|c| c.contains('@')) {
        return None;
    }
    let labels: Vec<Option<Label>> = row.cells.iter().map(|c| label::of(c)).collect();
    let known = labels.iter().flatten().count();
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    let person = labels.iter().flatten().any(|l| l.names_a_person() || *l == Label::Email);
    let named = labels.iter().flatten().any(|l| l.names_a_person());
    let column = |l: Option<Label>| if l.is_some_and(Label::is_head) { Some(Label::Ignored) } else { l };
    let labels = labels.into_iter().map(column).collect();
    (known > 1 && person && known * 2 >= filled).then_some(Head { labels, known, named })
}

/// A table with a header, and the number of its known columns.
fn headed(lines: &[Line], mark: Mark) -> Option<(usize, Table)> {
    let (head, columns_are) = (0..lines.len()).find_map(|at| {
        let row = row(lines, at, mark)?;
        let columns_are = header(&row)?;
        Some((row, columns_are))
    })?;
    let columns = (mark == Mark::Wide).then(|| lines.get(head.first).map(|l| starts(&l.text))).flatten();
    let mut table = Table { people: Vec::new(), lines: head.lines.clone(), headed: true, uneven: Vec::new() };
    let mut at = head.first + head.lines.len();
    while let Some(line) = lines.get(at) {
        if is_rule(&line.text) {
            table.lines.push(line.number);
            at += 1;
            continue;
        }
        let blank = blank_lines(lines, at);
        let next = row(lines, at + blank, mark).filter(|r| r.cells.len() > 1);
        // After a blank line the table continues only with a row of as many cells.
        let Some(mut row) = next.filter(|r| blank == 0 || r.cells.len() == head.cells.len()) else { break };
        let Some(line) = lines.get(at + blank) else { break };
        at += blank;
        if let Some(aligned) = columns.as_ref().and_then(|c| aligned(&line.text, c)) {
            row.cells = aligned;
        }
        at += row.lines.len();
        table.lines.extend(&row.lines);
        if row.cells.iter().skip(head.cells.len()).any(|c| !c.is_empty()) {
            table.uneven.extend(&row.lines);
        }
        let pieces = labelled(&row, &head.cells, &columns_are);
        let said = |p: &Segment| p.label.is_some_and(|l| l.names_a_person() || l == Label::Email) && !p.text.is_empty();
        if pieces.iter().any(said) {
            table.people.push(pieces);
        }
    }
    (!table.people.is_empty()).then_some((columns_are.known, table))
}

/// Most blank lines between two rows.
const BLANK_MAX: usize = 3;

/// The number of blank lines at this line.
fn blank_lines(lines: &[Line], at: usize) -> usize {
    let behind = lines.get(at..).unwrap_or_default().iter();
    let blank = behind.take_while(|l| l.text.trim().is_empty()).count();
    if blank > BLANK_MAX { 0 } else { blank }
}

/// The start of each header column, in characters.
fn starts(header: &str) -> Vec<usize> {
    let chars: Vec<char> = header.chars().collect();
    let begins = |i: &usize| {
        let space = |n: usize| i.checked_sub(n).and_then(|j| chars.get(j)).is_none_or(|c| *c == ' ');
        chars.get(*i).is_some_and(|c| *c != ' ') && space(1) && space(2)
    };
    (0..chars.len()).filter(begins).collect()
}

/// The cells of a row of columns of spaces, if it matches the header's columns.
fn aligned(text: &str, starts: &[usize]) -> Option<Vec<String>> {
    let chars: Vec<char> = text.chars().collect();
    let apart = starts.iter().filter(|s| **s > 0).all(|s| chars.get(s - 1).is_none_or(|c| *c == ' '));
    let ends = starts.iter().skip(1).copied().chain([chars.len()]);
    let cell = |(from, to): (&usize, usize)| {
        let to = to.min(chars.len());
        chars.get((*from).min(to)..to).map(|c| c.iter().collect::<String>().trim().to_owned())
    };
    if apart { starts.iter().zip(ends).map(cell).collect() } else { None }
}

fn labelled(row: &Row, head: &[String], columns: &Head) -> Vec<Segment> {
    let line = row.lines.first().copied().unwrap_or_default();
    let local = local_of(&row.cells);
    let cells = columns.labels.iter().zip(head).zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
    let pieces = cells.map(|((label, said), cell)| {
        // The column of names may be unknown; the cells show that they are names.
        let name = label.is_none() && !columns.named && name::is_shaped(cell, local.as_ref());
        let label = if name { None } else { Some(label.unwrap_or(Label::Ignored)) };
        segment::cell(line, label, said, cell)
    });
    segment::numbered(pieces.collect())
}

fn local_of(cells: &[String]) -> Option<Local> {
    cells.iter().find_map(|c| mail::find(c).first().map(|m| Local::of(&m.address)))
}

/// Rows without a header: each has one cell that is an address. A single row must be the whole paste.
fn bare(lines: &[Line], mark: Mark) -> Option<Table> {
    let filled = lines.iter().filter(|l| !l.text.trim().is_empty()).count();
    let mut best: Vec<Row> = Vec::new();
    let mut run: Vec<Row> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let next = row(lines, at, mark).filter(|r| is_bare_row(r, mark));
        if let Some(row) = next {
            at += row.lines.len();
            run.push(row);
            let blank = blank_lines(lines, at);
            let cells = |r: &Row| r.cells.len();
            let next = row_after(lines, at, blank, mark);
            if blank > 0 && next.is_some_and(|n| Some(n) == run.last().map(cells)) {
                at += blank;
            }
        } else {
            at += 1;
            longest(&mut best, &mut run);
        }
    }
    longest(&mut best, &mut run);
    let cells = best.first().map_or(0, |r| r.cells.iter().filter(|c| !c.is_empty()).count());
    let least = if mark == Mark::Sign('\t') { 2 } else { 3 };
    let alone = best.len() == 1 && filled == 1 && cells >= least;
    let turned = surname_first(&best);
    let people = (best.len() > 1 || alone).then(|| best.iter().map(|row| guessed(row, turned)).collect())?;
    Some(Table {
        people,
        lines: best.iter().flat_map(|r| r.lines.clone()).collect(),
        headed: false,
        uneven: Vec::new(),
    })
}

/// The number of cells of the row after blank lines.
fn row_after(lines: &[Line], at: usize, blank: usize, mark: Mark) -> Option<usize> {
    row(lines, at + blank, mark).filter(|r| is_bare_row(r, mark)).map(|r| r.cells.len())
}

/// Keeps the longer of two runs, and empties the other.
pub(super) fn longest<T>(best: &mut Vec<T>, run: &mut Vec<T>) {
    if run.len() > best.len() {
        std::mem::swap(best, run);
    }
    run.clear();
}

fn is_bare_row(row: &Row, mark: Mark) -> bool {
    let address = |c: &String| mail::find(c).first().is_some_and(|m| m.start == 0 && m.end == c.len());
    let short = |c: &String| {
        let words = c.split_whitespace().count();
        words <= CELL_WORDS && segment::has_no_label(c) && !words::requests_account(c) && !words::GREETINGS.has(c)
    };
    row.cells.len() > 1
        && row.cells.len() < 60
        && (mark != Mark::Wide || row.cells.len() > 2)
        && row.cells.iter().filter(|c| c.contains('@')).count() == 1
        && row.cells.iter().any(address)
        && row.cells.iter().all(short)
}

/// The surnames come first, according to the addresses of all rows.
fn surname_first(rows: &[Row]) -> bool {
    let told = rows.iter().filter_map(|row| {
        let cells = cells_of(row);
        pair_told(&cells, local_of(&cells).as_ref()).map(|(_, turned)| turned)
    });
    let (turned, straight): (Vec<bool>, Vec<bool>) = told.partition(|t| *t);
    turned.len() > straight.len()
}

fn cells_of(row: &Row) -> Vec<String> {
    row.cells.iter().map(|c| c.trim_start_matches(['-', '*', '•', ' ']).to_owned()).collect()
}

/// A cell may be a first name or surname.
fn is_half(cell: &str) -> bool {
    let words = name::words_of(cell);
    !words.is_empty()
        && words.len() == cell.split_whitespace().count()
        && words.len() < 5
        && words.iter().all(|w| (name::is_word(w) && !name::is_other(w)) || words::PARTICLES.has(w))
        && department::named(cell).is_none()
        && !cell.contains(['@', ','])
}

/// The two cells that the address is derived from, and whether the surname is the first of them.
fn pair_told(cells: &[String], local: Option<&Local>) -> Option<(usize, bool)> {
    let local = local?;
    let whole = |c: &String| {
        let fit = local.fit(&name::words_of(c));
        name::is_shaped(c, Some(local)) && (fit.last_at.is_some() || fit.turned_at.is_some())
    };
    if cells.iter().any(whole) {
        return None;
    }
    cells.windows(2).enumerate().find_map(|(at, pair)| {
        let [a, b] = pair else { return None };
        if !is_half(a) || !is_half(b) {
            return None;
        }
        let (first, last) = (name::words_of(a), name::words_of(b));
        let fit = local.fit(&[first.clone(), last].concat());
        let (straight, turned) = (fit.last_at == Some(first.len()), fit.turned_at == Some(first.len()));
        (straight || turned).then_some((at, turned))
    })
}

/// The pieces of a row without a header. First name and surname in separate cells are joined; `turned` is their order
/// if the address does not tell.
fn guessed(row: &Row, turned: bool) -> Vec<Segment> {
    let line = row.lines.first().copied().unwrap_or_default();
    let mut cells = cells_of(row);
    let local = local_of(&cells);
    let whole = cells.iter().position(|c| c.split_whitespace().count() > 1 && name::is_shaped(c, local.as_ref()));
    let single = |c: &String| is_half(c) && c.split_whitespace().count() < 3;
    let pair = cells.windows(2).position(|w| w.iter().all(single)).filter(|at| whole.is_none_or(|w| at + 1 < w));
    let found = pair_told(&cells, local.as_ref()).or_else(|| Some((pair?, turned)));
    if let Some((at, turned)) = found
        && let [a, b] = cells.get(at..at + 2).unwrap_or_default()
    {
        let (first, last) = if turned { (b, a) } else { (a, b) };
        let words = name::words_of(first).len() + name::words_of(last).len();
        let joined = if words == 2 && !turned { format!("{first} {last}") } else { format!("{last}, {first}") };
        cells.splice(at..at + 2, [joined]);
    }
    let pieces = cells.iter().filter(|c| !c.is_empty()).map(|c| segment::cell(line, None, "", c));
    segment::numbered(pieces.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::lines;

    fn table(text: &str) -> Option<(bool, Vec<Vec<String>>)> {
        let table = find(&lines::lines(text).0)?;
        let texts = |pieces: &Vec<Segment>| pieces.iter().map(|p| p.text.clone()).collect();
        Some((table.headed, table.people.iter().map(texts).collect()))
    }

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect()
    }

    #[test]
    fn a_quoted_cell_may_hold_marks_quotes_and_line_breaks() {
        let text = "Name,Email,Team\n\"Doe, \"\"J\"\"\",j@x.co,\"Sales,\nNorth\"\nBo,b@x.co,IT";
        let expected = rows(&[&["Doe, \"J", "j@x.co", "Sales, North"], &["Bo", "b@x.co", "IT"]]);
        assert_eq!(table(text), Some((true, expected)));
    }

    #[test]
    fn columns_of_spaces_keep_their_empty_cells() {
        let text = "Name      Team      Mail\n----      ----      ----\nJane Doe            j@x.co\nBo        IT        b@x.co";
        assert_eq!(table(text), Some((true, rows(&[&["Jane Doe", "j@x.co"], &["Bo", "IT", "b@x.co"]]))));
    }

    #[test]
    fn names_in_two_cells_are_put_together() {
        assert_eq!(table("Jane\tDoe\tj@x.co\tIT"), Some((false, rows(&[&["Jane Doe", "j@x.co", "IT"]]))));
        assert_eq!(table("Doe;Jane;jane.doe@x.co"), Some((false, rows(&[&["Doe, Jane", "jane.doe@x.co"]]))));
    }

    #[test]
    fn sentences_forms_and_lone_headers_are_no_tables() {
        for text in [
            "Hi, please add Jane Doe, jane.doe@x.co, thanks",
            "First name\tJane\nEmail\tj@x.co",
            "Name,Email",
            "Name: Jane, Email: j@x.co, Team: IT",
            "",
        ] {
            assert_eq!(table(text), None, "{text}");
        }
    }
}
