//! Imports that have not ended, as the store keeps them.

use std::io;

use jiff::Timestamp;

use super::database::Wait;
use super::imports;
use super::profile::Store;
use crate::domain::change::import::ImportRecord;
use crate::domain::change::ticket::BatchId;

impl Store {
    /// Keeps an import, replacing what was kept of it; on disk when this returns.
    ///
    /// # Errors
    ///
    /// If it cannot be written; what was kept is then unchanged.
    pub fn save_import(&self, import: &ImportRecord) -> io::Result<()> {
        self.write_as(Wait::Normal, |transaction, me| imports::save(transaction, me, import))
    }

    /// Keeps nothing of an import.
    ///
    /// # Errors
    ///
    /// If it cannot be removed.
    pub fn delete_import(&self, batch: &BatchId) -> io::Result<()> {
        self.database.write(Wait::Normal, |transaction| imports::delete(transaction, batch))
    }

    /// Remembers what the columns of files with these titles are for; nothing: they are forgotten.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn remember_columns(&self, titles: &[String], maps: &[String], now: Timestamp) -> io::Result<()> {
        self.database.write(Wait::Normal, |transaction| imports::remember(transaction, titles, maps, now))
    }

    /// What the columns of files with these titles are for, if it was remembered.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn remembered_columns(&self, titles: &[String]) -> io::Result<Option<Vec<String>>> {
        self.database.read(|transaction| imports::remembered(transaction, titles))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;
    use crate::domain::change::import::{ImportChoices, ImportSource, PlanEdits};
    use crate::domain::change::ticket::TicketNumber;
    use crate::domain::service::ids::{CompanyId, UserId};
    use crate::store::purge;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + second).expect("a moment")
    }

    fn kept(batch: &str, second: i64) -> ImportRecord {
        let edits = PlanEdits {
            left_out: [(3, Some(CompanyId::new("c1"))), (4, None)].into(),
            cells: [((1, 2), "Müller \u{1f9d1}".to_owned()), ((1, 3), String::new())].into(),
            staying: [UserId::new("u1")].into(),
        };
        ImportRecord {
            batch: BatchId::from_text(batch.to_owned()),
            source: ImportSource::File(PathBuf::from("/home/desk/neue Leute.csv")),
            digest: "d".repeat(64),
            choices: ImportChoices {
                maps: vec!["Mobile=phone".to_owned()],
                defaults: vec![("department".to_owned(), "R&D = x".to_owned())],
                by_row: Some(second > 1),
                sheet: Some("2".to_owned()),
                encoding: None,
                skip_unknown: true,
                group_maps: vec!["Sales team=Sales".to_owned()],
                create_groups: true,
                allow_over_limit: false,
                reactivate: true,
                reconcile: true,
                leavers: Some(12),
                first: Some(5),
            },
            companies: vec![(CompanyId::new("c1"), "C1 Ltd".to_owned())],
            edits,
            ticket: TicketNumber::recorded("INC-1"),
            begun: second > 0,
            changed: at(second),
        }
    }

    fn imports(store: &Store, second: i64) -> Vec<ImportRecord> {
        store.restore(at(second)).expect("restored").imports
    }

    #[test]
    fn an_import_is_kept_until_it_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let text = ImportRecord { source: ImportSource::Text("a;b\n".to_owned()), ..kept("text", 1) };
        store.save_import(&kept("a", 3)).expect("kept");
        store.save_import(&text).expect("kept");
        store.save_import(&kept("a", 2)).expect("kept again");
        drop(store);
        let store = Store::open(folder.path()).expect("a store");
        assert_eq!(imports(&store, 5), [text.clone(), kept("a", 2)]);
        store.delete_import(&kept("a", 0).batch).expect("deleted");
        assert_eq!(imports(&store, 5), [text]);
    }

    /// What an earlier version has written is read.
    #[test]
    fn an_import_of_an_earlier_version_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        store.save_import(&kept("a", 1)).expect("kept");
        let older = "UPDATE imports SET record = json_remove(record, '$.choices.defaults', '$.choices.by_row', '$.choices.reconcile',
            '$.choices.map_group', '$.choices.create_groups',
            '$.choices.leavers', '$.choices.first', '$.staying')";
        store.database.write(Wait::Normal, |transaction| Ok(transaction.execute(older, []).map(drop)?)).expect("older");
        let before = kept("a", 1);
        let choices = ImportChoices {
            defaults: Vec::new(),
            by_row: None,
            group_maps: Vec::new(),
            create_groups: false,
            reconcile: false,
            leavers: None,
            first: None,
            ..before.choices.clone()
        };
        let edits = PlanEdits { staying: BTreeSet::new(), ..before.edits.clone() };
        assert_eq!(imports(&store, 2), [ImportRecord { choices, edits, ..before }]);
    }

    /// Two programs never carry out one import.
    #[test]
    fn an_import_of_a_running_program_is_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        store.save_import(&kept("a", 1)).expect("kept");
        let other = Store::open(folder.path()).expect("a store");
        assert_eq!(imports(&other, 2), []);
        drop(store);
        assert_eq!(imports(&other, 2), [kept("a", 1)]);
        let third = Store::open(folder.path()).expect("a store");
        assert_eq!(imports(&third, 2), []);
    }

    #[test]
    fn an_import_expires_and_is_purged_like_a_draft() {
        const DAY: i64 = 24 * 3600;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a@b-1");
        Store::open(&path).expect("a store").save_import(&kept("a", 0)).expect("kept");
        let start = |day: i64| imports(&Store::open(&path).expect("a store"), day * DAY).len();
        assert_eq!([7, 8, 9].map(start), [1, 1, 0]);
        let store = Store::open(&path).expect("a store");
        store.save_import(&kept("a", 0)).expect("kept");
        drop(store);
        assert_eq!(purge(&path).expect("removed").expect("something").imports, 1);
    }

    #[test]
    fn columns_are_remembered_by_titles_in_any_case() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (titles, maps) = (owned(&["Mail", "Handy", ""]), owned(&["Handy=phone"]));
        store.remember_columns(&titles, &maps, at(1)).expect("remembered");
        assert_eq!(store.remembered_columns(&owned(&["MAIL", "handy"])).expect("read"), Some(maps.clone()));
        assert_eq!(store.remembered_columns(&owned(&["Mail"])).expect("read"), None);
        for n in 0..imports::REMEMBERED {
            store.remember_columns(&owned(&[&format!("t{n}")]), &maps, at(2)).expect("remembered");
        }
        assert_eq!(store.remembered_columns(&titles).expect("read"), None, "the oldest is forgotten");
        store.remember_columns(&owned(&["t1"]), &[], at(3)).expect("forgotten");
        assert_eq!(store.remembered_columns(&owned(&["t1"])).expect("read"), None);
        assert_eq!(store.remembered_columns(&owned(&["t2"])).expect("read"), Some(maps));
    }
}
