//! Custom fields: what a company asks, what is sent, and what the embedded server makes of it.

use keepnet_tui::api::{Error, Operation};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::form::custom_field::{CustomField, CustomValue, DataType};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId};
use keepnet_tui::domain::user::target_user::NewTargetUser;
use rstest::rstest;
use serde_json::json;

use super::support::{ACME, Bench, CREATE, Op, minimal};

/// It asks for something of every data type, and for some of it before anything is created.
const BLUEFIN: &str = "Bluefin Marine";

/// What somebody types into a field of each data type.
fn typed(field: &CustomField) -> &'static str {
    match &field.data_type {
        DataType::String => "BF \"7\" é",
        DataType::Number => "-12.50",
        DataType::Email => "agent@bluefinmarine.example",
        DataType::Date => "1.12.2026",
        DataType::DateTime => "2026-12-01 9:05",
        DataType::Boolean => "no",
        DataType::Other(word) => panic!("undescribed: {word}"),
    }
}

async fn create(bench: &Bench, company: &CompanyId, values: Vec<CustomValue>) -> Result<String, Error> {
    let user = NewTargetUser { custom_fields: values, ..minimal("crew@bluefinmarine.example") };
    bench.client.create_target_user(company, &user).await.map(|id| id.to_string())
}

#[tokio::test]
async fn fields_of_every_data_type() {
    let bench = Bench::new().await;
    let fields = bench.client.custom_fields(&bench.company(BLUEFIN)).await.expect("fields");
    let told: Vec<_> = fields.iter().map(|f| (f.name.as_str(), &f.data_type, f.required)).collect();
    assert_eq!(
        told,
        [
            ("Crew no", &DataType::String, true),
            ("Berth", &DataType::Number, false),
            ("Agent", &DataType::Email, false),
            ("Signed on", &DataType::Date, true),
            ("Last medical", &DataType::DateTime, false),
            ("Shore based", &DataType::Boolean, true),
        ]
    );
    assert!(fields.is_sorted_by_key(|f| f.order));
    let kestrel = bench.client.custom_fields(&bench.company("Kestrel Aviation Services")).await.expect("fields");
    // "Old badge" is no longer asked for.
    let asked = ["Licence no", "Flight hours", "Instructor", "Type rating until", "Last check ride", "Night duty"];
    assert_eq!(kestrel.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), asked);
    assert!(bench.client.custom_fields(&bench.company(ACME)).await.expect("fields").is_empty());
}

/// What is typed into every field arrives as the server understands it.
#[tokio::test]
async fn a_value_of_every_data_type_is_stored() {
    let bench = Bench::new().await;
    let company = bench.company(BLUEFIN);
    let fields = bench.client.custom_fields(&company).await.expect("fields");
    let values = fields.iter().map(|f| f.value(typed(f)).expect("accepted").expect("a value")).collect();
    let id = create(&bench, &company, values).await.expect("created");
    let user = bench.server.users(company.as_str()).into_iter().find(|u| u.resource_id == id).expect("stored");
    let stored: Vec<_> = user.custom_fields.iter().map(|v| (&v["value"], &v["timestampValue"])).collect();
    let none = json!(null);
    assert_eq!(
        stored,
        [
            (&json!("BF \"7\" é"), &none),
            (&json!("-12.50"), &none),
            (&json!("agent@bluefinmarine.example"), &none),
            (&json!("2026-12-01"), &json!("2026-12-01T00:00:00Z")),
            (&json!("2026-12-01 09:05"), &json!("2026-12-01T09:05:00Z")),
            (&json!("False"), &none),
        ]
    );
}

#[tokio::test]
async fn missing_required_custom_field_is_refused() {
    let bench = Bench::new().await;
    let company = bench.company(BLUEFIN);
    let failure = create(&bench, &company, Vec::new()).await.expect_err("refused").failure(Operation::Create);
    let sentences =
        ["'Crew no' must not be empty.", "'Signed on' must not be empty.", "'Shore based' must not be empty."];
    assert_eq!(failure.remedy, Remedy::Correct(sentences.map(String::from).into()));
    assert_eq!((bench.created(BLUEFIN), bench.server.asked(Op::Create.prefix())), (0, 1));
    // Everything the check lets through as nothing is what the server takes for nothing.
    let fields = bench.client.custom_fields(&company).await.expect("fields");
    let missing: Vec<_> = fields.iter().filter(|f| f.value("").is_err()).map(|f| f.name.as_str()).collect();
    assert_eq!(missing, ["Crew no", "Signed on", "Shore based"]);
}

/// What the embedded server takes in place of the member is what a reader of the description would take: no text.
#[tokio::test]
async fn value_without_date_has_no_timestamp() {
    let bench = Bench::new().await;
    let company = bench.company(BLUEFIN);
    let fields = bench.client.custom_fields(&company).await.expect("fields");
    let values = fields.iter().map(|f| f.value(typed(f)).expect("accepted").expect("a value")).collect();
    create(&bench, &company, values).await.expect("created");
    let sent = bench.server.requests().into_iter().find(|r| r.is(CREATE)).expect("sent");
    let body: serde_json::Value = serde_json::from_str(&sent.body).expect("JSON");
    let members: Vec<_> =
        body["customFields"].as_array().expect("a list").iter().map(|v| v.get("timestampValue")).collect();
    let (day, moment) = (json!("2026-12-01T00:00:00Z"), json!("2026-12-01T09:05:00Z"));
    assert_eq!(members, [None, None, None, Some(&day), Some(&moment), None]);
}

#[rstest]
#[case::empty("")]
#[case::a_day("2026-12-01")]
#[tokio::test]
async fn invalid_timestamp_is_refused_with_its_index(#[case] timestamp: &str) {
    let bench = Bench::new().await;
    let company = bench.company(BLUEFIN);
    let fields = bench.client.custom_fields(&company).await.expect("fields");
    let mut values: Vec<_> = fields.iter().map(|f| f.value(typed(f)).expect("accepted").expect("a value")).collect();
    values[0].timestamp = Some(timestamp.to_owned());
    let failure = create(&bench, &company, values).await.expect_err("refused").failure(Operation::Create);
    let Remedy::Correct(messages) = &failure.remedy else { panic!("{failure:?}") };
    assert!(messages[0].contains("Path: $.customFields[0].timestampValue"), "{messages:?}");
    assert_eq!((messages.len(), failure.applied, bench.created(BLUEFIN)), (1, Applied::No, 0));
}

#[tokio::test]
async fn unknown_custom_field_is_refused() {
    let bench = Bench::new().await;
    let value = CustomValue { field: CustomFieldId::new("none"), value: "x".into(), timestamp: None };
    let error = create(&bench, &bench.company(ACME), vec![value]).await.expect_err("refused");
    assert!(
        matches!(&error, Error::Refused(said) if said == &["CustomFields: the custom field 'none' does not exist."])
    );
}

#[tokio::test]
async fn fields_of_any_shape() {
    let bench = Bench::new().await;
    let data = json!([null, {"ResourceId": "b", "NAME": "B\u{1b}[2J", "FIELDDATATYPE": "Colour", "ISREQUIRED": "true"},
        {"resourceId": "a", "fieldDataType": null, "isActive": null, "sortOrder": "1"}]);
    let body = json!({"data": data, "status": "SUCCESS"}).to_string();
    bench.server.faults().next(Op::CustomFields.prefix(), Fault::Body(200, body));
    let fields = bench.client.custom_fields(&bench.company(ACME)).await.expect("fields");
    let [a, b] = &fields[..] else { panic!("{fields:?}") };
    assert_eq!((a.id.as_str(), a.name.as_str(), a.required), ("a", "a", false));
    assert_eq!((b.name.as_str(), &b.data_type, b.required), ("B", &DataType::Other("Colour".into()), true));
}
