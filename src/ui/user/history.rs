//! The history of a user.

use crate::app::model::Model;
use crate::app::screen::overlay_layout::ListAreas;
use crate::app::screen::user_history::view;
use crate::app::widgets::area::{Area, wrap};
use crate::domain::change::user_plan::label;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::ui::widgets::filter_list::{line, select};
use crate::ui::widgets::painter::Paint;

/// Cells of a time, and of where a line is from.
const WHEN: u16 = 16;
const SOURCE: u16 = 12;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let (Some(view), Some(history)) = (view(model), model.user.history()) else { return };
    let t = paint.theme;
    let title = format!("History of {}", label(&history.user));
    paint.overlay(areas.frame, &title);
    if let Some((text, is_failure)) = &view.state {
        let style = if *is_failure { t.warning() } else { t.dim() };
        let above = view.rows.y.saturating_sub(areas.rows.y).max(1);
        for (n, said) in (0..above).zip(wrap(text, usize::from(areas.rows.width))) {
            let at = areas.rows.lines(n, 1);
            paint.text(at.x, at.y, at.width, &said, style);
        }
    }
    let longest = view.lines.iter().map(|line| width(&line.who)).max().unwrap_or(0);
    let who = u16::try_from(longest).unwrap_or(u16::MAX).clamp(3, (view.rows.width / 3).max(3));
    for (y, (index, entry)) in (0..view.rows.height).zip(view.lines.iter().enumerate().skip(view.top)) {
        let at: Area = view.rows.lines(y, 1);
        let selected = index == view.cursor;
        line(paint, at, "", selected);
        let when = entry.at.map(|at| model.now.local_at(at).strftime("%Y-%m-%d %H:%M").to_string());
        let mut x = at.x + 2;
        paint.cell(x, at.y, WHEN, when.as_deref().unwrap_or("-"), Align::Left, t.dim());
        x += WHEN + 2;
        let name = if entry.who.is_empty() { "-" } else { entry.who.as_str() };
        paint.cell(x, at.y, who, name, Align::Left, t.text());
        x += who + 2;
        let room = (at.x + at.width).saturating_sub(x + SOURCE + 2);
        paint.cell(x, at.y, room, &entry.what, Align::Left, if selected { t.strong() } else { t.text() });
        let source = if entry.is_here { "this machine" } else { "audit log" };
        paint.cell(x + room + 2, at.y, SOURCE, source, Align::Left, t.dim());
        if selected {
            select(paint, at);
        }
    }
    if view.below.height > 0 {
        let rule = Area { y: view.below.y - 1, height: 1, ..view.below };
        paint.rule(rule, t.frame(false));
    }
    for (n, text) in (0..view.below.height).zip(&view.details) {
        let at = view.below.lines(n, 1);
        paint.text(at.x, at.y, at.width, text, t.text());
    }
}
