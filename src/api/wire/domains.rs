//! `GET /api/allow-list/search/verified` and `…/unverified`: lists of texts.

use serde_json::Value;

use super::listed;
use crate::api::error::Error;
use crate::domain::company::domains::normal;
use crate::domain::text::{NAME_MAX, clean};

/// Domains kept of a list.
const DOMAINS_MAX: usize = 1_000;

/// The domains. A list of which nothing can be read is not an empty list: that would mean that no domain is verified.
pub(in crate::api) fn read(data: &Value) -> Result<Vec<String>, Error> {
    let items = listed(data, "results")?;
    let mut domains: Vec<String> = Vec::new();
    for text in items.iter().filter_map(Value::as_str) {
        let domain = normal(&clean(text, NAME_MAX));
        if !domain.is_empty() && domains.len() < DOMAINS_MAX && !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    if domains.is_empty() && !items.is_empty() { Err(Error::Garbled(200)) } else { Ok(domains) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case(json!(["Lumen.Example", " @lumen.example. ", null, 7, "", "b.\u{202e}example"]), &["lumen.example", "b.example"])]
    #[case(json!({"results": ["a.example"]}), &["a.example"])]
    #[case(json!([]), &[])]
    #[case(json!({"Results": null, "totalNumberOfRecords": 0}), &[])]
    fn lists(#[case] data: Value, #[case] domains: &[&str]) {
        assert_eq!(read(&data).expect("a list"), domains);
    }

    #[rstest]
    #[case(json!({"message": "hello"}))]
    #[case(Value::Null)]
    #[case(json!({"results": null, "totalNumberOfRecords": 2}))]
    #[case(json!("a.example"))]
    #[case(json!([null, 1]))]
    #[case(json!({"results": "a.example"}))]
    fn invalid_list_is_an_error(#[case] data: Value) {
        assert!(matches!(read(&data), Err(Error::Garbled(200) | Error::Lacking(_))));
    }

    #[test]
    fn a_list_is_bounded() {
        let many: Vec<_> = (0..DOMAINS_MAX + 5).map(|n| format!("d{n}.example")).collect();
        assert_eq!(read(&json!(many)).map(|d| d.len()).ok(), Some(DOMAINS_MAX));
    }
}
