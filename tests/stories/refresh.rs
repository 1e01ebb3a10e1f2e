//! What changes by itself: nothing is done with another row than the one a hand was on, and nothing old is
//! taken for new.

use std::sync::Arc;

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::list::snapshot::Snapshot;
use keepnet_tui::domain::list::view::SavedView;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use crate::common::{Story, companies, failure, now, people};

const SIX_MINUTES: u64 = 6 * 60_000;

fn ready(list: Vec<Company>) -> Story {
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle();
    assert!(s.model.companies.source.is_cached());
    s
}

/// Seen by an earlier run.
fn seen(companies: Vec<Company>) -> Snapshot {
    let at = now(0).utc;
    let companies: Vec<_> = companies.into_iter().map(Arc::new).collect();
    Snapshot { total: companies.len() as u64, over_limit: None, order: (Column::Company, true), at, companies }
}

fn answer(s: &mut Story, (ticket, asked): (keepnet_tui::app::core::remote::Ticket, CompanyQuery)) {
    let page = s.page(&asked);
    s.send(Msg::Companies(ticket, Ok(page)));
}

fn used(s: &Story) -> Option<u64> {
    s.model.companies.selected().map(|company| company.seats.used)
}

/// Five full companies, the cursor on the second, which has a seat again when the list is refreshed.
fn slipped() -> Story {
    let mut list = companies(30);
    list[3..8].iter_mut().for_each(|company| company.seats.used = 30);
    let mut s = ready(list);
    s.press("f u j");
    assert_eq!(s.selected(), "Company 0004");
    s.list[4].seats.used = 29;
    s.millis += SIX_MINUTES;
    s.press("J esc").settle();
    assert_eq!(s.selected(), "Company 0005");
    s
}

#[rstest]
#[case("a")]
#[case("U")]
#[case("enter")]
#[case("u")]
#[case("y i")]
fn command_for_a_moved_row_applies_to_no_other(#[case] keys: &str) {
    let mut s = slipped();
    assert!(s.said().contains("Company 0004 has left this list"), "{}", s.said());
    s.press(keys);
    assert!(s.said().contains("the cursor is now on Company 0005"), "{}", s.said());
    assert_eq!((s.model.pane, s.model.overlays.len()), (Pane::Table, 0));
    assert!(s.model.drafts.current().is_none());
    assert!(s.take(|e| matches!(e, Effect::Copy { .. } | Effect::Fetch(_, Read::Users(..))).then_some(())).is_empty());
    s.press("a");
    assert!(s.model.drafts.current().is_some() || !s.model.overlays.is_empty(), "the next key means what it sees");
}

#[test]
fn moving_the_cursor_acknowledges_the_row() {
    let mut s = slipped();
    s.press("j").press("enter");
    assert_eq!(s.model.pane, Pane::Company);
}

#[test]
fn user_details_never_change_to_another_user() {
    let mut s = Story::ready(companies(9));
    s.people = people(50);
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.press("esc").press("u").answer_users();
    s.press("G enter");
    let opened = s.model.users.list.selected().map(|user| user.email.clone()).expect("a user");
    // The new one comes first in the list; the last one goes to the next page.
    let mut new = people(1).remove(0);
    (new.id, new.email) = (UserId::new("new"), "aaa@x.example".to_owned());
    s.people.insert(0, new);
    s.created(&id);
    s.answer_users();
    s.press("y e");
    let copied = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert!(copied.is_empty(), "{copied:?}");
    assert!(s.said().contains(&opened), "{}", s.said());
}

#[test]
fn previous_company_is_not_shown_under_other_users() {
    let mut s = ready(companies(30));
    s.millis += 2_000;
    s.press("j j j");
    s.millis += 2_000;
    s.press("j");
    s.people = people(10);
    s.press("u").answer_users();
    s.press("-");
    assert_eq!((s.model.pane, s.model.users.is_open, s.selected()), (Pane::Table, false, "Company 0003"));
}

#[test]
fn previous_company_is_found_in_the_current_order() {
    let mut s = ready(companies(30));
    s.press("s u");
    s.millis += 2_000;
    s.press("j");
    s.millis += 2_000;
    s.press("j");
    let before = s.selected().to_owned();
    s.press("/").type_text("0029").press("enter enter").settle();
    s.press("esc s n f x").settle();
    s.press("-");
    let shown = s.model.companies.shown.as_ref().expect("a page");
    assert_eq!((s.selected(), shown.query.column), (before.as_str(), Column::Company));
}

#[test]
fn page_loaded_before_a_create_is_not_cached_as_newer() {
    let mut s = Story::ready(companies(9));
    s.people = people(120);
    s.press("u");
    let (ticket, _, query) = s.fetched_users().remove(0);
    let page = s.users_page(&query);
    s.send(Msg::Users(ticket, Ok(page)));
    let ahead = s.fetched_users().remove(0);
    assert_eq!(ahead.2.page, 2);
    s.press("esc");
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    let old = s.users_page(&ahead.2);
    s.send(Msg::Users(ahead.0, Ok(old)));
    s.press("u");
    let (ticket, _, query) = s.fetched_users().remove(0);
    let page = s.users_page(&query);
    s.send(Msg::Users(ticket, Ok(page)));
    assert_eq!(s.fetched_users().iter().map(|(.., q)| q.page).collect::<Vec<_>>(), [2], "asked anew");
}

#[test]
fn a_reload_in_the_middle_of_the_pages_begins_with_the_first() {
    let mut s = Story::with(companies(450), (80, 24), |settings| {
        settings.cache_limit = 2_000;
        settings.profile_settings.snapshot = Some(Arc::new(seen(companies(450))));
    });
    let asked = s.fetched().remove(0);
    answer(&mut s, asked);
    s.list[0].seats.used = 29;
    s.fetched();
    s.press("r");
    let mut pages = Vec::new();
    while let Some(asked) = s.fetched().pop() {
        pages.push(asked.1.page);
        answer(&mut s, asked);
    }
    assert_eq!((pages, used(&s)), (vec![1, 2, 3], Some(29)));
}

/// A create is under way, and the list has just been asked for again; the seats used before.
fn refreshing_with_a_create() -> (Story, u64, WriteId) {
    let mut s = ready(companies(20));
    let before = used(&s).expect("a company");
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.millis += SIX_MINUTES;
    s.press("x");
    (s, before, id)
}

#[test]
fn create_counted_by_the_service_is_not_counted_twice() {
    let (mut s, before, id) = refreshing_with_a_create();
    s.list[0].seats.used += 1;
    let asked = s.fetched().remove(0);
    answer(&mut s, asked);
    s.created(&id);
    assert_eq!(used(&s), Some(before + 1));
    s.settle();
    assert_eq!(used(&s), Some(before + 1));
}

#[test]
fn a_create_while_the_companies_are_fetched_is_counted_once() {
    let (mut s, before, id) = refreshing_with_a_create();
    let (late, query) = s.fetched().remove(0);
    let old = s.page(&query);
    s.list[0].seats.used += 1;
    s.created(&id);
    assert_eq!(used(&s), Some(before + 1), "at once");
    s.send(Msg::Companies(late, Ok(old)));
    s.settle();
    assert_eq!(used(&s), Some(before + 1), "and when they are here");
}

#[test]
fn order_chosen_while_companies_load_is_kept() {
    let mut s = Story::with(companies(120), (80, 24), |settings| {
        settings.cache_limit = 2_000;
        let order = Some((Column::UsePercent, false));
        settings.profile_settings.remembered = SavedView { order, ..SavedView::default() };
    });
    let first = s.fetched().remove(0);
    answer(&mut s, first);
    s.press("s u").settle();
    let shown = s.model.companies.shown.as_ref().expect("a page");
    assert_eq!((shown.query.column, s.model.companies.source.is_cached()), (Column::Seats, true));
}

#[test]
fn filter_stays_when_the_cache_is_given_up_despite_failure() {
    let mut s = Story::with(companies(2_100), (80, 24), |settings| {
        settings.cache_limit = 2_000;
        settings.profile_settings.snapshot = Some(Arc::new(seen(companies(1_990))));
    });
    s.press("f l");
    let asked = s.fetched().remove(0);
    answer(&mut s, asked);
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    let filters = |s: &Story| s.model.companies.wanted.filters.only(|_| true);
    assert_eq!(filters(&s), "left<10");
    s.press("r").settle();
    assert_eq!(filters(&s), "left<10");
    let left: Vec<_> = s.model.companies.rows().iter().map(|company| company.seats.left()).collect();
    let fits = |company: &&Company| company.seats.left().is_some_and(|left| left < 10);
    assert_eq!(left.len(), s.list.iter().filter(fits).count());
    assert!(left.iter().all(|left| left.is_some_and(|left| left < 10)));
    assert!(!s.model.companies.source.is_cached() && !s.model.companies.is_sifting());
}

#[test]
fn service_listing_more_than_it_counts_is_not_asked_forever() {
    let mut s = Story::with(companies(1_990), (80, 24), |settings| settings.cache_limit = 2_000);
    let mut asked = 0;
    for _ in 0..2_000 {
        let Some((ticket, query)) = s.fetched().into_iter().next_back() else { break };
        asked += 1;
        let of = if query.size == 200 { CompanyQuery { page: 1, ..query.clone() } } else { query.clone() };
        let mut page = s.page(&of);
        if query.size == 200 {
            page.pages = 40;
        }
        s.send(Msg::Companies(ticket, Ok(page)));
    }
    assert!(asked < 30, "{asked} questions");
    assert!(!s.model.companies.source.is_cached());
}

#[test]
fn first_run_starting_with_a_search_still_fills_the_cache() {
    let mut s = Story::with(companies(120), (80, 24), |settings| settings.cache_limit = 2_000);
    s.press("/").type_text("0007").wait().settle();
    assert!(s.model.companies.source.is_cached());
    assert_eq!((s.selected(), s.model.companies.rows().len()), ("Company 0007", 1));
}

#[test]
fn reconnect_reloads_the_users() {
    let mut s = Story::ready(companies(9));
    s.people = people(5);
    s.press("u");
    let (ticket, ..) = s.fetched_users().remove(0);
    s.send(Msg::Users(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.send(Msg::Connection(ConnectionEvent::Unreachable)).send(Msg::Connection(ConnectionEvent::Reached(9, None)));
    s.answer_users();
    assert_eq!(s.model.users.list.rows().len(), 5);
}

/// So many companies, of which only these are full.
fn with_full(n: usize, full: std::ops::Range<usize>) -> Vec<Company> {
    let mut list = companies(n);
    for (at, company) in list.iter_mut().enumerate() {
        company.seats.used = if full.contains(&at) { 30 } else { 10 };
    }
    list
}

/// A list in memory with pages of this size.
fn ready_in_pages(list: Vec<Company>, size: u32) -> Story {
    let mut s = Story::with(list, (80, 24), |settings| {
        settings.cache_limit = 2_000;
        settings.page_size = size;
    });
    s.settle();
    assert!(s.model.companies.source.is_cached());
    s
}

#[test]
fn moved_target_is_remembered_over_several_answers() {
    let list = with_full(450, 3..8);
    let mut s = ready_in_pages(list, 100);
    s.press("f u j");
    assert_eq!(s.selected(), "Company 0004");
    s.list[4].seats.used = 29;
    s.millis += SIX_MINUTES;
    s.press("J esc");
    for _ in 0..3 {
        let asked = s.fetched().pop().expect("a page");
        answer(&mut s, asked);
    }
    assert_eq!(s.selected(), "Company 0005");
    assert!(s.said().contains("Company 0004 has left this list"), "{}", s.said());
    s.press("a");
    assert!(s.model.drafts.current().is_none());
    s.press("a");
    assert_eq!(s.form().name(), "Company 0005");
}

#[test]
fn page_lost_with_its_only_row_counts_as_moved_target() {
    let list = with_full(30, 3..6);
    let mut s = ready_in_pages(list, 2);
    s.press("f u j j");
    assert_eq!(s.selected(), "Company 0005");
    s.list[5].seats.used = 29;
    s.millis += SIX_MINUTES;
    s.press("J esc").settle();
    assert_eq!((s.selected(), s.said().contains("Company 0005 has left this list")), ("Company 0004", true));
    s.press("a");
    assert!(s.model.drafts.current().is_none() && s.model.overlays.is_empty());
}

#[test]
fn sort_during_automatic_reload_moves_the_list() {
    let mut s = Story::ready(companies(9));
    s.people = people(150);
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.press("esc").press("u").answer_users();
    s.press("j j").created(&id);
    s.press("s s").answer_users();
    assert_eq!(s.model.users.list.target_moved, None);
}
