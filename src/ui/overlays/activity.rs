//! Draws the activity: changes done and under way, and the details of the line under the cursor.

use ratatui::style::Style;

use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, ActivityFilter};
use crate::app::screen::activity::{ActivityRow, Progress, counts, cursor, details, lines};
use crate::app::screen::overlay_layout::{ListAreas, menu_top};
use crate::app::widgets::area::{Area, wrap};
use crate::domain::list::columns::Align;
use crate::ui::widgets::filter_list::{instead, line, visible};
use crate::ui::widgets::painter::Paint;

/// Maximum number of lines of details.
const DETAILS: u16 = 8;

pub(in crate::ui) fn draw(
    paint: &mut Paint<'_>,
    model: &Model,
    areas: &ListAreas,
    on: Option<&ActivityEntry>,
    filter: ActivityFilter,
) {
    paint.overlay(areas.frame, "ACTIVITY | Messages");
    let lines = lines(model, filter);
    filters(paint, model, areas.rows.lines(0, 1), filter);
    let below = areas.rows.lines(1, areas.rows.height.saturating_sub(1));
    if lines.is_empty() {
        let said = match filter {
            ActivityFilter::All => "No changes in the past seven days.",
            ActivityFilter::OnTheWay => "Nothing is on the way.",
            ActivityFilter::NeedsYou => "Nothing needs you.",
            ActivityFilter::Done => "Nothing is done yet.",
        };
        instead(paint, &ListAreas { rows: below, ..*areas }, said);
        return;
    }
    let at = cursor(&lines, on);
    let texts = lines.get(at).map(|line| detail_lines(model, line, below.width)).unwrap_or_default();
    let details = u16::try_from(texts.len()).unwrap_or(DETAILS).min(DETAILS).min(below.height / 2);
    let rows = below.lines(0, below.height.saturating_sub(details + 1));
    let list = ListAreas { rows, ..*areas };
    for (area, index) in visible(&list, menu_top(at, rows), lines.len()) {
        if let Some(line) = lines.get(index) {
            one(paint, model, area, line, index == at);
        }
    }
    let rule = below.lines(rows.height, 1);
    paint.rule(rule, paint.theme.frame(false));
    for (n, text) in (0..details).zip(&texts) {
        let at = below.lines(rows.height + 1 + n, 1);
        let style = paint.theme.text();
        paint.text(at.x, at.y, at.width, text, style);
    }
}

/// `all 12  on the way 2  needs you 3  done 7`, with the active filter marked.
fn filters(paint: &mut Paint<'_>, model: &Model, area: Area, filter: ActivityFilter) {
    let t = paint.theme;
    let mut x = area.x;
    for (one, n) in counts(model) {
        let said = format!(" {} {n} ", one.word());
        let style = if one == filter { t.selection() } else { t.text() };
        x += paint.text(x, area.y, (area.x + area.width).saturating_sub(x), &said, style) + 1;
    }
}

/// One line: time, progress, user, company.
fn one(paint: &mut Paint<'_>, model: &Model, area: Area, entry: &ActivityRow, selected: bool) {
    let t = paint.theme;
    line(paint, area, "", selected);
    let local = model.now.local_at(entry.at);
    let when = if local.date() == model.now.local.date() {
        local.strftime("%H:%M").to_string()
    } else {
        local.strftime("%-d %b").to_string()
    };
    let plain = if selected { t.selection() } else { t.text() };
    let progress = if selected { t.selection() } else { style(paint, entry.progress) };
    let mut x = area.x + 2;
    let end = area.x + area.width;
    for (width, text, align, style) in
        [(6, when.as_str(), Align::Right, plain), (12, entry.progress.word().as_str(), Align::Left, progress)]
    {
        paint.cell(x, area.y, width, text, align, style);
        x += width + 1;
    }
    let rest = end.saturating_sub(x);
    let whom = (rest / 2).max(rest.saturating_sub(40));
    paint.cell(x, area.y, whom, &entry.user_label, Align::Left, plain);
    paint.cell(x + whom + 1, area.y, rest.saturating_sub(whom + 1), &entry.company, Align::Left, plain);
}

fn style(paint: &Paint<'_>, progress: Progress) -> Style {
    let t = paint.theme;
    match progress {
        Progress::NeedsYou(_) | Progress::NotDone => t.danger(),
        Progress::Unknown | Progress::Found => t.warning(),
        Progress::Created => t.good(),
        Progress::Queued
        | Progress::Sending
        | Progress::Checking(..)
        | Progress::Waiting
        | Progress::Removing
        | Progress::Removed => t.text(),
    }
}

/// The details of the line, wrapped.
fn detail_lines(model: &Model, line: &ActivityRow, width: u16) -> Vec<String> {
    let mut texts = vec![format!("{} in {}: {}", line.user_label, line.company, line.progress.word())];
    let rest = details(model, &line.entry);
    // Reasons in full, the rest on one line.
    let (reasons, facts): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|(label, _)| matches!(*label, "Why" | "Gate" | "Fix"));
    texts.extend(reasons.into_iter().map(|(label, text)| format!("{label}: {text}")));
    let facts: Vec<_> = facts.into_iter().map(|(label, text)| format!("{label} {text}")).collect();
    if !facts.is_empty() {
        texts.push(facts.join(" · "));
    }
    texts.iter().flat_map(|text| wrap(text, usize::from(width))).map(std::borrow::Cow::into_owned).collect()
}
