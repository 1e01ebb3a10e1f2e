//! 35 days of 20,000 companies: what it costs to keep a day, to compare with one, and to read the course of a company.
//! `cargo bench --bench earlier_days`.
//!
//! How to read it: `keep` and `course` run in the background; `load` does too, once for each day that is compared with.
//! `compare` is part of a key press in the search line: less than a frame, 16 milliseconds.

use std::sync::Arc;

use divan::Bencher;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::history::day::Day;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::company_index::CompanyIndex;
use keepnet_tui::domain::list::index_query::IndexQuery;
use keepnet_tui::domain::list::snapshot::Snapshot;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::store::Store;

const COMPANIES: u32 = 20_000;
const DAYS: i8 = 35;
const TODAY: Date = date(2026, 11, 30);
const ME: &str = "client";

fn main() {
    let disk = Disk::new();
    let size = std::fs::metadata(disk.store.path()).expect("a file").len();
    let kept = keepnet_tui::store::inspect_days(disk.folder.path(), ME, TODAY).expect("readable");
    println!("{} days: {} KiB packed, database {} KiB", kept.readable.len(), kept.bytes >> 10, size >> 10);
    drop(disk);
    divan::main();
}

/// IDs and names of the usual length; a tenth has other numbers every day.
fn companies(day: u32) -> Vec<Arc<Company>> {
    let mut rng = fastrand::Rng::with_seed(7);
    let company = |n: u32| {
        let (used, id) = (rng.u64(..3_000), rng.u128(..));
        let moved = if (n + day).is_multiple_of(10) { u64::from(day) } else { 0 };
        Company {
            id: CompanyId::new(format!("{id:032x}")),
            name: format!("Northern Lights Logistics and Partners {:05}", rng.u32(..100_000)),
            reseller: None,
            industry: None,
            license_type: None,
            seats: Seats { used: used + moved, limit: Limit::Of(rng.u64(1..3_000)) },
            inactive: 0,
            deleted: 0,
            monthly: used,
            renews: Some(TODAY.saturating_add(jiff::Span::new().days(rng.i32(-100..400)))),
            created: None,
            expired: n.is_multiple_of(17),
            locked: false,
            tags: Vec::new(),
            desk: None,
        }
    };
    (0..COMPANIES).map(company).map(Arc::new).collect()
}

fn snapshot(day: u32) -> Snapshot {
    let companies = companies(day);
    let at = Timestamp::from_second(1_764_000_000 + i64::from(day)).expect("a moment");
    Snapshot { total: companies.len() as u64, companies, over_limit: None, order: (Column::Company, true), at }
}

struct Disk {
    folder: tempfile::TempDir,
    store: Store,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        for back in 1..=DAYS {
            store.save_day(ME, day(back), &snapshot(u32::from(back.unsigned_abs()))).expect("kept");
        }
        Self { folder, store }
    }
}

fn day(back: i8) -> Date {
    TODAY.saturating_sub(jiff::Span::new().days(back))
}

#[divan::bench(sample_count = 10)]
fn keep(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let snapshot = snapshot(0);
    bencher.bench_local(|| store.save_day(ME, TODAY, &snapshot));
}

#[divan::bench(sample_count = 10)]
fn load(bencher: Bencher<'_, '_>) {
    let disk = Disk::new();
    bencher.bench_local(|| disk.store.day(ME, day(1)));
}

/// All 35 days, for one company.
#[divan::bench(sample_count = 10)]
fn course(bencher: Bencher<'_, '_>) {
    let disk = Disk::new();
    let id = companies(0)[11_000].id.clone();
    bencher.bench_local(|| disk.store.course(ME, &id, TODAY).expect("readable").len());
}

#[divan::bench]
fn compare(bencher: Bencher<'_, '_>) {
    let mut index = CompanyIndex::new(companies(0));
    let before = Day::of(day(1), companies(1).iter().map(AsRef::as_ref));
    index.earlier_days_mut().load(Arc::new(before), &[]);
    let query = IndexQuery { search: "changed:1d".to_owned(), ..IndexQuery::default() };
    bencher.bench_local(|| index.find(&query, TODAY).single_page());
}
