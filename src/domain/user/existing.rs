//! An existing target user.

use std::fmt;

use jiff::Timestamp;

use super::email;
use crate::domain::service::ids::UserId;
use crate::domain::text::name_or_none;

/// The status of a user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UserStatus {
    /// Takes part and uses a seat.
    Active,
    /// Known, but takes no part and uses no seat.
    Inactive,
    /// Deleted; the service still lists them.
    Deleted,
    /// An unknown status, cleaned; empty if the service gives none.
    Other(String),
}

impl UserStatus {
    /// The word on the screen.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Deleted => "deleted",
            Self::Other(word) if word.is_empty() => "unknown",
            Self::Other(word) => word,
        }
    }
}

/// The directory that a user comes from: it is changed there, not here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ManagedBy {
    /// SCIM, with the name of the setting.
    Scim(String),
    /// LDAP, with the name of the configuration.
    Ldap(String),
    /// The service says only that the user cannot be edited: another directory, as Google's.
    Other,
}

impl ManagedBy {
    /// The word beside a name in a list.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Scim(_) => "SCIM",
            Self::Ldap(_) => "LDAP",
            Self::Other => "managed",
        }
    }
}

impl fmt::Display for ManagedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scim(name) => write!(f, "SCIM ({name})"),
            Self::Ldap(name) => write!(f, "LDAP ({name})"),
            Self::Other => f.write_str("another directory"),
        }
    }
}

/// A user of a company, as listed by `POST /api/target-users/search` and `…/search-email`. Every text is clean (see
/// [`crate::domain::text::clean`]); an empty one is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetUser {
    /// `resourceId`.
    pub id: UserId,
    /// `email`; empty if the service gives none.
    pub email: String,
    /// `firstName`
    pub first_name: Option<String>,
    /// `lastName`
    pub last_name: Option<String>,
    /// `department`
    pub department: Option<String>,
    /// `phoneNumber`
    pub phone: Option<String>,
    /// `priority`, as given by the service.
    pub priority: Option<String>,
    /// `status`, or else derived from `isDeleted` and `isActive`.
    pub status: UserStatus,
    /// `createTime`; only in the search.
    pub created: Option<Timestamp>,
    /// `timeZone`, its display name; only in the search.
    pub time_zone: Option<String>,
    /// `preferredLanguage`, its display name; only in the search.
    pub language: Option<String>,
    /// `scimSettingName`, `ldapConfigName`, `isEditable`: the directory it comes from; only in the search, and not from
    /// every service.
    pub managed: Option<ManagedBy>,
    /// The names of its roles, joined by the service; a system user's.
    pub roles: Option<String>,
}

impl TargetUser {
    /// An active user of whom nothing else is known.
    #[must_use]
    pub fn active(id: UserId, email: impl Into<String>) -> Self {
        Self {
            id,
            email: email.into(),
            first_name: None,
            last_name: None,
            department: None,
            phone: None,
            priority: None,
            status: UserStatus::Active,
            created: None,
            time_zone: None,
            language: None,
            managed: None,
            roles: None,
        }
    }

    /// First and last name; empty if both are unknown.
    #[must_use]
    pub fn name(&self) -> String {
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().flatten().map(String::as_str).collect();
        names.join(" ")
    }

    /// The name to show; an invisible one is described.
    #[must_use]
    pub fn shown_name(&self) -> String {
        name_or_none(&self.name()).to_owned()
    }
}

/// Whether two addresses are the same, ignoring case, invisible characters, and whether the domain is in Unicode or
/// Punycode.
#[must_use]
pub fn same_email(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    // Nearly all addresses are plain and need no more.
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_graphic()) && !text.contains("--");
    if plain(one) && plain(other) {
        return one.eq_ignore_ascii_case(other);
    }
    email::key(one) == email::key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_case() {
        assert!(same_email(" Jane.DOE@Contoso.com", "jane.doe@contoso.COM "));
        assert!(same_email("GÜNTHER@müller.de", "günther@MÜLLER.de"));
        assert!(same_email("jane@müller.de", "Jane@XN--mller-kva.de"));
        assert!(same_email("zoe.f\u{3164}@contoso.com", "zoe.f@contoso.com"));
        assert!(!same_email("jane.doe@contoso.com", "jane.doe@contoso.co"));
    }

    #[test]
    fn every_status_has_a_word() {
        for (status, word) in [
            (UserStatus::Active, "active"),
            (UserStatus::Inactive, "inactive"),
            (UserStatus::Deleted, "deleted"),
            (UserStatus::Other(String::new()), "unknown"),
            (UserStatus::Other("Archived".into()), "Archived"),
        ] {
            assert_eq!(status.word(), word);
        }
    }

    #[test]
    fn a_name_without_anything_to_be_seen_is_told_as_such() {
        let user = |first: Option<&str>| TargetUser {
            first_name: first.map(str::to_owned),
            ..TargetUser::active(UserId::new("u1"), "a@b.example")
        };
        for nobody in [None, Some("\u{3164}"), Some("\u{200b}"), Some("\u{2800}"), Some(" ")] {
            assert_eq!(user(nobody).shown_name(), "(no visible name)", "{nobody:?}");
        }
        assert_eq!(user(Some("Ada")).shown_name(), "Ada");
    }
}
