//! The custom fields of a company: in sight before the first Ctrl-S, never in the way, never lost.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::screen::layout;
use keepnet_tui::app::screen::layout::LABEL;
use keepnet_tui::domain::change::recovered::Left;
use keepnet_tui::domain::change::write::End;
use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Done, Remedy};
use keepnet_tui::domain::service::ids::CustomFieldId;
use rstest::rstest;

use crate::common::{Story, companies, custom, customs, failure, typed};

fn story() -> Story {
    let mut s = Story::ready(companies(3));
    s.custom = customs();
    s
}

/// The names of the custom fields, in the order in which Tab reaches them.
fn order(form: &Form) -> Vec<String> {
    form.places().map(|place| form.label(place)).collect()
}

fn on(s: &Story) -> String {
    s.form().label(s.form().focus)
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
fn required_ones_stand_with_what_everybody_needs_and_the_others_at_the_end() {
    let mut s = story();
    s.press("a").settle();
    let order = order(s.form());
    assert_eq!(order[..5], ["Email", "Phone", "Crew no", "Signed on", "First name"]);
    assert_eq!(order[order.len() - 4..], ["Floor", "Agent's mailbox", "Next medical", "Works ashore"]);
    assert!(!order.contains(&"Old cabin".to_owned()), "no longer asked for");
}

#[test]
fn every_kind_is_filled_in_checked_and_sent_as_the_service_wants_it() {
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
fn what_is_empty_is_not_sent() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-s");
    assert_eq!(sent(&mut s).len(), 2);
}

#[test]
fn ctrl_s_goes_to_what_is_missing_and_says_its_name() {
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
fn a_value_is_checked_when_its_field_is_left(#[case] id: &str, #[case] typed: &str, #[case] reason: &str) {
    let mut s = story();
    s.press("a").settle();
    let name = s.custom.iter().find(|f| f.id.as_str() == id).map(|f| f.name.clone()).expect("a field");
    while on(&s) != name {
        s.press("tab");
    }
    s.type_text(typed);
    let said = |s: &Story| {
        let rows = &s.form().customs.rows;
        rows.iter().find(|row| row.field.id.as_str() == id).map(|row| row.verdict().text().to_owned()).expect("a row")
    };
    assert_eq!(said(&s), "", "nobody is corrected while typing");
    s.press("tab");
    assert!(said(&s).contains(reason), "{}", said(&s));
    s.press("ctrl-s");
    assert!(s.creates().is_empty());
}

#[test]
fn a_toggle_has_three_answers_where_it_may_stay_empty_and_two_where_not() {
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
        s.tell(Msg::Paste("yes".into()));
        assert_eq!(text(&s, "ashore"), "", "a paste is for texts");
    }
}

#[test]
fn a_click_goes_to_a_field_and_answers_a_toggle() {
    let mut s = Story::ready(companies(3));
    s.custom = vec![custom("ashore", "Works ashore", DataType::Boolean, true)];
    s.press("a").settle();
    let areas = layout::form(&s.model).expect("the form");
    s.tell(Msg::Mouse(MouseAct::Click, areas.body.x + LABEL, areas.body.y + 2));
    assert_eq!((on(&s).as_str(), text(&s, "ashore").as_str()), ("Works ashore", "yes"));
}

#[test]
fn while_they_load_the_form_works_and_ctrl_s_waits_for_them() {
    let mut s = story();
    s.press("a");
    let asked = s.asked_customs();
    assert_eq!(asked.len(), 1);
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").rest();
    s.settle();
    assert_eq!(s.form().customs.note(&s.model.settings.keys), "custom fields: loading");
    s.press("ctrl-s");
    assert!(s.creates().is_empty());
    assert!(s.model.forms.current().is_none(), "nobody waits for it");
    assert!(s.said().contains("it is created when the custom fields are here"), "{}", s.said());
    s.tell(Msg::CustomFields(asked[0], Ok(customs())));
    assert!(s.creates().is_empty(), "something is missing");
    assert!(s.said().contains("1 user to see to"), "{}", s.said());
    s.reopen().press("f8");
    assert_eq!(on(&s), "Crew no");
}

#[test]
fn a_create_that_waited_goes_on_by_itself_when_nothing_is_missing() {
    let mut s = story();
    s.press("a");
    let asked = s.asked_customs();
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    assert!(s.creates().is_empty());
    s.tell(Msg::CustomFields(asked[0], Ok(Vec::new())));
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn when_they_cannot_be_read_a_line_says_what_to_do_and_the_service_judges() {
    let mut s = story();
    s.press("a");
    let asked = s.asked_customs();
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    s.tell(Msg::CustomFields(asked[0], Err(failure(Done::No, Remedy::Retry))));
    assert_eq!(sent(&mut s), [], "nothing was typed for them: the service judges");
    // Asked again, they are there.
    let mut s = story();
    s.press("a");
    let asked = s.asked_customs();
    s.tell(Msg::CustomFields(asked[0], Err(failure(Done::No, Remedy::Retry))));
    assert!(s.form().customs.note(&s.model.settings.keys).contains("F5 asks again"));
    s.press("f5").settle();
    assert_eq!(s.form().customs.required(), 2);
}

#[test]
fn what_was_typed_into_a_field_that_is_not_known_is_not_left_out_without_a_question() {
    let mut s = story();
    let company = &s.list[0];
    let mut entry = Entry::default().with(FieldId::Email, "jane@contoso.com").with(FieldId::Phone, "+442079460018");
    entry.custom.insert(CustomFieldId::new("crew"), "7".to_owned());
    let draft = typed(company, entry);
    s.tell(Msg::Restored(Box::new(Left { drafts: vec![draft], ..Left::default() })));
    s.press("a");
    let asked = s.asked_customs();
    s.tell(Msg::CustomFields(asked[0], Err(failure(Done::No, Remedy::Retry)))).settle();
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
    s.tell(Msg::Restored(Box::new(Left { drafts: vec![draft], ..Left::default() })));
    s.press("a").settle();
    assert_eq!(s.form().entry(), entry);
    assert_eq!(s.form().customs.rows[0].input.value(), "7");
    assert!(
        s.form().customs.note(&s.model.settings.keys).contains("without a field now: 1"),
        "{}",
        s.form().customs.note(&s.model.settings.keys)
    );
    assert!(s.said().contains("gone: kept all the same"), "{}", s.said());
}

#[test]
fn what_is_typed_is_kept_on_disk_and_in_the_intent() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").rest();
    let kept = s.take(|e| if let Effect::Keep(draft) = e { Some(draft.entry.clone()) } else { None });
    let crew = CustomFieldId::new("crew");
    assert_eq!(kept.last().and_then(|e| e.custom.get(&crew)).map(String::as_str), Some("7"));
    s.press("ctrl-s");
    let order = s.orders().remove(0);
    assert_eq!(order.intent.entry.custom.get(&crew).map(String::as_str), Some("7"));
    // The draft is gone when its user is there.
    s.created(&order.intent.id);
    assert_eq!(s.take(|e| matches!(e, Effect::Forget(_)).then_some(())).len(), 1);
}

#[test]
fn fields_that_come_and_go_keep_what_was_typed_and_where_the_cursor_is() {
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
    assert_eq!(s.form().focus, Focus::Leave);
    assert!(s.said().contains("Signed on: soon"), "{}", s.said());
    s.type_text("er");
    assert_eq!(text(&s, "signed"), "soon");
    // It comes back with what was typed.
    s.custom = customs();
    s.press("f5").settle();
    assert_eq!(s.form().customs.rows[1].input.value(), "soon");
}

#[test]
fn they_are_asked_once_and_again_after_a_while() {
    let mut s = story();
    s.press("a").settle().press("esc a");
    assert!(s.asked_customs().is_empty());
    assert_eq!(s.form().customs.required(), 2, "there before any answer");
    s.press("esc");
    s.millis += 301_000;
    s.press("a");
    assert_eq!(s.asked_customs().len(), 1);
    assert_eq!(s.form().customs.required(), 2);
}

#[test]
fn the_next_user_begins_with_empty_ones_and_alt_dot_repeats_the_last() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-n");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert!(s.form().entry().custom.is_empty());
    s.press("tab tab alt-.");
    assert_eq!((on(&s), text(&s, "crew")), ("Crew no".to_owned(), "7".to_owned()));
}

#[test]
fn what_the_service_says_about_one_stands_at_it_until_it_is_edited() {
    let mut s = story();
    s.fill().press("tab").type_text("7").press("tab").type_text("2026-12-01").press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let messages = vec!["'Crew no' is taken.".to_owned(), "The custom field 'floor' is not active.".to_owned()];
    s.ends(&id, End::Refused(failure(Done::No, Remedy::Correct(messages)))).reopen();
    assert_eq!(on(&s), "Crew no");
    assert!(s.form().customs.rows[0].verdict().text().contains("is taken"));
    assert_eq!(s.form().refused_fields(), 2);
    assert!(s.form().messages.is_empty());
    s.type_text("1");
    assert_eq!(s.form().refused_fields(), 1);
    s.press("ctrl-s");
    assert_eq!(sent(&mut s)[0].1, "71");
}

#[test]
fn a_thousand_of_them_with_endless_names_are_a_long_form_and_nothing_else() {
    let mut s = Story::ready(companies(3));
    let name = "\u{1f9d1}\u{200d}\u{1f4bb} 東京 name without end ".repeat(20);
    s.custom = (0..1_000)
        .map(|n| custom(&format!("f{n}"), &format!("{n} {name}"), DataType::Number, n % 2 == 0))
        .chain([custom("f0", "twice", DataType::String, true)])
        .collect();
    s.fill().press("ctrl-s");
    assert_eq!(s.form().customs.rows.len(), 1_000);
    assert!(s.said().starts_with("500 fields to fix: 0 "), "{}", s.said());
    assert!(s.said().contains("and 494 more") && s.said().len() < 500, "{}", s.said());
    for n in 0..500 {
        s.type_text(&n.to_string()).press("tab");
    }
    assert_eq!(s.form().focus, Focus::Field(FieldId::FirstName));
    s.press("ctrl-s");
    assert_eq!(sent(&mut s).len(), 500);
}
