//! Who the service says we are.

use std::time::Duration;

/// What a fresh token tells. For display; the service decides what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `role`: `Reseller`, `Company Admin`, …
    pub role: Option<String>,
    /// `reseller_access`.
    pub reseller_access: Option<bool>,
    /// `user_company_name`: the reseller.
    pub company: Option<String>,
    /// How long the token is good for, from the moment it came.
    pub lifetime: Duration,
}
