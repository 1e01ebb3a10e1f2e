//! `GET /api/target-users/count-summary`. Its description says only that there is an object; the
//! names are those that the vendor's console reads.

use serde_json::Value;

use super::company::day;
use super::{items, member, number};
use crate::api::error::Error;
use crate::domain::company::user_counts::UserCounts;
use crate::domain::time::month::Month;

/// The counts; an answer without any of them is an error.
pub(in crate::api) fn read(data: &Value) -> Result<UserCounts, Error> {
    if data.is_null() {
        return Err(Error::Lacking(None));
    }
    let counts = UserCounts {
        active: number(data, "totalNumberOfActiveUsers"),
        inactive: number(data, "totalNumberOfInActiveUsers"),
        deleted: number(data, "totalNumberOfDeletedUsers"),
        this_month: this_month(data),
    };
    let UserCounts { active, inactive, deleted, this_month } = counts;
    let told = [active, inactive, deleted, this_month].iter().any(Option::is_some);
    if told { Ok(counts) } else { Err(Error::Garbled(200)) }
}

/// The months with a date and a count, oldest first.
pub(in crate::api) fn months(data: &Value) -> Vec<(Month, u64)> {
    let months = items(member(data, "monthlyActiveUsers"));
    let read = |month: &Value| Some((Month::of(day(month, "periodStart")?), number(month, "count")?));
    let mut months: Vec<_> = months.iter().filter_map(read).collect();
    months.sort_unstable();
    months
}

/// The newest month of the list; the last one if they have no dates.
fn this_month(data: &Value) -> Option<u64> {
    let months = items(member(data, "monthlyActiveUsers"));
    months.iter().max_by_key(|month| day(*month, "periodStart")).and_then(|month| number(month, "count"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn month(start: &str, count: u64) -> Value {
        json!({"period": "?", "periodStart": start, "count": count})
    }

    #[rstest]
    #[case(json!([month("2026-09-01T00:00:00", 1), month("2026-10-01T00:00:00", 2)]), Some(2))]
    #[case(json!([month("2026-10-01T00:00:00", 2), month("2026-09-01T00:00:00", 1)]), Some(2))]
    #[case(json!([{"count": 1}, {"Count": "2"}]), Some(2))]
    #[case(json!([month("2026-10-01", 2), null, 7]), Some(2))]
    #[case(json!([month("2026-10-01", 2), {"periodStart": "2026-11-01", "count": null}]), None)]
    #[case(json!([]), None)]
    #[case(json!("many"), None)]
    fn the_month_that_runs(#[case] months: Value, #[case] count: Option<u64>) {
        assert_eq!(this_month(&json!({ "monthlyActiveUsers": months })), count);
    }

    #[test]
    fn months_without_date_or_count_are_left_out() {
        let told = json!([month("2026-10-01T00:00:00", 2), month("2026-09-01", 7), {"count": 1}, {"periodStart": "2026-11-01"}]);
        let months: Vec<_> = months(&json!({ "monthlyActiveUsers": told }))
            .into_iter()
            .map(|(month, count)| (month.to_string(), count))
            .collect();
        assert_eq!(months, [("2026-09".to_owned(), 7), ("2026-10".to_owned(), 2)]);
        assert!(super::months(&Value::Null).is_empty());
    }

    #[test]
    fn missing_count_is_not_zero() {
        let some = json!({"TotalNumberOfActiveUsers": "12", "totalNumberOfInactiveUsers": null, "totalNumberOfDeletedUsers": -3});
        let counts = read(&some).expect("counts");
        assert_eq!(
            (counts.active, counts.inactive, counts.deleted, counts.this_month),
            (Some(12), None, Some(0), None)
        );
        assert!(matches!(read(&Value::Null), Err(Error::Lacking(None))));
        for none in [json!({}), json!([1, 2]), json!({"totalNumberOfActiveUsers": {"a": 1}})] {
            assert!(matches!(read(&none), Err(Error::Garbled(200))), "{none}");
        }
    }
}
