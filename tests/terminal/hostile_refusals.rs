//! A hostile service that refuses: what it says about it reaches the terminal as words alone, as in
//! [`hostile`](super::hostile).

use keepnet_tui::demo::Fault;

use super::payloads::{all, mark, poison, portions};
use super::support::{CREATE, Desk, PHONE, SEARCH, open_needing};
use super::tour::{Walk, companies_of, said};

const TOKEN: &str = "POST /connect/token";
const LICENSE: &str = "GET /api/companies/";
/// Where users are looked up, in both ways.
const FIND: &str = "POST /api/target-users/search";
const EMAIL: &str = "jane.doe@halcyon.example";

/// Status and kind of every failure whose words are shown.
const FAILURES: &[(u16, &str)] = &[
    (400, "vm"),
    (403, "ms"),
    (403, "pm"),
    (404, "ms"),
    (409, "vm"),
    (422, "vm"),
    (200, "vm"),
    (200, "pm"),
    (200, "ms"),
    (200, "st"),
];

#[test]
fn failures_of_the_list() {
    let mut walk = Walk::start(Desk::new(), 160, 48);
    // All companies are here: nothing more is asked in the background.
    walk.t.wait_text(" free");
    for (status, code) in FAILURES {
        // A status is cut after 100 characters.
        let size = if *code == "st" { 4 } else { 50 };
        for numbers in portions(size) {
            walk.desk.faults().next(SEARCH, Fault::Body(*status, said(code, numbers)));
            walk.t.key("r");
            walk.look_at("✕ 1 J");
            walk.look_at_messages();
        }
    }
    walk.has_seen(&["vm", "ms", "pm", "ST"], 0..all().len());
    walk.end(0);
}

#[test]
fn failures_of_the_first_page_and_of_the_token() {
    let desk = Desk::new();
    desk.faults().always(SEARCH, Fault::Body(404, said("ms", 0..20)));
    let mut walk = Walk::start(desk, 160, 48);
    for numbers in portions(20) {
        walk.desk.faults().always(SEARCH, Fault::Body(404, said("ms", numbers.clone())));
        walk.t.key("r");
        walk.look_at(&mark("ms", numbers.start));
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.end(0);

    let desk = Desk::new();
    desk.faults().always(TOKEN, Fault::Body(404, said("pm", 0..20)));
    let mut walk = Walk::start(desk, 160, 48);
    for numbers in portions(20) {
        walk.desk.faults().always(TOKEN, Fault::Body(404, said("ms", numbers.clone())));
        walk.t.key("r");
        walk.look_at(&mark("ms", numbers.start));
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.end(0);
}

/// From now on every create meets the one fault and every look-up of a user the other.
fn creates_and_look_ups_meet(desk: &Desk, create: Fault, look_up: Fault) {
    desk.faults().always(CREATE, create);
    desk.faults().always(FIND, look_up);
}

/// Fails, and looks at what is said about it in the form and in the list of messages.
#[track_caller]
fn fail_to_create(walk: &mut Walk) {
    walk.t.key("ctrl-s");
    walk.look_at("✕ 1 J");
    walk.look_at_messages();
    open_needing(&mut walk.t);
    walk.look_at(EMAIL);
}

/// A form with an inactive user in it that only has to be sent.
fn form_filled(prepare: impl FnOnce(&Desk)) -> Walk {
    let desk = Desk::new();
    prepare(&desk);
    let mut t = desk.open(160, 48);
    t.wait_text(" 1/137");
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.wait_text("900123");
    // An inactive user uses no seat: nothing is asked before any of many tries.
    t.press("tab tab tab tab tab tab tab tab space");
    t.wait_text("receives nothing");
    Walk { t, desk, seen: String::new() }
}

#[test]
fn failures_of_a_create_and_its_success() {
    let mut walk = form_filled(|desk| {
        companies_of(desk, 4);
        desk.faults().always(LICENSE, Fault::Body(404, said("ms", 0..20)));
    });
    for (status, code) in FAILURES.iter().chain(&[(400, "fm")]).filter(|(status, code)| *status != 200 || *code == "vm")
    {
        // A message at its field has two lines.
        for numbers in portions(if *code == "fm" { 5 } else { 50 }) {
            creates_and_look_ups_meet(&walk.desk, Fault::Body(*status, said(code, numbers)), Fault::Pass);
            fail_to_create(&mut walk);
        }
    }
    walk.has_seen(&["vm", "ms", "pm", "fm"], 0..all().len());
    walk.desk.faults().always(CREATE, Fault::ExecutedThenReset);
    walk.desk.faults().always(FIND, Fault::rewrite(|answer| poison(answer, 27, &["resourceId", "email", "status"])));
    walk.t.key("ctrl-s");
    // Who is there has other names than were sent: by whom is not known.
    walk.look_at("is not known");
    open_needing(&mut walk.t);
    walk.look_at(EMAIL);
    walk.t.key("esc");
    walk.t.wait_gone("Add target user to");
    walk.t.key("q");
    walk.t.wait_text("[y] Quit");
    walk.t.key("y");
    assert_eq!(walk.t.wait_exit(), 0);
}

#[test]
fn look_ups_that_fail_with_words_of_their_own() {
    let mut walk = form_filled(|_| ());
    for (n, numbers) in portions(50).enumerate() {
        // Sent once more, each try before is looked for first, by both ways and once more.
        (0..3 * n).for_each(|_| walk.desk.faults().next(FIND, Fault::Pass));
        creates_and_look_ups_meet(&walk.desk, Fault::Reset, Fault::Body(404, said("ms", numbers)));
        fail_to_create(&mut walk);
        walk.look_at("It is not known whether");
        walk.desk.faults().always(FIND, Fault::Pass);
        walk.t.key("f5");
        walk.look_at("will be created");
        walk.t.key("esc");
        walk.t.wait_gone("Add target user to");
        walk.look_at_messages();
        open_needing(&mut walk.t);
        walk.look_at(EMAIL);
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.desk.faults().clear();
    walk.desk.faults().always(CREATE, Fault::rewrite(|answer| poison(answer, 27, &["resourceId"])));
    walk.desk.faults().always(FIND, Fault::Pass);
    walk.t.key("ctrl-s");
    walk.look_at(&format!("Created {EMAIL}"));
    walk.end(0);
}
