//! Layout of the box with the aliases and the note of a company.

use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::overlay_layout;
use crate::app::widgets::area::Area;

/// Cells of the labels.
pub const LABEL: u16 = 9;

/// The parts of the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteAreas {
    /// The box with its border.
    pub frame: Area,
    /// The line of the aliases, without its label.
    pub aliases: Area,
    /// The aliases of the team, if there are any.
    pub shared: Option<Area>,
    /// The note.
    pub text: Area,
    /// The first row of the note that is drawn.
    pub top: usize,
}

impl NoteAreas {
    /// The cells of a row of the note: one stays free for the cursor.
    #[must_use]
    pub fn cells(&self) -> usize {
        usize::from(self.text.width.saturating_sub(1)).max(1)
    }
}

/// Divides the box; `None` if it is not on the screen.
#[must_use]
pub fn areas(model: &Model) -> Option<NoteAreas> {
    let Some(Overlay::Note(prompt)) = model.overlays.last() else { return None };
    let frame = overlay_layout::list(model)?.frame;
    let inner = frame.inside(2);
    let labelled = |line: u16| {
        let line = inner.lines(line, 1);
        Area { x: line.x + LABEL, width: line.width.saturating_sub(LABEL), ..line }
    };
    let has_shared = !prompt.shared.is_empty();
    let above = 1 + u16::from(has_shared);
    // A line apart from the aliases, if there is room.
    let gap = u16::from(inner.height > above + 4);
    let text = inner.lines(above + gap, inner.height.saturating_sub(above + gap));
    let text = Area { x: text.x + LABEL, width: text.width.saturating_sub(LABEL), ..text };
    let areas = NoteAreas { frame, aliases: labelled(0), shared: has_shared.then(|| labelled(1)), text, top: 0 };
    Some(NoteAreas { top: prompt.text.top(areas.cells(), usize::from(text.height)), ..areas })
}
