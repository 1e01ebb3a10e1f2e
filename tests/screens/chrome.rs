//! What is around the panes: the header, the footer, and that a click on what stands there does what its key does.

use keepnet_tui::app::core::msg::{ConnectionEvent, MouseAct, Msg};
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::{footer, header};
use keepnet_tui::app::widgets::area::Area;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::text::cells::width;
use rstest::rstest;

use super::visibility::text;
use super::{draw, story};
use crate::common::{Story, failure, people};

/// The cells of an area as they are drawn.
pub fn drawn(s: &Story, area: Area) -> String {
    let terminal = draw(&s.model);
    let buffer = terminal.backend().buffer();
    let mut said = String::new();
    let mut x = area.x;
    while x < area.x + area.width {
        let symbol = buffer[(x, area.y)].symbol();
        said.push_str(symbol);
        x += u16::try_from(width(symbol)).unwrap_or(1).max(1);
    }
    said
}

/// Everything that can be told of a program, after all that it waits for.
fn state(s: &mut Story) -> String {
    s.wait().settle();
    format!("{:?} {:?}", s.model, s.effects)
}

type Screen = (&'static str, fn(&mut Story));

/// Screens with different keys.
const SCREENS: &[Screen] = &[
    ("table", |_| {}),
    ("search", |s| _ = s.press("/")),
    ("company", |s| _ = s.press("enter tab").settle()),
    ("users", |s| _ = s.press("u").answer_users()),
    ("system users", |s| _ = s.press("S").answer_system_users()),
    ("user", |s| _ = s.press("u").answer_users().press("enter")),
    ("form", |s| _ = s.fill()),
    ("picker", |s| _ = s.press("a").settle().press("tab tab tab tab tab f4")),
    ("keys", |s| _ = s.press("?")),
    ("activity", |s| _ = s.press("J")),
    ("messages", |s| _ = s.press("J tab")),
    ("columns", |s| _ = s.press("C")),
    ("question", |s| _ = s.press("a").settle().type_text("jane@x").press("esc q")),
    ("connection", |s| _ = s.press(":").type_text("connection det").press("enter")),
    ("owner search", |s| _ = s.press("w")),
    ("start", |s| s.model.settings.connection = None),
];

fn on(size: (u16, u16), go: fn(&mut Story)) -> Story {
    let mut s = story(size.0, size.1);
    s.people = people(5);
    go(&mut s);
    s
}

#[rstest]
fn a_click_on_a_hint_of_the_footer_presses_its_key(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    for (name, go) in SCREENS {
        let hints = footer::footer(&on(size, *go).model).hints;
        assert!(!hints.is_empty(), "{name}");
        for hint in hints {
            let (mut clicked, mut pressed) = (on(size, *go), on(size, *go));
            assert_eq!(drawn(&clicked, hint.area), format!("{} {}", hint.keys, hint.label), "{name}");
            assert!(hint.keys.len() + hint.label.len() > 2, "{name}");
            clicked.send(Msg::Mouse(MouseAct::Click, hint.area.x + hint.area.width - 1, hint.area.y));
            for press in &hint.presses {
                pressed.send(Msg::Key(*press));
            }
            assert_eq!(state(&mut clicked), state(&mut pressed), "{name}: {} {}", hint.keys, hint.label);
        }
    }
}

#[test]
fn a_click_on_a_prefix_opens_its_menu_at_once() {
    let mut s = story(120, 40);
    let hints = footer::footer(&s.model).hints;
    let hint = hints.into_iter().find(|hint| hint.label == "sort").expect("a hint");
    s.send(Msg::Mouse(MouseAct::Click, hint.area.x, hint.area.y));
    assert!(text(&s).contains("Sort by COMPANY"), "{}", text(&s));
}

#[test]
fn a_click_on_create_creates() {
    let mut s = story(80, 24);
    s.press("G").fill();
    let create = footer::footer(&s.model).hints.into_iter().find(|hint| hint.command == Command::Create).expect("it");
    s.send(Msg::Mouse(MouseAct::Click, create.area.x, create.area.y));
    assert_eq!(s.creates().len(), 1, "{}", s.said());
}

#[test]
fn hints_are_dropped_whole_and_what_matters_least_goes_first() {
    let labels = |width| {
        let hints = footer::footer(&story(width, 24).model).hints;
        hints.into_iter().map(|hint| hint.label).collect::<Vec<_>>()
    };
    let (narrow, wide) = (labels(60), labels(160));
    assert!(narrow.len() < wide.len());
    let has = |label: &str| narrow.iter().any(|l| l == label);
    assert!(has("keys") && has("add") && has("open"), "{narrow:?}");
    assert!(narrow.iter().all(|label| wide.contains(label)));
    let s = story(60, 15);
    for hint in footer::footer(&s.model).hints {
        assert_eq!(drawn(&s, hint.area).trim(), format!("{} {}", hint.keys, hint.label));
    }
}

#[test]
fn the_way_out_of_a_list_is_shown_before_what_else_fits() {
    let mut s = story(80, 24);
    s.press("u").answer_users();
    let hints = footer::footer(&s.model).hints;
    assert!(hints.iter().any(|hint| hint.command == Command::Close), "{hints:?}");
}

#[test]
fn the_position_stands_in_the_footer_where_no_frame_shows_it() {
    let mut s = story(80, 24);
    let last = |s: &Story| draw(&s.model).backend().to_string().lines().last().unwrap_or_default().to_owned();
    assert!(last(&s).contains("\" 2/9   a add"), "{}", last(&s));
    s.press("u").answer_users();
    assert!(!last(&s).contains("2/9"), "{}", last(&s));
}

/// The first line.
fn head(s: &Story) -> String {
    let screen = draw(&s.model).backend().to_string();
    screen.lines().next().unwrap_or_default().trim_matches('"').trim_end().to_owned()
}

#[test]
fn the_header_is_one_calm_line() {
    let mut s = story(80, 24);
    assert_eq!(head(&s), format!("{:<64}● 84 ms   12:41", " keepnet  DEMO  Northwind MSP"));
    s.press("j").fill().press("alt-s");
    assert!(head(&s).ends_with("⟳ 1   ● 84 ms   12:41"), "{}", head(&s));
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    assert!(head(&s).contains("! 1 F9   "), "{}", head(&s));
    s.press("r");
    s.send(Msg::Connection(ConnectionEvent::Unreachable));
    assert!(head(&s).contains("✕ no answer since 12:41"), "{}", head(&s));
    s.model.settings.ascii = true;
    assert!(head(&s).is_ascii() && head(&s).contains("x no answer since 12:41"), "{}", head(&s));
    assert!(!head(&s).contains("token"), "{}", head(&s));
}

#[test]
fn what_matters_stays_in_a_narrow_header() {
    let mut s = story(60, 15);
    s.press("j").fill().press("alt-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    s.send(Msg::Connection(ConnectionEvent::Unreachable));
    let said = head(&s);
    assert!(said.contains("! 1") && said.contains("✕ no answer since 12:41") && said.contains("DEMO"), "{said}");
    assert!(width(&said) <= 60, "{said}");
}

#[test]
fn parts_of_the_header_are_drawn_where_they_can_be_clicked() {
    let mut s = story(120, 40);
    s.press("j").fill().press("alt-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    s.press("j").fill().press("alt-s");
    let now = s.model.now;
    s.model.notices.error(now, "One");
    let parts: Vec<_> = header::parts(&s.model).into_iter().filter(|part| part.command.is_some()).collect();
    let commands: Vec<_> = parts.iter().filter_map(|part| part.command).collect();
    for command in [Command::Activity, Command::NextNeeding, Command::Connection, Command::Reload] {
        assert!(commands.contains(&command), "{command:?}: {commands:?}");
    }
    for part in parts {
        assert_eq!(drawn(&s, part.area), part.text);
    }
}

fn click_header(s: &mut Story, command: Command) {
    let part = header::parts(&s.model).into_iter().find(|part| part.command == Some(command)).expect("a part");
    s.send(Msg::Mouse(MouseAct::Click, part.area.x, part.area.y));
}

#[test]
fn a_click_on_the_connection_shows_its_details() {
    let mut s = story(80, 24);
    click_header(&mut s, Command::Connection);
    let shown = text(&s);
    for part in ["http://127.0.0.1:1", "default", "Northwind MSP", "84 ms", "12:41", "valid until 13:41"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    s.press("esc");
    assert!(s.model.overlays.is_empty());
}

#[test]
fn a_click_on_what_is_under_way_or_needs_somebody_goes_there() {
    let mut s = story(80, 24);
    s.press("j").fill().press("alt-s");
    click_header(&mut s, Command::Activity);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Activity { .. })));
    s.press("esc");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    click_header(&mut s, Command::NextNeeding);
    assert_eq!(s.form().name(), "Işık Tekstil A.Ş.");
}
