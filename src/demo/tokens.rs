//! Access tokens: shaped like the service's JWTs, with a lifetime, revocable.

use std::collections::{HashMap, VecDeque};
use std::iter::repeat_with;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fastrand::Rng;
use serde_json::{Value, json};
use tokio::time::Instant;

/// The client ID of the embedded server.
pub(super) const CLIENT_ID: &str = "demo-northwind-msp";
/// Its secret, which only gives access to this process.
pub(super) const CLIENT_SECRET: &str = "demo-secret-opens-only-this-process";

/// Tokens kept; older ones become invalid, so that a server running for days stays small.
const KEPT: usize = 1_000;

/// The valid tokens and the latest invalid ones.
pub(super) struct Tokens {
    /// With their expiry; `None` is too far in the future.
    valid: HashMap<String, Option<Instant>>,
    /// The latest tokens, oldest first.
    issued: VecDeque<String>,
    lifetime: Duration,
    /// Not seeded: tokens differ in every run.
    rng: Rng,
}

impl Tokens {
    /// Empty; tokens will live for `lifetime`.
    pub(super) fn new(lifetime: Duration) -> Self {
        Self { valid: HashMap::new(), issued: VecDeque::new(), lifetime, rng: Rng::new() }
    }

    /// A new token for the reseller with this company ID and name, and its lifetime in seconds.
    pub(super) fn issue(&mut self, company_id: &str, company_name: &str) -> (String, u64) {
        let seconds = self.lifetime.as_secs();
        let issued = jiff::Timestamp::now().as_second();
        let token = [
            part(&json!({"alg": "RS256", "typ": "at+jwt", "kid": "demo"})),
            part(&json!({
                "iss": "keepnet-tui demo",
                "client_id": CLIENT_ID,
                "role": "Reseller",
                // A string, as the service has been observed to send it.
                "reseller_access": "true",
                "user_company_name": company_name,
                "user_company_resourceid": company_id,
                "scope": ["api1"],
                "iat": issued,
                "exp": issued.saturating_add_unsigned(seconds),
                "jti": format!("{:032x}", self.rng.u128(..)),
            })),
            URL_SAFE_NO_PAD.encode(repeat_with(|| self.rng.u8(..)).take(64).collect::<Vec<_>>()),
        ]
        .join(".");
        let now = Instant::now();
        self.valid.retain(|_, end| end.is_none_or(|end| end > now));
        if self.issued.len() == KEPT
            && let Some(oldest) = self.issued.pop_front()
        {
            self.valid.remove(&oldest);
        }
        self.issued.push_back(token.clone());
        self.valid.insert(token.clone(), now.checked_add(self.lifetime));
        (token, seconds)
    }

    /// Whether the token was issued here and is valid.
    pub(super) fn accepts(&self, token: &str) -> bool {
        self.valid.get(token).is_some_and(|end| end.is_none_or(|end| end > Instant::now()))
    }

    /// The latest tokens, oldest first.
    pub(super) fn issued(&self) -> impl Iterator<Item = &String> {
        self.issued.iter()
    }

    /// Revokes every token issued so far.
    pub(super) fn revoke(&mut self) {
        self.valid.clear();
    }
}

fn part(claims: &Value) -> String {
    URL_SAFE_NO_PAD.encode(claims.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_die() {
        let mut tokens = Tokens::new(Duration::from_secs(3600));
        let (a, seconds) = tokens.issue("id", "Northwind MSP");
        let (b, _) = tokens.issue("id", "Northwind MSP");
        assert_ne!(a, b);
        assert_eq!(seconds, 3600);
        assert!(tokens.accepts(&a) && tokens.accepts(&b) && !tokens.accepts("other"));
        tokens.revoke();
        assert!(!tokens.accepts(&a));
        assert!(tokens.issued().eq([&a, &b]));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut tokens = Tokens::new(Duration::MAX);
        let first = tokens.issue("id", "name").0;
        let last = (0..KEPT).map(|_| tokens.issue("id", "name").0).last().expect("some");
        assert!(!tokens.accepts(&first) && tokens.accepts(&last));
        assert_eq!((tokens.issued().count(), tokens.valid.len()), (KEPT, KEPT));
    }

    #[test]
    fn a_lifetime_of_zero_is_over_at_once() {
        let mut tokens = Tokens::new(Duration::ZERO);
        let (token, _) = tokens.issue("id", "name");
        assert!(!tokens.accepts(&token));
    }

    #[test]
    fn a_lifetime_beyond_all_clocks_never_ends() {
        let mut tokens = Tokens::new(Duration::MAX);
        let (token, _) = tokens.issue("id", "name");
        assert!(tokens.accepts(&token));
    }
}
