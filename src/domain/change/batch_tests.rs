//! Which changes of a batch are undone, and why the others stay.

use jiff::Timestamp;
use rstest::rstest;

use super::*;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::update::Undoes;
use crate::domain::change::write::{FoundUser, Mail, SendContext, WriteId};
use crate::domain::form::entry::Entry;
use crate::domain::user::target_group::NewGroup;
use crate::domain::user::target_user::Priority;

fn id(user: &str) -> UserId {
    UserId::new(user)
}

fn batch() -> BatchId {
    BatchId::from_text("b".to_owned())
}

/// A write that has ended so many seconds after the others.
fn write(n: i64, is_in: bool, kind: WriteKind, outcome: Option<JournalOutcome>) -> RecordedWrite {
    let at = Timestamp::from_second(n).expect("a time");
    let intent = Intent {
        id: WriteId::new("run", n.unsigned_abs()),
        kind,
        company: CompanyId::new("c"),
        company_name: "C".to_owned(),
        entry: Entry::default(),
        at,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: is_in.then(batch),
    };
    let outcome = outcome.map(|outcome| (outcome, at));
    RecordedWrite { intent, outcome, running: false, not_there: Vec::new(), no_answer: Vec::new() }
}

fn activity(user: &str, to: bool) -> Update {
    Update::activity(id(user), !to, to)
}

fn updated(n: i64, is_in: bool, update: Update) -> RecordedWrite {
    write(n, is_in, WriteKind::Update(update), Some(JournalOutcome::Updated))
}

fn created(n: i64, user: &str) -> RecordedWrite {
    write(n, true, WriteKind::Create, Some(JournalOutcome::Created(id(user))))
}

fn of(mut history: Vec<RecordedWrite>) -> Vec<Reversal> {
    in_order(&mut history);
    reversals(&history, &batch()).into_iter().map(|change| change.reversal).collect()
}

#[test]
fn newest_is_undone_first_and_others_are_left_alone() {
    let joins = Update::membership(id("u1"), None, "Finance", true);
    let history = vec![updated(3, true, joins.clone()), created(1, "u1"), updated(4, false, activity("u9", true))];
    assert_eq!(of(history), [Reversal::PutBack(joins.reversed(&WriteId::new("run", 3))), Reversal::Delete(id("u1"))]);
}

#[test]
fn what_was_undone_is_left_out() {
    let undo = updated(3, false, activity("u1", true).reversed(&WriteId::new("run", 1)));
    assert_eq!(of(vec![updated(1, true, activity("u1", true)), undo.clone()]), []);
    // Done again by somebody at this machine: that is another change, which the batch has not made.
    assert_eq!(of(vec![updated(1, true, activity("u1", true)), undo, updated(4, false, activity("u1", true))]), []);
    let delete = write(2, false, WriteKind::Delete(id("u1")), Some(JournalOutcome::Deleted));
    assert_eq!(of(vec![created(1, "u1"), delete]), []);
}

/// Somebody may do the same by hand. Earlier versions have not recorded what a change puts back.
#[rstest]
#[case::by_hand(Undoes::Nothing, vec![0, 1])]
#[case::undo(Undoes::Change(WriteId::new("run", 1)), vec![])]
#[case::undo_of_another(Undoes::Change(WriteId::new("run", 7)), vec![0])]
#[case::not_recorded(Undoes::NotRecorded, vec![])]
fn change_the_other_way_round_is_an_undo_if_it_says_so(#[case] undoes: Undoes, #[case] stand: Vec<usize>) {
    let joins = Update::membership(id("u1"), None, "Finance", true);
    let leaves = Update { undoes, ..Update::membership(id("u1"), None, "Finance", false) };
    assert_eq!(standing(&[updated(1, false, joins), updated(2, false, leaves)]), stand);
}

#[test]
fn user_who_was_changed_since_is_not_deleted() {
    let changed = [created(1, "u1"), updated(2, false, activity("u1", false))];
    assert!(matches!(&of(changed.to_vec())[..], [Reversal::Stays(Lasting::ChangedSince)]));
    let put_back = updated(3, false, activity("u1", false).reversed(&WriteId::new("run", 2)));
    assert_eq!(of([&changed[..], &[put_back]].concat()), [Reversal::Delete(id("u1"))]);
}

#[rstest]
#[case(WriteKind::Create, Some(JournalOutcome::NotCreated), None)]
#[case(WriteKind::Create, None, Some(Lasting::NotKnown))]
#[case(
    WriteKind::Create,
    Some(JournalOutcome::Found(FoundUser { id: id("u1"), name: String::new(), created: None })),
    Some(Lasting::Found(id("u1")))
)]
#[case(WriteKind::Update(activity("u1", true)), Some(JournalOutcome::AlreadySo), None)]
#[case(WriteKind::Update(activity("u1", true)), Some(JournalOutcome::Conflict(Vec::new())), None)]
#[case(
    WriteKind::Update(activity("u1", true)),
    Some(JournalOutcome::Changed(Vec::new())),
    Some(Lasting::ChangedByOthers)
)]
#[case(WriteKind::Delete(id("u1")), Some(JournalOutcome::Deleted), Some(Lasting::Delete))]
#[case(WriteKind::Delete(id("u1")), Some(JournalOutcome::NotDeleted), None)]
#[case(WriteKind::CreateGroup(NewGroup::named("Finance", Priority::default()).expect("a name")), Some(JournalOutcome::Updated), Some(Lasting::Group))]
#[case(WriteKind::Mail(id("u1"), Mail::Welcome), Some(JournalOutcome::Updated), Some(Lasting::Mail))]
fn what_cannot_be_undone_has_a_reason(
    #[case] kind: WriteKind,
    #[case] outcome: Option<JournalOutcome>,
    #[case] why: Option<Lasting>,
) {
    let expected: Vec<_> = why.into_iter().map(Reversal::Stays).collect();
    assert_eq!(of(vec![write(1, true, kind, outcome)]), expected);
}
