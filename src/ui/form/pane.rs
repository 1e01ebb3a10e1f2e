//! The form pane: company and seats, fields, gates, buttons.

use ratatui::style::Style;

use super::card::style;
use super::field::Drawn;
use crate::app::core::focus::Pane;
use crate::app::form::parked::Parked;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::company_card::{CardTone, after_this, standing};
use crate::app::screen::form_buttons::buttons;
use crate::app::screen::form_layout;
use crate::app::screen::form_layout::FormAreas;
use crate::app::screen::layout::PaneArea;
use crate::app::widgets::area::Area;
use crate::domain::company::seats::Limit;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::text::cells::shortened;
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let (Some(areas), Some(form)) = (form_layout::form(model), model.drafts.current()) else { return };
    let t = paint.theme;
    let entry = form.entry();
    title(paint, model, form, areas.pane);
    seats(paint, form, areas.seats);
    text_lines(paint, areas.note, &[form.note(&model.settings.keys)], t.dim());
    failure(paint, model, form, areas.banner);
    let drawn = Drawn { model, form, entry: &entry, areas: &areas };
    for (n, line) in (0..).zip(&areas.lines) {
        drawn.line(paint, *line, areas.body.lines(n, 1));
    }
    scroll_marks(paint, &areas);
    text_lines(paint, areas.warning.0, &areas.warning.1, t.warning());
    text_lines(paint, areas.gates.0, &areas.gates.1, t.warning());
    draw_buttons(paint, model, form, areas.buttons);
}

/// Cells before sentences about the whole form.
const MARGIN: u16 = 2;

fn text_lines(paint: &mut Paint<'_>, area: Area, lines: &[String], style: Style) {
    for (n, text) in (0..area.height).zip(lines) {
        let at = area.lines(n, 1);
        paint.text(at.x + MARGIN, at.y, at.width.saturating_sub(MARGIN), text, style);
    }
}

/// Marks at the edge: there is more of the form above or below.
fn scroll_marks(paint: &mut Paint<'_>, areas: &FormAreas) {
    let t = paint.theme;
    let (body, (above, below)) = (areas.body, areas.hidden);
    let last = body.height.saturating_sub(1);
    for (n, count, sign) in [(0, above, t.glyph('↑', '^')), (last, below, t.glyph('↓', 'v'))] {
        if count > 0 && body.height > 0 {
            paint.right(body.lines(n, 1), &format!(" {sign}{count}"), t.accent());
        }
    }
}

/// The last failure, as far as it fits. The rest of it is in the list of messages.
fn failure(paint: &mut Paint<'_>, model: &Model, form: &Form, area: Area) {
    let room = usize::from(area.height);
    let mut lines = form_layout::failure_lines(model, form, area.width);
    if lines.len() > room {
        lines = form_layout::short_banner_lines(form, area.width, &model.settings.keys);
    }
    let style = paint.theme.danger();
    text_lines(paint, area, &lines, style);
    if lines.len() > room && room > 0 {
        let more = model.describe_keys(Command::Activity, Scope::Form);
        paint.right(area.lines(area.height - 1, 1), &format!(" ({more}: full text) "), style);
    }
}

fn title(paint: &mut Paint<'_>, model: &Model, form: &Form, pane: PaneArea) {
    let t = paint.theme;
    let right = match (form.uncertain_write(), form.parked(), form.is_blank()) {
        (Some(change), _, _) if model.changes.is_being_looked_up(change) => "looking it up again",
        (Some(_), _, _) => "not known whether created",
        (None, Some(Parked::Waiting), _) if form.edits().is_some() => "waits for the user to be read",
        (None, Some(Parked::Waiting), _) => "waits for the custom fields",
        (None, Some(Parked::NeedsYou(_)), _) => "needs you",
        (None, None, false) if form.edits().is_some() => "changed",
        (None, None, false) => "draft",
        (None, None, true) => "",
    };
    let focused = model.pane == Pane::Form;
    let (verb, id) = match form.edits() {
        Some(_) => {
            let who = shortened(form.initial().text(FieldId::Email), usize::from(pane.title().width / 2));
            (format!("Edit {}{who} of ", form.subject().prefix()), String::new())
        }
        None => (format!("Add {} to ", form.subject().name()), format!("  (id {})", form.company())),
    };
    let name = model.companies.distinct_name(form.company(), form.name());
    let style = if focused { t.accent() } else { t.strong() };
    let title = [(verb.as_str(), t.text()), (&*name, style), (id.as_str(), t.dim())];
    paint.pane(pane, focused, &title, &[(right, t.warning())]);
}

/// `59/60 ━━━━━━╸  1 left, 0 after this user`
fn seats(paint: &mut Paint<'_>, form: &Form, area: Area) {
    if area.height == 0 {
        return;
    }
    let t = paint.theme;
    let seats = form.seats();
    let standing = standing(form.company_status()).map(|said| (said.to_owned(), CardTone::Danger));
    let mut x = area.x + MARGIN;
    let end = area.x + area.width;
    if form.subject() == Subject::SystemUser {
        let (said, tone) = standing.unwrap_or(("logs in to the console, uses no seat".to_owned(), CardTone::Dim));
        paint.text(x, area.y, end - x, &said, style(t, tone));
        return;
    }
    let count = match seats.limit {
        Limit::Of(limit) => format!("{}/{limit}", seats.used),
        Limit::Unlimited => format!("{} seats used, no limit", seats.used),
        Limit::Unknown => format!("{} seats used, limit unknown", seats.used),
    };
    x += paint.text(x, area.y, end.saturating_sub(x), &count, t.strong()) + 1;
    let (said, tone) = standing.unwrap_or_else(|| after_this(form));
    // On a narrow screen the text takes precedence over the gauge.
    if let Limit::Of(limit) = seats.limit
        && area.width >= 76
    {
        let line = Area { x, width: (area.width / 4).clamp(10, 24), ..area };
        let gauge = if seats.is_over() { t.danger() } else { t.text() };
        gauge::draw(paint, line, seats.used, limit, gauge);
        x += line.width + 1;
    }
    let freshness = match (&form.license().error, form.license().slow) {
        (Some(_), _) => " (as listed; the check failed)",
        (None, true) => " (checking)",
        (None, false) => "",
    };
    paint.pieces(x + 1, area.y, end.saturating_sub(x + 1), &[(&said, style(t, tone)), (freshness, t.dim())]);
}

fn draw_buttons(paint: &mut Paint<'_>, model: &Model, form: &Form, line: Area) {
    let t = paint.theme;
    for button in buttons(model, form, line) {
        let at = button.area;
        let cells = at.width.min((line.x + line.width).saturating_sub(at.x));
        match button.place {
            Some(place) if place == form.focus() => {
                paint.text(at.x, at.y, cells, &button.text, t.pressed());
                if !t.has_tints() {
                    paint.text(at.x - 1, at.y, 1, ">", t.accent());
                }
            }
            Some(_) => {
                let (before, after) = button.text.split_once(&button.key).unwrap_or((&button.text, ""));
                paint.pieces(
                    at.x,
                    at.y,
                    cells,
                    &[(before, t.strong()), (&button.key, t.accent()), (after, t.strong())],
                );
            }
            None => {
                paint.text(at.x, at.y, cells, &button.text, t.danger());
            }
        }
    }
}
