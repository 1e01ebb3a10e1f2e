//! Keys that came together: a terminal that marks no pastes sends them so. They press nothing.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use rstest::rstest;

use crate::common::{Story, companies, company};

fn open() -> Story {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    s
}

fn is_preview(s: &Story) -> bool {
    matches!(s.model.overlays.last(), Some(Overlay::PastePreview(_)))
}

#[test]
fn an_unmarked_paste_with_many_line_breaks_creates_nobody() {
    let mut s = open();
    s.paste_unmarked(&format!("jane@contoso.com\r+44 20 7946 0018{}", "\r".repeat(13)));
    assert!(s.creates().is_empty());
    assert!(is_preview(&s), "several lines are a paste");
    s.press("ctrl-t");
    let form = s.form();
    assert_eq!((form.text(FieldId::Email), form.text(FieldId::Phone)), ("jane@contoso.com", "+442079460018"));
}

#[test]
fn an_unmarked_paste_in_pieces_presses_no_button() {
    let mut s = open();
    s.paste_unmarked("jane@contoso.com\r").paste_unmarked("+44 20 7946 0018\r");
    for _ in 0..40 {
        s.paste_unmarked("\r");
    }
    assert!(s.creates().is_empty());
    assert_eq!(s.form().focus(), Focus::Create);
    assert!(s.said().contains("was ignored; press it again"), "{}", s.said());
    s.press("enter");
    assert_eq!(s.creates().len(), 1, "an Enter of its own presses it");
}

#[test]
fn ctrl_s_among_keys_typed_ahead_creates() {
    let mut s = open();
    s.press_at_once("j @ x . i o tab + 4 4 2 0 7 9 4 6 0 0 1 8 ctrl-s");
    assert_eq!(s.creates().remove(0).2.email, "j@x.io");
}

#[test]
fn a_yes_that_came_with_the_question_does_not_answer_it() {
    let mut s = Story::ready(vec![company(0, "Acme", 2, Limit::Of(9))]);
    s.fill().press("ctrl-s");
    let id = s.creates().remove(0).0;
    s.created(&id).settle().wait();
    s.press_at_once("Z y");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Confirmation::Undo(_), .. })));
    s.press_at_once("n");
    assert!(s.model.overlays.is_empty(), "a No is harmless");
    s.press_at_once("Z tab enter");
    let undone = |s: &Story| s.effects.iter().any(|effect| matches!(effect, Effect::Change(_)));
    assert!(!s.model.overlays.is_empty() && !undone(&s));
    s.press("enter");
    assert!(undone(&s));
}

#[test]
fn enter_pasted_with_action_name_does_not_run_it() {
    let mut s = Story::ready(companies(3));
    s.press_at_once(": q u i t enter");
    assert!(!s.quit && matches!(s.model.overlays.last(), Some(Overlay::Palette(_))));
}

#[rstest]
#[case::table("", "ignored")]
#[case::question("q", "ignored")]
fn lines_outside_an_input_run_no_command(#[case] keys: &str, #[case] said: &str) {
    let mut s = open();
    s.type_text("draft").press("esc");
    if !keys.is_empty() {
        s.press(keys);
    }
    let overlays = s.model.overlays.len();
    s.paste_unmarked("Yvonne Quarrie\nQuality assurance, Zug\nyq@contoso.com\ny\nZ\ny\nq\ny");
    assert!(s.said().contains(said), "{}", s.said());
    assert!(!s.quit && s.model.pane == Pane::Table && s.model.overlays.len() == overlays);
    s.model.overlays.clear();
    s.press("J");
    let first = s.model.notices.newest_first().next().map(|n| n.text.clone()).unwrap_or_default();
    assert!(first.contains("yq@contoso.com"), "it can be read again: {first}");
}

#[test]
fn lines_in_the_search_are_text_of_it() {
    let mut s = Story::ready(companies(3));
    s.press("/");
    s.paste_unmarked("Company 0001 Street of the long names\rq\ra\rZ\r");
    assert!(!s.quit && s.model.pane == Pane::Table && s.model.overlays.is_empty());
    assert!(s.model.companies.search.as_ref().is_some_and(|search| search.input.value().contains("0001")));
}

#[test]
fn a_few_keys_typed_ahead_are_keys() {
    let mut s = Story::ready(companies(3));
    s.press_at_once("/ 2 enter").wait().settle();
    s.press_at_once("a").settle();
    s.press_at_once("j @ x tab + 4 4");
    assert_eq!((s.form().text(FieldId::Email), s.form().text(FieldId::Phone)), ("j@x", "+44"));
    assert_eq!(s.form().name(), "Company 0002");
}

#[test]
fn a_paste_beyond_the_bound_is_cut_and_says_so() {
    let mut s = open();
    s.send(Msg::Paste("ü".repeat(200_000)));
    assert!(s.said().contains("256 KiB"), "{}", s.said());
}
