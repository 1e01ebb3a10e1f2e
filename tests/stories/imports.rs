//! The people of a file are added: the file is found, its plan is looked at and mended, sent, and told.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::run_state::Standing;
use keepnet_tui::app::import::state::{Import, View};
use keepnet_tui::app::overlays::overlay::{Confirmation, ImportQuestion, Overlay};
use keepnet_tui::app::screen::import_run_words::{receipt, run_counts};
use keepnet_tui::app::screen::import_words::{plan_counts, title};
use keepnet_tui::domain::change::import::{ImportRecord, ImportSource};
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketPolicy;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::user::existing::UserStatus;
use keepnet_tui::roster::{Action, Ended, Meaning, Plan};

use crate::common::{Story, company, failure, people};

const TITLES: &str = "Email,First name,Last name,Phone\n";

/// So many starters.
fn starters(n: usize) -> String {
    let row = |n| format!("new{n:02}@x.example,First{n},Last{n},+44 20 7946 {n:04}\n");
    format!("{TITLES}{}", (0..n).map(row).collect::<String>())
}

/// Contoso has four seats left.
fn ready() -> Story {
    Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9)), company(2, "Fabrikam", 1, Limit::Unlimited)])
}

/// The plan of this text is on the screen.
fn planned(text: &str) -> Story {
    let mut s = ready();
    s.press("A").answer_folder(&["starters.csv"]).press("enter").answer_plan(text);
    s
}

/// An import of so many starters whose first rows are being sent.
pub fn going(n: usize) -> Story {
    let mut s = planned(&starters(n));
    s.press("ctrl-s y").run_ready();
    s
}

fn import(s: &Story) -> &Import {
    s.model.import.current.as_ref().expect("an import")
}

fn plan(s: &Story) -> &Plan {
    import(s).plan().expect("a plan")
}

fn view(s: &Story) -> View {
    import(s).view()
}

fn counts(s: &Story) -> String {
    plan_counts(plan(s)).into_iter().map(|(text, _)| text).collect()
}

fn is_open(s: &Story) -> bool {
    matches!(s.model.overlays.last(), Some(Overlay::Import))
}

#[test]
fn thirty_starters_from_a_file_take_four_keys() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(90))]);
    // The path is what the ticket says: it is data.
    let keys = ["A", "enter", "ctrl-s", "y"];
    s.press(keys[0]).answer_folder(&["starters.csv"]).type_text("star").press(keys[1]).answer_plan(&starters(30));
    s.press(keys[2]);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. })), "one question");
    s.press(keys[3]).run_ready();
    assert_eq!(s.create_rows(), 30);
    assert!(s.answer_result() && keys.len() <= 6);
    assert_eq!(s.said(), "The import of starters.csv has ended: created 30.");
}

#[test]
fn path_is_completed_from_the_folder() {
    let mut s = ready();
    s.press("A").answer_folder(&["people/", "photo.png", "starters.csv"]);
    let offered = |s: &Story| import(s).prompt.matches().iter().map(|e| e.name.clone()).collect::<Vec<_>>();
    assert_eq!(offered(&s), ["starters.csv", "people"], "files with people come first");
    s.type_text("peo").press("tab");
    assert_eq!(import(&s).prompt.input.value(), "people/");
    s.answer_folder(&["may.xlsx", ".hidden.csv"]);
    assert_eq!(offered(&s), ["may.xlsx"]);
    s.press("enter");
    let (_, order) = s.plan_orders().remove(0);
    assert_eq!(order.source, ImportSource::File("/home/ann/people/may.xlsx".into()));
    assert_eq!(order.companies, [s.list[0].id.clone()]);
}

#[test]
fn enter_before_the_folder_is_listed_waits_for_it() {
    let mut s = ready();
    s.press("A").type_text("sta").press("enter");
    assert!(s.plan_orders().is_empty());
    s.answer_folder(&["starters.csv"]);
    assert_eq!(s.plan_orders()[0].1.source, ImportSource::File("/home/ann/starters.csv".into()));
}

#[test]
fn dropped_file_is_offered_and_opens_nothing_by_itself() {
    let mut s = ready();
    s.send(Msg::Paste("'/tmp/May starters.csv' ".into()));
    assert!(s.model.overlays.is_empty() && s.plan_orders().is_empty());
    assert_eq!(s.said(), "A reads May starters.csv");
    s.press("A");
    assert_eq!(import(&s).prompt.input.value(), "/tmp/May starters.csv");
    s.answer_folder(&[]).press("enter");
    assert_eq!(s.plan_orders().len(), 1);
}

#[test]
fn several_pasted_people_are_offered() {
    let mut s = ready();
    s.send(Msg::Paste(starters(3)));
    assert_eq!(s.said(), "3 people were pasted: A adds them");
    s.press("A").answer_plan(&starters(3));
    assert_eq!((view(&s), counts(&s)), (View::Plan, "create 3".to_owned()));
    assert_eq!(import(&s).source, Some(ImportSource::Text(starters(3))));
}

#[test]
fn rows_that_need_a_person_are_shown_and_mended() {
    let mut s = planned(&format!("{}no address,Eve,Lin,+44 20 7946 0020\n", starters(3)));
    assert_eq!((counts(&s), import(&s).table.rows()), ("create 3 · to fix 1".to_owned(), &[3][..]));
    s.press("enter");
    assert_eq!((view(&s), import(&s).editor.as_ref().expect("cells").focus), (View::Row, 0));
    s.press("ctrl-u").type_text("eve.lin@x.example").press("ctrl-s");
    assert_eq!((view(&s), counts(&s)), (View::Plan, "create 4".to_owned()));
    assert_eq!(import(&s).table.rows(), [3], "it does not vanish under the cursor");
    assert_eq!(s.kept_imports().pop().expect("kept").edits.cells.len(), 1);
}

#[test]
fn esc_in_a_row_keeps_what_was_typed() {
    let mut s = planned(&format!("{TITLES}no address,Eve,Lin,+44 20 7946 0020\n"));
    s.press("enter ctrl-u").type_text("eve.lin@x.example").press("esc");
    assert_eq!((view(&s), counts(&s)), (View::Plan, "create 1".to_owned()));
}

#[test]
fn row_is_left_out_and_taken_in_again() {
    let mut s = planned(&starters(2));
    s.press("space");
    assert_eq!((counts(&s), import(&s).table.cursor()), ("create 1 · left out 1".to_owned(), 1));
    s.press("k space");
    assert_eq!(counts(&s), "create 2");
}

#[test]
fn limit_is_exceeded_only_if_somebody_says_so() {
    let mut s = planned(&starters(6));
    assert_eq!(counts(&s), "create 4 · over the limit 2");
    s.press("o");
    assert_eq!(counts(&s), "create 6");
    s.press("o");
    assert_eq!(counts(&s), "create 4 · over the limit 2");
}

#[test]
fn inactive_users_become_active_only_if_somebody_says_so() {
    let mut s = ready();
    s.people = people(1);
    s.people[0].status = UserStatus::Inactive;
    let email = s.people[0].email.clone();
    let text = format!("{TITLES}{email},First,Last,+44 20 7946 0001\n");
    s.press("A").answer_folder(&["starters.csv"]).press("enter").answer_plan(&text).press("ctrl-s");
    assert_eq!(s.said(), "there is nothing to send");
    s.press("i ctrl-s");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. })), "{}", s.said());
}

#[test]
fn column_of_the_addresses_is_chosen_if_none_is_known() {
    let text = "Kontakt,Vorname,Nachname,Telefon\nanna,Anna,Smith,+44 20 7946 0018\n";
    let mut s = ready();
    s.press("A").answer_folder(&["starters.csv"]).press("enter").answer_plan(text);
    assert_eq!(view(&s), View::Columns, "{:?}", import(&s).failed);
    s.press("enter").type_text("email").press("enter ctrl-s");
    let maps: Vec<_> = s.plan_orders().iter().flat_map(|(_, order)| order.options.maps.clone()).collect();
    assert_eq!(maps.len(), 1);
    assert_eq!(maps[0].meaning(), Some(&Meaning::Field(FieldId::Email)));
    let remembered = s.take(|e| matches!(e, Effect::RememberColumns(_)).then_some(()));
    assert!(remembered.is_empty(), "only what could be read is remembered");
}

#[test]
fn changed_column_makes_the_plan_again_and_keeps_what_was_changed() {
    let mut s = planned(&starters(2).replace("Last name", "Note"));
    s.press("space c j j enter").type_text("last").press("enter");
    assert_eq!(view(&s), View::Columns);
    s.press("ctrl-s");
    assert_eq!(view(&s), View::Reading);
    s.answer_plan(&starters(2).replace("Last name", "Note"));
    assert_eq!(counts(&s), "create 1 · left out 1");
    let remembered = s.take(|e| if let Effect::RememberColumns(choice) = e { Some(choice.clone()) } else { None });
    assert_eq!(remembered[0].maps, ["Note=last-name"]);
}

#[test]
fn marked_companies_get_the_same_people() {
    let mut s = ready();
    s.press("space space A").answer_folder(&["starters.csv"]).press("enter").answer_plan(&starters(2));
    assert_eq!((title(import(&s)), counts(&s)), ("Import into 2 companies".to_owned(), "create 4".to_owned()));
    s.press("ctrl-s y").run_ready();
    assert_eq!(s.create_rows(), 4);
}

#[test]
fn four_rows_are_under_way_and_the_next_follow() {
    let mut s = planned(&starters(6));
    s.press("o ctrl-s y");
    assert!(s.rows_sent().is_empty(), "what an earlier run has left is looked up first");
    s.run_ready();
    let mut sent = s.rows_sent();
    assert_eq!(sent.iter().map(|row| row.1).collect::<Vec<_>>(), [0, 1, 2, 3]);
    let first = sent.remove(0);
    s.row_ends(first, Ended::created(&keepnet_tui::domain::service::ids::UserId::new("u"), ""));
    assert_eq!(s.rows_sent().iter().map(|row| row.1).collect::<Vec<_>>(), [4]);
}

#[test]
fn pause_begins_no_row_and_goes_on() {
    let mut s = planned(&starters(6));
    s.press("o ctrl-s y").run_ready();
    let sent = s.rows_sent();
    s.press("p");
    for row in sent {
        s.row_ends(row, Ended::created(&keepnet_tui::domain::service::ids::UserId::new("u"), ""));
    }
    assert!(s.rows_sent().is_empty());
    assert_eq!(import(&s).standing(), Some(Standing::Paused));
    s.press("p");
    assert_eq!(s.create_rows(), 2);
    assert!(s.answer_result());
    assert_eq!(import(&s).standing(), Some(Standing::Over));
}

#[test]
fn run_that_stops_says_why_and_is_ended_or_goes_on() {
    let mut s = planned(&starters(4));
    s.press("ctrl-s y").run_ready();
    let refused = || Ended::of_create(CreateEnd::Refused(failure(Applied::No, Remedy::Permission)));
    for row in s.rows_sent() {
        s.row_ends(row, refused());
    }
    assert_eq!(import(&s).standing(), Some(Standing::Stopped));
    assert!(s.said().starts_with("The import of starters.csv has stopped:"), "{}", s.said());
    s.press("D");
    assert!(s.answer_result());
    let counts: String = run_counts(import(&s).run.as_ref().expect("a run")).into_iter().map(|(t, _)| t).collect();
    assert_eq!(counts, "not sent 4");
}

#[test]
fn run_goes_on_when_its_box_is_closed() {
    let mut s = planned(&starters(6));
    s.press("o ctrl-s y").run_ready();
    s.press("esc");
    assert!(!is_open(&s));
    assert_eq!(s.create_rows(), 6);
    assert!(s.answer_result());
    assert_eq!(s.said(), "The import of starters.csv has ended: created 6. A shows it.");
    s.press("A");
    assert_eq!((is_open(&s), view(&s)), (true, View::File), "what has ended is over: the next one begins");
}

#[test]
fn quitting_while_rows_are_sent_asks() {
    let mut s = planned(&starters(2));
    s.press("ctrl-s y").run_ready();
    s.press("esc q");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: Confirmation::Quit, .. })));
}

#[test]
fn result_has_a_receipt() {
    let mut s = planned(&starters(1));
    s.press("ctrl-s y").run_ready();
    s.press("y");
    assert_eq!(s.said(), "there is a receipt when the import has ended");
    s.create_rows();
    assert!(s.answer_result());
    let said = receipt(import(&s)).expect("a receipt");
    assert!(said.starts_with("Contoso: created 1 · ") && said.contains(" · batch "), "{said}");
    s.press("y");
    let copied = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert_eq!(copied, [said]);
}

#[test]
fn required_ticket_is_asked_for_before_the_question() {
    let mut s = ready();
    s.model.settings.profile_settings.ticket = TicketPolicy::Required;
    s.press("A").answer_folder(&["starters.csv"]).press("enter").answer_plan(&starters(1)).press("ctrl-s");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Ticket(_))));
    s.type_text("INC-4711").press("enter");
    let question = Confirmation::Import(ImportQuestion::Send);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { question: q, .. }) if *q == question));
    s.press("y");
    let records = s.take(|e| if let Effect::BeginRun(order) = e { Some(order.record.clone()) } else { None });
    assert_eq!(records[0].ticket.as_str(), "INC-4711");
}

#[test]
fn plan_that_was_left_is_made_again_with_its_edits() {
    let mut s = planned(&starters(3));
    s.press("space");
    let record = s.kept_imports().pop().expect("kept");
    let mut s = ready();
    s.send(Msg::Restored(Box::new(Recovered { imports: vec![record.clone()], ..Recovered::default() })));
    assert_eq!(s.said(), "The plan for starters.csv was not sent when the program ended; A opens it");
    s.press("A");
    let orders = s.plan_orders();
    assert_eq!((&orders[0].1.edits, &orders[0].1.digest), (&record.edits, &Some(record.digest.clone())));
}

#[test]
fn run_that_was_killed_goes_on_with_its_batch() {
    let mut s = planned(&starters(3));
    s.press("ctrl-s y");
    let mut records = s.take(|e| if let Effect::BeginRun(order) = e { Some(order.record.clone()) } else { None });
    // As it is kept.
    let record = ImportRecord { begun: true, ..records.remove(0) };
    let mut s = ready();
    s.send(Msg::Restored(Box::new(Recovered { imports: vec![record.clone()], ..Recovered::default() })));
    assert_eq!(s.said(), "An import of starters.csv was under way when the program ended; A goes on with it");
    s.press("A").answer_plan(&starters(3)).press("ctrl-s y");
    assert_eq!(s.run_ready(), record.batch);
    assert_eq!(s.create_rows(), 3);
    assert!(s.answer_result());
    let forgotten = s.take(|e| if let Effect::ForgetImport(batch) = e { Some(batch.clone()) } else { None });
    assert_eq!(forgotten, [record.batch]);
}

#[test]
fn refused_start_has_sent_nothing() {
    let mut s = planned(&starters(2));
    s.press("ctrl-s y");
    let batch = import(&s).batch().clone();
    assert_eq!(s.take(|e| matches!(e, Effect::BeginRun(_)).then_some(())).len(), 1);
    s.send(Msg::RunReady(batch, Err(failure(Applied::No, Remedy::Nothing))));
    assert_eq!((view(&s), import(&s).has_begun()), (View::Plan, false));
    s.press("ctrl-s y");
    s.run_ready();
    assert!(import(&s).has_begun());
}

#[test]
fn closed_plan_is_there_again() {
    let mut s = planned(&starters(2));
    s.press("esc");
    assert_eq!(s.said(), "nothing was sent; A opens the plan again");
    s.press("A");
    assert_eq!((view(&s), s.plan_orders().len()), (View::Plan, 0));
}

#[test]
fn changed_plan_is_dropped_only_after_a_question() {
    let mut s = planned(&starters(2));
    s.press("space D");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. })));
    s.press("y");
    assert!(s.model.import.current.is_none() && !is_open(&s));
    assert_eq!(s.take(|e| matches!(e, Effect::ForgetImport(_)).then_some(())).len(), 1);
}

#[test]
fn nobody_is_added_with_read_only_access() {
    let mut s = ready();
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Flag);
    s.press("A");
    assert!(!is_open(&s), "{}", s.said());
    s.send(Msg::Paste("/tmp/starters.csv".into()));
    assert!(!s.said().contains("A reads"), "{}", s.said());
}

#[test]
fn answer_to_a_plan_that_is_not_wanted_is_dropped() {
    let mut s = ready();
    s.press("A").answer_folder(&["starters.csv"]).press("enter");
    let ticket = s.plan_orders()[0].0;
    s.press("esc");
    assert_eq!(view(&s), View::File);
    s.send(Msg::Plan(ticket, keepnet_tui::app::core::import::PlanEvent::Progress { read: 1, of: 2 }));
    assert_eq!(view(&s), View::File);
}

#[test]
fn row_twice_in_the_file_is_left_alone() {
    let s = planned(&format!("{}new00@x.example,A,B,+44 20 7946 0000\n", starters(1)));
    assert_eq!(plan(&s).count(Action::Double), 1);
}
