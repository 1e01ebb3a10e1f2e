//! Groups that a file names and its company does not have.

use rstest::rstest;

use super::*;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::WriteId;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::service::ids::{CompanyId, GroupId, UserId};
use crate::domain::user::existing::TargetUser;
use crate::roster::{Action, Answers, Options, Order, OrderContext, Plan, Reading};

fn company() -> CompanyRef {
    let seats = Seats { used: 5, limit: Limit::Unlimited };
    CompanyRef { id: CompanyId::new("c1"), name: "Contoso".to_owned(), seats, expired: false }
}

fn choice(id: &str, name: &str) -> Choice {
    Choice { id: id.to_owned(), name: name.to_owned(), detail: String::new() }
}

fn options(maps: &[&str], create: bool) -> Options {
    let maps = maps.iter().map(|map| map.parse().expect("a mapping")).collect();
    Options { company: Some("Contoso".to_owned()), groups: GroupChoices { maps, create }, ..Options::default() }
}

/// Of a company with the groups Sales and, twice, Team, and with the user old@contoso.com.
fn plan(rows: &str, options: Options) -> Plan {
    let text = format!("Email,Phone,Groups\n{rows}");
    let reading = Reading::of(text.as_bytes(), String::new(), options).expect("a file");
    let (people, rules) = (reading.people(), reading.options.rules);
    let mut answers = Answers::none(company(), rules);
    answers.groups = vec![choice("g1", "Sales"), choice("g2", "Team"), choice("g3", "team")];
    answers.add_users([TargetUser::active(UserId::new("u1"), "old@contoso.com")]);
    let mut plan = Plan::new(reading);
    plan.add(answers, people);
    plan.judge().expect("a plan");
    plan
}

/// A new person with these groups.
fn row(groups: &str) -> String {
    format!("new@contoso.com,+442079460018,\"{groups}\"\n")
}

fn new(plan: &Plan) -> Vec<&str> {
    plan.new_groups.iter().map(|new| new.group.name.as_str()).collect()
}

fn sent(plan: &Plan) -> Vec<&str> {
    plan.rows[0].judged.user.as_ref().expect("a request").groups.iter().map(GroupId::as_str).collect()
}

fn order(plan: &Plan) -> Option<Order> {
    let context = OrderContext {
        id: WriteId::new("run", 1),
        at: jiff::Timestamp::UNIX_EPOCH,
        ticket: TicketNumber::default(),
        batch: BatchId::from_text("run-1".to_owned()),
    };
    plan.rows[0].judged.order(&company(), &context)
}

#[rstest]
#[case::there("Sales", &[], true, &["g1"], &[], "")]
#[case::unknown("Finance", &[], false, &[], &[], "group \"Finance\" does not exist")]
#[case::created("Finance", &[], true, &[""], &["Finance"], "")]
#[case::created_beside_one_that_is_there("Finance; Sales", &[], true, &["", "g1"], &["Finance"], "")]
#[case::taken_for_another("Sales team", &["sales TEAM=Sales"], false, &["g1"], &[], "")]
#[case::taken_for_another_by_id("Sales team", &["Sales team=g3"], false, &["g3"], &[], "")]
#[case::left_out("Sales team", &["Sales team="], false, &[], &[], "")]
#[case::taken_for_one_that_is_created("Fin", &["Fin=Finance"], true, &[""], &["Finance"], "")]
#[case::taken_for_one_that_is_not_there("Fin", &["Fin=Finance"], false, &[], &[], "group \"Finance\" does not exist")]
#[case::several_are_called_so("Team", &[], true, &[], &[], "several are called \"Team\"")]
#[case::commas_separate("Finance, Legal", &[], true, &["", ""], &["Finance", "Legal"], "")]
#[case::commas_of_a_name("Finance, Legal", &["Finance, Legal=Finance, Legal"], true, &[""], &["Finance, Legal"], "")]
#[case::too_long(&"x".repeat(65), &[], true, &[], &[], "at most 64 characters")]
fn name_means_a_group_or_a_new_one(
    #[case] groups: &str,
    #[case] maps: &[&str],
    #[case] create: bool,
    #[case] ids: &[&str],
    #[case] created: &[&str],
    #[case] unknown: &str,
) {
    let plan = plan(&row(groups), options(maps, create));
    assert_eq!((sent(&plan).as_slice(), new(&plan).as_slice()), (ids, created));
    assert_eq!(plan.unknown.is_empty(), unknown.is_empty(), "{:?}", plan.unknown);
    assert!(plan.unknown.iter().all(|said| said.contains(unknown)), "{:?}", plan.unknown);
    assert_eq!(order(&plan).is_some(), !ids.contains(&""), "nobody is created before the groups are");
}

#[test]
fn new_group_is_told_and_once_it_is_there_the_row_is_sent_with_it() {
    let mut plan = plan(&row("Finance"), options(&[], true));
    assert!(plan.notes.contains(&"1 new group at Contoso: \"Finance\"".to_owned()), "{:?}", plan.notes);
    plan.companies[0].groups.push(choice("g9", "Finance"));
    plan.judge().expect("a plan");
    assert_eq!((new(&plan), sent(&plan)), (Vec::new(), vec!["g9"]));
    assert!(order(&plan).is_some());
}

#[test]
fn no_group_is_created_for_rows_that_are_not_sent() {
    for rows in ["old@contoso.com,,Finance\n", "no address,+442079460018,Finance\n"] {
        let plan = plan(rows, options(&[], true));
        assert!(plan.count(Action::Create) == 0 && plan.new_groups.is_empty(), "{:?}", plan.new_groups);
    }
    let mut left_out = plan(&row("Finance"), options(&[], true));
    left_out.leave_out(0, true);
    left_out.judge().expect("a plan");
    assert_eq!(new(&left_out), Vec::<&str>::new());
}

#[rstest]
#[case("Sales team=Sales", Ok("Sales team=Sales"))]
#[case(" Sales team = ", Ok("Sales team="))]
#[case("a=b=c", Ok("a=b=c"))]
#[case("Sales", Err("expected is NAME=GROUP"))]
#[case("=Sales", Err("no name before"))]
fn mapping_is_read(#[case] text: &str, #[case] read: Result<&str, &str>) {
    match (text.parse::<GroupMapping>(), read) {
        (Ok(map), Ok(said)) => {
            assert_eq!(map.to_string(), said);
            assert_eq!(map.to_string().parse(), Ok(map));
        }
        (Err(why), Err(said)) => assert!(why.contains(said), "{why}"),
        (got, wanted) => panic!("{got:?}, wanted {wanted:?}"),
    }
}

/// A trial with the first rows leaves no groups behind that only later ones need.
#[test]
fn first_rows_need_only_their_own_groups() {
    let row = |n: usize, group: &str| format!("new{n}@contoso.com,+442079460018,{group}\n");
    let rows = row(1, "Sales") + &row(2, "Night") + &row(3, "Day") + &row(4, "Night");
    let plan = plan(&rows, options(&[], true));
    let named = |first| {
        let groups = plan.groups_to_create(first).into_iter();
        groups.map(|new| new.group.name).collect::<Vec<_>>()
    };
    assert_eq!(named(Some(1)), Vec::<String>::new());
    assert_eq!(named(Some(2)), ["Night"]);
    assert_eq!((named(Some(3)), named(None)), (named(None), vec!["Day".to_owned(), "Night".to_owned()]));
}

#[test]
fn names_without_a_group_are_listed_with_what_becomes_of_them() {
    let rows = row("Sales; Team; Night; Former; Vertrieb");
    let becomes = |maps: &[&str], create| {
        let names = plan(&rows, options(maps, create)).group_names.into_iter();
        names.map(|name| (name.name, name.becomes)).collect::<Vec<_>>()
    };
    let of = |all: [(&str, Becomes); 4]| all.map(|(name, becomes)| (name.to_owned(), becomes)).to_vec();
    let [former, night, team, vertrieb] = ["Former", "Night", "Team", "Vertrieb"];
    let wanted = of([
        (former, Becomes::Unknown),
        (night, Becomes::Unknown),
        (team, Becomes::Unknown),
        (vertrieb, Becomes::Unknown),
    ]);
    assert_eq!(becomes(&[], false), wanted);
    let sales = Becomes::Group("Sales".to_owned());
    let team_is = Becomes::Group("team".to_owned());
    let wanted = of([(former, Becomes::LeftOut), (night, Becomes::Created), (team, team_is), (vertrieb, sales)]);
    assert_eq!(becomes(&["former=", "Vertrieb=sales", "Team=g3"], true), wanted);
}

/// What is said about groups on the screen is found out without reading every row again.
#[test]
fn groups_that_are_set_are_those_of_a_plan_made_anew() {
    let rows = row("Night, Vertrieb");
    let mut changed = plan(&rows, options(&[], false));
    assert_eq!(changed.unknown.len(), 2);
    let said = options(&["Vertrieb=Sales"], true);
    changed.set_groups(said.groups.clone());
    changed.judge_changed().expect("a plan");
    assert_eq!(changed, plan(&rows, said));
}
