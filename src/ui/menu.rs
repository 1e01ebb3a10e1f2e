//! Menus: the keys after a prefix, profiles, columns.

use super::list::{line, visible};
use super::paint::Paint;
use crate::app::commands::{Row, sequence};
use crate::app::layout::{Area, ListAreas, menu_top, wrap};
use crate::app::model::Model;
use crate::app::profiles::{is_present, refusal};
use crate::app::resolve::{active_rows, pane_scope};
use crate::app::view;
use crate::domain::columns::Align;
use crate::domain::profile::production_badge;

/// Cells for the keys in the menu of a prefix.
const KEYS: u16 = 4;
/// The menu of a prefix is so wide where that is enough.
const NARROW: u16 = 58;

/// The keys that may follow a prefix, with the reason beside what cannot be done now.
pub(super) fn prefix(paint: &mut Paint<'_>, model: &Model) {
    let Some(prefix) = model.prefix.as_ref().filter(|p| p.menu) else { return };
    let rows: Vec<(String, &Row)> = active_rows(pane_scope(model))
        .flat_map(|r| {
            r.keys.iter().filter_map(move |k| k.strip_prefix(&prefix.pressed[..]).map(|rest| (sequence(rest), r)))
        })
        .collect();
    let texts: Vec<(String, bool)> = rows
        .iter()
        .map(|(_, row)| match (row.when)(model) {
            Ok(()) => (row.help.clone(), false),
            Err(reason) => (format!("{}: {reason}", row.help), true),
        })
        .collect();
    let longest = texts.iter().map(|(text, _)| super::text::width(text)).max().unwrap_or(0);
    let width = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(KEYS + 4);
    let width = width.max(NARROW).min(model.size.width);
    let most = model.size.height.saturating_sub(2);
    let cells = usize::from(width.saturating_sub(KEYS + 4));
    // A reason shows whole where there is room for all rows, on lines of its own if need be.
    let mut lines: Vec<Vec<String>> =
        texts.iter().map(|(text, _)| wrap(text, cells).into_iter().map(String::from).collect()).collect();
    if lines.iter().map(Vec::len).sum::<usize>() + 2 > usize::from(most) {
        lines = texts.iter().map(|(text, _)| vec![text.clone()]).collect();
    }
    let count = lines.iter().map(Vec::len).sum::<usize>();
    let height = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(2).min(most);
    let frame = Area { x: model.size.width - width, y: model.size.height - 1 - height, width, height };
    paint.frame(frame, &sequence(&prefix.pressed));
    let inner = frame.inside(2);
    let t = paint.theme;
    let mut y = 0;
    for (((keys, _), (_, refused)), pieces) in rows.iter().zip(&texts).zip(&lines) {
        let (key, style) = if *refused { (t.dim(), t.dim()) } else { (t.key(), t.plain()) };
        for (n, piece) in pieces.iter().enumerate() {
            let at = inner.lines(y, 1);
            if at.height == 0 {
                return;
            }
            if n == 0 {
                paint.cell(at.x, at.y, KEYS, keys, Align::Left, key);
            }
            paint.cell(at.x + KEYS, at.y, at.width.saturating_sub(KEYS), piece, Align::Left, style);
            y += 1;
        }
    }
}

/// `north  [PROD rw]  https://api.keepnetlabs.com`
pub(super) fn profiles(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, cursor: usize) {
    paint.frame(areas.frame, "Switch profile");
    let t = paint.theme;
    let profiles = &model.settings.desk.profiles;
    let longest = profiles.iter().map(|p| super::text::width(&p.name)).max().unwrap_or(0).min(24);
    let name = u16::try_from(longest).unwrap_or(24) + 2;
    for (at, index) in visible(areas, menu_top(cursor, areas.rows), profiles.len()) {
        let Some(profile) = profiles.get(index) else { continue };
        let selected = index == cursor;
        let reason = refusal(model, profile);
        let marks = match (profile.production, profile.read_only) {
            (true, read_only) => production_badge(read_only),
            (false, true) => "READ ONLY",
            (false, false) => "",
        };
        let said = match &reason {
            _ if is_present(model, profile) => format!("{} (you are in it)", profile.service),
            // In full when it is chosen: what is to be set must not be cut.
            Some(_) if !profile.lacks.is_empty() => format!("set {}", profile.lacks.join(", ")),
            Some(reason) => reason.clone(),
            None => profile.service.clone(),
        };
        line(paint, at, "", selected);
        let style = match (selected, reason.is_some()) {
            (true, _) => t.selected(),
            (false, true) => t.dim(),
            (false, false) => t.plain(),
        };
        let x = at.x + 2;
        paint.cell(x, at.y, name, &profile.name, Align::Left, style);
        paint.cell(x + name, at.y, 11, marks, Align::Left, style);
        let rest = at.width.saturating_sub(2 + name + 11);
        paint.cell(x + name + 11, at.y, rest, &said, Align::Left, style);
    }
}

/// `[x] USED`
pub(super) fn columns(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, cursor: usize) {
    paint.frame(areas.frame, "Columns: Space shows and hides");
    let t = paint.theme;
    let columns = view::listed(model);
    for (at, index) in visible(areas, menu_top(cursor, areas.rows), columns.len()) {
        let Some(column) = columns.get(index) else { continue };
        let mark = if model.columns.contains(column) { "[x]" } else { "[ ]" };
        let remark = view::remark(model, *column);
        line(paint, at, &format!("{mark} {}", column.spec().title), index == cursor);
        if let Some(remark) = remark {
            let style = if index == cursor { t.selected() } else { t.dim() };
            paint.cell(at.x + 20, at.y, at.width.saturating_sub(20), remark, Align::Left, style);
        }
    }
}
