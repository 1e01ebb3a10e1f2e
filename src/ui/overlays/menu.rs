//! Menus: the keys after a prefix, profiles, columns.

use crate::app::flows::{columns, profiles};
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::sequence;
use crate::app::model::Model;
use crate::app::screen::overlay_layout::{ListAreas, menu_top};
use crate::app::screen::scope::{active_rows, pane_scope};
use crate::app::shell::available::refusal;
use crate::app::widgets::area::{Area, wrap};
use crate::domain::list::columns::Align;
use crate::domain::service::profile::production_badge;
use crate::domain::text::cells::width;
use crate::ui::widgets::filter_list::{instead, line, visible};
use crate::ui::widgets::painter::Paint;

/// Cells for the keys in a prefix menu.
const KEYS: u16 = 4;
/// Minimum width of a prefix menu.
const NARROW: u16 = 58;

/// A row of a prefix menu: its keys, its help, and why it is unavailable.
type Entry<'a> = (String, &'a str, Option<String>);

/// The keys that may follow a prefix, with the reason beside unavailable commands.
pub(in crate::ui) fn prefix(paint: &mut Paint<'_>, model: &Model) {
    let Some(prefix) = model.prefix.as_ref().filter(|p| p.menu) else { return };
    let entries: Vec<Entry<'_>> = active_rows(model, pane_scope(model))
        .flat_map(|row| row.keys.iter().map(move |keys| (row, keys)))
        .filter_map(|(row, keys)| {
            let rest = keys.strip_prefix(&prefix.pressed[..])?;
            Some((sequence(rest), row.help.as_str(), refusal(row.command, row.scope, model)))
        })
        .collect();
    let longest = entries.iter().map(|entry| width(&beside(entry))).max().unwrap_or(0);
    let width = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(KEYS + 4);
    let width = width.max(NARROW).min(model.size.width);
    let most = model.size.height.saturating_sub(2);
    let cells = usize::from(width.saturating_sub(KEYS + 4));
    let mut lines = reasons_beside(&entries, cells);
    let again = entries.windows(3).any(|w| w[0].2.is_some() && w[0].2 == w[1].2 && w[1].2 == w[2].2);
    if again || lines.len() + 2 > usize::from(most) {
        lines = reasons_below(&entries, cells);
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(most);
    let frame = Area { x: model.size.width - width, y: model.size.height - 1 - height, width, height };
    paint.overlay(frame, &sequence(&prefix.pressed));
    let inner = frame.inside(2);
    let t = paint.theme;
    for (n, (keys, text, refused)) in (0..inner.height).zip(&lines) {
        let at = inner.lines(n, 1);
        let (key, style) = if *refused { (t.dim(), t.dim()) } else { (t.accent(), t.text()) };
        paint.cell(at.x, at.y, KEYS, keys, Align::Left, key);
        paint.cell(at.x + KEYS, at.y, at.width.saturating_sub(KEYS), text, Align::Left, style);
    }
}

fn beside((_, help, reason): &Entry<'_>) -> String {
    reason.as_ref().map_or_else(|| (*help).to_owned(), |reason| format!("{help}: {reason}"))
}

/// Lines of keys, text and whether it is unavailable: the reason follows the help.
fn reasons_beside(entries: &[Entry<'_>], cells: usize) -> Vec<(String, String, bool)> {
    let pieces = |entry: &Entry<'_>| -> Vec<(String, String, bool)> {
        let text = beside(entry);
        let keys = std::iter::once(entry.0.clone()).chain(std::iter::repeat(String::new()));
        keys.zip(wrap(&text, cells)).map(|(keys, piece)| (keys, piece.into_owned(), entry.2.is_some())).collect()
    };
    entries.iter().flat_map(pieces).collect()
}

/// The same in fewer lines: a reason shared by several rows is shown once, below the last of them.
fn reasons_below(entries: &[Entry<'_>], cells: usize) -> Vec<(String, String, bool)> {
    let mut lines = Vec::new();
    for (n, (keys, help, reason)) in entries.iter().enumerate() {
        lines.push((keys.clone(), (*help).to_owned(), reason.is_some()));
        let next = entries.get(n + 1).and_then(|(_, _, reason)| reason.as_ref());
        if let Some(reason) = reason.as_ref().filter(|reason| next != Some(reason)) {
            let pieces = wrap(reason, cells).into_iter();
            lines.extend(pieces.map(|piece| (String::new(), piece.into_owned(), true)));
        }
    }
    lines
}

/// `north  [PROD rw]  https://api.keepnetlabs.com`
pub(in crate::ui) fn profiles(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, cursor: usize) {
    paint.overlay(areas.frame, "Switch profile");
    let t = paint.theme;
    let profiles = &model.settings.profile_settings.profiles;
    let longest = profiles.iter().map(|p| width(&p.name)).max().unwrap_or(0).min(24);
    let name = u16::try_from(longest).unwrap_or(24) + 2;
    for (at, index) in visible(areas, menu_top(cursor, areas.rows), profiles.len()) {
        let Some(profile) = profiles.get(index) else { continue };
        let selected = index == cursor;
        let reason = profiles::refusal(model, profile);
        let marks = match (profile.production, profile.read_only) {
            (true, read_only) => production_badge(read_only),
            (false, true) => "READ ONLY",
            (false, false) => "",
        };
        let said = match &reason {
            _ if profiles::is_present(model, profile) => format!("{} (current)", profile.service),
            Some(reason) => reason.clone(),
            // The advice is shown when it is chosen, where it is not cut off.
            None if !profile.missing_variables.is_empty() => format!("no credentials; {}", profile.service),
            None => profile.service.clone(),
        };
        line(paint, at, "", selected);
        let style = match (selected, reason.is_some() || !profile.missing_variables.is_empty()) {
            (true, _) => t.selection(),
            (false, true) => t.dim(),
            (false, false) => t.text(),
        };
        let x = at.x + 2;
        paint.cell(x, at.y, name, &profile.name, Align::Left, style);
        paint.cell(x + name, at.y, 11, marks, Align::Left, style);
        let rest = at.width.saturating_sub(2 + name + 11);
        paint.cell(x + name + 11, at.y, rest, &said, Align::Left, style);
    }
}

/// The message while a profile is being opened.
pub(in crate::ui) fn opening(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, profile: &str) {
    paint.overlay(areas.frame, "Switch profile");
    let from = &model.settings.profile;
    let said =
        format!("Waiting for the secret of {profile}; a keyring may be asking for a password. Esc stays in {from}.");
    instead(paint, areas, &said);
}

/// `[x] USED`
pub(in crate::ui) fn columns(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, cursor: usize) {
    let shows = model.describe_keys(Command::Mark, Scope::Columns);
    paint.overlay(areas.frame, &format!("Columns: {shows} shows and hides"));
    let t = paint.theme;
    let columns = columns::listed(model);
    for (at, index) in visible(areas, menu_top(cursor, areas.rows), columns.len()) {
        let Some(column) = columns.get(index) else { continue };
        let mark = if model.columns.contains(column) { "[x]" } else { "[ ]" };
        let remark = columns::remark(model, *column);
        line(paint, at, &format!("{mark} {}", column.spec().title), index == cursor);
        if let Some(remark) = remark {
            let style = if index == cursor { t.selection() } else { t.dim() };
            paint.cell(at.x + 20, at.y, at.width.saturating_sub(20), remark, Align::Left, style);
        }
    }
}
