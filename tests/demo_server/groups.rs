//! Who is in which group: listed both ways, changed all or none, and never where something else fills the group.

use super::place::Place;
use super::*;
use rstest::rstest;

const LUMEN: &str = "Lumen Optics";
const USERS: &str = "/api/target-groups/users";

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["resourceId"].as_str().expect("an ID")).collect()
}

impl Place {
    async fn own_groups(&self) -> Vec<Value> {
        let all = self.data(Method::GET, "/api/target-groups", &json!({})).await;
        all.as_array().expect("list").iter().filter(|group| group["isEditable"] == true).cloned().collect()
    }

    async fn of_user(&self, user: &str) -> Vec<Value> {
        self.results(&format!("/api/target-users/{user}/groups"), &json!({})).await
    }

    async fn members(&self, group: &str, outside: bool) -> Vec<Value> {
        self.results(&format!("/api/target-groups/{group}/users"), &json!({"excludeGroupUsers": outside})).await
    }

    async fn make_group(&self, name: &str) -> String {
        let body = json!({"name": name, "priority": "Low"});
        let data = self.data(Method::POST, "/api/target-groups", &body).await;
        data["resourceId"].as_str().expect("an ID").to_owned()
    }

    async fn count(&self, group: &str) -> Value {
        let rows = self.results("/api/target-groups/search", &json!({})).await;
        rows.iter().find(|row| row["resourceId"] == group).expect("the group")["userCount"].clone()
    }
}

#[tokio::test]
async fn users_go_into_groups_and_out_again() {
    let place = Place::at(LUMEN).await;
    let [night, day] = [place.make_group("Night").await, place.make_group("Day").await];
    let users = place.desk.server.users(&place.company);
    let active: Vec<&str> = users.iter().filter(|u| u.active && !u.deleted).map(|u| u.resource_id.as_str()).collect();
    let some = json!(active[..3]);
    let body = json!({"targetUserResourceIds": some, "targetGroupResourceIds": [night, day]});
    for _ in 0..2 {
        // Twice is as once.
        let (status, answer) = place.ask(Method::PUT, USERS, &body).await;
        assert_eq!((status, &answer["status"], &answer["data"]), (StatusCode::OK, &json!("SUCCESS"), &json!([])));
        assert!(answer["message"].is_string());
    }
    assert_eq!((place.count(&night).await, place.count(&day).await), (json!(3), json!(3)));
    let groups = place.of_user(active[0]).await;
    assert_eq!(ids(&groups).len(), 3, "the one it was in, and two new ones");
    assert!(groups.iter().any(|row| row["name"] == "Night" && row["userCount"] == 3));
    let mut members = place.members(&night, false).await;
    members.sort_by_key(|row| row["resourceId"].to_string());
    let mut wanted = active[..3].to_vec();
    wanted.sort_unstable();
    assert_eq!(ids(&members), wanted);
    assert!(members.iter().all(|row| row["email"].is_string() && row["status"] == "Active"));
    let outside = place.members(&night, true).await;
    assert_eq!(outside.len(), 59 + 4 - 3, "deleted users are in neither list");
    assert!(ids(&outside).iter().all(|id| !wanted.contains(id)));

    let path = format!("/api/target-groups/{night}/users");
    let body = json!({"targetUserResourceIds": [active[0], active[5]]});
    assert_eq!(place.data(Method::DELETE, &path, &body).await, json!({"resourceId": night}));
    assert_eq!((place.count(&night).await, place.count(&day).await), (json!(2), json!(3)));
    assert_eq!(place.of_user(active[0]).await.len(), 2);
    // The groups of a user are not its fields: nothing else is changed, and no edit is told.
    let after = place.stored(active[0]);
    assert_eq!((&after.email, &after.updated), (&users[0].email, &None));
}

#[tokio::test]
async fn everybody_can_be_put_into_a_group() {
    let place = Place::at(LUMEN).await;
    let group = place.make_group("All").await;
    let gone = place.desk.server.users(&place.company)[0].resource_id.clone();
    let body = json!({"selectAll": true, "excludedResourceIdList": [gone], "targetGroupResourceIds": [group]});
    place.data(Method::PUT, USERS, &body).await;
    assert_eq!(place.count(&group).await, 59 + 4 - 1, "which is why no client may ask for it by mistake");
}

#[tokio::test]
async fn what_is_not_there_changes_nobody() {
    let place = Place::at(LUMEN).await;
    let group = place.make_group("Night").await;
    let user = place.desk.server.users(&place.company)[0].resource_id.clone();
    let deleted = place.somebody("Deleted").await["resourceId"].clone();
    let no_user = |id: &str| format!("TargetUserResourceIds: the target user '{id}' does not exist.");
    let gone = no_user(deleted.as_str().expect("text"));
    for (users, groups, messages) in [
        (json!([]), json!([group]), vec!["The TargetUserResourceIds field is required."]),
        (json!([user]), Value::Null, vec!["The TargetGroupResourceIds field is required."]),
        (
            Value::Null,
            json!([]),
            vec!["The TargetUserResourceIds field is required.", "The TargetGroupResourceIds field is required."],
        ),
        (
            json!([user]),
            json!([group, "nobody"]),
            vec!["TargetGroupResourceIds: the target group 'nobody' does not exist."],
        ),
        (json!([user, "nobody"]), json!([group]), vec![no_user("nobody").as_str()]),
        (json!([user, deleted]), json!([group]), vec![gone.as_str()]),
    ] {
        let body = json!({"targetUserResourceIds": users, "targetGroupResourceIds": groups});
        let (status, answer) = place.ask(Method::PUT, USERS, &body).await;
        assert_eq!((status, &answer["validationMessages"]), (StatusCode::BAD_REQUEST, &json!(messages)), "{body}");
    }
    let path = format!("/api/target-groups/{group}/users");
    for (users, message) in [
        (json!([]), "The TargetUserResourceIds field is required.".to_owned()),
        (json!(["nobody"]), no_user("nobody")),
        (json!([deleted]), gone.clone()),
    ] {
        let (status, answer) = place.ask(Method::DELETE, &path, &json!({"targetUserResourceIds": users})).await;
        assert_eq!((status, &answer["validationMessages"]), (StatusCode::BAD_REQUEST, &json!([message])));
    }
    assert_eq!(place.count(&group).await, 0);
    let nowhere = json!({"targetUserResourceIds": [user]});
    for (method, path) in [
        (Method::DELETE, "/api/target-groups/nosuchgroup1/users"),
        (Method::POST, "/api/target-groups/nosuchgroup1/users"),
    ] {
        let body = if method == Method::POST { query(&json!({"orderBy": "Email"})) } else { nowhere.clone() };
        let (status, answer) = place.ask(method, path, &body).await;
        assert_eq!((status, &answer["message"]), (StatusCode::NOT_FOUND, &json!("Target group not found.")));
    }
    let path = "/api/target-users/nosuchuser12/groups";
    let (status, answer) = place.ask(Method::POST, path, &query(&json!({"orderBy": "Name"}))).await;
    assert_eq!((status, &answer["message"]), (StatusCode::NOT_FOUND, &json!("Target user not found.")));
}

#[rstest]
#[case("Rowan Veterinary", json!("Entra ID"), Value::Null, "isScimGroup")]
#[case("Ivory Coast Coffee Roasters", Value::Null, json!("Head office AD"), "")]
#[case("क्षितिज प्रौद्योगिकी", Value::Null, Value::Null, "isGoogleGroup")]
#[tokio::test]
async fn groups_that_are_filled_elsewhere_are_told_and_never_written(
    #[case] name: &str,
    #[case] scim: Value,
    #[case] ldap: Value,
    #[case] mark: &str,
) {
    let place = Place::at(name).await;
    let rows = place.results("/api/target-groups/search", &json!({})).await;
    let managed: Vec<_> = rows.iter().filter(|row| row["isEditable"] == false).collect();
    let (system, directory): (Vec<&Value>, Vec<&Value>) =
        managed.iter().copied().partition(|row| row["isCreatedBySystem"] == true);
    assert_eq!((system.len(), directory.len()), (1, 2));
    for row in &directory {
        assert_eq!((&row["scimSettingName"], &row["ldapConfigName"]), (&scim, &ldap));
        for flag in ["isScimGroup", "isGoogleGroup"] {
            assert_eq!(row[flag], flag == mark, "{flag}");
        }
    }
    let only = place.results("/api/target-groups/search", &json!({"systemGeneratedGroups": true})).await;
    assert_eq!(only.iter().collect::<Vec<_>>(), system);
    let listed = place.data(Method::GET, "/api/target-groups", &json!({})).await;
    let closed = listed.as_array().expect("list").iter().filter(|group| group["isEditable"] == false);
    assert_eq!(closed.count(), 3);

    let own = place.own_groups().await[0]["resourceId"].clone();
    let user = place.desk.server.users(&place.company)[3].resource_id.clone();
    for row in &managed {
        let id = row["resourceId"].as_str().expect("text");
        let before = place.count(id).await;
        let body = json!({"targetUserResourceIds": [user], "targetGroupResourceIds": [own, id]});
        let (status, answer) = place.ask(Method::PUT, USERS, &body).await;
        assert_eq!((status.as_u16(), &answer["status"]), (500, &json!("INTERNAL_SERVER_ERROR")));
        let member = place.members(id, false).await[0]["resourceId"].clone();
        let body = json!({"targetUserResourceIds": [member]});
        assert_eq!(place.ask(Method::DELETE, &format!("/api/target-groups/{id}/users"), &body).await.0, 500);
        assert_eq!(place.count(id).await, before);
    }
}

#[tokio::test]
async fn a_slow_index_finds_members_only_later() {
    let delay = Duration::from_secs(3600);
    let place = Place::with(LUMEN, Options { index_delay: delay, ..Options::instant() }).await;
    let group = place.make_group("Night").await;
    let user = place.desk.server.users(&place.company)[0].resource_id.clone();
    let body = json!({"targetUserResourceIds": [user], "targetGroupResourceIds": [group]});
    place.data(Method::PUT, USERS, &body).await;
    assert!(place.members(&group, false).await.is_empty());
    assert_eq!(place.of_user(&user).await.len(), 2, "the user itself has it at once");
    place.desk.server.clock().pass(delay).await;
    assert_eq!(place.members(&group, false).await.len(), 1);
}
