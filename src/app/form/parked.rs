//! Forms that are kept although nobody types in them: complete ones that wait, and those that need a person.

use crate::domain::form::gate::GateKind;

/// Why a form is kept that nobody types in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parked {
    /// It is complete, and goes into the queue as soon as the custom fields of its company are known.
    Waiting,
    /// A person has to mend it, or to say that it goes out as it is.
    NeedsYou(AttentionReason),
}

/// What a form needs a person for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttentionReason {
    /// Fields have to be fixed.
    Fix,
    /// This gate has to be passed.
    Gate(GateKind),
    /// The service has refused it, or nothing was created.
    Refused,
    /// It is not known whether it was created.
    Unknown,
}
