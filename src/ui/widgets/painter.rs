//! The painter: puts fitted text into cells, and nothing outside the screen.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthChar;

use crate::app::model::Model;
use crate::app::screen::layout::PaneArea;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::{fit, plain_width, width};
use crate::ui::theme::Theme;

/// Text in one style.
pub(in crate::ui) type Piece<'a> = (&'a str, Style);

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
        if let Some(wide) = self.plain_width(text) {
            self.plain((x, y), cells, (text, wide), align, style);
        } else {
            let fitted = fit(text, usize::from(cells), align, self.cut());
            self.raw(x, y, cells, &fitted, style);
        }
    }

    /// The cells of a text that is put into them as it is, character by character.
    fn plain_width(&self, text: &str) -> Option<usize> {
        plain_width(text).filter(|wide| !self.theme.ascii || *wide == text.len())
    }

    /// Such a text in exactly `cells` cells. Most of the screen: nothing is allocated.
    fn plain(&mut self, (x, y): (u16, u16), cells: u16, (text, wide): (&str, usize), align: Align, style: Style) {
        let (room, mark) = (usize::from(cells), self.cut());
        let (kept, blanks) = if wide > room { (room.saturating_sub(1), 0) } else { (wide, room - wide) };
        let line = self.line(x, y, cells);
        let before = if align == Align::Right { blanks.min(line.len()) } else { 0 };
        let (before, rest) = line.split_at_mut(before);
        let put = |cell: &mut Cell, c: char| {
            cell.set_char(c).set_style(style);
        };
        for cell in before {
            put(cell, ' ');
        }
        let mut rest = rest.iter_mut();
        for (c, cell) in text.chars().take(kept).zip(rest.by_ref()) {
            put(cell, c);
        }
        if wide > room
            && let Some(cell) = rest.next()
        {
            put(cell, mark);
        }
        for cell in rest {
            put(cell, ' ');
        }
    }

    /// Cells beside each other, as far as they are on the screen.
    fn line(&mut self, x: u16, y: u16, cells: u16) -> &mut [Cell] {
        let screen = self.buffer.area;
        if y >= screen.height || x >= screen.width {
            return &mut [];
        }
        let start = usize::from(y) * usize::from(screen.width) + usize::from(x);
        let end = start + usize::from(cells.min(screen.width - x));
        self.buffer.content.get_mut(start..end).unwrap_or_default()
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
                if self.theme.ascii {
                    self.without_own_signs(x, y, room);
                }
            }
        }
    }

    /// The signs that the program's own sentences have besides ASCII.
    fn without_own_signs(&mut self, x: u16, y: u16, room: u16) {
        for at in x..x + room {
            let cell = &mut self.buffer[(at, y)];
            match cell.symbol() {
                "…" => drop(cell.set_symbol("~")),
                "·" => drop(cell.set_symbol("-")),
                _ => {}
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
        let rect = Rect::new(area.x, area.y, area.width, area.height);
        let rect = rect.intersection(self.buffer.area);
        self.buffer.set_style(rect, style);
        if Theme::is_reversed(style) {
            self.even(rect);
        }
    }

    /// Makes an area in reverse video even. A single blank belongs to the words beside it.
    fn even(&mut self, rect: Rect) {
        for y in rect.rows().map(|row| row.y) {
            let mut after_word = false;
            for x in rect.left()..rect.right() {
                let is_word = |buffer: &Buffer, x: u16| x < rect.right() && buffer[(x, y)].symbol() != " ";
                let is_gap = !(is_word(self.buffer, x) || after_word && is_word(self.buffer, x + 1));
                after_word = is_word(self.buffer, x);
                let cell = &mut self.buffer[(x, y)];
                let style = Theme::evened(cell.style(), is_gap);
                cell.set_style(style);
            }
        }
    }

    /// Fills the screen with the background, except for lines that are kept.
    pub(in crate::ui) fn ground(&mut self, kept: &[bool]) {
        let mut blank = Cell::EMPTY;
        blank.set_style(self.theme.ground());
        let lines = self.buffer.content.chunks_mut(usize::from(self.buffer.area.width).max(1));
        for (line, _) in lines.zip(kept).filter(|(_, kept)| !**kept) {
            line.fill(blank.clone());
        }
    }

    /// Makes everything that is drawn so far paler: it lies behind an overlay.
    pub(in crate::ui) fn recede(&mut self) {
        let theme = self.theme;
        for cell in &mut self.buffer.content {
            let style = theme.receded(cell.style());
            cell.set_style(style);
        }
        self.cursor = None;
    }

    /// Empties an area and gives it this background.
    pub(in crate::ui) fn clear(&mut self, area: Area, background: Style) {
        for y in area.y..area.y + area.height {
            // Half of a wide character cannot be kept.
            if let Some(cell) = area.x.checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)))
                && width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            self.cell(area.x, y, area.width, "", Align::Left, Style::reset().patch(background));
        }
    }

    /// One sign of one cell, so many times beside each other.
    pub(in crate::ui) fn repeat(&mut self, x: u16, y: u16, cells: u16, sign: char, style: Style) {
        for cell in self.line(x, y, cells) {
            cell.set_char(sign).set_style(style);
        }
    }

    /// A horizontal line.
    pub(in crate::ui) fn rule(&mut self, area: Area, style: Style) {
        self.repeat(area.x, area.y, area.width, self.theme.glyph('─', '-'), style);
    }

    /// Pieces of text beside each other, cut at `cells`; returns the cells they took.
    pub(in crate::ui) fn pieces(&mut self, x: u16, y: u16, cells: u16, pieces: &[Piece<'_>]) -> u16 {
        let mut took = 0;
        for (text, style) in pieces {
            took += self.text(x + took, y, cells - took, text, *style);
        }
        took
    }

    /// The frame of a pane, or a rule above it, with the title on the left and `right` on the right; what is on the
    /// right gives way to the title.
    pub(in crate::ui) fn pane(&mut self, pane: PaneArea, focused: bool, title: &[Piece<'_>], right: &[Piece<'_>]) {
        let style = self.theme.frame(focused);
        if pane.is_framed {
            self.border(pane.outer, style);
        } else {
            self.rule(pane.title(), style);
        }
        self.titles(pane.outer, title, right);
    }

    fn titles(&mut self, outer: Area, title: &[Piece<'_>], right: &[Piece<'_>]) {
        let room = outer.width.saturating_sub(4);
        let padded = |pieces: &[Piece<'_>]| {
            let cells = pieces.iter().map(|(text, _)| width(text)).sum::<usize>();
            u16::try_from(cells).unwrap_or(u16::MAX).saturating_add(2)
        };
        // Nothing to say leaves no gap in the line.
        let is_said = |pieces: &[Piece<'_>]| pieces.iter().any(|(text, _)| !text.is_empty());
        let (line, blank) = (outer.y, self.theme.text());
        let mut left = 0;
        if is_said(title) {
            left = padded(title).min(room);
            self.cell(outer.x + 2, line, left, "", Align::Left, blank);
            self.pieces(outer.x + 3, line, left.saturating_sub(2), title);
        }
        let takes = padded(right);
        if is_said(right) && left + takes < room {
            let x = outer.x + outer.width - 2 - takes;
            self.cell(x, line, takes, "", Align::Left, blank);
            self.pieces(x + 1, line, takes - 2, right);
        }
    }

    fn border(&mut self, area: Area, style: Style) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let t = self.theme;
        let (left, right, bottom) = (area.x, area.x + area.width - 1, area.y + area.height - 1);
        for y in [area.y, bottom] {
            self.repeat(left + 1, y, area.width - 2, t.glyph('─', '-'), style);
        }
        for y in area.y + 1..bottom {
            self.repeat(left, y, 1, t.glyph('│', '|'), style);
            self.repeat(right, y, 1, t.glyph('│', '|'), style);
        }
        let corners = [(left, area.y, '╭'), (right, area.y, '╮'), (left, bottom, '╰'), (right, bottom, '╯')];
        for (x, y, corner) in corners {
            self.repeat(x, y, 1, t.glyph(corner, '+'), style);
        }
    }

    /// A box above the panes, with a title.
    ///
    /// Content below ends a cell before it; no stubs are left between it and the edge of the screen.
    pub(in crate::ui) fn overlay(&mut self, area: Area, title: &str) {
        let title = [(title, self.theme.strong())];
        self.overlay_with(area, if title[0].0.is_empty() { &[] } else { &title }, &[]);
    }

    /// The same with pieces on the left and on the right of its upper edge.
    pub(in crate::ui) fn overlay_with(&mut self, area: Area, title: &[Piece<'_>], right: &[Piece<'_>]) {
        const STUB: u16 = 8;
        let beyond = self.buffer.area.width.saturating_sub(area.x + area.width);
        let before = if area.x <= STUB { area.x } else { 1 };
        let after = if beyond <= STUB { beyond } else { 1 };
        let t = self.theme;
        self.clear(Area { x: area.x - before, width: area.width + before + after, ..area }, t.ground());
        self.clear(area, t.raised());
        self.border(area, t.frame(true));
        self.titles(area, title, right);
    }
}
