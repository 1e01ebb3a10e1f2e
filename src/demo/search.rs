//! The company search: filter, order, count, paging.

use jiff::civil::Date;

use super::body::{Fields, note};
use super::company::Company;
use super::company_column::CompanyColumn;
use super::filter::{Filter, read_filter};
use super::month;
use super::paging::Paging;
use super::text::fold;

/// A valid search request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    pub(super) paging: Paging,
    order: Order,
    over_only: bool,
    /// Folded.
    text: String,
    filter: Filter<CompanyColumn>,
    /// The month of the monthly users, by its first day; `None`: the one that runs.
    pub(super) month: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Name,
    Reseller,
    Industry,
    License,
    Active,
    Limit,
    Ends,
    Created,
}

/// The result of a search.
pub(super) struct Found<'a> {
    /// The companies of the page.
    pub(super) page: Vec<&'a Company>,
    /// Companies on all pages.
    pub(super) total: usize,
    /// Companies over their limit among those that match text and filter, whether or not the search was limited to
    /// them.
    pub(super) over: usize,
}

impl Query {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let paged = Paging::read(body, &mut problems, Order::named);
        let over_only = if body.get("isTargetUserCountExceededLimit").is_none() {
            Some(false)
        } else {
            note(&mut problems, body.flag("isTargetUserCountExceededLimit")).map(Option::unwrap_or_default)
        };
        let filter = note(&mut problems, read_filter(body));
        let month = note(&mut problems, month::read(body));
        match (paged, over_only, filter, month) {
            (Some((paging, order)), Some(over_only), Some((text, filter)), Some(month)) => {
                Ok(Self { paging, order, over_only, text, filter, month })
            }
            _ => Err(problems),
        }
    }

    /// Runs it on these companies. Equal ones keep their order.
    pub(super) fn run<'a>(&self, companies: impl Iterator<Item = &'a Company>) -> Found<'a> {
        let mut hits: Vec<&Company> = companies.filter(|c| self.has_text(c) && self.filter.matches(c)).collect();
        let over = hits.iter().filter(|c| c.over()).count();
        if self.over_only {
            hits.retain(|c| c.over());
        }
        let hits = self.sort(hits);
        Found { total: hits.len(), page: self.paging.cut(hits), over }
    }

    fn has_text(&self, company: &Company) -> bool {
        let texts = [Some(&company.name), Some(&company.reseller), company.industry.as_ref(), company.license.as_ref()];
        let tags = company.tags.iter().flatten();
        self.text.is_empty() || texts.into_iter().flatten().chain(tags).any(|t| fold(t).contains(&self.text))
    }

    fn sort<'a>(&self, hits: Vec<&'a Company>) -> Vec<&'a Company> {
        let text = |text: Option<&String>| text.map(|t| fold(t));
        let paging = &self.paging;
        match self.order {
            Order::Name => paging.sort(hits, |c| text(Some(&c.name))),
            Order::Reseller => paging.sort(hits, |c| text(Some(&c.reseller))),
            Order::Industry => paging.sort(hits, |c| text(c.industry.as_ref())),
            Order::License => paging.sort(hits, |c| text(c.license.as_ref())),
            Order::Active => paging.sort(hits, |c| Some(c.active)),
            Order::Limit => paging.sort(hits, |c| c.limit),
            Order::Ends => paging.sort(hits, |c| c.ends.as_ref().map(|s| s.as_str().to_owned())),
            Order::Created => paging.sort(hits, |c| c.created.as_ref().map(|s| s.as_str().to_owned())),
        }
    }
}

impl Order {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "companyname" => Self::Name,
            "resellername" => Self::Reseller,
            "industryname" => Self::Industry,
            "licensetypename" => Self::License,
            "targetusercount" => Self::Active,
            "numberofusers" => Self::Limit,
            "licenseenddate" => Self::Ends,
            "createtime" => Self::Created,
            _ => return None,
        })
    }
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
