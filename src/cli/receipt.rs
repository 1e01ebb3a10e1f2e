//! The receipt of changes that were made together, to be pasted into a ticket.

use super::output::Item;
use super::stderr::print_prefixed;
pub use crate::domain::change::receipt::Receipt;

impl Receipt<'_> {
    /// Writes it on standard error.
    pub fn tell(&self) {
        print_prefixed(format_args!("receipt: {self}"));
        print_prefixed(format_args!("keepnet-tui users undo --batch {} undoes it", self.batch));
    }
}

/// Adds the receipt and the batch to a JSON document; `null` if nothing was sent.
pub fn add(facts: &mut Item, receipt: Option<&Receipt<'_>>) {
    facts.add("batch", receipt.map(|receipt| receipt.batch.as_str()));
    facts.add("receipt", receipt.map(ToString::to_string));
}
