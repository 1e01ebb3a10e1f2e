//! The form: nothing typed is lost, nothing is created twice.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::GroupId;
use keepnet_tui::domain::user::target_user::Priority;

use crate::common::{Story, companies, company, failure};

#[test]
fn create_takes_five_keys_beside_the_input() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("0042").press("enter").settle();
    s.press("a").settle().type_text("jane@contoso.com").press("tab").type_text("+44 20 7946 0018").press("ctrl-s");
    let (id, company, user) = s.creates().remove(0);
    assert_eq!(
        (company.as_str(), user.email.as_str(), user.phone.as_str()),
        ("id0042", "jane@contoso.com", "+442079460018")
    );
    let before = s.model.companies.selected().map(|c| c.seats.used);
    s.created(&id);
    assert_eq!(s.model.companies.selected().map(|c| c.seats.used), before.map(|n| n + 1));
    assert!(s.model.drafts.current().is_none());
    assert!(
        s.said().contains("jane@contoso.com") && s.said().contains("user1") && s.said().contains("left"),
        "{}",
        s.said()
    );
}

#[test]
fn ctrl_s_sends_once_however_often_it_is_pressed() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s ctrl-s ctrl-n ctrl-s");
    assert_eq!(s.creates().len(), 1);
    assert_eq!(s.take(|e| matches!(e, Effect::Export(..)).then_some(())).len(), 0);
}

#[test]
fn one_ctrl_s_too_many_writes_no_file() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id).press("ctrl-s");
    let files = s.take(|e| matches!(e, Effect::Export(..)).then_some(()));
    assert!(files.is_empty());
    s.millis += 5_000;
    s.press("ctrl-s");
    assert_eq!(s.take(|e| matches!(e, Effect::Export(..)).then_some(())).len(), 1);
}

#[test]
fn create_goes_to_the_form_company_despite_new_selection() {
    let mut s = Story::sized(companies(9), 100, 160, 48);
    s.settle();
    s.fill();
    s.press("shift-tab");
    s.send(Msg::Mouse(keepnet_tui::app::core::msg::MouseAct::Click, 5, 8));
    assert_ne!(s.selected(), "Company 0000");
    s.press("tab ctrl-s");
    assert_eq!(s.creates()[0].1.as_str(), "id0000");
}

#[test]
fn outcome_is_reported_after_leaving_the_form() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s esc");
    let (id, ..) = s.creates().remove(0);
    s.press("j a").settle();
    s.type_text("other@contoso.com");
    s.created(&id);
    assert!(s.said().contains("jane@contoso.com"), "{}", s.said());
    assert_eq!(s.form().name(), "Company 0001");
    assert_eq!(s.form().entry().text(FieldId::Email), "other@contoso.com");
    assert_eq!(s.model.companies.rows()[0].seats.used, 11);
}

#[test]
fn failure_keeps_input_and_puts_messages_at_fields() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let messages = ["'Phone Number' is bad", "Phone Number is short.", "Email is in use.", "The moon is full."]
        .map(String::from)
        .to_vec();
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(messages)))).reopen();
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@contoso.com");
    assert_eq!(s.form().messages().len(), 2);
    assert!(
        s.form().messages().iter().any(|(_, said)| said.contains("bad") && said.contains("short")),
        "both are said"
    );
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Email));
    assert!(s.form().failure().is_some_and(|f| f.why.contains("moon") && !f.why.contains("Phone")));
    // A message goes when its field is edited, and the form can be sent again.
    s.type_text("x");
    assert_eq!(s.form().messages().len(), 1);
    s.press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
}

/// Enter goes to the next field, a paste is one, and an impatient second Ctrl-N loses nothing of what follows.
#[test]
fn the_next_user_is_entered_as_in_any_form() {
    let mut s = Story::ready(companies(3));
    s.fill()
        .press("ctrl-n ctrl-n")
        .send(Msg::Paste("anabel@contoso.com".to_owned()))
        .press("enter")
        .type_text("+44 20");
    s.press("enter").type_text("An");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.type_text("a").press("tab tab tab").type_text("x");
    let fields = [FieldId::Email, FieldId::Phone, FieldId::FirstName].map(|id| s.form().text(id));
    assert_eq!(fields, ["anabel@contoso.com", "+44 20", "Ana"]);
}

/// A signature is shown first, as in any form.
#[test]
fn a_signature_of_the_next_user_is_previewed() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n").send(Msg::Paste("Mara Diez <mara.diez@contoso.com>\n+44 7700 900123".to_owned()));
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::PastePreview(_))));
    s.press("ctrl-t");
    assert_eq!(s.form().text(FieldId::Email), "mara.diez@contoso.com");
}

#[test]
fn esc_keeps_the_draft_and_a_restores_it() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@").press("esc");
    assert!(s.model.drafts.has_draft(&s.list[0].id.clone()));
    s.press("j a").settle();
    assert_eq!(s.form().entry().text(FieldId::Email), "");
    s.press("esc k a");
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@");
}

#[test]
fn an_empty_form_leaves_no_draft() {
    let mut s = Story::ready(companies(3));
    s.press("a esc");
    assert!(!s.model.drafts.has_draft(&s.list[0].id.clone()));
    assert!(!s.model.has_unsent_work());
}

#[test]
fn ctrl_n_opens_the_next_form_with_common_values() {
    let mut s = Story::ready(vec![company(1, "Lumen", 58, Limit::Of(60))]);
    s.fill().press("tab tab tab").type_text("Finance").press("tab").type_text("zurich").press("enter");
    assert_eq!(s.form().many(FieldId::Groups)[0].name, "Zürich");
    s.press("ctrl-n");
    let (id, _, user) = s.creates().remove(0);
    assert_eq!(user.groups, [GroupId::new("Zürich")]);
    s.created(&id);
    let entry = s.form().entry();
    assert_eq!((entry.text(FieldId::Email), entry.text(FieldId::Phone)), ("", ""));
    assert_eq!((entry.text(FieldId::Department), entry.choices(FieldId::Groups).len()), ("Finance", 1));
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Email));
    assert_eq!(s.form().seats().left(), Some(1));
}

#[test]
fn form_with_problems_is_not_sent_and_names_them() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane").press("ctrl-s");
    assert!(s.creates().is_empty());
    assert_eq!(s.said(), "2 fields to fix: Email, Phone (F8 goes to the next)");
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Email));
    s.press("f8");
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Phone));
}

#[test]
fn enter_goes_on_and_creates_only_on_the_button() {
    let mut s = Story::ready(companies(3));
    s.fill();
    for _ in 0..11 {
        s.press("enter");
        assert!(s.creates().is_empty());
    }
    assert_eq!(s.form().focus(), Focus::Field(FieldId::ManagerEmail));
    s.press("enter");
    assert_eq!(s.form().focus(), Focus::Create);
    assert!(s.creates().is_empty());
    s.press("enter");
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn typing_opens_picker_space_marks_and_esc_cancels() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().press("tab tab tab tab tab f4 space space enter");
    let names: Vec<_> = s.form().many(FieldId::Groups).iter().map(|c| c.name.clone()).collect();
    assert_eq!(names, ["Finance", "New joiners"]);
    s.press("shift-tab").type_text("all").press("space esc");
    assert_eq!(s.form().many(FieldId::Groups).len(), 2);
    s.press("f4 space enter");
    assert_eq!(s.form().many(FieldId::Groups).len(), 1, "a mark taken away");
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Language));
    s.type_text("fin").press("enter");
    assert_eq!(s.form().chosen(FieldId::Language), "Finance");
}

#[test]
fn failed_look_up_is_shown_and_retried() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let groups = s.take(|e| if let Effect::Fetch(t, Read::Groups(_)) = e { Some(*t) } else { None });
    s.send(Msg::Choices(groups[0], Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.form().groups().error.is_some());
    s.press("tab tab tab tab tab f4 f5").settle();
    assert!(s.form().picker().is_some(), "asked again from within the picker");
    assert_eq!(s.form().groups().value.as_ref().map(Vec::len), Some(4));
}

#[test]
fn choices_and_toggles_change_with_arrows_and_space() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().press("tab tab tab tab tab tab tab tab right right right left");
    assert_eq!(s.form().priority(), Priority::High);
    s.press("tab space");
    assert!(!s.form().is_active());
    s.press("esc");
    assert!(s.model.drafts.has_draft(&s.list[0].id.clone()), "a changed toggle is something filled in");
}

#[test]
fn undo_in_a_field_brings_text_back() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@x").press("ctrl-u ctrl-z");
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@x");
}

#[test]
fn a_draft_is_discarded_only_after_a_yes() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().type_text("jane@x").press("f1").type_text("discard").press("enter enter");
    assert_eq!(s.form().entry().text(FieldId::Email), "jane@x", "No is focused");
    s.press("f1").type_text("discard").press("enter y");
    assert!(s.model.drafts.current().is_none());
    assert!(!s.model.has_unsent_work());
}
