//! The value of a custom field, as every answer about a user has it.

use serde::Serialize;
use serde_json::Value;

use crate::demo::custom::CustomField;

/// The value of a custom field.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct CustomValue {
    resource_id: String,
    name: String,
    data_type: &'static str,
    value: Value,
    timestamp_value: Value,
}

impl CustomValue {
    /// From what is stored; none when the company has no such field.
    pub(in crate::demo) fn new(stored: &Value, fields: &[CustomField]) -> Option<Self> {
        let part = |name: &str| stored.get(name).cloned().unwrap_or_default();
        let field = fields.iter().find(|field| stored.get("resourceId").is_some_and(|id| *id == field.id))?;
        Some(Self {
            resource_id: field.id.clone(),
            name: field.name.clone(),
            data_type: field.kind.word(),
            value: part("value"),
            timestamp_value: part("timestampValue"),
        })
    }
}
