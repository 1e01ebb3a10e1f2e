//! The first line: who, where, how the connection is.

use super::paint::Paint;
use crate::app::layout::Area;
use crate::app::model::Model;

pub(super) fn draw(paint: &mut Paint<'_>, model: &Model, area: Area) {
    let t = paint.theme;
    let mut x = area.x + 1;
    let end = area.x + area.width;
    x += paint.text(x, area.y, end - x, "keepnet", t.strong()) + 1;
    if let Some(badge) = model.settings.connection.as_ref().and_then(|c| c.badge.as_deref()) {
        x += paint.text(x, area.y, end - x, &format!(" {badge} "), t.badge()) + 1;
    }
    if let Some(reseller) = model.link.session.as_ref().and_then(|s| s.company.as_deref()) {
        x += paint.text(x, area.y, (end - x).min(area.width / 3), reseller, t.plain()) + 2;
    }
    if area.width >= 100 {
        let said = match &model.settings.connection {
            Some(c) if c.badge.is_none() => format!("[{}] {}", model.settings.profile, c.base_url),
            Some(c) => c.base_url.clone(),
            None => String::new(),
        };
        x += paint.text(x, area.y, (end - x).min(60), &said, t.dim()) + 1;
    }
    let link = model.link.words();
    let mut right = Vec::new();
    let errors = model.notices.unread_errors();
    let unread = match errors {
        0 => String::new(),
        1 => "1 error (J)".to_owned(),
        n => format!("{n} errors (J)"),
    };
    // In a narrow screen the token gives way: it renews itself.
    for words in [link, unread, model.link.token_words()] {
        let so_far: usize = right.iter().map(|w: &String| super::text::width(w) + 2).sum();
        if !words.is_empty() && so_far + super::text::width(&words) < usize::from(end.saturating_sub(x)) {
            right.push(words);
        }
    }
    right.reverse();
    let said = format!("{} ", right.join("  "));
    let room = Area { x, y: area.y, width: end.saturating_sub(x), height: 1 };
    let style = match (model.link.trouble_since, errors) {
        (None, 0) => t.plain(),
        (None, _) => t.warning(),
        (Some(_), _) => t.error(),
    };
    paint.right(room, &said, style);
}
