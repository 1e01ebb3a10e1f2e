//! The output of a command of the configuration.

use crate::app::model::Model;
use crate::app::overlays::output::CommandOutput;
use crate::app::screen::output_layout;
use crate::app::screen::overlay_layout::ListAreas;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, output: &CommandOutput) {
    let t = paint.theme;
    let parts = output_layout::areas(areas.rows);
    let rows = output.rows(usize::from(parts.rows.width));
    let room = usize::from(parts.rows.height);
    let top = output.top(rows.len(), room);
    let seen = rows.len().min(top + room);
    let place = if rows.len() > room { format!("{}-{seen} of {}", top + 1, rows.len()) } else { String::new() };
    let place = [(place.as_str(), t.dim())];
    paint.overlay_with(areas.frame, &[(&output.call, t.strong())], if rows.len() > room { &place } else { &[] });
    for (n, row) in (0..parts.rows.height).zip(rows.iter().skip(top)) {
        let at = parts.rows.lines(n, 1);
        paint.text(at.x, at.y, at.width, row, t.text());
    }
    if rows.is_empty() && output.end.is_some() {
        paint.text(parts.rows.x, parts.rows.y, parts.rows.width, "It has written nothing.", t.dim());
    }
    let style = match &output.end {
        None => t.dim(),
        Some(_) if output.is_success() => t.good(),
        Some(_) => t.danger(),
    };
    let at = parts.end;
    let said = output_layout::standing(model, output);
    let taken = paint.text(at.x, at.y, at.width, &said, style);
    if output.is_cut {
        paint.text(at.x + taken, at.y, at.width.saturating_sub(taken), "; not all of the output is kept", t.dim());
    }
}
