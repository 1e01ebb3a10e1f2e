//! The filter language in the search line of the companies.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::screen::chips::chips;
use keepnet_tui::app::screen::layout::table;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::company_groups::CompanyGroup;
use keepnet_tui::domain::list::filter::term::Filter;
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use crate::common::{Story, companies, company, failure};

fn listed() -> Vec<Company> {
    let of = |n, name: &str, used, limit, reseller: &str| Company {
        reseller: Some(reseller.to_owned()),
        ..company(n, name, used, Limit::Of(limit))
    };
    vec![
        of(0, "Acme", 120, 100, "Southgate"),
        of(1, "Bluefin", 97, 100, "Southgate"),
        of(2, "Cobalt", 10, 100, "North Star"),
        of(3, "Delta", 100, 100, "North Star"),
    ]
}

fn story(list: Vec<Company>, limit: u64) -> Story {
    let mut s = Story::with(list, (80, 24), |settings| settings.cache_limit = limit);
    s.settle();
    s
}

fn ready() -> Story {
    let s = story(listed(), 2_000);
    assert!(s.model.companies.source.is_cached());
    s
}

fn names(s: &Story) -> String {
    s.model.companies.rows().iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn filters(s: &Story) -> String {
    s.model.companies.wanted.filters.only(|_| true)
}

fn typed(s: &Story) -> &str {
    s.model.companies.search.as_ref().map_or("(closed)", |search| search.input.value())
}

#[test]
fn comparison_filters_while_it_is_typed() {
    let mut s = ready();
    s.press("/").type_text("left<10");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Acme Bluefin Delta", ""));
    s.type_text(" reseller:south");
    assert_eq!(names(&s), "Acme Bluefin");
}

#[test]
fn accepted_comparisons_become_filters_and_words_stay() {
    let mut s = ready();
    s.press("/").type_text("left<10 acm").press("enter");
    assert_eq!(
        (typed(&s), filters(&s).as_str(), s.model.companies.wanted.search.as_str()),
        ("(closed)", "left<10", "acm")
    );
    assert_eq!(names(&s), "Acme");
    s.press("esc");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Acme Bluefin Delta", "left<10"));
    // Another comparison is added to the first.
    s.press("/").type_text("-state:over").press("enter");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Bluefin Delta", "left<10 -state:over"));
}

#[test]
fn mistake_keeps_the_last_good_rows_and_the_line() {
    let mut s = ready();
    s.press("/").type_text("state:full left<");
    assert_eq!(names(&s), "Delta");
    let search = s.model.companies.search.as_ref().expect("the line");
    let mistake = search.mistake.as_ref().expect("a mistake");
    assert_eq!(mistake.at, 16..16);
    s.press("enter");
    assert!(s.said().contains("left is compared with a number"), "{}", s.said());
    assert_eq!(typed(&s), "state:full left<");
    s.type_text("1").press("enter");
    assert_eq!((typed(&s), filters(&s).as_str(), names(&s).as_str()), ("(closed)", "state:full left<1", "Delta"));
}

#[test]
fn esc_returns_to_the_former_search() {
    let mut s = ready();
    s.press("/").type_text("left<10").press("enter").press("/").type_text("state:full");
    assert_eq!(names(&s), "Delta");
    s.press("esc");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Acme Bluefin Delta", "left<10"));
}

#[test]
fn backspace_in_the_empty_line_takes_the_last_filter() {
    let mut s = ready();
    s.press("/").type_text("left<10 state:over").press("enter").press("/").press("backspace");
    assert_eq!((filters(&s).as_str(), names(&s).as_str()), ("left<10", "Acme Bluefin Delta"));
    s.type_text("x").press("backspace");
    assert_eq!(filters(&s), "left<10", "the first Backspace takes the letter");
    s.press("backspace backspace");
    assert_eq!((filters(&s).as_str(), names(&s).as_str()), ("", "Acme Bluefin Cobalt Delta"));
}

#[test]
fn tab_completes_column_and_value() {
    let mut s = ready();
    s.press("/").type_text("sta").press("tab");
    assert_eq!(typed(&s), "state:");
    s.type_text("ov").press("tab");
    assert_eq!((typed(&s), names(&s).as_str()), ("state:over", "Acme"));
    s.press("ctrl-u").type_text("reseller:no").press("tab");
    assert_eq!((typed(&s), names(&s).as_str()), ("reseller:\"North Star\"", "Cobalt Delta"));
    s.press("ctrl-u").type_text("12").press("tab");
    assert!(s.said().contains("nothing to complete"), "{}", s.said());
}

#[test]
fn values_are_offered_with_their_counts() {
    let mut s = ready();
    s.press("/").type_text("state:");
    let offered = |s: &Story| {
        let search = s.model.companies.search.as_ref().expect("the line");
        search.completions.iter().map(|one| format!("{} {:?}", one.text, one.count)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(offered(&s), "full Some(1), low Some(1), ok Some(1), over Some(1)");
    s.press("ctrl-u").type_text("reseller:");
    assert_eq!(offered(&s), "\"North Star\" Some(2), Southgate Some(2)");
}

#[test]
fn filters_of_the_menu_are_terms_and_states_are_either() {
    let mut s = ready();
    s.press("!");
    assert_eq!((filters(&s).as_str(), names(&s).as_str()), ("state:over", "Acme"));
    s.press("f u").press("f l");
    assert_eq!((filters(&s).as_str(), names(&s).as_str()), ("state:over,full left<10", "Acme Delta"));
    s.press("!");
    assert_eq!(filters(&s), "state:full left<10");
}

#[test]
fn what_the_service_can_filter_goes_to_the_service() {
    let mut s = story(companies(2_100), 2_000);
    assert!(!s.model.companies.source.is_cached());
    s.press("/").type_text("state:over acme").wait();
    let asked = s.fetched();
    let (_, query) = asked.last().expect("a query");
    assert_eq!((query.over_limit, query.search.as_str()), (true, "acme"));
}

/// 2100 companies, of which every seventh has fewer than five seats left: beyond what is kept in memory.
fn too_many() -> Story {
    let mut list = companies(2_100);
    for (n, company) in list.iter_mut().enumerate() {
        company.seats.limit = Limit::Of(company.seats.used + if n % 7 == 0 { 4 } else { 50 });
    }
    let mut s = story(list, 2_000);
    assert!(!s.model.companies.source.is_cached());
    let _ = s.fetched();
    s
}

/// Answers one question; which page it was about.
fn answer_one(s: &mut Story) -> Option<u32> {
    let (ticket, query) = s.fetched().into_iter().next()?;
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    Some(query.page)
}

#[test]
fn rest_is_filtered_here_beyond_the_limit_and_said() {
    let mut s = too_many();
    s.press("/").type_text("left<5").wait();
    assert_eq!(answer_one(&mut s), Some(1));
    assert_eq!(s.model.companies.rows().len(), 29);
    assert_eq!(s.model.companies.sieve_note().as_deref(), Some("filtered here: 1 of 11 pages looked at"));
    let rest: Vec<u32> = std::iter::from_fn(|| answer_one(&mut s)).collect();
    assert_eq!(rest, (2..=11).collect::<Vec<_>>());
    assert_eq!((s.model.companies.rows().len(), s.model.companies.is_sifting()), (300, false));
    s.press("enter");
    assert_eq!(filters(&s), "left<5");
    // Without the filter the service pages again.
    s.press("f x").settle();
    assert_eq!((s.model.companies.sieve_note(), s.model.companies.rows().len()), (None, 100));
}

#[test]
fn filter_of_the_menu_works_beyond_the_limit() {
    let mut s = too_many();
    s.press("f l");
    assert_eq!(answer_one(&mut s), Some(1));
    assert_eq!((filters(&s).as_str(), s.model.companies.rows().len()), ("left<10", 29));
}

#[test]
fn groups_are_waited_for_beyond_the_limit() {
    let mut s = too_many();
    s.groups =
        vec![CompanyGroup { name: "EMEA".to_owned(), companies: vec![s.list[3].id.clone(), s.list[950].id.clone()] }];
    s.press("/").type_text("group:emea").wait();
    answer_one(&mut s);
    assert_eq!(names(&s), "", "nobody knows yet");
    s.settle();
    assert_eq!(names(&s), format!("{} {}", s.list[3].name, s.list[950].name));
}

#[test]
fn filter_typed_while_companies_load_applies_at_once() {
    let mut s = Story::with(listed(), (80, 24), |settings| settings.cache_limit = 2_000);
    s.press("/").type_text("left<10").wait();
    s.settle();
    assert!(s.model.companies.source.is_cached());
    assert_eq!((names(&s).as_str(), typed(&s)), ("Acme Bluefin Delta", "left<10"));
    assert_eq!(s.model.companies.sieve_note(), None);
}

#[test]
fn name_with_signs_of_the_language_is_searched_as_words() {
    let filter: Filter = Filter::words("left<5");
    assert_eq!(filter.terms.len(), 1);
    let mut s = story(companies(2_100), 2_000);
    let odd = company(9, "Left<5: \"Ltd\" -x", 1, Limit::Of(5));
    let mut out = Vec::new();
    let model = &mut s.model;
    model.companies.go_to(&odd, keepnet_tui::cx!(model, &mut out));
    assert_eq!(model.companies.wanted.search, "Left 5 Ltd x");
}

/// Ready, with two company groups at the service.
fn with_groups() -> Story {
    let mut s = ready();
    let of = |name: &str, places: &[usize]| CompanyGroup {
        name: name.to_owned(),
        companies: places.iter().map(|place| s.list[*place].id.clone()).collect(),
    };
    s.groups = vec![of("EMEA desk", &[0, 2]), of("Key accounts", &[2])];
    s
}

/// The chips over the list.
fn counts(s: &Story) -> Vec<String> {
    let bar = table(&s.model).expect("the table").bar;
    chips(&s.model, bar).into_iter().map(|chip| chip.text).collect()
}

#[test]
fn groups_are_loaded_when_a_filter_first_names_one() {
    let mut s = with_groups();
    assert_eq!(s.fetched_groups().len(), 0);
    s.press("/").type_text("group:\"emea desk\"");
    // Without them it is not known what fits: nothing is shown rather than something wrong.
    assert_eq!(names(&s), "");
    assert!(!counts(&s).iter().any(|chip| chip.contains("companies")), "{:?}", counts(&s));
    let asked = s.fetched_groups();
    assert_eq!(asked.len(), 1, "one request, however much is typed");
    s.send(Msg::CompanyGroups(asked[0], Ok(s.groups.clone())));
    assert_eq!(names(&s), "Acme Cobalt");
    assert!(counts(&s).contains(&"2 companies".to_owned()), "{:?}", counts(&s));
    s.press("enter").press("/").type_text("-group:key").press("enter");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Acme", "group:\"emea desk\" -group:key"));
    s.press("f x").press("/").type_text("group:\"\"");
    assert_eq!((names(&s).as_str(), s.fetched_groups().len()), ("Bluefin Delta", 0));
}

#[test]
fn groups_are_completed_with_their_counts() {
    let mut s = with_groups();
    s.press("/").type_text("group:");
    s.settle();
    let search = s.model.companies.search.as_ref().expect("the line");
    let offered: Vec<_> = search.completions.iter().map(|one| (one.text.as_str(), one.count)).collect();
    assert_eq!(offered, [("\"EMEA desk\"", Some(2)), ("\"Key accounts\"", Some(1))]);
    s.press("tab");
    assert_eq!((typed(&s), names(&s).as_str()), ("group:\"EMEA desk\"", "Acme Cobalt"));
}

#[test]
fn groups_that_fail_to_load_are_said_and_loaded_by_reload() {
    let mut s = with_groups();
    s.press("/").type_text("-group:key").press("enter");
    let asked = s.fetched_groups();
    s.send(Msg::CompanyGroups(asked[0], Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!(names(&s), "", "their negation is not known either");
    assert!(s.said().contains(&failure(Applied::No, Remedy::Retry).what), "{}", s.said());
    let said = keepnet_tui::app::flows::empty::no_companies(&s.model);
    assert_eq!(said.what, "The company groups were not loaded.");
    // It is not tried again by itself with every key.
    s.press("j k");
    assert_eq!(s.fetched_groups().len(), 0);
    s.press("r").settle();
    assert_eq!(names(&s), "Acme Bluefin Delta");
}

#[test]
fn one_typing_mistake_is_forgiven_and_said_where_nothing_is_found() {
    let mut s = ready();
    let note = |s: &Story| s.model.companies.shown.as_ref().and_then(|shown| shown.note.clone());
    s.press("/").type_text("coba");
    assert_eq!((names(&s).as_str(), note(&s)), ("Cobalt", None));
    s.type_text("ld");
    assert_eq!((names(&s).as_str(), note(&s).as_deref()), ("Cobalt", Some("no cobald; showing cobalt")));
    s.press("ctrl-u").type_text("bleufin left<10").press("enter");
    assert_eq!((names(&s).as_str(), note(&s).as_deref()), ("Bluefin", Some("no bleufin; showing bluefin")));
    // What was typed stays what is searched for.
    assert_eq!(s.model.companies.wanted.search, "bleufin");
    // Where the word occurs but the rest excludes it, nothing is forgiven.
    s.press("f x").press("/").type_text("cobalt left<1");
    assert_eq!((names(&s).as_str(), note(&s)), ("", None));
    s.press("ctrl-u").type_text("acm2 bluefim");
    assert_eq!((names(&s).as_str(), note(&s)), ("", None), "they are of two companies");
}
