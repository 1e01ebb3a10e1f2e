//! The embedded server over raw HTTP, rule by rule: what the client is tested against has to be right first.

use std::time::Duration;

use keepnet_tui::demo::{Options, Server};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

mod audit;
mod bad_answers;
mod faults;
mod groups;
mod place;
mod rules;
mod scoped;
mod system_users;
mod updates;
mod users;

/// A server of its own and somebody who talks to it.
struct Desk {
    server: Server,
    http: reqwest::Client,
    token: String,
}

impl Desk {
    async fn open() -> Self {
        Self::with(Options::instant()).await
    }

    async fn with(options: Options) -> Self {
        let server = Server::start(options).await.expect("a free port");
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().expect("a client");
        let mut desk = Self { server, http, token: String::new() };
        desk.token = desk.login().await;
        desk
    }

    async fn login(&self) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.server.client_id()),
            ("client_secret", self.server.client_secret()),
            ("scope", "api1"),
        ];
        let url = format!("{}/connect/token", self.server.url());
        let answer = self.http.post(url).form(&form).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let body: Value = answer.json().await.expect("JSON");
        body["access_token"].as_str().expect("a token").to_owned()
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.server.url())).bearer_auth(&self.token)
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.request(Method::POST, path).json(body)
    }

    fn create(&self, company: &str, body: &Value) -> RequestBuilder {
        self.post("/api/target-users", body).header("X-KEEPNET-Company-Id", company)
    }

    fn id(&self, name: &str) -> String {
        self.server.company_id(name).expect("a company of the files")
    }

    /// Users of this address that are stored for the company.
    fn stored(&self, company: &str, email: &str) -> usize {
        self.server.users(company).iter().filter(|user| user.email == email).count()
    }

    async fn search(&self, change: &Value) -> Value {
        let (status, body) = told(self.post("/api/companies/search", &query(change))).await;
        assert_eq!((status, &body["status"]), (StatusCode::OK, &json!("SUCCESS")), "{body}");
        body["data"].clone()
    }

    async fn seats(&self, company: &str) -> Value {
        let (status, body) = told(self.get(&format!("/api/companies/{company}/license-check"))).await;
        assert_eq!(status, 200);
        body["data"].clone()
    }
}

fn query(change: &Value) -> Value {
    let mut body = json!({
        "pageNumber": 1, "pageSize": 100, "orderBy": "CompanyName", "ascending": true,
        "filter": {"condition": "AND", "searchInputTextValue": ""},
    });
    for (name, value) in change.as_object().expect("object") {
        body[name] = value.clone();
    }
    body
}

fn person(email: &str) -> Value {
    json!({"email": email, "phoneNumber": "+447700900123"})
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

/// Status and envelope; that it is one is checked here for every answer.
async fn told(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = send(request).await;
    let status = answer.status();
    let body: Value = answer.json().await.expect("JSON");
    for name in ["data", "status", "message", "validationMessages"] {
        assert!(body.get(name).is_some(), "{name} is missing in {body}");
    }
    (status, body)
}
