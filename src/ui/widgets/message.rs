//! What stands where there is nothing to list: what it is, why, and the keys that help.

use ratatui::style::Style;

use crate::app::widgets::area::{Area, wrap};
use crate::domain::text::cells::width;
use crate::ui::widgets::painter::Paint;

/// The text of an empty area, centred.
pub(in crate::ui) struct Message<'a> {
    /// What it is, in one line if there is room.
    pub title: &'a str,
    /// The style of the title.
    pub style: Style,
    /// Why, dim; may be empty.
    pub text: &'a str,
    /// Keys, and what each does.
    pub keys: &'a [(String, String)],
}

/// The longest line: longer ones are hard to read.
const LINE: u16 = 64;
/// Cells between two keys.
const GAP: u16 = 3;

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

impl Message<'_> {
    /// Draws it in the middle of `area`.
    pub(in crate::ui) fn draw(&self, paint: &mut Paint<'_>, area: Area) {
        let t = paint.theme;
        let room = area.width.saturating_sub(4).min(LINE);
        let mut lines: Vec<Vec<(String, Style)>> = Vec::new();
        for (text, style) in [(self.title, self.style), (self.text, t.dim())] {
            if !text.is_empty() {
                lines.extend(wrap(text, usize::from(room)).into_iter().map(|line| vec![(line.into_owned(), style)]));
            }
        }
        let keys = self.key_lines(paint, room);
        if !keys.is_empty() {
            lines.push(Vec::new());
            lines.extend(keys);
        }
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        if height > area.height {
            lines.retain(|line| !line.is_empty());
        }
        // A little above the middle looks like the middle.
        let top = area.height.saturating_sub(height) * 2 / 5;
        for (line, pieces) in (top..area.height).zip(&lines) {
            let takes = pieces.iter().map(|(text, _)| cells(text)).sum::<u16>().min(area.width);
            let mut x = area.x + (area.width - takes) / 2;
            for (text, style) in pieces {
                let left = (area.x + area.width).saturating_sub(x);
                x += paint.text(x, area.y + line, left, text, *style);
            }
        }
    }

    /// The keys, as many beside each other as fit.
    fn key_lines(&self, paint: &Paint<'_>, room: u16) -> Vec<Vec<(String, Style)>> {
        let t = paint.theme;
        let mut lines: Vec<Vec<(String, Style)>> = Vec::new();
        let mut used = 0;
        for (key, does) in self.keys {
            let takes = cells(key) + 1 + cells(does);
            if let Some(line) = lines.last_mut().filter(|_| used + GAP + takes <= room) {
                line.push((" ".repeat(usize::from(GAP)), t.dim()));
                used += GAP;
            } else {
                lines.push(Vec::new());
                used = 0;
            }
            used += takes;
            if let Some(line) = lines.last_mut() {
                line.push((format!("{key} "), t.accent()));
                line.push((does.clone(), t.text()));
            }
        }
        lines
    }
}
