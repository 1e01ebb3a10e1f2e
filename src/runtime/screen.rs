//! The terminal: set up at the start, and restored exactly at the end.

use std::io::{self, BufWriter, Write};
use std::mem::ManuallyDrop;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::backend::Tty;
use crate::app::core::settings::Size;
use crate::app::model::Model;
use crate::system::output::raw_stdout;
use crate::ui;

/// The terminal while the program uses it.
pub(super) struct Screen {
    /// Never dropped: its `Drop` writes errors to standard error, and panics if that is the lost terminal.
    /// [`Screen::leave`] does the rest.
    terminal: ManuallyDrop<Terminal<Tty>>,
    /// What is switched on and must be switched off.
    entered: bool,
    mouse: bool,
    mouse_wanted: bool,
}

impl Screen {
    /// Sets up the terminal.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        // Our own theme leaves out colours; crossterm's switch would write resets instead.
        crossterm::style::force_color_output(true);
        let out = BufWriter::with_capacity(1 << 16, raw_stdout());
        let terminal = ManuallyDrop::new(Terminal::new(Tty(CrosstermBackend::new(out)))?);
        let mut screen = Self { terminal, entered: false, mouse: false, mouse_wanted: mouse };
        screen.switch_on()?;
        Ok(screen)
    }

    fn switch_on(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.entered = true;
        let out = self.terminal.backend_mut();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse_wanted {
            self.mouse = true;
            queue!(out, EnableMouseCapture)?;
        }
        Write::flush(out)
    }

    /// Restores the terminal; calling it twice is harmless.
    pub(super) fn leave(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.entered) {
            return Ok(());
        }
        let mouse = std::mem::take(&mut self.mouse);
        let out = self.terminal.backend_mut();
        let written = (|| {
            if mouse {
                queue!(out, DisableMouseCapture)?;
            }
            queue!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show)?;
            Write::flush(out)
        })();
        // Raw mode is left even if nothing can be written any more.
        disable_raw_mode().and(written)
    }

    /// Sets it up again after a suspension.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        // After a stop that was not announced it still counts as set up, but another program may have changed the line
        // modes, which are only set after they were restored.
        self.leave()?;
        self.switch_on()?;
        self.repaint()
    }

    /// Captures the mouse, or releases it.
    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse_wanted = on;
        self.mouse = on;
        let out = self.terminal.backend_mut();
        if on {
            queue!(out, EnableMouseCapture)?;
        } else {
            queue!(out, DisableMouseCapture)?;
        }
        Write::flush(out)
    }

    /// The next frame repaints every cell.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        // Not `clear`: that queries the cursor position, and fails without a timely answer.
        let size = self.terminal.size()?;
        self.terminal.resize(ratatui::layout::Rect::from((ratatui::layout::Position::ORIGIN, size)))
    }

    /// The terminal's size.
    pub(super) fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size()?;
        Ok(Size { width: size.width, height: size.height })
    }

    /// Draws a frame; only changed cells are written, synchronised if the terminal supports it.
    pub(super) fn draw(&mut self, model: &Model) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            if let Some(cursor) = ui::draw(model, frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Writes a sequence to the terminal.
    pub(super) fn write(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(sequence.as_bytes())?;
        Write::flush(out)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // For panics and early returns; an orderly exit checks the result.
        let _ = self.leave();
    }
}
