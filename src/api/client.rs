//! The client: how requests are sent. Reads are in `reads`, writes in `writes`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::RequestBuilder;
use secrecy::ExposeSecret;
use serde_json::Value;

use super::auth::{Issued, Token, TokenCache, session};
use super::call::{Look, exchange};
use super::clock::{ServiceClock, ServiceTime};
use super::connect::{self, Route};
use super::curl::Record;
use super::error::Error;
use super::rate_limit::{Epoch, RateLimiter};
use super::request_spec::RequestSpec;
use super::retry;
use super::settings::{Event, Settings};
use super::wire::envelope::Success;
use super::wire::json::Json;
use super::wire::token;
use crate::domain::service::session::Session;

const COMPANY_HEADER: &str = "X-KEEPNET-Company-Id";

type Listener = Box<dyn Fn(Event) + Send + Sync>;

struct Inner {
    settings: Settings,
    http: reqwest::Client,
    /// For writes: without connection reuse, so that nothing is retried transparently on a stale connection.
    http_once: reqwest::Client,
    /// The proxy, if any.
    route: Route,
    tokens: TokenCache,
    rate_limiter: RateLimiter,
    events: Listener,
    clock: ServiceClock,
    last: Mutex<Option<Record>>,
    /// The claims of the newest token.
    session: Mutex<Option<Session>>,
}

/// The API of a service with a credential. Cheap to clone; dropping a future cancels its call.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

/// The retry budget of one operation.
struct RetryBudget {
    /// Whether transient failures are retried.
    repeats: bool,
    /// How long it may still wait for the rate limit.
    wait: Duration,
}

impl Client {
    /// Builds a client. Takes some milliseconds, so not between frames.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when TLS cannot be set up.
    pub fn new(settings: Settings, events: impl Fn(Event) + Send + Sync + 'static) -> Result<Self, Error> {
        let inner = Inner {
            http: connect::build(&settings, true)?,
            http_once: connect::build(&settings, false)?,
            route: connect::route(&settings.base_url)?,
            rate_limiter: RateLimiter::new(settings.limits.clone(), Instant::now()),
            settings,
            tokens: TokenCache::default(),
            events: Box::new(events),
            clock: ServiceClock::default(),
            last: Mutex::new(None),
            session: Mutex::new(None),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// Requests a token and nothing else, to verify the credential. Returns the claims of the token.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn log_in(&self) -> Result<Session, Error> {
        self.token(&mut self.retry_budget(true)).await?;
        let session = self.0.session.lock().unwrap_or_else(PoisonError::into_inner).clone();
        session.ok_or(Error::Incomplete)
    }

    /// The service's own clock; `None` until an answer has reported the time.
    #[must_use]
    pub fn service_time(&self) -> Option<ServiceTime> {
        self.0.clock.now()
    }

    /// The newest request as a curl command that takes the token from `KEEPNET_TOKEN`.
    #[must_use]
    pub fn last_request_as_curl(&self) -> Option<String> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(Record::to_curl)
    }

    /// URL, credentials and proxy.
    pub(super) fn parts(&self) -> (&Settings, &reqwest::Client, Option<&str>) {
        (&self.0.settings, &self.0.http, self.0.route.proxy.as_deref())
    }

    /// The proxy, and where it is configured.
    #[must_use]
    pub fn route(&self) -> &Route {
        &self.0.route
    }

    fn retry_budget(&self, repeats: bool) -> RetryBudget {
        RetryBudget { repeats, wait: self.0.settings.limits.longest_wait }
    }

    /// A read, with retries.
    pub(super) async fn read(&self, plan: RequestSpec) -> Result<Value, Error> {
        self.look(&plan, None).await
    }

    /// A read of many data, with retries: they are read where they lie.
    pub(super) async fn read_with<T: Send>(
        &self,
        plan: RequestSpec,
        read: impl Fn(&Json<'_>) -> Result<T, Error> + Send + Sync,
    ) -> Result<T, Error> {
        let taken = Mutex::new(Err(Error::Garbled(200)));
        let look = |data: &Json<'_>| *taken.lock().unwrap_or_else(PoisonError::into_inner) = read(data);
        self.look(&plan, Some(&look)).await?;
        taken.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    async fn look(&self, plan: &RequestSpec, look: Option<Look<'_>>) -> Result<Value, Error> {
        let mut patience = self.retry_budget(true);
        self.token(&mut patience).await?;
        let mut repeats = 0;
        loop {
            match self.once(plan, &self.0.http, &mut patience, look).await {
                Ok(answer) => return Ok(answer.data),
                Err(error) => self.wait_before_retry(error, &mut repeats, &mut patience).await?,
            }
        }
    }

    /// A read without retries, also for its token.
    pub(super) async fn read_once(&self, plan: RequestSpec) -> Result<Value, Error> {
        self.once(&plan, &self.0.http, &mut self.retry_budget(false), None).await.map(|answer| answer.data)
    }

    /// A write, sent once. Only answers that mean that nothing was done are retried: a 401 with a new token, a 429
    /// after the wait it asks for.
    pub(super) async fn write(&self, plan: RequestSpec) -> Result<Success, Error> {
        // Waiting for a token is a read and can be retried safely.
        let mut patience = self.retry_budget(true);
        self.token(&mut patience).await?;
        let mut repeats = 0;
        loop {
            match self.once(&plan, &self.0.http_once, &mut patience, None).await {
                Err(error @ Error::RateLimited(_)) => {
                    self.wait_before_retry(error, &mut repeats, &mut patience).await?;
                }
                answer => return answer,
            }
        }
    }

    /// Waits before a retry, or returns the error if there is none left.
    async fn wait_before_retry(
        &self,
        error: Error,
        repeats: &mut u32,
        patience: &mut RetryBudget,
    ) -> Result<(), Error> {
        *repeats += 1;
        let Inner { rate_limiter: pace, events, settings, .. } = &*self.0;
        if !patience.repeats || !retry::is_worth_it(&error, *repeats) {
            return Err(error);
        }
        let paced = if let Error::RateLimited(asked) = &error { Some(*asked) } else { None };
        let wait = match paced {
            None => retry::wait(&error, *repeats, &settings.limits),
            Some(asked) => {
                // The wait that was requested, not what is left of it a moment later.
                let left = pace.remaining(Instant::now());
                Some(asked.unwrap_or(left).max(left)).filter(|wait| *wait <= patience.wait)
            }
        };
        let Some(wait) = wait else { return Err(error) };
        if !pace.may_repeat(Instant::now()) {
            tracing::warn!("no retries left: failing at once");
            return Err(error);
        }
        events(Event::Retrying { attempt: *repeats + 1, wait });
        if paced.is_some() {
            return self.pass(patience, false).await.map(drop);
        }
        tokio::time::sleep(wait).await;
        Ok(())
    }

    /// Waits for the rate limit, and reports it if `tell` is set; fails at once if the wait would be too long.
    async fn pass(&self, patience: &mut RetryBudget, tell: bool) -> Result<Epoch, Error> {
        let Inner { rate_limiter: pace, events, .. } = &*self.0;
        loop {
            let left = pace.remaining(Instant::now());
            if left.is_zero() {
                return Ok(pace.epoch());
            }
            let Some(rest) = patience.wait.checked_sub(left) else { return Err(Error::RateLimited(Some(left))) };
            patience.wait = rest;
            if tell {
                events(Event::Paced { until_wait: left });
            }
            tokio::time::sleep(left).await;
        }
    }

    /// One call; a 401 is retried once with a new token. A rejected token is never sent again, neither by this call nor
    /// by a later one.
    async fn once(
        &self,
        plan: &RequestSpec,
        http: &reqwest::Client,
        patience: &mut RetryBudget,
        look: Option<Look<'_>>,
    ) -> Result<Success, Error> {
        let mut answer = Err(Error::Unauthorized);
        for _ in 0..2 {
            let (token, wave) = self.ready(patience).await?;
            answer = self.send(plan, http, &token, wave, look).await;
            if !matches!(answer, Err(Error::Unauthorized)) {
                break;
            }
            self.0.tokens.refuse(token.serial);
        }
        answer
    }

    /// A token, after waiting for the rate limit. Meanwhile the token may have expired, or another call may have
    /// learned that it is rejected.
    async fn ready(&self, patience: &mut RetryBudget) -> Result<(Token, Epoch), Error> {
        let mut renewed = false;
        loop {
            let token = self.token(patience).await?;
            let wave = self.pass(patience, true).await?;
            // A token that expires before it can be used is used all the same the second time.
            let usable = if renewed { self.0.tokens.is_unrefused(&token) } else { self.0.tokens.is_good(&token) };
            if usable {
                return Ok((token, wave));
            }
            renewed = true;
        }
    }

    async fn send(
        &self,
        plan: &RequestSpec,
        http: &reqwest::Client,
        token: &Token,
        wave: Epoch,
        look: Option<Look<'_>>,
    ) -> Result<Success, Error> {
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
        let record =
            Record { method: plan.method.clone(), url, headers, body: plan.body.as_ref().map(Value::to_string) };
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(record);
        self.timed(request, plan.route, wave, look).await
    }

    /// The token, requested like a read, or once.
    async fn token(&self, patience: &mut RetryBudget) -> Result<Token, Error> {
        let issue = async {
            let mut repeats = 0;
            loop {
                match self.issue(patience).await {
                    Ok(issued) => return Ok(issued),
                    Err(error) => self.wait_before_retry(error, &mut repeats, patience).await?,
                }
            }
        };
        let token = self.0.tokens.token(issue).await;
        token.map_err(|error| match error {
            // These errors are complete; the others must not read as if the call itself had been sent.
            Error::InvalidClient | Error::NoConnection(_) | Error::Certificate(_) | Error::Tls(_) | Error::Setup(_) => {
                error
            }
            other => Error::NoToken(Box::new(other)),
        })
    }

    async fn issue(&self, patience: &mut RetryBudget) -> Result<Issued, Error> {
        let wave = self.pass(patience, true).await?;
        let Settings { base_url, credentials, .. } = &self.0.settings;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &credentials.client_id),
            ("client_secret", credentials.client_secret.expose_secret()),
            ("scope", "api1"),
        ];
        let request = self.0.http.post(format!("{base_url}/connect/token")).form(&form);
        let answer = match self.timed(request, "/connect/token", wave, None).await {
            // However the token server words it: these credentials are not accepted.
            Err(Error::Unauthorized | Error::Refused(_)) => Err(Error::InvalidClient),
            answer => answer,
        }?;
        let issued = token::issued(&answer.data)?;
        let session = session(&issued);
        *self.0.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(session.clone());
        (self.0.events)(Event::Token(session));
        Ok(issued)
    }

    async fn timed(
        &self,
        request: RequestBuilder,
        path: &str,
        wave: Epoch,
        look: Option<Look<'_>>,
    ) -> Result<Success, Error> {
        let Inner { settings, route, rate_limiter: pace, events, clock, .. } = &*self.0;
        let start = Instant::now();
        let answer = exchange(request, &settings.limits, route.proxy.as_deref(), clock, look).await;
        let took = start.elapsed();
        match &answer {
            Err(error) if error.is_no_response() => {
                tracing::warn!(path, ?took, %error, "no answer");
                events(Event::Unreachable);
            }
            Err(error) => {
                // The service's message may contain an email: only the kind is logged.
                tracing::warn!(path, ?took, kind = kind(error), "refused");
                match error {
                    Error::RateLimited(asked) => pace.slow_down(wave, *asked, Instant::now()),
                    other => pace.answered(wave, !other.is_passing()),
                }
                events(Event::Reached(took));
            }
            Ok(_) => {
                tracing::debug!(path, ?took, "answered");
                pace.answered(wave, true);
                events(Event::Reached(took));
            }
        }
        answer
    }
}

fn kind(error: &Error) -> String {
    format!("{error:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}
