//! The companies on earlier days: one compressed record a day, of what is compared and nothing else. The last complete
//! reading of a day stays.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::Company;
use crate::domain::history::day::{Day, KeptCompany};
use crate::domain::service::ids::CompanyId;
use crate::domain::text::clean;

/// The version of the format.
const VERSION: u32 = 1;
/// How many days back they are used; older ones are deleted by age.
pub const KEPT_DAYS: i32 = 35;
/// Days with more companies are not kept: the program does not have all of them in memory either.
pub const MOST_COMPANIES: usize = 20_000;
/// A record is never larger.
const PACKED_MAX: usize = 4 << 20;
/// What a record contains is never larger.
const UNPACKED_MAX: u64 = 32 << 20;
/// The longest text, in characters.
const LONGEST: usize = 300;

const EXPIRED: u8 = 1;
const LOCKED: u8 = 2;
const UNLIMITED: u8 = 4;

/// Columns: they are smaller than rows when compressed, and one can be read without the others.
#[derive(Debug, Serialize, Deserialize)]
struct Record<'a> {
    v: u32,
    #[serde(borrow)]
    ids: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    names: Vec<Cow<'a, str>>,
    used: Vec<u64>,
    /// Without one if it is unknown or there is none.
    limits: Vec<Option<u64>>,
    monthly: Vec<u64>,
    ends: Vec<Option<Date>>,
    flags: Vec<u8>,
}

/// The part of a record that the course of one company needs.
#[derive(Debug, Deserialize)]
struct UsedRecord<'a> {
    v: u32,
    #[serde(borrow)]
    ids: Vec<Cow<'a, str>>,
    used: Vec<u64>,
}

/// The days that are kept of this client ID and not older than they may be, in order.
pub(super) fn list(transaction: &Transaction<'_>, client: &str, today: Date) -> Result<Vec<Date>, StoreError> {
    let sql = "SELECT day FROM days WHERE client = ?1 AND day >= ?2 ORDER BY day";
    let mut statement = transaction.prepare(sql)?;
    let days = statement.query_map(params![client, oldest(today)], |row| row.get::<_, String>(0))?;
    // A day that is none was written by somebody else.
    Ok(days.collect::<Result<Vec<_>, _>>()?.into_iter().filter_map(|day| day.parse().ok()).collect())
}

fn oldest(today: Date) -> String {
    today.saturating_sub(Span::new().days(KEPT_DAYS)).to_string()
}

/// The record of a day, still packed: unpacking takes longer than other programs should wait for the database.
pub(super) fn packed(transaction: &Transaction<'_>, client: &str, day: Date) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT record FROM days WHERE client = ?1 AND day = ?2";
    Ok(transaction.query_row(sql, params![client, day.to_string()], |row| row.get(0)).optional()?)
}

/// The records of all days, still packed, in order.
pub(super) fn all_packed(
    transaction: &Transaction<'_>,
    client: &str,
    today: Date,
) -> Result<Vec<(Date, Vec<u8>)>, StoreError> {
    let sql = "SELECT day, record FROM days WHERE client = ?1 AND day >= ?2 ORDER BY day";
    let mut statement = transaction.prepare(sql)?;
    let of = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
    let rows = statement.query_map(params![client, oldest(today)], of)?.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter_map(|(day, record)| Some((day.parse().ok()?, record))).collect())
}

/// Keeps a day, unless a later reading of it is there.
pub(super) fn write(
    transaction: &Transaction<'_>,
    client: &str,
    (day, at): (Date, Timestamp),
    record: &[u8],
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO days (client, day, at, record) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (client, day) DO UPDATE SET at = excluded.at, record = excluded.record, overdue = NULL
         WHERE excluded.at >= days.at",
        params![client, day.to_string(), at.as_millisecond(), record],
    )?;
    Ok(())
}

/// The companies of a day were read again and are the same; false if what is there was read at another time.
pub(super) fn renew(
    transaction: &Transaction<'_>,
    client: &str,
    day: Date,
    (before, at): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let sql = "UPDATE days SET at = max(at, ?4), overdue = NULL WHERE client = ?1 AND day = ?2 AND at = ?3";
    let found = params![client, day.to_string(), before.as_millisecond(), at.as_millisecond()];
    Ok(transaction.execute(sql, found)? > 0)
}

/// The format in the database.
pub(super) fn pack<'a>(companies: impl Iterator<Item = &'a Company>) -> io::Result<Vec<u8>> {
    let mut companies: Vec<&Company> = companies.filter(|company| !company.id.is_missing()).collect();
    if companies.len() > MOST_COMPANIES {
        return Err(io::Error::other(format!("more than {MOST_COMPANIES} companies")));
    }
    // Neighbours in this order are alike from day to day, and the bytes depend on nothing else.
    companies.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    companies.dedup_by(|a, b| a.id == b.id);
    let kept: Vec<KeptCompany> = companies.iter().map(|company| KeptCompany::from(*company)).collect();
    let flag = |is: bool, flag: u8| if is { flag } else { 0 };
    let record = Record {
        v: VERSION,
        ids: companies.iter().map(|company| company.id.as_str().into()).collect(),
        names: companies.iter().map(|company| company.name.as_str().into()).collect(),
        used: kept.iter().map(|company| company.seats.used).collect(),
        limits: kept
            .iter()
            .map(|company| match company.seats.limit {
                Limit::Of(limit) => Some(limit),
                Limit::Unlimited | Limit::Unknown => None,
            })
            .collect(),
        monthly: kept.iter().map(|company| company.monthly).collect(),
        ends: kept.iter().map(|company| company.ends).collect(),
        flags: kept
            .iter()
            .map(|company| {
                flag(company.expired, EXPIRED)
                    | flag(company.locked, LOCKED)
                    | flag(company.seats.limit == Limit::Unlimited, UNLIMITED)
            })
            .collect(),
    };
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&serde_json::to_vec(&record)?)?;
    let packed = encoder.finish()?;
    if packed.len() > PACKED_MAX {
        return Err(io::Error::other("the companies of a day are too large to be kept"));
    }
    Ok(packed)
}

fn unpack(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if packed.len() > PACKED_MAX
        || ZlibDecoder::new(packed).take(UNPACKED_MAX + 1).read_to_end(&mut bytes)? as u64 > UNPACKED_MAX
    {
        return Err(io::Error::other("it is too large"));
    }
    Ok(bytes)
}

fn is_known(version: u32) -> io::Result<()> {
    if version == VERSION { Ok(()) } else { Err(io::Error::other(format!("version {version} is not supported"))) }
}

/// The companies of a record. Texts are displayed, so they are cleaned like those of the service, whoever wrote them.
pub(super) fn day(date: Date, packed: &[u8]) -> io::Result<Day> {
    let bytes = unpack(packed)?;
    let record: Record<'_> = serde_json::from_slice(&bytes)?;
    is_known(record.v)?;
    let n = record.ids.len();
    let lengths = [record.names.len(), record.used.len(), record.limits.len(), record.monthly.len()];
    if lengths.into_iter().chain([record.ends.len(), record.flags.len()]).any(|len| len != n) {
        return Err(io::Error::other("its columns have different lengths"));
    }
    let companies = (0..n).map(|at| {
        let flags = record.flags[at];
        let limit = match record.limits[at] {
            Some(limit) => Limit::Of(limit),
            None if flags & UNLIMITED != 0 => Limit::Unlimited,
            None => Limit::Unknown,
        };
        let company = KeptCompany {
            name: clean(&record.names[at], LONGEST).into(),
            seats: Seats { used: record.used[at], limit },
            monthly: record.monthly[at],
            ends: record.ends[at],
            expired: flags & EXPIRED != 0,
            locked: flags & LOCKED != 0,
        };
        (CompanyId::new(clean(&record.ids[at], LONGEST)), company)
    });
    Ok(Day::new(date, companies))
}

/// The used seats of one company in a record; `None` if it was not there.
pub(super) fn used(packed: &[u8], id: &CompanyId) -> io::Result<Option<u64>> {
    let bytes = unpack(packed)?;
    let record: UsedRecord<'_> = serde_json::from_slice(&bytes)?;
    is_known(record.v)?;
    let at = record.ids.binary_search_by(|one| one.as_ref().cmp(id.as_str())).ok();
    Ok(at.and_then(|at| record.used.get(at).copied()))
}

#[cfg(test)]
#[path = "days_tests.rs"]
mod tests;
