//! The ticket of a change without a form: shown in the question before it, and asked for where it has none and needs
//! one. It is never attached unseen.

use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::overlays::ticket_prompt::{AfterTicket, TicketPrompt};
use crate::domain::change::ticket::{TicketNumber, TicketPolicy};

/// The ticket that a new change begins with: the last one of this run where there must be one, and the person sees it.
#[must_use]
pub fn offered(model: &Model) -> TicketNumber {
    match model.settings.profile_settings.ticket {
        TicketPolicy::Required => model.changes.last_ticket().clone(),
        TicketPolicy::None | TicketPolicy::Optional => TicketNumber::default(),
    }
}

/// A change with this ticket cannot be made.
#[must_use]
pub fn is_missing(model: &Model, ticket: &TicketNumber) -> bool {
    model.settings.profile_settings.ticket == TicketPolicy::Required && ticket.is_empty()
}

/// Asks for the ticket, with the last one of this run typed already.
pub fn ask(model: &mut Model, then: AfterTicket) {
    let prompt = TicketPrompt::new(model.changes.last_ticket(), then);
    model.overlays.push(Overlay::Ticket(Box::new(prompt)));
}
