//! The access token: client credentials, kept in memory, renewed before it expires, requested once however many calls
//! wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;

use super::error::Error;
use crate::domain::service::session::Session;
use crate::domain::text::{NAME_MAX, clean};

/// A token is renewed this long before it expires.
const EARLY: Duration = Duration::from_secs(60);

/// A token with its serial number.
#[derive(Clone)]
pub(super) struct Token {
    pub bearer: Arc<SecretString>,
    pub serial: u64,
    /// It expires now, or soon.
    renew_at: Instant,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    serial: u64,
    /// Attempts so far, and how the last one failed: waiting calls share the result.
    tries: u64,
    failed: Option<Error>,
}

/// Provides the token.
#[derive(Default)]
pub(super) struct TokenCache {
    state: Mutex<State>,
    /// Counts finished attempts, readable without waiting for one.
    finished: AtomicU64,
    /// The newest token that was rejected; older ones are rejected too.
    refused: AtomicU64,
}

/// An issued token as the service describes it.
pub(super) struct Issued {
    pub bearer: SecretString,
    pub permissions: Vec<String>,
    pub lifetime: Duration,
}

impl TokenCache {
    /// The current token, or a new one from `issue`, which is only polled if needed; one at a time.
    pub(super) async fn token(&self, issue: impl Future<Output = Result<Issued, Error>>) -> Result<Token, Error> {
        let seen = self.finished.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(token) = state.token.take_if(|token| !self.is_good(token)) {
            tracing::debug!(serial = token.serial, "the token has ended or was refused");
        }
        if let Some(token) = &state.token {
            return Ok(token.clone());
        }
        if state.tries > seen
            && let Some(error) = &state.failed
        {
            return Err(error.clone());
        }
        let outcome = issue.await;
        state.tries += 1;
        self.finished.store(state.tries, Ordering::Release);
        match outcome {
            Ok(issued) => {
                state.serial += 1;
                state.failed = None;
                // A very short lifetime is used by half; otherwise every call would renew the token.
                let early = EARLY.min(issued.lifetime / 2);
                let renew_at = Instant::now() + issued.lifetime.saturating_sub(early);
                let token = Token { bearer: Arc::new(issued.bearer), serial: state.serial, renew_at };
                state.token = Some(token.clone());
                Ok(token)
            }
            Err(error) => {
                state.failed = Some(error.clone());
                Err(error)
            }
        }
    }
}

impl TokenCache {
    /// The token may be sent and does not expire soon.
    pub(super) fn is_good(&self, token: &Token) -> bool {
        self.is_unrefused(token) && Instant::now() < token.renew_at
    }

    /// Neither this token nor a newer one is known to be rejected.
    pub(super) fn is_unrefused(&self, token: &Token) -> bool {
        token.serial > self.refused.load(Ordering::Acquire)
    }

    /// The token with this number was rejected: it is dropped and never used again.
    pub(super) fn refuse(&self, serial: u64) {
        self.refused.fetch_max(serial, Ordering::AcqRel);
        // If a new one is being requested, that replaces it.
        if let Ok(mut state) = self.state.try_lock() {
            state.token.take_if(|token| token.serial <= serial);
        }
    }
}

/// The claims of the answer and its JWT; only for display, so no signature is checked, and an opaque token gives
/// nothing.
pub(super) fn session(issued: &Issued) -> Session {
    let claims: Option<Value> = issued
        .bearer
        .expose_secret()
        .split('.')
        .nth(1)
        .and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok())
        .and_then(|json| serde_json::from_slice(&json).ok());
    let text = |name: &str| claims.as_ref()?.get(name)?.as_str().map(|t| clean(t, NAME_MAX));
    let reseller_access = claims.as_ref().and_then(|c| match c.get("reseller_access")? {
        Value::Bool(yes) => Some(*yes),
        Value::String(text) => text.to_lowercase().parse().ok(),
        _ => None,
    });
    Session {
        role: text("role"),
        reseller_access,
        company: text("user_company_name"),
        permissions: issued.permissions.clone(),
        lifetime: issued.lifetime,
    }
}
