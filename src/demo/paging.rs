//! Paging and order, common to all searches of the service.

use std::cmp::Ordering;

use super::body::{self, Fields, note};

/// The maximum page size; larger requests are capped.
const PAGE_CAP: i32 = 1000;

/// A sort key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(u32),
    Text(String),
}

impl Key {
    /// The rank of a word in an ordered list.
    pub(super) fn rank(words: &[&str], word: &str) -> Option<Self> {
        let at = words.iter().position(|w| *w == word)?;
        u32::try_from(at).ok().map(Self::Number)
    }
}

/// The requested part of a list, and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    /// From 1.
    pub(super) page: i32,
    /// From 1 to the cap.
    pub(super) size: i32,
    /// Smallest first.
    pub(super) ascending: bool,
}

impl Paging {
    /// Reads `pageNumber`, `pageSize`, `orderBy` and `ascending`, all of which are required; `named` returns a column
    /// by its lower-case name. Invalid values are added to `problems`.
    pub(super) fn read<O>(
        body: &Fields,
        problems: &mut Vec<String>,
        named: impl Fn(&str) -> Option<O>,
    ) -> Option<(Self, O)> {
        let page = note(problems, positive(body, "pageNumber", "PageNumber"));
        let size = note(problems, positive(body, "pageSize", "PageSize"));
        let order = note(problems, order(body, named));
        let ascending = body.flag("ascending").and_then(|flag| flag.ok_or_else(|| body::required("Ascending")));
        let ascending = note(problems, ascending)?;
        Some((Self { page: page?, size: size?.min(PAGE_CAP), ascending }, order?))
    }

    /// Sorts the rows; equal ones keep their order, and missing values come last in both directions.
    pub(super) fn sort<T, K: Ord>(&self, rows: Vec<T>, key: impl Fn(&T) -> Option<K>) -> Vec<T> {
        let compare = |a: &Option<K>, b: &Option<K>| match (a, b) {
            (Some(a), Some(b)) if self.ascending => a.cmp(b),
            (Some(a), Some(b)) => b.cmp(a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        let mut keyed: Vec<(Option<K>, T)> = rows.into_iter().map(|row| (key(&row), row)).collect();
        keyed.sort_by(|(a, _), (b, _)| compare(a, b));
        keyed.into_iter().map(|(_, row)| row).collect()
    }

    /// The rows of the page.
    pub(super) fn cut<T>(&self, rows: Vec<T>) -> Vec<T> {
        let count = |n: i32| usize::try_from(n).unwrap_or(0);
        let start = count(self.page - 1).saturating_mul(count(self.size));
        rows.into_iter().skip(start).take(count(self.size)).collect()
    }

    /// The number of pages for this many rows.
    pub(super) fn pages(&self, rows: usize) -> usize {
        rows.div_ceil(usize::try_from(self.size).unwrap_or(1).max(1))
    }
}

fn positive(body: &Fields, name: &str, label: &str) -> Result<i32, String> {
    match body.number(name)? {
        None => Err(body::required(label)),
        Some(n) if n < 1 => Err(format!("'{label}' must be greater than '0'.")),
        Some(n) => Ok(n),
    }
}

fn order<O>(body: &Fields, named: impl Fn(&str) -> Option<O>) -> Result<O, String> {
    let name = body.text("orderBy")?.ok_or_else(|| body::required("OrderBy"))?;
    named(&name.to_lowercase()).ok_or_else(|| format!("OrderBy '{name}' is not valid."))
}
