//! Two people who share one address.

use super::mail::{self, Named};
use super::vocabulary::WORDS;
use super::{name, words};
use crate::paste::local::Local;
use crate::paste::normalize::key;

/// The name beside the address is one of two joined names, and the address is not derived from that one alone.
pub(super) fn is_named(text: &str, named: &Named, local: &Local) -> bool {
    let fits = |raw: &str| local.fit(&name::words_of(raw)).agrees;
    if is_both(&named.raw) {
        return true;
    }
    let before = text.get(..named.start).unwrap_or_default().trim_end();
    let before = without_title(before);
    let Some((front, _)) = before.rsplit_once(char::is_whitespace).filter(|(_, word)| is_join(word)) else {
        return false;
    };
    let front = front.trim_end();
    let last = front.rsplit(char::is_whitespace).next().unwrap_or_default();
    // `Mr and Mrs Smith`
    if is_title(last) {
        return true;
    }
    let other = mail::runs(front, None).pop().filter(|run| run.end == front.len());
    let other = other.and_then(|run| front.get(run.start..run.end));
    other.is_some_and(|other| !fits(&named.raw) || fits(other))
}

/// The text names two people. A surname may contain a joining word (`Ortega y Gasset`): then one half is a single word.
pub(super) fn is_both(raw: &str) -> bool {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let Some(at) = words.iter().position(|word| is_join(word)) else { return false };
    let (front, back) = (at, words.len() - at - 1);
    front.min(back) > 1 || (front.min(back) > 0 && words.get(at).is_some_and(|join| !words::PARTICLES.has(join)))
}

fn is_join(word: &str) -> bool {
    WORDS.joins.contains(&word.to_lowercase())
}

fn is_title(word: &str) -> bool {
    words::HONORIFICS.has(word) || words::ABBREVIATED.has(&key(word)) && word.ends_with('.')
}

/// The text without trailing titles.
fn without_title(mut text: &str) -> &str {
    while let Some((front, word)) = text.rsplit_once(char::is_whitespace)
        && is_title(word)
    {
        text = front.trim_end();
    }
    text
}
