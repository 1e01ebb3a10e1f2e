//! Terms put into a filter and taken out again.

use super::parse::parse;
use super::state::STATES;
use super::term::{Condition, Filter, Term};
use crate::domain::company::summary::CompanyStatus;

impl Filter {
    /// With the terms of this text, or without them if all of them are there. States are either: adding one adds it to
    /// those that are asked for.
    ///
    /// A text that cannot be read changes nothing.
    #[must_use]
    pub fn toggled(&self, text: &str) -> Self {
        let Ok(other) = parse(text) else { return self.clone() };
        if let [Term { negated: false, condition: Condition::State(states), .. }] = other.terms.as_slice() {
            return states.iter().fold(self.clone(), |filter, state| filter.toggled_state(*state));
        }
        let has = |filter: &Self, term: &Term| filter.terms.iter().any(|mine| mine.text == term.text);
        let is_there = other.terms.iter().all(|term| has(self, term));
        let mut terms: Vec<Term> = self.terms.iter().filter(|mine| !has(&other, mine)).cloned().collect();
        if !is_there {
            terms.extend(other.terms);
        }
        Self { terms }
    }

    fn toggled_state(&self, state: CompanyStatus) -> Self {
        let mut terms = self.terms.clone();
        let place = terms.iter().position(|term| !term.negated && matches!(term.condition, Condition::State(_)));
        let mut states = match place.map(|at| &terms[at].condition) {
            Some(Condition::State(states)) => states.clone(),
            _ => Vec::new(),
        };
        match states.iter().position(|mine| *mine == state) {
            Some(at) => drop(states.remove(at)),
            None => states.push(state),
        }
        let term = (!states.is_empty()).then(|| {
            let words: Vec<_> = STATES.iter().filter(|(_, one)| states.contains(one)).map(|(word, _)| *word).collect();
            let text = format!("state:{}", words.join(","));
            Term { negated: false, condition: Condition::State(states), at: 0..0, text }
        });
        match (place, term) {
            (Some(at), Some(term)) => terms[at] = term,
            (Some(at), None) => drop(terms.remove(at)),
            (None, Some(term)) => terms.push(term),
            (None, None) => {}
        }
        Self { terms }
    }
}
