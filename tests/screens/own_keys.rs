//! Keys of the configuration on the screen: footer, key list, prefix menu, buttons and sentences.

use keepnet_tui::app::rebind::rebound;
use keepnet_tui::domain::binding::Binding;

use super::common::Story;
use super::{draw, story};

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
    s.model.settings.keys = rebound(&bindings).expect("keys that can be");
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
    let mut s = dressed(&[("over-limit", &["f2"]), ("create", &["f9"]), ("pick", &["f3"]), ("search", &["x"])]);
    shows(&s, &["F2 over limit", "x search"], &["! over limit"]);
    s.press("f1").type_text("over their licence");
    shows(&s, &["F2"], &["f o"]);
    s.press("esc f2").settle();
    s.list.clear();
    s.press("r").settle();
    shows(&s, &["F2 shows all."], &["! shows all"]);

    let mut s = dressed(&[("create", &["f9"]), ("pick", &["f3"]), ("only-low", &["f z"])]);
    s.press("f").settle();
    s.model.prefix.as_mut().expect("a prefix").menu = true;
    shows(&s, &["│ z   LOW alone"], &[]);
    s.press("esc").press("a").settle();
    shows(&s, &["[ Create F9      ]", "F3 picks", "F9 create"], &["Ctrl-S", "F4 picks"]);
}
