//! One user: the box with everything about it, and its history.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::user_history::{rows, view};
use keepnet_tui::domain::change::outcome::UpdateEnd;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::user::existing::ManagedBy;

use crate::common::one_user::{audit_page, audited, text};
use crate::common::{Story, company, failure, people};

fn opened() -> Story {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(12);
    s.press("u").answer_users();
    s
}

fn history(s: &Story) -> Vec<String> {
    rows(&s.model).into_iter().map(|line| format!("{} {}", line.who, line.what).trim().to_owned()).collect()
}

#[test]
fn enter_shows_what_is_listed_at_once_and_the_rest_when_it_is_here() {
    let mut s = opened();
    s.press("enter");
    let said = text(&s);
    assert!(said.contains("email user000@x.example") && !said.contains("loading"), "{said}");
    let asked = s.fetched_of_user();
    assert!(matches!(&asked[..], [(_, Read::User(..)), (_, Read::GroupsOfUser(..))]), "{asked:?}");
    s.wait();
    assert!(text(&s).contains("more loading") && text(&s).contains("groups loading"), "{}", text(&s));
    for (ticket, read) in asked {
        let answer = crate::common::one_user::of_user(&s, ticket, &read).expect("an answer");
        s.send(answer);
    }
    let said = text(&s);
    for part in [
        "groups Finance, Everybody (is filled by SCIM (Entra ID))",
        "manager Grace Hopper",
        "grace@x.example",
        "Badge B-17",
        "Works remotely most of the week: yes",
        "status active: uses a seat",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("loading"), "{said}");
}

#[test]
fn the_next_user_is_asked_for_when_the_cursor_rests() {
    let mut s = opened();
    s.press("enter").answer_user().press("j j");
    assert!(text(&s).contains("user002@x.example") && !text(&s).contains("B-17"), "{}", text(&s));
    assert!(s.fetched_of_user().is_empty(), "nothing is asked while moving");
    s.wait();
    s.answer_user();
    assert!(text(&s).contains("B-17"));
    s.press("k k").wait();
    assert!(s.fetched_of_user().is_empty() && text(&s).contains("B-17"), "what is known is not asked for again");
}

#[test]
fn a_failure_is_told_in_place_and_r_tries_again() {
    let mut s = opened();
    s.press("enter");
    for (ticket, read) in s.fetched_of_user() {
        let why = || failure(Applied::No, Remedy::Retry);
        s.send(match read {
            Read::User(..) => Msg::User(ticket, Err(why())),
            _ => Msg::TargetGroups(ticket, Err(why())),
        });
    }
    let said = text(&s);
    assert!(said.contains("groups unavailable: ") && said.contains("more unavailable, as above"), "{said}");
    assert!(said.contains("user000@x.example"), "what is listed stays");
    s.press("r").answer_user();
    assert!(text(&s).contains("B-17") && !text(&s).contains("unavailable"), "{}", text(&s));
}

#[test]
fn closing_cancels_what_is_asked() {
    let mut s = opened();
    s.press("enter");
    let asked = s.fetched_of_user();
    s.press("esc");
    let cancelled = s.take(|e| if let Effect::Cancel(ticket) = e { Some(*ticket) } else { None });
    assert_eq!(cancelled, asked.iter().map(|(ticket, _)| *ticket).collect::<Vec<_>>());
}

#[test]
fn a_change_of_the_shown_user_is_read_again() {
    let mut s = opened();
    s.press("enter").answer_user().press("x");
    assert!(text(&s).contains("status active, will be inactive"), "{}", text(&s));
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    s.ends(&sent[0], UpdateEnd::Updated);
    assert_eq!(s.fetched_of_user().len(), 2, "both parts are read again");
    assert!(text(&s).contains("RECENT HERE") && text(&s).contains("deactivated"), "{}", text(&s));
}

#[test]
fn a_managed_user_is_shown_as_such_and_nothing_is_claimed_of_others() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(3);
    s.people[0].managed = Some(ManagedBy::Scim("Entra".to_owned()));
    s.press("u").answer_users().press("enter").answer_user();
    assert!(text(&s).contains("managed by SCIM (Entra): change the user there"), "{}", text(&s));
    s.press("j").wait();
    assert!(!text(&s).contains("managed"), "{}", text(&s));
}

#[test]
fn history_has_the_log_and_this_machine_newest_first() {
    let mut s = opened();
    s.press("x");
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    s.ends(&sent[0], UpdateEnd::Updated).answer_users().press("I");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::UserHistory)));
    assert_eq!(history(&s), ["deactivated"], "what is at hand is there at once");
    s.answer_user();
    assert_eq!(history(&s), ["deactivated", "ops@x.example changed: department"]);
    s.press("j");
    let details = view(&s.model).expect("the history").details;
    assert_eq!(details, ["department: IT to Finance", "from 192.0.2.7"]);
    assert_eq!(s.fetched_of_user().len(), 1, "past the last line the next page is asked for");
}

#[test]
fn history_goes_on_page_by_page_and_ends() {
    let mut s = opened();
    s.press("I").answer_user().press("j").answer_user();
    assert_eq!(history(&s).len(), 2);
    s.press("j j j");
    assert!(s.fetched_of_user().is_empty(), "there are two pages");
}

#[test]
fn a_refused_log_is_told_and_this_machine_stays() {
    let mut s = opened();
    s.press("x");
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    s.ends(&sent[0], UpdateEnd::Updated).answer_users().press("I");
    let (ticket, _) = s.fetched_of_user().remove(0);
    s.send(Msg::Audit(ticket, Err(failure(Applied::No, Remedy::Nothing))));
    let (said, is_failure) = view(&s.model).and_then(|view| view.state).expect("what is wrong");
    assert!(is_failure && said.contains("What was done from this machine is shown."), "{said}");
    assert_eq!(history(&s), ["deactivated"]);
    s.press("r").answer_user();
    assert_eq!(history(&s).len(), 2);
    assert_eq!(view(&s.model).and_then(|view| view.state), None);
}

#[test]
fn of_this_machine_only_what_is_not_older_than_the_log_read_so_far() {
    let mut s = opened();
    s.millis += 60_000;
    s.press("x");
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    s.ends(&sent[0], UpdateEnd::Updated).answer_users().press("I");
    let (ticket, _) = s.fetched_of_user().remove(0);
    let newer = vec![audited(-30, "a@x.example", (None, Some("{}")))];
    s.send(Msg::Audit(ticket, Ok(audit_page(newer, 1, 2))));
    assert_eq!(history(&s), ["a@x.example created (TargetUser)"], "else the next page would come in between");
    s.press("j");
    let (ticket, _) = s.fetched_of_user().remove(0);
    s.send(Msg::Audit(ticket, Ok(audit_page(vec![audited(90, "b@x.example", (None, Some("{}")))], 2, 2))));
    assert_eq!(history(&s), ["a@x.example created (TargetUser)", "deactivated", "b@x.example created (TargetUser)"]);
}

#[test]
fn history_opens_from_the_details_and_esc_goes_back_to_them() {
    let mut s = opened();
    s.press("enter I esc");
    assert!(matches!(s.model.overlays[..], [Overlay::User]));
    s.press("esc");
    assert!(s.model.overlays.is_empty());
}
