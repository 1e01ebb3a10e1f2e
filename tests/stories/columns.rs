//! Columns: their order and widths, and those that have no room.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::model::Model;
use keepnet_tui::app::screen::layout;
use keepnet_tui::domain::list::columns::{CellContext, Column};
use keepnet_tui::domain::list::company_groups::CompanyGroup;
use keepnet_tui::domain::list::view::SavedView;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use rstest::rstest;

use crate::common::{Story, companies, failure, now, people};

fn ready(columns: &[Column], width: u16) -> Story {
    let mut s = Story::with(companies(30), (width, 24), |settings| {
        settings.columns = columns.to_vec();
        settings.cache_limit = 2_000;
    });
    s.settle();
    s
}

fn every(width: u16) -> Story {
    ready(&Column::all().collect::<Vec<_>>(), width)
}

/// The columns on the screen, with signs where there are others.
fn shown(s: &Story) -> String {
    let table = layout::table(&s.model).expect("a table");
    let keys: Vec<&str> = table.columns.iter().map(|p| p.column.spec().key).collect();
    let sign = |area: Option<_>, sign| if area.is_some() { sign } else { "" };
    format!("{}{}{}", sign(table.before, "< "), keys.join(" "), sign(table.after, " >"))
}

fn width(s: &Story, column: Column) -> u16 {
    let table = layout::table(&s.model).expect("a table");
    table.columns.iter().find(|p| p.column == column).map_or(0, |p| p.width)
}

fn saved(s: &mut Story) -> SavedView {
    let saves = s.take(|e| if let Effect::SaveViewState(what) = e { Some((**what).clone()) } else { None });
    saves.into_iter().next_back().expect("a saved view")
}

/// The program started again with what it has saved.
fn again(s: &mut Story) -> Model {
    let mut settings = s.model.settings.clone();
    settings.profile_settings.remembered = saved(s);
    Model::start(settings, s.model.size, now(0)).0
}

#[test]
fn keys_of_the_menu_move_a_column_and_it_is_remembered() {
    let mut s = ready(&Column::usual(), 100);
    // Hidden columns have their lines in between.
    s.press("C j J J J J J J");
    assert_eq!(shown(&s), "company left ends seats state");
    s.press("K K K");
    assert_eq!(shown(&s), "company left seats ends state");
    s.press("alt-up shift-down esc");
    assert_eq!(again(&mut s).columns, [Column::Company, Column::Left, Column::Seats, Column::Ends, Column::State]);
}

#[test]
fn the_name_stays_first() {
    let mut s = ready(&Column::usual(), 100);
    s.press("C J");
    assert!(s.said().contains("stays first"), "{}", s.said());
    s.press("j K");
    assert_eq!(s.model.columns, Column::usual());
}

#[test]
fn a_hidden_column_comes_back_where_it_was_moved_to() {
    let mut s = ready(&Column::usual(), 100);
    s.press("C j J space");
    assert!(!s.model.columns.contains(&Column::Seats));
    s.press("space");
    assert_eq!(shown(&s), "company seats left ends state");
    s.press("J J space space");
    assert_eq!(shown(&s), "company left seats ends state", "hidden ones lie between");
}

#[test]
fn a_width_is_chosen_remembered_and_reset() {
    let mut s = ready(&Column::usual(), 100);
    let before = width(&s, Column::Company);
    s.press("C + + +");
    assert_eq!(width(&s, Column::Company), before + 6);
    let model = again(&mut s);
    assert_eq!(model.widths.of(Column::Company), Some(before + 6));
    s.press("0");
    assert_eq!(width(&s, Column::Company), before);
    s.press("- - right d");
    assert!(s.model.widths.is_empty());
}

#[rstest]
#[case(Column::Company, 6)]
#[case(Column::Left, 5)]
fn text_can_be_cut_and_numbers_cannot(#[case] column: Column, #[case] least: u16) {
    let mut s = ready(&[Column::Company, Column::Left, Column::State], 100);
    s.press(if column == Column::Left { "C j j j j" } else { "C" });
    for _ in 0..60 {
        s.press("-");
    }
    assert!(s.said().contains("as narrow as it can be"), "{}", s.said());
    assert_eq!(width(&s, column), least);
}

#[test]
fn a_width_gives_way_on_a_narrow_screen_and_comes_back() {
    let mut s = ready(&Column::usual(), 160);
    s.press("C");
    for _ in 0..20 {
        s.press("+");
    }
    s.press("esc");
    let chosen = s.model.widths.of(Column::Company).expect("a width");
    assert_eq!(width(&s, Column::Company), chosen);
    s.send(Msg::Resize(keepnet_tui::app::core::settings::Size { width: 80, height: 24 }));
    assert!(width(&s, Column::Company) < chosen);
    assert_eq!(shown(&s), "company seats left ends state", "nothing is pushed out by it");
    s.send(Msg::Resize(keepnet_tui::app::core::settings::Size { width: 160, height: 24 }));
    assert_eq!(width(&s, Column::Company), chosen);
}

#[test]
fn over_and_monthly_are_columns_that_are_sorted_by() {
    let mut s = ready(&[Column::Company, Column::Over, Column::Monthly], 100);
    s.list[4].seats.used = 42;
    s.list[7].monthly = 99;
    s.press("r").settle();
    s.press("l O").settle().press("g");
    assert_eq!(s.selected(), "Company 0004");
    s.press("c");
    let copies = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert_eq!(copies, ["12"]);
    s.press("l O").settle().press("g");
    assert_eq!(s.selected(), "Company 0007");
}

#[test]
fn columns_scroll_beside_the_name_to_the_last_and_back() {
    let mut s = every(80);
    let first = shown(&s);
    assert!(first.ends_with(" >") && !first.starts_with('<'), "{first}");
    let mut seen: Vec<String> = first.split(' ').map(str::to_owned).collect();
    for _ in 0..30 {
        s.press("L");
        let now = shown(&s);
        assert!(now.trim_start_matches("< ").starts_with("company "), "{now}");
        seen.extend(now.split(' ').map(str::to_owned));
    }
    let last = shown(&s);
    assert!(last.starts_with("< company") && last.ends_with("group"), "{last}");
    for column in Column::all() {
        assert!(seen.iter().any(|key| key == column.spec().key), "{column:?} is never seen");
    }
    assert!(s.said().contains("no more columns on the right"), "{}", s.said());
    for _ in 0..30 {
        s.press("H");
    }
    assert_eq!(shown(&s), first);
}

#[test]
fn each_press_shows_something_else() {
    let mut s = every(80);
    let mut before = shown(&s);
    loop {
        s.press("L");
        if s.said().contains("no more columns") {
            break;
        }
        assert_ne!(shown(&s), before);
        before = shown(&s);
    }
}

#[test]
fn the_column_cursor_takes_the_columns_along() {
    let mut s = every(80);
    for _ in 0..30 {
        s.press("l");
        let table = layout::table(&s.model).expect("a table");
        assert!(table.columns.iter().any(|p| p.column == s.model.companies.column), "{}", shown(&s));
    }
    assert_eq!(s.model.companies.column, Column::Group);
    for _ in 0..30 {
        s.press("h");
        let table = layout::table(&s.model).expect("a table");
        assert!(table.columns.iter().any(|p| p.column == s.model.companies.column), "{}", shown(&s));
    }
    assert_eq!(s.model.companies.column, Column::Company);
}

#[test]
fn a_scrolled_cursor_column_stays_on_the_screen() {
    let mut s = every(80);
    s.press("l L L L");
    let table = layout::table(&s.model).expect("a table");
    assert!(table.columns.iter().any(|p| p.column == s.model.companies.column));
}

#[test]
fn where_all_columns_fit_nothing_scrolls() {
    let mut s = ready(&Column::usual(), 100);
    let before = shown(&s);
    s.press("L");
    assert_eq!(shown(&s), before);
    assert!(s.said().contains("no more columns"), "{}", s.said());
    let mut s = every(80);
    s.press("L L");
    s.send(Msg::Resize(keepnet_tui::app::core::settings::Size { width: 400, height: 24 }));
    assert!(!shown(&s).contains(['<', '>']), "{}", shown(&s));
}

#[test]
fn the_mouse_scrolls_by_wheel_and_signs() {
    let mut s = every(80);
    let first = shown(&s);
    let table = layout::table(&s.model).expect("a table");
    let sign = table.after.expect("a sign");
    s.send(Msg::Mouse(MouseAct::Click, sign.x, sign.y));
    assert_ne!(shown(&s), first);
    s.send(Msg::Mouse(MouseAct::WheelLeft, 20, table.rows.y));
    assert_eq!(shown(&s), first);
    s.send(Msg::Mouse(MouseAct::WheelRight, 20, table.rows.y));
    s.send(Msg::Mouse(MouseAct::WheelRight, 20, table.rows.y));
    let sign = layout::table(&s.model).and_then(|table| table.before).expect("a sign");
    let scrolled = shown(&s);
    s.send(Msg::Mouse(MouseAct::Click, sign.x, sign.y));
    assert_ne!(shown(&s), scrolled);
}

#[test]
fn columns_of_users_scroll_too() {
    let mut s = Story::ready(companies(9));
    s.people = people(20);
    s.press("u").answer_users();
    let names = |s: &Story| {
        let areas = layout::users(&s.model).expect("a list");
        areas.columns.iter().map(|p| p.column.spec().key).collect::<Vec<_>>().join(" ")
    };
    assert!(!names(&s).contains("created"), "{}", names(&s));
    for _ in 0..6 {
        s.press("L");
    }
    assert!(names(&s).starts_with("name ") && names(&s).ends_with("created"), "{}", names(&s));
    s.press("l");
    assert!(names(&s).contains("email"), "the cursor takes the columns along: {}", names(&s));
}

/// The cell of the company groups in the first rows.
fn groups(s: &Story) -> Vec<String> {
    let groups = s.model.companies.known_groups();
    let context = CellContext { today: now(0).local.date(), groups };
    let rows = s.model.companies.rows().iter().take(3);
    rows.map(|company| format!("{}: {}", company.name, Column::Group.cell(company, context, false))).collect()
}

fn with_groups() -> Story {
    let mut s = ready(&Column::usual(), 160);
    let of = |name: &str, places: &[usize]| CompanyGroup {
        name: name.to_owned(),
        companies: places.iter().map(|place| s.list[*place].id.clone()).collect(),
    };
    s.groups = vec![of("Pilot", &[1, 2]), of("EMEA desk", &[2])];
    s
}

/// Shows the column by its line of the menu.
fn show_groups(s: &mut Story) {
    s.press("C");
    let lines = keepnet_tui::app::flows::columns::listed(&s.model);
    let at = lines.iter().position(|column| *column == Column::Group).expect("a line");
    s.press(&vec!["j"; at].join(" ")).press("space esc");
}

#[test]
fn company_groups_are_loaded_when_their_column_is_shown() {
    let mut s = with_groups();
    assert_eq!(s.fetched_groups().len(), 0, "nobody has asked for them");
    show_groups(&mut s);
    assert!(shown(&s).contains("group"), "{}", shown(&s));
    assert_eq!(groups(&s)[2], "Company 0002: loading");
    let asked = s.fetched_groups();
    s.send(Msg::CompanyGroups(asked[0], Ok(s.groups.clone())));
    assert_eq!(groups(&s), ["Company 0000: ", "Company 0001: Pilot", "Company 0002: EMEA desk, Pilot"]);
    assert_eq!(width(&s, Column::Group), 16);
    while s.model.companies.column != Column::Group {
        s.press("l");
    }
    s.press("O");
    assert_eq!(groups(&s)[..2], ["Company 0002: EMEA desk, Pilot", "Company 0001: Pilot"]);
}

/// The order alone asks for them too, and sorts once they are here.
#[test]
fn order_by_a_hidden_group_waits_for_the_groups() {
    let mut s = with_groups();
    let (model, mut out) = (&mut s.model, Vec::new());
    model.companies.sort_by(Column::Group, keepnet_tui::cx!(model, &mut out)).expect("all companies are in memory");
    s.send(Msg::Resumed);
    assert!(groups(&s)[0].starts_with("Company 0000"));
    s.settle();
    assert_eq!(groups(&s)[..2], ["Company 0002: EMEA desk, Pilot", "Company 0001: Pilot"]);
}

#[test]
fn company_groups_that_are_not_known_are_never_written_as_none() {
    let mut s = with_groups();
    show_groups(&mut s);
    let written = |s: &mut Story| {
        s.press("ctrl-s").press("e t").press("y y");
        s.take(|e| matches!(e, Effect::Export(..) | Effect::Copy { .. }).then_some(())).len()
    };
    assert_eq!(written(&mut s), 0);
    assert!(s.said().contains("the company groups are still loading"), "{}", s.said());
    let asked = s.fetched_groups();
    s.send(Msg::CompanyGroups(asked[0], Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!(groups(&s)[2], "Company 0002: not loaded");
    assert_eq!(written(&mut s), 0);
    assert!(s.said().contains("were not loaded; r loads them again"), "{}", s.said());
    s.press("y n");
    assert_eq!(s.take(|e| matches!(e, Effect::Copy { .. }).then_some(())).len(), 1, "a name has no groups");
    s.press("r").settle();
    assert_eq!(groups(&s)[1], "Company 0001: Pilot");
    assert_eq!(written(&mut s), 3);
}
