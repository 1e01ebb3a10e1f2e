//! What somebody has to know before a key stays in sight, wherever the cursor is and however small the screen.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use rstest::rstest;

use super::{draw, story};
use crate::common::{Story, failure, people};

/// The screen in one line, so that where it breaks does not matter.
pub fn text(s: &Story) -> String {
    let screen = draw(&s.model).backend().to_string();
    screen.replace(['"', '\n', '│'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[rstest]
fn an_address_that_is_nearly_one_of_the_company(#[values((80, 24), (160, 48), (60, 15))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.press("a");
    let verified = vec!["lumenoptics.example".to_owned()];
    for (ticket, _) in s.fetched_domains() {
        s.send(Msg::MailDomains(ticket, Ok(Domains { verified: verified.clone(), unverified: Vec::new() })));
    }
    s.settle().type_text("tim@lumenoptic.example").wait().settle().press("tab");
    assert!(text(&s).contains("domain not verified here; Ctrl-T: tim@lumenoptics.example"), "{}", text(&s));
    s.press("ctrl-t");
    assert!(!text(&s).contains("not verified here"), "{}", text(&s));
}

#[test]
fn why_nothing_was_created_on_the_smallest_screen() {
    let mut s = story(60, 15);
    s.fill().press("alt-s");
    let (id, ..) = s.creates().remove(0);
    let hint = "Check the network, VPN and proxy.".to_owned();
    let (what, why) = (
        "The target user was not created".to_owned(),
        "no connection to the service (refused by 10.1.2.3).".to_owned(),
    );
    s.ends(&id, CreateEnd::Refused(Failure { what, why, hint, ..failure(Applied::No, Remedy::SendAgain) })).reopen();
    assert!(text(&s).contains("no connection to the service (refused by 10.1.2.3)"), "{}", text(&s));
}

#[test]
fn that_the_person_is_there_before_that_no_seat_is_left() {
    let mut s = story(80, 24);
    s.people = people(1);
    let email = s.people[0].email.clone();
    s.press("a").settle().type_text(&email).press("tab").type_text("+44 20 7946 0018").wait().answer_users();
    let shown = text(&s);
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words} is not in {shown}"));
    assert!(at("already exists; the service will refuse it") < at("No seat is left"), "{shown}");
}

#[rstest]
fn that_a_paste_names_more_people_or_was_read_in_part(#[values((80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.press("a").settle();
    let row = |n: usize| format!("Jane\tDoe\tjane.doe{n}@contoso.example\n");
    s.send(Msg::Paste((1..=5).map(row).collect()));
    let shown = text(&s);
    assert!(
        shown.contains("jane.doe1@contoso.example")
            && shown.contains("4 more people are in it: A shows a plan for all 5"),
        "{shown}"
    );
    assert!(!shown.contains("were read"), "{shown}");
    s.press("esc").send(Msg::Paste(format!("Jane Doe\njane.doe@contoso.example\n{}", "and so on\n".repeat(8_000))));
    assert!(text(&s).contains("only the first 64 KiB of the paste were read"), "{}", text(&s));
    assert!(!text(&s).contains("more people"), "{}", text(&s));
}

#[rstest]
fn that_a_department_is_kept_from_the_last_user(#[values((80, 24), (160, 48), (60, 15))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.fill().press("tab tab tab").type_text("Finance").press("shift-tab");
    assert!(!text(&s).contains("↻ kept"), "{}", text(&s));
    s.press("ctrl-n").settle().press("tab tab tab tab");
    assert!(text(&s).contains("Finance") && text(&s).contains("↻ kept"), "{}", text(&s));
    s.type_text("x");
    assert!(!text(&s).contains("↻ kept"), "{}", text(&s));
}

/// The box grows with its words, and the answers stand below the last of them.
#[rstest]
fn the_whole_of_a_question_and_its_answers(#[values((80, 24), (160, 48), (60, 15))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    let email = format!("{}@subsidiary.of.a.company.with.a.very.long.domain.example", "josephine.".repeat(6) + "doe");
    s.press("a").settle().type_text(&email).wait().settle();
    let (form, write) = (s.form().id(), WriteId::new("run", 1));
    s.model.overlays.push(Overlay::confirm(Confirmation::MarkNotCreated { form, write }));
    let shown = text(&s);
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    let asked = at("Mark the user as not created?");
    assert!(asked < at("could not be") && at("can be sent again.") < at("[y] Mark [n] Leave open"), "{shown}");
}

/// In the pane below they do something else, or nothing.
#[test]
fn which_keys_the_commands_of_a_plan_have() {
    let mut s = story(80, 24);
    s.press("A").answer_folder(&["starters.csv"]).press("enter");
    s.answer_plan("Email,Phone\njane@x.example,+44 20 7946 0018\n").press("?");
    let shown = text(&s);
    assert!(shown.contains(" a Show all rows") && shown.contains(" v Give all rows a value"), "{shown}");
}
