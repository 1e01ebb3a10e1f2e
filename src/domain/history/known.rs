//! Which earlier days are kept, and those of them that are in memory: only what is compared with is read.

use std::sync::Arc;

use jiff::civil::Date;

use super::day::Day;
use crate::domain::company::summary::Company;

/// Days in memory: that of the last visit, and those that were last compared with.
const IN_MEMORY: usize = 3;

/// The earlier days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierDays {
    /// Every day that is kept, in order.
    days: Vec<Date>,
    /// Those in memory, the one that was read last at the end.
    loaded: Vec<Arc<Day>>,
    /// A day is kept that cannot be read.
    has_unreadable: bool,
}

impl EarlierDays {
    /// These days are kept.
    #[must_use]
    pub fn new(days: impl IntoIterator<Item = Date>) -> Self {
        let mut days: Vec<_> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        Self { days, ..Self::default() }
    }

    /// This day is kept as well, perhaps anew.
    pub fn note(&mut self, date: Date) {
        self.loaded.retain(|day| day.date != date);
        if let Err(at) = self.days.binary_search(&date) {
            self.days.insert(at, date);
        }
    }

    /// This day cannot be read.
    pub fn forget(&mut self, date: Date) {
        self.has_unreadable = true;
        self.days.retain(|day| *day != date);
        self.loaded.retain(|day| day.date != date);
    }

    /// A day that is kept could not be read.
    #[must_use]
    pub fn has_unreadable(&self) -> bool {
        self.has_unreadable
    }

    /// Takes a day into memory; those that are compared with stay there.
    pub fn load(&mut self, day: Arc<Day>, compared: &[Date]) {
        self.note(day.date);
        if self.loaded.len() >= IN_MEMORY
            && let Some(oldest) = self.loaded.iter().position(|day| !compared.contains(&day.date))
        {
            self.loaded.remove(oldest);
        }
        self.loaded.push(day);
    }

    /// The days before today.
    #[must_use]
    pub fn before(&self, today: Date) -> &[Date] {
        self.days.get(..self.days.partition_point(|day| *day < today)).unwrap_or_default()
    }

    /// The day to compare with: the one asked for or the nearest before it, else the oldest. Today is no such day.
    #[must_use]
    pub fn nearest(&self, wanted: Date, today: Date) -> Option<Date> {
        let days = self.before(today);
        let earlier = days.partition_point(|day| *day <= wanted);
        days.get(earlier.saturating_sub(1)).copied()
    }

    /// The last day before today on which all companies were seen.
    #[must_use]
    pub fn last_visit(&self, today: Date) -> Option<Date> {
        self.before(today).last().copied()
    }

    /// A day that is in memory.
    #[must_use]
    pub fn day(&self, date: Date) -> Option<&Arc<Day>> {
        self.loaded.iter().find(|day| day.date == date)
    }

    /// The day to compare with, if it is in memory.
    #[must_use]
    pub fn since(&self, wanted: Date, today: Date) -> Option<&Arc<Day>> {
        self.day(self.nearest(wanted, today)?)
    }

    /// The company has changed since that day, or is new; false as long as the day is not in memory.
    #[must_use]
    pub fn has_changed(&self, company: &Company, wanted: Date, today: Date) -> bool {
        self.since(wanted, today).is_some_and(|day| day.has_changed(company))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    const MONDAY: Date = date(2026, 11, 30);

    fn kept() -> EarlierDays {
        EarlierDays::new([26, 20, 27, 30].map(|day| date(2026, 11, day)))
    }

    #[rstest]
    #[case(date(2026, 11, 30), 27)]
    #[case(date(2026, 11, 29), 27)]
    #[case(date(2026, 11, 27), 27)]
    #[case(date(2026, 11, 26), 26)]
    #[case(date(2026, 11, 25), 20)]
    #[case(date(2026, 11, 20), 20)]
    #[case(date(2026, 11, 1), 20)]
    fn nearest_day_is_taken(#[case] wanted: Date, #[case] taken: i8) {
        assert_eq!(kept().nearest(wanted, MONDAY), Some(date(2026, 11, taken)));
    }

    #[test]
    fn today_is_not_compared_with() {
        assert_eq!(EarlierDays::new([MONDAY]).nearest(MONDAY, MONDAY), None);
        assert_eq!(kept().last_visit(MONDAY), Some(date(2026, 11, 27)));
        assert_eq!(kept().last_visit(date(2026, 12, 1)), Some(MONDAY), "after midnight");
        assert_eq!(EarlierDays::default().nearest(MONDAY, MONDAY), None);
    }

    #[test]
    fn few_days_are_in_memory() {
        let mut days = EarlierDays::default();
        for day in 1..=28 {
            days.load(Arc::new(Day::of(date(2026, 11, day), [])), &[]);
        }
        assert_eq!(days.loaded.len(), IN_MEMORY);
        assert!(days.day(date(2026, 11, 28)).is_some() && days.day(date(2026, 11, 25)).is_none());
        assert_eq!(days.before(MONDAY).len(), 28);
        days.load(Arc::new(Day::of(date(2026, 11, 1), [])), &[26, 27, 28].map(|day| date(2026, 11, day)));
        assert!(
            [26, 27, 28, 1].iter().all(|day| days.day(date(2026, 11, *day)).is_some()),
            "all of them are compared with"
        );
        days.note(date(2026, 11, 28));
        assert!(days.day(date(2026, 11, 28)).is_none(), "it was written anew");
        days.forget(date(2026, 11, 28));
        assert_eq!(days.last_visit(MONDAY), Some(date(2026, 11, 27)));
    }
}
