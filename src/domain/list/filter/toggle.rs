//! Terms put into a filter and taken out again.

use super::language::Language;
use super::parse::parse_as;
use super::term::{Condition, Filter, Term};

impl<L: Language> Filter<L> {
    /// With the terms of this text, or without them if all of them are there. States are either: adding one adds it to
    /// those that are asked for.
    ///
    /// A text that cannot be read changes nothing.
    #[must_use]
    pub fn toggled(&self, text: &str) -> Self {
        let Ok(other) = parse_as::<L>(text) else { return self.clone() };
        if let [Term { negated: false, condition: Condition::State(states), .. }] = other.terms.as_slice() {
            return states.iter().fold(self.clone(), |filter, state| filter.toggled_state(*state));
        }
        let has = |filter: &Self, term: &Term<L>| filter.terms.iter().any(|mine| mine.text == term.text);
        let is_there = other.terms.iter().all(|term| has(self, term));
        let mut terms: Vec<Term<L>> = self.terms.iter().filter(|mine| !has(&other, mine)).cloned().collect();
        if !is_there {
            terms.extend(other.terms);
        }
        Self { terms }
    }

    fn toggled_state(&self, state: L::State) -> Self {
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
            let words: Vec<_> =
                L::STATES.iter().filter(|(_, one)| states.contains(one)).map(|(word, _)| *word).collect();
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
