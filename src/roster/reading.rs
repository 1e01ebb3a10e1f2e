//! A file as it was read, by what the person has said about it.

use std::collections::HashMap;

use super::columns::{Layout, Mapping, layout};
use super::file::{Hints, read};
use super::meaning::Meaning;
use super::names::name_key;
use super::person::{Person, people};
use super::sheet::Sheet;
use crate::domain::form::fields::{FieldId, Rules};

/// What the person has said about the import.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The company of all rows; `None`: a column names it.
    pub company: Option<String>,
    /// What columns are for.
    pub maps: Vec<Mapping>,
    /// How the file is to be read.
    pub hints: Hints,
    /// Groups, languages and time zones that do not exist are left out.
    pub skip_unknown: bool,
    /// The licence limit may be exceeded.
    pub allow_over_limit: bool,
    /// Inactive users are made active.
    pub reactivate: bool,
    /// The file is the list of everybody: users change as it says, and those who are not in it become inactive.
    pub reconcile: bool,
    /// The rules of the form.
    pub rules: Rules,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The SHA-256 of its contents, in hexadecimal.
    pub digest: String,
    /// What the person has said. What only the plan depends on may be changed before it is judged again.
    pub options: Options,
    /// Its rows.
    pub sheet: Sheet,
    /// Its columns.
    pub layout: Layout,
}

impl Reading {
    /// Reads the rows, and finds out what the columns are for.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, as the end of a sentence that has named it.
    pub fn of(bytes: &[u8], digest: String, options: Options) -> Result<Self, String> {
        let sheet = read(bytes, &options.hints)?;
        let mut layout = layout(&sheet, &options.maps)?;
        let is_named = options.maps.iter().any(|map| map.meaning() == Some(&Meaning::Company));
        if options.company.is_some() && !is_named {
            layout.leave_out(&Meaning::Company, "--company says which");
        }
        Ok(Self { digest, options, sheet, layout })
    }

    /// Everybody in it.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        people(&self.sheet, &self.layout, self.options.rules.region)
    }

    /// Whether the row of a person has a priority.
    pub(super) fn has_priority(&self, person: &Person) -> bool {
        let columns = self.layout.of(&Meaning::Field(FieldId::Priority));
        let line = self.sheet.lines.get(person.at);
        line.is_some_and(|line| columns.iter().any(|column| !line.cell(column.at).trim().is_empty()))
    }

    /// Whether it is known whose users they become: from the person, or from a column.
    #[must_use]
    pub fn names_a_company(&self) -> bool {
        self.options.company.is_some() || self.layout.has(&Meaning::Company)
    }

    /// The people of each company as it is named, in the order of the rows in which the companies are named first. The
    /// name is empty where a row has none.
    #[must_use]
    pub fn by_company(&self, people: Vec<Person>) -> Vec<(String, Vec<Person>)> {
        let given = self.options.company.clone().unwrap_or_default();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut found: Vec<(String, Vec<Person>)> = Vec::new();
        for person in people {
            let name = if person.company.is_empty() { given.clone() } else { person.company.clone() };
            let place = *places.entry(name_key(&name)).or_insert_with(|| {
                found.push((name, Vec::new()));
                found.len() - 1
            });
            if let Some((_, people)) = found.get_mut(place) {
                people.push(person);
            }
        }
        found
    }
}
