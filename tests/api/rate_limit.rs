//! One pace for all that a client sends, and one purse for its repeats.

use std::time::{Duration, Instant};

use keepnet_tui::api::{Error, Event, Limits};
use keepnet_tui::demo::{Fault, Gate, Server};
use keepnet_tui::domain::service::failure::Applied;
use rstest::rstest;

use super::support::{ACME, Bench, CREATE, Op, SEARCH, TOKEN, few, limits};

const SECOND: Duration = Duration::from_secs(1);

fn busy(seconds: &str) -> Fault {
    Fault::Status(429, Some(seconds.into()))
}

fn is_paced(event: &Event) -> bool {
    matches!(event, Event::Paced { until_wait } if *until_wait <= SECOND)
}

/// Has `op` told to wait a second, and gives it up while it does.
async fn tell_to_wait(bench: &Bench, op: Op) {
    bench.server.faults().next(op.prefix(), busy("1"));
    tokio::select! {
        done = op.run(bench) => panic!("told to wait, yet {done:?}"),
        () = bench.heard(|e| matches!(e, Event::Retrying { .. })) => {}
    }
}

/// Whoever was told, everybody waits.
#[rstest]
#[tokio::test]
async fn every_request_waits_for_a_retry_after(
    #[values(Op::Languages, Op::Create)] told: Op,
    #[values(Op::Companies, Op::Create)] waits: Op,
) {
    let bench = Bench::new().await;
    bench.client.time_zones().await.expect("a token");
    let start = Instant::now();
    tell_to_wait(&bench, told).await;
    assert!(!bench.events().iter().any(is_paced));
    waits.run(&bench).await.expect("served, later");
    assert!(start.elapsed() >= SECOND);
    assert!(bench.events().iter().any(is_paced), "{:?}", bench.events());
    assert_eq!(bench.created(ACME), usize::from(waits == Op::Create));
}

#[tokio::test]
async fn token_waits_for_its_own_retry_after() {
    let bench = Bench::new().await;
    bench.server.faults().next(TOKEN, busy("1"));
    let start = Instant::now();
    tokio::select! {
        done = bench.search() => panic!("told to wait, yet {done:?}"),
        () = bench.heard(|e| matches!(e, Event::Retrying { .. })) => {}
    }
    bench.search().await.expect("served, later");
    assert!(start.elapsed() >= SECOND && bench.events().iter().any(is_paced));
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(SEARCH)), (2, 1));
}

/// A create meets a token that has ended, while another call was told to wait.
#[tokio::test]
async fn token_waits_for_the_retry_after_of_a_read() {
    let bench = Bench::new().await;
    bench.client.time_zones().await.expect("a token");
    let gate = Gate::new();
    bench.server.revoke_tokens();
    bench.server.faults().next(CREATE, Fault::Hold(gate.clone()));
    let mut create = std::pin::pin!(Op::Create.run(&bench));
    tokio::select! {
        done = &mut create => panic!("the new token was not held back: {done:?}"),
        () = async {
            bench.server.arrived(CREATE, 1).await;
            tell_to_wait(&bench, Op::Languages).await;
            gate.open();
            bench.heard(is_paced).await;
        } => {}
    }
    assert_eq!(bench.server.asked(TOKEN), 1);
    create.await.expect("created, later");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(CREATE), bench.created(ACME)), (2, 2, 1));
}

/// A wait that no person would wait for is told at once.
#[rstest]
#[case::read(SEARCH)]
#[case::write(CREATE)]
#[tokio::test]
async fn long_wait_is_reported_at_once(#[case] told: &str, #[values("3600", "999999")] asked: &str) {
    let bench = Bench::new().await;
    bench.client.time_zones().await.expect("a token");
    bench.server.faults().next(told, busy(asked));
    let first = if told == SEARCH { Op::Companies } else { Op::Create };
    let error = first.run(&bench).await.expect_err("too long");
    assert!(matches!(error, Error::RateLimited(Some(wait)) if wait.as_secs() >= 3_600), "{error:?}");
    let failure = error.failure(first.doing());
    assert_eq!((failure.why.as_str(), failure.applied), ("too many requests.", Applied::No));
    assert!(failure.hint.starts_with("The service asks for a wait of "), "{failure}");
    // Who is told so does not ask again, and neither does anybody else before the longest wait is over.
    let sent = bench.server.requests().len();
    let paced = async {
        bench
            .heard(|e| matches!(e, Event::Paced { until_wait } if *until_wait <= Limits::default().longest_wait))
            .await;
    };
    tokio::select! {
        done = Op::Languages.run(&bench) => panic!("not yet: {done:?}"),
        () = paced => {}
    }
    assert_eq!(bench.server.requests().len(), sent, "something was sent all the same");
}

/// One absurd answer silences nobody for longer than an operation may wait: the look-ups of a doubtful write go on.
#[tokio::test]
async fn absurd_wait_is_limited() {
    let bench = Bench::with(few(), Limits { longest_wait: Duration::from_millis(300), ..limits() }).await;
    bench.client.time_zones().await.expect("a token");
    bench.server.faults().next(CREATE, busy("999999"));
    Op::Create.run(&bench).await.expect_err("too long");
    let start = Instant::now();
    Op::Find.run(&bench).await.expect("looked up");
    assert!(start.elapsed() < SECOND * 20, "{:?}", start.elapsed());
    assert!(bench.events().iter().any(|e| matches!(e, Event::Paced { .. })), "{:?}", bench.events());
    Op::Create.run(&bench).await.expect("created");
}

/// What names no wait leaves it to us: no repeat comes at once.
#[rstest]
#[case("0")]
#[case("-5")]
#[case("soon")]
#[case("Wed, 01 Jan 2020 00:00:00 GMT")]
#[tokio::test]
async fn missing_retry_after_uses_the_default_wait(#[case] asked: &str) {
    let bench = Bench::with(few(), Limits { first_wait: Duration::from_millis(20), ..limits() }).await;
    bench.client.time_zones().await.expect("a token");
    bench.server.faults().next(SEARCH, busy(asked));
    bench.search().await.expect("served, later");
    let waits: Vec<_> = bench
        .events()
        .into_iter()
        .filter_map(|e| if let Event::Retrying { wait, .. } = e { Some(wait) } else { None })
        .collect();
    assert!(matches!(waits[..], [wait] if wait >= Duration::from_millis(5)), "{waits:?}");
}

#[tokio::test]
async fn long_wait_for_a_token_is_reported() {
    let bench = Bench::new().await;
    bench.server.faults().next(TOKEN, busy("3600"));
    let failure = Op::Create.fail(&bench).await;
    assert_eq!(failure.why, "the service issues no token: too many requests.");
    assert_eq!((failure.hint.as_str(), failure.applied), ("The service asks for a wait of 60 minutes.", Applied::No));
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked("/api")), (1, 0));
}

/// All the waits of one operation together are bounded, not only each.
#[tokio::test]
async fn many_short_waits_count_as_a_long_one() {
    let bench = Bench::with(few(), Limits { longest_wait: Duration::from_millis(1_500), ..limits() }).await;
    bench.server.faults().always(SEARCH, busy("1"));
    let error = bench.search().await.expect_err("too long");
    assert!(matches!(error, Error::RateLimited(Some(wait)) if wait <= SECOND), "{error:?}");
    assert_eq!(bench.server.asked(SEARCH), 2);
}

/// Ten calls that are refused together make one pause, and then all are served.
#[tokio::test]
async fn calls_refused_together_wait_together() {
    let bench = Bench::new().await;
    bench.client.time_zones().await.expect("a token");
    for _ in 0..10 {
        bench.server.faults().next(SEARCH, Fault::status(429));
    }
    for answer in futures_util::future::join_all((0..10).map(|_| bench.search())).await {
        answer.expect("served");
    }
    assert_eq!(bench.server.asked(SEARCH), 20);
}

fn frugal() -> Limits {
    // Nothing comes back with time, however slow the machine is.
    Limits { repeats: 10, regain: SECOND * 86_400, ..limits() }
}

/// Three reads may be patient with a service in trouble; after that each asks once.
#[rstest]
#[case::internal(Fault::status(500))]
#[case::unavailable(Fault::status(503))]
#[case::page(Fault::Html(502))]
#[case::garbage(Fault::Garbage)]
#[case::reset(Fault::Reset)]
#[case::busy(Fault::status(429))]
#[tokio::test]
async fn a_dead_service_is_not_hammered(#[case] fault: Fault) {
    let bench = Bench::with(few(), frugal()).await;
    bench.client.time_zones().await.expect("a token");
    bench.server.faults().always(SEARCH, fault);
    let mut tries = Vec::new();
    for _ in 0..6 {
        let before = bench.server.asked(SEARCH);
        let failure = Op::Companies.fail(&bench).await;
        assert!(!failure.why.contains("token") && !failure.hint.is_empty(), "{failure}");
        tries.push(bench.server.asked(SEARCH) - before);
    }
    assert_eq!(tries, [4, 4, 4, 2, 1, 1]);
    // Every good answer gives one repeat back.
    bench.client.languages().await.expect("languages");
    bench.client.languages().await.expect("languages");
    let before = bench.server.asked(SEARCH);
    Op::Companies.fail(&bench).await;
    assert_eq!(bench.server.asked(SEARCH) - before, 3);
}

/// A refusal is an answer: the service lives.
#[tokio::test]
async fn refusals_cost_nothing() {
    let bench = Bench::with(few(), frugal()).await;
    bench.client.time_zones().await.expect("a token");
    bench.server.faults().always(SEARCH, Fault::status(403));
    for _ in 0..15 {
        Op::Companies.fail(&bench).await;
    }
    bench.server.faults().clear();
    bench.server.faults().always(SEARCH, Fault::status(500));
    Op::Companies.fail(&bench).await;
    assert_eq!(bench.server.asked(SEARCH), 15 + 4);
}

/// The token is a read as well: it pays for its repeats.
#[tokio::test]
async fn a_dead_token_service_is_not_hammered() {
    let server = Server::start(few()).await.expect("a server");
    let secret = server.client_secret().to_owned();
    let bench = Bench::knowing(server, &secret, frugal());
    bench.server.faults().always(TOKEN, Fault::status(500));
    for _ in 0..6 {
        Op::Create.fail(&bench).await;
    }
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked("/api")), (4 + 4 + 4 + 2 + 1 + 1, 0));
}
