//! The ticket of a change: asked for where the profile says so, kept with the change, and never attached unseen.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::confirmations::in_full;
use keepnet_tui::domain::change::outcome::UpdateEnd;
use keepnet_tui::domain::change::ticket::{TICKET_MAX, TicketNumber, TicketPolicy};
use keepnet_tui::domain::change::write::Intent;
use keepnet_tui::domain::form::draft::Draft;
use keepnet_tui::domain::form::fields::FieldId;
use rstest::rstest;

use crate::common::{Story, companies, custom_fields, people};

fn desk(policy: TicketPolicy) -> Story {
    let mut s = Story::with(companies(3), (80, 24), |settings| settings.profile_settings.ticket = policy);
    s.people = people(6);
    s.settle();
    s
}

/// The tickets of the creates that were sent since the last look.
fn created(s: &mut Story) -> Vec<String> {
    s.orders().into_iter().map(|order| order.intent.ticket.to_string()).collect()
}

fn saved(s: &mut Story) -> Vec<Draft> {
    s.wait();
    s.take(|effect| if let Effect::SaveDraft(draft) = effect { Some((**draft).clone()) } else { None })
}

fn at_ticket(s: &mut Story) -> &mut Story {
    for _ in 0..20 {
        if s.form().focus() == Focus::Ticket {
            return s;
        }
        s.press("tab");
    }
    panic!("no ticket in the form");
}

/// Fills in the form that is open.
fn fill<'a>(s: &'a mut Story, email: &str) -> &'a mut Story {
    s.type_text(email).press("tab").type_text("+442079460018")
}

/// The cursor goes to the ticket of Jane's form, which is opened.
fn jane(s: &mut Story) -> &mut Story {
    s.fill();
    at_ticket(s)
}

#[test]
fn profile_without_tickets_has_no_field() {
    let mut s = desk(TicketPolicy::None);
    s.fill();
    assert!(s.form().places().all(|place| place != Focus::Ticket));
    s.press("ctrl-s");
    assert_eq!(created(&mut s), [""]);
}

#[test]
fn optional_ticket_is_sent_as_typed() {
    let mut s = desk(TicketPolicy::Optional);
    jane(&mut s).type_text(" INC-4711 ").press("ctrl-s");
    assert_eq!(created(&mut s), ["INC-4711"]);
    // The next form, opened by itself, begins without one.
    s.press("down").fill().press("ctrl-s");
    assert_eq!(created(&mut s), [""]);
}

#[test]
fn required_ticket_is_a_field_to_fix() {
    let mut s = desk(TicketPolicy::Required);
    s.fill().press("ctrl-s");
    assert!(created(&mut s).is_empty());
    assert!(s.said().contains("1 field to fix: Ticket"), "{}", s.said());
    assert_eq!(s.form().focus(), Focus::Ticket);
    s.type_text("  ").press("ctrl-s");
    assert!(created(&mut s).is_empty());
    s.type_text("INC-4711").press("ctrl-s");
    assert_eq!(created(&mut s), ["INC-4711"]);
}

#[test]
fn ticket_that_is_too_long_is_a_field_to_fix() {
    let mut s = desk(TicketPolicy::Optional);
    jane(&mut s).type_text(&"x".repeat(TICKET_MAX + 1)).press("ctrl-s");
    assert!(created(&mut s).is_empty() && s.said().contains("to fix: Ticket"), "{}", s.said());
    s.press("backspace ctrl-s");
    assert_eq!(created(&mut s), ["x".repeat(TICKET_MAX)]);
}

/// One ticket brings several users: it stays in the form of the next one, and can be changed there.
#[test]
fn ticket_stays_for_the_next_user_of_the_session() {
    let mut s = desk(TicketPolicy::Required);
    jane(&mut s).type_text("INC-4711").press("ctrl-n");
    assert_eq!((s.form().ticket().input().value(), s.form().ticket().is_carried_over()), ("INC-4711", true));
    assert!(s.form().is_blank(), "it does not count as typed");
    fill(&mut s, "joe@contoso.com").press("ctrl-n");
    fill(&mut s, "ann@contoso.com");
    at_ticket(&mut s).press("backspace").type_text("2").press("ctrl-s");
    let queued: Vec<_> = s.model.changes.all().iter().map(|change| change.intent.ticket.to_string()).collect();
    assert_eq!(queued, ["INC-4711", "INC-4711", "INC-4712"]);
}

#[test]
fn key_of_the_last_value_fills_in_the_last_ticket() {
    let mut s = desk(TicketPolicy::Optional);
    jane(&mut s).type_text("INC-4711").press("ctrl-s");
    s.press("down a").settle();
    assert_eq!(s.form().ticket().input().value(), "", "not attached by itself");
    at_ticket(&mut s).press("alt-.");
    assert_eq!(s.form().ticket().input().value(), "INC-4711");
}

/// What is typed is on disk, for the form and for the change, and comes back with both.
#[test]
fn ticket_is_kept_with_the_draft() {
    let mut s = desk(TicketPolicy::Optional);
    s.press("a").settle();
    at_ticket(&mut s).type_text("INC-4711");
    let drafts = saved(&mut s);
    assert_eq!(drafts.last().map(|draft| draft.ticket.as_str()), Some("INC-4711"), "alone it is worth keeping");
    s.press("backspace");
    assert_eq!(saved(&mut s).last().map(|draft| draft.ticket.clone()), Some("INC-471".to_owned()));
    s.press("home");
    s.click_field(Focus::Field(FieldId::Email), 0);
    fill(&mut s, "jane@contoso.com").press("ctrl-n");
    fill(&mut s, "joe@contoso.com").press("ctrl-s");
    let drafts = saved(&mut s);
    assert!(drafts.iter().all(|draft| draft.ticket == "INC-471") && drafts.len() >= 2, "{drafts:?}");
    let queued = drafts.into_iter().last().expect("a draft");
    let mut next = desk(TicketPolicy::Optional);
    next.model.drafts.restore(queued.clone());
    let form = next.model.drafts.get(queued.id).expect("the form");
    assert_eq!((form.ticket().input().value(), form.ticket().is_asked()), ("INC-471", true));
}

#[rstest]
#[case::typed("INC-4711")]
#[case::none("")]
fn change_that_is_taken_back_keeps_its_ticket(#[case] ticket: &str) {
    let mut s = desk(TicketPolicy::Optional);
    s.fill().press("ctrl-n");
    fill(&mut s, "joe@contoso.com");
    at_ticket(&mut s).type_text(ticket).press("ctrl-s");
    let second = s.model.changes.newest_queued().map(|change| change.draft).expect("queued").expect("a draft");
    s.press("Z");
    let form = s.model.drafts.get(second).expect("a form again");
    assert_eq!(form.ticket().input().value(), ticket);
}

#[test]
fn custom_fields_and_ticket_stand_together() {
    let mut s = desk(TicketPolicy::Required);
    s.custom = custom_fields();
    s.press("a").settle();
    let places: Vec<_> = s.form().places().collect();
    let at = places.iter().position(|place| *place == Focus::Ticket).expect("a ticket");
    let person = places
        .iter()
        .filter(|place| s.form().section(**place) == Some(keepnet_tui::domain::form::fields::Section::Person));
    assert_eq!(person.count(), at + 1, "it is the last that is always in sight");
}

fn intents(s: &mut Story) -> Vec<Intent> {
    s.take(|effect| if let Effect::Change(intent) = effect { Some((**intent).clone()) } else { None })
}

/// An undo belongs to the ticket of what it undoes.
#[test]
fn receipt_and_undo_have_the_ticket() {
    let mut s = desk(TicketPolicy::Optional);
    jane(&mut s).type_text("INC_4711").press("ctrl-s");
    let id = s.orders().remove(0).intent.id;
    s.created(&id);
    s.press("y m");
    let copied = s.take(|effect| if let Effect::Copy { text, .. } = effect { Some(text.clone()) } else { None });
    assert!(copied.concat().contains("Ticket: INC_4711\n"), "{copied:?}");
    s.press("y M");
    let copied = s.take(|effect| if let Effect::Copy { text, .. } = effect { Some(text.clone()) } else { None });
    assert!(copied.concat().contains("- **Ticket:** INC\\_4711\n"), "{copied:?}");
    s.press("Z y");
    assert_eq!(intents(&mut s).iter().map(|intent| intent.ticket.as_str()).collect::<Vec<_>>(), ["INC_4711"]);
}

fn users(policy: TicketPolicy) -> Story {
    let mut s = desk(policy);
    s.press("u").answer_users();
    s
}

/// The tickets of what was sent or waits, in the order in which it was made.
fn made(s: &Story) -> Vec<String> {
    s.model.changes.all().iter().map(|change| change.intent.ticket.to_string()).collect()
}

fn question(s: &Story) -> String {
    let Some(Overlay::Confirm { question, .. }) = s.model.overlays.last() else { panic!("no question: {}", s.said()) };
    in_full(&s.model, question).text
}

#[rstest]
#[case::no_tickets(TicketPolicy::None)]
#[case::optional(TicketPolicy::Optional)]
fn one_deactivation_asks_for_no_ticket_that_is_not_required(#[case] policy: TicketPolicy) {
    let mut s = users(policy);
    // Even after one was used.
    s.model.changes.used_ticket(&TicketNumber::recorded("INC-4711"));
    s.press("x");
    assert_eq!((made(&s), s.model.overlays.len()), (vec![String::new()], 0));
}

#[test]
fn one_deactivation_asks_for_the_ticket_that_is_required() {
    let mut s = users(TicketPolicy::Required);
    s.press("x");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(_))) && made(&s).is_empty());
    s.press("enter");
    assert!(s.said().contains("requires a ticket") && made(&s).is_empty(), "{}", s.said());
    s.press("esc");
    assert!(s.model.overlays.is_empty() && made(&s).is_empty(), "Esc changes nothing");
    s.press("x").type_text("INC-4711").press("enter");
    assert_eq!(made(&s), ["INC-4711"]);
    // The next one offers it, to be seen and taken or changed.
    s.press("j x");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(prompt)) if prompt.input.value() == "INC-4711"));
    s.press("backspace").type_text("2").press("enter");
    assert_eq!(made(&s), ["INC-4711", "INC-4712"]);
}

#[test]
fn question_says_its_ticket_and_takes_another() {
    let mut s = users(TicketPolicy::Optional);
    s.model.changes.used_ticket(&TicketNumber::recorded("INC-4711"));
    s.press("D");
    assert!(question(&s).ends_with("No ticket (t gives one)."), "{}", question(&s));
    s.press("t");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(prompt)) if prompt.input.value() == "INC-4711"));
    s.press("esc");
    assert!(question(&s).ends_with("No ticket (t gives one)."), "{}", question(&s));
    s.press("t backspace").type_text("2").press("enter");
    assert!(question(&s).ends_with("Ticket INC-4712 (t changes it)."), "{}", question(&s));
    s.press("y");
    assert_eq!(made(&s), ["INC-4712"]);
}

#[test]
fn answer_without_the_required_ticket_asks_for_it() {
    let mut s = users(TicketPolicy::Required);
    s.press("* x y");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(_))) && made(&s).is_empty());
    s.type_text("INC-4711").press("enter");
    let all = made(&s);
    assert!(all.len() > 1 && all.iter().all(|ticket| ticket == "INC-4711"), "{all:?}");
    let batches: std::collections::BTreeSet<_> =
        s.model.changes.all().iter().map(|change| change.intent.batch.clone()).collect();
    assert!(batches.len() == 1 && !batches.contains(&None), "one batch: {batches:?}");
}

#[test]
fn question_of_a_profile_without_tickets_has_none() {
    let mut s = users(TicketPolicy::None);
    s.press("D");
    let text = question(&s);
    assert!(!text.contains("icket"), "{text}");
    s.press("t");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. })), "{}", s.said());
}

/// An undo of something that has no ticket needs one where the profile requires it.
#[test]
fn undo_without_a_ticket_asks_for_the_required_one() {
    let mut s = users(TicketPolicy::Optional);
    s.press("x");
    let id = intents(&mut s).remove(0).id;
    s.ends(&id, UpdateEnd::Updated);
    s.model.settings.profile_settings.ticket = TicketPolicy::Required;
    s.press("Z").type_text("INC-4712").press("enter");
    assert_eq!(intents(&mut s).iter().map(|intent| intent.ticket.as_str()).collect::<Vec<_>>(), ["INC-4712"]);
}

#[test]
fn pasted_ticket_is_one_line() {
    let mut s = users(TicketPolicy::Required);
    s.press("x").send(Msg::Paste(" INC-4711\n".to_owned()));
    s.press("enter");
    assert_eq!(made(&s), ["INC-4711"]);
}
