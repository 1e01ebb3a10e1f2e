//! The aliases and notes of a desk, by client ID and company. They are what a person has written, and no age ends them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::error::StoreError;
use crate::domain::desk::note::DeskNote;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::clean;

/// A note is never longer, whoever wrote it, in bytes.
const TEXT_MAX: usize = 256 << 10;
/// The longest ID, in characters.
const ID_MAX: usize = 300;

/// All aliases and notes of this client ID. They are displayed, so they are cleaned, whoever wrote them.
pub(super) fn all(transaction: &Transaction<'_>, client: &str) -> Result<BTreeMap<CompanyId, DeskNote>, StoreError> {
    let mut statement = transaction.prepare("SELECT company, aliases, note FROM notes WHERE client = ?1")?;
    let of = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?));
    let rows = statement.query_map([client], of)?.collect::<Result<Vec<(String, String, String)>, _>>()?;
    let note =
        |(id, aliases, text): (String, String, String)| (CompanyId::new(clean(&id, ID_MAX)), read(&aliases, &text));
    Ok(rows.into_iter().map(note).filter(|(id, note)| !id.is_missing() && !note.is_empty()).collect())
}

/// Changes the note of a company from `base`, which was read before, to `mine`. What another program has written
/// meanwhile is kept as well. Returns what stands there now.
pub(super) fn save(
    transaction: &Transaction<'_>,
    (client, company): (&str, &CompanyId),
    (base, mine): (&DeskNote, &DeskNote),
    now: Timestamp,
) -> Result<DeskNote, StoreError> {
    let sql = "SELECT aliases, note FROM notes WHERE client = ?1 AND company = ?2";
    let of = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let there = transaction.query_row(sql, params![client, company.as_str()], of).optional()?;
    let there = there.map(|(aliases, text)| read(&aliases, &text)).unwrap_or_default();
    let note = DeskNote::merged(base, mine, &there);
    if note == there {
        return Ok(note);
    }
    if note.is_empty() {
        let sql = "DELETE FROM notes WHERE client = ?1 AND company = ?2";
        transaction.execute(sql, params![client, company.as_str()])?;
    } else {
        transaction.execute(
            "INSERT INTO notes (client, company, aliases, note, changed) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (client, company)
             DO UPDATE SET aliases = excluded.aliases, note = excluded.note, changed = excluded.changed",
            params![client, company.as_str(), note.aliases.join("\n"), note.text, now.as_millisecond()],
        )?;
    }
    Ok(note)
}

/// Aliases are one per line.
fn read(aliases: &str, text: &str) -> DeskNote {
    let end = (0..=TEXT_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    DeskNote::new(aliases.lines().take(1_000), &text[..end])
}

#[cfg(test)]
mod tests {
    use super::super::{Store, database};
    use super::*;
    use crate::domain::desk::note::NOTE_MAX;
    use database::{Database, Wait};

    const ME: &str = "client";

    fn store(folder: &std::path::Path) -> Store {
        Store::open(folder).expect("a store")
    }

    fn note(aliases: &str, text: &str) -> DeskNote {
        DeskNote::typed(aliases, text)
    }

    fn id(text: &str) -> CompanyId {
        CompanyId::new(text)
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + day * 24 * 3600).expect("a moment")
    }

    #[test]
    fn note_is_there_in_the_next_run_of_its_client() {
        let folder = tempfile::tempdir().expect("a folder");
        let written = note("Cob, cobalt ins", "Ask for Jane.\n東京 \"x\"\\");
        let kept = store(folder.path()).save_note((ME, &id("c1")), (&DeskNote::default(), &written), at(0));
        assert_eq!(kept.expect("kept"), written);
        let next = store(folder.path());
        assert_eq!(next.notes(ME).expect("read"), BTreeMap::from([(id("c1"), written.clone())]));
        assert!(next.notes("other").expect("read").is_empty());
        let empty = DeskNote::default();
        assert_eq!(next.save_note((ME, &id("c1")), (&written, &empty), at(1)).expect("taken away"), empty);
        assert!(store(folder.path()).notes(ME).expect("read").is_empty());
    }

    #[test]
    fn change_of_another_program_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, other) = (store(folder.path()), store(folder.path()));
        let (client, company) = (ME, id("c1"));
        let read = one.save_note((client, &company), (&DeskNote::default(), &note("a", "x")), at(0)).expect("kept");
        one.save_note((client, &company), (&read, &note("a,b", "mine")), at(1)).expect("kept");
        let both = other.save_note((client, &company), (&read, &note("a,c", "theirs")), at(2)).expect("kept");
        assert_eq!(both.aliases, ["a", "b", "c"]);
        assert!(both.text.contains("mine") && both.text.contains("theirs"), "{}", both.text);
        assert_eq!(one.notes(client).expect("read")[&company], both);
        // A note that another program has changed is not taken away.
        let gone = one.save_note((client, &company), (&read, &DeskNote::default()), at(3)).expect("kept");
        assert_eq!(gone.text, both.text);
    }

    #[test]
    fn age_ends_no_note() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        store.save_note((ME, &id("c1")), (&DeskNote::default(), &note("a", "x")), at(0)).expect("kept");
        for day in [40, 400, 402, 4_000] {
            store.clean_up(at(day)).expect("a round");
            store.restore(at(day)).expect("a start");
        }
        assert_eq!(store.notes(ME).expect("read").len(), 1);
    }

    #[test]
    fn what_somebody_else_wrote_is_cleaned_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let database = Database::open(folder.path()).expect("a database");
        let sql = "INSERT INTO notes VALUES ('client', ?1, ?2, ?3, 0)";
        let long = "é".repeat(TEXT_MAX);
        for (company, aliases, text) in [("c\u{1b}[2J1", "a\u{1b}[31m\n\nb\u{202e}", "x\u{7}y\r\nz"), ("c2", "", &long)]
        {
            database.write(Wait::Normal, |t| Ok(t.execute(sql, [company, aliases, text])?)).expect("written");
        }
        let notes = store.notes(ME).expect("read");
        assert_eq!(notes[&id("c1")], note("a,b", "xy\nz"));
        assert_eq!(notes[&id("c2")].text.len(), TEXT_MAX);
        assert!(notes[&id("c2")].text.len() > NOTE_MAX);
    }

    #[test]
    fn database_of_version_3_is_brought_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        drop(store(folder.path()));
        let database = Database::open(folder.path()).expect("a database");
        let back = "DROP TABLE notes; DROP TABLE imports; DROP TABLE import_columns; PRAGMA user_version = 3;";
        database.write(Wait::Normal, |t| Ok(t.execute_batch(back)?)).expect("as before");
        drop(database);
        assert!(store(folder.path()).notes(ME).expect("read").is_empty());
    }
}
