//! Groups that a file names and the company does not have, and the trial with the first rows.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::import::RunOrder;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::run_state::Standing;
use keepnet_tui::app::import::state::{Import, View};
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::screen::confirmations;
use keepnet_tui::app::screen::import_words::plan_counts;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::user::existing::TargetUser;
use keepnet_tui::roster::Becomes;

use crate::common::{Story, company};

const TITLES: &str = "Email,First name,Last name,Phone,Groups\n";

/// A starter for each of these cells.
fn starters(groups: &[&str]) -> String {
    let row =
        |(n, groups): (usize, &&str)| format!("new{n:02}@x.example,First{n},Last{n},+44 20 7946 {n:04},{groups}\n");
    format!("{TITLES}{}", groups.iter().enumerate().map(row).collect::<String>())
}

/// Contoso has the groups Sales and All staff.
fn ready() -> Story {
    let mut s =
        Story::ready(vec![company(1, "Contoso", 5, Limit::Unlimited), company(2, "Fabrikam", 1, Limit::Unlimited)]);
    let group = |(id, name): (&str, &str)| Choice { id: id.to_owned(), name: name.to_owned(), detail: String::new() };
    s.target_groups = [("g1", "Sales"), ("g2", "All staff")].map(group).to_vec();
    s
}

fn planned(text: &str) -> Story {
    let mut s = ready();
    s.press("A").answer_folder(&["starters.csv"]).press("enter").answer_plan(text);
    s
}

fn import(s: &Story) -> &Import {
    s.model.import.current.as_ref().expect("an import")
}

fn becomes(s: &Story) -> Vec<(&str, &Becomes)> {
    let names = &import(s).plan().expect("a plan").group_names;
    names.iter().map(|name| (name.name.as_str(), &name.becomes)).collect()
}

fn asked(s: &Story) -> Option<String> {
    let Some(Overlay::Confirm { question: question @ Confirmation::Import(_), .. }) = s.model.overlays.last() else {
        return None;
    };
    let lines = confirmations::lines(&s.model, question, 400, 40);
    Some(lines.asked.into_iter().chain(lines.text).collect::<Vec<_>>().join(" "))
}

fn begun(s: &mut Story) -> RunOrder {
    s.take(|e| if let Effect::BeginRun(order) = e { Some((**order).clone()) } else { None }).remove(0)
}

#[test]
fn groups_that_do_not_exist_are_created_if_somebody_says_so() {
    let mut s = planned(&starters(&["Night", "Sales", "Day"]));
    s.press("ctrl-s");
    assert!(asked(&s).is_none() && s.said().starts_with("not everything that it names exists"), "{}", s.said());
    s.press("n ctrl-s");
    let said = asked(&s).expect("a question");
    assert!(said.contains("Creates the groups \"Day\", \"Night\" at Contoso."), "{said}");
    s.press("y");
    let order = begun(&mut s);
    assert_eq!((order.groups.len(), order.record.choices.create_groups), (2, true));
    assert!(order.groups.iter().all(|context| context.batch == order.record.batch));
    let ids = [&order.groups[0].id, &order.groups[1].id];
    assert_ne!(ids[0], ids[1], "each is a change of its own");
}

#[test]
fn groups_are_not_created_after_all() {
    let mut s = planned(&starters(&["Night"]));
    s.press("n n ctrl-s");
    assert!(asked(&s).is_none(), "{}", s.said());
}

#[test]
fn name_of_a_file_means_a_group_of_the_company() {
    let mut s = planned(&starters(&["Vertrieb; Everybody", "Former"]));
    s.press("m");
    assert_eq!(import(&s).groups.as_ref().and_then(|menu| menu.name()).expect("a name").name, "Everybody");
    s.type_text("all st").press("enter").type_text("none").press("enter");
    assert_eq!(import(&s).view(), View::Choice, "the next name is asked about");
    s.type_text("sale").press("enter");
    assert_eq!(import(&s).view(), View::Plan);
    let group = |name: &str| Becomes::Group(name.to_owned());
    let wanted = [("Everybody", &group("All staff")), ("Former", &Becomes::LeftOut), ("Vertrieb", &group("Sales"))];
    assert_eq!(becomes(&s), wanted);
    let kept = s.kept_imports().pop().expect("kept").choices;
    assert_eq!(kept.group_maps, ["Everybody=All staff", "Former=", "Vertrieb=Sales"]);
    s.press("ctrl-s");
    assert!(asked(&s).is_some(), "{}", s.said());
}

#[test]
fn name_is_left_for_later_and_what_was_said_holds() {
    let mut s = planned(&starters(&["Vertrieb; Everybody"]));
    s.press("m").type_text("not now").press("enter").type_text("sales").press("enter");
    assert_eq!(becomes(&s), [("Everybody", &Becomes::Unknown), ("Vertrieb", &Becomes::Group("Sales".to_owned()))]);
    s.press("m").type_text("all").press("enter esc");
    assert_eq!(becomes(&s)[0], ("Everybody", &Becomes::Group("All staff".to_owned())), "Esc keeps what was said");
}

#[test]
fn nothing_is_said_about_groups_that_are_there() {
    let mut s = planned(&starters(&["Sales"]));
    for key in ["n", "m"] {
        s.press(key);
        assert_eq!(s.said(), "the company has every group that the file names", "{key}");
    }
}

#[test]
fn groups_of_a_plan_that_was_left_are_as_they_were_said() {
    let text = starters(&["Vertrieb", "Night"]);
    let mut s = planned(&text);
    s.press("n m").type_text("not").press("enter").type_text("sales").press("enter");
    let record = s.kept_imports().pop().expect("kept");
    let mut s = ready();
    s.send(Msg::Restored(Box::new(Recovered { imports: vec![record], ..Recovered::default() })));
    s.press("A").answer_plan(&text);
    assert_eq!(becomes(&s), [("Night", &Becomes::Created), ("Vertrieb", &Becomes::Group("Sales".to_owned()))]);
}

#[test]
fn trial_sends_the_first_rows_and_creates_only_their_groups() {
    let mut s = planned(&starters(&["Night", "Day", "Sales"]));
    s.press("n 1 ctrl-s");
    let said = asked(&s).expect("a question");
    assert!(said.starts_with("Send 1 row?") && said.contains("This is a trial: 2 rows are sent later."), "{said}");
    assert!(said.contains("Creates the group \"Night\" at Contoso."), "{said}");
}

#[test]
fn trial_has_one_five_or_all_rows() {
    let mut s = planned(&starters(&["Sales"; 6]));
    let mut seen = Vec::new();
    for _ in 0..3 {
        s.press("1");
        seen.push(import(&s).first());
    }
    assert_eq!(seen, [Some(1), Some(5), None]);
}

#[test]
fn rest_of_a_trial_is_a_plan_with_a_batch_of_its_own() {
    let text = starters(&["Sales"; 3]);
    let mut s = planned(&text);
    s.press("1 ctrl-s y");
    let trial = s.run_ready();
    assert_eq!(s.create_rows(), 1);
    s.kept_imports();
    assert!(s.answer_result());
    assert_eq!((import(&s).standing(), import(&s).rest()), (Some(Standing::Over), 2));
    // It is kept, so that it goes on after a crash as well.
    let kept = s.kept_imports().pop().expect("kept");
    assert!(kept.batch != trial && kept.begun && kept.choices.first.is_none());
    // The receipt and the undo are those of the trial.
    assert_eq!(import(&s).run.as_ref().expect("a run").batch, trial);
    s.press("esc A");
    assert_eq!(import(&s).view(), View::Run, "closed and opened, the rest is still there");
    s.people = vec![TargetUser::active(UserId::new("new-0"), "new00@x.example")];
    s.press("p").answer_plan(&text);
    let counts: String = plan_counts(import(&s).plan().expect("a plan")).into_iter().map(|(text, _)| text).collect();
    assert_eq!((import(&s).view(), counts.as_str()), (View::Plan, "create 2 · already there 1"));
    s.press("ctrl-s y");
    assert_eq!(s.run_ready(), kept.batch);
    assert_eq!(s.create_rows(), 2);
    assert!(s.answer_result());
    s.press("p");
    assert_eq!(s.said(), "the import has ended");
}
