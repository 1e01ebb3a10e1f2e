//! What an import takes from its source: values for all rows, worksheet and encoding, a column of companies, a paste.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::state::{Import, View};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::header::parts;
use keepnet_tui::app::screen::import_words::{foot, plan_counts};
use keepnet_tui::domain::change::import::ImportSource;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
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

fn view(s: &Story) -> View {
    import(s).view()
}

/// People who need nothing more.
fn starters() -> String {
    let rows: Vec<_> = NAMED.lines().map(|row| row.rsplit_once(',').expect("columns").0).collect();
    rows.join("\n")
}

fn asks_to_send(s: &Story) -> bool {
    matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. }))
}

#[test]
fn ends_of_the_plan_are_reached_and_the_table_stays() {
    let mut s = planned(NAMES);
    let company = s.model.companies.selected().map(|company| company.name.clone());
    s.press("G");
    assert_eq!(import(&s).table.cursor(), 1);
    s.press("g");
    assert_eq!(import(&s).table.cursor(), 0);
    assert_eq!(s.model.companies.selected().map(|company| company.name.clone()), company);
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
    let said = foot(&s.model, import(&s), 80).into_iter().flatten().map(|(text, _)| text).collect::<String>();
    assert!(said.ends_with("0 of 2 rows need you; a shows all"), "{said}");
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

const NAMED: &str = "Email,Name,Phone,Customer\n\
    ann@x.example,Ann Lee,+442079460010,Contoso\n\
    bob@x.example,Bob Roy,+442079460011,Fabrikam\n\
    eve@x.example,Eve Lin,+442079460012,\n";

fn companies(s: &Story) -> Vec<(String, Option<String>)> {
    let company = |row| plan(s).company_of(row).map(|company| company.name.clone());
    plan(s).rows.iter().map(|row| (row.judged.email(), company(row))).collect()
}

#[test]
fn column_of_companies_is_decided_about_before_anything_is_sent() {
    let mut s = planned(NAMED);
    assert_eq!(counts(&s), "create 3");
    s.press("ctrl-s");
    assert!(!asks_to_send(&s));
    assert_eq!(s.said(), "whose users are they? w: of the company in Customer, W: all of Contoso");
    s.press("W").answer_plan(NAMED).press("ctrl-s");
    assert!(asks_to_send(&s), "{}", s.said());
    assert!(companies(&s).iter().all(|(_, company)| company.as_deref() == Some("Contoso")));
}

#[test]
fn each_goes_to_the_company_of_its_row_and_nobody_without_one() {
    let mut s = planned(NAMED);
    s.press("w").answer_plan(NAMED);
    let at = |email: &str, company: Option<&str>| (email.to_owned(), company.map(str::to_owned));
    let wanted =
        [at("ann@x.example", Some("Contoso")), at("bob@x.example", Some("Fabrikam")), at("eve@x.example", None)];
    assert_eq!((companies(&s), counts(&s)), (wanted.to_vec(), "create 2 · to fix 1".to_owned()));
    assert_eq!(import(&s).whose(), "the companies that the rows name");
    s.press("ctrl-s");
    assert!(asks_to_send(&s), "{}", s.said());
}

#[test]
fn file_that_names_only_the_chosen_company_asks_nothing() {
    let text = NAMED.replace("Fabrikam", "contoso");
    let mut s = planned(&text);
    s.press("ctrl-s");
    assert!(asks_to_send(&s), "{}", s.said());
}

/// Marks say which companies, and not that each gets people of the others.
#[test]
fn marked_companies_are_asked_about_too() {
    let mut s = ready();
    s.press("space space A").answer_folder(&["starters.csv"]).press("enter").answer_plan(NAMED);
    s.press("ctrl-s");
    assert!(!asks_to_send(&s) && s.said().contains("W: all of 2 companies"), "{}", s.said());
}

#[test]
fn row_that_was_left_out_stays_out_whichever_its_company_is() {
    let mut s = planned(NAMED);
    s.press("j space");
    assert_eq!(counts(&s), "create 2 · left out 1");
    s.press("w").answer_plan(NAMED);
    assert_eq!(counts(&s), "create 1 · left out 1 · to fix 1");
    s.press("W").answer_plan(NAMED);
    assert_eq!(counts(&s), "create 2 · left out 1");
    s.press("g j space");
    assert_eq!(counts(&s), "create 3", "it is taken in again");
    assert!(s.kept_imports().pop().expect("kept").edits.left_out.is_empty());
}

#[test]
fn decision_about_companies_is_kept() {
    let mut s = planned(NAMED);
    s.press("w");
    let record = s.kept_imports().pop().expect("kept");
    assert_eq!(record.choices.by_row, Some(true));
    let mut s = ready();
    s.send(Msg::Restored(Box::new(Recovered { imports: vec![record], ..Recovered::default() })));
    s.press("A").answer_plan(NAMED);
    assert_eq!(counts(&s), "create 2 · to fix 1");
}

#[test]
fn column_that_is_chosen_for_companies_is_used() {
    let text = NAMED.replace("Customer", "Site");
    let mut s = planned(&text);
    s.press("w");
    assert_eq!(s.said(), "no column of the file names companies");
    s.press("c j j j enter").type_text("company").press("enter ctrl-s").answer_plan(&text);
    assert_eq!(counts(&s), "create 2 · to fix 1");
}

#[test]
fn encoding_is_chosen_from_a_list_and_said() {
    let mut s = planned(NAMED);
    s.press("s");
    assert_eq!(view(&s), View::Choice);
    s.type_text("turk");
    assert_eq!(import(&s).choice().expect("a list").1, ["windows-1254: Turkish"]);
    s.press("enter");
    let (_, order) = s.plan_orders().pop().expect("read again");
    assert_eq!(order.options.hints.encoding.as_deref(), Some("windows-1254"));
    s.press("esc");
    assert_eq!(view(&s), View::File, "what is read in another way is another plan");
    s.press("enter").answer_plan(NAMED);
    assert!(plan(&s).reading.sheet.form.contains("1254"), "{}", plan(&s).reading.sheet.form);
    s.press("s esc");
    assert_eq!((view(&s), s.plan_orders().len()), (View::Plan, 0));
}

#[test]
fn what_was_changed_is_there_again_in_the_encoding_before() {
    let mut s = planned(&starters());
    s.press("space enter").type_text("x").press("ctrl-s");
    let edits = plan(&s).edits().clone();
    s.press("s").type_text("1254").press("enter").answer_plan(&starters());
    assert_eq!(*plan(&s).edits(), edits, "the rows are the same");
    s.press("c j enter").type_text("not used").press("enter ctrl-s").answer_plan(&starters());
    s.press("s").type_text("recog").press("enter");
    let (_, order) = s.plan_orders().pop().expect("read again");
    assert_eq!((order.options.maps.len(), order.edits), (0, edits));
}

#[test]
fn file_that_cannot_be_read_offers_its_encodings() {
    let mut s = ready();
    s.press("A f4");
    assert_eq!(s.said(), "no file was read");
    s.answer_folder(&["starters.csv"]).press("enter").answer_plan("Email\n");
    assert_eq!(view(&s), View::File, "{:?}", import(&s).failed);
    s.press("f4");
    assert_eq!(view(&s), View::Choice);
    s.press("esc");
    assert_eq!(view(&s), View::File);
}

#[test]
fn another_file_is_read_as_nothing_was_said() {
    let mut s = planned(NAMED);
    s.press("w").answer_plan(NAMED);
    s.press("v").type_text("+44 20 7946 0018").press("ctrl-s").answer_plan(NAMED);
    s.press("f").answer_folder(&["other.csv"]).press("ctrl-u").type_text("other").press("enter");
    let (_, order) = s.plan_orders().pop().expect("a plan");
    assert_eq!((order.options.by_row, order.options.defaults.len()), (None, 0));
}

/// The form for a new user of Contoso, with something typed, and a paste of several people.
fn pasted_into_form(text: &str) -> Story {
    let mut s = ready();
    s.press("a").settle().type_text("max@x.example");
    s.send(Msg::Paste(text.to_owned()));
    s
}

fn is_preview(s: &Story) -> bool {
    matches!(s.model.overlays.last(), Some(Overlay::PastePreview(_)))
}

#[test]
fn people_pasted_into_a_form_become_a_plan_for_its_company() {
    let rows = format!("{}\n", starters());
    let texts = [
        rows.as_str(),
        "Ann Lee <ann@x.example>; Bob Roy <bob@x.example>",
        "Ann Lee\tann@x.example\t+442079460010\nBob Roy\tbob@x.example\t+442079460011\n",
        "Name: Ann Lee\nEmail: ann@x.example\n\nName: Bob Roy\nEmail: bob@x.example\n",
        "ann@x.example\nbob@x.example\n",
    ];
    for text in texts {
        let mut s = pasted_into_form(text);
        assert!(is_preview(&s) && s.plan_orders().is_empty(), "a paste runs nothing: {text}");
        s.press("A");
        let (_, order) = s.plan_orders().pop().expect("a plan");
        assert_eq!((order.source, order.companies), (ImportSource::Text(text.to_owned()), vec![s.list[0].id.clone()]));
        s.press("esc esc");
        assert!(s.model.overlays.is_empty());
        let form = s.model.drafts.current().expect("the form");
        assert_eq!(form.text(FieldId::Email), "max@x.example", "{text}");
    }
}

/// The cursor of the table may have moved since the form was opened.
#[test]
fn company_of_the_plan_is_that_of_the_form() {
    let mut s = pasted_into_form(&starters());
    s.press("esc");
    s.model.companies.select(1);
    s.send(Msg::Paste(starters()));
    s.press("A");
    assert_eq!(s.plan_orders().pop().expect("a plan").1.companies, [s.list[0].id.clone()]);
}

#[test]
fn first_of_several_people_is_taken_as_before() {
    let mut s = pasted_into_form("Ann Lee <ann@x.example>; Bob Roy <bob@x.example>");
    s.press("space ctrl-t");
    assert!(s.model.overlays.is_empty() && s.plan_orders().is_empty());
    assert_eq!(s.model.drafts.current().expect("the form").text(FieldId::Email), "ann@x.example");
}

#[test]
fn paste_of_one_person_or_of_an_edit_is_no_plan() {
    let mut s = pasted_into_form("Ann Lee <ann@x.example>, Finance, +44 20 7946 0010");
    assert!(is_preview(&s));
    s.press("A");
    assert!(is_preview(&s) && s.plan_orders().is_empty());
}

#[test]
fn import_that_was_begun_comes_before_a_paste() {
    let mut s = planned(&starters());
    s.press("space esc a").settle();
    s.send(Msg::Paste(starters()));
    s.press("A");
    assert!(is_preview(&s), "what was pasted is still there");
    assert_eq!(s.said(), "the import of starters.csv comes first");
}

/// Nothing was changed by row: the file is read as it is now.
#[test]
fn file_that_has_changed_is_read_again_unless_rows_were_edited() {
    let mut s = planned(&starters());
    s.press("r");
    assert_eq!(s.plan_orders().pop().expect("asked again").1.digest, None);
    let mut s = planned(&starters());
    s.press("space r");
    assert!(s.plan_orders().pop().expect("asked again").1.digest.is_some());
}

#[test]
fn run_whose_box_is_closed_is_shown_in_the_header() {
    let header = |s: &Story| parts(&s.model).into_iter().map(|part| part.text).collect::<Vec<_>>().join(" ");
    let mut s = planned(&starters());
    s.press("ctrl-s y").run_ready();
    assert!(!header(&s).contains("import"));
    s.press("esc");
    assert!(header(&s).contains("import 0/3 A"), "{}", header(&s));
    s.press("A p esc");
    assert!(header(&s).contains("import paused 0/3 A"), "{}", header(&s));
}

/// The plan with the value cannot be made; the one before it is still there.
#[test]
fn value_for_all_rows_outlives_a_plan_that_is_not_made() {
    let mut s = planned(NAMES);
    s.press("v").type_text("+44 20 7946 0018").press("ctrl-s").press("esc");
    assert_eq!(view(&s), View::Plan);
    s.press("space");
    assert_eq!(plan(&s).edits().left_out.len(), 1);
    s.press("o");
    assert!(!plan(&s).reading.options.allow_over_limit, "it would be lost with the next plan");
    s.press("v");
    let editor = import(&s).editor.as_ref().expect("values");
    assert_eq!(editor.cells[editor.focus].input.value(), "+44 20 7946 0018");
    s.press("esc").press("r").answer_plan(NAMES);
    assert_eq!(counts(&s), "create 1 · left out 1");
}
