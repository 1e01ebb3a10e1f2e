//! The header: who is connected where, and what needs somebody.

use ratatui::style::Style;

use crate::app::model::Model;
use crate::app::screen::header::{HeaderRole, parts};
use crate::ui::theme::Theme;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let t = paint.theme;
    for part in parts(model) {
        let (area, style) = (part.area, style(t, part.role));
        match part.text.split_once(' ').filter(|_| part.role == HeaderRole::Reached) {
            // The sign alone is coloured while all is well.
            Some((sign, rest)) => {
                paint.pieces(area.x, area.y, area.width, &[(sign, style), (" ", style), (rest, t.dim())]);
            }
            None => {
                paint.text(area.x, area.y, area.width, &part.text, style);
            }
        }
    }
}

fn style(t: Theme, role: HeaderRole) -> Style {
    match role {
        HeaderRole::Program => t.strong(),
        HeaderRole::Badge => t.badge(),
        HeaderRole::Production => t.production(),
        HeaderRole::Profile => t.profile().unwrap_or(t.text()),
        HeaderRole::Reseller | HeaderRole::UnderWay => t.text(),
        HeaderRole::NeedsYou | HeaderRole::Waiting => t.warning(),
        HeaderRole::Errors | HeaderRole::Lost => t.danger(),
        HeaderRole::Reached => t.good(),
        HeaderRole::Age => t.dim(),
    }
}
