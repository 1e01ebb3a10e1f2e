//! The filter language in the users' list, and filters that are applied here to what the service returns.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::screen::chips::chips;
use keepnet_tui::app::screen::layout;
use keepnet_tui::domain::list::user_query::UserOrder;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};

use crate::common::{Story, companies, failure, people};

/// 700 users of the first company: three pages and a half of what is filtered here.
fn opened() -> Story {
    let mut s = Story::with(companies(9), (160, 40), |_| {});
    s.settle();
    s.people = people(700);
    for (n, user) in s.people.iter_mut().enumerate() {
        user.department = [Some("Finance"), Some("Field sales"), None][n % 3].map(str::to_owned);
        user.email = format!("user{n:03}@{}.example", if n % 10 == 0 { "contoso" } else { "fabrikam" });
    }
    s.press("u").answer_users();
    s
}

/// The next question, and nothing else than its answer.
fn answer_one(s: &mut Story) -> Option<(u32, Vec<(UserOrder, String)>)> {
    let (ticket, _, query) = s.fetched_users().into_iter().next()?;
    let page = s.users_page(&query);
    s.send(Msg::Users(ticket, Ok(page)));
    Some((query.page, query.contains))
}

fn emails(s: &Story) -> usize {
    s.model.users.list.rows().len()
}

fn said_on_chips(s: &Story) -> String {
    let bar = layout::users(&s.model).expect("users").bar;
    chips(&s.model, bar).iter().map(|chip| chip.text.clone()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn what_the_service_can_compare_goes_to_the_service() {
    let mut s = opened();
    s.press("/").type_text("department:finance phone:+4420").wait();
    let (page, contains) = answer_one(&mut s).expect("a question");
    let asked = [(UserOrder::Department, "finance".to_owned()), (UserOrder::PhoneNumber, "+4420".to_owned())];
    assert_eq!((page, contains.as_slice()), (1, asked.as_slice()));
    assert_eq!((emails(&s), s.model.users.list.pages(), s.model.users.list.sieve_note()), (50, 5, None));
}

#[test]
fn what_it_cannot_is_filtered_here_and_said() {
    let mut s = opened();
    s.press("/").type_text("status:inactive domain:contoso.example").wait();
    let mut pages = Vec::new();
    let mut notes = Vec::new();
    while let Some((page, contains)) = answer_one(&mut s) {
        assert_eq!(contains, [(UserOrder::Email, "contoso.example".to_owned())], "as little as can be is read");
        pages.push(page);
        notes.push(s.model.users.list.sieve_note().unwrap_or_default());
    }
    assert_eq!((pages.as_slice(), notes.as_slice()), ([1].as_slice(), ["filtered here".to_owned()].as_slice()));
    // Every tenth has the domain; a third of those is inactive.
    assert_eq!(emails(&s), 23);

    s.press("ctrl-u").type_text("status:inactive").wait();
    assert_eq!(answer_one(&mut s).expect("a question").0, 1);
    assert_eq!(emails(&s), 67, "what fits of the first page is there at once");
    assert!(said_on_chips(&s).contains("filtered here: 1 of 4 pages looked at"), "{}", said_on_chips(&s));
    assert_eq!(answer_one(&mut s).expect("the next, by itself").0, 2);
    s.press("enter").answer_users();
    assert_eq!((emails(&s), s.model.users.list.is_sifting()), (233, false));
    let said = said_on_chips(&s);
    assert!(said.contains("status:inactive") && said.contains("4 of 4 pages looked at"), "{said}");
}

#[test]
fn another_filter_cancels_the_pages_that_are_left() {
    let mut s = opened();
    s.press("/").type_text("status:inactive").wait();
    answer_one(&mut s);
    let (ticket, ..) = s.fetched_users().remove(0);
    s.press("ctrl-u").type_text("status:deleted").wait();
    let cancelled = s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None });
    assert!(cancelled.contains(&ticket), "{cancelled:?}");
    // An answer that comes all the same changes nothing.
    let page = s.users_page(&keepnet_tui::domain::list::user_query::UserQuery::default());
    s.send(Msg::Users(ticket, Ok(page)));
    s.answer_users();
    let deleted = s.model.users.list.rows().iter().all(|user| user.status.word() == "deleted");
    assert!(deleted && emails(&s) == 233, "{}", emails(&s));
}

#[test]
fn page_that_fails_is_said_and_reload_looks_again() {
    let mut s = opened();
    s.press("/").type_text("status:inactive").wait();
    answer_one(&mut s);
    let (ticket, ..) = s.fetched_users().remove(0);
    s.send(Msg::Users(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!((emails(&s), s.fetched_users().len()), (67, 0));
    assert!(s.said().contains(&failure(Applied::No, Remedy::Retry).what), "{}", s.said());
    assert!(said_on_chips(&s).contains("1 of 4 pages"), "{}", said_on_chips(&s));
    s.press("enter r").answer_users();
    assert_eq!(emails(&s), 233);
}

#[test]
fn unfinished_filter_is_not_exported() {
    let mut s = opened();
    s.press("/").type_text("status:inactive").wait();
    answer_one(&mut s);
    s.press("enter");
    let exports = |s: &mut Story| s.take(|e| matches!(e, Effect::Export(..)).then_some(())).len();
    s.press("ctrl-s");
    assert_eq!(exports(&mut s), 0);
    assert!(s.said().contains("not exported yet: filtered here: 1 of 4"), "{}", s.said());
    s.answer_users().press("ctrl-s");
    assert_eq!(exports(&mut s), 1);
}

#[test]
fn filters_are_chips_that_are_taken_away() {
    let mut s = opened();
    s.press("/").type_text("status:inactive department:\"field sales\" user1").press("enter").answer_users();
    let filters = |s: &Story| s.model.users.list.wanted.filters.only(|_| true);
    assert_eq!(filters(&s), "status:inactive department:\"field sales\"");
    assert_eq!(s.model.users.list.wanted.query.search, "user1");
    let bar = layout::users(&s.model).expect("users").bar;
    let chip = chips(&s.model, bar).into_iter().find(|chip| chip.text == "status:inactive").expect("a chip");
    s.send(Msg::Mouse(MouseAct::Click, chip.area.x + 1, chip.area.y)).answer_users();
    assert_eq!(filters(&s), "department:\"field sales\"");
    s.press("/ backspace").answer_users();
    assert_eq!(filters(&s), "");
    // The users of a company begin without the filters of another.
    s.press("/").type_text("status:active").press("enter esc esc esc").press("j u").answer_users();
    assert_eq!((filters(&s).as_str(), emails(&s)), ("", 50));
}

#[test]
fn values_of_the_users_seen_are_offered() {
    let mut s = opened();
    s.press("/").type_text("dep").press("tab").type_text("f");
    let search = s.model.users.list.search.as_ref().expect("the line");
    let offered: Vec<_> = search.completions.iter().map(|one| (one.text.as_str(), one.count)).collect();
    // The first page and the one after it.
    assert_eq!(offered, [("Finance", Some(34)), ("\"Field sales\"", Some(33))]);
    s.press("ctrl-u").type_text("status:x");
    let mistake = s.model.users.list.search.as_ref().and_then(|search| search.mistake.clone()).expect("a mistake");
    assert_eq!(mistake.text, "status is compared with active, inactive or deleted");
    s.press("ctrl-u").type_text("left<5").press("enter");
    assert!(s.said().contains("no column is called left"), "{}", s.said());
}

#[test]
fn one_typing_mistake_is_forgiven_among_the_users_seen_where_the_service_finds_nobody() {
    let mut s = opened();
    s.people[3].last_name = Some("Lovelace".to_owned());
    s.people[4].last_name = Some("Lovelace".to_owned());
    s.press("r").answer_users();
    let search = |s: &mut Story, text: &str| {
        s.press("/").press("ctrl-u").type_text(text).wait().answer_users();
        let names: Vec<String> = s.model.users.list.rows().iter().map(TargetUser::name).collect();
        (names.join(" "), said_on_chips(s))
    };
    let (names, said) = search(&mut s, "lovelaec");
    assert_eq!(names, "First3 Lovelace First4 Lovelace");
    assert!(said.contains("2 users") && said.contains("no lovelaec; showing lovelace"), "{said}");
    // One whose status has changed here meanwhile has the new one.
    let user = s.people[3].id.clone();
    s.model.users.set_status(&user, &UserStatus::Inactive);
    let (_, said) = search(&mut s, "lovelacce");
    assert!(said.contains("no lovelacce; showing lovelace"), "{said}");
    assert_eq!(s.model.users.list.rows()[0].status, UserStatus::Inactive);
    // What the service finds is shown as it is, and nothing is said any more.
    let (names, said) = search(&mut s, "user001");
    assert_eq!(names, "First1 Last1");
    assert!(!said.contains("showing"), "{said}");
}

#[test]
fn addresses_numbers_and_what_is_two_mistakes_away_are_not_forgiven() {
    let mut s = opened();
    s.people[3].last_name = Some("Lovelace".to_owned());
    s.press("r").answer_users();
    for text in
        ["user701@fabrikam.example", "user701", "first1x", "lovelac3", "lovlac", "\"lovelaec\"", "lovelaec nowhere"]
    {
        s.press("/").press("ctrl-u").type_text(text).wait().answer_users();
        assert_eq!((emails(&s), said_on_chips(&s).contains("showing")), (0, false), "{text}");
    }
    // Users that were seen in another company are none of this one.
    s.press("esc esc j");
    s.people.clear();
    s.press("u").answer_users().press("/").type_text("lovelaec").wait().answer_users();
    assert_eq!((emails(&s), said_on_chips(&s).contains("showing")), (0, false));
}

#[test]
fn address_of_the_owner_search_is_searched_as_it_stands() {
    let mut s = opened();
    s.press("esc").press("w").type_text("user007@fabrikam.example").press("enter");
    for (ticket, ..) in s.fetched_users() {
        let mut page = s.users_page(&keepnet_tui::domain::list::user_query::UserQuery::default());
        page.items = vec![s.people[7].clone()];
        s.send(Msg::Users(ticket, Ok(page)));
    }
    assert_eq!(s.model.users.list.wanted.conditions().terms.len(), 0);
}
