//! The system's keyring: Keychain, Credential Manager, or the Secret Service of the desktop.
//!
//! Every call is made on a thread of its own with a time limit: a keyring may prompt the user, and one that hangs must
//! not hang the program.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store;
#[cfg(all(unix, not(target_os = "macos")))]
use dbus_secret_service_keyring_store::Store;
use keyring_core::{CredentialStore, Entry, Error, get_default_store};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
#[cfg(windows)]
use windows_native_keyring_store::Store;

use crate::domain::text::{MESSAGE_MAX, clean};

/// The service name of our entries.
const SERVICE: &str = "keepnet-tui";

/// Why a keyring operation failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No keyring can be reached.
    #[error("no keyring can be reached ({0})")]
    Absent(String),
    /// It denies access.
    #[error("the keyring is locked, or access was denied ({0})")]
    Locked(String),
    /// It has no such entry.
    #[error("the keyring has no such entry")]
    Empty,
    /// It did not answer within this many seconds.
    #[error("the keyring did not answer within {0} s")]
    Silent(u64),
    /// It accepted a secret, does not return it and cannot remove it; why.
    #[error("{0}; the secret may still be stored in an entry called {SERVICE}: check, and remove it")]
    Left(String),
    /// Anything else.
    #[error("the keyring failed: {0}")]
    Failed(String),
}

impl From<Error> for KeyringError {
    fn from(error: Error) -> Self {
        let words = |cause: &dyn std::error::Error| clean(&cause.to_string(), MESSAGE_MAX);
        match error {
            Error::PlatformFailure(cause) => Self::Absent(words(&*cause)),
            Error::NoStorageAccess(cause) => Self::Locked(words(&*cause)),
            Error::NoEntry => Self::Empty,
            // Some of these contain the entry's value, so only their kind is shown.
            Error::BadEncoding(_) | Error::BadDataFormat(..) => Self::Failed("the entry is not text".to_owned()),
            Error::Ambiguous(_) => Self::Failed("it has several such entries".to_owned()),
            Error::TooLong(..) => Self::Failed("the text is too long for it".to_owned()),
            _ => Self::Failed("it refuses the entry".to_owned()),
        }
    }
}

/// Time limit for the bus and the keyring's program to answer. If the user has to be prompted, the caller's time limit
/// applies.
const BUS_LIMIT: Duration = Duration::from_secs(3);

/// A bus that accepts everything and answers nothing is reported at once. Other problems with it are reported when it
/// is used.
#[cfg(all(unix, not(target_os = "macos")))]
fn answers() -> Result<(), KeyringError> {
    let ping = || {
        // The limit of the thread is to be the shorter one: it is what makes silence an error.
        if let Ok(bus) = dbus::blocking::Connection::new_session() {
            let keyring = bus.with_proxy("org.freedesktop.secrets", "/org/freedesktop/secrets", 2 * BUS_LIMIT);
            let _ = keyring.method_call::<(), _, _, _>("org.freedesktop.DBus.Peer", "Ping", ());
        }
        Ok(())
    };
    on_thread(BUS_LIMIT, ping)
}

/// There is no bus in between.
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is one")]
fn answers() -> Result<(), KeyringError> {
    Ok(())
}

/// The keyring of this system, or the one that a test has set. A new connection each time: one that is waiting for the
/// user holds up nobody else, and a restarted bus does no harm.
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    match get_default_store() {
        Some(store) => Ok(store),
        None => Ok(Store::new()?),
    }
}

fn entry(user: &str) -> keyring_core::Result<Entry> {
    Entry::new_in_store(&store()?, SERVICE, user)
}

/// Reads an entry.
pub(super) fn get(user: &str, patience: Duration) -> Result<SecretString, KeyringError> {
    let user = user.to_owned();
    answers()?;
    on_thread(patience, move || {
        let read = Zeroizing::new(entry(&user)?.get_password()?);
        Ok(SecretString::from(read.as_str()))
    })
}

/// Writes an entry and reads it back, because some keyrings lose it.
///
/// # Errors
///
/// The entry is then restored to `former`, or removed, even if the keyring accepts the secret after the time-out. If
/// that is not certain, the error is [`KeyringError::Left`].
pub(super) fn set(
    user: &str,
    secret: &SecretString,
    former: Option<&SecretString>,
    patience: Duration,
) -> Result<(), KeyringError> {
    let (user, secret, former) = (user.to_owned(), secret.clone(), former.cloned());
    let undo = {
        let (user, former) = (user.clone(), former);
        move || restore(&user, former.as_ref())
    };
    let late = undo.clone();
    answers()?;
    let work = move || {
        let entry = entry(&user)?;
        // From here on it may contain something, even without an answer.
        let stored = match entry.set_password(secret.expose_secret()) {
            Ok(()) => verify_stored(&user, &secret),
            Err(unanswered @ Error::PlatformFailure(_)) => Err(unanswered.into()),
            Err(refused) => return Err(refused.into()),
        };
        stored.map_err(|why| match undo() {
            Ok(()) => why,
            Err(_) => KeyringError::Left(why.to_string()),
        })
    };
    let done = on_thread_or(patience, work, move |done| {
        if done.is_ok() {
            let _ = late();
        }
    });
    done.map_err(|error| match error {
        KeyringError::Silent(_) => KeyringError::Left(error.to_string()),
        error => error,
    })
}

fn verify_stored(user: &str, secret: &SecretString) -> Result<(), KeyringError> {
    let read = Zeroizing::new(entry(user)?.get_password()?);
    if *read == secret.expose_secret() {
        Ok(())
    } else {
        Err(KeyringError::Failed("it returned something other than what was stored".to_owned()))
    }
}

/// Restores the entry.
fn restore(user: &str, former: Option<&SecretString>) -> Result<(), KeyringError> {
    let entry = entry(user)?;
    let restored = match former {
        Some(former) => entry.set_password(former.expose_secret()),
        None => entry.delete_credential(),
    };
    match restored.map_err(KeyringError::from) {
        Err(KeyringError::Empty) => Ok(()),
        restored => restored,
    }
}

/// Removes an entry; a missing entry is no error.
pub(super) fn delete(user: &str, patience: Duration) -> Result<(), KeyringError> {
    let user = user.to_owned();
    answers()?;
    let deleted = on_thread(patience, move || Ok(entry(&user)?.delete_credential()?));
    deleted.or_else(|error| if error == KeyringError::Empty { Ok(()) } else { Err(error) })
}

/// Reads an entry that does not exist, to test the keyring.
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

/// Runs an operation on a thread of its own, which is abandoned on a time-out.
fn on_thread<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    on_thread_or(patience, work, drop)
}

/// The same; after a time-out, the result goes to `late`, on that thread.
fn on_thread_or<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
    late: impl FnOnce(Result<T, KeyringError>) + Send + 'static,
) -> Result<T, KeyringError> {
    let (sender, receiver) = channel();
    // Decides the race between the result and the time-out.
    let given_up = Arc::new(Mutex::new(false));
    let is_late = Arc::clone(&given_up);
    let thread = std::thread::Builder::new().name("keyring".into()).spawn(move || {
        let done = work();
        let is_late = is_late.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_late {
            late(done);
        } else {
            // Received, or waiting to be.
            let _ = sender.send(done);
        }
    });
    thread.map_err(|error| KeyringError::Failed(error.to_string()))?;
    receiver.recv_timeout(patience).unwrap_or_else(|error| {
        let mut given_up = given_up.lock().unwrap_or_else(PoisonError::into_inner);
        match (receiver.try_recv(), error) {
            (Ok(done), _) => done,
            (Err(_), RecvTimeoutError::Timeout) => {
                *given_up = true;
                Err(KeyringError::Silent(patience.as_secs()))
            }
            (Err(_), RecvTimeoutError::Disconnected) => Err(KeyringError::Failed("it was interrupted".to_owned())),
        }
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::any::Any;
    use std::collections::HashMap;
    use std::fmt::{self, Formatter};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Condvar, MutexGuard, Once};

    use keyring_core::api::{Credential, CredentialApi, CredentialStoreApi};

    static ENTRIES: Mutex<Option<HashMap<String, Vec<u8>>>> = Mutex::new(None);

    /// How often a slow one was changed.
    static TOUCHED: AtomicUsize = AtomicUsize::new(0);
    /// The ends of the names of entries that were there once, and how they fail now.
    static FAILING: Mutex<Vec<(String, bool)>> = Mutex::new(Vec::new());
    /// Opened: what is slow goes on.
    static GATE: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

    /// A keyring in memory. An entry that is called `locked`, `broken` or `absent` is so; one that ends with
    /// `garbling` gives something else than it was given, with `holding` does so and lets go of nothing, with
    /// `leaving` is not there when it is to go, with `silent` takes a secret without an answer, and one with `slow` takes it when the
    /// gate is open.
    struct Memory;

    struct Item(String);

    fn entries() -> MutexGuard<'static, Option<HashMap<String, Vec<u8>>>> {
        ENTRIES.lock().unwrap_or_else(PoisonError::into_inner)
    }

    impl Item {
        fn touched(&self) {
            if self.0.ends_with("slow") {
                TOUCHED.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    impl CredentialStoreApi for Memory {
        fn vendor(&self) -> String {
            "a test".into()
        }
        fn id(&self) -> String {
            "memory".into()
        }
        fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> keyring_core::Result<Entry> {
            assert_eq!(service, SERVICE);
            match user {
                "locked" => Err(Error::NoStorageAccess("locked away".into())),
                "broken" => Err(Error::BadEncoding(b"hunter2".to_vec())),
                "absent" => Err(Error::PlatformFailure("no bus".into())),
                _ => Ok(Entry::new_with_credential(Arc::new(Item(user.to_owned())))),
            }
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
        fn debug_fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str("a keyring in memory")
        }
    }

    impl CredentialApi for Item {
        fn set_secret(&self, secret: &[u8]) -> keyring_core::Result<()> {
            if self.0.ends_with("slow") {
                let open = GATE.0.lock().unwrap_or_else(PoisonError::into_inner);
                drop(GATE.1.wait_while(open, |open| !*open));
            }
            entries().get_or_insert_default().insert(self.0.clone(), secret.to_vec());
            self.touched();
            if self.0.ends_with("silent") && secret == b"hunter2" {
                return Err(Error::PlatformFailure("no reply".into()));
            }
            Ok(())
        }
        fn get_secret(&self) -> keyring_core::Result<Vec<u8>> {
            let failing = FAILING.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, is_there)) = failing.iter().find(|(end, _)| self.0.ends_with(end)) {
                return Err(if *is_there {
                    Error::NoStorageAccess("locked away".into())
                } else {
                    Error::PlatformFailure("no bus".into())
                });
            }
            let kept = entries().get_or_insert_default().get(&self.0).cloned().ok_or(Error::NoEntry)?;
            let garbles = ["garbling", "holding"].iter().any(|word| self.0.ends_with(word)) && kept == b"hunter2";
            Ok(if garbles { b"something".to_vec() } else { kept })
        }
        fn delete_credential(&self) -> keyring_core::Result<()> {
            match self.0.rsplit([' ', '#']).next() {
                Some("holding") => return Err(Error::NoStorageAccess("locked away".into())),
                Some("leaving") => return Err(Error::PlatformFailure("no bus".into())),
                _ => {}
            }
            let removed = entries().get_or_insert_default().remove(&self.0);
            self.touched();
            removed.map(drop).ok_or(Error::NoEntry)
        }
        fn get_credential(&self) -> keyring_core::Result<Option<Arc<Credential>>> {
            Ok(None)
        }
        fn get_specifiers(&self) -> Option<(String, String)> {
            Some((SERVICE.to_owned(), self.0.clone()))
        }
        fn debug_fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str("an entry in memory")
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
    }

    /// From now on no entry whose name ends so is given back: the keyring is locked, or is not there.
    pub(in crate::config) fn fails(end: &str, is_there: bool) {
        FAILING.lock().unwrap_or_else(PoisonError::into_inner).push((end.to_owned(), is_there));
    }

    /// What the keyring in memory really holds.
    pub(in crate::config) fn held(user: &str) -> Option<String> {
        let held = entries().get_or_insert_default().get(user).cloned()?;
        Some(String::from_utf8(held).expect("text"))
    }

    /// From now on the keyring of this process is one in memory.
    pub(in crate::config) fn in_memory() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| keyring_core::set_default_store(Arc::new(Memory)));
    }

    const SOON: Duration = Duration::from_secs(60);

    #[test]
    fn keyring_entry_is_stored_and_removed() {
        in_memory();
        assert_eq!(get("a@h", SOON).map(drop), Err(KeyringError::Empty));
        set("a@h", &SecretString::from("hunter2"), None, SOON).expect("kept");
        assert_eq!(get("a@h", SOON).expect("there").expose_secret(), "hunter2");
        assert_eq!((delete("a@h", SOON), delete("a@h", SOON), probe(SOON)), (Ok(()), Ok(()), Ok(())));
    }

    #[test]
    fn keyring_errors_are_distinct_and_hide_secrets() {
        in_memory();
        assert_eq!(get("locked", SOON).map(drop), Err(KeyringError::Locked("locked away".into())));
        assert_eq!(get("absent", SOON).map(drop), Err(KeyringError::Absent("no bus".into())));
        let said = format!("{:?}", get("broken", SOON).map(drop).expect_err("refused"));
        assert!(said.contains("not text") && !said.contains("hunter2") && !said.contains("104"), "{said}");
    }

    /// Where it is said that nothing was kept, nothing is.
    #[test]
    fn unreadable_keyring_entry_is_removed() {
        in_memory();
        let secret = SecretString::from("hunter2");
        let said = set("new garbling", &secret, None, SOON).expect_err("refused").to_string();
        assert!(said.contains("other than what was stored") && held("new garbling").is_none(), "{said}");
        let former = SecretString::from("former");
        set("old garbling", &former, None, SOON).expect("kept");
        set("old garbling", &secret, Some(&former), SOON).expect_err("refused");
        assert_eq!(held("old garbling").as_deref(), Some("former"));
        let said = set("holding", &secret, None, SOON).expect_err("refused");
        assert!(matches!(said, KeyringError::Left(_)) && said.to_string().contains("may still be stored"), "{said}");
    }

    #[test]
    fn unanswered_keyring_entry_is_removed() {
        in_memory();
        let (secret, former) = (SecretString::from("hunter2"), SecretString::from("former"));
        let absent = Err(KeyringError::Absent("no reply".into()));
        assert_eq!(set("new silent", &secret, None, SOON), absent);
        assert_eq!(held("new silent"), None);
        set("old silent", &former, None, SOON).expect("kept");
        assert_eq!(set("old silent", &secret, Some(&former), SOON), absent);
        assert_eq!(held("old silent").as_deref(), Some("former"));
    }

    #[test]
    fn late_keyring_entry_is_removed() {
        in_memory();
        let former = SecretString::from("former");
        entries().get_or_insert_default().insert("old slow".into(), b"former".to_vec());
        for (user, former) in [("new slow", None), ("old slow", Some(&former))] {
            let said = set(user, &SecretString::from("hunter2"), former, Duration::from_millis(1));
            assert!(matches!(said, Err(KeyringError::Left(_))), "{said:?}");
        }
        *GATE.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        GATE.1.notify_all();
        // Each is written once, and once more to be as it was.
        let end = std::time::Instant::now() + SOON;
        let all = || (held("new slow"), held("old slow").as_deref() == Some("former"));
        while all() != (None, true) || TOUCHED.load(Ordering::SeqCst) < 4 {
            assert!(std::time::Instant::now() < end, "{:?}", all());
            std::thread::yield_now();
        }
    }

    #[test]
    fn one_that_hangs_is_left_alone() {
        let (held, never) = channel::<()>();
        let hung = on_thread(Duration::from_millis(1), move || {
            let _ = never.recv();
            Ok(())
        });
        assert_eq!(hung, Err(KeyringError::Silent(0)));
        drop(held);
    }
}
