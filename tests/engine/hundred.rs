//! A hundred creates whose answer never comes: all of them, or none of them, happened.

use std::collections::BTreeSet;

use keepnet_tui::app::form::state::Save;
use keepnet_tui::demo::{Fault, Options};
use keepnet_tui::domain::change::write::Outcome;
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

fn idle(program: &mut Program) {
    program.until("an end", |m| m.forms.current().is_some_and(|f| f.save == Save::Idle && f.held.is_none()));
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

#[test]
fn of_a_hundred_stored_without_an_answer_all_end_as_created_and_none_is_there_twice() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    world.server.faults().always(CREATE, Fault::ExecutedThenReset);
    let mut program = open_form(&world);
    for n in 0..100 {
        type_user(&mut program, n);
        idle(&mut program);
        let form = program.model().forms.current().expect("the form of the next user");
        assert_eq!((form.text(FieldId::Email), &form.failure), ("", &None), "user {n}");
    }
    all_once(&stored(&world));
    assert_eq!(world.server.asked(CREATE), 100);
    program.quit();
    let left = world.left();
    let created = left.finished.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Created(_)));
    assert_eq!((created.count(), left.unfinished.len(), left.drafts.len()), (100, 0, 0));
}

#[test]
fn of_a_hundred_reset_before_they_were_stored_none_is_created_until_it_is_sent_again() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let mut program = open_form(&world);
    for n in 0..100 {
        world.server.faults().next(CREATE, Fault::Reset);
        type_user(&mut program, n);
        idle(&mut program);
        let form = program.model().forms.current().expect("the form");
        assert_eq!((form.text(FieldId::Email), form.text(FieldId::Phone)), (email(n).as_str(), PHONE));
        let failure = form.failure.clone().expect("said");
        assert!(failure.why.contains("no such user so far") && failure.remedy == Remedy::SendAgain, "{failure}");
        assert_eq!(stored(&world).len(), n);
        program.press("ctrl-n");
        idle(&mut program);
        assert_eq!(program.model().forms.current().map(|f| f.text(FieldId::Email)), Some(""), "user {n}");
    }
    all_once(&stored(&world));
    assert_eq!(world.server.asked(CREATE), 200);
}
