//! A company and rosters of it: who joins, changes, leaves, and who is left alone.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::domain::change::outcome::UpdateEnd;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::form::custom_field::{CustomField, DataType};
use crate::domain::service::ids::CompanyId;
use crate::domain::service::ids::CustomFieldId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::CustomDetail;
use crate::domain::user::existing::ManagedBy;
use crate::roster::{Doubt, Ended, Options, Order, OrderContext, Plan, Reading, Run, outcomes};

const HEAD: &str = "Email,First name,Last name,Department,Phone,Priority\n";

fn user(n: usize, email: &str) -> TargetUser {
    TargetUser {
        first_name: Some("Jane".to_owned()),
        last_name: Some("Doe".to_owned()),
        department: Some("IT".to_owned()),
        phone: Some("+442079460018".to_owned()),
        priority: Some("Medium".to_owned()),
        ..TargetUser::active(UserId::new(format!("u{n}")), email)
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
    plan_of(&format!("{HEAD}{rows}"), options, |answers| answers.add_users(users.iter().cloned()))
}

fn plan_of(text: &str, options: Options, answer: impl FnOnce(&mut Answers)) -> Plan {
    let reading = Reading::of(text.as_bytes(), String::new(), options).expect("a roster");
    let (people, rules) = (reading.people(), reading.options.rules);
    let mut plan = Plan::new(reading);
    let mut answers = Answers::none(company(), rules);
    answer(&mut answers);
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
            Order::Activate(intents) | Order::Update(intents) => {
                let [intent] = &intents[..] else { panic!("one change") };
                let crate::domain::change::write::WriteKind::Update(update) = &intent.kind else { panic!("an update") };
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
    assert_eq!(plan.summary(), "joiners 0 · movers 0 · leavers 1 · same 1 · from a directory 1");
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
    assert_eq!(doubt, Doubt::Unread(1));
}

const MORE: &str = "Email,Manager,Manager email,Language,Time zone,Group,Badge,Remote\n";

fn whole() -> Options {
    Options { company: Some("Contoso".to_owned()), reactivate: true, reconcile: true, ..Options::default() }
}

/// Jane with a manager, a language, a time zone, a badge, and in one of three groups, of which SCIM fills one.
fn with_details(answers: &mut Answers) {
    answers.add_users([user(1, "jane@contoso.com")]);
    let choice = |id: &str, name: &str| Choice { id: id.to_owned(), name: name.to_owned(), detail: String::new() };
    answers.languages = vec![choice("en", "English"), choice("tr", "Turkish")];
    answers.time_zones = vec![choice("z1", "London"), choice("z2", "Istanbul")];
    answers.groups = vec![choice("g1", "Finance"), choice("g2", "Sales"), choice("g3", "Synced")];
    let field = |id: &str, name: &str, data_type, required| CustomField {
        id: CustomFieldId::new(id),
        name: name.to_owned(),
        data_type,
        required,
        order: 1,
    };
    answers.custom =
        vec![field("f1", "Badge", DataType::String, false), field("f2", "Remote", DataType::Boolean, true)];
    let texts = [
        (FieldId::Email, "jane@contoso.com"),
        (FieldId::FirstName, "Jane"),
        (FieldId::LastName, "Doe"),
        (FieldId::Department, "IT"),
        (FieldId::Phone, "+442079460018"),
        (FieldId::Priority, "Medium"),
        (FieldId::Language, "en"),
        (FieldId::TimeZone, "z1"),
        (FieldId::ManagerFirstName, "Grace"),
        (FieldId::ManagerLastName, "Hopper"),
        (FieldId::ManagerEmail, "grace@contoso.com"),
    ];
    let texts = texts.into_iter().map(|(id, text)| (id, text.to_owned())).collect();
    let own = |field: &str, value: &str| CustomDetail {
        field: CustomFieldId::new(field),
        name: field.to_owned(),
        data_type: DataType::String,
        value: Some(value.to_owned()),
        timestamp: None,
    };
    let id = UserId::new("u1");
    let detail = UserDetail::new(id.clone(), true, texts, vec![own("f1", "B-17"), own("f2", "True")]);
    answers.details.insert(id.clone(), detail);
    answers.members.insert("g1".to_owned(), HashSet::from([id]));
    answers.members.insert("g2".to_owned(), HashSet::new());
    answers.filled.insert("g3".to_owned(), "is filled by SCIM".to_owned());
}

#[rstest]
#[case::nothing_said(",,,,,,", Action::There, "")]
#[case::same("Grace Hopper,Grace@contoso.com,Turkish,,,,", Action::Update, "Language \"English\" to \"Turkish\"")]
#[case::all_the_same("Grace Hopper,GRACE@contoso.com,english,london,finance,B-17,yes", Action::There, "")]
#[case::manager(
    "Ada Lovelace,ada@contoso.com,,,,,",
    Action::Update,
    "Manager first \"Grace\" to \"Ada\", Manager last \"Hopper\" to \"Lovelace\", Manager email \"grace@contoso.com\" to \"ada@contoso.com\""
)]
#[case::no_manager(
    "-,-,,,,,",
    Action::Update,
    "Manager first \"Grace\" to empty, Manager last \"Hopper\" to empty, Manager email \"grace@contoso.com\" to empty"
)]
#[case::half_a_manager("-,,,,,,", Action::Fix, "")]
#[case::time_zone(",,,Istanbul,,,", Action::Update, "Time zone \"London\" to \"Istanbul\"")]
#[case::cleared(
    ",,-,-,,-,",
    Action::Update,
    "Language \"English\" to empty, Time zone \"London\" to empty, Badge \"B-17\" to empty"
)]
#[case::custom(",,,,,B-18,no", Action::Update, "Badge \"B-17\" to \"B-18\", Remote \"True\" to \"False\"")]
#[case::custom_that_is_required(",,,,,,-", Action::Fix, "")]
#[case::custom_that_is_wrong(",,,,,,perhaps", Action::Fix, "")]
#[case::joins(",,,,Finance; Sales,,", Action::Update, "+\"Sales\"")]
#[case::groups_are_never_left(",,,,-,,", Action::There, "")]
#[case::group_of_a_directory(",,,,Synced,,", Action::There, "")]
#[case::both(",,Turkish,,Sales,,", Action::Update, "Language \"English\" to \"Turkish\"+\"Sales\"")]
fn more_than_the_list_says_is_compared(#[case] cells: &str, #[case] action: Action, #[case] words: &str) {
    let mut plan = plan_of(&format!("{MORE}jane@contoso.com,{cells}\n"), whole(), with_details);
    assert_eq!(plan.unknown, Vec::<String>::new());
    let words_of = |plan: &Plan| {
        let one = &plan.rows[0].judged;
        let joins = one.joins.iter().map(|join| format!("+{}", join.words()));
        one.update.as_ref().map(Update::words).into_iter().chain(joins).collect::<String>()
    };
    let reasons = plan.rows[0].judged.reasons.clone();
    assert_eq!((plan.rows[0].judged.action, words_of(&plan).as_str()), (action, words), "{reasons:?}");
    let again = plan.clone();
    plan.judge().expect("a plan");
    assert_eq!(plan, again, "what is cleared stays cleared");
}

#[test]
fn group_of_a_directory_is_not_joined_and_that_is_told() {
    let plan = plan_of(&format!("{MORE}jane@contoso.com,,,Turkish,,Synced,,\n"), whole(), with_details);
    let reasons = &plan.rows[0].judged.reasons;
    assert_eq!(reasons[0], "not into the group \"Synced\", which is filled by SCIM");
}

#[test]
fn users_are_read_of_whom_the_file_says_more_than_the_list() {
    for (cells, is_read) in
        [(",,,,Sales,,", false), ("Ada Lovelace,,,,,,", true), (",,,London,,,", true), (",,,,,B-18,", true)]
    {
        let plan = plan_of(&format!("{MORE}JANE@contoso.com,{cells}\n"), whole(), with_details);
        let (reading, people) = (&plan.reading, plan.reading.people());
        assert_eq!(!plan.companies[0].users_to_read(reading, &people).is_empty(), is_read, "{cells}");
    }
}

/// With one seat left and two who leave: three join, the second and the third in their place.
#[test]
fn seats_of_leavers_are_for_those_who_join() {
    let users: Vec<_> = (0..12).map(|n| user(n, &format!("p{n}@contoso.com"))).collect();
    let row = |n: usize| format!("new{n}@contoso.com,,,,+44207946001{n},\n");
    let new: String = (0..4).map(row).collect();
    let rows = format!("{HEAD}{new}p2@contoso.com,,,,,\n{}", same(3..12));
    let limited = |used| {
        plan_of(&rows, whole(), |answers| {
            answers.company.seats = Seats { used, limit: Limit::Of(13) };
            answers.add_users(users.iter().cloned());
        })
    };
    let joiners = |plan: &Plan| {
        let rows = plan.rows.iter().map(|row| &row.judged).filter(|one| one.email().starts_with("new"));
        rows.map(|one| (one.action, one.after_leavers)).collect::<Vec<_>>()
    };
    let create = |after| (Action::Create, after);
    assert_eq!(joiners(&limited(12)), [create(0), create(1), create(2), (Action::OverLimit, 0)]);
    // Two over the limit: nobody joins until all are gone who are too many.
    assert_eq!(
        joiners(&limited(14)),
        [create(2), (Action::OverLimit, 0), (Action::OverLimit, 0), (Action::OverLimit, 0)]
    );

    let plan = limited(12);
    let mut run = Run::new(&plan, None);
    let (failed, left) =
        (failed(), Ended::of_update(&Update::activity(UserId::new("u"), true, false), UpdateEnd::Updated));
    let begun: Vec<_> = std::iter::from_fn(|| run.begin()).collect();
    assert_eq!(begun, [0, 1, 2], "those who leave, and whoever has a seat");
    run.end(0, left);
    assert_eq!((run.begin(), run.begin()), (Some(3), None), "one seat is free");
    run.end(1, failed.clone());
    run.end(2, Ended::created(&UserId::new("n0"), ""));
    run.end(3, Ended::created(&UserId::new("n1"), ""));
    for _ in 0..2 {
        assert_eq!((run.begin(), run.begin()), (Some(1), None), "it is tried again");
        assert!(!run.is_at_rest());
        run.end(1, failed.clone());
    }
    assert!(run.begin().is_none() && run.is_at_rest());
    let outcomes = outcomes(&plan, &run, |_, _| Ok::<_, ()>(false)).expect("outcomes");
    assert_eq!(outcomes[4].word, "not_sent");
    assert!(outcomes[4].is_open && outcomes[4].reasons[0].contains("no seat is free"), "{:?}", outcomes[4]);
}

fn failed() -> Ended {
    Ended::of_update(&Update::activity(UserId::new("u"), true, false), UpdateEnd::Pending)
}

/// The changes of a row have an ID each, and the first that does not succeed is the end of the row.
#[test]
fn changes_of_a_row_follow_one_another() {
    let plan = plan_of(&format!("{MORE}jane@contoso.com,,,Turkish,,Sales,,\n"), whole(), with_details);
    let context = OrderContext {
        id: crate::domain::change::write::WriteId::new("run", 4),
        at: jiff::Timestamp::UNIX_EPOCH,
        ticket: crate::domain::change::ticket::TicketNumber::default(),
        batch: crate::domain::change::ticket::BatchId::from_text("run-1".to_owned()),
    };
    let Some(Order::Update(intents)) = plan.rows[0].judged.order(&company(), &context) else { panic!("an update") };
    assert_eq!(intents.iter().map(|intent| intent.id.as_str()).collect::<Vec<_>>(), ["run-4", "run-4.2"]);
    let [update, join] = [0, 1].map(|at| match &intents[at].kind {
        crate::domain::change::write::WriteKind::Update(update) => update.clone(),
        kind => panic!("{kind:?}"),
    });
    let ended = |first, then| Ended::of_update(&update, first).then(&join, then).outcome(&[]);
    assert_eq!(ended(UpdateEnd::Updated, UpdateEnd::AlreadySo).word, "updated");
    assert_eq!(ended(UpdateEnd::AlreadySo, UpdateEnd::Updated).word, "updated");
    assert_eq!(ended(UpdateEnd::AlreadySo, UpdateEnd::AlreadySo).word, "unchanged");
    let open = ended(UpdateEnd::Updated, UpdateEnd::Pending);
    assert!(open.is_open && open.reasons[0].starts_with("not added to the group \"Sales\": "), "{open:?}");
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
