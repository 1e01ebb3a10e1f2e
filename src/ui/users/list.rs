//! The users of a company: search line and totals, column titles, rows, position.

use ratatui::style::Style;

use crate::app::core::focus::Pane;
use crate::app::flows::empty::no_users;
use crate::app::model::Model;
use crate::app::screen::layout;
use crate::app::screen::layout::{MARK, TableAreas};
use crate::app::screen::marks;
use crate::app::screen::scope::list_scope;
use crate::app::screen::user_rows::{PendingStatus, pending_status, user_words};
use crate::app::widgets::area::Area;
use crate::domain::list::user_columns::UserColumn;
use crate::domain::text::cells::width;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::ui::paged_list::list::{Empty, Selected, Title, empty, frame, head, mark, select, top_line};
use crate::ui::theme::Theme;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    let Some(areas) = layout::users(model) else { return };
    let list = &model.users.list;
    let name = model.users.company.as_ref().map_or("", |c| c.name.as_str());
    let words = user_words(model.users.listed_subject());
    frame(paint, list, (areas.pane, model.pane == Pane::Users), (words.title, None, &marks::of(list)), list.load.slow);
    top_line(paint, model, list, areas.bar, &format!("{} of {name}", words.title));
    let sorted = list.shown.as_ref().map_or(&list.wanted.query, |s| &s.query.query);
    head(paint, &areas, |column: UserColumn| Title {
        text: column.spec().title,
        align: column.spec().align,
        width: None,
        order: (column.spec().order_by == Some(sorted.order)).then_some(sorted.ascending),
        under_cursor: column == list.column && model.pane == Pane::Users,
    });
    if list.rows().is_empty() {
        let otherwise = no_users(model);
        let about = Empty { rows: words.many, scope: list_scope(model), otherwise: &otherwise };
        empty(paint, model, list, areas.rows, &about);
    }
    let visible = list.rows().iter().enumerate().skip(list.top).take(usize::from(areas.rows.height));
    for (line, (index, user)) in (0..).zip(visible) {
        let selected = (index == list.cursor).then_some(model.pane == Pane::Users);
        let marked = list.marks().has(&user.id);
        row(paint, &areas, areas.rows.lines(line, 1), user, (selected, marked, pending_status(model, user)));
    }
    if list.load.slow && !list.rows().is_empty() {
        let dim = paint.theme.dim();
        paint.tint(areas.rows, dim);
    }
}

fn row(
    paint: &mut Paint<'_>,
    areas: &TableAreas<UserColumn>,
    line: Area,
    user: &TargetUser,
    (selected, marked, pending): (Selected, bool, Option<PendingStatus>),
) {
    let t = paint.theme;
    for placed in &areas.columns {
        let style = match (&user.status, placed.column) {
            (UserStatus::Deleted, _) => t.dim(),
            (_, UserColumn::Name) if selected.is_some() || marked => t.strong(),
            (UserStatus::Inactive, UserColumn::Status) => t.warning(),
            (_, UserColumn::Name | UserColumn::Email) => t.text(),
            (UserStatus::Active | UserStatus::Inactive | UserStatus::Other(_), _) => t.dim(),
        };
        let x = line.x + MARK + placed.x;
        if let Some(pending) = pending.as_ref().filter(|_| placed.column == UserColumn::Status) {
            let (sign, style) = pending_sign(t, pending);
            paint.pieces(x, line.y, placed.width, &[(&format!("{sign} "), style), (pending.word, style)]);
            continue;
        }
        if let Some(by) = user.managed.as_ref().filter(|_| placed.column == UserColumn::Name) {
            let word = format!(" {}", by.word());
            let room = placed.width.saturating_sub(u16::try_from(width(&word)).unwrap_or(u16::MAX));
            let takes = paint.text(x, line.y, room, &placed.column.cell(user), style);
            paint.text(x + takes, line.y, placed.width - takes, &word, t.dim());
            continue;
        }
        let sign = if placed.column == UserColumn::Status { t.user_sign(&user.status) } else { "" };
        paint.pieces(x, line.y, placed.width, &[(sign, style), (&placed.column.cell(user), style)]);
    }
    if marked {
        mark(paint, line);
    }
    select(paint, line, selected);
}

/// The sign of a status that the user will have, and its style.
fn pending_sign(t: Theme, pending: &PendingStatus) -> (char, Style) {
    if pending.is_unknown { ('?', t.warning()) } else { (t.glyph('→', '>'), t.accent()) }
}
