//! Aliases and notes: written, saved, searched, shown, and brought together with those of other programs.

use keepnet_tui::app::companies::filter_line::completions;
use keepnet_tui::app::core::effect::{Effect, NoteOrder};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::company_lines::lines;
use keepnet_tui::app::screen::company_sheet::PaneLine;
use keepnet_tui::app::screen::scope::innermost;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::desk::note::DeskNote;
use keepnet_tui::domain::desk::notes::{DeskNotes, LoadedNotes, SharedAlias};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;

use crate::common::{Story, company, failure};

fn listed() -> Vec<Company> {
    ["Acme", "Bluefin", "Cobalt", "Delta"]
        .iter()
        .enumerate()
        .map(|(n, name)| company(n, name, 9, Limit::Of(10)))
        .collect()
}

fn id(n: usize) -> CompanyId {
    listed()[n].id.clone()
}

fn note(aliases: &str, text: &str) -> DeskNote {
    DeskNote::typed(aliases, text)
}

/// With a note about Bluefin, and an alias of the team for Cobalt.
fn story(limit: u64) -> Story {
    let mut s = Story::with(listed(), (100, 30), |settings| {
        settings.cache_limit = limit;
        let own = [(id(1), note("fish, tuna", "Ask for Zoë"))];
        let shared = vec![SharedAlias { alias: "cob ins".to_owned(), company: id(2) }];
        settings.profile_settings.notes = DeskNotes::new(own.into(), shared);
    });
    s.settle();
    s
}

fn ready() -> Story {
    story(2_000)
}

fn names(s: &Story) -> String {
    s.model.companies.rows().iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn saves(s: &mut Story) -> Vec<(Ticket, NoteOrder)> {
    s.take(|e| if let Effect::SaveNote(ticket, order) = e { Some((*ticket, (**order).clone())) } else { None })
}

/// The one save that is asked for, after a while.
fn save(s: &mut Story) -> (Ticket, NoteOrder) {
    let all = saves(s.wait());
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().expect("one")
}

fn own(s: &Story, n: usize) -> DeskNote {
    s.model.companies.notes().own(&id(n))
}

fn notice(s: &Story) -> String {
    s.model.notices.current().map(|n| n.text.clone()).unwrap_or_default()
}

#[test]
fn aliases_and_note_are_written_and_saved() {
    let mut s = ready();
    s.press("N").type_text("big one, ac");
    s.press("tab").type_text("Ask for Jane").press("enter").type_text("Renewal in May").press("ctrl-s");
    assert!(s.model.overlays.is_empty() && notice(&s).contains("Acme are kept on this machine"), "{}", notice(&s));
    let (ticket, order) = save(&mut s);
    let written = note("big one,ac", "Ask for Jane\nRenewal in May");
    assert_eq!(order, NoteOrder { company: id(0), base: DeskNote::default(), note: written.clone() });
    s.send(Msg::NoteSaved(ticket, Ok(written.clone())));
    assert!(saves(s.wait()).is_empty() && s.model.note_saves.is_empty());
    assert_eq!(own(&s, 0), written);
}

#[test]
fn esc_loses_nothing() {
    let mut s = ready();
    s.press("N tab").type_text("half a tho").press("esc");
    assert!(s.model.overlays.is_empty());
    assert_eq!(save(&mut s).1.note, note("", "half a tho"));
    s.press("N tab").type_text("ught");
    assert_eq!(own(&s, 0).text, "half a thought", "it is offered again");
}

#[test]
fn note_is_saved_while_it_is_typed() {
    let mut s = ready();
    s.press("N tab").type_text("one");
    let (ticket, first) = save(&mut s);
    s.type_text(" two");
    assert!(saves(s.wait()).is_empty(), "one at a time");
    s.send(Msg::NoteSaved(ticket, Ok(first.note.clone())));
    let (_, second) = save(&mut s);
    assert_eq!((second.base, second.note), (first.note, note("", "one two")));
    assert_eq!(innermost(&s.model), Scope::Note, "the box is still open");
}

#[test]
fn nothing_is_saved_that_was_not_changed() {
    let mut s = ready();
    s.press("j N tab end ctrl-s j N esc");
    assert!(saves(s.wait()).is_empty());
}

#[test]
fn commands_are_text_in_the_box() {
    let mut s = ready();
    s.press("N tab").type_text("q a N ? : / j");
    assert_eq!(own(&s, 0).text, "q a N ? : / j");
    s.press("f1");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Keys(_))));
    s.press("esc esc");
    assert_eq!(own(&s, 0).text, "q a N ? : / j");
}

#[test]
fn paste_is_cleaned_and_keeps_its_lines() {
    let mut s = ready();
    s.press("N").send(Msg::Paste("one,\u{1b}]0;x\u{7}two\nthree".to_owned()));
    s.press("tab").send(Msg::Paste("a\u{1b}[31m\r\n\tb\u{202e}\u{0}".to_owned()));
    assert_eq!(own(&s, 0), note("one,two three", "a\n    b"));
    s.press("end").paste_unmarked("\nc\nd\n");
    assert_eq!(own(&s, 0).text, "a\n    b\nc\nd");
}

#[test]
fn what_is_too_much_is_refused_in_a_sentence() {
    let mut s = ready();
    s.press("N tab").type_text("kept ").send(Msg::Paste("y".repeat(4_096)));
    assert!(notice(&s).contains("the paste was not inserted: a note has at most 4096 bytes"), "{}", notice(&s));
    assert_eq!(own(&s, 0).text, "kept");
    s.press("shift-tab").send(Msg::Paste((0..25).map(|n| format!("a{n},")).collect::<Vec<_>>().concat()));
    assert!(notice(&s).contains("at most 20 aliases"), "{}", notice(&s));
    s.type_text(&"x".repeat(65));
    assert!(notice(&s).contains("at most 64 characters"), "{}", notice(&s));
    assert_eq!(own(&s, 0), note(&"x".repeat(64), "kept"));
}

#[test]
fn what_another_program_has_written_is_kept_as_well() {
    let mut s = ready();
    s.press("j N").type_text(", shark").press("tab").type_text(" or Ben");
    let (ticket, order) = save(&mut s);
    assert_eq!(order.base, note("fish,tuna", "Ask for Zoë"));
    s.type_text("ny");
    let stored = note("fish,tuna,eel,shark", "Ask for Zoë or Ben\n\nfrom elsewhere");
    s.send(Msg::NoteSaved(ticket, Ok(stored.clone())));
    assert!(
        notice(&s).contains("Another program has written about Bluefin meanwhile: both are kept"),
        "{}",
        notice(&s)
    );
    let both = note("fish,tuna,eel,shark", "Ask for Zoë or Benny\n\nfrom elsewhere");
    assert_eq!(own(&s, 1), both);
    s.type_text("!");
    let (_, next) = save(&mut s);
    assert_eq!(
        (next.base, next.note.text),
        (stored, "Ask for Zoë or Benny!\n\nfrom elsewhere".to_owned()),
        "the cursor stays"
    );
}

#[test]
fn note_that_cannot_be_saved_stays_and_is_tried_again() {
    let mut s = ready();
    s.press("N tab").type_text("x").press("esc");
    let (ticket, order) = save(&mut s);
    s.send(Msg::NoteSaved(ticket, Err(failure(Applied::No, Remedy::Nothing))));
    assert!(s.model.note_saves.is_failing() && s.model.would_lose_work());
    s.press("q");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Confirm { .. })) && !s.quit, "it asks first");
    s.press("n N tab");
    assert_eq!(own(&s, 0).text, "x", "it is offered again");
    let (ticket, again) = save(&mut s);
    assert_eq!(again, order);
    s.send(Msg::NoteSaved(ticket, Ok(order.note)));
    assert!(!s.model.would_lose_work());
    s.press("esc q");
    assert!(s.quit);
}

#[test]
fn company_is_found_by_alias_and_by_words_of_its_note() {
    let mut s = ready();
    for (typed, found) in [
        ("tuna", "Bluefin"),
        ("zoe", "Bluefin"),
        ("cob ins", "Cobalt"),
        ("alias:fish", "Bluefin"),
        ("-note:\"\"", "Bluefin"),
        ("-alias:\"\"", "Bluefin Cobalt"),
    ] {
        s.press("f x /").type_text(typed).press("enter").settle();
        assert_eq!(names(&s), found, "{typed}");
    }
    s.press("f x /").type_text("tunna").press("enter").settle();
    assert_eq!(names(&s), "Bluefin", "one mistake is forgiven");
    let offered = completions("alias:t", 7, &s.model.companies.source);
    assert_eq!(offered.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["tuna"]);
}

#[test]
fn what_was_just_written_is_found() {
    let mut s = ready();
    s.press("j j j N").type_text("quux").press("ctrl-s / q u u x enter").settle();
    assert_eq!(names(&s), "Delta");
    s.press("N ctrl-u esc esc / q u u x enter").settle();
    assert_eq!(names(&s), "", "and what was taken away is not");
}

/// The service knows nothing of aliases: what comes is filtered here, and that is said.
#[test]
fn pages_of_the_service_are_filtered_here() {
    let mut s = story(0);
    s.press("/").type_text("alias:fish").press("enter").settle();
    assert_eq!(names(&s), "Bluefin");
    let queries = s.model.companies.wanted.service_part(100);
    assert_eq!(queries.search, "", "the service is asked for all");
    assert!(s.model.companies.wanted.has_rest());
}

#[test]
fn company_that_comes_later_has_its_note() {
    let mut s = story(0);
    let alias = |s: &Story| {
        let row = s.model.companies.rows().iter().find(|row| row.name == "Bluefin").expect("a row").clone();
        row.desk.as_ref().expect("an entry").aliases().collect::<Vec<_>>().join(",")
    };
    assert_eq!(alias(&s), "fish,tuna");
    s.press("j N").type_text(",x").press("esc");
    assert_eq!(alias(&s), "fish,tuna,x");
    s.press("r").settle();
    assert_eq!(alias(&s), "fish,tuna,x");
}

#[test]
fn details_show_what_the_desk_has_written() {
    let mut s = ready();
    let shown = |s: &Story| {
        let lines = lines(&s.model, 60).into_iter().skip_while(|line| *line != PaneLine::Heading("DESK"));
        let text = lines.take(5).filter_map(|line| {
            if let PaneLine::Text(label, text, ..) = line { Some(format!("{label}|{text}")) } else { None }
        });
        text.take_while(|line| !line.starts_with("company ID")).collect::<Vec<_>>()
    };
    s.press("j enter").settle();
    assert_eq!(shown(&s), ["aliases|fish, tuna", "note|Ask for Zoë"]);
    s.press("N tab enter").type_text("two").press("esc");
    assert_eq!(shown(&s), ["aliases|fish, tuna", "note|Ask for Zoë", "|two"]);
    s.press("esc j enter").settle();
    assert_eq!(shown(&s), ["team|cob ins"]);
}

#[test]
fn alias_of_the_team_is_shown_and_not_changed() {
    let mut s = ready();
    s.press("j j N");
    let Some(Overlay::Note(prompt)) = s.model.overlays.last() else { panic!("no box") };
    assert_eq!((prompt.shared.as_slice(), prompt.aliases.value()), (["cob ins".to_owned()].as_slice(), ""));
    s.press("ctrl-u backspace esc");
    assert!(saves(s.wait()).is_empty());
}

#[test]
fn team_may_call_a_company_by_its_name() {
    let mut s = Story::with(listed(), (100, 30), |settings| {
        settings.cache_limit = 2_000;
        let own = [(id(1), note("fish", ""))];
        let shared =
            ["fish", "the deep"].map(|alias| SharedAlias { alias: alias.into(), company: CompanyId::new("BLUEFIN") });
        settings.profile_settings.notes = DeskNotes::new(own.into(), shared.into());
    });
    s.settle();
    for typed in ["deep", "alias=\"the deep\""] {
        s.press("f x /").type_text(typed).press("enter").settle();
        assert_eq!(names(&s), "Bluefin", "{typed}");
    }
    s.press("N");
    let Some(Overlay::Note(prompt)) = s.model.overlays.last() else { panic!("no box") };
    assert_eq!((prompt.shared.as_slice(), prompt.aliases.value()), (["the deep".to_owned()].as_slice(), "fish"));
}

#[test]
fn reload_reads_what_others_have_written() {
    let mut s = ready();
    s.press("N tab").type_text("mine").press("esc r");
    let asked = s.take(|e| if let Effect::LoadNotes(ticket) = e { Some(*ticket) } else { None });
    s.press("j N");
    let own_now = [(id(0), note("old", "old")), (id(1), note("fish", "theirs"))];
    let shared = vec![SharedAlias { alias: "four".to_owned(), company: id(3) }];
    let loaded =
        LoadedNotes { own: Some(own_now.into()), shared: Some(shared), problems: vec!["a problem".to_owned()] };
    s.send(Msg::Notes(asked[0], Box::new(loaded)));
    assert_eq!(own(&s, 0), note("", "mine"), "it is not saved yet");
    assert_eq!(own(&s, 1), note("fish", "theirs"));
    assert!(notice(&s).contains("a problem"));
    let notes = s.model.companies.notes();
    assert_eq!(notes.with_alias("FOUR"), [&id(3)]);
    assert!(notes.with_alias("cob ins").is_empty());
    s.press("esc");
    let all = saves(s.wait());
    assert_eq!(all.len(), 1, "the open box has written nothing: {all:?}");
    assert_eq!(all[0].1.company, id(0));
}

#[test]
fn company_without_an_id_has_no_note() {
    let mut list = listed();
    list[0].id = CompanyId::missing();
    let mut s = Story::ready(list);
    s.press("N");
    assert!(s.model.overlays.is_empty() && notice(&s).contains("no ID"), "{}", notice(&s));
}
