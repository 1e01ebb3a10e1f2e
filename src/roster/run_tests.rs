//! Which rows are sent when, how often, and when nothing more is.

use rstest::rstest;

use super::*;
use crate::domain::change::outcome::CreateEnd;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::service::failure::Applied;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::roster::{Answers, Options, Reading};

/// A plan that creates so many users.
fn plan(rows: usize) -> Plan {
    let company = CompanyRef {
        id: CompanyId::new("c1"),
        name: "Contoso".to_owned(),
        seats: Seats { used: 5, limit: Limit::Unlimited },
        expired: false,
    };
    let row = |n: usize| format!("p{n}@contoso.com,+442079460018\n");
    let text: String = std::iter::once("Email,Phone\n".to_owned()).chain((0..rows).map(row)).collect();
    let options = Options { company: Some("Contoso".to_owned()), ..Options::default() };
    let reading = Reading::of(text.as_bytes(), String::new(), options).expect("people");
    let (people, rules) = (reading.people(), reading.options.rules);
    let mut plan = Plan::new(reading);
    plan.add(Answers::none(company, rules), people);
    plan.judge().expect("a plan");
    plan
}

fn run(rows: usize) -> Run {
    Run::new(&plan(rows), None)
}

fn failure(why: &str, remedy: Remedy) -> Failure {
    Failure {
        what: "It did not work".to_owned(),
        why: why.to_owned(),
        hint: String::new(),
        remedy,
        applied: Applied::No,
    }
}

fn created() -> Ended {
    Ended::created(&UserId::new("u1"), "")
}

fn refused(why: &str) -> Ended {
    Ended::of_create(CreateEnd::Refused(failure(why, Remedy::Nothing)))
}

fn unfinished() -> Ended {
    let mut end = Ended::of_create(CreateEnd::Unknown(failure("The line is dead.", Remedy::Retry)));
    assert!(end.is_unfinished());
    end.failure = None;
    end
}

/// All that can be sent now.
fn begun(run: &mut Run) -> Vec<usize> {
    std::iter::from_fn(|| run.begin()).collect()
}

/// Sends one row after the other until it rests; which ones.
fn go(run: &mut Run, end: impl Fn(usize) -> Ended) -> Vec<usize> {
    let mut sent = Vec::new();
    while let Some(row) = run.begin() {
        sent.push(row);
        run.end(row, end(row));
    }
    sent
}

#[test]
fn four_rows_are_under_way_at_once_in_the_order_of_the_file() {
    let mut run = run(6);
    assert_eq!(begun(&mut run), [0, 1, 2, 3]);
    assert_eq!((run.under_way(), run.is_at_rest()), (AT_ONCE, false));
    run.end(2, created());
    assert_eq!((run.begin(), run.begin()), (Some(4), None));
    for row in [0, 1, 3] {
        run.end(row, created());
    }
    assert_eq!(begun(&mut run), [5]);
    assert!(!run.is_at_rest(), "two are under way");
    run.end(4, created());
    run.end(5, created());
    assert!(run.is_at_rest());
    assert_eq!((run.done(), run.of(), run.under_way(), run.round()), (6, 6, 0, 1));
}

#[test]
fn only_the_first_rows_are_sent_for_a_trial() {
    let mut run = Run::new(&plan(6), Some(2));
    assert_eq!(go(&mut run, |_| created()), [0, 1]);
    assert!(run.is_at_rest());
    assert_eq!((run.of(), run.has(1), run.has(2)), (2, true, false));
}

#[test]
fn rows_that_the_plan_does_not_send_are_not_begun() {
    let mut plan = plan(3);
    plan.rows[1].judged.action = crate::roster::Action::LeftOut;
    assert_eq!(go(&mut Run::new(&plan, None), |_| created()), [0, 2]);
}

/// Those without a clear end come again when all others have ended, and not for ever.
#[test]
fn rows_without_a_clear_end_are_tried_three_times() {
    let mut run = run(3);
    let end = |row| if row == 1 { unfinished() } else { created() };
    for row in begun(&mut run) {
        run.end(row, end(row));
    }
    assert_eq!((run.done(), run.unfinished(), run.round(), run.is_at_rest()), (3, 1, 1, false));
    assert_eq!(run.begin(), Some(1));
    assert_eq!((run.done(), run.unfinished(), run.round()), (2, 0, 2));
    run.end(1, unfinished());
    assert_eq!(go(&mut run, end), [1]);
    assert_eq!((run.done(), run.unfinished(), run.round(), run.is_at_rest()), (3, 1, 3, true));
    assert_eq!(run.begin(), None);
}

#[test]
fn next_round_waits_for_what_is_under_way() {
    let mut run = run(2);
    begun(&mut run);
    run.end(0, unfinished());
    assert_eq!(run.begin(), None, "the other one is under way");
    run.end(1, created());
    assert_eq!(run.begin(), Some(0));
    run.end(0, created());
    assert_eq!((run.done(), run.unfinished(), run.is_at_rest()), (2, 0, true));
}

#[test]
fn pause_begins_no_row_and_lets_those_under_way_end() {
    let mut run = run(6);
    begun(&mut run);
    run.pause(true);
    assert!(run.is_paused());
    run.end(0, created());
    assert_eq!((run.begin(), run.is_at_rest()), (None, false));
    for row in 1..4 {
        run.end(row, created());
    }
    assert!(run.is_at_rest(), "nothing is begun while it is paused");
    run.pause(false);
    assert!(!run.is_at_rest());
    assert_eq!(begun(&mut run), [4, 5]);
}

#[test]
fn five_equal_failures_in_a_row_stop_it_and_it_can_go_on() {
    let mut run = run(20);
    assert_eq!(go(&mut run, |_| refused("The disk is full.")), [0, 1, 2, 3, 4]);
    assert!(run.is_at_rest());
    let said = run.stop().map(ToString::to_string).unwrap_or_default();
    assert!(said.starts_with("5 rows in a row have failed alike: "), "{said}");
    assert!(run.stop().is_some_and(|stop| stop.failure().why == "The disk is full."));
    run.resume();
    assert_eq!((run.stop(), run.is_at_rest()), (None, false));
    assert_eq!(go(&mut run, |_| refused("The disk is full.")), [5, 6, 7, 8, 9], "it counts from the beginning");
}

/// Another failure, or a row that was done, breaks the row of equal failures.
#[rstest]
#[case::another_failure(|row| if row == 4 { refused("Phone.") } else { refused("Email.") }, 10)]
#[case::a_success(|row| if row == 3 { created() } else { refused("Email.") }, 9)]
fn failures_that_are_not_in_a_row_do_not_stop_it(#[case] end: fn(usize) -> Ended, #[case] sent: usize) {
    let mut run = run(20);
    assert_eq!(go(&mut run, end).len(), sent);
}

#[rstest]
#[case(Remedy::Credentials)]
#[case(Remedy::Permission)]
fn refused_access_stops_it_at_once(#[case] remedy: Remedy) {
    let mut run = run(20);
    let why = failure("You may not.", remedy);
    let end = |_| Ended::of_create(CreateEnd::Refused(why.clone()));
    assert_eq!(go(&mut run, end), [0]);
    assert_eq!(run.stop(), Some(&Stop::Access(why.clone())));
    assert_eq!(run.stop().map(ToString::to_string), Some(why.to_string()));
}

/// Rows that were under way when it stopped end differently: the reason stays the first one.
#[test]
fn first_reason_to_stop_is_the_one_that_is_told() {
    let mut run = run(20);
    begun(&mut run);
    let first = failure("You may not.", Remedy::Permission);
    run.end(0, Ended::of_create(CreateEnd::Refused(first.clone())));
    run.end(1, Ended::of_create(CreateEnd::Refused(failure("Who are you?", Remedy::Credentials))));
    assert_eq!(run.stop(), Some(&Stop::Access(first)));
    assert!(!run.is_at_rest(), "two are still under way");
}

#[test]
fn failures_of_another_round_are_counted_anew() {
    let mut run = run(4);
    let end = Ended::of_create(CreateEnd::Unknown(failure("The line is dead.", Remedy::Retry)));
    let sent = go(&mut run, |_| end.clone());
    assert_eq!(sent.len(), 12, "three rounds of four failures each");
    assert_eq!(run.stop(), None);
    assert_eq!(run.ends().len(), 4);
}

#[test]
fn rows_are_begun_ahead_and_one_that_was_not_sent_comes_first_again() {
    let mut run = run(20);
    let begun = |run: &mut Run| std::iter::from_fn(|| run.begin()).collect::<Vec<_>>();
    assert_eq!(begun(&mut run), [0, 1, 2, 3]);
    run.begin_ahead(2);
    assert_eq!(begun(&mut run), [4, 5]);
    run.withdraw(4);
    run.withdraw(19);
    assert_eq!((run.under_way(), run.done(), run.is_at_rest()), (5, 0, false));
    assert_eq!(begun(&mut run), [4]);
    run.begin_ahead(0);
    run.withdraw(5);
    assert_eq!((begun(&mut run), run.under_way()), (Vec::new(), 5), "those that were begun are under way");
}
