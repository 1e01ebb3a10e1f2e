//! The company pane: name and state, then its lines.

use ratatui::style::Style;

use crate::app::core::focus::Pane;
use crate::app::model::Model;
use crate::app::screen::company_sheet::{LABEL, PaneLine, Tone};
use crate::app::screen::layout;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let Some(areas) = layout::company(model) else { return };
    let t = paint.theme;
    let focused = model.pane == Pane::Company;
    let Some(company) = &model.company.company else {
        paint.pane(areas.pane, focused, &[("No company is under the cursor.", t.dim())], &[]);
        return;
    };
    let state = company.company_status();
    let lines = layout::company_lines(model, areas.body);
    let height = usize::from(areas.body.height);
    let below = lines.len().saturating_sub(model.company.top + height);
    let below = if below > 0 { format!("{below} more below  ") } else { String::new() };
    let slow = model.company.parts().is_some_and(crate::app::company::details::Parts::is_slow);
    let loading = if slow { "loading  " } else { "" };
    let name = model.companies.distinct_name(&company.id, &company.name);
    let right = [(loading, t.dim()), (below.as_str(), t.dim()), (state.word(), t.company_status(state))];
    let style = if focused { t.accent() } else { t.strong() };
    paint.pane(areas.pane, focused, &[(&name, style)], &right);
    for (n, line) in (0..).zip(lines.iter().skip(model.company.top).take(height)) {
        draw_line(paint, areas.body.lines(n, 1), line);
    }
}

fn style(paint: &Paint<'_>, tone: Tone) -> Style {
    let t = paint.theme;
    match tone {
        Tone::Plain => t.text(),
        Tone::Dim => t.dim(),
        Tone::Strong => t.strong(),
        Tone::Warning => t.warning(),
        Tone::Status(standing) => t.company_status(standing),
    }
}

/// One line about a company or a user.
pub(in crate::ui) fn draw_line(paint: &mut Paint<'_>, area: Area, line: &PaneLine) {
    let t = paint.theme;
    let (label, text, tone, gauge) = match line {
        PaneLine::Gap => return,
        PaneLine::Heading(title) => {
            paint.text(area.x + 1, area.y, area.width.saturating_sub(1), title, t.strong());
            return;
        }
        PaneLine::Seats(used, limit, words, tone) => ("seats", words, *tone, Some((*used, *limit))),
        PaneLine::Text(label, text, tone, _) => (label.as_ref(), text, *tone, None),
    };
    paint.cell(area.x + 1, area.y, LABEL - 1, label, Align::Left, t.dim());
    let mut x = area.x + LABEL;
    let end = area.x + area.width;
    let style = style(paint, tone);
    if let Some((used, limit)) = gauge {
        let cells = line.gauge(area.width);
        if cells > 0 {
            gauge::draw(paint, Area { x, y: area.y, width: cells, height: 1 }, used, limit, style);
            x += cells + 1;
        }
    }
    paint.text(x, area.y, end.saturating_sub(x), text, style);
}
