//! The same companies are not written again.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use super::super::profile::Store;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::ids::CompanyId;

const CLIENT: &str = "client";
const DAY: Date = date(2026, 12, 1);

fn start() -> Timestamp {
    "2026-12-01T09:00:00.5Z".parse().expect("a time")
}

/// The companies, `minutes` after the start.
fn seen(minutes: i64, used: u64) -> Snapshot {
    let company = |n: u64| {
        Arc::new(Company {
            id: CompanyId::new(format!("c{n}")),
            name: format!("Company {n}"),
            reseller: None,
            industry: None,
            license_type: None,
            seats: Seats { used, limit: Limit::Of(9) },
            inactive: 0,
            deleted: 0,
            monthly: 0,
            renews: None,
            created: None,
            expired: false,
            locked: false,
            tags: Vec::new(),
            desk: None,
        })
    };
    let at = start() + SignedDuration::from_mins(minutes);
    Snapshot {
        companies: (0..2_000).map(company).collect(),
        total: 2_000,
        over_limit: Some(0),
        order: (Column::Company, true),
        at,
    }
}

fn open(folder: &Path) -> Store {
    Store::open(folder).expect("a database")
}

fn save(store: &Store, snapshot: &Snapshot) {
    store.save_companies(CLIENT, snapshot).expect("saved");
    store.save_day(CLIENT, DAY, snapshot).expect("saved");
}

fn log_bytes(folder: &Path) -> u64 {
    std::fs::metadata(folder.join("state.db-wal")).map_or(0, |log| log.len())
}

#[test]
fn same_companies_are_only_dated_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    save(&open(folder.path()), &seen(0, 1));
    let store = open(folder.path());
    let found = store.companies(CLIENT, start()).expect("companies");
    assert_eq!(found, seen(0, 1));
    save(&store, &seen(5, 1));
    let written = log_bytes(folder.path());
    assert!(written < 64 << 10, "{written} bytes for what was there");
    save(&store, &seen(9, 1));
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.companies(CLIENT, start()), Some(seen(9, 1)));
    assert_eq!(store.days(CLIENT, DAY), [DAY]);
}

#[test]
fn changed_companies_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    save(&store, &seen(0, 1));
    save(&store, &seen(5, 2));
    assert_eq!(store.companies(CLIENT, start()), Some(seen(5, 2)));
    let day = store.day(CLIENT, DAY).expect("readable").expect("kept");
    assert_eq!(day.get(&CompanyId::new("c7")).map(|company| company.seats.used), Some(2));
}

#[test]
fn what_another_program_wrote_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (open(folder.path()), open(folder.path()));
    save(&one, &seen(0, 1));
    save(&other, &seen(3, 2));
    save(&one, &seen(5, 1));
    assert_eq!(other.companies(CLIENT, start()), Some(seen(5, 1)));
    let day = other.day(CLIENT, DAY).expect("readable").expect("kept");
    assert_eq!(day.get(&CompanyId::new("c7")).map(|company| company.seats.used), Some(1));
}
