//! The queue: nobody waits for a create, what needs a person is kept in one list, and gates stand in the form.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::write::{JournalOutcome, WriteId, WriteKind};
use keepnet_tui::domain::company::license::LicenseCheck;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::draft::{Draft, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::gate::GateKind;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use crate::common::{Story, companies, company, custom_fields, failure, jane, typed};

fn email(s: &Story) -> &str {
    s.form().text(FieldId::Email)
}

/// Types a user into the open form.
fn user(s: &mut Story, name: &str, phone: &str) {
    s.type_text(&format!("{name}@contoso.com")).press("tab").type_text(phone);
}

fn why(s: &Story) -> Vec<AttentionReason> {
    s.model.drafts.needing().map(|(_, why)| why).collect()
}

fn full() -> Story {
    Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60))])
}

#[test]
fn ctrl_s_closes_the_form_at_once() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    assert!(s.model.drafts.current().is_none() && s.model.pane == Pane::Table);
    assert_eq!(s.creates().len(), 1);
    assert!(s.said().contains("creating jane@contoso.com in Company 0000"), "{}", s.said());
}

#[test]
fn ctrl_n_opens_the_next_form_at_once() {
    let mut s = Story::ready(companies(3));
    s.fill().press("tab tab tab").type_text("Finance").press("ctrl-n");
    assert_eq!(s.creates().len(), 1);
    assert_eq!((email(&s), s.form().text(FieldId::Department)), ("", "Finance"));
    user(&mut s, "ben", "+442079460019");
    let (id, ..) = (WriteId::new("run", 1), ());
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Retry)));
    assert_eq!(email(&s), "ben@contoso.com", "whatever comes, nothing changes under the hands");
}

#[test]
fn changes_of_a_company_are_sent_in_order() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    for name in ["ann", "ben", "cleo"] {
        user(&mut s, name, "+442079460018");
        s.press("ctrl-n");
    }
    for name in ["ann", "ben", "cleo"] {
        let sent = s.creates();
        assert_eq!(
            sent.iter().map(|(_, _, user)| user.email.as_str()).collect::<Vec<_>>(),
            [format!("{name}@contoso.com")]
        );
        s.created(&sent[0].0);
    }
}

#[test]
fn four_companies_send_changes_concurrently() {
    let mut s = Story::ready(companies(9));
    for _ in 0..6 {
        s.fill().press("ctrl-s");
        s.press("j");
    }
    let sent = s.creates();
    assert_eq!(sent.len(), 4);
    s.created(&sent[2].0);
    assert_eq!(s.creates().len(), 1);
}

/// Ten users are typed blind at a full company, two of them with a bad phone.
#[test]
fn invalid_and_held_users_are_parked_and_one_answer_sends_held() {
    let mut s = Story::ready(vec![company(1, "Lumen", 58, Limit::Of(60))]);
    s.press("a").settle();
    for n in 0..10 {
        user(&mut s, &format!("user{n}"), if n % 5 == 4 { "12" } else { "+442079460018" });
        s.press("ctrl-n");
    }
    assert_eq!(email(&s), "");
    s.press("esc");
    for _ in 0..2 {
        let (id, ..) = s.creates().remove(0);
        s.created(&id);
    }
    assert!(s.creates().is_empty());
    let needing = why(&s);
    assert_eq!(needing.iter().filter(|why| **why == AttentionReason::Fix).count(), 2);
    assert_eq!(needing.iter().filter(|why| **why == AttentionReason::Gate(GateKind::NoSeat)).count(), 6);
    s.press("f9");
    assert!(
        matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Confirmation::PassAll { forms, .. }, yes: false }) if forms.len() == 6)
    );
    s.press("y");
    let mut created = Vec::new();
    while let [(id, _, user)] = &s.creates()[..] {
        created.push(user.email.clone());
        s.created(id);
    }
    assert_eq!(created, [2, 3, 5, 6, 7, 8].map(|n| format!("user{n}@contoso.com")));
    s.list[0].seats.used = 66;
    for n in [4, 9] {
        s.press("f9").settle().press("f8");
        assert_eq!(email(&s), format!("user{n}@contoso.com"));
        s.press("ctrl-u").type_text("+442079460018").press("ctrl-s");
        assert!(s.gates().contains("No seat is left"), "{}", s.gates());
        s.confirm();
        assert_eq!(s.creates()[0].2.email, format!("user{n}@contoso.com"));
        let id = WriteId::new("run", if n == 4 { 9 } else { 10 });
        s.created(&id);
    }
    assert!(!s.model.has_unsent_work());
    s.press("f9");
    assert!(s.said().contains("nothing needs you"), "{}", s.said());
}

#[test]
fn letters_answer_no_dialog_and_reach_no_form_below_one() {
    let mut s = full();
    s.fill().press("ctrl-n").type_text("yara");
    assert_eq!(email(&s), "yara");
    s.press("esc f9");
    assert_eq!(email_of_needing(&s), "jane@contoso.com");
    s.press("esc").fill().press("ctrl-n esc f9");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. })), "two of a kind are asked together");
    s.type_text("xq");
    assert!(!s.model.overlays.is_empty() && s.creates().is_empty());
    s.press("n");
    assert!(s.model.overlays.is_empty() && s.creates().is_empty());
    assert_eq!(why(&s).len(), 2);
}

fn email_of_needing(s: &Story) -> String {
    s.model.drafts.needing().next().map(|(form, _)| form.text(FieldId::Email).to_owned()).unwrap_or_default()
}

#[test]
fn an_address_in_the_queue_is_not_sent_twice() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n");
    user(&mut s, "JANE", "+442079460018");
    s.press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
    assert!(s.said().contains("is already on the way"), "{}", s.said());
    assert_eq!(email(&s), "JANE@contoso.com");
}

#[test]
fn custom_fields_hold_the_change_and_not_the_person() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.settle();
    for name in ["ann", "ben"] {
        user(&mut s, name, "+442079460018");
        s.press("ctrl-n");
    }
    user(&mut s, "cleo", "+4420794");
    assert!(s.creates().is_empty());
    s.send(Msg::CustomFields(asked[0], Ok(Vec::new())));
    assert_eq!(s.creates()[0].2.email, "ann@contoso.com");
    s.created(&WriteId::new("run", 1));
    assert_eq!(s.creates()[0].2.email, "ben@contoso.com");
    assert_eq!((email(&s), s.form().text(FieldId::Phone)), ("cleo@contoso.com", "+4420794"));
}

/// Nothing is in the queue yet, and the seats are counted all the same: as each is typed, and when they go out.
#[test]
fn seats_include_users_waiting_for_custom_fields() {
    let mut s = Story::ready(vec![company(1, "Lumen", 58, Limit::Of(60))]);
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.settle();
    for name in ["ann", "ben", "cleo", "dora"] {
        user(&mut s, name, "+442079460018");
        s.press("ctrl-n");
    }
    assert_eq!(why(&s), [AttentionReason::Gate(GateKind::NoSeat); 2]);
    assert_eq!(s.form().seats().left(), Some(0));
    s.send(Msg::CustomFields(asked[0], Ok(Vec::new())));
    for name in ["ann", "ben"] {
        let (id, _, user) = s.creates().remove(0);
        assert_eq!(user.email, format!("{name}@contoso.com"));
        s.created(&id);
    }
    assert!(s.creates().is_empty());
    assert_eq!(why(&s), [AttentionReason::Gate(GateKind::NoSeat); 2]);
}

#[test]
fn user_missing_a_custom_field_is_parked_with_input() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.settle();
    user(&mut s, "ann", "+442079460018");
    s.press("ctrl-n").type_text("ben");
    s.send(Msg::CustomFields(asked[0], Ok(custom_fields())));
    assert!(s.creates().is_empty());
    assert_eq!((email(&s), why(&s)), ("ben", vec![AttentionReason::Fix]));
    s.press("esc").reopen();
    assert_eq!(email(&s), "ann@contoso.com");
}

#[test]
fn refused_user_is_parked_and_opened_by_f9() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n").type_text("ben");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(vec!["Phone Number is short.".to_owned()]))));
    assert_eq!(email(&s), "ben");
    assert!(s.said().contains("F9"), "{}", s.said());
    s.reopen();
    assert_eq!(email(&s), "jane@contoso.com");
    assert_eq!(s.form().messages()[0].0, FieldId::Phone);
    s.press("backspace").type_text("9").press("ctrl-s");
    assert_eq!(s.creates()[0].2.phone, "+442079460019");
    s.press("a").settle();
    assert_eq!(email(&s), "ben", "the draft is there");
}

/// Sent again while it is not known what became of the first try: both are looked up, and one user needs somebody.
#[rstest]
#[case::not_known(CreateEnd::Pending)]
#[case::refused(CreateEnd::Refused(failure(Applied::No, Remedy::Retry)))]
#[case::unknown(CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry)))]
fn resent_user_is_parked_once(#[case] second: CreateEnd) {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (first, ..) = s.creates().remove(0);
    s.ends(&first, CreateEnd::Pending).reopen();
    s.press("ctrl-s");
    let (again, ..) = s.creates().remove(0);
    s.ends(&again, second);
    assert_eq!(why(&s).len(), 1);
    s.press("f5");
    for end in [CreateEnd::Pending, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry)), CreateEnd::Absent] {
        s.ends(&first, end);
        assert_eq!(why(&s).len(), 1);
    }
    s.ends(&again, CreateEnd::Absent);
    assert_eq!(why(&s).len(), 1);
    s.reopen();
    assert_eq!(email(&s), "jane@contoso.com");
}

/// Both tries have no end when the program is killed: the draft is the second one's.
#[test]
fn user_resent_in_an_earlier_run_is_parked_once() {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    let again = keepnet_tui::domain::change::write::Intent { id: WriteId::new("earlier", 9), ..intent.clone() };
    let draft = Draft {
        stage: Stage::Change(WriteKind::Create, again.id.clone()),
        ..typed(&first.list[0], intent.entry.clone())
    };
    let mut s = Story::ready(companies(3));
    let unfinished = vec![intent.clone(), again.clone()];
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], unfinished, ..Recovered::default() })));
    s.ends(&intent.id, CreateEnd::Pending);
    assert!(why(&s).is_empty());
    s.ends(&again.id, CreateEnd::Pending);
    assert_eq!(why(&s), [AttentionReason::Unknown]);
}

/// The first try is found after the second one was refused: nothing is left to be done.
#[test]
fn late_first_attempt_closes_the_second_form() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (first, ..) = s.creates().remove(0);
    s.ends(&first, CreateEnd::Pending).reopen();
    s.press("ctrl-s");
    let (again, ..) = s.creates().remove(0);
    s.ends(&again, CreateEnd::Pending).press("f5");
    s.ends(&first, CreateEnd::Proved(jane("u1")));
    s.ends(&again, CreateEnd::WasThere(jane("u1")));
    assert!(why(&s).len() <= 1);
    assert!(s.model.changes.is_empty());
}

#[test]
fn seats_count_pending_users_once() {
    let mut s = Story::ready(vec![company(1, "Lumen", 57, Limit::Of(60))]);
    s.fill().press("ctrl-n");
    assert_eq!(s.form().seats().left(), Some(2));
    let asked = |s: &mut Story| s.take(|e| if let Effect::Fetch(t, Read::License(_)) = e { Some(*t) } else { None });
    let while_sending = asked(&mut s);
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert_eq!(s.form().seats().left(), Some(2));
    // Nobody knows whether this answer counts the user.
    let check = |used| LicenseCheck { seats: Seats { used, limit: Limit::Of(60) }, total: used };
    for ticket in while_sending {
        s.send(Msg::License(ticket, Ok(check(57))));
    }
    assert_eq!(s.form().seats().left(), Some(2));
    let again = asked(&mut s);
    assert_eq!(again.len(), 1);
    s.send(Msg::License(again[0], Ok(check(59))));
    assert_eq!(s.form().seats().left(), Some(1), "the service knows of one more");
}

#[test]
fn queued_change_can_be_withdrawn() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n");
    user(&mut s, "ben", "+442079460019");
    s.press("ctrl-s Z");
    let (id, ..) = s.creates().remove(0);
    assert!(s.said().contains("ben@contoso.com"), "{}", s.said());
    s.created(&id);
    assert!(s.creates().is_empty(), "it was never sent");
    s.reopen();
    assert_eq!(email(&s), "ben@contoso.com");
}

#[test]
fn an_undo_waits_for_its_turn() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.millis += 5_000;
    s.fill();
    s.press("end backspace").type_text("9").press("shift-tab ctrl-u").type_text("ben@contoso.com").press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
    s.press("J j Z y");
    let undone = |s: &mut Story| s.take(|e| if let Effect::Change(_) = e { Some(()) } else { None }).len();
    assert_eq!(undone(&mut s), 0);
    s.created(&WriteId::new("run", 2));
    assert_eq!(undone(&mut s), 1);
}

/// Whatever was decided is on disk at once; what becomes of it at the next start, the journal tells.
#[rstest]
#[case::queued(None, false, 1, 0)]
#[case::created(Some(JournalOutcome::Created(UserId::new("u"))), false, 0, 0)]
#[case::refused(Some(JournalOutcome::NotCreated), false, 0, 1)]
#[case::sent(None, true, 0, 0)]
fn change_of_an_earlier_run_continues(
    #[case] outcome: Option<JournalOutcome>,
    #[case] unfinished: bool,
    #[case] sent: usize,
    #[case] needing: usize,
) {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let order = first.orders().remove(0);
    let draft = first.take(|e| if let Effect::SaveDraft(draft) = e { Some((**draft).clone()) } else { None });
    let draft = draft.last().cloned().expect("kept at once");
    assert_eq!(draft.stage, Stage::Change(WriteKind::Create, order.intent.id.clone()));
    let mut left = Recovered::default();
    match outcome {
        // The store itself forgets it.
        Some(outcome @ JournalOutcome::Created(_)) => {
            left.finished = vec![(order.intent.clone(), outcome, order.intent.at)];
        }
        Some(outcome) => {
            left.drafts = vec![draft];
            left.finished = vec![(order.intent.clone(), outcome, order.intent.at)];
        }
        None => left.drafts = vec![draft],
    }
    left.unfinished = unfinished.then(|| order.intent.clone()).into_iter().collect();
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(left))).settle();
    assert_eq!((s.creates().len(), why(&s).len()), (sent, needing));
    assert_eq!(s.look_ups().len(), usize::from(unfinished));
    assert_eq!(s.model.drafts.draft_of(&order.intent.form()).map(Form::id), None);
    if needing > 0 {
        s.reopen();
        assert_eq!(email(&s), "jane@contoso.com");
        assert!(s.form().failure().is_some());
    }
}

/// The draft had not reached the disk in its last stage when the program was killed.
#[test]
fn draft_of_a_looked_up_change_is_not_restored() {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    let draft = typed(&first.list[0], intent.entry.clone());
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered {
        drafts: vec![draft],
        unfinished: vec![intent.clone()],
        ..Recovered::default()
    })));
    assert!(s.model.drafts.draft_of(&intent.form()).is_none());
    s.ends(&intent.id, CreateEnd::Created(UserId::new("u")));
    assert_eq!(s.take(|e| if let Effect::DeleteDraft(id) = e { Some(*id) } else { None }).len(), 1);
}

/// A form was typed on in while nobody knew whether its user was created: the draft is the form's, and holds what is new.
#[test]
fn changed_uncertain_form_keeps_its_own_draft() {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    let changed = intent.entry.clone().with(FieldId::FirstName, "Jane");
    let draft =
        Draft { stage: Stage::Change(WriteKind::Create, intent.id.clone()), ..typed(&first.list[0], changed.clone()) };
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered {
        drafts: vec![draft.clone()],
        unfinished: vec![intent],
        ..Recovered::default()
    })));
    assert_eq!(s.model.changes.drafts().count(), 0);
    assert_eq!(s.model.drafts.get(draft.id).map(keepnet_tui::app::form::state::Form::entry), Some(changed));
}

#[test]
fn two_drafts_of_a_company_both_come_back() {
    let mut s = Story::ready(companies(3));
    let draft = |n: u32, email: &str| {
        let draft = typed(&s.list[0], Entry::default().with(FieldId::Email, email));
        Draft { id: keepnet_tui::domain::form::draft::DraftId::new(n), ..draft }
    };
    let drafts = vec![draft(1, "ann@contoso.com"), draft(2, "ben@contoso.com")];
    s.send(Msg::Restored(Box::new(Recovered { drafts, ..Recovered::default() })));
    s.press("a").settle();
    assert_eq!(email(&s), "ann@contoso.com");
    s.press("esc").reopen();
    assert_eq!(email(&s), "ben@contoso.com");
}

/// News that have stood there for a while do not come back beside something else; new ones do.
#[test]
fn news_that_were_read_stay_away() {
    for (rests, there) in [(5_000, false), (500, true)] {
        let mut s = Story::ready(companies(3));
        s.fill().press("ctrl-s");
        let (id, ..) = s.creates().remove(0);
        s.created(&id);
        s.millis += rests;
        s.press("X j");
        assert_eq!(s.model.notices.current().is_some_and(|line| line.text.starts_with("Created")), there);
    }
}

#[test]
fn ctrl_c_cancels_nothing_that_a_waiting_user_needs() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let asked = s.fetched_custom_fields();
    user(&mut s, "ann", "+442079460018");
    s.press("ctrl-n ctrl-c");
    let cancelled = s.take(|e| if let Effect::Cancel(ticket) = e { Some(*ticket) } else { None });
    assert!(!cancelled.is_empty() && !cancelled.contains(&asked[0]));
    s.send(Msg::CustomFields(asked[0], Ok(Vec::new())));
    assert_eq!(s.creates().len(), 1);
}

/// The form of the next user waits for the same answers as the one before.
#[test]
fn reads_cancelled_in_one_form_restart_in_another() {
    let mut s = Story::ready(companies(3));
    s.press("a").type_text("ann@contoso.com").press("ctrl-n ctrl-c");
    s.effects.clear();
    s.reopen();
    assert_eq!(email(&s), "ann@contoso.com");
    assert!(s.form().groups().value.is_some() && s.form().custom_fields().load().value.is_some());
}
