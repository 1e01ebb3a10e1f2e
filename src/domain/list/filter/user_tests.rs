//! The language of users, case by case, and what of a filter is left to this program.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;

use super::matching::Row;
use super::parse::parse_as;
use super::user_key::{UserLanguage, UserRow};
use crate::domain::list::user_filter::Divided;
use crate::domain::list::user_query::UserOrder;
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::{TargetUser, UserStatus};

const TODAY: Date = date(2026, 11, 30);

fn users() -> Vec<TargetUser> {
    let user = |id: &str, name: (&str, &str), domain: &str, department: &str, status, created: &str| TargetUser {
        first_name: Some(name.0.to_owned()),
        last_name: Some(name.1.to_owned()),
        department: (!department.is_empty()).then(|| department.to_owned()),
        phone: (id != "cem").then(|| "+442079460018".to_owned()),
        priority: Some("VeryHigh".to_owned()),
        status,
        created: created.parse().ok(),
        ..TargetUser::active(UserId::new(id), format!("{id}@{domain}"))
    };
    vec![
        user("ann", ("Ann", "Okafor"), "contoso.com", "Finance", UserStatus::Active, "2026-11-29T23:30:00Z"),
        user("bea", ("Béatrice", "Löwe"), "contoso.com", "Finance EU", UserStatus::Inactive, "2026-11-20T08:00:00Z"),
        user("cem", ("Cem", "Işık"), "mail.contoso.com", "", UserStatus::Deleted, "2025-02-01T08:00:00Z"),
        user("dan", ("Dan", "Ann"), "fabrikam.com", "Field Sales", UserStatus::Active, ""),
        user(
            "eve",
            ("Eve", "Stone"),
            "fabrikam.com",
            "Sales",
            UserStatus::Other("Archived".to_owned()),
            "2026-06-30T23:59:59Z",
        ),
    ]
}

fn found(text: &str) -> String {
    let filter = parse_as::<UserLanguage>(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
    let users = users();
    let fitting = users.iter().filter(|user| filter.matches(&UserRow::new(user), TODAY));
    fitting.map(|user| user.id.as_str()).collect::<Vec<_>>().join(" ")
}

const ALL: &str = "ann bea cem dan eve";

#[rstest]
#[case("", ALL)]
#[case("ann", "ann dan")]
#[case("okafor ann", "ann")]
#[case("\"ann okafor\"", "ann")]
#[case("\"okafor ann\"", "")]
#[case("isik", "cem")]
#[case("-ann", "bea cem eve")]
#[case("status:inactive", "bea")]
#[case("status:active,deleted", "ann cem dan")]
#[case("-status:active", "bea cem eve")]
#[case("state:deleted", "cem")]
#[case("department:finance", "ann bea")]
#[case("department=finance", "ann")]
#[case("department:\"\"", "cem")]
#[case("department:sales,eu", "bea dan eve")]
#[case("department:\"field sales\"", "dan")]
#[case("domain:contoso.com", "ann bea cem")]
#[case("domain=contoso.com", "ann bea")]
#[case("-domain:contoso.com", "dan eve")]
#[case("email:ann@", "ann")]
#[case("name:lowe", "bea")]
#[case("name:ann", "ann dan")]
#[case("phone:\"\"", "cem")]
#[case("phone:7946", "ann bea dan eve")]
#[case("priority:high", ALL)]
#[case("priority=\"very high\"", ALL)]
#[case("id:eve", "eve")]
#[case("created<7d", "ann")]
#[case("created<=10d", "ann bea")]
#[case("created>7d", "bea cem eve")]
#[case("created:2026-11", "ann bea")]
#[case("created:2026-06-30", "eve")]
#[case("created<2026", "cem")]
#[case("created:none", "dan")]
#[case("status:active domain:fabrikam.com", "dan")]
fn filter_finds(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(found(text), expected, "{text}");
}

#[rstest]
#[case("left<5", 0..4, "no column is called left")]
#[case("statu:active", 0..5, "did you mean status?")]
#[case("status:gone", 7..11, "active, inactive or deleted")]
#[case("status<active", 7..13, "status has no order")]
#[case("department:", 11..11, "department is compared with a text")]
#[case("created<soon", 8..12, "a day, month or year")]
fn mistake_is_marked(#[case] text: &str, #[case] at: std::ops::Range<usize>, #[case] words: &str) {
    let mistake = parse_as::<UserLanguage>(text).expect_err(text);
    assert_eq!(mistake.at, at, "{text}: {}", mistake.text);
    assert!(mistake.text.contains(words), "{text}: {}", mistake.text);
}

/// What goes to the service, and what is left.
#[rstest]
#[case("ann okafor", "ann okafor", &[], "")]
#[case("department:finance", "", &[(UserOrder::Department, "finance")], "")]
#[case("email:ann@ phone:+44", "", &[(UserOrder::Email, "ann@"), (UserOrder::PhoneNumber, "+44")], "")]
#[case("domain:contoso.com", "", &[(UserOrder::Email, "contoso.com")], "domain:contoso.com")]
#[case("department=finance", "", &[(UserOrder::Department, "finance")], "department=finance")]
#[case("-department:finance", "", &[], "-department:finance")]
#[case("department:a,b", "", &[], "department:a,b")]
#[case("department:\"field sales\"", "", &[], "department:\"field sales\"")]
#[case("department:\"\"", "", &[], "department:\"\"")]
#[case("status:active ann okafor", "okafor", &[], "status:active ann")]
#[case("\"ann okafor\"", "", &[], "\"ann okafor\"")]
fn filter_is_divided(
    #[case] text: &str,
    #[case] search: &str,
    #[case] contains: &[(UserOrder, &str)],
    #[case] rest: &str,
) {
    let divided = Divided::new(&parse_as(text).expect("a filter"));
    let told: Vec<_> = divided.contains.iter().map(|(column, text)| (*column, text.as_str())).collect();
    assert_eq!(
        (divided.search.as_str(), told.as_slice(), divided.rest.only(|_| true).as_str()),
        (search, contains, rest)
    );
}

fn any_term() -> impl Strategy<Value = String> {
    let op = prop::sample::select(vec![":", "="]);
    let keys = prop::sample::select(vec!["department", "domain", "email", "name", "phone", "priority", "id"]);
    let values =
        prop::sample::select(vec!["a", "finance", "contoso.com", "\"\"", "\"field sales\"", "ann,eve", "high"]);
    let texts = (keys, op, values).prop_map(|(key, op, value)| format!("{key}{op}{value}"));
    let signs = prop::sample::select(vec!["<", "<=", ">", ">=", "=", ":"]);
    let days = prop::sample::select(vec!["30d", "-30d", "2026-11", "2026", "2026-11-20", "today"]);
    let dates = (signs, days).prop_map(|(op, day)| format!("created{op}{day}"));
    let others =
        prop::sample::select(vec!["status:active", "status:inactive,deleted", "ann", "\"ann o\"", "created:none"]);
    prop_oneof![texts, dates, others.prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A filter and its negation share the list without overlap, "and" is the intersection, and what is divided between
    /// the service and this program is the whole.
    #[test]
    fn negation_is_the_rest(one in any_term(), two in any_term()) {
        let set = |text: &str| found(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (is, not, all) = (set(&one), set(&format!("-{one}")), set(""));
        prop_assert_eq!(is.len() + not.len(), all.len());
        prop_assert!(is.iter().all(|id| !not.contains(id)));
        let both: Vec<_> = set(&one).into_iter().filter(|id| set(&two).contains(id)).collect();
        let whole = format!("{one} {two}");
        prop_assert_eq!(set(&whole), both.clone());

        let divided = Divided::new(&parse_as(&whole).expect("a filter"));
        let has = |user: &TargetUser, column: UserOrder, text: &str| {
            let of = match column {
                UserOrder::Email => Some(user.email.as_str()),
                UserOrder::Department => user.department.as_deref(),
                _ => user.phone.as_deref(),
            };
            of.is_some_and(|of| of.to_lowercase().contains(&text.to_lowercase()))
        };
        let users = users();
        let of_service = users.iter().filter(|user| divided.contains.iter().all(|(column, text)| has(user, *column, text)));
        let searched = of_service.filter(|user| divided.search.split(' ').all(|word| UserRow::new(user).text().contains(word)));
        let kept = searched.filter(|user| divided.rest.matches(&UserRow::new(user), TODAY));
        prop_assert_eq!(kept.map(|user| user.id.to_string()).collect::<Vec<_>>(), both);
    }
}
