//! Whatever is drawn and can be clicked does what its key does.

use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::overlays::overlay::{ActivityFilter, Confirmation, Overlay};
use keepnet_tui::app::screen::activity_layout::{activity, messages, tab};
use keepnet_tui::app::screen::{dialog_layout, footer, layout, overlay_layout};
use keepnet_tui::app::shell::prefix_menu;
use keepnet_tui::app::widgets::area::Area;
use keepnet_tui::domain::change::write::WriteOutcome;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use super::chrome::drawn;
use super::visibility::text;
use super::{draw, story};
use crate::common::{Story, failure, people};

fn click(s: &mut Story, x: u16, y: u16) {
    s.send(Msg::Mouse(MouseAct::Click, x, y));
}

fn click_on(s: &mut Story, area: Area) {
    click(s, area.x, area.y);
}

/// Where these words are drawn first.
fn at(s: &Story, words: &str) -> (u16, u16) {
    let screen = draw(&s.model).backend().to_string();
    for (y, line) in (0..).zip(screen.lines()) {
        let line = line.trim_start_matches('"');
        if let Some(byte) = line.find(words) {
            return (u16::try_from(line[..byte].chars().count()).expect("a column"), y);
        }
    }
    panic!("{words} is not on the screen:\n{screen}");
}

/// One created, one refused, one under way.
fn busy(width: u16, height: u16) -> Story {
    let mut s = story(width, height);
    s.press("j").fill().press("alt-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, WriteOutcome::Refused(failure(Applied::No, Remedy::Nothing)));
    s.press("j").fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, WriteOutcome::Created(UserId::new("u1")));
    s
}

#[rstest]
fn a_double_click_opens_a_row(#[values((80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    let rows = layout::table(&s.model).expect("a table").rows;
    click(&mut s, rows.x + 5, rows.y + 1);
    assert!(!s.model.company.is_open, "once");
    s.millis += 1_000;
    click(&mut s, rows.x + 5, rows.y + 1);
    assert!(!s.model.company.is_open, "too slow");
    s.millis += 300;
    click(&mut s, rows.x + 9, rows.y + 1);
    assert!(s.model.company.is_open);

    let mut s = story(size.0, size.1);
    click(&mut s, rows.x + 5, rows.y + 1);
    click(&mut s, rows.x + 5, rows.y + 2);
    assert!(!s.model.company.is_open, "two rows");

    let mut s = story(size.0, size.1);
    s.people = people(5);
    s.press("u").answer_users();
    let rows = layout::users(&s.model).expect("users").rows;
    click(&mut s, rows.x + 5, rows.y + 1);
    click(&mut s, rows.x + 5, rows.y + 1);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::User)));
}

#[rstest]
fn the_parts_of_the_activity_take_clicks(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = busy(size.0, size.1);
    s.press("J");
    let view = activity(&s.model).expect("the activity");
    assert!(view.chips.iter().any(|chip| chip.filter == ActivityFilter::NeedsYou), "{:?}", view.chips);
    for chip in &view.chips {
        assert_eq!(drawn(&s, chip.area), chip.text);
    }
    assert_eq!(drawn(&s, view.tab.area), "⇥ messages");
    let chip = view.chips.iter().find(|chip| chip.filter == ActivityFilter::NeedsYou).expect("it");
    click_on(&mut s, chip.area);
    let view = activity(&s.model).expect("the activity");
    assert_eq!(view.lines.len(), 1);
    click_on(&mut s, view.rows);
    assert!(s.model.drafts.current().is_none());
    click_on(&mut s, view.rows);
    assert_eq!(s.form().name(), "Işık Tekstil A.Ş.", "a double click opens what needs somebody");

    let mut s = busy(size.0, size.1);
    s.press("J");
    let view = activity(&s.model).expect("the activity");
    click(&mut s, view.rows.x + 3, view.rows.y + 1);
    assert_eq!(activity(&s.model).expect("it").cursor, 1);
    click_on(&mut s, view.tab.area);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Messages { cursor: 0 })));
    let rows = overlay_layout::list(&s.model).expect("a box").rows;
    let lines = messages(&s.model, 0, rows);
    let second = lines.iter().position(|line| line.index == 1).expect("two messages");
    click(&mut s, rows.x + 3, rows.y + u16::try_from(second).expect("few"));
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Messages { cursor: 1 })));
    let frame = overlay_layout::list(&s.model).expect("a box").frame;
    let tab = tab(&s.model, frame);
    assert_eq!(drawn(&s, tab.area), "⇥ activity");
    click_on(&mut s, tab.area);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Activity { .. })));
}

#[test]
fn a_line_of_the_activity_says_what_happened_and_which_key_helps() {
    let mut s = busy(160, 48);
    s.press("J");
    let shown = text(&s);
    for part in ["1 needs you · 1 done · 2 this week", "! refused", "⏎ fix it", "✓ created", "u1", "Z undo"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    s.model.settings.ascii = true;
    let screen = draw(&s.model).backend().to_string();
    let boxed = screen.lines().find(|line| line.contains("Enter fix it")).expect("the line");
    assert!(boxed.contains("> ! refused"), "{boxed}");
}

#[rstest]
fn the_buttons_of_a_question_take_clicks(#[values((60, 15), (160, 48))] size: (u16, u16)) {
    let asked = || {
        let mut s = story(size.0, size.1);
        s.press("a").settle().type_text("jane@x").press("esc q");
        let areas = dialog_layout::areas(&s.model, &Confirmation::Quit);
        assert_eq!((drawn(&s, areas.yes.area), drawn(&s, areas.no.area)), ("[y] Quit".into(), "[n] Stay".into()));
        (s, areas)
    };
    let (mut s, areas) = asked();
    click_on(&mut s, areas.no.area);
    assert!(!s.quit && s.model.overlays.is_empty());
    let (mut s, areas) = asked();
    click_on(&mut s, areas.text);
    assert!(!s.quit && !s.model.overlays.is_empty(), "beside the buttons");
    click_on(&mut s, areas.yes.area);
    assert!(s.quit);
}

#[rstest]
fn every_line_of_a_prefix_menu_presses_its_keys(#[values("s", "f", "y")] prefix: &str) {
    let open = || {
        let mut s = story(120, 40);
        s.press(prefix).wait();
        s
    };
    let menu = prefix_menu::menu(&open().model).expect("a menu");
    assert!(menu.lines.len() > 2);
    for (y, line) in (menu.rows.y..).zip(&menu.lines) {
        let (mut clicked, mut pressed) = (open(), open());
        click(&mut clicked, menu.rows.x + 8, y);
        for press in &line.presses {
            pressed.send(Msg::Key(*press));
        }
        assert_eq!(
            format!("{:?} {:?}", clicked.model, clicked.effects),
            format!("{:?} {:?}", pressed.model, pressed.effects),
            "{line:?}"
        );
    }
}

#[test]
fn a_user_is_added_with_the_mouse_alone_but_for_the_typing() {
    let mut s = story(120, 40);
    let row = at(&s, "No Limit Told");
    click(&mut s, row.0, row.1);
    let add = footer::footer(&s.model).hints.into_iter().find(|hint| hint.command == Command::AddUser).expect("a add");
    click_on(&mut s, add.area);
    s.settle();
    for (label, typed) in [("Email", "jane@contoso.com"), ("Phone", "+442079460018")] {
        let place = at(&s, label);
        click(&mut s, place.0 + u16::try_from(label.len()).expect("short") + 4, place.1);
        s.type_text(typed);
    }
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    let create = at(&s, "[ Create");
    click(&mut s, create.0 + 2, create.1);
    let created = s.creates();
    assert_eq!(created.len(), 1, "{}", s.said());
    assert_eq!(created[0].2.email, "jane@contoso.com");
}

#[test]
fn a_click_on_the_preview_of_a_paste_keeps_or_skips_a_line() {
    let mut s = story(120, 40);
    s.press("a").settle().send(Msg::Paste("Maya Okafor\nM: +44 7700 900123\nmaya.okafor@lumenoptics.example".into()));
    let taken = |s: &Story| match s.model.overlays.last() {
        Some(Overlay::PastePreview(preview)) => {
            preview.suggestions.iter().map(|line| line.selected).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let before = taken(&s);
    let rows = overlay_layout::list(&s.model).expect("a box").rows;
    click(&mut s, rows.x + 2, rows.y + 1);
    let after = taken(&s);
    assert_eq!((after[0], after[1]), (before[0], !before[1]));
}
