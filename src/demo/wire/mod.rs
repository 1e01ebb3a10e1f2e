//! The shapes of the answers, written from the service's description and shared with nobody: a typing
//! error here cannot agree with one in the client.

mod user;

use serde::Serialize;
use serde_json::Value;

use super::company::{Company, Group, LimitForm};
use super::paging::Paging;
use super::search::{Found, Query};
use super::world::Language;

pub(super) use user::{UserDetail, UserItem};

/// `data` of `POST /api/companies/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CompanyPage {
    limit_exceeded_company_count: usize,
    page_number: i32,
    page_size: i32,
    total_number_of_pages: usize,
    total_number_of_records: usize,
    /// null when nothing at all was found, as the description allows; empty beyond the last page.
    results: Option<Vec<CompanyItem>>,
}

impl CompanyPage {
    /// What a search found.
    pub(super) fn new(query: &Query, found: &Found<'_>) -> Self {
        Self {
            limit_exceeded_company_count: found.over,
            page_number: query.paging.page,
            page_size: query.paging.size,
            total_number_of_pages: query.paging.pages(found.total),
            total_number_of_records: found.total,
            results: (found.total > 0).then(|| found.page.iter().map(|c| CompanyItem::new(c)).collect()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompanyItem {
    company_name: String,
    company_resource_id: String,
    reseller_name: String,
    industry_name: Option<String>,
    industry_resource_id: Option<String>,
    license_type_name: Option<String>,
    license_type_resource_id: Option<String>,
    is_number_of_users_limited: bool,
    number_of_users: Value,
    privacy_duration_id: i32,
    licence_expired: bool,
    license_end_date: Option<String>,
    create_time: Option<String>,
    target_user_count: u32,
    children: Option<Vec<CompanyItem>>,
    tags: Option<Vec<String>>,
    deleted_target_user_count: u32,
    inactive_target_user_count: u32,
    monthly_active_user_count: u32,
}

impl CompanyItem {
    fn new(company: &Company) -> Self {
        Self {
            company_name: company.name.clone(),
            company_resource_id: company.id.clone(),
            reseller_name: company.reseller.clone(),
            industry_name: company.industry.clone(),
            industry_resource_id: company.industry.as_deref().map(id_of),
            license_type_name: company.license.clone(),
            license_type_resource_id: company.license.as_deref().map(id_of),
            is_number_of_users_limited: company.limit.is_some(),
            number_of_users: limit_text(company),
            privacy_duration_id: company.privacy,
            licence_expired: company.expired,
            license_end_date: company.ends.as_ref().map(|s| s.as_str().to_owned()),
            create_time: company.created.as_ref().map(|s| s.as_str().to_owned()),
            target_user_count: company.active,
            children: None,
            tags: company.tags.clone(),
            deleted_target_user_count: company.deleted,
            inactive_target_user_count: company.inactive,
            monthly_active_user_count: company.monthly,
        }
    }
}

fn limit_text(company: &Company) -> Value {
    match (company.limit, company.limit_form) {
        (Some(limit), LimitForm::Number) => limit.into(),
        (Some(limit), LimitForm::Text | LimitForm::Zero) => limit.to_string().into(),
        (None, LimitForm::Text) => Value::Null,
        (None, LimitForm::Number) => "".into(),
        (None, LimitForm::Zero) => "0".into(),
    }
}

/// `data` of `GET /api/companies/{id}`; names and limit differ from the search, as they do there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CompanyDetail {
    resource_id: String,
    name: String,
    description: Option<String>,
    industry_resource_id: Option<String>,
    industry_name: Option<String>,
    country_name: String,
    country_code: String,
    address: Option<String>,
    website_url: Option<String>,
    license_type_resource_id: Option<String>,
    license_type_name: Option<String>,
    license_start_date: Option<String>,
    license_end_date: Option<String>,
    is_number_of_users_limited: bool,
    number_of_users: Option<u32>,
    preferred_language_type_name: String,
    status_id: i32,
    status_name: &'static str,
    target_user_count: u32,
    time_zone_id: String,
    tags: Option<Vec<String>>,
}

impl CompanyDetail {
    /// Everything about one company.
    pub(super) fn new(company: &Company) -> Self {
        Self {
            resource_id: company.id.clone(),
            name: company.name.clone(),
            description: None,
            industry_resource_id: company.industry.as_deref().map(id_of),
            industry_name: company.industry.clone(),
            country_name: company.country.name.clone(),
            country_code: company.country.code.clone(),
            address: None,
            website_url: Some(format!("https://www.{}", company.staff.domain)),
            license_type_resource_id: company.license.as_deref().map(id_of),
            license_type_name: company.license.clone(),
            license_start_date: company.created.as_ref().map(|s| s.as_str().to_owned()),
            license_end_date: company.ends.as_ref().map(|s| s.as_str().to_owned()),
            is_number_of_users_limited: company.limit.is_some(),
            number_of_users: company.limit,
            preferred_language_type_name: company.country.language.clone(),
            status_id: 1,
            status_name: "Active",
            target_user_count: company.active,
            time_zone_id: company.country.zone.clone(),
            tags: company.tags.clone(),
        }
    }
}

/// `data` of `GET /api/companies/{id}/license-check`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LicenseCheck {
    is_limited: bool,
    license_limit: Option<u32>,
    active_user_count: u32,
    total_user_count: u32,
    is_license_exceeded: bool,
}

impl LicenseCheck {
    /// The seats of one company, as they are now.
    pub(super) fn new(company: &Company) -> Self {
        Self {
            is_limited: company.limit.is_some(),
            license_limit: company.limit,
            active_user_count: company.active,
            total_user_count: company.active + company.inactive,
            is_license_exceeded: company.over(),
        }
    }
}

/// One item of `GET /api/companies/my`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MyCompany {
    name: String,
    resource_id: String,
    logo_url: Option<String>,
    privacy_duration_id: i32,
    licence_expired: bool,
    privacy_duration_start_time: Option<String>,
    privacy_duration_end_time: Option<String>,
    children: Option<Vec<MyCompany>>,
}

impl MyCompany {
    /// One company that can be acted for.
    pub(super) fn new(company: &Company) -> Self {
        Self {
            name: company.name.clone(),
            resource_id: company.id.clone(),
            logo_url: None,
            privacy_duration_id: company.privacy,
            licence_expired: company.expired,
            privacy_duration_start_time: None,
            privacy_duration_end_time: None,
            children: None,
        }
    }
}

/// One item of `GET /api/target-groups`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupItem {
    resource_id: String,
    name: String,
    priority: String,
    create_date: String,
    is_editable: bool,
    is_scim_group: bool,
    is_google_group: bool,
}

impl GroupItem {
    /// One group of a company.
    pub(super) fn new(group: &Group) -> Self {
        Self {
            resource_id: group.id.clone(),
            name: group.name.clone(),
            priority: group.priority.clone(),
            create_date: group.created.as_str().to_owned(),
            is_editable: true,
            is_scim_group: false,
            is_google_group: false,
        }
    }
}

/// `data` of `GET /api/timezone/timezones`.
#[derive(Serialize)]
pub(super) struct TimeZones {
    #[serde(rename = "timeZoneList")]
    zones: Vec<TimeZone>,
    #[serde(rename = "dateFormatList")]
    dates: [&'static str; 2],
    #[serde(rename = "timeFormatList")]
    times: [&'static str; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TimeZone {
    display_name: &'static str,
    id: &'static str,
}

impl TimeZones {
    /// The list, from `[id, display name]`.
    pub(super) fn new(zones: &[[&'static str; 2]]) -> Self {
        Self {
            zones: zones.iter().map(|&[id, display_name]| TimeZone { display_name, id }).collect(),
            dates: ["dd/MM/yyyy", "MM/dd/yyyy"],
            times: ["HH:mm", "hh:mm tt"],
        }
    }
}

/// One item of `GET /api/languages`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LanguageItem {
    id: i32,
    resource_id: String,
    name: &'static str,
    code: &'static str,
    iso_code: &'static str,
    iso_friendly_name: &'static str,
}

impl LanguageItem {
    /// One language.
    pub(super) fn new(language: &Language) -> Self {
        Self {
            id: language.number,
            resource_id: language.id.clone(),
            name: language.name,
            code: language.code,
            iso_code: language.iso,
            iso_friendly_name: language.friendly,
        }
    }
}

/// `data` of every search but that of the companies.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Paged<T> {
    page_number: i32,
    page_size: i32,
    total_number_of_pages: usize,
    total_number_of_records: usize,
    /// null when nothing at all was found; empty beyond the last page.
    results: Option<Vec<T>>,
}

impl<T> Paged<T> {
    /// The page that was asked for, of so many rows.
    pub(super) fn new(paging: Paging, total: usize, rows: Vec<T>) -> Self {
        Self {
            page_number: paging.page,
            page_size: paging.size,
            total_number_of_pages: paging.pages(total),
            total_number_of_records: total,
            results: (total > 0).then_some(rows),
        }
    }
}

/// `data` of a create or a delete.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Id {
    /// The ID of what was created or deleted.
    pub(super) resource_id: String,
}

/// The same 12 letters and digits for the same name, always.
fn id_of(name: &str) -> String {
    let seed = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    super::generate::resource_id(&mut fastrand::Rng::with_seed(seed))
}
