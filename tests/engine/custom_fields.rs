//! A company that asks for more than everybody does, on the real demo server.

use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Gate, Options, StoredUser};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::gate::GateKind;

use super::support::{CREATE, Program, World};

const COMPANY: &str = "Bluefin Marine";
const EMAIL: &str = "jane.doe@bluefinmarine.example";
const FIELDS: &str = "GET /api/custom-fields/company";

fn world() -> World {
    World::new(Options { companies: 0, ..Options::instant() })
}

/// The form of the company, with what everybody needs filled in.
fn begun(world: &World) -> Program {
    let mut program = open(world);
    program.type_text(EMAIL);
    program.press("tab");
    program.type_text("+44 20 7946 0018");
    program
}

fn open(world: &World) -> Program {
    let mut program = world.start().loaded().at(COMPANY);
    program.press("a");
    program
}

fn known(model: &Model) -> bool {
    model.drafts.current().is_some_and(|f| f.custom_fields().load().value.is_some())
}

fn fill(program: &mut Program) {
    for text in ["BF 7", "1.12.2026"] {
        program.press("tab");
        program.type_text(text);
    }
    program.press("tab y");
}

fn stored(world: &World) -> Vec<StoredUser> {
    let id = world.server.company_id(COMPANY).expect("a company");
    world.server.users(&id).into_iter().filter(|u| u.requested).collect()
}

/// The values the server has, in the order of its list.
fn values(user: &StoredUser) -> Vec<String> {
    user.custom_fields.iter().map(|v| v["value"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_user_with_required_custom_fields_is_created() {
    let world = world();
    let mut program = begun(&world);
    program.until("the fields", known);
    fill(&mut program);
    program.press("ctrl-s");
    program.settled();
    let users = stored(&world);
    assert_eq!(users.len(), 1);
    assert_eq!(values(&users[0]), ["BF 7", "2026-12-01", "True"]);
    assert_eq!(users[0].custom_fields[1]["timestampValue"], "2026-12-01T00:00:00Z");
}

fn needing(model: &Model) -> Vec<AttentionReason> {
    model.drafts.needing().map(|(_, why)| why).collect()
}

/// The form is closed at once; when the fields are here it needs somebody, because they are required.
#[test]
fn ctrl_s_before_custom_fields_load_parks_the_user() {
    let world = world();
    let gate = Gate::new();
    world.server.faults().always(FIELDS, Fault::Hold(gate.clone()));
    let mut program = begun(&world);
    program.press("ctrl-s");
    assert!(program.model().drafts.current().is_none());
    world.server.faults().clear();
    gate.open();
    program.until("the fields", |m| needing(m) == [AttentionReason::Fix]);
    assert_eq!(world.server.asked(CREATE), 0);
    program.press("f9 f8");
    assert_eq!(program.model().drafts.current().map(Form::focus), Some(Focus::Custom(0)));
    program.type_text("BF 7");
    program.press("tab");
    program.type_text("2026-12-01");
    program.press("tab y ctrl-s");
    program.settled();
    assert_eq!(stored(&world).len(), 1);
    assert!(!program.model().has_unsent_work());
}

/// Nothing is required: what waited goes out by itself, in the order in which it was typed.
#[test]
fn waiting_user_is_created_once_fields_load() {
    let world = world();
    let gate = Gate::new();
    world.server.faults().always(FIELDS, Fault::Hold(gate.clone()));
    let mut program = world.start().loaded().at("Quartz Accounting");
    program.press("a");
    for name in ["ann", "ben", "cleo"] {
        program.type_text(&format!("{name}@halcyon.example"));
        program.press("tab");
        program.type_text("+44 20 7946 0018");
        program.press("ctrl-n");
    }
    program.type_text("dora");
    program.breathe(std::time::Duration::from_millis(20));
    assert_eq!((world.server.asked(CREATE), program.model().changes.is_empty()), (0, true));
    world.server.faults().clear();
    gate.open();
    let id = world.server.company_id("Quartz Accounting").expect("a company");
    let created =
        || -> Vec<String> { world.server.users(&id).into_iter().filter(|u| u.requested).map(|u| u.email).collect() };
    program.until("three users", |_| created().len() == 3);
    assert_eq!(created(), ["ann", "ben", "cleo"].map(|name| format!("{name}@halcyon.example")));
    program.settled();
    assert_eq!(program.model().drafts.current().map(|f| f.text(FieldId::Email)), Some("dora"));
}

/// The service judges; when the fields are there again, they are asked for.
#[test]
fn missing_custom_field_is_reported_by_the_service() {
    let world = world();
    world.server.faults().always(FIELDS, Fault::status(403));
    let mut program = begun(&world);
    program.until("the failure", |m| m.drafts.current().is_some_and(|f| f.custom_fields().load().error.is_some()));
    program.press("ctrl-s");
    program.settled();
    assert_eq!(needing(program.model()), [AttentionReason::Refused]);
    assert!(stored(&world).is_empty());
    program.press("f9");
    let why = program.model().drafts.current().and_then(|f| f.failure()).map(|f| f.why.clone());
    assert!(why.as_ref().is_some_and(|w| w.contains("Crew no") && w.contains("Shore based")), "{why:?}");
    program.until("the failure", |m| m.drafts.current().is_some_and(|f| f.custom_fields().load().waiting.is_none()));
    world.server.faults().clear();
    program.press("f5");
    program.until("the fields", known);
    program.press("home ctrl-s");
    assert_eq!(program.model().drafts.current().map(Form::focus), Some(Focus::Custom(0)));
}

/// Values of an earlier run that could not be sent are a gate, and are never left out by themselves.
#[test]
fn values_of_unloaded_fields_are_dropped_only_if_confirmed() {
    let world = world();
    let mut program = begun(&world);
    program.until("the fields", known);
    fill(&mut program);
    program.quit();
    world.server.faults().always(FIELDS, Fault::status(403));
    let mut program = open(&world);
    program.until("the failure", |m| m.drafts.current().is_some_and(|f| f.custom_fields().load().error.is_some()));
    program.press("ctrl-n");
    assert_eq!(needing(program.model()), [AttentionReason::Gate(GateKind::WithoutCustomFields)]);
    assert_eq!(world.server.asked(CREATE), 0);
}

/// Some draft has this text.
fn on_disk(world: &World, text: &str) -> bool {
    world.drafts().iter().any(|draft| draft.contains(&format!("\"{text}\"")))
}

/// Killed while filling it in: what was typed is back in its fields, and is sent.
#[test]
fn killed_program_keeps_custom_fields() {
    let world = world();
    let mut program = begun(&world);
    program.until("the fields", known);
    fill(&mut program);
    // On the disk a moment after the last key.
    program.until("the draft on the disk", |_| ["BF 7", "1.12.2026", "yes"].iter().all(|text| on_disk(&world, text)));
    drop(program);
    let mut program = open(&world);
    program.until("the fields", known);
    program.press("ctrl-s");
    program.settled();
    assert_eq!(values(&stored(&world)[0]), ["BF 7", "2026-12-01", "True"]);
}

/// No answer comes although the user is there: found, and not sent again; what the journal keeps is the whole.
#[test]
fn journal_keeps_custom_fields() {
    let world = world();
    let mut program = begun(&world);
    program.until("the fields", known);
    fill(&mut program);
    world.server.faults().next(CREATE, Fault::ExecutedThenReset);
    program.press("ctrl-s");
    program.settled();
    program.quit();
    assert_eq!((stored(&world).len(), world.server.asked(CREATE)), (1, 1));
    let finished = world.left().finished;
    let entry = finished.first().map(|(intent, ..)| intent.entry.clone()).expect("a create");
    let mut kept: Vec<&str> = entry.custom.values().map(String::as_str).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["1.12.2026", "BF 7", "yes"]);
}
