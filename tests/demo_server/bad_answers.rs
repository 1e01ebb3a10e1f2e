//! Answers that come too slowly, too large, from elsewhere, changed, or not at all.

use keepnet_tui::demo::{Ending, Fault};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

const LOOK_UP: &str = "/api/languages";

async fn look_up_under(fault: Fault) -> (Response, Desk) {
    let desk = Desk::open().await;
    desk.server.faults().next(LOOK_UP, fault);
    (send(desk.get(LOOK_UP)).await, desk)
}

/// How many users a fault of a create leaves behind.
async fn left_behind(fault: Fault) -> usize {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    desk.server.faults().next("POST /api/target-users", fault);
    let answer = desk.create(&id, &person("jane@x.example")).send().await;
    if let Ok(answer) = answer {
        // To the end, whatever it is.
        let _ = answer.bytes().await;
    }
    desk.stored(&id, "jane@x.example")
}

#[tokio::test]
async fn a_slow_body_is_the_right_answer_drop_by_drop() {
    let wait = Duration::from_millis(2);
    let start = tokio::time::Instant::now();
    let (mut answer, desk) = look_up_under(Fault::SlowBody(500, wait)).await;
    assert_eq!(answer.status(), 200);
    let promised = answer.content_length().expect("a length");
    let (mut chunks, mut body) = (0, Vec::new());
    while let Some(chunk) = answer.chunk().await.expect("a chunk") {
        assert!(chunk.len() <= 500 || chunks > 0, "the first step is alone");
        body.extend_from_slice(&chunk);
        chunks += 1;
    }
    assert!(chunks > 1 && body.len() as u64 == promised);
    let steps = u32::try_from(promised.div_ceil(500)).expect("few");
    assert!(start.elapsed() >= wait * steps);
    let straight = send(desk.get(LOOK_UP)).await.bytes().await.expect("a body");
    assert_eq!(body, straight);
    assert_eq!(left_behind(Fault::SlowBody(0, Duration::ZERO)).await, 1, "no step is empty");
}

#[tokio::test]
async fn a_huge_body_is_as_long_as_said_and_never_ends_its_text() {
    let bytes = 3_000_001;
    let (mut answer, _desk) = look_up_under(Fault::Huge(bytes)).await;
    assert_eq!((answer.status(), answer.content_length()), (StatusCode::OK, None));
    assert_eq!(answer.headers()["content-type"], "application/json; charset=utf-8");
    let (mut seen, mut start) = (0, Vec::new());
    while let Some(chunk) = answer.chunk().await.expect("a chunk") {
        if start.len() < 20 {
            start.extend_from_slice(&chunk);
        }
        seen += chunk.len() as u64;
    }
    assert_eq!(seen, bytes);
    assert!(start.starts_with(b"{\"data\":\"aaaaaaaaaa"));
    let (answer, _desk) = look_up_under(Fault::Huge(4)).await;
    assert_eq!(answer.text().await.expect("a body"), "{\"da");
    assert_eq!(left_behind(Fault::Huge(10)).await, 0);
}

#[tokio::test]
async fn a_huge_body_is_made_only_as_fast_as_it_is_read() {
    let (mut answer, desk) = look_up_under(Fault::Huge(u64::MAX)).await;
    assert!(answer.chunk().await.expect("a chunk").is_some());
    drop(answer);
    assert_eq!(send(desk.get(LOOK_UP)).await.status(), 200, "nobody drowns");
}

#[tokio::test]
async fn a_redirect_says_where_to_and_does_nothing() {
    let to = "https://elsewhere.example/api/languages?x=1";
    let desk = Desk::open().await;
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
    desk.server.faults().next(LOOK_UP, Fault::Redirect(307, to.into()));
    let request = http.expect("a client").get(format!("{}{LOOK_UP}", desk.server.url()));
    let answer = send(request).await;
    assert_eq!(answer.status(), 307);
    assert_eq!(answer.headers()["location"], to);
    assert_eq!(left_behind(Fault::Redirect(302, "/api/nowhere".into())).await, 0);
}

#[tokio::test]
async fn raw_bytes_come_as_they_are() {
    let raw = |content_type: Option<&str>, encoding: Option<&str>, body: &[u8]| Fault::Raw {
        status: 203,
        content_type: content_type.map(str::to_owned),
        encoding: encoding.map(str::to_owned),
        body: body.to_vec(),
    };
    let (answer, _desk) = look_up_under(raw(Some("application/json"), Some("br"), b"\xff{[[[")).await;
    assert_eq!(answer.status(), 203);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.headers()["content-encoding"], "br");
    assert_eq!(answer.bytes().await.expect("a body"), &b"\xff{[[["[..]);
    let (answer, _desk) = look_up_under(raw(None, None, b"")).await;
    assert!(["content-type", "content-encoding"].iter().all(|name| !answer.headers().contains_key(*name)));
    assert_eq!(answer.bytes().await.expect("a body").len(), 0);
    assert_eq!(left_behind(raw(None, None, b"{}")).await, 0);
}

#[tokio::test]
async fn an_answer_can_be_rewritten() {
    let desk = Desk::open().await;
    let fault = Fault::rewrite(|answer| answer["data"]["totalNumberOfPages"] = json!(99));
    desk.server.faults().next("/api/companies/search", fault.clone());
    let lying = desk.search(&json!({"pageSize": 25})).await;
    let honest = desk.search(&json!({"pageSize": 25})).await;
    assert_eq!((&lying["totalNumberOfPages"], &honest["totalNumberOfPages"]), (&json!(99), &json!(6)));
    assert_eq!(lying["results"], honest["results"]);
    assert_eq!(left_behind(Fault::rewrite(|answer| *answer = Value::Null)).await, 1);
    assert_eq!(format!("{fault:?}"), "Rewrite(Rewrite(..))");
}

/// Sends a request by hand; gives what came before the end, or the error.
async fn by_hand(server: &Server) -> std::io::Result<Vec<u8>> {
    let address = server.url().replace("http://", "");
    let mut line = tokio::net::TcpStream::connect(&address).await?;
    line.write_all(format!("GET {LOOK_UP} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).await?;
    let mut came = Vec::new();
    line.read_to_end(&mut came).await.map(|_| came)
}

#[tokio::test]
async fn a_close_is_in_order_and_a_reset_is_not() {
    let desk = Desk::open().await;
    desk.server.faults().next(LOOK_UP, Fault::Close);
    assert_eq!(by_hand(&desk.server).await.expect("an end in order"), b"");
    let last = desk.server.requests().pop().expect("logged");
    assert_eq!((last.ending, last.status()), (Ending::Silence, None));
    desk.server.faults().next(LOOK_UP, Fault::Reset);
    let error = by_hand(&desk.server).await.expect_err("a reset");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(left_behind(Fault::Close).await, 0);
}

#[tokio::test]
async fn the_nth_request_from_now_is_hit() {
    let desk = Desk::open().await;
    let status = async || send(desk.get(LOOK_UP)).await.status().as_u16();
    assert_eq!(status().await, 200);
    desk.server.faults().nth(LOOK_UP, 3, Fault::status(500));
    desk.server.faults().nth(LOOK_UP, 1, Fault::status(503));
    assert_eq!(desk.server.faults().pending(), 2);
    assert_eq!([status().await, status().await, status().await, status().await], [503, 200, 500, 200]);
    assert_eq!(desk.server.faults().pending(), 0);
}

#[tokio::test]
async fn a_delete_can_happen_unheard() {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    let (_, created) = told(desk.create(&id, &person("jane@x.example"))).await;
    let path = format!("/api/target-users/{}", created["data"]["resourceId"].as_str().expect("an ID"));
    desk.server.faults().next("DELETE /api/target-users/", Fault::ExecutedThenReset);
    let delete = desk.request(Method::DELETE, &path).header("X-KEEPNET-Company-Id", &id);
    assert!(delete.send().await.is_err());
    assert!(desk.server.users(&id).iter().any(|user| user.email == "jane@x.example" && user.deleted));
    assert_eq!(desk.seats(&id).await["activeUserCount"], 59);
}

#[tokio::test]
async fn every_token_ever_issued_is_known() {
    let desk = Desk::open().await;
    let second = desk.login().await;
    desk.server.revoke_tokens();
    let third = desk.login().await;
    assert_eq!(desk.server.tokens_issued(), [desk.token.clone(), second, third]);
}
