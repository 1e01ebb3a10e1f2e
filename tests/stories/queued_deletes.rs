//! Deletes that are queued: on disk as long as they are, sent once by whichever run has its turn, taken back by one key.

use keepnet_tui::app::changes::created_users::UndoState;
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, WriteId, WriteKind};
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use crate::common::{Story, companies, failure, typed};

/// Creates users of the first company, a second apart; they wait for their turn one behind the other.
fn add(s: &mut Story, names: &[&str]) {
    s.press("a").settle();
    for name in names {
        s.millis += 1_000;
        s.press("end ctrl-u").type_text(&format!("{name}@contoso.com")).press("tab").type_text("+442079460018");
        s.press("ctrl-n");
    }
    s.press("esc");
    s.millis += 1_000;
}

/// Ann is created, ben is under way, and ann's delete is queued behind ben.
fn delete_queued() -> Story {
    let mut s = Story::ready(companies(3));
    add(&mut s, &["ann"]);
    s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("u1")));
    add(&mut s, &["ben"]);
    s.press("Z y");
    s.millis += 1_000;
    s
}

fn kept(s: &mut Story) -> Vec<Draft> {
    s.take(|e| if let Effect::SaveDraft(draft) = e { Some((**draft).clone()) } else { None })
}

fn forgotten(s: &mut Story) -> Vec<DraftId> {
    s.take(|e| if let Effect::DeleteDraft(id) = e { Some(*id) } else { None })
}

fn deletes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

/// The draft of ann's delete, as an earlier run left it, with the intent of her create.
fn left() -> (Draft, Intent) {
    let mut s = delete_queued();
    let create = s.model.created_users.last().expect("ann").intent.clone();
    let draft = kept(&mut s).into_iter().find(|draft| matches!(draft.stage, Stage::Change(WriteKind::Delete(_), _)));
    (draft.expect("it is on disk"), create)
}

fn name(draft: &Draft) -> WriteId {
    let Stage::Change(WriteKind::Delete(_), change) = &draft.stage else { panic!("no delete") };
    change.clone()
}

fn restored(left: Recovered) -> Story {
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(left)));
    s
}

#[test]
fn a_queued_delete_is_on_disk_at_once_and_goes_when_it_is_done() {
    let mut s = delete_queued();
    let drafts = kept(&mut s);
    let draft = drafts.last().expect("it is on disk before any timer runs out");
    assert_eq!(draft.stage, Stage::Change(WriteKind::Delete(UserId::new("u1")), name(draft)));
    assert_eq!(draft.entry.text(FieldId::Email), "ann@contoso.com");
    s.ends(&WriteId::new("run", 2), CreateEnd::Created(UserId::new("u2")));
    let sent = deletes(&mut s);
    assert_eq!(sent.iter().map(|intent| &intent.id).collect::<Vec<_>>(), [&name(draft)]);
    forgotten(&mut s);
    s.ends(&sent[0].id, DeleteEnd::Deleted);
    assert_eq!(forgotten(&mut s), [draft.id]);
}

#[rstest]
#[case::on_the_table("Z")]
#[case::in_the_activity("J j Z")]
fn a_delete_that_is_taken_back_is_not_on_disk_any_more(#[case] keys: &str) {
    let mut s = delete_queued();
    let draft = kept(&mut s).pop().expect("it is on disk");
    forgotten(&mut s);
    s.press(keys);
    assert!(s.said().contains("ann@contoso.com will not be deleted"), "{}", s.said());
    assert_eq!(forgotten(&mut s), [draft.id]);
    s.ends(&WriteId::new("run", 2), CreateEnd::Created(UserId::new("u2")));
    assert!(deletes(&mut s).is_empty());
}

#[test]
fn a_delete_queued_in_an_earlier_run_is_sent_and_named() {
    let (draft, create) = left();
    let finished = vec![(create.clone(), JournalOutcome::Created(UserId::new("u1")), create.at)];
    let mut s = restored(Recovered { drafts: vec![draft.clone()], finished, ..Recovered::default() });
    assert!(
        s.said().contains("1 delete queued in an earlier run will be sent now: ann@contoso.com in"),
        "{}",
        s.said()
    );
    assert_eq!(s.model.created_users.undo_state(&UserId::new("u1")), Some(UndoState::Undoing));
    assert_eq!(s.model.drafts.drafts().count(), 0, "no form comes of it");
    let sent = deletes(&mut s);
    let told = sent.iter().map(|intent| (&intent.id, &intent.kind, intent.email())).collect::<Vec<_>>();
    assert_eq!(told, [(&name(&draft), &WriteKind::Delete(UserId::new("u1")), "ann@contoso.com")]);
    assert!(forgotten(&mut s).is_empty(), "it is kept until its end is known");
    s.ends(&sent[0].id, DeleteEnd::Deleted);
    assert_eq!(forgotten(&mut s), [draft.id]);
    assert_eq!(s.model.created_users.undo_state(&UserId::new("u1")), Some(UndoState::Undone));
}

/// How the delete of an earlier run, or another one of the same user, had ended.
#[rstest]
#[case::done(true, JournalOutcome::Deleted)]
#[case::refused(true, JournalOutcome::NotDeleted)]
#[case::done_by_another(false, JournalOutcome::Deleted)]
fn a_delete_that_has_ended_is_not_sent_again(#[case] its_own: bool, #[case] outcome: JournalOutcome) {
    let (draft, create) = left();
    let id = if its_own { name(&draft) } else { WriteId::new("command", 1) };
    let delete = Intent { id, kind: WriteKind::Delete(UserId::new("u1")), ..create };
    let finished = vec![(delete.clone(), outcome, delete.at)];
    let mut s = restored(Recovered { drafts: vec![draft.clone()], finished, ..Recovered::default() });
    s.settle().wait();
    assert!(deletes(&mut s).is_empty() && s.model.changes.is_empty());
    assert_eq!(forgotten(&mut s), [draft.id]);
}

#[rstest]
#[case::its_own(true)]
#[case::of_another(false)]
fn a_delete_in_doubt_is_looked_up_and_not_sent_again(#[case] its_own: bool) {
    let (draft, create) = left();
    let id = if its_own { name(&draft) } else { WriteId::new("command", 1) };
    let delete = Intent { id: id.clone(), kind: WriteKind::Delete(UserId::new("u1")), ..create };
    let mut s = restored(Recovered { drafts: vec![draft.clone()], unfinished: vec![delete], ..Recovered::default() });
    s.settle();
    assert_eq!((deletes(&mut s).len(), s.look_ups().len()), (0, 1));
    s.ends(&id, DeleteEnd::Deleted).wait();
    assert_eq!((deletes(&mut s).len(), forgotten(&mut s)), (0, vec![draft.id]));
}

#[test]
fn two_queued_deletes_of_a_user_are_sent_once() {
    let (draft, _) = left();
    let stage = Stage::Change(WriteKind::Delete(UserId::new("u1")), WriteId::new("other", 1));
    let other = Draft { id: draft.id.next(), stage, ..draft.clone() };
    let mut s = restored(Recovered { drafts: vec![draft, other.clone()], ..Recovered::default() });
    assert_eq!(deletes(&mut s).len(), 1);
    assert_eq!(forgotten(&mut s), [other.id]);
}

/// It was refused while the person was in another profile, and said to be; its draft is still on the disk of its own.
#[test]
fn a_delete_refused_in_a_profile_that_was_left_is_not_sent_again() {
    let mut s = delete_queued();
    let draft = kept(&mut s).pop().expect("it is on disk");
    s.ends(&WriteId::new("run", 2), CreateEnd::Created(UserId::new("u2")));
    assert_eq!(deletes(&mut s).len(), 1);
    let (north, mut south) = (s.model.settings.clone(), s.model.settings.clone());
    "south".clone_into(&mut south.profile);
    s.send(Msg::Switched(Box::new(south)));
    s.ends(&name(&draft), DeleteEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    s.send(Msg::Switched(Box::new(north)));
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], ..Recovered::default() })));
    assert!(deletes(&mut s).is_empty());
    assert_eq!(s.model.created_users.undo_state(&UserId::new("u1")), Some(UndoState::Created));
}

/// A create of the same address ends otherwise: what was typed for it is not taken for the delete.
#[test]
fn a_refused_create_is_kept_beside_the_delete_of_its_namesake() {
    let (draft, create) = left();
    let again = Intent { id: WriteId::new("command", 1), ..create };
    let mut s = restored(Recovered { unfinished: vec![again.clone()], ..Recovered::default() });
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], ..Recovered::default() })));
    assert!(s.model.changes.drafts().any(|draft| matches!(draft.stage, Stage::Change(WriteKind::Delete(_), _))));
    s.ends(&again.id, CreateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    assert_eq!(s.model.drafts.needing().count(), 1);
}

/// What is typed of the same user after the delete was queued has a draft of its own.
#[test]
fn a_draft_of_the_same_words_comes_back_beside_the_delete() {
    let (draft, create) = left();
    let again = Draft { id: draft.id.next(), ..typed(&companies(3)[0], create.entry) };
    let s = restored(Recovered { drafts: vec![draft, again], ..Recovered::default() });
    assert_eq!(s.model.drafts.drafts().count(), 1);
    assert_eq!(s.model.changes.all().len(), 1);
}

#[test]
fn undo_is_about_the_newest_thing_done() {
    let mut s = Story::ready(companies(3));
    add(&mut s, &["ann", "ben"]);
    s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("u1")));
    add(&mut s, &["cleo"]);
    // Cleo was queued after ann was created.
    s.press("Z");
    assert!(s.said().contains("cleo@contoso.com taken back"), "{}", s.said());
    // Ben is under way; once he is created he is the newest, and dora was queued before that.
    add(&mut s, &["dora"]);
    s.ends(&WriteId::new("run", 2), CreateEnd::Created(UserId::new("u2")));
    add(&mut s, &["emil"]);
    let dora = s.model.changes.under_way().next().expect("dora is under way").id.clone();
    s.ends(&dora, CreateEnd::Created(UserId::new("u4")));
    s.millis += 1_000;
    s.press("Z");
    let asked = match s.model.overlays.last() {
        Some(Overlay::Confirm { question: Confirmation::Undo(create), .. }) => create.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(asked, dora, "the notice tells of dora");
}

#[test]
fn undo_asks_about_a_user_created_after_another_was_queued() {
    let mut s = Story::ready(companies(3));
    add(&mut s, &["ann", "ben", "cleo"]);
    s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("u1")));
    assert!(s.said().contains("ann@contoso.com"), "{}", s.said());
    s.press("Z");
    assert!(
        matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Confirmation::Undo(id), .. }) if *id == WriteId::new("run", 1)),
        "{:?}",
        s.model.overlays
    );
    assert_eq!(s.model.changes.queued().count(), 1, "cleo waits");
    s.press("n");
    assert_eq!(s.model.changes.queued().count(), 1);
}
