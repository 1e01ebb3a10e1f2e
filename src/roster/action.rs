//! What becomes of a row.

/// What becomes of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// They are created.
    Create,
    /// They are there already.
    There,
    /// They are there and inactive: made active, if that is allowed.
    Reactivate,
    /// They are there, and other values are in the file.
    Update,
    /// They are there and active, and are not in the file.
    Deactivate,
    /// They are there, and come from a directory, which alone changes them.
    Managed,
    /// An earlier row of the file has the same address.
    Double,
    /// The person has left the row out.
    LeftOut,
    /// Something in the row is wrong.
    Fix,
    /// No seat is left for them.
    OverLimit,
}

impl Action {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 10] = [
        Self::Create,
        Self::There,
        Self::Reactivate,
        Self::Update,
        Self::Deactivate,
        Self::Managed,
        Self::Double,
        Self::LeftOut,
        Self::Fix,
        Self::OverLimit,
    ];

    /// The word in output and in plans.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::There => "exists",
            Self::Reactivate => "reactivate",
            Self::Update => "update",
            Self::Deactivate => "deactivate",
            Self::Managed => "managed",
            Self::Double => "double",
            Self::LeftOut => "left_out",
            Self::Fix => "fix",
            Self::OverLimit => "over_limit",
        }
    }

    /// The word before its count, for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::There => "already there",
            Self::Reactivate => "reactivate",
            Self::Update => "change",
            Self::Deactivate => "deactivate",
            Self::Managed => "from a directory",
            Self::Double => "twice in the file",
            Self::LeftOut => "left out",
            Self::Fix => "to fix",
            Self::OverLimit => "over the limit",
        }
    }

    /// The action with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}
