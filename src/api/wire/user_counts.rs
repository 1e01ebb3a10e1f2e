//! `GET /api/target-users/count-summary`. Its description says only that there is an object; the
//! names are those that the vendor's console reads.

use serde_json::Value;

use super::company::day;
use super::{items, member, number};
use crate::api::error::Error;
use crate::domain::company::user_counts::UserCounts;

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

/// The newest month of the list; the last one if they have no dates.
fn this_month(data: &Value) -> Option<u64> {
    let months = items(member(data, "monthlyActiveUsers"));
    months.iter().max_by_key(|month| day(month, "periodStart")).and_then(|month| number(month, "count"))
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
