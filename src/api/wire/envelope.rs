//! The envelope of every answer: `{data, status, message, validationMessages}`.

use serde_json::Value;

use super::json::{Json, Node, View};
use super::{items, member};
use crate::api::error::Error;
use crate::domain::text::{MESSAGE_MAX, NAME_MAX, clean};

/// Messages kept of an answer.
const MESSAGES_MAX: usize = 50;
/// Characters kept of an unknown status.
const STATUS_MAX: usize = 100;

/// The envelope without its data.
#[derive(Debug, Default)]
pub(in crate::api) struct EnvelopeStatus {
    /// `SUCCESS`, `INPUT_ERROR`, …; upper case.
    pub status: String,
    /// The message, or the first of `messages`.
    pub message: String,
    /// One sentence for each refused field.
    pub validation: Vec<String>,
}

impl EnvelopeStatus {
    /// The validation messages, or the message alone.
    pub(in crate::api) fn all(&self) -> Vec<String> {
        if self.validation.is_empty() && !self.message.is_empty() {
            vec![self.message.clone()]
        } else {
            self.validation.clone()
        }
    }
}

/// Reads the envelope; its keys may be in any case.
pub(in crate::api) fn envelope_status<N: Node>(json: &N) -> EnvelopeStatus {
    let sentence = |v: &N| v.text().map(|t| clean(t, MESSAGE_MAX)).filter(|t| !t.is_empty());
    let many = |name: &str| -> Vec<String> {
        items(member(json, name)).iter().filter_map(sentence).take(MESSAGES_MAX).collect()
    };
    let status = member(json, "status").and_then(sentence).unwrap_or_default().to_ascii_uppercase();
    let message = member(json, "message").and_then(sentence).or_else(|| many("messages").into_iter().next());
    let message = message.or_else(|| ["detail", "title"].iter().find_map(|name| member(json, name).and_then(sentence)));
    let mut validation = many("validationMessages");
    if validation.is_empty() {
        validation = problems(json);
    }
    EnvelopeStatus { status, message: message.unwrap_or_default(), validation }
}

/// The `errors` of ASP.NET's own refusals (RFC 9457): a list of sentences, or one or several for each field. A sentence
/// that does not name its field is prefixed with it.
fn problems<N: Node>(json: &N) -> Vec<String> {
    let sentences = |value: &N| -> Vec<String> {
        let one = std::slice::from_ref(value);
        let texts = value.list().unwrap_or(one).iter().filter_map(N::text);
        texts.map(|text| clean(text, MESSAGE_MAX)).filter(|text| !text.is_empty()).collect()
    };
    let errors: Vec<String> = match member(json, "errors").map(|errors| (errors.view(), errors)) {
        Some((View::Object, fields)) => fields
            .members()
            .into_iter()
            .take(MESSAGES_MAX)
            .flat_map(|(field, said)| sentences(said).into_iter().map(move |said| named(field, said)))
            .collect(),
        Some((View::List(_), list)) => sentences(list),
        _ => Vec::new(),
    };
    errors.into_iter().take(MESSAGES_MAX).collect()
}

fn named(field: &str, said: String) -> String {
    let field = clean(field.trim_start_matches(['$', '.']), NAME_MAX);
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let last = letters(field.rsplit('.').next().unwrap_or_default());
    if last.is_empty() || letters(&said).contains(&last) { said } else { format!("{field}: {said}") }
}

/// A successful 200.
#[derive(Debug)]
pub(in crate::api) struct Success {
    /// The data.
    pub data: Value,
    /// The rest of the envelope.
    pub status: EnvelopeStatus,
}

/// The contents of a 200, unless its envelope reports a failure.
///
/// A 200 without an envelope (the token) is its own data.
pub(in crate::api) fn open(mut json: Value, http: u16) -> Result<Success, Error> {
    let status = judge(&json, http)?;
    let Some(map) = json.as_object_mut() else { return Err(Error::Garbled(http)) };
    let key = map.keys().find(|k| k.eq_ignore_ascii_case("data")).cloned();
    let data = match key.and_then(|k| map.remove(&k)) {
        Some(data) => data,
        // The token comes without an envelope.
        None if member(&json, "access_token").is_some() => json,
        None if is_envelope(&json, &status) => Value::Null,
        // Other JSON must not look like an empty list.
        None => return Err(Error::Garbled(http)),
    };
    Ok(Success { data, status })
}

/// The same for JSON that is only looked at: with its data.
pub(in crate::api) fn look<'j, 'a>(json: &'j Json<'a>, http: u16) -> Result<(EnvelopeStatus, &'j Json<'a>), Error> {
    let status = judge(json, http)?;
    match json.named("data") {
        Some(data) => Ok((status, data)),
        None if is_envelope(json, &status) => Ok((status, &Json::Null)),
        None => Err(Error::Garbled(http)),
    }
}

fn is_envelope<N: Node>(json: &N, status: &EnvelopeStatus) -> bool {
    !status.status.is_empty() || member(json, "isSuccess").is_some()
}

/// The envelope of a 200, unless it reports a failure.
fn judge<N: Node>(json: &N, http: u16) -> Result<EnvelopeStatus, Error> {
    let said = envelope_status(json);
    let failed = member(json, "isSuccess").is_some_and(|is| matches!(is.view(), View::Bool(false)));
    match said.status.as_str() {
        "" | "SUCCESS" if !failed => Ok(said),
        "PRIVACY_ERROR" => Err(Error::Privacy(said.message)),
        // Equivalent to that status without an envelope.
        "INTERNAL_SERVER_ERROR" => Err(Error::Service { status: 500, message: said.message, wait: None }),
        // These statuses mean that nothing was done.
        "INPUT_ERROR" => Err(Error::refused(http, said.all())),
        "" | "SUCCESS" if !said.all().is_empty() => Err(Error::Refused(said.all())),
        // An unknown status does not, whatever the message says.
        status => {
            let words = if said.all().is_empty() { clean(status, STATUS_MAX) } else { said.all().join(" ") };
            Err(Error::Service { status: http, message: clean(&words, MESSAGE_MAX), wait: None })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    /// The data of a 200.
    fn data(json: Value, http: u16) -> Result<Value, Error> {
        open(json, http).map(|success| success.data)
    }

    #[test]
    fn a_failure_inside_a_200_is_a_failure() {
        let body = json!({"Data": null, "Status": "INPUT_ERROR", "ValidationMessages": ["Email is bad", null, ""]});
        assert!(matches!(data(body, 200), Err(Error::Refused(m)) if m == ["Email is bad"]));
        let body = json!({"data": {}, "status": "PRIVACY_ERROR", "message": "no"});
        assert!(matches!(data(body, 200), Err(Error::Privacy(m)) if m == "no"));
        let body = json!({"data": {}, "status": "INTERNAL_SERVER_ERROR", "message": null});
        assert!(matches!(data(body, 200), Err(Error::Service { .. })));
        let body = json!({"isSuccess": false, "messages": ["older page"]});
        assert!(matches!(data(body, 200), Err(Error::Refused(m)) if m == ["older page"]));
    }

    #[test]
    fn unknown_status_is_no_certain_refusal() {
        for said in [json!({"message": "hm"}), json!({"validationMessages": ["hm"]}), json!({"errors": {"": ["hm"]}})] {
            let mut body = json!({"data": {"resourceId": "x"}, "status": "PARTIAL_SUCCESS"});
            body.as_object_mut().expect("object").extend(said.as_object().expect("object").clone());
            assert!(
                matches!(data(body, 200), Err(Error::Service { status: 200, message, .. }) if message == "hm"),
                "{said}"
            );
        }
        let bare = data(json!({"status": "HALF_DONE"}), 200);
        assert!(matches!(bare, Err(Error::Service { message, .. }) if message == "HALF_DONE"));
    }

    #[rstest]
    #[case(json!({"title": "One or more validation errors occurred.", "status": 422, "errors": {
        "Email": ["The Email field is required."], "$.PhoneNumber": ["Too short.", "Odd\u{1b}[2J."], "x": [], "y": null}}),
        &["PhoneNumber: Too short.", "PhoneNumber: Odd.", "The Email field is required."])]
    #[case(json!({"Errors": {"phoneNumber": "'Phone Number' is odd."}}), &["'Phone Number' is odd."])]
    #[case(json!({"errors": ["First.", 7, "Second."]}), &["First.", "Second."])]
    #[case(json!({"errors": {"": ["Whole."]}, "title": "T"}), &["Whole."])]
    #[case(json!({"title": "T", "detail": "D"}), &["D"])]
    #[case(json!({"title": "T", "errors": 7}), &["T"])]
    #[case(json!({"status": 422}), &[])]
    fn framework_refusals_are_parsed(#[case] body: Value, #[case] said: &[&str]) {
        assert_eq!(super::envelope_status(&body).all(), said);
    }

    #[test]
    fn foreign_json_is_an_error() {
        assert!(data(json!({"message": "please log in to the hotel"}), 200).is_err());
        assert!(data(json!({}), 200).is_err());
        assert!(data(json!({"access_token": "t"}), 200).is_ok());
    }

    #[test]
    fn data_key_is_case_insensitive() {
        assert_eq!(data(json!({"DATA": 7, "status": "success"}), 200).expect("data"), json!(7));
    }
}
