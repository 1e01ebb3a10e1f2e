//! Seven companies, added up by hand.

use jiff::civil::date;
use rstest::rstest;

use super::*;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::list::filter::parse::parse;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::service::ids::CompanyId;

fn company(name: &str, reseller: &str, used: u64, limit: Limit, monthly: u64, tags: &[&str]) -> Company {
    Company {
        id: CompanyId::new(name),
        name: name.to_owned(),
        reseller: (!reseller.is_empty()).then(|| reseller.to_owned()),
        industry: None,
        license_type: Some("Enterprise".to_owned()),
        seats: Seats { used, limit },
        inactive: 0,
        deleted: 0,
        monthly,
        renews: None,
        created: None,
        expired: false,
        locked: false,
        tags: tags.iter().map(ToString::to_string).collect(),
        desk: None,
    }
}

/// A company of this reseller.
pub(in crate::domain::list) fn sized(reseller: Option<&str>, used: u64, limit: Option<u64>) -> Company {
    company("x", reseller.unwrap_or_default(), used, limit.map_or(Limit::Unlimited, Limit::Of), 0, &[])
}

fn all() -> Vec<Company> {
    vec![
        company("Acme", "Southgate", 512, Limit::Of(500), 530, &["vip", "de"]),
        company("Bluefin", "Southgate Partners", 40, Limit::Of(100), 41, &["vip"]),
        company("Cobalt", "SOUTHGATE", 75, Limit::Of(75), 80, &["VIP", "vip"]),
        company("Delta", "", 341, Limit::Unlimited, 7, &[]),
        Company { expired: true, ..company("Ember", "Southgate", 9, Limit::Of(5), 1, &["pilot, late"]) },
        company("Fern", "", 3, Limit::Unknown, 3, &[]),
        company("Gale", "Southgate Partners", 0, Limit::Of(20), 0, &["de"]),
    ]
}

/// Name, companies, used, limit, left, over by, monthly.
fn rows(by: GroupBy) -> Vec<(String, [u64; 6])> {
    let groups = Groups::of(by, &all());
    let numbers = |s: &SeatSums| [s.companies, s.used, s.limit, s.left, s.over_by, s.monthly];
    groups.groups().iter().map(|group| (group.name.clone(), numbers(&group.sums))).collect()
}

fn named(rows: &[(&str, [u64; 6])]) -> Vec<(String, [u64; 6])> {
    rows.iter().map(|(name, numbers)| ((*name).to_owned(), *numbers)).collect()
}

#[test]
fn resellers_that_differ_in_case_are_one_group() {
    let expected = [
        ("Southgate", [3, 512 + 75 + 9, 500 + 75 + 5, 0, 12 + 4, 530 + 80 + 1]),
        ("Southgate Partners", [2, 40, 120, 60 + 20, 0, 41]),
        ("", [2, 341 + 3, 0, 0, 0, 7 + 3]),
    ];
    assert_eq!(rows(GroupBy::Reseller), named(&expected));
}

#[test]
fn a_company_with_several_tags_is_in_each_and_once_in_the_total() {
    let expected = [
        ("vip", [3, 512 + 40 + 75, 500 + 100 + 75, 60, 12, 530 + 41 + 80]),
        ("de", [2, 512, 520, 20, 12, 530]),
        ("", [2, 344, 0, 0, 0, 10]),
        ("pilot, late", [1, 9, 5, 0, 4, 1]),
    ];
    assert_eq!(rows(GroupBy::Tag), named(&expected));
    let groups = Groups::of(GroupBy::Tag, &all());
    let total = groups.total();
    // Acme alone has two tags: Cobalt's are one, written twice.
    assert_eq!((groups.shared(), total.companies, total.used), (1, 7, 512 + 40 + 75 + 341 + 9 + 3));
    assert_eq!((total.limit, total.left, total.over_by, total.monthly), (700, 80, 16, 662));
}

#[test]
fn over_and_expired_are_two_groups_of_one_company() {
    let expected = [
        ("over", [2, 512 + 9, 505, 0, 16, 531]),
        ("ok", [4, 40 + 341 + 3, 120, 80, 0, 51]),
        ("full", [1, 75, 75, 0, 0, 80]),
        ("expired", [1, 9, 5, 0, 4, 1]),
    ];
    assert_eq!(rows(GroupBy::State), named(&expected));
    assert_eq!(Groups::of(GroupBy::State, &all()).shared(), 1);
}

#[test]
fn companies_without_a_limit_are_told_apart_in_a_group() {
    let groups = Groups::of(GroupBy::Reseller, &all());
    let none = groups.groups().iter().find(|group| group.name.is_empty()).expect("a group");
    assert_eq!((none.sums.unlimited, none.sums.unknown), (1, 1));
}

#[test]
fn nothing_has_no_groups_and_no_sums() {
    let groups = Groups::of(GroupBy::Industry, &[]);
    assert_eq!((groups.groups(), groups.total()), (&[][..], SeatSums::default()));
}

/// What a group counts and what its filter finds are the same companies, also when the filter is typed.
#[rstest]
fn a_group_is_what_its_filter_finds(
    #[values(GroupBy::Reseller, GroupBy::LicenseType, GroupBy::Industry, GroupBy::Tag, GroupBy::State)] by: GroupBy,
) {
    let index = CompanyIndex::new(all());
    for group in Groups::of(by, &all()).groups() {
        let filters = filter(by, &group.name);
        let text = filters.only(|_| true);
        for filters in [filters, parse(&text).expect("it can be typed")] {
            let query = IndexQuery { filters, ..IndexQuery::default() };
            let found = index.find(&query, date(2026, 11, 30)).sums();
            assert_eq!(found, group.sums, "{text}");
        }
    }
}

#[rstest]
#[case(GroupBy::Reseller, "Southgate", "reseller=Southgate")]
#[case(GroupBy::Reseller, "Østre, Ltd", "reseller=\"Østre, Ltd\"")]
#[case(GroupBy::LicenseType, "Phishing+", "type=\"Phishing+\"")]
#[case(GroupBy::Industry, "", "industry:\"\"")]
#[case(GroupBy::Tag, "vip", "tag=vip")]
#[case(GroupBy::State, "over", "state:over")]
fn a_group_is_written_in_the_filter_language(#[case] by: GroupBy, #[case] name: &str, #[case] text: &str) {
    assert_eq!(filter(by, name).only(|_| true), text);
}

#[test]
fn the_table_is_in_the_order_of_the_enum() {
    for (i, spec) in GROUPINGS.iter().enumerate() {
        assert_eq!((spec.by as usize, GroupBy::parse(spec.name)), (i, Some(spec.by)), "{}", spec.name);
        assert_ne!(spec.letter, 'b');
        assert!(GROUPINGS[i + 1..].iter().all(|other| other.letter != spec.letter));
    }
    assert_eq!((GroupBy::parse("License_Type"), GroupBy::parse("name")), (Some(GroupBy::LicenseType), None));
}
