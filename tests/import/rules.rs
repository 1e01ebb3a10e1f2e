//! What holds for all files.

use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::CustomFieldId;
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::roster::{
    Action, CustomColumn, Facts, Hints, Judged, Mapping, Meaning, Names, check, layout, name_key, people, read,
};

use super::corpus::company;

fn judged(text: &str, maps: &[&str], facts: &Facts<'_>) -> Vec<Judged> {
    let sheet = read(text.as_bytes(), &Hints::default()).expect("read");
    let maps: Vec<Mapping> = maps.iter().map(|map| map.parse().expect("a mapping")).collect();
    let layout = layout(&sheet, &maps).expect("a layout");
    check(people(&sheet, &layout, facts.rules.region), &sheet, |id: FieldId| layout.place(id), facts)
}

fn actions(judged: &[Judged]) -> Vec<Action> {
    judged.iter().map(|one| one.action).collect()
}

fn rows(count: usize) -> String {
    let row = |n: usize| format!("p{n}@quartz.example,P{n},Doe,+4420794600{n:02}\n");
    format!("Email,First name,Last name,Phone\n{}", (10..10 + count).map(row).collect::<String>())
}

#[test]
fn the_first_row_over_the_limit_is_told() {
    let judged = judged(&rows(5), &[], &company());
    assert_eq!(
        actions(&judged),
        [Action::Create, Action::Create, Action::Create, Action::OverLimit, Action::OverLimit]
    );
    assert_eq!(judged[3].person.number, 5);
    assert!(judged[3].reasons[0].contains("no seat left"));
    assert!(judged[3].user.is_none(), "nothing is sent for a row over the limit");
    let unlimited = Facts { seats: None, ..company() };
    assert_eq!(actions(&super::rules::judged(&rows(5), &[], &unlimited)), [Action::Create; 5]);
}

/// Those who take no seat are created when none is left.
#[test]
fn inactive_people_take_no_seat() {
    let text = "Email,Name,Phone,Active\na@q.example,A B,+442079460018,no\nb@q.example,B C,+442079460018,yes\n";
    let none_left = Facts { seats: Some(0), ..company() };
    assert_eq!(actions(&judged(text, &[], &none_left)), [Action::Create, Action::OverLimit]);
}

#[test]
fn the_second_of_two_rows_is_left_out_whatever_the_case() {
    let text = "Email,Name,Phone\na@q.example,A B,+442079460018\nA@Q.example,A B,+442079460018\n";
    let judged = judged(text, &[], &company());
    assert_eq!(actions(&judged), [Action::Create, Action::Double]);
    assert_eq!(judged[1].reasons, ["line 2 has the same email"]);
    // A row that is wrong is not the first of two.
    let text = "Email,Name,Phone\na@q.example,A B,12\nA@Q.example,A B,+442079460018\n";
    assert_eq!(actions(&super::rules::judged(text, &[], &company())), [Action::Fix, Action::Create]);
}

#[test]
fn a_mapping_holds_against_the_titles() {
    let text = "Mail,Private,Work,Name\na@q.example,+442079460018,+442079460019,Jane Doe\n";
    let phone = |maps: &[&str]| {
        let judged = judged(text, maps, &company());
        judged[0].person.entry.text(FieldId::Phone).to_owned()
    };
    assert_eq!(phone(&["Work=phone"]), "+442079460019");
    assert_eq!(phone(&["private=phone"]), "+442079460018");
    assert_eq!(phone(&["B=phone"]), "+442079460018");
    assert_eq!(phone(&["3=phone"]), "+442079460019");
    assert_eq!(phone(&["Work=none"]), "");
    let sheet = read(text.as_bytes(), &Hints::default()).expect("read");
    let said = layout(&sheet, &["Fax=phone".parse().expect("a mapping")]).expect_err("refused");
    assert_eq!(said, "--map: there is no column \"Fax\"; there are: \"Mail\", \"Private\", \"Work\", \"Name\"");
    assert!("Work=fon".parse::<Mapping>().expect_err("refused").contains("known are: email, phone"));
    assert!("Work".parse::<Mapping>().is_err() && "=email".parse::<Mapping>().is_err());
    for map in ["Work=phone", "Work=none", "a=b=name", "Kst=custom:Cost centre"] {
        assert_eq!(map.parse::<Mapping>().expect("a mapping").to_string(), map);
    }
}

/// A file whose titles nobody knows is read by what the person says.
#[test]
fn titles_may_be_unknown() {
    let text = "Foo,Bar,Baz\na@q.example,Jane Doe,+442079460018\n";
    let judged = judged(text, &["Foo=email", "Bar=name", "Baz=phone"], &company());
    let entry = &judged[0].person.entry;
    assert_eq!((judged.len(), entry.text(FieldId::FirstName), entry.text(FieldId::LastName)), (1, "Jane", "Doe"));
}

fn names(known: &[(&str, Option<&str>)]) -> Names {
    let choice = |name: &str| Choice { id: format!("id of {name}"), name: name.to_owned(), detail: String::new() };
    known.iter().map(|(name, found)| (name_key(name), Ok(found.map(choice)))).collect()
}

#[test]
fn what_was_looked_up_is_put_in() {
    let mut groups = names(&[("Finance, Control", Some("Finance, Control")), ("A", Some("A")), ("B", None)]);
    groups.insert(name_key("C"), Err("no group is called \"C\"".to_owned()));
    let facts = Facts { groups, languages: names(&[("tr", Some("Turkish"))]), ..company() };
    let text = "Email;Name;Phone;Groups;Language\na@q.example;A B;+442079460018;\"Finance, Control;A,B\";TR\n\
        b@q.example;A B;+442079460018;C;\n";
    let judged = judged(text, &[], &facts);
    let user = judged[0].user.as_ref().expect("a user");
    let groups: Vec<_> = user.groups.iter().map(|group| group.as_str().to_owned()).collect();
    assert_eq!(groups, ["id of Finance, Control", "id of A"]);
    assert_eq!(user.language.as_ref().map(|l| l.as_str().to_owned()), Some("id of Turkish".to_owned()));
    assert_eq!(
        (judged[1].action, judged[1].reasons.as_slice()),
        (Action::Fix, &["no group is called \"C\"".to_owned()][..])
    );
}

#[test]
fn custom_fields_are_checked_by_their_own_rules() {
    let field = |name: &str, data_type, required| CustomField {
        id: CustomFieldId::new(name),
        name: name.to_owned(),
        data_type,
        required,
        order: 1,
    };
    let custom = vec![
        CustomColumn { field: field("Badge", DataType::Number, true), column: Some(3) },
        CustomColumn { field: field("Shoe", DataType::String, true), column: None },
    ];
    let text = "Email,Name,Phone,Badge\na@q.example,A B,+442079460018,seven\n";
    let judged = judged(text, &[], &Facts { custom, ..company() });
    assert_eq!(judged[0].action, Action::Fix);
    let said = judged[0].reasons.join("; ");
    assert!(said.contains("\"Badge\": \"seven\"") && said.contains("\"Shoe\" is required"), "{said}");
}

#[test]
fn twenty_thousand_rows_are_read_and_no_more() {
    let row = "a@q.example,A B,+442079460018\n";
    let text = format!("Email,Name,Phone\n{}", row.repeat(20_000));
    assert_eq!(read(text.as_bytes(), &Hints::default()).expect("read").lines.len(), 20_001);
    let said = read(format!("{text}{row}").as_bytes(), &Hints::default()).expect_err("refused");
    assert!(said.contains("more than 20000 rows"), "{said}");
}

#[test]
fn a_sheet_is_named_by_name_or_number() {
    let bytes = include_bytes!("files/excel-dates-and-numbers.xlsx");
    let read_sheet = |name: &str| read(bytes, &Hints { sheet: Some(name.to_owned()), encoding: None });
    assert_eq!(read_sheet("old").expect("read").lines.len(), 2, "a hidden one that is named");
    assert_eq!(read_sheet("2").expect("read").form, "XLSX, sheet \"Old\"");
    assert!(read_sheet("Nobody").expect_err("refused").contains("it has: Notes, Old, People, Leavers"));
    assert!(read_sheet("Notes").expect_err("refused").contains("empty"));
    let said = read(b"a,b", &Hints { sheet: Some("x".into()), encoding: None }).expect_err("refused");
    assert!(said.contains("no worksheets"));
}

#[test]
fn a_company_may_be_named_by_a_column() {
    let text = "Firma,E-Mail,Name\nQuartz,a@q.example,A B\n";
    let sheet = read(text.as_bytes(), &Hints::default()).expect("read");
    let layout = layout(&sheet, &[]).expect("a layout");
    assert!(layout.has(&Meaning::Company));
    assert_eq!(people(&sheet, &layout, None)[0].company, "Quartz");
}
