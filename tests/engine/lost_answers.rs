//! A hundred creates whose answer never comes: all of them, or none of them, happened.

use std::collections::BTreeSet;

use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Options};
use keepnet_tui::domain::change::write::JournalOutcome;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::Remedy;

use super::support::{CREATE, Program, World};

const COMPANY: &str = "Fjord Energy AS";
const PHONE: &str = "+44 20 7946 0018";

fn email(n: usize) -> String {
    format!("user{n}@halcyon.example")
}

fn open_form(world: &World) -> Program {
    let mut program = world.start().loaded();
    program.press("/");
    program.type_text(COMPANY);
    program.until("the company", |m| m.companies.rows().len() == 1);
    program.press("enter a");
    program
}

fn type_user(program: &mut Program, n: usize) {
    program.type_text(&email(n));
    program.press("tab");
    program.type_text(PHONE);
    program.press("ctrl-n");
}

fn typed_now(model: &Model) -> Option<&str> {
    model.drafts.current().map(|form| form.text(FieldId::Email))
}

fn created(model: &Model) -> usize {
    model.notices.newest_first().filter(|notice| notice.text.starts_with("Created ")).count()
}

/// The addresses stored over the API, each as often as it is there.
fn stored(world: &World) -> Vec<String> {
    let id = world.server.company_id(COMPANY).expect("a company");
    world.server.users(&id).into_iter().filter(|u| u.requested).map(|u| u.email).collect()
}

fn all_once(emails: &[String]) {
    let different: BTreeSet<_> = emails.iter().collect();
    assert_eq!((emails.len(), different.len()), (100, 100));
}

/// Typed one after the other, without a look at what becomes of them.
#[test]
fn hundred_stored_creates_without_answer_end_as_created_once() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    world.server.faults().always(CREATE, Fault::ExecutedThenReset);
    let mut program = open_form(&world);
    for n in 0..100 {
        type_user(&mut program, n);
        assert_eq!(typed_now(program.model()), Some(""), "user {n}");
    }
    // One after the other, so that each has its time.
    (1..=100).for_each(|n| program.until("an end", |m| created(m) >= n));
    program.settled();
    all_once(&stored(&world));
    assert_eq!(stored(&world), (0..100).map(email).collect::<Vec<_>>(), "in the order in which they were typed");
    assert_eq!(world.server.asked(CREATE), 100);
    assert_eq!(program.model().drafts.needing().count(), 0);
    program.quit();
    let left = world.left();
    let created = left.finished.iter().filter(|(_, outcome, _)| matches!(outcome, JournalOutcome::Created(_)));
    assert_eq!((created.count(), left.unfinished.len(), left.drafts.len()), (100, 0, 0));
}

#[test]
fn hundred_reset_creates_are_created_only_when_sent_again() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    world.server.faults().always(CREATE, Fault::Reset);
    let mut program = open_form(&world);
    for n in 0..100 {
        type_user(&mut program, n);
    }
    (1..=100).for_each(|n| program.until("an end", |m| m.drafts.needing().count() >= n));
    program.drained();
    assert_eq!((stored(&world).len(), world.server.asked(CREATE)), (0, 100));
    let needing: Vec<_> = program.model().drafts.needing().collect();
    assert_eq!(needing.len(), 100);
    for (n, (form, why)) in needing.iter().enumerate() {
        assert_eq!((form.text(FieldId::Email), form.text(FieldId::Phone)), (email(n).as_str(), PHONE));
        let failure = form.failure().expect("said");
        assert!(failure.why.contains("no such user so far") && failure.remedy == Remedy::SendAgain, "{failure}");
        assert_eq!(*why, AttentionReason::Unknown);
    }
    world.server.faults().clear();
    program.press("esc");
    for n in 0..100 {
        program.press("f9");
        assert_eq!(typed_now(program.model()), Some(email(n).as_str()));
        program.press("ctrl-s");
    }
    (1..=100).for_each(|n| program.until("an end", |m| created(m) >= n));
    program.settled();
    all_once(&stored(&world));
    assert_eq!(world.server.asked(CREATE), 200);
    assert!(!program.model().has_unsent_work());
}
