//! Whether a row fits a filter.

use std::cmp::Ordering;

use jiff::civil::Date;

pub use super::amount::Amount;
pub use super::company_row::{amount, day, has_state};
use super::date::{Distance, When};
use super::language::Language;
use super::term::{Condition, Filter, Number, Op, Term, Wanted};

/// A row whose texts are folded.
pub trait Row<L: Language> {
    /// Everything that is searched, folded.
    fn text(&self) -> &str;

    /// The texts of one column, folded; several where a column holds several.
    fn column(&self, key: L::Text) -> impl Iterator<Item = &str>;

    /// What a column holds; `None` if it is not known.
    fn amount(&self, key: L::Number) -> Option<Amount>;

    /// The day of a column.
    fn day(&self, key: L::Date) -> Option<Date>;

    /// It has this state, alone or among others.
    fn has_state(&self, state: L::State) -> bool;

    /// It has changed since that day, or is new; never where no earlier days are kept.
    fn has_changed(&self, _since: Date, _today: Date) -> bool {
        false
    }
}

impl<L: Language> Filter<L> {
    /// Every term holds for this row.
    #[must_use]
    pub fn matches(&self, row: &impl Row<L>, today: Date) -> bool {
        self.terms.iter().all(|term| term.matches(row, today))
    }
}

impl<L: Language> Term<L> {
    /// It holds for this row.
    #[must_use]
    pub fn matches(&self, row: &impl Row<L>, today: Date) -> bool {
        self.condition.holds(row, today) != self.negated
    }
}

impl<L: Language> Condition<L> {
    fn holds(&self, row: &impl Row<L>, today: Date) -> bool {
        match self {
            Self::Words(needle) => needle.is_in(row.text()),
            Self::Number(key, op, values) => {
                row.amount(*key).is_some_and(|is| values.iter().any(|value| number(is, *op, *value, row)))
            }
            Self::Text(key, values) => values.iter().any(|value| match value {
                Wanted::Words(needle) => row.column(*key).any(|text| needle.is_in(text)),
                Wanted::All(text) if text.is_empty() => row.column(*key).all(str::is_empty),
                Wanted::All(text) => row.column(*key).any(|one| one == text),
            }),
            Self::Date(key, op, values) => {
                let (day, back) = (row.day(*key), L::counts_back(*key));
                values.iter().any(|when| date(day, *op, *when, back, today))
            }
            Self::DateColumn(key, op, other) => match (row.day(*key), row.day(*other)) {
                (Some(one), Some(two)) => ordered(one.cmp(&two), *op),
                _ => false,
            },
            Self::State(states) => states.iter().any(|state| row.has_state(*state)),
            Self::Changed(days) => {
                days.iter().filter_map(|day| day.since(today)).any(|day| row.has_changed(day, today))
            }
        }
    }
}

fn number<L: Language>(is: Amount, op: Op, value: Number<L>, row: &impl Row<L>) -> bool {
    let value = match value {
        Number::Of(n) => Some(Amount::Of(n)),
        Number::Column(key) => row.amount(key),
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

fn date(day: Option<Date>, op: Op, when: When, back: bool, today: Date) -> bool {
    let (first, last) = match (when, day) {
        (When::None, day) => return day.is_none(),
        (_, None) => return false,
        (When::Range(first, last), _) => (first, last),
        (When::Distance(distance), Some(day)) => return away(op, distance, day, back, today),
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
fn away(op: Op, distance: Distance, day: Date, back: bool, today: Date) -> bool {
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
