//! Which column is for which field: by the titles, by what the person says, and else by what is in the cells.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::column::{Column, LOOKED_AT};
use super::content;
use super::defaults::FieldDefault;
use super::meaning::{Meaning, Title};
use super::sheet::{Line, Sheet, column_name};
use super::title::of_title;
use super::vocabulary::{squeezed, yes_or_no};
use crate::domain::form::fields::FieldId;
use crate::domain::text::{clean, clean_typed};

/// How the reason begins if no column of a file has addresses.
pub const NO_ADDRESSES: &str = "no column has email addresses";

/// Rows in which titles are looked for: some programs write a few lines above them.
pub(super) const TITLE_ROWS: usize = 20;
/// Characters of a title that are shown.
const TITLE_MAX: usize = 60;

/// `COLUMN=FIELD`: what a column is for, said by the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Its title, or its letter or number.
    column: String,
    /// `None`: not used.
    meaning: Option<Meaning>,
}

impl FromStr for Mapping {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (column, word) = text.rsplit_once('=').ok_or("expected is COLUMN=FIELD, such as Mobile=phone")?;
        let (column, word) = (clean_typed(column).trim().to_owned(), word.trim());
        if column.is_empty() {
            return Err("there is no column before the =".to_owned());
        }
        let meaning = Meaning::named(word);
        if meaning.is_none() && !word.eq_ignore_ascii_case("none") {
            return Err(format!("\"{word}\" is no field; known are: {}, custom:NAME, none", Meaning::words()));
        }
        Ok(Self { column, meaning })
    }
}

impl Mapping {
    /// A column with this title, letter or number is for this; `None`: not used.
    #[must_use]
    pub fn of(column: &str, meaning: Option<Meaning>) -> Self {
        Self { column: column.to_owned(), meaning }
    }

    /// Its title, letter or number, as it was said.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// What the column is for; `None`: not used.
    #[must_use]
    pub fn meaning(&self) -> Option<&Meaning> {
        self.meaning.as_ref()
    }
}

/// Whether a column is said to name the company of each row, as [`super::Options::by_row`] has it.
#[must_use]
pub fn said_by_row(maps: &[Mapping]) -> Option<bool> {
    maps.iter().any(|map| map.meaning() == Some(&Meaning::Company)).then_some(true)
}

impl std::fmt::Display for Mapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = self.meaning.as_ref().map_or_else(|| "none".to_owned(), Meaning::word);
        write!(f, "{}={word}", self.column)
    }
}

/// Which column is for which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The row with the titles, among the rows of the sheet.
    pub header: Option<usize>,
    /// The first row with a person.
    pub first: usize,
    /// All columns, in order.
    pub columns: Vec<Column>,
    /// What somebody should know who sees the people.
    pub notes: Vec<String>,
    /// What rows have whose own cell is empty.
    pub defaults: Vec<FieldDefault>,
}

impl Layout {
    /// The columns for this, the one that is meant most first.
    #[must_use]
    pub fn of(&self, meaning: &Meaning) -> Vec<&Column> {
        let mut found: Vec<_> = self.columns.iter().filter(|column| column.meaning.as_ref() == Some(meaning)).collect();
        found.sort_by_key(|column| column.rank);
        found
    }

    /// Whether a column is for this.
    #[must_use]
    pub fn has(&self, meaning: &Meaning) -> bool {
        self.columns.iter().any(|column| column.meaning.as_ref() == Some(meaning))
    }

    /// The columns that are not used.
    pub fn unused(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.meaning.is_none())
    }

    /// The value for all rows, if there is one.
    #[must_use]
    pub fn default_of(&self, meaning: &Meaning) -> Option<&str> {
        self.defaults.iter().rev().find(|default| default.is_for(meaning)).map(FieldDefault::text)
    }

    /// `empty cells: Phone +44 20 7946 0018, Department Sales`
    pub(super) fn defaults_note(&self) -> Option<String> {
        let said: Vec<_> =
            self.defaults.iter().map(|default| format!("{} {}", default.meaning().label(), default.text())).collect();
        (!said.is_empty()).then(|| format!("where a row has none: {}", said.join(", ")))
    }

    /// Leaves columns out that are for this.
    pub fn leave_out(&mut self, meaning: &Meaning, why: &'static str) {
        for column in self.columns.iter_mut().filter(|column| column.meaning.as_ref() == Some(meaning)) {
            (column.meaning, column.why) = (None, why);
        }
    }
}

/// Finds out what the columns are for.
///
/// # Errors
///
/// A sentence, if no column has addresses, or a mapping names a column that does not exist.
pub fn layout(sheet: &Sheet, maps: &[Mapping]) -> Result<Layout, String> {
    let layout = recognised(sheet, maps)?;
    if !layout.has(&Meaning::Field(FieldId::Email)) {
        return Err(without_email(sheet, &layout));
    }
    if layout.first >= sheet.lines.len() {
        return Err("it has titles and nobody below them".to_owned());
    }
    Ok(layout)
}

/// The same, whether there are addresses and people or not.
pub(super) fn recognised(sheet: &Sheet, maps: &[Mapping]) -> Result<Layout, String> {
    let width = sheet.lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    let header = header(&sheet.lines, maps);
    let first = header.map_or(0, |at| at + 1);
    let titles = header.and_then(|at| sheet.lines.get(at));
    let column = |at: usize| {
        let title = titles.map(|line| line.cell(at)).filter(|title| !title.is_empty());
        let said = title.map_or(Title::Unknown, of_title);
        let (meaning, rank) = if let Title::Is(meaning, rank) = said { (Some(meaning), rank) } else { (None, 0) };
        let title = title.map_or_else(|| column_name(at), |title| clean(title, TITLE_MAX));
        Column { at, title, meaning, why: "", rank }
    };
    let columns = (0..width).map(column).collect();
    let mut layout = Layout { header, first, columns, notes: Vec::new(), defaults: Vec::new() };
    if header.is_none() {
        content::recognise(&sheet.lines, &mut layout.columns);
        layout.notes.push("no row has titles: the columns were recognised by what is in them".to_owned());
    } else if sheet.lines.get(first).is_some_and(is_header) {
        // Some programs write names for machines above those for people.
        layout.first += 1;
        layout.notes.push(format!(
            "two rows have titles; those of {} {} are used",
            sheet.unit.word(),
            titles.map_or(1, |line| line.number)
        ));
    }
    apply(maps, &mut layout, sheet)?;
    let data = sheet.lines.get(layout.first..).unwrap_or_default();
    without_letters(&mut layout, data);
    by_what_stands_beside(&mut layout, data);
    doubles(&mut layout, data, maps);
    managers(&mut layout);
    Ok(layout)
}

fn without_email(sheet: &Sheet, layout: &Layout) -> String {
    let found: Vec<_> = layout.columns.iter().map(|column| format!("\"{}\"", column.title)).take(20).collect();
    let place = layout
        .header
        .and_then(|at| sheet.lines.get(at))
        .map_or_else(String::new, |line| format!(" in {} {}", sheet.unit.word(), line.number));
    format!("{NO_ADDRESSES}; found{place}: {}", found.join(", "))
}

/// The row with the titles: the first in which a column for addresses is known, and another, if there is one. A row
/// that has a title which the person names is it as well.
fn header(lines: &[Line], maps: &[Mapping]) -> Option<usize> {
    let top = || lines.iter().enumerate().take(TITLE_ROWS);
    let named = |line: &Line| {
        let has = |map: &Mapping| line.cells.iter().any(|cell| squeezed(cell) == squeezed(&map.column));
        maps.iter().any(|map| !squeezed(&map.column).is_empty() && map.column.chars().count() > 2 && has(map))
    };
    let by = |is: &dyn Fn(&Line) -> bool| top().find(|(_, line)| is(line)).map(|(at, _)| at);
    by(&is_header)
        .or_else(|| by(&|line| named(line) && !line.cells.iter().any(|cell| cell.contains('@'))))
        // Titles without one for addresses are titles all the same: it is said that it is missing.
        .or_else(|| by(&|line| is_partial_header(line)))
}

/// A row has titles.
pub(super) fn has_titles(lines: &[Line]) -> bool {
    header(lines, &[]).is_some()
}

fn known(line: &Line) -> Vec<Meaning> {
    let known = line.cells.iter().filter_map(|cell| match of_title(cell.trim()) {
        Title::Is(meaning, _) => Some(meaning),
        Title::Known | Title::Unknown => None,
    });
    known.collect()
}

fn is_header(line: &Line) -> bool {
    if line.cells.iter().any(|cell| cell.contains('@')) {
        return false;
    }
    let filled = line.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let known = known(line);
    known.contains(&Meaning::Field(FieldId::Email)) && (known.len() > 1 || filled <= 2)
}

fn is_partial_header(line: &Line) -> bool {
    let filled = line.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let has_value = |cell: &String| cell.contains('@') || cell.chars().filter(char::is_ascii_digit).count() > 4;
    known(line).len() > 1 && known(line).len() * 2 >= filled && !line.cells.iter().any(has_value)
}

/// What the person says holds, and nothing else is for the same.
fn apply(maps: &[Mapping], layout: &mut Layout, sheet: &Sheet) -> Result<(), String> {
    for map in maps {
        let wanted = squeezed(&map.column);
        let titled = |column: &Column| layout.header.is_some() && squeezed(&column.title) == wanted;
        let lettered = |column: &Column| {
            column_name(column.at).eq_ignore_ascii_case(&map.column) || map.column == (column.at + 1).to_string()
        };
        let found = layout.columns.iter().position(titled).or_else(|| layout.columns.iter().position(lettered));
        let Some(at) = found else {
            let known: Vec<_> = layout.columns.iter().map(|column| format!("\"{}\"", column.title)).collect();
            return Err(format!("--map: there is no column \"{}\"; there are: {}", map.column, known.join(", ")));
        };
        if let Some(meaning) = &map.meaning {
            layout.leave_out(&meaning.clone(), "another column was named for it");
        }
        if let Some(column) = layout.columns.get_mut(at) {
            (column.meaning, column.rank, column.why) = (map.meaning.clone(), 0, "as you said");
        }
    }
    debug_assert!(layout.first <= sheet.lines.len());
    Ok(())
}

/// A column for names without a letter in it has numbers of people.
fn without_letters(layout: &mut Layout, data: &[Line]) {
    for column in layout.columns.iter_mut().filter(|column| column.meaning == Some(Meaning::FullName)) {
        let mut cells = data.iter().take(LOOKED_AT).map(|line| line.cell(column.at)).filter(|cell| !cell.is_empty());
        if cells.clone().next().is_some() && cells.all(|cell| !cell.contains(char::is_alphabetic)) {
            (column.meaning, column.why) = (None, "there are no letters in it");
        }
    }
}

/// `Name` is the surname beside a first name, and the first name beside a surname. A surname alone, with several words
/// in most cells, is the whole name.
fn by_what_stands_beside(layout: &mut Layout, data: &[Line]) {
    let (first, last) = (Meaning::Field(FieldId::FirstName), Meaning::Field(FieldId::LastName));
    let (has_first, has_last, has_full) = (layout.has(&first), layout.has(&last), layout.has(&Meaning::FullName));
    let has_words = |layout: &Layout, meaning: &Meaning| {
        let column = layout.of(meaning).first().map(|column| column.at);
        let cells =
            || data.iter().take(LOOKED_AT).filter_map(|line| Some(line.cell(column?))).filter(|c| !c.is_empty());
        let several = cells().filter(|cell| cell.split_whitespace().nth(1).is_some()).count();
        several * 2 > cells().count()
    };
    let rename = |layout: &mut Layout, from: &Meaning, to: &Meaning| {
        for column in layout.columns.iter_mut().filter(|column| column.meaning.as_ref() == Some(from)) {
            column.meaning = Some(to.clone());
        }
    };
    match (has_first, has_last, has_full) {
        (true, false, true) => rename(layout, &Meaning::FullName, &last),
        (false, true, true) if !has_words(layout, &Meaning::FullName) => rename(layout, &Meaning::FullName, &first),
        (false, true, false) if has_words(layout, &last) => rename(layout, &last, &Meaning::FullName),
        (true, true, true) => layout.leave_out(&Meaning::FullName, "first and last name have columns of their own"),
        _ => {}
    }
}

/// Several columns for one field: phone numbers stand in for each other, of anything else one is used. It is said.
fn doubles(layout: &mut Layout, data: &[Line], maps: &[Mapping]) {
    judge_status(layout, data, maps);
    let mut by_meaning: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for column in &layout.columns {
        if let Some(meaning) = &column.meaning {
            by_meaning.entry(meaning.label()).or_default().push(column.at);
        }
    }
    for (label, mut at) in by_meaning.into_iter().filter(|(_, at)| at.len() > 1) {
        let meaning = at.first().and_then(|at| layout.columns.get(*at)).and_then(|column| column.meaning.clone());
        // A log-in may be an address or not: only the cells tell.
        let is_email = meaning == Some(Meaning::Field(FieldId::Email));
        let rank = |at: &usize| {
            let empty = is_email && !data.iter().take(LOOKED_AT).any(|line| line.cell(*at).contains('@'));
            (empty, layout.columns.get(*at).map_or(0, |column| column.rank), *at)
        };
        at.sort_by_key(rank);
        let titles: Vec<_> =
            at.iter().filter_map(|at| layout.columns.get(*at)).map(|c| format!("\"{}\"", c.title)).collect();
        let [best, others @ ..] = titles.as_slice() else { continue };
        if meaning == Some(Meaning::Field(FieldId::Phone)) {
            layout.notes.push(format!("{label}: from {best}, where that is empty from {}", others.join(", then ")));
            continue;
        }
        if matches!(meaning, Some(Meaning::Field(FieldId::Groups))) {
            layout.notes.push(format!("{label}: from {best} and {}", others.join(" and ")));
            continue;
        }
        layout.notes.push(format!("{label}: from {best}; {} would be the same field, see --map", others.join(", ")));
        for at in at.iter().skip(1) {
            if let Some(column) = layout.columns.get_mut(*at) {
                (column.meaning, column.why) = (None, "a second column for the same field");
            }
        }
    }
}

/// A status is whether somebody is active only if it mostly says yes or no.
fn judge_status(layout: &mut Layout, data: &[Line], maps: &[Mapping]) {
    let active = Meaning::Field(FieldId::Active);
    if maps.iter().any(|map| map.meaning.as_ref() == Some(&active)) {
        return;
    }
    for column in layout.columns.iter_mut().filter(|column| column.meaning.as_ref() == Some(&active)) {
        let cells = || data.iter().take(LOOKED_AT).map(|line| line.cell(column.at)).filter(|cell| !cell.is_empty());
        let clear = cells().filter(|cell| yes_or_no(cell).is_some()).count();
        if clear * 2 < cells().count() {
            (column.meaning, column.why) = (None, "it says neither yes nor no");
        }
    }
}

/// The service takes a manager with all three of first name, last name and email, or none.
fn managers(layout: &mut Layout) {
    let field = Meaning::Field;
    let (first, last) = (field(FieldId::ManagerFirstName), field(FieldId::ManagerLastName));
    let email = field(FieldId::ManagerEmail);
    let is_named = layout.has(&Meaning::ManagerName) || layout.has(&first) && layout.has(&last);
    if layout.has(&first) && layout.has(&last) {
        layout.leave_out(&Meaning::ManagerName, "first and last name have columns of their own");
    } else {
        layout.leave_out(&first, "");
        layout.leave_out(&last, "");
    }
    let has_any = is_named || layout.has(&email);
    if has_any && !(is_named && layout.has(&email)) {
        for meaning in [&first, &last, &email, &Meaning::ManagerName] {
            layout.leave_out(meaning, "a manager needs a name and an email");
        }
    }
}
