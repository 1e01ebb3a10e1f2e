//! `GET /api/companies/{id}`.

use serde_json::Value;

use super::company::{day, limit};
use super::{id, items, member, number, text, words};
use crate::api::error::Error;
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::seats::Seats;
use crate::domain::service::ids::{CompanyId, TimeZoneId};
use crate::domain::service::lookup::Choice;
use crate::domain::text::{NO_NAME, has_visible};
use crate::domain::user::phone::PhoneRegion;

/// Names kept of a list.
const NAMES_MAX: usize = 50;

/// The details of the company `asked`. Those of another company are an error: they would be shown beside the wrong
/// name.
pub(in crate::api) fn read(data: &Value, asked: &CompanyId) -> Result<CompanyDetail, Error> {
    if data.is_null() {
        return Err(Error::Lacking(None));
    }
    let told = id(data, "resourceId").or_else(|| id(data, "companyResourceId"));
    let name = text(data, "name").or_else(|| text(data, "companyName"));
    let about_it = told.as_ref().map_or(name.is_some(), |id| id == asked.as_str());
    if !about_it {
        return Err(Error::Garbled(200));
    }
    Ok(CompanyDetail {
        name: name.filter(|name| has_visible(name)).unwrap_or_else(|| format!("{NO_NAME} {asked}")),
        id: asked.clone(),
        description: text(data, "description"),
        industry: text(data, "industryName"),
        country: text(data, "countryName").or_else(|| text(data, "countryCode")),
        region: text(data, "countryCode").and_then(|code| PhoneRegion::new(&code)),
        address: text(data, "address"),
        website: text(data, "websiteUrl"),
        license_type: text(data, "licenseTypeName"),
        license_period: text(data, "licensePeriodTypeName"),
        license_modules: words(data, "licenseModules", NAMES_MAX),
        license_starts: day(data, "licenseStartDate"),
        license_ends: day(data, "licenseEndDate"),
        seats: Seats {
            used: number(data, "targetUserCount").unwrap_or(0),
            limit: limit(data, "isNumberOfUsersLimited", "numberOfUsers"),
        },
        language: language(data),
        time_zone: id(data, "timeZoneId").map(TimeZoneId::new),
        status: text(data, "statusName"),
        groups: items(member(data, "companyGroups")).iter().filter_map(|g| text(g, "name")).take(NAMES_MAX).collect(),
        tags: words(data, "tags", NAMES_MAX),
    })
}

fn language(data: &Value) -> Option<Choice> {
    let id = id(data, "preferredLanguageTypeResourceId")?;
    let name = text(data, "preferredLanguageTypeName").unwrap_or_else(|| id.clone());
    Some(Choice { id, name, detail: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::Limit;
    use rstest::rstest;
    use serde_json::json;

    fn one(data: &Value) -> Result<CompanyDetail, Error> {
        read(data, &CompanyId::new("c1"))
    }

    #[test]
    fn nulls_and_old_names() {
        let detail = one(&json!({"CompanyResourceId": "c1", "companyName": null, "countryCode": "DE", "tags": null,
            "preferredLanguageTypeResourceId": "l1", "licenseEndDate": "0001-01-01T00:00:00", "timeZoneId": ""}));
        let detail = detail.expect("a company");
        assert_eq!((detail.name.as_str(), detail.country.as_deref()), ("(no visible name) c1", Some("DE")));
        assert_eq!(detail.language.map(|l| (l.id, l.name)), Some(("l1".into(), "l1".into())));
        assert_eq!((detail.license_ends, detail.time_zone, detail.tags.len()), (None, None, 0));
        assert_eq!(detail.seats, Seats { used: 0, limit: Limit::Unknown });
    }

    #[test]
    fn texts_are_cleaned_and_lists_are_bounded() {
        let detail =
            one(&json!({"name": "N", "address": "Main St 1\r\nCork\u{1b}[2J", "licenseModules": ["A", 7, null, ""],
            "companyGroups": vec![json!({"name": "g"}); 99], "numberOfUsers": " 60 ", "isNumberOfUsersLimited": "True",
            "targetUserCount": "59"}));
        let detail = detail.expect("a company");
        assert_eq!(detail.address.as_deref(), Some("Main St 1 Cork"));
        assert_eq!((detail.license_modules, detail.groups.len()), (vec!["A".to_owned()], NAMES_MAX));
        assert_eq!(detail.seats, Seats { used: 59, limit: Limit::Of(60) });
    }

    #[rstest]
    #[case(json!({"resourceId": "c2", "name": "Another"}))]
    #[case(json!({"resourceId": null, "name": ""}))]
    #[case(json!({}))]
    #[case(json!([{"name": "N"}]))]
    #[case(json!("N"))]
    fn answer_about_another_company_is_an_error(#[case] data: Value) {
        assert!(matches!(one(&data), Err(Error::Garbled(200))));
        assert!(matches!(one(&Value::Null), Err(Error::Lacking(None))));
    }
}
