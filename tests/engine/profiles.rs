//! One program, two resellers: the switch between them on a real disk, against real servers.

use keepnet_tui::app::core::settings::{Connection, ProfileSettings, Settings};
use keepnet_tui::app::model::Model;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::domain::change::write::JournalOutcome;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::service::profile::ProfileInfo;
use keepnet_tui::runtime::{Opened, Profiles, Source};

use super::support::{CREATE, Program, World, api, settings};

const COMPANY: &str = "Quartz Accounting";

fn line(name: &str) -> ProfileInfo {
    ProfileInfo {
        name: name.to_owned(),
        service: format!("https://{name}.example"),
        production: false,
        read_only: false,
        missing_variables: Vec::new(),
    }
}

fn of(world: &World, name: &str) -> Settings {
    let desk = ProfileSettings { profiles: vec![line("default"), line("south")], ..ProfileSettings::default() };
    let connection = Some(Connection { badge: None, base_url: world.server.url() });
    Settings { profile: name.to_owned(), connection, profile_settings: desk, ..settings() }
}

/// A program in `default` that can go to `south`.
fn start(north: &World, south: &World) -> Program {
    let known = [(of(north, "default"), api(&north.server)), (of(south, "south"), api(&south.server))];
    let profiles = Profiles::new(move |name| {
        let (settings, api) = known.iter().find(|(s, _)| s.profile == name).ok_or("it is not there")?;
        Ok(Opened { settings: settings.clone(), source: Source::Configured(Box::new(api.clone())) })
    });
    north.start_with(of(north, "default"), profiles).loaded()
}

fn worlds() -> (World, World) {
    let few = |companies| World::new(Options { companies, ..Options::instant() });
    (few(0), few(60))
}

fn go(program: &mut Program, keys: &str, to: &'static str) {
    program.press(":");
    program.type_text("profile");
    program.press("enter");
    program.press(keys);
    program.until("the other profile", |m| is_in(m, to));
}

fn is_in(model: &Model, profile: &str) -> bool {
    model.settings.profile == profile && model.companies.shown.is_some()
}

fn type_user(program: &mut Program, email: &str) {
    program.press("/");
    program.type_text(COMPANY);
    program.until("the company", |m| m.companies.rows().len() == 1);
    program.press("enter a");
    program.type_text(email);
    program.press("tab");
    program.type_text("+44 20 7946 0018");
}

#[test]
fn drafts_stay_in_their_profile() {
    let (north, south) = worlds();
    let mut program = start(&north, &south);
    let rows = program.model().companies.rows().len();
    type_user(&mut program, "jane@halcyon.example");
    program.press("esc");
    go(&mut program, "j enter", "south");
    assert_eq!(program.model().drafts.drafts().count(), 0);
    assert_ne!(program.model().companies.rows().len(), rows, "another reseller's companies");
    go(&mut program, "k enter", "default");
    let draft = program.model().drafts.drafts().next().expect("the draft restored");
    assert_eq!((draft.name(), draft.text(FieldId::Email)), (COMPANY, "jane@halcyon.example"));
    program.quit();
    assert_eq!(north.left().drafts.len(), 1);
}

#[test]
fn create_continues_after_a_switch_and_is_reported() {
    let (north, south) = worlds();
    let gate = Gate::default();
    north.server.faults().next(CREATE, Fault::Hold(gate.clone()));
    let mut program = start(&north, &south);
    type_user(&mut program, "jane@halcyon.example");
    program.press("ctrl-s");
    program.until("the create", |m| m.changes.under_way().next().is_some());
    go(&mut program, "j enter y", "south");
    assert_eq!(program.model().other_profile_changes.len(), 1);
    gate.open();
    program.until("its end", |m| m.other_profile_changes.is_empty());
    let said = program.model().notices.current().map(|n| n.text.clone()).unwrap_or_default();
    assert!(said.contains("Profile default: created jane@halcyon.example"), "{said}");
    go(&mut program, "k enter", "default");
    assert_eq!(program.model().drafts.drafts().count(), 0, "the draft has become a user");
    program.quit();
    let left = north.left();
    assert_eq!((left.unfinished.len(), left.drafts.len()), (0, 0));
    assert!(left.finished.iter().all(|(_, outcome, _)| matches!(outcome, JournalOutcome::Created(_))));
    assert_eq!(north.server.asked(CREATE), 1);
    assert_eq!(south.server.asked(CREATE), 0);
}

/// What was queued in the profile that is left is not sent from the other one; it goes out when the person is back.
#[test]
fn queued_changes_stay_in_their_profile() {
    let (north, south) = worlds();
    let gate = Gate::default();
    north.server.faults().next(CREATE, Fault::Hold(gate.clone()));
    let mut program = start(&north, &south);
    type_user(&mut program, "ann@halcyon.example");
    program.press("ctrl-n");
    for email in ["ben@halcyon.example", "cleo@halcyon.example"] {
        program.type_text(email);
        program.press("tab");
        program.type_text("+44 20 7946 0018");
        program.press("ctrl-n");
    }
    program.press("esc");
    program.until("the queue", |m| (m.changes.under_way().count(), m.changes.queued().count()) == (1, 2));
    go(&mut program, "j enter y", "south");
    gate.open();
    program.until("its end", |m| m.other_profile_changes.is_empty());
    assert_eq!((north.server.asked(CREATE), south.server.asked(CREATE)), (1, 0));
    go(&mut program, "k enter", "default");
    program.settled();
    let id = north.server.company_id(COMPANY).expect("a company");
    let created: Vec<_> = north.server.users(&id).into_iter().filter(|u| u.requested).map(|u| u.email).collect();
    assert_eq!(created, ["ann", "ben", "cleo"].map(|name| format!("{name}@halcyon.example")));
    assert_eq!(program.model().drafts.drafts().count(), 0);
}

/// A keyring that asks the person for a password may take its time: the screen does not wait for it.
#[test]
fn slow_secret_blocks_nothing_and_can_be_cancelled() {
    let (north, south) = worlds();
    let (give, asked) = std::sync::mpsc::channel::<()>();
    let asked = std::sync::Mutex::new(asked);
    let there = (of(&south, "south"), api(&south.server));
    let profiles = Profiles::new(move |_| {
        let _ = asked.lock().map(|asked| asked.recv());
        Ok(Opened { settings: there.0.clone(), source: Source::Configured(Box::new(there.1.clone())) })
    });
    let mut program = north.start_with(of(&north, "default"), profiles).loaded();
    program.press(":");
    program.type_text("profile");
    program.press("enter j enter");
    assert!(
        matches!(program.model().overlays.last(), Some(Overlay::UnlockingProfile { profile, .. }) if profile == "south")
    );
    program.press("esc");
    assert!(program.model().overlays.is_empty() && is_in(program.model(), "default"));

    // The first one comes when nobody waits for it any more; the second one is gone to.
    give.send(()).expect("asked for");
    give.send(()).expect("asked for");
    go(&mut program, "j enter", "south");
    program.quit();
}

#[test]
fn a_profile_that_cannot_be_opened_changes_nothing() {
    let (north, south) = worlds();
    let mut settings = of(&north, "default");
    settings.profile_settings.profiles.push(line("west"));
    let mut program = north.start_with(settings, Profiles::default()).loaded();
    type_user(&mut program, "jane@halcyon.example");
    program.press("esc :");
    program.type_text("profile");
    program.press("enter j j enter");
    program.until("the reason", |m| m.notices.current().is_some_and(|n| n.text.contains("not switched to west")));
    assert!(is_in(program.model(), "default") && program.model().overlays.is_empty());
    assert_eq!(program.model().drafts.drafts().count(), 1);
    drop(south);
}

#[test]
fn view_is_saved_per_profile_and_restored() {
    let (north, south) = worlds();
    let mut program = start(&north, &south);
    program.press("C j space esc s u");
    program.until("the order", |m| m.companies.load.waiting.is_none());
    let hidden = |m: &Model| !m.columns.contains(&Column::Seats);
    go(&mut program, "j enter", "south");
    assert!(!hidden(program.model()), "that was the other profile");
    program.press("s u");
    program.until("the order", |m| m.companies.load.waiting.is_none());
    let south_order = program.model().companies.wanted.clone();
    go(&mut program, "k enter", "default");
    assert!(hidden(program.model()));
    assert!(!program.model().companies.wanted.ascending);
    program.quit();
    let mut program = start(&north, &south);
    assert!(hidden(program.model()));
    go(&mut program, "j enter", "south");
    assert_eq!(program.model().companies.wanted, south_order);
}
