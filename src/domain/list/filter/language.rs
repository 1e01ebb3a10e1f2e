//! What a language is about: one kind of rows, and the columns that its keys name.

use std::fmt::Debug;

/// One kind of rows: its columns by kind, and the names they answer to. Reading, completing, toggling and matching are
/// the same for all of them.
pub trait Language: Copy + Eq + Debug + 'static {
    /// A column with a number.
    type Number: Copy + Eq + Debug + 'static;
    /// A column with a text.
    type Text: Copy + Eq + Debug + 'static;
    /// A column with a day.
    type Date: Copy + Eq + Debug + 'static;
    /// A state, of a column that holds one word of a few.
    type State: Copy + Eq + Debug + 'static;

    /// Every key, in the order of completion.
    const KEYS: &'static [Spec<Self>];
    /// Each state and its word, in the order in which they are written.
    const STATES: &'static [(&'static str, Self::State)];

    /// Distances of this column count back from today.
    fn counts_back(key: Self::Date) -> bool;
}

/// The language of the company list; its keys are in [`super::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Companies;

/// What a term compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key<L: Language = Companies> {
    /// A number.
    Number(L::Number),
    /// A text.
    Text(L::Text),
    /// A day.
    Date(L::Date),
    /// The status.
    State,
    /// What was different on an earlier day.
    Changed,
}

/// A row of the key table.
#[derive(Debug)]
pub struct Spec<L: Language = Companies> {
    /// Which one.
    pub key: Key<L>,
    /// Its name, and others it answers to.
    pub names: &'static [&'static str],
    /// What it is, and an example, for completion and documentation.
    pub help: &'static str,
}

impl<L: Language> Spec<L> {
    pub(super) const fn new(key: Key<L>, names: &'static [&'static str], help: &'static str) -> Self {
        Self { key, names, help }
    }
}

impl<L: Language> Key<L> {
    /// The key with this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        L::KEYS.iter().find(|spec| spec.names.iter().any(|n| n.eq_ignore_ascii_case(name))).map(|spec| spec.key)
    }
}
