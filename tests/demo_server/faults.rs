//! Every fault does what its name says, and a request is executed exactly when it says so.

use super::*;
use keepnet_tui::demo::{Ending, Fault, Gate};
use rstest::rstest;

const CREATE: &str = "POST /api/target-users";
const MAIL: &str = "jane@x.example";

/// Creates one user under a fault; gives the answer and how many are stored then.
async fn create_under(fault: Fault) -> (Result<Response, reqwest::Error>, usize, Desk) {
    let desk = Desk::open().await;
    let id = desk.id("Lumen Optics");
    desk.server.faults().next(CREATE, fault);
    let answer = desk.create(&id, &person(MAIL)).send().await;
    let stored = desk.stored(&id, MAIL);
    (answer, stored, desk)
}

#[rstest]
#[case(500, None)]
#[case(503, Some("1"))]
#[case(429, Some("Wed, 21 Oct 2026 07:28:00 GMT"))]
#[tokio::test]
async fn a_status_has_an_envelope_and_says_when_to_come_back(#[case] code: u16, #[case] after: Option<&str>) {
    let (answer, stored, _desk) = create_under(Fault::Status(code, after.map(str::to_owned))).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), code);
    assert_eq!(answer.headers().get("retry-after").map(|v| v.to_str().expect("text")), after);
    assert!(answer.json::<Value>().await.expect("JSON")["message"].is_string());
    assert_eq!(stored, 0);
}

#[tokio::test]
async fn html_comes_instead_of_json() {
    let (answer, stored, _desk) = create_under(Fault::Html(502)).await;
    let answer = answer.expect("an answer");
    assert_eq!((answer.status(), stored), (StatusCode::BAD_GATEWAY, 0));
    assert!(answer.headers()["content-type"].to_str().expect("text").starts_with("text/html"));
    assert!(answer.text().await.expect("a body").contains("502 Bad Gateway"));
}

#[tokio::test]
async fn garbage_says_that_it_is_json() {
    let (answer, stored, _desk) = create_under(Fault::Garbage).await;
    let answer = answer.expect("an answer");
    assert_eq!((answer.status(), stored), (StatusCode::OK, 0));
    assert!(answer.headers()["content-type"].to_str().expect("text").starts_with("application/json"));
    let bytes = answer.bytes().await.expect("a body");
    assert!(std::str::from_utf8(&bytes).is_err());
}

#[tokio::test]
async fn a_wrong_type_still_carries_the_answer() {
    let (answer, stored, _desk) = create_under(Fault::WrongType).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "text/plain");
    assert_eq!(stored, 1);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["status"], "SUCCESS");
}

#[tokio::test]
async fn a_cut_body_promises_more_than_it_sends() {
    let desk = Desk::open().await;
    desk.server.faults().next("/api/languages", Fault::CutBody);
    let mut answer = send(desk.get("/api/languages")).await;
    assert_eq!(answer.status(), 200);
    let promised = answer.content_length().expect("a length");
    let mut sent = 0;
    let broken = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => sent += chunk.len() as u64,
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken && sent > 0 && sent < promised, "{sent} of {promised}");

    let (answer, stored, _desk) = create_under(Fault::CutBody).await;
    assert!(answer.expect("a head").bytes().await.is_err());
    assert_eq!(stored, 1);
}

#[rstest]
#[case(Fault::Reset, 0)]
#[case(Fault::ExecutedThenReset, 1)]
#[tokio::test]
async fn a_reset_is_no_answer_at_all(#[case] fault: Fault, #[case] expected: usize) {
    let (answer, stored, desk) = create_under(fault).await;
    let error = answer.expect_err("silence");
    assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    assert_eq!(stored, expected);
    let last = desk.server.requests().pop().expect("logged");
    assert_eq!((last.ending, last.status()), (Ending::Silence, None));
    // Nothing but that connection is harmed.
    assert_eq!(send(desk.get("/api/languages")).await.status(), 200);
}

#[tokio::test]
async fn a_gateway_may_answer_for_what_was_done() {
    let (answer, stored, _desk) = create_under(Fault::ExecutedThenStatus(504)).await;
    assert_eq!((answer.expect("an answer").status(), stored), (StatusCode::GATEWAY_TIMEOUT, 1));
}

#[tokio::test]
async fn a_delay_is_a_delay() {
    let start = tokio::time::Instant::now();
    let (answer, stored, _desk) = create_under(Fault::Delay(Duration::from_millis(30))).await;
    assert_eq!((answer.expect("an answer").status(), stored), (StatusCode::OK, 1));
    assert!(start.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn a_failure_can_hide_in_a_200() {
    let fault = Fault::failure_in_200("INPUT_ERROR", "No.", &["Email is odd."]);
    let (answer, stored, _desk) = create_under(fault).await;
    let answer = answer.expect("an answer");
    assert_eq!((answer.status(), stored), (StatusCode::OK, 0));
    let body: Value = answer.json().await.expect("JSON");
    let expected = json!({"data": null, "status": "INPUT_ERROR", "message": "No.",
        "validationMessages": ["Email is odd."]});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn any_body_can_be_answered() {
    let (answer, _, _desk) = create_under(Fault::Body(400, "{\"Message\":\"Pascal\"}".into())).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["Message"], "Pascal");
}

#[tokio::test]
async fn a_held_answer_is_overtaken_and_comes_when_its_gate_opens() {
    let desk = Desk::open().await;
    let gate = Gate::new();
    desk.server.faults().next("/api/companies/search", Fault::Hold(gate.clone()));
    let slow = desk.post("/api/companies/search", &query(&json!({"pageSize": 3}))).send();
    let slow = tokio::spawn(slow);
    desk.server.arrived("/api/companies/search", 1).await;
    assert_eq!(desk.search(&json!({"pageSize": 5})).await["pageSize"], 5);
    assert!(!slow.is_finished());
    assert_eq!(desk.server.requests()[1].ending, Ending::Open);
    gate.open();
    let body: Value = slow.await.expect("no panic").expect("an answer").json().await.expect("JSON");
    assert_eq!(body["data"]["pageSize"], 3);
}

#[tokio::test]
async fn a_client_that_goes_away_is_noticed() {
    let desk = Desk::open().await;
    desk.server.faults().next("/api/languages", Fault::Hold(Gate::new()));
    let asking = tokio::spawn(desk.get("/api/languages").send());
    desk.server.arrived("/api/languages", 1).await;
    asking.abort();
    desk.server.idle().await;
    assert_eq!(desk.server.requests()[1].ending, Ending::Abandoned);
}

#[tokio::test]
async fn the_nth_request_can_be_hit_and_standing_faults_stand() {
    let desk = Desk::open().await;
    let faults = desk.server.faults();
    faults.next("/api/languages", Fault::Pass);
    faults.next("/api/languages", Fault::status(500));
    let status = async || send(desk.get("/api/languages")).await.status().as_u16();
    assert_eq!([status().await, status().await, status().await], [200, 500, 200]);
    faults.always("/api", Fault::status(503));
    assert_eq!([status().await, status().await], [503, 503]);
    faults.clear();
    assert_eq!(status().await, 200);
}

#[tokio::test]
async fn the_token_endpoint_can_fail_too() {
    let desk = Desk::open().await;
    desk.server.faults().next("/connect/token", Fault::Reset);
    let url = format!("{}/connect/token", desk.server.url());
    assert!(desk.http.post(&url).form(&[("a", "b")]).send().await.is_err());
    assert_eq!(desk.server.asked("/connect/token"), 2);
}

#[tokio::test]
async fn a_fail_rate_of_one_half_refuses_about_half() {
    let server = Server::start(Options { fail_rate: 0.5, ..Options::instant() }).await.expect("a port");
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let url = format!("{}/connect/token", server.url());
    let mut refused = 0;
    for _ in 0..200 {
        // Without the right form a served request answers 400.
        match http.post(&url).form(&[("a", "b")]).send().await {
            Ok(answer) if answer.status() == 400 => {}
            Ok(answer) => {
                assert!(answer.status().is_server_error(), "{}", answer.status());
                refused += 1;
            }
            Err(_) => refused += 1,
        }
    }
    assert!((60..140).contains(&refused), "{refused} of 200");
    assert_eq!(server.asked("/connect/token"), 200, "nothing is repeated below our feet");
}

#[tokio::test]
async fn latency_is_waited_for_and_jitter_never_turns_it_round() {
    let options =
        Options { latency: Duration::from_millis(20), jitter: Duration::from_millis(500), ..Options::instant() };
    let server = Server::start(Options { jitter: Duration::ZERO, ..options.clone() }).await.expect("a port");
    let start = tokio::time::Instant::now();
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    assert_eq!(send(http.get(format!("{}/api/languages", server.url()))).await.status(), 401);
    assert!(start.elapsed() >= Duration::from_millis(20));
    let server = Server::start(options).await.expect("a port");
    for _ in 0..3 {
        assert_eq!(send(http.get(format!("{}/api/languages", server.url()))).await.status(), 401);
    }
}
