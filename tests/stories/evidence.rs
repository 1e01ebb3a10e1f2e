//! Who has created the user that is there: what is told, kept and asked.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::overlays::overlay::{self, Overlay};
use keepnet_tui::app::screen::confirmations;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::write::{PriorOwners, WriteId};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;

use crate::common::{Story, companies, failure, jane};

fn proved() -> CreateEnd {
    CreateEnd::Proved(jane("found1"))
}

/// A form that was sent and whose end nobody knows.
fn in_doubt() -> (Story, WriteId) {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry))).reopen();
    (s, id)
}

/// A gateway that has given up does not take back what it passed on.
#[test]
fn unknown_create_is_looked_up_after_1_5_and_15_minutes() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let mut after = 0;
    for minutes in [1, 5, 15] {
        s.effects.clear();
        s.ends(&id, CreateEnd::Pending);
        let timers = s.take(|e| if let Effect::Timer(t, d) = e { Some((*t, d.as_secs())) } else { None });
        let (ticket, wait) = *timers.iter().max_by_key(|(_, wait)| *wait).expect("a timer");
        after += wait;
        assert_eq!(after, minutes * 60);
        s.send(Msg::Timer(ticket));
        assert_eq!(s.look_ups().len(), 1, "after {minutes} minutes");
    }
    assert_eq!(s.model.notices.newest_first().filter(|n| n.text.contains("so far")).count(), 1, "said once");
    s.ends(&id, CreateEnd::Absent).reopen();
    let said = s.form().failure().expect("said").to_string();
    assert!(said.contains("was not created"), "{said}");
    s.press("ctrl-s");
    assert_eq!(s.orders().remove(0).earlier, None);
}

#[test]
fn create_that_happens_late_closes_its_form() {
    for left in [true, false] {
        let mut s = Story::ready(companies(3));
        s.fill().press("ctrl-s");
        let (id, ..) = s.creates().remove(0);
        s.ends(&id, CreateEnd::Pending);
        if !left {
            s.reopen();
        }
        s.press("f5");
        assert_eq!(s.look_ups().len(), 1);
        s.ends(&id, proved());
        assert!(s.said().contains("Created jane@contoso.com") && s.said().contains("found1"), "{}", s.said());
        if left {
            assert!(!s.model.drafts.has_draft(&s.list[0].id.clone()));
        } else {
            let said = s.form().failure().expect("said").to_string();
            assert!(said.contains("created by the first attempt"), "{said}");
        }
    }
}

/// Who is found after a create without an answer may be a colleague's.
#[test]
fn found_user_is_described_and_never_called_ours() {
    let (mut s, id) = in_doubt();
    s.ends(&id, CreateEnd::Found(jane("other1")));
    let said = s.form().failure().expect("said").to_string();
    for word in ["is not known", "First0 Last0", "created 2026-03-01 09:30 UTC", "id other1"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    assert!(!s.model.notices.newest_first().any(|n| n.text.starts_with("Created")));
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com", "what was typed stays");
    assert_eq!(s.form().uncertain_write(), None);
    // Undo asks whose it is, with No focused.
    s.press("esc Z");
    let asked = matches!(s.model.overlays.last(), Some(Overlay::Confirm { yes: false, .. }));
    let words = confirmations::in_full(&s.model, &overlay::Confirmation::Undo(id)).text;
    assert!(asked && words.contains("somebody else's") && words.contains("other1"), "{words}");
    s.press("enter");
    assert!(s.take(|e| if let Effect::Change(intent) = e { Some(intent.clone()) } else { None }).is_empty());
}

#[test]
fn unknown_create_elsewhere_is_not_sent_and_keeps_input() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::InDoubt(failure(Applied::No, Remedy::Nothing))).reopen();
    assert_eq!(s.form().uncertain_write(), None);
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    assert_eq!(s.model.changes.unknown(), 0);
}

#[test]
fn order_carries_who_had_the_address_before() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    assert_eq!(s.orders().remove(0).intent.sending.before, PriorOwners::NotChecked);
    let mut s = Story::ready(companies(3));
    s.fill().wait();
    let looks = s.take(|e| match e {
        Effect::Fetch(ticket, Read::Users(_, query)) if query.email.is_some() => Some(*ticket),
        _ => None,
    });
    let page =
        Page { items: vec![*jane("old1")], number: 1, pages: 1, total: 1, over_limit: None, seats: None, unchecked: 0 };
    s.send(Msg::Users(looks[0], Ok(page))).press("ctrl-s").confirm();
    let order = s.orders().remove(0);
    assert_eq!(order.intent.sending.before, PriorOwners::Known(vec![UserId::new("old1")]));
}
