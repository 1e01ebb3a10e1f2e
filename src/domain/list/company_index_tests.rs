//! Rosters of a handful of companies, each of them odd in its own way.

use crate::domain::company::seats::Seats;
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::SharedAlias;
use crate::domain::list::company_groups::CompanyGroup;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::folding::fold;
use crate::domain::list::index_query::OVER_LIMIT;
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::query::CompanyQuery;

const TODAY: Date = date(2026, 11, 23);

fn company(id: &str, name: &str, used: u64, limit: Limit) -> Company {
    Company {
        id: CompanyId::new(id),
        name: name.to_owned(),
        reseller: Some("Northwind MSP".to_owned()),
        industry: None,
        license_type: None,
        seats: Seats { used, limit },
        inactive: 0,
        deleted: 0,
        monthly: 0,
        renews: None,
        created: None,
        expired: false,
        locked: false,
        tags: Vec::new(),
        desk: None,
    }
}

/// In no order.
fn all() -> Vec<Company> {
    let tags = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    vec![
        Company {
            industry: Some("Retail".into()),
            renews: Some(date(2026, 11, 30)),
            tags: tags(&["uk", "renewal"]),
            ..company("lumen", "Lumen Optics", 59, Limit::Of(60))
        },
        Company {
            industry: Some("Textiles".into()),
            license_type: Some("Phishing+".into()),
            created: Some(date(2020, 1, 2)),
            inactive: 3,
            ..company("isik", "Işık Tekstil A.Ş.", 99, Limit::Of(100))
        },
        Company {
            industry: Some("Logistics".into()),
            license_type: Some("Enterprise".into()),
            renews: Some(date(2027, 1, 31)),
            created: Some(date(2021, 3, 4)),
            monthly: 498,
            tags: tags(&["de", "Priorität"]),
            ..company("acme", "Acme Logistics GmbH", 512, Limit::Of(500))
        },
        Company { deleted: 7, ..company("open", "Caldera Foods", 341, Limit::Unlimited) },
        Company { reseller: None, ..company("dim", "Böse Überraschung", 10, Limit::Unknown) },
        Company { expired: true, renews: Some(date(2026, 11, 2)), ..company("alder", "Alder & Sons", 6, Limit::Of(4)) },
        Company { locked: true, renews: Some(TODAY), ..company("vigil", "Vigil", 1_999, Limit::Of(2_000)) },
        Company { industry: Some(String::new()), ..company("none", "Zero", 0, Limit::Of(0)) },
        company("some", "Zero Plus", 1, Limit::Of(0)),
        company("full", "cobalt", 75, Limit::Of(75)),
    ]
}

fn ids(query: &IndexQuery) -> Vec<String> {
    CompanyIndex::new(all()).find(query, TODAY).companies().map(|c| c.id.to_string()).collect()
}

fn search(text: &str) -> IndexQuery {
    IndexQuery { search: text.into(), ..IndexQuery::default() }
}

#[rstest]
#[case("isik", &["isik"])]
#[case("IŞIK tekstil", &["isik"])]
#[case("logistics acme", &["acme"])]
#[case("prioritat", &["acme"])]
#[case("northwind retail", &["lumen"])]
#[case("uk renewal", &["lumen"])]
#[case("phish", &["isik"])]
#[case("uberraschung bose", &["dim"])]
#[case("opticsnorthwind", &[])]
#[case("zero", &["none", "some"])]
#[case("nobody", &[])]
fn searches_look_at_every_text(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(ids(&search(text)), expected);
}

#[rstest]
#[case(Column::Company, "acme alder dim open full isik lumen vigil none some")]
#[case(Column::Used, "none some alder dim lumen full isik open acme vigil")]
#[case(Column::Limit, "none some alder lumen full isik acme vigil open dim")]
#[case(Column::Left, "acme alder some full none isik lumen vigil open dim")]
#[case(Column::UsePercent, "open lumen isik vigil full none acme alder some dim")]
#[case(Column::Renews, "alder vigil lumen acme dim open full isik none some")]
#[case(Column::State, "alder vigil acme some full none isik lumen dim open")]
#[case(Column::LicenseType, "acme isik alder dim open full lumen vigil none some")]
#[case(Column::Industry, "acme lumen isik alder dim open full vigil none some")]
#[case(Column::Tags, "acme lumen alder dim open full isik vigil none some")]
#[case(Column::Created, "isik acme alder dim open full lumen vigil none some")]
#[case(Column::Inactive, "acme alder dim open full lumen vigil none some isik")]
#[case(Column::Deleted, "acme alder dim full isik lumen vigil none some open")]
#[case(Column::Monthly, "alder dim open full isik lumen vigil none some acme")]
#[case(Column::Reseller, "acme alder open full isik lumen vigil none some dim")]
fn every_column_sorts(#[case] column: Column, #[case] ascending: &str) {
    let up = ids(&IndexQuery { column, ..IndexQuery::default() });
    assert_eq!(up.join(" "), ascending);
    let down = ids(&IndexQuery { column, ascending: false, ..IndexQuery::default() });
    assert_eq!(down.len(), up.len());
    // What is not known is at the end of both.
    let unknown: &[&str] = match column {
        Column::Limit | Column::Left | Column::UsePercent | Column::Reseller => &["dim"],
        Column::Renews => &["dim", "open", "full", "isik", "none", "some"],
        _ => &[],
    };
    assert!(up.ends_with(&unknown.iter().map(ToString::to_string).collect::<Vec<_>>()), "{up:?}");
    assert!(down.ends_with(&unknown.iter().map(ToString::to_string).collect::<Vec<_>>()), "{down:?}");
}

#[rstest]
#[case(Column::Limit, "open vigil acme isik full lumen alder none some dim")]
#[case(Column::Left, "open isik lumen vigil full none some alder acme dim")]
#[case(Column::UsePercent, "some alder acme full none vigil isik lumen open dim")]
#[case(Column::Renews, "acme lumen vigil alder dim open full isik none some")]
#[case(Column::State, "dim open isik lumen full none acme some vigil alder")]
#[case(Column::Company, "some none vigil lumen isik full open dim alder acme")]
fn equal_ones_stand_by_name_in_both_directions(#[case] column: Column, #[case] descending: &str) {
    let down = ids(&IndexQuery { column, ascending: false, ..IndexQuery::default() });
    assert_eq!(down.join(" "), descending);
}

fn only(filter: &str) -> String {
    ids(&IndexQuery { filters: Filter::default().toggled(filter), ..IndexQuery::default() }).join(" ")
}

#[test]
fn filters_keep_what_fits() {
    assert_eq!(only("state:over"), "acme alder some");
    assert_eq!(only("left<1"), "acme alder full none some");
    assert_eq!(only("left<2"), "acme alder full isik lumen vigil none some");
    assert_eq!(only("left<-2"), "acme");
    assert_eq!(only("ends:today"), "vigil");
    assert_eq!(only("ends<=7d"), "lumen vigil");
    assert_eq!(only("state:expired"), "alder");
    assert_eq!(only("state:low"), "isik lumen");
    assert_eq!(only("state:ok"), "dim open");
    assert_eq!(only("state:over state:expired"), "alder");
}

#[test]
fn what_is_found_is_one_page_whatever_page_is_asked_for() {
    let roster = CompanyIndex::new(all());
    for (page, size) in [(1, 4), (3, 4), (u32::MAX, u32::MAX), (0, 0)] {
        let found = roster.find(&IndexQuery { page, size, ..IndexQuery::default() }, TODAY).single_page();
        assert_eq!((found.items.len(), found.number, found.pages), (10, 1, 1));
        assert_eq!((found.total, found.over_limit), (10, Some(3)));
    }
    let none = roster.find(&search("nobody"), TODAY).single_page();
    assert_eq!((none.items.len(), none.pages, none.total, none.over_limit), (0, 1, 0, Some(0)));
}

/// As the service has it: over the limit is counted among what fits otherwise.
#[test]
fn the_over_limit_count_does_not_depend_on_asking_for_it() {
    let roster = CompanyIndex::new(all());
    let query = IndexQuery { filters: Filter::default().toggled(OVER_LIMIT), ..search("zero") };
    let page = roster.find(&query, TODAY).single_page();
    assert_eq!((page.total, page.over_limit), (1, Some(1)));
    let page = roster.find(&search("optics"), TODAY).single_page();
    assert_eq!((page.total, page.over_limit), (1, Some(0)));
}

#[test]
fn the_seats_are_summed_up() {
    let roster = CompanyIndex::new(all());
    let sums = roster.find(&IndexQuery::default(), TODAY).sums();
    assert_eq!(
        sums,
        SeatSums {
            companies: 10,
            used: 59 + 99 + 512 + 341 + 10 + 6 + 1_999 + 1 + 75,
            limit: 60 + 100 + 500 + 4 + 2_000 + 75,
            left: 1 + 1 + 1,
            over_by: 12 + 2 + 1,
            monthly: 498,
            over: 3,
            full: 2,
            low: 2,
            expired: 1,
            unlimited: 1,
            unknown: 1,
        }
    );
    assert_eq!(roster.find(&search("optics"), TODAY).sums().left, 1);
    let vast = [company("a", "A", u64::MAX, Limit::Of(1)), company("b", "B", u64::MAX, Limit::Of(u64::MAX))];
    assert_eq!(SeatSums::of(&vast).used, u64::MAX);
}

#[test]
fn a_company_takes_the_place_of_its_former_self() {
    let mut roster = CompanyIndex::new(all());
    let id = CompanyId::new("lumen");
    let seats = Seats { used: 60, limit: Limit::Of(60) };
    let renamed = Company { name: "Ämil Optics".into(), seats, ..roster.get(&id).expect("there").as_ref().clone() };
    roster.insert(vec![company("lumen", "Older", 1, Limit::Unknown), renamed.clone()]);
    assert_eq!((roster.len(), roster.get(&id)), (10, Some(&Arc::new(renamed))));
    assert_eq!(roster.companies().position(|company| company.id == id), Some(2));
    assert!(CompanyIndex::default().is_empty() && CompanyIndex::default().get(&id).is_none());
}

#[test]
fn company_that_is_as_it_was_is_held_once() {
    let mut roster = CompanyIndex::new(all());
    let before: Vec<_> = roster.companies().cloned().collect();
    let changed = Company { expired: true, ..before[3].as_ref().clone() };
    let others = before.iter().enumerate().filter(|(n, _)| *n != 3).map(|(_, company)| company.as_ref().clone());
    roster.insert(others.chain([changed]));
    let kept: Vec<_> = roster.companies().zip(&before).map(|(now, then)| Arc::ptr_eq(now, then)).collect();
    assert_eq!(kept, (0..before.len()).map(|n| n != 3).collect::<Vec<_>>());
    assert!(roster.companies().nth(3).is_some_and(|company| company.expired));
}

#[test]
fn a_question_to_the_service_is_one_to_the_roster() {
    let query = CompanyQuery {
        page: 2,
        size: 25,
        order: OrderBy::NumberOfUsers,
        ascending: false,
        over_limit: true,
        search: "x".into(),
    };
    let asked = IndexQuery::from(&query);
    assert_eq!((asked.page, asked.size, asked.column, asked.ascending), (2, 25, Column::Limit, false));
    assert_eq!((asked.search.as_str(), asked.filters.clone()), ("x", Filter::default().toggled(OVER_LIMIT)));
    assert_eq!(IndexQuery::from(&CompanyQuery::default()), IndexQuery::default());
    assert_eq!(asked.at_page(3), IndexQuery { page: 3, ..asked.clone() });
}

fn any_company() -> impl Strategy<Value = Company> {
    let limit = prop_oneof![
        4 => (0..5u64).prop_map(Limit::Of),
        1 => any::<u64>().prop_map(Limit::Of),
        1 => Just(Limit::Unlimited),
        1 => Just(Limit::Unknown),
    ];
    let day = prop::option::of((0..60i8).prop_map(|n| date(2026, 11, 1).saturating_add(jiff::Span::new().days(n))));
    let used = prop_oneof![4 => 0..6u64, 1 => any::<u64>()];
    ("[a-cÄıß ]{0,4}", "[a-z]{1,3}", used, limit, day, any::<bool>(), prop::option::of("[a-b]{0,2}")).prop_map(
        |(name, id, used, limit, renews, expired, industry)| Company {
            industry,
            renews,
            expired,
            ..company(&id, &name, used, limit)
        },
    )
}

#[test]
fn groups_sort_by_their_names_and_without_them_by_company() {
    let of = |name: &str, ids: &[&str]| CompanyGroup {
        name: name.into(),
        companies: ids.iter().map(|id| CompanyId::new(*id)).collect(),
    };
    let mut index = CompanyIndex::new(all());
    let order = |index: &CompanyIndex, ascending| {
        let query = IndexQuery { column: Column::Group, ascending, ..IndexQuery::default() };
        index.find(&query, TODAY).companies().map(|c| c.id.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order(&index, true), "acme alder dim open full isik lumen vigil none some");
    index.set_groups(Some(Arc::new(CompanyGroups::new(vec![
        of("pilot", &["vigil", "acme"]),
        of("Öst", &["lumen", "acme"]),
        of("EMEA", &["full"]),
    ]))));
    // Of several groups the first counts, then the next; those without one are last.
    assert_eq!(order(&index, true), "full lumen acme vigil alder dim open isik none some");
    assert_eq!(order(&index, false), "vigil acme lumen full alder dim open isik none some");
    assert_eq!(index.content().widest(Column::Group), 10, "Öst, pilot");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every company that fits is found, once, and in one order whatever it was before.
    #[test]
    fn whatever_the_companies(
        companies in prop::collection::vec(any_company(), 0..40),
        column in prop::sample::select(Column::all().collect::<Vec<_>>()),
        ascending: bool,
        search in "[a-c]{0,2}",
    ) {
        let roster = CompanyIndex::new(companies);
        let query = IndexQuery { column, ascending, search, ..IndexQuery::default() };
        let found = roster.find(&query, TODAY);
        let all: Vec<_> = found.companies().map(|c| c.id.clone()).collect();
        let mut once = all.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), all.len());
        let fitting = roster.companies().filter(|c| {
            let mut text = [Some(&c.name), c.reseller.as_ref(), c.industry.as_ref()].into_iter().flatten();
            text.any(|t| fold(t).contains(&query.search))
        });
        prop_assert_eq!(fitting.count(), all.len());
        // Sorting what is sorted changes nothing: the order is one.
        let rows: Vec<&Row> = found.rows.clone();
        let mut again = rows.clone();
        again.sort_by(|a, b| a.key().cmp(&b.key()));
        sort(&mut again, (column, ascending), None);
        prop_assert!(rows.iter().zip(&again).all(|(a, b)| a.company.id == b.company.id));
        prop_assert_eq!(found.sums().companies, found.single_page().total);
    }
}

#[test]
fn companies_without_an_id_are_told_apart_by_their_names() {
    let nameless = |name: &str| company("", name, 1, Limit::Of(5));
    let mut roster = CompanyIndex::new([nameless("Acme"), nameless("Bolt"), company("c", "Acme", 1, Limit::Of(5))]);
    assert_eq!(roster.len(), 3);
    roster.insert([nameless("Bolt")]);
    assert_eq!(roster.len(), 3, "it takes the place of its former self");
    let known = roster.companies().skip(1).map(|company| identity(company)).collect();
    roster.retain(&known);
    assert_eq!(roster.len(), 2);
}

/// With aliases and notes: acme, alder, and one of the team for lumen.
fn noted() -> CompanyIndex {
    let mut index = CompanyIndex::new(all());
    let own = [("acme", "Größe Kiste, crate", "Calls twice a week.\nContract: Jane"), ("alder", "", "zebra")];
    let own = own.map(|(id, aliases, text)| (CompanyId::new(id), DeskNote::typed(aliases, text)));
    let shared = SharedAlias { alias: "Lampenladen".to_owned(), company: CompanyId::new("lumen") };
    assert!(index.attach(&DeskNotes::new(own.into(), vec![shared])));
    index
}

#[rstest]
#[case("grosse", "acme", None)]
#[case("crate logistics", "acme", None)]
#[case("jane contract", "acme", None)]
#[case("lampen", "lumen", None)]
#[case("zebra", "alder", None)]
#[case("weekcontract", "", None)]
#[case("lampenladne", "lumen", Some("no lampenladne; showing lampenladen"))]
#[case("loggistics", "acme", Some("no loggistics; showing logistics"))]
fn words_of_aliases_and_notes_are_found(#[case] typed: &str, #[case] found: &str, #[case] note: Option<&str>) {
    let index = noted();
    let result = index.find_forgiving(&search(typed), TODAY);
    assert_eq!(result.companies().map(|company| company.id.as_str()).collect::<Vec<_>>().join(" "), found);
    assert_eq!(result.note(), note);
}

#[test]
fn aliases_and_notes_are_sorted_and_counted() {
    let index = noted();
    for (column, first) in [(Column::Alias, ["acme", "lumen"]), (Column::Note, ["acme", "alder"])] {
        let query = IndexQuery { column, ..IndexQuery::default() };
        let ids: Vec<_> = index.find(&query, TODAY).companies().map(|company| company.id.to_string()).collect();
        assert_eq!(ids[..2], first);
    }
    let values = index.values(Key::Text(TextKey::Alias));
    assert_eq!(
        values.iter().map(|(alias, _)| alias.as_str()).collect::<Vec<_>>(),
        ["Größe Kiste", "Lampenladen", "crate"]
    );
}

#[test]
fn note_that_is_taken_away_is_not_found_any_more() {
    let mut index = noted();
    assert!(index.find_forgiving(&search("zebar"), TODAY).note().is_some());
    assert!(index.attach(&DeskNotes::default()));
    assert!(!index.attach(&DeskNotes::default()), "nothing is different");
    assert_eq!(index.find_forgiving(&search("zebar"), TODAY).total(), 0, "its word is not known either");
    assert_eq!(index.find(&search("acme"), TODAY).total(), 1);
}
