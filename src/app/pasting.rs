//! Text that comes at once: pastes, and keys that came together because a terminal does not mark its pastes.
//!
//! A paste presses nothing. Of keys that came together several lines of text are one; the others type and move as keys
//! do, but an Enter among them presses no button, answers no question and runs no action. Ctrl-S and Ctrl-N are
//! heard: no pasted text has them, and whoever types ahead does.

use super::ahead;
use super::commands::{Command, Scope};
use super::effect::Effect;
use super::form::Focus;
use super::form_keys::paste;
use super::input::PASTE_MAX;
use super::layout;
use super::lists;
use super::model::Model;
use super::msg::Msg;
use super::overlay::{Overlay, Question};
use super::press::{Key, Press};
use super::resolve::innermost;
use super::typing_on;
use super::update::{READING_ON, begin_reading, filter_of, one};
use super::whose;

/// So many characters of several lines are a paste wherever they come; fewer may be keys typed ahead.
const SURELY_PASTED: usize = 40;
/// Most characters told of text that was not used.
const TOLD_MAX: usize = 2_000;

/// Handles keys that came together.
pub(super) fn quick(model: &mut Model, keys: &[Press], out: &mut Vec<Effect>) {
    let mut rest = keys;
    while let Some((press, after)) = rest.split_first() {
        let (text, count) = leading_text(rest);
        if is_paste(model, &text) {
            one(model, Msg::Paste(text), out);
            rest = rest.get(count..).unwrap_or_default();
        } else {
            model.quick = true;
            one(model, Msg::Key(*press), out);
            model.quick = false;
            rest = after;
        }
    }
}

/// The text that the keys begin with, and how many keys it is.
fn leading_text(keys: &[Press]) -> (String, usize) {
    let mut text = String::new();
    let character = |press: &Press| match (press.key, press.ctrl, press.alt) {
        (Key::Enter, false, false) | (Key::Char('j'), true, false) => Some('\n'),
        (Key::Tab, false, false) if !press.shift => Some('\t'),
        _ => press.typed(),
    };
    let count = keys.iter().map_while(character).inspect(|c| text.push(*c)).count();
    (text, count)
}

/// Several lines that nobody types between two looks at the screen.
fn is_paste(model: &mut Model, text: &str) -> bool {
    if text.lines().filter(|line| !line.trim().is_empty()).nth(1).is_none() {
        return false;
    }
    let form = model.ahead.is_some()
        || innermost(model) == Scope::Form && model.forms.current_mut().is_some_and(|f| f.focused_input().is_some());
    form || text.chars().nth(SURELY_PASTED).is_some()
}

/// Why `command` is not run for a key that came together with others: it would press what nobody has seen.
pub(super) fn unseen(model: &Model, command: Command) -> Option<String> {
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
pub(super) fn pasted(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let end = (0..=PASTE_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    take(model, &text[..end], out);
    if end < text.len() {
        let kept = PASTE_MAX / 1024;
        model.notices.info(model.now, format!("The paste was longer than {kept} KiB: only its beginning was used"));
    }
}

fn take(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    model.notices.key_pressed();
    if model.ahead.is_some() {
        ahead::keep(model, Msg::Paste(text.to_owned()));
        return;
    }
    model.prefix = None;
    if typing_on::pasted(model, text, out) {
        return;
    }
    if model.asked.as_ref().is_some_and(Question::meets_typing) {
        // For the form that comes after the question, as the keys are.
        model.under_question.push(Msg::Paste(text.to_owned()));
        begin_reading(model, READING_ON, out);
        let typed = ahead::text_of(&model.under_question);
        model.notices.hint(model.now, format!("a question is open; pasted and typed ahead: {typed}"));
        return;
    }
    if layout::is_too_small(model.size) {
        model.notices.info(model.now, "A paste was not taken: the screen was too small to show it");
        return;
    }
    match innermost(model) {
        Scope::Search => lists::paste_search(model, text, out),
        Scope::Form | Scope::Picker => paste(model, text),
        Scope::Whose => whose::pasted(model, text, out),
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
