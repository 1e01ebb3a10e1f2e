//! The terminal backend: crossterm's, with a fallback for a terminal that does not know its size.

use std::io::{self, BufWriter, Stdout, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

type Inner = CrosstermBackend<BufWriter<Stdout>>;

/// The size assumed for terminals that report no columns or rows, such as serial consoles.
const USUAL: (u16, u16) = (80, 24);

/// The size to draw with; if there is none, that of the environment, or the default.
pub(super) fn usable(width: u16, height: u16, variable: impl Fn(&str) -> Option<String>) -> (u16, u16) {
    let told = |name: &str| variable(name)?.trim().parse().ok().filter(|cells: &u16| *cells > 0);
    let or = |cells: u16, name: &str, usual: u16| if cells > 0 { cells } else { told(name).unwrap_or(usual) };
    (or(width, "COLUMNS", USUAL.0), or(height, "LINES", USUAL.1))
}

/// The same with the environment of this process.
pub(super) fn usable_here(width: u16, height: u16) -> (u16, u16) {
    usable(width, height, |name| std::env::var(name).ok())
}

/// The terminal.
pub(super) struct Tty(pub(super) Inner);

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.0)
    }
}

impl Backend for Tty {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.0.draw(content)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.0.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, kind: ClearType) -> io::Result<()> {
        self.0.clear_region(kind)
    }

    fn size(&self) -> io::Result<Size> {
        let Size { width, height } = self.0.size()?;
        Ok(Size::from(usable_here(width, height)))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::usable;
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
        assert_eq!(usable(told.0, told.1, variable), size);
    }
}
