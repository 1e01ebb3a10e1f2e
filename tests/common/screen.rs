//! The screen of a run: it is drawn over what was drawn last, and must show what a new one would.

use keepnet_tui::app::model::Model;
use keepnet_tui::ui;
use keepnet_tui::ui::companies::KeptRows;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::walk::must;

pub struct LastingScreen {
    buffer: Buffer,
    rows: KeptRows,
}

impl LastingScreen {
    pub fn new(width: u16, height: u16) -> Self {
        Self { buffer: Buffer::empty(Rect::new(0, 0, width, height)), rows: KeptRows::default() }
    }

    /// Draws; how many lines were kept.
    pub fn draw(&mut self, model: &Model) -> Result<usize, String> {
        let before = self.buffer.clone();
        let cursor = ui::draw(model, &mut self.buffer, &mut self.rows);
        let mut fresh = Buffer::empty(before.area);
        let wanted = ui::draw(model, &mut fresh, &mut KeptRows::default());
        must(cursor == wanted, || format!("the cursor is at {cursor:?}, not at {wanted:?}"))?;
        let differs = |one: &Buffer, y: u16| (0..one.area.width).find(|x| one[(*x, y)] != self.buffer[(*x, y)]);
        let wrong = (0..fresh.area.height).find_map(|y| Some((differs(&fresh, y)?, y)));
        must(wrong.is_none(), || format!("the cell at {wrong:?} is left from the frame before"))?;
        let kept = (0..).zip(self.rows.kept()).filter(|(_, kept)| **kept);
        let touched = kept.clone().find_map(|(y, _)| Some((differs(&before, y)?, y)));
        must(touched.is_none(), || format!("the cell at {touched:?} has changed in a line that is kept"))?;
        Ok(kept.count())
    }

    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }
}
