//! What a paste says of a person.

/// How far a finding can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The paste says so.
    Sure,
    /// It is likely; somebody should look at it.
    Guess,
}

/// What can be said of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Their mail address
    Email,
    /// Their phone
    Phone,
    /// First name
    FirstName,
    /// Surname
    LastName,
    /// Department
    Department,
    /// The groups they are to be in
    Groups,
    /// The language they are written to in
    Language,
    /// Where they are
    TimeZone,
    /// How much attention they deserve
    Priority,
    /// Whether they are active
    Active,
    /// First name of their manager
    ManagerFirstName,
    /// Surname of their manager
    ManagerLastName,
    /// Address of their manager
    ManagerEmail,
}

/// A value for one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub part: Part,
    /// One clean line: a phone in international form where that is known, groups with `; ` between
    /// them, a priority by its [label](crate::domain::user::target_user::Priority::label), active as `yes` or `no`.
    pub value: String,
    /// How far it can be relied on.
    pub certainty: Certainty,
    /// Where it comes from in a few words, as `guess from a title`.
    pub why: String,
    /// The lines it was taken from, counted from 1, in order.
    pub lines: Vec<usize>,
    /// What stands beside it and has no place there, as `extension 231`; may be empty.
    pub lost: String,
}

/// One person, as far as a paste describes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// At least one, at most one per part, in their order.
    pub findings: Vec<Finding>,
}

impl Contact {
    /// What was found of this.
    #[must_use]
    pub fn get(&self, part: Part) -> Option<&Finding> {
        self.findings.iter().find(|f| f.part == part)
    }
}
