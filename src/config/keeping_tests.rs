//! Log-ins: kept, found again, layered with the other places of a secret, and forgotten.

use super::*;
use crate::config::keyring::tests::{fails, held, in_memory};
use crate::config::{SecretFrom, Terminal, list, load, load_other};
use rstest::rstest;
use secrecy::ExposeSecret;
use std::path::PathBuf;
use tempfile::TempDir;

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
#[case(Kept::Keyring, SecretFrom::Keyring)]
#[case(Kept::File, SecretFrom::File)]
fn a_log_in_is_there_at_the_next_start_until_it_is_forgotten(#[case] kept: Kept, #[case] from: SecretFrom) {
    let place = Place::new();
    // Tests share one keyring: a profile of its own for each.
    let name = if kept == Kept::Keyring { "north" } else { "plain" };
    let config = place.config(name, &[]);
    let id = config.client_id.clone().unwrap_or("given".into());
    config.keep(&id, &SecretString::from("hunter2"), kept).expect("kept");
    let next = place.config(name, &[]);
    assert!(next.lacks.is_empty() && next.client_secret.is_none());
    assert_eq!(unlocked(next), (Some(from), Some(id), Some("hunter2".into())));
    let text = std::fs::read_to_string(place.logins()).expect("a file");
    assert_eq!(text.contains("hunter2"), kept == Kept::File);
    let forgotten = forget(&place.flags(name), false, |_| None).expect("forgotten");
    assert_eq!(forgotten.iter().map(|f| (f.login.kept, &f.left)).collect::<Vec<_>>(), [(kept, &None)]);
    assert_eq!(forget(&place.flags(name), false, |_| None), Ok(Vec::new()));
    assert!(!place.config(name, &[]).lacks.is_empty());
}

#[test]
fn the_environment_goes_first_then_the_command_then_the_log_in() {
    let place = Place::new();
    let south = place.config("south", &[]);
    south.keep("s", &SecretString::from("of the file"), Kept::File).expect("kept");
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
fn a_log_in_goes_to_its_own_service_as_its_own_client() {
    let place = Place::new();
    place.config("plain", &[]).keep("p", &SecretString::from("hunter2"), Kept::File).expect("kept");
    for env in [("KEEPNET_API_BASE_URL", "https://elsewhere"), ("KEEPNET_CLIENT_ID", "another")] {
        assert_eq!(place.config("plain", &[env]).secret_from, None, "{env:?}");
    }
    assert_eq!(place.config("north", &[]).secret_from, None);
    let north = place.config("north", &[("KEEPNET_CLIENT_SECRET", "of north")]);
    let switched = load_other(&north, "plain", &place.flags("north"), |_| None).expect("ok");
    assert_eq!(unlocked(switched).2.as_deref(), Some("hunter2"));
    let lacks: Vec<_> = north.profiles.iter().map(|p| (p.name.as_str(), p.lacks.len())).collect();
    assert_eq!(lacks, [("north", 0), ("plain", 0), ("south", 0)]);
}

#[test]
fn profiles_are_listed_with_where_their_secret_comes_from() {
    let place = Place::new();
    place.config("plain", &[]).keep("p", &SecretString::from("hunter2"), Kept::File).expect("kept");
    let flags = Flags { profile: None, ..place.flags("") };
    let listed = list(&flags, |_| None).expect("listed");
    let told: Vec<_> = listed.iter().map(|l| l.secret_from.as_ref().map(ToString::to_string)).collect();
    assert_eq!(told, [None, Some("file".into()), Some("secret_command".into())]);
    assert!(!format!("{listed:?}").contains("hunter2"));
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.config("plain", &[]).keep("p", &SecretString::from("hunter2"), Kept::File).expect("kept");
    std::fs::set_permissions(place.logins(), std::fs::Permissions::from_mode(0o644)).expect("changed");
    let said = place.config("plain", &[]).unlock(Terminal::Free, PATIENT).expect_err("refused").to_string();
    assert!(said.contains("chmod 600") && !said.contains("hunter2"), "{said}");
    // Nor is it washed clean by another log-in, or by a log-out.
    let north = place.config("north", &[]);
    let refused = [
        north.can_keep().expect_err("refused").to_string(),
        north.keep("n", &SecretString::from("x"), Kept::File).expect_err("refused").to_string(),
        forget(&place.flags("plain"), false, |_| None).expect_err("refused").to_string(),
    ];
    assert!(refused.iter().all(|again| *again == said), "{refused:?}");
    let mode = std::fs::metadata(place.logins()).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn a_broken_file_of_log_ins_stops_nobody_who_needs_none() {
    let place = Place::new();
    std::fs::write(place.logins(), "hunter2").expect("a file");
    let env = [("KEEPNET_CLIENT_SECRET", "of the environment")];
    assert!(place.config("north", &env).lacks.is_empty());
    let without = place.config("north", &[]);
    assert!(without.without_credentials().contains("logins.json"), "{}", without.without_credentials());
    let kept = without.keep("n", &SecretString::from("x"), Kept::File);
    assert!(matches!(kept, Err(KeepError::File(_))), "{kept:?}");
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
fn a_log_in_that_cannot_be_written_leaves_the_one_before_as_it_was() {
    let place = Place::new();
    let env = at("https://written");
    let config = place.config("plain", &env);
    config.keep("p", &secret("old"), Kept::Keyring).expect("kept");
    place.close();
    for (id, entry, there) in [("p", "plain@https://written#p", Some("old")), ("q", "plain@https://written#q", None)] {
        let refused = config.keep(id, &secret("new"), Kept::Keyring);
        assert!(matches!(refused, Err(KeepError::File(_))), "{refused:?}");
        assert_eq!(held(entry).as_deref(), there);
    }
    let (_, id, got) = unlocked(place.config("plain", &env));
    assert_eq!((id.as_deref(), got.as_deref()), (Some("p"), Some("old")));
    // Nor does another place with the same keyring lose what it has.
    let other = Place::new();
    other.close();
    let refused = other.config("plain", &env).keep("p", &secret("new"), Kept::Keyring);
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(unlocked(place.config("plain", &env)).2.as_deref(), Some("old"));
}

#[test]
fn the_entry_of_the_log_in_before_goes_with_it() {
    let place = Place::new();
    let config = place.config("plain", &at("https://before"));
    let entry = |id: &str| held(&format!("plain@https://before#{id}"));
    config.keep("p", &secret("one"), Kept::Keyring).expect("kept");
    assert_eq!(config.keep("q", &secret("two"), Kept::Keyring), Ok(None));
    assert_eq!((entry("p"), entry("q").as_deref()), (None, Some("two")));
    assert_eq!(config.keep("q", &secret("three"), Kept::File), Ok(None));
    assert_eq!(entry("q"), None);
    // One that the keyring does not let go of is told.
    config.keep("holding", &secret("four"), Kept::Keyring).expect("kept");
    let left = config.keep("r", &secret("five"), Kept::File).expect("kept").expect("something is left").to_string();
    assert!(left.contains("plain@https://before#holding") && left.contains("remove it there"), "{left}");
    assert!(!left.contains("four"), "{left}");
}

#[test]
fn a_keyring_that_gives_back_something_else_keeps_nothing() {
    let place = Place::new();
    let config = place.config("plain", &at("https://garbled"));
    let refused = config.keep("garbling", &secret("hunter2"), Kept::Keyring);
    assert!(matches!(refused, Err(KeepError::Keyring(KeyringError::Failed(_)))), "{refused:?}");
    assert_eq!((held("plain@https://garbled#garbling"), place.logins().exists()), (None, false));
}

#[test]
fn a_keyring_that_is_gone_keeps_nobody_logged_in_and_one_that_is_locked_can_be_opened() {
    let place = Place::new();
    let config = place.config("plain", &[]);
    config.keep("holding", &secret("x"), Kept::Keyring).expect("kept");
    let locked = forget(&place.flags("plain"), false, |_| None);
    assert!(matches!(locked, Err(KeepError::Keyring(KeyringError::Locked(_)))), "{locked:?}");
    assert_eq!(place.config("plain", &[]).secret_from, Some(SecretFrom::Keyring));
    let place = Place::new();
    place.config("plain", &[]).keep("leaving", &secret("x"), Kept::Keyring).expect("kept");
    let forgotten = forget(&place.flags("plain"), false, |_| None).expect("forgotten");
    let left = forgotten.first().and_then(|f| f.left.as_ref()).expect("it is told").to_string();
    assert!(left.contains("plain@https://p#leaving") && left.contains("no keyring can be reached"), "{left}");
    assert_eq!(place.config("plain", &[]).secret_from, None);
}

#[test]
fn log_ins_of_profiles_that_are_gone_are_listed_and_can_be_forgotten() {
    let place = Place::new();
    for name in ["north", "plain"] {
        place.config(name, &[]).keep("n", &secret(name), Kept::File).expect("kept");
    }
    let elsewhere = [("KEEPNET_API_BASE_URL", "https://elsewhere")];
    place.config("plain", &elsewhere).keep("p", &secret("x"), Kept::File).expect("kept");
    let strays = |place: &Place| {
        let found = without_profile(&place.flags("north"), |_| None).expect("listed");
        found.into_iter().map(|l| (l.profile, l.service, l.kept)).collect::<Vec<_>>()
    };
    assert_eq!(strays(&place), []);
    // Not even what it trusts is there any more.
    std::fs::write(place.folder.path().join("config.toml"), "[profiles.north]\nca_file = 'gone'\n").expect("a file");
    let plain = |service: &str| ("plain".to_owned(), service.to_owned(), Kept::File);
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
    place.config("plain", &env).keep("p", &secret("x"), Kept::Keyring).expect("kept");
    place.config("north", &[]).keep("n", &secret("x"), Kept::File).expect("kept");
    // Whatever has become of the configuration.
    std::fs::write(place.folder.path().join("config.toml"), "nonsense").expect("a file");
    assert_eq!(forget(&place.flags("plain"), true, |_| None).expect("forgotten").len(), 2);
    assert_eq!(held("plain@https://all#p"), None);
    assert!(!std::fs::read_to_string(place.logins()).expect("there").contains("client_id"));
}

#[test]
fn a_log_in_of_one_configuration_is_not_that_of_another() {
    let place = Place::new();
    place.config("plain", &[]).keep("p", &secret("x"), Kept::File).expect("kept");
    let other = place.folder.path().join("other.toml");
    std::fs::copy(place.folder.path().join("config.toml"), &other).expect("a copy");
    let flags = Flags { config: Some(other.clone()), ..place.flags("plain") };
    let config = load(&flags, |_| None).expect("ok");
    assert_eq!((config.secret_from.as_ref(), config.client_id.as_deref()), (None, None));
    assert_eq!(forget(&flags, false, |_| None), Ok(Vec::new()));
    config.keep("of the other", &secret("y"), Kept::File).expect("kept");
    assert_eq!(unlocked(place.config("plain", &[])).1.as_deref(), Some("p"));
    assert_eq!(unlocked(load(&flags, |_| None).expect("ok")).1.as_deref(), Some("of the other"));
    // Its own configuration is there: the log-in is not without a profile.
    assert_eq!(without_profile(&place.flags("plain"), |_| None), Ok(Vec::new()));
    std::fs::remove_file(other).expect("gone");
    let strays = without_profile(&place.flags("plain"), |_| None).expect("listed");
    assert!(strays.len() == 1 && strays[0].config.ends_with("other.toml"), "{strays:?}");
}

#[test]
fn who_has_a_secret_and_no_client_id_is_not_sent_to_log_in() {
    let place = Place::new();
    let variables = [("KEEPNET_CLIENT_SECRET", "x")];
    let said = place.config("plain", &variables).without_credentials();
    assert!(said.contains("KEEPNET_CLIENT_ID") && said.contains("client_id in profile \"plain\""), "{said}");
    assert!(said.contains("environment (KEEPNET_CLIENT_SECRET)") && !said.contains("login"), "{said}");
    assert!(place.config("plain", &[]).without_credentials().contains("keepnet-tui login"));
}

#[test]
fn a_profile_that_is_not_there_is_told_with_the_line_to_write() {
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
fn only_a_keyring_that_is_there_is_to_be_unlocked(#[case] client: &str, #[case] is_there: bool, #[case] advice: &str) {
    let place = Place::new();
    place.config("plain", &[]).keep(client, &SecretString::from("hunter2"), Kept::Keyring).expect("kept");
    fails(client, is_there);
    let said = place.config("plain", &[]).unlock(Terminal::Free, PATIENT).expect_err("refused").to_string();
    assert!(said.contains(&format!("; {advice}")), "{said}");
}
