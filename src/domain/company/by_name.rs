//! Companies by their name.

use std::borrow::Borrow;

use crate::domain::company::summary::Company;
use crate::domain::list::folding::{contains_folded, fold};
use crate::domain::text::line;

/// The companies whose name a text is, and those whose name contains its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<C> {
    /// The name is this, in any case; if there is none, also without its accents.
    pub whole: Vec<C>,
    /// The text is a part of it.
    pub parts: Vec<C>,
}

/// The name is this, in any case.
#[must_use]
pub fn is_named(name: &str, text: &str) -> bool {
    let lower = |text: &str| line(&text.to_lowercase());
    lower(name) == lower(text)
}

/// Finds the companies that a text names.
#[must_use]
pub fn named<C: Borrow<Company>>(companies: impl IntoIterator<Item = C>, text: &str) -> Named<C> {
    let folded = fold(text);
    let wanted: Vec<&str> = folded.split_whitespace().collect();
    let found = companies.into_iter().filter(|company| contains_folded(&company.borrow().name, text));
    let (mut whole, parts): (Vec<C>, Vec<C>) = found.partition(|company| is_named(&company.borrow().name, text));
    // An exact match wins over names that differ only in accents.
    let (alike, parts): (Vec<C>, Vec<C>) = parts.into_iter().partition(|company| {
        whole.is_empty() && fold(&company.borrow().name).split_whitespace().eq(wanted.iter().copied())
    });
    whole.extend(alike);
    Named { whole, parts }
}
