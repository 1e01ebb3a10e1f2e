//! The columns of command output.

use crate::domain::list::columns::Align;

/// A column of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// The name in CSV, and in capitals in tables.
    pub key: &'static str,
    /// Alignment in tables: numbers to the right.
    pub align: Align,
    /// Text of the service: in CSV it must not become a formula.
    pub text: bool,
    /// Text that may be truncated on a narrow terminal: nobody copies it.
    pub words: bool,
    /// Only for machine-readable formats: tables show it in other columns. Such columns come last.
    pub extra: bool,
}

impl Heading {
    /// A column with text of the service.
    #[must_use]
    pub const fn text(key: &'static str) -> Self {
        Self { key, align: Align::Left, text: true, words: false, extra: false }
    }

    /// A column of names and descriptions.
    #[must_use]
    pub const fn words(key: &'static str) -> Self {
        Self { words: true, ..Self::text(key) }
    }

    /// A column only for machine-readable formats.
    #[must_use]
    pub const fn extra(key: &'static str) -> Self {
        Self { extra: true, ..Self::text(key) }
    }
}
