//! Keys of the configuration: they do what they are given to, and every sentence names them.

use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::keys::keymap::KeyMap;
use keepnet_tui::app::keys::rebind::rebound;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::form_layout;
use keepnet_tui::app::screen::scope::innermost;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::company::summary::CompanyStatus;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::terminal::key_binding::Binding;

use crate::common::{Story, companies, failure};

fn keys(lines: &[(&str, &str)]) -> KeyMap {
    let bindings: Vec<Binding> = (1..)
        .zip(lines)
        .map(|(line, (command, keys))| Binding {
            command: (*command).to_owned(),
            keys: keys.split(" | ").filter(|k| !k.is_empty()).map(str::to_owned).collect(),
            line,
        })
        .collect();
    rebound(&bindings, &[]).expect("keys that can be")
}

fn story(lines: &[(&str, &str)]) -> Story {
    let mut s = Story::with(companies(30), (160, 48), |settings| settings.keys = keys(lines));
    s.settle();
    s
}

#[test]
fn rebound_key_works_and_the_old_one_does_not() {
    let mut s = story(&[("over-limit", "f2"), ("export", "")]);
    s.press("!");
    assert!(
        !s.model.companies.wanted.filters.asks_for(CompanyStatus::Over) && s.said().contains("no action on !"),
        "{}",
        s.said()
    );
    s.press("f2");
    assert!(s.model.companies.wanted.filters.asks_for(CompanyStatus::Over));
    s.press("ctrl-s");
    assert!(s.said().contains("no action on Ctrl-S; ? or F1 shows the keys"), "{}", s.said());
}

#[test]
fn sequences_can_be_given() {
    let mut s = story(&[("over-limit", "x l | f2"), ("keys", "f12")]);
    s.press("x");
    assert!(s.model.prefix.is_some());
    s.press("l");
    assert!(s.model.companies.wanted.filters.asks_for(CompanyStatus::Over));
    s.press("?");
    assert!(s.said().ends_with("F12 shows the keys"), "{}", s.said());
    s.press("f12");
    assert_eq!(innermost(&s.model), Scope::List);
}

#[test]
fn letter_bound_to_a_command_is_text_in_inputs() {
    let mut s = story(&[("reload", "X | f6")]);
    s.press("/").type_text("XX");
    assert_eq!(s.model.companies.search.as_ref().map(|b| b.input.value()), Some("XX"));
}

#[test]
fn command_without_key_is_found_by_name() {
    let mut s = story(&[("over-limit", "")]);
    s.press(":").type_text("over-limit").press("enter");
    assert!(s.model.companies.wanted.filters.asks_for(CompanyStatus::Over) && s.model.overlays.is_empty());
    assert_eq!(s.model.describe_keys(Command::OverLimit, Scope::Table), "F1 over-limit");
}

#[test]
fn sentences_name_the_keys_in_force() {
    let mut s =
        story(&[("create", "f12"), ("next-problem", "f7"), ("reload", "f6"), ("add-user", "n"), ("close", "X")]);
    s.press("esc");
    assert!(s.said().ends_with("X quits"), "{}", s.said());
    s.press("n").settle().type_text("jane@").press("tab f12");
    assert!(s.said().contains("(F7 goes to the next)"), "{}", s.said());
    s.press("esc");
    assert!(s.said().contains("n opens it again"), "{}", s.said());
}

#[test]
fn protected_keys_lead_out_of_everything() {
    let mut s = story(&[("back", "esc | f10"), ("take", "f6")]);
    s.press("f1");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Keys(_))));
    s.press("f10");
    assert!(s.model.overlays.is_empty());
    s.press(":").press("esc");
    assert!(s.model.overlays.is_empty());
}

#[test]
fn messages_name_only_keys_active_in_their_scope() {
    let mut s = story(&[]);
    s.press("J f1");
    assert_eq!(s.said(), "no action on F1");
    s.press("esc").fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::SendAgain))).reopen();
    let banner = form_layout::failure_lines(&s.model, s.form(), 160).join(" ");
    assert!(banner.contains("Ctrl-S sends it again") && !banner.contains("F5"), "{banner}");
}
