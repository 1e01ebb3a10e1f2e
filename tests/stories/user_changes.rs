//! Existing users: deactivated, activated, deleted, one or many, and what is told of it.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::screen::confirmations::in_full;
use keepnet_tui::app::screen::user_rows::pending_status;
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::{DeleteEnd, UpdateEnd};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::update::{Conflict, Update};
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, WriteKind};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::draft::{Draft, Stage};
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::detail::StoredValue;
use keepnet_tui::domain::user::existing::{ManagedBy, UserStatus};
use rstest::rstest;

use super::edits::undo_of;
use crate::common::{Story, companies, company, failure, people};

/// The users of Contoso, which has 5 of 9 seats in use: the first is active, the second inactive, the third deleted, and
/// so on.
fn opened() -> Story {
    of(company(1, "Contoso", 5, Limit::Of(9)))
}

fn of(company: keepnet_tui::domain::company::summary::Company) -> Story {
    let mut s = Story::ready(vec![company]);
    s.people = people(12);
    s.press("u").answer_users();
    s
}

fn changes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

fn activity(user: &str, to: bool) -> WriteKind {
    WriteKind::Update(Update::activity(UserId::new(user), !to, to))
}

/// The question on the screen: what is asked, and what follows.
fn asked(s: &Story) -> (String, String) {
    let Some(Overlay::Confirm { question, .. }) = s.model.overlays.last() else { panic!("no question: {}", s.said()) };
    let question = in_full(&s.model, question);
    (question.asked, question.text)
}

fn status(s: &Story, row: usize) -> Option<&'static str> {
    pending_status(&s.model, &s.model.users.list.rows()[row]).map(|pending| pending.word)
}

#[test]
fn x_deactivates_at_once_and_says_what_it_means() {
    let mut s = opened();
    s.press("x");
    let sent = changes(&mut s);
    assert_eq!(sent.iter().map(|intent| &intent.kind).collect::<Vec<_>>(), [&activity("id-000", false)]);
    assert_eq!((sent[0].email(), sent[0].company.as_str()), ("user000@x.example", "id0001"));
    assert_eq!(s.said(), "Deactivating First0 Last0: frees a seat, keeps the history (Z takes it back)");
    assert_eq!(status(&s, 0), Some("inactive"));
    s.ends(&sent[0].id, UpdateEnd::Updated);
    assert!(s.said().contains("user000@x.example deactivated in Contoso; the seat is free"), "{}", s.said());
    assert_eq!(s.model.companies.rows()[0].seats.used, 4, "the seat is counted before the service is asked");
    assert_eq!(s.fetched_users().len(), 1, "the list is loaded again");
    assert_eq!((status(&s, 0), &s.model.users.list.rows()[0].status), (None, &UserStatus::Inactive), "and says so now");
}

#[test]
fn x_activates_an_inactive_user_while_a_seat_is_left() {
    let mut s = opened();
    s.press("j x");
    assert_eq!(changes(&mut s)[0].kind, activity("id-001", true));
    assert!(s.model.overlays.is_empty() && s.said().starts_with("Activating First1 Last1: takes a seat"));
}

/// Seats that are on their way count: the seventh user of nine is the last, if two others are being activated.
#[rstest]
#[case::a_seat_is_left(8, 0, None)]
#[case::none_is_left(9, 0, Some("No seat is left (9/9); this goes 1 over the licence limit."))]
#[case::over_already(11, 0, Some("No seat is left (11/9); this goes 3 over the licence limit."))]
#[case::taken_by_a_change_under_way(8, 1, Some("No seat is left (9/9); this goes 1 over the licence limit."))]
fn activation_without_a_seat_asks(#[case] used: u64, #[case] before: usize, #[case] text: Option<&str>) {
    let mut s = of(company(1, "Contoso", used, Limit::Of(9)));
    s.press("j");
    for _ in 0..before {
        s.press("x j j j");
    }
    changes(&mut s);
    s.press("x");
    let Some(text) = text else {
        assert_eq!(changes(&mut s).len(), 1);
        return;
    };
    let (question, said) = asked(&s);
    assert!(question.starts_with("Activate user0") && said.contains(text), "{question} {said}");
    s.press("enter");
    assert!(changes(&mut s).is_empty() && s.model.overlays.is_empty(), "the harmless answer is focused");
    s.press("x y");
    assert_eq!(s.model.changes.all().len(), before + 1);
}

#[test]
fn a_seat_freed_by_a_change_under_way_can_be_taken() {
    let mut s = of(company(1, "Contoso", 9, Limit::Of(9)));
    s.press("x j x");
    assert!(s.model.overlays.is_empty(), "{}", s.said());
    assert_eq!(s.model.changes.all().len(), 2);
    s.press("a").settle();
    assert_eq!(s.form().seats(), Seats { used: 9, limit: Limit::Of(9) });
}

#[rstest]
#[case::deleted(|s: &mut Story| s.people[0].status = UserStatus::Deleted, "is deleted")]
#[case::scim(|s: &mut Story| s.people[0].managed = Some(ManagedBy::Scim("Entra".to_owned())), "managed by SCIM (Entra)")]
#[case::google(|s: &mut Story| s.people[0].managed = Some(ManagedBy::Other), "managed by another directory")]
#[case::without_an_id(|s: &mut Story| s.people[0].id = UserId::new(""), "no ID")]
#[case::locked(|s: &mut Story| s.list[0].locked = true, "locked access")]
#[case::read_only(
    |s: &mut Story| s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Profile("north".into())),
    "read only"
)]
fn what_cannot_be_changed_is_greyed_with_the_reason(#[case] change: fn(&mut Story), #[case] reason: &str) {
    let mut s = Story::new(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(3);
    change(&mut s);
    s.settle();
    s.press("u").answer_users();
    for (command, key) in [(Command::ToggleActive, "x"), (Command::DeleteUser, "D")] {
        assert!(refusal_here(command, &s.model).is_some_and(|why| why.contains(reason)), "{command:?}");
        s.press(key);
        assert!(s.said().contains(reason) && s.model.overlays.is_empty(), "{}", s.said());
    }
    assert!(changes(&mut s).is_empty());
}

#[test]
fn a_user_is_not_changed_twice_at_once() {
    let mut s = opened();
    s.press("x x");
    assert!(s.said().contains("is being deactivated already"), "{}", s.said());
    s.press("D");
    assert!(s.model.overlays.is_empty());
    assert_eq!(s.model.changes.all().len(), 1);
}

/// The list is loaded again and another user is where the cursor was: the key is not for that one.
#[rstest]
#[case("x")]
#[case("D")]
fn a_user_who_came_under_the_cursor_unasked_is_not_changed(#[case] key: &str) {
    let mut s = opened();
    s.press("r");
    s.people.remove(0);
    s.answer_users();
    assert_eq!(s.model.users.list.selected().map(|user| user.email.as_str()), Some("user001@x.example"));
    s.press(key);
    assert!(s.said().contains("user000@x.example has left this list"), "{}", s.said());
    assert!(changes(&mut s).is_empty() && s.model.overlays.is_empty());
}

/// The question names a user and is about that user, whatever the list shows by the time of the answer.
#[test]
fn the_answer_is_about_the_user_the_question_names() {
    let mut s = opened();
    s.press("r D");
    assert_eq!(asked(&s).0, "Delete user000@x.example?");
    s.people.remove(0);
    s.answer_users();
    assert_eq!(asked(&s).0, "Delete user000@x.example?");
    s.press("y");
    assert_eq!(changes(&mut s)[0].kind, WriteKind::Delete(UserId::new("id-000")));
}

#[test]
fn letters_that_come_together_change_nobody() {
    let mut s = opened();
    s.press_at_once("j x");
    assert!(changes(&mut s).is_empty() && s.said().contains("arrived together"), "{}", s.said());
    s.press_at_once("D y");
    assert!(changes(&mut s).is_empty());
}

#[test]
fn delete_asks_and_says_that_it_is_final() {
    let mut s = opened();
    s.press("D");
    let (question, text) = asked(&s);
    assert_eq!(question, "Delete user000@x.example?");
    for part in [
        "First0 Last0 of Contoso.",
        "Frees the seat; this month's monthly users still count this user.",
        "cannot be undone",
        "x deactivates the user instead",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    s.press("enter");
    assert!(changes(&mut s).is_empty(), "the harmless answer is focused");
    s.press("D y");
    let delete = changes(&mut s).remove(0);
    assert_eq!((&delete.kind, status(&s, 0)), (&WriteKind::Delete(UserId::new("id-000")), Some("deleted")));
    s.ends(&delete.id, DeleteEnd::Deleted);
    assert!(s.said().contains("deleted from Contoso"), "{}", s.said());
    assert_eq!(s.model.users.list.rows()[0].status, UserStatus::Deleted);
    assert_eq!(s.model.companies.rows()[0].seats.used, 4);
    s.press("J Z");
    assert!(s.said().contains("a deleted user cannot be restored"), "{}", s.said());
}

#[test]
fn name_that_ends_in_a_full_stop_ends_the_sentence() {
    let mut s = of(company(1, "Ağaoğlu Turizm A.Ş.", 5, Limit::Of(9)));
    s.press("D");
    assert!(asked(&s).1.starts_with("First0 Last0 of Ağaoğlu Turizm A.Ş. Frees the seat"), "{}", asked(&s).1);
}

#[test]
fn an_update_that_may_still_come_says_nothing_about_other_values() {
    let mut s = opened();
    s.press("x");
    let change = changes(&mut s).remove(0);
    // Somebody else's value may stand there meanwhile.
    s.ends(&change.id, UpdateEnd::Pending);
    assert!(s.said().contains("the wanted values are not there so far"), "{}", s.said());
}

#[test]
fn z_takes_back_what_is_queued_and_puts_back_what_is_done() {
    let mut s = opened();
    s.press("x");
    let first = changes(&mut s).remove(0);
    s.press("j j j x");
    assert!(changes(&mut s).is_empty(), "one change of a company at a time");
    s.millis += 1_000;
    s.press("Z");
    assert_eq!(s.said(), "user003@x.example will not be deactivated: nothing was sent");
    s.press("Z");
    assert_eq!(s.said(), "user000@x.example is still being deactivated; wait for the answer");
    s.ends(&first.id, UpdateEnd::Updated);
    s.millis += 1_000;
    s.press("Z");
    let undo = changes(&mut s).remove(0);
    assert_eq!(undo.kind, undo_of(&first));
    s.ends(&undo.id, UpdateEnd::Updated);
    assert_eq!(s.model.companies.rows()[0].seats.used, 5);
    s.press("Z");
    assert!(s.said().contains("no user was created"), "an undo is not undone: {}", s.said());
}

#[test]
fn undo_is_offered_in_the_activity_too() {
    let mut s = opened();
    s.press("x");
    let change = changes(&mut s).remove(0);
    s.ends(&change.id, UpdateEnd::Updated).press("J Z");
    assert_eq!(changes(&mut s)[0].kind, undo_of(&change));
}

/// Jane was deactivated here, and somebody else has activated her before the undo came.
fn conflict() -> (Story, Intent, Vec<Conflict>) {
    let mut s = opened();
    s.press("x");
    let change = changes(&mut s).remove(0);
    let WriteKind::Update(update) = &change.kind else { panic!("no update") };
    let found = vec![Conflict { change: update.changes[0].clone(), now: StoredValue::new("perhaps") }];
    s.ends(&change.id, UpdateEnd::Conflict(found.clone()));
    (s, change, found)
}

#[test]
fn a_conflict_needs_the_user_and_is_told_with_both_values() {
    let (mut s, ..) = conflict();
    assert!(s.said().contains("F9 asks whose values stay"), "{}", s.said());
    assert_eq!(s.model.needing(), 1);
    s.press("esc f9");
    let (question, text) = asked(&s);
    assert_eq!(question, "Put your values for user000@x.example?");
    assert!(text.contains("is \"perhaps\" now") || text.contains("is perhaps now"), "{text}");
    s.press("esc");
    assert_eq!(s.model.needing(), 1, "Esc decides nothing");
    s.press("J enter y");
    let mine = changes(&mut s).remove(0);
    let WriteKind::Update(update) = &mine.kind else { panic!("no update") };
    assert_eq!((update.changes[0].from.raw.as_str(), update.changes[0].to.raw.as_str()), ("perhaps", "false"));
    assert_eq!(s.model.needing(), 0);
}

#[test]
fn theirs_stay_with_a_no() {
    let (mut s, ..) = conflict();
    s.press("esc f9 enter");
    assert!(s.said().contains("stays as it is"), "{}", s.said());
    assert!(changes(&mut s).is_empty() && s.model.changes.is_empty());
    s.press("f9");
    assert!(s.said().contains("nothing needs you"), "{}", s.said());
}

#[test]
fn a_conflict_survives_a_restart_until_it_is_decided() {
    let (mut s, change, found) = conflict();
    s.wait();
    let drafts = s.take(|e| if let Effect::SaveDraft(draft) = e { Some((**draft).clone()) } else { None });
    let draft: Draft = drafts
        .into_iter()
        .rfind(|draft| matches!(draft.stage, Stage::Change(WriteKind::Update(_), _)))
        .expect("a draft");
    let finished = vec![(change.clone(), JournalOutcome::Conflict(found), change.at)];
    let mut later = Story::ready(companies(3));
    later.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft.clone()], finished, ..Recovered::default() })));
    assert!(changes(&mut later).is_empty() && later.said().contains("needs you"), "{}", later.said());
    later.press("f9 n");
    assert!(later.said().contains("stays as it is"), "{}", later.said());
    let gone = later.take(|e| if let Effect::DeleteDraft(id) = e { Some(*id) } else { None });
    assert_eq!(gone, [draft.id]);
}

#[test]
fn marked_users_are_changed_after_one_question() {
    let mut s = opened();
    // 0 and 3 are active, 1 is inactive, 2 is deleted.
    s.press("V j j j x");
    let (question, text) = asked(&s);
    assert_eq!(question, "Deactivate 2 users?");
    for part in ["user000@x.example, user003@x.example", "2 are left out", "First2 Last2 is deleted"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    s.press("y");
    assert_eq!(s.said(), "Deactivating 2 users in Contoso: frees their seats, keeps the history (Z takes them back)");
    let first = changes(&mut s).remove(0);
    s.ends(&first.id, UpdateEnd::Updated);
    assert!(!s.said().contains("user000@x.example"), "one notice for all: {}", s.said());
    let second = changes(&mut s).remove(0);
    assert_eq!([&first.kind, &second.kind], [&activity("id-000", false), &activity("id-003", false)]);
    s.ends(&second.id, UpdateEnd::Updated);
    assert_eq!(s.said(), "2 users deactivated in Contoso (batch run-1)");
}

#[test]
fn a_batch_tells_how_many_were_not_done() {
    let mut s = opened();
    s.press("space j j space D");
    assert_eq!(asked(&s).0, "Delete 2 users?");
    s.press("y");
    let first = changes(&mut s).remove(0);
    s.ends(&first.id, DeleteEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    let second = changes(&mut s).remove(0);
    s.ends(&second.id, DeleteEnd::Deleted);
    assert_eq!(s.said(), "1 user deleted in Contoso, 1 was not (batch run-1); J shows them");
}

#[test]
fn z_takes_a_whole_batch_back() {
    let mut s = opened();
    s.press("* x y");
    let sent = changes(&mut s);
    assert_eq!((sent.len(), s.model.changes.all().len()), (1, 4));
    s.press("Z");
    assert_eq!(s.said(), "3 changes taken back; 1 was already sent");
    s.ends(&sent[0].id, UpdateEnd::Updated);
    assert!(changes(&mut s).is_empty());
    assert_eq!(s.said(), "1 user deactivated in Contoso, 3 taken back (batch run-1)");
}

/// A leaver by email, from the table: their name is data, and the rest are keys.
#[test]
fn a_leaver_takes_four_keys_beyond_the_address() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(12);
    s.press("u").answer_users();
    s.press("/").type_text("user003").wait().answer_users();
    s.press("enter x");
    assert_eq!(changes(&mut s)[0].kind, activity("id-003", false));
    assert_eq!(s.users_page(&UserQuery { search: "user003".to_owned(), ..UserQuery::default() }).items.len(), 1);
}

#[test]
fn one_user_in_the_box_is_the_one_that_is_changed() {
    let mut s = opened();
    s.press("space space g enter j j j x");
    assert_eq!(changes(&mut s)[0].kind, activity("id-003", false), "the box shows one user, whatever is marked");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::User)));
    s.press("D");
    assert!(!matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Confirmation::ChangeUsers(_), .. })));
}
