//! The program starts at the place that the command line names.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::start_at::{CompanyPlace, Opens, StartAt};
use keepnet_tui::app::screen::views::title;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::company::detail::CompanyDetail;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::desk::note::DeskNote;
use keepnet_tui::domain::desk::notes::DeskNotes;
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::prefill::Prefill;
use keepnet_tui::domain::form::value::FieldValue;
use keepnet_tui::domain::list::named_view::NamedView;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use rstest::rstest;

use crate::common::{Story, company, detail, failure, typed};

fn listed() -> Vec<Company> {
    let of = |n, name: &str, used| company(n, name, used, Limit::Of(100));
    vec![
        of(0, "Acme", 120),
        of(1, "Bluefin", 97),
        of(2, "Contoso Ltd", 10),
        of(3, "Contoso Marine", 130),
        of(4, "Zürich", 1),
    ]
}

/// Not answered yet; up to `limit` companies are kept in memory.
fn started(limit: u64, start: StartAt) -> Story {
    Story::with(listed(), (80, 24), |settings| {
        settings.cache_limit = limit;
        settings.set_views(Vec::new());
        settings.profile_settings.start = Some(start);
    })
}

fn at(text: &str, opens: Opens) -> StartAt {
    StartAt { company: Some(CompanyPlace { text: text.to_owned(), opens }), ..StartAt::default() }
}

fn jane() -> Prefill {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let fields = vec![(FieldId::Email, text("jane@contoso.com")), (FieldId::Phone, text("+442079460018"))];
    Prefill { fields, choices: Vec::new() }
}

fn names(s: &Story) -> String {
    s.model.companies.rows().iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn selected(s: &Story) -> &str {
    s.model.companies.selected().map_or("", |company| company.name.as_str())
}

fn said_ever(s: &Story) -> String {
    s.model.notices.newest_first().map(|notice| notice.text.clone()).collect::<Vec<_>>().join("\n")
}

/// In memory, and searched for by the service.
#[rstest]
fn company_is_found_by_name_or_id(
    #[values(2_000, 0)] limit: u64,
    #[values("Bluefin", "bluefin", "lue", "id0001")] text: &str,
) {
    let mut s = started(limit, at(text, Opens::Details));
    s.settle();
    assert_eq!((selected(&s), s.model.pane), ("Bluefin", Pane::Company), "{}", said_ever(&s));
    assert!(s.model.hold.is_none() && s.model.start.is_none());
}

#[test]
fn name_without_its_accents_is_found() {
    let mut s = started(2_000, at("zurich", Opens::Users));
    s.settle();
    assert_eq!((selected(&s), s.model.pane), ("Zürich", Pane::Users));
}

/// With aliases: one that is Bluefin's, and one that is the name of another company as well.
fn aliased(limit: u64, text: &str) -> Story {
    Story::with(listed(), (80, 24), |settings| {
        settings.cache_limit = limit;
        settings.set_views(Vec::new());
        settings.profile_settings.start = Some(at(text, Opens::Details));
        let own = [(1, "big fish, Zürich"), (2, "marine life")];
        let own = own.map(|(n, aliases)| (listed()[n].id.clone(), DeskNote::typed(aliases, "")));
        settings.profile_settings.notes = DeskNotes::new(own.into(), Vec::new());
    })
}

#[rstest]
fn company_is_found_by_its_alias(#[values("BIG fish", "big  fish")] text: &str) {
    let mut s = aliased(2_000, text);
    s.settle();
    assert_eq!((selected(&s), s.model.pane), ("Bluefin", Pane::Company), "{}", said_ever(&s));
}

/// The service knows no aliases.
#[test]
fn company_of_an_alias_is_asked_for_by_its_id() {
    let mut s = aliased(0, "big fish");
    for _ in 0..2 {
        for (ticket, query) in s.fetched() {
            let page = s.page(&query);
            s.send(Msg::Companies(ticket, Ok(page)));
        }
    }
    let asked = s.take(|e| if let Effect::Fetch(_, Read::Company(id)) = e { Some(id.clone()) } else { None });
    assert_eq!(asked, [listed()[1].id.clone()]);
}

#[test]
fn alias_that_fits_others_as_well_shows_them() {
    let mut s = aliased(2_000, "zurich");
    s.settle();
    assert_eq!((names(&s).as_str(), s.model.pane), ("Bluefin, Zürich", Pane::Table));
    assert!(s.said().contains("\"zurich\" fits 2 companies; choose one"), "{}", s.said());
    let mut s = aliased(2_000, "marine");
    s.settle();
    assert_eq!((names(&s).as_str(), s.model.pane), ("Contoso Ltd, Contoso Marine", Pane::Table));
}

#[rstest]
fn several_companies_are_shown_and_said(#[values(2_000, 0)] limit: u64) {
    let mut s = started(limit, at("contoso", Opens::Details));
    s.settle();
    assert_eq!((names(&s).as_str(), s.model.pane), ("Contoso Ltd, Contoso Marine", Pane::Table));
    assert!(s.said().contains("\"contoso\" fits 2 companies; choose one"), "{}", s.said());
}

#[rstest]
fn unknown_company_is_said(#[values(2_000, 0)] limit: u64, #[values("nobody", "no body")] text: &str) {
    let mut s = started(limit, at(text, Opens::Form(jane())));
    s.settle();
    let said = said_ever(&s);
    assert!(said.contains(&format!("No company has the ID or the name \"{text}\"")), "{said}");
    assert!(said.contains("Not filled in: jane@contoso.com, +442079460018"), "{said}");
    assert!(s.model.hold.is_none() && s.model.drafts.current().is_none());
}

#[rstest]
fn form_is_filled_in_and_nothing_is_sent(#[values(2_000, 0)] limit: u64) {
    let mut s = started(limit, at("Bluefin", Opens::Form(jane())));
    s.settle();
    assert_eq!(s.form().name(), "Bluefin");
    assert_eq!(s.form().text(FieldId::Email), "jane@contoso.com");
    assert!(s.orders().is_empty());
    s.wait();
    let drafts =
        s.take(|effect| if let Effect::SaveDraft(draft) = effect { Some(draft.company.clone()) } else { None });
    assert_eq!(drafts, [s.list[1].id.clone()], "it is a draft as any other");
    s.press("ctrl-s").settle();
    assert_eq!(s.creates().len(), 1, "the person creates it");
}

#[test]
fn choices_are_taken_once_they_are_loaded() {
    let choices = vec![(FieldId::Groups, vec!["nobody knows it".to_owned()])];
    let mut s = started(2_000, at("Bluefin", Opens::Form(Prefill { choices, ..jane() })));
    s.settle();
    assert!(said_ever(&s).contains("Not among the choices here: nobody knows it"), "{}", said_ever(&s));
    assert!(s.model.start.is_none());
}

#[test]
fn draft_that_is_there_stays_as_it_is() {
    let mut s = started(2_000, at("Bluefin", Opens::Form(jane())));
    let draft = typed(&s.list[1], Entry::default().with(FieldId::Email, "ben@contoso.com"));
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![draft], ..Recovered::default() }))).settle();
    assert_eq!(s.form().text(FieldId::Email), "ben@contoso.com");
    let said = said_ever(&s);
    assert!(said.contains("There is already a draft for Bluefin. Not filled in: jane@contoso.com"), "{said}");
}

#[test]
fn one_of_several_gets_the_values() {
    let mut s = started(2_000, at("contoso", Opens::Form(jane())));
    s.settle();
    assert!(s.said().contains("choose one, a opens the form with jane@contoso.com"), "{}", s.said());
    s.press("j a").settle();
    assert_eq!((s.form().name(), s.form().text(FieldId::Email)), ("Contoso Marine", "jane@contoso.com"));
}

/// Whoever looks elsewhere adds somebody else.
#[test]
fn values_are_dropped_with_another_list() {
    let mut s = started(2_000, at("contoso", Opens::Form(jane())));
    s.settle();
    s.press("f x a").settle();
    assert_eq!(s.form().text(FieldId::Email), "");
}

#[rstest]
fn keys_typed_before_are_typed_there(#[values(2_000, 0)] limit: u64) {
    let mut s = started(limit, at("Bluefin", Opens::Details));
    s.press("a").type_text("ben@contoso.com").press("tab").type_text("+44").settle();
    assert_eq!(s.form().name(), "Bluefin");
    assert_eq!((s.form().text(FieldId::Email), s.form().text(FieldId::Phone)), ("ben@contoso.com", "+44"));
}

#[test]
fn keys_typed_before_go_into_the_filled_form() {
    let fields = vec![(FieldId::Email, FieldValue::Text("jane@contoso.com".to_owned()))];
    let mut s = started(2_000, at("Bluefin", Opens::Form(Prefill { fields, choices: Vec::new() })));
    s.type_text("+442079460018").settle();
    assert_eq!(s.form().text(FieldId::Phone), "+442079460018", "the first field that is missing");
}

#[test]
fn esc_gives_the_place_up_and_says_what_was_typed() {
    let mut s = started(2_000, at("Bluefin", Opens::Details));
    s.type_text("jane").press("esc").settle();
    assert!(s.said().contains("Bluefin was not opened. You had typed: jane"), "{}", said_ever(&s));
    assert_eq!((s.model.pane, selected(&s)), (Pane::Table, "Acme"));
}

#[test]
fn failure_to_load_is_said_with_the_place() {
    let mut s = started(2_000, at("Bluefin", Opens::Details));
    let tickets: Vec<_> = s.fetched();
    s.send(Msg::Companies(tickets[0].0, Err(failure(Applied::No, Remedy::Retry))));
    let said = said_ever(&s);
    assert!(said.contains("Bluefin was not opened"), "{said}");
    assert!(s.model.hold.is_none());
}

#[test]
fn company_that_is_newer_than_the_last_run_is_waited_for() {
    use keepnet_tui::domain::list::snapshot::Snapshot;
    let mut s = Story::with(listed(), (80, 24), |settings| {
        settings.cache_limit = 2_000;
        let companies: Vec<_> = listed().into_iter().take(2).map(std::sync::Arc::new).collect();
        settings.profile_settings.snapshot = Some(std::sync::Arc::new(Snapshot {
            total: 2,
            over_limit: None,
            order: (keepnet_tui::domain::list::columns::Column::Company, true),
            at: crate::common::now(0).utc,
            companies,
        }));
        settings.profile_settings.start = Some(at("Zürich", Opens::Details));
    });
    s.press("tab");
    assert!(s.model.hold.is_some() && s.model.pane == Pane::Table);
    s.settle();
    assert_eq!(selected(&s), "Zürich");
}

#[test]
fn view_and_search_open_at_the_start() {
    let view = NamedView::shipped().into_iter().next();
    let mut s = started(2_000, StartAt { view, search: "marine".to_owned(), company: None });
    s.type_text("C").settle();
    assert_eq!(names(&s), "Contoso Marine");
    assert_eq!(title(&s.model).as_deref(), Some("changed from over limit"));
    assert_eq!(s.model.overlays.len(), 1, "the key typed ahead");
}

#[test]
fn search_with_a_comparison_waits_for_all_companies() {
    let mut s = started(2_000, StartAt { search: "used>100".to_owned(), ..StartAt::default() });
    s.settle();
    assert_eq!(names(&s), "Acme, Contoso Marine");
}

/// The service minds accents; all companies are compared without them.
#[test]
fn name_that_the_service_does_not_find_waits_for_all_companies() {
    let mut list = crate::common::companies(300);
    list[299].name = "Zürich".to_owned();
    let mut s = Story::with(list, (80, 24), |settings| {
        settings.cache_limit = 2_000;
        settings.profile_settings.start = Some(at("zurich", Opens::Details));
    });
    s.settle();
    assert_eq!((selected(&s), s.model.pane), ("Zürich", Pane::Company), "{}", said_ever(&s));
}

/// With more companies than are kept in memory the service searches at once.
#[test]
fn search_of_words_goes_to_the_service_at_once() {
    let mut s = started(0, StartAt { search: "blue".to_owned(), ..StartAt::default() });
    s.send(Msg::Resumed);
    let asked = s.fetched();
    assert_eq!(asked.last().map(|(_, query)| query.search.as_str()), Some("blue"));
}

/// The service finds no name, and is asked for the ID: the ticket of that.
fn asked_for_id(s: &mut Story) -> Ticket {
    for _ in 0..2 {
        let (ticket, query) = s.fetched().remove(0);
        let page = s.page(&query);
        let items = if query.search.is_empty() { Vec::new() } else { page.items.clone() };
        s.send(Msg::Companies(ticket, Ok(Page { items, ..page })));
    }
    let mut asked = s.take(|effect| match effect {
        Effect::Fetch(ticket, Read::Company(_)) => Some(*ticket),
        _ => None,
    });
    assert_eq!(asked.len(), 1);
    asked.remove(0)
}

#[test]
fn id_is_asked_for_if_no_name_has_it() {
    asked_for_id(&mut started(0, at("id0001", Opens::Details)));
}

/// Only the service can say that there is none.
#[rstest]
#[case(Remedy::Reload, "No company has the ID or the name \"id0001\"")]
#[case(Remedy::Correct(Vec::new()), "No company has the ID or the name \"id0001\"")]
#[case(Remedy::Retry, "id0001 was not opened: It did not work: The line is dead.")]
#[case(Remedy::Permission, "id0001 was not opened: It did not work: The line is dead.")]
fn failure_of_the_id_is_not_told_as_no_company(#[case] remedy: Remedy, #[case] said: &str) {
    let mut s = started(0, at("id0001", Opens::Details));
    s.type_text("jane");
    let ticket = asked_for_id(&mut s);
    s.send(Msg::Company(ticket, Err(failure(Applied::No, remedy))));
    assert!(s.said().contains(said), "{}", s.said());
    assert!(s.said().contains("You had typed: jane"), "{}", s.said());
    assert_eq!(said_ever(&s).contains("No company has"), said.contains("No company has"), "{}", said_ever(&s));
}

/// The company is there, but the list with it does not come.
#[test]
fn failure_of_the_list_with_the_company_is_not_told_as_no_company() {
    let mut s = started(0, at("id0001", Opens::Details));
    let ticket = asked_for_id(&mut s);
    s.send(Msg::Company(
        ticket,
        Ok(Box::new(CompanyDetail { name: "Bluefin".to_owned(), ..detail(&s.list[1].id, s.list[1].seats) })),
    ));
    let (list, query) = s.fetched().remove(0);
    assert_eq!(query.search, "Bluefin");
    s.send(Msg::Companies(list, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.said().contains("id0001 was not opened: It did not work: The line is dead."), "{}", s.said());
    assert!(!said_ever(&s).contains("No company has") && s.model.start.is_none());
}

/// The service searches more than names, so there may be others among what it has found.
#[test]
fn one_that_fits_on_the_first_of_several_pages_is_not_several() {
    let mut s = started(0, at("lue", Opens::Details));
    let (ticket, query) = s.fetched().remove(0);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(page)));
    let (ticket, query) = s.fetched().remove(0);
    let page = s.page(&query);
    s.send(Msg::Companies(ticket, Ok(Page { pages: 3, total: 300, ..page })));
    let said = "\"lue\" fits 1 company on the first of 3 pages, and perhaps more; choose one";
    assert!(s.said().contains(said), "{}", s.said());
}
