//! The users of a company: search line and totals, column titles, rows, position; and one user
//! in a box.

use crate::app::core::focus::Pane;
use crate::app::flows::empty::no_users;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout;
use crate::app::screen::layout::{MARK, TableAreas};
use crate::app::screen::overlay_layout::ListAreas;
use crate::app::users::list::fields;
use crate::app::widgets::area::Area;
use crate::domain::list::grid::Align;
use crate::domain::list::user_columns::UserColumn;
use crate::domain::text::count;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::ui::paged_list::list::{Empty, Title, empty, frame, head, search_line};
use crate::ui::widgets::painter::Paint;

/// Cells for the labels of one user.
const LABELS: u16 = 12;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let Some(areas) = layout::users(model) else { return };
    let list = &model.users.list;
    let name = model.users.company.as_ref().map_or("", |c| c.name.as_str());
    frame(paint, list, (areas.pane, model.pane == Pane::Users), "Users", (model.now, list.load.slow));
    search_line(paint, list, areas.bar, (&totals(model), &format!("Users of {name}")), model.overlays.is_empty());
    let sorted = list.shown.as_ref().map_or(&list.wanted.query, |s| &s.query.query);
    head(paint, &areas, |column: UserColumn| Title {
        text: column.spec().title,
        align: column.spec().align,
        order: (column.spec().order_by == Some(sorted.order)).then_some(sorted.ascending),
        under_cursor: column == list.column && model.pane == Pane::Users,
    });
    if list.rows().is_empty() {
        let otherwise = no_users(model);
        let about = Empty { rows: "users", scope: Scope::Users, otherwise: &otherwise };
        empty(paint, model, list, areas.rows, &about);
    }
    let visible = list.rows().iter().enumerate().skip(list.top).take(usize::from(areas.rows.height));
    for (line, (index, user)) in (0..).zip(visible) {
        row(paint, &areas, areas.rows.y + line, user, (index == list.cursor, model.pane == Pane::Users));
    }
    if list.load.slow && !list.rows().is_empty() {
        let dim = paint.theme.dim();
        paint.tint(areas.rows, dim);
    }
}

/// `Delta Housing Trust | 447 users | page 1/9`: the company is also shown while a search is typed.
fn totals(model: &Model) -> String {
    let list = &model.users.list;
    let mut parts = Vec::new();
    if list.search.is_some() || !list.wanted.query.search.is_empty() {
        parts.extend(model.users.company.as_ref().map(|c| c.name.clone()));
    }
    if let Some(shown) = &list.shown {
        parts.push(count(shown.page.total, "user", "users"));
        if shown.page.pages > 1 {
            parts.push(format!("page {}/{}", shown.query.query.page, shown.page.pages));
        }
    }
    parts.join(" | ")
}

fn row(paint: &mut Paint<'_>, areas: &TableAreas<UserColumn>, y: u16, user: &TargetUser, on: (bool, bool)) {
    let t = paint.theme;
    let (selected, focused) = on;
    let x = areas.rows.x;
    if selected {
        paint.text(x, y, 1, ">", t.strong());
    }
    for placed in &areas.columns {
        let style = match (&user.status, placed.column) {
            (UserStatus::Deleted, _) => t.dim(),
            (UserStatus::Inactive, UserColumn::Status) => t.warning(),
            (UserStatus::Active | UserStatus::Inactive | UserStatus::Other(_), _) => t.text(),
        };
        paint.cell(x + MARK + placed.x, y, placed.width, &placed.column.cell(user), Align::Left, style);
    }
    if selected && focused {
        paint.tint(Area { x, y, width: areas.rows.width, height: 1 }, t.selection());
    }
}

/// One user with every field.
pub(in crate::ui) fn one(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let t = paint.theme;
    let Some(user) = model.users.list.selected() else {
        paint.overlay(areas.frame, "User");
        return;
    };
    if let Some(gone) = &model.users.list.target_moved {
        // The next user must not be mistaken for the one that was opened.
        paint.overlay(areas.frame, "User");
        crate::ui::widgets::filter_list::instead(paint, areas, &format!("{gone} is no longer in this list."));
        return;
    }
    paint.overlay(areas.frame, &user.shown_name());
    let company = model.users.company.as_ref().map_or("", |c| c.name.as_str());
    for (n, (label, text)) in (0..areas.rows.height).zip(fields(user, company)) {
        let at = areas.rows.lines(n, 1);
        paint.cell(at.x, at.y, LABELS, label, Align::Left, t.dim());
        let style = if label == "Status" { t.strong() } else { t.text() };
        paint.text(at.x + LABELS, at.y, at.width.saturating_sub(LABELS), &text, style);
    }
}
