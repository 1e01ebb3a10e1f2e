//! Whatever is drawn and can be clicked does what its key does.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::overlays::overlay::{ActivityFilter, Confirmation, Overlay};
use keepnet_tui::app::screen::activity_layout::{activity, messages, tab};
use keepnet_tui::app::screen::{dialog_layout, footer, layout, overlay_layout};
use keepnet_tui::app::shell::prefix_menu;
use keepnet_tui::app::widgets::area::Area;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::text::cells::width;
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
            return (u16::try_from(width(&line[..byte])).expect("a column"), y);
        }
    }
    panic!("{words} is not on the screen:\n{screen}");
}

/// One created, one refused, one under way.
fn busy(width: u16, height: u16) -> Story {
    let mut s = story(width, height);
    s.press("j").fill().press("alt-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    s.press("j").fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Created(UserId::new("u1")));
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

/// What was copied since.
fn copied(s: &mut Story) -> Vec<(String, String)> {
    s.take(|effect| match effect {
        Effect::Copy { what, text } => Some((what.clone(), text.clone())),
        _ => None,
    })
}

/// What a click copies so many cells to the right of these words.
fn copied_beside(s: &mut Story, words: &str, cells: usize) -> Vec<(String, String)> {
    let (x, y) = at(s, words);
    click(s, x + u16::try_from(cells).expect("few"), y);
    copied(s)
}

fn one(what: &str, text: &str) -> Vec<(String, String)> {
    vec![(what.to_owned(), text.to_owned())]
}

#[rstest]
#[case("company ID", "id0000", "the company ID", "id0000")]
#[case("licence ", "Enterprise, ends 2026-12-02 (in 8 d)", "the licence", "Enterprise, ends 2026-12-02 (in 8 d)")]
#[case("website", "https://deltahousing.example", "the website", "https://deltahousing.example")]
#[case("belongs to", "Northwind MSP", "the company groups", "Northwind MSP")]
#[case("domains", "deltahousing.example verified", "the domain", "deltahousing.example")]
#[case("groups", "4: Finance", "the groups", "Finance, New joiners, Zürich, All staff")]
fn a_click_on_a_value_of_the_company_copies_it(
    #[values((100, 60), (160, 60))] size: (u16, u16),
    #[case] label: &str,
    #[case] drawn: &str,
    #[case] what: &str,
    #[case] value: &str,
) {
    const LABEL: usize = 11;
    let mut s = story(size.0, size.1);
    s.press("enter").settle();
    let nothing: Vec<(String, String)> = Vec::new();
    assert_eq!(copied_beside(&mut s, label, 0), nothing, "its label");
    assert_eq!(copied_beside(&mut s, label, LABEL - 1), nothing, "before it");
    assert_eq!(copied_beside(&mut s, label, LABEL), one(what, value), "its first letter");
    let letters = drawn.chars().count();
    assert_eq!(copied_beside(&mut s, label, LABEL + letters - 1), one(what, value), "its last letter");
    if label != "groups" {
        assert_eq!(copied_beside(&mut s, label, LABEL + letters), nothing, "behind it");
    }
    assert_eq!(s.model.pane, Pane::Company);
}

#[test]
fn every_line_of_a_value_copies_all_of_it_and_what_is_no_value_nothing() {
    let mut s = story(160, 30);
    s.press("enter").settle();
    let users = one("the users", "402 active, 14 inactive, 31 deleted, ? this month");
    assert_eq!(copied_beside(&mut s, "402 active", 0), users);
    assert_eq!(copied_beside(&mut s, "            month", 12), users, "its second line");
    assert_eq!(copied_beside(&mut s, "            month", 11), [], "the gap before that");
    assert_eq!(copied_beside(&mut s, "512/500, 12 over", 0), one("the seats", "512/500, 12 over, 103%"));
    for words in ["LICENCE", "PEOPLE"] {
        assert_eq!(copied_beside(&mut s, words, 0), [], "{words}");
    }
    // A line that was scrolled to, and one that says what was done here.
    s.press("G");
    assert!(s.model.company.top > 0);
    assert_eq!(copied_beside(&mut s, "Social housing", 3), one("the notes", "Social housing"));
    assert_eq!(copied_beside(&mut s, "nothing from this machine", 0), []);
}

#[test]
fn a_click_in_the_list_beside_the_company_still_selects_and_copies_nothing() {
    let mut s = story(160, 48);
    s.press("enter").settle();
    let rows = layout::table(&s.model).expect("a table").rows;
    click(&mut s, rows.x + 5, rows.y + 2);
    assert_eq!(s.selected(), "Işık Tekstil A.Ş.");
    let chip = at(&s, "1 over");
    click(&mut s, chip.0, chip.1);
    assert_eq!(s.model.companies.wanted.filters.terms.len(), 1, "{}", text(&s));
    assert_eq!(copied(&mut s), []);
}

#[test]
fn a_click_on_a_value_of_the_card_beside_the_form_copies_it() {
    let mut s = story(160, 48);
    s.press("a");
    let (ticket, _) = s.fetched_domains().remove(0);
    let domains = Domains { verified: vec!["acme.example".to_owned()], unverified: Vec::new() };
    s.send(Msg::MailDomains(ticket, Ok(domains))).settle();
    s.people = people(3);
    s.type_text("user001@x.example").press("tab").wait().answer_users();
    for (words, cells, value) in [
        ("acme.example  ", 0, Some(("the domain", "acme.example"))),
        ("acme.example  ", 11, Some(("the domain", "acme.example"))),
        ("acme.example  ", 12, None),
        ("First1 Last1  ", 2, Some(("the name", "First1 Last1"))),
        ("  user001@x.example ", 1, None),
        ("  user001@x.example ", 2, Some(("the email", "user001@x.example"))),
        ("  user001@x.example ", 19, None),
        ("╋  512/500", 3, Some(("the seats", "512/500"))),
        ("DOMAINS", 2, None),
    ] {
        let value: Vec<_> = value.into_iter().flat_map(|(what, text)| one(what, text)).collect();
        assert_eq!(copied_beside(&mut s, words, cells), value, "{words:?} {cells}: {}", draw(&s.model).backend());
    }
    assert_eq!(s.model.pane, Pane::Form);
}
