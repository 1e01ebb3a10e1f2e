//! Draws the card of the company beside the form.

use ratatui::style::Style;

use crate::app::model::Model;
use crate::app::screen::company_card::{CardLine, CardTone};
use crate::app::screen::form_layout;
use crate::app::widgets::area::Area;
use crate::ui::theme::Theme;
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let (Some(card), Some(form)) = (form_layout::card(model), model.drafts.current()) else { return };
    let t = paint.theme;
    let name = model.companies.distinct_name(form.company(), form.name());
    paint.pane(card.pane, false, &[(&name, t.strong())], &[]);
    for (n, line) in (0..).zip(&card.lines) {
        draw_line(paint, line, card.body.lines(n, 1));
    }
}

pub(super) fn style(t: Theme, tone: CardTone) -> Style {
    match tone {
        CardTone::Plain => t.text(),
        CardTone::Dim => t.dim(),
        CardTone::Good => t.good(),
        CardTone::Warning => t.warning(),
        CardTone::Danger => t.danger(),
        CardTone::Status(status) => t.company_status(status),
    }
}

fn draw_line(paint: &mut Paint<'_>, line: &CardLine, at: Area) {
    let t = paint.theme;
    match line {
        CardLine::Gap => {}
        CardLine::Title(title) => {
            paint.text(at.x, at.y, at.width, title, t.dim());
        }
        CardLine::Gauge(used, limit, status) => {
            let count = format!("{used}/{limit}");
            let taken = paint.right(at, &count, t.strong());
            let line = Area { width: at.width.saturating_sub(taken + 2), ..at };
            gauge::draw(paint, line, *used, *limit, t.company_status(*status));
        }
        CardLine::Text(left, tone, right, right_tone, _) => {
            let sign = if let CardTone::Status(status) = right_tone { t.sign(*status) } else { "" };
            let right = if right.is_empty() { String::new() } else { format!("{sign}{right}") };
            let gap = if right.is_empty() { 0 } else { 2 };
            let taken = paint.right(at, &right, style(t, *right_tone)) + gap;
            paint.text(at.x, at.y, at.width.saturating_sub(taken), left, style(t, *tone));
        }
        CardLine::Undo(left) => {
            let taken = paint.right(at, form_layout::UNDO, t.accent());
            paint.text(at.x, at.y, at.width.saturating_sub(taken + 2), left, t.text());
        }
    }
}
