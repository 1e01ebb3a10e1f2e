//! `companies list --all` and `users find`, each beside a client that fetches the same pages in the same order with the
//! same concurrency and throws them away. The server is another process and answers at once.
//! `cargo bench --bench headless`. Divide the median of a command by that of its `raw_` neighbour in the same run: it is to
//! be at most 1.1. The command starts, reads its configuration and gets a token in that time as well.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use divan::Bencher;
use futures_util::stream::{self, StreamExt};
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Companies of a long list: more than are kept in memory. More take the server longer for each page.
const LISTED: usize = 21_000;
/// Companies that are searched for somebody.
const SEARCHED: usize = 2_000;
/// As the commands have it.
const PAGE: usize = 200;
const AT_ONCE: usize = 4;
const PROGRAM: &str = env!("CARGO_BIN_EXE_keepnet-tui");

fn main() {
    divan::main();
}

/// A server with so many companies.
struct Service {
    server: Child,
    url: String,
    id: String,
    secret: String,
    home: TempDir,
    runtime: Runtime,
}

impl Service {
    fn new(companies: usize) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["demo-server", "--port", "0", "--latency", "0", "--jitter", "0", "--companies"]);
        let server = command.arg(companies.to_string()).stdout(Stdio::piped()).spawn();
        let mut server = server.expect("the program runs");
        let mut line = String::new();
        BufReader::new(server.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut word = || words.next().expect("address, ID and secret");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let home = tempfile::tempdir().expect("a folder");
        Self { server, url: word(), id: word(), secret: word(), home, runtime }
    }

    fn run(&self, args: &[&str]) -> Option<i32> {
        let mut command = Command::new(PROGRAM);
        command.args(args).env_clear().env("HOME", self.home.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command.env("KEEPNET_API_BASE_URL", &self.url);
        command.env("KEEPNET_CLIENT_ID", &self.id).env("KEEPNET_CLIENT_SECRET", &self.secret);
        command.status().expect("the program runs").code()
    }

    async fn log_in(&self) -> Raw {
        let http = Client::builder().tls_certs_only([]).no_proxy().build().expect("a client");
        let form =
            [("client_id", &self.id), ("client_secret", &self.secret)].map(|(name, value)| (name, value.as_str()));
        let form: Vec<_> = form.into_iter().chain([("grant_type", "client_credentials"), ("scope", "api1")]).collect();
        let answer = http.post(format!("{}/connect/token", self.url)).form(&form).send().await.expect("a token");
        let answer: Value = answer.json().await.expect("JSON");
        Raw { http, url: self.url.clone(), token: answer["access_token"].as_str().expect("a token").to_owned() }
    }

    /// The IDs of all companies.
    fn ids(&self) -> Vec<String> {
        self.runtime.block_on(async {
            let raw = self.log_in().await;
            let mut ids = Vec::new();
            for number in 1..=SEARCHED.div_ceil(PAGE) {
                let page: Value = serde_json::from_slice(&raw.page(number).await).expect("JSON");
                let items = page["data"]["results"].as_array().expect("a page");
                ids.extend(items.iter().map(|item| item["companyResourceId"].as_str().expect("an ID").to_owned()));
            }
            ids
        })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Nothing to do if it has ended.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The smallest client.
struct Raw {
    http: Client,
    url: String,
    token: String,
}

impl Raw {
    async fn post(&self, path: &str, company: Option<&str>, body: &Value) -> Vec<u8> {
        let mut request = self.http.post(format!("{}{path}", self.url)).bearer_auth(&self.token).json(body);
        if let Some(company) = company {
            request = request.header("X-KEEPNET-Company-Id", company);
        }
        let mut answer = request.send().await.expect("an answer");
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.expect("a body") {
            body.extend_from_slice(&chunk);
        }
        body
    }

    async fn page(&self, number: usize) -> Vec<u8> {
        let filter = json!({ "condition": "AND", "searchInputTextValue": "" });
        let body = json!({ "pageNumber": number, "pageSize": PAGE, "orderBy": "CompanyName", "ascending": true, "filter": filter });
        self.post("/api/companies/search", None, &body).await
    }

    async fn find(&self, company: &str) -> Vec<u8> {
        let item = json!({ "fieldName": "Email", "operator": "=", "value": "nobody@quartz.example" });
        let groups = json!([{ "condition": "AND", "filterItems": [item] }]);
        let filter = json!({ "condition": "AND", "searchInputTextValue": "", "filterGroups": groups });
        let body = json!({
            "pageNumber": 1, "pageSize": 50, "orderBy": "CreateTime", "ascending": false, "filter": filter, "newVersion": false,
        });
        self.post("/api/target-users/search", Some(company), &body).await
    }
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn list(bencher: Bencher<'_, '_>) {
    let service = Service::new(LISTED);
    bencher.bench_local(|| {
        assert_eq!(service.run(&["companies", "list", "--all", "--output", "csv"]), Some(0));
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn raw_list(bencher: Bencher<'_, '_>) {
    let service = Service::new(LISTED);
    bencher.bench_local(|| {
        service.runtime.block_on(async {
            let raw = service.log_in().await;
            for number in 1..=LISTED.div_ceil(PAGE) {
                assert!(!raw.page(number).await.is_empty());
            }
        });
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn find(bencher: Bencher<'_, '_>) {
    let service = Service::new(SEARCHED);
    // Some companies do not let anybody look.
    bencher.bench_local(|| assert_eq!(service.run(&["users", "find", "nobody@quartz.example"]), Some(3)));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn raw_find(bencher: Bencher<'_, '_>) {
    let service = Service::new(SEARCHED);
    let ids = service.ids();
    bencher.bench_local(|| {
        service.runtime.block_on(async {
            let raw = service.log_in().await;
            for number in 1..=SEARCHED.div_ceil(PAGE) {
                assert!(!raw.page(number).await.is_empty());
            }
            let looked = stream::iter(&ids).map(|id| raw.find(id)).buffer_unordered(AT_ONCE);
            assert_eq!(looked.fold(0, async |n, body| n + usize::from(!body.is_empty())).await, ids.len());
        });
    });
}
