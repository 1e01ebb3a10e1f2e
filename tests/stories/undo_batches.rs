//! Undo of changes that were made together.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::screen::confirmations::in_full;
use keepnet_tui::domain::change::outcome::{DeleteEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::{BatchId, TicketNumber, TicketPolicy};
use keepnet_tui::domain::change::update::Update;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use super::edits::undo_of;
use crate::common::{Story, company, now, people};

fn changes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

/// Every change that is sent ends well.
fn all_end(s: &mut Story, end: impl Into<WriteOutcome>) -> Vec<Intent> {
    let (end, mut sent) = (end.into(), Vec::new());
    loop {
        let next = changes(s);
        if next.is_empty() {
            return sent;
        }
        for intent in next {
            s.ends(&intent.id, end.clone());
            sent.push(intent);
        }
    }
}

fn question(s: &Story) -> Option<(String, String)> {
    let Some(Overlay::Confirm { question: question @ Confirmation::UndoBatch(_), .. }) = s.model.overlays.last() else {
        return None;
    };
    let question = in_full(&s.model, question);
    Some((question.asked, question.text))
}

fn opened(settings: impl FnOnce(&mut keepnet_tui::app::core::settings::Settings)) -> Story {
    let mut s = Story::with(vec![company(1, "Contoso", 5, Limit::Of(9))], (100, 30), settings);
    s.settle();
    s.people = people(12);
    s.press("u").answer_users();
    s
}

/// The first and the fourth user were deactivated with one key.
fn deactivated() -> (Story, Vec<Intent>) {
    let mut s = opened(|_| ());
    s.press("space j j space x y");
    let sent = all_end(&mut s, UpdateEnd::Updated);
    assert_eq!(sent.len(), 2);
    (s, sent)
}

#[test]
fn z_undoes_what_one_key_has_done_with_one_question() {
    let (mut s, sent) = deactivated();
    assert_eq!(s.said(), format!("2 users deactivated in Contoso (batch {})", sent[0].id));
    s.press("Z");
    let (asked, text) = question(&s).expect("a question");
    assert_eq!((asked.as_str(), text.contains("Contoso")), ("Undo 2 changes?", true), "{text}");
    assert!(changes(&mut s).is_empty(), "nothing is sent before the answer");
    s.press("y");
    let undone = all_end(&mut s, UpdateEnd::Updated);
    assert_eq!(
        undone.iter().map(|intent| intent.kind.clone()).collect::<Vec<_>>(),
        [undo_of(&sent[1]), undo_of(&sent[0])]
    );
    assert!(undone.iter().all(|intent| intent.batch == Some(BatchId::from(&undone[0].id))), "a batch of its own");
    assert!(s.said().starts_with("2 changes undone in Contoso (batch "), "{}", s.said());
    s.press("Z");
    assert!(question(&s).is_none(), "it was undone, and the undo is not undone in its turn");
}

#[test]
fn no_undoes_nothing() {
    let (mut s, _) = deactivated();
    s.press("Z n");
    assert!(s.model.overlays.is_empty() && changes(&mut s).is_empty());
    s.press("Z");
    assert!(question(&s).is_some(), "it can still be undone");
}

#[test]
fn a_row_of_the_activity_is_undone_alone() {
    let (mut s, sent) = deactivated();
    s.press("J Z");
    let undone = all_end(&mut s, UpdateEnd::Updated);
    assert_eq!(undone.len(), 1);
    s.press("esc Z");
    assert!(question(&s).is_none(), "one is left of the batch, which needs no question");
    let last = all_end(&mut s, UpdateEnd::Updated);
    let users: std::collections::BTreeSet<_> =
        undone.iter().chain(&last).filter_map(|intent| intent.kind.target().cloned()).collect();
    assert_eq!(users, sent.iter().filter_map(|intent| intent.kind.target().cloned()).collect());
}

#[test]
fn what_was_undone_while_the_question_was_open_is_not_sent_again() {
    let (mut s, sent) = deactivated();
    s.press("Z");
    let ticket = s.take(|e| if let Effect::History(ticket) = e { Some(*ticket) } else { None });
    let elsewhere = Intent { id: WriteId::new("other", 1), kind: undo_of(&sent[0]), batch: None, ..sent[0].clone() };
    s.send(Msg::History(ticket[0], vec![(elsewhere, JournalOutcome::Updated, now(50_000).utc)]));
    s.press("y");
    assert_eq!(all_end(&mut s, UpdateEnd::Updated).len(), 1, "another program has put the other back");
}

/// Two users whom an import has created, and one whom it has changed.
fn imported() -> (Story, BatchId) {
    let mut s = opened(|_| ());
    let batch = BatchId::from_text("import-1".to_owned());
    let intent = |n: u64, kind| Intent {
        id: WriteId::new("import", n),
        kind,
        company: s.list[0].id.clone(),
        company_name: s.list[0].name.clone(),
        entry: Entry::default().with(FieldId::Email, &format!("user{n}@contoso.com")),
        at: now(0).utc,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: Some(batch.clone()),
    };
    let created =
        |n| (intent(n, WriteKind::Create), JournalOutcome::Created(UserId::new(format!("new{n}"))), now(n).utc);
    let update = WriteKind::Update(Update::activity(UserId::new("id-001"), false, true));
    let history = vec![created(1), created(2), (intent(3, update), JournalOutcome::Updated, now(3).utc)];
    s.press("J");
    let ticket = s.take(|e| if let Effect::History(ticket) = e { Some(*ticket) } else { None });
    s.send(Msg::History(ticket[0], history));
    s.press("esc");
    (s, batch)
}

#[test]
fn created_users_are_deleted_and_the_others_put_back() {
    let (mut s, _) = imported();
    s.press("Z");
    let (asked, text) = question(&s).expect("a question");
    assert_eq!(asked, "Undo 3 changes?");
    for part in ["Puts back 1 change", "Deletes 2 created users again, which cannot be undone"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    s.press("y");
    let first = changes(&mut s).remove(0);
    let undone = Update::activity(UserId::new("id-001"), false, true);
    assert_eq!(first.kind, WriteKind::Update(undone.reversed(&WriteId::new("import", 3))));
    s.ends(&first.id, UpdateEnd::Updated);
    let deleted = all_end(&mut s, DeleteEnd::Deleted);
    let users = ["new2", "new1"].map(|user| WriteKind::Delete(UserId::new(user)));
    assert_eq!(deleted.iter().map(|intent| intent.kind.clone()).collect::<Vec<_>>(), users);
}

#[test]
fn whoever_was_changed_since_stays() {
    let (mut s, batch) = imported();
    s.press("J");
    let ticket = s.take(|e| if let Effect::History(ticket) = e { Some(*ticket) } else { None });
    let create = s.model.created_users.get(&WriteId::new("import", 1)).expect("created").intent.clone();
    let kind = WriteKind::Update(Update::activity(UserId::new("new1"), true, false));
    let later = Intent { id: WriteId::new("later", 1), kind, batch: None, ..create };
    s.send(Msg::History(ticket[0], vec![(later, JournalOutcome::Updated, now(9).utc)]));
    let undo = keepnet_tui::app::flows::undo_batch::of_batch(&s.model, &batch).expect("something");
    assert_eq!(undo.creates, [WriteId::new("import", 2)]);
    assert!(undo.left_out[0].contains("user1@contoso.com was changed since"), "{:?}", undo.left_out);
}

#[rstest]
#[case(TicketPolicy::Optional, false)]
#[case(TicketPolicy::Required, true)]
fn an_undo_has_a_ticket_where_there_must_be_one(#[case] policy: TicketPolicy, #[case] asks: bool) {
    let (mut s, _) = imported();
    s.model.settings.profile_settings.ticket = policy;
    s.press("Z");
    let (_, text) = question(&s).expect("a question");
    assert!(text.contains("No ticket (t gives one)"), "{text}");
    s.press("y");
    assert_eq!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(_))), asks);
    if asks {
        assert!(changes(&mut s).is_empty());
        s.type_text("INC-7").press("enter");
    }
    let sent = changes(&mut s).remove(0);
    assert_eq!(sent.ticket.as_str(), if asks { "INC-7" } else { "" });
}

#[test]
fn a_ticket_is_given_in_the_question() {
    let (mut s, _) = imported();
    s.model.settings.profile_settings.ticket = TicketPolicy::Optional;
    s.press("Z t").type_text("INC-8").press("enter y");
    assert_eq!(changes(&mut s).remove(0).ticket.as_str(), "INC-8");
}
