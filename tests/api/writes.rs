//! Writing: sent once whatever happens, and honest about whether it happened.

use std::time::Duration;

use keepnet_tui::api::{Event, Operation};
use keepnet_tui::demo::{Fault, Gate};
use keepnet_tui::domain::service::failure::Applied::{Maybe, No};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{ACME, Bench, CREATE, Op, TOKEN, few, impatient};

fn body(text: &str) -> Fault {
    Fault::Body(200, text.into())
}

#[rstest]
#[case::internal(Fault::status(500), Maybe)]
#[case::unavailable(Fault::status(503), Maybe)]
#[case::gateway_page(Fault::Html(502), Maybe)]
#[case::page_as_success(Fault::Html(200), Maybe)]
#[case::garbage(Fault::Garbage, Maybe)]
#[case::nothing(body(""), Maybe)]
#[case::no_envelope(body("{}"), Maybe)]
#[case::no_data(body(r#"{"data":null,"status":"SUCCESS"}"#), Maybe)]
#[case::no_id(body(r#"{"data":{"resourceId":""},"status":"SUCCESS"}"#), Maybe)]
#[case::strange_id(body(r#"{"data":{"resourceId":"\u001b[2J"},"status":"SUCCESS"}"#), Maybe)]
#[case::cut(Fault::CutBody, Maybe)]
#[case::reset(Fault::Reset, Maybe)]
#[case::late_reset(Fault::ExecutedThenReset, Maybe)]
#[case::late_gateway(Fault::ExecutedThenStatus(504), Maybe)]
#[case::late_internal(Fault::ExecutedThenStatus(500), Maybe)]
#[case::late_answer(Fault::Hold(Gate::new()), Maybe)]
#[case::late_service(Fault::Delay(Duration::from_secs(60)), Maybe)]
#[case::internal_in_200(Fault::failure_in_200("INTERNAL_SERVER_ERROR", "x", &[]), Maybe)]
#[case::strange_in_200(Fault::failure_in_200("WARNING", "", &["The phone number was changed."]), Maybe)]
#[case::refused(Fault::status(400), No)]
#[case::forbidden(Fault::status(403), No)]
#[case::unknown(Fault::status(404), No)]
#[case::input_in_200(Fault::failure_in_200("INPUT_ERROR", "x", &["Email"]), No)]
#[case::privacy_in_200(Fault::failure_in_200("PRIVACY_ERROR", "x", &[]), No)]
#[tokio::test]
async fn write_is_sent_once_despite_faults(#[case] fault: Fault, #[case] done: Applied) {
    for op in Op::WRITES {
        let bench = Bench::with(few(), impatient()).await;
        bench.server.faults().always(op.prefix(), fault.clone());
        let failure = op.fail(&bench).await;
        assert_eq!(bench.server.asked(op.prefix()), 1, "{failure}");
        assert_eq!(failure.applied, done, "{failure}");
        let (happened, unknown) = (op.done(&bench), done == Maybe);
        assert!(happened == 0 || unknown, "it happened, and the person is told that it did not: {failure}");
        let executed =
            matches!(fault, Fault::CutBody | Fault::ExecutedThenReset | Fault::ExecutedThenStatus(_) | Fault::Hold(_));
        assert_eq!(happened, usize::from(executed), "{failure}");
        assert_eq!(failure.what.contains("not known"), unknown, "{failure}");
        assert_eq!(failure.hint.contains("nothing is sent again by itself"), unknown, "{failure}");
        assert!(!failure.hint.is_empty(), "{failure}");
    }
}

/// A 429 means that nothing was done: the write waits as it is told, and is carried out once.
#[tokio::test]
async fn rate_limited_write_is_retried_and_applied_once() {
    for op in Op::WRITES {
        let bench = Bench::with(few(), impatient()).await;
        bench.server.faults().next(op.prefix(), Fault::Status(429, Some("0".into())));
        bench.server.faults().next(op.prefix(), Fault::status(429));
        op.run(&bench).await.expect("done");
        assert_eq!((bench.server.asked(op.prefix()), op.done(&bench)), (3, 1), "{op:?}");
        assert_eq!(bench.events().iter().filter(|e| matches!(e, Event::Retrying { .. })).count(), 2, "it is told");
    }
}

#[tokio::test]
async fn write_with_an_absurd_wait_is_not_applied() {
    for op in Op::WRITES {
        let bench = Bench::with(few(), impatient()).await;
        bench.server.faults().always(op.prefix(), Fault::status(429));
        let failure = op.fail(&bench).await;
        assert_eq!((failure.applied, op.done(&bench)), (No, 0), "{failure}");
        assert!(bench.server.asked(op.prefix()) <= 4, "{op:?}");
    }
}

#[tokio::test]
async fn a_wrong_content_type_does_not_matter() {
    let bench = Bench::new().await;
    for op in Op::WRITES {
        bench.server.faults().next(op.prefix(), Fault::WrongType);
        op.run(&bench).await.expect("done");
        assert_eq!((bench.server.asked(op.prefix()), op.done(&bench)), (1, 1), "{op:?}");
    }
}

/// The seat comes back, and a second delete of the same user is told from a first that failed.
#[tokio::test]
async fn a_delete_is_done_once() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let seats = async || bench.client.check_license(&company).await.expect("seats").seats.used;
    let before = seats().await;
    let user = UserId::new(bench.create(ACME, "brief@acme.example").await.expect("created"));
    assert_eq!(seats().await, before + 1);
    bench.client.delete_target_user(&company, &user).await.expect("deleted");
    assert_eq!(seats().await, before);
    let stored = bench.server.users(company.as_str()).into_iter().find(|u| u.resource_id == user.as_str());
    assert!(stored.expect("still listed").deleted);

    let error = bench.client.delete_target_user(&company, &user).await.expect_err("gone");
    let failure = error.failure(Operation::Delete);
    assert_eq!(
        failure.to_string(),
        "The target user was not deleted: the service does not know it: Target user not found. \
         Somebody may have deleted the user already; check the company's users."
    );
    assert_eq!((failure.applied, failure.remedy), (No, Remedy::Reload));
}

/// An answer about somebody else is no answer, and one without an ID counts by its word.
#[rstest]
#[case(json!({"data": {"resourceId": "SOMEBODY"}, "status": "SUCCESS", "message": "Deleted."}), false)]
#[case(json!({"data": null, "status": "SUCCESS", "message": null}), false)]
#[case(json!({"data": null, "status": "SUCCESS", "message": "Deleted."}), true)]
#[tokio::test]
async fn delete_names_the_user(#[case] answer: Value, #[case] done: bool) {
    let bench = Bench::new().await;
    bench.server.faults().next(Op::Delete.prefix(), Fault::Body(200, answer.to_string()));
    let ended = Op::Delete.run(&bench).await;
    assert_eq!(ended.is_ok(), done, "{ended:?}");
    assert!(ended.err().is_none_or(|error| error.failure(Operation::Delete).applied == Maybe));
}

/// A kept connection that the server has closed must not make anybody below us send twice.
#[tokio::test]
async fn writes_do_not_reuse_connections() {
    let bench = Bench::new().await;
    for n in 0..5 {
        bench.server.faults().next(CREATE, Fault::Pass);
        bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
        bench.create(ACME, &format!("fine{n}@acme.example")).await.expect("created");
        bench.create(ACME, &format!("lost{n}@acme.example")).await.expect_err("reset");
    }
    assert_eq!((bench.server.asked(CREATE), bench.created(ACME)), (10, 10));
}

#[rstest]
#[case::internal(Fault::status(500), 4)]
#[case::page(Fault::Html(502), 4)]
#[case::reset(Fault::Reset, 4)]
#[case::late_reset(Fault::ExecutedThenReset, 4)]
#[case::cut(Fault::CutBody, 4)]
#[case::garbage(Fault::Garbage, 4)]
#[case::no_token_in_it(body("{}"), 4)]
#[case::slow(Fault::Delay(Duration::from_secs(60)), 2)]
#[case::forbidden(Fault::status(403), 1)]
#[case::refused(Fault::Body(400, r#"{"error":"invalid_client"}"#.into()), 1)]
#[tokio::test]
async fn without_a_token_nothing_is_sent(#[case] fault: Fault, #[case] asked: usize) {
    let bench = Bench::with(few(), impatient()).await;
    bench.server.faults().always(TOKEN, fault);
    let failure = Op::Create.fail(&bench).await;
    assert_eq!((bench.server.asked(CREATE), bench.created(ACME)), (0, 0));
    assert_eq!(failure.applied, No, "{failure}");
    assert_eq!(failure.what, "The target user was not created");
    assert_eq!(bench.server.asked(TOKEN), asked, "{failure}");
    let failure = Op::Delete.fail(&bench).await;
    assert_eq!((bench.server.asked(Op::Delete.prefix()), failure.applied), (0, No), "{failure}");
    assert_eq!(failure.what, "The target user was not deleted");
}

/// The token died, and so did the token service: the 401 says that nothing was done.
#[tokio::test]
async fn a_token_that_cannot_be_renewed() {
    let bench = Bench::new().await;
    bench.search().await.expect("found");
    bench.server.revoke_tokens();
    bench.server.faults().always(TOKEN, Fault::status(500));
    let failure = Op::Create.fail(&bench).await;
    assert_eq!((bench.server.asked(CREATE), bench.created(ACME), failure.applied), (1, 0, No), "{failure}");
}

/// A token service that stumbles is a read: tried again, and then the user is created once.
#[tokio::test]
async fn a_token_service_that_stumbles() {
    let bench = Bench::new().await;
    bench.server.faults().next(TOKEN, Fault::Reset);
    bench.server.faults().next(TOKEN, Fault::status(503));
    Op::Create.run(&bench).await.expect("created");
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(CREATE), bench.created(ACME)), (3, 1, 1));
}
