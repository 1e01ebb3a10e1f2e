//! The table of companies: what is in its cells, and what of it can be clicked.

use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::model::Model;
use keepnet_tui::app::screen::chips::{Chip, chips};
use keepnet_tui::app::screen::{layout, position};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::terminal::appearance::ThemeName;
use ratatui::style::{Color, Modifier, Style};
use rstest::rstest;

use super::{draw, names, story};
use crate::common::{Story, companies, company};

/// The line of the table that a company is on, without frame and blanks around it.
fn line(s: &Story, name: &str) -> String {
    let screen = draw(&s.model).backend().to_string();
    let line = screen.lines().find(|line| line.contains(name));
    let line = line.unwrap_or_else(|| panic!("{name} is not in\n{screen}"));
    line.trim_matches(['"', '│', '|']).trim_end().to_owned()
}

fn all_chips(model: &Model) -> Vec<Chip> {
    let bar = layout::table(model).expect("a table").bar;
    chips(model, bar)
}

fn chip(s: &Story, words: &str) -> Chip {
    let chips = all_chips(&s.model);
    let found = chips.iter().find(|chip| chip.text.contains(words)).cloned();
    found.unwrap_or_else(|| panic!("{words} is not among {chips:?}"))
}

fn click(s: &mut Story, words: &str) {
    let area = chip(s, words).area;
    s.send(Msg::Mouse(MouseAct::Click, area.x + area.width - 1, area.y)).settle();
}

#[test]
fn seats_are_one_column_with_a_line() {
    let s = story(80, 24);
    assert!(
        line(&s, "Acme Logistics").contains(" 512/500  ━━━━━━━╋    −12   2 Dec    8d  ● OVER"),
        "{}",
        line(&s, "Acme")
    );
    assert!(line(&s, "Couriers").contains(" 149/150  ━━━━━━━╸      1 "), "{}", line(&s, "Couriers"));
    assert!(line(&s, "Işık").contains(" 341  no limit "), "{}", line(&s, "Işık"));
    assert!(line(&s, "No Limit Told").contains(" 12/?  "), "{}", line(&s, "No Limit Told"));
}

/// Twelve more seats than on the last day, three fewer, and one that is new.
#[rstest]
#[case(80, false, "Acme Logistics GmbH  ▲ +12", "Bolt  ▼ −3", "new")]
#[case(80, true, "Acme Logistics GmbH    +12", "Bolt    -3", "new")]
#[case(60, false, "", "", "")]
fn change_since_the_last_visit_stands_beside_the_name(
    #[case] width: u16,
    #[case] ascii: bool,
    #[case] acme: &str,
    #[case] bolt: &str,
    #[case] new: &str,
) {
    use keepnet_tui::app::core::effect::Effect;
    use keepnet_tui::domain::history::day::Day;
    let friday = jiff::civil::date(2026, 11, 20);
    let list = vec![
        company(1, "Acme Logistics GmbH", 512, Limit::Of(600)),
        company(2, "Bolt", 10, Limit::Of(30)),
        company(3, "Cobalt", 10, Limit::Of(30)),
        company(4, "A name that leaves no cell for anything else beside it", 10, Limit::Of(30)),
        company(5, "Delta", 10, Limit::Of(30)),
    ];
    let mut then = list.clone();
    then.truncate(4);
    (then[0].seats.used, then[1].seats.used, then[3].seats.used) = (500, 13, 1);
    let mut s = Story::with(list, (width, 24), |settings| {
        settings.cache_limit = 100;
        settings.ascii = ascii;
        settings.profile_settings.days = vec![friday];
    });
    s.settle();
    let asked = s.take(|effect| if let Effect::LoadDay(ticket, _) = effect { Some(*ticket) } else { None });
    s.send(Msg::EarlierDay(asked[0], friday, Some(std::sync::Arc::new(Day::of(friday, &then)))));
    let squeezed = |name: &str| line(&s, name).split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, mark) in [("Acme", acme), ("Bolt", bolt), ("Delta", new)] {
        let mark = mark.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(name).contains(&mark), "{name}: {mark} is not in {}", line(&s, name));
    }
    assert!(!squeezed("Cobalt").contains(['▲', '+']));
    let sign = if ascii { "^ A name that" } else { "▲ A name that" };
    assert!(line(&s, "A name").contains(sign) && !squeezed("A name").contains('+'), "{}", line(&s, "A name"));
}

#[test]
fn ascii_has_words_alone() {
    let mut s = story(80, 24);
    s.model.settings.ascii = true;
    let acme = line(&s, "Acme Logistics");
    assert!(acme.starts_with(">  Acme") && acme.ends_with(" OVER") && acme.contains("  -12 "), "{acme}");
}

#[rstest]
#[case(0, "24 Nov    0d")]
#[case(7, " 1 Dec    7d")]
#[case(8, " 2 Dec    8d")]
#[case(31, "25 Dec   31d")]
#[case(-21, " 3 Nov  −21d")]
#[case(364, "23 Nov  364d")]
#[case(365, "24 Nov 2027")]
fn dates_say_how_far_they_are(#[case] days: i64, #[case] shown: &str) {
    use jiff::ToSpan;
    let mut list = companies(1);
    let today = jiff::civil::date(2026, 11, 24);
    list[0].renews = today.checked_add(days.days()).ok();
    let mut s = Story::sized(list, 100, 80, 24);
    s.settle();
    assert_eq!(s.model.now.local.date(), today);
    assert!(line(&s, "Company 0000").contains(shown), "{}", line(&s, "Company 0000"));
}

/// Whoever has no column of the state has the badge beside the name, which is what is cut.
#[rstest]
fn a_state_is_always_in_sight(
    #[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16),
    #[values(false, true)] hidden: bool,
) {
    let mut s = story(size.0, size.1);
    if hidden {
        s.model.columns.retain(|column| *column != Column::State);
    }
    let is_column = layout::table(&s.model).expect("a table").columns.iter().any(|p| p.column == Column::State);
    assert_eq!(is_column, !hidden && size.0 > 60);
    for (name, badge) in
        [("Acme", "● OVER"), ("上海", "○ FULL"), ("phyr", "◐ LOW"), ("บริษัท", "✕ EXPIRED"), ("Işık", "⊘ LOCKED")]
    {
        assert!(line(&s, name).contains(badge), "{}", line(&s, name));
        // Beside the name it stands before the numbers.
        let number = line(&s, name).find(|c: char| c.is_ascii_digit());
        assert_eq!(line(&s, name).find(badge) < number, !is_column, "{}", line(&s, name));
    }
    if !is_column && size.0 == 60 {
        assert!(line(&s, "A company whose").contains("…  ◐ LOW"), "{}", line(&s, "A company whose"));
    }
}

/// The style of the first cell of a row, and of the first letter of its name.
fn styles(model: &Model, name: &str) -> (Style, Style) {
    let terminal = draw(model);
    let buffer = terminal.backend().buffer();
    let areas = layout::table(model).expect("a table");
    let row = model.companies.rows().iter().position(|c| c.name.contains(name)).expect("a row") - model.companies.top;
    let y = areas.rows.y + u16::try_from(row).expect("a line");
    (buffer[(areas.rows.x, y)].style(), buffer[(areas.rows.x + layout::MARK, y)].style())
}

#[rstest]
fn a_selection_without_focus_is_still_seen(
    #[values(ThemeName::Mono, ThemeName::Default, ThemeName::Dusk, ThemeName::Paper)] theme: ThemeName,
) {
    let mut s = story(160, 48);
    s.model.settings.appearance.palette = theme.palette();
    let (_, focused) = styles(&s.model, "Acme");
    s.press("enter tab").settle();
    assert_ne!(s.model.pane, keepnet_tui::app::core::focus::Pane::Table);
    let (_, selected) = styles(&s.model, "Acme");
    let (_, other) = styles(&s.model, "No Limit");
    assert!(line(&s, "▌").starts_with("▌  Acme"), "{}", line(&s, "▌"));
    assert!(selected.add_modifier.contains(Modifier::BOLD) && !other.add_modifier.contains(Modifier::BOLD));
    let is_tinted = selected.bg != other.bg;
    assert_eq!(is_tinted, matches!(theme, ThemeName::Dusk | ThemeName::Paper), "{theme:?}");
    assert_ne!(selected, focused, "{theme:?}: it is fainter");
    assert!(!selected.add_modifier.contains(Modifier::REVERSED), "{theme:?}");
}

/// The colours of a row stay on the tint.
#[rstest]
fn the_selection_leaves_the_colours(#[values(ThemeName::Dusk, ThemeName::Paper)] theme: ThemeName) {
    let colours = |keys: &str| -> Vec<Option<Color>> {
        let mut s = story(160, 48);
        s.model.settings.appearance.palette = theme.palette();
        s.press(keys);
        let terminal = draw(&s.model);
        let areas = layout::table(&s.model).expect("a table");
        let row = s.model.companies.rows().iter().position(|c| c.name.contains("Acme")).expect("a row");
        let y = areas.rows.y + u16::try_from(row).expect("a line");
        let seats = areas.columns[1].x + layout::MARK + areas.rows.x;
        (seats..areas.rows.x + areas.rows.width).map(|x| terminal.backend().buffer()[(x, y)].style().fg).collect()
    };
    assert_eq!(colours("g"), colours("G"));
}

#[test]
fn chips_are_filters() {
    let mut s = story(120, 40);
    let text = |s: &Story| all_chips(&s.model).iter().map(|c| c.text.clone()).collect::<Vec<_>>();
    assert_eq!(text(&s), ["9 companies", "1 over −12", "3 low", "1 expired", "3,347 used", "893 free"]);
    click(&mut s, "1 over");
    assert_eq!(text(&s)[..2], ["1 company", "state:over"]);
    assert!(draw(&s.model).backend().to_string().contains("state:over ✕"));
    click(&mut s, "state:over");
    click(&mut s, "3 low");
    assert_eq!((s.model.companies.rows().len(), text(&s)[1].as_str()), (3, "state:low"));
    click(&mut s, "3 companies");
    assert_eq!(s.model.companies.rows().len(), 9, "the number of companies shows all");
    click(&mut s, "1 expired");
    assert_eq!(s.model.companies.rows().len(), 1);
    assert!(s.model.companies.search.is_none(), "a click on a chip is none on the search line");
    let bar = layout::table(&s.model).expect("a table").bar;
    s.send(Msg::Mouse(MouseAct::Click, bar.x + 2, bar.y));
    assert!(s.model.companies.search.is_some());
}

/// What is known of one page alone is not told of all.
#[test]
fn only_the_service_counts_over_pages() {
    let mut list = companies(300);
    list.push(company(999, "Over Ltd", 40, Limit::Of(30)));
    let mut s = Story::sized(list, 100, 120, 40);
    s.settle();
    let text: Vec<String> = all_chips(&s.model).into_iter().map(|c| c.text).collect();
    assert_eq!(text[..2], ["301 companies", "page 1/4"]);
    assert!(!text.iter().any(|t| t.contains("low") || t.contains("expired")), "{text:?}");
    let seats: Vec<&String> = text.iter().filter(|t| t.contains("free") || t.contains("used")).collect();
    assert_eq!(seats, ["this page: 2,350 used, 785 free"]);
}

#[rstest]
fn filters_stay_on_any_screen(#[values(60, 70, 80, 100, 160)] width: u16) {
    let mut s = story(width, 24);
    s.press("! f l");
    let bar = layout::table(&s.model).expect("a table").bar;
    let chips = all_chips(&s.model);
    for words in ["state:over", "left<10"] {
        assert!(chips.iter().any(|chip| chip.text == words), "{chips:?}");
    }
    for pair in chips.windows(2) {
        assert!(pair[0].area.x + pair[0].area.width < pair[1].area.x, "{chips:?}");
    }
    let last = chips.last().expect("a chip").area;
    assert!(last.x + last.width <= bar.x + bar.width, "{chips:?}");
}

/// Neither scrolling nor searching in memory moves a column.
#[test]
fn columns_stay_where_they_are() {
    let mut list: Vec<Company> = companies(200);
    list[150].name = "A name that is longer than those on the first screen".to_owned();
    let mut s = Story::with(list, (160, 48), |settings| settings.cache_limit = 2_000);
    s.settle();
    let columns = |s: &Story| layout::table(&s.model).expect("a table").columns;
    let before = columns(&s);
    s.press("G");
    assert_eq!(columns(&s), before);
    s.press("g /").type_text("0003");
    assert_eq!((s.model.companies.rows().len(), columns(&s)), (1, before));
}

/// A row whose number has just changed keeps a mark until the next key.
#[test]
fn a_changed_number_is_marked_until_the_next_key() {
    let mut s = story(80, 24);
    let marked = |s: &Story| draw(&s.model).backend().to_string().matches('•').count();
    s.press("r");
    s.list[4].seats.used -= 1;
    s.list[5].tags.clear();
    s.settle();
    assert!(line(&s, "Couriers").trim_start_matches([' ', '▌']).starts_with('•'), "{}", line(&s, "Couriers"));
    assert_eq!(marked(&s), 1, "only seats are numbers of the table");
    s.press("s");
    assert_eq!(marked(&s), 1, "the beginning of a key sequence is no key yet");
    s.press("n");
    assert_eq!(marked(&s), 0);
    s.press("r").settle();
    assert_eq!(marked(&s), 0, "nothing has changed since");
}

#[test]
fn a_create_marks_its_company() {
    let mut s = Story::sized(companies(3), 100, 80, 24);
    s.settle().fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert!(line(&s, "11/30").contains('•'), "{}", line(&s, "11/30"));
    s.press("j");
    assert!(!draw(&s.model).backend().to_string().contains('•'));
}

#[test]
fn the_position_is_that_of_the_visible_list() {
    let mut s = story(80, 24);
    s.press("j");
    assert_eq!(position::text(&s.model), "3/9");
    s.people = crate::common::people(3);
    s.press("u").answer_users();
    assert_eq!(position::text(&s.model), "1/3");
}

/// What stands in the middle: what it is, why, and the key that helps.
#[test]
fn an_empty_list_says_what_helps() {
    let mut s = story(80, 24);
    s.press("/").type_text("nobody");
    let screen = draw(&s.model).backend().to_string();
    assert!(screen.contains("No company matches \"nobody\"."), "{screen}");
    let at =
        |words: &str| screen.lines().position(|l| l.contains(words)).unwrap_or_else(|| panic!("{words}: {screen}"));
    assert!(at("Esc clears the search") > at("No company matches"), "{screen}");
    assert!((6..16).contains(&at("No company matches")), "in the middle:\n{screen}");

    let mut s = Story::sized(names(), 100, 80, 24);
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(super::refused())));
    let screen = draw(&s.model).backend().to_string();
    assert!(screen.contains("The companies were not loaded") && screen.contains("r tries again"), "{screen}");
}

#[test]
fn the_status_of_a_user_has_a_sign() {
    use keepnet_tui::domain::user::existing::UserStatus;
    let mut s = story(80, 24);
    s.people = crate::common::people(3);
    s.people[1].status = UserStatus::Inactive;
    s.people[2].status = UserStatus::Deleted;
    s.press("u").answer_users();
    let screen = draw(&s.model).backend().to_string();
    assert!(screen.contains("○ inactive") && screen.contains("✕ DELETED") && screen.contains("  active"), "{screen}");
    s.model.settings.ascii = true;
    assert!(draw(&s.model).backend().to_string().contains("  inactive"));
}
