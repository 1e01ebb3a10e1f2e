//! A company whose users come from a directory: the form says so, once.

use keepnet_tui::domain::company::directory_sync::{Directory, DirectorySync};
use keepnet_tui::domain::company::seats::Limit;

use crate::common::one_user::no_directory;
use crate::common::{Story, company};

fn synced() -> DirectorySync {
    DirectorySync { scim: Directory::Yes(vec!["Entra ID".to_owned()]), ..no_directory() }
}

/// Two companies.
fn story() -> Story {
    Story::ready(vec![company(1, "Rowan", 5, Limit::Of(9)), company(2, "Thistle", 5, Limit::Of(9))])
}

#[test]
fn the_form_opens_at_once_and_says_it_when_it_is_known() {
    let mut s = story();
    s.press("a");
    assert_eq!((s.form().name(), s.gates().as_str()), ("Rowan", ""));
    s.answer_directories(&synced());
    let said = s.gates();
    assert!(said.contains("The users of Rowan come from SCIM (Entra ID)"), "{said}");
    s.settle().type_text("jane@rowan.example").press("tab").type_text("+442079460018").press("ctrl-s");
    assert!(s.creates().is_empty(), "not before it is confirmed");
    s.confirm();
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn it_is_said_once_a_company_and_asked_once() {
    let mut s = story();
    s.press("a").answer_directories(&synced());
    s.settle().type_text("jane@rowan.example").press("tab").type_text("+442079460018").press("ctrl-s").confirm();
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.millis += 5_000;
    s.press("a");
    assert_eq!(s.answer_directories(&synced()), 0, "it is known");
    assert_eq!(s.gates(), "", "and was confirmed");
    s.press("esc j a");
    assert_eq!(s.answer_directories(&synced()), 1);
    assert!(s.gates().contains("The users of Thistle"), "{}", s.gates());
}

#[test]
fn nothing_is_said_while_it_is_not_known_or_refused() {
    let mut s = story();
    s.press("a");
    let refused = DirectorySync { scim: Directory::Refused, ldap: Directory::Refused, google: Directory::Refused };
    s.answer_directories(&refused);
    s.settle().type_text("jane@rowan.example").press("tab").type_text("+442079460018").press("ctrl-s");
    assert_eq!(s.creates().len(), 1, "nobody waits for it");
}
