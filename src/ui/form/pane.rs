//! The form pane: company and seats, fields, buttons, and messages.

use super::{custom_field, field};
use crate::app::core::focus::Pane;
use crate::app::form::focus::Focus;
use crate::app::form::next_step::problems_sentence;
use crate::app::form::parked::Parked;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::form_layout;
use crate::app::screen::form_layout::{FormAreas, FormLine, LABEL, buttons};
use crate::app::screen::layout::PaneArea;
use crate::app::widgets::area::{Area, wrap};
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::CompanyStatus;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::verdict::Verdict;
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let (Some(areas), Some(form)) = (form_layout::form(model), model.drafts.current()) else { return };
    let entry = form.entry();
    title(paint, model, form, areas.pane);
    seats(paint, form, areas.seats);
    let below = Area { y: areas.seats.y + 1, ..areas.seats };
    let note = form.custom_fields.note(&model.settings.keys);
    paint.text(below.x + 1, below.y, below.width - 1, &note, paint.theme.dim());
    banner(paint, model, form, areas.banner);
    let lines = form_layout::visible_form_lines(form, &areas);
    for (n, line) in (0..).zip(lines) {
        let at = areas.body.lines(n, 1);
        match line {
            FormLine::Field(id) => field::draw(paint, model, form, &entry, id, at, areas.box_width),
            FormLine::Custom(n) => custom_field::draw(paint, form, n, at, areas.box_width),
            FormLine::Buttons => draw_buttons(paint, model, form, areas.body, at.y),
        }
    }
    status(paint, model, form, &entry, &areas);
    scroll_marks(paint, form, &areas);
}

/// Scroll marks at the edge: there is more of the form above or below.
fn scroll_marks(paint: &mut Paint<'_>, form: &Form, areas: &FormAreas) {
    let t = paint.theme;
    let body = areas.body;
    let fixed = u16::from(areas.has_fixed_buttons);
    let all = form_layout::form_lines(form).count() - usize::from(fixed);
    let fields = body.height.saturating_sub(fixed);
    let below = all.saturating_sub(areas.top + usize::from(fields));
    for (n, count, sign) in [(0, areas.top, t.glyph('↑', '^')), (fields.saturating_sub(1), below, t.glyph('↓', 'v'))]
    {
        if count > 0 && body.height > 0 {
            paint.right(body.lines(n, 1), &format!(" {sign}{count}"), t.dim());
        }
    }
}

/// The last failure and the closed gates: the gates in full, the failure as far as it fits. The
/// rest of it is in the list of messages.
fn banner(paint: &mut Paint<'_>, model: &Model, form: &Form, area: Area) {
    let room = usize::from(area.height);
    let gates = form_layout::gate_lines(model, form, area.width, area.height);
    let mut lines = form_layout::failure_lines(model, form, area.width);
    let above = room.saturating_sub(gates.len());
    if lines.len() > above {
        lines = form_layout::short_banner_lines(form, area.width, &model.settings.keys);
    }
    let style = paint.theme.danger();
    for (n, text) in lines.iter().take(above).enumerate() {
        let at = area.lines(u16::try_from(n).unwrap_or(u16::MAX), 1);
        if n + 1 == above && lines.len() > above {
            let took = paint.right(
                at,
                &format!(" ({}: full text) ", model.describe_keys(Command::Activity, Scope::Form)),
                style,
            );
            paint.text(at.x + 1, at.y, at.width.saturating_sub(took + 1), text, style);
        } else {
            paint.text(at.x + 1, at.y, at.width.saturating_sub(1), text, style);
        }
    }
    let (from, style) = (lines.len().min(above), paint.theme.warning());
    for (n, text) in gates.iter().take(room - from).enumerate() {
        let at = area.lines(u16::try_from(from + n).unwrap_or(u16::MAX), 1);
        paint.text(at.x + 1, at.y, at.width.saturating_sub(1), text, style);
    }
}

fn title(paint: &mut Paint<'_>, model: &Model, form: &Form, pane: PaneArea) {
    let t = paint.theme;
    let right = match (&form.uncertain_write, &form.parked, form.is_blank()) {
        (Some(change), _, _) if model.changes.is_being_looked_up(change) => "looking it up again",
        (Some(_), _, _) => "not known whether created",
        (None, Some(Parked::Waiting), _) => "waits for the custom fields",
        (None, Some(Parked::NeedsYou(_)), _) => "needs you",
        (None, None, false) => "draft",
        (None, None, true) => "",
    };
    let focused = model.pane == Pane::Form;
    let verb = format!("Add {} to ", form.subject.name());
    let name = model.companies.distinct_name(&form.company, &form.name);
    let id = format!("  (id {})", form.company);
    let style = if focused { t.accent() } else { t.strong() };
    let title = [(verb.as_str(), t.text()), (&*name, style), (id.as_str(), t.dim())];
    paint.pane(pane, focused, &title, &[(right, t.warning())]);
}

fn seats(paint: &mut Paint<'_>, form: &Form, area: Area) {
    let t = paint.theme;
    let seats = form.seats();
    let mut x = area.x + 1;
    let end = area.x + area.width;
    if form.subject == Subject::SystemUser {
        let (said, style) =
            standing(paint, form).unwrap_or(("logs in to the console, uses no seat".to_owned(), t.text()));
        paint.text(x, area.y, end - x, &said, style);
        return;
    }
    x += paint.text(x, area.y, end - x, "seats ", t.text());
    // On a narrow screen the text takes precedence over the bar.
    if let Limit::Of(limit) = seats.limit
        && area.width >= 76
    {
        let line = Area { x, width: (area.width / 4).clamp(10, 32), ..area };
        gauge::draw(paint, line, seats.used, limit, t.dim());
        x += line.width + 1;
    }
    let limit = match seats.limit {
        Limit::Of(n) => n.to_string(),
        Limit::Unlimited => "unlimited".to_owned(),
        Limit::Unknown => "unknown".to_owned(),
    };
    x += paint.text(x, area.y, end.saturating_sub(x), &format!("{}/{limit}", seats.used), t.strong()) + 2;
    let freshness = match (&form.license.error, form.license.slow) {
        (Some(_), _) => " (as listed; the check failed)",
        (None, true) => " (checking)",
        (None, false) => "",
    };
    let (said, style) = standing(paint, form).unwrap_or_else(|| after_this(paint, seats, form.is_active()));
    paint.text(x, area.y, end.saturating_sub(x), &format!("{said}{freshness}"), style);
}

/// Why the service may refuse any user here.
fn standing(paint: &Paint<'_>, form: &Form) -> Option<(String, ratatui::style::Style)> {
    let said = match form.company_status {
        CompanyStatus::Expired => "licence EXPIRED: the service may refuse",
        CompanyStatus::Locked => "company LOCKED: it has not allowed access",
        CompanyStatus::Over | CompanyStatus::Full | CompanyStatus::Low | CompanyStatus::Fine => return None,
    };
    Some((said.to_owned(), paint.theme.danger()))
}

fn after_this(paint: &Paint<'_>, seats: Seats, active: bool) -> (String, ratatui::style::Style) {
    let t = paint.theme;
    match seats.left() {
        None => (String::new(), t.text()),
        Some(left) if !active => (format!("left {left}, an inactive user uses none"), t.text()),
        Some(left) => {
            let after = left - 1;
            let style = if after < 0 { t.danger() } else { t.text() };
            let over = if after < 0 { ": over the limit" } else { "" };
            (format!("left {left} -> {after} after this{over}"), style)
        }
    }
}

fn draw_buttons(paint: &mut Paint<'_>, model: &Model, form: &Form, body: Area, y: u16) {
    let t = paint.theme;
    let (create, leave) = buttons(body, y);
    // A key that is too long for the button is in the footer.
    let key = Some(model.describe_keys(Command::Create, Scope::Form)).filter(|key| key.len() <= 7).unwrap_or_default();
    let label = format!("[ Create {key:<7} ]");
    for (area, said, focus) in [(create, label.as_str(), Focus::Create), (leave, "[ Keep draft Esc ]", Focus::Leave)] {
        let style = if form.focus == focus { t.selection() } else { t.strong() };
        paint.text(area.x, area.y, area.width, said, style);
    }
    paint.text(
        body.x,
        y,
        1,
        if matches!(form.focus, Focus::Field(_) | Focus::Custom(_)) { " " } else { ">" },
        t.strong(),
    );
}

/// First the message about the focused field, in full; then the one about the form.
fn status(paint: &mut Paint<'_>, model: &Model, form: &Form, entry: &Entry, areas: &FormAreas) {
    let t = paint.theme;
    let area = areas.status;
    let rules = model.settings.rules;
    let mut lines: Vec<(String, ratatui::style::Style)> = Vec::new();
    if let Some(id) = form.focused() {
        let verdict = form.verdict(id, entry, rules);
        let style = match verdict {
            Verdict::Wrong(_) | Verdict::Missing(_) => t.danger(),
            Verdict::Warning(_) => t.warning(),
            Verdict::Note(_) | Verdict::Good(_) | Verdict::SentAs(_) | Verdict::Fine => t.text(),
        };
        let label = id.field().label;
        // The message of the service usually names the field already.
        let text = form.with_keys(verdict.text(), &model.settings.keys);
        let said = if crate::domain::form::field_ref::named_in(&text, form.subject) == Some(id) {
            text
        } else {
            format!("{label}: {text}")
        };
        let room = usize::from(areas.pane.inner.width.saturating_sub(LABEL + areas.box_width + 6));
        if verdict.text().chars().count() > room {
            lines.extend(wrap(&said, usize::from(area.width) - 2).into_iter().map(|l| (l.into_owned(), style)));
        }
    }
    if let Some(row) = form.focused_custom() {
        let room = usize::from(areas.pane.inner.width.saturating_sub(LABEL + areas.box_width + 6));
        let said = custom_field::in_full(row, room);
        let style = if row.verdict().blocks() { t.danger() } else { t.text() };
        lines.extend(wrap(&said, usize::from(area.width) - 2).into_iter().map(|l| (l.into_owned(), style)));
    }
    if form.focused() != Some(FieldId::Email)
        && let Verdict::Warning(text) = form.verdict(FieldId::Email, entry, rules)
    {
        let said = format!("Email: {}", form.with_keys(&text, &model.settings.keys));
        lines.extend(wrap(&said, usize::from(area.width) - 2).into_iter().map(|l| (l.into_owned(), t.warning())));
    }
    let problems = form.problems(rules);
    let visited = form.visited.iter().any(|v| *v) || form.custom_fields.rows.iter().any(|row| row.visited);
    let is_reported = visited || form.refused_fields() > 0;
    if lines.len() < 2 && is_reported && !problems.is_empty() {
        let said = problems_sentence(form, &problems, &model.settings.keys);
        // It is shown right below as the hint about the last key.
        if model.notices.current().is_none_or(|notice| notice.text != said) {
            lines.push((said, t.text()));
        }
    }
    let bottom = usize::from(area.height);
    let lines: Vec<_> = lines.into_iter().take(bottom.min(2)).collect();
    // The lines are at the bottom of the form, above the notice.
    for (n, (said, style)) in lines.iter().enumerate() {
        let from = u16::try_from(bottom - lines.len() + n).unwrap_or(0);
        let at = area.lines(from, 1);
        paint.text(at.x + 1, at.y, at.width.saturating_sub(1), said, *style);
    }
}
