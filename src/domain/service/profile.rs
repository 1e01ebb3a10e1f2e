//! A profile of the configuration, as a list of them tells it.

/// One reseller that can be switched to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileLine {
    /// Its name.
    pub name: String,
    /// The service's address.
    pub service: String,
    /// `production = true`
    pub production: bool,
    /// Nothing may be written there.
    pub read_only: bool,
    /// What has to be set before it can be used: variables of the environment; none when it can.
    pub lacks: Vec<String>,
}

/// The word for a production profile that must not be overlooked: `[PROD rw]`, `[PROD ro]`.
#[must_use]
pub fn production_badge(read_only: bool) -> &'static str {
    if read_only { "[PROD ro]" } else { "[PROD rw]" }
}
