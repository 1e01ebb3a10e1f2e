//! What a column is for.

use crate::domain::form::fields::{FIELDS, FieldId};

/// What a column is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A field of the form.
    Field(FieldId),
    /// First name and surname together.
    FullName,
    /// What stands between first name and surname.
    Infix,
    /// The manager's first name and surname together.
    ManagerName,
    /// The company whose user the person becomes.
    Company,
    /// The custom field with this name.
    Custom(String),
}

/// Meanings that are no field, as they are written on the command line.
const OTHERS: [(&str, Meaning); 4] = [
    ("name", Meaning::FullName),
    ("name-infix", Meaning::Infix),
    ("manager", Meaning::ManagerName),
    ("company", Meaning::Company),
];

impl Meaning {
    /// The meaning that is written so on the command line: the flag of a field, or one of some others.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim();
        if let Some(name) = word.strip_prefix("custom:") {
            return Some(Self::Custom(name.trim().to_owned()));
        }
        let field = FIELDS.iter().find(|field| field.flag.eq_ignore_ascii_case(word));
        field.map(|field| Self::Field(field.id)).or_else(|| {
            OTHERS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, meaning)| meaning)
        })
    }

    /// Its word on the command line, which [`Self::named`] knows.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Field(id) => id.field().flag.to_owned(),
            Self::FullName => "name".to_owned(),
            Self::Infix => "name-infix".to_owned(),
            Self::ManagerName => "manager".to_owned(),
            Self::Company => "company".to_owned(),
            Self::Custom(name) => format!("custom:{name}"),
        }
    }

    /// All words that [`Self::named`] knows.
    #[must_use]
    pub fn words() -> String {
        let fields = FIELDS.iter().map(|field| field.flag);
        fields.chain(OTHERS.iter().map(|(name, _)| *name)).collect::<Vec<_>>().join(", ")
    }

    /// Its name for people.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Field(id) => id.field().label.to_owned(),
            Self::FullName => "Name".to_owned(),
            Self::Infix => "Name infix".to_owned(),
            Self::ManagerName => "Manager".to_owned(),
            Self::Company => "Company".to_owned(),
            Self::Custom(name) => name.clone(),
        }
    }
}

/// What a title says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Title {
    /// It is for this; of several, the smallest number is meant most.
    Is(Meaning, usize),
    /// It is known, and for nothing here.
    Known,
    Unknown,
}
