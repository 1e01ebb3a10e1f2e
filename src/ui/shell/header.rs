//! The header: identity, service, state of the connection.

use ratatui::style::Style;

use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::screen::scope::pane_scope;
use crate::app::widgets::area::Area;
use crate::domain::service::profile::production_badge;
use crate::domain::text::cells::width;
use crate::ui::theme::Theme;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, area: Area) {
    let t = paint.theme;
    let mut x = area.x + 1;
    let end = area.x + area.width;
    x += paint.text(x, area.y, end - x, "keepnet", t.strong()) + 1;
    for (badge, style) in badges(model, t) {
        x += paint.text(x, area.y, end - x, &badge, style) + 1;
    }
    let marked = t.profile().filter(|_| !is_demo(model));
    let is_narrow = area.width < 100;
    if marked.is_some() || is_narrow && has_several_profiles(model) {
        let said = format!("[{}]", model.settings.profile);
        let style = marked.unwrap_or(t.strong());
        x += paint.text(x, area.y, room_for_name(model, end - x, area.width), &said, style) + 1;
    }
    if let Some(reseller) = model.connection.session.as_ref().and_then(|s| s.company.as_deref()) {
        x += paint.text(x, area.y, room_for_name(model, end - x, area.width), reseller, t.text()) + 2;
    }
    if !is_narrow {
        let said = match &model.settings.connection {
            Some(c) if c.badge.is_none() && marked.is_none() => format!("[{}] {}", model.settings.profile, c.base_url),
            Some(c) => c.base_url.clone(),
            None => String::new(),
        };
        x += paint.text(x, area.y, (end - x).min(60), &said, t.dim()) + 1;
    }
    let link = model.connection.summary();
    let mut right = Vec::new();
    let errors = model.notices.unread_errors();
    // If the key is text here, there is no room for the alternative.
    let key = model.settings.keys.key_of(Command::Activity, pane_scope(model));
    let key = key.map(|key| format!(" ({key})")).unwrap_or_default();
    let unread = match errors {
        0 => String::new(),
        1 => format!("1 error{key}"),
        n => format!("{n} errors{key}"),
    };
    // On a narrow screen the token is left out: it is renewed automatically.
    for words in [needing(model), link, unread, on_the_way(model), model.connection.token_summary()] {
        let so_far: usize = right.iter().map(|w: &String| width(w) + 2).sum();
        if !words.is_empty() && so_far + width(&words) < usize::from(end.saturating_sub(x)) {
            right.push(words);
        }
    }
    right.reverse();
    let said = format!("{} ", right.join("  "));
    let room = Area { x, y: area.y, width: end.saturating_sub(x), height: 1 };
    let style = match (model.connection.unreachable_since, errors) {
        (None, 0) => t.text(),
        (None, _) => t.warning(),
        (Some(_), _) => t.danger(),
    };
    paint.right(room, &said, style);
}

/// How many users need you, with the key that opens the next.
fn needing(model: &Model) -> String {
    let key = model.settings.keys.key_of(Command::NextNeeding, pane_scope(model));
    let key = key.map(|key| format!(" ({key})")).unwrap_or_default();
    match model.drafts.needing().count() {
        0 => String::new(),
        1 => format!("1 needs you{key}"),
        n => format!("{n} need you{key}"),
    }
}

/// How many changes are queued or under way, including those that wait for custom fields.
fn on_the_way(model: &Model) -> String {
    match model.changes.queued().count() + model.changes.under_way().count() + model.drafts.waiting().count() {
        0 => String::new(),
        n => format!("{n} on the way"),
    }
}

/// Badges.
fn badges(model: &Model, t: Theme) -> Vec<(String, Style)> {
    let desk = &model.settings.profile_settings;
    let connection = model.settings.connection.as_ref().and_then(|c| c.badge.as_deref());
    let mut badges: Vec<_> = connection.map(|badge| (format!(" {badge} "), t.badge())).into_iter().collect();
    if desk.production && connection.is_none() {
        badges.push((production_badge(desk.access.is_read_only()).to_owned(), t.production()));
    }
    if desk.access.is_read_only() {
        badges.push((" READ ONLY ".to_owned(), t.badge()));
    }
    badges
}

fn is_demo(model: &Model) -> bool {
    model.settings.connection.as_ref().is_some_and(|c| c.badge.is_some())
}

/// The profile, shown if there are several.
fn has_several_profiles(model: &Model) -> bool {
    model.settings.profile_settings.profiles.len() > 1 && !is_demo(model)
}

/// The state of the connection matters more than a long name.
fn room_for_name(model: &Model, left: u16, whole: u16) -> u16 {
    let link = u16::try_from(width(&model.connection.summary())).unwrap_or(u16::MAX);
    left.saturating_sub(link.saturating_add(4)).min(whole / 3)
}
