//! The owner search: matching companies, users found, and progress.

use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::owner_search::search::ResultRow;
use crate::app::screen::overlay_layout::{ListAreas, menu_top, owner_search_lines};
use crate::app::widgets::area::{Area, wrap};
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Align;
use crate::ui::widgets::filter_list::{filter, line, visible};
use crate::ui::widgets::painter::Paint;

/// Cells of the first word.
const WORD: u16 = 10;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let results = &model.owner_search;
    paint.overlay(areas.frame, "Whose is this?");
    filter(paint, areas, &results.input);
    let lines: Vec<ResultRow<'_>> = results.lines().collect();
    for (at, index) in visible(areas, menu_top(results.cursor, areas.rows), lines.len()) {
        if let Some(found) = lines.get(index) {
            entry(paint, at, *found, index == results.cursor, |c| model.companies.distinct_name(&c.id, &c.name));
        }
    }
    let t = paint.theme;
    if lines.is_empty()
        && let Some(why) = results.why()
    {
        let why = model.settings.keys.describe(why, Scope::OwnerSearch);
        for (n, text) in (0..areas.rows.height).zip(wrap(&why, usize::from(areas.rows.width))) {
            let at = areas.rows.lines(n, 1);
            paint.cell(at.x, at.y, at.width, &text, Align::Left, t.danger());
        }
    }
    let below = Area { y: areas.rows.y + areas.rows.height, ..areas.rows };
    for (n, text) in (0..).zip(owner_search_lines(model, areas.rows.width)) {
        paint.cell(below.x, below.y + n, below.width, &text, Align::Left, t.dim());
    }
}

/// `active    Lumen Optics      jane.doe@lumenoptics.example  Jane Doe`
fn entry(paint: &mut Paint<'_>, at: Area, found: ResultRow<'_>, selected: bool, apart: impl Fn(&Company) -> String) {
    let t = paint.theme;
    let (word, company, detail) = match found {
        ResultRow::Company(company, why) => {
            let seats = match company.seats.limit {
                Limit::Of(limit) => format!("{}/{limit} seats", company.seats.used),
                Limit::Unlimited | Limit::Unknown => format!("{} seats", company.seats.used),
            };
            ("company".to_owned(), company.as_ref(), format!("{why}, {seats}"))
        }
        ResultRow::User(hit) => {
            let email = if hit.user.email.is_empty() { "no email" } else { &hit.user.email };
            (hit.user.status.word().to_owned(), hit.company.as_ref(), format!("{email}  {}", hit.user.shown_name()))
        }
        ResultRow::More(company, more) => (format!("{more} more"), company.as_ref(), "all in its user list".to_owned()),
    };
    line(paint, at, "", selected);
    let style = match (selected, found) {
        (true, _) | (false, ResultRow::User(_)) => t.strong(),
        (false, ResultRow::Company(..)) => t.text(),
        (false, ResultRow::More(..)) => t.dim(),
    };
    let x = at.x + 2;
    let room = at.width.saturating_sub(2 + WORD);
    let name = (room * 2 / 5).min(36);
    paint.cell(x, at.y, WORD - 1, &word, Align::Left, style);
    let company = apart(company);
    paint.cell(x + WORD, at.y, name, &company, Align::Left, style);
    paint.cell(x + WORD + name + 1, at.y, room.saturating_sub(name + 1), &detail, Align::Left, style);
}
