//! The fields of the form of an existing user: what keys and pastes do in them, what is checked, what is read again.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::app::keys::press::KeyPress;
use keepnet_tui::domain::change::outcome::UpdateEnd;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::custom_field::DataType;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CustomFieldId;
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::user::detail::{CustomDetail, StoredValue, UserDetail, UserField};
use keepnet_tui::domain::user::existing::UserStatus;
use rstest::rstest;

use super::edits::{asked, changes, detail, editing, opened, read, words};
use crate::common::{Story, choice, company, custom, failure, people};

/// The cursor goes to this place.
fn at(s: &mut Story, place: Focus) -> &mut Story {
    for _ in 0..40 {
        if s.form().focus() == place {
            return s;
        }
        s.press("tab");
    }
    panic!("{place:?} is not in the form");
}

fn at_field(s: &mut Story, field: FieldId) -> &mut Story {
    at(s, Focus::Field(field))
}

/// A refused change of the phone, with this message at the field of the department.
fn refused() -> Story {
    let mut s = editing();
    s.type_text("+442079460018").press("ctrl-s");
    let sent = changes(&mut s);
    let refusal = Remedy::Correct(vec!["Department is not known.".to_owned()]);
    s.ends(&sent[0].id, UpdateEnd::Refused(failure(Applied::No, refusal)));
    s.reopen();
    assert_eq!(s.form().messages().len(), 1);
    at_field(&mut s, FieldId::Department);
    s
}

fn answer_choices(s: &mut Story, which: impl Fn(&Read) -> bool, all: &[Choice]) {
    let asked = s.take(|e| match e {
        Effect::Fetch(t, read) if which(read) => Some(*t),
        _ => None,
    });
    assert!(!asked.is_empty(), "nothing is asked");
    for ticket in asked {
        s.send(Msg::Choices(ticket, Ok(all.to_vec())));
    }
}

#[rstest]
#[case("alt-backspace", "Human ")]
#[case("ctrl-w", "Human ")]
#[case("backspace", "")]
#[case("delete", "")]
fn only_plain_erasing_empties_a_field_just_entered(#[case] key: &str, #[case] left: &str) {
    let mut s = opened();
    s.press("e").settle();
    read(&mut s, detail(0, |texts| drop(texts.insert(FieldId::Department, "Human Resources".to_owned()))));
    at_field(&mut s, FieldId::Department).press(key);
    let input = s.form().input(FieldId::Department).expect("a text");
    assert_eq!(input.value(), left);
}

#[rstest]
#[case::erased(KeyPress::parse("backspace").map(Msg::Key))]
#[case::pasted(Some(Msg::Paste("Legal".to_owned())))]
#[case::typed(KeyPress::parse("L").map(Msg::Key))]
fn message_of_the_service_goes_when_its_field_is_edited(#[case] edit: Option<Msg>) {
    let mut s = refused();
    s.send(edit.expect("a key"));
    assert_eq!(s.form().messages(), []);
}

/// There is nothing to replace, and what is typed is not replaced by what is typed next.
#[test]
fn every_letter_typed_into_an_empty_field_stays() {
    let mut s = opened();
    s.people[0].phone = None;
    s.press("r").answer_users().press("e").settle();
    read(&mut s, detail(0, |texts| drop(texts.remove(&FieldId::Phone))));
    s.type_text("+442079460018");
    assert_eq!(s.form().text(FieldId::Phone), "+442079460018");
    at_field(&mut s, FieldId::LastName).press("backspace tab shift-tab").type_text("Ro");
    s.send(Msg::Paste("e".to_owned()));
    assert_eq!(s.form().text(FieldId::LastName), "Roe");
}

#[test]
fn paste_of_blanks_replaces_nothing() {
    let mut s = editing();
    s.send(Msg::Paste(" \n ".to_owned()));
    assert_eq!(s.form().text(FieldId::Phone), "+442079460000");
    assert!(s.form().is_blank());
}

#[test]
fn a_click_into_the_text_goes_on_in_it() {
    let mut s = editing();
    s.click_field(Focus::Field(FieldId::LastName), 5).type_text("son");
    assert_eq!(s.form().text(FieldId::LastName), "Last0son");
}

#[test]
fn backspace_takes_a_choice_back() {
    let mut s = editing();
    at_field(&mut s, FieldId::Language).press("backspace");
    assert_eq!(s.form().chosen(FieldId::Language), "");
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Language)).as_deref(), Some("Zürich"));
}

#[test]
fn letter_or_paste_at_a_choice_filters_its_picker() {
    let mut s = editing();
    at_field(&mut s, FieldId::Language).type_text("z");
    let filter = |s: &Story| s.form().picker().map(|picker| picker.list().filter.value().to_owned());
    assert_eq!(filter(&s).as_deref(), Some("z"));
    s.press("esc");
    s.send(Msg::Paste("fin".to_owned()));
    assert_eq!(filter(&s).as_deref(), Some("fin"));
    s.press("enter");
    assert_eq!(s.form().chosen(FieldId::Language), "Finance");
}

#[test]
fn paste_into_the_filter_goes_to_the_first_match() {
    let mut s = editing();
    at_field(&mut s, FieldId::Language).press("alt-down down down");
    s.send(Msg::Paste("s".to_owned()));
    assert_eq!(s.form().picker().map(|picker| picker.list().cursor), Some(0));
}

/// The last of several roles, one at a time.
#[test]
fn backspace_takes_the_last_of_several_roles() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(1);
    s.people[0].roles = Some("Company Admin, Viewer".to_owned());
    s.press("S").answer_system_users().press("e");
    answer_choices(
        &mut s,
        |read| matches!(read, Read::Roles(_)),
        &[choice("r1", "Company Admin"), choice("r2", "Viewer"), choice("r3", "Auditor")],
    );
    let ids = |s: &Story| s.form().many(FieldId::Roles).iter().map(|role| role.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&s), ["r1", "r2"], "roles are known by their names");
    assert!(s.form().is_blank());
    at_field(&mut s, FieldId::Roles).press("backspace");
    assert_eq!(ids(&s), ["r1"]);
    s.press("backspace");
    assert!(ids(&s).is_empty());
}

/// The service lists a language by its code, whose name is known elsewhere.
#[test]
fn choices_get_the_names_that_the_service_has_for_them() {
    let mut s = opened();
    s.press("e");
    let both = |texts: &mut std::collections::BTreeMap<FieldId, String>| {
        texts.insert(FieldId::Language, "en".to_owned());
        texts.insert(FieldId::TimeZone, "42".to_owned());
    };
    read(&mut s, detail(0, both));
    assert_eq!(s.form().chosen(FieldId::Language), "en");
    answer_choices(&mut s, |read| matches!(read, Read::Languages), &[choice("tr", "Turkish"), choice("en", "English")]);
    answer_choices(&mut s, |read| matches!(read, Read::TimeZones), &[choice("1", "UTC"), choice("42", "Istanbul")]);
    assert_eq!(s.form().chosen(FieldId::Language), "English");
    assert_eq!(s.form().chosen(FieldId::TimeZone), "Istanbul");
    assert!(s.form().is_blank(), "a name is no change");
    at_field(&mut s, FieldId::Language).press("backspace");
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Language)).as_deref(), Some("English"));
}

/// What is wrong in the service's own data and not touched is no reason to refuse a change.
#[rstest]
#[case::wrong_number(FieldId::Phone, "12")]
#[case::wrong_address(FieldId::Email, "no address")]
#[case::manager_without_an_address(FieldId::ManagerEmail, "")]
fn what_was_wrong_before_and_is_not_touched_is_let_be(#[case] field: FieldId, #[case] text: &str) {
    let mut s = opened();
    s.press("e").settle();
    read(&mut s, detail(0, |texts| drop(texts.insert(field, text.to_owned()))));
    at_field(&mut s, FieldId::Department).type_text("Legal").press("ctrl-s");
    assert_eq!(changes(&mut s).iter().flat_map(words).collect::<Vec<_>>(), ["department: Finance > Legal"]);
}

#[test]
fn changed_manager_has_to_be_whole_and_nothing_else_does() {
    let mut s = opened();
    s.press("e").settle();
    let without = |texts: &mut std::collections::BTreeMap<FieldId, String>| {
        texts.insert(FieldId::Phone, "12".to_owned());
        for field in [FieldId::ManagerFirstName, FieldId::ManagerLastName, FieldId::ManagerEmail] {
            texts.remove(&field);
        }
    };
    read(&mut s, detail(0, without));
    at_field(&mut s, FieldId::ManagerFirstName).type_text("Grace").press("ctrl-s");
    assert!(changes(&mut s).is_empty());
    assert_eq!(s.said(), "2 fields to fix: Manager last, Manager email (F8 goes to the next)");
    at_field(&mut s, FieldId::ManagerLastName).type_text("Hopper");
    at_field(&mut s, FieldId::ManagerEmail).type_text("grace@x.example").press("ctrl-s");
    assert_eq!(changes(&mut s).iter().map(|sent| words(sent).len()).sum::<usize>(), 3, "{}", s.said());
}

fn own(field: &str, value: &str) -> CustomDetail {
    CustomDetail {
        field: CustomFieldId::new(field),
        name: field.to_owned(),
        data_type: DataType::String,
        value: Some(value.to_owned()),
        timestamp: None,
    }
}

/// A form with a toggle, a number and a text, of which the user has the first and the last.
fn with_custom_fields() -> (Story, [usize; 3]) {
    let mut s = opened();
    s.custom = vec![
        custom("ashore", "Works ashore", DataType::Boolean, false),
        custom("floor", "Floor", DataType::Number, false),
        custom("crew", "Crew no", DataType::String, false),
    ];
    s.press("e").settle();
    read(&mut s, badge(&[own("ashore", "True"), own("crew", "7")]));
    let rows = s.form().custom_fields().rows();
    let at = |id: &str| rows.iter().position(|row| row.field.id.as_str() == id).expect("a row");
    let all = ["ashore", "floor", "crew"].map(at);
    (s, all)
}

fn badge(own: &[CustomDetail]) -> UserDetail {
    let mut user = detail(0, |_| ());
    user.custom = own.to_vec();
    user
}

fn custom_text(s: &Story, n: usize) -> &str {
    s.form().custom_fields().rows()[n].input.value()
}

#[test]
fn toggle_of_a_custom_field_is_known_when_its_kind_was_known_before() {
    let (s, [ashore, ..]) = with_custom_fields();
    assert_eq!(s.form().custom_fields().rows()[ashore].answer(), Some(true));
    assert!(s.form().is_blank());
}

#[test]
fn changed_custom_field_is_checked() {
    let (mut s, [_, floor, _]) = with_custom_fields();
    at(&mut s, Focus::Custom(floor)).type_text("high up").press("ctrl-s");
    assert!(changes(&mut s).is_empty());
    assert!(s.said().contains("1 field to fix: Floor"), "{}", s.said());
}

#[test]
fn refused_change_of_a_custom_field_comes_back_as_typed() {
    let (mut s, [ashore, floor, crew]) = with_custom_fields();
    at(&mut s, Focus::Custom(ashore)).press("n");
    at(&mut s, Focus::Custom(floor)).type_text("3").press("ctrl-s");
    let sent = changes(&mut s);
    assert_eq!(words(&sent[0]), ["ashore: True > False", "floor:  > 3"]);
    s.ends(&sent[0].id, UpdateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    s.reopen();
    assert_eq!((custom_text(&s, floor), s.form().custom_fields().rows()[ashore].answer()), ("3", Some(false)));
    read(&mut s, badge(&[own("ashore", "True"), own("crew", "7")]));
    assert_eq!((custom_text(&s, floor), custom_text(&s, crew)), ("3", "7"));
    s.press("ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["ashore: True > False", "floor:  > 3"]);
}

/// F5 reads the user again: what nobody has touched follows, what was typed stays.
#[test]
fn user_is_read_again_and_what_was_typed_stays() {
    let (mut s, [ashore, floor, crew]) = with_custom_fields();
    at(&mut s, Focus::Custom(floor)).type_text("3");
    at_field(&mut s, FieldId::Department).type_text("Legal");
    s.press("f5 f5");
    assert_eq!(s.effects.iter().filter(|e| matches!(e, Effect::Fetch(_, Read::User(..)))).count(), 1, "once");
    let mut user = badge(&[own("ashore", "False"), own("crew", "8"), own("floor", "9")]);
    user.set(&UserField::Field(FieldId::Department), "", &StoredValue::new("Sales"));
    user.set(&UserField::Field(FieldId::LastName), "", &StoredValue::new("Roe"));
    read(&mut s, user);
    assert_eq!((s.form().text(FieldId::Department), s.form().text(FieldId::LastName)), ("Legal", "Roe"));
    assert_eq!((custom_text(&s, floor), custom_text(&s, crew)), ("3", "8"));
    assert_eq!(s.form().custom_fields().rows()[ashore].answer(), Some(false));
    assert_eq!(s.form().old_value(Focus::Field(FieldId::Department)).as_deref(), Some("Sales"));
}

#[test]
fn change_that_could_not_be_read_for_says_why_in_its_form() {
    let mut s = opened();
    s.press("e").settle().type_text("+442079460018").press("ctrl-s");
    let ticket = asked(&mut s)[0].0;
    s.send(Msg::User(ticket, Err(failure(Applied::No, Remedy::Retry))));
    s.press("f9");
    assert_eq!(s.form().needs(), Some(AttentionReason::Refused));
    assert!(s.form().failure().is_some());
}

#[test]
fn changes_that_were_left_are_restored_and_said() {
    let mut s = editing();
    s.type_text("+442079460018").press("esc e");
    assert_eq!(s.said(), "your changes of First0 Last0 were restored");
    s.press("esc j e").settle();
    assert!(!s.said().contains("restored"), "{}", s.said());
}

#[test]
fn e_in_the_details_of_a_user_closes_them() {
    let mut s = opened();
    s.press("enter e");
    assert!(s.model.overlays.is_empty());
    assert_eq!(s.form().text(FieldId::Email), "user000@x.example");
}

/// An undo is no form: what was put back by a key is not typed.
#[test]
fn undo_of_an_edit_that_is_refused_makes_no_form_and_can_be_tried_again() {
    let mut s = editing();
    s.type_text("+442079460018").press("ctrl-s");
    let sent = changes(&mut s).remove(0);
    s.ends(&sent.id, UpdateEnd::Updated);
    s.millis += 1_000;
    s.press("Z");
    let undo = changes(&mut s).remove(0);
    assert_eq!(words(&undo), ["phone: +442079460018 > +442079460000"]);
    assert_eq!(s.said(), "Putting back user000@x.example in Contoso");
    s.ends(&undo.id, UpdateEnd::Refused(failure(Applied::No, Remedy::Nothing)));
    assert_eq!((s.model.needing(), s.model.drafts.drafts().count()), (0, 0));
    s.millis += 1_000;
    s.press("Z");
    assert_eq!(words(&changes(&mut s)[0]), words(&undo));
}

#[test]
fn inactive_user_takes_a_seat_only_if_made_active() {
    let mut s = opened();
    s.press("j e").settle();
    assert_eq!(s.people[1].status, UserStatus::Inactive);
    read(&mut s, detail(1, |_| ()));
    assert!(!s.form().is_active());
    at_field(&mut s, FieldId::Active).press("space ctrl-s");
    assert_eq!(words(&changes(&mut s)[0]), ["active: false > true"]);
}
