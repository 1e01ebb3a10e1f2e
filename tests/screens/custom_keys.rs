//! Keys of the configuration on the screen: footer, key list, prefix menu, buttons and sentences.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::keys::rebind::rebound;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::terminal::key_binding::Binding;

use super::{draw, story};
use crate::common::{Story, failure};

fn dressed(lines: &[(&str, &[&str])]) -> Story {
    let bindings: Vec<Binding> = (1..)
        .zip(lines)
        .map(|(line, (command, keys))| Binding {
            command: (*command).to_owned(),
            keys: keys.iter().map(|k| (*k).to_owned()).collect(),
            line,
        })
        .collect();
    let mut s = story(160, 48);
    s.model.settings.keys = rebound(&bindings, &[]).expect("keys that can be");
    s
}

#[track_caller]
fn shows(s: &Story, words: &[&str], not: &[&str]) {
    let text = draw(&s.model).backend().to_string();
    for word in words {
        assert!(text.contains(word), "{word:?} is not in\n{text}");
    }
    for word in not {
        assert!(!text.contains(word), "{word:?} is in\n{text}");
    }
}

#[test]
fn the_screen_names_the_keys_in_force() {
    let mut s = dressed(&[("over-limit", &["f2"]), ("create", &["f12"]), ("pick", &["f3"]), ("search", &["X"])]);
    shows(&s, &["X find"], &["/ find"]);
    s.press("f1").type_text("over their licence");
    shows(&s, &["F2"], &["f o"]);
    s.press("esc f2").settle();
    s.list.clear();
    s.press("r").settle();
    shows(&s, &["F2 shows all"], &["! shows all"]);

    let mut s = dressed(&[("create", &["f12"]), ("pick", &["f3"]), ("only-low", &["f z"])]);
    s.press("f").settle();
    s.model.prefix.as_mut().expect("a prefix").menu = true;
    shows(&s, &["│ z   Only LOW"], &[]);
    s.press("esc").press("a").settle();
    s.press("tab tab tab tab tab");
    shows(&s, &["[ Create F12 ]", "[ Create, next ^N ]", "F3 picks", "F12 create"], &["Ctrl-S", "^S", "F4 picks"]);
}

/// A failure comes from where no keys are known.
#[test]
fn what_could_not_be_loaded_names_the_key_that_loads_it_again() {
    let again = || Failure { hint: "Check the network.".into(), ..failure(Applied::No, Remedy::Retry) };
    let new = || dressed(&[("reload", &["f6"]), ("whose-go-on", &["f7"])]);

    let mut s = new();
    s.press("enter");
    for (ticket, question) in s.parts() {
        if let Read::Counts(_) = question {
            s.send(Msg::Counts(ticket, Err(again())));
        }
    }
    shows(&s, &["F6 tries again"], &["r tries again"]);

    let mut s = new();
    s.press("a");
    for ticket in s.take(|e| if let Effect::Fetch(t, Read::Groups(_)) = e { Some(*t) } else { None }) {
        s.send(Msg::Choices(ticket, Err(again())));
    }
    s.press("tab tab tab tab tab f4");
    shows(&s, &["Check the network. F6"], &["r tries again", "F5"]);

    let mut s = new();
    s.press("w").type_text("jane@lumen.example").press("enter");
    loop {
        let asked = s.fetched_users();
        if asked.is_empty() {
            break;
        }
        for (ticket, ..) in asked {
            s.send(Msg::Users(ticket, Err(again())));
        }
    }
    shows(&s, &["F7 tries again"], &["r tries again"]);
}
