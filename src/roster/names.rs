//! Names of groups, languages and time zones: each looked up once, however many rows have it.

use std::collections::{BTreeMap, HashMap};

use crate::domain::form::fields::Source;
use crate::domain::form::pick::pick;
use crate::domain::list::folding::fold;
use crate::domain::service::lookup::Choice;
use crate::domain::text::{count, line};

/// Names of one kind that were looked up, by the name as [`name_key`] makes it. `None`: left out.
pub type Names = HashMap<String, Result<Option<Choice>, String>>;

/// The form in which names are looked up.
#[must_use]
pub fn name_key(name: &str) -> String {
    fold(line(name).trim())
}

/// Finds what a name means.
pub(super) trait Lookup {
    /// The names in a cell.
    fn parts<'n>(&self, name: &'n str) -> Vec<&'n str> {
        vec![name]
    }

    /// What the name means; `None`: it is left out.
    ///
    /// # Errors
    ///
    /// Why it means nothing.
    fn find(&mut self, name: &str) -> Result<Option<Choice>, String>;
}

/// Choices of which each has one name.
pub(super) struct Choices<'a>(pub(super) &'a [Choice], pub(super) Source);

impl Lookup for Choices<'_> {
    fn find(&mut self, name: &str) -> Result<Option<Choice>, String> {
        pick(name, self.0, self.1).map(Some)
    }
}

/// The names of a cell for groups. A name may have commas; else they separate several names.
pub(super) fn parts(name: &str, is_known: impl Fn(&str) -> bool) -> Vec<&str> {
    let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || is_known(name) { vec![name] } else { parts }
}

/// Looks the names up, and tells what does not exist, with the number of rows that name it.
pub(super) fn resolve<'n>(
    kind: &str,
    names: impl Iterator<Item = &'n str>,
    lookup: &mut impl Lookup,
    unknown: &mut Vec<String>,
) -> Names {
    let counted = |mut counted: BTreeMap<&'n str, u64>, name: &'n str| {
        *counted.entry(name).or_default() += 1;
        counted
    };
    let (mut found, mut missing) = (Names::new(), BTreeMap::<String, (String, u64)>::new());
    for (name, rows) in names.fold(BTreeMap::new(), counted) {
        for part in lookup.parts(name) {
            let choice = lookup.find(part);
            if let Err(why) = &choice {
                missing.entry(name_key(part)).or_insert_with(|| (why.clone(), 0)).1 += rows;
            }
            found.insert(name_key(part), Ok(choice.unwrap_or_default()));
        }
    }
    unknown.extend(missing.into_values().map(|(why, rows)| format!("{kind} {why} ({})", count(rows, "row", "rows"))));
    found
}
