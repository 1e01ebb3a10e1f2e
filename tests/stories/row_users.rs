//! The user that a row of the activity is about: the keys of the list of users, and why they are greyed.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::keys::command::{Command, UserAct};
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::overlays::overlay::{ActivityEntry, ActivityFilter, Confirmation, Overlay};
use keepnet_tui::app::screen::activity::under_cursor;
use keepnet_tui::app::screen::scope::innermost;
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, UpdateEnd};
use keepnet_tui::domain::change::update::Update;
use keepnet_tui::domain::change::write::{Intent, WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;

use crate::common::{Story, company, failure, people};

const ALL: [(Command, &str); 5] = [
    (Command::ToggleActive, "x"),
    (Command::DeleteUser, "D"),
    (Command::EditUser, "e"),
    (Command::AddLike, "="),
    (Command::User(UserAct::History), "I"),
];

fn story() -> Story {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9)), company(2, "Zephyr", 5, Limit::Of(9))]);
    s.people = people(12);
    s
}

/// Jane was created in Contoso; the activity is open over Zephyr.
fn created() -> Story {
    let mut s = story();
    s.fill().press("ctrl-s");
    s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("u1")));
    s.millis += 5_000;
    s.press("j J");
    s
}

/// Jane was created and deactivated.
fn deactivated() -> Story {
    let mut s = created();
    s.press("x");
    let sent = changes(&mut s);
    s.ends(&sent[0].id, UpdateEnd::Updated);
    s.millis += 5_000;
    s
}

fn changes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

fn activity(to: bool) -> WriteKind {
    WriteKind::Update(Update::activity(UserId::new("u1"), !to, to))
}

#[test]
fn x_deactivates_the_user_of_the_row_in_its_company_and_then_activates_it() {
    let mut s = created();
    assert_eq!(s.selected(), "Zephyr");
    s.press("x");
    let sent = changes(&mut s);
    assert_eq!(sent.iter().map(|intent| &intent.kind).collect::<Vec<_>>(), [&activity(false)]);
    assert_eq!((sent[0].email(), sent[0].company_name.as_str()), ("jane@contoso.com", "Contoso"));
    assert!(s.said().contains("frees a seat, keeps the history"), "{}", s.said());
    s.ends(&sent[0].id, UpdateEnd::Updated);
    assert!(matches!(under_cursor(&s.model), Some(ActivityEntry::Finished(id)) if id == sent[0].id), "the same row");
    s.millis += 5_000;
    s.press("x");
    assert_eq!(changes(&mut s)[0].kind, activity(true));
    assert!(s.said().contains("takes a seat"), "{}", s.said());
}

/// The key that was named takes the change back, and not the row that was under the cursor before.
#[test]
fn z_takes_back_what_x_has_queued_under_any_filter() {
    let mut s = created();
    // Something else of Contoso is under way, so that the change waits for its turn.
    s.press("esc k a").settle();
    s.press("end ctrl-u")
        .type_text("ben@contoso.com")
        .press("tab")
        .type_text("+442079460018")
        .press("ctrl-s J f f f x");
    let Some(Overlay::Activity { filter, .. }) = s.model.overlays.last() else { panic!("no activity") };
    assert_eq!(*filter, ActivityFilter::All);
    let queued = s.model.changes.of_user(&UserId::new("u1")).map(|change| change.intent.id.clone()).expect("queued");
    assert_eq!(under_cursor(&s.model), Some(ActivityEntry::Change(queued)));
    s.press("Z");
    assert!(s.said().ends_with("will not be deactivated: nothing was sent"), "{}", s.said());
    assert!(s.model.changes.of_user(&UserId::new("u1")).is_none());
}

#[test]
fn capital_d_deletes_the_user_of_the_row_after_the_question() {
    let mut s = deactivated();
    s.press("D");
    let Some(Overlay::Confirm { question: Confirmation::ChangeUsers(plan), yes: false }) = s.model.overlays.last()
    else {
        panic!("no question: {}", s.said())
    };
    assert_eq!((plan.company_name.as_str(), plan.users[0].email.as_str()), ("Contoso", "jane@contoso.com"));
    s.press("n");
    assert!(changes(&mut s).is_empty() && innermost(&s.model) == Scope::Activity);
    s.press("D y");
    assert_eq!(changes(&mut s)[0].kind, WriteKind::Delete(UserId::new("u1")));
}

#[test]
fn e_and_equals_open_the_form_in_the_company_of_the_row() {
    let mut s = created();
    s.press("e").settle();
    let asked = s.take(|e| if let Effect::Fetch(_, Read::User(_, user)) = e { Some(user.clone()) } else { None });
    assert_eq!(asked, [UserId::new("u1")]);
    assert_eq!(
        (s.model.pane, s.form().name(), s.form().text(FieldId::Email)),
        (Pane::Form, "Contoso", "jane@contoso.com")
    );
    assert!(s.form().edits().is_some() && s.model.overlays.is_empty());
    s.press("esc J =").settle();
    assert_eq!((s.form().name(), s.form().text(FieldId::Email)), ("Contoso", ""));
    assert!(s.form().edits().is_none());
}

#[test]
fn capital_i_shows_the_history_over_the_activity() {
    let mut s = created();
    s.press("I");
    assert_eq!(innermost(&s.model), Scope::UserHistory);
    assert_eq!(s.model.user.history().map(|history| history.user.id.as_str()), Some("u1"));
    s.press("esc");
    assert_eq!(innermost(&s.model), Scope::Activity);
}

/// Greyed with this reason, and the key says so and does nothing.
fn is_greyed(s: &mut Story, keys: &[(Command, &str)], reason: &str) {
    for (command, key) in keys {
        let why = refusal_here(*command, &s.model);
        assert!(why.as_ref().is_some_and(|why| why.contains(reason)), "{command:?}: {why:?}");
        s.press(key);
        assert!(s.said().contains(reason), "{key}: {}", s.said());
        assert_eq!(innermost(&s.model), Scope::Activity, "{key}");
    }
    assert!(changes(s).is_empty());
}

#[test]
fn a_form_a_create_under_way_and_a_refused_one_have_no_user() {
    let mut s = story();
    s.fill().press("ctrl-s J");
    is_greyed(&mut s, &ALL, "is still being created");
    s.ends(&WriteId::new("run", 1), CreateEnd::Refused(failure(Applied::No, Remedy::Retry)));
    s.press("k");
    is_greyed(&mut s, &ALL, "this row is a form that is not sent yet; Enter opens it");
}

#[test]
fn a_deleted_user_is_greyed_on_every_row_about_it() {
    let mut s = deactivated();
    s.press("D y");
    let sent = changes(&mut s);
    s.ends(&sent[0].id, DeleteEnd::Deleted);
    for _ in 0..2 {
        is_greyed(&mut s, &ALL[..3], "is deleted");
        s.press("j");
    }
    assert_eq!(refusal_here(Command::User(UserAct::History), &s.model), None, "what became of it can be read");
}

#[test]
fn a_user_whose_change_is_under_way_is_greyed() {
    let mut s = created();
    s.press("x");
    changes(&mut s);
    is_greyed(&mut s, &ALL[..3], "is being deactivated already");
}

#[test]
fn a_read_only_desk_reads_the_history_alone() {
    let mut s = created();
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Flag);
    is_greyed(&mut s, &ALL[..4], "read only");
    assert_eq!(refusal_here(Command::User(UserAct::History), &s.model), None);
}

#[rstest]
#[case::locked(|s: &mut Story| s.list[0].locked = true, "locked access")]
#[case::gone(|s: &mut Story| drop(s.list.remove(0)), "Contoso is not in the list now")]
fn a_company_that_cannot_be_changed_is_the_reason(#[case] change: fn(&mut Story), #[case] reason: &str) {
    let mut s = created();
    s.press("esc");
    change(&mut s);
    s.press("r").settle().press("J");
    is_greyed(&mut s, &ALL[..4], reason);
}

/// The row is gone from the filter and another one is where it was: the key is not for that one.
#[test]
fn a_row_that_came_under_the_cursor_unasked_is_not_changed() {
    let mut s = deactivated();
    s.press("x");
    let sent = changes(&mut s);
    s.millis += 5_000;
    s.press("esc a").settle();
    s.press("end ctrl-u").type_text("ben@zephyr.com").press("tab").type_text("+442079460018").press("ctrl-s J f");
    s.press("j");
    assert_eq!(under_cursor(&s.model), Some(ActivityEntry::Change(sent[0].id.clone())));
    s.ends(&sent[0].id, UpdateEnd::Updated);
    is_greyed(&mut s, &ALL, "has just come under the cursor");
}

#[test]
fn system_users_have_their_own_reasons_and_are_edited_and_deleted() {
    let mut s = story();
    s.fill_system().press("ctrl-s");
    s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("s1")));
    s.millis += 5_000;
    s.press("J");
    is_greyed(&mut s, &[ALL[0]], "takes no seat");
    is_greyed(&mut s, &[ALL[3]], "shares nothing with others");
    is_greyed(&mut s, &[ALL[4]], "the history is known of target users");
    s.press("e").settle();
    assert_eq!(s.form().subject(), Subject::SystemUser);
    assert!(s.form().edits().is_some());
    s.press("esc J D y");
    let sent = changes(&mut s);
    assert_eq!((&sent[0].kind, sent[0].entry.subject), (&WriteKind::Delete(UserId::new("s1")), Subject::SystemUser));
}
