//! Look-ups as they are answered: time zones, languages, roles, custom fields.

use serde::Serialize;

use crate::demo::custom::CustomField;
use crate::demo::system_user::Role;
use crate::demo::world::Language;

/// `data` of `GET /api/timezone/timezones`.
#[derive(Serialize)]
pub(in crate::demo) struct TimeZones {
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
    pub(in crate::demo) fn new(zones: &[[&'static str; 2]]) -> Self {
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
pub(in crate::demo) struct LanguageItem {
    id: i32,
    resource_id: String,
    name: &'static str,
    code: &'static str,
    iso_code: &'static str,
    iso_friendly_name: &'static str,
}

impl LanguageItem {
    /// One language.
    pub(in crate::demo) fn new(language: &Language) -> Self {
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

/// One item of `GET /api/roles`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct RoleItem {
    resource_id: String,
    name: String,
}

impl RoleItem {
    /// One role.
    pub(in crate::demo) fn new(role: &Role) -> Self {
        Self { resource_id: role.id.clone(), name: role.name.clone() }
    }
}

/// One item of `GET /api/custom-fields/company`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct CustomFieldItem {
    resource_id: String,
    name: String,
    owner_type: &'static str,
    field_data_type: &'static str,
    target_group_resource_id: Option<String>,
    is_active: bool,
    sort_order: usize,
    is_required: bool,
    is_editable: bool,
}

impl CustomFieldItem {
    /// The field at this place, from 0.
    pub(in crate::demo) fn new(place: usize, field: &CustomField) -> Self {
        Self {
            resource_id: field.id.clone(),
            name: field.name.clone(),
            owner_type: "Company",
            field_data_type: field.kind.word(),
            target_group_resource_id: None,
            is_active: field.active,
            sort_order: place + 1,
            is_required: field.required,
            is_editable: true,
        }
    }
}
