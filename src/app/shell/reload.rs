//! Loads what is on the screen again.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::flows::{import, journal, notes, one_user, panes};
use crate::app::model::Model;
use crate::cx;

/// Loads what is on the screen again.
pub(super) fn reload(model: &mut Model, out: &mut Vec<Effect>) {
    if one_user::reload(model, out) || import::reload(model, out) {
        return;
    }
    model.changes.look_up_all(cx!(model, out));
    journal::fetch_history(model, out);
    notes::load(model, out);
    if model.pane == Pane::Form {
        model.lookups.reload(cx!(model, out));
    }
    if model.pane == Pane::Company || model.pane == Pane::Table && panes::company_is_beside(model) {
        model.company.reload(cx!(model, out));
    }
    if model.pane == Pane::Users {
        model.users.list.reload(cx!(model, out));
    }
    if matches!(model.pane, Pane::Company | Pane::Users) {
        return;
    }
    let Model { drafts: forms, now, tickets, notices, settings, .. } = model;
    let cx = &mut crate::app::core::context::Context { now: *now, tickets, keys: &settings.keys, notices, out };
    if let Some(form) = forms.current_mut().filter(|_| model.pane == Pane::Form) {
        form.reload(cx);
    } else {
        model.companies.forget_groups(cx);
        model.companies.refresh(cx);
    }
}
