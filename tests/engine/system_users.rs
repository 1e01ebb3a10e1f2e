//! System users on the real demo server: created once, looked up, changed, deleted, written to.

use jiff::Timestamp;
use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::domain::change::write::{JournalOutcome, WriteKind};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::store::MAX_AGE;

use super::support::{Program, World};

const COMPANY: &str = "Bluefin Marine";
const EMAIL: &str = "oona.ek@bluefinmarine.example";
const CREATE: &str = "POST /api/system-users$";
const SEARCH: &str = "POST /api/system-users/search";

fn world() -> World {
    World::new(Options { companies: 0, ..Options::instant() })
}

fn open(world: &World) -> Program {
    let mut program = world.start().loaded().at(COMPANY);
    program.press("U");
    program
}

fn filled(world: &World) -> Program {
    let mut program = open(world);
    for text in [EMAIL, "+44 20 7946 0018", "Oona", "Ek"] {
        program.type_text(text);
        program.press("tab");
    }
    program
}

fn stored(world: &World) -> Vec<keepnet_tui::demo::StoredSystemUser> {
    world.server.system_users(&world.server.company_id(COMPANY).expect("a company"))
}

/// The journal says so of some write.
fn recorded(world: &World, outcome: &JournalOutcome) -> bool {
    let week = Timestamp::now().checked_sub(MAX_AGE).expect("a moment");
    let history = world.store().history(week).expect("a journal");
    history.iter().any(|write| write.outcome.as_ref().is_some_and(|(end, _)| end == outcome))
}

#[test]
fn system_user_with_role_is_created() {
    let world = world();
    let mut program = filled(&world);
    program.until("the roles", |m| m.drafts.current().is_some_and(|f| f.roles().value.is_some()));
    program.press("f4 enter ctrl-s");
    program.settled();
    let users = stored(&world);
    let [user] = &users[..] else { panic!("{} users", users.len()) };
    assert_eq!((user.email.as_str(), user.first_name.as_str(), user.last_name.as_str()), (EMAIL, "Oona", "Ek"));
    assert_eq!((user.phone.as_str(), user.roles.len()), ("+442079460018", 1));
    program.quit();
    let left = world.left();
    assert!(
        matches!(&left.finished[..], [(intent, JournalOutcome::Created(_), _)] if intent.kind == WriteKind::Create)
    );
    assert!(left.drafts.is_empty());
}

#[test]
fn address_in_use_is_reported_at_the_email() {
    let world = world();
    for refused in [false, true] {
        let mut program = filled(&world);
        program.press("ctrl-s");
        program.settled();
        if refused {
            program.press("f9");
            let form = program.model().drafts.current().expect("the form");
            assert!(form.messages().iter().any(|(field, said)| *field == FieldId::Email && said.contains("exists")));
        }
        assert_eq!(program.model().drafts.needing().count(), usize::from(refused));
        program.quit();
    }
    assert_eq!(stored(&world).len(), 1);
}

/// The user is there and the answer is lost; killed before it is looked up, and looked up by the next program.
#[test]
fn lost_answer_is_looked_up_across_a_restart() {
    let world = world();
    world.server.faults().next(CREATE, Fault::ExecutedThenReset);
    // The first search is before the create.
    let gate = Gate::new();
    world.server.faults().nth(SEARCH, 2, Fault::Hold(gate.clone()));
    let mut program = filled(&world);
    program.press("ctrl-s");
    program.until("the doubt", |m| m.changes.unknown() == 1);
    drop(program);
    gate.open();
    let mut program = world.start().loaded();
    let id = UserId::new(stored(&world).remove(0).resource_id);
    program.settled();
    assert!(recorded(&world, &JournalOutcome::Created(id)), "it is proved");
    program.quit();
    assert_eq!((stored(&world).len(), world.server.asked(CREATE)), (1, 1));
    let left = world.left();
    assert!(left.unfinished.is_empty() && left.drafts.is_empty());
}

/// What was picked is on disk with the rest, in a draft of its own, and is sent by the next program.
#[test]
fn draft_is_restored_with_roles() {
    let world = world();
    let mut program = filled(&world);
    program.until("the roles", |m| m.drafts.current().is_some_and(|f| f.roles().value.is_some()));
    program.press("f4 enter esc a");
    program.type_text("a.target.user@");
    program.quit();
    let mut program = open(&world);
    assert_eq!(program.model().drafts.current().map(|f| f.chosen(FieldId::Roles).is_empty()), Some(false));
    program.press("ctrl-s");
    program.settled();
    assert_eq!(stored(&world).first().map(|user| user.roles.len()), Some(1));
    program.quit();
    let drafts: Vec<_> = world.left().drafts.iter().map(|draft| draft.entry.text(FieldId::Email).to_owned()).collect();
    assert_eq!(drafts, ["a.target.user@"], "the other form's draft stays");
}
