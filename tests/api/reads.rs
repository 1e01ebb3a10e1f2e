//! Every read against every fault: what is tried again, how often, and what comes of it.

use std::time::Duration;

use keepnet_tui::api::{Error, Event};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::service::failure::Applied;
use rstest::rstest;

use super::support::{Bench, Op, SEARCH, few, impatient, limits};

fn body(text: &str) -> Fault {
    Fault::Body(200, text.into())
}

/// Four tries for what may pass, one for what will not, two for a 401.
#[rstest]
#[case::internal(Fault::status(500), 4)]
#[case::unavailable(Fault::status(503), 4)]
#[case::gateway_page(Fault::Html(502), 4)]
#[case::busy(Fault::status(429), 4)]
#[case::busy_zero(Fault::Status(429, Some("0".into())), 4)]
#[case::garbage(Fault::Garbage, 4)]
#[case::page_as_success(Fault::Html(200), 4)]
#[case::nothing(body(""), 4)]
#[case::no_object(body("[]"), 4)]
#[case::cut(Fault::CutBody, 4)]
#[case::reset(Fault::Reset, 4)]
#[case::late_reset(Fault::ExecutedThenReset, 4)]
#[case::late_gateway(Fault::ExecutedThenStatus(504), 4)]
#[case::refused(Fault::status(400), 1)]
#[case::token(Fault::status(401), 2)]
#[case::forbidden(Fault::status(403), 1)]
#[case::unknown(Fault::status(404), 1)]
#[case::odd(Fault::status(418), 1)]
#[case::input(Fault::failure_in_200("INPUT_ERROR", "no", &["no"]), 1)]
#[case::privacy(Fault::failure_in_200("PRIVACY_ERROR", "no", &[]), 1)]
#[tokio::test]
async fn a_standing_fault(#[case] fault: Fault, #[case] tries: usize) {
    let bench = Bench::new().await;
    for op in Op::READS {
        bench.server.faults().clear();
        bench.server.faults().always(op.prefix(), fault.clone());
        let before = bench.server.asked(op.prefix());
        let failure = op.fail(&bench).await;
        assert_eq!(bench.server.asked(op.prefix()) - before, tries, "{op:?}: {failure}");
        assert_eq!(failure.applied, Applied::No, "{op:?}");
        assert!(!failure.why.is_empty() && !failure.hint.is_empty(), "{op:?}: {failure}");
    }
}

/// Waiting the full time limit four times over would be two minutes: a time-out is told at once.
#[tokio::test]
async fn a_standing_time_out() {
    let bench = Bench::with(few(), impatient()).await;
    for op in [Op::Companies, Op::Languages] {
        bench.server.faults().always(op.prefix(), Fault::Delay(Duration::from_secs(60)));
        let failure = op.fail(&bench).await;
        assert!((1..=4).contains(&bench.server.asked(op.prefix())), "{failure}");
    }
    bench.server.idle().await;
}

/// What went wrong three times may still go right at the fourth.
#[rstest]
#[case(Fault::status(500))]
#[case(Fault::Html(502))]
#[case(Fault::Garbage)]
#[case(Fault::CutBody)]
#[case(Fault::Reset)]
#[case(Fault::status(429))]
#[tokio::test]
async fn a_passing_fault(#[case] fault: Fault) {
    let bench = Bench::new().await;
    for op in Op::READS {
        let before = bench.server.asked(op.prefix());
        for _ in 0..3 {
            bench.server.faults().next(op.prefix(), fault.clone());
        }
        let got = op.run(&bench).await.expect("right at last");
        assert!(got > 0 && bench.server.asked(op.prefix()) - before == 4, "{op:?}");
    }
    let retries: Vec<_> = bench.events().into_iter().filter(|e| matches!(e, Event::Retrying { .. })).collect();
    assert_eq!(retries.len(), 3 * Op::READS.len());
    assert!(matches!(
        retries[..3],
        [Event::Retrying { attempt: 2, .. }, Event::Retrying { attempt: 3, .. }, Event::Retrying { attempt: 4, .. }]
    ));
}

/// JSON is JSON, whatever a proxy calls it.
#[tokio::test]
async fn a_wrong_content_type_does_not_matter() {
    let bench = Bench::new().await;
    for op in Op::READS {
        let before = bench.server.asked(op.prefix());
        bench.server.faults().always(op.prefix(), Fault::WrongType);
        assert!(op.run(&bench).await.expect("read") > 0, "{op:?}");
        assert_eq!(bench.server.asked(op.prefix()) - before, 1, "{op:?}");
    }
}

#[tokio::test]
async fn retry_after_in_seconds_is_obeyed() {
    let bench = Bench::new().await;
    bench.server.faults().next(SEARCH, Fault::Status(429, Some("1".into())));
    let start = std::time::Instant::now();
    bench.search().await.expect("found");
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert!(bench.events().contains(&Event::Retrying { attempt: 2, wait: Duration::from_secs(1) }));
}

#[rstest]
#[case::past_date("Thu, 01 Jan 2015 00:00:09 GMT")]
#[case::zero("0")]
#[case::nonsense("soon")]
#[case::empty("")]
#[tokio::test]
async fn retry_after_without_a_wait(#[case] value: &str) {
    let bench = Bench::new().await;
    bench.server.faults().next(SEARCH, Fault::Status(429, Some(value.into())));
    bench.search().await.expect("found");
    assert_eq!(bench.server.asked(SEARCH), 2);
}

#[rstest]
#[case::an_hour("3600", 3_600)]
#[case::for_ever("18446744073709551615", u64::MAX)]
#[case::no_number_of_ours("99999999999999999999999999", u64::MAX)]
#[tokio::test]
async fn absurd_retry_after_is_reported_without_waiting(#[case] value: &str, #[case] seconds: u64) {
    let bench = Bench::new().await;
    bench.server.faults().next(SEARCH, Fault::Status(429, Some(value.into())));
    let error = bench.search().await.expect_err("too long");
    assert!(matches!(error, Error::RateLimited(Some(wait)) if wait.as_secs() == seconds));
    assert_eq!(bench.server.asked(SEARCH), 1);
}

#[rstest]
#[case("Wed, 30 Dec 9998 00:00:00 GMT")]
#[case("Thu, 01 Jan 2099 00:00:00 GMT")]
#[tokio::test]
async fn far_retry_after_date_is_reported_without_waiting(#[case] date: &str) {
    let bench = Bench::new().await;
    bench.server.faults().next(SEARCH, Fault::Status(429, Some(date.into())));
    let error = bench.search().await.expect_err("too long");
    assert!(matches!(error, Error::RateLimited(Some(wait)) if wait > limits().longest_wait));
    assert_eq!(bench.server.asked(SEARCH), 1);
}
