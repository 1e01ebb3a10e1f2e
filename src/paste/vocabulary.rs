//! The vocabulary in `assets/paste`: word lists by file, each loaded on first use.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordLists {
    pub honorifics: Vec<String>,
    pub abbreviated: Vec<String>,
    pub behind: Vec<String>,
    pub degrees: Vec<String>,
    pub particles: Vec<String>,
    pub bound: Vec<String>,
    pub company: Vec<String>,
    pub address: Vec<String>,
    pub titles: Vec<String>,
    pub sentence: Vec<String>,
    pub greetings: Vec<String>,
    pub nothing: Vec<String>,
    pub shared: Vec<String>,
    pub markers: Vec<String>,
    pub joins: Vec<String>,
    pub two_characters: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub groups: Vec<String>,
}

/// `phrases.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub closings: Vec<String>,
    pub formal: Vec<String>,
    pub notices: Vec<String>,
    pub requests: Vec<String>,
    pub absence: Vec<String>,
    pub manager: Vec<String>,
    pub extensions: Vec<String>,
}

/// `departments.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Departments {
    pub names: Vec<String>,
    pub kinds: Vec<String>,
    pub offices: Vec<String>,
    pub ends: Vec<String>,
    pub prepositions: Vec<String>,
    pub heads: Vec<String>,
}

/// `robots.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Robots {
    pub begins: Vec<String>,
    pub ends: Vec<String>,
    pub domains: Vec<String>,
    pub placeholders: Vec<String>,
}

/// `labels.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub name: Vec<String>,
    pub first: Vec<String>,
    pub last: Vec<String>,
    pub infix: Vec<String>,
    pub email: Vec<String>,
    pub phone_mobile: Vec<String>,
    pub phone_direct: Vec<String>,
    pub phone: Vec<String>,
    pub phone_switchboard: Vec<String>,
    pub phone_fax: Vec<String>,
    pub department: Vec<String>,
    pub title: Vec<String>,
    pub groups: Vec<String>,
    pub language: Vec<String>,
    pub time_zone: Vec<String>,
    pub priority: Vec<String>,
    pub active: Vec<String>,
    pub manager: Vec<String>,
    pub manager_first: Vec<String>,
    pub manager_last: Vec<String>,
    pub manager_email: Vec<String>,
    pub from: Vec<String>,
    pub to: Vec<String>,
    pub sent: Vec<String>,
    pub subject: Vec<String>,
    pub requester: Vec<String>,
    pub ignored: Vec<String>,
    pub before: Vec<String>,
    pub managers: Vec<String>,
}

const WORDS_FILE: &str = include_str!("../../assets/paste/words.toml");
const PHRASES_FILE: &str = include_str!("../../assets/paste/phrases.toml");
const DEPARTMENTS_FILE: &str = include_str!("../../assets/paste/departments.toml");
const ROBOTS_FILE: &str = include_str!("../../assets/paste/robots.toml");
const LABELS_FILE: &str = include_str!("../../assets/paste/labels.toml");

pub(super) static WORDS: LazyLock<WordLists> = LazyLock::new(|| read(WORDS_FILE));
pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| read(PHRASES_FILE));
pub(super) static DEPARTMENTS: LazyLock<Departments> = LazyLock::new(|| read(DEPARTMENTS_FILE));
pub(super) static ROBOTS: LazyLock<Robots> = LazyLock::new(|| read(ROBOTS_FILE));
pub(super) static LABELS: LazyLock<Labels> = LazyLock::new(|| read(LABELS_FILE));

/// An invalid file counts as empty; the tests load every file.
fn read<T: DeserializeOwned + Default>(file: &str) -> T {
    toml::from_str(file).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parses<T: DeserializeOwned>(name: &str, file: &str) {
        if let Err(error) = toml::from_str::<T>(file) {
            panic!("{name}: {error}");
        }
        let lists: std::collections::BTreeMap<String, Vec<String>> = toml::from_str(file).expect("lists");
        for (list, words) in lists {
            assert!(!words.is_empty(), "{name}: {list} is empty");
            assert!(words.iter().all(|w| !w.trim().is_empty()), "{name}: {list} has an empty word");
        }
    }

    #[test]
    fn every_file_of_the_vocabulary_parses() {
        parses::<WordLists>("words.toml", WORDS_FILE);
        parses::<Phrases>("phrases.toml", PHRASES_FILE);
        parses::<Departments>("departments.toml", DEPARTMENTS_FILE);
        parses::<Robots>("robots.toml", ROBOTS_FILE);
        parses::<Labels>("labels.toml", LABELS_FILE);
    }
}
