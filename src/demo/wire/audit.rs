//! Entries of the audit log as they are answered.

use serde::Serialize;

use crate::demo::audit::AuditEntry;

/// One result of `POST /api/audit-logs/search`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::demo) struct AuditItem {
    resource_id: String,
    user_name: String,
    entity_resource_id: String,
    entity_name: &'static str,
    old_value: Option<String>,
    new_value: Option<String>,
    operation: &'static str,
    ip: &'static str,
    user_agent: &'static str,
    audit_description: String,
    log_date: String,
}

impl AuditItem {
    /// One entry.
    pub(in crate::demo) fn new(entry: &AuditEntry) -> Self {
        Self {
            resource_id: entry.id.clone(),
            user_name: entry.who.clone(),
            entity_resource_id: entry.entity_id.clone(),
            entity_name: entry.entity,
            old_value: entry.old.clone(),
            new_value: entry.new.clone(),
            operation: entry.change.code(),
            ip: entry.ip,
            user_agent: entry.agent,
            audit_description: entry.description.clone(),
            log_date: entry.at.clone(),
        }
    }
}
