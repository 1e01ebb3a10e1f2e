//! Every error row of the contract, as the person reads it.

use std::time::{Duration, SystemTime};

use keepnet_tui::api::Error;
use keepnet_tui::demo::{Fault, Server};
use keepnet_tui::domain::form::field_ref::named_in;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::{GroupId, LanguageId, TimeZoneId};
use keepnet_tui::domain::user::target_user::NewTargetUser;
use rstest::rstest;

use super::support::{ACME, Bench, CREATE, Op, SEARCH, TOKEN, few, impatient, limits, minimal};

const NEW_CREDENTIAL: &str = "Check client ID and secret; if they are right, create a credential under Company > Company Settings > REST API, and start again with it.";
const ROLE: &str = "Set Client Role = Reseller on the credential, and check that the company is one of yours.";
const AGAIN: &str = "The problem is at the service.";
const NETWORK: &str = "Check the network.";
const BETWEEN: &str = "Something between here and the service may have answered.";
const GONE: &str = "It may have been removed since the list was loaded.";
const UNKNOWN: &str = "The program looks it up; nothing is sent again by itself.";

fn reads(failure: &Failure, what: &str, why: &str, hint: &str, remedy: &Remedy) {
    assert_eq!((failure.what.as_str(), failure.why.as_str(), failure.hint.as_str()), (what, why, hint));
    assert_eq!((&failure.remedy, failure.applied), (remedy, Applied::No));
}

fn said(status: u16) -> String {
    format!("the service has a problem (HTTP {status}): An injected fault of the embedded server.")
}

#[rstest]
#[case::wrong(Fault::Pass)]
#[case::another_word(Fault::Body(400, r#"{"error":"unauthorized_client"}"#.into()))]
#[case::as_401(Fault::Body(401, r#"{"error":"invalid_client"}"#.into()))]
#[case::bare_401(Fault::status(401))]
#[tokio::test]
async fn rejected_credentials(#[case] fault: Fault) {
    let server = Server::start(few()).await.expect("a server");
    let bench = Bench::knowing(server, "a placeholder", limits());
    bench.server.faults().always(TOKEN, fault);
    for op in Op::READS.into_iter().chain(Op::WRITES) {
        let failure = op.fail(&bench).await;
        assert_eq!(failure.why, "the client ID or secret is refused.", "{op:?}");
        assert_eq!(failure.hint, NEW_CREDENTIAL, "{op:?}");
        assert_eq!((failure.remedy, failure.applied), (Remedy::Credentials, Applied::No), "{op:?}");
    }
    assert_eq!(bench.server.asked("/api"), 0);
}

#[rstest]
#[case::read(Op::Companies, "The companies could not be loaded")]
#[case::create(Op::Create, "The target user was not created")]
#[tokio::test]
async fn repeated_401(#[case] op: Op, #[case] what: &str) {
    let bench = Bench::new().await;
    bench.server.faults().always(op.prefix(), Fault::status(401));
    let hint = "A new token was refused too: create a new credential under Company > Company Settings > REST API.";
    let failure = op.fail(&bench).await;
    reads(&failure, what, "the credential no longer works.", hint, &Remedy::Credentials);
    assert_eq!((bench.server.asked(TOKEN), bench.server.asked(op.prefix())), (2, 2));
}

/// What the service itself answers about a company that is locked, another's, or nobody's.
#[rstest]
#[case::groups(Op::Groups, "The groups could not be loaded")]
#[case::users(Op::Users, "The users could not be loaded")]
#[case::find(Op::Find, "The email could not be looked up")]
#[case::create(Op::Create, "The target user was not created")]
#[case::delete(Op::Delete, "The target user was not deleted")]
#[case::group_list(Op::UserGroups, "The groups of the user could not be loaded")]
#[case::add(Op::AddToGroups, "The user was not added to the group")]
#[case::history(Op::Audit, "The history could not be loaded")]
#[case::system_users(Op::SystemUsers, "The system users could not be loaded")]
#[case::welcome(Op::WelcomeMail, "The welcome mail was not sent")]
#[case::link(Op::ResetLink, "The password link was not sent")]
#[tokio::test]
async fn companies_that_are_closed(#[case] op: Op, #[case] what: &str) {
    let bench = Bench::new().await;
    let why = "the company has not allowed access: The company has not allowed access to its data.";
    let locked = op.fail_about(&bench, "Sentinel Law LLP").await;
    reads(&locked, what, why, "Ask the customer to allow access.", &Remedy::Permission);
    let foreign = op.fail_about(&bench, "Vantablack Holdings").await;
    reads(&foreign, what, "not allowed: You are not allowed to access this company.", ROLE, &Remedy::Permission);
    assert_eq!(bench.server.asked(op.prefix()), 2);
}

#[tokio::test]
async fn unknown_company() {
    let bench = Bench::new().await;
    let id = keepnet_tui::domain::service::ids::CompanyId::new("..x y\u{e9}?a=b#c");
    let error = bench.client.check_license(&id).await.expect_err("unknown");
    let why = "the service does not know it: Company not found.";
    reads(&error.failure(Op::License.doing()), "The seats could not be checked", why, GONE, &Remedy::Reload);
    let error = bench
        .client
        .create_target_user(&keepnet_tui::domain::service::ids::CompanyId::new("NOBODY000000"), &minimal("a@b.example"))
        .await;
    let failure = error.expect_err("unknown").failure(Op::Create.doing());
    reads(&failure, "The target user was not created", why, GONE, &Remedy::Reload);
    // The ID stayed one segment of the path.
    assert!(
        bench.server.requests().iter().any(|r| r.path == "/api/companies/%2E%2Ex%20y%C3%A9%3Fa%3Db%23c/license-check")
    );
}

#[tokio::test]
async fn each_refused_field_has_its_message() {
    let bench = Bench::new().await;
    let long = Some("x".repeat(300));
    let user = NewTargetUser {
        email: "nobody".into(),
        phone: "12".into(),
        first_name: long.clone(),
        last_name: long.clone(),
        department: long.clone(),
        groups: vec![GroupId::new("none")],
        time_zone: Some(TimeZoneId::new("Mars")),
        language: Some(LanguageId::new("Klingon")),
        manager_first_name: long.clone(),
        manager_last_name: long,
        manager_email: Some("boss".into()),
        ..minimal("")
    };
    let error = bench.client.create_target_user(&bench.company(ACME), &user).await.expect_err("refused");
    let failure = error.failure(Op::Create.doing());
    let Remedy::Correct(messages) = &failure.remedy else { panic!("{failure:?}") };
    assert_eq!((failure.hint.as_str(), failure.applied), ("Correct it and send again.", Applied::No));
    assert_eq!(failure.why.trim_end_matches('.'), messages.join(" ").trim_end_matches('.'));
    let mut fields: Vec<_> =
        messages.iter().map(|m| named_in(m, Subject::TargetUser).unwrap_or_else(|| panic!("{m}"))).collect();
    fields.sort_by_key(|f| f.index());
    let all = [
        FieldId::Email,
        FieldId::Phone,
        FieldId::FirstName,
        FieldId::LastName,
        FieldId::Department,
        FieldId::Groups,
        FieldId::Language,
        FieldId::TimeZone,
        FieldId::ManagerFirstName,
        FieldId::ManagerLastName,
        FieldId::ManagerEmail,
    ];
    assert_eq!(fields, all);
    assert_eq!(bench.server.asked(CREATE), 1);
}

#[tokio::test]
async fn a_second_user_with_the_same_email() {
    let bench = Bench::new().await;
    bench.create(ACME, "twice@acme.example").await.expect("created");
    let error = bench.create(ACME, "TWICE@acme.example").await.expect_err("a second one");
    let sentence = "A user with this email already exists.";
    let remedy = Remedy::Correct(vec![sentence.into()]);
    let failure = error.failure(Op::Create.doing());
    reads(&failure, "The target user was not created", sentence, "Correct it and send again.", &remedy);
    assert_eq!((named_in(sentence, Subject::TargetUser), bench.created(ACME)), (Some(FieldId::Email), 1));
    bench.create("Delta Housing Trust", "twice@acme.example").await.expect("fine in another company");
}

/// What a path would take for something else is no ID of the service: nothing is sent about it.
#[rstest]
#[tokio::test]
async fn an_id_that_leads_elsewhere_is_sent_nowhere(
    #[values("", ".", "..", "../companies/search", "a\\b", "a\r\nX-Evil: 1")] id: &str,
) {
    let bench = Bench::new().await;
    let (client, company) = (&bench.client, keepnet_tui::domain::service::ids::CompanyId::new(id));
    let failures = [
        client.company(&company).await.expect_err("refused").failure(Op::Company.doing()),
        client.check_license(&company).await.expect_err("refused").failure(Op::License.doing()),
        client.find_users(&company, "a@b.example").await.expect_err("refused").failure(Op::Find.doing()),
        client
            .create_target_user(&company, &minimal("a@b.example"))
            .await
            .expect_err("refused")
            .failure(Op::Create.doing()),
        client
            .delete_target_user(&bench.company(ACME), &keepnet_tui::domain::service::ids::UserId::new(id))
            .await
            .expect_err("refused")
            .failure(Op::Delete.doing()),
    ];
    for failure in failures {
        let why = if id.is_empty() { "the service gives it no ID" } else { "is not an ID of the service: it " };
        assert!(failure.why.contains(why), "{failure}");
        assert_eq!((failure.hint.as_str(), failure.applied), ("Nothing was sent.", Applied::No));
    }
    assert_eq!(bench.server.requests().len(), 0);
}

/// Whatever body a 422 has, it is about what was sent, and nothing was done.
#[rstest]
#[case::problem_details(r#"{"type":"t","title":"One or more validation errors occurred.","status":422,"errors":{"Email":["The Email field is not valid."],"$.phoneNumber":["Too short."]}}"#,
    &["The Email field is not valid.", "phoneNumber: Too short."])]
#[case::title_alone(r#"{"title":"Unprocessable","status":422}"#, &["Unprocessable"])]
#[case::envelope(r#"{"status":"INPUT_ERROR","validationMessages":["Email is odd."]}"#, &["Email is odd."])]
#[case::no_json("<html>", &["The service refuses what was sent (HTTP 422) and does not say why."])]
#[tokio::test]
async fn status_422_is_a_refusal(#[case] body: &str, #[case] messages: &[&str]) {
    let bench = Bench::new().await;
    for op in [Op::Companies, Op::Find].into_iter().chain(Op::WRITES) {
        bench.server.faults().next(op.prefix(), Fault::Body(422, body.into()));
        let error = op.run(&bench).await.expect_err("refused");
        let failure = error.failure(op.doing());
        let Error::Refused(mut told) = error else { panic!("{op:?}: {failure:?}") };
        told.sort();
        let mut wanted = messages.to_vec();
        wanted.sort_unstable();
        assert_eq!(
            (told.iter().map(String::as_str).collect::<Vec<_>>(), failure.applied),
            (wanted, Applied::No),
            "{op:?}"
        );
        assert_eq!((bench.server.asked(op.prefix()), op.done(&bench)), (1, 0), "{op:?}");
    }
}

/// A status nobody has described says of a write neither yes nor no, whatever is said beside it.
#[rstest]
#[tokio::test]
async fn unknown_status_leaves_a_write_unknown(
    #[values(Op::Create, Op::CreateSystemUser, Op::Delete, Op::AddToGroups, Op::UpdateSystemUser, Op::ResetLink)]
    op: Op,
    #[values(&[][..], &["Email was normalized."][..])] validation: &[&str],
) {
    let bench = Bench::new().await;
    bench.server.faults().next(op.prefix(), Fault::failure_in_200("DONE_WITH_REMARKS", "Hm.", validation));
    let failure = op.fail(&bench).await;
    assert_eq!(failure.applied, Applied::Maybe, "{failure}");
    assert!(failure.why.contains(validation.first().unwrap_or(&"Hm.")), "{failure}");
}

#[rstest]
#[case::seconds("90".into(), 90)]
#[case::date(date_in(300), 300)]
#[tokio::test]
async fn too_many_requests(#[case] retry_after: String, #[case] about: u64) {
    let bench = Bench::new().await;
    bench.server.faults().always(SEARCH, Fault::Status(429, Some(retry_after)));
    let failure = Op::Companies.fail(&bench).await;
    let Remedy::Wait(wait) = failure.remedy else { panic!("{failure:?}") };
    assert!((about - 60..=about).contains(&wait.as_secs()), "{failure}");
    assert!(failure.hint.starts_with("The service asks for a wait of "), "{failure}");
    assert_eq!(failure.why, "too many requests.");
}

#[tokio::test]
async fn write_keeps_the_requested_wait() {
    let bench = Bench::new().await;
    bench.server.faults().always("POST /api/target-users$", Fault::Status(429, Some("115".into())));
    let failure = Op::Create.fail(&bench).await;
    assert_eq!((&failure.remedy, failure.applied), (&Remedy::SendAgainAfter(Duration::from_secs(115)), Applied::No));
}

fn date_in(seconds: u64) -> String {
    let at = SystemTime::now() + Duration::from_secs(seconds);
    let at = jiff::Timestamp::try_from(at).expect("a time of our days");
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).expect("an HTTP date")
}

#[rstest]
#[case::internal(Fault::status(500), &said(500), AGAIN)]
#[case::unavailable(Fault::status(503), &said(503), AGAIN)]
#[case::late_gateway(Fault::ExecutedThenStatus(504), &said(504), AGAIN)]
#[case::gateway_page(Fault::Html(502), "the service has a problem (HTTP 502).", AGAIN)]
#[case::page(Fault::Html(200), "the answer (HTTP 200) is not from the service.", BETWEEN)]
#[case::garbage(Fault::Garbage, "the answer (HTTP 200) is not from the service.", BETWEEN)]
#[case::cut(Fault::CutBody, "the connection broke before the answer was complete.", NETWORK)]
#[case::reset(Fault::Reset, "the connection broke before the answer was complete.", NETWORK)]
#[tokio::test]
async fn service_and_network(#[case] fault: Fault, #[case] why: &str, #[case] hint: &str) {
    let bench = Bench::new().await;
    bench.server.faults().always("/api", fault);
    reads(&Op::Companies.fail(&bench).await, "The companies could not be loaded", why, hint, &Remedy::Retry);
    let create = Op::Create.fail(&bench).await;
    if create.applied == Applied::Maybe {
        let what = "It is not known whether the target user was created";
        assert_eq!((create.what.as_str(), create.why.as_str(), create.hint.as_str()), (what, why, UNKNOWN));
    } else {
        reads(&create, "The target user was not created", why, hint, &Remedy::SendAgain);
    }
}

#[tokio::test]
async fn no_answer_in_time() {
    let bench = Bench::with(few(), impatient()).await;
    bench.search().await.expect("a token");
    bench.server.faults().always("/api", Fault::Delay(Duration::from_secs(60)));
    let failure = Op::Languages.fail(&bench).await;
    assert!(failure.why.starts_with("no answer within"), "{failure}");
    assert_eq!((failure.hint.as_str(), &failure.remedy, failure.applied), (NETWORK, &Remedy::Retry, Applied::No));
    let failure = Op::Create.fail(&bench).await;
    assert_eq!((failure.hint.as_str(), failure.applied), (UNKNOWN, Applied::Maybe));
}

/// As good as a 500: a read is tried again, and nobody knows about a create.
#[tokio::test]
async fn an_internal_error_in_an_envelope() {
    let bench = Bench::new().await;
    for (op, asked, done) in [(Op::Companies, 4, Applied::No), (Op::Create, 1, Applied::Maybe)] {
        bench.server.faults().always(op.prefix(), Fault::failure_in_200("INTERNAL_SERVER_ERROR", "Oops.", &[]));
        let failure = op.fail(&bench).await;
        assert_eq!(failure.why, "the service has a problem (HTTP 500): Oops.", "{op:?}");
        assert_eq!((bench.server.asked(op.prefix()), failure.applied), (asked, done), "{op:?}");
    }
}

/// The two words, an envelope that has no messages, and old and Pascal spellings.
#[rstest]
#[case(Fault::failure_in_200("INPUT_ERROR", "m", &["Email is bad.", "Phone Number is bad."]), "Email is bad. Phone Number is bad.",
    Remedy::Correct(vec!["Email is bad.".into(), "Phone Number is bad.".into()]))]
#[case(Fault::failure_in_200("INPUT_ERROR", "Only this.", &[]), "Only this.", Remedy::Correct(vec!["Only this.".into()]))]
#[case(Fault::failure_in_200("PRIVACY_ERROR", "Closed.", &[]), "the company has not allowed access: Closed.", Remedy::Permission)]
#[case(Fault::failure_in_200("SOMETHING_NEW", "Hm.", &[]), "the service has a problem (HTTP 200): Hm.", Remedy::Retry)]
#[case(Fault::failure_in_200("SOMETHING_NEW", "", &[]), "the service has a problem (HTTP 200): SOMETHING_NEW.", Remedy::Retry)]
#[case(Fault::Body(200, r#"{"Data":{},"Status":"INPUT_ERROR","ValidationMessages":["P."]}"#.into()), "P.", Remedy::Correct(vec!["P.".into()]))]
#[case(Fault::Body(200, r#"{"isSuccess":false,"messages":["Old."]}"#.into()), "Old.", Remedy::Correct(vec!["Old.".into()]))]
#[case(Fault::Body(400, r#"{"Message":"m","ValidationMessages":["Q.","",null]}"#.into()), "Q.", Remedy::Correct(vec!["Q.".into()]))]
#[case(Fault::Body(403, r#"{"Status":"PRIVACY_ERROR","Message":"R."}"#.into()), "the company has not allowed access: R.", Remedy::Permission)]
#[tokio::test]
async fn a_failure_in_an_envelope(#[case] fault: Fault, #[case] why: &str, #[case] remedy: Remedy) {
    let bench = Bench::new().await;
    for op in [Op::Companies, Op::Groups, Op::Users, Op::Find, Op::Create] {
        bench.server.faults().next(op.prefix(), fault.clone());
        let failure = op.fail(&bench).await;
        // A write is sent again by a person, where a read is asked again.
        let again = op == Op::Create && remedy == Remedy::Retry;
        let remedy = if again { &Remedy::SendAgain } else { &remedy };
        assert_eq!((failure.why.as_str(), &failure.remedy), (why, remedy), "{op:?}");
        assert_eq!(bench.server.asked(op.prefix()), 1, "{op:?}");
    }
}
