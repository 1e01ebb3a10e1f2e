//! The token: client credentials, kept in memory, renewed before it ends, asked for once however
//! many requests wait.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;

use super::error::Error;
use crate::domain::session::Session;
use crate::domain::text::{NAME_MAX, clean};

/// A token is renewed this long before it ends.
const EARLY: Duration = Duration::from_secs(60);

/// A token with the number of its issue.
#[derive(Clone)]
pub(super) struct Token {
    pub bearer: Arc<SecretString>,
    pub serial: u64,
}

#[derive(Default)]
struct State {
    /// The token, and when to renew it.
    token: Option<(Token, Instant)>,
    serial: u64,
    /// Tries made so far, and how the last one failed: those who queued behind it share it.
    tries: u64,
    failed: Option<Error>,
}

/// Hands out the token.
#[derive(Default)]
pub(super) struct Vault {
    state: Mutex<State>,
    /// Counts finished tries, readable without waiting for one.
    finished: std::sync::atomic::AtomicU64,
}

/// An issued token as the service describes it.
pub(super) struct Issued {
    pub bearer: SecretString,
    pub permissions: Vec<String>,
    pub lifetime: Duration,
}

impl Vault {
    /// The current token, or a new one from `issue`, which is only polled when it is needed; one
    /// issue at a time.
    ///
    /// `refused` is the serial of a token that was just refused: it is not handed out again.
    pub(super) async fn token(
        &self,
        refused: Option<u64>,
        issue: impl Future<Output = Result<Issued, Error>>,
    ) -> Result<Token, Error> {
        use std::sync::atomic::Ordering;
        let seen = self.finished.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some((token, renew_at)) = &state.token
            && refused != Some(token.serial)
            && Instant::now() < *renew_at
        {
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
                let token = Token { bearer: Arc::new(issued.bearer), serial: state.serial };
                // A very short life is used to its half, else every call would renew it.
                let early = EARLY.min(issued.lifetime / 2);
                state.token = Some((token.clone(), Instant::now() + issued.lifetime.saturating_sub(early)));
                Ok(token)
            }
            Err(error) => {
                state.failed = Some(error.clone());
                Err(error)
            }
        }
    }
}

/// What the answer and the claims of its JWT say; for display, so no signature is checked, and an opaque token says
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
