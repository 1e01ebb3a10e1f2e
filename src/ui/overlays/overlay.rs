//! Overlays: key list, palette, messages, menus, questions, pickers.

use super::{activity, menu, views};
use crate::app::core::focus::Pane;
use crate::app::flows::lists::numbered;
use crate::app::flows::marks;
use crate::app::form::picking::choices;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::{CommandRow, sequence};
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::screen;
use crate::app::screen::connection::facts;
use crate::app::screen::dialog_layout;
use crate::app::screen::overlay_layout;
use crate::app::screen::overlay_layout::{ListAreas, list_top};
use crate::app::screen::palette::{listed_commands, listed_scope};
use crate::app::shell::available::refusal;
use crate::app::widgets::area::Area;
use crate::app::widgets::filter_list::FilterList;
use crate::domain::form::fields::Kind;
use crate::domain::list::columns::Align;
use crate::domain::list::query::PAGE_SIZES;
use crate::ui::widgets::filter_list::{filter, instead, line, visible};
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model) {
    menu::prefix(paint, model);
    let Some(areas) = overlay_layout::list(model) else { return };
    match model.overlays.last() {
        Some(Overlay::Keys(list)) => {
            commands(paint, model, &areas, list, &format!("Keys: {}", listed_scope(model).title()));
        }
        Some(Overlay::Palette(list)) => commands(paint, model, &areas, list, "Actions"),
        Some(Overlay::Views(list)) => views::list(paint, model, &areas, list),
        Some(Overlay::SaveView(prompt)) => views::prompt(paint, model, &areas, prompt),
        Some(Overlay::Note(prompt)) => super::note::draw(paint, model, prompt),
        Some(Overlay::Activity { filter, .. }) => activity::draw(paint, model, &areas, *filter),
        Some(Overlay::Messages { cursor }) => activity::draw_messages(paint, model, &areas, *cursor),
        Some(Overlay::Connection) => connection(paint, model, &areas),
        Some(Overlay::PageSize { cursor }) => page_sizes(paint, model, &areas, *cursor),
        Some(Overlay::Profiles { cursor }) => menu::profiles(paint, model, &areas, *cursor),
        Some(Overlay::UnlockingProfile { profile, .. }) => menu::opening(paint, model, &areas, profile),
        Some(Overlay::Columns { cursor, .. }) => menu::columns(paint, model, &areas, *cursor),
        Some(Overlay::PastePreview(preview)) => crate::ui::form::paste_preview::draw(paint, model, &areas, preview),
        Some(Overlay::User) => crate::ui::user::details::draw(paint, model, &areas),
        Some(Overlay::UserGroups) => crate::ui::user::groups::draw(paint, model, &areas),
        Some(Overlay::UserHistory) => crate::ui::user::history::draw(paint, model, &areas),
        Some(Overlay::OwnerSearch) => crate::ui::owner_search::results::draw(paint, model, &areas),
        Some(Overlay::GoTo(input)) => {
            let (last, what) = numbered(model);
            paint.overlay(areas.frame, &format!("Go to {what}, 1 to {last}"));
            filter(paint, &areas, input);
        }
        Some(Overlay::Ticket(prompt)) => {
            paint.overlay(areas.frame, "Ticket of this change");
            filter(paint, &areas, &prompt.input);
        }
        Some(Overlay::Output(output)) => super::output::draw(paint, model, &areas, output),
        Some(Overlay::Import) => crate::ui::import::pane::draw(paint, model, &areas),
        Some(Overlay::Confirm { question, yes }) => confirm(paint, model, question, *yes),
        None => picker(paint, model, &areas),
    }
}

fn commands(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, list: &FilterList, title: &str) {
    paint.overlay(areas.frame, title);
    filter(paint, areas, &list.filter);
    let rows = listed_commands(model, list);
    if rows.is_empty() {
        instead(paint, areas, "No action matches.");
    }
    for (at, index) in visible(areas, list_top(list, areas.rows), rows.len()) {
        if let Some(row) = rows.get(index) {
            command_line(paint, model, at, row, index == list.cursor);
        }
    }
}

fn command_line(paint: &mut Paint<'_>, model: &Model, at: Area, row: &CommandRow, selected: bool) {
    let t = paint.theme;
    // In an input some keys type text.
    let (map, scope) = (&model.settings.keys, listed_scope(model));
    let searched = scope == Scope::Search && !map.active_rows(scope).any(|known| std::ptr::eq(known, row));
    let effective = row.keys.iter().filter(|k| searched || map.do_it(row.command, k, scope));
    let keys = effective.take(3).map(|k| sequence(k)).collect::<Vec<_>>().join(", ");
    let reason = refusal(row.command, row.scope, model);
    let help = match &reason {
        Some(reason) => format!("{} (not now: {reason})", row.help),
        None if row.several && marks::apply(model) => format!("{} ({})", row.help, screen::marks::text(model)),
        None => row.help.clone(),
    };
    line(paint, at, "", selected);
    let (key_style, style) = match (selected, reason.is_some()) {
        (_, true) => (t.dim(), t.dim()),
        (true, false) => (t.accent(), t.strong()),
        (false, false) => (t.accent(), t.text()),
    };
    paint.cell(at.x + 2, at.y, 18, &keys, Align::Left, key_style);
    paint.cell(at.x + 21, at.y, at.width.saturating_sub(21), &help, Align::Left, style);
}

/// What the header has no room for.
fn connection(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    const LABELS: u16 = 14;
    let t = paint.theme;
    paint.overlay(areas.frame, "Connection");
    for (n, (label, text)) in (0..areas.rows.height).zip(facts(model)) {
        let at = areas.rows.lines(n, 1);
        let style = match label {
            "State" if model.connection.is_lost() => t.danger(),
            "State" => t.strong(),
            _ => t.text(),
        };
        paint.cell(at.x, at.y, LABELS, label, Align::Left, t.dim());
        paint.text(at.x + LABELS, at.y, at.width.saturating_sub(LABELS), &text, style);
    }
}

fn page_sizes(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas, cursor: usize) {
    paint.overlay(areas.frame, if model.users.is_open { "Users per page" } else { "Companies per page" });
    for (at, index) in visible(areas, 0, PAGE_SIZES.len()) {
        if let Some(size) = PAGE_SIZES.get(index) {
            line(paint, at, &size.to_string(), index == cursor);
        }
    }
}

fn confirm(paint: &mut Paint<'_>, model: &Model, question: &Confirmation, yes: bool) {
    let t = paint.theme;
    let areas = dialog_layout::areas(model, question);
    paint.overlay(areas.frame, "");
    for (area, lines, style) in
        [(areas.asked, &areas.lines.asked, t.strong()), (areas.text, &areas.lines.text, t.text())]
    {
        for (n, text) in (0..area.height).zip(lines) {
            let at = area.lines(n, 1);
            paint.text(at.x, at.y, at.width, text, style);
        }
    }
    for (button, on) in [(&areas.yes, yes), (&areas.no, !yes)] {
        let area = button.area;
        if on {
            // A cell of colour at each side makes it a button.
            paint.cell(area.x - 1, area.y, area.width + 2, &format!(" {} ", button.label), Align::Left, t.pressed());
        } else if let Some((key, verb)) = button.label.split_once(' ') {
            paint.pieces(area.x, area.y, area.width, &[(key, t.accent()), (" ", t.text()), (verb, t.text())]);
        }
    }
}

fn picker(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let Some(form) = model.drafts.current().filter(|_| model.pane == Pane::Form) else { return };
    let Some(picker) = form.picker() else { return };
    let Some(remote) = choices(form, &model.lookups, picker.field()) else { return };
    let many = picker.field().field().kind == Kind::Many;
    let label = picker.field().field().label;
    let title = if many {
        format!(
            "{label}: {} marks, {} marked",
            model.describe_keys(Command::Mark, Scope::Picker),
            picker.marked().len()
        )
    } else {
        label.to_owned()
    };
    paint.overlay(areas.frame, &title);
    filter(paint, areas, &picker.list().filter);
    let offered = picker.offered(remote);
    if offered.is_empty() {
        let again = model.describe_keys(Command::Reload, Scope::Picker);
        let said = match (&remote.error, remote.waiting, remote.slow) {
            (Some(failure), _, _) => model.settings.keys.failure(failure, Scope::Picker),
            (None, Some(_), true) => "Loading".to_owned(),
            (None, Some(_), false) => String::new(),
            (None, None, _) if remote.value.as_ref().is_some_and(Vec::is_empty) => "There are none.".to_owned(),
            (None, None, _) if remote.value.is_none() => format!("Nothing was loaded. {again} loads it."),
            (None, None, _) => "Nothing matches.".to_owned(),
        };
        instead(paint, areas, &said);
    }
    for (at, index) in visible(areas, list_top(picker.list(), areas.rows), offered.len()) {
        if let Some(choice) = offered.get(index) {
            let mark = match (many, picker.is_marked(choice)) {
                (true, true) => "[x] ",
                (true, false) => "[ ] ",
                (false, _) => "",
            };
            let detail = if choice.detail.is_empty() { String::new() } else { format!("  {}", choice.detail) };
            line(paint, at, &format!("{mark}{}{detail}", choice.name), index == picker.list().cursor);
        }
    }
}
