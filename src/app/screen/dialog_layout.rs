//! Layout of a question: what is asked, what follows from a yes, and the buttons.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Confirmation;
use crate::app::screen::confirmations::{self, QuestionLines};
use crate::app::widgets::area::Area;
use crate::domain::text::cells::width;

/// The widest box of a question: longer lines are hard to read.
const WIDEST: u16 = 64;
/// The narrowest.
const NARROWEST: u16 = 44;
/// Cells of border and room at each side of the text.
const SIDE: u16 = 3;
/// Lines of border, the gap before the buttons, and the buttons.
const AROUND: u16 = 4;
/// Cells between the buttons.
const GAP: u16 = 3;

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// `[y] Delete`
    pub label: String,
    /// Where it is.
    pub area: Area,
}

/// The box of a question and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogAreas {
    /// The box with its border.
    pub frame: Area,
    /// What is asked, and what follows from a yes.
    pub lines: QuestionLines,
    /// The first line of what is asked.
    pub asked: Area,
    /// The first line of what follows.
    pub text: Area,
    /// The button of a yes.
    pub yes: Button,
    /// The button of a no.
    pub no: Button,
}

/// Divides the box of a question. Where there is no room for empty lines, they are left out.
#[must_use]
pub fn areas(model: &Model, question: &Confirmation) -> DialogAreas {
    let screen = screen_of(model);
    let most = centred(screen, WIDEST, u16::MAX);
    let cells = most.width.saturating_sub(2 * SIDE);
    let lines =
        confirmations::lines(model, question, usize::from(cells), usize::from(most.height.saturating_sub(AROUND)));
    let of = |lines: &[String]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let (asked, text) = (of(&lines.asked), of(&lines.text));
    let labels = [(Command::Yes, lines.verbs.0), (Command::No, lines.verbs.1)].map(|(command, verb)| {
        let key = model.settings.keys.key_of(command, Scope::Confirm).unwrap_or_default();
        format!("[{key}] {verb}")
    });
    let buttons = labels.iter().map(|label| cells_of(label)).sum::<u16>() + GAP;
    let longest = lines.asked.iter().chain(&lines.text).map(|line| cells_of(line)).max().unwrap_or(0);
    let wide = longest.max(buttons).saturating_add(2 * SIDE).clamp(NARROWEST, WIDEST);
    let taken = AROUND.saturating_add(asked).saturating_add(text);
    // Between question and text, then above, then below.
    let blanks = most.height.saturating_sub(taken).min(3);
    let between = u16::from(blanks > 0 && text > 0);
    let (above, below) = (u16::from(blanks > 1), u16::from(blanks > 2));
    let frame = centred(screen, wide, taken + between + above + below);
    let inner = frame.inside(SIDE);
    let y = inner.y + inner.height.saturating_sub(1 + below);
    let x = inner.x + inner.width.saturating_sub(buttons) / 2;
    let [yes, no] = labels;
    let yes = Button { area: Area { x, y, width: cells_of(&yes), height: 1 }, label: yes };
    let no = Button { area: Area { x: x + yes.area.width + GAP, width: cells_of(&no), ..yes.area }, label: no };
    let asked = inner.lines(above, asked);
    let text = inner.lines(above + asked.height + between, text);
    DialogAreas { frame, lines, asked, text, yes, no }
}

/// The whole screen.
pub(super) fn screen_of(model: &Model) -> Area {
    Area { x: 0, y: 0, width: model.size.width, height: model.size.height }
}

/// A box of this size in the middle of an area, smaller if need be.
pub(super) fn centred(room: Area, width: u16, height: u16) -> Area {
    let width = width.min(room.width.saturating_sub(2));
    let height = height.min(room.height.saturating_sub(2));
    Area { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height }
}

fn cells_of(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
