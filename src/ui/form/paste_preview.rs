//! The preview of a paste, one line per field: kept or skipped, the value, how certain it is.

use ratatui::style::Style;

use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::preview::{PastePreview, Suggestion};
use crate::app::screen::field_grid::LABEL_ROOM;
use crate::app::screen::overlay_layout::ListAreas;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::domain::text::{count, grouped};
use crate::paste::{Certainty, READ_KIB};
use crate::ui::widgets::filter_list::instead;
use crate::ui::widgets::painter::Paint;

const NOTHING: Style = Style::new();

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, preview: &PastePreview) {
    let takes = model.describe_keys(Command::Accept, Scope::Preview);
    let title = match preview.people {
        0 | 1 => format!("Paste: {takes} takes what is marked, Esc leaves the form as it is"),
        n => format!("Paste: the first of {n} people; {takes} takes, Esc leaves"),
    };
    paint.overlay(areas.frame, &title);
    if preview.suggestions.is_empty() {
        let pastes = model.describe_keys(Command::PasteRaw, Scope::Preview);
        instead(paint, areas, &format!("Nothing was recognised. {pastes} pastes the text as it is."));
        return;
    }
    let room = usize::from(areas.rows.height);
    let top = (preview.cursor + 1).saturating_sub(room);
    for (n, (index, offer)) in (0..).zip(preview.suggestions.iter().enumerate().skip(top)) {
        let at = areas.rows.lines(n, 1);
        if at.height == 0 {
            return;
        }
        line(paint, at, value_cells(preview, at.width), offer, index == preview.cursor);
    }
    let after = u16::try_from(preview.suggestions.len().saturating_sub(top)).unwrap_or(u16::MAX);
    let (dim, warning) = (paint.theme.dim(), paint.theme.warning());
    let other = preview.other.as_ref().map(|email| {
        let marks = model.describe_keys(Command::Mark, Scope::Preview);
        let stays = match preview.stays.join(", ") {
            stays if stays.is_empty() => String::new(),
            stays => format!("; {stays} would stay"),
        };
        (format!("! not {email}: {marks} on Email marks all{stays}"), warning)
    });
    let unused = (!preview.leftover.is_empty()).then(|| {
        let n = count(preview.leftover.len() as u64, "line was", "lines were");
        (format!("{n} not used: {}", preview.leftover.join(" | ")), dim)
    });
    let more = (preview.people > 1).then(|| {
        let others = count(preview.people as u64 - 1, "more person is", "more people are");
        let said = match preview.all {
            Some(all) => {
                let adds = model.describe_keys(Command::Import(ImportAct::Open), Scope::Preview);
                format!("! {others} in it: {adds} shows a plan for all {}", grouped(all))
            }
            None => format!("! {others} in this paste: paste them one by one"),
        };
        (said, warning)
    });
    let cut = preview.cut.then(|| (format!("! only the first {READ_KIB} KiB of the paste were read"), warning));
    for (n, (said, style)) in (after.saturating_add(1)..).zip(other.into_iter().chain(more).chain(cut).chain(unused)) {
        let at = areas.rows.lines(n, 1);
        if at.height > 0 {
            paint.text(at.x, at.y, at.width, &said, style);
        }
    }
}

/// Cells before the value of a line.
const VALUE: u16 = LABEL_ROOM + 7;
/// The least cells of a note behind it.
const NOTE: u16 = 20;

/// The cells of the column of values: the longest of them fits, if there is room for it.
fn value_cells(preview: &PastePreview, cells: u16) -> u16 {
    let longest = preview.suggestions.iter().map(|offer| width(&offer.finding.value)).max().unwrap_or(0);
    u16::try_from(longest).unwrap_or(u16::MAX).min(cells.saturating_sub(VALUE + NOTE))
}

/// What will be taken is strong; labels are dim; the note at the end says what speaks against it.
fn line(paint: &mut Paint<'_>, at: Area, value: u16, offer: &Suggestion, selected: bool) {
    let t = paint.theme;
    let note = match (offer.replaces.as_str(), offer.finding.lost.as_str(), offer.finding.certainty) {
        ("", "", Certainty::Sure) => String::new(),
        ("", "", Certainty::Guess) => format!("? {}", offer.finding.why),
        ("", lost, _) => format!("! without {lost}"),
        (replaces, "", _) => format!("! would replace {replaces}"),
        (replaces, lost, _) => format!("! without {lost}, would replace {replaces}"),
    };
    let background = if selected { t.selection() } else { NOTHING };
    paint.cell(at.x, at.y, at.width, "", Align::Left, background);
    // In reverse video a colour would be a block.
    let style = |style: Style| if selected && !t.has_tints() { background } else { background.patch(style) };
    let sign = if selected { t.glyph('▌', '>') } else { ' ' };
    let (mark, value_style) = match (offer.selected, t.ascii) {
        (true, false) => ("✓", t.strong()),
        (true, true) => ("x", t.strong()),
        (false, false) => ("·", t.dim()),
        (false, true) => ("-", t.dim()),
    };
    paint.text(at.x, at.y, 1, &sign.to_string(), style(t.accent()));
    paint.cell(at.x + 1, at.y, LABEL_ROOM + 1, offer.field.field().label, Align::Right, style(t.dim()));
    paint.text(at.x + LABEL_ROOM + 4, at.y, 1, mark, style(t.good()));
    let label = VALUE;
    paint.cell(at.x + label, at.y, value, &offer.finding.value, Align::Left, style(value_style));
    let from = label + value + 1;
    paint.text(at.x + from, at.y, at.width.saturating_sub(from), &note, style(t.warning()));
}
