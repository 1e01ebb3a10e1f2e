//! The picker of groups: marks are changed, sent with one key, and put back.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::keys::command::{Command, UserAct};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::user_groups::{title, to_send};
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::{GroupEnd, UpdateEnd};
use keepnet_tui::domain::change::ticket::TicketPolicy;
use keepnet_tui::domain::change::update::Update;
use keepnet_tui::domain::change::write::{Intent, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{GroupId, UserId};
use keepnet_tui::domain::user::existing::ManagedBy;
use keepnet_tui::domain::user::target_group::NewGroup;
use keepnet_tui::domain::user::target_user::Priority;

use super::edits::undo_of;
use crate::common::{Story, companies, company, failure, people};

/// The users of Contoso: the first is active, the second inactive, the third deleted, and so on.
fn opened() -> Story {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(12);
    s.press("u").answer_users();
    s
}

fn changes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

/// The one change that was sent since the last look.
fn sent(s: &mut Story) -> Intent {
    let mut sent = changes(s);
    assert_eq!(sent.len(), 1, "one at a time in a company");
    sent.remove(0)
}

fn membership(user: &str, group: &str, joins: bool) -> WriteKind {
    WriteKind::Update(Update::membership(UserId::new(user), Some(GroupId::new(group)), group, joins))
}

fn is_open(s: &Story) -> bool {
    matches!(s.model.overlays.last(), Some(Overlay::UserGroups))
}

/// Out of Finance, into New joiners.
fn two(s: &mut Story) -> &mut Story {
    s.press("T").answer_user().press("space down enter")
}

#[test]
fn two_marks_are_sent_one_after_the_other_and_put_back() {
    let mut s = opened();
    two(&mut s);
    assert_eq!((title(&s.model), to_send(&s.model)), ("Groups of First0 Last0".into(), "2 to send: Ctrl-S".into()));
    assert!(changes(&mut s).is_empty(), "a mark sends nothing");
    s.press("ctrl-s");
    assert!(s.model.overlays.is_empty(), "it closes");
    assert_eq!(s.said(), "2 changes of groups of First0 Last0 in Contoso (Z takes them back)");
    let first = sent(&mut s);
    assert_eq!((&first.kind, first.email()), (&membership("id-000", "Finance", false), "user000@x.example"));
    s.ends(&first.id, UpdateEnd::Updated);
    let second = sent(&mut s);
    assert_eq!(second.kind, membership("id-000", "New joiners", true));
    assert!(first.batch.is_some() && first.batch == second.batch);
    s.ends(&second.id, UpdateEnd::Updated);
    assert_eq!(s.said(), "2 changes of groups made in Contoso (batch run-1)");
    s.answer_users().press("Z y");
    let back = sent(&mut s);
    assert_eq!(back.kind, undo_of(&second));
    s.ends(&back.id, UpdateEnd::Updated);
    assert_eq!(sent(&mut s).kind, undo_of(&first));
}

#[test]
fn what_waits_is_taken_back() {
    let mut s = opened();
    two(&mut s).press("ctrl-s Z");
    let first = sent(&mut s);
    s.ends(&first.id, UpdateEnd::Updated);
    assert!(changes(&mut s).is_empty());
    assert_eq!(s.said(), "1 change of groups made in Contoso, 1 taken back (batch run-1)");
}

#[test]
fn single_change_names_the_group() {
    let mut s = opened();
    s.press("enter").answer_user().press("T").answer_user().press("space ctrl-s");
    assert_eq!(s.said(), "Taking First0 Last0 out of the group \"Finance\" (Z takes it back)");
    assert!(matches!(s.model.overlays[..], [Overlay::User]), "back to the details");
    let only = sent(&mut s);
    assert_eq!((&only.kind, &only.batch), (&membership("id-000", "Finance", false), &None));
    s.ends(&only.id, UpdateEnd::Updated);
    assert!(s.said().contains("user000@x.example taken from the group \"Finance\" in Contoso"), "{}", s.said());
}

#[test]
fn new_group_is_created_before_anybody_is_put_into_it() {
    let mut s = opened();
    s.press("T").answer_user().type_text("Night").press("space").type_text("shift").press("enter ctrl-s");
    let group = NewGroup::named("Night shift", Priority::default()).expect("a name");
    let create = sent(&mut s);
    assert_eq!(create.kind, WriteKind::CreateGroup(group));
    s.ends(&create.id, GroupEnd::Created);
    let joins = WriteKind::Update(Update::membership(UserId::new("id-000"), None, "Night shift", true));
    assert_eq!(sent(&mut s).kind, joins);
}

#[test]
fn create_of_a_group_that_waits_is_taken_back_and_makes_no_form() {
    let mut s = opened();
    s.press("x T").answer_user();
    assert!(!is_open(&s), "the user is being changed: {}", s.said());
    s.press("j T").answer_user().type_text("Night").press("enter ctrl-s Z");
    let busy = sent(&mut s);
    s.ends(&busy.id, UpdateEnd::Updated);
    assert!(changes(&mut s).is_empty());
    assert_eq!((s.model.needing(), s.model.drafts.waiting().count()), (0, 0), "{}", s.said());
}

#[test]
fn managed_group_keeps_its_mark() {
    let mut s = opened();
    s.press("T").answer_user().press("down space");
    assert_eq!(s.said(), "Everybody is filled by SCIM (Entra ID): it cannot be changed here");
    s.press("ctrl-s");
    assert!(is_open(&s) && changes(&mut s).is_empty());
    assert!(s.said().contains("no mark was changed yet"), "{}", s.said());
}

#[test]
fn esc_sends_nothing_and_says_so() {
    let mut s = opened();
    two(&mut s).press("esc");
    assert!(s.model.overlays.is_empty() && changes(&mut s).is_empty());
    assert_eq!(s.said(), "2 changes of groups not sent");
}

#[test]
fn refused_change_does_not_hold_the_others() {
    let mut s = opened();
    two(&mut s).press("ctrl-s");
    let first = sent(&mut s);
    s.ends(&first.id, UpdateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    let second = sent(&mut s);
    s.ends(&second.id, UpdateEnd::Updated);
    assert_eq!(s.said(), "1 change of groups made in Contoso, 1 was not (batch run-1); J shows them");
    assert_eq!(s.model.needing(), 0, "no form comes back");
}

#[test]
fn several_users_go_into_a_group_and_who_cannot_is_named() {
    let mut s = opened();
    s.press("space space space T");
    assert!(s.said().starts_with("1 marked user left out: First2 Last2 is deleted"), "{}", s.said());
    s.answer_user();
    assert_eq!(title(&s.model), "Groups of 2 users");
    s.press("space ctrl-s");
    assert_eq!(s.said(), "2 changes of groups of 2 users in Contoso (Z takes them back)");
    let first = sent(&mut s);
    s.ends(&first.id, UpdateEnd::AlreadySo);
    let second = sent(&mut s);
    assert_eq!(first.kind, membership("id-000", "Finance", true));
    assert_eq!(second.kind, membership("id-001", "Finance", true));
}

#[test]
fn required_ticket_is_asked_for_and_the_marks_wait() {
    let mut s = Story::with(companies(3), (80, 24), |settings| {
        settings.profile_settings.ticket = TicketPolicy::Required;
    });
    s.people = people(6);
    s.settle();
    s.press("u").answer_users();
    two(&mut s).press("ctrl-s");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(_))) && changes(&mut s).is_empty());
    s.press("esc");
    assert!(is_open(&s) && to_send(&s.model).starts_with('2'), "the marks are still there");
    s.press("ctrl-s").type_text("INC-7").press("enter");
    assert!(s.model.overlays.is_empty());
    assert_eq!(sent(&mut s).ticket.as_str(), "INC-7");
}

#[test]
fn what_cannot_be_changed_here_opens_no_picker() {
    let mut s = opened();
    s.people[0].managed = Some(ManagedBy::Scim("Entra".to_owned()));
    s.press("r").answer_users();
    let why = refusal_here(Command::User(UserAct::Groups), &s.model);
    assert!(why.is_some_and(|why| why.contains("is managed by SCIM")));
    s.press("T");
    assert!(s.model.overlays.is_empty());
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Flag);
    s.press("j T");
    assert!(s.model.overlays.is_empty());
}
