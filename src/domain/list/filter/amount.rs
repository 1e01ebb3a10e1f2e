//! Numbers as they are compared.

/// A number that may be without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// A number.
    Of(i64),
    /// No limit.
    Unlimited,
}
