//! The company pane: name and state, then its lines.

use ratatui::style::Style;

use crate::app::core::focus::Pane;
use crate::app::model::Model;
use crate::app::screen::company_lines::{LABEL, PaneLine, Tone};
use crate::app::screen::layout;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::ui::widgets::painter::Paint;
use crate::ui::widgets::seats_bar::bar;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let Some(areas) = layout::company(model) else { return };
    let t = paint.theme;
    let Some(company) = &model.company.company else {
        paint.text(areas.title.x + 1, areas.title.y, areas.title.width, "No company is under the cursor.", t.dim());
        return;
    };
    let state = company.company_status();
    let took = paint.right(areas.title, &format!("{} ", state.word()), t.company_status(state));
    let focused = model.pane == Pane::Company;
    let mark = if focused { ">" } else { " " };
    paint.text(areas.title.x, areas.title.y, 1, mark, t.strong());
    let room = areas.title.width.saturating_sub(took + 2);
    paint.text(
        areas.title.x + 1,
        areas.title.y,
        room,
        &model.companies.distinct_name(&company.id, &company.name),
        t.strong(),
    );
    let slow = model.company.parts().is_some_and(crate::app::company::details::Parts::is_slow);
    paint.rule(areas.head, "", if slow { "loading" } else { "" });
    let lines = layout::company_lines(model, areas.body);
    let height = usize::from(areas.body.height);
    for (n, line) in (0..).zip(lines.iter().skip(model.company.top).take(height)) {
        draw_line(paint, areas.body.lines(n, 1), line);
    }
    let below = lines.len().saturating_sub(model.company.top + height);
    let left = if below > 0 { format!("{below} more below") } else { String::new() };
    paint.rule(areas.rule, &left, "");
}

fn style(paint: &Paint<'_>, tone: Tone) -> Style {
    let t = paint.theme;
    match tone {
        Tone::Plain => t.plain(),
        Tone::Dim => t.dim(),
        Tone::Strong => t.strong(),
        Tone::Warning => t.warning(),
        Tone::Status(standing) => t.company_status(standing),
    }
}

fn draw_line(paint: &mut Paint<'_>, area: Area, line: &PaneLine) {
    let t = paint.theme;
    let (label, text, tone, bar) = match line {
        PaneLine::Gap => return,
        PaneLine::Seats(percent, words, tone) => {
            ("seats", words, *tone, Some(bar(*percent, usize::from((area.width / 3).clamp(12, 24)), t.ascii)))
        }
        PaneLine::Text(label, text, tone) => (*label, text, *tone, None),
    };
    paint.cell(area.x + 1, area.y, LABEL - 1, label, Align::Left, t.dim());
    let mut x = area.x + LABEL;
    let end = area.x + area.width;
    let style = style(paint, tone);
    if let Some(bar) = bar {
        x += paint.text(x, area.y, end - x, &bar, style) + 1;
    }
    paint.text(x, area.y, end.saturating_sub(x), text, style);
}
