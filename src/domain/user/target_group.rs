//! Target groups: who receives simulations and training together.

use super::target_user::Priority;
use crate::domain::service::ids::GroupId;
use crate::domain::text::clean;

/// Most characters of the name of a new group.
pub const NAME_MAX: usize = 64;

/// What fills a group instead of people. Such a group is shown and never written: the service fails there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FilledBy {
    /// SCIM, with the name of the setting if it is known.
    Scim(Option<String>),
    /// LDAP, with the name of the configuration if it is known.
    Ldap(Option<String>),
    /// Google user provisioning.
    Google,
    /// The service itself.
    System,
    /// The service says only that it cannot be edited.
    Other,
}

impl FilledBy {
    /// Why it cannot be changed here, to be read after the group's name.
    #[must_use]
    pub fn reason(&self) -> String {
        let named = |kind: &str, name: &Option<String>| match name {
            Some(name) => format!("is filled by {kind} ({name})"),
            None => format!("is filled by {kind}"),
        };
        match self {
            Self::Scim(name) => named("SCIM", name),
            Self::Ldap(name) => named("LDAP", name),
            Self::Google => "is filled by Google".to_owned(),
            Self::System => "is filled by the service itself".to_owned(),
            Self::Other => "cannot be edited".to_owned(),
        }
    }
}

/// Whether two names are those of one group: the service compares without regard to case.
#[must_use]
pub fn same_group(one: &str, other: &str) -> bool {
    let folded = |name: &str| clean(name, NAME_MAX).to_lowercase();
    folded(one) == folded(other)
}

/// A target group of a company. Every text is clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetGroup {
    /// `resourceId`
    pub id: GroupId,
    /// `name`; the ID if the service gives none.
    pub name: String,
    /// `priority`, as given by the service.
    pub priority: Option<String>,
    /// `userCount`, if the service says so.
    pub users: Option<u64>,
    /// What fills it, if not people.
    pub filled_by: Option<FilledBy>,
}

/// A checked request of `POST /api/target-groups`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// 1 to [`NAME_MAX`] characters, unique in its company without regard to case.
    pub name: String,
    /// Its priority.
    pub priority: Priority,
}

impl NewGroup {
    /// The group with this name, as it is sent.
    ///
    /// # Errors
    ///
    /// Why the service would not take the name.
    pub fn named(name: &str, priority: Priority) -> Result<Self, String> {
        let name = clean(name, usize::MAX);
        match name.chars().count() {
            0 => Err("a group needs a name".to_owned()),
            length if length > NAME_MAX => {
                Err(format!("the name of a group has at most {NAME_MAX} characters, this one has {length}"))
            }
            _ => Ok(Self { name, priority }),
        }
    }

    /// `group "Finance"`
    #[must_use]
    pub fn label(&self) -> String {
        format!("group \"{}\"", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_names_what_is_known() {
        for (by, reason) in [
            (FilledBy::Scim(Some("Entra ID".into())), "is filled by SCIM (Entra ID)"),
            (FilledBy::Scim(None), "is filled by SCIM"),
            (FilledBy::Ldap(Some("AD".into())), "is filled by LDAP (AD)"),
            (FilledBy::Google, "is filled by Google"),
            (FilledBy::System, "is filled by the service itself"),
            (FilledBy::Other, "cannot be edited"),
        ] {
            assert_eq!(by.reason(), reason);
        }
    }
}
