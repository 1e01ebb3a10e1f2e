//! Identifiers of the service, one type each, so that a group's can never be sent as a company's.

/// Declares an opaque identifier as the service hands it out.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Wraps the service's own text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The service's own text.
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
