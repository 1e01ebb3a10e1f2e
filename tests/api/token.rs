//! The token: one request for it however many calls wait, in good times and bad.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use keepnet_tui::api::{Error, Event};
use keepnet_tui::demo::{Ending, Fault, Gate, Options, Server};
use rstest::rstest;

use super::support::{ACME, Bench, CREATE, Op, SEARCH, TOKEN, few, limits};

#[tokio::test]
async fn twenty_first_calls_share_one_token() {
    let bench = Bench::new().await;
    for answer in join_all((0..20).map(|_| bench.search())).await {
        answer.expect("found");
    }
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(SEARCH)), (1, 20));
    let sessions: Vec<_> = bench.events().into_iter().filter(|e| matches!(e, Event::Token(_))).collect();
    let [Event::Token(session)] = &sessions[..] else { panic!("{sessions:?}") };
    assert_eq!((session.role.as_deref(), session.reseller_access), (Some("Reseller"), Some(true)));
    assert_eq!((session.company.as_deref(), session.lifetime), (Some("Northwind MSP"), Duration::from_secs(3600)));
}

#[tokio::test]
async fn twenty_calls_share_one_refusal() {
    let server = Server::start(few()).await.expect("a server");
    let bench = Bench::knowing(server, "wrong", limits());
    for answer in join_all((0..20).map(|_| bench.search())).await {
        assert!(matches!(answer, Err(Error::InvalidClient)), "{answer:?}");
    }
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(SEARCH)), (1, 0));
    // A later call asks anew: the credential may have been made valid meanwhile.
    bench.search().await.expect_err("still wrong");
    assert_eq!(bench.server.asked(TOKEN), 2);
}

#[tokio::test]
async fn twenty_calls_share_one_outage() {
    let bench = Bench::new().await;
    bench.server.faults().always(TOKEN, Fault::status(500));
    for answer in join_all((0..20).map(|_| bench.search())).await {
        assert!(matches!(answer, Err(Error::NoToken(_))), "{answer:?}");
    }
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(SEARCH)), (4, 0));
    bench.server.faults().clear();
    bench.search().await.expect("found");
}

#[tokio::test]
async fn token_is_renewed_before_expiry() {
    let life = Duration::from_secs(3);
    let bench = Bench::with(Options { token_ttl: life, ..few() }, limits()).await;
    let start = Instant::now();
    // Half of a short life: the second token is asked for while the first still works.
    while bench.server.asked(TOKEN) < 2 {
        bench.client.languages().await.expect("never a gap");
    }
    assert!(start.elapsed() < life, "renewed only when it had ended");
    assert!(bench.server.requests().iter().all(|r| r.ending == Ending::Status(200)), "somebody met a 401");
}

#[rstest]
#[case::read(Op::Companies)]
#[case::scoped_read(Op::Groups)]
#[case::scoped_search(Op::Users)]
#[case::scoped_look_up(Op::Find)]
#[case::create(Op::Create)]
#[tokio::test]
async fn status_401_renews_the_token_and_retries_once(#[case] op: Op) {
    let bench = Bench::new().await;
    bench.client.languages().await.expect("a token");
    bench.server.revoke_tokens();
    op.run(&bench).await.expect("repeated");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(op.prefix())), (2, 2));
    assert_eq!(bench.created(ACME), usize::from(op == Op::Create));
    let all: Vec<_> = bench.server.requests().into_iter().filter(|r| r.is(op.prefix())).collect();
    assert_eq!(all[0].body, all[1].body);
    assert_eq!(all[0].company, all[1].company);
}

#[tokio::test]
async fn ten_calls_with_a_revoked_token_share_one_new_one() {
    let bench = Bench::new().await;
    bench.client.languages().await.expect("a token");
    bench.server.revoke_tokens();
    for answer in join_all((0..10).map(|_| bench.search())).await {
        answer.expect("repeated");
    }
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(SEARCH)), (2, 20));
}

#[tokio::test]
async fn a_token_revoked_while_calls_run_and_more_come() {
    let bench = Bench::new().await;
    bench.client.languages().await.expect("a token");
    let gate = Gate::new();
    for _ in 0..10 {
        bench.server.faults().next(SEARCH, Fault::Hold(gate.clone()));
    }
    let running = join_all((0..10).map(|_| bench.search()));
    let later = async {
        bench.server.arrived(SEARCH, 10).await;
        bench.server.revoke_tokens();
        let calls = (0..10).map(|n| bench.create(ACME, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"][n]));
        let refused = join_all(calls).await;
        gate.open();
        refused
    };
    let (running, later) = tokio::join!(running, later);
    assert!(running.iter().all(Result::is_ok), "what was let in is served");
    assert!(later.iter().all(|a| matches!(a, Err(Error::Refused(_)))), "{later:?}");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(CREATE)), (2, 20));
}

/// The one that asks for the token is given up while others wait for it.
#[tokio::test]
async fn dropped_token_request_does_not_block_others() {
    let bench = Bench::new().await;
    let gate = Gate::new();
    bench.server.faults().next(TOKEN, Fault::Hold(gate.clone()));
    let first = tokio::spawn({
        let client = bench.client.clone();
        async move { client.languages().await }
    });
    bench.server.arrived(TOKEN, 1).await;
    let (others, ()) = tokio::join!(join_all((0..5).map(|_| bench.search())), async { first.abort() });
    assert!(first.await.expect_err("given up").is_cancelled());
    assert!(others.iter().all(Result::is_ok));
    assert_eq!(bench.server.asked(TOKEN), 2);
    bench.server.idle().await;
    gate.open();
}

/// A credential that no token helps: each call asks for a token it has not seen refused, and twice at most.
#[rstest]
#[case::read(Op::Companies)]
#[case::create(Op::Create)]
#[case::create_system_user(Op::CreateSystemUser)]
#[case::delete(Op::Delete)]
#[tokio::test]
async fn rejected_token_is_never_reused(#[case] op: Op) {
    let bench = Bench::new().await;
    bench.client.languages().await.expect("a token");
    bench.server.faults().always(Op::Companies.prefix(), Fault::status(401));
    bench.search().await.expect_err("refused twice");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(SEARCH)), (2, 2));
    // Neither of the two that were refused goes along with the next request.
    bench.server.faults().clear();
    bench.server.faults().always(op.prefix(), Fault::status(401));
    let error = op.run(&bench).await.expect_err("refused");
    assert!(matches!(error, Error::Unauthorized), "{error:?}");
    let sent: Vec<_> = bench.server.requests().into_iter().filter(|r| !r.is(TOKEN)).map(|r| r.token).collect();
    let different: std::collections::BTreeSet<_> = sent.iter().collect();
    // Languages and the first search share the first; after it was refused each request has its own.
    assert_eq!((sent.len(), different.len()), (5, 4), "{op:?}");
    assert_eq!((bench.server.asked(TOKEN), op.done(&bench)), (4, 0));
}

#[tokio::test]
async fn calls_with_an_old_token_do_not_loop() {
    let bench = Bench::new().await;
    bench.client.languages().await.expect("a token");
    bench.server.faults().always("/api", Fault::status(401));
    let calls = join_all((0..20).map(|_| bench.search()));
    for answer in calls.await {
        assert!(matches!(answer, Err(Error::Unauthorized)), "{answer:?}");
    }
    // The first token, then one for all; who comes later than its refusal may ask for another.
    assert_eq!(bench.server.asked(SEARCH), 40);
    assert!(bench.server.asked(TOKEN) <= 21, "{}", bench.server.asked(TOKEN));
    bench.server.faults().clear();
    bench.create(ACME, "new@acme.example").await.expect("with a token nobody has refused");
    assert_eq!(bench.server.asked(CREATE), 1);
}
