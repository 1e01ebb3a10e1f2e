//! System users: roles to pick from, and a create like that of a target user.

use keepnet_tui::api::{Error, Operation};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::RoleId;
use keepnet_tui::domain::user::system_user::NewSystemUser;
use serde_json::json;

use super::support::{ACME, Bench, Op, operator};

#[tokio::test]
async fn user_with_every_role() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let roles = bench.client.roles(&company).await.expect("roles");
    assert!(roles.len() > 1 && roles.iter().all(|r| !r.name.is_empty() && r.detail.is_empty()), "{roles:?}");
    let ids: Vec<_> = roles.iter().map(|r| r.id.clone()).collect();
    let user = NewSystemUser { roles: ids.iter().map(RoleId::new).collect(), ..operator("oona@acme.example") };
    let made = bench.client.create_system_user(&company, &user).await.expect("created");
    let [stored] = &bench.server.system_users(company.as_str())[..] else { panic!("one user") };
    assert_eq!((stored.resource_id.as_str(), stored.email.as_str()), (made.as_str(), "oona@acme.example"));
    assert_eq!((stored.first_name.as_str(), stored.last_name.as_str()), ("Oona", "Ek"));
    assert_eq!((stored.phone.as_str(), stored.status, &stored.roles), ("+358401234567", 1, &ids));
}

/// They log in with the address, so that it is taken everywhere.
#[tokio::test]
async fn address_in_use() {
    let bench = Bench::new().await;
    Op::CreateSystemUser.run(&bench).await.expect("created");
    let error = Op::CreateSystemUser.run_about(&bench, "Lumen Optics").await.expect_err("taken");
    let failure = error.failure(Operation::CreateSystemUser);
    assert_eq!(failure.what, "The system user was not created");
    let sentence = "A system user with this email already exists.".to_owned();
    assert_eq!((failure.remedy, failure.applied), (Remedy::Correct(vec![sentence]), Applied::No));
}

#[tokio::test]
async fn each_refused_field_has_its_message() {
    let bench = Bench::new().await;
    let user = NewSystemUser {
        first_name: "x".repeat(41),
        last_name: String::new(),
        phone: "1".repeat(21),
        roles: vec![RoleId::new("none")],
        ..operator("nobody")
    };
    let error = bench.client.create_system_user(&bench.company(ACME), &user).await.expect_err("refused");
    assert!(matches!(&error, Error::Refused(said) if said.len() == 5), "{error:?}");
    assert_eq!(Op::CreateSystemUser.done(&bench), 0);
}

#[tokio::test]
async fn unknown_outcome_says_that_it_is_looked_up() {
    let bench = Bench::new().await;
    bench.server.faults().next(Op::CreateSystemUser.prefix(), Fault::ExecutedThenReset);
    let failure = Op::CreateSystemUser.fail(&bench).await;
    assert_eq!(
        (failure.what.as_str(), failure.applied),
        ("It is not known whether the system user was created", Applied::Maybe)
    );
    assert_eq!(failure.hint, "The program looks it up; nothing is sent again by itself.");
    assert_eq!(Op::CreateSystemUser.done(&bench), 1);
}

#[tokio::test]
async fn roles_of_any_shape() {
    let bench = Bench::new().await;
    let data = json!({"Results": [{"ResourceId": "r", "NAME": "Ad\u{202e}min"}, {"name": "no ID"}, null]});
    let body = json!({"data": data, "status": "SUCCESS"}).to_string();
    bench.server.faults().next(Op::Roles.prefix(), Fault::Body(200, body));
    let roles = bench.client.roles(&bench.company(ACME)).await.expect("roles");
    assert_eq!(roles.iter().map(|r| (r.id.as_str(), r.name.as_str())).collect::<Vec<_>>(), [("r", "Admin")]);
}
