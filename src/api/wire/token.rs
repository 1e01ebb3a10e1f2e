//! The answer of `POST /connect/token`.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

use super::{member, number};
use crate::api::auth::Issued;
use crate::api::error::Error;
use crate::domain::text::{NAME_MAX, clean};

/// The longest token that is accepted: servers refuse longer headers.
const TOKEN_MAX: usize = 65_536;
/// More permissions than the service has paths.
const PERMISSIONS_MAX: usize = 10_000;

/// Reads token and lifetime; the default lifetime is an hour, as documented. A token that is not a valid header value
/// is an error.
pub(in crate::api) fn issued(answer: &Value) -> Result<Issued, Error> {
    let token = member(answer, "access_token").and_then(Value::as_str).filter(|t| is_sendable(t));
    let bearer = SecretString::from(token.ok_or(Error::Garbled(200))?.to_owned());
    let seconds = number(answer, "expires_in").unwrap_or(3_600).min(86_400 * 365);
    Ok(Issued { bearer, permissions: permissions(answer), lifetime: Duration::from_secs(seconds) })
}

/// `permissions`, which is optional; anything but a list of texts is ignored.
fn permissions(answer: &Value) -> Vec<String> {
    let listed = member(answer, "permissions").and_then(Value::as_array);
    let texts = listed.into_iter().flatten().take(PERMISSIONS_MAX).filter_map(Value::as_str);
    texts.map(|text| clean(text, NAME_MAX)).collect()
}

fn is_sendable(token: &str) -> bool {
    (1..=TOKEN_MAX).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use secrecy::ExposeSecret;
    use serde_json::json;

    #[rstest]
    #[case(json!({"access_token": "opaque", "expires_in": 60}), 60)]
    #[case(json!({"Access_Token": "opaque", "expires_in": "60"}), 60)]
    #[case(json!({"access_token": "opaque"}), 3_600)]
    #[case(json!({"access_token": "opaque", "expires_in": 9e30}), 86_400 * 365)]
    #[case(json!({"access_token": "opaque", "expires_in": -5}), 0)]
    fn tokens(#[case] answer: Value, #[case] seconds: u64) {
        let issued = issued(&answer).expect("a token");
        assert_eq!((issued.bearer.expose_secret(), issued.lifetime.as_secs()), ("opaque", seconds));
    }

    #[test]
    fn permissions_are_optional() {
        let told =
            |permissions| issued(&json!({"access_token": "t", "permissions": permissions})).expect("t").permissions;
        assert_eq!(told(json!(["companies/search|POST", 7, "a\u{1b}b"])), ["companies/search|POST", "ab"]);
        assert!(told(json!("companies/search|POST")).is_empty() && told(json!(null)).is_empty());
    }

    #[rstest]
    #[case(json!(null))]
    #[case(json!(""))]
    #[case(json!(7))]
    #[case(json!("two words"))]
    #[case(json!("x\r\nX-Evil: 1"))]
    #[case(json!("t\u{e9}"))]
    #[case(json!("x".repeat(TOKEN_MAX + 1)))]
    fn token_invalid_in_a_header_is_an_error(#[case] token: Value) {
        assert!(issued(&json!({ "access_token": token })).is_err());
    }
}
