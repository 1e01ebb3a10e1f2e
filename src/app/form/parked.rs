//! Parked forms: complete ones that wait, and those that need the user.

use crate::domain::form::gate::GateKind;

/// Why a form is parked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parked {
    /// It is complete, and goes into the queue as soon as the custom fields of its company are known.
    Waiting,
    /// It needs the user, to fix or to confirm it.
    NeedsYou(AttentionReason),
}

/// Why a form needs the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttentionReason {
    /// Fields are to be fixed.
    Fix,
    /// This gate has to be passed.
    Gate(GateKind),
    /// The service refused it, or nothing was created.
    Refused,
    /// It is not known whether it was created.
    Unknown,
}
