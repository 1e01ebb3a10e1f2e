//! What an earlier run of the program left comes back once, and in its turn.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::write::{JournalOutcome, WriteId, WriteKind};
use keepnet_tui::domain::form::draft::{Draft, Stage};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use crate::common::{Story, companies, typed};

/// The program was killed after the intent had reached the journal, and before the draft had its last stage on disk.
#[rstest]
#[case::typed(Stage::Typing)]
#[case::waiting(Stage::Waiting)]
#[case::needing(Stage::NeedsYou("Phone Number is short.".to_owned()))]
#[case::refused_before(Stage::Change(WriteKind::Create, WriteId::new("earlier", 1)))]
fn a_draft_that_was_sent_is_looked_up_and_not_kept_beside(#[case] stage: Stage) {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    let draft = Draft { stage, ..typed(&first.list[0], intent.entry.clone()) };
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered {
        drafts: vec![draft],
        unfinished: vec![intent.clone()],
        ..Recovered::default()
    })));
    s.settle();
    assert_eq!((s.model.drafts.drafts().count(), s.creates().len(), s.look_ups().len()), (0, 0, 1));
    s.ends(&intent.id, CreateEnd::Created(UserId::new("u")));
    assert!(!s.model.has_unsent_work());
}

#[test]
fn what_was_changed_after_it_was_sent_comes_back() {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    let entry = intent.entry.clone().with(FieldId::Department, "Finance");
    let draft = Draft { stage: Stage::Change(WriteKind::Create, intent.id.clone()), ..typed(&first.list[0], entry) };
    let finished = vec![(intent.clone(), JournalOutcome::Created(UserId::new("u")), intent.at)];
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], finished, ..Recovered::default() })));
    s.settle().reopen();
    let failure = s.form().failure().expect("it says why");
    assert_eq!(
        failure.to_string(),
        "jane@contoso.com was created as first sent: Your changes since then were not sent."
    );
    assert!(s.creates().is_empty());
}

/// The disk had refused the last stage of a draft that the journal knows the end of.
#[test]
fn what_has_ended_is_not_sent_again_by_itself() {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    for stage in [Stage::Waiting, Stage::Change(WriteKind::Create, WriteId::new("earlier", 1))] {
        let draft = Draft { stage, ..typed(&first.list[0], intent.entry.clone()) };
        let finished = vec![(intent.clone(), JournalOutcome::NotCreated, intent.at)];
        let mut s = Story::ready(companies(3));
        s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], finished, ..Recovered::default() }))).settle();
        assert!(s.creates().is_empty());
        assert_eq!(s.model.drafts.needing().count(), 1);
    }
}
