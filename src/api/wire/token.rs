//! The answer of `POST /connect/token`.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

use super::{member, number};
use crate::api::auth::Issued;
use crate::api::error::Error;

/// Reads token and life; a life that is missing is an hour, as documented.
pub(in crate::api) fn issued(answer: &Value) -> Result<Issued, Error> {
    let token = member(answer, "access_token").and_then(Value::as_str).filter(|t| !t.is_empty());
    let bearer = SecretString::from(token.ok_or(Error::Garbled(200))?.to_owned());
    let seconds = number(answer, "expires_in").unwrap_or(3_600).min(86_400 * 365);
    Ok(Issued { bearer, lifetime: Duration::from_secs(seconds) })
}
