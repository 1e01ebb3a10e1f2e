//! Write access to the service. This is decided only here, for the screen and for the outbox.

/// What the program may do at the service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Access {
    /// Read and write.
    #[default]
    ReadWrite,
    /// Only read.
    ReadOnly(ReadOnlyReason),
}

/// Why nothing may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// `--read-only`
    Flag,
    /// `read_only = true` in the profile of this name.
    Profile(String),
}

impl Access {
    /// Checks that writing is allowed.
    ///
    /// # Errors
    ///
    /// Why not, for the person.
    pub fn write(&self) -> Result<(), String> {
        match self {
            Self::ReadWrite => Ok(()),
            Self::ReadOnly(ReadOnlyReason::Flag) => Err("read only (--read-only): nothing is sent".to_owned()),
            Self::ReadOnly(ReadOnlyReason::Profile(name)) => {
                Err(format!("read only (read_only = true in profile {name}): nothing is sent"))
            }
        }
    }

    /// Whether nothing may be written.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.write().is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_who_has_said_so() {
        assert_eq!(Access::default().write(), Ok(()));
        let said = Access::ReadOnly(ReadOnlyReason::Flag).write().expect_err("refused");
        assert!(said.contains("--read-only"), "{said}");
        let said = Access::ReadOnly(ReadOnlyReason::Profile("north".into())).write().expect_err("refused");
        assert!(said.contains("north") && said.contains("read_only = true"), "{said}");
    }
}
