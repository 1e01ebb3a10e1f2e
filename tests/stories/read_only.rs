//! A desk that may read alone.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use rstest::rstest;

use crate::common::{Story, companies};

fn read_only() -> Story {
    let mut s = Story::ready(companies(3));
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Profile("north".into()));
    s
}

#[rstest]
#[case("ctrl-s")]
#[case("ctrl-n")]
fn the_form_can_be_filled_and_its_keys_say_why_nothing_is_sent(#[case] key: &str) {
    let mut s = read_only();
    s.fill().press(key);
    assert!(s.creates().is_empty());
    assert!(s.said().contains("read_only = true in profile north"), "{}", s.said());
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    s.wait();
    assert!(s.effects.iter().any(|e| matches!(e, Effect::SaveDraft(_))), "what was typed is kept as a draft");
}

#[test]
fn the_form_says_so_when_it_opens() {
    let mut s = read_only();
    s.press("a");
    assert!(s.said().contains("read only"), "{}", s.said());
}

#[test]
fn neither_the_button_nor_a_click_on_it_sends() {
    let mut s = read_only();
    s.fill();
    for (focus, command) in [(Focus::Create, Command::Create), (Focus::CreateNext, Command::CreateNext)] {
        while s.form().focus() != focus {
            s.press("tab");
        }
        s.press("enter").click_button(command);
        assert!(s.creates().is_empty());
        assert!(s.said().contains("read only"), "{}", s.said());
    }
}

#[test]
fn what_would_write_is_refused_in_the_table_of_commands() {
    let s = read_only();
    for command in [Command::Create, Command::CreateNext, Command::Undo] {
        assert!(refusal_here(command, &s.model).is_some_and(|r| r.contains("read only")), "{command:?}");
    }
    assert_eq!(refusal_here(Command::AddUser, &s.model), None, "looking at the form harms nobody");
}
