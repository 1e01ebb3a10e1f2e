//! Company groups as they are answered: all at once, a page of them, and a page of the companies in one.

use serde::Serialize;
use serde_json::Value;

use crate::demo::company::Company;
use crate::demo::company_group::CompanyGroup;
use crate::demo::id::id_of;

/// One item of `GET /api/company-groups`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct CompanyGroupItem {
    resource_id: String,
    name: String,
    added_time: Option<String>,
    company_count: u32,
}

impl CompanyGroupItem {
    /// One group.
    pub(in crate::demo) fn new(group: &CompanyGroup) -> Self {
        Self { resource_id: group.id.clone(), name: group.name.clone(), added_time: None, company_count: group.count }
    }
}

/// One result of `POST /api/company-groups/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct CompanyGroupRow {
    resource_id: String,
    name: String,
    company_count: u32,
    create_time: String,
}

impl CompanyGroupRow {
    /// One group.
    pub(in crate::demo) fn new(group: &CompanyGroup) -> Self {
        Self {
            resource_id: group.id.clone(),
            name: group.name.clone(),
            company_count: group.count,
            create_time: group.created.as_str().to_owned(),
        }
    }
}

/// One result of `POST /api/company-groups/{id}/companies/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct GroupCompany {
    company_name: String,
    company_resource_id: String,
    industry_name: Option<String>,
    industry_resource_id: Option<String>,
    license_type_name: Option<String>,
    license_type_resource_id: Option<String>,
    is_number_of_users_limited: bool,
    number_of_users: Value,
    license_end_date: Option<String>,
    create_time: Option<String>,
    company_status_id: Option<i32>,
    company_status_name: Option<String>,
}

impl GroupCompany {
    /// One company.
    pub(in crate::demo) fn new(company: &Company) -> Self {
        Self {
            company_name: company.name.clone(),
            company_resource_id: company.id.clone(),
            industry_name: company.industry.clone(),
            industry_resource_id: company.industry.as_deref().map(id_of),
            license_type_name: company.license.clone(),
            license_type_resource_id: company.license.as_deref().map(id_of),
            is_number_of_users_limited: company.limit.is_some(),
            number_of_users: super::company::limit_text(company),
            license_end_date: company.ends.as_ref().map(|s| s.as_str().to_owned()),
            create_time: company.created.as_ref().map(|s| s.as_str().to_owned()),
            company_status_id: Some(1),
            company_status_name: Some("Active".to_owned()),
        }
    }
}
