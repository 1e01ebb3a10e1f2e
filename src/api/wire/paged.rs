//! One page of any list: `{results, pageNumber, pageSize, totalNumberOfPages, totalNumberOfRecords}`.

use super::json::{Node, View};
use super::{member, number, some_of};
use crate::api::error::Error;
use crate::domain::list::page::Page;

/// Reads page `number` of at most `size` items. Totals that are missing, too small or too large are adjusted to the
/// items. A page without rows that should have some is an error.
pub(super) fn page<N: Node, T>(
    data: &N,
    at: u32,
    size: u32,
    read: impl FnMut(&N) -> Option<T>,
) -> Result<Page<T>, Error> {
    let results = match (data.view(), member(data, "results").map(N::view)) {
        (View::Null, _) => return Err(Error::Lacking(None)),
        (_, Some(View::List(results))) => results,
        (View::Object, None) => &[],
        _ => return Err(Error::Garbled(200)),
    };
    let items: Vec<T> = some_of(results, results.iter().take(size as usize).filter_map(read).collect())?;
    if items.len() < results.len() {
        tracing::warn!(kept = items.len(), sent = results.len(), "results left out: no rows, or more than asked for");
    }
    if results.is_empty() {
        is_honest(data, at, size)?;
    }
    // The service may use smaller pages than requested, and says so.
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
        unchecked: 0,
    })
}

/// An empty page is valid with an empty list, or with a total that leaves none for this page.
fn is_honest<N: Node>(data: &N, at: u32, size: u32) -> Result<(), Error> {
    let total = number(data, "totalNumberOfRecords");
    let before = u64::from(at.saturating_sub(1)) * u64::from(size.max(1));
    // Beyond the last page there is nothing.
    let is_beyond = at > 1 && number(data, "totalNumberOfPages").is_some_and(|pages| u64::from(at) > pages);
    match total {
        Some(total) if total <= before || is_beyond => Ok(()),
        Some(total) => Err(Error::Lacking(Some(total))),
        None if member(data, "results").is_some() => Ok(()),
        None => Err(Error::Lacking(None)),
    }
}
