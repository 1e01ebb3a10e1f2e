//! How the list is looked at: columns, filters, the company before, and what is remembered.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::company::summary::CompanyStatus;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::view::SavedView;

use crate::common::{Story, companies, now};

fn remembered(s: &mut Story) -> Vec<SavedView> {
    s.take(|e| if let Effect::SaveViewState(what) = e { Some((**what).clone()) } else { None })
}

#[test]
fn columns_are_hidden_and_come_back_to_their_place() {
    let mut s = Story::ready(companies(3));
    s.press("C j space");
    assert!(!s.model.columns.contains(&Column::Seats));
    s.press("enter");
    assert_eq!(s.model.columns, Column::usual());
    s.press("j j j space q");
    assert!(s.model.overlays.is_empty() && !s.quit);
    assert!(!s.model.columns.contains(&Column::Left));
    s.press("C d C");
    assert_eq!(s.model.columns, s.model.settings.columns);
}

#[test]
fn the_company_cannot_be_hidden() {
    let mut s = Story::ready(companies(3));
    s.press("C space");
    assert!(s.model.columns.contains(&Column::Company));
    assert!(s.said().contains("always shown"), "{}", s.said());
}

#[test]
fn the_menu_of_columns_is_in_the_palette() {
    let mut s = Story::ready(companies(3));
    s.press(":").type_text("columns to show").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Columns { .. })));
}

#[test]
fn column_not_in_profile_can_be_shown_in_its_place() {
    let mut s = Story::new(companies(3));
    s.model.settings.columns = vec![Column::Company, Column::Left, Column::Renews];
    s.model.columns = s.model.settings.columns.clone();
    s.settle();
    s.press("C j j space");
    assert_eq!(s.model.columns, [Column::Company, Column::Used, Column::Left, Column::Renews]);
}

#[test]
fn a_hidden_column_under_the_cursor_lets_it_go() {
    let mut s = Story::ready(companies(3));
    s.press("l C j space esc c");
    assert_eq!(s.model.companies.column, Column::Company);
}

#[test]
fn choices_are_saved_with_the_configured_values() {
    let mut s = Story::ready(companies(300));
    assert!(remembered(&mut s).is_empty(), "nothing was chosen");
    s.press("s u").settle();
    assert_eq!(remembered(&mut s)[0].order, Some((Column::Seats, false)));
    s.press("z k enter").settle();
    let page_size = remembered(&mut s).pop().and_then(|r| r.page_size).expect("a page size");
    assert_eq!((page_size.value, page_size.instead_of), (50, 100));
    s.press("C j space esc");
    let columns = remembered(&mut s).pop().and_then(|r| r.columns).expect("columns");
    assert!(!columns.value.contains(&Column::Seats) && columns.instead_of.contains(&Column::Seats));
    s.press("C d esc s n").settle();
    let last = remembered(&mut s).pop().expect("a change");
    assert_eq!((last.columns, last.order), (None, None));
}

#[test]
fn start_restores_view_unless_configuration_changed() {
    let mut s = Story::ready(companies(3));
    s.press("s u").settle().press("z k enter").settle().press("C j space esc");
    let left = remembered(&mut s).pop().expect("a change");
    let mut settings = s.model.settings.clone();
    settings.profile_settings.remembered = left.clone();
    let (model, _) = Model::start(settings.clone(), s.model.size, now(0));
    let wanted = &model.companies.wanted;
    assert_eq!((wanted.size, wanted.column, wanted.ascending), (50, Column::Seats, false));
    assert!(!model.columns.contains(&Column::Seats));
    settings.page_size = 200;
    let (model, _) = Model::start(settings, s.model.size, now(0));
    assert_eq!((model.companies.wanted.size, model.columns.contains(&Column::Seats)), (200, false));
}

#[test]
fn a_remark_about_what_was_left_is_said() {
    let s = Story::ready(companies(3));
    let mut settings = s.model.settings.clone();
    settings.profile_settings.remarks.push("the configuration applies".to_owned());
    let (model, _) = Model::start(settings, s.model.size, now(0));
    assert_eq!(model.notices.current().map(|n| n.text.as_str()), Some("the configuration applies"));
}

#[test]
fn f_x_drops_filter_and_search_at_once() {
    let mut s = Story::ready(companies(60));
    s.press("f x");
    assert_eq!(s.said(), "all companies are already shown");
    s.press("f o").settle().press("/").type_text("Company 0001").wait().settle().press("enter");
    assert!(s.model.companies.is_filtered());
    s.press("f x").settle();
    let wanted = &s.model.companies.wanted;
    assert_eq!((wanted.filters.asks_for(CompanyStatus::Over), wanted.search.as_str(), wanted.page), (false, "", 1));
    assert_eq!(s.model.companies.rows().len(), 60);
}

#[test]
fn minus_goes_to_the_company_before_and_back() {
    let mut s = Story::ready(companies(60));
    s.press("-");
    assert_eq!(s.said(), "there is no previous company yet");
    s.millis += 2_000;
    s.press("j j j j");
    s.press("-");
    assert_eq!(s.selected(), "Company 0000", "a walk is one way");
    s.press("-");
    assert_eq!(s.selected(), "Company 0004");
    s.press("-");
    assert_eq!(s.selected(), "Company 0000");
}

#[test]
fn row_is_visited_after_a_rest_or_an_action() {
    let mut s = Story::ready(companies(60));
    s.press("j j y i j j -");
    assert_eq!(s.selected(), "Company 0002", "its ID was copied");
    s.press("G");
    s.millis += 2_000;
    s.press("g -");
    assert_eq!(s.selected(), "Company 0059", "the cursor rested");
}

#[test]
fn minus_goes_across_searches_and_pages() {
    let mut s = Story::sized(companies(137), 50, 80, 24);
    s.settle();
    s.press("j j");
    s.millis += 2_000;
    s.press("/").type_text("Company 01").wait().settle();
    s.type_text("3").wait().settle().press("enter");
    assert_eq!(s.selected(), "Company 0130");
    s.press("-").settle();
    assert_eq!((s.selected(), s.model.companies.wanted.search.as_str()), ("Company 0002", ""));
    s.press("-").settle();
    assert_eq!((s.selected(), s.model.companies.wanted.search.as_str()), ("Company 0130", "Company 013"));
    s.press("-").settle();
    s.millis += 2_000;
    s.press(". .").settle();
    assert_eq!(s.selected(), "Company 0100");
    s.press("-").settle();
    assert_eq!((s.selected(), s.model.companies.page()), ("Company 0002", 1));
}

#[test]
fn a_company_that_is_gone_is_said() {
    let mut s = Story::ready(companies(30));
    s.press("j j");
    s.millis += 2_000;
    s.press("/").type_text("Company 002").wait().settle().press("enter");
    s.list.remove(2);
    // The reload forgets the kept pages.
    s.press("r").settle().press("-").settle();
    assert!(s.said().contains("Company 0002 is no longer on this page"), "{}", s.said());
}

#[test]
fn a_reload_that_moves_rows_is_no_way() {
    let mut s = Story::ready(companies(30));
    s.millis += 2_000;
    s.press("j");
    s.millis += 2_000;
    s.press("r").settle().press("-");
    assert_eq!(s.selected(), "Company 0000");
}
