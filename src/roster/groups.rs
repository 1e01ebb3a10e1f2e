//! The groups that a file names: those of the company, what the person has said about others, and those that are to be
//! created.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::str::FromStr;

use super::check::Judged;
use super::names::{Lookup, name_key, parts};
use crate::domain::change::update::Update;
use crate::domain::form::fields::{FieldId, Source};
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

impl GroupMapping {
    /// The name means this group, by its name or ID; nothing: it is left out.
    #[must_use]
    pub fn of(named: &str, group: &str) -> Self {
        Self { named: named.to_owned(), group: group.to_owned() }
    }

    /// It is about this name.
    #[must_use]
    pub fn is_of(&self, name: &str) -> bool {
        name_key(&self.named) == name_key(name)
    }
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

/// What becomes of a name that no group of the company has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// Nobody has said so far.
    Unknown,
    /// A group of this name is created.
    Created,
    /// It is left out.
    LeftOut,
    /// The group with this name is meant.
    Group(String),
}

/// A name of the file that no group of the company has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName {
    /// The name.
    pub name: String,
    /// What becomes of it.
    pub becomes: Becomes,
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
    /// The names that no group of the company has, by their key.
    names: BTreeMap<String, GroupName>,
}

/// What was found out about the groups of a company.
pub(super) struct FoundGroups {
    /// Those that are to be created, by the key of their name.
    pub(super) new: BTreeMap<String, NewGroup>,
    /// The names that no group of the company has.
    pub(super) names: Vec<GroupName>,
}

impl<'a> GroupNames<'a> {
    pub(super) fn new(choices: &'a [Choice], said: &'a GroupChoices) -> Self {
        Self { choices, said, new: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// What was found out.
    pub(super) fn into_found(self) -> FoundGroups {
        FoundGroups { new: self.new, names: self.names.into_values().collect() }
    }

    fn becomes(&mut self, name: &str, becomes: Becomes) {
        self.names.insert(name_key(name), GroupName { name: name.to_owned(), becomes });
    }

    fn mapping(&self, name: &str) -> Option<&'a GroupMapping> {
        self.said.maps.iter().find(|map| map.is_of(name))
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
        let mapping = self.mapping(name);
        let wanted = mapping.map_or(name, |map| &map.group);
        if mapping.is_some() && wanted.is_empty() {
            self.becomes(name, Becomes::LeftOut);
            return Ok(None);
        }
        let why = match pick(wanted, self.choices, Source::Groups) {
            Ok(choice) => {
                if mapping.is_some() {
                    self.becomes(name, Becomes::Group(choice.name.clone()));
                }
                return Ok(Some(choice));
            }
            Err(why) => why,
        };
        let key = name_key(wanted);
        // Several are called so.
        let is_there = self.choices.iter().any(|choice| name_key(&choice.name) == key);
        self.becomes(name, Becomes::Unknown);
        if !self.said.create || is_there {
            return Err(why);
        }
        let group = NewGroup::named(wanted, Priority::default()).map_err(|why| format!("\"{wanted}\": {why}"))?;
        self.becomes(name, Becomes::Created);
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
fn note<'g>(company: &str, new: impl Iterator<Item = &'g NewGroup>) -> Option<String> {
    let names: Vec<_> = new.map(|group| format!("\"{}\"", group.name)).collect();
    let groups = count(names.len() as u64, "new group", "new groups");
    (!names.is_empty()).then(|| format!("{groups} at {company}: {}", names.join(", ")))
}

/// The groups into which a row puts somebody, and that are to be created.
pub(super) fn groups_to_come(one: &Judged) -> impl Iterator<Item = &str> {
    let joins = one.joins.iter().filter_map(Update::group).map(|group| group.name);
    let groups = one.user.iter().flat_map(|_| one.person.entry.choices(FieldId::Groups));
    joins.chain(groups.filter(|group| group.id.is_empty()).map(|group| group.name.as_str()))
}

/// Those of the groups into which a row puts somebody, told in `notes`.
pub(super) fn new_groups<'j>(
    company: usize,
    new: BTreeMap<String, NewGroup>,
    judged: impl IntoIterator<Item = &'j Judged>,
    name: &str,
    notes: &mut Vec<String>,
) -> Vec<GroupToCreate> {
    if new.is_empty() {
        return Vec::new();
    }
    let needed: HashSet<&str> = judged.into_iter().flat_map(groups_to_come).collect();
    let new: Vec<_> = new.into_values().filter(|group| needed.contains(group.name.as_str())).collect();
    notes.extend(note(name, new.iter()));
    new.into_iter().map(|group| GroupToCreate { company, group }).collect()
}

/// Adds the names of another company. What is not known at one of them is not known.
pub(super) fn add_names(known: &mut Vec<GroupName>, names: Vec<GroupName>) {
    for name in names {
        match known.iter_mut().find(|other| name_key(&other.name) == name_key(&name.name)) {
            Some(other) if name.becomes == Becomes::Unknown => *other = name,
            Some(_) => {}
            None => known.push(name),
        }
    }
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
