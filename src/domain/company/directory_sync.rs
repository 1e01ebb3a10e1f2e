//! Whether the users of a company come from a directory: whoever is added by hand is then there twice sooner or later.

/// What the service says about one kind of directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directory {
    /// Users come from it. The names of its settings, clean, as far as they have any.
    Yes(Vec<String>),
    /// No users come from it.
    No,
    /// The service does not tell this credential.
    Refused,
}

/// The directories of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectorySync {
    /// SCIM
    pub scim: Directory,
    /// LDAP
    pub ldap: Directory,
    /// Google user provisioning
    pub google: Directory,
}

impl DirectorySync {
    /// The directories that users come from, such as `SCIM (Entra ID)`; empty if none is known.
    #[must_use]
    pub fn sources(&self) -> Vec<String> {
        let kinds = [("SCIM", &self.scim), ("LDAP", &self.ldap), ("Google", &self.google)];
        let source = |(kind, directory): (&str, &Directory)| match directory {
            Directory::Yes(names) if names.is_empty() => Some(kind.to_owned()),
            Directory::Yes(names) => Some(format!("{kind} ({})", names.join(", "))),
            Directory::No | Directory::Refused => None,
        };
        kinds.into_iter().filter_map(source).collect()
    }

    /// Something was not told, so that no source does not mean that there is none.
    #[must_use]
    pub fn is_partly_unknown(&self) -> bool {
        [&self.scim, &self.ldap, &self.google].contains(&&Directory::Refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named() {
        let sync = DirectorySync {
            scim: Directory::Yes(vec!["Entra ID".into(), "Okta".into()]),
            ldap: Directory::Refused,
            google: Directory::Yes(Vec::new()),
        };
        assert_eq!(
            (sync.sources(), sync.is_partly_unknown()),
            (vec!["SCIM (Entra ID, Okta)".into(), "Google".into()], true)
        );
        let none = DirectorySync { scim: Directory::No, ldap: Directory::No, google: Directory::No };
        assert_eq!((none.sources(), none.is_partly_unknown()), (Vec::new(), false));
    }
}
