//! Values for all rows of a file: a row takes them where its own cell is empty.

use std::str::FromStr;

use super::meaning::Meaning;
use super::names::name_key;
use crate::domain::form::fields::{FIELDS, Field, FieldId};
use crate::domain::text::{clean_typed, line};

/// `FIELD=VALUE`: what a field is in rows that say nothing about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDefault {
    meaning: Meaning,
    text: String,
}

/// The fields that can have a value for all rows: all that do not say who somebody is.
pub fn default_fields() -> impl Iterator<Item = &'static Field> {
    let says_who = |id| matches!(id, FieldId::Email | FieldId::FirstName | FieldId::LastName);
    FIELDS.iter().filter(move |field| !says_who(field.id))
}

impl FieldDefault {
    /// A value for all rows.
    ///
    /// # Errors
    ///
    /// If there is no value, or all rows cannot have the same of this.
    pub fn of(meaning: Meaning, text: &str) -> Result<Self, String> {
        let text = line(&clean_typed(text)).trim().to_owned();
        let is_common = match &meaning {
            Meaning::Field(id) => default_fields().any(|field| field.id == *id),
            Meaning::Custom(_) => true,
            Meaning::FullName | Meaning::Infix | Meaning::ManagerName | Meaning::Company => false,
        };
        if !is_common {
            let known: Vec<_> = default_fields().map(|field| field.flag).collect();
            return Err(format!(
                "\"{}\" has no value for all rows; known are: {}, custom:NAME",
                meaning.word(),
                known.join(", ")
            ));
        }
        if text.is_empty() { Err("there is no value after the =".to_owned()) } else { Ok(Self { meaning, text }) }
    }

    /// What it is for.
    #[must_use]
    pub fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    /// Whether it is for this.
    #[must_use]
    pub fn is_for(&self, meaning: &Meaning) -> bool {
        match (&self.meaning, meaning) {
            (Meaning::Custom(own), Meaning::Custom(name)) => name_key(own) == name_key(name),
            (own, meaning) => own == meaning,
        }
    }

    /// The value, as it would stand in a cell.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As it is kept: the name of the field, and the value.
    #[must_use]
    pub fn record(&self) -> (String, String) {
        (self.meaning.word(), self.text.clone())
    }

    /// What was kept.
    ///
    /// # Errors
    ///
    /// If another version of the program knew another field.
    pub fn recorded((word, text): &(String, String)) -> Result<Self, String> {
        let meaning = Meaning::named(word).ok_or_else(|| format!("\"{word}\" is no field"))?;
        Self::of(meaning, text)
    }
}

impl FromStr for FieldDefault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, text) = text.split_once('=').ok_or("expected is FIELD=VALUE, such as department=Sales")?;
        Self::recorded(&(word.to_owned(), text.to_owned()))
    }
}
