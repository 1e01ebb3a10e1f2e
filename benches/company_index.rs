//! 20,000 companies in memory: what one key of a local search costs, and a sort.
//! `cargo bench --bench roster`.
//!
//! How to read it: divide the median of `search_and_sort` by the median of `plain_lower_case_contains`
//! in the same run: that one is what a small program does with the same rows, with no accents, no
//! words in any order, no sorting and no sums. The aim is at most 1, and a frame at most: 16 milliseconds.

use divan::Bencher;
use jiff::civil::{Date, date};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::company_index::CompanyIndex;
use keepnet_tui::domain::list::index_query::IndexQuery;
use keepnet_tui::domain::service::ids::CompanyId;

const COMPANIES: u32 = 20_000;
const TODAY: Date = date(2026, 11, 23);
/// Names of several scripts, because folding them is part of the work.
const NAMES: [&str; 6] = [
    "Acme Logistics GmbH",
    "株式会社みなと物流",
    "Ålesund Fjord Energi AS",
    "شركة الخليج للتجارة",
    "Lumen Optics",
    "Işık Tekstil A.Ş.",
];
const INDUSTRIES: [&str; 5] = ["Transport", "Retail", "Healthcare", "Public Sector", "Food and Beverage"];
const LICENSES: [&str; 3] = ["Enterprise", "Awareness", "Phishing+"];
/// Nothing, one word, two words in the wrong order, and one that is nowhere.
const TYPED: [&str; 4] = ["", "isik", "transport acme", "nobody"];

fn main() {
    divan::main();
}

fn pick<'a>(list: &[&'a str], n: u32) -> &'a str {
    list[n as usize % list.len()]
}

fn companies() -> Vec<Company> {
    let mut rng = fastrand::Rng::with_seed(7);
    (0..COMPANIES)
        .map(|n| Company {
            id: CompanyId::new(format!("company{n:05}")),
            name: format!("{} {}", pick(&NAMES, n), rng.u32(..100_000)),
            reseller: Some("Northwind MSP".to_owned()),
            industry: Some(pick(&INDUSTRIES, rng.u32(..)).to_owned()),
            license_type: Some(pick(&LICENSES, rng.u32(..)).to_owned()),
            seats: Seats {
                used: rng.u64(..3_000),
                limit: if n % 40 == 0 { Limit::Unlimited } else { Limit::Of(rng.u64(1..3_000)) },
            },
            inactive: rng.u64(..50),
            deleted: rng.u64(..50),
            monthly: rng.u64(..3_000),
            renews: Some(TODAY.saturating_add(jiff::Span::new().days(rng.i32(-100..400)))),
            created: Some(date(2024, 2, 19)),
            expired: n % 17 == 0,
            locked: false,
            tags: vec!["uk".to_owned(), format!("region {}", n % 9)],
            desk: None,
        })
        .collect()
}

/// Search, sort by use, the page on the screen, and the sums of the header: all that one key does.
#[divan::bench(args = TYPED)]
fn search_and_sort(bencher: Bencher<'_, '_>, typed: &str) {
    let roster = CompanyIndex::new(companies());
    let query =
        IndexQuery { search: typed.to_owned(), column: Column::UsePercent, ascending: false, ..IndexQuery::default() };
    bencher.bench_local(|| roster.find(&query, TODAY).single_page());
}

#[divan::bench(args = TYPED)]
fn plain_lower_case_contains(bencher: Bencher<'_, '_>, typed: &str) {
    let companies = companies();
    bencher.bench_local(|| {
        let typed = typed.to_lowercase();
        let has = |text: &String| text.to_lowercase().contains(&typed);
        let fits = |c: &&Company| {
            let texts = [c.reseller.as_ref(), c.industry.as_ref(), c.license_type.as_ref()];
            has(&c.name) || texts.into_iter().flatten().any(has) || c.tags.iter().any(has)
        };
        companies.iter().filter(fits).collect::<Vec<_>>()
    });
}

#[divan::bench(args = [Column::Company, Column::Left, Column::UsePercent, Column::Industry, Column::Tags, Column::Renews])]
fn sort_alone(bencher: Bencher<'_, '_>, column: Column) {
    let roster = CompanyIndex::new(companies());
    let query = IndexQuery { column, ..IndexQuery::default() };
    bencher.bench_local(|| roster.find(&query, TODAY).single_page());
}

#[divan::bench]
fn every_filter(bencher: Bencher<'_, '_>) {
    let roster = CompanyIndex::new(companies());
    let search = "state:over left<10 ends<=90d monthly>used reseller:a -tag:pilot".to_owned();
    let query = IndexQuery { search, ..IndexQuery::default() };
    bencher.bench_local(|| roster.find(&query, TODAY).single_page());
}

/// A key of a filter with each kind of term, as it is typed.
#[divan::bench(args = ["left<5", "-state:ok ends<30d", "reseller:north industry:retail", "monthly>used -tag:emea", "left<5 isik"])]
fn filter_and_sort(bencher: Bencher<'_, '_>, search: &str) {
    let roster = CompanyIndex::new(companies());
    let query = IndexQuery { search: search.to_owned(), column: Column::Left, ..IndexQuery::default() };
    bencher.bench_local(|| roster.find_forgiving(&query, TODAY).single_page());
}

/// A word with a typing mistake: the first one, which collects the words that occur, and the next.
#[divan::bench(args = [true, false])]
fn forgive_a_mistake(bencher: Bencher<'_, '_>, first: bool) {
    let roster = CompanyIndex::new(companies());
    let query = IndexQuery { search: "logistisc".to_owned(), ..IndexQuery::default() };
    let known = roster.clone();
    assert!(known.find_forgiving(&query, TODAY).note().is_some());
    let from = if first { roster } else { known };
    bencher.with_inputs(|| from.clone()).bench_local_refs(|roster| roster.find_forgiving(&query, TODAY).total());
}

/// One page more while they are fetched in the background: 200 into 19,800.
#[divan::bench]
fn put_a_page(bencher: Bencher<'_, '_>) {
    let mut first = companies();
    let page = first.split_off(19_800);
    let roster = CompanyIndex::new(first);
    bencher.with_inputs(|| (roster.clone(), page.clone())).bench_local_values(|(mut roster, page)| {
        roster.insert(page);
        roster
    });
}
