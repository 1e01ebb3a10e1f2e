//! The system's keyring: Keychain, Credential Manager, or the Secret Service of the desktop.
//!
//! Every call is made on a thread of its own and waited for with a limit: a keyring may ask the
//! person, and one that hangs must not hang the program.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use keyring::Entry;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::domain::text::{MESSAGE_MAX, clean};

/// The name under which the keyring shows our entries.
const SERVICE: &str = "keepnet-tui";

/// Why the keyring has not done what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No keyring can be reached.
    #[error("no keyring can be reached ({0})")]
    Absent(String),
    /// It is there and does not let us in.
    #[error("the keyring is locked, or access was denied ({0})")]
    Locked(String),
    /// It is there and has no such entry.
    #[error("the keyring has no such entry")]
    Empty,
    /// It has not answered within so many seconds.
    #[error("the keyring has not answered within {0} s")]
    Silent(u64),
    /// Anything else.
    #[error("the keyring has failed: {0}")]
    Failed(String),
}

impl From<keyring::Error> for KeyringError {
    fn from(error: keyring::Error) -> Self {
        let words = |cause: &dyn std::error::Error| clean(&cause.to_string(), MESSAGE_MAX);
        match error {
            keyring::Error::PlatformFailure(cause) => Self::Absent(words(&*cause)),
            keyring::Error::NoStorageAccess(cause) => Self::Locked(words(&*cause)),
            keyring::Error::NoEntry => Self::Empty,
            // Some of these carry what the entry holds: their names are enough.
            keyring::Error::BadEncoding(_) => Self::Failed("the entry is no text".to_owned()),
            keyring::Error::Ambiguous(_) => Self::Failed("it has several such entries".to_owned()),
            keyring::Error::TooLong(..) => Self::Failed("the text is too long for it".to_owned()),
            _ => Self::Failed("it refuses the entry".to_owned()),
        }
    }
}

/// Reads an entry.
pub(super) fn get(user: &str, patience: Duration) -> Result<SecretString, KeyringError> {
    let user = user.to_owned();
    apart(patience, move || {
        let read = Zeroizing::new(Entry::new(SERVICE, &user)?.get_password()?);
        Ok(SecretString::from(read.as_str()))
    })
}

/// Writes an entry, and reads it back: some keyrings forget at once.
pub(super) fn set(user: &str, secret: &SecretString, patience: Duration) -> Result<(), KeyringError> {
    let (user, secret) = (user.to_owned(), secret.clone());
    apart(patience, move || {
        let entry = Entry::new(SERVICE, &user)?;
        entry.set_password(secret.expose_secret())?;
        let read = Zeroizing::new(Entry::new(SERVICE, &user)?.get_password()?);
        if *read == secret.expose_secret() {
            Ok(())
        } else {
            Err(KeyringError::Failed("it does not give back what it was given".to_owned()))
        }
    })
}

/// Removes an entry; one that is not there is removed.
pub(super) fn delete(user: &str, patience: Duration) -> Result<(), KeyringError> {
    let user = user.to_owned();
    let deleted = apart(patience, move || Ok(Entry::new(SERVICE, &user)?.delete_credential()?));
    deleted.or_else(|error| if error == KeyringError::Empty { Ok(()) } else { Err(error) })
}

/// Asks the keyring for an entry that nobody makes.
///
/// # Errors
///
/// Why the keyring cannot be used.
pub fn probe(patience: Duration) -> Result<(), KeyringError> {
    match get("no such profile", patience) {
        Ok(_) | Err(KeyringError::Empty) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Does it on a thread of its own, which is left alone when it takes too long.
fn apart<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name("keyring".into()).spawn(move || {
        // Nobody may be waiting any longer.
        let _ = sender.send(work());
    });
    thread.map_err(|error| KeyringError::Failed(error.to_string()))?;
    receiver.recv_timeout(patience).unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => KeyringError::Silent(patience.as_secs()),
            RecvTimeoutError::Disconnected => KeyringError::Failed("it stopped in the middle".to_owned()),
        })
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::any::Any;
    use std::collections::HashMap;
    use std::sync::{Mutex, MutexGuard, Once, PoisonError};

    use keyring::Credential;
    use keyring::credential::{CredentialApi, CredentialBuilderApi, CredentialPersistence};

    static ENTRIES: Mutex<Option<HashMap<String, Vec<u8>>>> = Mutex::new(None);

    /// A keyring in memory. One that is called `locked` or `broken` is so.
    struct Memory;

    struct Item(String);

    fn entries() -> MutexGuard<'static, Option<HashMap<String, Vec<u8>>>> {
        ENTRIES.lock().unwrap_or_else(PoisonError::into_inner)
    }

    impl CredentialBuilderApi for Memory {
        fn build(&self, _: Option<&str>, service: &str, user: &str) -> keyring::Result<Box<Credential>> {
            assert_eq!(service, SERVICE);
            match user {
                "locked" => Err(keyring::Error::NoStorageAccess("locked away".into())),
                "broken" => Err(keyring::Error::BadEncoding(b"hunter2".to_vec())),
                "absent" => Err(keyring::Error::PlatformFailure("no bus".into())),
                _ => Ok(Box::new(Item(user.to_owned()))),
            }
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
        fn persistence(&self) -> CredentialPersistence {
            CredentialPersistence::ProcessOnly
        }
    }

    impl CredentialApi for Item {
        fn set_secret(&self, secret: &[u8]) -> keyring::Result<()> {
            entries().get_or_insert_default().insert(self.0.clone(), secret.to_vec());
            Ok(())
        }
        fn get_secret(&self) -> keyring::Result<Vec<u8>> {
            entries().get_or_insert_default().get(&self.0).cloned().ok_or(keyring::Error::NoEntry)
        }
        fn delete_credential(&self) -> keyring::Result<()> {
            entries().get_or_insert_default().remove(&self.0).map(drop).ok_or(keyring::Error::NoEntry)
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
    }

    /// From now on the keyring of this process is one in memory.
    pub(in crate::config) fn in_memory() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| keyring::set_default_credential_builder(Box::new(Memory)));
    }

    const SOON: Duration = Duration::from_secs(60);

    #[test]
    fn an_entry_comes_and_goes() {
        in_memory();
        assert_eq!(get("a@h", SOON).map(drop), Err(KeyringError::Empty));
        set("a@h", &SecretString::from("hunter2"), SOON).expect("kept");
        assert_eq!(get("a@h", SOON).expect("there").expose_secret(), "hunter2");
        assert_eq!((delete("a@h", SOON), delete("a@h", SOON), probe(SOON)), (Ok(()), Ok(()), Ok(())));
    }

    #[test]
    fn what_goes_wrong_is_told_apart_without_what_is_kept() {
        in_memory();
        assert_eq!(get("locked", SOON).map(drop), Err(KeyringError::Locked("locked away".into())));
        assert_eq!(get("absent", SOON).map(drop), Err(KeyringError::Absent("no bus".into())));
        let said = format!("{:?}", get("broken", SOON).map(drop).expect_err("refused"));
        assert!(said.contains("no text") && !said.contains("hunter2") && !said.contains("104"), "{said}");
    }

    #[test]
    fn one_that_hangs_is_left_alone() {
        let (held, never) = channel::<()>();
        let hung = apart(Duration::from_millis(1), move || {
            let _ = never.recv();
            Ok(())
        });
        assert_eq!(hung, Err(KeyringError::Silent(0)));
        drop(held);
    }
}
