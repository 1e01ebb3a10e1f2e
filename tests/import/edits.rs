//! A plan that a person changes: rows left out and cells.

use std::collections::BTreeMap;

use fastrand::Rng;
use keepnet_tui::domain::company::company_ref::CompanyRef;
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId, UserId};
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::roster::{Action, Answers, Options, Plan, Reading};

const FILE: &str = "Email,First name,Last name,Phone,Groups,Badge\n\
    a@quartz.example,Ann,Lee,+442079460010,Sales,1\n\
    b@quartz.example,Bob,Lee,+442079460011,,2\n\
    a@quartz.example,Ann,Again,+442079460012,,3\n\
    c@quartz.exampel,Cid,Lee,+442079460013,Nowhere,4\n\
    d@quartz.example,Dan,Lee,12,,5\n\
    old@quartz.example,Old,Lee,+442079460014,,6\n\
    e@quartz.example,Eve,Lee,+442079460015,Sales,7\n";

fn answers(company: &str, used: u64) -> Answers {
    let seats = Seats { used, limit: Limit::Of(100) };
    let company = CompanyRef { id: CompanyId::new(company), name: company.to_owned(), seats, expired: false };
    let mut answers = Answers::none(company, Rules::default());
    answers.groups = vec![Choice { id: "g1".to_owned(), name: "Sales".to_owned(), detail: String::new() }];
    answers.domains = Domains { verified: vec!["quartz.example".to_owned()], unverified: Vec::new() };
    answers.custom = vec![CustomField {
        id: CustomFieldId::new("badge"),
        name: "Badge".to_owned(),
        data_type: DataType::Number,
        required: false,
        order: 1,
    }];
    let old = TargetUser::active(UserId::new("u1"), "old@quartz.example");
    answers.add_users([TargetUser { status: UserStatus::Inactive, ..old }]);
    answers
}

/// The plan of the file for these companies, each with so many seats used.
fn plan(companies: &[(&str, u64)]) -> Plan {
    let options = Options { company: Some(String::new()), ..Options::default() };
    let reading = Reading::of(FILE.as_bytes(), String::new(), options).expect("read");
    let people = reading.people();
    let mut plan = Plan::new(reading);
    for (company, used) in companies {
        plan.add(answers(company, *used), people.clone());
    }
    plan.judge().expect("judged");
    plan
}

fn actions(plan: &Plan) -> Vec<Action> {
    plan.rows.iter().map(|row| row.judged.action).collect()
}

#[test]
fn a_cell_that_is_mended_makes_the_row_right() {
    let mut plan = plan(&[("q", 0)]);
    let before = [
        Action::Create,
        Action::Create,
        Action::Double,
        Action::Create,
        Action::Fix,
        Action::Reactivate,
        Action::Create,
    ];
    assert_eq!(actions(&plan), before);
    assert_eq!(plan.unknown.len(), 1, "{:?}", plan.unknown);
    assert!(plan.set(4, 3, "+44 20 7946 0099") && plan.set(2, 0, "f@quartz.example") && plan.set(3, 4, "sales"));
    plan.judge_changed().expect("judged");
    let after = [
        Action::Create,
        Action::Create,
        Action::Create,
        Action::Create,
        Action::Create,
        Action::Reactivate,
        Action::Create,
    ];
    assert_eq!(actions(&plan), after);
    assert_eq!(plan.cell(4, 3), "+44 20 7946 0099");
    assert_eq!(plan.rows[4].judged.user.as_ref().expect("a request").phone, "+442079460099");
    assert!(plan.unknown.is_empty(), "{:?}", plan.unknown);
}

#[test]
fn a_row_that_is_left_out_gives_its_place_and_its_seat_to_others() {
    // Four seats: the last of the file has none.
    let mut plan = plan(&[("q", 97)]);
    assert_eq!(plan.rows[6].judged.action, Action::OverLimit);
    plan.leave_out(1, true);
    plan.judge_changed().expect("judged");
    assert_eq!((plan.rows[1].judged.action, plan.rows[6].judged.action), (Action::LeftOut, Action::Create));
    plan.leave_out(0, true);
    plan.judge_changed().expect("judged");
    assert_eq!(plan.rows[2].judged.action, Action::Create, "no earlier row has its address any more");
    plan.leave_out(0, false);
    plan.leave_out(1, false);
    plan.judge_changed().expect("judged");
    assert_eq!(plan.rows[2].judged.action, Action::Double);
    assert_eq!(plan.rows[6].judged.action, Action::OverLimit);
    assert!(plan.edits().is_empty());
}

#[test]
fn a_row_is_left_out_at_one_company_and_a_cell_is_that_of_all() {
    let mut plan = plan(&[("q", 0), ("r", 0)]);
    assert_eq!(plan.rows.len(), 14);
    // In the order of the rows: each person at both companies.
    let numbers: Vec<_> = plan.rows.iter().map(|row| (row.judged.person.number, row.company)).collect();
    assert_eq!(numbers[..4], [(2, Some(0)), (2, Some(1)), (3, Some(0)), (3, Some(1))]);
    plan.leave_out(1, true);
    assert!(plan.set(8, 3, "+442079460098"));
    plan.judge_changed().expect("judged");
    assert_eq!(actions(&plan)[..2], [Action::Create, Action::LeftOut]);
    assert_eq!(actions(&plan)[8..10], [Action::Create, Action::Create]);
    assert_eq!(plan.edits().left_out.iter().collect::<Vec<_>>(), [&(1, Some(CompanyId::new("r")))]);
}

#[test]
fn what_the_service_was_not_asked_is_asked_again() {
    let mut plan = plan(&[("q", 0)]);
    plan.companies[0].groups.clear();
    assert!(!plan.set(1, 4, "Sales"), "no group was loaded");
    assert!(plan.set(1, 4, ""));
    assert_eq!(plan.edits().cells, BTreeMap::from([((2, 4), String::new())]));
}

/// A plan that is made again has the same edits, and comes to the same.
#[test]
fn edits_are_made_again_in_a_new_plan() {
    let mut changed = plan(&[("q", 97), ("r", 0)]);
    changed.leave_out(1, true);
    changed.leave_out(2, true);
    assert!(changed.set(8, 3, "+442079460098") && changed.set(9, 5, "no number"));
    changed.judge_changed().expect("judged");
    let edits = changed.edits().clone();
    let options = Options { company: Some(String::new()), ..Options::default() };
    let mut reading = Reading::of(FILE.as_bytes(), String::new(), options).expect("read");
    reading.edit(&edits.cells);
    let people = reading.people();
    let mut again = Plan::new(reading);
    again.add(answers("q", 97), people.clone());
    again.add(answers("r", 0), people);
    again.take_edits(edits);
    again.judge().expect("judged");
    assert_eq!(again, changed);
    assert_eq!(again.rows[9].judged.action, Action::Fix);
}

/// Looking only at what was changed comes to the same as looking at everything.
#[test]
fn judging_what_was_changed_is_as_good_as_judging_everything() {
    let texts =
        ["", "a@quartz.example", "z@quartz.example", "+442079460077", "12", "Sales", "Nowhere", "old@quartz.example"];
    for seed in 0..20 {
        let mut rng = Rng::with_seed(seed);
        let mut plan = plan(&[("q", 95 + seed % 5), ("r", 0)]);
        for _ in 0..12 {
            let row = rng.usize(..plan.rows.len());
            if rng.bool() {
                plan.leave_out(row, rng.bool());
            } else {
                plan.set(row, rng.usize(..6), texts[rng.usize(..texts.len())]);
            }
            if rng.u8(..4) == 0 {
                let options = &mut plan.reading.options;
                options.reactivate = rng.bool();
                options.allow_over_limit = rng.bool();
                options.skip_unknown = rng.bool();
            }
            if rng.bool() {
                plan.judge_changed().expect("judged");
                let mut whole = plan.clone();
                whole.judge().expect("judged");
                assert_eq!(actions(&plan), actions(&whole), "seed {seed}");
                assert_eq!((&plan.notes, &plan.unknown), (&whole.notes, &whole.unknown), "seed {seed}");
                assert!(plan == whole, "seed {seed}");
            }
        }
    }
}

#[test]
fn edits_reach_the_address_that_is_sent() {
    let mut plan = plan(&[("q", 0)]);
    plan.set(0, 0, " NEW@quartz.example ");
    plan.judge_changed().expect("judged");
    assert_eq!(plan.rows[0].judged.person.entry.text(FieldId::Email), "NEW@quartz.example");
    assert_eq!(plan.rows[2].judged.action, Action::Create, "the address is free");
}
