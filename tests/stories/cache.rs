//! All companies in memory: what the last run saw is there at once, and what the service has comes in place.

use std::sync::Arc;

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::list::snapshot::Snapshot;
use keepnet_tui::domain::list::view::SavedView;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use rstest::rstest;

use crate::common::{Story, companies, company, failure, now, people};

fn start(list: Vec<Company>, snapshot: Option<Snapshot>) -> Story {
    Story::with(list, (80, 24), |settings| {
        settings.page_size = 50;
        settings.cache_limit = 2_000;
        settings.profile_settings.snapshot = snapshot.map(Arc::new);
    })
}

/// With all companies in memory.
fn ready(list: Vec<Company>) -> Story {
    let mut s = start(list, None);
    s.settle();
    assert!(s.model.companies.source.is_cached());
    s
}

/// Seen the day before, at 21:41.
fn of_yesterday(companies: Vec<Company>) -> Snapshot {
    let at = now(0).utc - jiff::SignedDuration::from_hours(15);
    let companies: Vec<_> = companies.into_iter().map(Arc::new).collect();
    Snapshot { total: companies.len() as u64, over_limit: None, order: (Column::Company, true), at, companies }
}

fn answer(s: &mut Story, (ticket, query): (Ticket, CompanyQuery)) {
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
}

fn kept(s: &mut Story) -> Vec<Arc<Snapshot>> {
    s.take(|effect| if let Effect::SaveCompanies(snapshot) = effect { Some(Arc::clone(snapshot)) } else { None })
}

fn order(s: &Story) -> (Column, bool) {
    let shown = s.model.companies.shown.as_ref().expect("a page");
    (shown.query.column, shown.query.ascending)
}

#[test]
fn snapshot_is_shown_and_searchable_before_any_answer() {
    let mut s = start(companies(137), Some(of_yesterday(companies(130))));
    assert_eq!((s.model.companies.rows().len(), s.selected()), (130, "Company 0000"));
    assert!(s.model.companies.source.is_of_an_earlier_run());
    let asked = s.fetched();
    assert_eq!(asked.iter().map(|(_, q)| (q.page, q.size)).collect::<Vec<_>>(), [(1, 200)], "all of them, at once");
    s.press(". .").press("/").type_text("0129");
    assert_eq!((s.selected(), s.model.companies.rows().len()), ("Company 0129", 1), "without a wait");
    assert!(s.fetched().is_empty());
}

#[test]
fn refresh_updates_in_place_and_keeps_the_cursor() {
    let mut old = companies(130);
    old.remove(3);
    let mut s = start(companies(137), Some(of_yesterday(old)));
    s.press("j j j j j");
    assert_eq!(s.selected(), "Company 0006");
    let asked = s.fetched().remove(0);
    answer(&mut s, asked);
    assert_eq!((s.selected(), s.model.companies.cursor), ("Company 0006", 6));
    assert!(!s.model.companies.source.is_of_an_earlier_run());
    assert_eq!(s.model.companies.shown.as_ref().map(|p| p.page.total), Some(137));
    let kept = kept(&mut s);
    assert_eq!(kept.iter().map(|k| (k.total, k.is_complete())).collect::<Vec<_>>(), [(137, true)]);
}

#[test]
fn moved_company_keeps_cursor_and_screen_line() {
    let mut s = start(companies(60), Some(of_yesterday(companies(60).split_off(20))));
    s.press("G");
    assert_eq!((s.selected(), s.model.companies.cursor), ("Company 0059", 39), "the last of forty");
    s.press("k k k k k");
    let line = s.model.companies.cursor - s.model.companies.top;
    let asked = s.fetched().remove(0);
    answer(&mut s, asked);
    assert_eq!((s.selected(), s.model.companies.cursor), ("Company 0054", 54));
    assert_eq!(s.model.companies.cursor - s.model.companies.top, line);
}

#[test]
fn service_answers_until_the_cache_is_complete() {
    let mut s = start(companies(450), None);
    let first = s.fetched().remove(0);
    assert_eq!((first.1.page, first.1.size), (1, 200));
    answer(&mut s, first);
    assert_eq!(s.model.companies.rows().len(), 50);
    s.press("s f");
    assert!(s.said().contains("still loading companies: 200 of 450"), "{}", s.said());
    s.press(".");
    assert_eq!((s.model.companies.page(), s.selected()), (2, "Company 0050"), "what has come is there");
    let mut pages = Vec::new();
    while let Some(asked) = s.fetched().into_iter().find(|(_, q)| q.size == 200) {
        assert!(!s.model.companies.source.is_cached());
        pages.push(asked.1.page);
        answer(&mut s, asked);
    }
    assert_eq!(pages, [2, 3], "one after the other, none of them twice");
    assert!(s.model.companies.source.is_cached());
    assert_eq!((s.selected(), s.model.companies.rows().len(), s.model.companies.pages()), ("Company 0050", 450, 1));
    s.press("s f");
    assert_eq!(order(&s), (Column::Left, true));
    assert!(s.fetched().is_empty());
}

#[test]
fn service_search_moves_to_cache_once_complete() {
    let mut list = companies(280);
    list[7].name = "IŞIK Tekstil".to_owned();
    let mut s = start(list, None);
    let first = s.fetched().remove(0);
    answer(&mut s, first);
    let all = s.fetched().into_iter().find(|(_, q)| q.size == 200).expect("all");
    s.press("/").type_text("isik").wait();
    let searched = s.fetched().remove(0);
    answer(&mut s, searched);
    assert!(s.model.companies.rows().is_empty(), "the service folds nothing");
    answer(&mut s, all);
    assert_eq!(s.selected(), "IŞIK Tekstil");
    s.press("ctrl-u").type_text("tekstil ISIK");
    assert_eq!((s.selected(), s.model.companies.rows().len()), ("IŞIK Tekstil", 1), "words in any order");
    s.press("esc");
    assert_eq!(s.model.companies.rows().len(), 280);
}

#[rstest]
#[case("s f", Column::Left, true)]
#[case("s p", Column::UsePercent, false)]
#[case("s u", Column::Seats, false)]
#[case("s r", Column::Ends, true)]
#[case("s f s s", Column::Left, false)]
#[case("l l O", Column::Left, true)]
fn every_column_is_sorted_at_once(#[case] keys: &str, #[case] column: Column, #[case] ascending: bool) {
    let mut s = ready(companies(120));
    s.press(keys);
    assert_eq!(order(&s), (column, ascending));
    assert!(s.fetched().is_empty());
}

#[test]
fn the_seats_are_summed_up_and_follow_a_search() {
    let mut s = ready(vec![
        company(0, "Acme", 10, Limit::Of(30)),
        company(1, "Bolt", 40, Limit::Of(30)),
        company(2, "Open", 7, Limit::Unlimited),
    ]);
    let sums = |s: &Story| s.model.companies.shown.as_ref().and_then(|p| p.page.seats).map(|x| (x.used, x.left));
    assert_eq!(sums(&s), Some((57, 20)));
    s.press("/").type_text("bolt");
    assert_eq!(sums(&s), Some((40, 0)));
}

#[rstest]
#[case("f l", "left<10", &["Few", "Full", "Nearly", "Over"])]
#[case("f r", "ends<=30d", &["Soon"])]
#[case("f e", "state:expired", &["Ended"])]
#[case("f k", "state:locked", &["Locked"])]
#[case("f u", "state:full", &["Full"])]
#[case("f w", "state:low", &["Few", "Nearly"])]
#[case("! f l", "state:over left<10", &["Over"])]
fn filters_need_no_service(#[case] keys: &str, #[case] words: &str, #[case] names: &[&str]) {
    let late = "2028-01-01".parse().ok();
    let of = |n, name: &str, used, limit| Company { renews: late, ..company(n, name, used, Limit::Of(limit)) };
    let list = vec![
        Company { expired: true, ..of(0, "Ended", 10, 300) },
        of(1, "Few", 95, 100),
        Company { locked: true, ..of(2, "Locked", 10, 300) },
        of(3, "Over", 120, 100),
        Company { renews: "2026-12-02".parse().ok(), ..of(4, "Soon", 10, 300) },
        of(5, "Full", 100, 100),
        of(6, "Nearly", 99, 100),
    ];
    let mut s = ready(list);
    s.press(keys);
    let found: Vec<&str> = s.model.companies.rows().iter().map(|c| c.name.as_str()).collect();
    assert_eq!(found, names);
    assert_eq!(s.model.companies.wanted.filters.only(|_| true), words);
    // The same key again takes its own filter away, and nothing else.
    s.press(&keys[keys.len() - 3..]);
    let rest = if keys.starts_with('!') { 1 } else { 7 };
    assert_eq!(s.model.companies.rows().len(), rest);
    s.press(keys).press("f x");
    assert_eq!((s.model.companies.rows().len(), s.model.companies.wanted.filters.terms.len()), (7, 0));
}

#[test]
fn too_many_companies_use_service_and_save_first_page() {
    let mut s = start(companies(2_100), None);
    s.settle();
    assert!(!s.model.companies.source.is_cached());
    let kept = kept(&mut s);
    assert_eq!(kept.iter().map(|k| (k.companies.len(), k.total)).collect::<Vec<_>>(), [(200, 2_100)]);
    s.press("s p");
    assert!(s.said().contains("works with up to 2000 companies"), "{}", s.said());
    s.press("/").type_text("2077").wait();
    assert_eq!(s.fetched().into_iter().map(|(_, q)| q.search).collect::<Vec<_>>(), ["2077"]);
    // The next start shows that page until the service has answered.
    let s = start(companies(2_100), Some((*kept[0]).clone()));
    let shown = s.model.companies.shown.as_ref().expect("a page");
    assert_eq!((shown.page.items.len(), shown.page.total, shown.page.pages), (50, 2_100, 42));
    assert!(!s.model.companies.source.is_cached());
}

#[test]
fn reseller_beyond_the_limit_falls_back_to_the_service() {
    let mut s = start(companies(2_100), Some(of_yesterday(companies(1_990))));
    s.press("s f");
    assert_eq!(order(&s), (Column::Left, true));
    s.settle();
    assert!(!s.model.companies.source.is_cached());
    assert_eq!(order(&s), (Column::Company, true), "what the service can do");
    assert_eq!(s.model.companies.shown.as_ref().map(|p| p.page.total), Some(2_100));
}

#[test]
fn list_with_wrong_count_is_not_complete() {
    let mut s = start(companies(120), None);
    for _ in 0..20 {
        let Some((ticket, query)) = s.fetched().into_iter().find(|(_, q)| q.size == 200) else { break };
        let mut page = s.page(&query);
        page.total = 130;
        s.send(Msg::Companies(ticket, Ok(page)));
    }
    assert!(!s.model.companies.source.is_cached());
    s.settle().press("s f");
    assert!(s.said().contains("do not add up"), "{}", s.said());
    s.press("r").settle();
    assert_eq!(s.model.companies.rows().len(), 50);
}

#[test]
fn failed_refresh_keeps_rows_and_is_reported_if_requested() {
    let mut s = start(companies(137), Some(of_yesterday(companies(137))));
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.said().contains("The line is dead"), "{}", s.said());
    assert_eq!(s.model.companies.rows().len(), 137);
    s.press("/").type_text("0136");
    assert_eq!(s.selected(), "Company 0136");
    s.press("enter r");
    let asked = s.fetched().remove(0);
    answer(&mut s, asked);
    assert!(!s.model.companies.source.is_of_an_earlier_run());
    assert_eq!(s.selected(), "Company 0136");
}

#[test]
fn stale_cache_reloads_on_user_activity() {
    let mut s = ready(companies(137));
    s.millis += 4 * 60_000;
    s.press("j");
    assert!(s.fetched().is_empty());
    s.millis += 2 * 60_000;
    s.press("j");
    let (ticket, _) = s.fetched().remove(0);
    assert!(!s.model.companies.source.is_slow(), "nobody has asked for it");
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!(s.said(), "", "nor is told that it failed");
    s.press("j");
    assert!(s.fetched().is_empty(), "not at once again");
    s.millis += 31_000;
    s.press("j");
    assert_eq!(s.fetched().len(), 1);
}

#[test]
fn create_is_counted_in_every_copy_of_the_company() {
    let mut s = ready(companies(120));
    s.press("p").type_text("62").press("enter");
    s.fill().press("ctrl-s");
    let name = s.selected().to_owned();
    let used = s.model.companies.selected().map(|c| c.seats.used);
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    let counted = used.map(|n| n + 1);
    let sums = s.model.companies.shown.as_ref().and_then(|p| p.page.seats).map(|seats| seats.used);
    assert_eq!(sums, Some(companies(120).iter().map(|c| c.seats.used).sum::<u64>() + 1));
    assert_eq!(s.model.companies.selected().map(|c| c.seats.used), counted);
    s.press("g").press("/").type_text(&name);
    assert_eq!(s.model.companies.selected().map(|c| c.seats.used), counted);
}

#[test]
fn previous_company_is_found_on_its_current_page() {
    let mut s = ready(companies(120));
    s.press("/").type_text("0117").press("enter");
    s.millis += 2_000;
    s.press("f x g");
    s.millis += 2_000;
    s.press("-");
    assert_eq!(s.selected(), "Company 0117");
}

#[test]
fn cache_only_order_is_restored_at_next_start() {
    let begin = |snapshot: Option<Snapshot>| {
        Story::with(companies(220), (80, 24), |settings| {
            settings.cache_limit = 2_000;
            let order = Some((Column::UsePercent, false));
            settings.profile_settings.remembered = SavedView { order, ..SavedView::default() };
            settings.profile_settings.snapshot = snapshot.map(Arc::new);
        })
    };
    let mut s = begin(None);
    let first = s.fetched().remove(0);
    answer(&mut s, first);
    assert_eq!(order(&s), (Column::Company, true), "as the service can");
    s.settle();
    assert_eq!(order(&s), (Column::UsePercent, false));
    let forgotten = s.take(|e| if let Effect::SaveViewState(view) = e { Some(view.clone()) } else { None });
    assert!(forgotten.is_empty(), "{forgotten:?}");
    let s = begin(Some(of_yesterday(companies(220))));
    assert_eq!(order(&s), (Column::UsePercent, false));
}

#[test]
fn ctrl_c_stops_the_reload_and_the_rows_stay() {
    let mut s = ready(companies(300));
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.press("ctrl-c");
    assert!(s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None }).contains(&ticket));
    assert!(s.model.companies.source.is_cached());
    s.press("/").type_text("0299");
    assert_eq!(s.selected(), "Company 0299");
}

#[test]
fn cached_list_has_no_pages() {
    let mut s = ready(companies(450));
    let at = |s: &Story| (s.model.companies.cursor, s.model.companies.top);
    s.press("G");
    assert_eq!((s.selected(), at(&s).0), ("Company 0449", 449));
    s.press("j");
    assert_eq!(s.selected(), "Company 0449");
    s.press("g").press("pgdn pgdn");
    let two_screens = at(&s).0;
    s.press("g . .");
    assert_eq!((at(&s).0, two_screens), (two_screens, 2 * 19), "a screen is the rows of the table");
    s.press(", ,");
    assert_eq!(at(&s), (0, 0));
    for _ in 0..60 {
        s.press("j");
    }
    assert_eq!(s.selected(), "Company 0060");
    s.press("p").type_text("300").press("enter");
    assert_eq!(s.selected(), "Company 0299");
    s.press("p").type_text("451").press("enter");
    assert_eq!(s.said(), "enter the number of a row, from 1 to 450");
    s.press("esc z");
    assert_eq!(s.said(), "all 450 companies are in memory: the list has no pages");
    assert!(s.model.overlays.is_empty() && s.fetched().is_empty());
}

#[test]
fn unavailable_command_is_refused_with_reason_of_this_list() {
    let mut s = ready(companies(450));
    s.people = people(3);
    s.press("u").answer_users().press("z");
    assert_eq!(s.model.overlays.len(), 1, "the users are paged by the service, the companies are not");
}

/// What stands where no rows are.
fn nothing(s: &Story) -> String {
    assert!(s.model.companies.rows().is_empty());
    keepnet_tui::app::flows::empty::no_companies(&s.model).to_string()
}

#[test]
fn empty_list_names_every_filter() {
    let late = "2028-01-01".parse().ok();
    let of = |n, name: &str, used| Company { renews: late, ..company(n, name, used, Limit::Of(100)) };
    let mut list: Vec<_> = (0..39).map(|n| of(n, &format!("Company {n:04}"), 95)).collect();
    list.extend((50..53).map(|n| of(n, &format!("Turkey Foods {n}"), 10)));
    list.push(of(60, "Guinea Mills", 10));
    let mut s = ready(list);
    s.press("f l").press("/").type_text("turkey");
    assert_eq!(
        nothing(&s),
        "39 companies fit left<10, 3 companies match \"turkey\"; none does all of this. Esc clears the search, f x shows all."
    );
    s.press("ctrl-u").type_text("guinea");
    assert!(
        nothing(&s).contains("39 companies fit left<10, 1 company matches \"guinea\"; none does"),
        "{}",
        nothing(&s)
    );
    s.press("ctrl-u").type_text("nobody");
    assert!(
        nothing(&s).contains("39 companies fit left<10, no company matches \"nobody\"; none does"),
        "{}",
        nothing(&s)
    );
    s.press("esc f x").press("!");
    assert_eq!(nothing(&s), "No company is over its licence limit. ! shows all.");
    s.press("/").type_text("turkey");
    assert!(
        nothing(&s).starts_with("No company fits state:over, 3 companies match \"turkey\"; none does"),
        "{}",
        nothing(&s)
    );
    s.press("esc ! f l f r");
    assert_eq!(
        nothing(&s),
        "39 companies fit left<10, no company fits ends<=30d; none does all of this. f x shows all."
    );
    s.press("f x").press("/").type_text("nobody");
    assert_eq!(nothing(&s), "No company matches \"nobody\". Esc clears the search.");
}

#[test]
fn companies_with_the_same_name_are_distinguished() {
    let twin =
        |n, reseller: &str| Company { reseller: Some(reseller.to_owned()), ..company(n, "Acme", 1, Limit::Of(5)) };
    let list = vec![twin(1, "North"), twin(2, "South"), company(3, "Bolt", 1, Limit::Of(5))];
    for keep_up_to in [0, 2_000] {
        let mut s = Story::with(list.clone(), (80, 24), |settings| settings.cache_limit = keep_up_to);
        s.settle();
        let apart = |n: usize| s.model.companies.distinct_name(&list[n].id, &list[n].name);
        assert_eq!([apart(0), apart(1), apart(2)], ["Acme (North)", "Acme (South)", "Bolt"]);
    }
}

#[test]
fn page_size_over_a_search_applies_to_the_user_list() {
    let mut s = ready(companies(9));
    s.people = people(120);
    s.press("u").answer_users();
    s.press("/").type_text("user0").press("f1").type_text("number of users per page").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::PageSize { .. })), "{}", s.said());
}
