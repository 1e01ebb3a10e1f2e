//! System users: found, changed, deleted, written to.

use keepnet_tui::demo::{Mail, StoredSystemUser};

use super::place::Place;
use super::*;
use rstest::rstest;

const LUMEN: &str = "Lumen Optics";
const SEARCH: &str = "/api/system-users/search";

fn ann() -> Value {
    json!({"email": "Ann@lumenoptics.example", "firstName": "Ann", "lastName": "Lee", "phoneNumber": "+442079460018"})
}

impl Place {
    async fn make_ann(&self) -> String {
        let data = self.data(Method::POST, "/api/system-users", &ann()).await;
        data["resourceId"].as_str().expect("an ID").to_owned()
    }

    async fn found(&self, text: &str) -> Vec<Value> {
        self.results(SEARCH, &json!({"filter": {"condition": "AND", "searchInputTextValue": text}})).await
    }

    fn system_user(&self, id: &str) -> StoredSystemUser {
        let all = self.desk.server.all_system_users(&self.company);
        all.into_iter().find(|user| user.resource_id == id).expect("stored")
    }
}

#[tokio::test]
async fn they_are_found_with_their_roles() {
    let place = Place::at(LUMEN).await;
    let there = place.found("").await;
    assert!((3..=4).contains(&there.len()), "some are there from the start");
    let other = Place::at(LUMEN).await;
    assert_eq!(there, other.found("").await, "always the same");
    let roles = place.data(Method::GET, "/api/roles", &json!({})).await;
    let mut user = ann();
    user["roleResourceIdList"] = json!([roles[0]["resourceId"], roles[2]["resourceId"]]);
    let id = place.data(Method::POST, "/api/system-users", &user).await["resourceId"].clone();
    let found = place.found("ANN@").await;
    assert_eq!(found.len(), 1);
    let row = &found[0];
    let mut names: Vec<&str> = row.as_object().expect("object").keys().map(String::as_str).collect();
    names.sort_unstable();
    let all = "companyNamecompanyResourceIdcreateTimeemailfirstNameisEditablelastNamephoneNumberresourceIdrolesstatusId\
               statusName";
    assert_eq!(names.concat(), all);
    let both = format!("{}, {}", roles[0]["name"].as_str().expect("text"), roles[2]["name"].as_str().expect("text"));
    assert_eq!((&row["resourceId"], &row["roles"]), (&id, &json!(both)));
    assert_eq!((&row["statusId"], &row["statusName"], &row["isEditable"]), (&json!(1), &json!("Active"), &json!(true)));
    assert_eq!((&row["companyName"], &row["companyResourceId"]), (&json!(LUMEN), &json!(place.company)));
    let item = json!({"fieldName": "Email", "operator": "=", "value": "ann@LUMENOPTICS.example"});
    let filter = json!({"condition": "AND", "filterGroups": [{"condition": "AND", "filterItems": [item]}]});
    assert_eq!(place.results(SEARCH, &json!({ "filter": filter })).await, found);
    assert!(Place::at("Zephyr Couriers").await.found("ann@lumen").await.is_empty());
    let (status, body) = place.ask(Method::POST, SEARCH, &query(&json!({"orderBy": "Colour"}))).await;
    assert_eq!(
        (status, &body["validationMessages"]),
        (StatusCode::BAD_REQUEST, &json!(["OrderBy 'Colour' is not valid."]))
    );
}

#[tokio::test]
async fn an_update_replaces_and_keeps_the_address_unique() {
    let place = Place::at(LUMEN).await;
    let id = place.make_ann().await;
    let path = format!("/api/system-users/{id}");
    let roles = place.data(Method::GET, "/api/roles", &json!({})).await;
    let mut body = ann();
    body["lastName"] = json!("Ek");
    body["statusId"] = json!(2);
    body["roleResourceIdList"] = json!([roles[1]["resourceId"]]);
    assert_eq!(place.data(Method::PUT, &path, &body).await, json!({"resourceId": id}));
    let user = place.system_user(&id);
    assert_eq!((user.last_name.as_str(), user.status, json!(user.roles)), ("Ek", 2, json!([roles[1]["resourceId"]])));
    assert_eq!(place.found("ann@").await[0]["statusName"], "Inactive");
    // What is left out is cleared.
    place.data(Method::PUT, &path, &ann()).await;
    let user = place.system_user(&id);
    assert_eq!((user.last_name.as_str(), user.status, user.roles.len()), ("Lee", 1, 0));

    let taken = json!("A system user with this email already exists.");
    let there = place.found("").await;
    let other = there.iter().find(|row| row["resourceId"] != id.as_str()).expect("from the start")["email"].clone();
    body["email"] = json!(other.as_str().expect("text").to_uppercase());
    let (status, answer) = place.ask(Method::PUT, &path, &body).await;
    assert_eq!((status, &answer["message"]), (StatusCode::BAD_REQUEST, &taken));
    let (status, answer) = place.ask(Method::POST, "/api/system-users", &body).await;
    assert_eq!((status, &answer["message"]), (StatusCode::BAD_REQUEST, &taken));
    let (status, answer) = place.ask(Method::PUT, &path, &json!({"lastName": "x".repeat(41)})).await;
    let messages = json!([
        "The FirstName field is required.",
        "The length of 'Last Name' must be 40 characters or fewer. You entered 41 characters.",
        "The Email field is required.",
        "The PhoneNumber field is required.",
    ]);
    assert_eq!((status, &answer["validationMessages"]), (StatusCode::BAD_REQUEST, &messages));
}

#[tokio::test]
async fn a_deleted_one_is_gone_and_the_address_free() {
    let place = Place::at(LUMEN).await;
    let id = place.make_ann().await;
    let path = format!("/api/system-users/{id}");
    assert_eq!(place.data(Method::DELETE, &path, &json!({})).await, json!({"resourceId": id}));
    assert!(place.found("ann@").await.is_empty() && place.system_user(&id).deleted);
    for (method, path) in [
        (Method::DELETE, path.clone()),
        (Method::PUT, path.clone()),
        (Method::POST, format!("{path}/send-information-email")),
    ] {
        let (status, body) = place.ask(method, &path, &ann()).await;
        assert_eq!((status, &body["message"]), (StatusCode::NOT_FOUND, &json!("System user not found.")));
    }
    assert_ne!(place.make_ann().await, id);
}

/// Those who were there from the start can be changed too, but for the reseller's.
#[tokio::test]
async fn one_of_them_cannot_be_changed() {
    let place = Place::at(LUMEN).await;
    let rows = place.found("").await;
    let (closed, open): (Vec<&Value>, Vec<&Value>) = rows.iter().partition(|row| row["isEditable"] == false);
    assert_eq!(closed.len(), 1);
    let path = |row: &Value| format!("/api/system-users/{}", row["resourceId"].as_str().expect("text"));
    let (status, body) = place.ask(Method::DELETE, &path(closed[0]), &json!({})).await;
    assert_eq!((status, &body["status"]), (StatusCode::FORBIDDEN, &json!("FORBIDDEN")));
    let mut body = ann();
    body["email"] = open[0]["email"].clone();
    place.data(Method::PUT, &path(open[0]), &body).await;
    assert!(place.desk.server.system_users(&place.company).is_empty(), "it was not created here");
    let rows = place.found("").await;
    assert_eq!(rows.iter().filter(|row| row["firstName"] == "Ann").count(), 1);
    place.data(Method::DELETE, &path(open[0]), &json!({})).await;
    assert_eq!(place.found("").await.len(), rows.len() - 1);
}

#[tokio::test]
async fn mails_are_sent_to_those_who_are_there() {
    let place = Place::at(LUMEN).await;
    let id = place.make_ann().await;
    let welcome = format!("/api/system-users/{id}/send-information-email");
    // It has no body.
    let request = place.desk.request(Method::POST, &welcome).header("X-KEEPNET-Company-Id", &place.company);
    let (status, body) = told(request).await;
    assert_eq!((status, &body["data"]), (StatusCode::OK, &json!({"resourceId": id})));
    let reset = "/api/system-users/send-reset-password-link";
    assert_eq!(place.data(Method::POST, reset, &json!({"email": "ANN@lumenoptics.example"})).await["resourceId"], id);
    let email = "Ann@lumenoptics.example".to_owned();
    assert_eq!(place.desk.server.mails(), [Mail::Welcome(email.clone()), Mail::ResetLink(email)]);
    let (status, body) = place.ask(Method::POST, reset, &json!({"email": "nobody@lumenoptics.example"})).await;
    assert_eq!((status, &body["message"]), (StatusCode::NOT_FOUND, &json!("System user not found.")));
    let (status, body) = place.ask(Method::POST, reset, &json!({})).await;
    assert_eq!(
        (status, &body["validationMessages"]),
        (StatusCode::BAD_REQUEST, &json!(["The Email field is required."]))
    );
    assert_eq!(place.desk.server.mails().len(), 2);
}

#[tokio::test]
async fn a_slow_index_finds_them_only_later() {
    let delay = Duration::from_secs(3600);
    let place = Place::with(LUMEN, Options { index_delay: delay, ..Options::instant() }).await;
    let id = place.make_ann().await;
    assert!(place.found("ann@").await.is_empty());
    place.desk.server.clock().pass(delay).await;
    let mut body = ann();
    body["lastName"] = json!("Ek");
    place.data(Method::PUT, &format!("/api/system-users/{id}"), &body).await;
    assert_eq!(place.found("ann@").await[0]["lastName"], "Lee");
    place.desk.server.clock().pass(delay).await;
    assert_eq!(place.found("ann@").await[0]["lastName"], "Ek");
}

#[rstest]
#[case("Rowan Veterinary", "scim/search", "Entra ID")]
#[case("Ivory Coast Coffee Roasters", "ldap-schedule/search", "Head office AD")]
#[tokio::test]
async fn a_company_tells_where_its_users_come_from(#[case] name: &str, #[case] path: &str, #[case] directory: &str) {
    let place = Place::at(name).await;
    for search in ["scim/search", "ldap-schedule/search"] {
        let rows = place.results(&format!("/api/{search}"), &json!({})).await;
        let names: Vec<_> = rows.iter().map(|row| row["name"].as_str().expect("text")).collect();
        assert_eq!(names, if search == path { vec![directory] } else { Vec::new() });
    }
    let google = place.data(Method::GET, "/api/google-user-provisioning", &json!({})).await;
    assert_eq!((&google["enableProvisioning"], &google["provisioningConfig"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn google_and_a_refusal() {
    let place = Place::at("क्षितिज प्रौद्योगिकी").await;
    let google = place.data(Method::GET, "/api/google-user-provisioning", &json!({})).await;
    assert_eq!(google["enableProvisioning"], true);
    assert!(google["provisioningResourceId"].is_string() && google["provisioningConfig"]["sync"]["method"].is_string());
    let place = Place::at("Xenon Labs").await;
    for (method, path) in [
        (Method::POST, "/api/scim/search"),
        (Method::POST, "/api/ldap-schedule/search"),
        (Method::GET, "/api/google-user-provisioning"),
    ] {
        let (status, body) = place.ask(method, path, &query(&json!({"orderBy": "Name"}))).await;
        assert_eq!((status, &body["status"]), (StatusCode::FORBIDDEN, &json!("FORBIDDEN")), "{path}");
    }
}
