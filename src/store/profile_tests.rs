//! Drafts and writes on a real disk.

use super::*;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{PriorOwners, SendContext, WriteKind};
use crate::domain::form::draft::Stage;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::{CompanyId, CustomFieldId, UserId};
use crate::domain::service::lookup::Choice;
use crate::domain::user::target_user::Priority;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + second).expect("a moment")
}

fn entry(email: &str) -> Entry {
    let mut entry =
        Entry::default().with(FieldId::Email, email).with(FieldId::LastName, "Okafor \u{1f9d1} 東京 \"x\"\\");
    entry.set(
        FieldId::Groups,
        FieldValue::Many(vec![Choice { id: "g1".into(), name: "Finance".into(), detail: "High".into() }]),
    );
    entry.set(
        FieldId::Language,
        FieldValue::One(Some(Choice { id: "l1".into(), name: "English".into(), detail: String::new() })),
    );
    entry.set(FieldId::Priority, FieldValue::Priority(Priority::VeryHigh));
    entry.set(FieldId::Active, FieldValue::Toggle(false));
    entry.custom.insert(CustomFieldId::new("f 1"), " typed \u{1f9d1} ".to_owned());
    entry
}

/// The draft of `c1` is the first of its run.
fn draft(company: &str, email: &str, changed: i64) -> Draft {
    Draft {
        id: id_of(company),
        company: CompanyId::new(company),
        name: format!("{company} Ltd"),
        entry: entry(email),
        stage: Stage::Typing,
        changed: at(changed),
        ticket: String::new(),
        batch: None,
        edits: None,
    }
}

fn id_of(company: &str) -> DraftId {
    DraftId::new(company.trim_start_matches('c').parse().expect("a number"))
}

fn intent(id: &str, company: &str, email: &str, second: i64) -> Intent {
    Intent {
        id: WriteId::from_text(id.to_owned()),
        kind: WriteKind::Create,
        company: CompanyId::new(company),
        company_name: format!("{company} Ltd"),
        entry: entry(email),
        at: at(second),
        sending: SendContext {
            before: PriorOwners::Known(vec![crate::domain::service::ids::UserId::new("old")]),
            clock: Some(at(second)),
            phone: "+442079460018".to_owned(),
            unsent: false,
        },
        ticket: TicketNumber::default(),
        batch: None,
    }
}

fn recorded(store: &Store, intent: &Intent) {
    assert_eq!(store.record_intent(intent, &[]).expect("recorded"), IntentOutcome::Recorded);
}

struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Another program, before it has asked for anything.
    fn store(&self) -> Store {
        Store::open(&self.0.path().join("p")).expect("a store")
    }

    /// Another program, with what it takes over.
    fn open(&self, second: i64) -> (Store, Recovered) {
        let store = self.store();
        let left = store.restore(at(second)).expect("what was left");
        (store, left)
    }
}

/// Leaves the sign of a run where a program that is killed leaves it.
fn kill(store: Store) {
    let run = store.run().take().expect("a run");
    drop(store);
    let path = run.path().to_owned();
    drop(run);
    std::fs::write(path, "").expect("left behind");
}

fn emails(left: &Recovered) -> Vec<&str> {
    left.drafts.iter().map(|d| d.entry.text(FieldId::Email)).collect()
}

/// What was written before there were custom fields.
#[test]
fn an_older_draft_is_read() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let new = draft("c1", "a@b.co", 1);
    store.save_draft(&new).expect("kept");
    store
        .database
        .write(Wait::Normal, |t| Ok(t.execute("UPDATE drafts SET record = json_remove(record, '$.entry.custom')", [])?))
        .expect("made older");
    drop(store);
    let entry = Entry { custom: std::collections::BTreeMap::new(), ..new.entry };
    assert_eq!(disk.open(2).1.drafts.first().map(|draft| draft.entry.clone()), Some(entry));
}

/// A company may have one of each kind at once.
#[test]
fn system_user_draft_is_separate() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let target = draft("c1", "a@b.co", 1);
    let role = Choice { id: "r1".into(), name: "Company Admin".into(), detail: String::new() };
    let entry = Entry::for_subject(Subject::SystemUser)
        .with_value(FieldId::Roles, FieldValue::Many(vec![role]))
        .with(FieldId::Email, "s@b.co");
    let system = Draft { id: DraftId::new(2), entry, changed: at(2), ..target.clone() };
    store.save_draft(&target).expect("kept");
    store.save_draft(&system).expect("kept");
    drop(store);
    let (store, left) = disk.open(3);
    assert_eq!(left.drafts, [target.clone(), system.clone()]);
    store.delete_draft(target.id).expect("forgotten");
    drop(store);
    assert_eq!(disk.open(4).1.drafts, [Draft { id: DraftId::new(1), ..system }]);
}

#[test]
fn manually_confirmed_system_user_is_finished() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let entry = Entry::for_subject(Subject::SystemUser).with(FieldId::Email, "s@b.co");
    let intent = Intent { kind: WriteKind::Create, entry, ..intent("w1", "c1", "", 1) };
    recorded(&store, &intent);
    store.record_outcome(&intent.id, &JournalOutcome::Seen, at(2)).expect("recorded");
    drop(store);
    let left = disk.open(3).1;
    assert!(left.unfinished.is_empty());
    assert_eq!(left.finished, [(intent, JournalOutcome::Seen, at(2))]);
}

#[test]
fn draft_is_restored_until_deleted() {
    let disk = Disk::new();
    let (store, left) = disk.open(0);
    assert_eq!(left, Recovered::default());
    let kept = draft("c1", "jane@contoso.com", 1);
    store.save_draft(&draft("c1", "jane@", 0)).expect("kept");
    store.save_draft(&kept).expect("kept");
    kill(store);
    let (store, left) = disk.open(2);
    assert_eq!(left.drafts, [kept]);
    store.delete_draft(id_of("c1")).expect("forgotten");
    store.delete_draft(DraftId::new(99)).expect("nothing to forget");
    drop(store);
    assert!(disk.open(3).1.drafts.is_empty());
}

#[test]
fn an_intent_is_unfinished_until_its_outcome_is_recorded() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let meant = intent("w1", "c1", "a@b.co", 1);
    recorded(&store, &meant);
    kill(store);
    let (store, left) = disk.open(2);
    assert_eq!(left.unfinished, std::slice::from_ref(&meant));
    let made = JournalOutcome::Created(UserId::new("u1"));
    store.record_outcome(&meant.id, &made, at(3)).expect("recorded");
    drop(store);
    let (_store, left) = disk.open(4);
    assert!(left.unfinished.is_empty());
    assert_eq!(left.finished, [(meant, made, at(3))]);
}

/// Whatever the other types, in whatever company.
#[test]
fn draft_of_a_running_program_is_untouched() {
    let disk = Disk::new();
    let (first, _) = disk.open(0);
    first.save_draft(&draft("c1", "first@b.co", 1)).expect("kept");
    let (second, left) = disk.open(2);
    assert_eq!(left, Recovered::default());
    second.save_draft(&draft("c1", "second@b.co", 3)).expect("kept");
    second.delete_draft(id_of("c1")).expect("forgotten");
    second.save_draft(&draft("c1", "third@b.co", 4)).expect("kept");
    assert_eq!(emails(&first.restore(at(5)).expect("its own")), ["first@b.co"]);
    drop(first);
    // Both drafts of c1 are there, each under a name of its own.
    let (third, left) = disk.open(6);
    assert_eq!(emails(&left), ["first@b.co"]);
    kill(third);
    kill(second);
    let (fourth, left) = disk.open(7);
    assert_eq!(emails(&left), ["first@b.co", "third@b.co"]);
    let third = left.drafts.last().expect("a draft").id;
    assert!(left.drafts.iter().filter(|draft| draft.id == third).count() == 1, "{:?}", left.drafts);
    fourth.delete_draft(third).expect("forgotten");
    drop(fourth);
    assert_eq!(emails(&disk.open(8).1), ["first@b.co"]);
}

/// A command needs no drafts, and must not hide them from the screen that is started meanwhile.
#[test]
fn commands_take_over_no_drafts() {
    let disk = Disk::new();
    let (screen, _) = disk.open(0);
    screen.save_draft(&draft("c1", "a@b.co", 1)).expect("kept");
    kill(screen);
    let command = disk.store();
    recorded(&command, &intent("w1", "c2", "w@b.co", 2));
    assert_eq!(emails(&disk.open(3).1), ["a@b.co"]);
}

#[test]
fn unknown_write_blocks_all_programs() {
    let disk = Disk::new();
    let (one, other) = (disk.store(), disk.store());
    let first = intent("w1", "c1", "Jane@B.co", 1);
    recorded(&one, &first);
    let second = intent("w2", "c1", " jane@b.CO ", 2);
    assert_eq!(other.record_intent(&second, &[]).expect("asked"), IntentOutcome::InDoubt(Box::new(first.clone())));
    assert_eq!(other.find(&second.id).expect("read"), None, "nothing was recorded");
    // Another company, another kind of user, another address.
    recorded(&other, &intent("w3", "c2", "jane@b.co", 2));
    recorded(&other, &intent("w4", "c1", "joan@b.co", 2));
    let entry = Entry::for_subject(Subject::SystemUser).with(FieldId::Email, "jane@b.co");
    recorded(&other, &Intent { kind: WriteKind::Create, entry, ..intent("w5", "c1", "", 2) });
    // Somebody who knows of it, and has looked.
    other.record_lookup(&first.id, at(3)).expect("recorded");
    other.record_failed_lookup(&first.id, at(4)).expect("recorded");
    assert_eq!(other.record_intent(&second, std::slice::from_ref(&first.id)).expect("asked"), IntentOutcome::Recorded);
    let third = intent("w6", "c1", "jane@b.co", 5);
    assert!(
        matches!(other.record_intent(&third, std::slice::from_ref(&first.id)), Ok(IntentOutcome::InDoubt(w)) if *w == second)
    );
    let open = &other.unfinished().expect("read")[0];
    assert_eq!((&open.intent, &open.not_there[..], &open.no_answer[..]), (&first, &[at(3)][..], &[at(4)][..]));
    for id in [&first.id, &second.id] {
        one.record_outcome(id, &JournalOutcome::NotCreated, at(6)).expect("recorded");
    }
    recorded(&other, &third);
}

#[test]
fn running_program_owns_its_writes() {
    let disk = Disk::new();
    let (command, meant) = (disk.store(), intent("w1", "c1", "a@b.co", 1));
    recorded(&command, &meant);
    let (screen, left) = disk.open(2);
    assert!(left.unfinished.is_empty(), "it is on its way");
    assert!(screen.unfinished().expect("read")[0].running);
    kill(command);
    assert!(!screen.unfinished().expect("read")[0].running);
    assert_eq!(screen.restore(at(3)).expect("read").unfinished, [meant]);
}

#[test]
fn journal_is_shared_by_all_programs() {
    let disk = Disk::new();
    let (screen, _) = disk.open(0);
    let (command, company, user) = (disk.store(), CompanyId::new("c1"), UserId::new("u1"));
    let (old, new) = (intent("w1", "c1", "a@b.co", 1), intent("w2", "c1", "b@b.co", 2));
    recorded(&command, &old);
    command.record_outcome(&old.id, &JournalOutcome::Created(user.clone()), at(3)).expect("recorded");
    drop(command);
    recorded(&screen, &new);
    let history = disk.store().history(at(0)).expect("read");
    let ids: Vec<_> = history.iter().map(|write| write.intent.id.as_str()).collect();
    assert_eq!(ids, ["w2", "w1"], "newest first");
    let made = screen.created(&company, &user).expect("read").expect("it is known");
    assert_eq!((made.intent, made.outcome), (old.clone(), Some((JournalOutcome::Created(user.clone()), at(3)))));
    assert_eq!(screen.created(&CompanyId::new("c2"), &user).expect("read"), None);
    let creates = screen.creates(&old.form(), "A@b.CO").expect("read");
    assert_eq!(creates.into_iter().map(|write| write.intent).collect::<Vec<_>>(), [old]);
}

#[test]
fn draft_is_deleted_once_its_user_is_created() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.save_draft(&draft("c1", "a@b.co", 1)).expect("kept");
    store.save_draft(&draft("c2", "newer@b.co", 9)).expect("kept");
    for (id, company) in [("w1", "c1"), ("w2", "c2")] {
        let meant = intent(id, company, "a@b.co", 2);
        recorded(&store, &meant);
        store.record_outcome(&meant.id, &JournalOutcome::Created(UserId::new("u")), at(3)).expect("recorded");
    }
    drop(store);
    let (store, left) = disk.open(4);
    assert_eq!(left.drafts, [draft("c2", "newer@b.co", 9)]);
    drop(store);
    assert_eq!(disk.open(5).1.drafts.len(), 1);
}

/// A look-up that was under way while somebody said by hand that the user is not there.
#[test]
fn created_outcome_is_final() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let meant = intent("w1", "c1", "a@b.co", 1);
    let made = JournalOutcome::Created(UserId::new("u1"));
    recorded(&store, &meant);
    store.record_outcome(&meant.id, &JournalOutcome::Absent, at(2)).expect("recorded");
    store.record_outcome(&meant.id, &made, at(2)).expect("recorded");
    store.record_outcome(&meant.id, &JournalOutcome::Absent, at(3)).expect("recorded");
    drop(store);
    assert_eq!(disk.open(4).1.finished, [(meant, made, at(2))]);
}

#[test]
fn unreadable_records_are_reported_and_kept() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.save_draft(&draft("c1", "a@b.co", 1)).expect("kept");
    store.save_draft(&draft("c2", "b@b.co", 1)).expect("kept");
    recorded(&store, &intent("w1", "c1", "a@b.co", 1));
    recorded(&store, &intent("w2", "c1", "b@b.co", 1));
    let spoil = "UPDATE drafts SET record = '{}' WHERE n = 1; UPDATE writes SET intent = '{}' WHERE id = 'w1'";
    store.database.write(Wait::Normal, |t| Ok(t.execute_batch(spoil)?)).expect("spoiled");
    drop(store);
    for second in 2..4 {
        let (store, left) = disk.open(second);
        assert_eq!((left.drafts.len(), left.unfinished.len(), left.remarks.len()), (1, 1, 2), "{left:?}");
        assert!(left.remarks.iter().all(|r| r.contains("cannot be read")), "{left:?}");
        // Nobody knows how it ended, and nobody can look.
        assert!(store.record_intent(&intent("w3", "c1", "a@b.co", 3), &[]).is_err());
    }
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.save_draft(&draft("c1", "a@b.co", 1)).expect("kept");
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let folder = disk.0.path().join("p");
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").path()).collect();
    assert_eq!(files.len(), 4, "the database, its log, its index, the sign of the run: {files:?}");
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

#[test]
fn draft_keeps_its_stage() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let stages = [
        Stage::Typing,
        Stage::Waiting,
        Stage::NeedsYou("No seat.".into()),
        Stage::Change(WriteKind::Create, WriteId::from_text("w1".into())),
        Stage::Change(WriteKind::Delete(UserId::new("u1")), WriteId::from_text("w2".into())),
    ];
    for (n, stage) in (1..).zip(&stages) {
        let draft = Draft { id: DraftId::new(n), stage: stage.clone(), ..draft("c1", &format!("u{n}@b.co"), 1) };
        store.save_draft(&draft).expect("kept");
    }
    drop(store);
    let back: Vec<_> = disk.open(2).1.drafts.into_iter().map(|draft| draft.stage).collect();
    assert_eq!(back, stages);
}

/// A busy disk takes what was typed first last; a draft that was changed since is not a newer one.
#[test]
fn drafts_come_back_in_the_order_in_which_they_were_begun() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    for (company, changed) in [("c2", 2), ("c3", 3), ("c1", 9)] {
        store.save_draft(&draft(company, &format!("{company}@b.co"), changed)).expect("kept");
    }
    kill(store);
    let (store, left) = disk.open(10);
    assert_eq!(emails(&left), ["c1@b.co", "c2@b.co", "c3@b.co"]);
    // An older program is not forgotten behind a newer one, and both keep their order.
    let second = disk.store();
    for (company, changed) in [("c5", 12), ("c4", 13)] {
        second.save_draft(&draft(company, &format!("{company}@b.co"), changed)).expect("kept");
    }
    kill(second);
    kill(store);
    let back = disk.open(20).1;
    assert_eq!(emails(&back), ["c1@b.co", "c2@b.co", "c3@b.co", "c4@b.co", "c5@b.co"]);
}

/// The draft of a delete holds what was created: that is no reason to forget it, or what is typed of the same user.
#[test]
fn the_draft_of_a_delete_stays_though_its_user_was_created() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let create = intent("w1", "c1", "a@b.co", 1);
    recorded(&store, &Intent { entry: create.entry.clone().as_sent(), ..create });
    store
        .record_outcome(&WriteId::from_text("w1".into()), &JournalOutcome::Created(UserId::new("u1")), at(5))
        .expect("recorded");
    let stage = Stage::Change(WriteKind::Delete(UserId::new("u1")), WriteId::from_text("w2".into()));
    // The clock of this machine was put back in between.
    store.save_draft(&Draft { id: DraftId::new(1), stage: stage.clone(), ..draft("c1", "a@b.co", 4) }).expect("kept");
    store.save_draft(&Draft { id: DraftId::new(2), ..draft("c1", "a@b.co", 6) }).expect("kept");
    kill(store);
    let stages: Vec<_> = disk.open(7).1.drafts.into_iter().map(|draft| draft.stage).collect();
    assert_eq!(stages, [stage, Stage::Typing]);
}

/// A program that is killed between the answer and the end of the draft leaves both.
#[test]
fn draft_of_a_change_is_deleted_with_its_user_created() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    for (id, company) in [("w1", "c1"), ("w2", "c2")] {
        let stage = Stage::Change(WriteKind::Create, WriteId::from_text(id.into()));
        store.save_draft(&Draft { stage, ..draft(company, "a@b.co", 1) }).expect("kept");
        recorded(&store, &intent(id, company, "a@b.co", 2));
    }
    store
        .record_outcome(&WriteId::from_text("w1".into()), &JournalOutcome::Created(UserId::new("u1")), at(3))
        .expect("recorded");
    store.record_outcome(&WriteId::from_text("w2".into()), &JournalOutcome::NotCreated, at(3)).expect("recorded");
    kill(store);
    assert_eq!(disk.open(4).1.drafts.iter().map(|draft| draft.company.as_str()).collect::<Vec<_>>(), ["c2"]);
}

/// What was typed since it was sent is nowhere else; and a change that was sent again may have its first name on disk.
#[test]
fn draft_of_a_change_survives_other_creates() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let change = |n, id: &str, email: &str| {
        let stage = Stage::Change(WriteKind::Create, WriteId::from_text(id.into()));
        Draft { id: DraftId::new(n), stage, ..draft("c1", email, 1) }
    };
    store.save_draft(&change(1, "w1", "changed@b.co")).expect("kept");
    store.save_draft(&change(2, "w0", "b@b.co")).expect("kept");
    for (id, email) in [("w1", "a@b.co"), ("w2", "b@b.co")] {
        recorded(&store, &intent(id, "c1", email, 2));
        let outcome = JournalOutcome::Created(UserId::new(id));
        store.record_outcome(&WriteId::from_text(id.into()), &outcome, at(3)).expect("recorded");
    }
    kill(store);
    let left = disk.open(4).1.drafts;
    assert_eq!(left.iter().map(|draft| draft.entry.text(FieldId::Email)).collect::<Vec<_>>(), ["changed@b.co"]);
}

/// Another program has created the very same user since, and nothing is left to do; what was changed after that is newer
/// than the create, and nowhere else.
#[test]
fn draft_that_needs_the_user_ends_with_a_later_create_elsewhere() {
    for (changed, is_left) in [(4, false), (5, false), (6, true)] {
        let disk = Disk::new();
        let ((screen, _), other) = (disk.open(0), disk.store());
        let stage = Stage::NeedsYou("No seat.".into());
        screen.save_draft(&Draft { stage: stage.clone(), ..draft("c1", "a@b.co", changed) }).expect("kept");
        // Another user of the same company.
        screen.save_draft(&Draft { id: DraftId::new(2), stage, ..draft("c1", "b@b.co", 1) }).expect("kept");
        let create = intent("w1", "c1", "a@b.co", 3);
        recorded(&other, &Intent { entry: create.entry.clone().as_sent(), ..create.clone() });
        other.record_outcome(&create.id, &JournalOutcome::Created(UserId::new("u1")), at(5)).expect("recorded");
        kill(screen);
        let expected: &[&str] = if is_left { &["a@b.co", "b@b.co"] } else { &["b@b.co"] };
        // It is gone from the disk as well.
        for second in [7, 8] {
            assert_eq!(emails(&disk.open(second).1), expected, "changed at {changed}, restored at {second}");
        }
    }
}
