//! A profile of the configuration, as listed.

/// A profile that can be switched to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileInfo {
    /// Its name.
    pub name: String,
    /// The service's address.
    pub service: String,
    /// `production = true`
    pub production: bool,
    /// Whether nothing may be written.
    pub read_only: bool,
    /// Environment variables that must be set before it can be used; `None` if it is ready.
    pub missing_variables: Vec<String>,
}

/// The badge of a production profile: `[PROD rw]`, `[PROD ro]`.
#[must_use]
pub fn production_badge(read_only: bool) -> &'static str {
    if read_only { "[PROD ro]" } else { "[PROD rw]" }
}
