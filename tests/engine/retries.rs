//! What is tried again is told as part of what it belongs to, and no longer than that takes.

use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Options};

use super::support::{CREATE, World};

const COMPANIES: &str = "POST /api/companies/search$";

fn is_retrying(model: &Model) -> bool {
    model.connection.retrying().is_some()
}

#[test]
fn retries_of_reads_and_writes_are_reported() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let mut program = world.start().loaded().at("Quartz Accounting");
    world.server.faults().next(COMPANIES, Fault::Status(503, None));
    program.press("r");
    program.until("the second try of the companies", is_retrying);
    program.until("the companies", |m| !is_retrying(m));

    program.press("a");
    program.until("the form", |m| m.pane == Pane::Form);
    program.type_text("jane.doe@halcyon.example");
    program.press("tab");
    program.type_text("+442079460018");
    world.server.faults().next(CREATE, Fault::Status(429, Some("0".to_owned())));
    program.press("ctrl-s");
    program.until("the second try of the create", is_retrying);
    program.settled();
    assert!(!is_retrying(program.model()), "it has ended");
}
