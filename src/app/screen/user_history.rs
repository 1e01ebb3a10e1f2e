//! The lines of the history of a user, and where they are drawn.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::app::changes::created_users::{CreatedUser, FinishedChange, UndoState};
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::overlay_layout::{self, menu_top};
use crate::app::widgets::area::{Area, wrap};
use crate::domain::service::ids::UserId;
use crate::domain::user::history::{FOUND_AFTER_CREATE, HistoryLine};

/// Lines of details at most.
const DETAILS: usize = 10;

/// The lines and what stands below them.
#[derive(Debug, Clone)]
pub struct HistoryView {
    /// All lines, newest first.
    pub lines: Vec<HistoryLine>,
    /// The index of the one under the cursor.
    pub cursor: usize,
    /// The index of the first one to draw.
    pub top: usize,
    /// Where the lines are.
    pub rows: Area,
    /// What is said about the audit log.
    pub state: Option<(String, bool)>,
    /// The details of the line under the cursor.
    pub details: Vec<String>,
    /// Where they are; a rule is above.
    pub below: Area,
}

/// All lines, newest first. Of this machine's only those that are not older than what is read of the log, so that
/// later pages are added at the end.
#[must_use]
pub fn rows(model: &Model) -> Vec<HistoryLine> {
    let Some(history) = model.user.history() else { return Vec::new() };
    let is_cut = history.log.next_page().is_some() && history.load.error.is_none();
    history.log.merged(of_journal(model, &history.user.id), is_cut)
}

/// The day of a line, or its time if it was today.
#[must_use]
pub fn day(model: &Model, at: Option<Timestamp>) -> String {
    let Some(at) = at else { return String::new() };
    let local = model.now.local_at(at);
    let is_today = local.date() == model.now.local.date();
    local.strftime(if is_today { "%H:%M" } else { "%Y-%m-%d" }).to_string()
}

/// What was done with this user from this machine, newest first.
#[must_use]
pub fn of_journal(model: &Model, user: &UserId) -> Vec<HistoryLine> {
    let all = &model.created_users;
    let created = all.all().filter(|job| job.user == *user).map(created_here);
    let finished = all.finished.all().filter(|done| done.intent.kind.target() == Some(user)).map(changed_here);
    let failed = all.not_applied().filter(|(intent, _)| intent.kind.target() == Some(user));
    let failed = failed.map(|(intent, at)| HistoryLine::not_done(intent, *at, !all.is_unanswered(&intent.id)));
    let mut lines: Vec<HistoryLine> = created.chain(finished).chain(failed).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines
}

fn created_here(job: &CreatedUser) -> HistoryLine {
    let what = match job.undo_state {
        UndoState::Created if job.found.is_some() => FOUND_AFTER_CREATE,
        UndoState::Created => "created",
        UndoState::Undoing => "created, being removed",
        UndoState::Undone => "created, then removed",
    };
    HistoryLine::here(&job.intent, job.at.utc, what)
}

fn changed_here(done: &FinishedChange) -> HistoryLine {
    HistoryLine::here(&done.intent, done.at.utc, done.done_verb())
}

/// What is drawn, if the history is open.
#[must_use]
pub fn view(model: &Model) -> Option<HistoryView> {
    let history = model.user.history()?;
    let is_open = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::UserHistory));
    let areas = overlay_layout::list(model).filter(|_| is_open)?;
    let lines = rows(model);
    let cursor = history.cursor.min(lines.len().saturating_sub(1));
    let (width, mut inner) = (usize::from(areas.rows.width), areas.rows);
    let state = state(model);
    if let Some((text, _)) = &state {
        let height = u16::try_from(wrap(text, width).len()).unwrap_or(1).min(inner.height / 3);
        inner = inner.lines(height, inner.height.saturating_sub(height));
    }
    let texts: Vec<String> = lines.get(cursor).map(|line| line.details.clone()).unwrap_or_default();
    let details: Vec<String> = texts.iter().flat_map(|text| wrap(text, width)).map(Cow::into_owned).collect();
    let height = u16::try_from(details.len().min(DETAILS)).unwrap_or(0).min(inner.height / 2);
    let rows = inner.lines(0, inner.height.saturating_sub(if height == 0 { 0 } else { height + 1 }));
    let below = inner.lines(rows.height + 1, height);
    let top = menu_top(cursor, rows);
    Some(HistoryView { lines, cursor, top, rows, state, details, below })
}

/// What is said about the audit log, and whether it is a failure.
fn state(model: &Model) -> Option<(String, bool)> {
    let history = model.user.history()?;
    if let Some(failure) = &history.load.error {
        let failure = model.settings.keys.failure(failure, crate::app::keys::scope::Scope::UserHistory);
        return Some((format!("{failure} What was done from this machine is shown."), true));
    }
    if history.load.waiting.is_some() {
        return history.load.slow.then(|| ("loading the audit log".to_owned(), false));
    }
    (rows(model).is_empty())
        .then(|| ("Neither the audit log nor this machine has anything about this user.".to_owned(), false))
}

/// The index of the line that is drawn there.
#[must_use]
pub fn line_at(model: &Model, line: usize) -> Option<usize> {
    let (view, areas) = (view(model)?, overlay_layout::list(model)?);
    let above = usize::from(view.rows.y.saturating_sub(areas.rows.y));
    let index = view.top + line.checked_sub(above)?;
    (line < above + usize::from(view.rows.height) && index < view.lines.len()).then_some(index)
}
