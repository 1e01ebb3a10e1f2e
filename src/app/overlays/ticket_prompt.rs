//! The prompt for the ticket of a change that has no form.

use crate::app::overlays::batch_undo::BatchUndo;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::user_plan::UserPlan;
use crate::domain::change::write::WriteId;

/// What is done with the ticket.
#[derive(Debug, Clone)]
pub enum AfterTicket {
    /// The question below gets it.
    Answer,
    /// These users are changed.
    Change(Box<UserPlan>),
    /// What was marked in the open picker of groups is sent.
    Groups,
    /// The changes of the import get it.
    Import,
    /// This change is put back.
    PutBack(WriteId),
    /// The user whom this change has created is deleted again.
    DeleteAgain(WriteId),
    /// These changes are undone.
    UndoBatch(Box<BatchUndo>),
}

/// The prompt.
#[derive(Debug, Clone)]
pub struct TicketPrompt {
    /// What is typed.
    pub input: TextInput,
    /// What follows.
    pub then: AfterTicket,
}

impl TicketPrompt {
    /// A prompt with this ticket in it.
    #[must_use]
    pub fn new(ticket: &TicketNumber, then: AfterTicket) -> Self {
        Self { input: TextInput::new(ticket.as_str()), then }
    }
}
