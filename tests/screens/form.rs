//! The form as a page: what is said about a field stands under it whole, the buttons stay in sight, and the card of the
//! company is beside it.

use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::core::settings::Size;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::screen::{form_buttons, form_layout};
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::{FieldId, Kind};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::target_user::Priority;
use ratatui::backend::Backend;
use rstest::rstest;

use super::draw;
use crate::common::{Story, company, custom_fields, failure, people};

/// The words on the screen without the frames, in one line.
fn words(s: &Story) -> String {
    let screen = draw(&s.model).backend().to_string();
    let pane = form_layout::form(&s.model).expect("the form").pane.outer;
    let columns =
        |line: &str| -> String { line.chars().skip(1 + usize::from(pane.x)).take(usize::from(pane.width)).collect() };
    let lines = screen.lines().filter(|line| line.starts_with('"')).skip(usize::from(pane.y));
    let form = lines.take(usize::from(pane.height)).map(columns).collect::<Vec<_>>().join(" ");
    form.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn desk(size: (u16, u16)) -> Story {
    let list = vec![company(0, "Lumen Optics", 59, Limit::Of(60))];
    let mut s = Story::with(list, size, |settings| settings.cache_limit = 2_000);
    s.settle();
    s
}

const LONG: &str = "is not taken by the service for a reason that it states at some length, of which no word may be lost, \
                    because what somebody has to do about it is said at its very end: ask the desk of the reseller.";

#[rstest]
fn no_sentence_under_a_field_is_cut(
    #[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16),
    #[values("Email", "Phone Number", "First Name", "Last Name", "TimeZoneId", "ManagerLastName", "'Crew no'")]
    field: &str,
) {
    let mut s = desk(size);
    s.custom = custom_fields();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let said = format!("{field} {LONG}");
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(vec![said.clone()])))).reopen();
    assert!(words(&s).contains(&said), "{field} at {size:?}: {}", words(&s));
    // While the cursor is elsewhere the field has its sign, as far as it is in sight.
    let on = s.form().focus();
    s.press("shift-tab");
    assert!(!words(&s).contains("very end"), "{}", words(&s));
    s.press("tab");
    assert_eq!(s.form().focus(), on);
    assert!(words(&s).contains(&said), "{}", words(&s));
}

/// Adding a user to a company without fields of its own takes no scrolling.
#[rstest]
fn at_80x24_all_of_the_form_is_in_sight_wherever_the_cursor_is(#[values(false, true)] is_full: bool) {
    let mut s = desk((80, 24));
    if is_full {
        s.list[0].seats.used = 60;
        s.press("r").settle();
    }
    s.press("a").settle().type_text("maya@lumenoptics.example").wait().answer_users().settle();
    let stops = s.form().places().count() + 3;
    for _ in 0..stops {
        let areas = form_layout::form(&s.model).expect("the form");
        assert_eq!(areas.hidden, (0, 0), "{:?}: {}", s.form().focus(), words(&s));
        let shown = words(&s);
        for part in ["Email *", "Phone *", "First, last", "Department", "Access", "Manager", "[ Create ^S ]"] {
            assert!(shown.contains(part), "{part} at {:?}: {shown}", s.form().focus());
        }
        assert_eq!(shown.contains("! No seat is left"), is_full, "{shown}");
        s.press("tab");
    }
}

#[rstest]
fn the_buttons_stay_in_sight_and_each_takes_a_click(
    #[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16),
) {
    let mut s = desk(size);
    s.custom = custom_fields();
    s.press("a").settle().press("ctrl-s");
    for _ in 0..s.form().places().count() + 3 {
        let line = form_layout::form(&s.model).expect("the form").buttons;
        let all = form_buttons::buttons(&s.model, s.form(), line);
        let commands: Vec<_> = all.iter().map(|button| button.command).collect();
        assert_eq!(commands, [Command::Create, Command::CreateNext, Command::Back, Command::NextProblem]);
        let terminal = draw(&s.model);
        for button in &all {
            let cells = (button.area.x..button.area.x + button.area.width).map(|x| (x, button.area.y));
            let shown: String = cells.map(|at| terminal.backend().buffer()[at].symbol()).collect();
            assert_eq!(shown, button.text);
        }
        s.press("tab");
    }
    s.click_button(Command::NextProblem);
    assert!(matches!(s.form().focus(), Focus::Field(_) | Focus::Custom(_)));
    s.click_button(Command::Back);
    assert!(s.model.drafts.current().is_none());
}

/// The cursor of the terminal is inside of the box of the field that has the focus.
#[test]
fn the_cursor_is_in_its_box_at_every_width() {
    for width in (60..=220).step_by(16) {
        let mut s = desk((80, 24));
        s.custom = custom_fields();
        s.press("a").settle();
        s.send(Msg::Resize(Size { width, height: 15 + width % 30 }));
        for place in s.form().places().collect::<Vec<_>>() {
            assert_eq!(s.form().focus(), place);
            let is_text = match place {
                Focus::Field(id) => id.field().kind == Kind::Text,
                Focus::Custom(n) => !s.form().custom_fields().rows()[n].is_toggle(),
                Focus::Ticket => true,
                Focus::Create | Focus::CreateNext | Focus::Leave => false,
            };
            if is_text {
                s.type_text(
                    "a long text 上海雲端網路安全科技有限公司 that is wider than any of the boxes can be at all",
                );
                for keys in ["end", "home", "right", "end left left"] {
                    s.press(keys);
                    let mut terminal = draw(&s.model);
                    let at = terminal.backend_mut().get_cursor_position().expect("a cursor");
                    let areas = form_layout::form(&s.model).expect("the form");
                    let lines = (0..).zip(areas.lines.iter().copied());
                    let mut fields = lines.flat_map(|(n, line)| areas.grid.of_line(line, areas.body.lines(n, 1)));
                    let field = fields.find(|field| field.place == place).expect("in sight");
                    assert!(field.text().contains(at.x, at.y), "{place:?} at {width}: {at:?} {:?}", field.text());
                }
            }
            s.press("tab");
        }
    }
}

#[rstest]
#[case::beside((120, 40), true, false)]
#[case::below((160, 48), true, true)]
#[case::no_room((160, 30), false, true)]
#[case::narrow((119, 40), false, false)]
fn the_card_of_the_company(#[case] size: (u16, u16), #[case] has_card: bool, #[case] has_table: bool) {
    let mut s = desk(size);
    s.people = people(1);
    let email = s.people[0].email.clone();
    s.press("a");
    for (ticket, _) in s.fetched_domains() {
        let domains = Domains { verified: vec!["lumen.example".into()], unverified: vec!["lumen-shop.example".into()] };
        s.send(Msg::MailDomains(ticket, Ok(domains)));
    }
    s.settle().type_text(&email).wait().answer_users();
    let screen = draw(&s.model).backend().to_string();
    for part in ["PEOPLE LIKE THIS ONE", "RECENT HERE", "lumen-shop.example", "NOT verified"] {
        assert_eq!(screen.contains(part), has_card, "{part}: {screen}");
    }
    assert!(screen.contains("First0 Last0"), "beside or under the email: {screen}");
    assert!(screen.contains("1 left, 0 after this user") && screen.contains("59/60"), "{screen}");
    assert_eq!(screen.contains("COMPANY"), has_table, "{screen}");
}

#[rstest]
fn the_chosen_priority_is_whole_on_every_screen(
    #[values((60, 15), (80, 24), (120, 40))] size: (u16, u16),
    #[values(false, true)] ascii: bool,
) {
    let mut s = desk(size);
    s.model.settings.ascii = ascii;
    s.press("a").settle();
    while s.form().focus() != Focus::Field(FieldId::Priority) {
        s.press("tab");
    }
    s.press("left left left");
    for priority in Priority::ALL {
        let screen = draw(&s.model).backend().to_string();
        let line = screen.lines().find(|line| line.contains("Priority ")).expect("its line");
        assert!(line.contains(&format!(" {} ", priority.label())), "{line}");
        s.press("right");
    }
}

#[rstest]
fn the_warning_about_the_email_is_said_once(#[values((60, 15), (80, 24), (119, 30), (160, 48))] size: (u16, u16)) {
    let mut s = desk(size);
    s.press("a");
    for (ticket, _) in s.fetched_domains() {
        let domains = Domains { verified: vec!["lumen.example".into()], unverified: Vec::new() };
        s.send(Msg::MailDomains(ticket, Ok(domains)));
    }
    s.settle().type_text("jane@contoso.com");
    for _ in 0..s.form().places().count() + 3 {
        assert_eq!(words(&s).matches("domain not verified here").count(), 1, "{}", words(&s));
        s.press("tab");
    }
}

#[test]
fn the_newest_create_is_undone_by_a_click_on_the_card() {
    let mut s = desk((120, 40));
    s.fill().press("ctrl-s");
    let id: WriteId = s.orders().remove(0).intent.id;
    s.ends(&id, CreateEnd::Created(UserId::new("u1")));
    s.press("a").settle();
    let screen = draw(&s.model).backend().to_string();
    let y = screen.lines().position(|line| line.contains("created jane@contoso.com")).expect("its line");
    let line = screen.lines().nth(y).expect("it");
    let x = line.chars().count() - line.chars().rev().collect::<String>().find("odnu").expect("undo") - 3;
    s.send(Msg::Mouse(MouseAct::Click, u16::try_from(x).expect("on it"), u16::try_from(y).expect("on it")));
    assert!(!s.model.overlays.is_empty(), "it asks: {screen}");
    s.press("y");
    assert_eq!(s.model.changes.under_way().count(), 1);
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Email));
}
