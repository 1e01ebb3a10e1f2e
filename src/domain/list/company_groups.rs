//! The company groups of the service: a desk's portfolio, as a column that can be filtered by.

use std::collections::HashMap;

use crate::domain::list::folding::fold;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::cells::width;

/// A company group, with the companies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyGroup {
    /// Its name.
    pub name: String,
    /// The companies in it.
    pub companies: Vec<CompanyId>,
}

/// Between the names of several groups of one company.
const SEPARATOR: &str = ", ";

/// What is known of the company groups.
#[derive(Debug, Clone, Copy)]
pub enum KnownGroups<'a> {
    /// They are being loaded.
    Loading,
    /// They could not be loaded.
    NotLoaded,
    /// These.
    Loaded(&'a CompanyGroups),
}

impl KnownGroups<'_> {
    /// The groups of a company, or why they are not known.
    #[must_use]
    pub fn cell(self, company: &CompanyId) -> String {
        match self {
            Self::Loading => "loading".to_owned(),
            Self::NotLoaded => "not loaded".to_owned(),
            Self::Loaded(groups) => groups.names(company).collect::<Vec<_>>().join(SEPARATOR),
        }
    }

    /// Their names; `None` if they are not known.
    #[must_use]
    pub fn names(self, company: &CompanyId) -> Option<Vec<String>> {
        match self {
            Self::Loading | Self::NotLoaded => None,
            Self::Loaded(groups) => Some(groups.names(company).map(str::to_owned).collect()),
        }
    }
}

/// Which companies are in which groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyGroups {
    /// Name, folded name, and number of companies; in the order of the names.
    groups: Vec<(String, Box<str>, u64)>,
    /// The places of a company's groups, in the order of their names.
    places: HashMap<CompanyId, Vec<u32>>,
}

impl CompanyGroups {
    /// All groups of the service.
    #[must_use]
    pub fn new(mut all: Vec<CompanyGroup>) -> Self {
        all.sort_by_cached_key(|group| (fold(&group.name), group.name.clone()));
        let mut known = Self::default();
        for (place, group) in (0..).zip(all) {
            let count = u64::try_from(group.companies.len()).unwrap_or(u64::MAX);
            known.groups.push((group.name.clone(), fold(&group.name).into_boxed_str(), count));
            for company in group.companies {
                known.places.entry(company).or_default().push(place);
            }
        }
        known
    }

    /// Where this company stands in the order of its groups' names; `None` if it is in no group.
    pub(super) fn place(&self, company: &CompanyId) -> Option<&[u32]> {
        self.places.get(company).map(Vec::as_slice)
    }

    /// The names of the groups that this company is in, in order.
    pub fn names(&self, company: &CompanyId) -> impl Iterator<Item = &str> {
        let places = self.place(company).unwrap_or_default();
        places.iter().filter_map(|place| self.groups.get(*place as usize)).map(|(name, ..)| name.as_str())
    }

    /// The cells of the widest list of names that a company has.
    pub(super) fn widest(&self) -> usize {
        let cells = |company| self.names(company).map(|name| width(name) + SEPARATOR.len()).sum::<usize>();
        self.places.keys().map(cells).max().unwrap_or_default().saturating_sub(SEPARATOR.len())
    }

    /// The folded names of the groups that this company is in.
    pub fn of(&self, company: &CompanyId) -> impl Iterator<Item = &str> {
        let places = self.place(company).unwrap_or_default();
        places.iter().filter_map(|place| self.groups.get(*place as usize)).map(|(_, folded, _)| folded.as_ref())
    }

    /// Every group with its number of companies, the largest first.
    #[must_use]
    pub fn counts(&self) -> Vec<(String, u64)> {
        let mut counts: Vec<_> = self.groups.iter().map(|(name, _, count)| (name.clone(), *count)).collect();
        counts.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, companies: &[&str]) -> CompanyGroup {
        CompanyGroup { name: name.to_owned(), companies: companies.iter().map(|id| CompanyId::new(*id)).collect() }
    }

    #[test]
    fn names_are_in_order_and_what_is_not_known_is_said() {
        let groups = CompanyGroups::new(vec![group("Żar", &["a"]), group("pilot", &["a", "b"]), group("EMEA", &[])]);
        let cell = |known: KnownGroups<'_>, id: &str| known.cell(&CompanyId::new(id));
        let loaded = KnownGroups::Loaded(&groups);
        assert_eq!([cell(loaded, "a"), cell(loaded, "b"), cell(loaded, "c")], ["pilot, Żar", "pilot", ""]);
        assert_eq!(groups.widest(), 10);
        for (known, said) in [(KnownGroups::Loading, "loading"), (KnownGroups::NotLoaded, "not loaded")] {
            assert_eq!(cell(known, "c"), said);
            assert_eq!(known.names(&CompanyId::new("c")), None);
        }
    }
}
