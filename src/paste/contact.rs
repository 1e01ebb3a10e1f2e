//! What a paste says about a person.

/// The certainty of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// The paste says so.
    Sure,
    /// Likely; a person should check it.
    Guess,
}

/// A property of a person.
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

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The property.
    pub part: Part,
    /// One clean line: a phone in international form if known, groups separated by `; `, a priority by its
    /// [label](crate::domain::user::target_user::Priority::label), active as `yes` or `no`.
    pub value: String,
    /// Its certainty.
    pub certainty: Certainty,
    /// Its source in a few words, such as `guess from a title`.
    pub why: String,
    /// The lines it was taken from, counted from 1, in order.
    pub lines: Vec<usize>,
    /// Additional information that has no field, such as `extension 231`; may be empty.
    pub lost: String,
}

/// A person, as far as a paste describes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// At least one, at most one per property, in their order.
    pub findings: Vec<Finding>,
}

impl Contact {
    /// The finding for this property.
    #[must_use]
    pub fn get(&self, part: Part) -> Option<&Finding> {
        self.findings.iter().find(|f| f.part == part)
    }
}
