//! Companies as they are answered: the list, the detail, the seats and the counts, each with names of its own.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::demo::company::{Company, LimitForm};
use crate::demo::id::id_of;
use crate::demo::search::{Found, Query};

/// `data` of `POST /api/companies/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct CompanyPage {
    limit_exceeded_company_count: usize,
    page_number: i32,
    page_size: i32,
    total_number_of_pages: usize,
    total_number_of_records: usize,
    /// null when nothing at all was found, as the description allows; empty beyond the last page.
    results: Option<Vec<CompanyItem>>,
}

impl CompanyPage {
    /// What a search found, with the users of this month, which was so many months ago.
    pub(in crate::demo) fn new(query: &Query, found: &Found<'_>, month: (Date, u32)) -> Self {
        Self {
            limit_exceeded_company_count: found.over,
            page_number: query.paging.page,
            page_size: query.paging.size,
            total_number_of_pages: query.paging.pages(found.total),
            total_number_of_records: found.total,
            results: (found.total > 0).then(|| found.page.iter().map(|c| CompanyItem::new(c, month)).collect()),
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
    fn new(company: &Company, (month, ago): (Date, u32)) -> Self {
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
            monthly_active_user_count: company.monthly_users(month, ago),
        }
    }
}

pub(super) fn limit_text(company: &Company) -> Value {
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
#[expect(clippy::struct_excessive_bools, reason = "the service's own fields")]
pub(in crate::demo) struct CompanyDetail {
    resource_id: String,
    name: String,
    description: Option<String>,
    industry_resource_id: Option<String>,
    industry_name: Option<String>,
    country_resource_id: String,
    country_name: String,
    country_code: String,
    address: String,
    website_url: Option<String>,
    logo_url: Option<String>,
    license_type_resource_id: Option<String>,
    license_type_name: Option<String>,
    license_period_type_resource_id: String,
    license_period_type_name: &'static str,
    license_start_date: Option<String>,
    license_end_date: Option<String>,
    is_number_of_users_limited: bool,
    number_of_users: Option<u32>,
    notification_template_type_resource_id: Option<String>,
    notification_template_type_name: Option<String>,
    training_content_type_resource_id: Option<String>,
    training_content_type_name: Option<String>,
    smtp_configuration_type_resource_id: Option<String>,
    smtp_configuration_type_name: Option<String>,
    preferred_language_type_resource_id: Option<String>,
    preferred_language_type_name: String,
    is_version_visible: bool,
    is_release_notes_visible: bool,
    release_notes_url: Option<String>,
    company_groups: Vec<CompanyGroup>,
    parent_id: Option<i32>,
    base_man_hour_cost: i32,
    base_man_hour: i32,
    status_id: i32,
    status_name: &'static str,
    license_modules: Vec<&'static str>,
    target_user_count: u32,
    time_zone_id: String,
    call_back_number_booking_count: Option<i32>,
    date_format: &'static str,
    time_format: &'static str,
    tags: Option<Vec<String>>,
    #[serde(rename = "hasAgenticAILicense")]
    has_agentic_ai_license: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompanyGroup {
    resource_id: String,
    name: String,
}

impl CompanyDetail {
    /// Everything about one company; `language` is the ID of the one it prefers.
    pub(in crate::demo) fn new(company: &Company, language: Option<String>) -> Self {
        let enterprise = company.license.as_deref() == Some("Enterprise");
        let domain = company.domains.main();
        let groups = [&company.reseller];
        Self {
            resource_id: company.id.clone(),
            name: company.name.clone(),
            description: company.industry.as_ref().map(|industry| format!("{industry}, by {}", company.reseller)),
            industry_resource_id: company.industry.as_deref().map(id_of),
            industry_name: company.industry.clone(),
            country_resource_id: id_of(&company.country.code),
            country_name: company.country.name.clone(),
            country_code: company.country.code.clone(),
            address: company.country.street.replace("{n}", &(company.staff.seed % 180 + 1).to_string()),
            website_url: (!domain.is_empty()).then(|| format!("https://www.{domain}")),
            logo_url: None,
            license_type_resource_id: company.license.as_deref().map(id_of),
            license_type_name: company.license.clone(),
            license_period_type_resource_id: id_of("Yearly"),
            license_period_type_name: "Yearly",
            license_start_date: company.created.as_ref().map(|s| s.as_str().to_owned()),
            license_end_date: company.ends.as_ref().map(|s| s.as_str().to_owned()),
            is_number_of_users_limited: company.limit.is_some(),
            number_of_users: company.limit,
            notification_template_type_resource_id: None,
            notification_template_type_name: None,
            training_content_type_resource_id: None,
            training_content_type_name: None,
            smtp_configuration_type_resource_id: None,
            smtp_configuration_type_name: None,
            preferred_language_type_resource_id: language,
            preferred_language_type_name: company.country.language.clone(),
            is_version_visible: false,
            is_release_notes_visible: false,
            release_notes_url: None,
            company_groups: groups.map(|name| CompanyGroup { resource_id: id_of(name), name: name.clone() }).into(),
            parent_id: None,
            base_man_hour_cost: 0,
            base_man_hour: 0,
            status_id: 1,
            status_name: "Active",
            license_modules: if enterprise { vec!["Phishing", "Awareness", "Incident"] } else { vec!["Awareness"] },
            target_user_count: company.active,
            time_zone_id: company.country.zone.clone(),
            call_back_number_booking_count: None,
            date_format: "dd/MM/yyyy",
            time_format: "HH:mm",
            tags: company.tags.clone(),
            has_agentic_ai_license: enterprise,
        }
    }
}

/// `data` of `GET /api/target-users/count-summary`. The description calls it an object; the names are those that the
/// vendor's console reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the service's own names")]
pub(in crate::demo) struct CountSummary {
    total_number_of_active_users: u32,
    total_number_of_in_active_users: u32,
    total_number_of_deleted_users: u32,
    /// Oldest first: the last one is the month that runs.
    monthly_active_users: Vec<Month>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Month {
    period: String,
    period_start: String,
    count: u32,
}

impl CountSummary {
    /// The counts of one company, as they are now.
    pub(in crate::demo) fn new(company: &Company, today: Date) -> Self {
        let month = |ago: u32| {
            let start = today.first_of_month();
            let start = start.checked_sub(i64::from(ago).months()).unwrap_or(start);
            Month {
                period: start.strftime("%B %Y").to_string(),
                period_start: format!("{start}T00:00:00"),
                count: company.monthly_users(start, ago),
            }
        };
        Self {
            total_number_of_active_users: company.active,
            total_number_of_in_active_users: company.inactive,
            total_number_of_deleted_users: company.deleted,
            monthly_active_users: [2, 1, 0].map(month).into(),
        }
    }
}

/// `data` of `GET /api/companies/{id}/license-check`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct LicenseCheck {
    is_limited: bool,
    license_limit: Option<u32>,
    active_user_count: u32,
    total_user_count: u32,
    is_license_exceeded: bool,
}

impl LicenseCheck {
    /// The seats of one company, as they are now.
    pub(in crate::demo) fn new(company: &Company) -> Self {
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
pub(in crate::demo) struct MyCompany {
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
    pub(in crate::demo) fn new(company: &Company) -> Self {
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
