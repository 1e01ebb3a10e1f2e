//! Existing users that are changed: questions, rows under way, and what needs a decision.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::domain::change::outcome::{DeleteEnd, UpdateEnd};
use keepnet_tui::domain::change::ticket::{TicketNumber, TicketPolicy};
use keepnet_tui::domain::change::update::{Conflict, Update};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::detail::StoredValue;
use rstest::rstest;

use super::snapshot::check;
use super::{names, story};
use crate::common::{Story, people};

fn users(size: (u16, u16)) -> Story {
    let mut s = story(size.0, size.1);
    s.people = people(12);
    s.press("j j u").answer_users();
    s
}

/// The form, the question and the prompt of a profile that requires tickets.
#[rstest]
fn tickets(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = users(size);
    s.model.settings.profile_settings.ticket = TicketPolicy::Required;
    s.model.changes.used_ticket(&TicketNumber::recorded("INC-4711"));
    s.press("D");
    check("ticket_in_question", &s);
    s.press("t");
    check("ticket_prompt", &s);
    s.press("esc esc");
    let mut form = Story::with(names(), size, |settings| settings.profile_settings.ticket = TicketPolicy::Required);
    form.settle().fill().press("ctrl-s");
    check("ticket_missing", &form);
    form.type_text("INC-4711").press("ctrl-n").settle();
    check("ticket_kept", &form);
}

/// The list of system users, one of them, and the questions before they are written to and deleted.
#[rstest]
fn system_users(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.people = people(12);
    let roles = ["Company Admin", "Viewer", "Company Admin, Viewer"];
    s.people.iter_mut().zip(roles.iter().cycle()).for_each(|(user, roles)| user.roles = Some((*roles).to_owned()));
    s.press("j j S").answer_system_users();
    check("system_users", &s);
    s.press("enter");
    check("system_user_details", &s);
    s.press("esc m");
    check("welcome_mail", &s);
    s.press("y j R y j D");
    check("delete_system_user", &s);
    s.press("y /").type_text("zzz");
    s.press("enter").answer_system_users();
    check("system_users_none", &s);
}

#[rstest]
fn changes_of_users(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = users(size);
    s.press("D");
    check("delete_user", &s);
    s.press("y j x j j x");
    check("users_under_way", &s);
    s.press("* x");
    check("deactivate_marked", &s);
    s.press("esc esc");
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    let change = Update::activity(UserId::new("id-000"), true, false).changes.remove(0);
    s.ends(&sent[0], DeleteEnd::Deleted);
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    s.ends(&sent[0], UpdateEnd::Conflict(vec![Conflict { change, now: StoredValue::new("false") }]));
    s.answer_users();
    check("users_conflict", &s);
    s.press("f9");
    check("conflict", &s);
    s.press("esc J");
    check("activity_of_changes", &s);
}

/// The form of an existing user: just opened, with changed fields, and refused.
#[rstest]
fn edited_user(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = users(size);
    s.press("e").settle();
    check("edit_opened", &s);
    s.type_text("+44 20 7946 0018").press("tab tab").type_text("Roe").press("tab").type_text(&"d".repeat(65));
    s.press("shift-tab");
    check("edit_changed", &s);
}
