//! Neither token nor secret leaves the client but in the header and the form they belong in.

use super::support::{ACME, Bench, Op, limits, settings};

/// How every JWT begins: `{"` in base64.
const JWT: &str = "eyJ";

#[tokio::test]
async fn curl_command_contains_no_secret() {
    let bench = Bench::new().await;
    assert_eq!(bench.client.last_request_as_curl(), None);
    for op in Op::READS.into_iter().chain(Op::WRITES) {
        op.run(&bench).await.expect("answered");
        let line = bench.client.last_request_as_curl().expect("a line");
        let (_, path) = op.prefix().trim_end_matches('$').split_once(' ').expect("method and path");
        assert!(line.contains(&format!("{}{path}", bench.server.url())), "{line}");
        // The token reaches curl by its input: nobody reads it in the list of processes.
        let (token, curl) = line.split_once(" | curl --config - ").expect("two commands");
        assert_eq!(token, r#"printf 'header = "Authorization: Bearer %s"\n' "$KEEPNET_TOKEN""#);
        assert!(!curl.contains("KEEPNET_TOKEN") && !curl.contains("Bearer"), "{line}");
        assert!(!line.contains(JWT) && !line.contains(bench.server.client_secret()), "{line}");
        let header = format!("X-KEEPNET-Company-Id: {}", bench.company(ACME));
        assert_eq!(line.contains(&header), op.is_scoped(), "{line}");
    }
}

/// What curl would be given is what was sent.
#[tokio::test]
async fn curl_command_matches_the_request() {
    let bench = Bench::new().await;
    bench.create(ACME, "o'hara@acme.example").await.expect("created");
    let line = bench.client.last_request_as_curl().expect("a line");
    let sent = bench.server.requests().pop().expect("a request");
    assert!(line.ends_with(&format!("--data-raw '{}'", sent.body.replace('\'', r"'\''"))), "{line}\n{}", sent.body);
}

#[test]
fn debug_output_contains_no_secret() {
    let settings = settings("http://127.0.0.1:1", "the-id", "hush-hush", limits());
    for text in [format!("{settings:?}"), format!("{settings:#?}"), format!("{:?}", settings.credentials)] {
        assert!(text.contains("the-id") && !text.contains("hush"), "{text}");
    }
}
