//! Drafts on a disk that does not do what is wanted of it.

use keepnet_tui::demo::Options;
use keepnet_tui::domain::form::fields::FieldId;
use rusqlite::{Connection, TransactionBehavior};

use super::support::World;

/// The disk does not let the draft go while the program runs; at its end it does.
#[test]
fn what_could_not_be_forgotten_is_forgotten_at_the_end() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let mut program = world.start().loaded();
    let mut database = Connection::open(world.folder().join("state.db")).expect("a database");
    program.press("a");
    program.type_text("j");
    while world.drafts().is_empty() {
        program.breathe(std::time::Duration::from_millis(50));
    }
    // Another program that does not let go of it.
    let busy = database.transaction_with_behavior(TransactionBehavior::Immediate).expect("nobody else");
    program.press("backspace");
    program.until("the failure", |m| m.keeper.is_in_trouble());
    drop(busy);
    assert_eq!(program.model().forms.current().map(|f| f.text(FieldId::Email)), Some(""));
    program.quit();
    assert!(world.drafts().is_empty());
}
