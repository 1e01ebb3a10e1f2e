//! What was created: undone after a question, with a receipt for the ticket.

use jiff::Timestamp;
use keepnet_tui::app::changes::created_users::UndoState;
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::flows::undo;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, WriteUpdate};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{Undoes, Update};
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use crate::common::{Story, companies, company, failure, now};

fn undos(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

fn copied(s: &mut Story) -> String {
    s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None }).concat()
}

/// Jane was created at Lumen, which had one seat left.
fn created() -> Story {
    let mut s =
        Story::ready(vec![company(1, "Lumen *Optics*", 59, Limit::Of(60)), company(2, "Zephyr", 1, Limit::Of(9))]);
    s.fill().press("tab").type_text("Jane").press("tab").type_text("Doe").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.millis += 3_000;
    s
}

#[test]
fn undo_of_the_last_create_asks_with_no_focused() {
    let mut s = created();
    assert_eq!(s.model.companies.rows()[0].seats.used, 60);
    s.press("Z enter");
    assert!(undos(&mut s).is_empty(), "No is focused");
    s.press("Z y");
    let undo = undos(&mut s).remove(0);
    assert_eq!(undo.kind, WriteKind::Delete(UserId::new("user1")));
    assert_eq!((undo.company.as_str(), undo.email()), ("id0001", "jane@contoso.com"));
    s.press("Z");
    assert!(s.said().contains("already"), "{}", s.said());
    s.ends(&undo.id, DeleteEnd::Deleted);
    assert!(s.said().contains("seat is free") && s.said().contains("month"), "{}", s.said());
    assert_eq!(s.model.companies.rows()[0].seats.used, 59);
    s.press("Z");
    assert!(s.said().contains("already"), "{}", s.said());
}

#[test]
fn refused_undo_can_be_retried_and_unknown_one_is_looked_up() {
    let mut s = created();
    s.press("Z y");
    let undo = undos(&mut s).remove(0);
    s.ends(&undo.id, DeleteEnd::Refused(failure(Applied::No, Remedy::Retry)));
    assert_eq!(s.model.created_users.last().map(|j| j.undo_state), Some(UndoState::Created));
    s.press("esc Z y");
    let undo = undos(&mut s).remove(0);
    s.ends(&undo.id, DeleteEnd::Unknown(failure(Applied::No, Remedy::Retry)));
    assert!(s.said().contains("not known"), "{}", s.said());
    s.wait();
    assert_eq!(s.look_ups(), std::slice::from_ref(&undo));
    s.ends(&undo.id, DeleteEnd::StillThere);
    assert!(s.said().contains("still exists"), "{}", s.said());
    assert_eq!(s.model.created_users.last().map(|j| j.undo_state), Some(UndoState::Created));
}

#[test]
fn any_create_is_undone_from_the_activity() {
    let mut s = created();
    s.press("j").fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Created(UserId::new("user2")));
    s.millis += 3_000;
    // The newest stands first.
    s.press("J Z y");
    assert_eq!(undos(&mut s)[0].kind, WriteKind::Delete(UserId::new("user2")));
    s.press("j Z y");
    assert_eq!(undos(&mut s)[0].kind, WriteKind::Delete(UserId::new("user1")));
    // The messages know it too.
    s.press("tab Z");
    assert!(s.said().contains("not about a created user"), "{}", s.said());
}

#[test]
fn receipt_has_user_company_time_id_and_seats() {
    let mut s = created();
    s.press("y m");
    let text = copied(&mut s);
    for part in [
        "Jane Doe, jane@contoso.com",
        "Lumen *Optics* (id id0001)",
        "2026-11-24 12:41",
        "user1",
        "60 of 60 used, 0 left",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    s.press("y M");
    let text = copied(&mut s);
    assert!(text.contains("- **Company:** Lumen \\*Optics\\*"), "{text}");
    s.press("J m");
    assert!(copied(&mut s).contains("user1"));
}

#[test]
fn without_a_create_there_is_nothing_to_undo() {
    let mut s = Story::ready(companies(3));
    s.press("Z");
    assert!(s.model.overlays.is_empty() && s.said().contains("no user was created"), "{}", s.said());
    s.press("y m");
    assert_eq!(copied(&mut s), "");
}

/// Why undo cannot run: the hint of the key and the line of the key list.
fn refused(s: &mut Story) -> String {
    s.press("Z");
    assert!(s.model.overlays.is_empty(), "{}", s.said());
    let said = s.said().to_owned();
    s.press("?");
    assert_eq!(refusal_here(Command::Undo, &s.model).as_deref(), Some(said.as_str()));
    s.press("esc");
    said
}

#[test]
fn undo_of_an_unfinished_create_says_what_it_waits_for() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    s.millis += 3_000;
    assert_eq!(refused(&mut s), "jane@contoso.com is still being created; wait for the answer");
    let (id, ..) = s.creates().remove(0);
    s.send(Msg::Write(id.clone(), WriteUpdate::Checking { attempt: 1, of: 3 }));
    assert_eq!(refused(&mut s), "it is still being looked up whether jane@contoso.com was created");
    s.ends(&id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry)));
    assert_eq!(refused(&mut s), "it is not known yet whether jane@contoso.com was created");
    s.ends(&id, CreateEnd::Created(UserId::new("user1")));
    s.press("Z y");
    let undo = undos(&mut s).remove(0);
    s.ends(&undo.id, DeleteEnd::Deleted);
    // The newest create counts, not the one before it.
    s.fill().press("ctrl-s");
    assert_eq!(refused(&mut s), "jane@contoso.com is still being created; wait for the answer");
}

#[test]
fn undo_of_a_queued_create_is_offered_in_the_key_list() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s a").settle();
    s.press("end ctrl-u").type_text("joan@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s ?");
    assert_eq!(refusal_here(Command::Undo, &s.model), None);
    s.press("esc Z");
    assert!(s.said().starts_with("joan@contoso.com taken back, nothing was sent"), "{}", s.said());
}

#[test]
fn undo_while_a_create_waits_for_custom_fields_says_so() {
    let mut s = Story::ready(companies(3));
    s.press("a").type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    assert_eq!(refused(&mut s), "jane@contoso.com is created once the custom fields of Company 0000 are loaded");
}

#[test]
fn user_being_deleted_can_be_created_again() {
    let mut s = created();
    s.press("Z y");
    let undo = undos(&mut s).remove(0);
    s.ends(&undo.id, DeleteEnd::Deleted);
    s.fill().press("ctrl-s");
    assert_eq!(s.orders().remove(0).earlier, None);
}

fn by_a_command(s: &Story, id: &str, email: &str, seconds: i64) -> (Intent, Timestamp) {
    let entry = Entry::default().with(FieldId::Email, email);
    let at = now(s.millis).utc + jiff::SignedDuration::from_secs(seconds);
    let intent = Intent {
        id: WriteId::from_text(id.to_owned()),
        kind: WriteKind::Create,
        company: s.list[0].id.clone(),
        company_name: s.list[0].name.clone(),
        entry,
        at,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: None,
    };
    (intent, at)
}

/// The journal has seven days.
#[test]
fn creates_of_earlier_runs_are_undone_and_listed() {
    let mut s = Story::ready(companies(3));
    let (first, at) = by_a_command(&s, "earlier-1", "first@contoso.com", -7_200);
    let (second, then) = by_a_command(&s, "earlier-2", "second@contoso.com", -3_600);
    let gone =
        Intent { id: WriteId::from_text("u".to_owned()), kind: WriteKind::Delete(UserId::new("u1")), ..first.clone() };
    let finished = vec![
        (first, JournalOutcome::Created(UserId::new("u1")), at),
        (second, JournalOutcome::Created(UserId::new("u2")), then),
        (gone, JournalOutcome::Deleted, then),
    ];
    s.send(Msg::Restored(Box::new(Recovered { finished, ..Recovered::default() })));
    s.press("J tab");
    let texts: Vec<_> = s.model.notices.newest_first().map(|n| n.text.clone()).collect();
    assert!(texts[0].contains("second@contoso.com") && texts[1].contains("first@contoso.com"), "{texts:?}");
    s.press("j Z");
    assert!(s.said().contains("deleted again already") || s.model.overlays.len() == 1, "{}", s.said());
    s.press("esc Z y");
    assert_eq!(undos(&mut s)[0].kind, WriteKind::Delete(UserId::new("u2")));
    s.press("y m");
    assert!(copied(&mut s).contains("u2"));
}

/// A command has created somebody while the screen runs.
#[test]
fn creates_of_commands_are_known_when_the_messages_open() {
    let mut s = created();
    s.press("J tab");
    let asked = s.take(|e| if let Effect::History(ticket) = e { Some(*ticket) } else { None });
    let (intent, at) = by_a_command(&s, "command-1", "bob@contoso.com", 5);
    let told = vec![(intent, JournalOutcome::Created(UserId::new("bob1")), at)];
    s.send(Msg::History(asked[0], told.clone()));
    let cursor = undo::under_cursor(&s.model).map(|job| job.user.to_string());
    assert_eq!(cursor.as_deref(), Some("user1"), "the cursor stays where it was");
    s.press("k Z y");
    assert_eq!(undos(&mut s)[0].kind, WriteKind::Delete(UserId::new("bob1")));
    s.send(Msg::History(asked[0], told));
    assert_eq!(
        s.model.notices.newest_first().filter(|n| n.text.contains("bob@")).count(),
        2,
        "told once, and its undo"
    );
}

/// Somebody is put into a group, and taken out again by hand: that is what is put back next.
#[rstest]
#[case::by_hand(Undoes::Nothing, Some(WriteId::new("other", 2)))]
#[case::undo(Undoes::Change(WriteId::new("other", 1)), None)]
#[case::not_recorded(Undoes::NotRecorded, None)]
fn change_the_other_way_round_is_undone_by_itself(#[case] undoes: Undoes, #[case] next: Option<WriteId>) {
    let mut s = created();
    s.press("J");
    let asked = s.take(|e| if let Effect::History(ticket) = e { Some(*ticket) } else { None });
    let membership = |joins| Update::membership(UserId::new("u7"), None, "Finance", joins);
    let changes = [membership(true), Update { undoes, ..membership(false) }];
    let told = changes.into_iter().zip(1..).map(|(update, n)| {
        let (intent, at) = by_a_command(&s, &format!("other-{n}"), "bob@contoso.com", 5 + i64::from(n));
        (Intent { kind: WriteKind::Update(update), ..intent }, JournalOutcome::Updated, at)
    });
    let told: Vec<_> = told.collect();
    s.send(Msg::History(asked[0], told));
    assert_eq!(s.model.created_users.finished.undoable().map(|done| done.intent.id.clone()), next);
}
