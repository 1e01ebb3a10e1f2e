//! A proxy named by the environment stands before every service that is not on this machine.
//!
//! The environment belongs to a whole process, so one of its own runs the client.

use std::process::Command;

use keepnet_tui::api::{Client, Error, Limits};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::support::{Op, limits, settings};

const CHILD: &str = "api::proxy::a_client_with_an_environment_of_its_own";

/// What the other process runs; it prints the failure for the test that started it.
#[tokio::test]
#[ignore = "run by the tests below, in a process with an environment of its own"]
async fn a_client_with_an_environment_of_its_own() {
    // `.example` names nobody, so without the proxy there is nothing to reach.
    let settings = settings("https://service.example", "someone", "something", Limits { repeats: 0, ..limits() });
    let client = Client::new(settings, |_| ()).expect("a client");
    let error = client.languages().await.expect_err("nobody is there");
    assert!(matches!(error, Error::NoConnection(_)), "{error:?}");
    println!("FAILURE {}", error.failure(Op::Languages.doing()));
}

#[rstest]
#[case::refuses("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")]
#[case::wants_a_password("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")]
#[case::hangs_up("")]
#[tokio::test]
async fn proxy_is_used_and_named(#[case] answer: &str, #[values("HTTPS_PROXY", "all_proxy")] name: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    for unset in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] {
        child.env_remove(unset);
    }
    child.args(["--exact", CHILD, "--ignored", "--nocapture"]).env(name, format!("http://someone:hush@{address}"));
    let mut child = tokio::task::spawn_blocking(move || child.output());
    let proxy = async {
        let (mut stream, _) = listener.accept().await.expect("the client");
        let mut head = vec![0; 4_096];
        let length = stream.read(&mut head).await.expect("a request");
        stream.write_all(answer.as_bytes()).await.expect("answered");
        String::from_utf8_lossy(&head[..length]).into_owned()
    };
    let asked = tokio::select! {
        asked = proxy => asked,
        done = &mut child => panic!("the proxy was not asked: {done:?}"),
    };
    let child = child.await.expect("run").expect("run");
    let printed = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{printed}");
    assert!(asked.starts_with("CONNECT service.example:443 HTTP/1.1\r\n"), "{asked}");
    assert!(!asked.contains("Bearer") && !asked.contains("something"), "{asked}");
    let failure = printed.lines().find(|line| line.contains("FAILURE")).unwrap_or_else(|| panic!("{printed}"));
    assert!(failure.contains(&format!("no connection to the service (through the proxy {address}: ")), "{failure}");
    assert!(failure.contains("Check the network, VPN and proxy") && !failure.contains("hush"), "{failure}");
}
