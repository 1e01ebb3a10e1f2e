//! Wire types, parsed leniently: keys are case-insensitive, numbers may be strings, anything may be null, and every
//! text is cleaned.

pub(super) mod audit;
pub(super) mod company;
pub(super) mod company_detail;
pub(super) mod company_group;
pub(super) mod custom_field;
pub(super) mod directory;
pub(super) mod domains;
pub(super) mod envelope;
pub(super) mod json;
pub(super) mod lookup;
mod paged;
pub(super) mod system_user;
pub(super) mod target_group;
pub(super) mod target_user;
pub(super) mod token;
pub(super) mod user;
pub(super) mod user_counts;
pub(super) mod user_detail;

use serde_json::Value;

use self::json::{Node, View};
use super::error::Error;
use crate::domain::service::ids::PathSegment;
use crate::domain::text::{NAME_MAX, clean};

/// The member with this name in any case; null counts as absent.
pub(super) fn member<'a, N: Node>(object: &'a N, name: &str) -> Option<&'a N> {
    object.named(name).filter(|value| !matches!(value.view(), View::Null))
}

/// A cleaned text; an empty one counts as absent.
pub(super) fn text<N: Node>(object: &N, name: &str) -> Option<String> {
    let text = match object.named(name)?.view() {
        View::Text(text) => clean(text, NAME_MAX),
        View::Number(number) => number.to_string(),
        View::Null | View::Bool(_) | View::List(_) | View::Object => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// An ID exactly as the service wrote it, so that it is sent back unchanged; `None` if it could not be sent or shown.
pub(super) fn id<N: Node>(object: &N, name: &str) -> Option<String> {
    let id = match object.named(name)?.view() {
        View::Text(text) => text.to_owned(),
        View::Number(number) => number.to_string(),
        View::Null | View::Bool(_) | View::List(_) | View::Object => return None,
    };
    (!id.is_empty() && clean(&id, NAME_MAX) == id).then_some(id)
}

/// An ID that is used in calls and must be a valid path segment.
pub(super) fn own_id<N: Node>(object: &N, name: &str) -> Option<String> {
    id(object, name).filter(|id| PathSegment::check(id).is_ok())
}

/// A count: a number, or one in a string; negative numbers count as zero.
pub(super) fn number<N: Node>(object: &N, name: &str) -> Option<u64> {
    match object.named(name)?.view() {
        View::Number(n) => n.as_u64().or_else(|| n.as_f64().map(to_u64)),
        View::Text(text) => text.trim().parse::<u64>().ok().or_else(|| text.trim().parse().ok().map(to_u64)),
        View::Null | View::Bool(_) | View::List(_) | View::Object => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of floats saturates, which is what is wanted"
)]
fn to_u64(n: f64) -> u64 {
    n as u64
}

/// A boolean, possibly as a string or number.
pub(super) fn boolean<N: Node>(object: &N, name: &str) -> Option<bool> {
    match object.named(name)?.view() {
        View::Bool(yes) => Some(yes),
        View::Text(text) => text.trim().to_ascii_lowercase().parse().ok(),
        View::Number(n) => Some(n.as_f64() != Some(0.0)),
        View::Null | View::List(_) | View::Object => None,
    }
}

/// The cleaned texts of a list, at most `max`; empty and other values are skipped.
pub(super) fn words<N: Node>(object: &N, name: &str, max: usize) -> Vec<String> {
    let texts = items(member(object, name)).iter().filter_map(N::text).map(|t| clean(t, NAME_MAX));
    texts.filter(|t| !t.is_empty()).take(max).collect()
}

/// The items of a list, or of an object with a list in its member `name`. A null list is empty if the service counts no
/// items beside it. Data without a list, or with fewer items than it should have, is an error, because the requested
/// item may be missing.
pub(super) fn listed<'a>(data: &'a Value, name: &str) -> Result<&'a [Value], Error> {
    let list = match data {
        Value::Null => return Err(Error::Lacking(None)),
        Value::Array(_) => data,
        Value::Object(map) if !map.keys().any(|k| k.eq_ignore_ascii_case(name)) => return Err(Error::Garbled(200)),
        _ => member(data, name).unwrap_or(&Value::Null),
    };
    let total = number(data, "totalNumberOfRecords");
    match (list, total) {
        (Value::Array(items), Some(total)) if items.is_empty() && total > 0 => Err(Error::Lacking(Some(total))),
        (Value::Array(items), _) => Ok(items),
        (Value::Null, Some(0)) => Ok(&[]),
        (Value::Null, total) => Err(Error::Lacking(total)),
        _ => Err(Error::Garbled(200)),
    }
}

/// The items that were read; if there were items and none could be read, that is an error.
pub(super) fn some_of<N, T>(items: &[N], read: Vec<T>) -> Result<Vec<T>, Error> {
    let lacking = || Error::Lacking(u64::try_from(items.len()).ok());
    if read.is_empty() && !items.is_empty() { Err(lacking()) } else { Ok(read) }
}

/// The items of a list; anything else gives an empty one.
pub(super) fn items<N: Node>(value: Option<&N>) -> &[N] {
    value.and_then(N::list).unwrap_or_default()
}
