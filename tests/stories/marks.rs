//! Marked rows: what they survive, and what acts on them.

use std::sync::Arc;

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::export::{List, Rows};
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::flows::marks;
use keepnet_tui::app::screen::layout;
use keepnet_tui::app::screen::marks::text;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::user::existing::TargetUser;
use rstest::rstest;

use crate::common::{Story, companies, company, people};

/// All companies in memory.
fn cached(list: Vec<Company>) -> Story {
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle();
    s
}

fn with_users() -> Story {
    let mut s = Story::ready(companies(9));
    s.people = people(120);
    s.press("u").answer_users();
    s
}

/// The names of the marked companies, without what they begin with.
fn marked(s: &Story) -> Vec<String> {
    let rows = s.model.companies.marked_rows();
    rows.iter().map(|company| company.name.replace("Company ", "")).collect()
}

fn marked_users(s: &Story) -> Vec<String> {
    s.model.users.list.marked_rows().iter().map(|user| user.email.clone()).collect()
}

fn copied(s: &mut Story) -> (String, String) {
    let copies = s.take(|effect| match effect {
        Effect::Copy { what, text } => Some((what.clone(), text.clone())),
        _ => None,
    });
    copies.into_iter().next_back().expect("a copy")
}

fn exported(s: &mut Story) -> List {
    let exports =
        s.take(|effect| if let Effect::Export(_, export) = effect { Some(export.list.clone()) } else { None });
    exports.into_iter().next_back().expect("an export")
}

#[test]
fn space_marks_a_row_and_moves_down() {
    let mut s = cached(companies(9));
    s.press("space j space space");
    assert_eq!(marked(&s), ["0000", "0002", "0003"]);
    assert_eq!(s.selected(), "Company 0004");
    s.press("k space");
    assert_eq!((marked(&s).len(), s.selected()), (2, "Company 0004"), "Space takes a mark away");
}

#[test]
fn star_marks_all_that_are_shown_then_none() {
    let mut s = cached(companies(30));
    s.press("/").type_text("000").press("enter *");
    assert_eq!(marked(&s).len(), 10);
    s.press("esc").press("/").press("esc");
    assert!(marked(&s).is_empty(), "Esc takes the marks away before the search");
    s.press("*").press("esc esc").press("* *");
    assert_eq!(marked(&s).len(), 0);
}

#[test]
fn none_of_the_shown_leaves_marks_that_are_not_shown() {
    let mut s = cached(companies(30));
    s.press("space /").type_text("001").press("enter * *");
    assert_eq!(marked(&s), ["0000"]);
    assert!(s.said().contains("1 row is still marked"), "{}", s.said());
}

#[rstest]
#[case("V j j", "0002 0003 0004")]
#[case("V k k", "0000 0001 0002")]
#[case("V j j j k k", "0002 0003")]
#[case("V j j k k k", "0001 0002")]
#[case("V G", "0002 0003 0004 0005 0006 0007 0008")]
#[case("V j V j", "0002 0003")]
#[case("V j space j", "0002 0003")]
#[case("V V", "0002")]
#[case("V j esc", "")]
#[case("k k space G V k", "0000 0007 0008")]
#[case("k k space j V k k k esc", "0000")]
fn a_range_grows_and_shrinks_with_the_cursor(#[case] keys: &str, #[case] names: &str) {
    let mut s = cached(companies(9));
    s.press("j j").press(keys);
    assert_eq!(marked(&s).join(" "), names);
}

#[test]
fn a_range_ends_where_the_list_becomes_another() {
    let mut s = cached(companies(9));
    s.press("j V j s s").settle();
    s.press("g");
    assert_eq!(marked(&s), ["0002", "0001"], "the same rows in the other order");
    assert!(!s.model.companies.marks().has_range());
}

#[test]
fn esc_takes_one_level_away() {
    let mut s = cached(companies(30));
    s.press("/").type_text("00").press("enter space V j j");
    assert_eq!(marked(&s).len(), 4);
    s.press("esc");
    assert_eq!(marked(&s), ["0000"], "the range");
    s.press("esc");
    assert!(marked(&s).is_empty());
    assert_eq!(s.model.companies.wanted.search, "00");
    s.press("esc");
    assert_eq!(s.model.companies.wanted.search, "");
}

#[test]
fn ctrl_c_takes_marks_away_and_still_quits_twice() {
    let mut s = cached(companies(3));
    s.press("space ctrl-c");
    assert!(marked(&s).is_empty() && !s.quit);
    s.press("ctrl-c");
    assert!(s.quit);
}

#[test]
fn marks_follow_companies_through_order_filter_and_reload() {
    let mut s = cached(companies(40));
    s.press("space j space s s").settle();
    assert_eq!(marked(&s), ["0002", "0000"], "in the order of the list");
    s.press("/").type_text("0002").press("enter");
    assert_eq!((marks::counts(&s.model), marked(&s).join(" ")), ((2, 1), "0002 0000".to_owned()));
    assert_eq!(text(&s.model), "2 marked, 1 not shown");
    s.list.insert(0, company(900, "Company -1", 1, Limit::Of(2)));
    s.press("r").settle();
    s.press("/ esc f x").settle();
    assert_eq!(marked(&s), ["0002", "0000"]);
    assert_eq!(text(&s.model), "2 marked");
}

#[test]
fn a_company_that_is_gone_loses_its_mark_and_that_is_said() {
    let mut s = cached(companies(9));
    s.press("space space /").type_text("0008").press("enter");
    s.list.remove(0);
    s.press("r").settle();
    assert_eq!(marked(&s), ["0001"]);
    assert!(s.said().contains("Company 0000") && s.said().contains("no longer marked"), "{}", s.said());
}

#[test]
fn what_is_copied_of_a_hidden_row_is_as_the_service_has_it_now() {
    let mut s = cached(companies(9));
    s.press("space /").type_text("0008").press("enter");
    s.list[0].name = "Renamed".to_owned();
    s.press("r").settle();
    s.press("y n");
    assert_eq!(copied(&mut s).1, "Renamed");
}

#[test]
fn copies_are_of_the_marked_rows_wherever_the_cursor_is() {
    let mut s = cached(companies(9));
    s.press("space j space G y i");
    assert_eq!(copied(&mut s), ("2 company IDs".to_owned(), "id0000\nid0002".to_owned()));
    s.press("y n");
    assert_eq!(copied(&mut s), ("2 company names".to_owned(), "Company 0000\nCompany 0002".to_owned()));
    s.press("y y");
    let (what, text) = copied(&mut s);
    assert_eq!((what.as_str(), text.lines().count()), ("2 rows", 2));
    assert!(text.lines().all(|line| line.ends_with("id0000") || line.ends_with("id0002")), "{text}");
    s.press("l c");
    assert_eq!(copied(&mut s), ("2 cells SEATS".to_owned(), "10/30\n12/30".to_owned()));
    s.press("esc y i");
    assert_eq!(copied(&mut s), ("the company ID".to_owned(), "id0008".to_owned()));
}

#[test]
fn copies_and_export_work_while_the_list_shows_nothing() {
    let mut s = cached(companies(9));
    s.press("space /").type_text("nothing").press("enter");
    assert!(s.model.companies.rows().is_empty());
    s.press("y i");
    assert_eq!(copied(&mut s).1, "id0000");
    s.press("ctrl-s");
    assert!(matches!(exported(&mut s), List::Companies { rows: Rows::Here(rows), .. } if rows.len() == 1));
}

#[test]
fn export_writes_the_marked_rows_alone() {
    let mut s = cached(companies(9));
    s.press("j space j space ctrl-s");
    let List::Companies { rows: Rows::Here(rows), .. } = exported(&mut s) else { panic!("companies") };
    let names: Vec<&str> = rows.iter().map(|company: &Arc<Company>| company.name.as_str()).collect();
    assert_eq!(names, ["Company 0001", "Company 0003"]);
}

/// A write is for the company whose name the form says, whatever is marked.
#[rstest]
#[case("a")]
#[case("U")]
fn adding_a_user_stays_with_the_row_under_the_cursor(#[case] key: &str) {
    let mut s = cached(companies(9));
    s.press("space space G").press(key).settle();
    assert_eq!(s.model.drafts.drafts().count(), 1);
    assert_eq!(s.form().company(), &CompanyId::new("id0008"));
    s.press("esc");
    assert_eq!(marked(&s).len(), 2, "and the marks stay");
}

#[test]
fn details_and_their_copies_are_of_one_company() {
    let mut s = cached(companies(9));
    s.press("space space G enter").settle();
    s.press("y i");
    assert_eq!(copied(&mut s).1, "id0008");
}

#[test]
fn a_company_without_an_id_cannot_be_marked() {
    let mut list = companies(3);
    list[0].id = CompanyId::new("");
    let mut s = Story::ready(list);
    s.press("space");
    assert!(s.said().contains("no ID"), "{}", s.said());
    s.press("*");
    assert_eq!(marked(&s).len(), 2);
}

#[test]
fn a_row_that_has_just_moved_away_is_not_marked_in_its_place() {
    let mut s = cached(companies(9));
    s.press("r");
    s.list.remove(0);
    s.settle();
    assert_ne!(s.selected(), "Company 0000");
    s.press("space");
    assert!(marked(&s).is_empty(), "{}", s.said());
}

#[test]
fn pages_of_the_service_keep_their_marks() {
    let mut s = Story::ready(companies(250));
    s.press("space .").settle();
    s.press("space");
    assert_eq!(text(&s.model), "2 marked, 1 not shown");
    assert_eq!(marked(&s), ["0100", "0000"]);
    s.press("*");
    assert!(s.said().contains("this page") && s.said().contains("250"), "{}", s.said());
    assert_eq!(marks::counts(&s.model), (101, 1));
}

#[test]
fn clicks_with_modifiers_mark() {
    let mut s = cached(companies(9));
    let rows = layout::table(&s.model).expect("a table").rows;
    s.send(Msg::Mouse(MouseAct::Mark, 20, rows.y + 2));
    s.send(Msg::Mouse(MouseAct::Mark, 20, rows.y + 4));
    assert_eq!((marked(&s).join(" "), s.selected()), ("0002 0004".to_owned(), "Company 0004"));
    s.send(Msg::Mouse(MouseAct::Mark, 20, rows.y + 2));
    s.send(Msg::Mouse(MouseAct::MarkRange, 20, rows.y));
    assert_eq!(marked(&s).join(" "), "0000 0001 0002 0004");
    s.send(Msg::Mouse(MouseAct::Mark, 20, rows.y + 15));
    assert_eq!(marked(&s).len(), 4, "no row is there");
}

#[test]
fn a_click_on_the_chip_takes_the_marks_away() {
    let mut s = cached(companies(9));
    s.press("space");
    let bar = layout::table(&s.model).expect("a table").bar;
    let chips = keepnet_tui::app::screen::chips::chips(&s.model, bar);
    let chip = chips.iter().find(|chip| chip.text == "1 marked").expect("a chip");
    s.send(Msg::Mouse(MouseAct::Click, chip.area.x, chip.area.y));
    assert!(marked(&s).is_empty());
}

#[test]
fn users_are_marked_and_copied_too() {
    let mut s = with_users();
    s.press("space j V j j y e");
    assert_eq!(copied(&mut s).1.lines().count(), 4);
    assert_eq!(marks::counts(&s.model), (4, 0));
    s.press("ctrl-s");
    let List::Users { rows: Rows::Here(rows), .. } = exported(&mut s) else { panic!("users") };
    assert_eq!(rows.iter().map(|user: &TargetUser| user.email.clone()).collect::<Vec<_>>(), marked_users(&s));
    s.press("enter y e");
    assert_eq!(copied(&mut s).1.lines().count(), 1, "the box shows one user");
}

#[test]
fn marks_of_users_end_with_their_list() {
    let mut s = with_users();
    s.press("space space").press("q");
    s.press("u").answer_users();
    assert_eq!(marks::counts(&s.model), (0, 0));
    s.press("space").press("esc");
    assert!(s.model.users.is_open, "Esc took the marks away");
    s.press("esc");
    assert!(!s.model.users.is_open);
}

/// Each of them, the first and the last too.
#[test]
fn every_mark_survives_a_reload() {
    let mut s = Story::with(companies(5), (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle().press("* r").settle();
    assert_eq!(s.model.companies.marks().number(), 5, "{}", s.said());
    assert!(s.list.iter().all(|company| s.model.companies.marks().has(&company.id)));
}
