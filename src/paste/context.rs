//! The context of a paste.

use crate::domain::user::phone::PhoneRegion;

/// What is known about the target of a paste. All of it may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The region for national phone numbers.
    pub region: Option<PhoneRegion>,
    /// The company's mail domains (`contoso.com`).
    pub domains: &'a [String],
    /// The names of its groups.
    pub groups: &'a [String],
    /// The names of the available languages.
    pub languages: &'a [String],
}
