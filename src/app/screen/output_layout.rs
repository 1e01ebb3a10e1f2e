//! Layout of the output of a command: its rows, and the line below that says how it ended.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::output::CommandOutput;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::overlay_layout;
use crate::app::widgets::area::Area;

/// The parts of the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputAreas {
    /// The output.
    pub rows: Area,
    /// How it ended.
    pub end: Area,
}

/// Divides the box. The end stands in the last line, after an empty one.
#[must_use]
pub fn areas(inner: Area) -> OutputAreas {
    let rows = inner.lines(0, inner.height.saturating_sub(2));
    OutputAreas { rows, end: inner.lines(inner.height.saturating_sub(1), 1) }
}

/// How many rows there are, and how many fit; `None` without an output.
#[must_use]
pub fn extent(model: &Model) -> Option<(usize, usize)> {
    let Some(Overlay::Output(output)) = model.overlays.last() else { return None };
    let rows = areas(overlay_layout::list(model)?.rows).rows;
    Some((output.rows(usize::from(rows.width)).len(), usize::from(rows.height)))
}

/// How it stands: `exit code 0 (0.3 s)`.
#[must_use]
pub fn standing(model: &Model, output: &CommandOutput) -> String {
    output.standing(&model.describe_keys(Command::Back, Scope::Always))
}
