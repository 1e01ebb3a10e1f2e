//! The companies as they were last seen: one file a profile, shared by the programs that run at once.
//! It is replaced as a whole, so the last one wins and nobody reads half of one.

use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::whole::{self, Care};
use crate::domain::columns::Column;
use crate::domain::company::Company;
use crate::domain::ids::CompanyId;
use crate::domain::seats::{Limit, Seats};
use crate::domain::snapshot::Snapshot;
use crate::domain::text::clean;

/// Its name in a profile's folder.
const FILE: &str = "companies.json";
/// No file of ours is larger.
const LARGEST: u64 = 16 << 20;
/// The version of its form.
const VERSION: u32 = 1;
/// The longest text, in characters; what the service says is cut to this as well.
const LONGEST: usize = 300;
/// Older ones are nobody's list any more.
const KEPT: super::SignedDuration = super::SignedDuration::from_hours(30 * 24);

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    v: u32,
    /// Without one it is nobody's.
    #[serde(default)]
    client: Option<String>,
    at: Timestamp,
    total: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over_limit: Option<u64>,
    column: String,
    ascending: bool,
    companies: Vec<CompanyRecord>,
}

/// A limit is a number, none, or not known.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LimitRecord {
    Of(u64),
    Unlimited,
    Unknown,
}

#[derive(Debug, Serialize, Deserialize)]
struct CompanyRecord {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reseller: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    industry: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    license_type: Option<String>,
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
    tags: Vec<String>,
}

/// The companies kept in `folder` for this client ID: another one is another reseller. What cannot be read
/// is no more than a list that has to be loaded.
#[must_use]
pub fn companies(folder: &Path, client: &str, now: Timestamp) -> Option<Snapshot> {
    match read(folder, client) {
        Ok(snapshot) => snapshot.filter(|kept| now.duration_since(kept.at) <= KEPT),
        Err(error) => {
            tracing::warn!(%error, "the companies kept are not usable");
            None
        }
    }
}

fn read(folder: &Path, client: &str) -> io::Result<Option<Snapshot>> {
    let record: Record = match whole::read(&folder.join(FILE), LARGEST) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        record => record?,
    };
    if record.client.as_deref() != Some(client) {
        return Ok(None);
    }
    if record.v != VERSION {
        return Err(io::Error::other(format!("they are of version {}", record.v)));
    }
    let column = Column::by_key(&record.column).ok_or_else(|| io::Error::other("no such column"))?;
    let companies = record.companies.into_iter().map(|record| Arc::new(company(record))).collect();
    let Record { at, total, over_limit, ascending, .. } = record;
    Ok(Some(Snapshot { companies, total, over_limit, order: (column, ascending), at }))
}

/// Keeps the companies of this client ID in `folder`, in place of those that were there.
///
/// # Errors
///
/// When they cannot be written; those from before are then still there.
pub fn keep_companies(folder: &Path, client: &str, snapshot: &Snapshot) -> io::Result<()> {
    whole::write(&folder.join(FILE), &record(client, snapshot), Care::Comfort)
}

fn record(client: &str, snapshot: &Snapshot) -> Record {
    let (column, ascending) = snapshot.order;
    Record {
        v: VERSION,
        client: Some(client.to_owned()),
        at: snapshot.at,
        total: snapshot.total,
        over_limit: snapshot.over_limit,
        column: column.spec().key.to_owned(),
        ascending,
        companies: snapshot.companies.iter().map(|company| company_record(company)).collect(),
    }
}

fn company_record(company: &Company) -> CompanyRecord {
    let company = company.clone();
    CompanyRecord {
        id: company.id.to_string(),
        name: company.name,
        reseller: company.reseller,
        industry: company.industry,
        license_type: company.license_type,
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
        tags: company.tags,
    }
}

/// Whoever has written the file: its texts are drawn, so they are as clean as the service's.
fn company(record: CompanyRecord) -> Company {
    let text = |text: String| clean(&text, LONGEST);
    Company {
        id: CompanyId::new(clean(&record.id, LONGEST)),
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
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn what_was_kept_is_read_back_by_the_same_reseller_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(companies(folder.path(), ME, now()), None);
        keep_companies(folder.path(), ME, &some()).expect("written");
        assert_eq!(companies(folder.path(), ME, now()), Some(some()));
        assert_eq!(companies(folder.path(), "somebody else", now()), None);
    }

    #[rstest]
    #[case("")]
    #[case("{")]
    #[case("[]")]
    #[case(r#"{"v":2,"client":"me","at":"2026-11-24T12:00:00Z","total":0,"column":"company","ascending":true,"companies":[]}"#)]
    #[case(r#"{"v":1,"client":"me","at":"2026-11-24T12:00:00Z","total":0,"column":"moon","ascending":true,"companies":[]}"#)]
    #[case(r#"{"v":1,"at":"2026-11-24T12:00:00Z","total":0,"column":"company","ascending":true,"companies":[]}"#)]
    #[case(r#"{"v":1,"client":"me","at":"2026-10-01T12:00:00Z","total":0,"column":"company","ascending":true,"companies":[]}"#)]
    fn what_is_broken_nobodys_of_another_version_or_a_month_old_is_not_used(#[case] text: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILE), text).expect("written");
        assert_eq!(companies(folder.path(), ME, now()), None);
    }

    #[test]
    fn what_somebody_wrote_into_it_is_clean() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut dirty = some();
        let first = Arc::make_mut(&mut dirty.companies[0]);
        first.name = "Acme\u{1b}[2J\u{202e}Ltd".to_owned();
        first.tags = vec!["x\u{7}y".to_owned()];
        keep_companies(folder.path(), ME, &dirty).expect("written");
        let read = companies(folder.path(), ME, now()).expect("kept");
        let texts = [&read.companies[0].name, &read.companies[0].tags[0]];
        assert!(texts.iter().all(|t| !t.contains(char::is_control) && !t.contains('\u{202e}')), "{texts:?}");
    }
}
