//! Key bindings of the configuration.

/// A line of `[keys]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The command's name.
    pub command: String,
    /// Its key sequences, as in the configuration; empty: it has no keys.
    pub keys: Vec<String>,
    /// The line of the file, from 1.
    pub line: usize,
}

/// A problem with a line of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1; `None`: the file as a whole.
    pub line: Option<usize>,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}
