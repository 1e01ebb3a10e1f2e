//! Writes to the service whose end becomes known. Every write goes this way, from the screen and
//! from the command line alike:
//!
//! ```text
//! who has the address? -> record the intent (on disk) -> send it once -> record the outcome
//!                             |                              |
//!                             |                              no clear answer: look the user up, with patience
//!                             |                              -> judged by evidence: created by us, there before,
//!                             |                                 there by whom is not known, not there so far
//!                             another create of the same user has no end yet: that one first
//! ```
//!
//! A change of an existing user goes the same way. An update reads the user once its intent is on disk, so that no other
//! program of this profile changes it in between, and sends the whole user with the change:
//!
//! ```text
//! record the intent -> read the user -> as it was based on? -> send it once -> record the outcome
//!                                       |                       |
//!                                       |                       no clear answer: read the user, with patience
//!                                       |                       -> as wanted, as before, or changed by somebody
//!                                       as wanted already, or changed by somebody: nothing is sent
//! ```
//!
//! Nothing is ever sent twice from here. An unknown outcome is looked up again after a while, on request, by the next
//! run of the program, and before the same user is sent again.

// A new variant is to be thought of wherever the others are.
#![warn(clippy::wildcard_enum_match_arm)]

mod change;
mod earlier_create;
mod journal;
mod lookup;
mod messages;
mod new_group;
mod reconcile;
mod recorded_end;
mod send;
mod step;
mod turns;
mod update;

pub use journal::Outbox;
pub use step::{ReconcilePolicy, Step};
pub use turns::{Closed, Turn, Turns};
