//! Whatever the bytes, decoding ends with clean, bounded values or an error.

use keepnet_tui::api::{Answer, Decoded, Error, decode};
use keepnet_tui::domain::custom_field::DataType;
use keepnet_tui::domain::text::{MESSAGE_MAX, NAME_MAX, is_unsafe};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Every name the readers look for, so that random JSON hits them.
const NAMES: [&str; 69] = [
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
    "totalNumberOfActiveUsers",
    "totalNumberOfInActiveUsers",
    "totalNumberOfDeletedUsers",
    "monthlyActiveUsers",
    "periodStart",
    "count",
    "fieldDataType",
    "isRequired",
    "sortOrder",
    "licensePeriodTypeName",
    "countryCode",
    "industryName",
    "licenseTypeName",
    "other",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just("SUCCESS".to_owned()),
        2 => Just("jane@contoso.example".to_owned()),
        2 => Just("company".to_owned()),
        1 => Just("DateTime".to_owned()),
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

/// Every text that would reach the screen.
fn texts(decoded: &Decoded) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    match decoded {
        Decoded::Companies(page) => {
            for c in &page.items {
                all.extend([c.id.as_str(), c.name.as_str()]);
                all.extend([&c.reseller, &c.industry, &c.license_type].into_iter().flatten().map(String::as_str));
                all.extend(c.tags.iter().map(String::as_str));
            }
        }
        Decoded::Company(c) => {
            all.extend([c.id.as_str(), c.name.as_str()]);
            let optional = [&c.description, &c.industry, &c.country, &c.address, &c.website, &c.license_type];
            let more = [&c.license_period, &c.status];
            all.extend(optional.into_iter().chain(more).flatten().map(String::as_str));
            all.extend(c.language.iter().flat_map(|l| [l.id.as_str(), l.name.as_str()]));
            all.extend(c.time_zone.iter().map(keepnet_tui::domain::ids::TimeZoneId::as_str));
            all.extend([&c.license_modules, &c.groups, &c.tags].into_iter().flatten().map(String::as_str));
        }
        Decoded::Domains(domains) => all.extend(domains.iter().map(String::as_str)),
        Decoded::CustomFields(fields) => fields.iter().for_each(|f| {
            all.extend([f.id.as_str(), f.name.as_str()]);
            if let DataType::Other(word) = &f.data_type {
                all.push(word);
            }
        }),
        Decoded::License(_) | Decoded::Counts(_) | Decoded::Deleted => {}
        Decoded::Choices(choices) => {
            all.extend(choices.iter().flat_map(|c| [c.id.as_str(), c.name.as_str(), c.detail.as_str()]));
        }
        Decoded::Users(page) => page.items.iter().for_each(|u| user_texts(u, &mut all)),
        Decoded::Found(users) => users.iter().for_each(|u| user_texts(u, &mut all)),
        Decoded::Created(id) => all.push(id.as_str()),
        Decoded::Token(session) => {
            all.extend([&session.role, &session.company].into_iter().flatten().map(String::as_str));
        }
    }
    all
}

fn user_texts<'a>(user: &'a keepnet_tui::domain::user::TargetUser, all: &mut Vec<&'a str>) {
    all.extend([user.id.as_str(), user.email.as_str(), user.status.word()]);
    let optional = [&user.first_name, &user.last_name, &user.department, &user.phone, &user.priority];
    all.extend(optional.into_iter().flatten().map(String::as_str));
}

/// Checks one body against every reader.
fn holds(body: &[u8]) {
    for kind in Answer::ALL {
        match decode(kind, body) {
            Ok(decoded) => {
                // "(no name, …)" around an ID is a little longer than a name.
                for text in texts(&decoded) {
                    assert!(!text.contains(is_unsafe) && text.chars().count() <= NAME_MAX + 12, "{kind:?}: {text:?}");
                }
                let lists = match &decoded {
                    Decoded::Choices(list) => list.len() / 10,
                    Decoded::Domains(list) => list.len(),
                    Decoded::CustomFields(list) => list.len() * 5,
                    _ => 0,
                };
                assert!(lists <= 1_000, "{kind:?}: {lists}");
                if let Decoded::Companies(page) = &decoded {
                    assert!(page.pages >= 1 && page.total >= page.items.len() as u64 && page.number == 1);
                }
                if let Decoded::Users(page) = &decoded {
                    assert!(page.pages >= 1 && page.total >= page.items.len() as u64 && page.items.len() <= 50);
                }
            }
            Err(error) => {
                let said = error.to_string();
                assert!(!said.is_empty() && !said.contains(is_unsafe), "{kind:?}: {said:?}");
                assert!(said.chars().count() <= 50 * (MESSAGE_MAX + 1) + 100, "{kind:?}: {}", said.len());
            }
        }
    }
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
fn each_reader_understands_what_is_meant_for_it() {
    let user = json!({"resourceId": "u", "email": "JANE@contoso.example", "isActive": true});
    for (kind, data) in [
        (Answer::Companies, json!({"results": [{"resourceId": "c"}]})),
        (Answer::Company, json!({"resourceId": "company"})),
        (Answer::License, json!({"activeUserCount": 1})),
        (Answer::Groups, json!([{"resourceId": "g"}])),
        (Answer::Counts, json!({"totalNumberOfActiveUsers": 1})),
        (Answer::Domains, json!(["contoso.example"])),
        (Answer::Roles, json!([{"resourceId": "r", "name": "Admin"}])),
        (Answer::CustomFields, json!([{"resourceId": "f", "fieldDataType": "Date"}])),
        (Answer::TimeZones, json!({"timeZoneList": [{"id": "UTC"}]})),
        (Answer::Languages, json!([{"resourceId": "l"}])),
        (Answer::Users, json!({ "results": [user] })),
        (Answer::Found, json!({ "results": [user] })),
        (Answer::Created, json!({"resourceId": "new"})),
        (Answer::Deleted, json!({"resourceId": "user"})),
        (Answer::Token, json!({"access_token": "t"})),
    ] {
        let decoded = decode(kind, json!({"data": data, "status": "SUCCESS"}).to_string().as_bytes()).expect("read");
        let wordless =
            matches!(decoded, Decoded::License(_) | Decoded::Counts(_) | Decoded::Deleted | Decoded::Token(_));
        assert!(wordless || !texts(&decoded).is_empty(), "{kind:?}");
    }
    assert!(matches!(decode(Answer::Groups, b"[]"), Err(Error::Garbled(200))));
}
