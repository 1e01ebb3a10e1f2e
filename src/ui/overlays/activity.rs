//! Draws the activity, with the details of the line under the cursor, and the messages.

use ratatui::style::Style;

use crate::app::model::Model;
use crate::app::overlays::overlay::ActivityFilter;
use crate::app::screen::activity::{ActivityRow, Progress, happened, remedy};
use crate::app::screen::activity_layout::{ActivityView, BEFORE, DIVIDER, Tab, activity, messages, tab};
use crate::app::screen::footer::short_keys;
use crate::app::screen::overlay_layout::ListAreas;
use crate::app::screen::scope::innermost;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::ui::theme::Theme;
use crate::ui::widgets::filter_list::{instead, line, select};
use crate::ui::widgets::painter::{Paint, Piece};

/// From this width on a line says what happened and which key helps.
const WIDE: u16 = 74;
/// Cells of a time.
const TIME: u16 = 6;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, filter: ActivityFilter) {
    let Some(view) = activity(model) else { return };
    let t = paint.theme;
    let mut right: Vec<Piece<'_>> = Vec::new();
    for chip in &view.chips {
        if !right.is_empty() {
            right.push((DIVIDER, t.dim()));
        }
        right.push((&chip.text, if chip.filter == filter { t.strong() } else { t.dim() }));
    }
    titled(paint, view.frame, "Activity", &view.tab, &right);
    if view.lines.is_empty() {
        let said = match filter {
            ActivityFilter::All => "No changes in the past seven days.",
            ActivityFilter::OnTheWay => "Nothing is under way.",
            ActivityFilter::NeedsYou => "Nothing needs you.",
            ActivityFilter::Done => "Nothing is done yet.",
        };
        instead(paint, areas, said);
        return;
    }
    let columns = Columns::of(model, &view);
    for (y, (index, row)) in (0..view.rows.height).zip(view.lines.iter().enumerate().skip(view.top)) {
        one(paint, model, view.rows.lines(y, 1), &columns, (row, index == view.cursor));
    }
    let rule = Area { y: view.rows.y + view.rows.height, height: 1, ..view.rows };
    paint.rule(rule, t.frame(false));
    for (n, text) in (0..view.below.height).zip(&view.details) {
        let at = view.below.lines(n, 1);
        paint.text(at.x, at.y, at.width, text, if n == 0 { t.text() } else { t.dim() });
    }
}

/// The box, with the other tab and the key that leads there behind the title.
fn titled(paint: &mut Paint<'_>, frame: Area, title: &str, tab: &Tab, right: &[Piece<'_>]) {
    let t = paint.theme;
    let title = [(title, t.strong()), ("  ", t.dim()), (&tab.key, t.accent()), (" ", t.dim()), (tab.name, t.dim())];
    paint.overlay_with(frame, &title, right);
}

/// The cells of each column.
struct Columns {
    word: u16,
    who: u16,
    company: u16,
    what: u16,
    keys: u16,
}

impl Columns {
    fn of(model: &Model, view: &ActivityView) -> Self {
        let cells = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
        let seen = || view.lines.iter().skip(view.top).take(usize::from(view.rows.height));
        let longest = |of: &dyn Fn(&ActivityRow) -> u16| seen().map(of).max().unwrap_or(0);
        let word = longest(&|row| cells(&row.progress.label())).clamp(7, 12);
        // Mark, sign, and the gaps between the columns.
        let room = view.rows.width.saturating_sub(2 + 2 + word + 1);
        let (who, company) = (longest(&|row| cells(&row.user_label)), longest(&|row| cells(&row.company)));
        if view.rows.width < WIDE {
            let room = room.saturating_sub(TIME + 2);
            let who = who.min((room * 3 / 5).max(room.saturating_sub(company + 1)));
            return Self { word, who, company: room.saturating_sub(who), what: TIME, keys: 0 };
        }
        let keys = longest(&|row| cells(&keys(model, row).concat()) + 1);
        let room = room.saturating_sub(keys + 3);
        // Who is cut last, and nothing while cells are free.
        let what = longest(&|row| cells(&happened(model, row))) + TIME + 2;
        let who = who.min((room * 2 / 5).max(room.saturating_sub(company.min(room * 3 / 10) + what)));
        let company = company.min((room * 3 / 10).max(room.saturating_sub(who + what)));
        Self { word, who, company, what: room.saturating_sub(who + company), keys }
    }
}

/// The key that does something about a line, and what it does.
fn keys(model: &Model, row: &ActivityRow) -> [String; 2] {
    match remedy(model, row) {
        Some((command, verb)) => [short_keys(model, command, innermost(model)), verb.to_owned()],
        None => Default::default(),
    }
}

/// One line: sign, word, user, company, what happened, and the key that helps.
fn one(paint: &mut Paint<'_>, model: &Model, area: Area, columns: &Columns, (row, selected): (&ActivityRow, bool)) {
    let t = paint.theme;
    line(paint, area, "", selected);
    let local = model.now.local_at(row.at);
    let is_today = local.date() == model.now.local.date();
    let when = local.strftime(if is_today { "%H:%M" } else { "%-d %b" }).to_string();
    let (sign, style) = sign(t, row.progress);
    let name = if selected { t.strong() } else { t.text() };
    let mut x = area.x + 2;
    paint.text(x, area.y, 1, &sign.to_string(), style);
    x += 2;
    let texts = [
        (columns.word, row.progress.label(), style),
        (columns.who, row.user_label.clone(), name),
        (columns.company, row.company.clone(), t.text()),
    ];
    for (cells, text, style) in texts {
        paint.cell(x, area.y, cells, &text, Align::Left, style);
        x += cells + 1;
    }
    paint.cell(x, area.y, TIME, &when, Align::Right, t.dim());
    let what = columns.what.saturating_sub(TIME + 2);
    paint.cell(x + TIME + 2, area.y, what, &happened(model, row), Align::Left, t.text());
    let [key, verb] = keys(model, row);
    if columns.keys > 0 && !key.is_empty() {
        // One below the other, at the right edge.
        let x = (area.x + area.width).saturating_sub(columns.keys);
        paint.pieces(x, area.y, columns.keys, &[(&key, t.accent()), (" ", t.text()), (&verb, t.dim())]);
    }
    if selected {
        select(paint, area);
    }
}

/// The sign of a line, and its style.
fn sign(t: Theme, progress: Progress) -> (char, Style) {
    match progress {
        Progress::NeedsYou(_) | Progress::Conflict => ('!', t.warning()),
        Progress::NotDone => (t.glyph('✕', 'x'), t.danger()),
        Progress::Unknown | Progress::NotKnown => ('?', t.warning()),
        Progress::Found => (t.glyph('✓', '+'), t.warning()),
        Progress::Created | Progress::Deleted | Progress::Changed(_) | Progress::ChangeUndone => {
            (t.glyph('✓', '+'), t.good())
        }
        Progress::Queued | Progress::Waiting => (t.glyph('○', 'o'), t.dim()),
        Progress::Sending | Progress::Checking(..) | Progress::Removing => (t.glyph('⟳', '~'), t.text()),
    }
}

pub(in crate::ui) fn draw_messages(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, cursor: usize) {
    let t = paint.theme;
    titled(paint, areas.frame, "Messages", &tab(model, areas.frame), &[]);
    if model.notices.is_empty() {
        instead(paint, areas, "No messages yet.");
        return;
    }
    for (y, shown) in (0..).zip(messages(model, cursor, areas.rows)) {
        let at = areas.rows.lines(y, 1);
        let (sign, style) = crate::ui::shell::footer::sign(t, shown.notice);
        if shown.is_first {
            paint.text(at.x + 2, at.y, 1, &sign.to_string(), style);
            paint.text(at.x + 4, at.y, 8, &shown.notice.at.clock_with_seconds(), t.dim());
        }
        let style = if sign == '!' || sign == t.glyph('✕', 'x') { style } else { t.text() };
        paint.text(at.x + BEFORE, at.y, at.width.saturating_sub(BEFORE), &shown.text, style);
        if shown.index == cursor {
            select(paint, at);
        }
    }
}
