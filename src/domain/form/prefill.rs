//! Values that a form is filled with before anybody has typed into it.

use crate::domain::form::fields::FieldId;
use crate::domain::form::value::FieldValue;

/// The values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefill {
    /// Texts, priority and toggles.
    pub fields: Vec<(FieldId, FieldValue)>,
    /// IDs or names of choices, which have to be loaded first.
    pub choices: Vec<(FieldId, Vec<String>)>,
}

impl Prefill {
    /// Nothing is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.choices.is_empty()
    }

    /// `jane@contoso.com, +44 20 7946 0018`: the values in words.
    #[must_use]
    pub fn words(&self) -> String {
        let fields = self.fields.iter().map(|(_, value)| value.words().into_owned());
        let choices = self.choices.iter().map(|(_, names)| names.join("; "));
        fields.chain(choices).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
