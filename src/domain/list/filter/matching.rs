//! Whether a company fits a filter.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::date::When;
use super::key::{DateKey, NumberKey, TextKey};
use super::term::{Condition, Filter, Number, Op, Term, Wanted};
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::{Company, CompanyStatus};

/// A company whose texts are folded.
pub trait Row {
    /// The company.
    fn company(&self) -> &Company;

    /// Everything that is searched, folded.
    fn text(&self) -> &str;

    /// The texts of one column, folded; several only for tags.
    fn column(&self, key: TextKey) -> impl Iterator<Item = &str>;

    /// The company has changed since that day, or is new.
    fn has_changed(&self, since: Date, today: Date) -> bool;
}

/// A number that may be without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Amount {
    Of(i64),
    Unlimited,
}

impl Filter {
    /// Every term holds for this row.
    #[must_use]
    pub fn matches(&self, row: &impl Row, today: Date) -> bool {
        self.terms.iter().all(|term| term.matches(row, today))
    }
}

impl Term {
    fn matches(&self, row: &impl Row, today: Date) -> bool {
        self.condition.holds(row, today) != self.negated
    }
}

impl Condition {
    fn holds(&self, row: &impl Row, today: Date) -> bool {
        let company = row.company();
        match self {
            Self::Words(needle) => needle.is_in(row.text()),
            Self::Number(key, op, values) => {
                amount(*key, company).is_some_and(|is| values.iter().any(|value| number(is, *op, *value, company)))
            }
            Self::Text(key, values) => values.iter().any(|value| match value {
                Wanted::Words(needle) => row.column(*key).any(|text| needle.is_in(text)),
                Wanted::All(text) if text.is_empty() => row.column(*key).all(str::is_empty),
                Wanted::All(text) => row.column(*key).any(|one| one == text),
            }),
            Self::Date(key, op, values) => values.iter().any(|when| date(*key, *op, *when, company, today)),
            Self::DateColumn(key, op, other) => match (day(*key, company), day(*other, company)) {
                (Some(one), Some(two)) => ordered(one.cmp(&two), *op),
                _ => false,
            },
            Self::State(states) => states.iter().any(|state| has_state(*state, company)),
            Self::Changed(days) => {
                days.iter().filter_map(|day| day.since(today)).any(|day| row.has_changed(day, today))
            }
        }
    }
}

/// What a column holds; `None` if it is not known.
fn amount(key: NumberKey, company: &Company) -> Option<Amount> {
    let signed = |n: u64| Amount::Of(i64::try_from(n).unwrap_or(i64::MAX));
    let Seats { used, limit } = company.seats;
    match key {
        NumberKey::Used => Some(signed(used)),
        NumberKey::Limit => match limit {
            Limit::Of(limit) => Some(signed(limit)),
            Limit::Unlimited => Some(Amount::Unlimited),
            Limit::Unknown => None,
        },
        NumberKey::Left => match limit {
            Limit::Of(_) => company.seats.left().map(Amount::Of),
            Limit::Unlimited => Some(Amount::Unlimited),
            Limit::Unknown => None,
        },
        NumberKey::Over => match limit {
            Limit::Of(_) => company.seats.left().map(|left| Amount::Of((-left).max(0))),
            Limit::Unlimited => Some(Amount::Of(0)),
            Limit::Unknown => None,
        },
        NumberKey::UsePercent => company.seats.percent().map(signed),
        NumberKey::Inactive => Some(signed(company.inactive)),
        NumberKey::Deleted => Some(signed(company.deleted)),
        NumberKey::Monthly => Some(signed(company.monthly)),
    }
}

fn number(is: Amount, op: Op, value: Number, company: &Company) -> bool {
    let value = match value {
        Number::Of(n) => Some(Amount::Of(n)),
        Number::Column(key) => amount(key, company),
        Number::Unlimited => Some(Amount::Unlimited),
    };
    value.is_some_and(|value| ordered(is.cmp(&value), op))
}

fn ordered(order: Ordering, op: Op) -> bool {
    match op {
        Op::Has | Op::Equal => order.is_eq(),
        Op::Less => order.is_lt(),
        Op::AtMost => order.is_le(),
        Op::More => order.is_gt(),
        Op::AtLeast => order.is_ge(),
    }
}

/// The day of a column; a licence that ends in the year 9999 has no end.
fn day(key: DateKey, company: &Company) -> Option<Date> {
    match key {
        DateKey::Ends => company.renews.filter(|day| day.year() < 9999),
        DateKey::Created => company.created,
    }
}

fn date(key: DateKey, op: Op, when: When, company: &Company, today: Date) -> bool {
    let day = day(key, company);
    let (first, last) = match (when, day) {
        (When::None, day) => return day.is_none(),
        (_, None) => return false,
        (When::Range(first, last), _) => (first, last),
        (When::Distance(distance), Some(day)) => return away(key, op, distance, day, today),
    };
    day.is_some_and(|day| match op {
        Op::Has | Op::Equal => first <= day && day <= last,
        Op::Less => day < first,
        Op::AtMost => day <= last,
        Op::More => day > last,
        Op::AtLeast => day >= first,
    })
}

/// A distance counts away from today: `ends<30d` leaves out what has ended, `created<7d` what was created before.
fn away(key: DateKey, op: Op, distance: super::date::Distance, day: Date, today: Date) -> bool {
    let back = key == DateKey::Created;
    let target = distance.from(today, back);
    // Mirrored where distances count back, so that further is always greater.
    let order = |one: Date, two: Date| if back { two.cmp(&one) } else { one.cmp(&two) };
    let to_target = order(day, target);
    let beyond_today = order(day, today);
    match op {
        Op::Equal => to_target.is_eq(),
        Op::Less | Op::AtMost | Op::Has if target == today && op != Op::Has => ordered(to_target, op),
        Op::Less | Op::AtMost if distance.is_negative() => ordered(to_target, op),
        Op::Less | Op::AtMost => beyond_today.is_ge() && ordered(to_target, op),
        // Within: between today and that day.
        Op::Has if distance.is_negative() => beyond_today.is_le() && to_target.is_ge(),
        Op::Has => beyond_today.is_ge() && to_target.is_le(),
        Op::More | Op::AtLeast => ordered(to_target, op),
    }
}

/// Over the limit and expired are facts of their own, whatever else there is, as the service and the sums count them;
/// the others are what the table shows.
#[must_use]
pub fn has_state(state: CompanyStatus, company: &Company) -> bool {
    match state {
        CompanyStatus::Expired => company.expired,
        CompanyStatus::Locked => company.locked,
        CompanyStatus::Over => company.seats.is_over(),
        CompanyStatus::Full | CompanyStatus::Low | CompanyStatus::Fine => company.company_status() == state,
    }
}
