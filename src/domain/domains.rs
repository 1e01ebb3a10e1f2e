//! The mail domains of a company.

/// What the console lists as a company's mail domains, each clean, in lower case, without repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domains {
    /// Those it has proved to be its own.
    pub verified: Vec<String>,
    /// Those it has only named.
    pub unverified: Vec<String>,
}

/// A domain in the form in which two are compared and kept: lower case, without an `@` before it or
/// a dot after it; empty when nothing is left.
#[must_use]
pub fn normal(domain: &str) -> String {
    domain.trim().trim_start_matches('@').trim_end_matches('.').trim().to_lowercase()
}
