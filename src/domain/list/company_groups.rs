//! The company groups of the service: a desk's portfolio, as a column that can be filtered by.

use std::collections::HashMap;

use crate::domain::list::folding::fold;
use crate::domain::service::ids::CompanyId;

/// A company group, with the companies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyGroup {
    /// Its name.
    pub name: String,
    /// The companies in it.
    pub companies: Vec<CompanyId>,
}

/// Which companies are in which groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyGroups {
    /// Name, folded name, and number of companies.
    groups: Vec<(String, Box<str>, u64)>,
    /// The places of a company's groups.
    places: HashMap<CompanyId, Vec<u32>>,
}

impl CompanyGroups {
    /// All groups of the service.
    #[must_use]
    pub fn new(all: Vec<CompanyGroup>) -> Self {
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

    /// The folded names of the groups that this company is in.
    pub fn of(&self, company: &CompanyId) -> impl Iterator<Item = &str> {
        let places = self.places.get(company).map_or(&[][..], Vec::as_slice);
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
