//! The columns of what a command puts out.

use crate::domain::list::columns::Align;

/// The name of a column of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// In CSV, and in the table in capitals.
    pub key: &'static str,
    /// Where a table puts it: numbers to the right.
    pub align: Align,
    /// Words of the service: in CSV none of them may become a formula.
    pub text: bool,
    /// Words that may be cut where a terminal is too narrow: nobody copies them.
    pub words: bool,
    /// For machines alone: a table says it in other columns. Such columns are the last.
    pub extra: bool,
}

impl Heading {
    /// A column of the service's words.
    #[must_use]
    pub const fn text(key: &'static str) -> Self {
        Self { key, align: Align::Left, text: true, words: false, extra: false }
    }

    /// A column of names and descriptions.
    #[must_use]
    pub const fn words(key: &'static str) -> Self {
        Self { words: true, ..Self::text(key) }
    }

    /// A column that only machines get.
    #[must_use]
    pub const fn extra(key: &'static str) -> Self {
        Self { extra: true, ..Self::text(key) }
    }
}
