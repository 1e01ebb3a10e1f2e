//! What has changed between a day and now, as a list with before and after.

use jiff::civil::Date;

use super::day::{Day, KeptCompany, end_of};
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
use crate::domain::service::ids::CompanyId;

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The company was not there.
    New,
    /// The company is no longer there.
    Gone,
    /// Another name.
    Renamed,
    /// Another number of used seats.
    Used,
    /// Another licence limit.
    Limit,
    /// The licence ends later, or no longer ends.
    Renewed,
    /// The licence ends earlier.
    Shortened,
    /// The licence has ended.
    Expired,
    /// The licence counts as valid again, with the same end.
    Unexpired,
    /// The company has locked access.
    Locked,
    /// The company has unlocked access.
    Unlocked,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::New,
        Self::Gone,
        Self::Renamed,
        Self::Used,
        Self::Limit,
        Self::Renewed,
        Self::Shortened,
        Self::Expired,
        Self::Unexpired,
        Self::Locked,
        Self::Unlocked,
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Renamed => "renamed",
            Self::Used => "used",
            Self::Limit => "limit",
            Self::Renewed => "renewed",
            Self::Shortened => "shortened",
            Self::Expired => "expired",
            Self::Unexpired => "unexpired",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
        }
    }
}

/// What was there before or is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing to say.
    Nothing,
    /// A number.
    Number(u64),
    /// A licence limit.
    Limit(Limit),
    /// A day; `None`: no end.
    Day(Option<Date>),
    /// A text.
    Text(String),
}

/// One change of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The kind.
    pub kind: ChangeKind,
    /// The company.
    pub company: CompanyId,
    /// Its name; the last one, if it is gone.
    pub name: String,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub after: Value,
}

/// The changes of one company that was there before.
pub(super) fn of_company(before: &KeptCompany, now: &Company) -> Vec<(ChangeKind, Value, Value)> {
    let mut changes = Vec::new();
    if *before.name != *now.name {
        changes.push((ChangeKind::Renamed, Value::Text(before.name.to_string()), Value::Text(now.name.clone())));
    }
    if before.seats.used != now.seats.used {
        changes.push((ChangeKind::Used, Value::Number(before.seats.used), Value::Number(now.seats.used)));
    }
    if before.seats.limit != now.seats.limit {
        changes.push((ChangeKind::Limit, Value::Limit(before.seats.limit), Value::Limit(now.seats.limit)));
    }
    let ends = end_of(now);
    if before.ends != ends {
        let later = ends.is_none_or(|new| before.ends.is_some_and(|old| old < new));
        let kind = if later { ChangeKind::Renewed } else { ChangeKind::Shortened };
        changes.push((kind, Value::Day(before.ends), Value::Day(ends)));
    }
    match (before.expired, now.expired) {
        (false, true) => changes.push((ChangeKind::Expired, Value::Nothing, Value::Nothing)),
        // A new end says it already.
        (true, false) if before.ends == ends => {
            changes.push((ChangeKind::Unexpired, Value::Nothing, Value::Nothing));
        }
        _ => {}
    }
    match (before.locked, now.locked) {
        (false, true) => changes.push((ChangeKind::Locked, Value::Nothing, Value::Nothing)),
        (true, false) => changes.push((ChangeKind::Unlocked, Value::Nothing, Value::Nothing)),
        _ => {}
    }
    changes
}

/// Everything that has changed since `before`: companies by name, the changes of each in the order of
/// [`ChangeKind`].
#[must_use]
pub fn changes<'a>(before: &Day, now: impl IntoIterator<Item = &'a Company>) -> Vec<Change> {
    let mut all = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for company in now.into_iter().filter(|company| !company.id.is_missing()) {
        seen.insert(&company.id);
        let found = match before.get(&company.id) {
            None => vec![(ChangeKind::New, Value::Nothing, Value::Number(company.seats.used))],
            Some(before) => of_company(before, company),
        };
        all.extend(found.into_iter().map(|(kind, before, after)| Change {
            kind,
            company: company.id.clone(),
            name: company.name.clone(),
            before,
            after,
        }));
    }
    all.extend(before.companies().filter(|(id, _)| !seen.contains(id)).map(|(id, company)| Change {
        kind: ChangeKind::Gone,
        company: id.clone(),
        name: company.name.to_string(),
        before: Value::Number(company.seats.used),
        after: Value::Nothing,
    }));
    all.sort_by_cached_key(|change| (change.name.to_lowercase(), change.company.clone(), change.kind));
    all
}

#[cfg(test)]
#[path = "changes_tests.rs"]
pub(super) mod tests;
