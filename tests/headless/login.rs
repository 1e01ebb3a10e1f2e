//! `login`, `logout`, `profiles`, and where the program takes its secret from afterwards.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keepnet_tui::demo::Fault;
use serde_json::{Value, json};

use super::support::{Desk, Ran};

const LIST: [&str; 4] = ["companies", "list", "--page-size", "1"];
const TOKEN: &str = "POST /connect/token";
/// An environment that gives the address of the service and no credential.
const NONE: [(&str, &str); 2] = [("KEEPNET_CLIENT_ID", ""), ("KEEPNET_CLIENT_SECRET", "")];

fn credential(desk: &Desk) -> String {
    format!("{}\n{}\n", desk.server.client_id(), desk.server.client_secret())
}

fn log_in(desk: &Desk, more: &[&str]) -> Ran {
    desk.run_fed(&NONE, &credential(desk), &[&["login"], more].concat())
}

/// Everything below the home folder, as one text.
fn kept(desk: &Desk) -> String {
    fn walk(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, text);
            } else {
                text.push_str(&String::from_utf8_lossy(&std::fs::read(path).expect("a file")));
            }
        }
    }
    let mut text = String::new();
    walk(desk.home.path(), &mut text);
    text
}

/// No word of the secret.
#[track_caller]
fn quiet(desk: &Desk, ran: Ran) -> Ran {
    let secret = desk.server.client_secret();
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{ran:?}");
    ran
}

#[test]
fn login_to_file_and_logout() {
    let desk = Desk::new();
    let ran = quiet(&desk, log_in(&desk, &["--store", "file"])).ends(0).without_data();
    ran.says(&["Role: Reseller", "Northwind MSP", "logins.json", "Stored unencrypted"]);
    assert!(kept(&desk).contains(desk.server.client_secret()));
    quiet(&desk, desk.run_with(&NONE, &LIST)).ends(0);
    // It was given for this service, and goes to no other.
    let other = Desk::new();
    desk.run_with(&[&NONE[..], &[("KEEPNET_API_BASE_URL", other.server.url().as_str())]].concat(), &LIST).ends(3);
    assert!(other.server.requests().is_empty());
    desk.run_with(&NONE, &["logout"]).ends(0).without_data().says(&["Logged out", "removed from the file"]);
    assert!(!kept(&desk).contains(desk.server.client_secret()));
    desk.run_with(&NONE, &["logout"]).ends(0).says(&["was not logged in"]);
    desk.run_with(&NONE, &LIST).ends(3).without_data().says(&["keepnet-tui login", "KEEPNET_CLIENT_SECRET"]);
}

#[test]
fn refused_credential_is_not_stored() {
    let desk = Desk::new();
    let ran = desk.run_fed(&NONE, "someone\nhunter2\n", &["login", "--store", "file"]).ends(3).without_data();
    let ran = ran.says(&["the client ID or secret is refused"]);
    assert!(!ran.err.contains("hunter2") && !kept(&desk).contains("hunter2"));
}

/// The answer of the token with other claims.
fn claims(claims: &Value) -> Fault {
    let token = format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims.to_string()));
    Fault::rewrite(move |answer| answer["access_token"] = token.clone().into())
}

#[test]
fn non_reseller_credential_is_reported_and_not_stored() {
    let desk = Desk::new();
    desk.faults().next(TOKEN, claims(&json!({"role": "Company Admin", "user_company_name": "Quartz Accounting"})));
    let ran = log_in(&desk, &["--store", "file"]).ends(3).without_data();
    ran.says(&["role is Company Admin", "Quartz Accounting", "Client Role = Reseller"]);
    assert!(!kept(&desk).contains(desk.server.client_secret()));
    desk.faults().next(TOKEN, claims(&json!({})));
    log_in(&desk, &["--store", "file"]).ends(0).says(&["does not report its role"]);
}

#[test]
fn nothing_is_stored_without_service_or_input() {
    let desk = Desk::new();
    desk.faults().always(TOKEN, Fault::status(500));
    log_in(&desk, &["--store", "file"]).ends(1).says(&["HTTP 500"]);
    desk.faults().clear();
    for input in ["", "someone\n", "someone\n \n"] {
        desk.run_fed(&NONE, input, &["login", "--store", "file"]).ends(2).says(&["not logged in"]);
    }
    assert!(!kept(&desk).contains("client_id"));
}

/// Elsewhere there always is one, and it is somebody's own.
#[cfg(target_os = "linux")]
#[test]
fn missing_keyring_error_names_alternatives() {
    let desk = Desk::new();
    let ran = quiet(&desk, log_in(&desk, &[])).ends(1).without_data();
    ran.says(&["no keyring can be reached", "nothing was stored", "--store environment, command or file"]);
    assert!(!kept(&desk).contains("client_id"));
}

#[test]
fn what_is_not_kept_is_explained() {
    let desk = Desk::new();
    let id = format!("KEEPNET_CLIENT_ID={}", desk.server.client_id());
    let ran = quiet(&desk, log_in(&desk, &["--store", "environment"])).ends(0);
    ran.says(&["Nothing was stored", &id, "KEEPNET_CLIENT_SECRET=..."]);
    let ran = quiet(&desk, log_in(&desk, &["--store", "command"])).ends(0);
    ran.says(&["[profiles.default]", "secret_command = \"pass show keepnet\""]);
    assert!(!kept(&desk).contains(desk.server.client_secret()));
}

/// A secret that is changed is given as it was the first time; a script may give both lines in any case.
#[test]
fn second_login_prompts_like_the_first() {
    let desk = Desk::new();
    let (id, secret) = (desk.server.client_id(), desk.server.client_secret());
    let path = desk.home.path().join("one.toml");
    std::fs::write(&path, format!("[profiles.look]\nclient_id = '{id}'\n[profiles.other]\n")).expect("a file");
    let config = path.to_str().expect("text");
    let command = ["login", "--profile", "look", "--config", config, "--store", "file"];
    for input in [format!("{secret}\n"), format!("{secret}\n"), credential(&desk)] {
        let ran = quiet(&desk, desk.run_fed(&NONE, &input, &command)).ends(0);
        // What undoes it can be copied.
        ran.says(&[
            &format!("Client ID: {id}"),
            &format!("keepnet-tui logout --profile look --config {config} removes"),
        ]);
    }
    let ran = desk.run_with(&NONE, &[&LIST[..], &["--profile", "other", "--config", config]].concat()).ends(3);
    ran.says(&[&format!("log in with keepnet-tui login --profile other --config {config}, or set ")]);
}

/// Else the credential would be shown to another service.
#[test]
fn what_is_not_kept_is_explained_with_its_service() {
    let desk = Desk::new();
    let url = desk.server.url();
    let elsewhere = [&NONE[..], &[("KEEPNET_API_BASE_URL", "")]].concat();
    for (store, line) in
        [("environment", format!("KEEPNET_API_BASE_URL={url}")), ("command", format!("base_url = \"{url}"))]
    {
        let ran = desk.run_fed(&elsewhere, &credential(&desk), &["login", "--base-url", &url, "--store", store]);
        quiet(&desk, ran).ends(0).says(&[&line]);
    }
}

#[test]
fn login_notes_that_environment_takes_precedence() {
    let desk = Desk::new();
    let secret = [("KEEPNET_CLIENT_ID", ""), ("KEEPNET_CLIENT_SECRET", "another")];
    let ran = desk.run_fed(&secret, &credential(&desk), &["login", "--store", "file"]).ends(0);
    let ran = ran.says(&["environment (KEEPNET_CLIENT_SECRET) takes precedence"]);
    assert!(!ran.err.contains("another"));
    desk.run_with(&secret, &LIST).ends(3);
    desk.run_with(&secret, &["logout"]).ends(0).says(&["KEEPNET_CLIENT_SECRET is still set"]);
}

/// A log-in would not help, and does not say so again and again.
#[test]
fn secret_without_client_id_is_reported_before_any_prompt() {
    let desk = Desk::new();
    let secret = [("KEEPNET_CLIENT_ID", ""), ("KEEPNET_CLIENT_SECRET", "another")];
    let words = ["comes from environment (KEEPNET_CLIENT_SECRET)", "KEEPNET_CLIENT_ID", "client_id in profile"];
    let ran = desk.run_with(&secret, &LIST).ends(3).says(&words);
    assert!(!ran.err.contains("keepnet-tui login"), "{}", ran.err);
    desk.run_fed(&secret, "", &["login", "--store", "file"]).ends(2).says(&words);
}

#[test]
fn unusable_login_file_is_reported_before_any_prompt() {
    let desk = Desk::new();
    log_in(&desk, &["--store", "file"]).ends(0);
    let path = std::fs::read_dir(desk.home.path().join("keepnet-tui")).expect("a folder");
    let path = path.map(|e| e.expect("an entry").path()).find(|p| p.ends_with("logins.json")).expect("a file");
    std::fs::write(&path, "hunter2").expect("a file");
    let asked = desk.server.asked(TOKEN);
    let ran = log_in(&desk, &["--store", "file"]).ends(1).says(&["logins.json", "log in again"]);
    assert!(!ran.err.contains("Reseller") && !ran.err.contains("hunter2"), "{}", ran.err);
    assert_eq!(desk.server.asked(TOKEN), asked);
    desk.run(&["profiles"]).ends(0).says(&["cannot be read", "logins.json"]);
    log_in(&desk, &["--store", "environment"]).ends(0);
}

#[test]
fn login_of_removed_profile_is_listed_and_removable() {
    let desk = Desk::new();
    let config = profiles(&desk);
    let base = [&NONE[..], &[("KEEPNET_API_BASE_URL", "")]].concat();
    let args = |args: &[&'static str]| [args, &["--config"]].concat();
    let run = |more: &[&'static str]| desk.run_with(&base, &[&args(more)[..], &[config.as_str()]].concat());
    let log_in = [&args(&["login", "--profile", "logged-in", "--store", "file"])[..], &[config.as_str()]].concat();
    desk.run_fed(&base, &credential(&desk), &log_in).ends(0);
    assert_eq!(run(&["profiles", "--output", "json"]).ends(0).json()["without_profile"], json!([]));
    // Renamed, and what it trusts is gone as well.
    std::fs::write(&config, "[profiles.renamed]\nca_file = 'gone'\n").expect("a file");
    let ran = run(&["profiles", "--output", "json"]).ends(0).says(&["log-in of profile logged-in", "logout --all"]);
    let left = &ran.json()["without_profile"][0];
    assert_eq!((&left["profile"], &left["secret"]), (&json!("logged-in"), &json!("file")));
    run(&["logout", "--profile", "logged-in"]).ends(0).says(&["Logged out", "profile logged-in"]);
    assert!(!kept(&desk).contains("\"client_id\""));
    run(&["logout", "--profile", "logged-in"]).ends(0).says(&["was not logged in"]);
    run(&["logout"]).ends(0).says(&["Not logged in"]);
    desk.run_with(&base, &["logout", "--all"]).ends(0).says(&["There was no log-in"]);
}

#[test]
fn every_log_in_is_removed_at_once() {
    let desk = Desk::new();
    log_in(&desk, &["--store", "file"]).ends(0);
    let other = Desk::new();
    let url = other.server.url();
    let variables = [&NONE[..], &[("KEEPNET_API_BASE_URL", url.as_str())]].concat();
    desk.run_fed(&variables, &credential(&other), &["login", "--store", "file"]).ends(0);
    let ran = desk.run_with(&NONE, &["logout", "--all"]).ends(0).without_data();
    ran.says(&[&format!("Logged out of {url}"), &format!("Logged out of {}", desk.server.url())]);
    assert!(!kept(&desk).contains("client_id"));
    desk.run_with(&NONE, &["logout", "--all", "--profile", "a"]).ends(2);
}

/// The command gets none of the secrets that are meant for the program.
#[cfg(unix)]
#[test]
fn secret_command_inherits_no_secret() {
    let desk = Desk::new();
    let (url, id, secret) = (desk.server.url(), desk.server.client_id(), desk.server.client_secret());
    std::fs::write(desk.home.path().join("secret"), secret).expect("a file");
    let file = desk.home.path().join("secret").display().to_string();
    let command = format!("env | grep hunter || cat \"{file}\"");
    let text =
        format!("[profiles.a]\nbase_url = '{url}'\nclient_id = '{id}'\nsecret_command = '{command}'\n[profiles.b]\n");
    let path = desk.home.path().join("c.toml");
    std::fs::write(&path, text).expect("a file");
    let args = [&LIST[..], &["--profile", "a", "--config", path.to_str().expect("a path")]].concat();
    let path = std::env::var("PATH").unwrap_or_default();
    let others =
        [("KEEPNET_CLIENT_SECRET_B", "hunter2"), ("keepnet_client_secret_x", "hunter3"), ("PATH", path.as_str())];
    desk.run_with(&[&NONE[..], &others[..]].concat(), &args).ends(0);
}

#[test]
fn client_id_differing_from_configuration_is_refused() {
    let desk = Desk::new();
    let id = [("KEEPNET_CLIENT_ID", "of the environment"), ("KEEPNET_CLIENT_SECRET", "")];
    let args = ["login", "--store", "file", "--client-id", "another"];
    desk.run_fed(&id, "hunter2\n", &args).ends(2).says(&["of the environment", "correct it there"]);
    assert!(desk.server.requests().is_empty());
    // One that is known is not asked for.
    let secret = format!("{}\n", desk.server.client_secret());
    let id = desk.server.client_id();
    desk.run_fed(&NONE, &secret, &["login", "--store", "file", "--client-id", id]).ends(0);
}

/// A configuration with a profile for each way, and its path.
fn profiles(desk: &Desk) -> String {
    let (url, id, secret) = (desk.server.url(), desk.server.client_id(), desk.server.client_secret());
    std::fs::write(desk.home.path().join("secret"), format!("{secret}\nurl: somewhere\n")).expect("a file");
    let file = desk.home.path().join("secret").display().to_string();
    let text = format!(
        "[profiles.command]\nbase_url = '{url}'\nclient_id = '{id}'\nsecret_command = 'cat \"{file}\"'\n\
         [profiles.failing]\nbase_url = '{url}'\nclient_id = '{id}'\nsecret_command = 'echo hunter2; exit 3'\n\
         [profiles.logged-in]\nbase_url = '{url}'\nread_only = true\nproduction = true\n\
         [profiles.nothing]\nbase_url = '{url}'\n"
    );
    let path = desk.home.path().join("profiles.toml");
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

#[cfg(unix)]
#[test]
fn secret_command_provides_secret_or_error() {
    let desk = Desk::new();
    let config = profiles(&desk);
    let list =
        |profile: &str| desk.run_with(&NONE, &[&LIST[..], &["--config", &config, "--profile", profile]].concat());
    quiet(&desk, list("command")).ends(0);
    let ran = list("failing").ends(3).without_data().says(&["secret_command of profile \"failing\"", "exit status: 3"]);
    assert!(!ran.err.contains("hunter2"));
}

#[test]
fn profiles_are_listed_with_their_secret_source() {
    let desk = Desk::new();
    let config = profiles(&desk);
    let url = [("KEEPNET_API_BASE_URL", "")];
    let variables = [&NONE[..], &url].concat();
    let args = ["login", "--config", &config, "--profile", "logged-in", "--store", "file"];
    desk.run_fed(&variables, &credential(&desk), &args).ends(0);
    let before = desk.server.requests().len();
    let ran = quiet(&desk, desk.run_with(&variables, &["profiles", "--config", &config, "--output", "json"])).ends(0);
    let told = |item: &Value| [&item["profile"], &item["secret"], &item["read_only"]].map(Clone::clone);
    let items: Vec<_> = ran.json()["items"].as_array().expect("a list").iter().map(told).collect();
    assert_eq!(
        items,
        [
            [json!("command"), json!("secret_command"), json!(false)],
            [json!("failing"), json!("secret_command"), json!(false)],
            [json!("logged-in"), json!("file"), json!(true)],
            [json!("nothing"), json!(null), json!(false)],
        ]
    );
    let table = desk.run_with(&variables, &["profiles", "--config", &config]).ends(0).out;
    assert!(table.contains("none: keepnet-tui login") && table.contains("production"), "{table}");
    assert_eq!(desk.server.requests().len(), before, "a list asks nobody");
}
