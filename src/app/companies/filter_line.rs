//! What is typed into the search line of the companies: the filter language, and what the source can do of it.

use crate::app::companies::cache::CompanyCache;
use crate::app::keys::keymap::KeyMap;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::list::filter::complete::{Completion, complete};
use crate::domain::list::filter::parse::parse;
use crate::domain::list::filter::term::Mistake;

/// Most ways to go on typing that are offered.
const MOST: usize = 6;

/// Whether the source can search for this text: all of the language in memory, words and the limit otherwise.
///
/// # Errors
///
/// What is wrong with it, and where.
pub fn check(text: &str, source: &CompanyCache, keys: &KeyMap) -> Result<(), Mistake> {
    let filter = parse(text)?;
    let beyond = filter.terms.iter().find(|term| !term.is_word() && !term.is_state(CompanyStatus::Over));
    match beyond.filter(|_| !source.is_cached()) {
        Some(term) => {
            let text = format!("{}: {}", term.text, source.why_not(keys));
            Err(Mistake { at: term.at.clone(), term: term.at.start, text })
        }
        None => Ok(()),
    }
}

/// Ways to go on typing.
#[must_use]
pub fn completions(text: &str, at: usize, source: &CompanyCache) -> Vec<Completion> {
    let mut found = complete(text, at, |key| source.index().values(key));
    found.truncate(MOST);
    found
}
