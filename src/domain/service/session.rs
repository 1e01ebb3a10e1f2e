//! Our identity according to the service.

use std::time::Duration;

/// The claims of a token. For display; the service decides what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `role`: `Reseller`, `Company Admin`, …
    pub role: Option<String>,
    /// `reseller_access`.
    pub reseller_access: Option<bool>,
    /// `user_company_name`: the reseller.
    pub company: Option<String>,
    /// The permissions, as `path|METHOD`; empty if the service does not list them.
    pub permissions: Vec<String>,
    /// The lifetime of the token, from when it was received.
    pub lifetime: Duration,
}

impl Session {
    /// Whether the credential is a reseller's; `None` if that is unknown.
    #[must_use]
    pub fn is_reseller(&self) -> Option<bool> {
        let by_role = self.role.as_ref().map(|role| role.eq_ignore_ascii_case("reseller"));
        self.reseller_access.or(by_role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Some("Reseller"), Some(true), Some(true))]
    #[case(Some("reseller"), None, Some(true))]
    #[case(Some("Company Admin"), None, Some(false))]
    #[case(Some("Company Admin"), Some(false), Some(false))]
    #[case(Some("Reseller"), Some(false), Some(false))]
    #[case(None, Some(true), Some(true))]
    #[case(None, None, None)]
    fn resellers_are_told_apart(#[case] role: Option<&str>, #[case] access: Option<bool>, #[case] is: Option<bool>) {
        let session = Session {
            role: role.map(str::to_owned),
            reseller_access: access,
            company: None,
            permissions: Vec::new(),
            lifetime: Duration::ZERO,
        };
        assert_eq!(session.is_reseller(), is);
    }
}
