//! What a field of a form holds.

use std::borrow::Cow;

use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::service::lookup::Choice;
use crate::domain::user::target_user::Priority;

/// What a field holds, by its [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Typed text, as it was typed.
    Text(String),
    /// One thing from a look-up, or none.
    One(Option<Choice>),
    /// Any number of things from a look-up.
    Many(Vec<Choice>),
    /// A priority.
    Priority(Priority),
    /// Yes or no.
    Toggle(bool),
}

/// One value per field of [`FieldId::ALL`].
pub type Values = [FieldValue; FieldId::ALL.len()];

impl FieldValue {
    /// What a field of this kind holds before anything is filled in.
    #[must_use]
    pub fn blank(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(String::new()),
            Kind::One => Self::One(None),
            Kind::Many => Self::Many(Vec::new()),
            Kind::Priority => Self::Priority(Priority::default()),
            Kind::Toggle => Self::Toggle(true),
        }
    }

    /// A field of this kind with these things chosen: the last one where it takes one.
    #[must_use]
    pub fn chosen(kind: Kind, mut choices: Vec<Choice>) -> Option<Self> {
        match kind {
            Kind::One => Some(Self::One(choices.pop())),
            Kind::Many => Some(Self::Many(choices)),
            Kind::Text | Kind::Priority | Kind::Toggle => None,
        }
    }

    /// The text of a text field, as it was typed; else nothing.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::One(_) | Self::Many(_) | Self::Priority(_) | Self::Toggle(_) => "",
        }
    }

    /// What is chosen from a look-up.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::One(choice) => choice.as_slice(),
            Self::Many(choices) => choices,
            Self::Text(_) | Self::Priority(_) | Self::Toggle(_) => &[],
        }
    }

    /// Both say the same; blanks around a text do not count.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one.trim() == other.trim(),
            _ => self == other,
        }
    }

    /// In words: `All staff; Finance`, `High`, `no`.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.trim().into(),
            Self::One(_) | Self::Many(_) => {
                self.choices().iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>().join("; ").into()
            }
            Self::Priority(priority) => priority.label().into(),
            Self::Toggle(on) => (if *on { "yes" } else { "no" }).into(),
        }
    }
}

/// The values before anything is filled in.
#[must_use]
pub fn blank() -> Values {
    FieldId::ALL.map(|id| FieldValue::blank(id.field().kind))
}

/// The value of a field.
#[must_use]
pub fn of(values: &Values, id: FieldId) -> &FieldValue {
    &values[id.index()]
}

/// The priority among the values.
#[must_use]
pub fn priority(values: &Values) -> Priority {
    match of(values, FieldId::Priority) {
        FieldValue::Priority(priority) => *priority,
        FieldValue::Text(_) | FieldValue::One(_) | FieldValue::Many(_) | FieldValue::Toggle(_) => Priority::default(),
    }
}

/// The user is active, as the values say.
#[must_use]
pub fn is_active(values: &Values) -> bool {
    !matches!(of(values, FieldId::Active), FieldValue::Toggle(false))
}
