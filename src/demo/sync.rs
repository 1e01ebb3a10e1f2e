//! The directories that users of a company come from.

use super::assets::halves;

/// What manages a user instead of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagedBy {
    /// The SCIM setting of this name.
    Scim(String),
    /// The LDAP configuration of this name.
    Ldap(String),
    /// Google user provisioning, which has no name.
    Google,
}

/// One in this many initial users was entered by hand.
const BY_HAND: u32 = 4;

impl ManagedBy {
    /// Reads `scim|name`, `ldap|name` or `google`.
    pub(super) fn new(text: &str) -> Option<Self> {
        let (kind, name) = halves(text);
        match kind {
            "scim" => Some(Self::Scim(name.to_owned())),
            "ldap" => Some(Self::Ldap(name.to_owned())),
            "google" => Some(Self::Google),
            _ => None,
        }
    }

    /// Whether the initial user with this index comes from the directory.
    pub(super) fn has(place: u32) -> bool {
        place % BY_HAND != BY_HAND - 1
    }
}
