//! Starts at the place that the command line names. Keys typed meanwhile are held, and typed once it is reached.

use std::sync::Arc;

use crate::app::companies::list::Companies;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::core::start_at::{CompanyPlace, Opens, Start, StartAt};
use crate::app::flows::notes::called;
use crate::app::flows::open_form::open_form;
use crate::app::flows::{add_when_loaded, panes, views};
use crate::app::form::focus::Focus;
use crate::app::form::picking::choices;
use crate::app::keys::command::Command;
use crate::app::keys::hold::{Held, Hold};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::query::ListQuery;
use crate::cx;
use crate::domain::company::by_name::{Named, named};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::summary::Company;
use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::form::prefill::Prefill;
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::list::filter::parse::{literal, parse};
use crate::domain::list::index_query::IndexQuery;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;

/// After every message: goes on, if what is needed has been loaded.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if model.settings.connection.is_none() {
        return;
    }
    let Some(start) = model.start.take() else { return };
    if start.holds_keys() {
        model.hold.get_or_insert_default();
        if model.notices.current().is_none() {
            model.start = Some(start.clone());
            add_when_loaded::show(model);
            model.start = None;
        }
    }
    match start {
        Start::Waiting(at) => wait(model, at, out),
        Start::Searching(place) => searched(model, place, out),
        Start::Landing(id, place) => landed(model, id, place, out),
        Start::Filling(form, wanted) => {
            if model.drafts.is_open(form) {
                let left = choose(model, wanted);
                model.start = (!left.is_empty()).then_some(Start::Filling(form, left));
            }
        }
        Start::Choosing(filter, values) => {
            let is_open = model.drafts.current().is_some_and(|form| form.subject() == Subject::TargetUser);
            if is_open {
                fill(model, values);
            } else if model.companies.wanted.filters == filter {
                model.start = Some(Start::Choosing(filter, values));
            }
        }
        waiting @ (Start::Reading(..) | Start::Arrived(_)) => model.start = Some(waiting),
    }
}

/// The keys that were held on the way to the place, once it is reached.
pub fn typed_ahead(model: &mut Model) -> Vec<Held> {
    match model.start.take_if(|start| matches!(start, Start::Arrived(_))) {
        Some(Start::Arrived(held)) => held,
        _ => Vec::new(),
    }
}

/// The companies have been loaded, or not.
fn wait(model: &mut Model, at: StartAt, out: &mut Vec<Effect>) {
    let list = &model.companies;
    let is_here = list.source.is_cached();
    if let Some(failure) = list.load.error.clone().filter(|_| list.load.waiting.is_none() && !is_here) {
        return give_up(model, &Start::Waiting(at), &failure);
    }
    if let Some(place) = at.company {
        if is_here {
            return find(model, place, out);
        }
        if list.load.waiting.is_some() || list.shown.is_none() {
            model.start = Some(Start::Waiting(StartAt { company: Some(place), ..at }));
            return;
        }
        if let Some(company) = list.row_of(&CompanyId::new(place.text.as_str())).cloned() {
            return go_to(model, &company, place, out);
        }
        // Faster than all pages.
        let wanted = list.wanted.searching(literal(&place.text));
        model.companies.request(wanted, CursorTarget::First, cx!(model, out));
        model.start = Some(Start::Searching(place));
        return;
    }
    let filters = at.view.as_ref().map(|view| view.filter.clone()).unwrap_or_default();
    let query = IndexQuery { filters, search: at.search.clone(), ..IndexQuery::default() };
    // The first answer may hold all companies; else the list is filtered while they are loaded.
    let has_answer = list.load.waiting.is_none() && list.shown.is_some();
    if !is_here && query.for_service().is_none() && !has_answer {
        model.start = Some(Start::Waiting(at));
        return;
    }
    if let Some(view) = at.view {
        views::open(model, view, out);
    }
    if !at.search.is_empty() {
        let wanted = model.companies.wanted.searching(at.search);
        model.companies.request(wanted, CursorTarget::First, cx!(model, out));
    }
    released(model);
}

/// All companies are in memory: finds the one that is meant.
fn find(model: &mut Model, place: CompanyPlace, out: &mut Vec<Effect>) {
    let index = model.companies.index();
    if let Some(company) = index.get(&CompanyId::new(place.text.as_str())).cloned() {
        return go_to(model, &company, place, out);
    }
    let Named { mut whole, mut parts } = named(index.companies().cloned(), &place.text);
    let notes = model.companies.notes();
    let with = |ids: Vec<&CompanyId>, found: &mut Vec<Arc<Company>>| {
        let before = found.len();
        for company in ids.into_iter().flat_map(|id| called(index, id)) {
            if found.iter().all(|known| known.id != company.id) {
                found.push(company);
            }
        }
        found.len() > before
    };
    let by_alias = if with(notes.with_alias(&place.text), &mut whole) {
        true
    } else {
        whole.is_empty() && with(notes.with_part(&place.text), &mut parts)
    };
    let found = if whole.is_empty() { parts } else { whole };
    match found.as_slice() {
        [company] => go_to(model, company, place, out),
        [] if model.companies.source.is_of_an_earlier_run() && model.companies.source.is_loading() => {
            // It may be new.
            model.start = Some(Start::Waiting(StartAt { company: Some(place), ..StartAt::default() }));
        }
        [] => none(model, &place, out),
        several => {
            let number = several.len();
            let is_whole =
                several.iter().all(|company| crate::domain::company::by_name::is_named(&company.name, &place.text));
            // Aliases are searched by their words.
            let filter = if by_alias { literal(&place.text) } else { place.filter(is_whole) };
            several_fit(model, place, (number, &filter), out);
        }
    }
}

/// The service has searched for the company.
fn searched(model: &mut Model, place: CompanyPlace, out: &mut Vec<Effect>) {
    let list = &model.companies;
    if list.source.is_cached() {
        return find(model, place, out);
    }
    if list.load.waiting.is_some() {
        model.start = Some(Start::Searching(place));
        return;
    }
    if let Some(failure) = list.load.error.clone() {
        return give_up(model, &Start::Searching(place), &failure);
    }
    let is_all = list.pages() <= 1;
    let Named { whole, parts } = named(list.rows().iter().cloned(), &place.text);
    let found = if whole.is_empty() { parts } else { whole };
    match found.as_slice() {
        [company] if is_all => go_to(model, company, place, out),
        // The service minds accents. All companies will be here soon.
        [] if list.source.can_load_all() && list.source.is_loading() => model.start = Some(Start::Searching(place)),
        [] => match known_id(model, &place) {
            Some(id) => {
                let ticket = model.tickets.issue(Owner::Start);
                out.push(Effect::Fetch(ticket, Read::Company(id)));
                model.start = Some(Start::Reading(ticket, place));
            }
            None => none(model, &place, out),
        },
        several => {
            let number = several.len();
            let filter = place.filter(false);
            several_fit(model, place, (number, &filter), out);
        }
    }
}

/// The ID that the text is, or that of the only company with this alias.
fn known_id(model: &Model, place: &CompanyPlace) -> Option<CompanyId> {
    match model.companies.notes().with_alias(&place.text).as_slice() {
        [only] => Some((*only).clone()),
        _ => (!place.text.contains(char::is_whitespace)).then(|| CompanyId::new(place.text.as_str())),
    }
}

/// The service has answered whether there is a company with this ID.
pub fn company_read(model: &mut Model, ticket: Ticket, answer: Result<CompanyDetail, Failure>, out: &mut Vec<Effect>) {
    let is_mine = matches!(&model.start, Some(Start::Reading(mine, _)) if *mine == ticket);
    let Some(Start::Reading(_, place)) = model.start.take_if(|_| is_mine) else { return };
    match answer {
        Ok(detail) => {
            let Companies { wanted, .. } = &model.companies;
            let wanted = wanted.searching(literal(&detail.name));
            model.companies.request(wanted, CursorTarget::First, cx!(model, out));
            model.start = Some(Start::Landing(detail.id, place));
        }
        // The service does not know the text as an ID, or it cannot be one.
        Err(Failure { remedy: Remedy::Reload | Remedy::Correct(_), .. }) => none(model, &place, out),
        Err(failure) => give_up(model, &Start::Reading(ticket, place), &failure),
    }
}

/// Puts the cursor on a company that is known.
fn go_to(model: &mut Model, company: &Company, place: CompanyPlace, out: &mut Vec<Effect>) {
    let row = model.companies.rows().iter().position(|row| row.id == company.id);
    match row.filter(|_| !model.companies.is_stale() && model.companies.load.waiting.is_none()) {
        Some(row) => model.companies.select(row),
        None => model.companies.go_to(company, cx!(model, out)),
    }
    landed(model, company.id.clone(), place, out);
}

/// The list with the company was loaded: opens what is to be opened there.
fn landed(model: &mut Model, id: CompanyId, place: CompanyPlace, out: &mut Vec<Effect>) {
    if model.companies.load.waiting.is_some() {
        model.start = Some(Start::Landing(id, place));
        return;
    }
    let found = model.companies.rows().iter().enumerate().find(|(_, company)| company.id == id);
    let Some((row, company)) = found.map(|(row, company)| (row, company.clone())) else {
        return match model.companies.load.error.clone() {
            Some(failure) => give_up(model, &Start::Landing(id, place), &failure),
            None => none(model, &place, out),
        };
    };
    model.companies.select(row);
    if company.id.is_missing() {
        let what = format!("{} was not opened", place.text);
        return failed(model, &what, "The service gives this company no ID.".to_owned(), String::new());
    }
    match place.opens {
        Opens::Details => panes::enter_company(model, out),
        Opens::Users => panes::open_users(model, Subject::TargetUser, out),
        Opens::Form(values) => {
            let hold = model.hold.take();
            open_form(model, &company, Subject::TargetUser, out);
            fill(model, values);
            // As after the key that opens the form: text and steps between fields alone.
            add_when_loaded::replay(model, hold.map(Hold::release).unwrap_or_default(), out);
            return;
        }
    }
    released(model);
}

/// Fills the open form; a draft is for somebody else, and stays as it is.
fn fill(model: &mut Model, values: Prefill) {
    if values.is_empty() {
        return;
    }
    let rules = model.settings.rules;
    let Some(form) = model.drafts.current_mut() else { return };
    let email = values.fields.iter().find(|(id, _)| *id == FieldId::Email).map(|(_, value)| value.text().to_owned());
    if !form.is_blank() {
        let is_same = email.is_some_and(|email| form.text(FieldId::Email) == email);
        let said = if is_same {
            format!("your draft for {} was restored", form.name())
        } else {
            format!("There is already a draft for {}. Not filled in: {}", form.name(), values.words())
        };
        model.notices.info(model.now, said);
        return;
    }
    for (id, value) in values.fields {
        form.put(id, value);
    }
    let id = form.id();
    let left = choose(model, values.choices);
    if let Some(form) = model.drafts.current_mut() {
        form.go(form.request(rules).err().unwrap_or(Focus::Create));
    }
    model.start = (!left.is_empty()).then_some(Start::Filling(id, left));
}

/// Chooses what is loaded of the choices; returns the rest.
fn choose(model: &mut Model, wanted: Vec<(FieldId, Vec<String>)>) -> Vec<(FieldId, Vec<String>)> {
    let (mut left, mut unknown) = (Vec::new(), Vec::new());
    let Model { drafts, lookups, .. } = model;
    let Some(form) = drafts.current_mut() else { return left };
    for (field, names) in wanted {
        let Some(known) = choices(form, lookups, field).and_then(|remote| remote.value.clone()) else {
            left.push((field, names));
            continue;
        };
        let is_meant = |name: &str| {
            let by_id = known.iter().find(|choice| choice.id == name);
            by_id.or_else(|| known.iter().find(|choice| choice.name.to_lowercase() == name.trim().to_lowercase()))
        };
        let found: Vec<_> = names.iter().filter_map(|name| is_meant(name).cloned()).collect();
        unknown.extend(names.iter().filter(|name| is_meant(name).is_none()).cloned());
        match field.field().kind {
            Kind::One => {
                if let Some(choice) = found.into_iter().next() {
                    form.put(field, FieldValue::One(Some(choice)));
                }
            }
            Kind::Many if !found.is_empty() => form.choose(field, found),
            Kind::Many | Kind::Text | Kind::Priority | Kind::Toggle => {}
        }
    }
    if !unknown.is_empty() {
        model.notices.info(model.now, format!("Not among the choices here: {}", unknown.join(", ")));
    }
    left
}

/// Several companies fit: the list shows those.
fn several_fit(model: &mut Model, place: CompanyPlace, (number, filter): (usize, &str), out: &mut Vec<Effect>) {
    let fits = u64::try_from(number).unwrap_or(u64::MAX);
    if model.companies.source.is_cached() {
        let filter = parse(filter).unwrap_or_default();
        let order = model.companies.order();
        model.companies.show_filtered(filter, order, cx!(model, out));
    }
    let more = match model.companies.pages() {
        0 | 1 => String::new(),
        pages => format!(" on the first of {pages} pages, and perhaps more"),
    };
    let mut said = format!("\"{}\" fits {}{more}", place.text, count(fits, "company", "companies"));
    if let Opens::Form(values) = place.opens {
        let adds = model.describe_keys(Command::AddUser, Scope::Table);
        if values.is_empty() {
            said = format!("{said}; choose one, {adds} adds the user");
        } else {
            said = format!("{said}; choose one, {adds} opens the form with {}", values.words());
            model.start = Some(Start::Choosing(model.companies.wanted.filters.clone(), values));
        }
    } else {
        said.push_str("; choose one");
    }
    unused(model, said);
}

/// No company fits.
fn none(model: &mut Model, place: &CompanyPlace, out: &mut Vec<Effect>) {
    if model.companies.is_filtered() {
        // The service was asked for it.
        model.companies.show_all(cx!(model, out));
    }
    let search = model.describe_keys(Command::Search, Scope::Table);
    let given = match &place.opens {
        Opens::Form(values) if !values.is_empty() => format!(" Not filled in: {}.", values.words()),
        Opens::Form(_) | Opens::Details | Opens::Users => String::new(),
    };
    let why = format!("No company has the ID or the name \"{}\".{given}", place.text);
    failed(model, "The start place was not found", why, format!("{search} searches."));
}

/// The place is not reached, because this failed.
fn give_up(model: &mut Model, start: &Start, failure: &Failure) {
    let why = format!("{}: {}", failure.what, failure.why);
    failed(model, &format!("{} was not opened", start.place()), why, failure.hint.clone());
}

fn failed(model: &mut Model, what: &str, why: String, hint: String) {
    let typed = typed(model);
    let hint = if typed.is_empty() { hint } else { format!("{hint} You had typed: {typed}").trim().to_owned() };
    let failure = Failure { what: what.to_owned(), why, hint, remedy: Remedy::Nothing, applied: Applied::No };
    model.notices.failure(model.now, &failure);
}

/// Says something; keys that were held are not typed, because they were meant for another place.
fn unused(model: &mut Model, said: String) {
    let typed = typed(model);
    let said = if typed.is_empty() { said } else { format!("{said}. You had typed: {typed}") };
    model.notices.info(model.now, said);
}

/// The text that was held, which is dropped.
fn typed(model: &mut Model) -> String {
    model.hold.take().map(|hold| hold.text().trim().to_owned()).unwrap_or_default()
}

/// The place is reached.
fn released(model: &mut Model) {
    model.notices.clear_line();
    let held = model.hold.take().map(Hold::release).unwrap_or_default();
    model.start = (!held.is_empty()).then_some(Start::Arrived(held));
}
