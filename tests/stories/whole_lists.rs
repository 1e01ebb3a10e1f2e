//! A file that lists everybody: who joins, changes and leaves, who may, and what is kept of it.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::state::Import;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::screen::confirmations;
use keepnet_tui::app::screen::import_words::plan_counts;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::roster::Plan;

use crate::common::{Story, company, people};

const TITLES: &str = "Email,First name,Last name,Phone\n";

/// Ten people, all active.
fn everybody() -> Vec<TargetUser> {
    let active = |user| TargetUser { status: UserStatus::Active, ..user };
    people(10).into_iter().map(active).collect()
}

/// Contoso has ten people.
fn ready() -> Story {
    let mut s =
        Story::ready(vec![company(1, "Contoso", 10, Limit::Of(12)), company(2, "Fabrikam", 1, Limit::Unlimited)]);
    s.people = everybody();
    s
}

/// A list of these people as they are, with these rows besides.
fn list(of: std::ops::Range<usize>, more: &str) -> String {
    let row = |user: &TargetUser| format!("{},,,\n", user.email);
    let rows: String = everybody()[of].iter().map(row).collect();
    format!("{TITLES}{rows}{more}")
}

/// The plan of a list that was taken as the whole list.
fn whole(text: &str) -> Story {
    let mut s = ready();
    s.press("A").answer_folder(&["roster.csv"]).press("enter").answer_plan(text);
    s.press("e").answer_plan(text);
    s
}

fn import(s: &Story) -> &Import {
    s.model.import.current.as_ref().expect("an import")
}

fn plan(s: &Story) -> &Plan {
    import(s).plan().expect("a plan")
}

fn counts(s: &Story) -> String {
    plan_counts(plan(s)).into_iter().map(|(text, _)| text).collect()
}

/// What the question says, in a line.
fn asked(s: &Story) -> Option<String> {
    let Some(Overlay::Confirm { question: question @ Confirmation::Import(_), .. }) = s.model.overlays.last() else {
        return None;
    };
    let lines = confirmations::lines(&s.model, question, 400, 40);
    Some(lines.asked.into_iter().chain(lines.text).collect::<Vec<_>>().join(" "))
}

/// One has left, one has another name, one is new.
fn roster() -> String {
    let moved = format!("{},,Roe,\n", everybody()[0].email);
    list(1..9, &format!("{moved}new@x.example,New,,+44 20 7946 0001\n"))
}

#[test]
fn whole_list_tells_joiners_movers_leavers_and_same() {
    let mut s = whole(&roster());
    assert_eq!(counts(&s), "joiners 1 · movers 1 · leavers 1 · same 8");
    assert_eq!(import(&s).table.rows(), [0], "whoever leaves needs somebody");
    s.press("ctrl-s");
    let said = asked(&s).expect("a question");
    assert!(said.starts_with("Send 3 rows?"), "{said}");
    assert!(said.contains("1 user becomes inactive: nobody is deleted, and the seat is free."), "{said}");
    assert!(said.contains("Contoso: 10 of 12 seats used then."), "{said}");
}

#[test]
fn whole_list_is_taken_back_with_the_same_key() {
    let mut s = whole(&roster());
    s.press("e").answer_plan(&roster());
    assert!(counts(&s).starts_with("create 1 · already there 9"), "{}", counts(&s));
    assert!(!plan(&s).reading.options.reactivate);
}

#[test]
fn leaver_who_is_left_out_stays_and_leaves_again() {
    let mut s = whole(&roster());
    s.press("space");
    assert_eq!(counts(&s), "joiners 1 · movers 1 · leavers 0 · same 8 · left out 1");
    let kept = s.kept_imports().pop().expect("kept");
    assert_eq!(kept.edits.staying.iter().collect::<Vec<_>>(), [&everybody()[9].id]);
    s.press("space");
    assert_eq!(counts(&s), "joiners 1 · movers 1 · leavers 1 · same 8");
    assert!(s.kept_imports().pop().expect("kept").edits.is_empty());
}

#[test]
fn leaver_has_no_cells_to_edit() {
    let mut s = whole(&roster());
    s.press("enter");
    assert_eq!(s.said(), "this user is not in the file, so there is nothing to edit");
}

#[test]
fn many_leavers_are_sent_only_if_somebody_allows_so_many() {
    let mut s = whole(&list(0..7, ""));
    s.press("ctrl-s");
    assert_eq!((asked(&s), s.said()), (None, &*said_of(3)));
    s.press("l ctrl-s");
    assert!(asked(&s).is_some(), "{}", s.said());
    // It was allowed for those who were shown.
    s.press("n r").answer_plan(&list(0..6, "")).press("ctrl-s");
    assert_eq!((asked(&s), s.said()), (None, &*said_of(4)));
    s.press("space ctrl-s");
    assert!(asked(&s).is_some(), "{}", s.said());
}

fn said_of(leavers: usize) -> String {
    format!("{leavers} of 10 users would be made inactive; is this the whole list? l allows it")
}

#[test]
fn allowed_leavers_are_taken_back() {
    let mut s = whole(&list(0..7, ""));
    s.press("l l ctrl-s");
    assert_eq!((asked(&s), s.said()), (None, &*said_of(3)));
}

#[test]
fn few_leavers_need_nobody_to_allow_them() {
    let mut s = whole(&roster());
    s.press("l");
    assert_eq!(s.said(), "so few leave that nobody has to allow it");
}

#[test]
fn nobody_leaves_while_an_address_cannot_be_read() {
    let mut s = whole(&list(0..9, "nobody,,Doe,\n"));
    s.press("ctrl-s");
    assert_eq!(s.said(), "1 row has no address that can be read, so it is not known who has left");
    s.press("j space ctrl-s");
    assert!(asked(&s).is_some(), "{}", s.said());
}

#[test]
fn whole_list_is_that_of_one_company() {
    let mut s = ready();
    s.press("space space A").answer_folder(&["roster.csv"]).press("enter").answer_plan(&roster()).press("e");
    assert_eq!(s.said(), "a whole list is that of one company, and these are 2 companies");
    assert!(s.plan_orders().is_empty());
}

#[test]
fn pasted_people_who_are_no_table_are_no_whole_list() {
    let text = "Anna Smith <anna.smith@x.example>\nBob Jones <bob.jones@x.example>\n";
    let mut s = ready();
    s.send(Msg::Paste(text.to_owned()));
    s.press("A").answer_plan(text).press("e");
    assert!(s.said().starts_with("this text is no table"), "{}", s.said());
    assert!(s.plan_orders().is_empty());
}

#[test]
fn whole_list_that_was_left_is_made_again_as_one() {
    let mut s = whole(&list(0..7, ""));
    s.press("l space");
    let record = s.kept_imports().pop().expect("kept");
    let mut s = ready();
    s.send(Msg::Restored(Box::new(Recovered { imports: vec![record], ..Recovered::default() })));
    s.press("A").answer_plan(&list(0..7, ""));
    assert_eq!(counts(&s), "joiners 0 · movers 0 · leavers 2 · same 7 · left out 1");
    // Three were allowed.
    s.press("k space ctrl-s");
    assert!(asked(&s).is_some(), "{}", s.said());
}

#[test]
fn another_file_is_no_whole_list_until_somebody_says_so() {
    let mut s = whole(&roster());
    s.press("f").answer_folder(&["roster.csv"]).press("enter").answer_plan(&roster());
    assert!(counts(&s).starts_with("create 1"), "{}", counts(&s));
}
