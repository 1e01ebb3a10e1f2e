//! System users: the same form, with fields, draft and end of its own.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::overlays::overlay::{ActivityFilter, Overlay};
use keepnet_tui::app::screen::activity::lines;
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, Mail, NewUser, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::{FormKey, Subject};
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{RoleId, UserId};

use crate::common::{Story, companies, failure, now};

fn story() -> Story {
    Story::ready(companies(3))
}

fn key(s: &Story, subject: Subject) -> FormKey {
    FormKey::new(&s.list[0].id, subject)
}

fn run(s: &mut Story, what: &str) {
    s.press("f1").type_text(what).press("enter");
}

/// One whose end nobody knows.
fn unknown(s: &mut Story) -> Intent {
    s.fill_system().press("ctrl-s");
    let intent = s.orders().remove(0).intent;
    s.ends(&intent.id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry))).reopen();
    intent
}

#[test]
fn its_form_has_its_own_fields_and_asks_for_roles_alone() {
    let mut s = story();
    s.press("U");
    let asked = s.take(|e| if let Effect::Fetch(_, q) = e { Some(q.clone()) } else { None });
    let id = s.list[0].id.clone();
    assert_eq!(asked, [Read::MailDomains(id.clone()), Read::Roles(id)]);
    let labels: Vec<_> = s.form().places().map(|place| s.form().label(place)).collect();
    assert_eq!(labels, ["Email", "Phone", "First name", "Last name", "Roles"]);
}

#[test]
fn a_system_user_with_roles_is_created_and_told() {
    let mut s = story();
    s.fill_system().press("tab f4 space space enter");
    assert_eq!(s.form().chosen(FieldId::Roles), "Finance; New joiners");
    s.press("ctrl-s ctrl-s");
    let (id, company, user) = s.system_creates().remove(0);
    assert_eq!(company, s.list[0].id);
    assert_eq!((user.email.as_str(), user.phone.as_str()), ("ops@contoso.com", "+442079460019"));
    assert_eq!((user.first_name.as_str(), user.last_name.as_str()), ("Oona", "Ek"));
    assert_eq!(user.roles, [RoleId::new("Finance"), RoleId::new("New joiners")]);
    let seats = s.model.companies.selected().map(|c| c.seats.used);
    s.created(&id);
    assert_eq!(s.said(), "Created system user ops@contoso.com in Company 0000 (id user1)");
    assert!(s.model.drafts.current().is_none());
    assert_eq!(s.model.companies.selected().map(|c| c.seats.used), seats, "it uses no seat");
    s.millis += 3_000;
    s.press("y m");
    let receipt = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert!(receipt[0].starts_with("System user created") && receipt[0].contains("Roles: Finance, New joiners"));
}

#[test]
fn it_is_checked_by_its_own_table() {
    let mut s = story();
    s.press("U").settle().type_text("ops@contoso.com").press("ctrl-s");
    assert_eq!(s.said(), "3 fields to fix: Phone, First name, Last name (F8 goes to the next)");
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Phone));
    s.type_text("+442079460019").press("tab").type_text(&"x".repeat(41)).press("tab").type_text("Ek").press("ctrl-s");
    assert_eq!(s.said(), "1 field to fix: First name (F8 goes to the next)");
    assert!(s.orders().is_empty());
}

/// Spaces, brackets and dashes are typed and not sent: they do not count.
#[test]
fn a_phone_is_as_long_as_it_is_sent() {
    let mut s = story();
    s.fill_system().press("shift-tab shift-tab ctrl-a ctrl-k").type_text("+44 (20) - 7946 - 00 19");
    s.press("ctrl-s");
    let sent: Vec<_> = s.system_creates().into_iter().map(|(.., user)| user.phone).collect();
    assert_eq!(sent, ["+442079460019"], "{}", s.said());
}

#[test]
fn a_company_whose_seats_are_gone_may_have_one_more() {
    let mut s = story();
    s.list[0].seats.used = 30;
    s.press("r").settle();
    s.fill_system().press("ctrl-s");
    assert_eq!(s.orders().len(), 1, "no question about seats");
}

#[test]
fn nothing_is_sent_where_nothing_may_be_written() {
    let mut s = story();
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Flag);
    s.fill_system().press("ctrl-s");
    assert!(s.orders().is_empty());
    assert!(s.said().contains("--read-only"), "{}", s.said());
}

#[test]
fn the_drafts_of_both_kinds_stand_side_by_side() {
    let mut s = story();
    s.press("a").settle().type_text("jane@contoso.com").press("esc U").settle().type_text("ops@").press("esc");
    assert!(s.said().contains("U opens it again"), "{}", s.said());
    s.press("a");
    assert_eq!(s.form().text(FieldId::Email), "jane@contoso.com");
    s.press("esc U");
    assert_eq!((s.form().text(FieldId::Email), s.form().subject()), ("ops@", Subject::SystemUser));
    s.wait();
    let kept = s.take(|e| if let Effect::SaveDraft(draft) = e { Some(draft.form()) } else { None });
    assert_eq!(kept, [key(&s, Subject::TargetUser), key(&s, Subject::SystemUser)]);
    run(&mut s, "discard");
    s.press("y");
    assert!(s.model.drafts.draft_of(&key(&s, Subject::SystemUser)).is_none());
    assert!(s.model.drafts.draft_of(&key(&s, Subject::TargetUser)).is_some(), "the other one stays");
}

#[test]
fn both_kinds_may_be_in_the_queue_with_one_address() {
    let mut s = story();
    s.fill_system().press("ctrl-a ctrl-k").type_text("Doe").press("shift-tab shift-tab shift-tab ctrl-k");
    s.press("ctrl-a ctrl-k").type_text("jane@contoso.com").press("ctrl-s");
    let system = s.orders().remove(0);
    s.fill().press("ctrl-s");
    assert!(s.orders().is_empty(), "one after the other for one company");
    s.created(&system.intent.id);
    let target = s.orders().remove(0);
    assert_eq!((system.intent.kind, target.intent.kind), (WriteKind::Create, WriteKind::Create));
    assert!(matches!((system.user, target.user), (NewUser::System(_), NewUser::Target(_))));
}

#[test]
fn the_next_one_does_not_begin_with_the_roles_of_the_last() {
    let mut s = story();
    s.fill_system().press("tab").type_text("fin").press("enter ctrl-n");
    let (id, ..) = s.system_creates().remove(0);
    s.created(&id);
    assert_eq!((s.form().text(FieldId::Email), s.form().chosen(FieldId::Roles).as_str()), ("", ""));
    s.press("esc a").settle();
    assert!(s.form().is_blank(), "nothing of it is in the other form");
}

#[test]
fn undo_of_a_create_deletes_the_system_user() {
    let mut s = story();
    s.fill_system().press("ctrl-s");
    let (id, ..) = s.system_creates().remove(0);
    s.ends(&id, CreateEnd::Created(UserId::new("s1")));
    s.millis += 3_000;
    s.press("Z");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { yes: false, .. })));
    s.press("y");
    let delete = s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None }).remove(0);
    assert_eq!((&delete.kind, delete.entry.subject), (&WriteKind::Delete(UserId::new("s1")), Subject::SystemUser));
    s.ends(&delete.id, DeleteEnd::Deleted);
    assert!(s.said().contains("system user ops@contoso.com deleted") && !s.said().contains("seat"), "{}", s.said());
    s.press("Z");
    assert!(s.model.overlays.is_empty() && s.said().contains("already deleted"), "{}", s.said());
}

#[test]
fn unknown_system_user_is_looked_up_and_not_sent_again() {
    let mut s = story();
    let intent = unknown(&mut s);
    let said = s.form().failure().map(ToString::to_string).expect("a failure");
    assert!(said.contains("looked up again automatically") && !said.contains("console"), "{said}");
    s.press("ctrl-s");
    assert!(s.orders().is_empty());
    assert_eq!(s.look_ups().iter().map(|intent| &intent.id).collect::<Vec<_>>(), [&intent.id]);
    s.ends(&intent.id, CreateEnd::Proved(Box::new(intent.user(UserId::new("s1")))));
    assert_eq!(s.model.changes.unknown(), 0);
    assert!(s.said().contains("Created system user ops@contoso.com"), "{}", s.said());
}

#[test]
fn system_user_that_was_there_is_told_as_such() {
    let mut s = story();
    let intent = unknown(&mut s);
    s.press("ctrl-s");
    s.ends(&intent.id, CreateEnd::WasThere(Box::new(intent.user(UserId::new("s1")))));
    let said = s.form().failure().map(ToString::to_string).expect("a failure");
    assert!(said.contains("is already a system user of"), "{said}");
}

#[test]
fn unknown_system_user_of_earlier_run_is_looked_up() {
    let mut s = story();
    let intent = unknown(&mut s);
    let mut s = story();
    s.send(Msg::Restored(Box::new(Recovered { unfinished: vec![intent.clone()], ..Recovered::default() })));
    assert_eq!(s.look_ups().len(), 1);
    assert!(s.said().contains("it is being looked up"), "{}", s.said());
    s.ends(&intent.id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry))).reopen();
    assert_eq!(s.form().entry(), intent.entry);
    // A journal of an earlier version, in which a person has said that it is there.
    let mut s = story();
    let finished = vec![(intent, JournalOutcome::Seen, now(0).utc)];
    s.send(Msg::Restored(Box::new(Recovered { finished, ..Recovered::default() })));
    assert!(!s.model.has_unsent_work());
}

#[test]
fn a_pasted_signature_fills_what_its_form_has() {
    let mut s = story();
    s.press("U").settle();
    s.send(Msg::Paste("Maya Okafor\nFinance Business Partner\nM: +44 7700 900123\nmaya.okafor@lumen.example".into()));
    s.press("ctrl-t");
    let entry = s.form().entry();
    assert_eq!((entry.text(FieldId::FirstName), entry.text(FieldId::LastName)), ("Maya", "Okafor"));
    assert_eq!((entry.text(FieldId::Department), s.form().focus()), ("", Focus::Create));
}

#[test]
fn what_the_service_says_about_a_field_stands_at_it() {
    let mut s = story();
    s.fill_system().press("ctrl-s");
    let (id, ..) = s.system_creates().remove(0);
    let messages =
        ["RoleResourceIdList: the role 'r9' does not exist.", "A system user with this email already exists."];
    let messages = messages.map(String::from).to_vec();
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(messages)))).reopen();
    let at: Vec<_> = s.form().messages().iter().map(|(field, _)| *field).collect();
    assert_eq!(at, [FieldId::Roles, FieldId::Email]);
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Email));
}

fn mail_intent(s: &Story, n: u64) -> Intent {
    Intent {
        id: WriteId::new("mail", n),
        kind: WriteKind::Mail(UserId::new("s1"), Mail::Welcome),
        company: s.list[0].id.clone(),
        company_name: s.list[0].name.clone(),
        entry: Entry::for_subject(Subject::SystemUser).with(FieldId::Email, "ops@contoso.com"),
        at: now(0).utc,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: None,
    }
}

/// The lines of the activity: what, about whom.
fn activity(s: &Story) -> Vec<(String, String)> {
    lines(&s.model, ActivityFilter::All).into_iter().map(|line| (line.progress.word(), line.user_label)).collect()
}

#[test]
fn mail_is_sent_once_and_an_unknown_end_stays_unknown() {
    for (end, word) in [
        (MailEnd::Sent, "sent"),
        (MailEnd::Unanswered(failure(Applied::Maybe, Remedy::Nothing)), "not known"),
        (MailEnd::Refused(failure(Applied::No, Remedy::Nothing)), "not done"),
    ] {
        let mut s = story();
        let intent = mail_intent(&s, 1);
        s.model.changes.enqueue_change(intent.clone(), DraftId::new(900), now(0));
        s.press("j");
        let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.kind.clone()) } else { None });
        assert_eq!(sent, std::slice::from_ref(&intent.kind));
        s.ends(&intent.id, end);
        assert_eq!(activity(&s), [(word.to_owned(), "welcome mail to system user ops@contoso.com".to_owned())]);
        s.wait().press("f5").wait();
        assert!(s.take(|e| matches!(e, Effect::Change(_) | Effect::Reconcile(_)).then_some(())).is_empty());
        assert!(s.model.changes.is_empty());
    }
}

/// Sent in an earlier run, or not yet.
#[test]
fn mail_of_an_earlier_run_is_sent_only_if_it_was_not() {
    for (outcome, word) in [
        (None, "sending"),
        (Some(JournalOutcome::Updated), "sent"),
        (Some(JournalOutcome::Unanswered), "not known"),
        (Some(JournalOutcome::NotUpdated), "not done"),
    ] {
        let mut s = story();
        let intent = mail_intent(&s, 1);
        let stage = Stage::Change(WriteKind::Mail(UserId::new("s1"), Mail::Welcome), intent.id.clone());
        let draft = Draft {
            id: DraftId::new(7),
            company: intent.company.clone(),
            name: intent.company_name.clone(),
            entry: intent.entry.clone(),
            stage,
            changed: intent.at,
            ticket: String::new(),
            batch: None,
            edits: None,
        };
        let finished = outcome.map(|outcome| (intent, outcome, now(0).utc)).into_iter().collect();
        s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], finished, ..Recovered::default() })));
        s.press("j");
        let sent = s.take(|e| matches!(e, Effect::Change(_)).then_some(())).len();
        assert_eq!((sent, activity(&s)[0].0.as_str()), (usize::from(word == "sending"), word));
        assert_eq!(activity(&s).len(), 1);
    }
}
