//! The value of a form field.

use std::borrow::Cow;

use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::service::lookup::Choice;
use crate::domain::user::target_user::Priority;

/// The value of a field, according to its [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Text as it was typed.
    Text(String),
    /// An optional choice.
    One(Option<Choice>),
    /// Any number of choices.
    Many(Vec<Choice>),
    /// A priority.
    Priority(Priority),
    /// Yes or no.
    Toggle(bool),
}

/// One value for each field of [`FieldId::ALL`].
pub type Values = [FieldValue; FieldId::ALL.len()];

impl FieldValue {
    /// The initial value of a field of this kind.
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

    /// A field of this kind with these choices: the last one if it takes only one.
    #[must_use]
    pub fn chosen(kind: Kind, mut choices: Vec<Choice>) -> Option<Self> {
        match kind {
            Kind::One => Some(Self::One(choices.pop())),
            Kind::Many => Some(Self::Many(choices)),
            Kind::Text | Kind::Priority | Kind::Toggle => None,
        }
    }

    /// The text of a text field as it was typed; empty for other fields.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::One(_) | Self::Many(_) | Self::Priority(_) | Self::Toggle(_) => "",
        }
    }

    /// The choices.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::One(choice) => choice.as_slice(),
            Self::Many(choices) => choices,
            Self::Text(_) | Self::Priority(_) | Self::Toggle(_) => &[],
        }
    }

    /// Whether both are the same; surrounding blanks are ignored, and what choices are called.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let ids = |choices: &Self| choices.choices().iter().map(|choice| choice.id.clone()).collect::<Vec<_>>();
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one.trim() == other.trim(),
            (Self::One(_), Self::One(_)) | (Self::Many(_), Self::Many(_)) => ids(self) == ids(other),
            _ => self == other,
        }
    }

    /// As text: `All staff; Finance`, `High`, `no`.
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

/// The initial values.
#[must_use]
pub fn blank() -> Values {
    FieldId::ALL.map(|id| FieldValue::blank(id.field().kind))
}

/// The value of a field.
#[must_use]
pub fn of(values: &Values, id: FieldId) -> &FieldValue {
    &values[id.index()]
}

/// The priority.
#[must_use]
pub fn priority(values: &Values) -> Priority {
    match of(values, FieldId::Priority) {
        FieldValue::Priority(priority) => *priority,
        FieldValue::Text(_) | FieldValue::One(_) | FieldValue::Many(_) | FieldValue::Toggle(_) => Priority::default(),
    }
}

/// Whether the user is active.
#[must_use]
pub fn is_active(values: &Values) -> bool {
    !matches!(of(values, FieldId::Active), FieldValue::Toggle(false))
}
