//! The company search: order, filter, count, cut into pages.

use std::cmp::Ordering;

use super::body::{self, Fields};
use super::company::Company;
use super::filter::Filter;
use super::text::fold;

/// The most a page holds; who asks for more gets this many.
const PAGE_CAP: i32 = 1000;

/// A search request that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    /// From 1.
    pub(super) page: i32,
    /// From 1 to the cap.
    pub(super) size: i32,
    order: Order,
    ascending: bool,
    over_only: bool,
    /// Folded.
    text: String,
    filter: Filter,
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

/// What a search found.
pub(super) struct Found<'a> {
    /// The companies of the page.
    pub(super) page: Vec<&'a Company>,
    /// Companies on all pages.
    pub(super) total: usize,
    /// Companies over their limit among those that text and filter match, whether or not only those
    /// were asked for.
    pub(super) over: usize,
}

impl Query {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per field that is missing or makes no sense.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let page = note(&mut problems, positive(body, "pageNumber", "PageNumber"));
        let size = note(&mut problems, positive(body, "pageSize", "PageSize"));
        let order = note(&mut problems, read_order(body));
        let ascending = body.flag("ascending").and_then(|flag| flag.ok_or_else(|| body::required("Ascending")));
        let ascending = note(&mut problems, ascending);
        let over_only = if body.get("isTargetUserCountExceededLimit").is_none() {
            Some(false)
        } else {
            note(&mut problems, body.flag("isTargetUserCountExceededLimit")).map(Option::unwrap_or_default)
        };
        let filter = note(&mut problems, read_filter(body));
        match (page, size, order, ascending, over_only, filter) {
            (Some(page), Some(size), Some(order), Some(ascending), Some(over_only), Some((text, filter))) => {
                Ok(Self { page, size: size.min(PAGE_CAP), order, ascending, over_only, text, filter })
            }
            _ => Err(problems),
        }
    }

    /// Answers it from these companies. Equal ones keep the order they are stored in.
    pub(super) fn run<'a>(&self, companies: impl Iterator<Item = &'a Company>) -> Found<'a> {
        let mut hits: Vec<&Company> = companies.filter(|c| self.has_text(c) && self.filter.matches(c)).collect();
        let over = hits.iter().filter(|c| c.over()).count();
        if self.over_only {
            hits.retain(|c| c.over());
        }
        self.sort(&mut hits);
        let total = hits.len();
        let count = |n: i32| usize::try_from(n).unwrap_or(0);
        let start = count(self.page - 1).saturating_mul(count(self.size));
        let page = hits.into_iter().skip(start).take(count(self.size)).collect();
        Found { page, total, over }
    }

    fn has_text(&self, company: &Company) -> bool {
        let texts = [Some(&company.name), Some(&company.reseller), company.industry.as_ref(), company.license.as_ref()];
        let tags = company.tags.iter().flatten();
        self.text.is_empty() || texts.into_iter().flatten().chain(tags).any(|t| fold(t).contains(&self.text))
    }

    fn sort(&self, hits: &mut [&Company]) {
        let text = |text: Option<&String>| text.map(|t| fold(t));
        match self.order {
            Order::Name => self.sort_by(hits, |c| text(Some(&c.name))),
            Order::Reseller => self.sort_by(hits, |c| text(Some(&c.reseller))),
            Order::Industry => self.sort_by(hits, |c| text(c.industry.as_ref())),
            Order::License => self.sort_by(hits, |c| text(c.license.as_ref())),
            Order::Active => self.sort_by(hits, |c| Some(c.active)),
            Order::Limit => self.sort_by(hits, |c| c.limit),
            Order::Ends => self.sort_by(hits, |c| c.ends.as_ref().map(|s| s.as_str().to_owned())),
            Order::Created => self.sort_by(hits, |c| c.created.as_ref().map(|s| s.as_str().to_owned())),
        }
    }

    /// What has no value comes last in both directions.
    fn sort_by<K: Ord>(&self, hits: &mut [&Company], key: impl Fn(&Company) -> Option<K>) {
        let compare = |a: &Option<K>, b: &Option<K>| match (a, b) {
            (Some(a), Some(b)) if self.ascending => a.cmp(b),
            (Some(a), Some(b)) => b.cmp(a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        hits.sort_by(|a, b| compare(&key(a), &key(b)));
    }
}

fn note<T>(problems: &mut Vec<String>, read: Result<T, String>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

fn positive(body: &Fields, name: &str, label: &str) -> Result<i32, String> {
    match body.number(name)? {
        None => Err(body::required(label)),
        Some(n) if n < 1 => Err(format!("'{label}' must be greater than '0'.")),
        Some(n) => Ok(n),
    }
}

fn read_order(body: &Fields) -> Result<Order, String> {
    let name = body.text("orderBy")?.ok_or_else(|| body::required("OrderBy"))?;
    Ok(match name.to_lowercase().as_str() {
        "companyname" => Order::Name,
        "resellername" => Order::Reseller,
        "industryname" => Order::Industry,
        "licensetypename" => Order::License,
        "targetusercount" => Order::Active,
        "numberofusers" => Order::Limit,
        "licenseenddate" => Order::Ends,
        "createtime" => Order::Created,
        _ => return Err(format!("OrderBy '{name}' is not valid.")),
    })
}

fn read_filter(body: &Fields) -> Result<(String, Filter), String> {
    let filter = body.object("filter")?.ok_or_else(|| body::required("Filter"))?;
    let text = fold(filter.text("searchInputTextValue")?.unwrap_or_default().trim());
    Ok((text, Filter::read(&filter)?))
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
