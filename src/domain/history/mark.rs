//! What has changed in a company, in a few cells.

use super::changes::{ChangeKind, of_company};
use super::day::Day;
use crate::domain::company::summary::Company;

/// The change of a company that matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeMark {
    /// So many seats more, or less, are used.
    Seats(i64),
    /// Another change.
    Other(ChangeKind),
}

impl ChangeMark {
    /// The change since this day, if there is one: seats first, because they change most.
    #[must_use]
    pub fn of(day: &Day, company: &Company) -> Option<Self> {
        if company.id.is_missing() {
            return None;
        }
        let Some(before) = day.get(&company.id) else { return Some(Self::Other(ChangeKind::New)) };
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        match signed(company.seats.used) - signed(before.seats.used) {
            0 if before.differs(company) => of_company(before, company).last().map(|(kind, ..)| Self::Other(*kind)),
            0 => None,
            seats => Some(Self::Seats(seats)),
        }
    }

    /// `▲ +12`, `▼ −3`, `renewed`; numbers alone in ASCII.
    #[must_use]
    pub fn text(self, ascii: bool) -> String {
        match self {
            Self::Seats(seats) => {
                let (sign, minus) = if seats > 0 { ("▲ +", "") } else { ("▼ ", "−") };
                match (ascii, seats > 0) {
                    (false, _) => format!("{sign}{minus}{}", seats.unsigned_abs()),
                    (true, true) => format!("+{seats}"),
                    (true, false) => seats.to_string(),
                }
            }
            Self::Other(kind) => kind.word().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::super::changes::tests::acme;
    use super::*;

    #[rstest]
    #[case(|_: &mut Company| {}, None)]
    #[case(|c: &mut Company| c.monthly = 7, None)]
    #[case(|c: &mut Company| c.seats.used += 12, Some(("▲ +12", "+12")))]
    #[case(|c: &mut Company| c.seats.used -= 3, Some(("▼ −3", "-3")))]
    #[case(|c: &mut Company| { c.seats.used += 1; c.locked = true }, Some(("▲ +1", "+1")))]
    #[case(|c: &mut Company| c.renews = None, Some(("renewed", "renewed")))]
    #[case(|c: &mut Company| { c.renews = None; c.locked = true }, Some(("locked", "locked")))]
    fn mark_says_what_matters_most(#[case] change: fn(&mut Company), #[case] expected: Option<(&str, &str)>) {
        let day = Day::of(date(2026, 11, 27), &[acme()]);
        let mut now = acme();
        change(&mut now);
        let mark = ChangeMark::of(&day, &now);
        let told = mark.map(|mark| (mark.text(false), mark.text(true)));
        assert_eq!(told, expected.map(|(one, two)| (one.to_owned(), two.to_owned())));
    }

    #[test]
    fn unknown_company_is_new() {
        let day = Day::of(date(2026, 11, 27), []);
        assert_eq!(ChangeMark::of(&day, &acme()), Some(ChangeMark::Other(ChangeKind::New)));
    }
}
