//! What an import takes from its source: values for all rows, worksheet and encoding, a column of companies, a paste.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::state::{Import, View};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::import_words::plan_counts;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::roster::Plan;

use crate::common::{Story, company};

const NAMES: &str = "Email,Name\nann@x.example,Ann Lee\nbob@x.example,Bob Roy\n";

fn ready() -> Story {
    Story::ready(vec![company(1, "Contoso", 5, Limit::Of(90)), company(2, "Fabrikam", 1, Limit::Unlimited)])
}

/// The plan of this text is on the screen.
fn planned(text: &str) -> Story {
    let mut s = ready();
    s.press("A").answer_folder(&["starters.csv"]).press("enter").answer_plan(text);
    s
}

fn import(s: &Story) -> &Import {
    s.model.import.current.as_ref().expect("an import")
}

fn plan(s: &Story) -> &Plan {
    import(s).plan().expect("a plan")
}

fn counts(s: &Story) -> String {
    plan_counts(plan(s)).into_iter().map(|(text, _)| text).collect()
}

fn asks_to_send(s: &Story) -> bool {
    matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. }))
}

#[test]
fn phone_that_no_column_has_is_given_to_all_rows_in_place() {
    let mut s = planned(NAMES);
    assert_eq!(counts(&s), "create 0 · to fix 2");
    s.press("v");
    let editor = import(&s).editor.as_ref().expect("values");
    assert_eq!((editor.cells[editor.focus].label.as_str(), editor.cells[editor.focus].column), ("Phone", None));
    s.type_text("+44 20 7946 0018").press("enter").type_text("Sales").press("ctrl-s").answer_plan(NAMES);
    assert_eq!(counts(&s), "create 2");
    s.press("v");
    let cells = &import(&s).editor.as_ref().expect("values").cells;
    assert_eq!((cells[0].input.value(), cells[1].input.value()), ("+44 20 7946 0018", "Sales"));
}

#[test]
fn esc_keeps_the_values_and_no_change_makes_no_plan() {
    let mut s = planned(NAMES);
    s.press("v esc");
    assert!(s.plan_orders().is_empty());
    s.press("v").type_text("+44 20 7946 0018").press("esc").answer_plan(NAMES);
    assert_eq!(counts(&s), "create 2");
}

#[test]
fn values_are_on_disk_as_soon_as_they_are_given() {
    let mut s = planned(NAMES);
    s.press("v").type_text("+44 20 7946 0018").press("ctrl-s");
    let record = s.kept_imports().pop().expect("kept");
    assert_eq!(record.choices.defaults, [("phone".to_owned(), "+44 20 7946 0018".to_owned())]);
    let mut s = ready();
    s.send(Msg::Restored(Box::new(Recovered { imports: vec![record], ..Recovered::default() })));
    s.press("A").answer_plan(NAMES);
    assert_eq!(counts(&s), "create 2");
    s.press("D");
    assert!(asks_to_send(&s), "what was typed is not dropped without a question");
}

/// A plan that says something else than what was typed must not be sent.
#[test]
fn plan_of_before_the_values_is_not_sent() {
    let mut s = planned(&NAMES.replace("Name", "Phone").replace("Ann Lee", "+442079460010"));
    assert_eq!(counts(&s), "create 1 · to fix 1");
    s.press("v down").type_text("Sales").press("ctrl-s");
    assert_eq!(import(&s).view(), View::Reading);
    s.press("esc");
    assert_eq!(import(&s).view(), View::Plan);
    s.press("ctrl-s");
    assert!(!asks_to_send(&s) && s.said().contains("r makes the plan again"), "{}", s.said());
    assert_eq!(s.take(|e| matches!(e, Effect::Cancel(_)).then_some(())).len(), 1);
    s.plan_orders();
    s.press("r");
    let (_, order) = s.plan_orders().pop().expect("asked again");
    assert_eq!(order.options.defaults[0].text(), "Sales");
}
