//! `a` before its row is there: what is typed meanwhile goes into the form when it opens.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use crate::common::{Story, companies, failure};

fn email(s: &Story) -> &str {
    s.form().text(FieldId::Email)
}

#[test]
fn form_typed_ahead_creates_when_one_company_matches() {
    let mut s = Story::ready(companies(137));
    s.press("/")
        .type_text("0042")
        .press("enter a")
        .type_text("jane@contoso.com")
        .press("tab")
        .type_text("+442079460018");
    s.press("ctrl-n").type_text("ben@contoso.com").settle();
    assert_eq!(s.creates()[0].1, s.list[42].id);
    assert_eq!(email(&s), "ben@contoso.com");
}

#[test]
fn keys_typed_ahead_are_not_added_to_a_draft() {
    let mut s = Story::ready(companies(137));
    s.press("a").settle().type_text("jane@contoso.com").press("esc");
    s.press("/").type_text("0000").press("enter a").type_text("ben@contoso.com").settle();
    assert_eq!(email(&s), "jane@contoso.com");
    assert!(
        s.said().contains("There is already a draft for Company 0000. You had typed: ben@contoso.com"),
        "{}",
        s.said()
    );
}

/// The list that the row was awaited in does not come: that says nothing about whether there is one.
#[test]
fn failure_is_not_told_as_no_company() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("0042").press("enter a").type_text("jane@contoso.com");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.said().contains("No form was opened: The line is dead. You had typed: jane@contoso.com"), "{}", s.said());
}
