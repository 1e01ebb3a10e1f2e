//! What input and signals tell the loop.

use super::super::background::TerminalReport;
use super::super::platform::Signal;
use crate::app::core::msg::Msg;

/// Why the loop woke up.
pub(in super::super) enum InputEvent {
    /// A message for the program.
    Msg(Msg),
    /// An answer of the terminal.
    Background(TerminalReport),
    /// A signal for the process.
    Signal(Signal),
}
