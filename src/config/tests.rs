//! How flags, environment, file and log-ins are layered.

use std::io::Write;

use secrecy::ExposeSecret;

use super::profile::SECRET;
use super::*;
use crate::domain::service::access::{Access, ReadOnlyReason};
use crate::domain::service::base_url::DEFAULT_BASE_URL;
use crate::domain::terminal::appearance::{Accent, ThemeChoice, ThemeName};
use crate::domain::terminal::theme::{Colours, DUSK, PAPER, Rgb, Role};

fn config(text: &str, flags: Flags, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let mut file = tempfile::NamedTempFile::new().expect("file");
    file.write_all(text.as_bytes()).expect("write");
    let flags = Flags { config: Some(file.path().to_owned()), ..flags };
    load(&flags, |name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
}

#[test]
fn flags_over_environment_over_profile_over_defaults() {
    let text = "[profiles.default]\nbase_url = 'https://profile'\nclient_id = 'file'\n";
    let env = [("KEEPNET_API_BASE_URL", "https://env"), ("KEEPNET_CLIENT_ID", " ")];
    let flags = Flags { base_url: Some("https://flag".into()), ..Flags::default() };
    assert_eq!(config(text, flags, &env).expect("ok").base_url.as_str(), "https://flag");
    let got = config(text, Flags::default(), &env).expect("ok");
    assert_eq!((got.base_url.as_str(), got.client_id.as_deref()), ("https://env", Some("file")));
    assert_eq!(config(text, Flags::default(), &[]).expect("ok").base_url.as_str(), "https://profile");
    assert_eq!(config("", Flags::default(), &[]).expect("ok").base_url.as_str(), DEFAULT_BASE_URL);
}

#[test]
fn missing_profile_error_lists_profiles() {
    let flags = Flags { profile: Some("c".into()), ..Flags::default() };
    let said = config("[profiles.a]\n[profiles.b]\n", flags, &[]).expect_err("refused").to_string();
    assert!(said.contains("\"c\"") && said.contains("a, b"), "{said}");
}

#[test]
fn single_profile_is_the_default() {
    let one = config("[profiles.north]\npage_size = 7\n", Flags::default(), &[]).expect("ok");
    assert_eq!((one.profile.as_str(), one.page_size), ("north", 7));
    let said = config("[profiles.a]\n[profiles.b]\n", Flags::default(), &[]).expect_err("refused").to_string();
    assert!(said.contains("a, b") && said.contains("--profile"), "{said}");
}

#[test]
fn a_profile_or_the_flag_refuses_writes() {
    let text = "[profiles.a]\nread_only = true\nproduction = true\n[profiles.b]\n";
    let load = |name: &str, read_only| {
        config(text, Flags { profile: Some(name.into()), read_only, ..Flags::default() }, &[]).expect("ok")
    };
    let a = load("a", false);
    assert_eq!((a.access, a.production), (Access::ReadOnly(ReadOnlyReason::Profile("a".into())), true));
    assert_eq!((load("b", false).access, load("b", false).production), (Access::ReadWrite, false));
    assert_eq!(load("b", true).access, Access::ReadOnly(ReadOnlyReason::Flag));
}

#[test]
fn theme_of_flag_overrides_profile_overrides_file() {
    let text = "theme = 'dusk'\n[profiles.a]\ntheme = 'paper'\naccent = 'cyan'\n[profiles.b]\n";
    let look = |text: &str, name: &str, theme: Option<&str>| {
        let theme = theme.map(str::to_owned);
        let config = config(text, Flags { profile: Some(name.into()), theme, ..Flags::default() }, &[]).expect("ok");
        (config.theme, config.accent)
    };
    let built_in = |theme| ThemeChoice::BuiltIn(theme);
    assert_eq!(look(text, "a", Some("mono")), (built_in(ThemeName::Mono), Some(Accent::Cyan)));
    assert_eq!(look(text, "a", None), (built_in(ThemeName::Paper), Some(Accent::Cyan)));
    assert_eq!(look(text, "b", None), (built_in(ThemeName::Dusk), None));
    assert_eq!(look("[profiles.b]\n", "b", None), (built_in(ThemeName::Auto), None));
}

#[test]
fn own_theme_is_its_base_with_other_colours() {
    let text =
        "theme = 'evening'\n[themes.evening]\naccent = '#FFB454'\n[themes.day]\nbase = 'paper'\ndim = '#404040'\n";
    let chosen = |theme: Option<&str>| {
        config(text, Flags { theme: theme.map(str::to_owned), ..Flags::default() }, &[]).map(|config| config.theme)
    };
    let with = |mut colours: Colours, role, rgb| {
        colours.set(role, Rgb(rgb));
        colours
    };
    let own = |name: &str, colours| ThemeChoice::Own { name: name.to_owned(), colours };
    assert_eq!(chosen(None), Ok(own("evening", with(DUSK, Role::Accent, 0xff_b454))));
    assert_eq!(chosen(Some("day")), Ok(own("day", with(PAPER, Role::Dim, 0x40_4040))));
    let said = chosen(Some("night")).expect_err("unknown").to_string();
    assert_eq!(
        said,
        "--theme: no theme is called \"night\"; there are: auto, default, mono, dusk, paper, day, evening"
    );
}

#[test]
fn the_patience_after_esc_is_set_for_all_profiles() {
    let delay = |text: &str| config(text, Flags::default(), &[]).expect("ok").escape_delay.as_millis();
    assert_eq!(delay(""), 35);
    assert_eq!(delay("escape_delay_ms = 120\n"), 120);
}

#[test]
fn missing_file_is_an_error_only_if_named() {
    let flags = Flags { config: Some("/nonexistent/x.toml".into()), ..Flags::default() };
    assert!(load(&flags, |_| None).is_err());
}

#[test]
fn ca_file_error_names_the_profile() {
    let text = "[profiles.a]\nca_file = '/nonexistent/ca.pem'\n[profiles.b]\n";
    let flags = |name: &str| Flags { profile: Some(name.into()), ..Flags::default() };
    let said = config(text, flags("a"), &[]).expect_err("refused").to_string();
    assert!(said.contains("ca_file of profile \"a\": /nonexistent/ca.pem cannot be read"), "{said}");
    assert_eq!(config(text, flags("b"), &[]).expect("not asked for").extra_roots, []);
}

#[test]
fn plain_http_to_elsewhere_is_refused_with_its_source() {
    let said = config("", Flags::default(), &[("KEEPNET_API_BASE_URL", "http://h.example")]).expect_err("refused");
    assert!(said.to_string().contains("KEEPNET_API_BASE_URL"), "{said}");
}

#[test]
fn the_secret_does_not_print() {
    let got = config("", Flags::default(), &[("KEEPNET_CLIENT_SECRET", "hunter2")]).expect("ok");
    assert!(!format!("{got:?}").contains("hunter2"));
}

const TWO: &str = "[profiles.north]\nclient_id = 'n'\nbase_url = 'https://n'\n\
                   [profiles.south-2]\nclient_id = 's'\nbase_url = 'https://s'\nproduction = true\n\
                   [profiles.look]\nclient_id = 'n'\nbase_url = 'https://n'\nread_only = true\n";

fn secret(config: &Config) -> Option<&str> {
    config.client_secret.as_ref().map(ExposeSecret::expose_secret)
}

#[test]
fn profile_secret_takes_precedence_with_its_own_id() {
    let env = [("KEEPNET_CLIENT_ID", "e"), ("KEEPNET_CLIENT_SECRET", "all"), ("KEEPNET_CLIENT_SECRET_SOUTH_2", "own")];
    let flags = |name: &str| Flags { profile: Some(name.into()), ..Flags::default() };
    let south = config(TWO, flags("south-2"), &env).expect("ok");
    assert_eq!((secret(&south), south.client_id.as_deref()), (Some("own"), Some("s")));
    let north = config(TWO, flags("north"), &env).expect("ok");
    assert_eq!((secret(&north), north.client_id.as_deref()), (Some("all"), Some("e")));
}

#[test]
fn secret_is_sent_only_to_its_service() {
    let mut file = tempfile::NamedTempFile::new().expect("file");
    file.write_all(TWO.as_bytes()).expect("write");
    let flags = Flags {
        config: Some(file.path().to_owned()),
        profile: Some("north".into()),
        base_url: Some("https://n".into()),
        ..Flags::default()
    };
    let one = |name: &str| (name == "KEEPNET_CLIENT_SECRET").then(|| "of north".to_owned());
    let north = load(&flags, one).expect("ok");
    assert_eq!((secret(&north), north.missing_variables.as_slice()), (Some("of north"), &[][..]));
    let south = load_other(&north, "south-2", &flags, one).expect("ok");
    assert_eq!((secret(&south), south.base_url.as_str()), (None, "https://s"));
    assert_eq!(south.missing_variables, ["KEEPNET_CLIENT_SECRET_SOUTH_2"]);
    // The same credential of the same service, used in another way.
    let look = load_other(&north, "look", &flags, one).expect("ok");
    assert_eq!((secret(&look), look.access.is_read_only()), (Some("of north"), true));
    let lines: Vec<_> =
        north.profiles.iter().map(|p| (p.name.as_str(), p.production, p.missing_variables.len())).collect();
    assert_eq!(lines, [("look", false, 0), ("north", false, 0), ("south-2", true, 1)]);
    let back = load_other(&north, "north", &flags, one).expect("ok");
    assert_eq!((secret(&back), &back.base_url), (Some("of north"), &north.base_url));
    let two = |name: &str| {
        let own = (name == "KEEPNET_CLIENT_SECRET_SOUTH_2").then(|| "own".to_owned());
        own.or_else(|| one(name))
    };
    let south = load_other(&north, "south-2", &flags, two).expect("ok");
    assert_eq!((secret(&south), south.client_id.as_deref()), (Some("own"), Some("s")));
}

#[test]
fn read_only_flag_applies_to_every_profile() {
    let flags = Flags { profile: Some("north".into()), read_only: true, ..Flags::default() };
    let north = config(TWO, flags, &[]).expect("ok");
    assert!(north.profiles.iter().all(|p| p.read_only));
}

#[test]
fn missing_credentials_error_names_variables() {
    assert_eq!(config("", Flags::default(), &[]).expect("ok").missing_variables, ["KEEPNET_CLIENT_ID", SECRET]);
    let flags = Flags { profile: Some("north".into()), ..Flags::default() };
    assert_eq!(config(TWO, flags, &[]).expect("ok").missing_variables, ["KEEPNET_CLIENT_SECRET_NORTH"]);
}

/// Two profiles, of which the second says nothing about its address.
const OF_ITS_OWN: &str = "[profiles.north]\nclient_id = 'n'\n\
                          [profiles.command]\nclient_id = 'c'\nsecret_command = 'echo hunter2'\n\
                          [profiles.variable]\nclient_id = 'v'\n";

#[test]
fn base_url_flag_applies_only_to_the_start_profile() {
    let mut file = tempfile::NamedTempFile::new().expect("file");
    file.write_all(OF_ITS_OWN.as_bytes()).expect("write");
    let variables = |name: &str| match name {
        "KEEPNET_API_BASE_URL" => Some("https://of-the-environment".to_owned()),
        "KEEPNET_CLIENT_SECRET_VARIABLE" => Some("hunter3".to_owned()),
        _ => None,
    };
    for base_url in [None, Some("https://staging".to_owned())] {
        let config = Some(file.path().to_owned());
        let flags = Flags { config, profile: Some("north".into()), base_url, ..Flags::default() };
        let north = load(&flags, variables).expect("ok");
        assert_ne!(north.base_url.as_str(), DEFAULT_BASE_URL);
        for name in ["command", "variable"] {
            let other = load_other(&north, name, &flags, variables).expect("ok");
            assert!(other.secret_from.is_some(), "{name}");
            assert_eq!(other.base_url.as_str(), DEFAULT_BASE_URL, "{name}");
            let line = north.profiles.iter().find(|line| line.name == name).expect("a line");
            assert_eq!(line.service, DEFAULT_BASE_URL, "the menu says where it goes");
        }
        let back = load_other(&north, "north", &flags, variables).expect("ok");
        assert_eq!(back.base_url, north.base_url);
    }
}

#[test]
fn variable_shared_by_two_profiles_is_an_error() {
    let text = "[profiles.a-b]\nclient_id = '1'\n[profiles.a_b]\nclient_id = '2'\n[profiles.c]\nclient_id = '3'\n";
    let env = [("KEEPNET_CLIENT_SECRET_A_B", "hunter2")];
    let flags = |name: &str| Flags { profile: Some(name.into()), ..Flags::default() };
    for name in ["a-b", "a_b"] {
        let said = config(text, flags(name), &env).expect_err("refused").to_string();
        assert!(["KEEPNET_CLIENT_SECRET_A_B", "a-b, a_b", "rename"].iter().all(|word| said.contains(word)), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
        assert!(config(text, flags(name), &[]).is_ok(), "not set, nobody is mistaken");
    }
    let c = config(text, flags("c"), &env).expect("not its variable");
    let lacks: Vec<_> = c.profiles.iter().map(|line| line.missing_variables.len()).collect();
    assert_eq!(lacks, [1, 1, 1]);
}
