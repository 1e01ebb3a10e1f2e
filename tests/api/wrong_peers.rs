//! Peers that are not the service: nobody there, one that points elsewhere, one that never ends.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener as StdListener};
use std::sync::{Arc, Mutex};

use keepnet_tui::api::{Client, Error, Limits};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::support::{Bench, Op, SEARCH, TOKEN, deaf, few, limits, minimal};

pub const ISSUED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 45\r\nconnection: close\r\n\r\n{\"access_token\":\"opaque\",\"expires_in\":\"3600\"}";

/// Answers the token, and everything else with these bytes; keeps what it was sent.
pub async fn stranger(answer: impl Into<Vec<u8>>, token: impl Into<Vec<u8>>) -> (String, Arc<Mutex<Vec<String>>>) {
    let (answer, token) = (answer.into(), token.into());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            let mut chunk = [0; 4_096];
            // The heads and bodies of these tests come in one piece or two; a head alone is enough to answer.
            while !request.windows(4).any(|w| w == b"\r\n\r\n") {
                match stream.read(&mut chunk).await {
                    Ok(n) if n > 0 => request.extend_from_slice(&chunk[..n]),
                    _ => break,
                }
            }
            let text = String::from_utf8_lossy(&request).into_owned();
            let reply = if text.starts_with(TOKEN) { &token } else { &answer };
            log.lock().expect("log").push(text);
            // The client may have hung up in the middle; that is its right.
            let _ = stream.write_all(reply).await;
            let _ = stream.shutdown().await;
        }
    });
    (url, heard)
}

async fn create(client: &Client) -> Result<String, Error> {
    let made = client.create_target_user(&CompanyId::new("C"), &minimal("a@b.example")).await;
    made.map(|id| id.to_string())
}

#[tokio::test]
async fn connection_refused() {
    let port = {
        let taken = StdListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        taken.local_addr().expect("an address").port()
    };
    let client = deaf(&format!("http://127.0.0.1:{port}"), limits());
    let failures = [
        (client.languages().await.expect_err("none").failure(Op::Languages.doing()), Remedy::Retry),
        (create(&client).await.expect_err("none").failure(Op::Create.doing()), Remedy::SendAgain),
    ];
    for (failure, remedy) in failures {
        assert!(
            failure.why.starts_with("no connection to the service (") && failure.why.contains("refused"),
            "{failure}"
        );
        assert_eq!(failure.hint, "Check the network, VPN and proxy.");
        assert_eq!((failure.remedy, failure.applied), (remedy, Applied::No));
    }
}

/// A listener that notices anybody who connects.
fn trap() -> (StdListener, u16) {
    let trap = StdListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    trap.set_nonblocking(true).expect("non-blocking");
    let port = trap.local_addr().expect("an address").port();
    (trap, port)
}

fn redirect(code: u16, to: &str) -> String {
    format!("HTTP/1.1 {code} Elsewhere\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

#[rstest]
#[tokio::test]
async fn a_redirect_is_not_followed(
    #[values(301, 302, 303, 307, 308)] code: u16,
    #[values(true, false)] of_the_token: bool,
) {
    let (trap, port) = trap();
    let elsewhere = redirect(code, &format!("http://127.0.0.1:{port}/steal?token=x"));
    let token = if of_the_token { elsewhere.clone() } else { ISSUED.to_owned() };
    let (url, heard) = stranger(elsewhere, token).await;
    let client = deaf(&url, limits());
    let failures = [
        client.languages().await.expect_err("none").failure(Op::Languages.doing()),
        create(&client).await.expect_err("none").failure(Op::Create.doing()),
    ];
    // A create may have been carried out before the redirect; no token, nothing sent.
    let uncertain = failures.map(|f| (f.applied == Applied::Maybe, f));
    assert_eq!(uncertain.each_ref().map(|(perhaps, _)| *perhaps), [false, !of_the_token]);
    for (perhaps, failure) in uncertain {
        assert!(failure.why.contains(&format!("points to another address (http://127.0.0.1:{port})")), "{failure}");
        assert!(!failure.to_string().contains("steal"), "{failure}");
        if !perhaps {
            assert_eq!(failure.hint, "Correct the base URL; nothing was sent there.");
        }
        assert_eq!(failure.remedy, Remedy::Nothing);
    }
    assert!(trap.accept().is_err_and(|e| e.kind() == ErrorKind::WouldBlock), "somebody followed the redirect");
    let api = heard.lock().expect("log").iter().filter(|r| !r.starts_with(TOKEN)).count();
    assert_eq!(api, if of_the_token { 0 } else { 2 }, "each call once");
}

/// Where else it may point, in words; never the address itself.
#[rstest]
#[case("location: /api/v2/languages?secret=x", "another path of the same host")]
#[case("location: https://elsewhere.example:8443/a?secret=x", "https://elsewhere.example:8443")]
#[case("location: //someone:secret@elsewhere.example/", "http://elsewhere.example")]
#[case("location: data:text/html,secret", "not a web address")]
#[case("location: http://[secret", "nowhere")]
#[case("x-location: secret", "nowhere")]
#[tokio::test]
async fn a_redirect_is_named_by_its_origin(#[case] header: &str, #[case] named: &str) {
    let answer = format!("HTTP/1.1 302 Found\r\n{header}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let (url, _) = stranger(answer, ISSUED).await;
    let failure = deaf(&url, limits()).languages().await.expect_err("none").failure(Op::Languages.doing());
    assert_eq!(failure.why, format!("the service points to another address ({named})."));
    assert!(!failure.to_string().contains("secret"), "{failure}");
}

#[tokio::test]
async fn an_answer_beyond_the_cap() {
    let cap = 1_048_576;
    let bench = Bench::with(few(), Limits { body: cap, ..limits() }).await;
    let long = |extra: usize| {
        let frame = r#"{"data":{"results":[]},"x":""}"#.len();
        format!(r#"{{"data":{{"results":[]}},"x":"{}"}}"#, "x".repeat(cap - frame + extra))
    };
    bench.server.faults().next(SEARCH, Fault::Body(200, long(0)));
    bench.search().await.expect("exactly the cap is fine");
    bench.server.faults().always("/api", Fault::Body(200, long(1)));
    let failure = Op::Companies.fail(&bench).await;
    assert_eq!(failure.why, "the answer is larger than 1 MiB.");
    assert_eq!((failure.remedy, bench.server.asked(SEARCH)), (Remedy::AskForLess, 2));
    assert_eq!(Op::Create.fail(&bench).await.applied, Applied::Maybe);
}

/// The cap counts what arrives, not what is promised: this one never stops sending.
#[tokio::test]
async fn an_endless_answer() {
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    let (url, _) = stranger(format!("{head}{}", chunk.repeat(40)), ISSUED).await;
    let client = deaf(&url, Limits { body: 1_048_576, ..limits() });
    assert!(matches!(client.languages().await, Err(Error::TooLarge(1_048_576))));
}

/// An opaque token, its life in a string, and a status line in place of a body.
#[rstest]
#[case("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")]
#[case("HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nnull")]
#[case("SSH-2.0-OpenSSH_9.6\r\n")]
#[tokio::test]
async fn meaningless_answers(#[case] answer: &str) {
    let (url, heard) = stranger(answer.to_owned(), ISSUED).await;
    let client = deaf(&url, limits());
    assert!(client.languages().await.expect_err("nothing").is_passing());
    let failure = create(&client).await.expect_err("nothing").failure(Op::Create.doing());
    assert_eq!(failure.applied, Applied::Maybe, "{failure}");
    let heard = heard.lock().expect("log");
    assert_eq!(heard.iter().filter(|r| r.starts_with("POST /api/target-users")).count(), 1);
    assert!(heard.iter().filter(|r| !r.starts_with(TOKEN)).all(|r| r.contains("Bearer opaque")));
}
