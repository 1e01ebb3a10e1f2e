//! The painter: puts fitted text into cells, and nothing outside the screen.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_width::UnicodeWidthChar;

use crate::app::model::Model;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::{fit, width};
use crate::ui::theme::Theme;

/// Draws into a buffer.
pub(in crate::ui) struct Paint<'a> {
    buffer: &'a mut Buffer,
    /// The theme.
    pub theme: Theme,
    /// Position of the terminal's cursor.
    pub cursor: Option<(u16, u16)>,
}

impl<'a> Paint<'a> {
    pub(in crate::ui) fn new(model: &Model, buffer: &'a mut Buffer) -> Self {
        Self { buffer, theme: Theme::new(model.settings.appearance, model.settings.ascii), cursor: None }
    }

    /// The mark at the end of cut text.
    fn cut(&self) -> char {
        self.theme.glyph('…', '~')
    }

    /// Text in exactly `cells` cells.
    pub(in crate::ui) fn cell(&mut self, x: u16, y: u16, cells: u16, text: &str, align: Align, style: Style) {
        let fitted = fit(text, usize::from(cells), align, self.cut());
        self.raw(x, y, cells, &fitted, style);
    }

    /// Text in at most `cells` cells; returns the cells it took.
    pub(in crate::ui) fn text(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        let takes = u16::try_from(width(text)).unwrap_or(u16::MAX).min(cells);
        self.cell(x, y, takes, text, Align::Left, style);
        takes
    }

    /// Text that ends at the right edge of `area`'s first line; returns the cells it took.
    pub(in crate::ui) fn right(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let takes = u16::try_from(width(text)).unwrap_or(u16::MAX).min(area.width);
        self.cell(area.x + area.width - takes, area.y, takes, text, Align::Left, style);
        takes
    }

    fn raw(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) {
        let screen = self.buffer.area;
        if y < screen.height && x < screen.width {
            let room = cells.min(screen.width - x);
            self.buffer.set_stringn(x, y, text, usize::from(room), style);
            if !text.is_ascii() {
                self.split(x, y, room);
            }
        }
    }

    /// Gives signs that take cells (Devanagari vowels, Thai sara am) cells of their own, apart from
    /// the letter they stand on: as one wide letter, the sign would be left behind when the letter is
    /// overwritten, because terminals clear the second half of one wide character only.
    fn split(&mut self, x: u16, y: u16, room: u16) {
        for at in x..x + room {
            let symbol = self.buffer[(at, y)].symbol();
            let Some((cut, _)) = symbol.char_indices().skip(1).find(|(_, c)| c.width().unwrap_or(0) > 0) else {
                continue;
            };
            let (letter, sign) = (symbol[..cut].to_owned(), symbol[cut..].to_owned());
            let next = u16::try_from(width(&letter)).unwrap_or(u16::MAX).saturating_add(at);
            if width(&letter) + width(&sign) == width(symbol) && next < x + room {
                self.buffer[(at, y)].set_symbol(&letter);
                // As the second half of the letter it had no style of its own.
                let style = self.buffer[(at, y)].style();
                self.buffer[(next, y)].set_symbol(&sign).set_style(style);
            }
        }
    }

    /// Adds a style to cells that are drawn already.
    pub(in crate::ui) fn tint(&mut self, area: Area, style: Style) {
        let rect = ratatui::layout::Rect::new(area.x, area.y, area.width, area.height);
        self.buffer.set_style(rect.intersection(self.buffer.area), style);
    }

    /// Fills the screen with the background.
    pub(in crate::ui) fn ground(&mut self) {
        let screen = self.buffer.area;
        self.buffer.set_style(screen, self.theme.ground());
    }

    /// Empties an area.
    pub(in crate::ui) fn clear(&mut self, area: Area) {
        let blank = " ".repeat(usize::from(area.width));
        for y in area.y..area.y + area.height {
            // Half of a wide character cannot be kept.
            if let Some(cell) = area.x.checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)))
                && width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            self.raw(area.x, y, area.width, &blank, Style::reset().patch(self.theme.ground()));
        }
    }

    /// A horizontal line with text on the left and on the right.
    pub(in crate::ui) fn rule(&mut self, area: Area, left: &str, right: &str) {
        let line: String = std::iter::repeat_n(self.theme.glyph('─', '-'), usize::from(area.width)).collect();
        let dim = self.theme.dim();
        self.cell(area.x, area.y, area.width, &line, Align::Left, dim);
        let plain = self.theme.plain();
        if !left.is_empty() {
            self.text(area.x + 2, area.y, area.width.saturating_sub(4), &format!(" {left} "), plain);
        }
        if !right.is_empty() {
            let inner = Area { width: area.width.saturating_sub(2), ..area };
            self.right(inner, &format!(" {right} "), plain);
        }
    }

    /// A box with a title.
    ///
    /// Content below ends a cell before it; no stubs are left between it and the edge of the screen.
    pub(in crate::ui) fn frame(&mut self, area: Area, title: &str) {
        const STUB: u16 = 3;
        let right = self.buffer.area.width.saturating_sub(area.x + area.width);
        let left = if area.x <= STUB { area.x } else { 1 };
        let right = if right <= STUB { right } else { 1 };
        self.clear(Area { x: area.x - left, width: area.width + left + right, ..area });
        if area.width < 2 || area.height < 2 {
            return;
        }
        let t = self.theme;
        let across: String = std::iter::repeat_n(t.glyph('─', '-'), usize::from(area.width - 2)).collect();
        let corners = [t.glyph('┌', '+'), t.glyph('┐', '+'), t.glyph('└', '+'), t.glyph('┘', '+')];
        let bottom = area.y + area.height - 1;
        self.cell(area.x, area.y, area.width, &format!("{}{across}{}", corners[0], corners[1]), Align::Left, t.plain());
        self.cell(area.x, bottom, area.width, &format!("{}{across}{}", corners[2], corners[3]), Align::Left, t.plain());
        let side = t.glyph('│', '|').to_string();
        for y in area.y + 1..bottom {
            self.cell(area.x, y, 1, &side, Align::Left, t.plain());
            self.cell(area.x + area.width - 1, y, 1, &side, Align::Left, t.plain());
        }
        self.text(area.x + 2, area.y, area.width - 4, &format!(" {title} "), t.strong());
    }
}
