//! The terminal: set up at the start, and restored exactly at the end.

use std::io;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, queue};
use ratatui::layout;

use super::platform;
use crate::app::core::settings::Size;
use crate::app::model::Model;
use crate::display::{Display, Support};
use crate::ui;
use crate::ui::companies::KeptRows;

/// The size assumed for terminals that report no columns or rows, such as serial consoles.
const USUAL: (u16, u16) = (80, 24);
/// Gives up a region that scrolls and the colours of the pen: the last frame may have been cut off.
const RESET: &[u8] = b"\x1b[r\x1b[m";

/// The size to draw with; if there is none, that of the environment, or the default.
pub(super) fn usable(width: u16, height: u16, variable: impl Fn(&str) -> Option<String>) -> Size {
    let told = |name: &str| variable(name)?.trim().parse().ok().filter(|cells: &u16| *cells > 0);
    let or = |cells: u16, name: &str, usual: u16| if cells > 0 { cells } else { told(name).unwrap_or(usual) };
    Size { width: or(width, "COLUMNS", USUAL.0), height: or(height, "LINES", USUAL.1) }
}

/// The terminal while the program uses it.
pub(super) struct Screen {
    display: Display,
    /// What its buffer shows.
    rows: KeptRows,
    /// What is switched on and must be switched off.
    entered: bool,
    mouse: bool,
    mouse_wanted: bool,
}

impl Screen {
    /// Sets up the terminal.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        let Size { width, height } = Self::size();
        let support = Support::of(|name| std::env::var(name).ok());
        let display = Display::new(layout::Size { width, height }, support);
        let mut screen = Self { display, rows: KeptRows::default(), entered: false, mouse: false, mouse_wanted: mouse };
        screen.switch_on()?;
        Ok(screen)
    }

    fn switch_on(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.entered = true;
        self.mouse = self.mouse_wanted;
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            queue!(bytes, EnableMouseCapture)?;
        }
        platform::write_output(&bytes)
    }

    /// Restores the terminal; calling it twice is harmless.
    pub(super) fn leave(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.entered) {
            return Ok(());
        }
        let mut bytes = RESET.to_vec();
        let queued = (|| {
            if std::mem::take(&mut self.mouse) {
                queue!(bytes, DisableMouseCapture)?;
            }
            queue!(bytes, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show)
        })();
        let written = queued.and_then(|()| platform::write_output(&bytes));
        // Raw mode is left even if nothing can be written any more.
        disable_raw_mode().and(written)
    }

    /// Sets it up again after a suspension.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        // After a stop that was not announced it still counts as set up, but another program may have changed the line
        // modes, which are only set after they were restored.
        self.leave()?;
        self.switch_on()?;
        self.repaint();
        Ok(())
    }

    /// Captures the mouse, or releases it.
    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse_wanted = on;
        self.mouse = on;
        let mut bytes = Vec::new();
        if on {
            queue!(bytes, EnableMouseCapture)?;
        } else {
            queue!(bytes, DisableMouseCapture)?;
        }
        platform::write_output(&bytes)
    }

    /// The next frame repaints every cell.
    pub(super) fn repaint(&mut self) {
        self.display.forget();
    }

    /// The terminal has said whether it repeats characters.
    pub(super) fn repeats(&mut self, works: bool) {
        self.display.set_repeat(works);
    }

    /// The terminal's size. It is asked at the start and when it changes, not for every frame.
    pub(super) fn size() -> Size {
        let (width, height) = platform::terminal_size().unwrap_or_default();
        usable(width, height, |name| std::env::var(name).ok())
    }

    /// Draws a frame, in one write; nothing is written if the terminal shows it already.
    pub(super) fn draw(&mut self, model: &Model) -> io::Result<()> {
        let Size { width, height } = model.size;
        let size = layout::Size { width, height };
        if size != self.display.size() {
            self.display.resize(size);
        }
        let rows = &mut self.rows;
        platform::write_output(self.display.next_frame(|buffer| (ui::draw(model, buffer, rows), rows.kept())))
    }

    /// Writes a sequence to the terminal that leaves the screen, the cursor and the pen as they are.
    #[expect(clippy::unused_self, reason = "only a terminal that is set up is written to")]
    pub(super) fn write(&mut self, sequence: &str) -> io::Result<()> {
        platform::write_output(sequence.as_bytes())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // For panics and early returns; an orderly exit checks the result.
        let _ = self.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case((120, 40), &[("COLUMNS", "9")], (120, 40))]
    #[case((0, 0), &[], (80, 24))]
    #[case((0, 0), &[("COLUMNS", "132"), ("LINES", "50")], (132, 50))]
    #[case((0, 40), &[("COLUMNS", "wide")], (80, 40))]
    #[case((0, 0), &[("COLUMNS", "0"), ("LINES", " 30 ")], (80, 30))]
    fn zero_terminal_size_is_replaced(
        #[case] told: (u16, u16),
        #[case] set: &[(&str, &str)],
        #[case] size: (u16, u16),
    ) {
        let variable = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(usable(told.0, told.1, variable), Size { width: size.0, height: size.1 });
    }
}
