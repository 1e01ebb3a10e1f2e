//! Records of earlier versions, and those of updates.

use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::domain::change::update::{Conflict, FieldChange, Undoes, Update};
use crate::domain::change::write::{Mail, WriteKind};
use crate::domain::form::custom_field::DataType;
use crate::domain::form::draft::EditedUser;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::{CustomFieldId, GroupId};
use crate::domain::user::detail::{CustomDetail, StoredValue, UserDetail, UserField};
use crate::domain::user::target_user::Priority;

fn intent(deed: &Value) -> Intent {
    let record = json!({
        "v": 1, "at": "2026-11-30T09:00:00Z", "deed": deed, "company": {"id": "c1", "name": "Contoso Ltd"},
        "entry": {"texts": {"email": "jane@contoso.com", "phoneNumber": "020 7946 0018"}, "priority": "High", "active": true},
        "sending": {"before": ["old"], "clock": "2026-11-30T09:00:01Z", "phone": "+442079460018"},
    });
    let record: IntentRecord = serde_json::from_value(record).expect("a record");
    record.named(WriteId::new("run", 1))
}

/// As the versions before updates wrote them.
#[rstest]
#[case(json!({"kind": "create_target_user"}), WriteKind::Create, Subject::TargetUser)]
#[case(json!({"kind": "create_system_user"}), WriteKind::Create, Subject::SystemUser)]
#[case(json!({"kind": "delete_target_user", "user": "u1"}), WriteKind::Delete(UserId::new("u1")), Subject::TargetUser)]
fn earlier_records_are_read(#[case] deed: Value, #[case] kind: WriteKind, #[case] subject: Subject) {
    let read = intent(&deed);
    assert_eq!(read.entry.subject, subject);
    assert_eq!((&read.kind, read.email(), read.entry.priority()), (&kind, "jane@contoso.com", Priority::High));
    assert_eq!(read.sending.before, PriorOwners::Known(vec![UserId::new("old")]));
    assert_eq!(serde_json::to_value(IntentRecord::from(&read)).expect("a record")["deed"], deed);
}

#[rstest]
#[case(json!({"kind": "created", "user": "u1"}), JournalOutcome::Created(UserId::new("u1")))]
#[case(json!({"kind": "not_created"}), JournalOutcome::NotCreated)]
#[case(json!({"kind": "absent"}), JournalOutcome::Absent)]
#[case(json!({"kind": "seen"}), JournalOutcome::Seen)]
#[case(json!({"kind": "deleted"}), JournalOutcome::Deleted)]
#[case(json!({"kind": "not_deleted"}), JournalOutcome::NotDeleted)]
fn earlier_outcomes_are_read(#[case] record: Value, #[case] outcome: JournalOutcome) {
    let read: OutcomeRecord = serde_json::from_value(record).expect("a record");
    assert_eq!(JournalOutcome::from(read), outcome);
}

fn update() -> Update {
    let change = |field, from: &str, to: StoredValue| FieldChange {
        field,
        name: String::new(),
        from: StoredValue::new(from),
        to,
    };
    let zone = StoredValue { name: Some("(UTC) London".to_owned()), ..StoredValue::new("GMT") };
    let start = StoredValue { timestamp: Some("2026-12-01T00:00:00Z".to_owned()), ..StoredValue::new("2026-12-01") };
    let custom = change(UserField::Custom(CustomFieldId::new("f1")), "", start);
    let changes = vec![
        change(UserField::Field(FieldId::TimeZone), "UTC", zone),
        FieldChange { name: "Start".to_owned(), ..custom },
    ];
    Update::new(UserId::new("u1"), changes)
}

fn group() -> NewGroup {
    NewGroup { name: "Finance".to_owned(), priority: Priority::High }
}

fn joins(group: Option<&str>) -> Update {
    Update::membership(UserId::new("u1"), group.map(GroupId::new), "Finance", true)
}

fn roles() -> Update {
    let change = FieldChange {
        field: UserField::Field(FieldId::Roles),
        name: String::new(),
        from: StoredValue::new("Auditor"),
        to: StoredValue::new("Auditor, Company Admin"),
    };
    Update::new(UserId::new("s1"), vec![change])
}

#[rstest]
#[case("update_target_user", WriteKind::Update(update()), Subject::TargetUser)]
#[case("update_system_user", WriteKind::Update(roles()), Subject::SystemUser)]
#[case("delete_system_user", WriteKind::Delete(UserId::new("s1")), Subject::SystemUser)]
#[case("mail_system_user", WriteKind::Mail(UserId::new("s1"), Mail::Welcome), Subject::SystemUser)]
#[case("create_group", WriteKind::CreateGroup(group()), Subject::TargetUser)]
#[case("update_target_user", WriteKind::Update(joins(Some("g1"))), Subject::TargetUser)]
#[case("update_target_user", WriteKind::Update(joins(None)), Subject::TargetUser)]
#[case("update_target_user", WriteKind::Update(joins(None).reversed(&WriteId::new("run", 7))), Subject::TargetUser)]
#[case("mail_system_user", WriteKind::Mail(UserId::new("s1"), Mail::PasswordLink), Subject::SystemUser)]
fn change_is_read_as_written(#[case] name: &str, #[case] kind: WriteKind, #[case] subject: Subject) {
    let made = intent(&json!({"kind": "create_target_user"}));
    let entry = Entry { subject, ..made.entry.clone() };
    let written = Intent { kind: kind.clone(), entry, ..made };
    let text = serde_json::to_string(&IntentRecord::from(&written)).expect("a record");
    assert!(text.contains(&format!("{{\"kind\":\"{name}\"")), "{text}");
    let record: IntentRecord = serde_json::from_str(&text).expect("a record");
    assert_eq!(record.named(WriteId::new("run", 1)), written, "{text}");
    let stage = Stage::Change(kind, WriteId::new("run", 1));
    let text = serde_json::to_string(&StageRecord::from(&stage)).expect("a record");
    assert_eq!(Stage::from(serde_json::from_str::<StageRecord>(&text).expect("a record")), stage, "{text}");
}

/// Earlier versions did not record what a change puts back.
#[test]
fn update_of_an_earlier_version_may_be_an_undo() {
    let mut record = serde_json::to_value(UpdateRecord::from(&joins(None))).expect("a record");
    assert!(record.as_object_mut().expect("an object").remove("undoes").is_some());
    let record: UpdateRecord = serde_json::from_value(record).expect("a record");
    assert_eq!(Update::from(record), Update { undoes: Undoes::NotRecorded, ..joins(None) });
}

#[test]
fn conflicts_are_read_as_written() {
    let conflict = Conflict { change: update().changes.remove(0), now: StoredValue::new("CET") };
    for outcome in [
        JournalOutcome::Conflict(vec![conflict.clone()]),
        JournalOutcome::Changed(vec![conflict]),
        JournalOutcome::Updated,
        JournalOutcome::AlreadySo,
        JournalOutcome::NotUpdated,
        JournalOutcome::Unanswered,
    ] {
        let text = serde_json::to_string(&OutcomeRecord::from(&outcome)).expect("a record");
        let read: OutcomeRecord = serde_json::from_str(&text).expect("a record");
        assert_eq!(JournalOutcome::from(read), outcome, "{text}");
    }
}

/// A record without a ticket is one of a version that had none.
#[test]
fn ticket_and_batch_are_read_as_written() {
    let earlier = intent(&json!({"kind": "create_target_user"}));
    assert_eq!((earlier.ticket.as_str(), &earlier.batch), ("", &None));
    let record = serde_json::to_value(IntentRecord::from(&earlier)).expect("a record");
    assert!(record.get("ticket").is_none() && record.get("batch").is_none(), "{record}");
    let ticket = TicketNumber::typed("INC-4711").expect("a ticket");
    let batch = Some(BatchId::from(&WriteId::new("run", 1)));
    let written = Intent { ticket, batch: batch.clone(), ..earlier };
    let text = serde_json::to_string(&IntentRecord::from(&written)).expect("a record");
    let record: IntentRecord = serde_json::from_str(&text).expect("a record");
    assert_eq!(record.named(WriteId::new("run", 1)), written, "{text}");
    let draft = json!({
        "v": 1, "changed": "2026-11-30T09:00:00Z", "company": {"id": "c1", "name": "Contoso Ltd"}, "entry": {"texts": {}},
    });
    let record: DraftRecord = serde_json::from_value(draft).expect("a record");
    let earlier = record.named(DraftId::new(1));
    assert_eq!((earlier.ticket.as_str(), &earlier.batch), ("", &None));
    let written = Draft { ticket: "INC-4711".to_owned(), batch, ..earlier };
    let text = serde_json::to_string(&DraftRecord::from(&written)).expect("a record");
    let record: DraftRecord = serde_json::from_str(&text).expect("a record");
    assert_eq!(record.named(DraftId::new(1)), written, "{text}");
}

/// An update without one of its fields would be another update.
#[test]
fn update_with_an_unknown_field_is_not_read() {
    let written = Intent { kind: WriteKind::Update(update()), ..intent(&json!({"kind": "create_target_user"})) };
    let text = serde_json::to_string(&IntentRecord::from(&written)).expect("a record");
    assert!(serde_json::from_str::<IntentRecord>(&text.replace("timeZoneId", "shoeSize")).is_err());
}

/// A draft of the versions before edits is about a new user; one of an edit has its user and what it was based on.
#[test]
fn a_draft_of_an_edit_is_read_as_written() {
    let texts = json!({"email": "jane@contoso.com", "phoneNumber": "020 7946 0018"});
    let record = json!({
        "v": 1, "changed": "2026-11-30T09:00:00Z", "company": {"id": "c1", "name": "Contoso Ltd"},
        "entry": {"texts": texts, "priority": "High", "active": true},
    });
    let earlier: DraftRecord = serde_json::from_value(record).expect("a record");
    let earlier = earlier.named(DraftId::new(1));
    assert_eq!((earlier.edits.clone(), earlier.form().user), (None, None));
    let custom = CustomDetail {
        field: CustomFieldId::new("f1"),
        name: "Start".to_owned(),
        data_type: DataType::Other(String::new()),
        value: Some("2026-12-01".to_owned()),
        timestamp: Some("2026-12-01T00:00:00Z".to_owned()),
    };
    let texts = [(FieldId::Email, "jane@contoso.com".to_owned()), (FieldId::TimeZone, "GMT".to_owned())].into();
    let read = UserDetail::new(UserId::new("u1"), false, texts, vec![custom]);
    for read in [None, Some(Box::new(read))] {
        let begun = earlier.entry.clone().with(FieldId::Department, "IT");
        let edits = Some(Box::new(EditedUser { user: UserId::new("u1"), begun, read }));
        let written = Draft { edits, ..earlier.clone() };
        let text = serde_json::to_string(&DraftRecord::from(&written)).expect("a record");
        let record: DraftRecord = serde_json::from_str(&text).expect("a record");
        assert_eq!(record.named(DraftId::new(1)), written, "{text}");
    }
}
