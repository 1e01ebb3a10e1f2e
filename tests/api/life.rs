//! System users found, changed and written to; the history of a user; where the users of a company come from.

use keepnet_tui::api::{Error, Operation};
use keepnet_tui::demo::{Fault, Mail, Options};
use keepnet_tui::domain::company::directory_sync::{Directory, DirectorySync};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{RoleId, UserId};
use keepnet_tui::domain::user::audit::AuditOperation;
use keepnet_tui::domain::user::system_user::{SystemUserQuery, SystemUserUpdate};
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{ACME, Bench, Op, changed, few, limits, operator};

#[tokio::test]
async fn system_user_is_found_changed_and_deleted() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let client = &bench.client;
    let roles = client.roles(&company).await.expect("roles");
    let made = client.create_system_user(&company, &operator("oona@acme.example")).await.expect("created");
    let found = client.system_user_by_email(&company, " OONA@acme.example").await.expect("an answer").expect("found");
    assert_eq!((&found.id, found.name().as_str(), found.phone.as_deref()), (&made, "Oona Ek", Some("+358401234567")));
    assert_eq!((found.status, found.status_name.as_deref(), found.editable), (Some(1), Some("Active"), true));
    assert_eq!((found.roles, found.created.is_some()), (None, true));
    let update = SystemUserUpdate {
        status: Some(2),
        roles: Some(vec![RoleId::new(&roles[0].id), RoleId::new(&roles[1].id)]),
        ..changed("oona@acme.example")
    };
    client.update_system_user(&company, &made, &update).await.expect("changed");
    let query = SystemUserQuery { search: "oona".into(), ..SystemUserQuery::default() };
    let page = client.system_users(&company, &query).await.expect("a page");
    let [user] = &page.items[..] else { panic!("{page:?}") };
    let names = format!("{}, {}", roles[0].name, roles[1].name);
    assert_eq!(
        (user.name().as_str(), user.roles.as_deref(), user.status),
        ("Oona Changed", Some(names.as_str()), Some(2))
    );
    client.delete_system_user(&company, &made).await.expect("deleted");
    assert_eq!(client.system_user_by_email(&company, "oona@acme.example").await.expect("an answer"), None);
    let again = client.delete_system_user(&company, &made).await.expect_err("gone");
    let failure = again.failure(Operation::DeleteSystemUser);
    assert_eq!(
        (failure.why.as_str(), failure.applied),
        ("the service does not know it: System user not found.", Applied::No)
    );
}

#[tokio::test]
async fn all_system_users_page_by_page() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let all = bench.client.system_users(&company, &SystemUserQuery::default()).await.expect("a page");
    let mut told: Vec<_> = all.items.iter().map(|user| (user.id.to_string(), user.editable)).collect();
    told.sort();
    let stored = bench.all_system_users(ACME);
    let mut known: Vec<_> = stored.iter().enumerate().map(|(at, u)| (u.resource_id.clone(), at > 0)).collect();
    known.sort();
    assert_eq!(told, known);
    let query = SystemUserQuery { page: 2, size: 2, ..SystemUserQuery::default() };
    let page = bench.client.system_users(&company, &query).await.expect("a page");
    assert_eq!((&page.items[..], page.total, page.pages), (&all.items[2..4.min(all.items.len())], all.total, 2));
}

#[tokio::test]
async fn mails_go_to_the_right_one() {
    let bench = Bench::new().await;
    Op::WelcomeMail.run(&bench).await.expect("sent");
    Op::ResetLink.run(&bench).await.expect("sent");
    let email = bench.system_users(ACME).remove(0).email;
    assert_eq!(bench.server.mails(), [Mail::Welcome(email.clone()), Mail::ResetLink(email)]);
    let error = bench.client.send_reset_link(&bench.company(ACME), "nobody@acme.example").await.expect_err("nobody");
    assert!(matches!(error, Error::NotFound(_)), "{error:?}");
    bench.server.faults().next(Op::WelcomeMail.prefix(), Fault::ExecutedThenReset);
    let failure = Op::WelcomeMail.fail(&bench).await;
    assert_eq!(
        failure.to_string(),
        "It is not known whether the welcome mail was sent: the connection broke before the \
        answer was complete. Ask whether it has arrived; nothing is sent again by itself."
    );
}

/// The address is taken in the whole service, and one system user belongs to somebody else.
#[tokio::test]
async fn what_the_service_refuses() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let users = bench.all_system_users(ACME);
    let id = UserId::new(&users[1].resource_id);
    let taken = bench.client.update_system_user(&company, &id, &changed(&users[2].email)).await.expect_err("taken");
    let sentence = "A system user with this email already exists.".to_owned();
    assert_eq!(taken.failure(Operation::UpdateSystemUser).remedy, Remedy::Correct(vec![sentence]));
    let first = UserId::new(&users[0].resource_id);
    let closed = bench.client.delete_system_user(&company, &first).await.expect_err("not to be changed");
    assert!(matches!(closed, Error::Forbidden(_)), "{closed:?}");
}

#[tokio::test]
async fn history_of_a_user_newest_first() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let made = UserId::new(bench.create(ACME, "maya@acme.example").await.expect("created"));
    let groups = bench.client.group_list(&company).await.expect("groups");
    bench.client.add_to_groups(&company, std::slice::from_ref(&made), &[groups[0].id.clone()]).await.expect("added");
    bench.client.delete_target_user(&company, &made).await.expect("deleted");
    let page = bench.client.audit_of_user(&company, &made, 1).await.expect("entries");
    let done: Vec<_> = page.items.iter().map(|entry| entry.operation.clone()).collect();
    assert_eq!(done, [AuditOperation::Delete, AuditOperation::Update, AuditOperation::Create]);
    assert!(page.items.iter().all(|entry| entry.who.as_deref() == Some(bench.server.client_id())));
    assert!(page.items.windows(2).all(|pair| pair[0].at >= pair[1].at) && page.items[2].at.is_some());
    assert!(page.items[2].new.as_ref().is_some_and(|new| new.contains("maya@acme.example")));
    let nobody = bench.client.audit_of_user(&company, &UserId::new("nosuchuser12"), 1).await.expect("no entries");
    assert_eq!((nobody.items.len(), nobody.total), (0, 0));
    let beyond = bench.client.audit_of_user(&company, &made, 2).await.expect("a page");
    assert_eq!((beyond.items.len(), beyond.total), (0, 3));
}

#[tokio::test]
async fn history_that_is_not_told() {
    let bench = Bench::new().await;
    let failure = Op::Audit.fail_about(&bench, "Orchard Care Homes").await;
    assert_eq!((failure.what.as_str(), failure.remedy), ("The history could not be loaded", Remedy::Permission));
}

#[rstest]
#[case("Rowan Veterinary", &["SCIM (Entra ID)"], false)]
#[case("Ivory Coast Coffee Roasters", &["LDAP (Head office AD)"], false)]
#[case("क्षितिज प्रौद्योगिकी", &["Google"], false)]
#[case("Lumen Optics", &[], false)]
#[case("Xenon Labs", &[], true)]
#[tokio::test]
async fn where_users_come_from(#[case] name: &str, #[case] sources: &[&str], #[case] unknown: bool) {
    let bench = Bench::new().await;
    let sync = bench.client.directory_sync(&bench.company(name)).await.expect("an answer");
    assert_eq!(
        (sync.sources(), sync.is_partly_unknown()),
        (sources.iter().map(ToString::to_string).collect(), unknown)
    );
}

#[tokio::test]
async fn one_directory_that_is_not_told_or_not_there() {
    let bench = Bench::new().await;
    let company = bench.company("Rowan Veterinary");
    bench.server.faults().next("/api/ldap-schedule", Fault::status(403));
    bench.server.faults().next("/api/google", Fault::status(404));
    let sync = bench.client.directory_sync(&company).await.expect("an answer");
    let expected = DirectorySync {
        scim: Directory::Yes(vec!["Entra ID".into()]),
        ldap: Directory::Refused,
        google: Directory::Refused,
    };
    assert_eq!(sync, expected);
    // What could not be asked is not "no".
    for fault in [Fault::status(500), Fault::Garbage, Fault::status(400)] {
        bench.server.faults().clear();
        bench.server.faults().always("/api/google", fault);
        assert!(bench.client.directory_sync(&company).await.is_err());
    }
    bench.server.faults().clear();
    let locked = bench.client.directory_sync(&bench.company("Sentinel Law LLP")).await.expect_err("locked");
    let failure = locked.failure(Operation::DirectorySync);
    assert_eq!(failure.what, "The directories of the company could not be loaded");
    assert!(matches!(locked, Error::Privacy(_)), "{locked:?}");
}

/// Nothing is taken for nobody there: the next thing would be a create.
#[rstest]
#[case(json!(null))]
#[case(json!({"results": null, "totalNumberOfRecords": 3}))]
#[case(json!({"results": [{"resourceId": "x", "email": "somebody@else.example"}], "totalNumberOfRecords": 1}))]
#[tokio::test]
async fn look_up_that_was_not_answered(#[case] data: Value) {
    let bench = Bench::new().await;
    let body = json!({"data": data, "status": "SUCCESS"}).to_string();
    bench.server.faults().next(Op::FindSystemUser.prefix(), Fault::Body(200, body));
    let found = bench.client.system_user_by_email(&bench.company(ACME), "oona@acme.example").await;
    assert!(found.is_err(), "{found:?}");
}

#[tokio::test]
async fn a_slow_index_does_not_find_a_new_system_user_yet() {
    let delay = std::time::Duration::from_secs(3600);
    let bench = Bench::with(Options { index_delay: delay, ..few() }, limits()).await;
    Op::CreateSystemUser.run(&bench).await.expect("created");
    let company = bench.company(ACME);
    let find = async || bench.client.system_user_by_email(&company, "operator@acme.example").await.expect("an answer");
    assert_eq!(find().await, None);
    bench.server.clock().pass(delay).await;
    assert!(find().await.is_some());
}
