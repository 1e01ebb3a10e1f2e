//! The people of a sheet: the input of the form that each row makes, and what in it cannot be understood.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Column;
use super::columns::Layout;
use super::defaults::default_fields;
use super::meaning::Meaning;
use super::names::name_key;
use super::sheet::{Line, Sheet, column_name};
use super::vocabulary::{is_failed_formula, priority, yes_or_no};
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, Field, FieldId, Kind, Section};
use crate::domain::form::value::FieldValue;
use crate::domain::text::{clean_typed, line, name};
use crate::domain::user::detail::UserField;
use crate::domain::user::phone::{self, PhoneRegion};
use crate::paste::split_name;

/// The cell that clears a field, if the file is the list of everybody.
pub(super) const CLEARS: &str = "-";

/// What is wrong with a row, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The column, if it is one.
    pub column: Option<String>,
    /// A sentence without its subject, which is the field: `has no @; expected name@company.tld`.
    pub said: String,
}

/// A person of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its row, among the rows of the sheet.
    pub at: usize,
    /// The number of its row in the file.
    pub number: u64,
    /// The input of the form, without what must be looked up.
    pub entry: Entry,
    /// Names of groups.
    pub groups: Vec<String>,
    /// The name of a language; may be empty.
    pub language: String,
    /// The name of a time zone; may be empty.
    pub time_zone: String,
    /// The name of the company; may be empty.
    pub company: String,
    /// What cannot be understood.
    pub problems: Vec<Problem>,
    /// What was guessed.
    pub notes: Vec<String>,
    /// Somebody has left the row out.
    pub left_out: bool,
    /// What the row clears, if the file is the list of everybody.
    pub clears: BTreeSet<UserField>,
    /// Values for all rows of the company's own fields, by the names of the fields.
    pub(super) custom: BTreeMap<String, String>,
}

impl Person {
    /// Nobody: it stands for a person who is judged.
    pub(super) fn none() -> Self {
        blank(0, 0)
    }

    /// The value for all rows of a custom field.
    pub(super) fn custom_default(&self, field: &CustomField) -> Option<&str> {
        let by = |name: &str| self.custom.get(&name_key(name));
        by(&field.name).or_else(|| by(field.id.as_str())).map(String::as_str)
    }

    /// A person who is not read from a row.
    pub(super) fn of_entry(at: usize, entry: Entry) -> Self {
        Self { entry, ..blank(at, 0) }
    }
}

/// The people, each from a row below the titles. A row without anything in a column that is used is none. National
/// phone numbers are those of the region.
#[must_use]
pub fn people(sheet: &Sheet, layout: &Layout, region: Option<PhoneRegion>) -> Vec<Person> {
    let rows = sheet.lines.iter().enumerate().skip(layout.first);
    let has_something =
        |line: &Line| layout.columns.iter().any(|column| column.meaning.is_some() && !line.cell(column.at).is_empty());
    let rows = rows.filter(|(_, line)| has_something(line));
    rows.filter_map(|(at, _)| read_person(sheet, layout, at, region)).collect()
}

/// The person of this row.
pub(super) fn read_person(sheet: &Sheet, layout: &Layout, at: usize, region: Option<PhoneRegion>) -> Option<Person> {
    let line = sheet.lines.get(at)?;
    let mut person = Reader { layout, line, region, person: blank(at, line.number) }.read();
    person.notes.extend(sheet.guesses.get(&at).into_iter().flatten().cloned());
    Some(person)
}

fn blank(at: usize, number: u64) -> Person {
    Person {
        at,
        number,
        entry: Entry::default(),
        groups: Vec::new(),
        language: String::new(),
        time_zone: String::new(),
        company: String::new(),
        problems: Vec::new(),
        notes: Vec::new(),
        left_out: false,
        clears: BTreeSet::new(),
        custom: BTreeMap::new(),
    }
}

/// Where a text comes from.
enum From {
    Cell(Column),
    /// The value for all rows of this field.
    Default(FieldId),
}

/// Everything that says who somebody's manager is.
const MANAGER: [Meaning; 4] = [
    Meaning::ManagerName,
    Meaning::Field(FieldId::ManagerFirstName),
    Meaning::Field(FieldId::ManagerLastName),
    Meaning::Field(FieldId::ManagerEmail),
];

struct Reader<'a> {
    layout: &'a Layout,
    line: &'a Line,
    region: Option<PhoneRegion>,
    person: Person,
}

impl Reader<'_> {
    fn read(mut self) -> Person {
        for field in &FIELDS {
            if let Some((column, text)) = self.cell(&Meaning::Field(field.id)) {
                self.field(field, &From::Cell(column), text);
            }
        }
        self.names();
        self.manager();
        if let Some((_, company)) = self.cell(&Meaning::Company) {
            self.person.company = company;
        }
        self.defaults();
        self.person
    }

    fn field(&mut self, field: &Field, from: &From, text: String) {
        match field.kind {
            Kind::Text => self.text(field.id, from, &text),
            Kind::Priority => match priority(&text) {
                Some(priority) => self.person.entry.set(field.id, FieldValue::Priority(priority)),
                None => self.odd(from, &text, "is no priority; known are very low, low, medium, high, very high"),
            },
            Kind::Toggle => match yes_or_no(&text) {
                Some(is) => self.person.entry.set(field.id, FieldValue::Toggle(is)),
                None => self.odd(from, &text, "is neither yes nor no"),
            },
            Kind::One if field.id == FieldId::Language => self.person.language = text,
            Kind::One => self.person.time_zone = text,
            Kind::Many => match from {
                From::Cell(_) => self.groups(),
                From::Default(_) => self.groups_of(&text),
            },
        }
    }

    /// What the row says nothing about. A manager is taken as a whole: half of one and half of another is nobody.
    fn defaults(&mut self) {
        if self.layout.defaults.is_empty() {
            return;
        }
        let has_manager = MANAGER.iter().any(|meaning| self.is_filled(meaning));
        for field in default_fields() {
            let meaning = Meaning::Field(field.id);
            let Some(text) = self.layout.default_of(&meaning) else { continue };
            let is_filled = if field.section == Section::Manager { has_manager } else { self.is_filled(&meaning) };
            if !is_filled {
                self.field(field, &From::Default(field.id), text.to_owned());
            }
        }
        for default in &self.layout.defaults {
            if let Meaning::Custom(name) = default.meaning() {
                self.person.custom.insert(name_key(name), default.text().to_owned());
            }
        }
    }

    /// A cell for this has something in it.
    fn is_filled(&self, meaning: &Meaning) -> bool {
        self.layout.of(meaning).iter().any(|column| !self.line.cell(column.at).is_empty())
    }

    /// The first column for this with something in it.
    fn cell(&mut self, meaning: &Meaning) -> Option<(Column, String)> {
        let columns = self.layout.of(meaning);
        let filled = columns.into_iter().find(|column| !self.line.cell(column.at).is_empty())?.clone();
        let text = line(&clean_typed(self.line.cell(filled.at)));
        if is_failed_formula(&text) {
            self.odd(&From::Cell(filled), &text, "is what Excel shows when a formula has failed");
            return None;
        }
        (!text.is_empty()).then_some((filled, text))
    }

    fn odd(&mut self, from: &From, text: &str, what: &str) {
        let column = match from {
            From::Cell(column) => place(column),
            From::Default(id) => self.layout.place(*id).unwrap_or_else(|| id.field().label.to_owned()),
        };
        self.person.problems.push(Problem { column: Some(column), said: format!("\"{text}\" {what}") });
    }

    fn text(&mut self, id: FieldId, from: &From, text: &str) {
        let is_number = id == FieldId::Phone && matches!(from, From::Cell(_));
        let number = if is_number { self.with_plus(text) } else { None };
        if let Some(number) = &number {
            self.person.notes.push(format!("{text} was read as {number}: Excel drops the plus"));
        }
        let text = match id {
            FieldId::Phone if number.is_some() => number.as_deref().unwrap_or(text),
            FieldId::Email | FieldId::ManagerEmail => bare_address(text),
            FieldId::Phone if is_shortened(text) => {
                return self.odd(
                    from,
                    text,
                    "is a number that Excel has shortened; format the column as text, and enter the number again",
                );
            }
            _ => text,
        };
        self.person.entry = std::mem::take(&mut self.person.entry).with(id, text);
    }

    /// A number with its country code and without the plus, which a spreadsheet takes for a sign: with the plus it is
    /// known, without it is not.
    fn with_plus(&self, text: &str) -> Option<String> {
        let is_bare =
            (10..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        let is_known = |text: &str| phone::international(text, self.region).is_ok_and(|phone| phone.known);
        let number = is_bare.then(|| format!("+{text}"))?;
        (!is_known(text) && is_known(&number)).then_some(number)
    }

    /// All cells for groups.
    fn groups(&mut self) {
        for column in self.layout.of(&Meaning::Field(FieldId::Groups)) {
            self.groups_of(self.line.cell(column.at));
        }
    }

    /// The groups of a cell, which may have several.
    fn groups_of(&mut self, cell: &str) {
        let cell = clean_typed(cell);
        for group in cell.split([';', '|', '\n']).map(line).filter(|group| !group.is_empty()) {
            if !self.person.groups.contains(&group) {
                self.person.groups.push(group);
            }
        }
    }

    /// The name, where it stands in one column.
    fn names(&mut self) {
        let infix = self.cell(&Meaning::Infix).map(|(_, infix)| infix);
        if let Some((_, full)) = self.cell(&Meaning::FullName) {
            let email = self.person.entry.text(FieldId::Email).to_owned();
            match split_name(&full, &email, self.region) {
                Some(split) => {
                    if !split.is_certain {
                        self.person.notes.push(format!("\"{full}\" was split as {} / {}", split.first, split.last));
                    }
                    self.fill(FieldId::FirstName, &split.first);
                    self.fill(FieldId::LastName, &split.last);
                }
                None => self.fill(FieldId::LastName, &name(&full)),
            }
        }
        if let Some(infix) = infix {
            let last = self.person.entry.text(FieldId::LastName).to_owned();
            self.person.entry =
                std::mem::take(&mut self.person.entry).with(FieldId::LastName, &format!("{infix} {last}"));
        }
    }

    fn manager(&mut self) {
        let Some((_, full)) = self.cell(&Meaning::ManagerName) else { return };
        if full == CLEARS {
            self.fill(FieldId::ManagerFirstName, CLEARS);
            return self.fill(FieldId::ManagerLastName, CLEARS);
        }
        let email = self.person.entry.text(FieldId::ManagerEmail).to_owned();
        if let Some(split) = split_name(&full, &email, self.region) {
            self.fill(FieldId::ManagerFirstName, &split.first);
            self.fill(FieldId::ManagerLastName, &split.last);
        }
    }

    /// Fills a field that no column of its own has filled.
    fn fill(&mut self, id: FieldId, text: &str) {
        if self.person.entry.text(id).is_empty() {
            self.person.entry = std::mem::take(&mut self.person.entry).with(id, text);
        }
    }
}

/// `Email (column C)`
fn place(column: &Column) -> String {
    let letters = column_name(column.at);
    if column.title == letters { format!("column {letters}") } else { format!("{} (column {letters})", column.title) }
}

impl Layout {
    /// Where a field stands: `Email (column C)`.
    #[must_use]
    pub fn place(&self, id: FieldId) -> Option<String> {
        self.of(&Meaning::Field(id)).first().map(|column| place(column))
    }
}

/// `jane@x.example` of `mailto:jane@x.example`, or of `<jane@x.example>`.
fn bare_address(text: &str) -> &str {
    let text = text.strip_prefix("mailto:").or_else(|| text.strip_prefix("SMTP:")).unwrap_or(text);
    text.trim_start_matches('<').trim_end_matches('>')
}

/// `4.42079E+11`: the digits are lost.
fn is_shortened(text: &str) -> bool {
    text.split_once("E+").is_some_and(|(number, power)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(power) && digits(&number.replace(['.', ','], ""))
    })
}
