//! The groups that a file names: those of the company, what the person has said about others, and those that are to be
//! created.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::names::{Lookup, name_key, parts};
use crate::domain::form::fields::Source;
use crate::domain::form::pick::pick;
use crate::domain::service::lookup::Choice;
use crate::domain::text::{clean_typed, count};
use crate::domain::user::target_group::NewGroup;
use crate::domain::user::target_user::Priority;

/// `NAME=GROUP`: which group of the company a name in the file means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMapping {
    named: String,
    /// Its name or ID; empty: the name is left out.
    group: String,
}

impl FromStr for GroupMapping {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (named, group) = text.rsplit_once('=').ok_or("expected is NAME=GROUP, such as \"Sales team=Sales\"")?;
        let [named, group] = [named, group].map(|text| clean_typed(text).trim().to_owned());
        if named.is_empty() {
            return Err("there is no name before the =".to_owned());
        }
        Ok(Self { named, group })
    }
}

impl fmt::Display for GroupMapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.named, self.group)
    }
}

/// What the person has said about groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupChoices {
    /// Which groups names mean.
    pub maps: Vec<GroupMapping>,
    /// Groups that do not exist are created.
    pub create: bool,
}

/// A group that is created before anybody is put into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupToCreate {
    /// The place of its company in the plan.
    pub company: usize,
    /// The group.
    pub group: NewGroup,
}

/// The groups of a company, and what the person has said.
pub(super) struct GroupNames<'a> {
    choices: &'a [Choice],
    said: &'a GroupChoices,
    /// Those that are created, by the key of their name.
    new: BTreeMap<String, NewGroup>,
}

impl<'a> GroupNames<'a> {
    pub(super) fn new(choices: &'a [Choice], said: &'a GroupChoices) -> Self {
        Self { choices, said, new: BTreeMap::new() }
    }

    /// Those that are to be created.
    pub(super) fn into_new(self) -> BTreeMap<String, NewGroup> {
        self.new
    }

    fn mapping(&self, name: &str) -> Option<&'a GroupMapping> {
        let key = name_key(name);
        self.said.maps.iter().find(|map| name_key(&map.named) == key)
    }

    /// The group of the company that a name means, if there is one.
    fn existing(&self, name: &str) -> Option<Choice> {
        let name = self.mapping(name).map_or(name, |map| &map.group);
        pick(name, self.choices, Source::Groups).ok()
    }
}

impl Lookup for GroupNames<'_> {
    fn parts<'n>(&self, name: &'n str) -> Vec<&'n str> {
        parts(name, |name| self.mapping(name).is_some() || self.existing(name).is_some())
    }

    fn find(&mut self, name: &str) -> Result<Option<Choice>, String> {
        let wanted = match self.mapping(name) {
            Some(map) if map.group.is_empty() => return Ok(None),
            Some(map) => map.group.as_str(),
            None => name,
        };
        let why = match pick(wanted, self.choices, Source::Groups) {
            Ok(choice) => return Ok(Some(choice)),
            Err(why) => why,
        };
        let key = name_key(wanted);
        // Several are called so.
        let is_there = self.choices.iter().any(|choice| name_key(&choice.name) == key);
        if !self.said.create || is_there {
            return Err(why);
        }
        let group = NewGroup::named(wanted, Priority::default()).map_err(|why| format!("\"{wanted}\": {why}"))?;
        let group = self.new.entry(key).or_insert(group);
        Ok(Some(to_come(group)))
    }
}

/// A group that has no ID so far. No request may name it.
fn to_come(group: &NewGroup) -> Choice {
    Choice { id: String::new(), name: group.name.clone(), detail: String::new() }
}

/// The groups of a company that these names mean, each once; what does not exist is none.
pub(super) fn named_groups<'n>(
    names: impl Iterator<Item = &'n str>,
    choices: &[Choice],
    said: &GroupChoices,
) -> Vec<Choice> {
    let lookup = GroupNames::new(choices, said);
    let mut found: Vec<Choice> = Vec::new();
    for name in names {
        for group in lookup.parts(name).into_iter().filter_map(|part| lookup.existing(part)) {
            if !found.contains(&group) {
                found.push(group);
            }
        }
    }
    found
}

/// `new groups at Contoso: "Finance", "Sales"`
pub(super) fn note<'g>(company: &str, new: impl Iterator<Item = &'g NewGroup>) -> Option<String> {
    let names: Vec<_> = new.map(|group| format!("\"{}\"", group.name)).collect();
    let groups = count(names.len() as u64, "new group", "new groups");
    (!names.is_empty()).then(|| format!("{groups} at {company}: {}", names.join(", ")))
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
