//! Text that comes at once: pastes, and keys that came together because a terminal does not mark its pastes.
//!
//! A paste presses nothing. Of keys that came together several lines of text are one; the others type and move as keys
//! do, but an Enter among them presses no button, answers no question and runs no action. Ctrl-S and Ctrl-N are
//! heard: no pasted text has them, and whoever types ahead does.

use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::flows::owner_search;
use crate::app::flows::{add_ahead, lists};
use crate::app::form::edit::paste;
use crate::app::form::state::Focus;
use crate::app::keys::press::{Key, Press};
use crate::app::keys::table::{Command, Scope};
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::layout;
use crate::app::screen::scope::innermost;
use crate::app::shell::update::{filter_of, one};
use crate::app::widgets::text_input::PASTE_MAX;

/// So many characters of several lines are a paste wherever they come; fewer may be keys typed ahead.
const SURELY_PASTED: usize = 40;
/// Most characters told of text that was not used.
const TOLD_MAX: usize = 2_000;

/// Handles keys that came together.
pub(in crate::app) fn quick(model: &mut Model, keys: &[Press], out: &mut Vec<Effect>) {
    let mut run = Run::default();
    let mut at = 0;
    while let Some(press) = keys.get(at) {
        if at >= run.end {
            run = Run::from(keys, at);
        }
        if run.is_paste(at, model) {
            let text = keys.get(at..run.end).unwrap_or_default().iter().map_while(character).collect();
            one(model, Msg::Paste(text), out);
            at = run.end;
        } else {
            model.quick = true;
            one(model, Msg::Key(*press), out);
            model.quick = false;
            at += 1;
        }
    }
}

/// What the key writes, line breaks and tabs among it.
fn character(press: &Press) -> Option<char> {
    match (press.key, press.ctrl, press.alt) {
        (Key::Enter, false, false) | (Key::Char('j'), true, false) => Some('\n'),
        (Key::Tab, false, false) if !press.shift => Some('\t'),
        _ => press.typed(),
    }
}

/// Keys one after the other that all write something, measured once: there may be thousands of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Run {
    /// The place after the last one.
    end: usize,
    /// From here or before two lines with something in them follow; none: nowhere.
    two_lines: Option<usize>,
}

impl Run {
    /// The run that begins at this place; a key that writes nothing is one of its own.
    fn from(keys: &[Press], at: usize) -> Self {
        let mut run = Self { end: at, two_lines: None };
        // The last letter of the line so far, and of the last line before it that has one.
        let (mut letter, mut before) = (None, None);
        for c in keys.get(at..).unwrap_or_default().iter().map_while(character) {
            if c == '\n' {
                before = letter.take().or(before);
            } else if !c.is_whitespace() {
                letter = Some(run.end);
                run.two_lines = before.or(run.two_lines);
            }
            run.end += 1;
        }
        run.end = run.end.max(at + 1);
        run
    }

    /// From this place on they are several lines that nobody types between two looks at the screen.
    fn is_paste(&self, at: usize, model: &mut Model) -> bool {
        self.two_lines.is_some_and(|last| at <= last)
            && (self.end - at > SURELY_PASTED
                || model.hold.is_some()
                || innermost(model) == Scope::Form
                    && model.forms.current_mut().is_some_and(|form| form.focused_input().is_some()))
    }
}

/// Why `command` is not run for a key that came together with others: it would press what nobody has seen.
pub(in crate::app) fn unseen(model: &Model, command: Command) -> Option<String> {
    if !model.quick {
        return None;
    }
    let presses = match command {
        Command::FormEnter => {
            model.forms.current().is_some_and(|form| matches!(form.focus, Focus::Create | Focus::Leave))
        }
        Command::Yes => true,
        Command::Take => match model.overlays.last() {
            Some(Overlay::Confirm { yes, .. }) => *yes,
            Some(Overlay::Keys(_) | Overlay::Palette(_) | Overlay::Preview(_) | Overlay::Profiles { .. }) => true,
            _ => false,
        },
        _ => false,
    };
    let key = if command == Command::Yes { model.say(command, Scope::Confirm) } else { "Enter".to_owned() };
    presses.then(|| format!("{key} came together with other keys, as in a paste, and presses nothing; press it again"))
}

/// Handles a paste, marked as one or not.
pub(in crate::app) fn pasted(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let end = (0..=PASTE_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    take(model, &text[..end], out);
    if end < text.len() {
        let kept = PASTE_MAX / 1024;
        model.notices.info(model.now, format!("The paste was longer than {kept} KiB: only its beginning was used"));
    }
}

fn take(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    model.notices.key_pressed();
    if model.hold.is_some() {
        add_ahead::pasted(model, text);
        return;
    }
    model.prefix = None;
    if layout::is_too_small(model.size) {
        model.notices.info(model.now, "A paste was not taken: the screen was too small to show it");
        return;
    }
    match innermost(model) {
        Scope::Search => lists::paste_search(model, text, out),
        Scope::Form | Scope::Picker => paste(model, text),
        Scope::Whose => owner_search::pasted(model, text, out),
        Scope::List => {
            if let Some(list) = filter_of(model) {
                list.filter.paste(text);
                list.cursor = 0;
            }
        }
        Scope::Prompt
        | Scope::Always
        | Scope::Everywhere
        | Scope::Start
        | Scope::Table
        | Scope::Company
        | Scope::Users
        | Scope::User
        | Scope::Activity
        | Scope::Messages
        | Scope::Menu
        | Scope::Wait
        | Scope::Columns
        | Scope::Preview
        | Scope::Confirm => {
            model.notices.record_news(model.now, format!("Not used, because no input was open: {}", shortened(text)));
            model.notices.hint(model.now, "pasted text was ignored: no input is open here");
        }
    }
}

fn shortened(text: &str) -> String {
    let safe = crate::domain::text::clean_typed(text);
    match safe.char_indices().nth(TOLD_MAX) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn keys(text: &str) -> Vec<Press> {
        let press = |c| match c {
            '\n' => Press::plain(Key::Enter),
            '^' => Press::plain(Key::Esc),
            c => Press::plain(Key::Char(c)),
        };
        text.chars().map(press).collect()
    }

    #[rstest]
    #[case("one", 0, 3, None)]
    #[case("one\n", 0, 4, None)]
    #[case("one\ntwo", 0, 7, Some(2))]
    #[case("one \n\n  two\n three", 0, 18, Some(10))]
    #[case("one\n  \n", 0, 7, None)]
    #[case("a^one\ntwo^", 0, 1, None)]
    #[case("a^one\ntwo^", 1, 2, None)]
    #[case("a^one\ntwo^", 2, 9, Some(4))]
    #[case("", 0, 1, None)]
    fn a_run_is_measured_once(#[case] text: &str, #[case] at: usize, #[case] end: usize, #[case] last: Option<usize>) {
        assert_eq!(Run::from(&keys(text), at), Run { end, two_lines: last });
    }
}
