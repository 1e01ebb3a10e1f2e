//! The table of what is known and what follows from it.

use rstest::rstest;

use super::*;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{SendContext, WriteId, WriteKind};
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::target_user::Priority;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a moment")
}

fn choice(id: &str, name: &str) -> Choice {
    Choice { id: id.to_owned(), name: name.to_owned(), detail: String::new() }
}

/// Sent at 100 on the service's clock, which is an hour behind ours, when nobody was there.
fn intent() -> Intent {
    let entry = Entry::default()
        .with(FieldId::Email, "Jane@x.example")
        .with(FieldId::Phone, "020 7946 0018")
        .with(FieldId::FirstName, "Jane")
        .with(FieldId::LastName, "Doe");
    Intent {
        id: WriteId::new("run", 1),
        kind: WriteKind::Create,
        company: CompanyId::new("c"),
        company_name: "C".to_owned(),
        entry: entry.with_value(FieldId::TimeZone, FieldValue::One(Some(choice("GMT", "(UTC) London")))),
        at: at(3_700),
        sending: SendContext {
            before: PriorOwners::Known(vec![UserId::new("old")]),
            clock: Some(at(100)),
            phone: "+442079460018".to_owned(),
            unsent: false,
        },
        ticket: TicketNumber::default(),
        batch: None,
    }
}

/// What is there once the create was carried out.
fn jane() -> TargetUser {
    TargetUser {
        id: UserId::new("new"),
        email: "jane@X.example".to_owned(),
        first_name: Some("Jane".to_owned()),
        last_name: Some("Doe".to_owned()),
        department: None,
        phone: Some("+44 20 7946 0018".to_owned()),
        priority: Some("Medium".to_owned()),
        status: UserStatus::Active,
        created: Some(at(101)),
        time_zone: Some("(UTC) London".to_owned()),
        language: Some("English".to_owned()),
        managed: None,
        roles: None,
    }
}

fn soon() -> Clocks {
    Clocks { service: Some(at(110)), local: at(3_710) }
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Ours(_) => "ours",
        Verdict::Before(_) => "before",
        Verdict::Found(_) => "found",
        Verdict::NotYet => "not yet",
        Verdict::Absent => "absent",
    }
}

#[test]
fn user_with_all_evidence_is_ours() {
    assert_eq!(judge(&intent(), &[jane()], soon()), Verdict::Ours(jane()));
}

type Change = fn(&mut Intent, &mut TargetUser, &mut Clocks);

#[test]
fn user_that_is_there_is_judged() {
    let table: &[(&str, &str, Change)] = &[
        ("there before", "before", |_, u, _| u.id = UserId::new("old")),
        ("created before it was sent", "before", |_, u, _| u.created = Some(at(99))),
        ("years old and nobody had looked", "before", |i, u, _| {
            i.sending.before = PriorOwners::NotChecked;
            u.created = Some(at(-100_000_000));
        }),
        ("in the same second", "ours", |_, u, _| u.created = Some(at(100))),
        ("nobody had looked", "found", |i, _, _| i.sending.before = PriorOwners::NotChecked),
        ("the clock was not known", "found", |i, _, _| i.sending.clock = None),
        ("the clock is not known now", "found", |_, _, now| now.service = None),
        ("no creation time", "found", |_, u, _| u.created = None),
        ("created after now", "found", |_, u, _| u.created = Some(at(111))),
        ("created at the last moment", "ours", |_, u, now| {
            (u.created, now.service) = (Some(at(1_000)), Some(at(1_000)));
        }),
        ("created too late to be it", "found", |_, u, now| {
            (u.created, now.service) = (Some(at(1_001)), Some(at(9_000)));
        }),
        ("a day later on our clock too", "found", |_, u, now| {
            *now = Clocks { service: Some(at(86_500)), local: at(90_100) };
            u.created = Some(at(80_000));
        }),
        ("another name", "found", |_, u, _| u.first_name = Some("Janet".to_owned())),
        ("no name", "found", |_, u, _| u.last_name = None),
        ("a department we did not send", "found", |_, u, _| u.department = Some("IT".to_owned())),
        ("another phone", "found", |_, u, _| u.phone = Some("+442079460019".to_owned())),
        ("no phone", "found", |_, u, _| u.phone = None),
        ("another priority", "found", |_, u, _| u.priority = Some("High".to_owned())),
        ("priority in other letters", "ours", |_, u, _| u.priority = Some("MEDIUM".to_owned())),
        ("inactive", "found", |_, u, _| u.status = UserStatus::Inactive),
        ("inactive as sent", "ours", |i, u, _| {
            i.entry.set(FieldId::Active, FieldValue::Toggle(false));
            u.status = UserStatus::Inactive;
        }),
        ("another time zone", "found", |_, u, _| u.time_zone = Some("(UTC+3) Istanbul".to_owned())),
        ("time zone by its id", "ours", |_, u, _| u.time_zone = Some("GMT".to_owned())),
        ("no time zone", "found", |_, u, _| u.time_zone = None),
        ("a language nobody chose", "ours", |_, u, _| u.language = Some("Turkish".to_owned())),
        ("another language", "found", |i, _, _| {
            i.entry.set(FieldId::Language, FieldValue::One(Some(choice("l1", "German"))));
        }),
        ("what was sent high", "ours", |i, u, _| {
            i.entry.set(FieldId::Priority, FieldValue::Priority(Priority::High));
            u.priority = Some("High".to_owned());
        }),
        ("deleted", "not yet", |_, u, _| u.status = UserStatus::Deleted),
        ("of another address", "not yet", |_, u, _| u.email = "mary.jane@x.example".to_owned()),
    ];
    for (case, wanted, change) in table {
        let (mut intent, mut user, mut now) = (intent(), jane(), soon());
        change(&mut intent, &mut user, &mut now);
        assert_eq!(word(&judge(&intent, &[user], now)), *wanted, "{case}");
    }
}

#[rstest]
#[case::at_once(Some(110), 3_710, "not yet")]
#[case::a_second_too_early(Some(999), 4_599, "not yet")]
#[case::a_quarter_of_an_hour_later(Some(1_000), 4_600, "absent")]
#[case::our_clock_is_ahead_and_does_not_count(Some(110), 900_000, "not yet")]
#[case::our_clock_alone(None, 3_701, "not yet")]
#[case::our_clock_alone_later(None, 4_600, "absent")]
#[case::our_clock_was_set_back(None, 0, "not yet")]
fn nobody_there_is_judged_by_time(#[case] service: Option<i64>, #[case] local: i64, #[case] wanted: &str) {
    let now = Clocks { service: service.map(at), local: at(local) };
    assert_eq!(word(&judge(&intent(), &[], now)), wanted);
}

#[test]
fn several_of_one_address_are_judged_one_by_one() {
    let old = TargetUser { id: UserId::new("old"), ..jane() };
    let other = TargetUser { id: UserId::new("other"), phone: None, ..jane() };
    let word_of = |there: &[TargetUser]| word(&judge(&intent(), there, soon()));
    assert_eq!(word_of(&[old.clone(), other.clone(), jane()]), "ours");
    assert_eq!(word_of(&[old.clone(), other]), "found");
    assert_eq!(word_of(&[old]), "before");
}

/// The look-up by address calls a deleted user inactive, and tells no time: what the search says counts.
#[test]
fn user_told_twice_is_judged_by_the_first_and_deleted_by_either() {
    let scant = TargetUser { created: None, time_zone: None, ..jane() };
    assert_eq!(word(&judge(&intent(), &[jane(), scant.clone()], soon())), "ours");
    let deleted = TargetUser { status: UserStatus::Deleted, ..jane() };
    assert_eq!(word(&judge(&intent(), &[deleted, scant], soon())), "not yet");
}
