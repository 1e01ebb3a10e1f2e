//! The company pane.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::app::core::settings::Size;
use keepnet_tui::app::screen::company_lines::lines;
use keepnet_tui::app::screen::company_sheet::{PaneLine, Tone};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use rstest::rstest;

use crate::common::{Story, companies, failure, part};

const WIDE: (u16, u16) = (160, 48);

fn wide() -> Story {
    let mut s = Story::sized(companies(9), 100, WIDE.0, WIDE.1);
    s.settle();
    s
}

/// What the pane says, line by line.
fn said(s: &Story) -> Vec<(String, Tone)> {
    lines(&s.model, 70)
        .into_iter()
        .filter_map(|line| match line {
            PaneLine::Gap | PaneLine::Heading(_) => None,
            PaneLine::Seats(_, _, text, tone) => Some((format!("seats {text}"), tone)),
            PaneLine::Text(label, text, tone, _) => Some((format!("{label} {text}"), tone)),
        })
        .collect()
}

fn says(s: &Story, text: &str) -> bool {
    said(s).iter().any(|(line, _)| line.contains(text))
}

fn about(s: &Story) -> &str {
    s.model.company.company.as_ref().map_or("", |c| c.name.as_str())
}

/// Every question under way about a company, whatever it asks.
fn asked(s: &mut Story) -> Vec<Read> {
    s.take(|e| match e {
        Effect::Fetch(
            _,
            q @ (Read::Company(_)
            | Read::Counts(_)
            | Read::License(_)
            | Read::Groups(_)
            | Read::VerifiedDomains(_)
            | Read::UnverifiedDomains(_)),
        ) => Some(q.clone()),
        _ => None,
    })
}

#[test]
fn enter_loads_every_part_once_and_shows_list_data_at_once() {
    let mut s = Story::ready(companies(9));
    s.press("enter");
    assert_eq!((s.model.pane, about(&s)), (Pane::Company, "Company 0000"));
    assert!(says(&s, "licence Enterprise, ends 2026-12-02 (in 8 d)"));
    assert!(says(&s, "seats 10/30, 20 left") && says(&s, "users 10 active, 3 inactive, 1 deleted, 7 this month"));
    assert_eq!(asked(&mut s).len(), 6);
    s.press("tab enter tab r");
    assert!(asked(&mut s).is_empty(), "nothing is asked twice while it is under way");
}

#[test]
fn company_parts_show_as_they_arrive() {
    let mut s = Story::ready(companies(9));
    s.press("enter").settle();
    for text in [
        "users 402 active, 14 inactive, 31 deleted, ? this month",
        "groups 4: Finance, New joiners, Zürich, All staff",
        "domains deltahousing.example verified",
        "delta-homes.example NOT VERIFIED",
        "defaults English (UK), Zürich",
        "company ID id0000",
        "tags uk",
        "reseller Northwind MSP",
        "created 2024-02-19",
        " nothing from this machine",
        "modules Phishing, Awareness",
    ] {
        assert!(says(&s, text), "{text}: {:#?}", said(&s));
    }
}

#[test]
fn refused_part_is_shown_in_place_beside_the_rest() {
    let mut s = Story::ready(companies(9));
    s.press("enter");
    for (ticket, question) in s.parts() {
        let answer = match &question {
            Read::Counts(_) => Msg::Counts(ticket, Err(failure(Applied::No, Remedy::Nothing))),
            Read::VerifiedDomains(_) => Msg::Domains(ticket, Err(failure(Applied::No, Remedy::Nothing))),
            other => part(ticket, other, &s.list),
        };
        s.send(answer);
    }
    assert!(says(&s, "users 10 active"), "the list's numbers stand in");
    assert!(says(&s, "unavailable: The line is dead. Try again."));
    assert!(says(&s, "domains unavailable, as above"), "the same reason once: {:#?}", said(&s));
    assert!(says(&s, "delta-homes.example NOT VERIFIED"));
    assert_eq!(s.said(), "", "it is said in its place, and nowhere else");
}

#[test]
fn loading_is_shown_after_a_delay_with_old_values() {
    let mut s = Story::ready(companies(9));
    s.press("enter");
    assert!(!says(&s, "loading"));
    s.wait();
    assert!(says(&s, "groups loading") && says(&s, "domains loading"));
    assert_eq!(said(&s).iter().filter(|(line, _)| line.contains("domains")).count(), 1, "both kinds in one line");
    s.settle();
    assert!(!says(&s, "loading"));
    s.press("r").wait();
    let groups = said(&s).into_iter().find(|(line, _)| line.starts_with("groups 4"));
    assert_eq!(groups.map(|(_, tone)| tone), Some(Tone::Dim));
}

#[test]
fn going_back_is_instant_and_reloads_if_stale() {
    let mut s = Story::ready(companies(9));
    s.press("enter").settle().press("esc j enter").settle().press("esc k enter");
    assert!(asked(&mut s).is_empty());
    assert!(says(&s, "domains deltahousing.example verified"));
    s.press("esc");
    s.millis += 61_000;
    s.press("enter");
    assert_eq!(asked(&mut s).len(), 6);
    assert!(says(&s, "domains deltahousing.example verified"), "the old value stays");
}

#[test]
fn company_pane_follows_cursor_and_loads_after_a_delay() {
    let mut s = wide();
    s.press("enter").settle();
    assert_eq!(s.model.pane, Pane::Table, "the table keeps the keys");
    s.press("j j j");
    assert_eq!(about(&s), "Company 0003");
    assert!(asked(&mut s).is_empty(), "no request for each key");
    s.wait();
    let of_it = asked(&mut s);
    assert_eq!(of_it.len(), 6);
    assert!(of_it.contains(&Read::Counts(CompanyId::new("id0003"))));
    s.press("j");
    let cancelled = s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None });
    assert_eq!(cancelled.len(), 6, "nobody waits for the one left behind");
    s.press("/").type_text("zzz").wait().settle();
    assert_eq!(about(&s), "", "no row, no company");
}

#[test]
fn the_pane_with_the_keys_stays_with_its_company() {
    let mut s = wide();
    s.press("enter enter").settle();
    assert_eq!(s.model.pane, Pane::Company);
    s.list.remove(0);
    s.press("tab").settle().press("shift-tab r").settle();
    let named = about(&s).to_owned();
    s.press("a").settle();
    assert_eq!(s.form().name(), named, "the form is for the company that was read");
    s.press("esc");
    assert_eq!(s.model.pane, Pane::Company, "back to where it was opened from");
}

#[rstest]
#[case("esc")]
#[case("q")]
fn it_closes_before_anything_else(#[case] key: &str) {
    let narrow = || Story::ready(companies(9));
    for new in [narrow as fn() -> Story, wide] {
        let mut s = new();
        s.press("enter").settle();
        s.press(key);
        assert!(!s.model.company.is_open && !s.quit && s.model.pane == Pane::Table);
    }
}

#[test]
fn tab_goes_round_table_company_and_form() {
    let mut s = wide();
    s.press("enter a").settle().type_text("jane@x.co");
    let mut seen = Vec::new();
    s.press("esc a").settle();
    s.send(Msg::Mouse(keepnet_tui::app::core::msg::MouseAct::Click, 3, 5));
    for _ in 0..3 {
        seen.push(s.model.pane);
        s.press("tab");
    }
    assert_eq!(seen, [Pane::Table, Pane::Company, Pane::Form]);
    assert_eq!(s.form().text(keepnet_tui::domain::form::fields::FieldId::Email), "jane@x.co");
}

#[test]
fn a_narrower_screen_keeps_it_one_tab_away() {
    let mut s = wide();
    s.press("enter").settle();
    s.send(Msg::Resize(Size { width: 80, height: 24 }));
    assert_eq!(s.model.pane, Pane::Table);
    s.press("tab");
    assert_eq!(s.model.pane, Pane::Company);
    s.press("G");
    assert!(s.model.company.top > 0, "it scrolls");
    s.send(Msg::Resize(Size { width: 160, height: 48 }));
    assert_eq!(s.model.company.top, 0, "and what fits is not scrolled away");
}

#[test]
fn ctrl_c_stops_loading_and_return_loads_the_rest() {
    let mut s = Story::ready(companies(9));
    s.press("enter");
    let (ticket, question) = s.parts().remove(0);
    let answer = part(ticket, &question, &s.list);
    s.send(answer);
    s.effects.clear();
    s.press("ctrl-c");
    let cancelled = s.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None });
    assert_eq!(cancelled.len(), 5);
    assert!(s.said().contains("the company"), "{}", s.said());
    assert!(s.model.company.is_open);
    s.press("esc esc enter");
    assert_eq!(asked(&mut s).len(), 5);
}

#[test]
fn own_changes_show_and_counts_reload() {
    let mut s = Story::ready(companies(9));
    s.press("enter").settle();
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.effects.clear();
    s.created(&id);
    assert_eq!(s.model.pane, Pane::Company);
    assert!(says(&s, " 12:41 created jane@contoso.com"), "{:#?}", said(&s));
    assert!(says(&s, "seats 11/30, 19 left"));
    let again = asked(&mut s);
    assert_eq!(again.len(), 2, "seats and counts alone: {again:?}");
}

#[test]
fn reconnect_reloads_failed_parts() {
    let mut s = Story::ready(companies(9));
    s.press("enter").send(Msg::Connection(ConnectionEvent::Unreachable));
    for (ticket, question) in s.parts() {
        let answer = match question {
            Read::Counts(_) => Msg::Counts(ticket, Err(failure(Applied::No, Remedy::Retry))),
            Read::Company(_) => Msg::Company(ticket, Err(failure(Applied::No, Remedy::Nothing))),
            other => part(ticket, &other, &s.list),
        };
        s.send(answer);
    }
    s.settle();
    s.send(Msg::Connection(ConnectionEvent::Reached(9, None)));
    assert_eq!(asked(&mut s), [Read::Counts(CompanyId::new("id0000"))]);
}

#[test]
fn copies_are_of_the_company_read() {
    let mut s = Story::ready(companies(9));
    s.press("j enter y i y n y y");
    let copied = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert_eq!(copied[..2], ["id0001", "Company 0001"]);
    assert!(copied[2].starts_with("Company 0001\t11\t30"), "{}", copied[2]);
}

/// From 180 columns on, the details stand beside the table by themselves.
#[test]
fn details_open_by_themselves_where_there_is_room() {
    let mut s = Story::sized(companies(9), 100, 200, 48);
    s.settle();
    assert!(s.model.company.is_open && s.model.pane == Pane::Table);
    s.press("j j j");
    assert!(s.parts().is_empty(), "nothing is asked while the cursor moves");
    s.wait();
    assert!(!s.parts().is_empty(), "it rests");
    s.press("esc");
    assert!(!s.model.company.is_open);
    s.press("j j");
    assert!(!s.model.company.is_open, "it was closed by hand");
    s.press("enter").settle();
    assert!(s.model.company.is_open);

    let mut s = Story::sized(companies(9), 100, 200, 48);
    s.settle().press("enter");
    assert_eq!(s.model.pane, Pane::Company, "it is there already");
    s.press("esc");

    let mut s = Story::sized(companies(9), 100, 200, 48);
    s.settle().press("q");
    assert!(s.quit, "what opened by itself is no pane that q closes");

    let mut s = Story::sized(companies(9), 100, 200, 48);
    s.settle().send(Msg::Resize(Size { width: 120, height: 40 }));
    assert!(!s.model.company.is_open, "there is no more room");
}

/// The pane has four sections, each with what belongs to it.
#[test]
fn details_have_sections() {
    let mut s = Story::ready(companies(9));
    s.press("enter").settle();
    let lines = lines(&s.model, 70);
    let at = |title: &str| {
        let found = lines.iter().position(|line| matches!(line, PaneLine::Heading(heading) if *heading == title));
        found.unwrap_or_else(|| panic!("{title}: {lines:#?}"))
    };
    let label = |label: &str| {
        let found = lines.iter().position(|line| matches!(line, PaneLine::Text(found, ..) if found == label));
        found.unwrap_or_else(|| panic!("{label}: {lines:#?}"))
    };
    let [licence, people, company, recent] = ["LICENCE", "PEOPLE", "COMPANY", "RECENT HERE"].map(at);
    assert!(licence < label("modules") && label("modules") < people);
    assert!(people < label("users") && label("domains") < company);
    assert!(company < label("company ID") && label("created") < recent);
    assert!(lines.iter().any(|line| matches!(line, PaneLine::Seats(.., text, _) if text.ends_with('%'))));
}
