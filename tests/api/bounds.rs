//! Nothing is waited for, read or kept without end.

use std::io::Write;
use std::net::Ipv4Addr;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use keepnet_tui::api::{Error, Limits};
use keepnet_tui::demo::Fault;
use rstest::rstest;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::support::{ACME, Bench, Op, SEARCH, deaf, few, limits};
use super::wrong_peers::{ISSUED, stranger};

const MIB: usize = 1_048_576;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text).expect("packed");
    let body = packed.finish().expect("packed");
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

#[test]
fn the_bounds_are_those_we_promise() {
    let limits = Limits::default();
    assert_eq!((limits.connect, limits.request), (Duration::from_secs(5), Duration::from_secs(30)));
    assert_eq!((limits.body, limits.longest_wait), (16 * MIB, Duration::from_secs(30)));
    assert_eq!((limits.repeats, limits.regain), (10, Duration::from_secs(5)));
}

/// A packed answer is read, and counted as it is unpacked: 64 MiB in 64 kB.
#[tokio::test]
async fn a_packed_answer_is_counted_unpacked() {
    let small = json!({"data": [{"resourceId": "a", "name": "A"}], "status": "SUCCESS"}).to_string();
    let (url, _) = stranger(gzip(small.as_bytes()), ISSUED).await;
    assert_eq!(deaf(&url, limits()).languages().await.expect("unpacked").len(), 1);
    let bomb = gzip(&vec![b' '; 64 * MIB]);
    assert!(bomb.len() < MIB);
    let (url, _) = stranger(bomb, ISSUED).await;
    let error = deaf(&url, limits()).languages().await.expect_err("too large");
    assert!(matches!(error, Error::TooLarge(cap) if cap == 16 * MIB), "{error:?}");
}

#[tokio::test]
async fn truncated_gzip_answer_is_an_error() {
    let mut cut = gzip(json!({"data": [], "status": "SUCCESS"}).to_string().as_bytes());
    cut.truncate(cut.len() - 9);
    let (url, _) = stranger(cut, ISSUED).await;
    assert!(deaf(&url, limits()).languages().await.expect_err("cut").is_passing());
}

/// The time limit is one for the whole answer: a byte now and then does not stretch it.
#[tokio::test]
async fn an_answer_that_trickles() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = [0; 4_096];
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await;
                let mut beat = tokio::time::interval(Duration::from_millis(20));
                loop {
                    beat.tick().await;
                    if stream.write_all(b" ").await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let client = deaf(&url, Limits { request: Duration::from_millis(200), ..limits() });
    let error = client.languages().await.expect_err("too slow");
    let Error::NoToken(cause) = &error else { panic!("{error:?}") };
    assert!(matches!(**cause, Error::Timeout(_)), "{error:?}");
}

/// Small on the wire, large in memory.
#[rstest]
#[case::objects(r#"{"a":0},"#)]
#[case::lists("[],")]
#[case::numbers("0,")]
#[tokio::test]
async fn answer_with_too_many_parts_is_an_error(#[case] part: &str) {
    let bench = Bench::new().await;
    let body = format!(r#"{{"data":{{"results":[{}null]}},"status":"SUCCESS"}}"#, part.repeat(1_000_001));
    bench.server.faults().always(SEARCH, Fault::Body(200, body));
    assert!(matches!(bench.search().await, Err(Error::Garbled(200))));
}

/// A list without pages is cut where nobody could pick from it any more.
#[tokio::test]
async fn endless_lists_are_cut() {
    let bench = Bench::with(few(), limits()).await;
    let many: Vec<_> = (0..12_000).map(|n| json!({"resourceId": n.to_string(), "name": "x".repeat(700)})).collect();
    let body = json!({"data": many, "status": "SUCCESS"}).to_string();
    bench.server.faults().always(Op::Groups.prefix(), Fault::Body(200, body.clone()));
    bench.server.faults().always(Op::Languages.prefix(), Fault::Body(200, body));
    let groups = bench.client.target_groups(&bench.company(ACME)).await.expect("groups");
    let languages = bench.client.languages().await.expect("languages");
    assert_eq!((groups.len(), languages.len()), (10_000, 10_000));
    assert!(groups.iter().all(|g| g.name.len() == 512));
}
