//! How a list was left: one small file a profile, shared by the programs that run at once. It is
//! replaced as a whole, so the last one wins and nobody reads half of one.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::whole::{self, Care};
use crate::domain::columns::Column;
use crate::domain::view::{Chosen, Remembered};

/// Its name in a profile's folder.
const FILE: &str = "view.json";
/// No file of ours is larger.
const LARGEST: u64 = 1 << 16;
/// The version of its form.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct ChosenRecord<T> {
    value: T,
    instead_of: T,
}

/// Columns go by the names they have in the configuration.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    v: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<ChosenRecord<Vec<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page_size: Option<ChosenRecord<u32>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sort: Option<SortRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SortRecord {
    column: String,
    ascending: bool,
}

/// What is remembered in `folder`, and a remark when there is something that cannot be used.
#[must_use]
pub fn remembered(folder: &Path) -> (Remembered, Option<String>) {
    let path = folder.join(FILE);
    let read = || -> io::Result<Remembered> { from_record(&whole::read(&path, LARGEST)?).map_err(io::Error::other) };
    match read() {
        Ok(remembered) => (remembered, None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Remembered::default(), None),
        Err(error) => {
            let path = path.display();
            let said = format!("How the list was left cannot be used ({error}); it starts as configured: {path}");
            (Remembered::default(), Some(said))
        }
    }
}

/// Remembers it in `folder`, in place of what was there.
///
/// # Errors
///
/// When it cannot be written; what was there before is then still there.
pub fn remember(folder: &Path, remembered: &Remembered) -> io::Result<()> {
    whole::write(&folder.join(FILE), &to_record(remembered), Care::Comfort)
}

fn to_record(remembered: &Remembered) -> Record {
    let keys = |columns: &[Column]| columns.iter().map(|c| c.spec().key.to_owned()).collect();
    Record {
        v: VERSION,
        columns: remembered
            .columns
            .as_ref()
            .map(|c| ChosenRecord { value: keys(&c.value), instead_of: keys(&c.instead_of) }),
        page_size: remembered.page_size.as_ref().map(|c| ChosenRecord { value: c.value, instead_of: c.instead_of }),
        sort: remembered
            .order
            .map(|(column, ascending)| SortRecord { column: column.spec().key.to_owned(), ascending }),
    }
}

fn from_record(record: &Record) -> Result<Remembered, String> {
    if record.v != VERSION {
        return Err(format!("it is of version {}", record.v));
    }
    let columns = match &record.columns {
        Some(chosen) => Some(Chosen { value: columns(&chosen.value)?, instead_of: columns(&chosen.instead_of)? }),
        None => None,
    };
    let page_size = match &record.page_size {
        Some(chosen) if !(1..=1000).contains(&chosen.value) => return Err(format!("page_size is {}", chosen.value)),
        Some(chosen) => Some(Chosen { value: chosen.value, instead_of: chosen.instead_of }),
        None => None,
    };
    let order = match &record.sort {
        Some(sort) => Some((column(&sort.column)?, sort.ascending)),
        None => None,
    };
    Ok(Remembered { columns, page_size, order })
}

fn columns(keys: &[String]) -> Result<Vec<Column>, String> {
    let mut columns = Vec::new();
    for key in keys {
        let column = column(key)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    if columns.contains(&Column::Company) { Ok(columns) } else { Err("the column company is missing".to_owned()) }
}

fn column(key: &str) -> Result<Column, String> {
    Column::by_key(key).ok_or_else(|| format!("no column is called {key:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn some() -> Remembered {
        Remembered {
            columns: Some(Chosen {
                value: vec![Column::Company, Column::Left],
                instead_of: vec![Column::Company, Column::Used],
            }),
            page_size: Some(Chosen { value: 25, instead_of: 100 }),
            order: Some((Column::UsePercent, false)),
        }
    }

    #[test]
    fn what_was_remembered_is_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(remembered(folder.path()), (Remembered::default(), None));
        for what in [some(), Remembered::default(), some()] {
            remember(folder.path(), &what).expect("written");
            assert_eq!(remembered(folder.path()), (what, None));
        }
    }

    #[rstest]
    #[case("")]
    #[case("{")]
    #[case("[]")]
    #[case(r#"{"v":2}"#)]
    #[case(r#"{"v":1,"page_size":{"value":0,"instead_of":100}}"#)]
    #[case(r#"{"v":1,"page_size":{"value":4294967296,"instead_of":100}}"#)]
    #[case(r#"{"v":1,"columns":{"value":["used"],"instead_of":["company"]}}"#)]
    #[case(r#"{"v":1,"columns":{"value":["company","moon"],"instead_of":["company"]}}"#)]
    #[case(r#"{"v":1,"sort":{"column":"moon","ascending":true}}"#)]
    fn bad_content_is_ignored_with_a_remark(#[case] text: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILE), text).expect("written");
        let (what, remark) = remembered(folder.path());
        assert_eq!(what, Remembered::default());
        assert!(remark.is_some_and(|r| r.contains("starts as configured") && r.contains(FILE)));
    }

    #[test]
    fn what_a_newer_version_adds_is_overlooked() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = r#"{"v":1,"colour":"red","page_size":{"value":25,"instead_of":100}}"#;
        std::fs::write(folder.path().join(FILE), text).expect("written");
        assert_eq!(remembered(folder.path()).0.page_size, some().page_size);
    }
}
