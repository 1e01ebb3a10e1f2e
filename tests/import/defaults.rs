//! Values for all rows: of fields that no column has, and of cells that are empty.

use keepnet_tui::domain::company::company_ref::CompanyRef;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId, UserId};
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::domain::user::target_user::Priority;
use keepnet_tui::roster::{Action, Answers, FieldDefault, Options, Plan, Reading};
use rstest::rstest;

const NAMES: &str = "Email,Name\na@q.example,Ann Lee\nb@q.example,Bob Roy\n";

fn answers(options: &Options) -> Answers {
    let seats = Seats { used: 1, limit: Limit::Unlimited };
    let id = CompanyId::new("quartz");
    let mut answers = Answers::none(CompanyRef { id, name: "Quartz".to_owned(), seats, expired: false }, options.rules);
    answers.groups = vec![Choice { id: "g1".to_owned(), name: "Sales".to_owned(), detail: String::new() }];
    answers
}

fn options(defaults: &[&str]) -> Options {
    let defaults = defaults.iter().map(|default| default.parse().expect("a default")).collect();
    Options { company: Some(String::new()), defaults, ..Options::default() }
}

fn plan_with(text: &str, options: Options, answer: impl FnOnce(&mut Answers)) -> Plan {
    let mut answers = answers(&options);
    answer(&mut answers);
    let reading = Reading::of(text.as_bytes(), String::new(), options).expect("read");
    let people = reading.people();
    let mut plan = Plan::new(reading);
    plan.add(answers, people);
    plan.judge().expect("judged");
    plan
}

fn plan(text: &str, defaults: &[&str]) -> Plan {
    plan_with(text, options(defaults), |_| {})
}

/// What each row sends of a field.
fn sent(plan: &Plan, id: FieldId) -> Vec<String> {
    plan.rows.iter().map(|row| row.judged.person.entry.sent(id)).collect()
}

#[test]
fn field_without_a_column_gets_its_value_in_every_row() {
    let without = plan(NAMES, &[]);
    assert_eq!((without.count(Action::Fix), without.sourceless().len()), (2, 1));
    let plan = plan(NAMES, &["phone=+44 20 7946 0018", "department=R&D = research"]);
    assert_eq!((plan.count(Action::Create), plan.sourceless()), (2, Vec::new()));
    let phones = plan.rows.iter().map(|row| row.judged.user.as_ref().expect("a request").phone.as_str());
    assert_eq!(phones.collect::<Vec<_>>(), ["+442079460018"; 2]);
    assert_eq!(sent(&plan, FieldId::Department), ["R&D = research"; 2]);
    assert_eq!(plan.notes, ["where a row has none: Phone +44 20 7946 0018, Department R&D = research"]);
    assert!(plan.rows.iter().all(|row| !row.judged.is_odd), "nobody has to look at the rows");
}

#[test]
fn filled_cell_keeps_its_value_even_if_it_is_wrong() {
    let text = "Email,Name,Phone,Priority,Groups\n\
        a@q.example,A B,+442079460010,urgent,\nb@q.example,B C,,,Sales\nc@q.example,C D,12,low,\n";
    let plan = plan(text, &["phone=+442079460018", "priority=high", "group=Sales; sales"]);
    let actions: Vec<_> = plan.rows.iter().map(|row| row.judged.action).collect();
    assert_eq!(actions, [Action::Fix, Action::Create, Action::Fix]);
    assert_eq!(sent(&plan, FieldId::Phone)[1], "+442079460018");
    assert!(plan.rows[0].judged.reasons[0].contains("\"urgent\" is no priority"), "{:?}", plan.rows[0].judged.reasons);
    let user = plan.rows[1].judged.user.as_ref().expect("a request");
    assert_eq!((user.groups.len(), user.priority), (1, Priority::High));
}

/// Half of one manager and half of another is nobody.
#[test]
fn manager_is_taken_as_a_whole_or_not_at_all() {
    let text = "Email,Phone,Manager,Manager email\n\
        a@q.example,+442079460010,Max Own,\nb@q.example,+442079460010,,\n";
    let all = ["manager-first-name=Eve", "manager-last-name=Lin", "manager-email=eve@q.example"];
    let plan = plan(text, &all);
    assert_eq!(sent(&plan, FieldId::ManagerEmail), ["", "eve@q.example"]);
    assert_eq!(sent(&plan, FieldId::ManagerLastName), ["Own", "Lin"]);
}

#[test]
fn wrong_value_is_said_of_the_field() {
    let plan = plan(NAMES, &["phone=12", "priority=urgent"]);
    let reasons = plan.rows[0].judged.reasons.join("; ");
    assert!(reasons.contains("Phone: \"12\"") && reasons.contains("Priority: \"urgent\" is no priority"), "{reasons}");
}

#[test]
fn required_custom_field_gets_a_value_for_all_rows() {
    let field = CustomField {
        id: CustomFieldId::new("f1"),
        name: "Cost centre".to_owned(),
        data_type: DataType::Number,
        required: true,
        order: 1,
    };
    let with = |defaults: &[&str]| plan_with(NAMES, options(defaults), |answers| answers.custom = vec![field.clone()]);
    assert_eq!(with(&["phone=+442079460018"]).sourceless()[0].word(), "custom:Cost centre");
    let plan = with(&["phone=+442079460018", "custom:cost CENTRE=4711"]);
    assert_eq!((plan.count(Action::Create), plan.sourceless()), (2, Vec::new()));
    let values = &plan.rows[0].judged.user.as_ref().expect("a request").custom_fields;
    assert_eq!(values[0].value, "4711");
    let unknown = with(&["phone=+442079460018", "custom:Shoe=44"]);
    assert!(unknown.notes.iter().any(|note| note == "Quartz has no custom field \"Shoe\""), "{:?}", unknown.notes);
}

/// A roster without departments must not move everybody into one.
#[test]
fn users_who_are_there_are_not_changed_by_it() {
    let there = TargetUser {
        id: UserId::new("u1"),
        email: "a@q.example".to_owned(),
        first_name: Some("Ann".to_owned()),
        last_name: Some("Lee".to_owned()),
        department: Some("IT".to_owned()),
        phone: Some("+442079460010".to_owned()),
        priority: Some("Medium".to_owned()),
        status: UserStatus::Active,
        created: None,
        time_zone: None,
        language: None,
        managed: None,
        roles: None,
    };
    let defaults = ["phone=+442079460018", "department=Sales", "active=no", "group=Sales"];
    let whole = Options { reconcile: true, reactivate: true, ..options(&defaults) };
    let mut plan = plan_with(NAMES, whole, |answers| answers.add_users([there]));
    for _ in 0..2 {
        let actions: Vec<_> = plan.rows.iter().map(|row| row.judged.action).collect();
        assert_eq!(actions, [Action::There, Action::Create]);
        assert!(plan.rows[0].judged.update.is_none() && plan.rows[0].judged.joins.is_empty());
        assert_eq!(sent(&plan, FieldId::Department)[1], "Sales");
        plan.judge().expect("judged again");
    }
}

#[rstest]
#[case("phone", "expected is FIELD=VALUE")]
#[case("phone= ", "no value after the =")]
#[case("shoe=44", "\"shoe\" is no field")]
#[case("email=a@q.example", "\"email\" has no value for all rows; known are: phone, department, group, language")]
#[case("company=Quartz", "\"company\" has no value for all rows")]
fn what_has_no_value_for_all_rows_is_refused(#[case] text: &str, #[case] said: &str) {
    let why = text.parse::<FieldDefault>().expect_err("refused");
    assert!(why.contains(said), "{why}");
}

#[test]
fn defaults_are_kept_and_read_again() {
    let defaults = ["custom:A=B=c", "department=R&D = x", "group=Sales; IT"];
    let options = options(&defaults);
    let choices = options.choices();
    let again = Options::of_choices(&choices, options.rules).expect("read");
    assert_eq!(again.defaults, options.defaults);
}
