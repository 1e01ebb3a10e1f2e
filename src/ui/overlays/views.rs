//! The list of named views, and the prompt that saves one.

use crate::app::model::Model;
use crate::app::overlays::view_prompt::ViewPrompt;
use crate::app::screen::overlay_layout::{ListAreas, list_top};
use crate::app::screen::views::{Line, about, listed, open, prompt_lines};
use crate::app::widgets::area::Area;
use crate::app::widgets::filter_list::FilterList;
use crate::domain::list::columns::Align;
use crate::domain::list::named_view::NamedView;
use crate::domain::text::cells::width;
use crate::ui::widgets::filter_list::{filter, line, visible};
use crate::ui::widgets::painter::Paint;

/// Cells of the key, and of the gap between two columns.
const KEY: u16 = 3;
const GAP: u16 = 2;
/// The longest name is cut there.
const NAME: usize = 28;

/// `1  over limit   state:over   by LEFT`
pub(in crate::ui) fn list(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, list: &FilterList) {
    paint.overlay(areas.frame, "Views");
    filter(paint, areas, &list.filter);
    let lines = listed(model, list);
    let longest = model.settings.views().iter().map(|view| width(&view.name)).max().unwrap_or(0).min(NAME);
    let name = u16::try_from(longest).unwrap_or(0);
    for (at, index) in visible(areas, list_top(list, areas.rows), lines.len()) {
        let selected = index == list.cursor;
        match lines.get(index) {
            Some(Line::View(view)) => one(paint, model, at, view, (name, selected)),
            Some(Line::Save) => {
                line(paint, at, "", selected);
                let style = if selected { paint.theme.strong() } else { paint.theme.text() };
                let text = if paint.theme.ascii { "Save this view..." } else { "Save this view…" };
                paint.text(at.x + 2 + KEY, at.y, at.width.saturating_sub(2 + KEY), text, style);
            }
            None => {}
        }
    }
}

fn one(paint: &mut Paint<'_>, model: &Model, at: Area, view: &NamedView, (name, selected): (u16, bool)) {
    let t = paint.theme;
    let is_open = open(model).is_some_and(|(open, _)| open.name == view.name);
    line(paint, at, "", selected);
    let style = if selected { t.strong() } else { t.text() };
    let x = at.x + 2;
    if let Some(key) = view.key {
        paint.text(x, at.y, KEY, &key.to_string(), t.accent());
    }
    paint.cell(x + KEY, at.y, name, &view.name, Align::Left, style);
    let x = x + KEY + name + GAP;
    let room = (at.x + at.width).saturating_sub(x);
    let filter = if view.filter.is_empty() { "all companies".to_owned() } else { view.filter_text() };
    let mut rest = about(view);
    if is_open {
        rest = format!("{rest}{}open", if rest.is_empty() { "" } else { ", " });
    }
    paint.pieces(x, at.y, room, &[(&filter, style), ("  ", t.dim()), (&rest, t.dim())]);
}

/// The name, and what is written under it.
pub(in crate::ui) fn prompt(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, prompt: &ViewPrompt) {
    paint.overlay(areas.frame, "Save this view: its name");
    filter(paint, areas, &prompt.input);
    let t = paint.theme;
    let lines = prompt_lines(model, prompt, usize::from(areas.rows.width));
    let remark = if lines.is_failure { t.danger() } else { t.dim() };
    let toml = lines.toml.iter().map(|text| (text, t.text()));
    // A line apart from the name, and one between both.
    let remarks = lines.remark.iter().map(|text| (text, remark));
    let gap = String::new();
    let all = std::iter::once((&gap, remark)).chain(toml).chain(std::iter::once((&gap, remark))).chain(remarks);
    for (n, (text, style)) in (0..areas.rows.height).zip(all) {
        let at = areas.rows.lines(n, 1);
        paint.cell(at.x, at.y, at.width, text, Align::Left, style);
    }
}
