//! Cancels what is being read.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::flows::panes;
use crate::app::model::Model;
use crate::cx;
use crate::domain::form::subject::Subject;

/// Cancels every read that the focused pane may be waiting for, and names them. A write is not
/// cancelled: its outcome would be unknown.
pub(in crate::app) fn cancel_reads(model: &mut Model, out: &mut Vec<Effect>) -> Vec<&'static str> {
    let mut stopped = Vec::new();
    if model.pane == Pane::Company || panes::company_is_beside(model) && model.pane == Pane::Table {
        stopped.extend(model.company.cancel(cx!(model, out)).then_some("the company"));
    }
    stopped.extend(model.user.cancel(cx!(model, out)).then_some("the user"));
    if model.pane != Pane::Form {
        let what = match model.users.listed_subject() {
            Subject::TargetUser => "the users",
            Subject::SystemUser => "the system users",
        };
        stopped.extend(model.users.list.cancel(cx!(model, out)).then_some(what));
        stopped.extend(model.companies.stop(cx!(model, out)).then_some("the companies"));
        return stopped;
    }
    let Model { lookups, drafts: forms, .. } = model;
    let mut tickets =
        vec![(lookups.time_zones.cancel(), "the time zones"), (lookups.languages.cancel(), "the languages")];
    tickets.extend(forms.cancel_reads().into_iter().map(|(ticket, name)| (Some(ticket), name)));
    tickets
        .into_iter()
        .filter_map(|(ticket, name)| {
            out.push(Effect::Cancel(ticket?));
            Some(name)
        })
        .collect()
}
