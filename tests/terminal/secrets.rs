//! Neither the secret nor a token is anywhere but in the memory of the process: not in the log at its finest, not
//! below the home of the person, not in a panic's report, not on the terminal, not in the list of processes.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keepnet_tui::demo::Fault;

use super::pty::{DEADLINE, Terminal};
use super::support::{CREATE, Desk, PHONE, SEARCH, files, open_needing};

const EMAIL: &str = "jane.doe@halcyon.example";

/// Everything this desk's program left behind or showed, by name.
fn traces(desk: &Desk, t: &Terminal) -> Vec<(String, Vec<u8>)> {
    let content = |path: PathBuf| (path.display().to_string(), std::fs::read(&path).expect("a file"));
    let mut found: Vec<_> = files(desk.home()).into_iter().map(content).collect();
    found.push(("the terminal".into(), t.raw_since(0)));
    // What is copied is encoded.
    found.extend(t.found().copies.into_iter().map(|copy| ("a copy".to_owned(), copy.into_bytes())));
    found
}

#[track_caller]
fn nowhere(traces: &[(String, Vec<u8>)], what: &str, wanted: &str) {
    assert!(wanted.len() > 5, "{what} would be found by chance");
    for (name, content) in traces {
        let found = content.windows(wanted.len()).any(|w| w == wanted.as_bytes());
        assert!(!found, "{what} is in {name}");
    }
}

#[test]
fn secret_and_tokens_are_nowhere() {
    let desk = Desk::new();
    let mut command = desk.command(&["--log-file", "log"]);
    command.env("KEEPNET_LOG", "trace");
    command.env("KEEPNET_TEST_PANIC", "copy");
    let mut t = Terminal::start(command, 160, 48);
    t.wait_text(" 1/137");
    // A draft is left behind.
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str("half@typed.example");
    t.wait_text("half@typed.example");
    t.key("esc");
    t.wait_text("draft kept");
    // Tokens are refused and asked for anew.
    desk.server.revoke_tokens();
    t.key("/");
    t.type_str("Quartz");
    t.key("enter");
    t.wait_text("1/1 ");
    t.key("a");
    t.wait_text("Add target user to Quartz");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.wait_text("900123");
    desk.faults().next(CREATE, Fault::status(403));
    t.key("ctrl-s");
    t.wait_text("✕ 1 J");
    open_needing(&mut t);
    t.wait_text("900123");
    desk.server.revoke_tokens();
    t.key("ctrl-s");
    t.wait_text(&format!("Created {EMAIL}"));
    desk.faults().next(SEARCH, Fault::Garbage);
    t.key("r");
    t.wait_text("1/1 ");
    #[cfg(target_os = "linux")]
    let arguments = std::fs::read(t.proc("cmdline")).expect("a process");
    #[cfg(not(target_os = "linux"))]
    let arguments = Vec::new();
    t.press("y r");
    assert_eq!(t.wait_exit(), 1);
    t.left_as_found();

    let mut traces = traces(&desk, &t);
    traces.push(("the list of processes".into(), arguments));
    let of = |name: &str| {
        let one = traces.iter().find(|(n, _)| n.contains(name)).unwrap_or_else(|| panic!("there is no {name}"));
        String::from_utf8_lossy(&one.1).into_owned()
    };
    // All of it was there to be looked at.
    assert!(of("/log").contains("DEBUG hyper_util") && of("/log").contains("DEBUG keepnet_tui::api"), "{}", of("/log"));
    assert!(of("/crash-").contains("src/runtime/test_panic.rs"));
    assert!(of("a copy").contains(" | curl --config - ") && of("a copy").contains("KEEPNET_TOKEN"), "{}", of("a copy"));
    assert!(of("the terminal").contains(EMAIL));
    let tokens = desk.server.tokens_issued();
    assert!(tokens.len() >= 3, "{} tokens", tokens.len());
    nowhere(&traces, "the secret", desk.server.client_secret());
    for part in tokens.iter().flat_map(|token| token.split('.')) {
        nowhere(&traces, "a token", part);
    }
    // The log and the report know nobody.
    let written: Vec<_> = traces.iter().filter(|(n, _)| n.contains("/log") || n.contains("/crash-")).cloned().collect();
    assert_eq!(written.len(), 2);
    for personal in [EMAIL, "half@typed.example", "halcyon", "Quartz", "7700900123", "900123", "somebody typed"] {
        nowhere(&written, personal, personal);
    }
}

/// A proxy that notes what it is asked and refuses.
fn proxy() -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (asked, requests) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = Vec::new();
            let mut bytes = [0; 1024];
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read(&mut bytes) {
                    Ok(read) if read > 0 => head.extend_from_slice(&bytes[..read]),
                    _ => break,
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
            if asked.send(String::from_utf8_lossy(&head).into_owned()).is_err() {
                return;
            }
        }
    });
    (port, requests)
}

#[test]
fn the_proxy_of_the_environment_is_used_and_told_nothing() {
    let desk = Desk::new();
    let (port, requests) = proxy();
    let mut command = desk.command(&["--base-url", "https://keepnet.example", "--log-file", "log"]);
    command.env("HTTPS_PROXY", format!("http://someone:hunter2-of-the-proxy@127.0.0.1:{port}"));
    command.env("KEEPNET_LOG", "trace");
    // Some authority, so that the client starts on a machine that has none.
    command.env("SSL_CERT_FILE", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/terminal/authority.pem"));
    let mut t = Terminal::start(command, 160, 48);
    let asked = requests.recv_timeout(DEADLINE).expect("the proxy is asked");
    assert!(asked.starts_with("CONNECT keepnet.example:443 HTTP/1.1\r\n"), "{asked}");
    assert!(asked.to_lowercase().contains("\r\nproxy-authorization: basic "), "{asked}");
    for secret in [desk.server.client_secret(), desk.server.client_id(), "connect/token"] {
        assert!(!asked.contains(secret), "{asked}");
    }
    t.wait_text("through the proxy 127.0.0.1");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
    let traces = traces(&desk, &t);
    assert!(traces.iter().any(|(name, content)| name.ends_with("/log") && !content.is_empty()));
    nowhere(&traces, "the secret", desk.server.client_secret());
    nowhere(&traces, "the proxy's password", "hunter2-of-the-proxy");
    nowhere(&traces, "the proxy's password", &STANDARD.encode("someone:hunter2-of-the-proxy"));
}
