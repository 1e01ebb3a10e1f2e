//! A company and rosters of it: who joins, changes, leaves, and who is left alone.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::existing::ManagedBy;
use crate::roster::{Answers, Options, Order, OrderContext, Plan, Reading};

const HEAD: &str = "Email,First name,Last name,Department,Phone,Priority\n";

fn user(n: usize, email: &str) -> TargetUser {
    TargetUser {
        id: UserId::new(format!("u{n}")),
        email: email.to_owned(),
        first_name: Some("Jane".to_owned()),
        last_name: Some("Doe".to_owned()),
        department: Some("IT".to_owned()),
        phone: Some("+442079460018".to_owned()),
        priority: Some("Medium".to_owned()),
        status: UserStatus::Active,
        created: None,
        time_zone: None,
        language: None,
        managed: None,
        roles: None,
    }
}

fn company() -> CompanyRef {
    CompanyRef {
        id: CompanyId::new("c1"),
        name: "Contoso".to_owned(),
        seats: Seats { used: 5, limit: Limit::Unlimited },
        expired: false,
    }
}

fn plan(users: &[TargetUser], rows: &str) -> Plan {
    let options =
        Options { company: Some("Contoso".to_owned()), reactivate: true, reconcile: true, ..Options::default() };
    let reading = Reading::of(format!("{HEAD}{rows}").as_bytes(), String::new(), options).expect("a roster");
    let (people, rules) = (reading.people(), reading.options.rules);
    let mut plan = Plan::new(reading);
    let mut answers = Answers::none(company(), rules);
    answers.add_users(users.iter().cloned());
    plan.add(answers, people);
    plan.judge().expect("a plan");
    plan
}

/// Rows that say nothing but who is there.
fn same(people: std::ops::Range<usize>) -> String {
    let row = |n: usize| format!("p{n}@contoso.com,,,,,\n");
    people.map(row).collect()
}

/// What becomes of whom, and what is changed.
fn said(plan: &Plan) -> Vec<(Action, String, String)> {
    let words = |one: &Judged| one.update.as_ref().map_or_else(String::new, Update::words);
    plan.rows.iter().map(|row| (row.judged.action, row.judged.email(), words(&row.judged))).collect()
}

/// The company as the plan makes it.
fn carried_out(users: &[TargetUser], plan: &Plan) -> Vec<TargetUser> {
    let mut after = users.to_vec();
    for (at, row) in plan.rows.iter().enumerate().filter(|(at, _)| plan.is_sent(*at)) {
        let context = OrderContext {
            id: crate::domain::change::write::WriteId::new("run", at as u64),
            at: jiff::Timestamp::UNIX_EPOCH,
            ticket: crate::domain::change::ticket::TicketNumber::default(),
            batch: crate::domain::change::ticket::BatchId::from_text("run-1".to_owned()),
        };
        match row.judged.order(&company(), &context).expect("an order") {
            Order::Create(request) => after.push(request.intent.user(UserId::new(format!("new{at}")))),
            Order::Activate(intent) | Order::Update(intent) => {
                let crate::domain::change::write::WriteKind::Update(update) = intent.kind else { panic!("an update") };
                let user = after.iter_mut().find(|user| user.id == update.user).expect("a user");
                let mut detail = listed(user);
                for change in &update.changes {
                    assert!(change.is_begun(&detail.value(&change.field)), "{change:?}");
                    detail.set(&change.field, "", &change.to);
                }
                let some = |id| detail.raw(id).map(str::to_owned);
                user.first_name = some(FieldId::FirstName);
                user.last_name = some(FieldId::LastName);
                user.department = some(FieldId::Department);
                user.phone = some(FieldId::Phone);
                user.priority = some(FieldId::Priority);
                user.status = if detail.active { UserStatus::Active } else { UserStatus::Inactive };
            }
        }
    }
    after
}

#[rstest]
#[case::same("jane@contoso.com,Jane,Doe,IT,+442079460018,Medium", Action::There, "")]
#[case::empty_cells_say_nothing("jane@contoso.com,,,,,", Action::There, "")]
#[case::written_otherwise("JANE@contoso.com,Jane,Doe,IT,+44 20 7946 0018,medium", Action::There, "")]
#[case::moved("jane@contoso.com,,,Finance,,", Action::Update, "Department \"IT\" to \"Finance\"")]
#[case::cleared("jane@contoso.com,,,-,,", Action::Update, "Department \"IT\" to empty")]
#[case::priority("jane@contoso.com,,,,,high", Action::Update, "Priority \"Medium\" to \"High\"")]
#[case::cleared_that_is_required("jane@contoso.com,,,,-,", Action::Fix, "")]
#[case::no_priority("jane@contoso.com,,,,,soon", Action::Fix, "")]
fn row_of_a_user_who_is_there(#[case] row: &str, #[case] action: Action, #[case] words: &str) {
    let plan = plan(&[user(1, "jane@contoso.com")], row);
    let all = said(&plan);
    assert_eq!((all[0].0, all[0].2.as_str(), all.len()), (action, words, 1), "{:?}", plan.rows[0].judged.reasons);
}

#[test]
fn leavers_are_made_inactive_and_others_are_left_alone() {
    let managed = Some(ManagedBy::Scim("Entra".to_owned()));
    let inactive = TargetUser { status: UserStatus::Inactive, ..user(4, "away@contoso.com") };
    let users = [
        user(1, "jane@contoso.com"),
        user(2, "gone@Contoso.com"),
        user(3, "partner@fabrikam.com"),
        inactive.clone(),
        TargetUser { managed: managed.clone(), ..user(5, "scim@contoso.com") },
        TargetUser { status: UserStatus::Deleted, ..user(6, "old@contoso.com") },
        TargetUser { managed, ..user(7, "scim2@contoso.com") },
    ];
    let plan = plan(&users, "jane@contoso.com,,,,,\nscim2@contoso.com,,,Sales,,\n");
    assert_eq!(
        said(&plan)[0],
        (Action::Deactivate, "gone@Contoso.com".to_owned(), "Status active to inactive".to_owned())
    );
    let actions: Vec<_> = said(&plan).into_iter().map(|(action, ..)| action).collect();
    assert_eq!(actions, [Action::Deactivate, Action::There, Action::Managed]);
    assert_eq!((plan.absent.known, plan.absent.managed, plan.absent.outside), (2, 1, 1));
    assert!(
        plan.notes.iter().any(|note| note.contains("1 user of a directory, 1 user with mail domains")),
        "{:?}",
        plan.notes
    );
    assert_eq!(plan.reconciled_summary(), "joiners 0 · movers 0 · leavers 1 · same 1 · from a directory 1");
    // Judged again, as after an edit of a row, it is the same plan.
    let mut again = plan.clone();
    again.judge().expect("a plan");
    assert_eq!(again, plan);
}

/// A user who comes back with other values is one change, so that nothing is left for the next time.
#[test]
fn joiner_who_was_there_comes_back_as_the_file_says() {
    let away = TargetUser { status: UserStatus::Inactive, ..user(1, "jane@contoso.com") };
    let plan = plan(&[away], "jane@contoso.com,,,Finance,,\nnew@contoso.com,New,-,-,+442079460019,\n");
    let all = said(&plan);
    assert_eq!(all[0].0, Action::Reactivate);
    assert_eq!(all[0].2, "Department \"IT\" to \"Finance\", Status inactive to active");
    assert_eq!(all[1].0, Action::Create);
    let made = plan.rows[1].judged.user.as_ref().expect("a request");
    assert_eq!((made.last_name.as_deref(), made.department.as_deref()), (None, None), "- is no text");
}

#[test]
fn second_row_of_a_user_is_not_sent() {
    let plan = plan(&[user(1, "jane@contoso.com")], "jane@contoso.com,,,Finance,,\njane@contoso.com,,,Sales,,\n");
    assert_eq!(
        said(&plan).into_iter().map(|(action, ..)| action).collect::<Vec<_>>(),
        [Action::Update, Action::Double]
    );
}

#[rstest]
#[case::one_of_five(1, 5, false)]
#[case::two_of_nine(2, 9, true)]
#[case::fifty_of_many(50, 1_000, false)]
#[case::more_than_fifty(51, 1_000, true)]
#[case::the_only_one(1, 1, true)]
fn many_leavers_are_doubtful(#[case] leavers: usize, #[case] of: usize, #[case] is_doubtful: bool) {
    let users: Vec<_> = (0..of).map(|n| user(n, &format!("p{n}@contoso.com"))).collect();
    let mut rows: String = same(leavers..of);
    rows += "new@contoso.com,,,,+442079460019,\n";
    let plan = plan(&users, &rows);
    assert_eq!(plan.count(Action::Deactivate), leavers as u64);
    assert_eq!(plan.doubt(None).is_some(), is_doubtful, "{:?}", plan.doubt(None));
    assert_eq!(plan.doubt(Some(leavers as u64)), None);
    assert_eq!(plan.doubt(Some(leavers as u64 - 1)).is_some(), is_doubtful);
}

/// A row whose address cannot be read may be one of those who seem to have left.
#[test]
fn nobody_leaves_while_an_address_cannot_be_read() {
    let users: Vec<_> = (0..10).map(|n| user(n, &format!("p{n}@contoso.com"))).collect();
    let mut rows: String = same(1..10);
    assert_eq!(plan(&users, &rows).doubt(None), None);
    rows += "p0(at)contoso.com,,,,,\n";
    let doubt = plan(&users, &rows).doubt(Some(100)).expect("a doubt");
    assert!(doubt.contains("1 row has no address"), "{doubt}");
}

fn status() -> impl Strategy<Value = UserStatus> {
    prop_oneof![
        4 => Just(UserStatus::Active),
        1 => Just(UserStatus::Inactive),
        1 => Just(UserStatus::Deleted),
        1 => Just(UserStatus::Other("Locked".to_owned())),
    ]
}

fn users() -> impl Strategy<Value = Vec<TargetUser>> {
    let one = (status(), any::<bool>(), 0..3_usize, "[a-c]?", "[A-C]{0,2}");
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let made = all.into_iter().enumerate().map(|(n, (status, is_managed, domain, department, last))| {
            let domain = ["contoso.com", "fabrikam.com", "x.example"][domain];
            TargetUser {
                status,
                managed: is_managed.then_some(ManagedBy::Scim("Entra".to_owned())),
                department: Some(department).filter(|text| !text.is_empty()),
                last_name: Some(last).filter(|text| !text.is_empty()),
                ..user(n, &format!("p{n}@{domain}"))
            }
        });
        made.collect()
    })
}

fn rows() -> impl Strategy<Value = String> {
    let cell = || prop_oneof![Just(String::new()), Just("-".to_owned()), Just("A".to_owned()), Just("b".to_owned())];
    let row = (0..14_usize, 0..2_usize, cell(), cell(), cell()).prop_map(|(n, domain, first, last, department)| {
        let domain = ["contoso.com", "fabrikam.com"][domain];
        format!("p{n}@{domain},{first},{last},{department},+442079460018,\n")
    });
    prop::collection::vec(row, 1..12).prop_map(|rows| rows.concat())
}

proptest! {
    /// Nobody outside of the roster's domains is changed, nobody of a directory, nobody deleted, and no field whose cell is
    /// empty; and the second time there is nothing left to do.
    #[test]
    fn what_is_left_alone_stays_and_once_is_enough(users in users(), rows in rows()) {
        let plan = plan(&users, &rows);
        let after = carried_out(&users, &plan);
        for (before, after) in users.iter().zip(&after) {
            let in_domain = rows.contains(&format!("@{}", before.email.rsplit_once('@').expect("a domain").1));
            let may_change = in_domain
                && before.managed.is_none()
                && matches!(before.status, UserStatus::Active | UserStatus::Inactive);
            prop_assert!(may_change || before == after, "{before:?} {after:?}");
            let row = rows.lines().find(|row| row.starts_with(&format!("{},", before.email)));
            let cells: Vec<_> = row.map(|row| row.split(',').collect()).unwrap_or_default();
            for (cell, was, is) in [
                (1, &before.first_name, &after.first_name),
                (2, &before.last_name, &after.last_name),
                (3, &before.department, &after.department),
            ] {
                let is_empty = cells.get(cell).is_none_or(|cell| cell.is_empty());
                prop_assert!(!is_empty || was == is, "{row:?} {before:?} {after:?}");
            }
            prop_assert!(row.is_none() || before.status != UserStatus::Active || after.status == UserStatus::Active);
            prop_assert!(after.status != UserStatus::Deleted || before.status == UserStatus::Deleted);
        }
        let again = self::plan(&after, &rows);
        let sent: Vec<_> = (0..again.rows.len()).filter(|at| again.is_sent(*at)).map(|at| &again.rows[at]).collect();
        prop_assert!(sent.is_empty(), "{sent:?}");
    }
}
