//! The custom fields of a company: in sight before the first Ctrl-S, never in the way, never lost.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::screen::field_grid::LABEL;
use keepnet_tui::app::screen::form_layout;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CustomFieldId;
use rstest::rstest;

use crate::common::{Story, companies, custom, custom_fields, failure, typed};

fn story() -> Story {
    let mut s = Story::ready(companies(3));
    s.custom = custom_fields();
    s
}

/// The names of the custom fields, in the order in which Tab reaches them.
fn order(form: &Form) -> Vec<String> {
    form.places().map(|place| form.label(place)).collect()
}

fn on(s: &Story) -> String {
    s.form().label(s.form().focus())
}

fn text(s: &Story, id: &str) -> String {
    s.form().entry().custom.get(&CustomFieldId::new(id)).cloned().unwrap_or_default()
}

/// What is sent for each field.
fn sent(s: &mut Story) -> Vec<(String, String, String)> {
    let (_, _, user) = s.creates().remove(0);
    user.custom_fields.into_iter().map(|v| (v.field.to_string(), v.value, v.timestamp.unwrap_or_default())).collect()
}

#[test]
fn required_custom_fields_come_first_and_others_last() {
    let mut s = story();
    s.press("a").settle();
    let order = order(s.form());
    assert_eq!(order[..5], ["Email", "Phone", "Crew no", "Signed on", "First name"]);
    assert_eq!(order[order.len() - 4..], ["Floor", "Agent's mailbox", "Next medical", "Works ashore"]);
    assert!(!order.contains(&"Old cabin".to_owned()), "no longer asked for");
}

#[test]
fn every_custom_field_type_is_checked_and_sent_correctly() {
    let mut s = story();
    s.fill().press("tab").type_text(" 7a ").press("tab").type_text("1.12.2026");
    for _ in 0..12 {
        s.press("tab");
    }
    assert_eq!(on(&s), "Floor");
    s.type_text("3.5").press("tab").type_text("a@b.example").press("tab").type_text("2026-12-01 9:30").press("tab y");
    s.press("ctrl-s");
    let expected = [
        ("crew", "7a", ""),
        ("signed", "2026-12-01", "2026-12-01T00:00:00Z"),
        ("floor", "3.5", ""),
        ("agent", "a@b.example", ""),
        ("medical", "2026-12-01 09:30", "2026-12-01T09:30:00Z"),
        ("ashore", "True", ""),
    ];
    assert_eq!(sent(&mut s), expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

#[test]
fn empty_custom_fields_are_not_sent() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-s");
    assert_eq!(sent(&mut s).len(), 2);
}

#[test]
fn ctrl_s_focuses_and_names_the_missing_field() {
    let mut s = story();
    s.fill().press("ctrl-s");
    assert!(s.creates().is_empty());
    assert_eq!(on(&s), "Crew no");
    assert_eq!(s.said(), "2 fields to fix: Crew no, Signed on (F8 goes to the next)");
    s.type_text("7").press("f8");
    assert_eq!(on(&s), "Signed on");
}

#[rstest]
#[case::number("floor", "third", "is not a number")]
#[case::email("agent", "somebody", "no @")]
#[case::date("signed", "01/12/2026", "is ambiguous")]
#[case::moment("medical", "2026-12-01", "no time of day")]
fn value_is_checked_on_leaving_the_field(#[case] id: &str, #[case] typed: &str, #[case] reason: &str) {
    let mut s = story();
    s.press("a").settle();
    let name = s.custom.iter().find(|f| f.id.as_str() == id).map(|f| f.name.clone()).expect("a field");
    while on(&s) != name {
        s.press("tab");
    }
    s.type_text(typed);
    let said = |s: &Story| {
        let rows = &s.form().custom_fields().rows();
        rows.iter().find(|row| row.field.id.as_str() == id).map(|row| row.verdict().text().to_owned()).expect("a row")
    };
    assert_eq!(said(&s), "", "nobody is corrected while typing");
    s.press("tab");
    assert!(said(&s).contains(reason), "{}", said(&s));
    s.press("ctrl-s");
    assert!(s.creates().is_empty());
}

#[test]
fn toggle_has_three_states_if_optional_else_two() {
    for (required, answers) in [(false, ["yes", "no", ""]), (true, ["yes", "no", "yes"])] {
        let mut s = Story::ready(companies(3));
        s.custom = vec![custom("ashore", "Works ashore", DataType::Boolean, required)];
        s.press("a").settle();
        while on(&s) != "Works ashore" {
            s.press("tab");
        }
        for answer in answers {
            s.press("space");
            assert_eq!(text(&s, "ashore"), answer, "required: {required}");
        }
        s.press("right");
        assert_eq!(text(&s, "ashore"), "no");
        s.press("left backspace");
        assert_eq!(text(&s, "ashore"), "");
        s.send(Msg::Paste("yes".into()));
        assert_eq!(text(&s, "ashore"), "", "a paste is for texts");
    }
}

#[test]
fn a_click_goes_to_a_field_and_answers_a_toggle() {
    let mut s = Story::ready(companies(3));
    s.custom = vec![custom("ashore", "Works ashore", DataType::Boolean, true)];
    s.press("a").settle();
    let areas = form_layout::form(&s.model).expect("the form");
    s.send(Msg::Mouse(MouseAct::Click, areas.body.x + LABEL, areas.body.y + 2));
    assert_eq!((on(&s).as_str(), text(&s, "ashore").as_str()), ("Works ashore", "yes"));
}

#[test]
fn form_works_while_custom_fields_load_and_ctrl_s_waits() {
    let mut s = story();
    s.press("a");
    let asked = s.fetched_custom_fields();
    assert_eq!(asked.len(), 1);
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").wait();
    s.settle();
    assert_eq!(s.form().custom_fields().note(&s.model.settings.keys), "custom fields: loading");
    s.press("ctrl-s");
    assert!(s.creates().is_empty());
    assert!(s.model.drafts.current().is_none(), "nobody waits for it");
    assert!(s.said().contains("it is created once the custom fields are loaded"), "{}", s.said());
    s.send(Msg::CustomFields(asked[0], Ok(custom_fields())));
    assert!(s.creates().is_empty(), "something is missing");
    assert!(s.said().contains("1 user needs you"), "{}", s.said());
    s.reopen().press("f8");
    assert_eq!(on(&s), "Crew no");
}

#[test]
fn waiting_create_continues_once_custom_fields_are_loaded() {
    let mut s = story();
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    assert!(s.creates().is_empty());
    s.send(Msg::CustomFields(asked[0], Ok(Vec::new())));
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn unloaded_custom_fields_show_advice_and_service_decides() {
    let mut s = story();
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    s.send(Msg::CustomFields(asked[0], Err(failure(Applied::No, Remedy::Retry))));
    assert_eq!(sent(&mut s), [], "nothing was typed for them: the service judges");
    // Asked again, they are there.
    let mut s = story();
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.send(Msg::CustomFields(asked[0], Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.form().custom_fields().note(&s.model.settings.keys).contains("F5 retries"));
    s.press("f5").settle();
    assert_eq!(s.form().custom_fields().required(), 2);
}

#[test]
fn value_of_unknown_field_is_dropped_only_if_confirmed() {
    let mut s = story();
    let company = &s.list[0];
    let mut entry = Entry::default().with(FieldId::Email, "jane@contoso.com").with(FieldId::Phone, "+442079460018");
    entry.custom.insert(CustomFieldId::new("crew"), "7".to_owned());
    let draft = typed(company, entry);
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], ..Recovered::default() })));
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.send(Msg::CustomFields(asked[0], Err(failure(Applied::No, Remedy::Retry)))).settle();
    s.press("ctrl-s");
    assert!(s.creates().is_empty());
    assert!(s.gates().contains("1 value typed for them will not be sent"), "{}", s.gates());
    s.confirm();
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn a_draft_of_an_earlier_run_comes_back_into_its_fields() {
    let mut s = story();
    let company = &s.list[0];
    let mut entry = Entry::default();
    for (id, typed) in [("crew", "7"), ("ashore", "no"), ("gone", "kept all the same")] {
        entry.custom.insert(CustomFieldId::new(id), typed.to_owned());
    }
    let draft = typed(company, entry.clone());
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], ..Recovered::default() })));
    s.press("a").settle();
    assert_eq!(s.form().entry(), entry);
    assert_eq!(s.form().custom_fields().rows()[0].input.value(), "7");
    assert!(
        s.form().custom_fields().note(&s.model.settings.keys).contains("values without a field: 1"),
        "{}",
        s.form().custom_fields().note(&s.model.settings.keys)
    );
    assert!(s.said().contains("gone: kept all the same"), "{}", s.said());
}

#[test]
fn custom_fields_are_saved_in_draft_and_intent() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").wait();
    let kept = s.take(|e| if let Effect::SaveDraft(draft) = e { Some(draft.entry.clone()) } else { None });
    let crew = CustomFieldId::new("crew");
    assert_eq!(kept.last().and_then(|e| e.custom.get(&crew)).map(String::as_str), Some("7"));
    s.press("ctrl-s");
    let order = s.orders().remove(0);
    assert_eq!(order.intent.entry.custom.get(&crew).map(String::as_str), Some("7"));
    // The draft is gone when its user is there.
    s.created(&order.intent.id);
    assert_eq!(s.take(|e| matches!(e, Effect::DeleteDraft(_)).then_some(())).len(), 1);
}

#[test]
fn changing_custom_fields_keep_input_and_cursor() {
    let mut s = story();
    s.press("a").settle().press("tab tab").type_text("7").press("tab").type_text("soon");
    assert_eq!(on(&s), "Signed on");
    // Another one is required now, before it.
    s.custom.insert(0, CustomField { order: 0, ..custom("ship", "Ship", DataType::String, true) });
    s.press("f5").settle();
    assert_eq!((on(&s), text(&s, "crew")), ("Signed on".to_owned(), "7".to_owned()));
    // The one under the cursor goes: the text stays, and what is typed on goes nowhere else.
    s.custom.retain(|f| f.id.as_str() != "signed");
    s.press("f5").settle();
    assert_eq!(s.form().focus(), Focus::Leave);
    assert!(s.said().contains("Signed on: soon"), "{}", s.said());
    s.type_text("er");
    assert_eq!(text(&s, "signed"), "soon");
    // It comes back with what was typed.
    s.custom = custom_fields();
    s.press("f5").settle();
    assert_eq!(s.form().custom_fields().rows()[1].input.value(), "soon");
}

#[test]
fn custom_fields_are_loaded_once_and_reloaded_if_stale() {
    let mut s = story();
    s.press("a").settle().press("esc a");
    assert!(s.fetched_custom_fields().is_empty());
    assert_eq!(s.form().custom_fields().required(), 2, "there before any answer");
    s.press("esc");
    s.millis += 301_000;
    s.press("a");
    assert_eq!(s.fetched_custom_fields().len(), 1);
    assert_eq!(s.form().custom_fields().required(), 2);
}

#[test]
fn next_user_has_empty_custom_fields_and_alt_dot_repeats() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-n");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert!(s.form().entry().custom.is_empty());
    s.press("tab tab alt-.");
    assert_eq!((on(&s), text(&s, "crew")), ("Crew no".to_owned(), "7".to_owned()));
}

#[test]
fn service_message_stays_at_custom_field_until_edited() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let messages = vec!["'Crew no' is taken.".to_owned(), "The custom field 'floor' is not active.".to_owned()];
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(messages)))).reopen();
    assert_eq!(on(&s), "Crew no");
    assert!(s.form().custom_fields().rows()[0].verdict().text().contains("is taken"));
    assert_eq!(s.form().refused_fields(), 2);
    assert!(s.form().messages().is_empty());
    s.type_text("1");
    assert_eq!(s.form().refused_fields(), 1);
    s.press("ctrl-s");
    assert_eq!(sent(&mut s)[0].1, "71");
}

#[test]
fn thousand_custom_fields_with_long_names_fit_a_long_form() {
    let mut s = Story::ready(companies(3));
    let name = "\u{1f9d1}\u{200d}\u{1f4bb} 東京 name without end ".repeat(20);
    s.custom = (0..1_000)
        .map(|n| custom(&format!("f{n}"), &format!("{n} {name}"), DataType::Number, n % 2 == 0))
        .chain([custom("f0", "twice", DataType::String, true)])
        .collect();
    s.fill().press("ctrl-s");
    assert_eq!(s.form().custom_fields().rows().len(), 1_000);
    assert!(s.said().starts_with("500 fields to fix: 0 "), "{}", s.said());
    assert!(s.said().contains("and 494 more") && s.said().len() < 500, "{}", s.said());
    for n in 0..500 {
        s.type_text(&n.to_string()).press("tab");
    }
    assert_eq!(s.form().focus(), Focus::Field(FieldId::FirstName));
    s.press("ctrl-s");
    assert_eq!(sent(&mut s).len(), 500);
}
