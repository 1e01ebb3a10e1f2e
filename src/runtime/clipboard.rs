//! The clipboard: over ssh through the terminal (OSC 52), locally through the desktop's own command.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::local_failure::local_failure;
use crate::domain::service::failure::Failure;
use crate::system::child::{self, ChildSpec, Environment, ProcessGroup};

/// Time limit of a clipboard command.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A command that reads the clipboard's new text from its input.
pub(super) type Tool = (&'static str, &'static [&'static str]);

/// How text reaches the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClipboardRoute {
    /// A terminal sequence.
    Terminal,
    /// A command of the desktop.
    Command(Tool),
}

impl ClipboardRoute {
    /// The route for this process.
    pub(super) fn here() -> Self {
        Self::choose(|name| std::env::var(name).ok().filter(|v| !v.is_empty()), find)
    }

    fn choose(env: impl Fn(&str) -> Option<String>, exists: impl Fn(&str) -> bool) -> Self {
        if env("SSH_CONNECTION").is_some() || env("SSH_TTY").is_some() {
            return Self::Terminal;
        }
        let mut tools: Vec<Tool> = Vec::new();
        if cfg!(target_os = "macos") {
            tools.push(("pbcopy", &[]));
        }
        if cfg!(windows) {
            tools.push(("clip", &[]));
        }
        if env("WAYLAND_DISPLAY").is_some() {
            tools.push(("wl-copy", &[]));
        }
        if env("DISPLAY").is_some() {
            tools.extend([("xclip", &["-selection", "clipboard"][..]), ("xsel", &["-b", "-i"][..])]);
        }
        tools.into_iter().find(|(tool, _)| exists(tool)).map_or(Self::Terminal, Self::Command)
    }
}

/// Whether there is such a program.
pub(super) fn find(tool: &str) -> bool {
    let name = if cfg!(windows) { format!("{tool}.exe") } else { tool.to_owned() };
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(&name).is_file()))
}

/// Longer texts do not reach the clipboard through every terminal: as a sequence this is 74 994 characters.
pub(super) const TERMINAL_LIMIT: usize = 56_240;

/// The sequence that sets the clipboard.
pub(super) fn osc52(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", STANDARD.encode(text))
}

/// Copies through this command; what to say about it.
pub(super) fn copy(tool: Tool, what: &str, text: &str) -> Result<String, Failure> {
    match run(tool, text) {
        Ok(()) => Ok(copied_message(what, text, Some(tool.0))),
        Err(error) => Err(local_failure(&format!("{what} was not copied"), &error)),
    }
}

/// Runs the clipboard command. The text is its input, not an argument. It may leave a process that serves the clipboard
/// for hours, without any of this program's secrets.
fn run((tool, arguments): Tool, text: &str) -> std::io::Result<()> {
    let order = ChildSpec {
        arguments: Some(arguments),
        program: tool,
        environment: Environment::Desktop,
        group: ProcessGroup::Background,
        input: Some(text.as_bytes()),
        wants_line: false,
        timeout: TIMEOUT,
    };
    child::run(&order).map(drop).map_err(|why| std::io::Error::other(format!("{tool} {why}")))
}

/// The message about a copy: what, how, and the text itself, in case it does not arrive.
///
/// The route through the terminal is mentioned once, in case the text does not arrive.
pub(super) fn copied_message(what: &str, text: &str, way: Option<&str>) -> String {
    // In the clipboard cells are separated by tabs, and the lines of a receipt are lines.
    let text = text.trim_end().replace('\t', "  ").replace('\n', " · ");
    let shown: String = text.chars().take(120).collect();
    let more = if shown.len() < text.len() { "..." } else { "" };
    let way = way.map(|way| format!(" ({way})")).unwrap_or_default();
    format!("Copied {what}{way}: {shown}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipboard_over_ssh_uses_terminal_else_desktop_command() {
        let env = |set: &'static [&'static str]| move |name: &str| set.contains(&name).then(|| "x".to_owned());
        assert_eq!(ClipboardRoute::choose(env(&["SSH_TTY", "DISPLAY"]), |_| true), ClipboardRoute::Terminal);
        if cfg!(target_os = "linux") {
            let way = ClipboardRoute::choose(env(&["DISPLAY"]), |tool| tool == "xsel");
            assert_eq!(way, ClipboardRoute::Command(("xsel", &["-b", "-i"])));
            assert_eq!(ClipboardRoute::choose(env(&["DISPLAY"]), |_| false), ClipboardRoute::Terminal);
            assert_eq!(ClipboardRoute::choose(env(&[]), |_| true), ClipboardRoute::Terminal);
        }
    }

    #[test]
    fn cells_of_a_row_stand_apart() {
        assert_eq!(
            copied_message("the row", "Contoso\t60\tid1", Some("xsel")),
            "Copied the row (xsel): Contoso  60  id1"
        );
        assert_eq!(copied_message("the row", "Contoso", None), "Copied the row: Contoso");
        assert_eq!(
            copied_message("the receipt", "Created\nWho: Jane\n", None),
            "Copied the receipt: Created · Who: Jane"
        );
    }

    #[test]
    fn the_sequence_carries_no_raw_text() {
        assert_eq!(osc52("a\x07b"), "\x1b]52;c;YQdi\x07");
    }
}
