//! Writes whose end is not known, drafts on disk, and a line that comes back.

use keepnet_tui::app::changes::change::ChangeState;
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::app::flows::autosave::flush;
use keepnet_tui::domain::change::outcome::{CreateEnd, WriteUpdate};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{Intent, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use crate::common::{Story, companies, failure, jane, now, typed};

fn unknown() -> CreateEnd {
    CreateEnd::Unknown(failure(Applied::No, Remedy::Retry))
}

fn found() -> CreateEnd {
    CreateEnd::Proved(jane("found1"))
}

/// A form that was sent and whose end nobody knows.
fn in_doubt() -> (Story, WriteId) {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.send(Msg::Write(id.clone(), WriteUpdate::Checking { attempt: 1, of: 5 }));
    s.ends(&id, unknown()).reopen();
    (s, id)
}

fn kept(s: &mut Story) -> Vec<Draft> {
    s.take(|e| if let Effect::SaveDraft(draft) = e { Some((**draft).clone()) } else { None })
}

fn forgotten(s: &mut Story) -> Vec<DraftId> {
    s.take(|e| if let Effect::DeleteDraft(draft) = e { Some(*draft) } else { None })
}

fn draft_of(s: &Story, n: usize, email: &str) -> Draft {
    typed(&s.list[n], Entry::default().with(FieldId::Email, email))
}

fn intent_of(s: &Story, n: usize, email: &str) -> Intent {
    let Draft { company, name, entry, changed, .. } = draft_of(s, n, email);
    let id = WriteId::from_text(format!("earlier-{n}"));
    Intent {
        id,
        kind: WriteKind::Create,
        company,
        company_name: name,
        entry,
        at: changed,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: None,
    }
}

#[test]
fn a_write_carries_what_was_typed_and_its_moment() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let order = s.orders().remove(0);
    assert_eq!(order.intent.email(), "jane@contoso.com");
    assert_eq!(order.intent.company_name, "Company 0000");
    assert_eq!(order.intent.at, now(s.millis).utc);
    assert!(order.earlier.is_none() && !order.unrecorded);
}

#[test]
fn looked_up_user_is_not_resent_and_reported_when_found() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.send(Msg::Write(id.clone(), WriteUpdate::Checking { attempt: 2, of: 5 }));
    assert_eq!(
        s.model.changes.get(&id).map(|change| change.state.clone()),
        Some(ChangeState::Checking { attempt: 2, of: 5 })
    );
    s.fill().press("ctrl-s");
    assert!(s.creates().is_empty());
    s.press("esc").ends(&id, found());
    assert!(s.said().contains("no clear answer came, but the service has what was sent"), "{}", s.said());
    assert_eq!(s.fetched().len(), 1, "only the service knows whether the rows count this user already");
}

#[test]
fn an_unknown_end_is_never_sent_again_but_looked_up() {
    let (mut s, id) = in_doubt();
    assert_eq!(s.form().uncertain_write(), Some(&id));
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    s.press("ctrl-s ctrl-s");
    assert!(s.creates().is_empty());
    assert!(s.said().contains("not created"), "{}", s.said());
    assert_eq!(s.look_ups().len(), 1, "looked up once, however often");
    s.press("ctrl-n");
    assert!(s.creates().is_empty() && s.form().is_blank());
    s.press("esc");
    s.ends(&id, unknown());
    // By itself, too.
    s.wait();
    assert_eq!(s.look_ups().len(), 1);
    s.ends(&id, found());
    assert_eq!((s.model.drafts.drafts().count(), s.model.changes.unknown()), (0, 0));
}

#[test]
fn absent_user_is_resent_on_request_after_another_look_up() {
    let (mut s, id) = in_doubt();
    s.press("f5");
    assert_eq!(s.look_ups().len(), 1);
    s.ends(&id, CreateEnd::Pending);
    let said =
        s.model.settings.keys.describe(s.form().failure().expect("said"), keepnet_tui::app::keys::scope::Scope::Form);
    assert!(said.contains("not known") && said.contains("so far") && said.contains("Ctrl-S"), "{said}");
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    s.press("ctrl-s");
    let order = s.orders().remove(0);
    assert_eq!(order.earlier.map(|e| e.id), Some(id));
    s.created(&order.intent.id);
    // Nothing is in doubt any more.
    s.fill().press("ctrl-s");
    assert_eq!(s.orders().remove(0).earlier, None);
}

#[test]
fn a_doubt_stays_whatever_happens_to_the_form() {
    let (mut s, id) = in_doubt();
    // Somebody else is created in between, and the same one is typed again.
    s.press("home").type_text("x").press("ctrl-s");
    let (other, ..) = s.creates().remove(0);
    s.created(&other);
    s.fill().press("ctrl-s");
    assert!(s.creates().is_empty(), "the first try may still have happened");
    s.ends(&id, found());
    assert!(s.model.notices.newest_first().any(|n| n.text.contains("found1")));
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
}

#[test]
fn an_unknown_end_survives_leaving_the_form() {
    let (mut s, id) = in_doubt();
    s.press("esc");
    assert!(s.model.changes.unknown_in(&s.list[0].id.clone()));
    s.reopen();
    assert!(s.form().uncertain_write().is_some());
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    s.press("esc").ends(&id, found());
    assert!(!s.model.drafts.has_draft(&s.list[0].id.clone()));
}

#[test]
fn what_was_changed_while_the_end_was_unknown_stays() {
    let (mut s, id) = in_doubt();
    s.press("tab tab").type_text("Jane");
    s.ends(&id, found());
    assert_eq!(s.form().entry().text(FieldId::FirstName), "Jane");
    let said = s.form().failure().expect("said").to_string();
    assert!(said.contains("created as first sent"), "{said}");
}

#[test]
fn a_user_who_was_there_before_is_told_and_nothing_is_lost() {
    let (mut s, id) = in_doubt();
    s.ends(&id, CreateEnd::WasThere(jane("old1")));
    let said = s.form().failure().expect("said").to_string();
    assert!(said.contains("already") && said.contains("old1"), "{said}");
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
}

#[test]
fn a_person_who_has_looked_can_end_the_doubt_after_a_question() {
    let (mut s, id) = in_doubt();
    s.press("f1").type_text("not created").press("enter enter").press("ctrl-s");
    assert!(s.creates().is_empty(), "No is focused");
    s.look_ups();
    s.ends(&id, unknown());
    s.press("f1").type_text("not created").press("enter y");
    assert_eq!(
        s.take(|e| if let Effect::MarkNotCreated(write) = e { Some(write.clone()) } else { None }),
        std::slice::from_ref(&id)
    );
    s.press("ctrl-s");
    assert_eq!(s.orders().remove(0).earlier, None, "nothing is in doubt any more");
}

#[test]
fn unrecordable_create_is_sent_only_after_its_gate() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Unrecorded(failure(Applied::No, Remedy::Nothing))).reopen();
    assert!(s.gates().contains("cannot be recorded"), "{}", s.gates());
    s.press("ctrl-s");
    assert!(s.creates().is_empty());
    s.confirm();
    let order = s.orders().remove(0);
    assert!(order.unrecorded);
    assert_eq!(order.user.email(), "jane@contoso.com");
}

#[test]
fn a_draft_is_on_disk_within_a_second_and_gone_with_its_user() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@");
    let timers: Vec<_> = s.take(|e| if let Effect::Timer(t, d) = e { Some((*t, *d)) } else { None });
    assert!(timers.iter().all(|(_, d)| d.as_millis() < 1_000));
    for (ticket, _) in timers {
        s.send(Msg::Timer(ticket));
    }
    let drafts = kept(&mut s);
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0].entry.text(FieldId::Email), "jane@");
    // Nothing changed: nothing is written.
    s.wait().wait();
    assert!(kept(&mut s).is_empty());
    s.type_text("contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let drafts = kept(&mut s);
    assert_eq!(
        drafts.last().map(|draft| draft.stage.clone()),
        Some(Stage::Change(WriteKind::Create, id.clone())),
        "at once"
    );
    s.wait();
    assert!(forgotten(&mut s).is_empty());
    s.created(&id);
    assert_eq!(forgotten(&mut s).len(), 1);
}

#[test]
fn a_discarded_or_emptied_draft_is_forgotten_on_disk() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("j").wait().press("backspace");
    assert_eq!(forgotten(&mut s).len(), 1);
    s.type_text("j").wait().press("f1").type_text("discard").press("enter y");
    assert_eq!(forgotten(&mut s).len(), 1);
    assert!(s.model.drafts.current().is_none());
}

#[test]
fn what_is_not_on_disk_when_the_program_ends_is_flushed() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane");
    let out = flush(&mut s.model);
    assert!(matches!(&out[..], [Effect::SaveDraft(d)] if d.entry.text(FieldId::Email) == "jane"));
    assert!(flush(&mut s.model).is_empty());
}

#[test]
fn a_disk_that_takes_nothing_is_said_once_and_tried_again() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    for letter in ["j", "a"] {
        s.type_text(letter).wait();
        let draft = kept(&mut s).remove(0).id;
        s.send(Msg::DraftSaved(draft, Err(failure(Applied::No, Remedy::Nothing))));
    }
    assert_eq!(s.model.notices.newest_first().filter(|n| n.text.contains("did not work")).count(), 1);
    assert_eq!(s.model.notices.newest_first().next().map(|n| n.times), Some(1));
    s.wait();
    let draft = kept(&mut s).remove(0).id;
    s.send(Msg::DraftSaved(draft, Ok(())));
    assert!(s.said().contains("again"), "{}", s.said());
}

/// Else the draft of a user who is there, or of one that was thrown away, would come back at the next start.
#[test]
fn a_draft_that_the_disk_does_not_let_go_is_forgotten_later() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("j").wait().press("backspace");
    kept(&mut s);
    let draft = forgotten(&mut s).remove(0);
    s.send(Msg::DraftSaved(draft, Err(failure(Applied::No, Remedy::Nothing))));
    assert!(forgotten(&mut s).is_empty(), "not at once, and for ever");
    s.wait();
    assert_eq!(forgotten(&mut s), [draft]);
    s.send(Msg::DraftSaved(draft, Ok(()))).wait();
    assert!(forgotten(&mut s).is_empty());
}

#[test]
fn a_disk_that_takes_nothing_is_not_asked_all_the_time() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("j").wait();
    let draft = kept(&mut s).remove(0).id;
    s.send(Msg::DraftSaved(draft, Err(failure(Applied::No, Remedy::Nothing))));
    let waits = s.take(|e| if let Effect::Timer(_, wait) = e { Some(*wait) } else { None });
    assert_eq!(waits.iter().map(std::time::Duration::as_secs).max(), Some(1), "{waits:?}");
}

#[test]
fn drafts_of_an_earlier_run_are_marked_and_come_back() {
    let mut s = Story::ready(companies(3));
    let left = Recovered { drafts: vec![draft_of(&s, 1, "jane@contoso.com")], ..Recovered::default() };
    s.send(Msg::Restored(Box::new(left)));
    assert!(s.said().contains("Company 0001"), "{}", s.said());
    assert!(s.model.drafts.has_draft(&s.list[1].id.clone()));
    s.press("j a").settle();
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    assert_eq!(s.form().seats().left(), Some(19), "seats as the list has them");
    assert!(kept(&mut s).is_empty(), "it is on disk already");
}

#[test]
fn unfinished_write_of_earlier_run_is_looked_up_and_restored() {
    let mut s = Story::ready(companies(3));
    let intent = intent_of(&s, 0, "jane@contoso.com");
    s.send(Msg::Restored(Box::new(Recovered { unfinished: vec![intent.clone()], ..Recovered::default() })));
    assert_eq!(s.look_ups(), std::slice::from_ref(&intent));
    assert!(s.said().contains("looked up"), "{}", s.said());
    s.ends(&intent.id, CreateEnd::Pending).reopen();
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    s.press("tab").type_text("+442079460018").press("ctrl-s");
    assert_eq!(s.orders().remove(0).earlier.map(|e| e.id), Some(intent.id));
}

#[test]
fn an_unfinished_write_that_was_carried_out_is_reported() {
    let mut s = Story::ready(companies(3));
    let intent = intent_of(&s, 0, "jane@contoso.com");
    // The form of its company has gone on to somebody else.
    let left = Recovered {
        drafts: vec![draft_of(&s, 0, "next@contoso.com")],
        unfinished: vec![intent.clone()],
        ..Recovered::default()
    };
    s.send(Msg::Restored(Box::new(left)));
    s.ends(&intent.id, found());
    assert!(s.said().contains("jane@contoso.com") && s.said().contains("found1"), "{}", s.said());
    s.press("a").settle();
    assert_eq!(s.form().entry().text(FieldId::Email), "next@contoso.com");
}

#[test]
fn lost_service_is_probed_one_request_at_a_time() {
    let (mut s, _) = in_doubt();
    s.wait();
    let (look, ..) = (s.look_ups(), ());
    s.ends(&look[0].id, unknown());
    s.effects.clear();
    let probes = |s: &mut Story| s.take(|e| if let Effect::Probe(t) = e { Some(*t) } else { None });
    s.send(Msg::Connection(ConnectionEvent::Unreachable)).send(Msg::Connection(ConnectionEvent::Unreachable));
    assert!(s.model.connection.summary().contains("since 12:41"), "{}", s.model.connection.summary());
    s.wait();
    let probe = probes(&mut s);
    assert_eq!(probe.len(), 1);
    s.wait();
    assert!(probes(&mut s).is_empty(), "one at a time");
    s.send(Msg::Connection(ConnectionEvent::Unreachable)).send(Msg::Probed(probe[0], false)).wait();
    let probe = probes(&mut s);
    assert_eq!(probe.len(), 1);
    s.look_ups();
    // It answers: what is in doubt is looked up without anybody asking.
    let id = look[0].id.clone();
    s.ends(&id, unknown());
    s.look_ups();
    s.send(Msg::Connection(ConnectionEvent::Reached(9, None))).send(Msg::Probed(probe[0], true));
    assert_eq!(s.look_ups().len(), 1);
    s.wait();
    assert!(probes(&mut s).is_empty());
}

#[test]
fn a_page_that_failed_is_loaded_when_the_service_answers_again() {
    let mut s = Story::ready(companies(3));
    s.press("j r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Connection(ConnectionEvent::Unreachable));
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!(s.selected(), "Company 0001", "the page stays");
    s.send(Msg::Connection(ConnectionEvent::Reached(9, None)));
    assert_eq!(s.fetched().len(), 1);
    assert_eq!(s.selected(), "Company 0001");
}

/// Names of writes do not sort as they were drawn: `run-10` stands before `run-9`.
#[test]
fn of_many_tries_at_a_user_the_one_in_doubt_counts() {
    let mut s = Story::ready(companies(3));
    s.fill();
    let mut tries = Vec::new();
    for _ in 0..9 {
        tries.push(s.press("ctrl-s").creates().remove(0).0);
        s.ends(&tries[tries.len() - 1].clone(), CreateEnd::Pending).reopen();
    }
    let order = s.press("ctrl-s").orders().remove(0);
    assert_eq!(order.earlier.map(|e| e.id).as_ref(), tries.first(), "whichever it was, it is no older than the first");
    s.ends(&order.intent.id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry))).reopen();
    s.press("ctrl-s");
    assert!(s.creates().is_empty(), "nobody knows how the tenth ended");
    assert_eq!(s.look_ups().len(), 10, "all of them are looked at");
}

/// What was changed between the two tries may not be in the user who is found.
#[test]
fn a_user_who_is_found_may_be_the_one_of_an_earlier_try() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Pending).reopen();
    s.press("tab tab tab tab").type_text("Finance").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Proved(jane("u1")));
    assert!(s.said().contains("Created jane@contoso.com") && s.said().contains("earlier attempt"), "{}", s.said());
    // The same twice is the same.
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Pending).reopen();
    s.press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Proved(jane("u2")));
    assert!(s.said().contains("u2") && !s.said().contains("earlier attempt"), "{}", s.said());
}

#[test]
fn that_an_end_is_not_known_is_said_until_it_is() {
    let mut s = Story::ready(companies(3));
    let intent = intent_of(&s, 0, "jane@contoso.com");
    s.send(Msg::Restored(Box::new(Recovered { unfinished: vec![intent.clone()], ..Recovered::default() })));
    assert!(s.said().contains("is not known"), "{}", s.said());
    s.ends(&intent.id, found());
    let stands = s.model.notices.newest_first().any(|n| n.text.contains("is not known") && !n.dismissed);
    assert!(!stands, "dismissing the news would bring back what is no longer so");
    s.press("esc");
    assert!(s.model.notices.current().is_none_or(|n| !n.text.contains("is not known")));
}

#[test]
fn why_a_try_was_refused_stands_until_something_is_corrected() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(vec!["First name: too long.".to_owned()]))))
        .reopen();
    assert!(s.form().failure().is_some());
    s.press("left right tab");
    assert!(s.form().failure().is_some(), "nothing was corrected");
    s.type_text("x");
    assert!(s.form().failure().is_none());
}

#[test]
fn what_is_not_known_is_said_whatever_is_typed() {
    let (mut s, _) = in_doubt();
    assert!(s.form().failure().is_some());
    s.press("tab tab").type_text("x");
    assert!(s.form().failure().is_some());
}
