//! The audit log: what was written, who wrote it, and what its filter finds.

use super::place::Place;
use super::*;

const LUMEN: &str = "Lumen Optics";
const SEARCH: &str = "/api/audit-logs/search";

impl Place {
    async fn entries(&self, items: Value) -> Vec<Value> {
        let filter = json!({"condition": "AND", "filterGroups": [{"condition": "AND", "filterItems": items}]});
        self.results(SEARCH, &json!({"orderBy": "LogDate", "ascending": true, "filter": filter})).await
    }

    async fn about(&self, id: &str) -> Vec<Value> {
        self.entries(json!([{"fieldName": "EntityResourceId", "operator": "Include", "value": id}])).await
    }
}

fn operations(entries: &[Value]) -> String {
    entries.iter().map(|entry| entry["operation"].as_str().expect("text")).collect()
}

#[tokio::test]
async fn every_write_is_an_entry() {
    let place = Place::at(LUMEN).await;
    let id = place.create(&person("maya@lumenoptics.example")).await;
    let mut body = person("maya@lumenoptics.example");
    body["department"] = json!("Lab");
    place.put_well(&id, &body).await;
    let group = place.data(Method::POST, "/api/target-groups", &json!({"name": "Night", "priority": "Low"})).await;
    let group = group["resourceId"].as_str().expect("an ID");
    let both = json!({"targetUserResourceIds": [id], "targetGroupResourceIds": [group]});
    place.data(Method::PUT, "/api/target-groups/users", &both).await;
    assert_eq!(told(place.put_away(&id)).await.0, 200);
    let entries = place.about(&id).await;
    assert_eq!(operations(&entries), "0112");
    let mut names: Vec<&str> = entries[0].as_object().expect("object").keys().map(String::as_str).collect();
    names.sort_unstable();
    let all = "auditDescriptionentityNameentityResourceIdiplogDatenewValueoldValueoperationresourceIduserAgentuserName";
    assert_eq!(names.concat(), all);
    let update = &entries[1];
    assert_eq!(
        (&update["userName"], &update["entityName"]),
        (&json!(place.desk.server.client_id()), &json!("TargetUser"))
    );
    assert_eq!(update["auditDescription"], "TargetUser has been updated.");
    let told = |name: &str| serde_json::from_str::<Value>(update[name].as_str().expect("text")).expect("JSON");
    assert_eq!((&told("oldValue")["department"], &told("newValue")["department"]), (&Value::Null, &json!("Lab")));
    assert_eq!((&entries[0]["oldValue"], &entries[3]["newValue"]), (&Value::Null, &Value::Null));
    assert!(entries[2]["newValue"].as_str().expect("text").contains(group));
    assert_eq!(operations(&place.about(group).await), "0");
    // What is refused is no entry.
    let count = place.entries(json!([])).await.len();
    assert_eq!(place.put("nosuchuser12", &body).await.0, 404);
    assert_eq!(place.put(&id, &json!({})).await.0, 404);
    assert_eq!(place.entries(json!([])).await.len(), count);
}

#[tokio::test]
async fn initial_users_have_a_past_that_is_always_the_same() {
    let place = Place::at(LUMEN).await;
    let all = place.entries(json!([])).await;
    assert!(all.len() > 59 + 4 + 9, "{}", all.len());
    assert_eq!(all, Place::at(LUMEN).await.entries(json!([])).await);
    for user in place.desk.server.users(&place.company) {
        let entries = place.about(&user.resource_id).await;
        assert!(["0", "3"].contains(&&operations(&entries)[..1]) && entries[0]["logDate"] == user.created);
        assert_eq!(operations(&entries).ends_with('2'), user.deleted);
        assert!(entries.iter().all(|entry| entry["logDate"].as_str().expect("text") < "2026-11-24"));
    }
    let deletes = place.entries(json!([{"fieldName": "Operation", "operator": "=", "value": "2"}])).await;
    assert_eq!(deletes.len(), 9);
    let item = |operator: &str, value: &str| json!({"fieldName": "LogDate", "operator": operator, "value": value});
    let year = place.entries(json!([item(">=", "2026-01-01"), item("<=", "2026-12-31")])).await;
    assert!(
        (1..all.len()).contains(&year.len())
            && year.iter().all(|e| e["logDate"].as_str().is_some_and(|d| d.starts_with("2026")))
    );
    let who = json!([{"fieldName": "UserName", "operator": "Contains", "value": "CUSTOMER.admin"}]);
    assert!((1..all.len()).contains(&place.entries(who).await.len()));
    let users = place.desk.server.users(&place.company);
    let two = format!("{},{}", users[0].resource_id, users[1].resource_id);
    let both = place.about(&two).await.len();
    assert_eq!(both, place.about(&users[0].resource_id).await.len() + place.about(&users[1].resource_id).await.len());
}

#[tokio::test]
async fn one_company_keeps_its_log_to_itself() {
    let place = Place::at("Orchard Care Homes").await;
    let (status, body) = place.ask(Method::POST, SEARCH, &query(&json!({"orderBy": "LogDate"}))).await;
    assert_eq!((status, &body["status"]), (StatusCode::FORBIDDEN, &json!("FORBIDDEN")));
    let place = Place::at(LUMEN).await;
    let (status, body) = place.ask(Method::POST, SEARCH, &query(&json!({"orderBy": "Colour"}))).await;
    assert_eq!((status, &body["status"]), (StatusCode::BAD_REQUEST, &json!("INPUT_ERROR")));
}
