//! Comparisons, case by case.

use std::slice;

use jiff::civil::date;
use rstest::rstest;

use super::*;
use crate::domain::company::seats::Seats;

/// A company with a licence that ends.
pub(in super::super) fn acme() -> Company {
    Company {
        id: CompanyId::new("c1"),
        name: "Acme".to_owned(),
        reseller: None,
        industry: None,
        license_type: None,
        seats: Seats { used: 398, limit: Limit::Of(400) },
        inactive: 0,
        deleted: 0,
        monthly: 398,
        renews: Some(date(2026, 12, 31)),
        created: None,
        expired: false,
        locked: false,
        tags: Vec::new(),
        desk: None,
    }
}

const FRIDAY: Date = date(2026, 11, 27);

fn text(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Number(n) | Value::Limit(Limit::Of(n)) => n.to_string(),
        Value::Limit(Limit::Unlimited) => "unlimited".to_owned(),
        Value::Limit(Limit::Unknown) => "?".to_owned(),
        Value::Day(day) => day.map_or("never".to_owned(), |day| day.to_string()),
        Value::Text(text) => text.clone(),
    }
}

fn told(before: &[Company], now: &[Company]) -> String {
    let lines = changes(&Day::of(FRIDAY, before), now);
    let line = |c: &Change| format!("{} {} {}>{}", c.name, c.kind.word(), text(&c.before), text(&c.after));
    lines.iter().map(line).collect::<Vec<_>>().join(", ")
}

#[rstest]
#[case(|_: &mut Company| {}, "")]
#[case(|c: &mut Company| c.monthly = 7, "")]
#[case(|c: &mut Company| c.inactive = 7, "")]
#[case(|c: &mut Company| c.tags = vec!["vip".to_owned()], "")]
#[case(|c: &mut Company| c.seats.used = 412, "Acme used 398>412")]
#[case(|c: &mut Company| c.seats.used = 0, "Acme used 398>0")]
#[case(|c: &mut Company| c.seats.limit = Limit::Of(500), "Acme limit 400>500")]
#[case(|c: &mut Company| c.seats.limit = Limit::Unlimited, "Acme limit 400>unlimited")]
#[case(|c: &mut Company| c.seats.limit = Limit::Unknown, "Acme limit 400>?")]
#[case(|c: &mut Company| c.renews = Some(date(2027, 12, 31)), "Acme renewed 2026-12-31>2027-12-31")]
#[case(|c: &mut Company| c.renews = None, "Acme renewed 2026-12-31>never")]
#[case(|c: &mut Company| c.renews = Some(date(9999, 12, 31)), "Acme renewed 2026-12-31>never")]
#[case(|c: &mut Company| c.renews = Some(date(2026, 12, 1)), "Acme shortened 2026-12-31>2026-12-01")]
#[case(|c: &mut Company| c.expired = true, "Acme expired ->-")]
#[case(|c: &mut Company| c.locked = true, "Acme locked ->-")]
#[case(|c: &mut Company| c.name = "Acme Ltd".to_owned(), "Acme Ltd renamed Acme>Acme Ltd")]
#[case(
    |c: &mut Company| { c.seats.used = 412; c.locked = true; c.name = "Acme Ltd".to_owned() },
    "Acme Ltd renamed Acme>Acme Ltd, Acme Ltd used 398>412, Acme Ltd locked ->-"
)]
fn change_has_before_and_after(#[case] change: fn(&mut Company), #[case] expected: &str) {
    let mut now = acme();
    change(&mut now);
    assert_eq!(told(&[acme()], &[now.clone()]), expected);
    // The filter agrees.
    assert_eq!(Day::of(FRIDAY, &[acme()]).has_changed(&now), !expected.is_empty());
}

#[rstest]
#[case(|c: &mut Company| c.locked = true, "Acme unlocked ->-")]
#[case(|c: &mut Company| c.expired = true, "Acme unexpired ->-")]
#[case(|c: &mut Company| (c.expired, c.renews) = (true, Some(date(2026, 11, 1))), "Acme renewed 2026-11-01>2026-12-31")]
#[case(|c: &mut Company| c.renews = None, "Acme shortened never>2026-12-31")]
fn change_back_has_its_own_word(#[case] change: fn(&mut Company), #[case] expected: &str) {
    let mut before = acme();
    change(&mut before);
    assert_eq!(told(&[before.clone()], &[acme()]), expected);
    assert!(Day::of(FRIDAY, &[before]).has_changed(&acme()));
}

#[test]
fn companies_come_and_go() {
    let other = Company { id: CompanyId::new("c2"), name: "Älv".to_owned(), ..acme() };
    let third = Company { id: CompanyId::new("c3"), name: "bolt".to_owned(), ..acme() };
    assert_eq!(told(&[acme(), third.clone()], &[third.clone(), other]), "Acme gone 398>-, Älv new ->398");
    assert_eq!(told(&[], &[third]), "bolt new ->398");
}

#[test]
fn company_without_id_is_not_compared() {
    let nameless = Company { id: CompanyId::missing(), ..acme() };
    let more = Company { seats: Seats { used: 1, ..acme().seats }, ..nameless.clone() };
    assert_eq!(told(slice::from_ref(&nameless), slice::from_ref(&more)), "");
    assert!(!Day::of(FRIDAY, &[nameless]).has_changed(&more));
}
