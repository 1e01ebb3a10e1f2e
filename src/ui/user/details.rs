//! The box with everything about one user.

use crate::app::model::Model;
use crate::app::screen::overlay_layout::ListAreas;
use crate::app::screen::user_lines;
use crate::ui::company::details::draw_line;
use crate::ui::widgets::filter_list::instead;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let t = paint.theme;
    let list = &model.users.list;
    let Some(user) = list.selected() else {
        paint.overlay(areas.frame, "User");
        return;
    };
    if let Some(gone) = &list.target_moved {
        // The next user must not be mistaken for the one that was opened.
        paint.overlay(areas.frame, "User");
        instead(paint, areas, &format!("{gone} is no longer in this list."));
        return;
    }
    let lines = user_lines::lines(model, areas.rows);
    let height = usize::from(areas.rows.height);
    let top = model.user.top.min(lines.len().saturating_sub(height));
    let below = lines.len().saturating_sub(top + height);
    let below = if below > 0 { format!("{below} more below") } else { String::new() };
    let loading = match (model.user.is_slow(), below.is_empty()) {
        (true, false) => "loading  ",
        (true, true) => "loading",
        (false, _) => "",
    };
    let right = [(loading, t.dim()), (below.as_str(), t.dim())];
    let right: &[_] = if loading.is_empty() && below.is_empty() { &[] } else { &right };
    paint.overlay_with(areas.frame, &[(&user.shown_name(), t.strong())], right);
    for (n, line) in (0..).zip(lines.iter().skip(top).take(height)) {
        draw_line(paint, areas.rows.lines(n, 1), line);
    }
}
