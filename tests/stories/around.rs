//! What is around table and form.

use keepnet_tui::app::core::effect::{Effect, Question};
use keepnet_tui::app::core::msg::{LinkMsg, MouseAct, Msg};
use keepnet_tui::app::core::remote::Call;
use keepnet_tui::app::core::settings::Size;
use keepnet_tui::app::keys::press::{Key, Press};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::change::write::News;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Done, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::service::session::Session;

use crate::common::{Story, companies, detail, failure};

#[test]
fn letters_are_text_in_inputs_and_altgr_types() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("q!?:Jr");
    s.tell(Msg::Key(Press { key: Key::Char('@'), ctrl: true, alt: true, shift: false }));
    assert_eq!(s.form().entry().text(FieldId::Email), "q!?:Jr@");
    s.press("esc /").type_text("q?");
    assert_eq!(s.model.companies.search.as_ref().map(|b| b.input.value()), Some("q?"));
}

#[test]
fn a_paste_never_presses_anything() {
    let mut s = Story::ready(companies(3));
    s.tell(Msg::Paste("a\nq\n!".into()));
    assert!(!s.quit && s.model.forms.current().is_none());
    assert!(s.said().contains("ignored"), "{}", s.said());
    s.press("a").settle();
    s.tell(Msg::Paste("jane@contoso.com\n".into()));
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    assert!(s.creates().is_empty());
}

#[test]
fn q_quits_at_the_root_and_asks_with_unsent_work() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@x").press("esc q");
    assert!(!s.quit);
    s.press("enter");
    assert!(!s.quit, "No is focused");
    s.press("q y");
    assert!(s.quit);
    let mut s = Story::ready(companies(3));
    s.press("q");
    assert!(s.quit);
}

#[test]
fn esc_never_quits() {
    let mut s = Story::ready(companies(3));
    s.press("esc esc esc esc");
    assert!(!s.quit);
}

#[test]
fn ctrl_c_cancels_the_call_then_goes_back_and_twice_quits() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, query) = s.asked().remove(0);
    s.press("ctrl-c");
    assert!(s.effects.contains(&Effect::Cancel(ticket)));
    let page = s.page(&query);
    s.tell(Msg::Companies(ticket, Ok(page)));
    assert!(!s.quit && s.model.companies.load.waiting.is_none());
    s.press("a").settle().press("ctrl-c");
    assert!(s.model.forms.current().is_none());
    s.press("ctrl-c");
    s.millis += 5_000;
    s.press("ctrl-c");
    assert!(!s.quit, "too slow");
    s.press("ctrl-c");
    assert!(s.quit);
}

#[test]
fn ctrl_c_takes_no_create_back() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s ctrl-c");
    let (id, ..) = s.creates().remove(0);
    assert!(s.model.changes.get(&id).is_some());
    s.created(&id);
    assert!(s.said().contains("Created"), "{}", s.said());
}

#[test]
fn the_key_list_searches_and_runs() {
    let mut s = Story::ready(companies(3));
    s.press("?").type_text("over their lic").press("enter");
    assert!(s.model.companies.wanted.filters.over_limit);
    s.press(":").type_text("done or under way").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Activity { .. })));
    s.press("q");
    assert!(s.model.overlays.is_empty() && !s.quit);
}

#[test]
fn a_refused_command_says_why() {
    let mut s = Story::ready(companies(120));
    s.press(",");
    assert_eq!(s.said(), "this is the first page");
    s.press("x");
    assert!(s.said().contains("no action on x"), "{}", s.said());
}

#[test]
fn a_prefix_shows_its_menu_after_a_while_and_typing_on_does_not_wait() {
    let mut s = Story::ready(companies(3));
    s.press("s");
    assert!(s.model.prefix.as_ref().is_some_and(|p| !p.menu));
    s.rest();
    assert!(s.model.prefix.as_ref().is_some_and(|p| p.menu));
    s.press("esc");
    assert!(s.model.prefix.is_none());
    s.press("s u");
    assert_eq!(s.asked().len(), 1);
}

#[test]
fn errors_stay_until_dismissed_and_can_be_read_again() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.asked().remove(0);
    s.tell(Msg::Companies(ticket, Err(failure(Done::No, Remedy::Retry))));
    s.press("j k l");
    assert!(s.said().contains("The line is dead"));
    assert_eq!(s.model.notices.unread_errors(), 1);
    s.press("esc");
    assert_eq!(s.said(), "");
    s.press("J");
    assert_eq!(s.model.notices.len(), 1);
}

#[test]
fn an_error_gives_way_to_the_person_alone() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.asked().remove(0);
    s.tell(Msg::Companies(ticket, Err(failure(Done::No, Remedy::Retry))));
    s.tell(Msg::Copied(Ok("Copied it".into())));
    assert_eq!(s.said(), "Copied it");
    s.press("esc");
    assert!(s.said().contains("The line is dead"), "{}", s.said());
    s.press("esc");
    assert_eq!((s.said(), s.model.notices.unread_errors()), ("", 0));
}

#[test]
fn the_header_knows_token_and_trouble() {
    let mut s = Story::ready(companies(3));
    let session = Session {
        role: None,
        reseller_access: None,
        company: Some("N".into()),
        permissions: Vec::new(),
        lifetime: std::time::Duration::from_secs(3_600),
    };
    s.tell(Msg::Link(LinkMsg::Token(session)));
    assert_eq!(s.model.link.token_words(), "token till 13:41");
    s.press("r");
    let read = s.asked()[0].0;
    s.tell(Msg::Link(LinkMsg::Unreachable)).tell(retry(Call::Read(read), 2, 5));
    assert_eq!(s.model.link.words(), "no answer since 12:41, try 2");
    s.tell(Msg::Link(LinkMsg::Reached(84, Some(Call::Read(read)))));
    assert_eq!(s.model.link.words(), "ok 84 ms");
}

fn retry(call: Call, attempt: u32, wait_ms: u64) -> Msg {
    Msg::Link(LinkMsg::Retrying { call, attempt, wait_ms })
}

#[test]
fn another_answer_leaves_what_is_tried_again() {
    let mut s = Story::ready(companies(3));
    s.tell(Msg::Link(LinkMsg::Reached(84, None)));
    s.press("r");
    let (slow, query) = s.asked().remove(0);
    s.press("enter");
    let other = s.take(|e| if let Effect::Ask(t, Question::Company(_)) = e { Some(*t) } else { None })[0];
    s.tell(retry(Call::Read(slow), 3, 900)).tell(retry(Call::Read(other), 2, 300));
    assert_eq!(s.model.link.words(), "busy, try 2", "the one that is due first");
    let detail = detail(&CompanyId::new("c0001"), Seats { limit: Limit::Unlimited, used: 0 });
    s.tell(Msg::Link(LinkMsg::Reached(84, Some(Call::Read(other))))).tell(Msg::Company(other, Ok(Box::new(detail))));
    assert_eq!(s.model.link.words(), "busy, try 3", "the companies are still being tried again");
    s.tell(Msg::Link(LinkMsg::Reached(84, None)));
    assert_eq!(s.model.link.words(), "busy, try 3", "a probe is no answer to them");
    let page = s.page(&query);
    s.tell(Msg::Companies(slow, Ok(page)));
    assert_eq!(s.model.link.words(), "ok 84 ms");
    s.tell(retry(Call::Read(slow), 4, 5));
    assert_eq!(s.model.link.words(), "ok 84 ms", "it was answered before this was read");
}

#[test]
fn what_is_cancelled_is_not_tried_again() {
    let mut s = Story::ready(companies(3));
    s.tell(Msg::Link(LinkMsg::Reached(84, None)));
    s.press("r");
    let first = s.asked()[0].0;
    s.tell(retry(Call::Read(first), 2, 300));
    s.press("s c");
    assert_eq!(s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None }), [first]);
    assert_eq!(s.model.link.words(), "ok 84 ms");
    s.tell(retry(Call::Read(first), 3, 600));
    assert_eq!(s.model.link.words(), "ok 84 ms", "it was cancelled before this was read");
}

#[test]
fn a_write_is_tried_again_until_its_own_end() {
    let mut s = Story::ready(companies(3));
    s.tell(Msg::Link(LinkMsg::Reached(84, None)));
    s.press("a").fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let write = Call::Write(id.clone());
    s.tell(retry(write.clone(), 2, 300)).tell(Msg::Write(id.clone(), News::NotRecorded)).settle();
    assert_eq!(s.model.link.words(), "busy, try 2");
    s.created(&id);
    assert_eq!(s.model.link.words(), "ok 84 ms");
    s.tell(retry(write, 3, 300));
    assert_eq!(s.model.link.words(), "ok 84 ms");
}

#[test]
fn the_mouse_selects_sorts_and_can_be_let_go() {
    let mut s = Story::ready(companies(30));
    s.tell(Msg::Mouse(MouseAct::Click, 5, 7));
    assert_eq!(s.selected(), "Company 0004");
    s.tell(Msg::Mouse(MouseAct::WheelDown, 5, 7));
    assert_eq!(s.selected(), "Company 0007");
    s.tell(Msg::Mouse(MouseAct::Click, 4, 2));
    assert!(!s.model.companies.wanted.ascending, "a click on the sorted header turns it round");
    s.press("M");
    assert!(s.effects.contains(&Effect::Mouse(false)));
}

#[test]
fn a_click_puts_the_cursor_into_a_field_and_presses_buttons() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    s.tell(Msg::Mouse(MouseAct::Click, 30, 6));
    s.type_text("Maya");
    assert_eq!(s.form().entry().text(FieldId::FirstName), "Maya");
    s.tell(Msg::Mouse(MouseAct::Click, 20, 17));
    assert!(s.said().contains("2 fields to fix"), "{}", s.said());
}

#[test]
fn any_size_is_survived() {
    let mut s = Story::ready(companies(30));
    s.press("G a").settle();
    for (width, height) in [(1, 1), (59, 15), (60, 14), (60, 15), (500, 3), (0, 0), (120, 24)] {
        s.tell(Msg::Resize(Size { width, height }));
        s.press("tab down f4 esc esc j a");
    }
}

#[test]
fn tab_goes_between_the_panes() {
    let mut s = Story::sized(companies(30), 100, 160, 48);
    s.settle();
    s.press("tab");
    assert_eq!(s.said(), "there is no other pane");
    s.press("a").settle();
    s.tell(Msg::Mouse(MouseAct::Click, 5, 8));
    s.press("j tab").type_text("x");
    assert_eq!(s.form().entry().text(FieldId::Email), "x");
}

#[test]
fn an_error_leaves_the_line_once_the_same_thing_has_succeeded() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.asked().remove(0);
    s.tell(Msg::Companies(ticket, Err(failure(Done::No, Remedy::Retry))));
    assert!(s.said().contains("It did not work") && s.model.notices.unread_errors() == 1);
    s.press("r").settle();
    assert!(s.model.notices.line().is_none(), "{}", s.said());
    assert_eq!(s.model.notices.unread_errors(), 0);
    assert!(s.model.notices.newest_first().any(|n| n.text.contains("It did not work")), "it can be read again");
}

#[test]
fn what_failed_in_a_form_does_not_stand_in_the_next_one() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let groups = s.take(|e| match e {
        Effect::Ask(t, Question::Groups(_)) => Some(*t),
        _ => None,
    });
    s.tell(Msg::Choices(groups[0], Err(failure(Done::No, Remedy::Permission))));
    assert!(s.said().contains("It did not work"));
    s.press("esc j a").settle();
    assert_eq!(s.form().name, "Company 0001");
    assert!(!s.said().contains("It did not work"), "{}", s.said());
}

#[test]
fn a_hint_that_is_too_long_for_its_place_can_be_read_again() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    let long = "word ".repeat(80);
    let now = s.model.now;
    s.model.notices.hint(now, long.clone());
    s.tell(Msg::Resize(keepnet_tui::app::core::settings::Size { width: 80, height: 24 }));
    s.press("f1");
    assert!(s.model.notices.newest_first().any(|n| n.text == long));
}

#[test]
fn errors_that_nobody_has_read_are_counted_and_the_last_time_counts() {
    let mut s = Story::ready(companies(3));
    let first = s.model.now;
    for _ in 0..3 {
        s.millis += 60_000;
        let now = crate::common::now(s.millis);
        s.model.notices.error(now, "One");
    }
    let last = s.model.notices.newest_first().next().expect("there").clone();
    assert_eq!((last.times, s.model.notices.unread_errors()), (3, 3));
    assert_ne!(last.at, first);
    assert_eq!(last.at, crate::common::now(s.millis));
    s.press("J esc");
    let now = s.model.now;
    s.model.notices.in_doubt(now, "Two");
    s.press("J esc");
    s.model.notices.error(now, "Three");
    s.model.notices.no_doubt();
    assert_eq!(s.model.notices.unread_errors(), 1, "what was read before takes nothing from it");
}

#[test]
fn a_failed_look_up_of_an_email_is_asked_again_with_f5() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@contoso.com").rest();
    let (ticket, ..) = s.asked_users().remove(0);
    s.tell(Msg::Users(ticket, Err(failure(Done::No, Remedy::Retry))));
    s.press("f5");
    assert_eq!(s.asked_users().len(), 1);
}

#[test]
fn keys_in_turn_are_heard_again_and_esc_and_f1_at_once_after_a_form_has_closed() {
    let closed = || {
        let mut s = Story::ready(companies(3));
        s.fill().press("ctrl-s").type_text("x");
        let id = s.creates().remove(0).0;
        s.created(&id).settle();
        s
    };
    let mut s = closed();
    s.press("f1");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Keys(_))), "F1 at once");
    let mut s = closed();
    for key in "jkjkjkjkjkjkjk".chars() {
        s.millis += 250;
        s.type_text(&key.to_string());
    }
    s.millis += 250;
    s.type_text("j");
    assert_ne!(s.selected(), "Company 0000", "two keys in turn are no text: {}", s.said());
}
