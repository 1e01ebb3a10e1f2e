//! Gates: lines in the form that keep a user from being created until the person says so.

use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::gate::GateKind;
use rstest::rstest;

use crate::common::{Story, companies, company};

fn email(s: &Story) -> &str {
    s.form().text(FieldId::Email)
}

fn why(s: &Story) -> Vec<AttentionReason> {
    s.model.drafts.needing().map(|(_, why)| why).collect()
}

fn full() -> Story {
    Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60))])
}

#[test]
fn gate_is_shown_before_any_key() {
    let mut s = full();
    s.fill();
    assert_eq!(s.gates(), "No seat is left (60/60); this user is 1 over the licence limit.");
    s.press("ctrl-s");
    assert!(s.creates().is_empty() && s.model.overlays.is_empty() && email(&s) == "jane@contoso.com");
    s.confirm();
    assert_eq!(s.creates().len(), 1);
}

#[rstest]
#[case::too_soon(200)]
#[case::held_down(30)]
fn gate_ignores_accidental_keys(#[case] pause: u64) {
    let mut s = full();
    s.fill();
    s.millis += 5_000;
    for _ in 0..12 {
        s.millis += pause;
        s.press("ctrl-s");
    }
    s.wait();
    assert!(s.creates().is_empty());
    s.confirm();
    assert_eq!(s.creates().len(), 1);
}

/// The first repeat of a key that is held down comes after more than half a second, the next at once.
#[test]
fn the_first_repeat_of_a_held_key_does_not_pass_a_gate() {
    let mut s = full();
    s.fill();
    s.millis += 5_000;
    s.press("ctrl-s");
    s.millis += 660;
    s.press("ctrl-s");
    for _ in 0..5 {
        s.millis += 40;
        s.press("ctrl-s");
    }
    s.wait();
    assert!(s.creates().is_empty());
}

#[test]
fn typing_withdraws_the_confirmation_of_a_gate() {
    let mut s = full();
    s.fill();
    s.millis += 5_000;
    s.press("ctrl-s").type_text("1");
    s.millis += 5_000;
    s.press("ctrl-s").wait();
    assert!(s.creates().is_empty(), "it is asked anew");
}

#[test]
fn key_right_after_confirmation_goes_to_the_next_form() {
    let mut s = Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60)), company(2, "Zephyr", 1, Limit::Of(9))]);
    s.fill();
    s.millis += 5_000;
    s.press("ctrl-s");
    s.millis += 700;
    s.press("ctrl-s j");
    assert_eq!((s.creates().len(), s.selected()), (1, "Zephyr"));
}

#[test]
fn a_gate_of_a_company_is_passed_for_the_rest_of_the_day() {
    let mut s = full();
    s.fill().press("alt-s");
    assert_eq!(s.creates().len(), 1);
    s.created(&WriteId::new("run", 1));
    s.fill().press("ctrl-s");
    assert_eq!(s.creates().len(), 1, "nothing is asked again");
    s.created(&WriteId::new("run", 2));
    s.millis += 86_400_000;
    s.fill().press("ctrl-s");
    assert!(s.creates().is_empty(), "another day");
}

#[test]
fn locked_company_is_shown_in_the_form() {
    let mut ended = company(1, "Lumen", 6, Limit::Of(60));
    ended.expired = true;
    let mut locked = company(2, "Zephyr", 6, Limit::Of(60));
    locked.locked = true;
    let mut s = Story::ready(vec![ended, locked]);
    s.press("a").settle();
    assert!(s.model.overlays.is_empty() && s.gates().contains("licence of Lumen ended"), "{}", s.gates());
    s.press("esc j").fill();
    assert!(s.gates().contains("Zephyr has locked access"), "{}", s.gates());
    s.press("ctrl-n");
    assert_eq!(why(&s), [AttentionReason::Gate(GateKind::Locked)]);
}

/// Nobody has seen which company it is.
#[test]
fn the_first_of_several_companies_is_a_gate() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("00").press("enter a").type_text("jane@contoso.com").press("tab").type_text("+442079460018");
    s.press("ctrl-s").settle();
    assert!(s.creates().is_empty());
    assert!(s.gates().contains("companies match"), "{}", s.gates());
    assert_eq!(email(&s), "jane@contoso.com");
    s.confirm();
    assert_eq!(s.creates().len(), 1);
}
