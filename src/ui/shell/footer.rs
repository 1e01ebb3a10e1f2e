//! The last lines: the notice, and the most important keys here.

use crate::app::core::notices::{Notice, Severity, Topic};
use crate::app::model::Model;
use crate::app::screen::footer::footer;
use crate::app::screen::layout::{Areas, notice_lines};
use crate::app::shell::available::refusal;
use crate::app::widgets::area::Area;
use crate::ui::theme::Theme;
use crate::ui::widgets::painter::Paint;
use ratatui::style::Style;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &Areas) {
    notice(paint, model, areas);
    let t = paint.theme;
    let line = areas.footer;
    let footer = footer(model);
    paint.text(line.x + 1, line.y, line.width, &footer.position, t.text());
    for hint in &footer.hints {
        let is_refused = !hint.leads_on && refusal(hint.command, hint.scope, model).is_some();
        let (key, word) = if is_refused { (t.dim(), t.dim()) } else { (t.accent(), t.text()) };
        let area = hint.area;
        paint.pieces(area.x, area.y, area.width, &[(&hint.keys, key), (" ", word), (&hint.label, word)]);
    }
}

/// Cells before the text of a notice: a sign stands there.
const SIGN: u16 = 3;

fn notice(paint: &mut Paint<'_>, model: &Model, areas: &Areas) {
    let Some(notice) = model.notices.current() else { return };
    let t = paint.theme;
    let (sign, style) = sign(t, notice);
    let area = areas.notice;
    paint.text(area.x + 1, area.y, 1, &sign.to_string(), style);
    if notice.severity != Severity::Hint {
        paint.right(Area { width: area.width.saturating_sub(1), ..area }, &notice.at.clock(), t.dim());
    }
    let style = if notice.severity == Severity::Error { style } else { t.text() };
    for (n, text) in (0..area.height).zip(notice_lines(model)) {
        let at = area.lines(n, 1);
        paint.text(at.x + SIGN, at.y, at.width.saturating_sub(SIGN + 1), &text, style);
    }
}

/// The sign of a notice: good news, something that needs somebody, a failure, or none.
pub(in crate::ui) fn sign(t: Theme, notice: &Notice) -> (char, Style) {
    match (notice.severity, &notice.topic) {
        (Severity::Hint, _) => (t.glyph('·', '-'), t.dim()),
        (Severity::Info, _) => (t.glyph('✓', '+'), t.good()),
        (Severity::Error, Some(Topic::NeedsYou(_))) => ('!', t.warning()),
        (Severity::Error, _) => (t.glyph('✕', 'x'), t.danger()),
    }
}
