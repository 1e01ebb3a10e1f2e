//! Log-ins: kept, found again, layered with the other places of a secret, and forgotten.

use std::path::PathBuf;

use rstest::rstest;
use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::*;
use crate::config::keyring::tests::{fails, held, in_memory};
use crate::config::{SecretFrom, Terminal, list, load, load_other};

const FILE: &str = "[profiles.north]\nclient_id = 'n'\nbase_url = 'https://n'\n\
                    [profiles.south]\nbase_url = 'https://s'\nsecret_command = 'echo of the command'\nclient_id = 's'\n\
                    [profiles.plain]\nbase_url = 'https://p'\n";

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        in_memory();
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("config.toml"), FILE).expect("a file");
        Self { folder }
    }

    fn logins(&self) -> PathBuf {
        self.folder.path().join("logins.json")
    }

    fn flags(&self, profile: &str) -> Flags {
        Flags {
            profile: Some(profile.into()),
            config: Some(self.folder.path().join("config.toml")),
            logins: Some(self.logins()),
            ..Flags::default()
        }
    }

    fn config(&self, profile: &str, env: &[(&str, &str)]) -> Config {
        load(&self.flags(profile), |name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).into())).expect("ok")
    }
}

fn unlocked(mut config: Config) -> (Option<SecretFrom>, Option<String>, Option<String>) {
    config.unlock(Terminal::Free, PATIENT).expect("unlocked");
    let secret = config.client_secret.map(|s| s.expose_secret().to_owned());
    (config.secret_from, config.client_id, secret)
}

#[rstest]
#[case(SecretStore::Keyring, SecretFrom::Keyring)]
#[case(SecretStore::File, SecretFrom::File)]
fn login_persists_until_logout(#[case] kept: SecretStore, #[case] from: SecretFrom) {
    let place = Place::new();
    // Tests share one keyring: a profile of its own for each.
    let name = if kept == SecretStore::Keyring { "north" } else { "plain" };
    let config = place.config(name, &[]);
    let id = config.client_id.clone().unwrap_or("given".into());
    config.store_login(&id, &SecretString::from("hunter2"), kept).expect("kept");
    let next = place.config(name, &[]);
    assert!(next.missing_variables.is_empty() && next.client_secret.is_none());
    assert_eq!(unlocked(next), (Some(from), Some(id), Some("hunter2".into())));
    let text = std::fs::read_to_string(place.logins()).expect("a file");
    assert_eq!(text.contains("hunter2"), kept == SecretStore::File);
    let forgotten = forget(&place.flags(name), false, |_| None).expect("forgotten");
    assert_eq!(forgotten.iter().map(|f| (f.login.store, &f.stale)).collect::<Vec<_>>(), [(kept, &None)]);
    assert_eq!(forget(&place.flags(name), false, |_| None), Ok(Vec::new()));
    assert!(!place.config(name, &[]).missing_variables.is_empty());
}

#[test]
fn environment_overrides_command_overrides_login() {
    let place = Place::new();
    let south = place.config("south", &[]);
    south.store_login("s", &SecretString::from("of the file"), SecretStore::File).expect("kept");
    let env = [("KEEPNET_CLIENT_SECRET", "of the environment")];
    let (from, _, secret) = unlocked(place.config("south", &env));
    let variable = SecretFrom::Environment("KEEPNET_CLIENT_SECRET".into());
    assert_eq!((from, secret.as_deref()), (Some(variable), Some("of the environment")));
    let (from, _, secret) = unlocked(place.config("south", &[]));
    assert_eq!(
        (from.expect("one").to_string().as_str(), secret.as_deref()),
        ("secret_command", Some("of the command"))
    );
}

#[test]
fn login_is_used_only_for_its_service_and_client_id() {
    let place = Place::new();
    place.config("plain", &[]).store_login("p", &SecretString::from("hunter2"), SecretStore::File).expect("kept");
    for env in [("KEEPNET_API_BASE_URL", "https://elsewhere"), ("KEEPNET_CLIENT_ID", "another")] {
        assert_eq!(place.config("plain", &[env]).secret_from, None, "{env:?}");
    }
    assert_eq!(place.config("north", &[]).secret_from, None);
    let north = place.config("north", &[("KEEPNET_CLIENT_SECRET", "of north")]);
    let switched = load_other(&north, "plain", &place.flags("north"), |_| None).expect("ok");
    assert_eq!(unlocked(switched).2.as_deref(), Some("hunter2"));
    let lacks: Vec<_> = north.profiles.iter().map(|p| (p.name.as_str(), p.missing_variables.len())).collect();
    assert_eq!(lacks, [("north", 0), ("plain", 0), ("south", 0)]);
}

#[test]
fn profiles_are_listed_with_their_secret_source() {
    let place = Place::new();
    place.config("plain", &[]).store_login("p", &SecretString::from("hunter2"), SecretStore::File).expect("kept");
    let flags = Flags { profile: None, ..place.flags("") };
    let listed = list(&flags, |_| None).expect("listed");
    let told: Vec<_> = listed.iter().map(|l| l.secret_from.as_ref().map(ToString::to_string)).collect();
    assert_eq!(told, [None, Some("file".into()), Some("secret_command".into())]);
    assert!(!format!("{listed:?}").contains("hunter2"));
}

#[cfg(unix)]
#[test]
fn secret_readable_by_others_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.config("plain", &[]).store_login("p", &SecretString::from("hunter2"), SecretStore::File).expect("kept");
    std::fs::set_permissions(place.logins(), std::fs::Permissions::from_mode(0o644)).expect("changed");
    let said = place.config("plain", &[]).unlock(Terminal::Free, PATIENT).expect_err("refused").to_string();
    assert!(said.contains("chmod 600") && !said.contains("hunter2"), "{said}");
    // Nor is it washed clean by another log-in, or by a log-out.
    let north = place.config("north", &[]);
    let refused = [
        north.can_store_login().expect_err("refused").to_string(),
        north.store_login("n", &SecretString::from("x"), SecretStore::File).expect_err("refused").to_string(),
        forget(&place.flags("plain"), false, |_| None).expect_err("refused").to_string(),
    ];
    assert!(refused.iter().all(|again| *again == said), "{refused:?}");
    let mode = std::fs::metadata(place.logins()).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn broken_login_file_matters_only_if_needed() {
    let place = Place::new();
    std::fs::write(place.logins(), "hunter2").expect("a file");
    let env = [("KEEPNET_CLIENT_SECRET", "of the environment")];
    assert!(place.config("north", &env).missing_variables.is_empty());
    let without = place.config("north", &[]);
    assert!(without.without_credentials().contains("logins.json"), "{}", without.without_credentials());
    let kept = without.store_login("n", &SecretString::from("x"), SecretStore::File);
    assert!(matches!(kept, Err(LoginError::File(_))), "{kept:?}");
    assert_eq!(std::fs::read_to_string(place.logins()).expect("there"), "hunter2");
}

/// The service of a test of its own: all tests share one keyring.
fn at(address: &'static str) -> [(&'static str, &'static str); 1] {
    [("KEEPNET_API_BASE_URL", address)]
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

impl Place {
    /// From now on no log-in can be written.
    fn close(&self) {
        let lock = self.folder.path().join("logins.lock");
        let _ = std::fs::remove_file(&lock);
        std::fs::create_dir(lock).expect("a folder in its place");
    }
}

#[test]
fn login_that_cannot_be_written_leaves_the_old_one() {
    let place = Place::new();
    let env = at("https://written");
    let config = place.config("plain", &env);
    config.store_login("p", &secret("old"), SecretStore::Keyring).expect("kept");
    place.close();
    for (id, entry, there) in [("p", "plain@https://written#p", Some("old")), ("q", "plain@https://written#q", None)] {
        let refused = config.store_login(id, &secret("new"), SecretStore::Keyring);
        assert!(matches!(refused, Err(LoginError::File(_))), "{refused:?}");
        assert_eq!(held(entry).as_deref(), there);
    }
    let (_, id, got) = unlocked(place.config("plain", &env));
    assert_eq!((id.as_deref(), got.as_deref()), (Some("p"), Some("old")));
    // Nor does another place with the same keyring lose what it has.
    let other = Place::new();
    other.close();
    let refused = other.config("plain", &env).store_login("p", &secret("new"), SecretStore::Keyring);
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(unlocked(place.config("plain", &env)).2.as_deref(), Some("old"));
}

#[test]
fn login_removes_the_previous_keyring_entry() {
    let place = Place::new();
    let config = place.config("plain", &at("https://before"));
    let entry = |id: &str| held(&format!("plain@https://before#{id}"));
    config.store_login("p", &secret("one"), SecretStore::Keyring).expect("kept");
    assert_eq!(config.store_login("q", &secret("two"), SecretStore::Keyring), Ok(None));
    assert_eq!((entry("p"), entry("q").as_deref()), (None, Some("two")));
    assert_eq!(config.store_login("q", &secret("three"), SecretStore::File), Ok(None));
    assert_eq!(entry("q"), None);
    // One that the keyring does not let go of is told.
    config.store_login("holding", &secret("four"), SecretStore::Keyring).expect("kept");
    let left = config
        .store_login("r", &secret("five"), SecretStore::File)
        .expect("kept")
        .expect("something is left")
        .to_string();
    assert!(left.contains("plain@https://before#holding") && left.contains("remove it there"), "{left}");
    assert!(!left.contains("four"), "{left}");
}

#[test]
fn keyring_that_garbles_secrets_stores_nothing() {
    let place = Place::new();
    let config = place.config("plain", &at("https://garbled"));
    let refused = config.store_login("garbling", &secret("hunter2"), SecretStore::Keyring);
    assert!(matches!(refused, Err(LoginError::Keyring(KeyringError::Failed(_)))), "{refused:?}");
    assert_eq!((held("plain@https://garbled#garbling"), place.logins().exists()), (None, false));
}

#[test]
fn logout_works_without_keyring_and_waits_for_a_locked_one() {
    let place = Place::new();
    let config = place.config("plain", &[]);
    config.store_login("holding", &secret("x"), SecretStore::Keyring).expect("kept");
    let locked = forget(&place.flags("plain"), false, |_| None);
    assert!(matches!(locked, Err(LoginError::Keyring(KeyringError::Locked(_)))), "{locked:?}");
    assert_eq!(place.config("plain", &[]).secret_from, Some(SecretFrom::Keyring));
    let place = Place::new();
    place.config("plain", &[]).store_login("leaving", &secret("x"), SecretStore::Keyring).expect("kept");
    let forgotten = forget(&place.flags("plain"), false, |_| None).expect("forgotten");
    let left = forgotten.first().and_then(|f| f.stale.as_ref()).expect("it is told").to_string();
    assert!(left.contains("plain@https://p#leaving") && left.contains("no keyring can be reached"), "{left}");
    assert_eq!(place.config("plain", &[]).secret_from, None);
}

#[test]
fn logins_of_removed_profiles_are_listed_and_removable() {
    let place = Place::new();
    for name in ["north", "plain"] {
        place.config(name, &[]).store_login("n", &secret(name), SecretStore::File).expect("kept");
    }
    let elsewhere = [("KEEPNET_API_BASE_URL", "https://elsewhere")];
    place.config("plain", &elsewhere).store_login("p", &secret("x"), SecretStore::File).expect("kept");
    let strays = |place: &Place| {
        let found = without_profile(&place.flags("north"), |_| None).expect("listed");
        found.into_iter().map(|l| (l.profile, l.service, l.store)).collect::<Vec<_>>()
    };
    assert_eq!(strays(&place), []);
    // Not even what it trusts is there any more.
    std::fs::write(place.folder.path().join("config.toml"), "[profiles.north]\nca_file = 'gone'\n").expect("a file");
    let plain = |service: &str| ("plain".to_owned(), service.to_owned(), SecretStore::File);
    assert_eq!(strays(&place), [plain("https://p"), plain("https://elsewhere")]);
    let flags = Flags { base_url: Some("https://p".into()), ..place.flags("plain") };
    assert_eq!(forget(&flags, false, |_| None).expect("forgotten").len(), 1);
    assert_eq!(strays(&place), [plain("https://elsewhere")]);
    assert_eq!(forget(&place.flags("plain"), false, |_| None).expect("at every address").len(), 1);
    let flags = Flags { base_url: Some("https://n".into()), ..place.flags("north") };
    assert_eq!(forget(&flags, false, |_| None).expect("forgotten").len(), 1);
    assert_eq!(forget(&place.flags("north"), true, |_| None), Ok(Vec::new()));
}

#[test]
fn all_log_ins_are_forgotten_at_once() {
    let place = Place::new();
    let env = at("https://all");
    place.config("plain", &env).store_login("p", &secret("x"), SecretStore::Keyring).expect("kept");
    place.config("north", &[]).store_login("n", &secret("x"), SecretStore::File).expect("kept");
    // Whatever has become of the configuration.
    std::fs::write(place.folder.path().join("config.toml"), "nonsense").expect("a file");
    assert_eq!(forget(&place.flags("plain"), true, |_| None).expect("forgotten").len(), 2);
    assert_eq!(held("plain@https://all#p"), None);
    assert!(!std::fs::read_to_string(place.logins()).expect("there").contains("client_id"));
}

#[test]
fn login_belongs_to_one_configuration() {
    let place = Place::new();
    place.config("plain", &[]).store_login("p", &secret("x"), SecretStore::File).expect("kept");
    let other = place.folder.path().join("other.toml");
    std::fs::copy(place.folder.path().join("config.toml"), &other).expect("a copy");
    let flags = Flags { config: Some(other.clone()), ..place.flags("plain") };
    let config = load(&flags, |_| None).expect("ok");
    assert_eq!((config.secret_from.as_ref(), config.client_id.as_deref()), (None, None));
    assert_eq!(forget(&flags, false, |_| None), Ok(Vec::new()));
    config.store_login("of the other", &secret("y"), SecretStore::File).expect("kept");
    assert_eq!(unlocked(place.config("plain", &[])).1.as_deref(), Some("p"));
    assert_eq!(unlocked(load(&flags, |_| None).expect("ok")).1.as_deref(), Some("of the other"));
    // Its own configuration is there: the log-in is not without a profile.
    assert_eq!(without_profile(&place.flags("plain"), |_| None), Ok(Vec::new()));
    std::fs::remove_file(other).expect("gone");
    let strays = without_profile(&place.flags("plain"), |_| None).expect("listed");
    assert!(strays.len() == 1 && strays[0].config.ends_with("other.toml"), "{strays:?}");
}

#[test]
fn secret_without_client_id_gives_its_own_advice() {
    let place = Place::new();
    let variables = [("KEEPNET_CLIENT_SECRET", "x")];
    let said = place.config("plain", &variables).without_credentials();
    assert!(said.contains("KEEPNET_CLIENT_ID") && said.contains("client_id in profile \"plain\""), "{said}");
    assert!(said.contains("environment (KEEPNET_CLIENT_SECRET)") && !said.contains("login"), "{said}");
    assert!(place.config("plain", &[]).without_credentials().contains("keepnet-tui login"));
}

#[test]
fn missing_profile_error_shows_the_section_to_add() {
    let place = Place::new();
    std::fs::write(place.folder.path().join("config.toml"), "").expect("a file");
    for (name, line) in [("north", "[profiles.north]"), ("a b", "[profiles.\"a b\"]")] {
        let said = load(&place.flags(name), |_| None).expect_err("refused").to_string();
        assert!(said.contains("there are none") && said.contains(line), "{said}");
    }
}

/// Only a keyring that is there can be unlocked.
#[rstest]
#[case("of-the-locked", true, "unlock it, or log in again: ")]
#[case("of-the-absent", false, "log in again: ")]
fn only_an_available_keyring_can_be_unlocked(#[case] client: &str, #[case] is_there: bool, #[case] advice: &str) {
    let place = Place::new();
    place.config("plain", &[]).store_login(client, &SecretString::from("hunter2"), SecretStore::Keyring).expect("kept");
    fails(client, is_there);
    let said = place.config("plain", &[]).unlock(Terminal::Free, PATIENT).expect_err("refused").to_string();
    assert!(said.contains(&format!("; {advice}")), "{said}");
}
