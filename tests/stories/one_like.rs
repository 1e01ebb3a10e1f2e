//! A new user who is like an existing one: what users share is taken over, and nothing of the person.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::value::FieldValue;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::GroupId;
use keepnet_tui::domain::user::target_group::{FilledBy, TargetGroup};

use rstest::rstest;

use super::edits::{detail, opened};
use crate::common::{Story, failure};

fn like_asked(s: &mut Story) -> Vec<(Ticket, bool)> {
    s.take(|e| match e {
        Effect::Fetch(t, Read::User(..)) => Some((*t, false)),
        Effect::Fetch(t, Read::GroupsOfUser(..)) => Some((*t, true)),
        _ => None,
    })
}

fn group(name: &str, filled_by: Option<FilledBy>) -> TargetGroup {
    TargetGroup { id: GroupId::new(name), name: name.to_owned(), priority: None, users: None, filled_by }
}

#[test]
fn one_more_like_this_has_what_users_share_and_nothing_of_the_person() {
    let mut s = opened();
    s.press("=");
    assert_eq!(s.said(), "a new user like First0 Last0");
    s.type_text("new@x.example").settle();
    for (ticket, groups) in like_asked(&mut s) {
        s.send(if groups {
            Msg::TargetGroups(ticket, Ok(vec![group("Finance", None), group("Entra", Some(FilledBy::Other))]))
        } else {
            Msg::User(ticket, Ok(Box::new(detail(0, |_| ()))))
        });
    }
    let form = s.form();
    assert_eq!(
        (form.text(FieldId::Email), form.text(FieldId::Phone), form.text(FieldId::FirstName)),
        ("new@x.example", "", "")
    );
    assert_eq!((form.text(FieldId::Department), form.text(FieldId::ManagerEmail)), ("Finance", "mia@x.example"));
    assert_eq!((form.chosen(FieldId::Groups), form.chosen(FieldId::Language)), ("Finance".into(), "Zürich".into()));
    assert_eq!(form.priority().wire(), "High");
    s.press("tab").type_text("+442079460018").press("ctrl-s");
    let (_, _, user) = s.creates().remove(0);
    assert_eq!((user.groups.len(), user.manager_email.as_deref()), (1, Some("mia@x.example")));
}

#[test]
fn what_is_typed_is_not_taken_over_and_nothing_is_sent_before_all_is_known() {
    let mut s = opened();
    s.press("=").settle();
    s.type_text("new@x.example").press("tab").type_text("+442079460018");
    s.press("tab tab tab ctrl-u").type_text("Legal").press("ctrl-s");
    assert!(s.said().contains("what First0 Last0 has is still being read"), "{}", s.said());
    assert!(s.creates().is_empty());
    for (ticket, groups) in like_asked(&mut s) {
        s.send(if groups {
            Msg::TargetGroups(ticket, Err(failure(Applied::No, Remedy::Retry)))
        } else {
            Msg::User(ticket, Ok(Box::new(detail(0, |_| ()))))
        });
    }
    assert!(s.said().contains("The groups of First0 Last0 were not taken over"), "{}", s.said());
    s.press("ctrl-s");
    let (_, _, user) = s.creates().remove(0);
    assert_eq!((user.department.as_deref(), user.manager_first_name.as_deref()), (Some("Legal"), Some("Mia")));
}

#[test]
fn a_draft_is_never_overwritten_by_one_more_like_this() {
    let mut s = opened();
    s.press("a").settle().type_text("begun@x.example").press("esc =").settle();
    assert_eq!(s.form().text(FieldId::Email), "begun@x.example");
    assert!(s.said().contains("nothing was taken over from First0 Last0"), "{}", s.said());
    assert_eq!(s.form().entry().value(FieldId::Department), &FieldValue::Text(String::new()));
}

/// One of the two answers comes: the user, or its groups.
fn answer(s: &mut Story, groups: bool) {
    let tickets = s.take(|e| match e {
        Effect::Fetch(t, Read::GroupsOfUser(..)) if groups => Some(*t),
        Effect::Fetch(t, Read::User(..)) if !groups => Some(*t),
        _ => None,
    });
    assert_eq!(tickets.len(), 1);
    for ticket in tickets {
        s.send(if groups {
            Msg::TargetGroups(ticket, Ok(vec![group("Finance", None)]))
        } else {
            Msg::User(ticket, Ok(Box::new(detail(0, |_| ()))))
        });
    }
}

#[rstest]
#[case::user_first(false)]
#[case::groups_first(true)]
fn both_answers_are_waited_for(#[case] groups_first: bool) {
    let mut s = opened();
    s.press("=").settle();
    assert_eq!(s.form().text(FieldId::Department), "Finance", "what is listed is there at once");
    answer(&mut s, groups_first);
    assert!(s.form().waits_for_like().is_some());
    answer(&mut s, !groups_first);
    assert_eq!(s.form().waits_for_like(), None);
    assert!(s.form().is_blank(), "nothing of it was typed");
    s.press("esc");
    assert_eq!(s.model.drafts.drafts().count(), 0, "and nothing is kept");
}

#[test]
fn open_picker_keeps_its_field_as_it_is() {
    let mut s = opened();
    s.press("=").settle();
    for _ in 0..20 {
        if s.form().focus() == Focus::Field(FieldId::Language) {
            break;
        }
        s.press("tab");
    }
    s.press("alt-down");
    answer(&mut s, false);
    assert_eq!(s.form().chosen(FieldId::Language), "");
    s.press("esc");
    assert_eq!(s.form().chosen(FieldId::Language), "");
}

#[test]
fn user_that_cannot_be_read_is_said_and_asked_for_again_by_f5_alone() {
    let mut s = opened();
    s.press("=").settle();
    answer(&mut s, true);
    let ticket = like_asked(&mut s)[0].0;
    s.send(Msg::User(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.said().starts_with("What First0 Last0 has was not taken over: "), "{}", s.said());
    s.type_text("new@x.example").press("esc a").settle();
    assert!(like_asked(&mut s).is_empty(), "not by itself");
    s.press("f5");
    assert_eq!(like_asked(&mut s).len(), 1, "and only what is missing");
}
