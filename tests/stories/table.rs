//! The company table.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::CompanyStatus;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::list::order_by::OrderBy;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use rstest::rstest;

use crate::common::{Story, companies, company, failure};

#[test]
fn the_first_page_is_asked_for_and_the_next_one_fetched_ahead() {
    let mut s = Story::new(companies(250));
    let (ticket, query) = s.fetched().remove(0);
    assert_eq!((query.page, query.order, query.ascending), (1, OrderBy::CompanyName, true));
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    assert_eq!(s.fetched().iter().map(|(_, q)| q.page).collect::<Vec<_>>(), [2]);
}

#[test]
fn going_to_a_fetched_page_is_instant() {
    let mut s = Story::ready(companies(250));
    s.press(".");
    assert_eq!(s.selected(), "Company 0100");
    assert_eq!(s.model.companies.shown.as_ref().map(|p| p.query.page), Some(2));
    s.press(",");
    assert_eq!(s.selected(), "Company 0000");
}

#[test]
fn a_thousand_downs_at_once_end_on_the_last_row() {
    let mut s = Story::ready(companies(137));
    for _ in 0..1000 {
        s.press("j");
    }
    assert_eq!(s.selected(), "Company 0136");
}

#[test]
fn moves_while_a_page_loads_apply_when_it_arrives() {
    let mut s = Story::sized(companies(137), 50, 80, 24);
    let (ticket, query) = s.fetched().remove(0);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    for _ in 0..1000 {
        s.press("j");
    }
    assert_eq!(s.selected(), "Company 0049", "the next page is not here yet");
    s.settle();
    assert_eq!(s.selected(), "Company 0136");
    for _ in 0..100 {
        s.press("k");
    }
    s.settle();
    assert_eq!(s.selected(), "Company 0036");
}

#[test]
fn another_key_forgets_moves_that_wait() {
    let mut s = Story::sized(companies(137), 50, 80, 24);
    let (ticket, query) = s.fetched().remove(0);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    s.press("G j j j j h").settle();
    assert_eq!(s.selected(), "Company 0050");
}

#[test]
fn a_screen_down_stops_at_the_end_of_the_page_first() {
    let mut s = Story::ready(companies(250));
    s.press("G k k pgdn");
    assert_eq!(s.selected(), "Company 0099");
    s.press("pgdn").settle();
    assert_eq!(s.selected(), "Company 0100");
}

#[test]
fn the_selection_follows_the_company_not_the_row() {
    let mut s = Story::ready(companies(50));
    s.press("j j j s s").settle();
    assert_eq!(s.selected(), "Company 0003");
    assert_eq!(s.model.companies.cursor, 46);
    s.list.insert(0, company(900, "Company -1", 1, Limit::Of(2)));
    s.press("r").settle();
    assert_eq!(s.selected(), "Company 0003");
}

#[test]
fn an_answer_moves_no_cursor_that_was_moved_meanwhile() {
    let mut s = Story::ready(companies(50));
    s.press("r j j");
    s.settle();
    assert_eq!(s.selected(), "Company 0002");
}

#[test]
fn a_slow_old_search_never_replaces_a_newer_one() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("0001").wait();
    let old = s.fetched().remove(0);
    s.type_text("3").press("backspace ctrl-u").type_text("0136").wait();
    let new = s.fetched().remove(0);
    assert!(s.effects.contains(&Effect::Cancel(old.0)), "nobody waits for the old one");
    let page = s.page(&new.1);
    s.send(Msg::Companies(new.0, Ok(page)));
    let page = s.page(&old.1);
    s.send(Msg::Companies(old.0, Ok(page)));
    assert_eq!(s.selected(), "Company 0136");
    assert_eq!(s.model.companies.rows().len(), 1);
}

#[test]
fn a_search_waits_until_typing_rests_and_starts_at_page_one() {
    let mut s = Story::ready(companies(250));
    s.press(".").settle();
    s.press("/").type_text("company 00");
    assert!(s.fetched().is_empty(), "not while typing");
    s.wait();
    let asked = s.fetched();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].1.page, asked[0].1.search.as_str()), (1, "company 00"));
}

#[test]
fn enter_keeps_the_search_and_esc_returns_to_the_former_one() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("013").press("enter").settle();
    assert_eq!(s.model.companies.rows().len(), 8);
    s.press("/").type_text("0136").wait().settle();
    assert_eq!(s.model.companies.rows().len(), 1);
    s.press("esc").settle();
    assert_eq!(s.model.companies.rows().len(), 8, "the former search");
    s.press("esc").settle();
    assert_eq!(s.model.companies.rows().len(), 100, "and Esc at the root drops it");
}

#[test]
fn keys_typed_before_search_answer_go_into_the_form() {
    let mut s = Story::ready(companies(137));
    s.press("/")
        .type_text("0136")
        .press("enter a")
        .type_text("q!jane@x.co")
        .press("tab")
        .type_text("+44 20")
        .press("ctrl-s");
    assert!(
        s.model.drafts.current().is_none()
            && !s.quit
            && !s.model.companies.wanted.filters.asks_for(CompanyStatus::Over)
    );
    assert!(s.said().contains("q!jane@x.co +44 20"), "{}", s.said());
    s.settle();
    assert_eq!(s.form().name(), "Company 0136");
    let entry = s.form().entry();
    assert_eq!((entry.text(FieldId::Email), entry.text(FieldId::Phone)), ("q!jane@x.co", "+44 20"));
    assert!(s.creates().is_empty() && s.said().starts_with("1 field to fix: Phone"), "{}", s.said());
}

#[test]
fn typing_ahead_starts_with_the_first_page_too() {
    let mut s = Story::new(companies(3));
    s.press("a").type_text("q");
    s.settle();
    assert_eq!(s.form().entry().text(FieldId::Email), "q");
    assert!(s.gates().contains("3 companies match"), "{}", s.gates());
}

#[test]
fn what_was_typed_ahead_of_nothing_can_be_read_again() {
    for end in ["esc", "ctrl-c"] {
        let mut s = Story::ready(companies(3));
        s.press("/").type_text("0001").press("enter a").type_text("jane").press(end);
        assert!(s.said().contains("You had typed: jane"), "{}", s.said());
    }
    let mut s = Story::ready(companies(3));
    s.press("/").type_text("zzz").press("enter a").type_text("jane").settle();
    assert!(s.said().contains("You had typed: jane"), "{}", s.said());
    assert!(s.model.drafts.current().is_none());
}

#[test]
fn add_ignores_rows_that_do_not_answer_the_search() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("0136").press("enter");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.press("a");
    assert!(s.model.drafts.current().is_none());
    assert!(s.said().contains("are not loaded yet"), "{}", s.said());
}

#[rstest]
#[case("s u", OrderBy::TargetUserCount, false)]
#[case("s n", OrderBy::CompanyName, false)]
#[case("s r", OrderBy::LicenseEndDate, true)]
#[case("s c", OrderBy::CreateTime, false)]
#[case("s s", OrderBy::CompanyName, false)]
#[case("O", OrderBy::CompanyName, false)]
#[case("l O", OrderBy::TargetUserCount, false)]
fn sorting_is_the_services_work(#[case] keys: &str, #[case] order: OrderBy, #[case] ascending: bool) {
    let mut s = Story::ready(companies(250));
    s.press(".").settle();
    s.press(keys);
    let asked = s.fetched();
    assert_eq!((asked[0].1.order, asked[0].1.ascending, asked[0].1.page), (order, ascending, 1));
}

#[rstest]
#[case("s f")]
#[case("s p")]
#[case("l l O")]
fn what_the_service_cannot_sort_by_is_refused_with_the_reason(#[case] keys: &str) {
    let mut s = Story::ready(companies(9));
    s.press(keys);
    assert!(s.fetched().is_empty());
    assert!(s.said().contains("the service cannot"), "{}", s.said());
}

#[rstest]
#[case("!")]
#[case("f o")]
fn the_over_limit_filter_goes_on_and_off(#[case] keys: &str) {
    let mut list = companies(9);
    list.push(company(99, "Over Ltd", 40, Limit::Of(30)));
    let mut s = Story::ready(list);
    s.press(keys).settle();
    assert_eq!(s.selected(), "Over Ltd");
    s.press(keys).settle();
    assert_eq!(s.model.companies.rows().len(), 10);
    assert_eq!(s.selected(), "Over Ltd", "the selection follows the company");
}

#[test]
fn page_size_change_keeps_selected_company_visible() {
    let mut s = Story::ready(companies(250));
    s.press(". G z k k enter").settle();
    assert_eq!(s.model.companies.wanted.size, 25);
    assert_eq!(s.selected(), "Company 0199");
}

#[test]
fn a_page_is_gone_to_by_its_number() {
    let mut s = Story::ready(companies(250));
    s.press("p").type_text("9").press("enter");
    assert!(s.said().contains("1 to 3"), "{}", s.said());
    s.press("backspace").type_text("x3").press("enter").settle();
    assert_eq!(s.selected(), "Company 0200");
    s.press(".");
    assert!(s.said().contains("last page"), "{}", s.said());
}

#[test]
fn a_failed_page_leaves_the_person_where_they_are() {
    let mut s = Story::sized(companies(137), 50, 80, 24);
    let (ticket, query) = s.fetched().remove(0);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    s.press(".");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!(s.model.companies.shown.as_ref().map(|p| p.query.page), Some(1));
    assert!(s.said().contains("The line is dead"));
    s.press(".").settle();
    assert_eq!(s.selected(), "Company 0050");
}

#[test]
fn a_list_that_shrank_shows_its_last_page() {
    let mut s = Story::ready(companies(250));
    s.press(". .").settle();
    s.list.truncate(120);
    s.press("r").settle();
    assert_eq!(s.model.companies.shown.as_ref().map(|p| p.query.page), Some(2));
    assert_eq!(s.selected(), "Company 0119");
}

#[test]
fn loading_is_said_after_a_while_and_old_rows_stay() {
    let mut s = Story::ready(companies(9));
    s.press("r");
    assert!(!s.model.companies.load.slow);
    s.wait();
    assert!(s.model.companies.load.slow);
    assert_eq!(s.model.companies.rows().len(), 9);
}

#[test]
fn copies_say_what_is_copied() {
    let mut s = Story::ready(companies(3));
    s.press("y i y n l c y y");
    let copied = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert_eq!(copied[..3], ["id0000", "Company 0000", "10/30"]);
    assert!(copied[3].starts_with("Company 0000\t10\t30\t20\t") && copied[3].ends_with("\tid0000"), "{}", copied[3]);
}

/// The service refuses the newest question.
fn refuse(s: &mut Story) {
    let (ticket, _) = s.fetched().pop().expect("a question");
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
}

#[test]
fn after_a_failed_sort_r_loads_the_new_order_and_the_error_goes() {
    let mut s = Story::ready(companies(120));
    s.press("s u");
    refuse(&mut s);
    assert!(s.said().contains("The line is dead"), "{}", s.said());
    s.press("r");
    let (ticket, query) = s.fetched().pop().expect("a question");
    assert_eq!((query.order, query.ascending), (OrderBy::TargetUserCount, false), "what was asked for");
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    assert_eq!(s.said(), "", "what is mended is taken back");
    assert_eq!((s.model.notices.len(), s.model.notices.unread_errors()), (1, 0), "and can be read again");
}

#[test]
fn after_a_failed_page_r_loads_that_page() {
    let mut s = Story::ready(companies(320));
    s.press("p").type_text("3").press("enter");
    refuse(&mut s);
    assert_eq!(s.model.companies.page(), 1);
    s.press("r");
    let (ticket, query) = s.fetched().pop().expect("a question");
    assert_eq!(query.page, 3);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    assert_eq!((s.model.companies.page(), s.selected()), (3, "Company 0200"));
    assert_eq!(s.said(), "");
}

#[test]
fn failed_command_is_not_repeated_on_reconnect() {
    let mut s = Story::ready(companies(320));
    s.press("s u");
    refuse(&mut s);
    s.send(Msg::Connection(ConnectionEvent::Unreachable)).send(Msg::Connection(ConnectionEvent::Reached(9, None)));
    let (_, query) = s.fetched().pop().expect("a question");
    assert_eq!(query.order, OrderBy::CompanyName, "the list stays what it is");
}

#[test]
fn empty_search_within_filter_names_both() {
    let mut s = Story::ready(companies(9));
    s.press("!").settle().press("/").type_text("turkey").wait().settle();
    assert_eq!(
        keepnet_tui::app::flows::empty::no_companies(&s.model).to_string(),
        "No company fits state:over and \"turkey\". Esc clears the search, f x shows all."
    );
}
