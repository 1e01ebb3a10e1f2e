//! `doctor`: the real binary against the embedded server, and everything that can be wrong between the two.

mod support;

use std::sync::atomic::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keepnet_tui::demo::Fault;
use rcgen::{CertificateParams, date_time_ymd};
use rstest::rstest;

use crate::secured;
use support::{Desk, run};

const TOKEN: &str = "POST /connect/token";
/// What needs a service, in its order.
const SERVICE: [&str; 7] = ["name", "connection", "clock", "token", "role", "permissions", "search"];

#[test]
fn all_is_well() {
    let desk = Desk::new();
    let told = desk.doctor(&[]);
    told.ends(0);
    for check in ["configuration", "state", "log-ins", "secret", "proxy"].into_iter().chain(SERVICE) {
        told.is(check, "ok", "");
    }
    told.is("role", "ok", "Reseller, of Northwind MSP").is("search", "ok", "137 companies");
    told.is("secret", "ok", "environment (KEEPNET_CLIENT_SECRET)").is("clock", "ok", "within");
    told.hides(desk.server.client_secret());
    for token in desk.server.tokens_issued() {
        told.hides(&token);
    }
    // It only looks.
    assert!(
        desk.server.requests().iter().all(|r| r.method == "GET" || r.is(TOKEN) || r.is("POST /api/companies/search"))
    );
}

#[test]
fn checks_are_documented_in_their_order() {
    let chapter = include_str!("../docs/src/troubleshooting.md");
    let (_, section) = chapter.split_once("\n## doctor").expect("the section about doctor");
    let (section, _) = section.split_once("\n## ").expect("a section after it");
    let names = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let documented: Vec<_> = names.flat_map(|cell| cell.split(", ").map(|name| name.trim_matches('`'))).collect();
    assert_eq!(documented, Desk::new().doctor(&[]).checks());
}

#[test]
fn a_wrong_secret() {
    let desk = Desk::new();
    let told = desk.doctor(&[("KEEPNET_CLIENT_SECRET", "hunter2-is-wrong")]);
    told.ends(1).is("token", "fail", "the client ID or secret is refused").advises("token", "keepnet-tui login");
    told.is("clock", "ok", "").is("role", "warn", "there is no token").is("search", "warn", "there is no token");
    told.hides("hunter2-is-wrong");
}

#[test]
fn no_credentials() {
    let desk = Desk::new();
    let told = desk.doctor(&[("KEEPNET_CLIENT_SECRET", "")]);
    told.ends(1).is("secret", "fail", "no credentials").advises("secret", "keepnet-tui login");
    told.is("connection", "ok", "").is("token", "warn", "no credentials");
    assert_eq!(desk.server.asked(TOKEN), 0);
}

#[test]
fn a_wrong_path_in_the_url() {
    let desk = Desk::new();
    let url = format!("{}/console", desk.server.url());
    let told = desk.doctor(&[("KEEPNET_API_BASE_URL", &url)]);
    told.ends(1).is("connection", "ok", "").is("token", "fail", "").advises("token", "check the base URL");
}

#[rstest]
#[case::a_page(Fault::Html(200), "check the base URL")]
#[case::no_such_page(Fault::Html(404), "check the base URL")]
#[case::elsewhere(Fault::Redirect(302, "https://console.example/login".into()), "Correct the base URL")]
fn a_url_of_something_else(#[case] fault: Fault, #[case] advice: &str) {
    let desk = Desk::new();
    desk.server.faults().always("/", fault);
    desk.doctor(&[]).ends(1).is("token", "fail", "").advises("token", advice);
}

#[test]
fn no_network() {
    let desk = Desk::new();
    let told = desk.doctor(&[("KEEPNET_API_BASE_URL", "https://keepnet.invalid")]);
    told.ends(1).is("name", "fail", "keepnet.invalid cannot be resolved").advises("name", "DNS");
    told.is("connection", "fail", "no connection").is("token", "warn", "there is no connection");
}

#[test]
fn connection_refused() {
    let desk = Desk::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let told = desk.doctor(&[("KEEPNET_API_BASE_URL", &url)]);
    told.ends(1).is("name", "ok", "").is("connection", "fail", "no connection").advises("connection", "firewall");
    told.is("search", "warn", "there is no connection");
}

#[rstest]
#[case::expired(2001, 2020, "fail", "expired", "renew")]
#[case::early(3999, 4000, "fail", "not valid yet", "clock")]
#[case::good(2001, 4000, "ok", "its certificate is accepted (the system's authorities and 1 of ca_file)", "")]
fn certificates(#[case] from: i32, #[case] to: i32, #[case] state: &str, #[case] found: &str, #[case] advice: &str) {
    let desk = Desk::new();
    let authority = secured::authority();
    let mut params: CertificateParams = secured::good();
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    let service = desk.runtime.block_on(secured::signed(params, &authority));
    std::fs::write(desk.home.path().join("ca.pem"), secured::pem(authority.der())).expect("a file");
    let config = desk.config(&format!("[profiles.default]\nbase_url = '{}'\nca_file = 'ca.pem'\n", service.url));
    let told = desk.doctor_with(&[("KEEPNET_API_BASE_URL", "")], &["--config", &config]);
    told.is("connection", state, found).advises("connection", advice);
    assert!(service.connections.load(Ordering::SeqCst) > 0);
    assert_eq!(service.server.requests().is_empty(), state == "fail", "something was sent to a stranger");
    told.ends(i32::from(state == "fail"));
}

/// Whom nobody vouches for.
#[test]
fn a_certificate_of_an_unknown_authority() {
    let desk = Desk::new();
    let service = desk.runtime.block_on(secured::signed(secured::good(), &secured::authority()));
    let told = desk.doctor(&[("KEEPNET_API_BASE_URL", &service.url)]);
    told.ends(1).is("connection", "fail", "does not trust its issuer").advises("connection", "ca_file");
}

#[rstest]
#[case(600, "10 minutes behind")]
#[case(-600, "10 minutes ahead of")]
fn a_clock_that_is_ten_minutes_off(#[case] seconds: i64, #[case] words: &str) {
    let desk = Desk::new();
    desk.server.faults().always("GET /", Fault::Clock(seconds));
    // A moment may pass between the two clocks being read.
    let told = desk.doctor(&[]);
    told.ends(1);
    let found = told.found("clock");
    assert!(found.contains(words) || found.contains(&words.replace("10", "9")), "{found}");
    told.is("clock", "fail", "").advises("clock", "Set it right").is("search", "ok", "");
}

#[test]
fn a_state_folder_that_cannot_be_written() {
    let desk = Desk::new();
    // Not even root makes a folder in a file.
    let file = desk.home.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let told = desk.doctor(&[("XDG_STATE_HOME", file.to_str().expect("a path"))]);
    told.ends(1).is("state", "fail", "cannot be written").advises("state", "KEEPNET_STATE_DIR").is("search", "ok", "");
}

/// The folder of the profile can be closed where that of all is open.
#[test]
fn a_folder_of_the_profile_that_cannot_be_written() {
    let desk = Desk::new();
    let url = keepnet_tui::domain::service::base_url::BaseUrl::parse(&desk.server.url()).expect("an address");
    let folder = desk.home.path().join("keepnet-tui").join(keepnet_tui::store::folder_of("default", &url));
    std::fs::create_dir_all(folder.parent().expect("a folder")).expect("a folder");
    std::fs::write(&folder, "").expect("a file");
    let told = desk.doctor(&[]);
    told.ends(1).is("state", "fail", "default@127.0.0.1").advises("state", "no user is created");
}

#[test]
fn it_changes_nothing() {
    let desk = Desk::new();
    desk.doctor(&[]).ends(0).is("state", "ok", "can be created");
    let left: Vec<_> = std::fs::read_dir(desk.home.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

// Elsewhere there is one, and it is somebody's own.
#[cfg(target_os = "linux")]
#[test]
fn a_keyring_that_is_not_there_or_does_not_answer() {
    let desk = Desk::new();
    desk.doctor(&[]).is("keyring", "warn", "no keyring can be reached").advises("keyring", "secret_command");
    let socket = desk.home.path().join("bus");
    let _bus = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let bus = format!("unix:path={}", socket.display());
    let told = desk.doctor(&[("DBUS_SESSION_BUS_ADDRESS", &bus)]);
    told.ends(0).is("keyring", "warn", "did not answer").is("search", "ok", "");
}

#[cfg(unix)]
#[test]
fn a_command_that_fails() {
    let desk = Desk::new();
    let config = desk.config("[profiles.a]\nclient_id = 'a'\nsecret_command = 'echo hunter2; exit 3'\n");
    let told = desk.doctor_with(&[("KEEPNET_CLIENT_SECRET", "")], &["--config", &config]);
    told.ends(1).is("secret", "fail", "secret_command of profile \"a\" ended with exit status: 3").hides("hunter2");
    told.is("connection", "ok", "").is("token", "warn", "there are no credentials");
}

#[test]
fn a_secret_without_a_client_id() {
    let desk = Desk::new();
    let told = desk.doctor(&[("KEEPNET_CLIENT_ID", "")]);
    told.ends(1).is("secret", "fail", "no client ID").advises("secret", "KEEPNET_CLIENT_ID, or client_id in profile");
}

/// No request goes round a proxy that cannot be read, and nothing of its password is told.
#[test]
fn a_proxy_that_cannot_be_read() {
    let desk = Desk::new();
    let odd = "\"http://us:hush@proxy.invalid:3128\"";
    let variables = [("KEEPNET_API_BASE_URL", "https://keepnet.invalid"), ("HTTPS_PROXY", odd)];
    let told = desk.doctor(&variables);
    told.ends(1)
        .is("proxy", "fail", "the proxy in HTTPS_PROXY cannot be read: it has quotation marks around it")
        .advises("proxy", "Correct HTTPS_PROXY");
    let exempt = [variables[0], variables[1], ("NO_PROXY", "keepnet.invalid")];
    desk.doctor(&exempt).ends(1).is("proxy", "ok", "none: NO_PROXY exempts keepnet.invalid");
}

/// Whether there is a connection is learned from a path that the service has.
#[test]
fn the_connection_is_looked_at_by_a_path_of_the_service() {
    let desk = Desk::new();
    desk.doctor(&[]).ends(0).is("connection", "ok", "answered in");
    assert!(desk.server.requests().iter().all(|request| request.path != "/"));
    let knock = desk.server.requests().into_iter().find(|request| request.is("GET /api/languages$"));
    assert!(knock.is_some_and(|request| !request.has_token && request.status() == Some(401)));
}

/// Nobody but the proxy looks the name up.
#[test]
fn a_proxy() {
    let desk = Desk::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let proxy = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let variables = [("KEEPNET_API_BASE_URL", "https://keepnet.invalid"), ("HTTPS_PROXY", proxy.as_str())];
    let told = desk.doctor(&variables);
    told.is("proxy", "ok", "through 127.0.0.1").is("name", "warn", "not checked: the proxy 127.0.0.1");
    told.ends(1).is("connection", "fail", "");
}

#[test]
fn a_log_in_without_a_profile() {
    let desk = Desk::new();
    let folder = desk.home.path().join("keepnet-tui");
    std::fs::create_dir_all(&folder).expect("a folder");
    let login = serde_json::json!({
        "profile": "gone", "service": "https://h", "config": "/nowhere/config.toml", "client_id": "i"
    });
    let text = serde_json::json!({"version": 1, "logins": [login]}).to_string();
    std::fs::write(folder.join("logins.json"), text).expect("a file");
    let told = desk.doctor(&[]);
    told.ends(0).is("log-ins", "warn", "gone at https://h").advises("log-ins", "keepnet-tui logout");
    std::fs::write(folder.join("logins.json"), "hunter2").expect("a file");
    desk.doctor(&[]).ends(0).is("log-ins", "warn", "not a log-in file").hides("hunter2");
}

#[test]
fn a_credential_of_somebody_else() {
    let desk = Desk::new();
    let claims = URL_SAFE_NO_PAD.encode(r#"{"role":"Company Admin","user_company_name":"Quartz"}"#);
    desk.server.faults().next(
        TOKEN,
        Fault::rewrite(move |answer| {
            answer["access_token"] = format!("e30.{claims}.x").into();
            answer["permissions"] = serde_json::json!(["companies/search|POST"]);
        }),
    );
    let told = desk.doctor(&[]);
    told.ends(1).is("role", "fail", "Company Admin, of Quartz").advises("role", "Client Role = Reseller");
    told.is("permissions", "warn", "add target users");
}

#[test]
fn a_search_that_is_refused() {
    let desk = Desk::new();
    desk.server.faults().always("POST /api/companies/search", Fault::status(403));
    desk.doctor(&[]).ends(1).is("search", "fail", "").advises("search", "Reseller").is("token", "ok", "");
}

#[test]
fn a_configuration_that_cannot_be_read() {
    let desk = Desk::new();
    let config = desk.config("[profiles.a]\nclient_secret = 'hunter2'\n");
    let told = desk.doctor_with(&[], &["--config", &config]);
    told.ends(1).is("configuration", "fail", "line 2").is("state", "ok", "").hides("hunter2");
    for check in ["log-ins", "secret"].into_iter().chain(SERVICE) {
        told.is(check, "warn", "the configuration cannot be used");
    }
}

/// The screen would not start with it, and a number is not in its own form without a country.
#[test]
fn a_configuration_that_is_wrong_elsewhere() {
    let desk = Desk::new();
    let config = desk.config("[keys]\nreload = 'hyper-x'\n[profiles.a]\nphone_region = 'XX'\n");
    let told = desk.doctor_with(&[], &["--config", &config]);
    told.ends(1).is("configuration", "fail", "line 2: reload").is("configuration", "fail", "line 4: phone_region");
    told.advises("configuration", "config check").is("token", "ok", "");
}

#[test]
fn people_get_lines() {
    let desk = Desk::new();
    let output = run(&mut desk.command(&[("KEEPNET_CLIENT_SECRET", "hunter2")], &["doctor"]));
    assert_eq!((output.code, output.err.as_str()), (Some(1), ""));
    let line = |start: &str| output.out.lines().any(|line| line.starts_with(start));
    assert!(line("ok    clock ") && line("fail  token ") && line("warn  role "), "{}", output.out);
    assert!(line("                     -> Log in again") && line("Failed: 1. "), "{}", output.out);
    assert!(!output.out.contains("hunter2"), "{}", output.out);
}

#[rstest]
#[case("hunter\u{200b}2hunter", "U+200B, zero width space")]
#[case("hunter 2hunter", "U+0020, space")]
#[case("hunt\u{435}r2hunter", "U+0435, cyrillic small letter ie")]
fn an_odd_character_in_a_secret_is_named_and_nothing_else_of_it(#[case] secret: &str, #[case] named: &str) {
    let told = Desk::new().doctor(&[("KEEPNET_CLIENT_SECRET", secret)]);
    told.is("secret", "warn", "the secret from environment (KEEPNET_CLIENT_SECRET) contains ")
        .is("secret", "warn", named);
    told.hides("hunt").hides("2hunter");
}
