//! Layout of the activity and the messages: tabs and filters in the frame, rows, details.

use crate::app::core::notices::Notice;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, ActivityFilter, Overlay};
use crate::app::screen::activity::{ActivityRow, counts, cursor, details, lines};
use crate::app::screen::footer::short_keys;
use crate::app::screen::overlay_layout::{self, menu_top};
use crate::app::screen::scope::pane_scope;
use crate::app::widgets::area::{Area, wrap};
use crate::domain::text::cells::width;

/// Maximum number of lines of details.
const DETAILS: u16 = 8;
/// What divides two filters.
pub const DIVIDER: &str = " · ";

/// A filter in the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The filter.
    pub filter: ActivityFilter,
    /// `2 under way`
    pub text: String,
    /// Where it is.
    pub area: Area,
}

/// The other tab, with the key that leads there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// The key.
    pub key: String,
    /// Its name.
    pub name: &'static str,
    /// Where it is.
    pub area: Area,
}

/// The activity on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityView {
    /// The box.
    pub frame: Area,
    /// The other tab.
    pub tab: Tab,
    /// The filters.
    pub chips: Vec<Chip>,
    /// All lines.
    pub lines: Vec<ActivityRow>,
    /// The one under the cursor.
    pub cursor: usize,
    /// The first one on the screen.
    pub top: usize,
    /// Where they are.
    pub rows: Area,
    /// The details of the one under the cursor.
    pub details: Vec<String>,
    /// Where they are; a rule is above.
    pub below: Area,
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The other tab behind the title of this one.
#[must_use]
pub fn tab(model: &Model, frame: Area) -> Tab {
    let is_activity = matches!(model.overlays.last(), Some(Overlay::Activity { .. }));
    let (title, name, scope) =
        if is_activity { ("Activity", "messages", Scope::Activity) } else { ("Messages", "activity", Scope::Messages) };
    let key = short_keys(model, Command::OtherTab, scope);
    let area = Area { x: frame.x + 3 + cells(title) + 2, y: frame.y, width: cells(&key) + 1 + cells(name), height: 1 };
    Tab { key, name, area }
}

/// The activity, if it is on top.
#[must_use]
pub fn activity(model: &Model) -> Option<ActivityView> {
    let Some(Overlay::Activity { on, filter }) = model.overlays.last() else { return None };
    let areas = overlay_layout::list(model)?;
    let tab = tab(model, areas.frame);
    let chips = chips(model, areas.frame, &tab, *filter);
    let lines = lines(model, *filter);
    let at = cursor(&lines, on.as_ref());
    let inner = areas.rows;
    let texts = lines.get(at).map(|line| detail_lines(model, line, inner.width)).unwrap_or_default();
    let height = u16::try_from(texts.len()).unwrap_or(DETAILS).min(DETAILS).min(inner.height / 2);
    let rows = inner.lines(0, inner.height.saturating_sub(height + 1));
    let below = inner.lines(rows.height + 1, height);
    let top = menu_top(at, rows);
    Some(ActivityView { frame: areas.frame, tab, chips, lines, cursor: at, top, rows, details: texts, below })
}

/// The filters that fit beside the title, at the right edge of the frame.
fn chips(model: &Model, frame: Area, tab: &Tab, active: ActivityFilter) -> Vec<Chip> {
    let said = counts(model).map(|(filter, n)| {
        let text = match filter {
            ActivityFilter::All => format!("{n} this week"),
            ActivityFilter::OnTheWay => format!("{n} under way"),
            ActivityFilter::NeedsYou if n == 1 => "1 needs you".to_owned(),
            ActivityFilter::NeedsYou => format!("{n} need you"),
            ActivityFilter::Done => format!("{n} done"),
        };
        (filter, n, text)
    });
    let order = [ActivityFilter::OnTheWay, ActivityFilter::NeedsYou, ActivityFilter::Done, ActivityFilter::All];
    let mut shown: Vec<_> = order.into_iter().filter_map(|filter| said.iter().find(|chip| chip.0 == filter)).collect();
    shown.retain(|(filter, n, _)| *n > 0 || *filter == active || *filter == ActivityFilter::All);
    let room = (frame.x + frame.width).saturating_sub(tab.area.x + tab.area.width + 6);
    let total = |shown: &[&(ActivityFilter, usize, String)]| {
        let gaps = u16::try_from(shown.len().saturating_sub(1)).unwrap_or(0) * cells(DIVIDER);
        shown.iter().map(|(_, _, text)| cells(text)).sum::<u16>() + gaps
    };
    for filter in [ActivityFilter::Done, ActivityFilter::All, ActivityFilter::OnTheWay, ActivityFilter::NeedsYou] {
        if total(&shown) > room && filter != active {
            shown.retain(|chip| chip.0 != filter);
        }
    }
    if total(&shown) > room {
        return Vec::new();
    }
    let mut x = frame.x + frame.width - 3 - total(&shown);
    let mut chips = Vec::new();
    for (filter, _, text) in shown {
        let area = Area { x, y: frame.y, width: cells(text), height: 1 };
        x += area.width + cells(DIVIDER);
        chips.push(Chip { filter: *filter, text: text.clone(), area });
    }
    chips
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

/// The entry on line `y` of the screen.
#[must_use]
pub fn entry_at(view: &ActivityView, x: u16, y: u16) -> Option<&ActivityEntry> {
    let line = view.rows.contains(x, y).then(|| usize::from(y - view.rows.y))?;
    view.lines.get(view.top + line).map(|line| &line.entry)
}

/// A line of the messages.
#[derive(Debug, Clone)]
pub struct MessageLine<'a> {
    /// Which notice, counted from the newest.
    pub index: usize,
    /// The notice.
    pub notice: &'a Notice,
    /// It is the first line of the notice.
    pub is_first: bool,
    /// Its text.
    pub text: String,
}

/// Cells before the text of a message: mark, sign, time.
pub const BEFORE: u16 = 13;

/// The lines of the messages from `cursor` on, each notice in full, as many as fit.
#[must_use]
pub fn messages(model: &Model, cursor: usize, rows: Area) -> Vec<MessageLine<'_>> {
    let mut shown = Vec::new();
    let cells = usize::from(rows.width.saturating_sub(BEFORE));
    for (index, notice) in model.notices.newest_first().enumerate().skip(cursor) {
        if shown.len() >= usize::from(rows.height) {
            break;
        }
        let times = if notice.times > 1 { format!(" (x{})", notice.times) } else { String::new() };
        let words = model.settings.keys.notice(notice, pane_scope(model));
        let text = format!("{words}{times}{}", crate::app::screen::activity::fate(model, notice));
        let lines = wrap(&text, cells).into_iter().enumerate();
        shown.extend(lines.map(|(n, text)| MessageLine { index, notice, is_first: n == 0, text: text.into_owned() }));
    }
    shown.truncate(usize::from(rows.height));
    shown
}
