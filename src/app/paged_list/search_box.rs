//! The search line over a list, while it is open.

use crate::app::core::remote::Ticket;
use crate::app::widgets::text_input::TextInput;
use crate::domain::list::filter::complete::Completion;
use crate::domain::list::filter::term::Mistake;

/// The search line while it is open.
#[derive(Debug, Clone)]
pub struct SearchBox<Q> {
    /// What is typed.
    pub input: TextInput,
    /// What is wrong with it; what stands before is searched for.
    pub mistake: Option<Mistake>,
    /// Ways to go on typing.
    pub completions: Vec<Completion>,
    /// What Esc returns to.
    pub(super) before: Q,
    pub(super) timer: Option<Ticket>,
}

impl<Q> SearchBox<Q> {
    /// What of the text can be searched for: all of it, or what stands before a mistake.
    #[must_use]
    pub fn readable(&self) -> &str {
        let text = self.input.value();
        let end = self.mistake.as_ref().map_or(text.len(), |mistake| mistake.term);
        text.get(..end).unwrap_or(text).trim()
    }
}
