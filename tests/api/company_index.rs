//! A roster that holds every company answers what the service answers, all pages of it at once: whoever
//! shows them need not know which of the two they came from.

use jiff::civil::{Date, date};
use keepnet_tui::demo::Options;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::company_index::CompanyIndex;
use keepnet_tui::domain::list::index_query::IndexQuery;
use keepnet_tui::domain::list::order_by::OrderBy;
use keepnet_tui::domain::list::query::CompanyQuery;
use rstest::rstest;

use super::support::{Bench, limits};

const TODAY: Date = date(2026, 11, 23);

/// Every company, page by page, as they are fetched in the background.
async fn roster(bench: &Bench) -> CompanyIndex {
    let mut roster = CompanyIndex::default();
    let mut query = CompanyQuery { size: 50, ..CompanyQuery::default() };
    loop {
        let page = bench.client.search_companies(&query).await.expect("a page");
        roster.insert(page.items);
        if query.page >= page.pages {
            assert_eq!(u64::try_from(roster.len()).ok(), Some(page.total));
            return roster;
        }
        query = query.at_page(query.page + 1);
    }
}

/// What both must agree on: the totals, and the figures that were sorted by. Names are compared by
/// neither alike, because the roster leaves accents out.
fn figures<'a>(companies: impl Iterator<Item = &'a Company>, order: OrderBy) -> Vec<String> {
    let figure = |c: &Company| match order {
        OrderBy::TargetUserCount => c.seats.used.to_string(),
        OrderBy::LicenseEndDate => c.renews.map(|d| d.to_string()).unwrap_or_default(),
        OrderBy::CreateTime => c.created.map(|d| d.to_string()).unwrap_or_default(),
        OrderBy::LicenseTypeName => c.license_type.clone().unwrap_or_default(),
        OrderBy::ResellerName => c.reseller.clone().unwrap_or_default(),
        OrderBy::CompanyName | OrderBy::IndustryName | OrderBy::NumberOfUsers => String::new(),
    };
    companies.map(figure).collect()
}

#[rstest]
#[tokio::test]
async fn index_matches_the_pages_of_the_service(
    #[values(
        OrderBy::CompanyName,
        OrderBy::TargetUserCount,
        OrderBy::LicenseEndDate,
        OrderBy::CreateTime,
        OrderBy::LicenseTypeName,
        OrderBy::ResellerName
    )]
    order: OrderBy,
    #[values(true, false)] ascending: bool,
) {
    let bench = Bench::with(Options::instant(), limits()).await;
    let roster = roster(&bench).await;
    for (page, size, over_limit, search) in [
        (1, 25, false, ""),
        (3, 50, false, ""),
        (99, 50, false, ""),
        (1, 10, true, ""),
        (1, 10, false, "lumen"),
        (1, 10, true, "Isik"),
    ] {
        let query = CompanyQuery { page, size, order, ascending, over_limit, search: search.into() };
        let remote = bench.client.search_companies(&query).await.expect("a page");
        let local = roster.find(&IndexQuery::from(&query), TODAY).single_page();
        assert_eq!((local.total, local.over_limit), (remote.total, remote.over_limit), "{query:?}");
        let before = (page as usize - 1) * size as usize;
        let here = local.items.iter().map(AsRef::as_ref).skip(before).take(size as usize);
        assert_eq!(figures(here, order), figures(remote.items.iter(), order), "{query:?}");
    }
}

/// What the service cannot do: accents, words in any order, columns of its own.
#[tokio::test]
async fn index_supports_more_than_the_service() {
    let bench = Bench::with(Options::instant(), limits()).await;
    let roster = roster(&bench).await;
    let names = |search: &str| -> Vec<String> {
        let query = IndexQuery { search: search.into(), ..IndexQuery::default() };
        roster.find(&query, TODAY).companies().map(|c| c.name.clone()).collect()
    };
    assert_eq!(names("ısik"), ["Işık Tekstil A.Ş."]);
    // Its accents are marks of their own.
    assert_eq!(names("crème cafe"), ["Cafe\u{301} Cre\u{300}me Ne\u{301}goce"]);
    assert_eq!(names("etoile brasserie"), ["Brasserie de l'Étoile"]);
    assert_eq!(names("zeglugi"), ["Ministerstwo Wód i Żeglugi"]);

    let by_left = IndexQuery { column: keepnet_tui::domain::list::columns::Column::Left, ..IndexQuery::default() };
    let found = roster.find(&by_left, TODAY);
    let left: Vec<_> =
        found.companies().filter(|c| c.seats.limit != Limit::Unlimited).map(|c| c.seats.left()).collect();
    let known: Vec<_> = left.iter().copied().flatten().collect();
    assert!(known.is_sorted() && known.first() < Some(&0) && known.last() > Some(&0));
    assert!(left.iter().skip(known.len()).all(Option::is_none), "what is not known is last");
    let over = roster.companies().filter(|c| c.seats.is_over()).count();
    assert_eq!(u64::try_from(over).ok(), Some(found.sums().over));
}
