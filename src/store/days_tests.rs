//! Days on disk: what is kept, for how long, and what is made of what cannot be read.

use std::sync::Arc;

use jiff::civil::date;
use rstest::rstest;

use super::super::database::Wait;
use super::super::{Store, inspect_days, retention};
use super::*;
use crate::domain::list::columns::Column;
use crate::domain::list::snapshot::Snapshot;

const ME: &str = "me";
const TODAY: Date = date(2026, 11, 30);

fn company(id: &str, used: u64, limit: Limit) -> Company {
    Company {
        id: CompanyId::new(id),
        name: format!("Işık {id} A.Ş."),
        reseller: Some("Northwind".to_owned()),
        industry: Some("Retail".to_owned()),
        license_type: Some("Enterprise".to_owned()),
        seats: Seats { used, limit },
        inactive: 1,
        deleted: 2,
        monthly: 3,
        renews: Some(date(2026, 12, 2)),
        created: Some(date(2025, 12, 2)),
        expired: id == "b",
        locked: id == "c",
        tags: vec!["vip".to_owned()],
        desk: None,
    }
}

fn some() -> Vec<Company> {
    let open = Company { renews: Some(date(9999, 12, 31)), ..company("c", 5, Limit::Unlimited) };
    vec![company("b", 39, Limit::Of(50)), open, company("a", u64::MAX, Limit::Unknown)]
}

/// Noon of a day.
fn noon(day: Date) -> Timestamp {
    day.at(12, 0, 0, 0).in_tz("UTC").expect("a moment").timestamp()
}

fn snapshot(companies: &[Company], at: Timestamp) -> Snapshot {
    let companies: Vec<_> = companies.iter().cloned().map(Arc::new).collect();
    Snapshot { total: companies.len() as u64, companies, over_limit: None, order: (Column::Company, true), at }
}

struct Disk {
    folder: tempfile::TempDir,
    store: Store,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { store: Store::open(folder.path()).expect("a store"), folder }
    }

    fn save(&self, day: Date, companies: &[Company]) {
        self.store.save_day(ME, day, &snapshot(companies, noon(day))).expect("kept");
    }

    fn put(&self, day: Date, record: &[u8]) {
        let write = |t: &Transaction<'_>| write(t, ME, (day, noon(day)), record);
        self.store.database.write(Wait::Normal, write).expect("written");
    }
}

fn back(days: i32) -> Date {
    TODAY.saturating_sub(Span::new().days(days))
}

/// The text of a record, packed.
fn packed(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn day_is_read_as_it_was_kept() {
    let disk = Disk::new();
    disk.save(back(3), &some());
    let read = disk.store.day(ME, back(3)).expect("readable").expect("kept");
    assert_eq!(read, Day::of(back(3), &some()));
    assert!(some().iter().all(|company| !read.has_changed(company)));
    assert_eq!(disk.store.day(ME, back(2)).expect("readable"), None);
    assert_eq!(disk.store.day("somebody else", back(3)).expect("readable"), None);
    assert_eq!((disk.store.days(ME, TODAY), disk.store.days("somebody else", TODAY)), (vec![back(3)], vec![]));
}

#[test]
fn only_what_is_compared_is_on_disk() {
    let bytes = unpack(&pack(some().iter()).expect("packed")).expect("unpacked");
    let text = String::from_utf8(bytes).expect("text");
    for other in ["Northwind", "Retail", "Enterprise", "vip", "2025-12-02"] {
        assert!(!text.contains(other), "{text}");
    }
}

#[test]
fn last_reading_of_a_day_stays() {
    let disk = Disk::new();
    let other = Store::open(disk.folder.path()).expect("another program");
    let at = |hour: i8| TODAY.at(hour, 0, 0, 0).in_tz("UTC").expect("a moment").timestamp();
    let used = || disk.store.course(ME, &CompanyId::new("b"), TODAY).expect("read");
    for (store, hour, seats, stays) in
        [(&disk.store, 9, 39, 39), (&other, 11, 41, 41), (&disk.store, 10, 40, 41), (&disk.store, 12, 42, 42)]
    {
        store.save_day(ME, TODAY, &snapshot(&[company("b", seats, Limit::Of(50))], at(hour))).expect("kept");
        assert_eq!(used(), [(TODAY, stays)], "at {hour}");
    }
}

#[test]
fn two_programs_write_at_once() {
    let disk = Disk::new();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let folder = disk.folder.path();
            scope.spawn(move || {
                let store = Store::open(folder).expect("a store");
                for day in 0..10 {
                    let companies = [company("a", n, Limit::Unlimited)];
                    store.save_day(ME, back(day), &snapshot(&companies, noon(back(day)))).expect("kept");
                }
            });
        }
    });
    let kept = inspect_days(disk.folder.path(), ME, TODAY).expect("read");
    assert_eq!((kept.readable.len(), kept.unreadable), (10, vec![]));
}

#[test]
fn incomplete_reading_is_not_kept() {
    let disk = Disk::new();
    let partial = Snapshot { total: 4, ..snapshot(&some(), noon(TODAY)) };
    assert!(disk.store.save_day(ME, TODAY, &partial).is_err());
    assert!(disk.store.days(ME, TODAY).is_empty());
}

#[test]
fn days_are_kept_for_five_weeks() {
    let disk = Disk::new();
    let mut day = back(50);
    while day <= TODAY {
        disk.save(day, &some());
        disk.store.restore(noon(day)).expect("a start");
        day = day.tomorrow().expect("a day");
    }
    assert_eq!(disk.store.days(ME, TODAY).len(), 36, "35 days and today");
    let count = |t: &Transaction<'_>| Ok(t.query_row("SELECT count(*) FROM days", [], |row| row.get::<_, i64>(0))?);
    let rows = disk.store.database.read(count).expect("counted");
    assert_eq!(rows, 37, "marked at one start, deleted at the next");
}

#[test]
fn clock_that_was_ahead_deletes_no_day() {
    let disk = Disk::new();
    disk.save(TODAY, &some());
    for days in [0, 400, 0, 500, 1] {
        let at = noon(TODAY.saturating_add(Span::new().days(days)));
        let apply = |t: &Transaction<'_>| retention::apply(t, disk.folder.path(), at);
        disk.store.database.write(Wait::Normal, apply).expect("aged");
    }
    assert_eq!(disk.store.days(ME, TODAY), [TODAY]);
}

#[rstest]
#[case::nothing(Vec::new(), "")]
#[case::not_packed(b"{}".to_vec(), "")]
#[case::cut({ let mut all = pack(some().iter()).expect("packed"); all.truncate(60); all }, "")]
#[case::empty(packed("{}"), "missing field")]
#[case::newer(
    packed(r#"{"v":2,"ids":[],"names":[],"used":[],"limits":[],"monthly":[],"ends":[],"flags":[]}"#),
    "version 2"
)]
#[case::uneven(
    packed(r#"{"v":1,"ids":["b"],"names":["B"],"used":[],"limits":[null],"monthly":[1],"ends":[null],"flags":[0]}"#),
    "different lengths"
)]
fn unreadable_day_is_skipped_and_told(#[case] record: Vec<u8>, #[case] why: &str) {
    let disk = Disk::new();
    disk.save(back(2), &some());
    disk.put(back(1), &record);
    assert!(disk.store.day(ME, back(1)).is_err());
    assert_eq!(disk.store.course(ME, &CompanyId::new("b"), TODAY).expect("read"), [(back(2), 39)]);
    let kept = inspect_days(disk.folder.path(), ME, TODAY).expect("read");
    assert_eq!(kept.readable, [back(2)]);
    assert!(matches!(kept.unreadable.as_slice(), [(day, said)] if *day == back(1) && said.contains(why)), "{kept:?}");
    disk.save(back(1), &some());
    assert!(disk.store.day(ME, back(1)).is_ok(), "the next reading of that day replaces it");
}

#[test]
fn bomb_is_refused() {
    let bomb = packed(&" ".repeat(usize::try_from(UNPACKED_MAX).expect("a size") + 1));
    assert!(bomb.len() < PACKED_MAX);
    assert!(day(TODAY, &bomb).is_err_and(|error| error.to_string().contains("too large")));
}

#[test]
fn too_many_companies_are_not_kept() {
    let one = company("a", 1, Limit::Unlimited);
    let many: Vec<_> = (0..=MOST_COMPANIES)
        .map(|n| Company { id: CompanyId::new(n.to_string()), name: String::new(), ..one.clone() })
        .collect();
    assert!(pack(many.iter()).is_err());
    assert!(pack(many[1..].iter()).is_ok());
}

#[test]
fn texts_of_a_day_are_cleaned() {
    let text = r#"{"v":1,"ids":["b"],"names":["Acme\u001b[2J\u202eLtd"],"used":[1],"limits":[null],"monthly":[1],"ends":[null],"flags":[0]}"#;
    let day = day(TODAY, &packed(text)).expect("readable");
    let name = &day.get(&CompanyId::new("b")).expect("there").name;
    assert!(!name.contains(char::is_control) && !name.contains('\u{202e}'), "{name:?}");
}

#[test]
fn purged_profile_has_no_days() {
    let state = tempfile::tempdir().expect("a folder");
    let folder = state.path().join("a@b-1");
    let store = Store::open(&folder).expect("a store");
    store.save_day(ME, TODAY, &snapshot(&some(), noon(TODAY))).expect("kept");
    drop(store);
    super::super::purge(&folder).expect("purged");
    assert_eq!(inspect_days(&folder, ME, TODAY).expect("nothing there"), super::super::DaysKept::default());
}
