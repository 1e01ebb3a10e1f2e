//! The ticket of a form: a field where the profile asks for one. It is kept with the change and never sent.

use crate::app::widgets::text_input::TextInput;
use crate::domain::change::ticket::TicketPolicy;

/// The name of the field.
pub const LABEL: &str = "Ticket";
/// Shown inside the empty field.
pub const HINT: &str = "a number of your help desk";

/// The field.
#[derive(Debug, Clone, Default)]
pub struct TicketField {
    /// Whether the profile asks for it.
    pub(super) policy: TicketPolicy,
    /// What is typed.
    pub(super) input: TextInput,
    /// The text it began with: that of the last user.
    pub(super) begun: String,
    /// It was left or submitted once: its problem is shown.
    pub(super) visited: bool,
}

impl TicketField {
    /// The field is part of the form.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.policy.asks()
    }

    /// A user without a ticket is not created.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.policy == TicketPolicy::Required
    }

    /// What is typed.
    #[must_use]
    pub fn input(&self) -> &TextInput {
        &self.input
    }

    /// It has the ticket of the last user.
    #[must_use]
    pub fn is_carried_over(&self) -> bool {
        !self.begun.is_empty() && self.input.value() == self.begun
    }
}
