//! The parts of one user: what is asked again and what is not, and the picker of groups and the history in detail.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::screen::overlay_layout;
use keepnet_tui::app::screen::user_groups::to_send;
use keepnet_tui::app::screen::user_history::{rows, view};
use keepnet_tui::app::user::group_picker::{GroupPicker, Mark, PickerRow};
use keepnet_tui::domain::change::outcome::UpdateEnd;
use keepnet_tui::domain::change::write::Intent;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{GroupId, UserId};
use keepnet_tui::domain::user::target_group::NAME_MAX;

use super::edits::{changes, opened};
use crate::common::one_user::{audit_page, audited, detail, of_user, own_groups, text};
use crate::common::{Story, failure};

/// Answers one of the two parts.
fn answer_part(s: &mut Story, groups: bool) {
    let asked = s.fetched_of_user();
    for (ticket, read) in asked {
        if matches!(read, Read::GroupsOfUser(..)) == groups {
            let answer = of_user(s, ticket, &read).expect("an answer");
            s.send(answer);
        }
    }
}

fn cancelled(s: &mut Story) -> Vec<Ticket> {
    s.take(|e| if let Effect::Cancel(ticket) = e { Some(*ticket) } else { None })
}

fn click_line(s: &mut Story, line: u16) {
    let rows = overlay_layout::list(&s.model).expect("a box").rows;
    s.send(Msg::Mouse(MouseAct::Click, rows.x + 2, rows.y + line));
}

fn picker(s: &Story) -> &GroupPicker {
    s.model.user.picker().expect("the picker")
}

fn deactivated(s: &mut Story) -> Intent {
    let sent = changes(s).remove(0);
    s.ends(&sent.id, UpdateEnd::Updated).answer_users();
    sent
}

#[test]
fn what_is_being_read_is_not_asked_for_twice() {
    let mut s = opened();
    s.press("enter r r");
    assert_eq!(s.fetched_of_user().len(), 2);
}

#[test]
fn what_is_older_than_a_minute_is_asked_for_again() {
    let mut s = opened();
    s.press("enter").answer_user().press("j").wait().answer_user();
    s.press("k").wait();
    assert!(s.fetched_of_user().is_empty(), "it is fresh");
    s.press("j").wait();
    s.millis += 60_000;
    s.press("k").wait();
    assert_eq!(s.fetched_of_user().len(), 2);
    assert!(text(&s).contains("B-17"), "the old values stay");
}

#[test]
fn what_was_cancelled_is_asked_for_again() {
    let mut s = opened();
    s.press("enter");
    assert_eq!(s.fetched_of_user().len(), 2);
    s.press("ctrl-c");
    assert_eq!(cancelled(&mut s).len(), 2);
    s.press("esc enter");
    assert_eq!(s.fetched_of_user().len(), 2);
}

/// Another user was changed: only that one is read again, and only when it is looked at.
#[test]
fn only_the_changed_user_is_read_again() {
    let mut s = opened();
    s.press("enter").answer_user().press("j").wait().answer_user();
    s.press("esc k x");
    deactivated(&mut s);
    assert!(s.fetched_of_user().is_empty(), "nobody looks at it");
    s.press("j enter").wait();
    assert!(s.fetched_of_user().is_empty(), "the other one is as it was");
    s.press("k").wait();
    assert_eq!(s.fetched_of_user().len(), 2);
}

#[test]
fn either_part_that_is_slow_shows() {
    for first in [true, false] {
        let mut s = opened();
        s.press("enter").wait();
        assert!(s.model.user.is_slow());
        answer_part(&mut s, first);
        assert!(s.model.user.is_slow(), "the other one is still awaited");
    }
    let mut s = opened();
    s.press("enter").wait().answer_user();
    assert!(!s.model.user.is_slow());
}

#[test]
fn details_scroll_and_begin_at_the_top_for_the_next_user() {
    let mut s = opened();
    s.send(Msg::Resize(keepnet_tui::app::core::settings::Size { width: 80, height: 15 }));
    s.press("enter").answer_user().press("G");
    assert!(s.model.user.top > 0);
    s.press("j");
    assert_eq!(s.model.user.top, 0);
}

#[test]
fn picker_and_history_that_are_slow_say_so_and_closing_cancels_them() {
    let mut s = opened();
    s.press("T").wait();
    assert!(picker(&s).all.slow);
    let asked: Vec<_> =
        s.fetched_of_user().into_iter().filter(|(_, read)| matches!(read, Read::TargetGroups(_))).collect();
    s.press("esc");
    assert!(cancelled(&mut s).contains(&asked[0].0));
    s.press("I").wait();
    assert!(s.model.user.history().is_some_and(|history| history.load.slow));
    let asked = s.fetched_of_user();
    s.press("esc");
    assert_eq!(cancelled(&mut s), [asked[0].0]);
}

#[test]
fn f5_in_the_picker_reads_groups_and_marks_again() {
    let mut s = opened();
    s.press("T").answer_user().press("space f5 f5");
    let asked = s.fetched_of_user();
    assert_eq!(asked.len(), 3, "once each: {asked:?}");
    assert_eq!(to_send(&s.model), "1 to send: Ctrl-S", "the mark stays");
}

#[test]
fn group_that_has_been_typed_is_not_created_twice() {
    let mut s = opened();
    s.press("T").answer_user().type_text("Night").press("enter");
    assert_eq!(picker(&s).new_groups(), ["Night"]);
    s.type_text("nIGHT");
    assert!(!picker(&s).rows().iter().any(|row| matches!(row, PickerRow::Create(_))));
    assert!(matches!(picker(&s).under_cursor(), Some(PickerRow::New(name)) if name == "Night"));
    s.press("enter");
    assert!(picker(&s).new_groups().is_empty(), "its mark is taken away");
}

#[test]
fn name_of_a_group_has_a_limit() {
    let mut s = opened();
    let offers = |s: &Story| picker(s).rows().iter().any(|row| matches!(row, PickerRow::Create(_)));
    s.press("T").answer_user().type_text(&"n".repeat(NAME_MAX));
    assert!(offers(&s));
    s.type_text("n");
    assert!(!offers(&s));
}

#[test]
fn paste_into_the_picker_filters() {
    let mut s = opened();
    s.press("T").answer_user().press("down down");
    s.send(Msg::Paste(" new\njoiners ".to_owned()));
    assert_eq!(picker(&s).list.filter.value(), "new joiners");
    assert!(matches!(picker(&s).under_cursor(), Some(PickerRow::Group(group)) if group.name == "New joiners"));
}

#[test]
fn click_in_the_picker_changes_the_mark_of_its_line() {
    let mut s = opened();
    s.press("T").answer_user();
    click_line(&mut s, 2);
    let marked: Vec<_> = s.model.user.picked().into_iter().map(|(group, joins)| (group.name, joins)).collect();
    assert_eq!(marked, [("New joiners".to_owned(), true)]);
    let lines = u16::try_from(picker(&s).rows().len()).expect("few");
    click_line(&mut s, lines);
    assert_eq!(to_send(&s.model), "1 to send: Ctrl-S", "below the last line there is nothing");
}

/// In, out, as it is: of several users nobody knows who is in.
#[test]
fn mark_of_several_users_goes_round() {
    let mut s = opened();
    s.press("space space T").answer_user();
    let mark = |s: &Story| picker(s).mark(&GroupId::new("Finance"), None);
    let mut seen = vec![mark(&s)];
    for _ in 0..3 {
        s.press("space up");
        seen.push(mark(&s));
    }
    assert_eq!(seen, [Mark::AsItIs, Mark::Joins, Mark::Leaves, Mark::AsItIs]);
}

#[test]
fn mark_of_one_user_goes_there_and_back() {
    let mut s = opened();
    s.press("T").answer_user();
    let mark = |s: &Story, group: &str| picker(s).mark(&GroupId::new(group), Some(&own_groups()));
    let mut seen = Vec::new();
    for _ in 0..2 {
        s.press("space up");
        seen.push(mark(&s, "Finance"));
    }
    s.press("down down");
    for _ in 0..2 {
        s.press("space up");
        seen.push(mark(&s, "New joiners"));
    }
    assert_eq!(seen, [Mark::Leaves, Mark::In, Mark::Joins, Mark::Out]);
}

#[test]
fn picker_that_is_left_without_a_mark_says_nothing() {
    let mut s = opened();
    s.press("T").answer_user().press("esc");
    assert_eq!(s.said(), "");
    assert!(s.model.user.picker().is_none());
}

fn who(s: &Story) -> Vec<String> {
    rows(&s.model).into_iter().map(|line| line.who).collect()
}

/// The first page has these entries, of so many pages.
fn read_log(s: &mut Story, who: &[&str], (number, pages): (u32, u32)) {
    let asked = s.fetched_of_user();
    let [(ticket, Read::Audit(..))] = &asked[..] else { panic!("asked for {asked:?}") };
    let entries = (0..).zip(who).map(|(n, who)| audited(100 * i64::from(number) + n, who, (None, Some("{}"))));
    s.send(Msg::Audit(*ticket, Ok(audit_page(entries.collect(), number, pages))));
}

#[test]
fn next_page_of_the_log_is_asked_for_at_its_last_line_once() {
    let mut s = opened();
    s.press("I");
    read_log(&mut s, &["a", "b", "c"], (1, 3));
    assert!(s.fetched_of_user().is_empty(), "not before somebody wants it");
    s.press("k j");
    assert!(s.fetched_of_user().is_empty(), "not in the middle");
    s.press("j j j");
    read_log(&mut s, &["d"], (2, 3));
    assert!(s.fetched_of_user().is_empty(), "not the one after it");
    s.press("k");
    assert!(s.fetched_of_user().is_empty(), "not on the way up");
    assert_eq!(who(&s), ["a", "b", "c", "d"]);
}

#[test]
fn entry_that_has_moved_to_the_next_page_is_there_once() {
    let mut s = opened();
    s.press("I");
    let entry = |n: i64, who: &str| audited(n, who, (None, Some("{}")));
    let (ticket, _) = s.fetched_of_user().remove(0);
    s.send(Msg::Audit(ticket, Ok(audit_page(vec![entry(1, "a"), entry(2, "b")], 1, 2))));
    s.press("j j");
    let (ticket, _) = s.fetched_of_user().remove(0);
    s.send(Msg::Audit(ticket, Ok(audit_page(vec![entry(2, "b"), entry(3, "c")], 2, 2))));
    assert_eq!(who(&s), ["a", "b", "c"]);
}

#[test]
fn failed_page_is_asked_for_again_by_r_alone() {
    let mut s = opened();
    s.press("I");
    read_log(&mut s, &["a"], (1, 2));
    s.press("j");
    let (ticket, _) = s.fetched_of_user().remove(0);
    s.send(Msg::Audit(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.press("j j");
    assert!(s.fetched_of_user().is_empty());
    s.press("r");
    read_log(&mut s, &["b"], (2, 2));
    assert_eq!(who(&s), ["a", "b"], "what was read stays");
}

/// What is shown stays until the answer is there.
#[test]
fn history_read_again_is_replaced_when_it_is_here() {
    let mut s = opened();
    s.press("I");
    read_log(&mut s, &["a", "b"], (1, 1));
    s.press("r");
    assert_eq!(who(&s), ["a", "b"]);
    let asked = s.fetched_of_user();
    assert!(matches!(asked[..], [(_, Read::Audit(_, _, 1))]), "{asked:?}");
    let entry = |n: i64, who: &str| audited(n, who, (None, Some("{}")));
    s.send(Msg::Audit(asked[0].0, Ok(audit_page(vec![entry(1, "new"), entry(100, "a")], 1, 1))));
    assert_eq!(who(&s), ["new", "a"]);
}

#[test]
fn click_in_the_history_goes_to_its_line() {
    let mut s = opened();
    s.press("I");
    read_log(&mut s, &["a", "b", "c"], (1, 1));
    let (view, rows) = (view(&s.model).expect("the history"), overlay_layout::list(&s.model).expect("a box").rows);
    click_line(&mut s, view.rows.y - rows.y + 2);
    assert_eq!(s.model.user.history().map(|history| history.cursor), Some(2));
}

/// One user in the box, and an answer about another one that comes late.
#[test]
fn answer_of_one_user_never_shows_at_another() {
    let mut s = opened();
    s.press("enter");
    let asked = s.fetched_of_user();
    s.press("j");
    let first = detail(&s.people[0]);
    assert_eq!(first.id, UserId::new("id-000"));
    for (ticket, _) in asked.iter().filter(|(_, read)| matches!(read, Read::User(..))) {
        s.send(Msg::User(*ticket, Ok(Box::new(first.clone()))));
    }
    assert!(!text(&s).contains("B-17"), "{}", text(&s));
}
