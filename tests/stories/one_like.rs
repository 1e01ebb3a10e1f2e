//! A new user who is like an existing one: what users share is taken over, and nothing of the person.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::value::FieldValue;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::GroupId;
use keepnet_tui::domain::user::target_group::{FilledBy, TargetGroup};

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
