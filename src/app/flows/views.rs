//! Named views: opened by a key or from their list, closed, and saved into the configuration.

use crate::app::companies::grouping::GroupTable;
use crate::app::companies::open_view::OpenView;
use crate::app::core::effect::{Effect, ViewOrder};
use crate::app::core::settings::Connection;
use crate::app::flows::grouping;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::overlays::view_prompt::{Stage, ViewPrompt};
use crate::app::screen::views::{Line, filter, listed, look, to_save};
use crate::app::widgets::filter_list::FilterList;
use crate::cx;
use crate::domain::list::columns::Column;
use crate::domain::list::named_view::{NamedView, find};
use crate::domain::list::view::USUAL_ORDER;
use crate::domain::service::failure::Failure;

/// Runs one of the commands about views.
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if let Command::OpenView(key) = command {
        if let Some(view) = at_key(model, key).cloned() {
            open(model, view, out);
        }
    } else if command == Command::ShowAll {
        show_all(model, out);
    } else if command == Command::Views {
        list(model);
    } else {
        let typed = typed_in_list(model);
        ask_for_name(model, typed);
    }
}

/// The view that this digit opens.
#[must_use]
pub fn at_key(model: &Model, key: u8) -> Option<&NamedView> {
    model.settings.views().iter().find(|view| view.key == Some(key))
}

/// Opens a view: its filter in place of what the list is filtered by, its order and its columns.
pub fn open(model: &mut Model, view: NamedView, out: &mut Vec<Effect>) {
    let open = OpenView::new(view, model.view.as_ref(), &look(model));
    let new = open.look();
    model.companies.show_filtered(open.view.filter.clone(), new.order, cx!(model, out));
    let source = &model.companies.source;
    if !source.is_cached() && source.is_counted() && !source.can_load_all() && new.order.0.spec().order_by.is_none() {
        let why = source.why_not(&model.settings.keys);
        model.notices.hint(model.now, format!("sort by {}: {why}", new.order.0.spec().title));
    }
    show_columns(model, new.columns);
    grouping::show_when_loaded(model, open.view.group, out);
    model.view = Some(open);
}

/// Closes the open view: all companies, in the order and with the columns of the list. False if none is open.
pub(in crate::app) fn close(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some(open) = model.view.take() else { return false };
    let before = open.without(&look(model));
    model.companies.show_all(cx!(model, out));
    if before.order != model.companies.order() {
        let filter = filter(model);
        model.companies.show_filtered(filter, before.order, cx!(model, out));
    }
    show_columns(model, before.columns);
    true
}

/// Shows all companies; an open view is closed.
fn show_all(model: &mut Model, out: &mut Vec<Effect>) {
    if !close(model, out) {
        model.companies.show_all(cx!(model, out));
    }
}

fn show_columns(model: &mut Model, columns: Vec<Column>) {
    if !columns.contains(&model.companies.column) {
        model.companies.go_to_column(Column::Company);
    }
    model.columns = columns;
}

/// Opens the list of views, at the open one.
fn list(model: &mut Model) {
    let open = model.view.as_ref().map(|open| open.view.name.as_str());
    let at = model.settings.views().iter().position(|view| Some(view.name.as_str()) == open);
    let mut list = FilterList::default();
    list.go_to(at.unwrap_or(0));
    model.overlays.push(Overlay::Views(list));
}

/// What was typed into the list of views, which is closed.
fn typed_in_list(model: &mut Model) -> String {
    match model.overlays.pop_if(|overlay| matches!(overlay, Overlay::Views(_))) {
        Some(Overlay::Views(list)) => list.filter.value().trim().to_owned(),
        _ => String::new(),
    }
}

/// Enter in the list of views.
pub(in crate::app) fn take(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Views(list)) = model.overlays.last() else { return };
    match listed(model, list).get(list.cursor) {
        Some(Line::View(view)) => {
            let view = (*view).clone();
            model.overlays.pop();
            open(model, view, out);
        }
        Some(Line::Save) => {
            let typed = typed_in_list(model);
            ask_for_name(model, typed);
        }
        None => {}
    }
}

/// Asks for the name of a view of what the list shows. The name of the open one is offered if it is the user's own.
fn ask_for_name(model: &mut Model, typed: String) {
    let own = model.view.as_ref().map(|open| &open.view).filter(|view| !view.is_shipped);
    let name = if typed.is_empty() { own.map(|view| view.name.clone()).unwrap_or_default() } else { typed };
    let view = of_the_list(model, name);
    model.overlays.push(Overlay::SaveView(Box::new(ViewPrompt::new(view))));
}

/// What the list shows, as a view. Order and columns belong to it if they are not those of every list.
fn of_the_list(model: &Model, name: String) -> NamedView {
    let look = look(model);
    let open = model.view.as_ref().map(|open| &open.view);
    let says = |part: fn(&NamedView) -> bool| open.is_some_and(part);
    let sort = (look.order != USUAL_ORDER || says(|view| view.sort.is_some())).then_some(look.order);
    let is_own = look.columns != model.settings.columns || says(|view| view.columns.is_some());
    NamedView {
        filter: filter(model),
        sort,
        columns: is_own.then_some(look.columns),
        group: model.groups.table().map(GroupTable::by),
        ..NamedView::new(name)
    }
}

/// Enter in the prompt: the view is written into the configuration.
pub(in crate::app) fn save(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::SaveView(prompt)) = model.overlays.last() else { return };
    if prompt.stage == Stage::Writing {
        return;
    }
    let view = to_save(model, prompt);
    if view.name.is_empty() {
        model.notices.hint(model.now, "type a name for the view");
        return;
    }
    if model.settings.connection.as_ref().is_some_and(Connection::is_demo) {
        let opens = take_in(model, view.clone());
        model.overlays.pop();
        let said = "is kept until the program ends: the demo does not write into your configuration";
        model.notices.info(model.now, format!("The view \"{}\" {said}; {opens} opens it", view.name));
        return;
    }
    let known = find(model.settings.views(), &view.name).filter(|known| !known.is_shipped).cloned();
    if let Some(Overlay::SaveView(prompt)) = model.overlays.last_mut() {
        prompt.writes();
    }
    out.push(Effect::SaveNamedView(Box::new(ViewOrder { view, known })));
}

/// The view is among the others, and open. Returns the key that opens it.
fn take_in(model: &mut Model, view: NamedView) -> String {
    let command = view.key.map_or(Command::Views, Command::OpenView);
    model.settings.take_view(view.clone());
    let opened = OpenView::new(view, model.view.as_ref(), &look(model));
    model.view = Some(opened);
    model.describe_keys(command, Scope::Table)
}

/// A view was written, or could not be: then it is there until the program ends, and its text is on the clipboard.
pub(in crate::app) fn saved(model: &mut Model, view: NamedView, ended: Result<(), Failure>, out: &mut Vec<Effect>) {
    let (name, text) = (view.name.clone(), view.toml());
    let opens = take_in(model, view);
    let waits = |overlay: &Overlay| matches!(overlay, Overlay::SaveView(prompt) if prompt.stage == Stage::Writing);
    let place = model.overlays.iter().position(waits);
    match ended {
        Ok(()) => {
            if let Some(at) = place {
                model.overlays.remove(at);
            }
            model.notices.info(model.now, format!("The view \"{name}\" was saved; {opens} opens it"));
        }
        Err(failure) => {
            model.notices.failure(model.now, &failure);
            out.push(Effect::Copy { what: "the view".to_owned(), text });
            if let Some(Overlay::SaveView(prompt)) = place.and_then(|at| model.overlays.get_mut(at)) {
                prompt.failed(failure.to_string());
                // The prompt says it.
                model.notices.dismiss();
            }
        }
    }
}
