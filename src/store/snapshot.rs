//! The companies as last seen, as one record: the last program to save them wins.

use std::fmt::{self, Formatter};
use std::io;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

use super::error::StoreError;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::clean;

/// The version of the format.
const VERSION: u32 = 1;
/// The longest text, in characters; texts of the service are truncated to this as well.
const LONGEST: usize = 300;
/// Older records are discarded.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Its texts are borrowed to be written, and cleaned where they are read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Record<T> {
    v: u32,
    at: Timestamp,
    total: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over_limit: Option<u64>,
    column: String,
    ascending: bool,
    companies: Vec<CompanyRecord<T>>,
}

/// A text that is displayed: cleaned like those of the service, whoever wrote it.
struct CleanText(String);

impl<'de> Deserialize<'de> for CleanText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Cleaner)
    }
}

/// Cleans a text where it lies.
struct Cleaner;

impl Visitor<'_> for Cleaner {
    type Value = CleanText;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<CleanText, E> {
        Ok(CleanText(clean(text, LONGEST)))
    }
}

/// A limit is a number, unlimited, or unknown.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LimitRecord {
    Of(u64),
    Unlimited,
    Unknown,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct CompanyRecord<T> {
    id: T,
    name: T,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reseller: Option<T>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    industry: Option<T>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    license_type: Option<T>,
    used: u64,
    limit: LimitRecord,
    inactive: u64,
    deleted: u64,
    monthly: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renews: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created: Option<Date>,
    #[serde(default)]
    expired: bool,
    #[serde(default)]
    locked: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<T>,
}

/// The companies saved for this client ID, unless they are too old.
pub(super) fn read(
    transaction: &Transaction<'_>,
    client: &str,
    now: Timestamp,
) -> Result<Option<Snapshot>, StoreError> {
    let oldest = now.checked_sub(MAX_AGE).unwrap_or(Timestamp::MIN).as_millisecond();
    let record = transaction
        .query_row("SELECT record, at FROM companies WHERE client = ?1 AND at >= ?2", params![client, oldest], |row| {
            Ok((serde_json::from_str(row.get_ref(0)?.as_str()?), row.get::<_, i64>(1)?))
        })
        .optional()?;
    let Some((record, at)) = record else { return Ok(None) };
    let record: Record<CleanText> = record?;
    if record.v != VERSION {
        return Err(io::Error::other(format!("version {} is not supported", record.v)).into());
    }
    let column = Column::by_key(&record.column).ok_or_else(|| io::Error::other("no such column"))?;
    let companies = record.companies.into_iter().map(|record| Arc::new(company(record))).collect();
    let Record { at: written, total, over_limit, ascending, .. } = record;
    // The same companies may have been seen again since they were written.
    let seen = Timestamp::from_millisecond(at).unwrap_or(written);
    let at = if written.as_millisecond() == at { written } else { seen };
    Ok(Some(Snapshot { companies, total, over_limit, order: (column, ascending), at }))
}

/// Replaces all records, including those of other resellers.
pub(super) fn write(
    transaction: &Transaction<'_>,
    client: &str,
    at: Timestamp,
    record: &str,
) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM companies", [])?;
    transaction.execute(
        "INSERT INTO companies (client, at, record) VALUES (?1, ?2, ?3)",
        params![client, at.as_millisecond(), record],
    )?;
    Ok(())
}

/// The companies were seen again and are the same; false if what is there is from another time.
pub(super) fn renew(
    transaction: &Transaction<'_>,
    client: &str,
    before: Timestamp,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE companies SET at = ?3 WHERE client = ?1 AND at = ?2";
    Ok(transaction.execute(sql, params![client, before.as_millisecond(), at.as_millisecond()])? > 0)
}

/// Removes records that are too old.
pub(super) fn delete_old(transaction: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    let oldest = now.checked_sub(MAX_AGE).unwrap_or(Timestamp::MIN).as_millisecond();
    transaction.execute("DELETE FROM companies WHERE at < ?1", [oldest])?;
    Ok(())
}

/// The format in the database.
pub(super) fn record(snapshot: &Snapshot) -> io::Result<String> {
    let (column, ascending) = snapshot.order;
    let record = Record {
        v: VERSION,
        at: snapshot.at,
        total: snapshot.total,
        over_limit: snapshot.over_limit,
        column: column.spec().key.to_owned(),
        ascending,
        companies: snapshot.companies.iter().map(|company| company_record(company)).collect(),
    };
    Ok(serde_json::to_string(&record)?)
}

fn company_record(company: &Company) -> CompanyRecord<&str> {
    CompanyRecord {
        id: company.id.as_str(),
        name: &company.name,
        reseller: company.reseller.as_deref(),
        industry: company.industry.as_deref(),
        license_type: company.license_type.as_deref(),
        used: company.seats.used,
        limit: match company.seats.limit {
            Limit::Of(limit) => LimitRecord::Of(limit),
            Limit::Unlimited => LimitRecord::Unlimited,
            Limit::Unknown => LimitRecord::Unknown,
        },
        inactive: company.inactive,
        deleted: company.deleted,
        monthly: company.monthly,
        renews: company.renews,
        created: company.created,
        expired: company.expired,
        locked: company.locked,
        tags: company.tags.iter().map(String::as_str).collect(),
    }
}

fn company(record: CompanyRecord<CleanText>) -> Company {
    let text = |CleanText(text): CleanText| text;
    Company {
        id: CompanyId::new(text(record.id)),
        name: text(record.name),
        reseller: record.reseller.map(text),
        industry: record.industry.map(text),
        license_type: record.license_type.map(text),
        seats: Seats {
            used: record.used,
            limit: match record.limit {
                LimitRecord::Of(limit) => Limit::Of(limit),
                LimitRecord::Unlimited => Limit::Unlimited,
                LimitRecord::Unknown => Limit::Unknown,
            },
        },
        inactive: record.inactive,
        deleted: record.deleted,
        monthly: record.monthly,
        renews: record.renews,
        created: record.created,
        expired: record.expired,
        locked: record.locked,
        tags: record.tags.into_iter().map(text).collect(),
        desk: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::database::Wait;
    use super::*;
    use rstest::rstest;

    const ME: &str = "me";

    fn now() -> Timestamp {
        "2026-11-24T12:41:07Z".parse().expect("a moment")
    }

    fn some() -> Snapshot {
        let plain = Company {
            id: CompanyId::new("id1"),
            name: "Işık Öztürk A.Ş.".to_owned(),
            reseller: Some("Northwind".to_owned()),
            industry: None,
            license_type: Some("Enterprise".to_owned()),
            seats: Seats { used: 39, limit: Limit::Of(50) },
            inactive: 1,
            deleted: 2,
            monthly: 3,
            renews: "2026-12-02".parse().ok(),
            created: None,
            expired: true,
            locked: false,
            tags: vec!["tr".to_owned(), "vip".to_owned()],
            desk: None,
        };
        let open = Seats { used: 5, limit: Limit::Unlimited };
        let unknown = Seats { used: 5, limit: Limit::Unknown };
        let companies = vec![
            plain.clone(),
            Company { id: CompanyId::new("id2"), seats: open, tags: Vec::new(), locked: true, ..plain.clone() },
            Company { id: CompanyId::new("id3"), seats: unknown, ..plain },
        ];
        let companies = companies.into_iter().map(Arc::new).collect();
        Snapshot { companies, total: 3, over_limit: Some(1), order: (Column::Used, false), at: now() }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        (folder, store)
    }

    #[test]
    fn snapshot_is_read_only_by_its_reseller() {
        let (_folder, store) = store();
        assert_eq!(store.companies(ME, now()), None);
        store.save_companies(ME, &some()).expect("written");
        assert_eq!(store.companies(ME, now()), Some(some()));
        assert_eq!(store.companies("somebody else", now()), None);
        store.save_companies("somebody else", &some()).expect("written");
        assert_eq!(store.companies(ME, now()), None, "one list is enough");
        let in_a_month = now().checked_add(MAX_AGE).expect("a moment");
        assert!(store.companies("somebody else", in_a_month).is_some());
        let after = in_a_month.checked_add(SignedDuration::from_secs(1)).expect("a moment");
        assert_eq!(store.companies("somebody else", after), None);
    }

    #[rstest]
    #[case("")]
    #[case("{")]
    #[case("[]")]
    #[case(r#"{"v":2,"at":"2026-11-24T12:00:00Z","total":0,"column":"company","ascending":true,"companies":[]}"#)]
    #[case(r#"{"v":1,"at":"2026-11-24T12:00:00Z","total":0,"column":"moon","ascending":true,"companies":[]}"#)]
    fn broken_snapshot_is_ignored(#[case] text: &str) {
        let (_folder, store) = store();
        store.database.write(Wait::Normal, |t| write(t, ME, now(), text)).expect("written");
        assert_eq!(store.companies(ME, now()), None);
    }

    #[test]
    fn snapshot_texts_are_cleaned() {
        let (_folder, store) = store();
        let mut dirty = some();
        let first = Arc::make_mut(&mut dirty.companies[0]);
        first.name = "Acme\u{1b}[2J\u{202e}Ltd".to_owned();
        first.tags = vec!["x\u{7}y".to_owned()];
        store.save_companies(ME, &dirty).expect("written");
        let read = store.companies(ME, now()).expect("kept");
        let texts = [&read.companies[0].name, &read.companies[0].tags[0]];
        assert!(texts.iter().all(|t| !t.contains(char::is_control) && !t.contains('\u{202e}')), "{texts:?}");
    }
}
