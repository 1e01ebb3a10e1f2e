//! The ID of a write.

use std::fmt;

/// Identifies a write: in this run, in the journal, and in the next run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriteId(String);

impl WriteId {
    /// The `n`-th write of a run; `run` is unique on this machine.
    #[must_use]
    pub fn new(run: &str, n: u64) -> Self {
        Self(format!("{run}-{n}"))
    }

    /// An ID from the journal.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// Its text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IDs of the changes that one step of a run makes, one after the other: the first is this one.
    pub fn parts(&self) -> impl Iterator<Item = Self> + '_ {
        (1_u32..).map(|n| if n == 1 { self.clone() } else { Self(format!("{}.{n}", self.0)) })
    }

    /// Both belong to the same run.
    #[must_use]
    pub fn is_of_run(&self, other: &Self) -> bool {
        let run = |id: &Self| id.0.rsplit_once('-').map(|(run, _)| run.to_owned());
        run(self).is_some_and(|mine| run(other) == Some(mine))
    }
}

impl fmt::Display for WriteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
