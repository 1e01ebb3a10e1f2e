//! The result of checking a value.

/// The result of checking a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No remark.
    Fine,
    /// A remark.
    Note(String),
    /// Confirmed valid, with this text.
    Good(String),
    /// It is sent in this form.
    SentAs(String),
    /// Valid, but suspicious.
    Warning(String),
    /// It is required and empty.
    Missing(String),
    /// Invalid.
    Wrong(String),
}

impl Verdict {
    /// Whether it prevents sending.
    #[must_use]
    pub fn blocks(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Wrong(_))
    }

    /// Its text; may be empty.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Fine => "",
            Self::Note(t) | Self::Good(t) | Self::SentAs(t) | Self::Warning(t) | Self::Missing(t) | Self::Wrong(t) => t,
        }
    }
}
