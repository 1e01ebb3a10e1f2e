//! Log and journal as one history.

use rstest::rstest;

use super::*;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::update::Update;
use crate::domain::change::write::{FoundUser, SendContext, WriteId};
use crate::domain::form::entry::Entry;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::audit::AuditOperation;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn entry(second: i64, who: &str) -> AuditEntry {
    AuditEntry {
        who: Some(who.to_owned()),
        entity: Some("TargetUser".to_owned()),
        operation: AuditOperation::Update,
        old: Some(r#"{"department":"IT"}"#.to_owned()),
        new: Some(r#"{"department":"Finance"}"#.to_owned()),
        ip: Some("192.0.2.7".to_owned()),
        agent: None,
        description: None,
        at: Some(at(second)),
    }
}

fn page(items: Vec<AuditEntry>, number: u32, pages: u32) -> Page<AuditEntry> {
    let total = items.len() as u64;
    Page { items, number, pages, total, over_limit: None, seats: None, unchecked: 0 }
}

fn write(kind: WriteKind, outcome: Option<JournalOutcome>) -> RecordedWrite {
    let intent = Intent {
        id: WriteId::new("run", 1),
        kind,
        company: CompanyId::new("c"),
        company_name: "Contoso".to_owned(),
        entry: Entry::default(),
        at: at(5),
        sending: SendContext::default(),
        ticket: "4711".parse::<TicketNumber>().expect("a ticket"),
        batch: None::<BatchId>,
    };
    let outcome = outcome.map(|outcome| (outcome, at(7)));
    RecordedWrite { intent, outcome, running: false, not_there: Vec::new(), no_answer: Vec::new() }
}

fn jane() -> UserId {
    UserId::new("jane")
}

fn deactivation() -> WriteKind {
    WriteKind::Update(Update::activity(jane(), true, false))
}

fn found() -> JournalOutcome {
    JournalOutcome::Found(FoundUser { id: jane(), name: String::new(), created: None })
}

#[rstest]
#[case::created(WriteKind::Create, Some(JournalOutcome::Created(jane())), Some("created"))]
#[case::created_another(WriteKind::Create, Some(JournalOutcome::Created(UserId::new("joe"))), None)]
#[case::found(WriteKind::Create, Some(found()), Some("found after an unanswered create"))]
#[case::not_created(WriteKind::Create, Some(JournalOutcome::NotCreated), None)]
#[case::updated(deactivation(), Some(JournalOutcome::Updated), Some("deactivated"))]
#[case::was_so(deactivation(), Some(JournalOutcome::AlreadySo), None)]
#[case::not_updated(deactivation(), Some(JournalOutcome::NotUpdated), Some("not deactivated"))]
#[case::in_conflict(deactivation(), Some(JournalOutcome::Conflict(Vec::new())), Some("not deactivated"))]
#[case::open(deactivation(), None, Some("not known yet whether deactivated"))]
#[case::unanswered(deactivation(), Some(JournalOutcome::Unanswered), Some("not known whether deactivated"))]
#[case::deleted(WriteKind::Delete(jane()), Some(JournalOutcome::Deleted), Some("deleted"))]
#[case::of_another(WriteKind::Delete(UserId::new("joe")), Some(JournalOutcome::Deleted), None)]
fn write_is_told_to_the_user_it_is_about(
    #[case] kind: WriteKind,
    #[case] outcome: Option<JournalOutcome>,
    #[case] what: Option<&str>,
) {
    let is_over = outcome.is_some();
    let line = HistoryLine::of_write(&write(kind, outcome), &jane());
    assert_eq!(line.as_ref().map(|line| line.what.as_str()), what);
    if let Some(line) = line {
        assert_eq!(line.at, Some(at(if is_over { 7 } else { 5 })), "when it ended, else when it began");
        assert_eq!((line.is_here, line.details.last().map(String::as_str)), (true, Some("ticket 4711")));
    }
}

#[test]
fn line_of_the_log_tells_what_and_from_where() {
    let line = HistoryLine::from(&entry(1, "ops@x.example"));
    assert_eq!((line.who.as_str(), line.what.as_str()), ("ops@x.example", "changed: department"));
    assert_eq!(line.details, ["department: IT to Finance", "from 192.0.2.7"]);
}

#[test]
fn log_and_journal_are_merged_by_time() {
    let mut log = AuditLog::default();
    log.add(&page(vec![entry(9, "a"), entry(6, "b")], 1, 2));
    let here = || {
        [8, 3].map(|second| HistoryLine {
            at: Some(at(second)),
            ..HistoryLine::here(&write(deactivation(), None).intent, at(0), "x")
        })
    };
    let times =
        |is_cut| log.merged(here(), is_cut).iter().map(|line| line.at.expect("a time").as_second()).collect::<Vec<_>>();
    assert_eq!(times(false), [9, 8, 6, 3]);
    assert_eq!(times(true), [9, 8, 6], "the next page would come in between");
}

#[test]
fn log_is_read_page_by_page_and_nothing_comes_twice() {
    let mut log = AuditLog::default();
    assert_eq!(log.next_page(), Some(1));
    log.add(&page(vec![entry(9, "a"), entry(6, "b")], 1, 3));
    assert_eq!(log.next_page(), Some(2));
    log.add(&page(vec![entry(6, "b"), entry(4, "c")], 2, 3));
    assert_eq!(log.len(), 3, "what was written meanwhile has moved an entry to the next page");
    log.add(&page(Vec::new(), 3, 9));
    assert_eq!(log.next_page(), None, "an empty page is the last");
}
