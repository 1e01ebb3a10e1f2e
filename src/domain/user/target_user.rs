//! Target users: people at a customer who receive simulations and training.

use crate::domain::form::custom_field::CustomValue;
use crate::domain::service::ids::{GroupId, LanguageId, TimeZoneId};

/// The priority of a target user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// `VeryLow`
    VeryLow,
    /// `Low`
    Low,
    /// `Medium`, the service's default
    #[default]
    Medium,
    /// `High`
    High,
    /// `VeryHigh`
    VeryHigh,
}

impl Priority {
    /// All of them, lowest first.
    pub const ALL: [Self; 5] = [Self::VeryLow, Self::Low, Self::Medium, Self::High, Self::VeryHigh];

    /// The name on the wire.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            Self::VeryLow => "VeryLow",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::VeryHigh => "VeryHigh",
        }
    }

    /// The priority with this wire name.
    #[must_use]
    pub fn named(wire: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.wire() == wire)
    }

    /// The name on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::VeryLow => "Very low",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::VeryHigh => "Very high",
        }
    }

    /// The next one up or down, stopping at the ends.
    #[must_use]
    pub fn step(self, up: bool) -> Self {
        let at = Self::ALL.iter().position(|p| *p == self).unwrap_or(2);
        let next = if up { at + 1 } else { at.saturating_sub(1) };
        Self::ALL.get(next).copied().unwrap_or(self)
    }
}

/// A checked request of `POST /api/target-users`. Empty texts are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTargetUser {
    /// 1 to 320 characters.
    pub email: String,
    /// International form without spaces; empty only if the profile does not require one.
    pub phone: String,
    /// At most 256 characters.
    pub first_name: Option<String>,
    /// At most 256 characters.
    pub last_name: Option<String>,
    /// At most 256 characters.
    pub department: Option<String>,
    /// Priority.
    pub priority: Priority,
    /// Receives simulations and training, and uses a seat.
    pub active: bool,
    /// Groups to join.
    pub groups: Vec<GroupId>,
    /// `timeZoneId`.
    pub time_zone: Option<TimeZoneId>,
    /// `preferredLanguageId`.
    pub language: Option<LanguageId>,
    /// At most 256 characters; all three of the manager or none.
    pub manager_first_name: Option<String>,
    /// At most 256 characters.
    pub manager_last_name: Option<String>,
    /// At most 320 characters.
    pub manager_email: Option<String>,
    /// Custom fields, each at most once.
    pub custom_fields: Vec<CustomValue>,
}
