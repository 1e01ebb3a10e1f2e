//! An existing user in the form: read, changed, sent, kept when it is not carried out.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::parked::{AttentionReason, Parked};
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::screen::company_card::after_this;
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::UpdateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::update::{Conflict, Update};
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::custom_field::DataType;
use keepnet_tui::domain::form::draft::{Draft, Stage};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{CustomFieldId, UserId};
use keepnet_tui::domain::user::detail::{CustomDetail, StoredValue, UserDetail};
use keepnet_tui::domain::user::existing::{ManagedBy, UserStatus};
use rstest::rstest;

use crate::common::{Story, company, custom, failure, people};

/// The users of Contoso; the first is active.
pub(super) fn opened() -> Story {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(12);
    s.press("u").answer_users();
    s
}

/// The first user as the service has it: with more than the list says.
pub(super) fn detail(n: usize, change: impl FnOnce(&mut std::collections::BTreeMap<FieldId, String>)) -> UserDetail {
    let user = people(n + 1).remove(n);
    let mut texts = [
        (FieldId::Email, user.email),
        (FieldId::Phone, user.phone.unwrap_or_default()),
        (FieldId::FirstName, user.first_name.unwrap_or_default()),
        (FieldId::LastName, user.last_name.unwrap_or_default()),
        (FieldId::Department, "Finance".to_owned()),
        (FieldId::Priority, "High".to_owned()),
        (FieldId::Language, "Zürich".to_owned()),
        (FieldId::ManagerFirstName, "Mia".to_owned()),
        (FieldId::ManagerLastName, "Boss".to_owned()),
        (FieldId::ManagerEmail, "mia@x.example".to_owned()),
    ]
    .into();
    change(&mut texts);
    UserDetail::new(user.id, user.status == UserStatus::Active, texts, Vec::new())
}

pub(super) fn asked(s: &mut Story) -> Vec<(Ticket, UserId)> {
    s.take(|e| if let Effect::Fetch(t, Read::User(_, user)) = e { Some((*t, user.clone())) } else { None })
}

/// The service answers with this user.
pub(super) fn read(s: &mut Story, user: UserDetail) {
    let asked = asked(s);
    let [(ticket, id)] = &asked[..] else { panic!("asked for {asked:?}") };
    assert_eq!(*id, user.id);
    s.send(Msg::User(*ticket, Ok(Box::new(user))));
}

/// The form of the first user, as read.
pub(super) fn editing() -> Story {
    let mut s = opened();
    s.press("e").settle();
    read(&mut s, detail(0, |_| ()));
    s
}

pub(super) fn changes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

/// What puts this change back.
pub(super) fn undo_of(intent: &Intent) -> WriteKind {
    WriteKind::Update(update(intent).reversed(&intent.id))
}

pub(super) fn update(intent: &Intent) -> &Update {
    let WriteKind::Update(update) = &intent.kind else { panic!("no update: {intent:?}") };
    update
}

/// `phone +44… to +44…`: what is sent.
pub(super) fn words(intent: &Intent) -> Vec<String> {
    let one = |change: &keepnet_tui::domain::change::update::FieldChange| {
        format!("{}: {} > {}", change.key(), change.from.raw, change.to.raw)
    };
    update(intent).changes.iter().map(one).collect()
}

#[test]
fn e_opens_the_form_at_once_with_the_list_and_fills_it_when_the_user_is_read() {
    let mut s = opened();
    s.press("e");
    assert_eq!(s.form().text(FieldId::Email), "user000@x.example");
    assert_eq!((s.form().text(FieldId::Department), s.form().text(FieldId::ManagerEmail)), ("Finance", ""));
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Phone));
    s.settle();
    read(&mut s, detail(0, |texts| drop(texts.insert(FieldId::Department, "Sales".to_owned()))));
    assert_eq!((s.form().text(FieldId::Department), s.form().text(FieldId::ManagerEmail)), ("Sales", "mia@x.example"));
    assert_eq!(s.form().chosen(FieldId::Language), "Zürich");
    assert!(s.form().is_blank(), "nothing is changed yet");
    s.press("ctrl-s");
    assert_eq!(s.said(), "nothing is changed, so there is nothing to send");
    assert!(changes(&mut s).is_empty() && s.model.changes.is_empty());
    s.press("esc");
    assert!(s.model.drafts.current().is_none() && s.model.drafts.drafts().next().is_none(), "nothing is kept");
}

#[test]
fn a_phone_is_changed_in_five_keys_and_the_data() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(12);
    let mut keys = 0;
    let mut press = |s: &mut Story, key: &str| {
        keys += 1;
        s.press(key);
    };
    press(&mut s, "u");
    s.answer_users();
    press(&mut s, "/");
    s.type_text("user003").wait().answer_users();
    press(&mut s, "enter");
    press(&mut s, "e");
    s.settle();
    read(&mut s, detail(3, |_| ()));
    s.type_text("+442079460018");
    press(&mut s, "ctrl-s");
    let sent = changes(&mut s);
    assert_eq!(words(&sent[0]), ["phone: +442079460003 > +442079460018"]);
    assert_eq!((sent[0].email(), update(&sent[0]).user.as_str()), ("user003@x.example", "id-003"));
    assert_eq!(keys, 5, "keys beyond the data");
    assert!(s.model.drafts.current().is_none(), "the form is closed");
    s.ends(&sent[0].id, UpdateEnd::Updated);
    assert!(s.said().contains("user003@x.example edited in Contoso: Phone"), "{}", s.said());
}

/// An active user has a seat already: only what becomes of it is said.
#[test]
fn the_seats_are_those_after_the_change() {
    let mut s = editing();
    let seats = |s: &Story| after_this(s.form()).0;
    assert_eq!(seats(&s), "4 left");
    while s.form().focus() != Focus::Field(FieldId::Active) {
        s.press("tab");
    }
    s.press("space");
    assert_eq!(seats(&s), "4 left, 5 left after this change");
}

#[test]
fn only_what_was_changed_is_sent_based_on_the_values_as_read() {
    let mut s = editing();
    s.press("tab tab").type_text("Roe").press("tab ctrl-e").type_text(" UK");
    assert_eq!(s.form().old_value(Focus::Field(FieldId::LastName)).as_deref(), Some("Last0"));
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Department)).as_deref(), Some("Finance"));
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Phone)), None);
    s.press("ctrl-s");
    let sent = changes(&mut s);
    assert_eq!(words(&sent[0]), ["last-name: Last0 > Roe", "department: Finance > Finance UK"]);
}

#[test]
fn a_letter_replaces_the_text_of_a_field_just_entered_and_can_be_taken_back() {
    let mut s = editing();
    s.press("left").type_text("9");
    assert_eq!(s.form().text(FieldId::Phone), "+4420794600090");
    s.press("tab backspace");
    assert_eq!(s.form().text(FieldId::FirstName), "");
    assert_eq!(s.form().old_value(Focus::Field(FieldId::FirstName)).as_deref(), Some("First0"));
    s.press("ctrl-z");
    assert_eq!(s.form().text(FieldId::FirstName), "First0");
    s.press("tab");
    s.send(Msg::Paste("Roe".to_owned()));
    s.send(Msg::Paste("-Doe".to_owned()));
    assert_eq!(s.form().text(FieldId::LastName), "Roe-Doe", "only the first paste replaces");
    s.press("shift-tab tab").type_text("x");
    assert_eq!(s.form().text(FieldId::LastName), "Roe-Doex", "what was typed is not replaced");
}

#[test]
fn what_is_typed_before_the_answer_stays_and_is_compared_with_it() {
    let mut s = opened();
    s.press("e").settle().press("tab tab tab").type_text("Legal");
    read(&mut s, detail(0, |texts| drop(texts.insert(FieldId::Department, "Sales".to_owned()))));
    assert_eq!(s.form().text(FieldId::Department), "Legal");
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Department)).as_deref(), Some("Sales"));
    s.press("ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["department: Sales > Legal"]);
}

/// Nobody waits for the answer: the form closes, and what the person saw is what the change is based on.
#[test]
fn a_change_submitted_before_the_answer_goes_when_it_comes() {
    let mut s = opened();
    s.press("e").settle().press("tab tab tab").type_text("Legal").press("ctrl-s");
    assert!(s.model.drafts.current().is_none() && changes(&mut s).is_empty());
    assert_eq!(s.model.drafts.drafts().next().and_then(Form::parked), Some(Parked::Waiting));
    read(&mut s, detail(0, |texts| drop(texts.insert(FieldId::Department, "Sales".to_owned()))));
    assert_eq!(words(&changes(&mut s)[0]), ["department: Finance > Legal"], "the outbox will find the conflict");
}

#[test]
fn a_change_that_waits_for_an_answer_which_fails_needs_the_user() {
    let mut s = opened();
    s.press("e").settle().type_text("+442079460018").press("ctrl-s");
    let ticket = asked(&mut s)[0].0;
    s.send(Msg::User(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(changes(&mut s).is_empty());
    assert!(s.said().contains("needs you"), "{}", s.said());
    s.reopen();
    read(&mut s, detail(0, |_| ()));
    s.press("ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["phone: +442079460000 > +442079460018"]);
}

/// A form takes only the answer it has asked for: that of another user comes too late for it.
#[test]
fn an_answer_never_fills_the_form_of_another_user() {
    let mut s = opened();
    s.press("e").settle();
    let first = asked(&mut s)[0].0;
    s.press("esc j e").settle();
    s.send(Msg::User(first, Ok(Box::new(detail(0, |_| ())))));
    assert_eq!(s.form().text(FieldId::Email), "user001@x.example");
    assert_eq!(s.form().text(FieldId::ManagerEmail), "");
    read(&mut s, detail(1, |_| ()));
    assert_eq!(s.form().text(FieldId::Email), "user001@x.example");
}

#[test]
fn shorter_limits_hold_for_what_is_typed_and_for_what_is_there() {
    let mut s = opened();
    s.press("e").settle();
    read(&mut s, detail(0, |texts| drop(texts.insert(FieldId::Department, "d".repeat(65)))));
    s.type_text("+442079460018").press("tab").type_text(&"n".repeat(41)).press("ctrl-s");
    assert!(s.said().starts_with("2 fields to fix: First name, Department"), "{}", s.said());
    assert!(changes(&mut s).is_empty());
    s.press("ctrl-u").type_text("Jo").press("f8 ctrl-u").type_text("IT").press("ctrl-s");
    assert_eq!(changes(&mut s).iter().map(|sent| words(sent).len()).sum::<usize>(), 3);
}

#[test]
fn groups_are_no_part_of_a_change_and_there_is_no_next_user() {
    let s = editing();
    assert!(!s.form().places().any(|place| place == Focus::Field(FieldId::Groups)));
    let why = refusal_here(Command::CreateNext, &s.model).expect("greyed");
    assert_eq!(why, "this form changes one user; Ctrl-S saves it");
}

#[test]
fn custom_fields_are_changed_as_they_are_typed() {
    let mut s = opened();
    s.custom = vec![
        custom("ashore", "Works ashore", DataType::Boolean, false),
        custom("crew", "Crew no", DataType::String, true),
    ];
    s.press("e");
    let mut user = detail(0, |_| ());
    let own = |field: &str, value: Option<&str>| CustomDetail {
        field: CustomFieldId::new(field),
        name: field.to_owned(),
        data_type: DataType::String,
        value: value.map(str::to_owned),
        timestamp: None,
    };
    user.custom = vec![own("ashore", Some("True")), own("gone", Some("old"))];
    read(&mut s, user);
    s.settle();
    assert!(s.form().is_blank(), "what the company no longer asks for is no change");
    let rows = s.form().custom_fields().rows();
    let at = rows.iter().position(|row| row.field.id.as_str() == "ashore").expect("a row");
    assert_eq!(rows[at].answer(), Some(true));
    for _ in 0..20 {
        if s.form().focus() == Focus::Custom(at) {
            break;
        }
        s.press("tab");
    }
    s.press("n");
    assert_eq!(s.form().old_value(Focus::Custom(at)).as_deref(), Some("yes"));
    s.press("ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["ashore: True > False"], "a required one that is empty is let be");
}

#[rstest]
#[case::deleted(|s: &mut Story| s.people[0].status = UserStatus::Deleted, "is deleted", false)]
#[case::scim(|s: &mut Story| s.people[0].managed = Some(ManagedBy::Scim("Entra".to_owned())), "managed by SCIM (Entra)", false)]
#[case::google(|s: &mut Story| s.people[0].managed = Some(ManagedBy::Other), "managed by another directory", false)]
#[case::without_an_id(|s: &mut Story| s.people[0].id = UserId::new(""), "no ID", true)]
#[case::locked(|s: &mut Story| s.list[0].locked = true, "locked access", true)]
#[case::read_only(
    |s: &mut Story| s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Profile("north".into())),
    "read only",
    true
)]
fn who_cannot_be_edited_is_greyed_with_the_reason(
    #[case] change: fn(&mut Story),
    #[case] reason: &str,
    #[case] like_too: bool,
) {
    let mut s = Story::new(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(3);
    change(&mut s);
    s.settle();
    s.press("u").answer_users();
    let is_greyed = |s: &Story, command| refusal_here(command, &s.model).is_some_and(|why| why.contains(reason));
    assert!(is_greyed(&s, Command::EditUser));
    assert_eq!(is_greyed(&s, Command::AddLike), like_too);
    s.press("e");
    assert!(s.said().contains(reason) && s.model.drafts.current().is_none(), "{}", s.said());
    assert!(asked(&mut s).is_empty());
}

#[test]
fn a_user_whose_change_is_under_way_is_not_edited() {
    let mut s = opened();
    s.press("x e");
    assert!(s.said().contains("is being deactivated already"), "{}", s.said());
    assert!(s.model.drafts.current().is_none());
}

/// What was typed comes back with the reason; the next attempt sends it again.
#[test]
fn a_refused_change_keeps_its_form() {
    let mut s = editing();
    s.type_text("+442079460018").press("tab tab tab").type_text("Legal").press("ctrl-s");
    let sent = changes(&mut s);
    let refusal = Remedy::Correct(vec!["Department is not known.".to_owned()]);
    s.ends(&sent[0].id, UpdateEnd::Refused(failure(Applied::No, refusal)));
    s.reopen();
    let form = s.form();
    assert_eq!(form.needs(), Some(AttentionReason::Refused));
    assert_eq!((form.text(FieldId::Phone), form.text(FieldId::Department)), ("+442079460018", "Legal"));
    assert_eq!(form.messages(), [(FieldId::Department, "Department is not known.".to_owned())]);
    assert_eq!(form.old_value(Focus::Field(FieldId::Phone)).as_deref(), Some("+442079460000"));
    read(&mut s, detail(0, |_| ()));
    s.press("ctrl-u").type_text("Finance").press("ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["phone: +442079460000 > +442079460018"]);
}

#[test]
fn a_queued_change_taken_back_keeps_its_form() {
    let mut s = opened();
    s.press("x");
    changes(&mut s);
    s.press("j e").settle();
    read(&mut s, detail(1, |_| ()));
    s.type_text("+442079460018").press("ctrl-s");
    assert!(changes(&mut s).is_empty(), "it waits for the one before it");
    s.press("Z");
    assert!(s.said().contains("taken back"), "{}", s.said());
    s.reopen();
    assert_eq!(
        (s.form().text(FieldId::Phone), s.form().edits().map(|e| e.user().as_str())),
        ("+442079460018", Some("id-001"))
    );
}

#[test]
fn a_conflict_waits_for_the_decision_of_the_person() {
    let mut s = editing();
    s.type_text("+442079460018").press("ctrl-s");
    let sent = changes(&mut s);
    let found = vec![Conflict { change: update(&sent[0]).changes[0].clone(), now: StoredValue::new("+441") }];
    s.ends(&sent[0].id, UpdateEnd::Conflict(found));
    s.press("f9 y");
    assert_eq!(words(&changes(&mut s)[0]), ["phone: +441 > +442079460018"]);
}

/// The form that adds and the one that edits a user are two drafts of the company; so are those of two users.
#[test]
fn each_user_has_a_draft_of_its_own_beside_the_new_one() {
    let mut s = editing();
    s.type_text("+442079460018").press("esc");
    assert!(s.said().contains("draft kept for user000@x.example; e opens it again"), "{}", s.said());
    s.press("a").settle().type_text("new@x.example").press("esc");
    s.press("j e").settle();
    read(&mut s, detail(1, |_| ()));
    s.press("tab").type_text("Jo").press("esc k e").settle();
    assert_eq!(s.form().text(FieldId::Phone), "+442079460018");
    assert!(asked(&mut s).is_empty(), "it is known already");
    assert_eq!(s.model.drafts.drafts().count(), 3);
    s.press("esc a").settle();
    assert_eq!((s.form().text(FieldId::Email), s.form().edits().is_none()), ("new@x.example", true));
}

fn saved(s: &mut Story) -> Vec<Draft> {
    s.take(|e| if let Effect::SaveDraft(draft) = e { Some((**draft).clone()) } else { None })
}

fn again(drafts: Vec<Draft>, finished: Vec<(Intent, JournalOutcome, jiff::Timestamp)>) -> Story {
    let mut s = opened();
    s.send(Msg::Restored(Box::new(Recovered { drafts, finished, ..Recovered::default() })));
    s
}

#[test]
fn a_draft_of_an_edit_survives_a_kill_with_the_values_it_is_based_on() {
    let mut s = editing();
    s.type_text("+442079460018").wait();
    let draft = saved(&mut s).pop().expect("saved");
    assert_eq!((draft.stage.clone(), draft.form().user), (Stage::Typing, Some(UserId::new("id-000"))));
    let mut s = again(vec![draft], Vec::new());
    assert!(
        s.said().contains("1 edit restored: user000@x.example in Contoso (e on the user opens it)"),
        "{}",
        s.said()
    );
    s.press("e").settle();
    assert_eq!(s.form().text(FieldId::Phone), "+442079460018");
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Phone)).as_deref(), Some("+442079460000"));
    s.press("ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["phone: +442079460000 > +442079460018"]);
}

/// Killed between the refusal and the form that comes back.
#[test]
fn a_change_refused_before_a_kill_comes_back_as_its_form() {
    let mut s = editing();
    s.type_text("+442079460018").press("ctrl-s");
    let sent = changes(&mut s).remove(0);
    let draft = saved(&mut s).pop().expect("saved");
    assert!(matches!(draft.stage, Stage::Change(WriteKind::Update(_), _)), "{:?}", draft.stage);
    let at = s.model.now.utc;
    let mut s = again(vec![draft], vec![(sent, JournalOutcome::NotUpdated, at)]);
    s.reopen();
    assert_eq!(s.form().text(FieldId::Phone), "+442079460018");
    assert_eq!(s.form().needs(), Some(AttentionReason::Refused));
}

#[test]
fn a_change_that_waits_for_its_user_is_sent_after_a_restart() {
    let mut s = opened();
    s.press("e").settle().type_text("+442079460018").press("ctrl-s");
    let draft = saved(&mut s).pop().expect("saved");
    assert_eq!(draft.stage, Stage::Waiting);
    let mut s = again(vec![draft], Vec::new());
    assert!(changes(&mut s).is_empty());
    read(&mut s, detail(0, |_| ()));
    assert_eq!(words(&changes(&mut s)[0]), ["phone: +442079460000 > +442079460018"]);
}
