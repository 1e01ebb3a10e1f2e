//! What has changed since an earlier day: the filter, the marks of rows, the course of a company.

use std::sync::Arc;

use jiff::civil::{Date, date};
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::flows::empty::no_companies;
use keepnet_tui::app::screen::company_lines::lines;
use keepnet_tui::app::screen::company_sheet::PaneLine;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::history::day::Day;
use keepnet_tui::domain::service::ids::CompanyId;

use crate::common::{Story, company};

/// Today is Tuesday, 24 November.
const TODAY: Date = date(2026, 11, 24);
const FRIDAY: Date = date(2026, 11, 20);
const THURSDAY: Date = date(2026, 11, 19);

fn now_there() -> Vec<Company> {
    vec![
        company(1, "Acme", 412, Limit::Of(500)),
        company(2, "Bolt", 10, Limit::Of(30)),
        company(3, "Cobalt", 7, Limit::Of(30)),
        company(4, "Delta", 5, Limit::Of(30)),
    ]
}

/// On Friday Acme had fewer seats in use, Bolt more, and Delta was not there; on Thursday Cobalt was locked besides.
fn then(day: Date) -> Arc<Day> {
    let mut list = now_there();
    list.truncate(3);
    list[0].seats.used = 400;
    list[1].seats.used = 13;
    list[2].locked = day == THURSDAY;
    Arc::new(Day::of(day, &list))
}

fn story(days: &[Date]) -> Story {
    let days = days.to_vec();
    let mut s = Story::with(now_there(), (100, 30), |settings| {
        settings.cache_limit = 2_000;
        settings.profile_settings.days = days;
    });
    s.settle();
    s
}

fn loads(s: &mut Story) -> Vec<(Ticket, Date)> {
    s.take(|effect| if let Effect::LoadDay(ticket, day) = effect { Some((*ticket, *day)) } else { None })
}

/// Answers every request for a day.
fn read_days(s: &mut Story) {
    loop {
        let asked = loads(s);
        if asked.is_empty() {
            return;
        }
        for (ticket, day) in asked {
            s.send(Msg::EarlierDay(ticket, day, Some(then(day))));
        }
    }
}

fn names(s: &Story) -> String {
    s.model.companies.rows().iter().map(|company| company.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn mark(s: &Story, name: &str) -> String {
    let list = &s.model.companies;
    let company = list.rows().iter().find(|company| company.name == name).expect("a row");
    list.change_of(company, TODAY).map(|change| change.text(false)).unwrap_or_default()
}

#[test]
fn rows_tell_what_changed_since_the_last_visit() {
    let mut s = story(&[THURSDAY, FRIDAY]);
    let asked = loads(&mut s);
    assert_eq!(asked.iter().map(|(_, day)| *day).collect::<Vec<_>>(), [FRIDAY], "the day of the last visit alone");
    assert_eq!(mark(&s, "Acme"), "", "nothing is known before it was read");
    s.send(Msg::EarlierDay(asked[0].0, FRIDAY, Some(then(FRIDAY))));
    assert_eq!(["Acme", "Bolt", "Cobalt", "Delta"].map(|name| mark(&s, name)), ["▲ +12", "▼ −3", "", "new"]);
    s.press("j k").settle();
    assert!(loads(&mut s).is_empty(), "it is read once");
}

#[test]
fn changed_filters_by_the_day_that_is_asked_for() {
    let mut s = story(&[THURSDAY, FRIDAY]);
    read_days(&mut s);
    s.press("/").type_text("changed:2026-11-20").wait();
    assert_eq!(names(&s), "Acme Bolt Delta");
    s.press("ctrl-u").type_text("changed:2026-11-19").wait();
    assert_eq!(names(&s), "", "it is not in memory yet");
    assert!(no_companies(&s.model).to_string().contains("Reading the companies of 2026-11-19"));
    read_days(&mut s);
    assert_eq!(names(&s), "Acme Bolt Cobalt Delta");
    s.press("enter").settle();
    let term = s.model.companies.wanted.filters.terms[0].clone();
    assert_eq!(s.model.companies.term_text(&term, TODAY), "changed:2026-11-19");
}

#[test]
fn nearest_day_is_taken_and_named() {
    let mut s = story(&[THURSDAY, FRIDAY]);
    read_days(&mut s);
    for (typed, rows, said) in [
        ("changed:1d", "Acme Bolt Delta", "changed:1d (Friday)"),
        ("changed:30d", "Acme Bolt Cobalt Delta", "changed:30d (Thursday)"),
        ("-changed:1d", "Cobalt", "-changed:1d (Friday)"),
    ] {
        s.press("f x").press("/").type_text(typed).press("enter").settle();
        read_days(&mut s);
        assert_eq!(names(&s), rows, "{typed}");
        let term = s.model.companies.wanted.filters.terms[0].clone();
        assert_eq!(s.model.companies.term_text(&term, TODAY), said);
    }
}

#[test]
fn day_that_cannot_be_read_is_skipped() {
    let mut s = story(&[THURSDAY, FRIDAY]);
    let (ticket, day) = loads(&mut s)[0];
    s.send(Msg::EarlierDay(ticket, day, None));
    let asked = loads(&mut s);
    assert_eq!(asked.iter().map(|(_, day)| *day).collect::<Vec<_>>(), [THURSDAY]);
    s.send(Msg::EarlierDay(asked[0].0, THURSDAY, Some(then(THURSDAY))));
    assert_eq!((mark(&s, "Acme"), mark(&s, "Cobalt")), ("▲ +12".to_owned(), "unlocked".to_owned()));
    s.send(Msg::EarlierDay(ticket, FRIDAY, Some(then(FRIDAY))));
    assert_eq!(mark(&s, "Cobalt"), "unlocked", "a late answer is dropped");
}

#[test]
fn without_an_earlier_day_the_list_says_so() {
    let mut s = story(&[TODAY]);
    assert!(loads(&mut s).is_empty(), "today is not compared with");
    s.press("/").type_text("changed:1d").press("enter").settle();
    assert_eq!(names(&s), "");
    assert!(no_companies(&s.model).to_string().starts_with("No earlier day is kept yet"));
    let term = s.model.companies.wanted.filters.terms[0].clone();
    assert_eq!(s.model.companies.term_text(&term, TODAY), "changed:1d (no day kept)");
}

/// That no day can be read is not that none is kept.
#[test]
fn days_that_cannot_be_read_are_not_told_as_none() {
    let mut s = story(&[FRIDAY]);
    let (ticket, day) = loads(&mut s).remove(0);
    s.send(Msg::EarlierDay(ticket, day, None));
    s.press("/").type_text("changed:1d").press("enter").settle();
    assert_eq!(no_companies(&s.model).what, "The companies of earlier days cannot be read.");
    let term = s.model.companies.wanted.conditions().terms.remove(0);
    assert_eq!(s.model.companies.term_text(&term, TODAY), "changed:1d (no day can be read)");
}

#[test]
fn nothing_changed_is_said_with_the_day() {
    let mut s = story(&[FRIDAY]);
    let (ticket, day) = loads(&mut s)[0];
    s.send(Msg::EarlierDay(ticket, day, Some(Arc::new(Day::of(FRIDAY, &now_there())))));
    s.press("/").type_text("changed:1d").press("enter").settle();
    assert_eq!(no_companies(&s.model).what, "Nothing has changed since Friday.");
}

#[test]
fn more_days_than_are_kept_in_memory_are_all_compared() {
    let days: Vec<Date> = (10..=20).map(|day| date(2026, 11, day)).collect();
    let mut s = story(&days);
    read_days(&mut s);
    let typed: Vec<_> = days.iter().map(|day| format!("changed:{day}")).collect();
    s.press("/").type_text(&typed.join(" ")).press("enter").settle();
    read_days(&mut s);
    assert_eq!(names(&s), "Acme Bolt Delta");
}

#[test]
fn details_show_the_course_of_used_seats() {
    let mut s = story(&[THURSDAY, FRIDAY]);
    s.press("enter").settle();
    let asked = s.take(|effect| match effect {
        Effect::LoadCourse(ticket, company) => Some((*ticket, company.clone())),
        _ => None,
    });
    let (ticket, company) = asked[0].clone();
    assert_eq!(company, CompanyId::new("id0001"));
    let course = |s: &Story| {
        let lines = lines(&s.model, 80);
        let at = lines.iter().position(|line| matches!(line, PaneLine::Text(label, ..) if label == "course"));
        let text = |line: &PaneLine| if let PaneLine::Text(_, text, ..) = line { text.clone() } else { String::new() };
        at.map(|at| (text(&lines[at]), text(&lines[at + 1])))
    };
    assert_eq!(course(&s), None, "nothing is known yet, and nothing waits for it");
    let october = date(2026, 10, 27);
    s.send(Msg::Course(ticket, vec![(october, 361), (THURSDAY, 398), (FRIDAY, 398), (TODAY, 1)]));
    let gap = " ".repeat(22);
    let words = "361 on 27 Oct, 398 on Friday, 412 today";
    assert_eq!(course(&s), Some((format!("▁{gap}▆▆   █"), words.to_owned())));
    s.model.settings.ascii = true;
    assert_eq!(course(&s).map(|(line, _)| line), Some(format!("_{gap}==   #")));
}
