//! Gates: what keeps a form from being created until the person confirms it.

/// What a gate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateKind {
    /// The first of several companies that match what was typed.
    FirstMatch,
    /// The company's licence has ended.
    Expired,
    /// The company has not allowed access.
    Locked,
    /// The company's users come from a directory.
    Synced,
    /// No seat is left.
    NoSeat,
    /// The mail domain is another customer's.
    OtherCustomer,
    /// Somebody with this address is there.
    AlreadyThere,
    /// What was typed into custom fields that could not be loaded would not be sent.
    WithoutCustomFields,
    /// It cannot be recorded on this machine.
    NotRecorded,
}

impl GateKind {
    /// Its answer can hold for a company: it is about no single user.
    #[must_use]
    pub fn is_of_company(self) -> bool {
        match self {
            Self::Expired | Self::Locked | Self::Synced | Self::NoSeat => true,
            Self::FirstMatch
            | Self::OtherCustomer
            | Self::AlreadyThere
            | Self::WithoutCustomFields
            | Self::NotRecorded => false,
        }
    }

    /// Who has passed it once for a company knows it for the rest of the run.
    #[must_use]
    pub fn is_told_once(self) -> bool {
        self == Self::Synced
    }
}
