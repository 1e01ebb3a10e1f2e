//! The bytes of a frame, as they are put together.

use super::cell::Look;
use super::pen;
use super::position::{Place, step};

/// The bytes of a frame, and what the terminal draws with after them.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub bytes: Vec<u8>,
    /// `None`: unknown.
    pub pen: Option<Look>,
    /// The cell that is written next; `None`: unknown.
    pub at: Option<Place>,
}

impl Output {
    pub(super) fn pen(&mut self, look: Look) {
        pen::change(self.pen, look, &mut self.bytes);
        self.pen = Some(look);
    }

    pub(super) fn step(&mut self, to: Place) {
        step(self.at, to, &mut self.bytes);
        self.at = Some(to);
    }
}
