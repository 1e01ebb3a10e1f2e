//! One page of any list: `{results, pageNumber, pageSize, totalNumberOfPages, totalNumberOfRecords}`.

use serde_json::Value;

use super::{items, member, number};
use crate::api::error::Error;
use crate::domain::page::Page;

/// Reads page `number` of at most `size` items. Totals that are missing or too small are made to
/// fit what is there, and totals that are too large for it too.
pub(super) fn page<T>(
    data: &Value,
    at: u32,
    size: u32,
    read: impl FnMut(&Value) -> Option<T>,
) -> Result<Page<T>, Error> {
    if !data.is_object() && !data.is_null() {
        return Err(Error::Garbled(200));
    }
    let results = items(member(data, "results"));
    let items: Vec<T> = results.iter().take(size as usize).filter_map(read).collect();
    if items.len() < results.len() {
        tracing::warn!(kept = items.len(), sent = results.len(), "results left out: no ID, or more than asked for");
    }
    // A service that gives smaller pages than asked for says so.
    let size = number(data, "pageSize").filter(|s| (1..u64::from(size)).contains(s)).unwrap_or(u64::from(size.max(1)));
    let before = u64::from(at.saturating_sub(1)) * size;
    let here = u64::try_from(items.len()).unwrap_or(0);
    let seen = if here == 0 { 0 } else { before + here };
    let total = number(data, "totalNumberOfRecords").unwrap_or(0).max(seen);
    let told = number(data, "totalNumberOfPages").unwrap_or(0);
    let at_least = if here == 0 { 1 } else { u64::from(at) };
    let pages = told.min(total.div_ceil(size)).max(at_least);
    Ok(Page {
        items,
        number: at,
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
        total,
        over_limit: None,
        seats: None,
    })
}
