//! Another profile inside the running program.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::settings::{Connection, Settings};
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::profile::ProfileInfo;
use keepnet_tui::domain::service::session::Session;

use crate::common::{Story, companies, failure};

fn line(name: &str, lacks: &[&str]) -> ProfileInfo {
    ProfileInfo {
        name: name.to_owned(),
        service: format!("https://{name}.example"),
        production: false,
        read_only: false,
        missing_variables: lacks.iter().map(|v| (*v).to_owned()).collect(),
    }
}

/// In profile north, with south to go to and one that lacks its secret.
fn north() -> Story {
    let mut s = Story::ready(companies(3));
    "north".clone_into(&mut s.model.settings.profile);
    s.model.settings.profile_settings.profiles =
        vec![line("east", &["KEEPNET_CLIENT_SECRET_EAST"]), line("north", &[]), line("south", &[])];
    if let Some(connection) = &mut s.model.settings.connection {
        connection.badge = None;
    }
    s
}

fn south(s: &Story) -> Settings {
    let connection = Connection { badge: None, base_url: "https://south.example".to_owned() };
    Settings { profile: "south".to_owned(), connection: Some(connection), page_size: 25, ..s.model.settings.clone() }
}

/// The profiles that are being opened.
fn opens(s: &mut Story) -> Vec<(Ticket, String)> {
    s.take(|e| match e {
        Effect::Open(ticket, profile) => Some((*ticket, profile.clone())),
        _ => None,
    })
}

/// What is switched to when every profile that is asked for can be opened.
fn switches(s: &mut Story) -> Vec<(String, bool)> {
    for (ticket, _) in opens(s) {
        s.send(Msg::ProfileUnlocked(ticket, Ok(())));
    }
    s.take(|e| match e {
        Effect::Switch { profile, discard_drafts: lose_drafts, .. } => Some((profile.clone(), *lose_drafts)),
        _ => None,
    })
}

fn open(s: &mut Story) {
    s.press(":").type_text("profile").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Profiles { cursor: 1 })), "{:?}", s.model.overlays);
}

#[test]
fn profile_list_opens_at_current_and_enter_switches() {
    let mut s = north();
    open(&mut s);
    s.press("enter");
    assert_eq!(s.said(), "north: it is the current profile");
    s.press("j enter");
    assert_eq!(switches(&mut s), [("south".to_owned(), false)]);
}

/// Somebody may have logged in since the program was started.
#[test]
fn profile_without_credentials_can_be_tried_again() {
    let mut s = north();
    open(&mut s);
    s.press("k enter");
    assert_eq!(switches(&mut s), [("east".to_owned(), false)]);
}

#[test]
fn keys_reach_no_company_while_a_profile_is_unlocked() {
    let mut s = north();
    open(&mut s);
    s.press("j enter");
    let (ticket, name) = opens(&mut s).remove(0);
    assert_eq!(name, "south");
    s.press("j a U Z z u enter y").send(Msg::Paste("jane@x".to_owned()));
    assert_eq!((s.model.drafts.drafts().count(), s.model.overlays.len(), s.selected()), (0, 1, "Company 0000"));
    s.press("esc");
    assert!(s.model.overlays.is_empty() && s.effects.contains(&Effect::Cancel(ticket)));
    assert_eq!(s.said(), "Still in profile north");
    s.send(Msg::ProfileUnlocked(ticket, Ok(())));
    assert!(!s.effects.iter().any(|e| matches!(e, Effect::Switch { .. })), "the person has stayed");
}

#[test]
fn profile_that_cannot_be_opened_returns_keys_and_reason() {
    let mut s = north();
    open(&mut s);
    s.press("j enter");
    let (ticket, _) = opens(&mut s).remove(0);
    s.send(Msg::ProfileUnlocked(ticket, Err(failure(Applied::No, Remedy::Nothing))));
    assert!(s.model.overlays.is_empty() && !s.effects.iter().any(|e| matches!(e, Effect::Switch { .. })));
    assert_eq!(s.model.notices.unread_errors(), 1);
}

#[test]
fn switch_without_other_profiles_is_refused_with_file_path() {
    let mut s = north();
    s.model.settings.profile_settings.profiles.retain(|p| p.name == "north");
    s.press(":").type_text("profile").press("enter");
    assert!(s.model.overlays.is_empty());
    assert!(s.said().contains("/etc/keepnet-tui/config.toml"), "{}", s.said());
}

#[test]
fn switch_resets_everything_and_drops_late_answers() {
    let mut s = north();
    let session = Session {
        role: None,
        reseller_access: None,
        company: Some("Northwind".into()),
        permissions: Vec::new(),
        lifetime: std::time::Duration::from_secs(60),
    };
    s.send(Msg::Connection(ConnectionEvent::Token(session)));
    s.press("a").settle().type_text("draft@x").press("esc / C o").wait();
    let (late, query) = s.fetched().remove(0);
    s.press("esc").settle();
    let settings = south(&s);
    s.send(Msg::Switched(Box::new(settings)));
    assert!(s.effects.contains(&Effect::Restore));
    assert_eq!((s.model.drafts.drafts().count(), s.model.companies.rows().len()), (0, 0));
    assert!(s.model.connection.session.is_none(), "the header names nobody yet");
    assert!(s.said().contains("Profile south: https://south.example"), "{}", s.said());
    let page = s.page(&query);
    s.send(Msg::Companies(late, Ok(page)));
    assert_eq!(s.model.companies.rows().len(), 0);
    s.settle();
    assert_eq!((s.model.companies.rows().len(), s.model.companies.wanted.size), (3, 25));
    assert!(!s.effects.iter().any(|e| matches!(e, Effect::DeleteDraft(_))), "no draft of the old one is forgotten");
}

#[test]
fn switch_during_create_asks_and_reports_its_outcome() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    open(&mut s);
    s.press("j enter");
    assert!(matches!(
        s.model.overlays.last(),
        Some(Overlay::Confirm { question: Confirmation::Switch(to), yes: false }) if to == "south"
    ));
    s.press("enter");
    assert!(switches(&mut s).is_empty(), "No is focused");
    open(&mut s);
    s.press("j enter y");
    assert_eq!(switches(&mut s).len(), 1);
    let settings = south(&s);
    s.send(Msg::Switched(Box::new(settings))).settle();
    assert!(s.model.has_unsent_work(), "quitting asks");

    open_from_south(&mut s);
    s.press("k enter");
    assert!(s.said().contains("is still under way"), "{}", s.said());
    assert!(switches(&mut s).is_empty());
    s.press("esc");

    s.created(&id);
    assert!(s.said().contains("Profile north: created jane@contoso.com in Company 0000"), "{}", s.said());
    assert_eq!(s.model.companies.rows()[0].seats.used, 10, "the other reseller's rows are not counted up");
    open_from_south(&mut s);
    s.press("k enter");
    assert_eq!(switches(&mut s), [("north".to_owned(), false)]);
}

fn open_from_south(s: &mut Story) {
    s.press(":").type_text("profile").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Profiles { cursor: 2 })));
}

#[test]
fn failed_create_of_another_profile_is_reported() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let settings = south(&s);
    s.send(Msg::Switched(Box::new(settings))).settle();
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    assert!(s.said().starts_with("Profile north: jane@contoso.com in Company 0000: "), "{}", s.said());
    assert_eq!(s.model.notices.unread_errors(), 1);
}

#[test]
fn write_ids_are_unique_across_profiles() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (first, ..) = s.creates().remove(0);
    let settings = south(&s);
    s.send(Msg::Switched(Box::new(settings))).settle();
    s.fill().press("ctrl-s");
    assert_ne!(s.creates().remove(0).0, first);
}

#[test]
fn unsaved_drafts_require_confirmation_to_switch() {
    let mut s = north();
    s.press("a").settle().type_text("jane@x").wait();
    let draft = s.form().id();
    s.send(Msg::DraftSaved(draft, Err(failure(Applied::No, Remedy::Nothing)))).press("esc");
    open(&mut s);
    s.press("j enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Confirmation::Switch(_), .. })));
    s.press("y");
    assert_eq!(switches(&mut s), [("south".to_owned(), true)]);
}

#[test]
fn failed_switch_changes_nothing() {
    let mut s = north();
    s.press("a").settle().type_text("jane@x").press("esc");
    s.send(Msg::NotSwitched(failure(Applied::No, Remedy::Nothing)));
    assert_eq!((s.model.settings.profile.as_str(), s.model.drafts.drafts().count()), ("north", 1));
    assert_eq!(s.model.notices.unread_errors(), 1);
}

#[test]
fn undo_is_limited_to_the_profile_of_the_create() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert!(refusal_here(Command::Undo, &s.model).is_none());
    let settings = south(&s);
    let back = s.model.settings.clone();
    s.send(Msg::Switched(Box::new(settings))).settle();
    assert!(refusal_here(Command::Undo, &s.model).is_some(), "another service would be asked to delete it");
    s.press("Z");
    assert!(s.model.overlays.is_empty());
    s.send(Msg::Switched(Box::new(back))).settle();
    assert!(refusal_here(Command::Undo, &s.model).is_none());
}

#[test]
fn create_finished_after_a_switch_can_be_undone_there() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let (settings, back) = (south(&s), s.model.settings.clone());
    s.send(Msg::Switched(Box::new(settings))).settle();
    s.created(&id);
    assert!(refusal_here(Command::Undo, &s.model).is_some());
    s.send(Msg::Switched(Box::new(back))).settle();
    assert!(s.model.created_users.get(&id).is_some() && refusal_here(Command::Undo, &s.model).is_none());
}
