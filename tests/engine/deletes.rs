//! Deletes that are queued: as durable as creates, and sent once whatever becomes of the program.

use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::domain::change::write::{JournalOutcome, WriteKind};
use rstest::rstest;

use super::support::{CREATE, Program, World};

const COMPANY: &str = "Quartz Accounting";
const DELETE: &str = "DELETE /api/target-users/";
const ANN: &str = "ann@halcyon.example";
const BEN: &str = "ben@halcyon.example";

fn world() -> World {
    World::new(Options { companies: 0, ..Options::instant() })
}

fn add(program: &mut Program, email: &str) {
    program.press("a");
    program.until("the form", |m| m.drafts.current().is_some_and(|form| form.custom_fields().load().value.is_some()));
    program.press("end ctrl-u");
    program.type_text(email);
    program.press("tab end ctrl-u");
    program.type_text("+442079460018");
    program.press("ctrl-s");
}

/// Ann is created, the create of ben is held by the gate, and ann's delete is queued behind it.
fn queued(world: &World) -> (Program, Gate) {
    let mut program = world.start().loaded().at(COMPANY);
    add(&mut program, ANN);
    program.settled();
    let gate = Gate::new();
    world.server.faults().next(CREATE, Fault::Hold(gate.clone()));
    add(&mut program, BEN);
    program.until("ben's create", |m| m.changes.under_way().next().is_some());
    program.press("Z y");
    assert!(has_queued_delete(program.model()));
    (program, gate)
}

fn has_queued_delete(model: &Model) -> bool {
    model.changes.queued().any(|change| matches!(change.intent.kind, WriteKind::Delete(_)))
}

/// How many deletes are on disk and not sent.
fn on_disk(world: &World) -> usize {
    world.drafts().iter().filter(|record| record.contains("\"delete\"")).count()
}

fn until_on_disk(program: &mut Program, world: &World, count: usize) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while on_disk(world) != count {
        assert!(std::time::Instant::now() < deadline, "{:?}", world.drafts());
        program.breathe(std::time::Duration::from_millis(10));
    }
}

fn there(world: &World) -> Vec<String> {
    let id = world.server.company_id(COMPANY).expect("a company");
    world.server.users(&id).into_iter().filter(|user| user.requested && !user.deleted).map(|user| user.email).collect()
}

#[rstest]
#[case::killed(true)]
#[case::ended(false)]
fn a_queued_delete_is_sent_by_the_next_run(#[case] killed: bool) {
    let world = world();
    let (mut program, gate) = queued(&world);
    if killed {
        until_on_disk(&mut program, &world, 1);
        drop(program);
    } else {
        program.quit();
    }
    assert_eq!((world.server.asked(DELETE), on_disk(&world)), (0, 1));
    gate.open();
    let mut program = world.start().loaded();
    // Whether ben was created may stay in doubt.
    program.until("the delete", |m| {
        !m.changes.all().iter().any(|change| matches!(change.intent.kind, WriteKind::Delete(_)))
    });
    assert!(!there(&world).contains(&ANN.to_owned()), "{:?}", there(&world));
    until_on_disk(&mut program, &world, 0);
    program.quit();
    world.start().loaded().drained();
    assert_eq!(world.server.asked(DELETE), 1);
}

/// The program is killed while the answer is on its way: the delete was carried out, and nobody has heard.
#[test]
fn a_delete_that_was_sent_is_looked_up_by_the_next_run() {
    let world = world();
    let mut program = world.start().loaded().at(COMPANY);
    add(&mut program, ANN);
    program.settled();
    let gate = Gate::new();
    world.server.faults().next(DELETE, Fault::Hold(gate.clone()));
    program.press("Z y");
    until_on_disk(&mut program, &world, 1);
    program.until("the delete", |_| world.server.asked(DELETE) == 1);
    drop(program);
    gate.open();
    let mut program = world.start().loaded();
    program.drained();
    program.quit();
    assert_eq!(world.server.asked(DELETE), 1, "it is not sent again");
}

#[test]
fn a_delete_that_is_taken_back_is_not_on_disk_any_more() {
    let world = world();
    let (mut program, gate) = queued(&world);
    until_on_disk(&mut program, &world, 1);
    program.press("Z");
    until_on_disk(&mut program, &world, 0);
    drop(program);
    gate.open();
    world.start().loaded().drained();
    assert_eq!(world.server.asked(DELETE), 0);
    assert!(there(&world).contains(&ANN.to_owned()));
}

/// What another program has deleted meanwhile is done.
#[test]
fn a_user_deleted_by_a_command_meanwhile_is_not_deleted_again() {
    let world = world();
    let (mut program, gate) = queued(&world);
    until_on_disk(&mut program, &world, 1);
    drop(program);
    gate.open();
    let id = world.server.company_id(COMPANY).expect("a company");
    let ann = world.server.users(&id).into_iter().find(|user| user.email == ANN).expect("ann").resource_id;
    let done = world.command(&["users", "undo", &ann, "--company", COMPANY]).output().expect("the program");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(on_disk(&world), 1, "commands leave alone what the screen has queued");
    let mut program = world.start().loaded();
    program.drained();
    until_on_disk(&mut program, &world, 0);
    program.quit();
    assert_eq!(world.server.asked(DELETE), 1);
    assert!(
        world.left().finished.iter().any(|(intent, end, _)| intent.email() == ANN && *end == JournalOutcome::Deleted)
    );
}
