//! Another profile inside the running program.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{LinkMsg, Msg};
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::settings::Connection;
use keepnet_tui::app::core::settings::Settings;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::overlays::overlay::{Overlay, Question};
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::write::End;
use keepnet_tui::domain::service::failure::{Done, Remedy};
use keepnet_tui::domain::service::profile::ProfileLine;
use keepnet_tui::domain::service::session::Session;

use crate::common::{Story, companies, failure};

fn line(name: &str, lacks: &[&str]) -> ProfileLine {
    ProfileLine {
        name: name.to_owned(),
        service: format!("https://{name}.example"),
        production: false,
        read_only: false,
        lacks: lacks.iter().map(|v| (*v).to_owned()).collect(),
    }
}

/// In profile north, with south to go to and one that lacks its secret.
fn north() -> Story {
    let mut s = Story::ready(companies(3));
    "north".clone_into(&mut s.model.settings.profile);
    s.model.settings.desk.profiles =
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
        s.tell(Msg::Opened(ticket, Ok(())));
    }
    s.take(|e| match e {
        Effect::Switch { profile, lose_drafts, .. } => Some((profile.clone(), *lose_drafts)),
        _ => None,
    })
}

fn open(s: &mut Story) {
    s.press(":").type_text("profile").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Profiles { cursor: 1 })), "{:?}", s.model.overlays);
}

#[test]
fn the_list_opens_at_the_present_one_and_enter_switches() {
    let mut s = north();
    open(&mut s);
    s.press("enter");
    assert_eq!(s.said(), "north: it is the current profile");
    s.press("j enter");
    assert_eq!(switches(&mut s), [("south".to_owned(), false)]);
}

/// Somebody may have logged in since the program was started.
#[test]
fn a_profile_that_had_no_credentials_is_tried_all_the_same() {
    let mut s = north();
    open(&mut s);
    s.press("k enter");
    assert_eq!(switches(&mut s), [("east".to_owned(), false)]);
}

#[test]
fn while_a_profile_is_opened_no_key_reaches_a_company_and_esc_stays() {
    let mut s = north();
    open(&mut s);
    s.press("j enter");
    let (ticket, name) = opens(&mut s).remove(0);
    assert_eq!(name, "south");
    s.press("j a U Z z u enter y").tell(Msg::Paste("jane@x".to_owned()));
    assert_eq!((s.model.forms.drafts().count(), s.model.overlays.len(), s.selected()), (0, 1, "Company 0000"));
    s.press("esc");
    assert!(s.model.overlays.is_empty() && s.effects.contains(&Effect::Cancel(ticket)));
    assert_eq!(s.said(), "Still in profile north");
    s.tell(Msg::Opened(ticket, Ok(())));
    assert!(!s.effects.iter().any(|e| matches!(e, Effect::Switch { .. })), "the person has stayed");
}

#[test]
fn a_profile_that_cannot_be_opened_gives_the_keys_back_and_says_why() {
    let mut s = north();
    open(&mut s);
    s.press("j enter");
    let (ticket, _) = opens(&mut s).remove(0);
    s.tell(Msg::Opened(ticket, Err(failure(Done::No, Remedy::Nothing))));
    assert!(s.model.overlays.is_empty() && !s.effects.iter().any(|e| matches!(e, Effect::Switch { .. })));
    assert_eq!(s.model.notices.unread_errors(), 1);
}

#[test]
fn without_another_profile_it_is_refused_with_the_place_of_the_file() {
    let mut s = north();
    s.model.settings.desk.profiles.retain(|p| p.name == "north");
    s.press(":").type_text("profile").press("enter");
    assert!(s.model.overlays.is_empty());
    assert!(s.said().contains("/etc/keepnet-tui/config.toml"), "{}", s.said());
}

#[test]
fn everything_begins_anew_and_late_answers_of_the_old_one_are_dropped() {
    let mut s = north();
    let session = Session {
        role: None,
        reseller_access: None,
        company: Some("Northwind".into()),
        permissions: Vec::new(),
        lifetime: std::time::Duration::from_secs(60),
    };
    s.tell(Msg::Link(LinkMsg::Token(session)));
    s.press("a").settle().type_text("draft@x").press("esc / C o").rest();
    let (late, query) = s.asked().remove(0);
    s.press("esc").settle();
    let settings = south(&s);
    s.tell(Msg::Switched(Box::new(settings)));
    assert!(s.effects.contains(&Effect::Restore));
    assert_eq!((s.model.forms.drafts().count(), s.model.companies.rows().len()), (0, 0));
    assert!(s.model.link.session.is_none(), "the header names nobody yet");
    assert!(s.said().contains("Profile south: https://south.example"), "{}", s.said());
    let page = s.page(&query);
    s.tell(Msg::Companies(late, Ok(page)));
    assert_eq!(s.model.companies.rows().len(), 0);
    s.settle();
    assert_eq!((s.model.companies.rows().len(), s.model.companies.wanted.size), (3, 25));
    assert!(!s.effects.iter().any(|e| matches!(e, Effect::Forget(_))), "no draft of the old one is forgotten");
}

#[test]
fn a_create_under_way_is_asked_about_and_its_end_is_told_from_there() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    open(&mut s);
    s.press("j enter");
    assert!(matches!(
        s.model.overlays.last(),
        Some(Overlay::Confirm { question: Question::Switch(to), yes: false }) if to == "south"
    ));
    s.press("enter");
    assert!(switches(&mut s).is_empty(), "No is focused");
    open(&mut s);
    s.press("j enter y");
    assert_eq!(switches(&mut s).len(), 1);
    let settings = south(&s);
    s.tell(Msg::Switched(Box::new(settings))).settle();
    assert!(s.model.has_unsent_work(), "quitting asks");

    open_from_south(&mut s);
    s.press("k enter");
    assert!(s.said().contains("has not ended yet"), "{}", s.said());
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
fn a_create_that_failed_there_is_told_as_well() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let settings = south(&s);
    s.tell(Msg::Switched(Box::new(settings))).settle();
    s.ends(&id, End::Refused(failure(Done::No, Remedy::Nothing)));
    assert!(s.said().starts_with("Profile north: jane@contoso.com in Company 0000: "), "{}", s.said());
    assert_eq!(s.model.notices.unread_errors(), 1);
}

#[test]
fn names_of_writes_are_not_given_twice() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (first, ..) = s.creates().remove(0);
    let settings = south(&s);
    s.tell(Msg::Switched(Box::new(settings))).settle();
    s.fill().press("ctrl-s");
    assert_ne!(s.creates().remove(0).0, first);
}

#[test]
fn drafts_that_no_disk_takes_are_not_left_without_a_question() {
    let mut s = north();
    s.press("a").settle().type_text("jane@x").rest();
    let draft = s.form().id;
    s.tell(Msg::Kept(draft, Err(failure(Done::No, Remedy::Nothing)))).press("esc");
    open(&mut s);
    s.press("j enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Question::Switch(_), .. })));
    s.press("y");
    assert_eq!(switches(&mut s), [("south".to_owned(), true)]);
}

#[test]
fn a_switch_that_was_not_made_leaves_everything() {
    let mut s = north();
    s.press("a").settle().type_text("jane@x").press("esc");
    s.tell(Msg::NotSwitched(failure(Done::No, Remedy::Nothing)));
    assert_eq!((s.model.settings.profile.as_str(), s.model.forms.drafts().count()), ("north", 1));
    assert_eq!(s.model.notices.unread_errors(), 1);
}

#[test]
fn what_was_created_can_be_undone_in_its_own_profile_alone() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert!(refusal_here(Command::Undo, &s.model).is_none());
    let settings = south(&s);
    let back = s.model.settings.clone();
    s.tell(Msg::Switched(Box::new(settings))).settle();
    assert!(refusal_here(Command::Undo, &s.model).is_some(), "another service would be asked to delete it");
    s.press("Z");
    assert!(s.model.overlays.is_empty());
    s.tell(Msg::Switched(Box::new(back))).settle();
    assert!(refusal_here(Command::Undo, &s.model).is_none());
}

#[test]
fn a_create_that_ended_elsewhere_can_be_undone_there() {
    let mut s = north();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let (settings, back) = (south(&s), s.model.settings.clone());
    s.tell(Msg::Switched(Box::new(settings))).settle();
    s.created(&id);
    assert!(refusal_here(Command::Undo, &s.model).is_some());
    s.tell(Msg::Switched(Box::new(back))).settle();
    assert!(s.model.jobs.get(&id).is_some() && refusal_here(Command::Undo, &s.model).is_none());
}
