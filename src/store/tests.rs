//! The store on a real disk.

use super::*;
use crate::domain::entry::Entry;
use crate::domain::fields::FieldId;
use crate::domain::ids::{CompanyId, CustomFieldId, UserId};
use crate::domain::lookup::Choice;
use crate::domain::subject::Subject;
use crate::domain::target_user::Priority;
use crate::domain::write::{Before, Deed, Sending};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + second).expect("a moment")
}

fn entry(email: &str) -> Entry {
    let mut entry =
        Entry::default().with(FieldId::Email, email).with(FieldId::LastName, "Okafor \u{1f9d1} 東京 \"x\"\\");
    entry.groups.push(Choice { id: "g1".into(), name: "Finance".into(), detail: "High".into() });
    entry.language = Some(Choice { id: "l1".into(), name: "English".into(), detail: String::new() });
    entry.priority = Priority::VeryHigh;
    entry.active = false;
    entry.custom.insert(CustomFieldId::new("f 1"), " typed \u{1f9d1} ".to_owned());
    entry
}

fn draft(company: &str, email: &str, changed: i64) -> Draft {
    Draft {
        company: CompanyId::new(company),
        name: format!("{company} Ltd"),
        entry: entry(email),
        changed: at(changed),
    }
}

fn intent(id: &str, company: &str, email: &str, second: i64) -> Intent {
    Intent {
        id: WriteId::from_text(id.to_owned()),
        deed: Deed::Create,
        company: CompanyId::new(company),
        company_name: format!("{company} Ltd"),
        entry: entry(email),
        at: at(second),
        sending: Sending {
            before: Before::Seen(vec![crate::domain::ids::UserId::new("old")]),
            clock: Some(at(second)),
            phone: "+442079460018".to_owned(),
        },
    }
}

struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn open(&self, second: i64) -> (Store, Left) {
        Store::open(&self.0.path().join("p"), at(second)).expect("a store")
    }
}

/// What was written before there were custom fields.
#[test]
fn an_older_draft_is_read() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let new = draft("c1", "a@b.co", 1);
    store.keep(&new).expect("kept");
    drop(store);
    let folder = disk.0.path().join("p/1/drafts");
    let file = std::fs::read_dir(folder).expect("drafts").next().expect("one").expect("readable").path();
    let text = std::fs::read_to_string(&file).expect("text");
    let mut old: serde_json::Value = serde_json::from_str(&text).expect("json");
    let custom = old["entry"].as_object_mut().and_then(|entry| entry.remove("custom"));
    assert!(custom.is_some(), "{text}");
    std::fs::write(&file, old.to_string()).expect("written");
    let entry = Entry { custom: std::collections::BTreeMap::new(), ..new.entry };
    assert_eq!(disk.open(2).1.drafts.first().map(|draft| draft.entry.clone()), Some(entry));
}

/// A company may have one of each kind at once.
#[test]
fn the_draft_of_a_system_user_is_kept_apart() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let target = draft("c1", "a@b.co", 1);
    let role = Choice { id: "r1".into(), name: "Company Admin".into(), detail: String::new() };
    let entry = Entry { roles: vec![role], ..Entry::about(Subject::SystemUser) }.with(FieldId::Email, "s@b.co");
    let system = Draft { entry, changed: at(2), ..target.clone() };
    store.keep(&target).expect("kept");
    store.keep(&system).expect("kept");
    drop(store);
    let (store, left) = disk.open(3);
    assert_eq!(left.drafts, [target.clone(), system.clone()]);
    store.forget(&target.form()).expect("forgotten");
    drop(store);
    assert_eq!(disk.open(4).1.drafts, [system]);
}

#[test]
fn a_system_user_that_a_person_has_seen_is_a_finished_write() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let entry = Entry::about(Subject::SystemUser).with(FieldId::Email, "s@b.co");
    let intent = Intent { deed: Deed::CreateSystem, entry, ..intent("w1", "c1", "", 1) };
    store.intend(&intent).expect("recorded");
    store.settle(&intent.id, &Outcome::Seen, at(2)).expect("recorded");
    drop(store);
    let left = disk.open(3).1;
    assert!(left.unfinished.is_empty());
    assert_eq!(left.finished, [(intent, Outcome::Seen, at(2))]);
}

#[test]
fn a_draft_comes_back_as_it_was_until_it_is_forgotten() {
    let disk = Disk::new();
    let (store, left) = disk.open(0);
    assert_eq!(left, Left::default());
    let kept = draft("c1", "jane@contoso.com", 1);
    store.keep(&draft("c1", "jane@", 0)).expect("kept");
    store.keep(&kept).expect("kept");
    drop(store);
    let (store, left) = disk.open(2);
    assert_eq!(left.drafts, [kept]);
    store.forget(&CompanyId::new("c1").into()).expect("forgotten");
    store.forget(&CompanyId::new("never").into()).expect("nothing to forget");
    drop(store);
    assert!(disk.open(3).1.drafts.is_empty());
}

#[test]
fn drafts_and_ends_are_kept_seven_days_and_unfinished_writes_until_they_are_settled() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.keep(&draft("c1", "a@b.co", 0)).expect("kept");
    store.intend(&intent("w1", "c1", "a@b.co", 0)).expect("recorded");
    store.intend(&intent("w2", "c2", "b@b.co", 1)).expect("recorded");
    store.settle(&WriteId::from_text("w2".into()), &Outcome::NotCreated, at(2)).expect("recorded");
    drop(store);
    let week = 7 * 24 * 3600;
    let (store, left) = disk.open(week);
    assert_eq!((left.drafts.len(), left.unfinished.len(), left.finished.len()), (1, 1, 1));
    drop(store);
    let (_store, left) = disk.open(week + 3);
    assert_eq!((left.drafts.len(), left.unfinished.len(), left.finished.len()), (0, 1, 0));
}

#[test]
fn an_intent_is_unfinished_until_its_outcome_is_recorded() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let meant = intent("w1", "c1", "a@b.co", 1);
    store.intend(&meant).expect("recorded");
    drop(store);
    let (store, left) = disk.open(2);
    assert_eq!(left.unfinished, std::slice::from_ref(&meant));
    let made = Outcome::Created(UserId::new("u1"));
    store.settle(&meant.id, &made, at(3)).expect("recorded");
    drop(store);
    let (_store, left) = disk.open(4);
    assert!(left.unfinished.is_empty());
    assert_eq!(left.finished, [(meant, made, at(3))]);
}

#[test]
fn a_second_program_has_a_slot_of_its_own_and_what_it_leaves_is_taken_over() {
    let disk = Disk::new();
    let (first, _) = disk.open(0);
    let (second, left) = disk.open(0);
    assert_eq!(left, Left::default());
    assert_ne!(first.path(), second.path());
    first.keep(&draft("c1", "first@b.co", 1)).expect("kept");
    second.keep(&draft("c1", "second@b.co", 2)).expect("kept");
    second.keep(&draft("c2", "other@b.co", 2)).expect("kept");
    second.intend(&intent("w1", "c3", "w@b.co", 3)).expect("recorded");
    drop(second);
    // While the first one runs, a third one takes the second's place.
    let (third, left) = disk.open(4);
    assert_eq!(left.drafts.len(), 2);
    assert_eq!(left.unfinished.len(), 1);
    drop(third);
    drop(first);
    // Both drafts of c1 are still there: one in its form, the other after it.
    let (store, left) = disk.open(5);
    let emails: Vec<_> = left.drafts.iter().map(|d| d.entry.text(FieldId::Email).to_owned()).collect();
    assert_eq!(emails, ["first@b.co", "other@b.co"]);
    assert!(left.remarks.iter().any(|r| r.contains("second draft")), "{:?}", left.remarks);
    assert_eq!(left.unfinished.len(), 1);
    store.forget(&CompanyId::new("c1").into()).expect("forgotten");
    drop(store);
    let (_store, left) = disk.open(6);
    let mut emails: Vec<_> = left.drafts.iter().map(|d| d.entry.text(FieldId::Email).to_owned()).collect();
    emails.sort();
    assert_eq!(emails, ["other@b.co", "second@b.co"]);
}

#[test]
fn half_a_line_at_the_end_is_ignored_and_one_in_between_is_said() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.intend(&intent("w1", "c1", "a@b.co", 1)).expect("recorded");
    let path = store.path().join(journal::FILE);
    drop(store);
    let whole = std::fs::read_to_string(&path).expect("a journal");
    std::fs::write(&path, format!("{whole}{}", &whole[..40])).expect("written");
    let (store, left) = disk.open(2);
    assert_eq!((left.unfinished.len(), left.remarks.len()), (1, 0));
    drop(store);
    std::fs::write(&path, format!("nonsense\n{whole}")).expect("written");
    let (_store, left) = disk.open(3);
    assert_eq!((left.unfinished.len(), left.remarks.len()), (1, 1));
}

#[test]
fn a_draft_whose_user_was_created_is_done() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.keep(&draft("c1", "a@b.co", 1)).expect("kept");
    store.keep(&draft("c2", "newer@b.co", 9)).expect("kept");
    for (id, company) in [("w1", "c1"), ("w2", "c2")] {
        let meant = intent(id, company, "a@b.co", 2);
        store.intend(&meant).expect("recorded");
        store.settle(&meant.id, &Outcome::Created(UserId::new("u")), at(3)).expect("recorded");
    }
    drop(store);
    let (store, left) = disk.open(4);
    assert_eq!(left.drafts, [draft("c2", "newer@b.co", 9)]);
    drop(store);
    assert_eq!(disk.open(5).1.drafts.len(), 1);
}

#[test]
fn what_cannot_be_read_is_said_and_left_alone() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let folder = store.path().join("drafts");
    std::fs::write(folder.join("odd.json"), b"{\"v\":1").expect("written");
    std::fs::write(folder.join("half.tmp"), b"{").expect("written");
    drop(store);
    let (_store, left) = disk.open(1);
    assert!(left.remarks.len() == 1 && left.remarks[0].contains("odd.json"), "{:?}", left.remarks);
    assert!(folder.join("odd.json").exists() && !folder.join("half.tmp").exists());
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.keep(&draft("c1", "a@b.co", 1)).expect("kept");
    store.intend(&intent("w1", "c1", "a@b.co", 1)).expect("recorded");
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&store.path().join(journal::FILE)), 0o600);
    for folder in [store.path(), &store.path().join("drafts"), &disk.0.path().join("p")] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    for file in std::fs::read_dir(store.path().join("drafts")).expect("a folder") {
        assert_eq!(mode(&file.expect("a file").path()), 0o600);
    }
}

/// A program that was killed, or could not clean up, between taking over and removing what it took.
#[test]
fn what_was_taken_over_twice_keeps_its_later_end() {
    let disk = Disk::new();
    let (first, _) = disk.open(0);
    let (second, _) = disk.open(0);
    let meant = intent("w1", "c1", "a@b.co", 1);
    second.intend(&meant).expect("recorded");
    second.settle(&meant.id, &Outcome::Absent, at(2)).expect("recorded");
    let theirs = second.path().join(journal::FILE);
    let stale = std::fs::read(&theirs).expect("a journal");
    drop((first, second));
    let (store, left) = disk.open(3);
    assert_eq!(left.finished.len(), 1);
    let made = Outcome::Created(UserId::new("u1"));
    store.settle(&meant.id, &made, at(4)).expect("recorded");
    drop(store);
    std::fs::create_dir_all(theirs.parent().expect("a slot")).expect("a slot");
    std::fs::write(&theirs, stale).expect("back again");
    assert_eq!(disk.open(5).1.finished, [(meant, made, at(4))]);
}

/// A look-up that was under way while somebody said by hand that the user is not there.
#[test]
fn who_was_created_stays_created() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    let meant = intent("w1", "c1", "a@b.co", 1);
    let made = Outcome::Created(UserId::new("u1"));
    store.intend(&meant).expect("recorded");
    store.settle(&meant.id, &made, at(2)).expect("recorded");
    store.settle(&meant.id, &Outcome::Absent, at(3)).expect("recorded");
    drop(store);
    assert_eq!(disk.open(4).1.finished, [(meant, made, at(2))]);
}

#[test]
fn a_lock_is_never_taken_away_from_under_another_program() {
    let disk = Disk::new();
    let (first, _) = disk.open(0);
    let (second, _) = disk.open(0);
    let lock = second.path().join("lock");
    // Whoever has opened this file waits for its lock, which must not be one on a file that is gone.
    let waiting = std::fs::File::open(&lock).expect("a lock");
    drop((first, second));
    let (store, _) = disk.open(1);
    waiting.try_lock().expect("free again");
    let (other, _) = disk.open(1);
    assert!(other.path().join("lock") != lock && other.path() != store.path(), "{}", other.path().display());
}

#[test]
fn lines_that_cannot_be_read_are_set_aside() {
    let disk = Disk::new();
    let (store, _) = disk.open(0);
    store.intend(&intent("w1", "c1", "a@b.co", 1)).expect("recorded");
    let folder = store.path().to_owned();
    drop(store);
    let whole = std::fs::read_to_string(folder.join(journal::FILE)).expect("a journal");
    std::fs::write(folder.join(journal::FILE), format!("from the future\n\n{whole}")).expect("written");
    let (_store, left) = disk.open(2);
    let aside = folder.join(journal::ASIDE);
    assert!(
        left.remarks[0].starts_with("1 line of the journal") && left.remarks[0].contains("journal.unread"),
        "{left:?}"
    );
    assert_eq!(std::fs::read_to_string(aside).ok().as_deref(), Some("from the future\n"));
    assert_eq!(left.unfinished.len(), 1);
}

/// A disk that is full when the program starts takes no new journal; what is there is read all the same.
#[test]
fn what_is_left_is_told_although_nothing_can_be_written() {
    let disk = Disk::new();
    let (first, _) = disk.open(0);
    let (second, _) = disk.open(0);
    first.keep(&draft("c1", "a@b.co", 1)).expect("kept");
    first.intend(&intent("w1", "c1", "a@b.co", 1)).expect("recorded");
    second.keep(&draft("c2", "b@b.co", 1)).expect("kept");
    second.intend(&intent("w2", "c2", "b@b.co", 1)).expect("recorded");
    let (mine, theirs) = (first.path().to_owned(), second.path().to_owned());
    drop((first, second));
    // No disk here is full: nothing can take the place of a folder either.
    let journal = std::fs::read(mine.join(journal::FILE)).expect("a journal");
    std::fs::remove_file(mine.join(journal::FILE)).expect("removed");
    std::fs::create_dir(mine.join(journal::FILE)).expect("a folder");
    assert!(Store::open(&disk.0.path().join("p"), at(2)).is_err(), "a journal that cannot be read is no empty one");
    std::fs::remove_dir(mine.join(journal::FILE)).expect("removed");
    std::fs::write(mine.join(journal::FILE), &journal[..journal.len() - 1]).expect("without its last sign");
    let (store, left) = Store::open_with(&disk.0.path().join("p"), at(2), &|_, _| Err(io::Error::other("full")))
        .expect("a store all the same");
    let mut emails: Vec<_> = left.drafts.iter().map(|d| d.entry.text(FieldId::Email)).collect();
    emails.sort_unstable();
    assert_eq!((emails, left.unfinished.len()), (vec!["a@b.co", "b@b.co"], 2));
    assert!(theirs.join(journal::FILE).exists(), "what could not be taken over stays");
    // What is recorded now goes behind what was there.
    store.intend(&intent("w3", "c3", "c@b.co", 3)).expect("recorded");
    drop(store);
    let (_store, left) = disk.open(4);
    assert_eq!((left.unfinished.len(), left.remarks), (3, Vec::<String>::new()));
    assert!(!theirs.join(journal::FILE).exists());
}
