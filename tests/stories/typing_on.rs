//! Hands that are a user ahead of the screen: what they type reaches the right form, or can be read.

use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::model::Pane;
use keepnet_tui::app::screen::layout;
use keepnet_tui::domain::change::write::End;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Done, Remedy};

use crate::common::{Story, companies, company, customs, failure};

fn texts(s: &Story) -> [String; 3] {
    [FieldId::Email, FieldId::Phone, FieldId::FirstName].map(|id| s.form().text(id).to_owned())
}

#[track_caller]
fn can_be_read(s: &Story, text: &str) {
    let told: Vec<_> = s.model.notices.newest_first().map(|notice| &notice.text).collect();
    assert!(told.iter().any(|told| told.contains(text)), "{text} is not in {told:#?}");
}

/// The create waited for the custom fields, and one of them is required.
#[test]
fn what_is_typed_while_custom_fields_load_is_not_lost_when_one_is_missing() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    let asked = s.asked_customs();
    s.settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("ctrl-n");
    s.type_text("ben@contoso.com");
    s.tell(Msg::CustomFields(asked[0], Ok(customs()))).type_text("x").rest();
    assert!(s.creates().is_empty());
    assert_eq!(texts(&s)[..2], ["jane@contoso.com", "+442079460018"]);
    can_be_read(&s, "ben@contoso.comx");
}

/// Enter on `[Create]` is a create, too: nobody has seen the company yet.
#[test]
fn nothing_is_created_of_what_is_typed_before_the_rows_are_there() {
    let mut s = Story::ready(companies(137));
    s.press("/").type_text("00").press("enter a").type_text("jane@contoso.com").press("tab").type_text("+442079460018");
    s.press("shift-tab shift-tab shift-tab enter enter ctrl-s").settle();
    assert!(s.creates().is_empty());
    assert_eq!(texts(&s)[..2], ["jane@contoso.com", "+442079460018"]);
}

/// A draft is somebody already.
#[test]
fn what_is_typed_ahead_is_not_mixed_into_a_draft() {
    let mut s = Story::ready(companies(137));
    s.press("a").settle().type_text("jane@contoso.com").press("esc");
    s.press("/").type_text("0000").press("enter a").type_text("ben@contoso.com").settle();
    assert_eq!(texts(&s)[0], "jane@contoso.com");
    can_be_read(&s, "holds a user already. You had typed: ben@contoso.com");
}

/// What is typed for the next user of one company is none of another's.
#[test]
fn another_form_gets_nothing_of_it() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n").type_text("ben@contoso.com").tell(Msg::Mouse(MouseAct::Click, 2, 5));
    can_be_read(&s, "ben@contoso.com");
    s.press("esc j a").settle().type_text("zoe");
    assert_eq!(texts(&s)[0], "zoe", "nothing is caught there");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    assert_eq!(texts(&s)[0], "zoe");
}

/// Two users are on the way in two companies, and the one after the first is being typed.
#[test]
fn the_form_of_another_company_begins_without_it() {
    let mut s = Story::with(companies(3), (160, 48), |_| ());
    s.settle();
    s.press("j").fill().press("ctrl-n esc");
    let (other, ..) = s.creates().remove(0);
    s.press("k").fill().press("ctrl-n").type_text("ben@contoso.com");
    s.press("f1").type_text("next pane").press("enter");
    assert_eq!(s.model.pane, Pane::Table);
    s.press("j a");
    can_be_read(&s, "ben@contoso.com");
    s.created(&other);
    assert!(s.model.forms.drafts().all(|form| !form.text(FieldId::Email).contains("ben")));
}

/// Buttons that do not show cannot be clicked.
#[test]
fn a_question_that_was_not_read_takes_no_click() {
    let mut s = Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60))]);
    s.fill().press("ctrl-s");
    let click = |s: &mut Story| {
        let (_, yes) = layout::answers(layout::list(&s.model).expect("a question").rows);
        s.tell(Msg::Mouse(MouseAct::Click, yes.x, yes.y));
    };
    click(&mut s);
    assert!(s.creates().is_empty() && s.model.overlays.len() == 1);
    s.read();
    click(&mut s);
    assert_eq!(s.creates().len(), 1);
}

/// News that have stood there for a while do not come back beside something else; new ones do.
#[test]
fn news_that_were_read_stay_away() {
    for (rests, there) in [(5_000, false), (500, true)] {
        let mut s = Story::ready(companies(3));
        s.fill().press("ctrl-s");
        let (id, ..) = s.creates().remove(0);
        s.created(&id);
        s.millis += rests;
        s.press("X j");
        assert_eq!(s.model.notices.line().is_some_and(|line| line.text.starts_with("Created")), there);
    }
}

/// An earlier create says nothing about a later failure, and whoever corrects is heard.
#[test]
fn who_corrects_what_was_refused_is_heard() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n");
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    s.fill().press("ctrl-s ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, End::Refused(failure(Done::No, Remedy::Correct(vec!["Phone Number is short.".to_owned()]))));
    s.type_text("7");
    assert_eq!(texts(&s)[1], "+4420794600187");
    // Refused by the form itself: a key that is no text begins the correction at once.
    s.press("end ctrl-u").type_text("12").press("ctrl-n backspace").type_text("3");
    assert_eq!(texts(&s)[1], "13");
}

/// A Backspace too many is still that of the hands that are a user ahead.
#[test]
fn taking_back_more_than_was_typed_on_does_not_end_it() {
    let mut s = Story::ready(companies(3));
    s.press("a").settle().press("tab").type_text("+442079460099").press("tab").type_text("Ann").press("ctrl-n");
    s.type_text("ee").press("backspace backspace backspace").type_text("ve.next@contoso.com").press("ctrl-n");
    assert!(s.creates().is_empty());
    assert_eq!(texts(&s), ["", "+442079460099", "Ann"]);
    s.rest();
    can_be_read(&s, "ve.next@contoso.com");
    assert!(!s.said().contains("what you type on"), "{}", s.said());
}

/// The question about seats comes up with every user of a full company: the next one is typed all the same.
#[test]
fn what_is_typed_under_a_question_goes_on_or_can_be_read() {
    for yes in [true, false] {
        let mut s = Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60))]);
        s.fill()
            .press("ctrl-n")
            .tell(Msg::Paste("yara@lumen.example".to_owned()))
            .press_blindly("tab")
            .type_text("+44 20");
        s.press(if yes { "tab enter" } else { "enter" });
        if yes {
            let (id, ..) = s.creates().remove(0);
            s.created(&id);
            assert_eq!(texts(&s), ["yara@lumen.example", "+44 20", ""]);
        } else {
            // An Enter between two fields was a No: the hands are still at the next user.
            s.type_text("7946");
            assert_eq!(texts(&s)[..2], ["jane@contoso.com", "+442079460018"]);
            can_be_read(&s, "You had typed: yara@lumen.example +44 20");
            s.rest();
            can_be_read(&s, "You had typed: 7946");
        }
    }
    let mut ended = company(1, "Lumen", 6, Limit::Of(60));
    ended.expired = true;
    let mut s = Story::ready(vec![ended]);
    s.press("a").type_text("yara@lumen.example").press("tab enter").settle();
    assert_eq!(texts(&s)[0], "yara@lumen.example");
}

#[test]
fn two_signatures_are_not_one() {
    let mut s = Story::ready(companies(3));
    s.fill().press("ctrl-n");
    for name in ["mara", "tom"] {
        s.tell(Msg::Paste(format!("Somebody <{name}.diez@contoso.com>\n+44 7700 900123")));
    }
    let (id, ..) = s.creates().remove(0);
    s.created(&id);
    can_be_read(&s, "mara.diez@contoso.com");
    // Hands that go on have not seen the preview.
    s.type_text("i x").press("esc");
    assert_eq!(texts(&s)[0], "");
}
