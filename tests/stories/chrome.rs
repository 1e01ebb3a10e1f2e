//! What is around table and form.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::{ConnectionEvent, MouseAct, Msg};
use keepnet_tui::app::core::remote::Call;
use keepnet_tui::app::core::settings::Size;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::keys::press::{Key, KeyPress};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::connection::facts;
use keepnet_tui::domain::change::outcome::WriteUpdate;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::CompanyStatus;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::service::session::Session;

use crate::common::{Story, companies, detail, failure};

#[test]
fn letters_are_text_in_inputs_and_altgr_types() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("q!?:Jr");
    s.send(Msg::Key(KeyPress { key: Key::Char('@'), ctrl: true, alt: true, shift: false }));
    assert_eq!(s.form().entry().text(FieldId::Email), "q!?:Jr@");
    s.press("esc /").type_text("q?");
    assert_eq!(s.model.companies.search.as_ref().map(|b| b.input.value()), Some("q?"));
}

#[test]
fn a_paste_never_presses_anything() {
    let mut s = Story::ready(companies(3));
    s.send(Msg::Paste("a\nq\n!".into()));
    assert!(!s.quit && s.model.drafts.current().is_none());
    assert!(s.said().contains("ignored"), "{}", s.said());
    s.press("a").settle();
    s.send(Msg::Paste("jane@contoso.com\n".into()));
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
    let (ticket, query) = s.fetched().remove(0);
    s.press("ctrl-c");
    assert!(s.effects.contains(&Effect::Cancel(ticket)));
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    assert!(!s.quit && s.model.companies.load.waiting.is_none());
    s.press("a").settle().press("ctrl-c");
    assert!(s.model.drafts.current().is_none());
    s.press("ctrl-c");
    s.millis += 5_000;
    s.press("ctrl-c");
    assert!(!s.quit, "too slow");
    s.press("ctrl-c");
    assert!(s.quit);
}

#[test]
fn ctrl_c_does_not_cancel_a_create() {
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
    assert!(s.model.companies.wanted.filters.asks_for(CompanyStatus::Over));
    s.press(":").type_text("All changes").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Activity { .. })));
    s.press("q");
    assert!(s.model.overlays.is_empty() && !s.quit);
}

#[test]
fn refused_command_shows_its_reason() {
    let mut s = Story::ready(companies(120));
    s.press(",");
    assert_eq!(s.said(), "this is the first page");
    s.press("x");
    assert!(s.said().contains("no action on x"), "{}", s.said());
}

#[test]
fn prefix_menu_appears_after_a_delay_without_blocking_keys() {
    let mut s = Story::ready(companies(3));
    s.press("s");
    assert!(s.model.prefix.as_ref().is_some_and(|p| !p.menu));
    s.wait();
    assert!(s.model.prefix.as_ref().is_some_and(|p| p.menu));
    s.press("esc");
    assert!(s.model.prefix.is_none());
    s.press("s u");
    assert_eq!(s.fetched().len(), 1);
}

#[test]
fn errors_stay_until_dismissed_and_can_be_read_again() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.press("j k l");
    assert!(s.said().contains("The line is dead"));
    assert_eq!(s.model.notices.unread_errors(), 1);
    s.press("esc");
    assert_eq!(s.said(), "");
    s.press("J");
    assert_eq!(s.model.notices.len(), 1);
}

#[test]
fn error_is_replaced_only_by_user_actions() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.send(Msg::Copied(Ok("Copied it".into())));
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
    s.send(Msg::Connection(ConnectionEvent::Token(session)));
    assert!(facts(&s.model).contains(&("Token", "valid until 13:41, renewed by itself".to_owned())));
    s.press("r");
    let read = s.fetched()[0].0;
    s.send(Msg::Connection(ConnectionEvent::Unreachable)).send(retry(Call::Read(read), 2, 5));
    assert_eq!(s.model.connection.summary(), "no answer since 12:41, try 2");
    s.send(Msg::Connection(ConnectionEvent::Reached(84, Some(Call::Read(read)))));
    assert_eq!(s.model.connection.summary(), "ok 84 ms");
}

fn retry(call: Call, attempt: u32, wait_ms: u64) -> Msg {
    Msg::Connection(ConnectionEvent::Retrying { call, attempt, wait_ms })
}

#[test]
fn other_answer_keeps_the_retry_status() {
    let mut s = Story::ready(companies(3));
    s.send(Msg::Connection(ConnectionEvent::Reached(84, None)));
    s.press("r");
    let (slow, query) = s.fetched().remove(0);
    s.press("enter");
    let other = s.take(|e| if let Effect::Fetch(t, Read::Company(_)) = e { Some(*t) } else { None })[0];
    s.send(retry(Call::Read(slow), 3, 900)).send(retry(Call::Read(other), 2, 300));
    assert_eq!(s.model.connection.summary(), "busy, try 2", "the one that is due first");
    let detail = detail(&CompanyId::new("c0001"), Seats { limit: Limit::Unlimited, used: 0 });
    s.send(Msg::Connection(ConnectionEvent::Reached(84, Some(Call::Read(other)))))
        .send(Msg::Company(other, Ok(Box::new(detail))));
    assert_eq!(s.model.connection.summary(), "busy, try 3", "the companies are still being tried again");
    s.send(Msg::Connection(ConnectionEvent::Reached(84, None)));
    assert_eq!(s.model.connection.summary(), "busy, try 3", "a probe is no answer to them");
    let page = s.page(&query);
    s.send(Msg::Companies(slow, Ok(page)));
    assert_eq!(s.model.connection.summary(), "ok 84 ms");
    s.send(retry(Call::Read(slow), 4, 5));
    assert_eq!(s.model.connection.summary(), "ok 84 ms", "it was answered before this was read");
}

#[test]
fn cancelled_read_is_not_retried() {
    let mut s = Story::ready(companies(3));
    s.send(Msg::Connection(ConnectionEvent::Reached(84, None)));
    s.press("r");
    let first = s.fetched()[0].0;
    s.send(retry(Call::Read(first), 2, 300));
    s.press("s c");
    assert_eq!(s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None }), [first]);
    assert_eq!(s.model.connection.summary(), "ok 84 ms");
    s.send(retry(Call::Read(first), 3, 600));
    assert_eq!(s.model.connection.summary(), "ok 84 ms", "it was cancelled before this was read");
}

#[test]
fn write_shows_retries_until_its_own_outcome() {
    let mut s = Story::ready(companies(3));
    s.send(Msg::Connection(ConnectionEvent::Reached(84, None)));
    s.press("a").fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let write = Call::Write(id.clone());
    s.send(retry(write.clone(), 2, 300)).send(Msg::Write(id.clone(), WriteUpdate::NotRecorded)).settle();
    assert_eq!(s.model.connection.summary(), "busy, try 2");
    s.created(&id);
    assert_eq!(s.model.connection.summary(), "ok 84 ms");
    s.send(retry(write, 3, 300));
    assert_eq!(s.model.connection.summary(), "ok 84 ms");
}

#[test]
fn mouse_selects_sorts_and_can_be_released() {
    let mut s = Story::ready(companies(30));
    s.send(Msg::Mouse(MouseAct::Click, 5, 7));
    assert_eq!(s.selected(), "Company 0004");
    s.send(Msg::Mouse(MouseAct::WheelDown, 5, 7));
    assert_eq!(s.selected(), "Company 0007");
    s.send(Msg::Mouse(MouseAct::Click, 4, 2));
    assert!(!s.model.companies.wanted.ascending, "a click on the sorted header turns it round");
    s.press("M");
    assert!(s.effects.contains(&Effect::Mouse(false)));
}

#[test]
fn a_click_puts_the_cursor_into_a_field_and_presses_buttons() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    s.click_field(Focus::Field(FieldId::FirstName), 9).type_text("Maya");
    assert_eq!(s.form().entry().text(FieldId::FirstName), "Maya");
    s.click_field(Focus::Field(FieldId::FirstName), 2).type_text("l");
    assert_eq!(s.form().entry().text(FieldId::FirstName), "Malya");
    s.click_field(Focus::Field(FieldId::LastName), 3).type_text("Okafor");
    assert_eq!(s.form().entry().text(FieldId::LastName), "Okafor");
    s.click_button(Command::Create);
    assert!(s.said().contains("2 fields to fix"), "{}", s.said());
    s.click_button(Command::NextProblem);
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Phone));
    s.click_button(Command::CreateNext);
    assert!(s.form().is_blank(), "the next one");
    s.click_button(Command::Back);
    assert!(s.model.drafts.current().is_none());
}

#[test]
fn any_size_is_survived() {
    let mut s = Story::ready(companies(30));
    s.press("G a").settle();
    for (width, height) in [(1, 1), (59, 15), (60, 14), (60, 15), (500, 3), (0, 0), (120, 24)] {
        s.send(Msg::Resize(Size { width, height }));
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
    s.send(Msg::Mouse(MouseAct::Click, 5, 8));
    s.press("j tab").type_text("x");
    assert_eq!(s.form().entry().text(FieldId::Email), "x");
}

#[test]
fn error_is_cleared_once_the_operation_succeeds() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.said().contains("It did not work") && s.model.notices.unread_errors() == 1);
    s.press("r").settle();
    assert!(s.model.notices.current().is_none(), "{}", s.said());
    assert_eq!(s.model.notices.unread_errors(), 0);
    assert!(s.model.notices.newest_first().any(|n| n.text.contains("It did not work")), "it can be read again");
}

#[test]
fn form_error_is_not_shown_in_the_next_form() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let groups = s.take(|e| match e {
        Effect::Fetch(t, Read::Groups(_)) => Some(*t),
        _ => None,
    });
    s.send(Msg::Choices(groups[0], Err(failure(Applied::No, Remedy::Permission))));
    assert!(s.said().contains("It did not work"));
    s.press("esc j a").settle();
    assert_eq!(s.form().name(), "Company 0001");
    assert!(!s.said().contains("It did not work"), "{}", s.said());
}

#[test]
fn truncated_hint_is_kept_in_the_messages() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    let long = "word ".repeat(80);
    let now = s.model.now;
    s.model.notices.hint(now, long.clone());
    s.send(Msg::Resize(keepnet_tui::app::core::settings::Size { width: 80, height: 24 }));
    s.press("f1");
    assert!(s.model.notices.newest_first().any(|n| n.text == long));
}

#[test]
fn unread_errors_are_counted_since_the_last_look() {
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
    s.model.notices.uncertain(now, "Two");
    s.press("J esc");
    s.model.notices.error(now, "Three");
    s.model.notices.resolve_uncertain();
    assert_eq!(s.model.notices.unread_errors(), 1, "what was read before takes nothing from it");
}

#[test]
fn f5_retries_a_failed_email_look_up() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@contoso.com").wait();
    let (ticket, ..) = s.fetched_users().remove(0);
    s.send(Msg::Users(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.press("f5");
    assert_eq!(s.fetched_users().len(), 1);
}

#[test]
fn keys_work_again_after_a_form_closed_esc_and_f1_at_once() {
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

#[test]
fn good_news_goes_by_itself_and_bad_news_stays() {
    let mut s = Story::ready(companies(3));
    s.send(Msg::Copied(Ok("Copied the name".into())));
    s.press("j");
    assert_eq!(s.said(), "Copied the name", "too soon to have been read");
    s.wait();
    assert_eq!(s.said(), "Copied the name", "a timer that is too early takes nothing away");
    s.millis += 8_000;
    s.wait();
    assert_eq!(s.said(), "");
    assert_eq!(s.model.notices.len(), 1, "it can be read again");

    s.send(Msg::Copied(Ok("Copied it".into())));
    s.millis += 3_000;
    s.press("j");
    assert_eq!(s.said(), "", "the next key takes away what was read");

    let now = crate::common::now(s.millis);
    s.model.notices.error(now, "It failed");
    s.millis += 60_000;
    s.wait().press("j");
    assert_eq!(s.said(), "It failed");
}
