//! The shapes of the answers, written from the service's description and shared with nobody: a typing
//! error here cannot agree with one in the client.

mod audit;
mod company;
mod company_group;
mod custom_value;
mod directory;
mod group;
mod lookup;
mod system_user;
mod user;

use serde::Serialize;

use super::paging::Paging;

pub(super) use audit::AuditItem;
pub(super) use company::{CompanyDetail, CompanyPage, CountSummary, LicenseCheck, MyCompany};
pub(super) use company_group::{CompanyGroupItem, CompanyGroupRow, GroupCompany};
pub(super) use custom_value::CustomValue;
pub(super) use directory::{GoogleProvisioning, LdapSchedule, ScimSetting};
pub(super) use group::{GroupItem, GroupRow};
pub(super) use lookup::{CustomFieldItem, LanguageItem, RoleItem, TimeZones};
pub(super) use system_user::SystemUserItem;
pub(super) use user::{UserDetail, UserItem};

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
