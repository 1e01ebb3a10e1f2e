//! The saved state of a list, as one record: the last program to change it wins.

use std::collections::BTreeMap;
use std::io;

use rusqlite::{OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use crate::domain::list::columns::Column;
use crate::domain::list::grid::{ChosenWidths, WIDEST};
use crate::domain::list::view::{Chosen, SavedView};

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct ChosenRecord<T> {
    value: T,
    instead_of: T,
}

/// Columns have their names in the configuration.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    v: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<ChosenRecord<Vec<String>>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    widths: BTreeMap<String, u16>,
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

/// The saved state, if any.
pub(super) fn read(transaction: &Transaction<'_>) -> Result<Option<SavedView>, StoreError> {
    let record: Option<String> = transaction.query_row("SELECT record FROM view", [], |row| row.get(0)).optional()?;
    let Some(record) = record else { return Ok(None) };
    Ok(Some(from_record(&serde_json::from_str(&record)?).map_err(io::Error::other)?))
}

/// Saves the state, replacing an older one.
pub(super) fn write(transaction: &Transaction<'_>, remembered: &SavedView) -> Result<(), StoreError> {
    write_text(transaction, &serde_json::to_string(&to_record(remembered))?)
}

fn write_text(transaction: &Transaction<'_>, record: &str) -> Result<(), StoreError> {
    transaction.execute("INSERT OR REPLACE INTO view (id, record) VALUES (1, ?1)", [record])?;
    Ok(())
}

fn to_record(remembered: &SavedView) -> Record {
    let keys = |columns: &[Column]| columns.iter().map(|c| c.spec().key.to_owned()).collect();
    Record {
        v: VERSION,
        columns: remembered
            .columns
            .as_ref()
            .map(|c| ChosenRecord { value: keys(&c.value), instead_of: keys(&c.instead_of) }),
        widths: remembered.widths.iter().map(|(column, width)| (column.spec().key.to_owned(), width)).collect(),
        page_size: remembered.page_size.as_ref().map(|c| ChosenRecord { value: c.value, instead_of: c.instead_of }),
        sort: remembered
            .order
            .map(|(column, ascending)| SortRecord { column: column.spec().key.to_owned(), ascending }),
    }
}

fn from_record(record: &Record) -> Result<SavedView, String> {
    if record.v != VERSION {
        return Err(format!("version {} is not supported", record.v));
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
    let mut widths = ChosenWidths::default();
    for (key, width) in &record.widths {
        if !(1..=WIDEST).contains(width) {
            return Err(format!("the width of {key} is {width}"));
        }
        widths.choose(column(key)?, Some(*width));
    }
    Ok(SavedView { columns, widths, page_size, order })
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
    use super::super::Store;
    use super::super::database::Wait;
    use super::*;
    use rstest::rstest;

    fn some() -> SavedView {
        let mut widths = ChosenWidths::default();
        widths.choose(Column::Company, Some(30));
        SavedView {
            columns: Some(Chosen {
                value: vec![Column::Company, Column::Left],
                instead_of: vec![Column::Company, Column::Used],
            }),
            widths,
            page_size: Some(Chosen { value: 25, instead_of: 100 }),
            order: Some((Column::UsePercent, false)),
        }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        (folder, store)
    }

    #[test]
    fn saved_view_is_read_back() {
        let (_folder, store) = store();
        assert_eq!(store.saved_view(), (SavedView::default(), None));
        for what in [some(), SavedView::default(), some()] {
            store.save_view(&what).expect("written");
            assert_eq!(store.saved_view(), (what, None));
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
    #[case(r#"{"v":1,"widths":{"moon":12}}"#)]
    #[case(r#"{"v":1,"widths":{"company":0}}"#)]
    #[case(r#"{"v":1,"widths":{"company":2000}}"#)]
    fn bad_content_is_ignored_with_a_remark(#[case] text: &str) {
        let (_folder, store) = store();
        store.database.write(Wait::Normal, |t| write_text(t, text)).expect("written");
        let (what, remark) = store.saved_view();
        assert_eq!(what, SavedView::default());
        assert!(remark.is_some_and(|r| r.contains("the configuration applies")));
    }

    #[test]
    fn view_of_a_version_without_widths_is_read() {
        let (_folder, store) = store();
        let text = r#"{"v":1,"columns":{"value":["company","left"],"instead_of":["company","used"]},"page_size":{"value":25,"instead_of":100},"sort":{"column":"use_percent","ascending":false}}"#;
        store.database.write(Wait::Normal, |t| write_text(t, text)).expect("written");
        assert_eq!(store.saved_view(), (SavedView { widths: ChosenWidths::default(), ..some() }, None));
    }

    #[test]
    fn newer_view_settings_are_ignored() {
        let (_folder, store) = store();
        let text = r#"{"v":1,"colour":"red","page_size":{"value":25,"instead_of":100}}"#;
        store.database.write(Wait::Normal, |t| write_text(t, text)).expect("written");
        assert_eq!(store.saved_view().0.page_size, some().page_size);
    }
}
