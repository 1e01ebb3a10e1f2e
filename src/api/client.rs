//! The client: one method an operation.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::auth::{Issued, Token, Vault, session};
use super::call::exchange;
use super::curl::Record;
use super::error::Error;
use super::retry;
use super::wire::{company, lookup, target_user, token, user};
use crate::domain::base_url::BaseUrl;
use crate::domain::company::Company;
use crate::domain::ids::{CompanyId, UserId};
use crate::domain::license::LicenseCheck;
use crate::domain::lookup::Choice;
use crate::domain::page::Page;
use crate::domain::query::CompanyQuery;
use crate::domain::session::Session;
use crate::domain::target_user::NewTargetUser;
use crate::domain::user::TargetUser;
use crate::domain::user_query::UserQuery;

const COMPANY_HEADER: &str = "X-KEEPNET-Company-Id";

/// Client ID and secret of a REST API credential.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The client ID.
    pub client_id: String,
    /// The client secret; does not print.
    pub client_secret: SecretString,
}

/// Bounds of every call.
#[derive(Debug, Clone)]
pub struct Limits {
    /// To make a connection.
    pub connect: Duration,
    /// From sending to the last byte of the answer.
    pub request: Duration,
    /// Bytes of an answer, after decompression.
    pub body: usize,
    /// Wait before the first repeat; it doubles.
    pub first_wait: Duration,
    /// The longest wait, also when the service asks for more.
    pub longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            request: Duration::from_secs(30),
            body: 16 * 1_048_576,
            first_wait: Duration::from_millis(300),
            longest_wait: Duration::from_secs(30),
        }
    }
}

/// Where to connect to, as whom, within which bounds.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The service.
    pub base_url: BaseUrl,
    /// The credential.
    pub credentials: Credentials,
    /// The bounds.
    pub limits: Limits,
}

/// News about the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A fresh token.
    Token(Session),
    /// A read is tried again after a wait.
    Retrying {
        /// Which try comes next, from 2.
        attempt: u32,
        /// The wait before it.
        wait: Duration,
    },
    /// The service answered.
    Reached(Duration),
    /// A try got no answer.
    Unreachable,
}

type Listener = Box<dyn Fn(Event) + Send + Sync>;

struct Inner {
    settings: Settings,
    http: reqwest::Client,
    /// For writes: no kept connection, so that nothing can be sent twice below us on a stale one.
    http_once: reqwest::Client,
    vault: Vault,
    events: Listener,
    last: Mutex<Option<Record>>,
}

/// The API of one service with one credential. Cheap to clone; dropping a future cancels its call.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

/// Whether the token is asked for again when that fails in passing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Patience {
    Some,
    None,
}

/// A request that can be built as often as it is sent.
struct Plan {
    method: Method,
    path: String,
    company: Option<CompanyId>,
    body: Option<Value>,
}

impl Plan {
    fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), company: None, body: None }
    }

    fn post(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::POST, path: path.into(), company: None, body: Some(body) }
    }

    fn about(self, company: &CompanyId) -> Self {
        Self { company: Some(company.clone()), ..self }
    }
}

impl Client {
    /// Builds a client. Costs some milliseconds, so not where somebody waits for a frame.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when TLS cannot be set up.
    pub fn new(settings: Settings, events: impl Fn(Event) + Send + Sync + 'static) -> Result<Self, Error> {
        let http = build(&settings, true)?;
        let http_once = build(&settings, false)?;
        let inner = Inner {
            settings,
            http,
            http_once,
            vault: Vault::default(),
            events: Box::new(events),
            last: Mutex::new(None),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// `POST /api/companies/search`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves.
    pub async fn search_companies(&self, query: &CompanyQuery) -> Result<Page<Company>, Error> {
        let plan = Plan::post("/api/companies/search", company::search(query));
        company::page(&self.read(plan).await?, query)
    }

    /// `GET /api/companies/{id}/license-check`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves.
    pub async fn check_license(&self, company: &CompanyId) -> Result<LicenseCheck, Error> {
        let path = format!("/api/companies/{}/license-check", segment(company.as_str()));
        company::license(&self.read(Plan::get(path).about(company)).await?)
    }

    /// `GET /api/target-groups`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves.
    pub async fn target_groups(&self, company: &CompanyId) -> Result<Vec<Choice>, Error> {
        lookup::groups(&self.read(Plan::get("/api/target-groups").about(company)).await?)
    }

    /// `GET /api/timezone/timezones`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves.
    pub async fn time_zones(&self) -> Result<Vec<Choice>, Error> {
        lookup::time_zones(&self.read(Plan::get("/api/timezone/timezones")).await?)
    }

    /// `GET /api/languages`
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves.
    pub async fn languages(&self) -> Result<Vec<Choice>, Error> {
        lookup::languages(&self.read(Plan::get("/api/languages")).await?)
    }

    /// `POST /api/target-users/search-email`: every user of the company with this address in any
    /// case, deleted ones included; their status tells. The description of this look-up has no
    /// word for deleted users, so one may be told as inactive.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves. An answer that cannot be read is an error,
    /// never an empty list.
    pub async fn find_users(&self, company: &CompanyId, email: &str) -> Result<Vec<TargetUser>, Error> {
        let email = email.trim();
        let plan = Plan::post("/api/target-users/search-email", user::search_email(email)).about(company);
        user::found(&self.read(plan).await?, email)
    }

    /// `POST /api/target-users/search`: one page of the company's users, deleted ones included.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the repeats a read deserves.
    pub async fn search_users(&self, company: &CompanyId, query: &UserQuery) -> Result<Page<TargetUser>, Error> {
        let plan = Plan::post("/api/target-users/search", user::search(query)).about(company);
        user::page(&self.read(plan).await?, query)
    }

    /// Learns whether the service answers: one cheap read, tried once. Only a 401 is answered, by
    /// one new token (itself tried once) and one repeat, because a token ends while a machine sleeps.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; somebody else's page in place of the service is one.
    pub async fn probe(&self) -> Result<(), Error> {
        let plan = Plan::get("/api/languages");
        let data = self.once(&plan, &self.0.http, Patience::None).await?;
        lookup::languages(&data).map(drop)
    }

    /// `POST /api/target-users`: sent once. Only a 401, which means that nothing was done, is
    /// answered by a new token and one repeat.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; its failure says whether the user may have been created all the same.
    pub async fn create_target_user(&self, company: &CompanyId, user: &NewTargetUser) -> Result<UserId, Error> {
        let plan = Plan::post("/api/target-users", target_user::create(user)).about(company);
        // The wait for a token is a read: tried again without any risk.
        self.token(None, Patience::Some).await?;
        let data = self.once(&plan, &self.0.http_once, Patience::Some).await?;
        target_user::created(&data)
    }

    /// The newest request as a curl command that takes the token from `KEEPNET_TOKEN`.
    #[must_use]
    pub fn last_request_as_curl(&self) -> Option<String> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(Record::to_curl)
    }

    /// A read, repeated as it deserves.
    async fn read(&self, plan: Plan) -> Result<Value, Error> {
        self.token(None, Patience::Some).await?;
        let mut repeats = 0;
        loop {
            match self.once(&plan, &self.0.http, Patience::Some).await {
                Ok(data) => return Ok(data),
                Err(error) => self.rest(error, &mut repeats).await?,
            }
        }
    }

    /// Waits before a repeat, or gives the error back when there is to be none.
    async fn rest(&self, error: Error, repeats: &mut u32) -> Result<(), Error> {
        *repeats += 1;
        let Some(wait) = retry::wait(&error, *repeats, &self.0.settings.limits) else { return Err(error) };
        (self.0.events)(Event::Retrying { attempt: *repeats + 1, wait });
        tokio::time::sleep(wait).await;
        Ok(())
    }

    /// One call; a 401 is answered by one new token and one repeat.
    async fn once(&self, plan: &Plan, http: &reqwest::Client, patience: Patience) -> Result<Value, Error> {
        let token = self.token(None, patience).await?;
        match self.send(plan, http, &token).await {
            Err(Error::Unauthorized) => {
                let token = self.token(Some(token.serial), patience).await?;
                self.send(plan, http, &token).await
            }
            answer => answer,
        }
    }

    async fn send(&self, plan: &Plan, http: &reqwest::Client, token: &Token) -> Result<Value, Error> {
        let url = format!("{}{}", self.0.settings.base_url, plan.path);
        let mut request = http.request(plan.method.clone(), &url).bearer_auth(token.bearer.expose_secret());
        let mut headers = Vec::new();
        if let Some(company) = &plan.company {
            request = request.header(COMPANY_HEADER, company.as_str());
            headers.push((COMPANY_HEADER, company.to_string()));
        }
        if let Some(body) = &plan.body {
            request = request.json(body);
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        let method = if plan.body.is_some() { "POST" } else { "GET" };
        let record = Record { method, url, headers, body: plan.body.as_ref().map(Value::to_string) };
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(record);
        self.timed(request, &plan.path).await
    }

    /// The token, asked for as a read is, or once.
    async fn token(&self, stale: Option<u64>, patience: Patience) -> Result<Token, Error> {
        let issue = async {
            let mut repeats = 0;
            loop {
                match self.issue().await {
                    Ok(issued) => return Ok(issued),
                    Err(error) if patience == Patience::None => return Err(error),
                    Err(error) => self.rest(error, &mut repeats).await?,
                }
            }
        };
        let token = self.0.vault.token(stale, issue).await;
        token.map_err(|error| match error {
            // These say all there is to say; the others must not look as if the call itself had been sent.
            Error::InvalidClient | Error::NoConnection(_) | Error::Setup(_) => error,
            other => Error::NoToken(Box::new(other)),
        })
    }

    async fn issue(&self) -> Result<Issued, Error> {
        let Settings { base_url, credentials, .. } = &self.0.settings;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &credentials.client_id),
            ("client_secret", credentials.client_secret.expose_secret()),
            ("scope", "api1"),
        ];
        let request = self.0.http.post(format!("{base_url}/connect/token")).form(&form);
        let answer = match self.timed(request, "/connect/token").await {
            // Whatever words a token server has for it: these credentials are not taken.
            Err(Error::Unauthorized | Error::Refused(_)) => Err(Error::InvalidClient),
            answer => answer,
        }?;
        let issued = token::issued(&answer)?;
        (self.0.events)(Event::Token(session(issued.bearer.expose_secret(), issued.lifetime)));
        Ok(issued)
    }

    async fn timed(&self, request: RequestBuilder, path: &str) -> Result<Value, Error> {
        let limits = &self.0.settings.limits;
        let start = Instant::now();
        let answer = exchange(request, limits).await;
        let took = start.elapsed();
        match &answer {
            Err(error @ (Error::NoConnection(_) | Error::Timeout(_) | Error::Broken)) => {
                tracing::warn!(path = route(path), ?took, %error, "no answer");
                (self.0.events)(Event::Unreachable);
            }
            Err(error) => {
                // The service's words may hold an email: the kind is enough here.
                tracing::warn!(path = route(path), ?took, kind = kind(error), "refused");
                (self.0.events)(Event::Reached(took));
            }
            Ok(_) => {
                tracing::debug!(path = route(path), ?took, "answered");
                (self.0.events)(Event::Reached(took));
            }
        }
        answer
    }
}

fn build(settings: &Settings, keep: bool) -> Result<reqwest::Client, Error> {
    let limits = &settings.limits;
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("keepnet-tui/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .timeout(limits.request)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    if !keep {
        builder = builder.pool_max_idle_per_host(0);
    }
    if settings.base_url.is_loopback() {
        // No proxy stands between a program and its own machine, and no certificate is needed.
        builder = builder.no_proxy().tls_certs_only([]);
    } else {
        builder = builder.https_only(true);
    }
    builder.build().map_err(|e| Error::Setup(e.without_url().to_string()))
}

/// One path segment, with everything but plain characters escaped.
fn segment(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_~".contains(&b) {
            out.push(char::from(b));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

/// The path for the log, IDs left out.
fn route(path: &str) -> &str {
    if path.ends_with("/license-check") { "/api/companies/{id}/license-check" } else { path }
}

fn kind(error: &Error) -> String {
    format!("{error:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}
