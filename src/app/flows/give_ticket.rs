//! The prompt for a ticket: which question can have one, and what follows from it.

use crate::app::core::effect::Effect;
use crate::app::flows::tickets::is_missing;
use crate::app::flows::{change_users, import, undo, undo_batch, user_groups};
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::overlays::ticket_prompt::{AfterTicket, TicketPrompt};
use crate::domain::change::ticket::TicketNumber;

/// The question on the screen can have a ticket.
///
/// # Errors
///
/// Why it cannot.
pub fn can_be_given(model: &Model) -> Result<(), String> {
    match model.overlays.last() {
        Some(Overlay::Confirm { question, .. })
            if question.ticket().is_some() && model.settings.profile_settings.ticket.asks() =>
        {
            Ok(())
        }
        _ => Err("no ticket is asked for here".to_owned()),
    }
}

/// Asks for the ticket of the question on the screen.
pub fn give(model: &mut Model) {
    let Some(Overlay::Confirm { question, .. }) = model.overlays.last() else { return };
    let Some(ticket) = question.ticket() else { return };
    let ticket = if ticket.is_empty() { model.changes.last_ticket() } else { ticket };
    let prompt = TicketPrompt::new(ticket, AfterTicket::Answer);
    model.overlays.push(Overlay::Ticket(Box::new(prompt)));
}

/// Takes what is typed.
pub fn take(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Ticket(prompt)) = model.overlays.last() else { return };
    let ticket = match TicketNumber::typed(prompt.input.value()) {
        Ok(ticket) => ticket,
        Err(why) => {
            model.notices.hint(model.now, format!("the ticket {why}"));
            return;
        }
    };
    if is_missing(model, &ticket) {
        model.notices.hint(model.now, "this profile requires a ticket; Esc changes nothing");
        return;
    }
    let Some(Overlay::Ticket(prompt)) = model.overlays.pop() else { return };
    model.changes.used_ticket(&ticket);
    match prompt.then {
        AfterTicket::Answer => {
            if let Some(Overlay::Confirm { question, .. }) = model.overlays.last_mut()
                && let Some(of_question) = question.ticket_mut()
            {
                *of_question = ticket;
            }
        }
        AfterTicket::Change(mut plan) => {
            plan.ticket = ticket;
            change_users::carry_out(model, *plan);
        }
        AfterTicket::UndoBatch(undo) => undo_batch::carry_out(model, undo.for_ticket(ticket)),
        AfterTicket::Groups => user_groups::send_for(model, &ticket, out),
        AfterTicket::Import => import::with_ticket(model, ticket),
        AfterTicket::PutBack(change) => undo::put_back(model, &change, ticket),
        AfterTicket::DeleteAgain(create) => undo::delete_again(model, &create, ticket),
    }
}
