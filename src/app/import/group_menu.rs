//! Which groups of the company the names in a file mean that it does not have, while somebody says so.

use crate::app::import::picker::Picker;
use crate::domain::service::lookup::Choice;
use crate::roster::{Becomes, GroupChoices, GroupMapping, GroupName, Plan, name_key};

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// This group, by its name or ID.
    Group(String),
    /// None: it is left out.
    Nothing,
    /// Nothing is said about it.
    Later,
}

/// The names, one after the other, and what each can mean.
#[derive(Debug, Clone)]
pub struct GroupMenu {
    /// The names, those of which nothing is known first.
    names: Vec<GroupName>,
    /// The one that is asked about.
    at: usize,
    offered: Vec<(Meant, String)>,
    /// The list of what it can mean.
    pub picker: Picker<Meant>,
    /// What was said.
    choices: GroupChoices,
}

fn offered(plan: &Plan) -> Vec<(Meant, String)> {
    let mut found: Vec<(Meant, String)> = Vec::new();
    for answers in &plan.companies {
        for Choice { id, name, .. } in &answers.groups {
            let is_alone = answers.groups.iter().filter(|other| name_key(&other.name) == name_key(name)).count() == 1;
            // What stands after the last = is the group.
            let is_named = is_alone && !name.contains('=');
            let (group, label) = if is_named { (name, name.clone()) } else { (id, format!("{name} ({id})")) };
            let choice = (Meant::Group(group.clone()), label);
            if !found.contains(&choice) {
                found.push(choice);
            }
        }
    }
    found.push((Meant::Nothing, "none: the name is left out".to_owned()));
    found.push((Meant::Later, "not now: the next name".to_owned()));
    found
}

impl GroupMenu {
    /// The names of a plan that no group has; `None` if there are none.
    #[must_use]
    pub fn of(plan: &Plan) -> Option<Self> {
        let mut names = plan.group_names.clone();
        names.sort_by_key(|name| name.becomes != Becomes::Unknown);
        let (choices, offered) = (plan.reading.options.groups.clone(), offered(plan));
        let picker = Picker::new(offered.clone(), &Meant::Later);
        let menu = Self { names, at: 0, offered, picker, choices };
        (!menu.names.is_empty()).then(|| menu.asking(0))
    }

    fn asking(self, at: usize) -> Self {
        // The first of the groups, unless nothing matches.
        let first = self.offered.first().map_or(Meant::Later, |(meant, _)| meant.clone());
        Self { at, picker: Picker::new(self.offered.clone(), &first), ..self }
    }

    /// The name that is asked about.
    #[must_use]
    pub fn name(&self) -> Option<&GroupName> {
        self.names.get(self.at)
    }

    /// Which of the names it is, from 1, and of how many.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        (self.at + 1, self.names.len())
    }

    /// What was said.
    #[must_use]
    pub fn into_choices(self) -> GroupChoices {
        self.choices
    }

    /// The name means this: asks about the next one.
    ///
    /// # Errors
    ///
    /// It was the last one: what was said.
    pub fn take(mut self, meant: Meant) -> Result<Self, GroupChoices> {
        if let Some(name) = self.names.get(self.at) {
            let group = match meant {
                Meant::Group(group) => Some(group),
                Meant::Nothing => Some(String::new()),
                Meant::Later => None,
            };
            if let Some(group) = group {
                self.choices.maps.retain(|map| !map.is_of(&name.name));
                self.choices.maps.push(GroupMapping::of(&name.name, &group));
            }
        }
        let next = self.at + 1;
        if next < self.names.len() { Ok(self.asking(next)) } else { Err(self.choices) }
    }
}
