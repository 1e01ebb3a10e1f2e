//! What is known where a paste goes to.

use crate::domain::user::phone::PhoneRegion;

/// What is known where the paste goes to. All of it may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The region in whose national form phones are written.
    pub region: Option<PhoneRegion>,
    /// The company's mail domains (`contoso.com`).
    pub domains: &'a [String],
    /// The names of its groups.
    pub groups: &'a [String],
    /// The names of the languages that can be chosen.
    pub languages: &'a [String],
}
