//! A filter as data: terms that must all hold.

use std::ops::Range;

use jiff::civil::Date;

use super::date::When;
use super::language::{Companies, Language};
use crate::domain::list::folding::Needle;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `:`, which asks for a part of a text, and for "within" where a distance stands.
    Has,
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// What a number is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number<L: Language = Companies> {
    /// A number.
    Of(i64),
    /// Another column.
    Column(L::Number),
    /// No limit.
    Unlimited,
}

/// A text to look for in a column.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// These words, in any order.
    Words(Needle),
    /// This text and no more, folded.
    All(String),
}

/// What one term asks.
#[derive(Debug, Clone)]
pub enum Condition<L: Language = Companies> {
    /// Words anywhere in the row.
    Words(Needle),
    /// A number; any of these.
    Number(L::Number, Op, Vec<Number<L>>),
    /// A text; any of these.
    Text(L::Text, Vec<Wanted>),
    /// A day; any of these.
    Date(L::Date, Op, Vec<When>),
    /// Another day column.
    DateColumn(L::Date, Op, L::Date),
    /// Any of these states.
    State(Vec<L::State>),
    /// It has changed since then, or is new; any of these.
    Changed(Vec<When>),
}

/// One condition, perhaps negated.
#[derive(Debug, Clone)]
pub struct Term<L: Language = Companies> {
    /// It must not hold.
    pub negated: bool,
    /// What it asks.
    pub condition: Condition<L>,
    /// As it was typed.
    pub text: String,
    /// Where it stands in the typed text, in bytes.
    pub at: Range<usize>,
}

/// Terms that must all hold. Equal if the same was typed.
#[derive(Debug, Clone)]
pub struct Filter<L: Language = Companies> {
    /// The terms, in the order typed.
    pub terms: Vec<Term<L>>,
}

impl<L: Language> Default for Filter<L> {
    fn default() -> Self {
        Self { terms: Vec::new() }
    }
}

impl<L: Language> PartialEq for Filter<L> {
    fn eq(&self, other: &Self) -> bool {
        self.terms.iter().map(|term| &term.text).eq(other.terms.iter().map(|term| &term.text))
    }
}

impl<L: Language> Eq for Filter<L> {}

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands in the typed text, in bytes.
    pub at: Range<usize>,
    /// Where the term begins that it is in, in bytes: everything before it is right.
    pub term: usize,
    /// What is wrong and what was expected.
    pub text: String,
}

impl Mistake {
    /// What is wrong with `typed`, with the words at its place.
    #[must_use]
    pub fn describe(&self, typed: &str) -> String {
        match typed.get(self.at.clone()).filter(|place| !place.is_empty()) {
            Some(place) => format!("{}, at \"{place}\"", self.text),
            None => self.text.clone(),
        }
    }
}

impl<L: Language> Filter<L> {
    /// It has no terms.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Only words, searched for as they stand.
    #[must_use]
    pub fn words(text: &str) -> Self {
        let terms = text.split_whitespace().map(|word| Term {
            negated: false,
            condition: Condition::Words(Needle::new(word)),
            text: word.to_owned(),
            at: 0..0,
        });
        Self { terms: terms.collect() }
    }

    /// The text of the terms for which this holds.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Term<L>) -> bool) -> String {
        self.terms.iter().filter(|term| keep(term)).map(|term| term.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The words of what was typed, and these filters with its comparisons; `None` if it compares nothing.
    #[must_use]
    pub fn with_comparisons(&self, typed: Self) -> Option<(String, Self)> {
        let (words, comparing): (Vec<_>, Vec<_>) = typed.terms.into_iter().partition(Term::is_word);
        if comparing.is_empty() {
            return None;
        }
        let mut filters = self.clone();
        let new = comparing.into_iter().filter(|term| !self.terms.iter().any(|mine| mine.text == term.text));
        filters.terms.extend(new);
        Some((Self { terms: words }.only(|_| true), filters))
    }

    /// Without the term at this place.
    #[must_use]
    pub fn without(&self, n: usize) -> Self {
        let kept = self.terms.iter().enumerate().filter(|(at, _)| *at != n);
        Self { terms: kept.map(|(_, term)| term.clone()).collect() }
    }

    /// The earlier days that are compared with.
    pub fn days_since(&self, today: Date) -> impl Iterator<Item = Date> {
        let days = self.terms.iter().flat_map(|term| match &term.condition {
            Condition::Changed(days) => days.as_slice(),
            Condition::Words(_)
            | Condition::Number(..)
            | Condition::Text(..)
            | Condition::Date(..)
            | Condition::DateColumn(..)
            | Condition::State(_) => &[],
        });
        days.filter_map(move |day| day.since(today))
    }

    /// This state is asked for, alone or among others.
    #[must_use]
    pub fn asks_for(&self, state: L::State) -> bool {
        self.terms.iter().any(|term| match &term.condition {
            Condition::State(states) => !term.negated && states.contains(&state),
            Condition::Words(_)
            | Condition::Number(..)
            | Condition::Text(..)
            | Condition::Date(..)
            | Condition::DateColumn(..)
            | Condition::Changed(_) => false,
        })
    }
}

impl<L: Language> Term<L> {
    /// The one value that it compares with, without its quotes; `None` if there are several.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        let signs = [':', '=', '<', '>'];
        let (_, value) = self.text.split_once(signs)?;
        let value = value.trim_start_matches(signs);
        match value.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').filter(|value| !value.contains('"')),
            None => (!value.contains([',', '"'])).then_some(value),
        }
    }

    /// A word that must be there, not a comparison.
    #[must_use]
    pub fn is_word(&self) -> bool {
        !self.negated && !self.text.starts_with('"') && matches!(self.condition, Condition::Words(_))
    }

    /// It asks for this state and no other.
    #[must_use]
    pub fn is_state(&self, state: L::State) -> bool {
        !self.negated && matches!(&self.condition, Condition::State(states) if states.as_slice() == [state])
    }
}
