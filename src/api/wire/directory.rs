//! `POST /api/scim/search`, `POST /api/ldap-schedule/search` and `GET /api/google-user-provisioning`.

use serde_json::{Value, json};

use super::{boolean, paged, text};
use crate::api::error::Error;
use crate::domain::company::directory_sync::Directory;

/// Settings read of one kind: nobody has that many.
const SETTINGS_MAX: u32 = 50;

/// The body of both searches.
pub(in crate::api) fn search() -> Value {
    json!({
        "pageNumber": 1,
        "pageSize": SETTINGS_MAX,
        "orderBy": "CreateTime",
        "ascending": true,
        "filter": { "condition": "AND", "searchInputTextValue": "" },
    })
}

/// The settings of one kind.
pub(in crate::api) fn settings(data: &Value) -> Result<Directory, Error> {
    let page = paged::page(data, 1, SETTINGS_MAX, |item| item.is_object().then(|| text(item, "name")))?;
    if page.items.is_empty() {
        Ok(Directory::No)
    } else {
        Ok(Directory::Yes(page.items.into_iter().flatten().collect()))
    }
}

/// Google user provisioning, which is null or says that it is off where nobody has set it up.
pub(in crate::api) fn google(data: &Value) -> Result<Directory, Error> {
    let on = |name: &str| boolean(data, name) == Some(true);
    match data {
        Value::Null => Ok(Directory::No),
        Value::Object(_) if on("enableProvisioning") || on("isSyncing") => Ok(Directory::Yes(Vec::new())),
        Value::Object(map) if map.keys().any(|name| name.eq_ignore_ascii_case("enableProvisioning")) => {
            Ok(Directory::No)
        }
        _ => Err(Error::Garbled(200)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(json!({"results": [{"Name": "Entra\u{202e} ID"}, {"name": null}], "totalNumberOfRecords": 2}), Directory::Yes(vec!["Entra ID".into()]))]
    #[case(json!({"Results": [], "totalNumberOfRecords": 0}), Directory::No)]
    #[case(json!({"results": null, "totalNumberOfRecords": 0}), Directory::No)]
    fn settings_of_a_kind(#[case] data: Value, #[case] expected: Directory) {
        assert_eq!(settings(&data).expect("an answer"), expected);
    }

    #[rstest]
    #[case(Value::Null, Directory::No)]
    #[case(json!({"enableProvisioning": null}), Directory::No)]
    #[case(json!({"EnableProvisioning": "true"}), Directory::Yes(Vec::new()))]
    #[case(json!({"enableProvisioning": false, "isSyncing": 1}), Directory::Yes(Vec::new()))]
    #[case(json!({"enableProvisioning": false}), Directory::No)]
    fn google_is_on_or_off(#[case] data: Value, #[case] expected: Directory) {
        assert_eq!(google(&data).expect("an answer"), expected);
    }

    #[test]
    fn what_says_nothing_is_an_error() {
        for data in [json!({"message": "hello"}), json!([]), json!("off")] {
            assert!(google(&data).is_err(), "{data}");
        }
        for data in [Value::Null, json!({"results": null, "totalNumberOfRecords": 3}), json!({"results": [null]})] {
            assert!(settings(&data).is_err(), "{data}");
        }
    }
}
