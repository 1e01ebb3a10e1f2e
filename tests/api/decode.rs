//! Whatever the bytes, decoding ends with clean, bounded values or an error.

use keepnet_tui::api::{Answer, Decoded, Error, decode};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::body::{holds, texts};

/// Every name the readers look for, so that random JSON hits them.
const NAMES: [&str; 57] = [
    "data",
    "Data",
    "status",
    "Status",
    "message",
    "messages",
    "validationMessages",
    "isSuccess",
    "results",
    "Results",
    "pageNumber",
    "pageSize",
    "totalNumberOfPages",
    "totalNumberOfRecords",
    "limitExceededCompanyCount",
    "companyResourceId",
    "resourceId",
    "companyName",
    "name",
    "resellerName",
    "numberOfUsers",
    "targetUserCount",
    "isNumberOfUsersLimited",
    "licenseEndDate",
    "createTime",
    "tags",
    "privacyDurationId",
    "isLimited",
    "licenseLimit",
    "activeUserCount",
    "totalUserCount",
    "timeZoneList",
    "id",
    "displayName",
    "priority",
    "code",
    "email",
    "firstName",
    "isActive",
    "isDeleted",
    "phoneNumber",
    "department",
    "access_token",
    "expires_in",
    "description",
    "countryName",
    "address",
    "websiteUrl",
    "licenseModules",
    "licenseStartDate",
    "preferredLanguageTypeResourceId",
    "preferredLanguageTypeName",
    "timeZoneId",
    "statusName",
    "companyGroups",
    "targetUserCount",
    "other",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just("SUCCESS".to_owned()),
        2 => Just("jane@contoso.example".to_owned()),
        2 => Just("company".to_owned()),
        2 => Just("2026-02-30T25:61:00+99:99".to_owned()),
        2 => Just("\u{1b}]0;x\u{7}\u{202e}\u{e0041}\u{200b}a\u{301}".to_owned()),
        1 => Just("eyJ.eyJyb2xlIjoiXHUwMDFiWzJKIn0.x".to_owned()),
        4 => any::<String>(),
        1 => "[a-z]{600,3000}",
        2 => "-?[0-9]{1,25}(\\.[0-9]{1,3})?",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(&NAMES[..]), inner), 0..12).prop_map(|members| {
                Value::from_iter::<Map<String, Value>>(
                    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

/// An envelope more often than not, so that the readers are reached.
fn answer() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => value().prop_map(|data| json!({"data": data, "status": "SUCCESS"})),
        3 => value().prop_map(|item| json!({"data": {"results": [item], "totalNumberOfRecords": 1}, "status": "SUCCESS"})),
        1 => value().prop_map(|list| json!({"data": {"timeZoneList": list}, "status": "SUCCESS"})),
        2 => value(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_gives_clean_values_or_an_error(answer in answer()) {
        holds(answer.to_string().as_bytes());
    }

    /// Cut, garbled, or never JSON at all.
    #[test]
    fn any_bytes_give_clean_values_or_an_error(
        answer in answer(), at in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 0..40), cut in any::<bool>()
    ) {
        let mut body = answer.to_string().into_bytes();
        let at = at.index(body.len() + 1);
        if cut {
            body.truncate(at);
        }
        body.splice(at..(at + noise.len()).min(body.len()).max(at), noise);
        holds(&body);
    }
}

/// The random bodies would be worth little if none of them were understood.
#[test]
fn each_decoder_reads_its_own_answer() {
    let user = json!({"resourceId": "u", "email": "JANE@contoso.example", "isActive": true});
    for (kind, data) in [
        (Answer::Companies, json!({"results": [{"resourceId": "c"}]})),
        (Answer::Company, json!({"resourceId": "company"})),
        (Answer::License, json!({"activeUserCount": 1})),
        (Answer::Groups, json!([{"resourceId": "g"}])),
        (Answer::TimeZones, json!({"timeZoneList": [{"id": "UTC"}]})),
        (Answer::Languages, json!([{"resourceId": "l"}])),
        (Answer::Users, json!({ "results": [user] })),
        (Answer::Found, json!({ "results": [user] })),
        (Answer::Created, json!({"resourceId": "new"})),
        (Answer::Deleted, json!({"resourceId": "user"})),
        (Answer::Token, json!({"access_token": "t"})),
    ] {
        let decoded = decode(kind, json!({"data": data, "status": "SUCCESS"}).to_string().as_bytes()).expect("read");
        assert!(
            !texts(&decoded).is_empty()
                || matches!(decoded, Decoded::License(_) | Decoded::Deleted | Decoded::Token(_)),
            "{kind:?}"
        );
    }
    assert!(matches!(decode(Answer::Groups, b"[]"), Err(Error::Garbled(200))));
}
