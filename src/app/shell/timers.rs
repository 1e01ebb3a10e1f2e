//! Timers that have expired, routed to their owners.

use crate::app::core::effect::Effect;
use crate::app::core::owner::{ListId, Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::app::flows::{autosave, fading, submit};
use crate::app::model::Model;
use crate::cx;

/// A timer expired: a named one, or the one that marks a request as slow.
pub(in crate::app) fn timer(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    match ticket.owner() {
        Owner::List(ListId::Companies) => model.companies.load.mark_slow(ticket),
        Owner::List(ListId::Users) => model.users.list.load.mark_slow(ticket),
        Owner::AllCompanies => model.companies.source.mark_slow(ticket),
        Owner::Company => model.company.mark_slow(ticket),
        Owner::User => model.user.mark_slow(ticket),
        Owner::Lookups => model.lookups.mark_slow(ticket),
        Owner::Forms => model.drafts.mark_slow(ticket),
        Owner::Import => {
            if let Some(import) = model.import.current_mut() {
                import.mark_slow(ticket);
            }
        }
        Owner::CompanyGroups
        | Owner::OwnerSearch
        | Owner::Start
        | Owner::Output
        | Owner::Notes
        | Owner::Export
        | Owner::History
        | Owner::Profile
        | Owner::Probe => {}
        Owner::Timer(id) => named_timer(model, id, ticket, out),
    }
}

fn named_timer(model: &mut Model, id: TimerId, ticket: Ticket, out: &mut Vec<Effect>) {
    match id {
        TimerId::Menu => {
            if let Some(prefix) = model.prefix.as_mut().filter(|p| p.timer == ticket) {
                prefix.menu = true;
            }
        }
        TimerId::Notice => fading::timer(model, ticket),
        TimerId::SearchDelay(ListId::Companies) => model.companies.search_timer(ticket, cx!(model, out)),
        TimerId::SearchDelay(ListId::Users) => model.users.list.search_timer(ticket, cx!(model, out)),
        TimerId::CompanyRest => {
            model.company.rested(ticket, cx!(model, out));
            model.lookups.want(cx!(model, out));
        }
        TimerId::UserRest => model.user.rested(ticket, cx!(model, out)),
        TimerId::EmailRest => {
            if let Some(form) = model.drafts.current_mut() {
                form.email_timer(ticket, cx!(model, out));
            }
        }
        TimerId::Gate => submit::timer(model, ticket, out),
        TimerId::Autosave => autosave::timer(model, ticket, out),
        TimerId::Notes => model.note_saves.timer(ticket, cx!(model, out)),
        TimerId::Reconcile => {
            model.changes.timer(ticket, cx!(model, out));
        }
        TimerId::Probe => model.retries.probe_timer(ticket, model.connection.is_lost(), cx!(model, out)),
        TimerId::Retry(which) => model.retries.timer(which, ticket),
    }
}
