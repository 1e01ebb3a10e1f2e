//! Menus: the keys after a prefix, profiles, columns.

use crate::app::flows::{columns, profiles};
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::overlay_layout::{ListAreas, menu_top};
use crate::app::shell::prefix_menu::{self, KEYS};
use crate::domain::list::columns::Align;
use crate::domain::service::profile::production_badge;
use crate::domain::text::cells::width;
use crate::ui::widgets::filter_list::{instead, line, visible};
use crate::ui::widgets::painter::Paint;

/// The keys that may follow a prefix, with the reason beside unavailable commands.
pub(in crate::ui) fn prefix(paint: &mut Paint<'_>, model: &Model) {
    let Some(menu) = prefix_menu::menu(model) else { return };
    paint.overlay(menu.frame, &menu.title);
    let t = paint.theme;
    for (n, line) in (0..menu.rows.height).zip(&menu.lines) {
        let at = menu.rows.lines(n, 1);
        let (key, style) = if line.is_refused { (t.dim(), t.dim()) } else { (t.accent(), t.text()) };
        paint.cell(at.x, at.y, KEYS, &line.keys, Align::Left, key);
        paint.cell(at.x + KEYS, at.y, at.width.saturating_sub(KEYS), &line.text, Align::Left, style);
    }
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
            (_, true) => t.dim(),
            (true, false) => t.strong(),
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
            let style = t.dim();
            paint.cell(at.x + 20, at.y, at.width.saturating_sub(20), &remark, Align::Left, style);
        }
    }
}
