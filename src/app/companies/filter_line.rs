//! Ways to go on typing in the search line of the companies.

use crate::app::companies::cache::CompanyCache;
use crate::domain::list::filter::complete::{Completion, complete};

/// Most ways to go on typing that are offered.
const MOST: usize = 6;

/// Ways to go on typing.
#[must_use]
pub fn completions(text: &str, at: usize, source: &CompanyCache) -> Vec<Completion> {
    let mut found = complete(text, at, |key| source.index().values(key));
    found.truncate(MOST);
    found
}
