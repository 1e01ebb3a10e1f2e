//! A company and its users, as the tests ask about them.

use super::*;

pub const HEADER: &str = "X-KEEPNET-Company-Id";

/// A company and one of its users.
pub struct Place {
    pub desk: Desk,
    pub company: String,
}

impl Place {
    pub async fn at(name: &str) -> Self {
        Self::with(name, Options::instant()).await
    }

    pub async fn with(name: &str, options: Options) -> Self {
        let desk = Desk::with(options).await;
        let company = desk.id(name);
        Self { desk, company }
    }

    pub async fn create(&self, body: &Value) -> String {
        let (status, body) = told(self.desk.create(&self.company, body)).await;
        assert_eq!(status, 200, "{body}");
        body["data"]["resourceId"].as_str().expect("an ID").to_owned()
    }

    pub async fn get(&self, id: &str) -> Value {
        let path = format!("/api/target-users/{id}");
        let (status, body) = told(self.desk.get(&path).header(HEADER, &self.company)).await;
        assert_eq!(status, 200, "{body}");
        body["data"].clone()
    }

    pub async fn put(&self, id: &str, body: &Value) -> (StatusCode, Value) {
        let path = format!("/api/target-users/{id}");
        told(self.desk.request(Method::PUT, &path).json(body).header(HEADER, &self.company)).await
    }

    pub async fn put_well(&self, id: &str, body: &Value) {
        let (status, answer) = self.put(id, body).await;
        assert_eq!((status, &answer["status"]), (StatusCode::OK, &json!("SUCCESS")), "{answer}");
        assert_eq!(answer["data"], json!({"resourceId": id}));
    }

    /// A scoped request: its status and envelope.
    pub async fn ask(&self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        told(self.desk.request(method, path).json(body).header(HEADER, &self.company)).await
    }

    /// The data of a scoped request that must succeed.
    pub async fn data(&self, method: Method, path: &str, body: &Value) -> Value {
        let (status, body) = self.ask(method, path, body).await;
        assert_eq!((status, &body["status"]), (StatusCode::OK, &json!("SUCCESS")), "{path}: {body}");
        body["data"].clone()
    }

    /// The rows of the first thousand of a search.
    pub async fn results(&self, path: &str, change: &Value) -> Vec<Value> {
        let mut body = query(&json!({"orderBy": "CreateTime", "pageSize": 1000}));
        for (name, value) in change.as_object().expect("object") {
            body[name] = value.clone();
        }
        self.data(Method::POST, path, &body).await["results"].as_array().cloned().unwrap_or_default()
    }

    /// The rows that the search finds for a text.
    pub async fn rows(&self, text: &str) -> Vec<Value> {
        let body = query(&json!({"orderBy": "Email", "pageSize": 1000, "filter": {"searchInputTextValue": text}}));
        let request = self.desk.post("/api/target-users/search", &body).header(HEADER, &self.company);
        let (status, body) = told(request).await;
        assert_eq!(status, 200, "{body}");
        body["data"]["results"].as_array().cloned().unwrap_or_default()
    }

    /// Active, inactive, deleted and monthly users.
    pub async fn figures(&self) -> [i64; 4] {
        let rows = self.desk.search(&json!({"pageSize": 1000})).await["results"].clone();
        let is = |row: &&Value| row["companyResourceId"] == self.company.as_str();
        let row = rows.as_array().expect("list").iter().find(is).expect("the company").clone();
        ["targetUserCount", "inactiveTargetUserCount", "deletedTargetUserCount", "monthlyActiveUserCount"]
            .map(|name| row[name].as_i64().expect("number"))
    }

    pub fn stored(&self, id: &str) -> keepnet_tui::demo::StoredUser {
        self.desk.server.users(&self.company).into_iter().find(|user| user.resource_id == id).expect("stored")
    }

    pub fn put_away(&self, id: &str) -> RequestBuilder {
        self.desk.request(Method::DELETE, &format!("/api/target-users/{id}")).header(HEADER, &self.company)
    }

    /// An initial user of this status.
    pub async fn somebody(&self, status: &str) -> Value {
        self.rows("").await.into_iter().find(|row| row["status"] == status).expect("one")
    }

    pub async fn set_active(&self, id: &str, active: bool) -> (StatusCode, Value) {
        let mut body = as_write(&self.get(id).await);
        body["isActive"] = json!(active);
        self.put(id, &body).await
    }

    pub async fn groups(&self) -> Vec<Value> {
        let (_, body) = told(self.desk.get("/api/target-groups").header(HEADER, &self.company)).await;
        body["data"].as_array().expect("list").iter().map(|group| group["resourceId"].clone()).collect()
    }
}

/// What was read, under the names of the write.
pub fn as_write(read: &Value) -> Value {
    let mut body = read.clone();
    let map = body.as_object_mut().expect("object");
    let fields = map.remove("customFieldValues").expect("the values");
    map.insert("customFields".to_owned(), fields);
    for name in ["resourceId", "managerFullName"] {
        map.remove(name);
    }
    body
}
