//! Company groups of the reseller: which companies are in them, and their searches.

use super::company::Company;
use super::company_column::CompanyColumn;
use super::filter::{Column, FieldValue};
use super::id::id_of;
use super::plain_search::PlainSearch;
use super::stamp::Stamp;

/// The countries of one desk.
const EMEA: [&str; 11] = ["GB", "DE", "TR", "FR", "PL", "ES", "NO", "GR", "BG", "AE", "IL"];

/// Which companies a group takes.
type Takes = fn(&Company) -> bool;

/// A company group.
#[derive(Debug, Clone)]
pub(super) struct CompanyGroup {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) created: Stamp,
    /// How many companies are in it.
    pub(super) count: u32,
    takes: Takes,
}

impl CompanyGroup {
    /// Every group of the reseller, with these companies.
    pub(super) fn all(companies: &[Company]) -> Vec<Self> {
        let of_emea = |company: &Company| EMEA.contains(&company.country.code.as_str());
        let groups: [(&str, i8, Takes); 5] = [
            ("EMEA desk", 3, of_emea),
            ("APAC desk", 4, |company| !EMEA.contains(&company.country.code.as_str())),
            ("Key accounts", 6, |company| company.limit.is_none_or(|limit| limit >= 500)),
            ("Éducation & santé", 9, |company| {
                company.industry.as_deref().is_some_and(|industry| ["Education", "Healthcare"].contains(&industry))
            }),
            ("New partners", 11, |_| false),
        ];
        let group = |(name, month, takes): (&str, i8, Takes)| Self {
            id: id_of(name),
            name: name.to_owned(),
            created: Stamp::new(jiff::civil::date(2026, month, 2), 0),
            count: u32::try_from(companies.iter().filter(|c| c.managed && takes(c)).count()).unwrap_or(u32::MAX),
            takes,
        };
        groups.map(group).into()
    }

    /// Whether this company is in it.
    pub(super) fn has(&self, company: &Company) -> bool {
        company.managed && (self.takes)(company)
    }
}

/// The columns by which company groups can be filtered and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupColumn {
    Id,
    Name,
    Companies,
    Created,
}

impl Column for GroupColumn {
    type Row = CompanyGroup;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "resourceid" => Self::Id,
            "name" => Self::Name,
            "companycount" => Self::Companies,
            "createtime" => Self::Created,
            _ => return None,
        })
    }

    fn of(self, group: &CompanyGroup) -> FieldValue<'_> {
        match self {
            Self::Id => FieldValue::Text(&group.id),
            Self::Name => FieldValue::Text(&group.name),
            Self::Companies => FieldValue::Number(group.count),
            Self::Created => FieldValue::Text(group.created.as_str()),
        }
    }
}

/// A search of the companies in a group.
pub(super) type CompaniesOfGroup = PlainSearch<CompanyColumn>;
