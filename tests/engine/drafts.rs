//! Drafts on a disk that does not do what is wanted of it.

use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::domain::form::fields::FieldId;
use rusqlite::{Connection, TransactionBehavior};

use super::support::{CREATE, Program, World};

/// Writes down, in the order in which it comes to the disk, what is kept, forgotten, meant and ended.
const WITNESS: &str = "
    CREATE TABLE seen (what TEXT, address TEXT);
    CREATE TRIGGER kept AFTER INSERT ON drafts BEGIN
        INSERT INTO seen VALUES ('kept', NEW.record ->> '$.entry.texts.email');
    END;
    CREATE TRIGGER kept_again AFTER UPDATE ON drafts BEGIN
        INSERT INTO seen VALUES ('kept', NEW.record ->> '$.entry.texts.email');
    END;
    CREATE TRIGGER forgotten AFTER DELETE ON drafts BEGIN
        INSERT INTO seen VALUES ('forgotten', OLD.record ->> '$.entry.texts.email');
    END;
    CREATE TRIGGER meant AFTER INSERT ON writes BEGIN INSERT INTO seen VALUES ('meant', NEW.address); END;
    CREATE TRIGGER ended AFTER UPDATE OF outcome ON writes BEGIN INSERT INTO seen VALUES ('ended', NEW.address); END;
";

fn database(world: &World) -> Connection {
    let database = Connection::open(world.folder().join("state.db")).expect("a database");
    database.busy_timeout(std::time::Duration::from_secs(20)).expect("patience");
    database
}

fn seen(database: &Connection) -> Vec<(String, String)> {
    let mut statement = database.prepare("SELECT what, address FROM seen ORDER BY rowid").expect("a table");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

/// Handles what comes until the disk has seen this.
fn until_seen(program: &mut Program, database: &Connection, what: &str, address: &str) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !seen(database).iter().any(|(seen, of)| seen == what && of == address) {
        assert!(std::time::Instant::now() < deadline, "{what} {address}: {:?}", seen(database));
        program.breathe(std::time::Duration::from_millis(10));
    }
}

/// The disk does not let the draft go while the program runs; at its end it does.
#[test]
fn failed_draft_deletion_is_retried_at_exit() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let mut program = world.start().loaded();
    let mut database = database(&world);
    program.press("a");
    program.type_text("j");
    while world.drafts().is_empty() {
        program.breathe(std::time::Duration::from_millis(50));
    }
    // Another program that does not let go of it.
    let busy = database.transaction_with_behavior(TransactionBehavior::Immediate).expect("nobody else");
    program.press("backspace");
    program.until("the failure", |m| m.autosave.is_failing());
    drop(busy);
    assert_eq!(program.model().drafts.current().map(|f| f.text(FieldId::Email)), Some(""));
    program.quit();
    assert!(world.drafts().is_empty());
}

/// A draft goes once its user is known to be created, and not before that is on disk.
#[test]
fn draft_is_kept_until_the_outcome_is_on_disk() {
    const USERS: usize = 6;
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let mut program = world.start().loaded().at("Fjord Energy AS");
    let database = database(&world);
    database.execute_batch(WITNESS).expect("a witness");
    program.press("a");
    program.until("the form", |m| m.drafts.current().is_some_and(|form| form.custom_fields().load().value.is_some()));
    for n in 0..USERS {
        let email = format!("u{n}@order.example");
        let gate = Gate::new();
        world.server.faults().next(CREATE, Fault::Hold(gate.clone()));
        program.type_text(&email);
        program.press("tab");
        program.type_text("+442079460018");
        if n % 2 == 0 {
            until_seen(&mut program, &database, "kept", &email);
        }
        program.press("ctrl-n");
        // Kept although it is sent: until its end is known a kill would leave it in doubt.
        until_seen(&mut program, &database, "kept", &email);
        until_seen(&mut program, &database, "meant", &email);
        gate.open();
        until_seen(&mut program, &database, "forgotten", &email);
    }
    program.quit();
    let seen = seen(&database);
    for n in 0..USERS {
        let address = format!("u{n}@order.example");
        let at = |what: &str| seen.iter().position(|(seen, of)| seen == what && *of == address);
        let last = |what: &str| seen.iter().rposition(|(seen, of)| seen == what && *of == address);
        assert!(at("meant") < at("ended") && last("kept") < at("ended"), "user {n}: {seen:?}");
        assert!(at("ended") < at("forgotten"), "user {n}: {seen:?}");
    }
    assert!(world.drafts().is_empty(), "{:?}", world.drafts());
}

/// The database is none when the program starts, and is let go of later.
#[test]
fn database_opened_later_saves_earlier_input() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let path = world.folder().join("state.db");
    std::fs::create_dir_all(world.folder()).expect("a folder");
    std::fs::write(&path, "no database at all, and longer than the head of one ".repeat(40)).expect("written");
    let mut program = world.start().loaded();
    assert!(program.model().autosave.is_failing());
    program.press("a");
    program.type_text("jane@contoso.com");
    std::fs::remove_file(&path).expect("removed");
    program.until("the database", |m| !m.autosave.is_failing());
    assert!(world.drafts().iter().any(|draft| draft.contains("jane@contoso.com")));
    drop(program);
    assert_eq!(world.left().drafts.len(), 1);
}
