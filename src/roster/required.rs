//! The fields of a plan that no column has.

use super::defaults::default_fields;
use super::meaning::Meaning;
use super::names::name_key;
use super::plan::{Plan, custom};
use crate::domain::form::fields::{Field, Requirement};

impl Plan {
    /// The fields that are required, and that no row can have: neither a column has them, nor is there a value for all rows.
    #[must_use]
    pub fn sourceless(&self) -> Vec<Meaning> {
        let layout = &self.reading.layout;
        let rules = self.reading.options.rules;
        let is_required = |field: &&Field| match field.requirement {
            Requirement::Required => true,
            Requirement::RequiredByProfile => rules.require_phone,
            Requirement::Optional | Requirement::AllOrNone => false,
        };
        let fields = default_fields().filter(is_required).map(|field| Meaning::Field(field.id));
        let mut found: Vec<_> = fields.filter(|meaning| !layout.has(meaning)).collect();
        for answers in &self.companies {
            let own = custom(answers, &self.reading, &mut Vec::new()).unwrap_or_default();
            let own = own.into_iter().filter(|own| own.column.is_none() && own.field.required);
            found.extend(own.map(|own| Meaning::Custom(own.field.name)));
        }
        found.retain(|meaning| layout.default_of(meaning).is_none());
        found.dedup();
        found
    }

    /// Everything that can have a value for all rows: fields, and the companies' own.
    #[must_use]
    pub fn with_defaults(&self) -> Vec<Meaning> {
        let mut all: Vec<_> = default_fields().map(|field| Meaning::Field(field.id)).collect();
        for field in self.companies.iter().flat_map(|answers| &answers.custom) {
            let is_it =
                |meaning: &Meaning| matches!(meaning, Meaning::Custom(name) if name_key(name) == name_key(&field.name));
            if !all.iter().any(is_it) {
                all.push(Meaning::Custom(field.name.clone()));
            }
        }
        all
    }
}
