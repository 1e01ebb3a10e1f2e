//! What is to be said about a value.

/// What is to be said about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Fine,
    /// Something good to know, and no reason to stop.
    Note(String),
    /// All is well, in these words.
    Good(String),
    /// It is sent in this form.
    SentAs(String),
    /// It can be sent, but think about it.
    Warning(String),
    /// It is required and empty.
    Missing(String),
    /// It cannot be sent like this.
    Wrong(String),
}

impl Verdict {
    /// The entry cannot be sent because of it.
    #[must_use]
    pub fn blocks(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Wrong(_))
    }

    /// Its words; empty when there is nothing to say.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Fine => "",
            Self::Note(t) | Self::Good(t) | Self::SentAs(t) | Self::Warning(t) | Self::Missing(t) | Self::Wrong(t) => t,
        }
    }
}
