//! Cache of the custom fields of companies, so that a form that is opened again has them at once.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::CompanyId;

/// Age after which custom fields are fetched again; they seldom change.
pub const FRESH: Duration = Duration::from_secs(300);

/// The custom fields of a company, and when they were fetched.
#[derive(Debug, Clone)]
pub struct CachedFields {
    at: u64,
    fields: Vec<CustomField>,
}

/// The cache, by company.
#[derive(Debug, Clone, Default)]
pub struct CustomFieldCache(BTreeMap<CompanyId, CachedFields>);

impl CustomFieldCache {
    /// Stores the fields of a company, fetched at this time in milliseconds.
    pub fn insert(&mut self, company: &CompanyId, fields: &[CustomField], at: u64) {
        self.0.insert(company.clone(), CachedFields { at, fields: fields.to_vec() });
    }

    /// Gives the form the cached fields of its company.
    pub fn fill(&self, form: &mut Form) {
        let known = self.0.get(&form.company).filter(|_| form.subject == Subject::TargetUser);
        if let Some(known) = known.filter(|_| form.custom_fields.load.value.is_none()) {
            let _ = form.set_custom_fields(&known.fields);
        }
    }

    /// Gives the form the cached fields of its company, and requests missing or old ones.
    pub fn apply_or_fetch(&self, form: &mut Form, cx: &mut Context<'_>) {
        if form.subject != Subject::TargetUser {
            return;
        }
        self.fill(form);
        let known = self.0.get(&form.company);
        let fresh = u64::try_from(FRESH.as_millis()).unwrap_or(u64::MAX);
        form.fetch_custom_fields(known.is_none_or(|known| cx.now.millis.saturating_sub(known.at) > fresh), cx);
    }
}

impl Form {
    /// Takes what the company asks for; what was typed and has no field now, as `name: text`. The cursor
    /// stays in its field.
    pub fn set_custom_fields(&mut self, fields: &[CustomField]) -> Vec<String> {
        let on = match self.focus {
            Focus::Custom(n) => self.custom_fields.rows.get(n).map(|row| row.field.id.clone()),
            Focus::Field(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => None,
        };
        // The service may have values of fields that the company no longer asks for.
        self.custom_fields.forget_orphans(&self.initial.custom, fields);
        let lost = self.custom_fields.set_fields(fields);
        self.shape_custom_values();
        if matches!(self.focus, Focus::Custom(_)) {
            let at = self.custom_fields.rows.iter().position(|row| Some(&row.field.id) == on.as_ref());
            // Further typing must not land in another field, nor Enter create.
            self.focus = at.map_or(Focus::Leave, Focus::Custom);
        }
        lost
    }
}
