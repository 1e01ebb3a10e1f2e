//! What is compared, and how.

use rstest::rstest;

use super::*;
use crate::domain::form::custom_field::DataType;
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::CustomFieldId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::CustomDetail;
use crate::domain::user::target_user::Priority;

fn jane() -> UserDetail {
    let texts = [
        (FieldId::Email, "jane@x.example"),
        (FieldId::Phone, "+442079460018"),
        (FieldId::FirstName, "Jane"),
        (FieldId::LastName, " Doe "),
        (FieldId::Department, "IT"),
        (FieldId::Priority, "Medium"),
        (FieldId::TimeZone, "UTC"),
    ];
    let badge = CustomDetail {
        field: CustomFieldId::new("f1"),
        name: "Badge".to_owned(),
        data_type: DataType::String,
        value: Some("7".to_owned()),
        timestamp: None,
    };
    let texts = texts.into_iter().map(|(id, text)| (id, text.to_owned())).collect();
    UserDetail::new(UserId::new("u1"), true, texts, vec![badge])
}

fn change(id: FieldId, from: &str, to: &str) -> FieldChange {
    let [from, to] = [from, to].map(StoredValue::new);
    FieldChange { field: UserField::Field(id), name: String::new(), from, to }
}

fn update(changes: Vec<FieldChange>) -> Update {
    Update::new(UserId::new("u1"), changes)
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Reached => "reached",
        Standing::Open => "open",
        Standing::Conflicts(_) => "conflict",
    }
}

#[rstest]
#[case::as_it_was(vec![change(FieldId::Department, "IT", "Finance")], "open")]
#[case::as_wanted(vec![change(FieldId::Department, "HR", "IT")], "reached")]
#[case::another(vec![change(FieldId::Department, "HR", "Finance")], "conflict")]
#[case::nothing(vec![], "reached")]
#[case::one_reached_one_open(
    vec![change(FieldId::Department, "HR", "IT"), change(FieldId::FirstName, "Jane", "Janet")], "open")]
#[case::one_reached_one_another(
    vec![change(FieldId::Department, "HR", "IT"), change(FieldId::FirstName, "Joan", "Janet")], "conflict")]
#[case::phone_with_blanks(vec![change(FieldId::Phone, "+4420", "+44 20 7946 0018")], "reached")]
#[case::phone_without_its_blanks(vec![change(FieldId::Phone, "+442079460018", "+44 20 7946 0018")], "open")]
#[case::email_in_other_letters(vec![change(FieldId::Email, "ann@x.example", "Jane@X.example")], "reached")]
#[case::only_the_letters_change(vec![change(FieldId::Email, "jane@x.example", "Jane@x.example")], "open")]
#[case::trimmed_by_the_service(vec![change(FieldId::LastName, "Roe", "Doe")], "reached")]
#[case::was_empty(vec![change(FieldId::ManagerEmail, "", "m@x.example")], "open")]
#[case::active(vec![change(FieldId::Active, "true", "false")], "open")]
#[case::inactive_already(vec![change(FieldId::Active, "false", "true")], "reached")]
fn standing_compares_each_field(#[case] changes: Vec<FieldChange>, #[case] wanted: &str) {
    assert_eq!(word(&update(changes).standing(&jane())), wanted);
}

#[test]
fn conflict_tells_all_three_values() {
    let wanted = update(vec![change(FieldId::Department, "HR", "Finance"), change(FieldId::ManagerEmail, "b@x", "")]);
    let Standing::Conflicts(conflicts) = wanted.standing(&jane()) else { panic!("a conflict") };
    let [department] = &conflicts[..] else { panic!("what is wanted is there: {conflicts:?}") };
    assert_eq!(department.words(), "Department is \"IT\" now; it was \"HR\", and \"Finance\" is wanted");
}

#[test]
fn reversed_update_puts_the_old_values_back() {
    let there = update(vec![change(FieldId::Department, "IT", "Finance"), change(FieldId::Active, "true", "false")]);
    let request = UserUpdate::new(jane(), &there.changes);
    assert_eq!(word(&there.reversed(&WriteId::new("run", 1)).standing(request.user())), "open");
    let back = UserUpdate::new(request.user().clone(), &there.reversed(&WriteId::new("run", 1)).changes);
    assert_eq!(back.user(), &jane());
    assert_eq!(
        (there.seat(), there.reversed(&WriteId::new("run", 1)).seat()),
        (Some(SeatChange::Frees), Some(SeatChange::Takes))
    );
    assert_eq!(there.words(), "Department \"IT\" to \"Finance\", Status active to inactive");
}

#[test]
fn custom_fields_change_with_their_timestamp() {
    let field = |id: &str, data_type| crate::domain::form::custom_field::CustomField {
        id: CustomFieldId::new(id),
        name: "Start".to_owned(),
        data_type,
        required: false,
        order: 0,
    };
    let start = FieldChange::custom(&jane(), &field("f2", DataType::Date), "1.12.2026");
    let start = start.expect("a date").expect("a change");
    assert_eq!(start.to.timestamp.as_deref(), Some("2026-12-01T00:00:00Z"));
    assert_eq!(FieldChange::custom(&jane(), &field("f1", DataType::String), " 7 "), Ok(None));
    assert!(FieldChange::custom(&jane(), &field("f1", DataType::Number), "x").is_err());
    let cleared = FieldChange::custom(&jane(), &field("f1", DataType::String), "").expect("a change").expect("one");
    let request = UserUpdate::new(jane(), &[start, cleared]);
    let values: Vec<_> = request.user().custom.iter().map(|own| own.value.as_deref()).collect();
    assert_eq!(values, [None, Some("2026-12-01")]);
}

#[test]
fn only_what_a_person_changed_is_a_change() {
    let begun = jane().entry();
    let zone = Choice { id: "GMT".into(), name: "(UTC) London".into(), detail: String::new() };
    let entry = begun
        .clone()
        .with(FieldId::Department, " Finance ")
        .with(FieldId::Phone, "020 7946 0019")
        .with_value(FieldId::TimeZone, FieldValue::One(Some(zone)))
        .with_value(FieldId::Priority, FieldValue::Priority(Priority::High));
    let rules = Rules { region: crate::domain::user::phone::PhoneRegion::new("GB"), ..Rules::default() };
    let changed = changes(&jane(), &begun, &entry, rules).expect("sound");
    let told: Vec<_> = changed.iter().map(|c| (c.label(), c.from.raw.as_str(), c.to.raw.as_str())).collect();
    let wanted = [
        ("Phone", "+442079460018", "+442079460019"),
        ("Department", "IT", "Finance"),
        ("Time zone", "UTC", "GMT"),
        ("Priority", "Medium", "High"),
    ];
    assert_eq!(told, wanted.map(|(label, from, to)| (label.to_owned(), from, to)));
    assert_eq!(changes(&jane(), &begun, &begun, rules), Ok(Vec::new()));
}

#[test]
fn shorter_limits_of_an_update_are_checked() {
    let begun = jane().entry();
    let entry = begun.clone().with(FieldId::FirstName, &"x".repeat(41)).with(FieldId::Email, "");
    let wrong = changes(&jane(), &begun, &entry, Rules::default()).expect_err("refused");
    let fields: Vec<_> = wrong.iter().map(|(id, _)| *id).collect();
    assert_eq!(fields, [FieldId::Email, FieldId::FirstName]);
    // Nobody may touch the manager and leave it half.
    let entry = begun.clone().with(FieldId::ManagerEmail, "m@x.example");
    let wrong = changes(&jane(), &begun, &entry, Rules::default()).expect_err("refused");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    let mut long = jane();
    long.set(&UserField::Field(FieldId::Department), "", &StoredValue::new("d".repeat(65)));
    let request = UserUpdate::new(long, &[]);
    let told: Vec<_> = request.too_long().map(|(field, length, max)| (field.id, length, max)).collect();
    assert_eq!(told, [(FieldId::Department, 65, 64)]);
}
