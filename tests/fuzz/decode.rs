//! Whatever the bytes of an answer are, every reader ends with clean, bounded values or an error.
#![allow(dead_code, reason = "every binary that includes this uses its own part of it")]

use keepnet_tui::api::{Answer, Decoded, decode};
use keepnet_tui::domain::form::custom_field::DataType;
use keepnet_tui::domain::service::ids::TimeZoneId;
use keepnet_tui::domain::text::{MESSAGE_MAX, NAME_MAX, is_unsafe};
use keepnet_tui::domain::user::existing::TargetUser;

/// Answers, and what is none: where a search begins, and what a search once found.
pub const SEEDS: &[&[u8]] = &[
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xef\xbb\xbf{\"data\":null,\"status\":\"SUCCESS\"}",
    b"\xff\xfe{\x00}\x00",
    b"<html><body>502 Bad Gateway</body></html>",
    b"{\"data\":null,\"status\":\"SUCCESS\"}{\"data\":null}",
    b"{\"data\":1e999,\"status\":\"SUCCESS\"}",
    b"{\"status\":\"SUCCESS\",\"data\":{\"results\":[{",
    b"{\"Status\":\"INPUT_ERROR\",\"ValidationMessages\":[\"Email \\u001b[2J\\u202e is odd\",null,7]}",
    b"{\"status\":\"PRIVACY_ERROR\",\"message\":\"\\u009b31m\"}",
    b"{\"isSuccess\":false,\"messages\":[\"Old\"]}",
    b"{\"access_token\":\"eyJ.eyJyb2xlIjoiXHUwMDFiWzJKIn0.x\",\"expires_in\":-1e300}",
    br#"{"data":{"results":[{"companyResourceId":"c1","companyName":"A\u0000\u200b\u0301\u0301","numberOfUsers":"-1e99","targetUserCount":18446744073709551615,"isNumberOfUsersLimited":"TRUE","licenseEndDate":"9999-12-31T23:59:60.9999999999+99:99","tags":[null,"\u202d",{}],"privacyDurationId":0}],"totalNumberOfPages":-1,"totalNumberOfRecords":1e30,"pageSize":0},"status":"success"}"#,
    br#"{"DATA":{"RESULTS":[{"RESOURCEID":"u1","EMAIL":"JANE@contoso.example","STATUS":1,"ISDELETED":"True","CREATETIME":"0001-01-01T00:00:00"}],"TOTALNUMBEROFRECORDS":"1"},"STATUS":"SUCCESS"}"#,
    br#"{"data":{"timeZoneList":[{"id":"UTC","displayName":"\t\r\n"},{"id":"\u001b"},null]},"status":"SUCCESS"}"#,
    br#"{"data":[{"resourceId":1.5,"name":null,"priority":"High"}],"status":"SUCCESS"}"#,
    br#"{"data":{"resourceId":"user"},"status":"SUCCESS","message":"x"}"#,
    br#"{"data":{"resourceId":"company","name":"","numberOfUsers":-7,"licenseModules":[[],"a"],"companyGroups":[{"name":"g"}],"address":"1\u2028Road"},"status":"SUCCESS"}"#,
    br#"{"data":{"activeUserCount":"1e3","licenseLimit":" 7 ","isLimited":0},"status":"SUCCESS"}"#,
];

/// Checks one body against every reader: as it is, and as the data and the only item of an answer.
pub fn run(bytes: &[u8]) {
    holds(bytes);
    holds(&[br#"{"status":"SUCCESS","data":"#, bytes, b"}"].concat());
    holds(&[br#"{"status":"SUCCESS","data":{"totalNumberOfRecords":1,"results":["#, bytes, b"]}}"].concat());
}

/// Every text that would reach the screen.
pub fn texts(decoded: &Decoded) -> Vec<&str> {
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
            all.extend(c.time_zone.iter().map(TimeZoneId::as_str));
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

fn user_texts<'a>(user: &'a TargetUser, all: &mut Vec<&'a str>) {
    all.extend([user.id.as_str(), user.email.as_str(), user.status.word()]);
    let optional = [&user.first_name, &user.last_name, &user.department, &user.phone, &user.priority];
    all.extend(optional.into_iter().flatten().map(String::as_str));
}

/// Checks one body against every reader.
pub fn holds(body: &[u8]) {
    for kind in Answer::ALL {
        match decode(kind, body) {
            Ok(decoded) => {
                // "(no visible name)" before an ID is a little longer than a name.
                for text in texts(&decoded) {
                    assert!(!text.contains(is_unsafe) && text.chars().count() <= NAME_MAX + 20, "{kind:?}: {text:?}");
                }
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
