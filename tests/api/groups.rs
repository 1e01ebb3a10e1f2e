//! Target groups: listed with what fills them, created, and users put in and taken out.

use std::collections::BTreeSet;

use keepnet_tui::api::{Error, Operation};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{GroupId, UserId};
use keepnet_tui::domain::user::target_group::{FilledBy, NewGroup};
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{ACME, Bench, Op, new_group};

#[rstest]
#[case("Rowan Veterinary", &FilledBy::Scim(Some("Entra ID".into())))]
#[case("Ivory Coast Coffee Roasters", &FilledBy::Ldap(Some("Head office AD".into())))]
#[case("क्षितिज प्रौद्योगिकी", &FilledBy::Google)]
#[tokio::test]
async fn groups_say_what_fills_them(#[case] name: &str, #[case] by: &FilledBy) {
    let bench = Bench::new().await;
    let company = bench.company(name);
    let groups = bench.client.group_list(&company).await.expect("groups");
    let known: BTreeSet<_> = bench.server.groups(company.as_str()).into_iter().collect();
    let told: BTreeSet<_> = groups.iter().map(|g| (g.id.to_string(), g.name.clone())).collect();
    assert_eq!(told, known);
    let filled = |by: Option<&FilledBy>| groups.iter().filter(|g| g.filled_by.as_ref() == by).count();
    assert_eq!((filled(Some(by)), filled(Some(&FilledBy::System)), filled(None)), (2, 1, groups.len() - 3));
    assert!(groups.iter().map(|g| g.users.expect("a count")).sum::<u64>() > 10);
    assert!(groups.iter().all(|g| g.priority.is_some()));

    // Written all the same, the service fails, and nobody can tell from its answer that nothing was done.
    let closed = groups.iter().find(|g| g.filled_by.is_some()).expect("one");
    let user = bench.somebody(name);
    let error = bench.client.add_to_groups(&company, &[user], std::slice::from_ref(&closed.id)).await.expect_err("no");
    assert!(matches!(error, Error::Service { status: 500, .. }), "{error:?}");
    assert_eq!(error.failure(Operation::AddToGroups).applied, Applied::Maybe);
}

#[tokio::test]
async fn users_are_put_in_listed_and_taken_out() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let [one, other] = ["Night shift", "Day shift"].map(|name| NewGroup { name: name.into(), ..new_group() });
    let one = bench.client.create_group(&company, &one).await.expect("created");
    let other = bench.client.create_group(&company, &other).await.expect("created");
    let users: Vec<UserId> = bench
        .server
        .users(company.as_str())
        .into_iter()
        .filter(|u| !u.deleted)
        .take(3)
        .map(|u| UserId::new(u.resource_id))
        .collect();
    bench.client.add_to_groups(&company, &users, &[one.clone(), other.clone()]).await.expect("added");
    let members = |group: GroupId, outside: bool| {
        let (client, company) = (bench.client.clone(), company.clone());
        async move { client.group_members(&company, &group, &UserQuery::default(), outside).await.expect("a page") }
    };
    let page = members(one.clone(), false).await;
    let told: BTreeSet<_> = page.items.iter().map(|user| user.id.to_string()).collect();
    assert_eq!((page.total, told), (3, users.iter().map(ToString::to_string).collect()));
    assert_eq!(members(one.clone(), true).await.total, 512 + 21 - 3);
    bench.client.remove_from_group(&company, &one, &users[1..]).await.expect("removed");
    assert_eq!((members(one.clone(), false).await.total, members(other, false).await.total), (1, 3));
    let groups = bench.client.groups_of_user(&company, &users[0]).await.expect("groups");
    let mine = groups.iter().find(|group| group.id == one).expect("the new one");
    assert_eq!((groups.len(), mine.name.as_str(), mine.users), (3, "Night shift", Some(1)));
}

#[tokio::test]
async fn nobody_and_no_group_send_nothing() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let (user, group) = bench.in_one_group(ACME);
    let before = bench.server.requests().len();
    bench.client.add_to_groups(&company, &[], std::slice::from_ref(&group)).await.expect("nothing to do");
    bench.client.add_to_groups(&company, &[user], &[]).await.expect("nothing to do");
    bench.client.remove_from_group(&company, &group, &[]).await.expect("nothing to do");
    assert_eq!(bench.server.requests().len(), before);
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let (user, group) = bench.in_one_group(ACME);
    let (nobody, nowhere) = (UserId::new("nosuchuser12"), GroupId::new("nosuchgroup1"));
    let groups =
        bench.client.groups_of_user(&company, &nobody).await.expect_err("nobody").failure(Operation::UserGroups);
    assert_eq!(groups.why, "the service does not know it: Target user not found.");
    let added = bench.client.add_to_groups(&company, &[user.clone(), nobody], &[group]).await.expect_err("nobody");
    let sentence = "TargetUserResourceIds: the target user 'nosuchuser12' does not exist.".to_owned();
    let failure = added.failure(Operation::AddToGroups);
    assert_eq!((failure.remedy, failure.applied), (Remedy::Correct(vec![sentence]), Applied::No));
    let removed = bench.client.remove_from_group(&company, &nowhere, &[user]).await.expect_err("nowhere");
    assert!(matches!(removed, Error::NotFound(_)), "{removed:?}");
    let again = Op::CreateGroup.run(&bench).await.and(Op::CreateGroup.run(&bench).await).expect_err("taken");
    let failure = again.failure(Operation::CreateGroup);
    assert_eq!(failure.why, "A target group with this name already exists.");
}

/// The description promises users there; a list of groups in any shape is read, and nothing is taken for no groups.
#[rstest]
#[case(json!([{"resourceId": "g1", "name": "A\u{1b}[2Jll"}, {"resourceId": "g2"}]), &["All", "g2"])]
#[case(json!({"Results": [{"ResourceId": "g1", "NAME": "All", "email": null}], "totalNumberOfRecords": "1"}), &["All"])]
#[case(json!({"results": null, "totalNumberOfRecords": 0}), &[])]
#[tokio::test]
async fn groups_of_a_user_in_any_shape(#[case] data: Value, #[case] names: &[&str]) {
    let bench = Bench::new().await;
    let user = bench.somebody(ACME);
    let body = json!({"data": data, "status": "SUCCESS"}).to_string();
    bench.server.faults().next(Op::UserGroups.prefix(), Fault::Body(200, body));
    let groups = bench.client.groups_of_user(&bench.company(ACME), &user).await.expect("groups");
    assert_eq!(groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>(), names);
}

#[tokio::test]
async fn more_groups_than_a_page_are_all_there_once() {
    let bench = Bench::new().await;
    let company = bench.company(ACME);
    let before = bench.server.groups(company.as_str()).len();
    for number in 0..250 {
        let group = NewGroup { name: format!("Branch {number}"), ..new_group() };
        bench.client.create_group(&company, &group).await.expect("created");
    }
    let groups = bench.client.group_list(&company).await.expect("groups");
    let ids: BTreeSet<_> = groups.iter().map(|g| g.id.to_string()).collect();
    assert_eq!((groups.len(), ids.len()), (before + 250, before + 250));
    assert_eq!(bench.server.asked(Op::GroupList.prefix()), 2);
}
