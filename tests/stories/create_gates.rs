//! The conversation around a create: seats that run out, licences that have ended, the next user of
//! the same company.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::settings::Size;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::UserId;

use crate::common::{Story, companies, company, now};

#[test]
fn seats_ignore_inactive_users_and_unlimited_licences() {
    let mut s = Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60)), company(2, "Zephyr", 999, Limit::Unlimited)]);
    s.fill().press("tab tab tab tab tab tab tab tab space");
    assert!(!s.form().is_active() && s.gates().is_empty());
    s.press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
    s.press("j").fill().press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
}

/// Nobody sees what a key would do there.
#[test]
fn too_small_screen_sends_answers_and_runs_nothing() {
    let mut s = Story::ready(vec![company(1, "Lumen", 6, Limit::Of(60))]);
    let (large, small) = (s.model.size, Size { width: 50, height: 10 });
    s.fill().send(Msg::Resize(small)).press("ctrl-s ctrl-n");
    assert!(s.creates().is_empty());
    // Nor is a box turned, or something picked.
    s.send(Msg::Resize(large)).press("tab tab tab tab").send(Msg::Resize(small)).type_text("f ");
    assert!(s.form().picker().is_none());
    s.send(Msg::Resize(large)).press("tab tab tab tab").send(Msg::Resize(small)).type_text(" ");
    assert!(s.form().is_active());
    s.send(Msg::Resize(large)).press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.millis += 5_000;
    s.press("Z").send(Msg::Resize(small)).press("y");
    let undone = |s: &mut Story| s.take(|e| if let Effect::Change(_) = e { Some(()) } else { None }).len();
    assert!(!s.model.overlays.is_empty() && undone(&mut s) == 0, "the question is still open");
    s.send(Msg::Resize(large)).press("y");
    assert_eq!(undone(&mut s), 1);
}

#[test]
fn next_form_starts_with_common_values() {
    let mut s = Story::ready(companies(3));
    s.fill().press("tab tab tab").type_text("Finance").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.millis += 5_000;
    s.press("a").settle();
    assert_eq!((s.form().text(FieldId::Department), s.form().text(FieldId::Email)), ("Finance", ""));
    // Nobody has typed anything: it is no draft.
    s.press("esc");
    assert!(!s.model.drafts.has_draft(&s.list[0].id.clone()) && !s.model.has_unsent_work());
    // Taking it away is typing.
    s.press("a").settle().press("tab tab tab tab ctrl-u esc");
    assert!(s.model.drafts.has_draft(&s.list[0].id.clone()));
}

#[test]
fn alt_dot_repeats_the_last_value_of_the_field() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().press("alt-.");
    assert!(s.said().contains("no user was created"), "{}", s.said());
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.millis += 5_000;
    s.press("a").settle().press("tab alt-.");
    assert_eq!(s.form().text(FieldId::Phone), "+442079460018");
    // It is an edit like any other.
    s.press("ctrl-z");
    assert_eq!(s.form().text(FieldId::Phone), "");
}

#[test]
fn common_values_are_remembered_in_the_next_run() {
    let mut s = Story::ready(companies(3));
    let intent = Intent {
        id: WriteId::new("earlier", 1),
        kind: WriteKind::Create,
        company: s.list[0].id.clone(),
        company_name: "Company 0000".to_owned(),
        entry: Entry::default().with(FieldId::Email, "x@y.example").with(FieldId::Department, "Legal"),
        at: now(0).utc,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: None,
    };
    let finished = vec![(intent, JournalOutcome::Created(UserId::new("u")), now(0).utc)];
    s.send(Msg::Restored(Box::new(Recovered { finished, ..Recovered::default() })));
    s.press("a").settle();
    assert_eq!((s.form().text(FieldId::Department), s.form().text(FieldId::Email)), ("Legal", ""));
}
