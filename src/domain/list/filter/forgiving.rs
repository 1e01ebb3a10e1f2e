//! One typing mistake in a word is forgiven where nothing else is found: `cobald` finds Cobalt.

use std::collections::HashMap;

use strsim::osa_distance;

use super::language::Language;
use super::term::{Condition, Filter, Term};
use crate::domain::list::folding::{Needle, fold};

/// Words with fewer letters are not forgiven: too many others are as near.
const FEWEST: usize = 4;

/// The distinct words that occur.
#[derive(Debug, Clone, Default)]
pub struct KnownWords(Vec<Known>);

#[derive(Debug, Clone)]
struct Known {
    word: Box<str>,
    letters: usize,
    /// How often it occurs.
    count: u32,
}

impl KnownWords {
    /// The words of these folded texts.
    #[must_use]
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for word in texts.flat_map(str::split_whitespace) {
            *counts.entry(word.trim_matches(|c: char| !c.is_alphanumeric())).or_default() += 1;
        }
        let known = |(word, count): (&str, u32)| Known { word: word.into(), letters: word.chars().count(), count };
        let mut words: Vec<Known> = counts.into_iter().map(known).collect();
        words.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        Self(words)
    }

    fn has(&self, part: &str) -> bool {
        self.0.iter().any(|known| known.word.contains(part))
    }

    /// The most frequent word that is one mistake away: another letter, one missing, one too many, or two that have
    /// changed places.
    fn nearest(&self, typed: &str) -> Option<&str> {
        let letters = typed.chars().count();
        let is_near = |known: &&Known| {
            known.letters >= FEWEST && known.letters.abs_diff(letters) <= 1 && osa_distance(typed, &known.word) == 1
        };
        let near = self.0.iter().filter(|_| letters >= FEWEST).filter(is_near);
        near.max_by(|a, b| a.count.cmp(&b.count).then_with(|| b.word.cmp(&a.word))).map(|known| known.word.as_ref())
    }
}

/// A filter that was probably meant.
#[derive(Debug, Clone)]
pub struct Forgiven<L: Language> {
    /// It.
    pub filter: Filter<L>,
    /// What is shown instead of what: `no cobald; showing cobalt`.
    pub note: String,
}

impl<L: Language> Filter<L> {
    /// The filter that was probably meant: words that occur nowhere are replaced by those that are one typing mistake
    /// away. `None` if there is no such word, or one for which there is nothing near.
    #[must_use]
    pub fn forgiving(&self, known: &KnownWords) -> Option<Forgiven<L>> {
        let (mut typed, mut meant) = (Vec::new(), Vec::new());
        let mut terms = self.terms.clone();
        for term in terms.iter_mut().filter(|term| term.is_word()) {
            let word = fold(&term.text);
            if known.has(&word) {
                continue;
            }
            let near = known.nearest(&word)?.to_owned();
            let condition = Condition::Words(Needle::new(&near));
            typed.push(std::mem::replace(&mut term.text, near.clone()));
            *term = Term { condition, ..term.clone() };
            meant.push(near);
        }
        let note = format!("no {}; showing {}", typed.join(" "), meant.join(" "));
        (!meant.is_empty()).then_some(Forgiven { filter: Self { terms }, note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::filter::parse::parse;
    use rstest::rstest;

    #[rstest]
    #[case("cobald", Some("no cobald; showing cobalt"))]
    #[case("coblat", Some("no coblat; showing cobalt"))]
    #[case("cobal t", None)]
    #[case("coobalt", Some("no coobalt; showing cobalt"))]
    #[case("cbalt", Some("no cbalt; showing cobalt"))]
    #[case("COBALD insurence", Some("no COBALD insurence; showing cobalt insurance"))]
    #[case("insurance cobald", Some("no cobald; showing cobalt"))]
    #[case("cobald nowhere", None)]
    #[case("cobold", None)]
    #[case("gabald", None)]
    #[case("isil", Some("no isil; showing isik"))]
    #[case("isı", None)]
    #[case("gmb", None)]
    #[case("cobalt", None)]
    #[case("-cobald", None)]
    #[case("\"cobald\"", None)]
    #[case("name:cobald", None)]
    #[case("東京光掌", Some("no 東京光掌; showing 東京光学"))]
    fn one_mistake_in_a_word_is_forgiven(#[case] typed: &str, #[case] note: Option<&str>) {
        let texts = ["cobalt insurance", "isik tekstil", "kobalt ag", "gmbh & co", "cobalt ltd.", "東京光学"];
        let known = KnownWords::new(texts.into_iter());
        let forgiven = parse(typed).expect("a filter").forgiving(&known);
        assert_eq!(forgiven.map(|forgiven| forgiven.note).as_deref(), note);
    }
}
