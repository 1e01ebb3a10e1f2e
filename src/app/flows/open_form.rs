//! Opens forms: for the selected company, and of what needs the user.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::notices::Topic;
use crate::app::flows::conflicts;
use crate::app::form::parked::AttentionReason;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::cx;
use crate::domain::company::summary::Company;
use crate::domain::form::draft::DraftId;
use crate::domain::form::gate::GateKind;
use crate::domain::form::subject::Subject;
use crate::domain::text::count;

/// Opens the form of this company: its draft, or an empty one.
pub fn open_form(model: &mut Model, company: &Company, subject: Subject, out: &mut Vec<Effect>) {
    model.notices.clear_line();
    model.companies.history.mark_visited();
    model.drafts.open(company, subject, cx!(model, out));
    if model.drafts.current().is_some_and(|form| !form.is_blank()) {
        model.notices.hint(model.now, format!("your draft for {} was restored", company.name));
    }
    entered(model, out);
}

/// Opens a parked form.
pub fn show_form(model: &mut Model, id: DraftId, out: &mut Vec<Effect>) {
    model.notices.clear_line();
    renew(model, id);
    model.drafts.show(id, cx!(model, out));
    model.notices.resolve(&Topic::NeedsYou(id));
    entered(model, out);
}

/// Updates a parked form with what the list says about its company, which its gates depend on.
pub fn renew(model: &mut Model, id: DraftId) {
    let company = model.drafts.get(id).and_then(|form| model.companies.row_of(form.company())).cloned();
    if let (Some(form), Some(company)) = (model.drafts.get_mut(id), company) {
        form.renew(&company);
    }
}

/// Gives the focus to the open form.
pub(super) fn entered(model: &mut Model, out: &mut Vec<Effect>) {
    if model.drafts.current().is_some_and(|form| form.subject() == Subject::TargetUser) {
        model.lookups.want(cx!(model, out));
    }
    if model.pane != Pane::Form {
        model.form_from = model.pane;
    }
    model.pane = Pane::Form;
    if let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(model.now, reason);
    }
    out.push(Effect::PreloadPhoneMetadata);
}

/// Opens the next form that needs the user. If one answer serves several forms, asks for all of them at once.
pub fn next_needing(model: &mut Model, out: &mut Vec<Effect>) {
    let open = model.drafts.current().filter(|_| model.pane == Pane::Form).map(Form::id);
    let all: Vec<_> = model.drafts.needing().map(|(form, why)| (form.id(), why)).collect();
    let after = all.iter().find(|(id, _)| open.is_some_and(|open| *id > open));
    // Behind the last form come the updates that wait for a decision.
    if after.is_none() && (open.is_some() || all.is_empty()) && conflicts::ask_next(model) {
        return;
    }
    let Some((id, why)) = after.or(all.first()).copied() else { return };
    if let AttentionReason::Gate(gate) = why {
        let forms = model.drafts.get(id).map(|form| same_gate(model, form, gate)).unwrap_or_default();
        if forms.len() > 1 {
            model.overlays.push(Overlay::confirm(Confirmation::PassAll { forms, gate }));
            return;
        }
    }
    if all.len() == 1 && open == Some(id) {
        model.notices.hint(model.now, "this is the only one that needs you");
        return;
    }
    // The key is active in these two lists as well; the form replaces them.
    model.overlays.retain(|over| !matches!(over, Overlay::Activity { .. } | Overlay::Messages { .. }));
    show_form(model, id, out);
    let n = u64::try_from(all.len()).unwrap_or(u64::MAX);
    if model.drafts.current().is_some_and(|form| form.failure().is_none()) {
        let next = model.describe_keys(Command::NextNeeding, Scope::Form);
        let said = format!("{} you; {next} opens the next", count(n, "user needs", "users need"));
        model.notices.hint(model.now, said);
    }
}

/// The forms of this company held by the same gate.
fn same_gate(model: &Model, first: &Form, gate: GateKind) -> Vec<DraftId> {
    let same = |(form, why): &(&Form, AttentionReason)| {
        *why == AttentionReason::Gate(gate) && form.company() == first.company()
    };
    model.drafts.needing().filter(same).map(|(form, _)| form.id()).collect()
}
