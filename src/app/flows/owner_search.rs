//! Owner search: feeds known companies into the search, and shows what it finds.

use crate::domain::form::subject::Subject;
use std::sync::Arc;

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::remote::Ticket;
use crate::app::flows::panes;
use crate::app::keys::command::Command;
use crate::app::keys::press::KeyPress;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::cx;
use crate::domain::company::summary::Company;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;

/// Runs a command about it.
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if command == Command::SearchOwner { open(model) } else { go_on(model, out) }
}

/// Opens it, with the last results.
fn open(model: &mut Model) {
    model.owner_search.opened();
    model.overlays.push(Overlay::OwnerSearch);
    find(model);
}

/// A key in its line.
pub(in crate::app) fn typed(model: &mut Model, press: KeyPress, out: &mut Vec<Effect>) {
    if model.owner_search.typed(press, cx!(model, out)) {
        find(model);
    }
}

/// A paste into its line.
pub(in crate::app) fn pasted(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    model.owner_search.pasted(text, cx!(model, out));
    find(model);
}

fn find(model: &mut Model) {
    let Model { owner_search, companies, drafts: forms, now, .. } = model;
    owner_search.find(companies.index(), |domain| forms.domain_owners().of(domain), now.local.date());
}

/// Enter: starts the search for users, then goes to the result under the cursor.
pub(in crate::app) fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    if model.owner_search.has_results() {
        show_chosen(model, out);
        return;
    }
    let companies = model.companies.source.is_cached().then(|| in_order(model));
    model.owner_search.begin(companies, cx!(model, out));
}

/// All companies: the current one first, then the previous one.
fn in_order(model: &Model) -> Vec<Arc<Company>> {
    let before = model.companies.history.before().and_then(|visit| model.companies.index().get(&visit.company));
    let here = model.companies.selected().into_iter();
    here.chain(before).chain(model.companies.index().companies()).cloned().collect()
}

/// Continues a stopped search.
pub(in crate::app) fn go_on(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.owner_search.go_on(cx!(model, out)) {
        enter(model, out);
    }
}

/// Goes to the result under the cursor.
fn show_chosen(model: &mut Model, out: &mut Vec<Effect>) {
    let Some((company, users)) = model.owner_search.chosen(cx!(model, out)) else { return };
    model.overlays.pop();
    panes::show_company(model, &company, out);
    if let Some(search) = users {
        model.users.open((&company, Subject::TargetUser), Pane::Company, &search, cx!(model, out));
        model.pane = Pane::Users;
    }
}

/// Companies arrived that the search has requested.
pub(in crate::app) fn companies_came(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Page<Company>, Failure>,
    out: &mut Vec<Effect>,
) {
    model.owner_search.companies_came(ticket, answer, cx!(model, out));
    find(model);
}
