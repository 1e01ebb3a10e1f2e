//! Bursts of keys, because a terminal does not mark its pastes or the user types fast.
//!
//! A paste presses nothing. Several lines of text in a burst are a paste; other keys type and move as usual,
//! but Enter presses no button, answers no question and runs no command. Ctrl-S and Ctrl-N work: pasted
//! text never contains them, and users who type ahead do press them.

use crate::app::core::msg::Msg;
use crate::app::form::focus::Focus;
use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::press::{Key, KeyPress};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::scope::innermost;

/// Length from which several lines are a paste anywhere; shorter ones may be keys typed ahead.
const SURELY_PASTED: usize = 40;

/// A burst, taken key by key: the meaning of each key depends on the effect of those before it.
pub(in crate::app) struct Burst<'a> {
    keys: &'a [KeyPress],
    run: Run,
    at: usize,
}

impl<'a> Burst<'a> {
    /// These keys.
    pub(in crate::app) fn of(keys: &'a [KeyPress]) -> Self {
        Self { keys, run: Run::default(), at: 0 }
    }

    /// The next key or paste, given the state after the ones before.
    pub(in crate::app) fn next(&mut self, model: &mut Model) -> Option<Msg> {
        let press = *self.keys.get(self.at)?;
        if self.at >= self.run.end {
            self.run = Run::from(self.keys, self.at);
        }
        if self.run.is_paste(self.at, model) {
            let text = self.keys.get(self.at..self.run.end).unwrap_or_default().iter().map_while(character).collect();
            self.at = self.run.end;
            return Some(Msg::Paste(text));
        }
        self.at += 1;
        Some(Msg::Key(press))
    }
}

/// The character the key types, including line breaks and tabs.
fn character(press: &KeyPress) -> Option<char> {
    match (press.key, press.ctrl, press.alt) {
        (Key::Enter, false, false) | (Key::Char('j'), true, false) => Some('\n'),
        (Key::Tab, false, false) if !press.shift => Some('\t'),
        _ => press.typed(),
    }
}

/// A run of keys that all type text, measured once: there may be thousands.
#[derive(Debug, Default, PartialEq, Eq)]
struct Run {
    /// Index after the last key.
    end: usize,
    /// Last index from which at least two non-empty lines follow, if any.
    two_lines: Option<usize>,
}

impl Run {
    /// The run that starts at this index; a key that types no text is a run of its own.
    fn from(keys: &[KeyPress], at: usize) -> Self {
        let mut run = Self { end: at, two_lines: None };
        // Index of the last character of this line, and of the last non-empty line before it.
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

    /// From this index on, the run is a paste: several lines, long ones or into an input.
    fn is_paste(&self, at: usize, model: &mut Model) -> bool {
        self.two_lines.is_some_and(|last| at <= last)
            && (self.end - at > SURELY_PASTED
                || model.hold.is_some()
                || innermost(model) == Scope::Note
                || innermost(model) == Scope::Form
                    && model.drafts.current_mut().is_some_and(|form| form.focused_input().is_some()))
    }
}

/// Why `command` is not run for a key in a burst: it would confirm something the user has not seen.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn unseen(model: &Model, command: Command) -> Option<String> {
    if !model.quick {
        return None;
    }
    let presses = match command {
        Command::FormEnter => model
            .drafts
            .current()
            .is_some_and(|form| matches!(form.focus(), Focus::Create | Focus::CreateNext | Focus::Leave)),
        Command::Yes | Command::ToggleActive => true,
        Command::Import(ImportAct::Open) => matches!(model.overlays.last(), Some(Overlay::PastePreview(_))),
        Command::Accept => match model.overlays.last() {
            Some(Overlay::Confirm { yes, .. }) => *yes,
            Some(
                Overlay::Keys(_)
                | Overlay::Palette(_)
                | Overlay::PastePreview(_)
                | Overlay::Profiles { .. }
                | Overlay::SaveView(_),
            ) => true,
            _ => false,
        },
        _ => false,
    };
    let key = match command {
        Command::Yes => model.describe_keys(command, Scope::Confirm),
        Command::Import(_) => model.describe_keys(command, Scope::Preview),
        Command::ToggleActive => model.describe_keys(command, Scope::Users),
        _ => "Enter".to_owned(),
    };
    presses.then(|| format!("{key} arrived together with other keys, as in a paste, and was ignored; press it again"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn keys(text: &str) -> Vec<KeyPress> {
        let press = |c| match c {
            '\n' => KeyPress::plain(Key::Enter),
            '^' => KeyPress::plain(Key::Esc),
            c => KeyPress::plain(Key::Char(c)),
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
