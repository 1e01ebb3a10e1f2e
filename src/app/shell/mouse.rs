//! The mouse: a click does what the key on that spot does.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::msg::MouseAct;
use crate::app::flows::typing::{mark_in_picker, take_picked};
use crate::app::flows::{activity, import, lists, marks, notes, one_user, panes, sideways};
use crate::app::form::focus::Focus;
use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::chips::{Click, chips};
use crate::app::screen::company_sheet::Value;
use crate::app::screen::dialog_layout::{self, DialogAreas};
use crate::app::screen::field_grid::FormLine;
use crate::app::screen::form_buttons::buttons;
use crate::app::screen::form_layout;
use crate::app::screen::layout::{MARK, TableAreas};
use crate::app::screen::scope::list_scope;
use crate::app::screen::{activity_layout, header, layout, overlay_layout};
use crate::app::shell::overlay_keys::{answer, move_list};
use crate::app::shell::run::{run, take_and_run};
use crate::app::widgets::area::Area;
use crate::cx;
use crate::domain::form::fields::Kind;

/// Rows one notch of the wheel moves.
const NOTCH: isize = 3;

/// Two clicks on a line within this time open it.
const DOUBLE_MS: u64 = 400;

/// Remembers a click; true if it is the second one on this line.
fn is_double(model: &mut Model, y: u16) -> bool {
    let (place, now) = ((y, model.overlays.len()), model.now.millis);
    let double =
        model.clicked.is_some_and(|(line, above, at)| (line, above) == place && now.saturating_sub(at) <= DOUBLE_MS);
    model.clicked = (!double).then_some((place.0, place.1, now));
    double
}

/// Handles a mouse event at cell `x`, `y`.
pub fn act(model: &mut Model, act: MouseAct, x: u16, y: u16, out: &mut Vec<Effect>) {
    if overlay_layout::list(model).is_some() {
        match act {
            MouseAct::Click | MouseAct::Mark | MouseAct::MarkRange => click_list(model, x, y, out),
            MouseAct::WheelUp => move_list(model, -NOTCH),
            MouseAct::WheelDown => move_list(model, NOTCH),
            MouseAct::WheelLeft | MouseAct::WheelRight => {}
        }
        return;
    }
    if model.settings.connection.is_none() || on_rows(model, act, (x, y)) {
        return;
    }
    // Elsewhere a modifier says nothing.
    let act = if matches!(act, MouseAct::Mark | MouseAct::MarkRange) { MouseAct::Click } else { act };
    if act == MouseAct::Click
        && let Some(command) = header::command_at(model, x, y)
    {
        run(model, command, out);
        return;
    }
    if act == MouseAct::Click
        && let Some(table) = layout::table(model)
    {
        let is_chip = click_chip(model, (Pane::Table, table.bar), (x, y), out);
        let sort = |model: &mut Model, column| lists::sort_companies(model, column, out);
        if !is_chip && click_table(model, (Pane::Table, &table), (x, y), sort) {
            run(model, Command::OpenCompany, out);
        }
    }
    if act == MouseAct::Click
        && let Some(groups) = layout::groups(model)
    {
        let is_chip = click_chip(model, (Pane::Table, groups.table.bar), (x, y), out);
        let sort = |model: &mut Model, column| lists::sort_groups(model, column);
        if !is_chip && click_table(model, (Pane::Table, &groups.table), (x, y), sort) {
            run(model, Command::EnterGroup, out);
        }
    }
    if act == MouseAct::Click
        && let Some(users) = layout::users(model)
    {
        let is_chip = click_chip(model, (Pane::Users, users.bar), (x, y), out);
        let sort = |model: &mut Model, column| lists::sort_users(model, column, out);
        if !is_chip && click_table(model, (Pane::Users, &users), (x, y), sort) {
            run(model, Command::ShowUser, out);
        }
    }
    if let Some(company) = layout::company(model) {
        match act {
            MouseAct::Click if company.pane.outer.contains(x, y) => {
                model.pane = Pane::Company;
                copy_value(layout::company_value(model, x, y), out);
            }
            MouseAct::WheelUp if company.body.contains(x, y) => panes::scroll_by(model, -NOTCH),
            MouseAct::WheelDown if company.body.contains(x, y) => panes::scroll_by(model, NOTCH),
            MouseAct::Click
            | MouseAct::Mark
            | MouseAct::MarkRange
            | MouseAct::WheelUp
            | MouseAct::WheelDown
            | MouseAct::WheelLeft
            | MouseAct::WheelRight => {}
        }
    }
    if act == MouseAct::Click {
        click_form(model, x, y, out);
    }
}

/// A value was clicked.
fn copy_value(value: Option<Value>, out: &mut Vec<Effect>) {
    out.extend(value.map(|Value { what, text }| Effect::Copy { what, text }));
}

/// The wheel over the rows of the list, and a click on one with a modifier. False for anything else.
fn on_rows(model: &mut Model, act: MouseAct, (x, y): (u16, u16)) -> bool {
    let table = layout::table(model).map(|areas| (Pane::Table, areas.rows));
    let groups = layout::groups(model).map(|areas| (Pane::Table, areas.table.rows));
    let rows = table.or(groups).or_else(|| layout::users(model).map(|areas| (Pane::Users, areas.rows)));
    let Some((pane, rows)) = rows.filter(|(_, rows)| rows.contains(x, y)) else { return false };
    if matches!(act, MouseAct::Mark | MouseAct::MarkRange) && !list_scope(model).has_marks() {
        return false;
    }
    let line = usize::from(y - rows.y);
    match act {
        MouseAct::WheelUp => lists::scroll_by(model, -NOTCH),
        MouseAct::WheelDown => lists::scroll_by(model, NOTCH),
        MouseAct::Mark => {
            model.pane = pane;
            marks::click(model, line);
        }
        MouseAct::MarkRange => {
            model.pane = pane;
            marks::click_range(model, line);
        }
        MouseAct::WheelLeft => sideways::scroll(model, false),
        MouseAct::WheelRight => sideways::scroll(model, true),
        MouseAct::Click => return false,
    }
    true
}

/// A click on a chip; false if there is none.
fn click_chip(model: &mut Model, (pane, bar): (Pane, Area), (x, y): (u16, u16), out: &mut Vec<Effect>) -> bool {
    let Some(chip) = chips(model, bar).into_iter().find(|chip| chip.area.contains(x, y)) else { return false };
    model.pane = pane;
    match chip.click {
        Some(Click::Run(command)) => run(model, command, out),
        Some(Click::TakeAway(n)) if model.users.is_open => model.users.take_filter_away(n, cx!(model, out)),
        Some(Click::TakeAway(n)) => model.companies.take_filter_away(n, cx!(model, out)),
        None => {}
    }
    true
}

/// A click on a list: on its search line, on a title (sorts by it), on a row. True if it opens the row.
fn click_table<C: Copy>(
    model: &mut Model,
    (pane, areas): (Pane, &TableAreas<C>),
    (x, y): (u16, u16),
    sort: impl FnOnce(&mut Model, C),
) -> bool {
    if !areas.bar.union(areas.rows).contains(x, y) {
        return false;
    }
    model.pane = pane;
    if areas.bar.contains(x, y) {
        lists::open_search(model);
    } else if areas.head.contains(x, y) {
        for (sign, right) in [(areas.before, false), (areas.after, true)] {
            if sign.is_some_and(|sign| sign.contains(x, y)) {
                sideways::scroll(model, right);
                return false;
            }
        }
        let at = x.saturating_sub(areas.head.x + MARK);
        let hit = areas.columns.iter().find(|p| at >= p.x && at < p.x + p.width);
        if let Some(placed) = hit {
            sort(model, placed.column);
        }
    } else {
        let is_row = lists::click_row(model, usize::from(y - areas.rows.y));
        return is_row && is_double(model, y);
    }
    false
}

fn click_form(model: &mut Model, x: u16, y: u16, out: &mut Vec<Effect>) {
    if let Some(card) = form_layout::card(model) {
        if card.undoes(x, y) {
            run(model, Command::Undo, out);
            return;
        }
        copy_value(card.value_at(x, y), out);
    }
    let (Some(areas), Some(form)) = (form_layout::form(model), model.drafts.current()) else { return };
    if areas.buttons.contains(x, y) {
        let hit = buttons(model, form, areas.buttons).into_iter().find(|button| button.area.contains(x, y));
        model.pane = Pane::Form;
        if let Some(button) = hit {
            run(model, button.command, out);
        }
        return;
    }
    if !areas.body.contains(x, y) {
        return;
    }
    let line = areas.lines.get(usize::from(y - areas.body.y)).copied();
    let at = areas.body.lines(y - areas.body.y, 1);
    let place = match line {
        Some(FormLine::Folded(section) | FormLine::Heading(section)) => form.places_of(section).next(),
        Some(line) => {
            // Behind the box of a name is the box of the next one.
            let mut fields = areas.grid.of_line(line, at);
            let first = fields.next();
            fields.filter(|field| x >= field.boxed.x).last().or(first).map(|field| field.place)
        }
        None => None,
    };
    model.pane = Pane::Form;
    let Some(form) = model.drafts.current_mut() else { return };
    let Some(place) = place else { return };
    let again = form.focus() == place;
    form.go(place);
    let Some(field) = line.and_then(|line| areas.grid.of_line(line, at).find(|field| field.place == place)) else {
        return;
    };
    let cells = usize::from(x.saturating_sub(field.text().x));
    if let Some(input) = form.focused_input() {
        let scroll = if again { input.visual_scroll(usize::from(field.text().width)) } else { 0 };
        input.click(cells + scroll);
        form.goes_on_in_text();
        return;
    }
    match place {
        Focus::Field(id) => match id.field().kind {
            Kind::Toggle => form.step(id, None),
            Kind::One | Kind::Many if again => form.open_picker(id, ""),
            Kind::One | Kind::Many | Kind::Priority | Kind::Text => {}
        },
        Focus::Custom(_) => {
            if let Some(row) = form.focused_custom_mut() {
                row.step(None);
            }
        }
        Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => {}
    }
}

/// A click on a tab, a filter or a line of the activity, or on a message. True if it was one.
fn click_activity(model: &mut Model, x: u16, y: u16, out: &mut Vec<Effect>) -> bool {
    let Some(areas) = overlay_layout::list(model) else { return false };
    let is_list = matches!(model.overlays.last(), Some(Overlay::Activity { .. } | Overlay::Messages { .. }));
    if is_list && activity_layout::tab(model, areas.frame).area.contains(x, y) {
        run(model, Command::OtherTab, out);
        return true;
    }
    if let Some(Overlay::Messages { cursor }) = model.overlays.last()
        && areas.rows.contains(x, y)
    {
        let lines = activity_layout::messages(model, *cursor, areas.rows);
        let index = lines.get(usize::from(y - areas.rows.y)).map(|line| line.index);
        if let (Some(index), Some(Overlay::Messages { cursor })) = (index, model.overlays.last_mut()) {
            *cursor = index;
        }
        return true;
    }
    let Some(view) = activity_layout::activity(model) else { return false };
    if let Some(chip) = view.chips.iter().find(|chip| chip.area.contains(x, y)) {
        activity::choose_filter(model, chip.filter);
    } else if let Some(entry) = activity_layout::entry_at(&view, x, y).cloned() {
        activity::put_on(model, entry);
        if is_double(model, y) {
            run(model, Command::Accept, out);
        }
    }
    true
}

/// A click on a line of the preview of a paste keeps or skips it.
fn click_preview(model: &mut Model, line: usize, height: u16) {
    let Some(Overlay::PastePreview(preview)) = model.overlays.last_mut() else { return };
    let top = (preview.cursor + 1).saturating_sub(usize::from(height));
    preview.toggle_at(top + line);
}

fn click_list(model: &mut Model, x: u16, y: u16, out: &mut Vec<Effect>) {
    let Some(areas) = overlay_layout::list(model) else { return };
    if let Some(Overlay::Confirm { question, .. }) = model.overlays.last() {
        let DialogAreas { yes, no, .. } = dialog_layout::areas(model, question);
        if no.area.contains(x, y) || yes.area.contains(x, y) {
            answer(model, yes.area.contains(x, y), out);
        }
        return;
    }
    if notes::click(model, x, y) || click_activity(model, x, y, out) || !areas.rows.contains(x, y) {
        return;
    }
    let line = usize::from(y - areas.rows.y);
    match model.overlays.last_mut() {
        Some(Overlay::Keys(list) | Overlay::Palette(list) | Overlay::Views(list)) => {
            list.go_to(overlay_layout::list_top(list, areas.rows) + line);
            take_and_run(model, out);
        }
        Some(Overlay::PageSize { cursor } | Overlay::Profiles { cursor } | Overlay::Columns { cursor, .. }) => {
            *cursor = overlay_layout::menu_top(*cursor, areas.rows) + line;
            take_and_run(model, out);
        }
        Some(Overlay::PastePreview(_)) => click_preview(model, line, areas.rows.height),
        Some(Overlay::OwnerSearch) => {
            let line = line + overlay_layout::menu_top(model.owner_search.cursor, areas.rows);
            model.owner_search.select(line);
            if is_double(model, y) {
                run(model, Command::Accept, out);
            }
        }
        Some(Overlay::UserGroups | Overlay::UserHistory) => one_user::click(model, areas.rows, line),
        Some(Overlay::Import) => {
            import::click(model, areas.rows, line);
            if is_double(model, y) {
                run(model, Command::Accept, out);
            }
        }
        Some(
            Overlay::Activity { .. }
            | Overlay::Messages { .. }
            | Overlay::User
            | Overlay::Connection
            | Overlay::GoTo(_)
            | Overlay::SaveView(_)
            | Overlay::Ticket(_)
            | Overlay::Note(_)
            | Overlay::Output(_)
            | Overlay::UnlockingProfile { .. }
            | Overlay::Confirm { .. },
        ) => {}
        None => {
            let Some(form) = model.drafts.current_mut() else { return };
            let Some(picker) = form.picker() else { return };
            form.point_in_picker(overlay_layout::list_top(picker.list(), areas.rows) + line);
            if form.picks_many() { mark_in_picker(model) } else { take_picked(model) }
        }
    }
}
