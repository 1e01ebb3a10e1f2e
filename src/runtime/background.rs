//! Asks the terminal for its background, for the automatic theme, and whether it repeats characters.

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::terminal::appearance::{Background, BackgroundAnswer};
use crate::store;

/// Where the cursor is after a line that is repeated, OSC 11, and after them the primary device attributes. Every terminal
/// answers those, so that one that does not know the others need not be waited for. The first frame clears the line.
pub(super) const QUESTION: &str = "\x1b[2;1H─\x1b[3b\x1b[6n\x1b]11;?\x07\x1b[c";
/// The answer about the cursor, if the line was repeated. No key sends the second row.
#[cfg(unix)]
pub(super) const REPEATED: &[u8] = b"\x1b[2;5R";
/// How long the first frame waits for a terminal that was never asked before.
pub(super) const WAIT: Duration = Duration::from_millis(100);
/// How long the end of the program waits for an answer that would otherwise reach the shell as typed text.
pub(super) const WAIT_AT_END: Duration = Duration::from_millis(300);

/// What the terminal says after it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(unix), expect(dead_code, reason = "other systems are not asked"))]
pub(super) enum TerminalReport {
    /// This is its background.
    Is(Background),
    /// Whether it repeats a character that is not ASCII: tmux 3.3 does not, whatever `TERM` says.
    Repeats(bool),
    /// There is nothing more to come.
    End,
}

/// What tells terminals apart. Their versions are left out: a new version has the same colours.
const VARIABLES: [&str; 7] =
    ["TERM", "TERM_PROGRAM", "LC_TERMINAL", "COLORFGBG", "ITERM_PROFILE", "KONSOLE_PROFILE_NAME", "WT_PROFILE_ID"];

/// The memory of this terminal's background.
pub(super) struct Memory {
    state: Option<PathBuf>,
    terminal: String,
    known: Option<BackgroundAnswer>,
}

impl Memory {
    /// Of the terminal that these variables describe; without a directory there is none.
    pub(super) fn new(state: Option<PathBuf>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut terminal: String = VARIABLES.map(|name| variable(name).unwrap_or_default()).join("\n");
        // Inside tmux the background is what tmux says.
        if variable("TMUX").is_some() {
            terminal.push_str("\ntmux");
        }
        let known = state.as_deref().and_then(|state| store::background(state, &terminal));
        Self { state, terminal, known }
    }

    /// What the terminal has said.
    pub(super) fn answer(&self) -> Option<BackgroundAnswer> {
        self.known
    }

    /// Remembers what it says now, in the background. Silence does not replace an earlier answer.
    pub(super) fn remember(&mut self, answer: BackgroundAnswer) {
        if self.known == Some(answer) || (self.known.is_some() && answer == BackgroundAnswer::NotTold) {
            return;
        }
        self.known = Some(answer);
        let Some(state) = self.state.clone() else { return };
        let terminal = self.terminal.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = store::remember_background(&state, &terminal, answer) {
                tracing::warn!(%error, "the terminal's background is not remembered");
            }
        });
    }
}

/// Whether the terminal can be asked: some show the question, and GNU screen at the far end of a connection answers for
/// a terminal that it cannot ask.
pub(super) fn can_be_asked(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let in_screen = term.starts_with("screen") && variable("TMUX").is_none();
    cfg!(unix) && !in_screen && !term.is_empty() && !term.starts_with("Eterm")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    }

    #[test]
    fn terminals_that_cannot_answer_are_not_asked() {
        let asked = |set: &[(&str, &str)]| can_be_asked(env(set));
        assert!(asked(&[("TERM", "xterm-256color")]) && asked(&[("TERM", "screen-256color"), ("TMUX", "/tmp/t")]));
        assert!(!asked(&[]) && !asked(&[("TERM", "screen.xterm-256color")]) && !asked(&[("TERM", "Eterm")]));
    }

    #[tokio::test]
    async fn terminals_are_remembered_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = |set: &[(&str, &str)]| Memory::new(Some(folder.path().to_owned()), env(set));
        let (one, other) = ([("TERM", "xterm")], [("TERM", "xterm"), ("TERM_PROGRAM", "WezTerm")]);
        let light = BackgroundAnswer::Is(Background::Light);
        store::remember_background(folder.path(), &memory(&one).terminal, light).expect("written");
        assert_eq!((memory(&one).answer(), memory(&other).answer()), (Some(light), None));
        assert_eq!(memory(&[("TERM", "xterm"), ("TMUX", "/tmp/t")]).answer(), None);
        assert_eq!(Memory::new(None, env(&one)).answer(), None);
    }
}
