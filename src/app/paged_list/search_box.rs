//! The search line over a list, while it is open.

use crate::app::core::remote::Ticket;
use crate::app::widgets::text_input::TextInput;

/// The search line while it is open.
#[derive(Debug, Clone)]
pub struct SearchBox<Q> {
    /// What is typed.
    pub input: TextInput,
    /// What Esc returns to.
    pub(super) before: Q,
    pub(super) timer: Option<Ticket>,
}
