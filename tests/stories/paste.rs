//! A paste into the form: shown first, taken as a whole or line by line, or left alone.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::overlays::preview::PastePreview;
use keepnet_tui::domain::form::fields::FieldId;

use crate::common::{Story, companies};

const SIGNATURE: &str = "Maya Okafor\nFinance Business Partner\nLumen Optics\nM: +44 7700 900123\nmaya.okafor@lumenoptics.example\n12 Canal St, London";

fn pasted(s: &mut Story, text: &str) {
    s.send(Msg::Paste(text.to_owned()));
}

fn preview(s: &Story) -> &PastePreview {
    match s.model.overlays.last() {
        Some(Overlay::PastePreview(preview)) => preview,
        other => panic!("no preview: {other:?}"),
    }
}

fn open() -> Story {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    s
}

#[test]
fn pasted_signature_fills_form_and_creates_in_two_keys() {
    let mut s = open();
    pasted(&mut s, SIGNATURE);
    let shown = preview(&s);
    assert!(shown.suggestions.iter().any(|o| o.field == FieldId::Phone && o.selected));
    assert_eq!(s.form().text(FieldId::Email), "", "nothing is taken before somebody takes it");
    s.press("ctrl-t");
    let form = s.form();
    assert_eq!((form.text(FieldId::FirstName), form.text(FieldId::LastName)), ("Maya", "Okafor"));
    assert_eq!(form.text(FieldId::Email), "maya.okafor@lumenoptics.example");
    s.press("ctrl-s");
    assert_eq!(s.creates().remove(0).2.phone, "+447700900123");
}

#[test]
fn esc_leaves_the_form_unchanged() {
    let mut s = open();
    s.type_text("jane@");
    pasted(&mut s, SIGNATURE);
    s.press("esc");
    assert!(s.model.overlays.is_empty());
    assert_eq!(s.form().text(FieldId::Email), "jane@");
    assert_eq!(s.form().text(FieldId::FirstName), "");
}

#[test]
fn typed_value_is_replaced_only_if_selected() {
    let mut s = open();
    s.press("tab tab").type_text("Maja");
    pasted(&mut s, SIGNATURE);
    let at = preview(&s).suggestions.iter().position(|o| o.field == FieldId::FirstName).expect("a name");
    assert!(!preview(&s).suggestions[at].selected);
    assert_eq!(preview(&s).suggestions[at].replaces, "Maja");
    s.press("ctrl-t");
    let named = |s: &Story| [FieldId::FirstName, FieldId::LastName].map(|id| s.form().text(id).to_owned());
    assert_eq!(named(&s), ["Maja", "Okafor"]);
    pasted(&mut s, SIGNATURE);
    s.press("j j space ctrl-t");
    assert_eq!(named(&s), ["Maya", "Okafor"]);
}

/// Two people must not be mixed: somebody else's name and number to this email.
#[test]
fn paste_about_another_user_is_applied_as_a_whole() {
    let mut s = open();
    s.type_text("other@lumenoptics.example");
    pasted(&mut s, SIGNATURE);
    assert_eq!(preview(&s).other.as_deref(), Some("other@lumenoptics.example"));
    let at = preview(&s).suggestions.iter().position(|o| o.field == FieldId::Email).expect("an email");
    assert!(!preview(&s).suggestions[at].selected);
    assert_eq!(preview(&s).suggestions[at].replaces, "other@lumenoptics.example");
    s.press("ctrl-t");
    assert_eq!(s.form().text(FieldId::Email), "other@lumenoptics.example");
    assert_eq!(s.form().text(FieldId::LastName), "");
    assert!(s.said().contains("nothing was marked"), "{}", s.said());
    pasted(&mut s, SIGNATURE);
    s.press("k k k k k k k space ctrl-t");
    assert_eq!(s.form().text(FieldId::Email), "maya.okafor@lumenoptics.example");
    assert_eq!(s.form().text(FieldId::LastName), "Okafor");
}

#[test]
fn value_too_long_for_its_field_is_reported() {
    let mut s = open();
    pasted(&mut s, "+44 20 7946 0018 ext. 5");
    let offer = &preview(&s).suggestions[0];
    assert_eq!((offer.finding.value.as_str(), offer.finding.lost.as_str()), ("+442079460018", "extension 5"));
}

#[test]
fn a_line_is_skipped_with_space() {
    let mut s = open();
    pasted(&mut s, SIGNATURE);
    let department = preview(&s).suggestions.iter().position(|o| o.field == FieldId::FirstName).expect("a name");
    for _ in 0..department {
        s.press("j");
    }
    s.press("space ctrl-t");
    assert_eq!((s.form().text(FieldId::FirstName), s.form().text(FieldId::LastName)), ("", "Okafor"));
}

#[test]
fn single_value_paste_is_inserted() {
    let mut s = open();
    for text in ["jane@contoso.com", "plain words"] {
        s.press("ctrl-u");
        pasted(&mut s, text);
        assert!(s.model.overlays.is_empty(), "{text}");
        assert_eq!(s.form().text(FieldId::Email), text);
    }
}

#[test]
fn paste_can_be_inserted_raw() {
    let mut s = open();
    pasted(&mut s, "Jane Doe <jane@contoso.com>");
    s.press("i");
    assert_eq!(s.form().text(FieldId::Email), "Jane Doe <jane@contoso.com>");
}

#[test]
fn a_paste_never_presses_a_key() {
    let mut s = open();
    pasted(&mut s, SIGNATURE);
    pasted(&mut s, "\r\n\u{13}ctrl-s\n");
    assert!(s.creates().is_empty() && !s.model.overlays.is_empty());
}
