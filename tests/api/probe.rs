//! Asking whether the service answers: once, and not taking a stranger's word for it.

use keepnet_tui::api::Operation;
use keepnet_tui::demo::{Fault, Server};
use rstest::rstest;

use super::support::{Bench, Op, TOKEN, few, limits};

#[tokio::test]
async fn a_service_that_answers() {
    let bench = Bench::new().await;
    bench.client.probe().await.expect("it answers");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked("/api")), (1, 1));
}

#[rstest]
#[case::internal(Fault::status(500))]
#[case::busy(Fault::Status(429, Some("0".into())))]
#[case::captive_portal(Fault::Html(200))]
#[case::other_json(Fault::Body(200, r#"{"message":"welcome to the hotel"}"#.into()))]
#[case::other_data(Fault::Body(200, r#"{"data":"welcome","status":"SUCCESS"}"#.into()))]
#[case::garbage(Fault::Garbage)]
#[case::reset(Fault::Reset)]
#[case::cut(Fault::CutBody)]
#[tokio::test]
async fn tried_once(#[case] fault: Fault, #[values(true, false)] of_the_token: bool) {
    let bench = Bench::new().await;
    let (path, never) = if of_the_token { (TOKEN, Op::Languages.prefix()) } else { (Op::Languages.prefix(), "/never") };
    bench.server.faults().always(path, fault);
    let failure = bench.client.probe().await.expect_err("no service").failure(Operation::Probe);
    assert_eq!(failure.what, "The connection could not be checked");
    assert_eq!((bench.server.asked(path), bench.server.asked(never)), (1, 0), "{failure}");
    bench.server.faults().clear();
    bench.client.probe().await.expect("it answers again");
}

/// The token ended meanwhile: that is no trouble with the service.
#[tokio::test]
async fn expired_token() {
    let bench = Bench::new().await;
    bench.client.probe().await.expect("it answers");
    bench.server.revoke_tokens();
    bench.client.probe().await.expect("it answers with a new token");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked("/api")), (2, 3));
}

#[tokio::test]
async fn credentials_that_are_refused() {
    let bench = Bench::knowing(Server::start(few()).await.expect("a server"), "wrong", limits());
    let failure = bench.client.probe().await.expect_err("refused").failure(Operation::Probe);
    assert_eq!(failure.why, "the client ID or secret is refused.");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked("/api")), (1, 0));
}
