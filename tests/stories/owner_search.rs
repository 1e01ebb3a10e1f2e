//! Whose is this? Companies that match, look-ups of users in all of them, and going there.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::user::existing::TargetUser;
use rstest::rstest;

use crate::common::{Story, companies, company, failure, people};

const EMAIL: &str = "jane@lumenoptics.example";

fn some() -> Vec<Company> {
    let mut list = companies(60);
    list.push(company(90, "Lumen Optics", 58, Limit::Of(60)));
    list.push(company(91, "Lumen Events Ltd", 10, Limit::Of(20)));
    list
}

/// With all companies in memory, and Whose is this? open.
fn open(list: Vec<Company>) -> Story {
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle();
    s.press("w");
    s
}

fn asked(s: &mut Story) -> Vec<(Ticket, CompanyId, UserQuery)> {
    s.fetched_users()
}

fn found(users: Vec<TargetUser>) -> Page<TargetUser> {
    let total = users.len() as u64;
    Page { items: users, number: 1, pages: 1, total, over_limit: None, seats: None, unchecked: 0 }
}

fn jane() -> TargetUser {
    TargetUser { email: EMAIL.to_owned(), ..people(1).remove(0) }
}

/// Every look-up finds this in its company, until no more are asked; which companies were asked.
fn answer_all(s: &mut Story, of: impl Fn(&CompanyId) -> Vec<TargetUser>) -> Vec<CompanyId> {
    let mut order = Vec::new();
    loop {
        let asked = asked(s);
        if asked.is_empty() {
            return order;
        }
        assert!(asked.len() <= 4, "{} at once", asked.len());
        for (ticket, company, _) in asked {
            s.send(Msg::Users(ticket, Ok(found(of(&company)))));
            order.push(company);
        }
    }
}

fn lines(s: &Story) -> Vec<String> {
    use keepnet_tui::app::owner_search::search::ResultRow;
    let words = |found| match found {
        ResultRow::Company(company, _) => company.name.clone(),
        ResultRow::User(hit) => format!("{} in {}", hit.user.email, hit.company.name),
        ResultRow::More(company, more) => format!("{more} more in {}", company.name),
    };
    s.model.owner_search.lines().map(words).collect()
}

fn said_below(s: &Story) -> String {
    s.model.owner_search.summary(s.model.companies.index().len(), &s.model.settings.keys)
}

#[test]
fn matching_companies_show_while_typing_without_requests() {
    let mut s = open(some());
    s.type_text("lumen");
    assert_eq!(lines(&s), ["Lumen Events Ltd", "Lumen Optics"]);
    s.press("ctrl-u").type_text(EMAIL);
    assert_eq!(lines(&s), ["Lumen Optics", "Lumen Events Ltd"], "the likelier one first");
    assert!(asked(&mut s).is_empty());
    assert!(said_below(&s).contains("in 62 companies"), "{}", said_below(&s));
}

#[test]
fn enter_searches_all_companies_likely_first_four_at_once() {
    let mut s = open(some());
    s.type_text(EMAIL).press("enter");
    let first = asked(&mut s);
    assert_eq!(first.len(), 4);
    assert_eq!(first[0].1, CompanyId::new("id0090"));
    assert_eq!(first[0].2.email.as_deref(), Some(EMAIL));
    assert!(said_below(&s).starts_with("0 of 62 companies searched, 0 found"), "{}", said_below(&s));
    let (ticket, ..) = first[0];
    s.send(Msg::Users(ticket, Ok(found(vec![jane(), TargetUser { email: "x@y.z".into(), ..jane() }]))));
    assert_eq!(lines(&s).last().map(String::as_str), Some("jane@lumenoptics.example in Lumen Optics"));
    assert_eq!(asked(&mut s).len(), 1, "one answered, one more asked");
    for (ticket, ..) in &first[1..] {
        s.send(Msg::Users(*ticket, Ok(found(Vec::new()))));
    }
    let rest = answer_all(&mut s, |_| Vec::new());
    assert_eq!(rest.len(), 62 - 5);
    assert_eq!(said_below(&s), "61 of 62 companies searched, 1 found | Esc stops", "one is still open");
}

#[test]
fn every_company_is_asked_once() {
    let mut s = open(some());
    s.type_text("jane").press("enter");
    let mut order = answer_all(&mut s, |_| Vec::new());
    assert_eq!(order.len(), 62);
    order.sort();
    order.dedup();
    assert_eq!(order.len(), 62);
    assert_eq!(said_below(&s), "62 companies searched, 0 found");
    s.press("enter");
    assert!(s.said().contains("no users found"), "{}", s.said());
}

#[test]
fn esc_stops_it_and_what_was_found_stays_and_f5_goes_on() {
    let mut s = open(some());
    s.type_text(EMAIL).press("enter");
    let first = asked(&mut s);
    s.send(Msg::Users(first[0].0, Ok(found(vec![jane()]))));
    let open: Vec<Ticket> =
        first[1..].iter().map(|(t, ..)| *t).chain(asked(&mut s).into_iter().map(|(t, ..)| t)).collect();
    s.press("esc");
    let mut cancelled = s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None });
    cancelled.sort();
    assert_eq!(cancelled, open);
    assert!(said_below(&s).starts_with("stopped: 1 of 62 companies searched, 1 found"), "{}", said_below(&s));
    assert!(matches!(s.model.overlays.last(), Some(Overlay::OwnerSearch)));
    s.press("f5");
    let order = answer_all(&mut s, |_| Vec::new());
    assert_eq!(order.len(), 61, "who was open when it stopped is asked again");
    s.press("esc");
    assert!(s.model.overlays.is_empty());
    s.press("w");
    assert_eq!(lines(&s).len(), 3, "what was found is still there");
    s.type_text("o");
    assert_eq!(s.model.owner_search.input.value(), "o", "the next caller has another name");
}

#[test]
fn enter_goes_to_the_person_that_was_found() {
    let mut s = open(some());
    s.type_text(EMAIL).press("enter");
    answer_all(&mut s, |id| if *id == CompanyId::new("id0091") { vec![jane()] } else { Vec::new() });
    s.press("down down enter");
    assert!(s.model.overlays.is_empty());
    assert_eq!((s.model.pane, s.selected()), (Pane::Users, "Lumen Events Ltd"));
    let asked = asked(&mut s);
    let last = asked.last().expect("the users");
    assert_eq!((last.1.clone(), last.2.search.as_str()), (CompanyId::new("id0091"), EMAIL));
    s.press("esc esc");
    assert_eq!(s.model.pane, Pane::Company);
}

#[test]
fn enter_on_a_company_opens_its_pane_and_stops_looking() {
    let mut s = open(some());
    s.type_text("lumen").press("enter").press("down").press("enter");
    assert_eq!((s.model.pane, s.selected()), (Pane::Company, "Lumen Optics"));
    assert_eq!(s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None }).len(), 4);
    assert!(s.model.overlays.is_empty());
}

#[rstest]
#[case("Jane Doe <jane@lumenoptics.example>")]
#[case("mailto:jane@lumenoptics.example")]
fn an_address_is_taken_out_of_a_paste(#[case] pasted: &str) {
    let mut s = open(some());
    s.send(Msg::Paste(pasted.to_owned()));
    assert_eq!(s.model.owner_search.input.value(), EMAIL);
}

#[test]
fn who_could_not_be_asked_is_counted_and_asked_again() {
    let mut s = open(some());
    s.type_text(EMAIL).press("enter");
    let mut refused = 0;
    loop {
        let asked = asked(&mut s);
        if asked.is_empty() {
            break;
        }
        for (n, (ticket, ..)) in asked.into_iter().enumerate() {
            let answer = if n == 3 {
                refused += 1;
                Err(failure(Applied::No, Remedy::Nothing))
            } else {
                Ok(found(Vec::new()))
            };
            s.send(Msg::Users(ticket, answer));
        }
    }
    assert!(refused > 5);
    assert_eq!(
        said_below(&s),
        format!("no users in 47 companies searched; {refused} failed: The line is dead | F5 retries them")
    );
    s.press("f5");
    assert_eq!(answer_all(&mut s, |_| Vec::new()).len(), refused);
    assert_eq!(said_below(&s), "62 companies searched, 0 found");
}

#[test]
fn a_service_that_is_gone_is_not_asked_two_thousand_times() {
    let mut s = open(companies(1_500));
    s.type_text(EMAIL).press("enter");
    let mut told = 0;
    for _ in 0..100 {
        for (ticket, ..) in asked(&mut s) {
            s.send(Msg::Users(ticket, Err(failure(Applied::No, Remedy::Retry))));
            told += 1;
        }
    }
    assert!(told <= 9, "{told} were asked");
    assert!(said_below(&s).starts_with("stopped: 6 of 1500"), "{}", said_below(&s));
    assert!(s.model.owner_search.why().is_some_and(|failure| failure.why.contains("The line is dead")));
}

#[test]
fn a_service_that_does_not_tell_its_companies_is_asked_once() {
    let mut s = Story::with(companies(2_300), (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle();
    s.press("w").type_text(EMAIL).press("enter");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.fetched().is_empty());
    assert!(said_below(&s).starts_with("stopped: "), "{}", said_below(&s));
    s.press("f5");
    assert_eq!(s.fetched().len(), 1);
}

#[test]
fn too_many_are_said_to_be() {
    let mut s = open(companies(100));
    s.type_text("user").press("enter");
    let all = answer_all(&mut s, |_| people(5));
    assert!(all.len() < 50, "{} were asked", all.len());
    assert!(said_below(&s).contains("too many, type more"), "{}", said_below(&s));
    s.press("f5");
    assert!(s.said().contains("no companies left"), "{}", s.said());
}

#[test]
fn typing_on_ends_the_walk_and_late_answers_find_nobody() {
    let mut s = open(some());
    s.type_text(EMAIL).press("enter");
    let first = asked(&mut s);
    s.press("backspace");
    assert_eq!(s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None }).len(), 4);
    s.send(Msg::Users(first[0].0, Ok(found(vec![jane()]))));
    assert!(!lines(&s).iter().any(|line| line.contains("jane@")));
}

#[test]
fn uncached_companies_are_loaded_page_by_page() {
    let mut list = companies(2_300);
    list[2_200].name = "Lumen Optics".to_owned();
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle();
    s.press("w").type_text("jane@lumen.example").press("enter");
    let mut order = Vec::new();
    loop {
        let pages = s.fetched();
        let users = asked(&mut s);
        assert!(pages.len() + users.len() <= 4);
        if pages.is_empty() && users.is_empty() {
            break;
        }
        for (ticket, query) in pages {
            let page = s.page(&query);
            s.send(Msg::Companies(ticket, Ok(page)));
        }
        for (ticket, company, _) in users {
            s.send(Msg::Users(ticket, Ok(found(Vec::new()))));
            order.push(company);
        }
    }
    assert_eq!(order.first(), Some(&CompanyId::new("id2200")), "the likely one first");
    assert_eq!(order.len(), 2_000);
    assert_eq!(said_below(&s), "2000 (of 2300) companies searched, 0 found");
    assert_eq!(lines(&s), ["Lumen Optics"]);
    s.press("enter");
    let asked = s.fetched();
    assert!(asked.iter().any(|(_, q)| q.search == "Lumen Optics"), "{asked:?}");
}

#[test]
fn a_domain_looks_for_its_users_and_too_little_is_said_to_be() {
    let mut s = open(some());
    s.type_text("@lumenoptics.example").press("enter");
    assert_eq!(asked(&mut s)[0].2.search, "@lumenoptics.example");
    s.press("esc").press("ctrl-u").type_text("j").press("enter");
    assert!(s.said().contains("two letters"), "{}", s.said());
    assert!(s.take(|e| matches!(e, Effect::Fetch(_, Read::Users(..))).then_some(())).is_empty());
}

#[test]
fn the_cursor_is_on_the_likeliest_company_after_a_paste() {
    let mut s = open(some());
    s.send(Msg::Paste("lumenoptics.example".to_owned()));
    s.press("enter");
    answer_all(&mut s, |_| Vec::new());
    s.press("enter");
    assert_eq!(s.selected(), "Lumen Optics");
}

#[test]
fn a_hit_that_comes_moves_no_cursor_under_enter() {
    let mut s = open(some());
    s.type_text(EMAIL).press("enter");
    let other = asked(&mut s).into_iter().find(|(_, id, _)| id.as_str() != "id0090").expect("another company");
    s.send(Msg::Users(other.0, Ok(found(vec![jane()]))));
    s.press("enter");
    assert_eq!((s.model.pane, s.selected()), (Pane::Company, "Lumen Optics"));
}

#[test]
fn cursor_stays_on_its_company_when_cache_completes() {
    let mut list = companies(1_500);
    for (n, name) in (700..).zip(["Aaa Lumen", "Lumen", "Lumen Events"]) {
        name.clone_into(&mut list[n].name);
    }
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = 2_000);
    let (ticket, query) = s.fetched().remove(0);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    let mut gathering: Vec<_> = s.fetched().into_iter().filter(|(_, q)| q.size == 200).collect();
    s.press("w").type_text("jane@lumen.example").press("enter");
    let (ticket, query) = s.fetched().into_iter().find(|(_, q)| q.search == "lumen").expect("the likely ones");
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    let pages = s.fetched();
    s.press("down");
    let on = |s: &Story| lines(s)[s.model.owner_search.cursor].clone();
    let before = on(&s);
    while let Some((ticket, query)) = gathering.pop() {
        let page = s.page(&query);
        s.send(Msg::Companies(ticket, Ok(page)));
        gathering.extend(s.fetched());
    }
    assert!(s.model.companies.source.is_cached());
    for (ticket, query) in pages {
        let page = s.page(&query);
        s.send(Msg::Companies(ticket, Ok(page)));
    }
    assert_eq!(on(&s), before);
}

#[test]
fn going_to_a_person_asks_once() {
    let mut s = open(vec![company(90, "Plain", 58, Limit::Of(60))]);
    s.type_text(EMAIL).press("enter");
    answer_all(&mut s, |_| vec![jane()]);
    s.press("enter");
    assert_eq!(s.model.pane, Pane::Users);
    assert_eq!(asked(&mut s).len(), 1);
}

#[test]
fn a_domain_is_a_whole_one() {
    let mut s = open(vec![company(90, "Plain", 58, Limit::Of(60))]);
    s.type_text("contoso.com").press("enter");
    let of = |email: &str| TargetUser { email: email.to_owned(), ..jane() };
    answer_all(&mut s, |_| vec![of("jane@contoso.com.tr"), of("Joe@Contoso.com"), of("x@mail.contoso.com")]);
    assert_eq!(lines(&s), ["Joe@Contoso.com in Plain"]);
}

#[test]
fn service_repeating_a_page_is_not_asked_forever() {
    let mut s = Story::with(companies(2_300), (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle();
    s.press("w").type_text("jane@lumen.example").press("enter");
    let mut pages = 0;
    for _ in 0..5_000 {
        for (ticket, query) in s.fetched() {
            pages += 1;
            let mut page = s.page(&keepnet_tui::domain::list::query::CompanyQuery { page: 1, ..query });
            (page.total, page.pages) = (5_000_000, 25_000);
            s.send(Msg::Companies(ticket, Ok(page)));
        }
        for (ticket, ..) in asked(&mut s) {
            s.send(Msg::Users(ticket, Ok(found(Vec::new()))));
        }
    }
    assert!(pages <= 41, "{pages} pages were asked for");
    assert!(
        !s.model
            .owner_search
            .crawl
            .as_ref()
            .is_some_and(keepnet_tui::app::owner_search::crawl::CompanyCrawl::is_under_way)
    );
}

#[test]
fn one_word_of_what_a_caller_says_finds_the_company() {
    let mut s = open(some());
    s.type_text("Jane at Lumen");
    assert_eq!(lines(&s), ["Lumen Events Ltd", "Lumen Optics"]);
}

#[test]
fn what_is_typed_next_has_its_likeliest_answer_under_the_cursor() {
    let mut list = companies(5);
    list.push(company(90, "Lumen Optics", 58, Limit::Of(60)));
    list.push(company(91, "Lumen Events Ltd", 10, Limit::Of(20)));
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = 2_000);
    s.settle().press("w").type_text("lumen op").press("backspace");
    let first = s.model.owner_search.companies.first().map(|(company, _)| company.name.as_str());
    assert_eq!((s.model.owner_search.cursor, first), (0, Some("Lumen Events Ltd")));
}

#[test]
fn more_than_five_in_a_company_are_said_and_can_be_seen() {
    let mut s = open(some());
    s.people = people(171);
    s.type_text("ruby achebe").press("enter");
    let first = asked(&mut s);
    assert_eq!(first[0].2.search, "ruby achebe");
    let page = Page { items: people(5), total: 171, ..found(Vec::new()) };
    let (ticket, company, _) = first[0].clone();
    s.send(Msg::Users(ticket, Ok(page)));
    for (ticket, ..) in &first[1..] {
        s.send(Msg::Users(*ticket, Ok(found(Vec::new()))));
    }
    answer_all(&mut s, |_| Vec::new());
    let name = s.list.iter().find(|c| c.id == company).map(|c| c.name.clone()).expect("a company");
    assert_eq!(lines(&s).last(), Some(&format!("166 more in {name}")));
    assert_eq!(said_below(&s), "62 companies searched, 171 found, 5 of them here");
    s.press("pgdn pgdn enter");
    assert!(s.model.overlays.is_empty() && s.model.users.is_open);
    let shown = asked(&mut s);
    assert_eq!(shown.iter().map(|(_, c, q)| (c, q.search.as_str())).collect::<Vec<_>>(), [(&company, "ruby achebe")]);
}

#[test]
fn only_where_no_company_answered_it_is_a_failure() {
    let mut s = open(some());
    s.type_text("nobody").press("enter");
    for n in 0..80 {
        let Some((ticket, ..)) = asked(&mut s).into_iter().next() else { break };
        let refused = Err(failure(Applied::No, Remedy::Nothing));
        s.send(Msg::Users(ticket, if n == 0 { refused } else { Ok(found(Vec::new())) }));
    }
    assert_eq!(s.model.owner_search.why(), None, "some have answered");
}

#[test]
fn f1_lists_the_keys_of_the_search() {
    let mut s = open(some());
    s.press("f1");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Keys(_))));
    s.type_text("go on").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::OwnerSearch)), "the search is still there");
    assert!(s.said().is_empty() || !s.said().contains("means nothing"), "{}", s.said());
}
