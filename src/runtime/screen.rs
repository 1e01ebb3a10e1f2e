//! The terminal: switched over at the start, and back exactly as it was found.

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
use crate::system::out::unguarded;
use crate::ui;

/// The screen while the program has it.
pub(super) struct Screen {
    /// Never dropped: its own drop writes a failure to standard error, and panics where that is the
    /// same terminal that is gone. What it would do is done in [`Screen::leave`].
    terminal: ManuallyDrop<Terminal<Tty>>,
    /// What is switched on now, and so has to be switched off.
    entered: bool,
    mouse: bool,
    mouse_wanted: bool,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        // Our own theme leaves colours out; crossterm's switch would write resets in their place.
        crossterm::style::force_color_output(true);
        let out = BufWriter::with_capacity(1 << 16, unguarded());
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

    /// Gives the terminal back; doing it twice does nothing.
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
        // Raw mode goes even when nothing can be written any more.
        disable_raw_mode().and(written)
    }

    /// Takes it over again after a suspension.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        // A stop that nobody announced left it switched on, as far as we know: whoever had it meanwhile may have
        // changed the line modes, and they are only set anew when they were given back.
        self.leave()?;
        self.switch_on()?;
        self.repaint()
    }

    /// Captures the mouse, or lets the terminal have it.
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

    /// The next frame paints every cell.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        // Not `clear`: that asks the terminal where the cursor is, and fails when no answer comes in time.
        let size = self.terminal.size()?;
        self.terminal.resize(ratatui::layout::Rect::from((ratatui::layout::Position::ORIGIN, size)))
    }

    /// The screen's size.
    pub(super) fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size()?;
        Ok(Size { width: size.width, height: size.height })
    }

    /// Draws one frame; only changed cells are written, and a terminal that can shows them at once.
    pub(super) fn draw(&mut self, model: &Model) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| ui::draw(model, frame))?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Writes a sequence for the terminal itself.
    pub(super) fn write(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(sequence.as_bytes())?;
        Write::flush(out)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // The last resort of a panic or an early return; whoever leaves in order has looked at the result.
        let _ = self.leave();
    }
}
