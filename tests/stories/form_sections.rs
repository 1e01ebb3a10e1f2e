//! Sections of the form are folded to one line each, and open by themselves when the cursor comes or something in them
//! needs a person.

use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::screen::field_grid::FormLine;
use keepnet_tui::app::screen::form_layout;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::form::fields::{FieldId, Section};
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use crate::common::{Story, companies, custom_fields, failure};

fn lines(s: &Story) -> Vec<FormLine> {
    form_layout::form(&s.model).expect("the form").lines
}

fn is_folded(s: &Story, section: Section) -> bool {
    let (folded, heading) = (FormLine::Folded(section), FormLine::Heading(section));
    let lines = lines(s);
    assert!(lines.contains(&folded) != lines.contains(&heading), "{section:?}: {lines:?}");
    lines.contains(&folded)
}

fn summary(s: &Story, section: Section) -> String {
    s.form().section_summary(section, " · ")
}

fn opened() -> Story {
    let mut s = Story::ready(companies(3));
    s.custom = custom_fields();
    s.press("a").settle();
    s
}

#[test]
fn tab_opens_a_section_and_folds_it_behind_itself() {
    let mut s = opened();
    let places: Vec<_> = s.form().places().collect();
    for place in &places {
        assert_eq!(s.form().focus(), *place);
        let own = s.form().section(*place);
        for section in [Section::Access, Section::Manager, Section::Own] {
            assert_eq!(is_folded(&s, section), own != Some(section), "{section:?} at {place:?}");
        }
        s.press("tab");
    }
    assert_eq!(s.form().focus(), Focus::Create);
    assert!(is_folded(&s, Section::Own));
    for place in places.iter().rev() {
        s.press("shift-tab");
        assert_eq!(s.form().focus(), *place);
        let own = s.form().section(*place);
        assert!(own == Some(Section::Person) || own.is_some_and(|own| !is_folded(&s, own)), "{place:?}");
    }
}

#[test]
fn a_click_on_a_folded_section_goes_to_its_first_field() {
    for (section, first) in [
        (Section::Access, Focus::Field(FieldId::Groups)),
        (Section::Manager, Focus::Field(FieldId::ManagerFirstName)),
        (Section::Own, Focus::Custom(2)),
    ] {
        let mut s = opened();
        let areas = form_layout::form(&s.model).expect("the form");
        let at = areas.lines.iter().position(|line| *line == FormLine::Folded(section)).expect("its line");
        let y = areas.body.y + u16::try_from(at).expect("few lines");
        s.send(Msg::Mouse(MouseAct::Click, areas.body.x + 5, y));
        assert_eq!(s.form().focus(), first);
        assert!(!is_folded(&s, section));
    }
}

#[test]
fn a_section_with_a_problem_stays_open() {
    let mut s = opened();
    while s.form().focus() != Focus::Field(FieldId::ManagerLastName) {
        s.press("tab");
    }
    s.type_text("Boss").press("tab tab tab");
    assert!(!is_folded(&s, Section::Manager), "one of three");
    while s.form().focus() != Focus::Field(FieldId::ManagerLastName) {
        s.press("shift-tab");
    }
    s.press("ctrl-u tab tab tab");
    assert!(is_folded(&s, Section::Manager));
}

#[test]
fn what_the_service_refuses_is_never_folded_and_f8_goes_there() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    let messages = vec!["TimeZoneId is unknown".to_owned(), "Email is in use".to_owned()];
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(messages)))).reopen();
    assert_eq!(s.form().focus(), Focus::Field(FieldId::Email));
    assert!(!is_folded(&s, Section::Access), "the time zone was refused");
    s.press("f8");
    assert_eq!(s.form().focus(), Focus::Field(FieldId::TimeZone));
}

#[test]
fn f8_opens_the_section_of_a_problem() {
    let mut s = opened();
    s.press("ctrl-s");
    s.press("f8 f8");
    assert!(matches!(s.form().focus(), Focus::Custom(_)), "a required field of the company is no part of a fold");
    assert_eq!(s.form().section(s.form().focus()), Some(Section::Person));
}

#[test]
fn the_line_of_a_folded_section_says_what_is_in_it() {
    let mut s = opened();
    assert_eq!(summary(&s, Section::Access), "no groups · priority Medium · active");
    assert_eq!(summary(&s, Section::Manager), "none");
    assert_eq!(summary(&s, Section::Own), "none of 4 filled in");
    while s.form().focus() != Focus::Field(FieldId::Groups) {
        s.press("tab");
    }
    s.press("f4 space space enter").type_text("zur").press("enter").type_text("fin").press("enter");
    s.press("right tab space tab")
        .type_text("Ada")
        .press("tab")
        .type_text("Boss")
        .press("tab")
        .type_text("ada@x.example");
    assert_eq!(summary(&s, Section::Access), "Finance, New joiners · Zürich · Finance · priority High · INACTIVE");
    assert_eq!(summary(&s, Section::Manager), "Ada Boss · ada@x.example");
    s.press("tab").type_text("7");
    assert!(summary(&s, Section::Own).ends_with(" 7"), "{}", summary(&s, Section::Own));
}

#[test]
fn the_names_share_a_line_and_tab_goes_from_one_to_the_other() {
    for width in [60, 80, 160] {
        let mut s = Story::sized(companies(3), 100, width, 24);
        s.settle().press("a").settle().press("tab tab");
        let pair = FormLine::Pair(Focus::Field(FieldId::FirstName), Focus::Field(FieldId::LastName));
        assert!(lines(&s).contains(&pair), "{width}");
        s.type_text("Maya").press("tab").type_text("Okafor").press("tab");
        let names = [FieldId::FirstName, FieldId::LastName].map(|id| s.form().text(id).to_owned());
        assert_eq!((names, s.form().focus()), (["Maya".into(), "Okafor".into()], Focus::Field(FieldId::Department)));
    }
}
