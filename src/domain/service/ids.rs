//! IDs of the service, with a type for each kind, so that a group's ID cannot be sent as a company's; and their
//! encoding in URLs.

/// Declares an opaque ID type.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Wraps the service's text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// A placeholder for an ID that the service has not given, or has given twice.
            #[must_use]
            pub fn missing() -> Self {
                Self(String::new())
            }

            /// Without an ID nothing can be queried or changed.
            #[must_use]
            pub fn is_missing(&self) -> bool {
                self.0.is_empty()
            }

            /// The service's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// An ID as a percent-encoded path segment. The only way an ID gets into a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathSegment(String);

/// Why an ID cannot be part of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnfitId {
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// `.` and `..` are relative, even percent-encoded.
    #[error("it is a relative path")]
    Dots,
    /// A slash or a backslash, which no ID of the service contains.
    #[error("it contains a slash")]
    Slash,
    /// A control character.
    #[error("it contains a control character")]
    Control,
}

impl PathSegment {
    /// The segment for an ID.
    ///
    /// # Errors
    ///
    /// Why the ID cannot be one.
    pub fn of(id: &str) -> Result<Self, UnfitId> {
        Self::check(id).map(|()| Self(encoded(id)))
    }

    /// Whether an ID can be one.
    ///
    /// # Errors
    ///
    /// Why it cannot.
    pub fn check(id: &str) -> Result<(), UnfitId> {
        match id {
            "" => Err(UnfitId::Empty),
            "." | ".." => Err(UnfitId::Dots),
            _ if id.contains(['/', '\\']) => Err(UnfitId::Slash),
            _ if id.chars().any(char::is_control) => Err(UnfitId::Control),
            _ => Ok(()),
        }
    }

    /// The encoded segment.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everything but unreserved characters is escaped (RFC 3986), and the dot too: `%2E%2E` alone is still relative for
/// some parsers, which is why those are refused.
pub(in crate::domain) fn encoded(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_~".contains(&b) {
            out.push(char::from(b));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

id! {
    /// `companyResourceId`, also the value of the `X-KEEPNET-Company-Id` header.
    CompanyId
}
id! {
    /// `resourceId` of a target user, or of a system user.
    UserId
}
id! {
    /// `resourceId` of a target group, sent in `targetGroupResourceIds`.
    GroupId
}
id! {
    /// `id` of a time zone, sent as `timeZoneId`.
    TimeZoneId
}
id! {
    /// `resourceId` of a language, sent as `preferredLanguageId`.
    LanguageId
}
id! {
    /// `resourceId` of a role, sent in `roleResourceIdList`.
    RoleId
}
id! {
    /// `resourceId` of a custom field, sent in `customFields`.
    CustomFieldId
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("", UnfitId::Empty)]
    #[case(".", UnfitId::Dots)]
    #[case("..", UnfitId::Dots)]
    #[case("../x", UnfitId::Slash)]
    #[case("a/b", UnfitId::Slash)]
    #[case("a\\b", UnfitId::Slash)]
    #[case("a\0b", UnfitId::Control)]
    #[case("a\r\nX-Evil: 1", UnfitId::Control)]
    #[case("a\u{85}", UnfitId::Control)]
    fn an_id_that_is_no_segment_is_refused(#[case] id: &str, #[case] why: UnfitId) {
        assert_eq!(PathSegment::of(id), Err(why));
    }

    #[rstest]
    #[case("aB3-_~", "aB3-_~")]
    #[case("...", "%2E%2E%2E")]
    #[case("a.b", "a%2Eb")]
    #[case("%2e%2e", "%252e%252e")]
    #[case("x y?{id}#\u{e9}", "x%20y%3F%7Bid%7D%23%C3%A9")]
    fn an_id_is_one_segment(#[case] id: &str, #[case] segment: &str) {
        assert_eq!(PathSegment::of(id).expect("a segment").as_str(), segment);
        let url = url::Url::parse(&format!("https://host/api/{segment}/end")).expect("an address");
        assert_eq!(url.path(), format!("/api/{segment}/end"), "no reader of addresses changes it");
    }
}
