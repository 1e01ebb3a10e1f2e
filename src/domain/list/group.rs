//! Companies in groups, and what each group adds up to.
//!
//! A group holds exactly the companies that its filter term finds: a company with several tags, or that is both over
//! its limit and expired, is in several groups. The total counts it once.

use std::collections::HashMap;

use crate::domain::company::seat_sums::SeatSums;
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::list::filter::key::TextKey;
use crate::domain::list::filter::matching::has_state;
use crate::domain::list::filter::state::STATES;
use crate::domain::list::filter::term::{Condition, Filter, Term, Wanted};
use crate::domain::list::folding::fold;

/// What the list can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The reseller
    Reseller,
    /// The licence type
    LicenseType,
    /// The industry
    Industry,
    /// A tag
    Tag,
    /// A state
    State,
}

/// A row of the table of groupings.
#[derive(Debug)]
pub struct Spec {
    /// Which one.
    pub by: GroupBy,
    /// Its name in the configuration and on the command line: the filter key of its groups.
    pub name: &'static str,
    /// Other names it answers to.
    pub aliases: &'static [&'static str],
    /// The letter after `b`.
    pub letter: char,
    /// The header of the column with the groups.
    pub title: &'static str,
    /// What it is, in a sentence: `by licence type`.
    pub words: &'static str,
}

/// Every grouping, in the order of the menu.
#[rustfmt::skip]
pub const GROUPINGS: [Spec; 5] = [
    Spec { by: GroupBy::Reseller, name: "reseller", aliases: &[], letter: 'r', title: "RESELLER", words: "reseller" },
    Spec { by: GroupBy::LicenseType, name: "type", aliases: &["license_type"], letter: 't', title: "LICENCE TYPE", words: "licence type" },
    Spec { by: GroupBy::Industry, name: "industry", aliases: &[], letter: 'i', title: "INDUSTRY", words: "industry" },
    Spec { by: GroupBy::Tag, name: "tag", aliases: &["tags"], letter: 'g', title: "TAG", words: "tag" },
    Spec { by: GroupBy::State, name: "state", aliases: &[], letter: 's', title: "STATE", words: "state" },
];

impl GroupBy {
    /// The grouping with this name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_named = |spec: &&Spec| {
            spec.name.eq_ignore_ascii_case(name) || spec.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
        };
        GROUPINGS.iter().find(is_named).map(|spec| spec.by)
    }

    /// Its row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // The table has the order of the enum, which is tested.
        &GROUPINGS[self as usize]
    }

    /// Its name in the configuration and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// A company may be in several groups.
    #[must_use]
    pub fn overlaps(self) -> bool {
        matches!(self, Self::Tag | Self::State)
    }

    fn text_key(self) -> Option<TextKey> {
        match self {
            Self::Reseller => Some(TextKey::Reseller),
            Self::LicenseType => Some(TextKey::LicenseType),
            Self::Industry => Some(TextKey::Industry),
            Self::Tag => Some(TextKey::Tag),
            Self::State => None,
        }
    }

    /// Calls `with` for each group of this company; none is named by an empty text.
    fn each<'a>(self, company: &'a Company, mut with: impl FnMut(&'a str)) {
        let one = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
        match self {
            Self::Reseller => with(one(&company.reseller)),
            Self::LicenseType => with(one(&company.license_type)),
            Self::Industry => with(one(&company.industry)),
            Self::Tag if company.tags.is_empty() => with(""),
            Self::Tag => company.tags.iter().for_each(|tag| with(tag)),
            Self::State => {
                STATES.iter().filter(|(_, state)| has_state(*state, company)).for_each(|(word, _)| with(word));
            }
        }
    }
}

/// A group with its sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What its companies share, as the first of them writes it; empty for those that have none.
    pub name: String,
    /// Their sums.
    pub sums: SeatSums,
}

/// Companies added up by group. What it holds grows with the groups, not with the companies.
#[derive(Debug, Clone)]
pub struct Groups {
    by: GroupBy,
    found: Vec<Group>,
    /// The place of each group by its name, as written and folded: most companies write it in the same way.
    places: HashMap<Box<str>, usize>,
    total: SeatSums,
    shared: u64,
}

impl Groups {
    /// No companies yet.
    #[must_use]
    pub fn new(by: GroupBy) -> Self {
        Self { by, found: Vec::new(), places: HashMap::new(), total: SeatSums::default(), shared: 0 }
    }

    /// The groups of these companies.
    #[must_use]
    pub fn of<'a>(by: GroupBy, companies: impl IntoIterator<Item = &'a Company>) -> Self {
        let mut groups = Self::new(by);
        companies.into_iter().for_each(|company| groups.add(company));
        groups
    }

    /// Adds a company to each of its groups, and once to the total.
    pub fn add(&mut self, company: &Company) {
        self.total.add(company);
        // Two tags that differ in case are one group, and the company is in it once.
        let mut places: Vec<usize> = Vec::with_capacity(1);
        self.by.each(company, |name| {
            let place =
                self.places.get(name).copied().unwrap_or_else(|| new_name(&mut self.places, &mut self.found, name));
            if !places.contains(&place) {
                places.push(place);
            }
        });
        for place in &places {
            if let Some(group) = self.found.get_mut(*place) {
                group.sums.add(company);
            }
        }
        self.shared += u64::from(places.len() > 1);
    }

    /// What it is grouped by.
    #[must_use]
    pub fn by(&self) -> GroupBy {
        self.by
    }

    /// The groups, in the order in which the companies came.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.found
    }

    /// The sums over all companies, each counted once.
    #[must_use]
    pub fn total(&self) -> SeatSums {
        self.total
    }

    /// Companies that are in more than one group: the groups add up to more than the total.
    #[must_use]
    pub fn shared(&self) -> u64 {
        self.shared
    }
}

fn new_name(places: &mut HashMap<Box<str>, usize>, groups: &mut Vec<Group>, name: &str) -> usize {
    let folded = fold(name).into_boxed_str();
    let place = *places.entry(folded).or_insert_with(|| {
        groups.push(Group { name: name.to_owned(), sums: SeatSums::default() });
        groups.len() - 1
    });
    places.insert(name.into(), place);
    place
}

/// The filter that finds the companies of the group with this name, and no others.
#[must_use]
pub fn filter(by: GroupBy, name: &str) -> Filter {
    let Some(key) = by.text_key() else {
        let state = STATES.iter().find(|(word, _)| *word == name).map_or(CompanyStatus::Fine, |(_, state)| *state);
        return Filter { terms: vec![term(format!("state:{name}"), Condition::State(vec![state]))] };
    };
    let text = if name.is_empty() { format!("{}:\"\"", by.name()) } else { format!("{}={}", by.name(), quoted(name)) };
    Filter { terms: vec![term(text, Condition::Text(key, vec![Wanted::All(fold(name))]))] }
}

fn term(text: String, condition: Condition) -> Term {
    Term { negated: false, condition, at: 0..0, text }
}

/// In quotes unless it is a single plain word. A quote cannot be written in the language.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.chars().all(plain) { name.to_owned() } else { format!("\"{}\"", name.replace('"', " ")) }
}

#[cfg(test)]
#[path = "group_tests.rs"]
pub(in crate::domain::list) mod tests;
