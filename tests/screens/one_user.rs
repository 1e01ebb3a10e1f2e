//! One user: everything about it, and its history.

use keepnet_tui::app::core::effect::Read;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::user::existing::ManagedBy;
use rstest::rstest;

use super::snapshot::check;
use super::story;
use crate::common::{Story, failure, people};

fn users(size: (u16, u16)) -> Story {
    let mut s = story(size.0, size.1);
    s.people = people(12);
    s.people[2].managed = Some(ManagedBy::Scim("Entra ID".to_owned()));
    s.people[3].first_name = Some("李小龍 🐉".to_owned());
    s.people[3].last_name = Some("محمد".to_owned());
    s.press("j j u").answer_users();
    s
}

#[rstest]
fn one_user_and_history(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = users(size);
    check("users_managed", &s);
    s.press("enter").wait();
    check("one_user_loading", &s);
    s.answer_user();
    check("one_user", &s);
    s.press("j j j").wait();
    s.answer_user();
    check("one_user_names", &s);
    s.press("k").wait();
    for (ticket, read) in s.fetched_of_user() {
        let why = || failure(Applied::No, Remedy::Retry);
        s.send(match read {
            Read::User(..) => Msg::User(ticket, Err(why())),
            _ => Msg::TargetGroups(ticket, Err(why())),
        });
    }
    check("one_user_failed", &s);
    s.press("k x I").answer_user();
    check("user_history", &s);
    s.press("esc I");
    for (ticket, _) in s.fetched_of_user() {
        s.send(Msg::Audit(ticket, Err(failure(Applied::No, Remedy::Nothing))));
    }
    check("user_history_refused", &s);
}

#[rstest]
fn groups_of_a_user(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = users(size);
    s.press("T").answer_user();
    check("user_groups", &s);
    s.press("space down space").type_text("a");
    check("user_groups_marked", &s);
    s.press("backspace").type_text("Night shift").press("enter");
    check("user_groups_new", &s);
}
