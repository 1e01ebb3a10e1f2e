//! After every message: updates the open form from the company pane, the queue and other customers.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::flows::edit_form;
use crate::app::model::Model;
use crate::cx;
use crate::domain::company::domains::Domains;
use crate::domain::form::subject::Subject;

/// Updates the open form.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(form) = model.drafts.current_mut().filter(|f| f.subject() == Subject::TargetUser) {
        form.follow_email(cx!(model, out));
    }
    model.drafts.follow_owner();
    edit_form::follow(model);
    follow_country(model, out);
    follow_queue(model, out);
}

/// The open form takes the country from the company pane.
fn follow_country(model: &mut Model, out: &mut Vec<Effect>) {
    if model.settings.rules.region.is_some() {
        return;
    }
    if let Some(form) = model.drafts.current_mut() {
        let known = model.company.parts_of(form.company()).and_then(|parts| parts.detail.value.as_ref());
        form.follow_country(known, cx!(model, out));
    }
}

/// The verified domains of the company in the pane, if loaded.
pub fn learn_domains(model: &mut Model) {
    let Model { company: pane, drafts: forms, .. } = model;
    if let (Some(company), Some(parts)) = (&pane.company, pane.parts())
        && let Some(verified) = &parts.verified.value
    {
        let domains = Domains { verified: verified.clone(), unverified: Vec::new() };
        forms.learn_domains(&company.id, &company.name, &domains);
    }
}

/// Updates the queue counts of a form, and since when its gates are visible.
fn follow_queue(model: &mut Model, out: &mut Vec<Effect>) {
    let Model { drafts: forms, changes, .. } = model;
    forms.follow_changes(|company| changes.pending_seats(company), cx!(model, out));
    let today = model.now.local.date();
    let is_shown = model.pane == Pane::Form && model.overlays.is_empty();
    let gates = model.drafts.current().filter(|_| is_shown).map(|form| form.closed_gates(&model.drafts.passes, today));
    let now = model.now.millis;
    if let Some(form) = model.drafts.current_mut() {
        match gates {
            Some(gates) => form.show_gates(&gates, now),
            None => form.hide_gates(),
        }
    }
}
