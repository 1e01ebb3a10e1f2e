//! The custom fields of a form: their definitions and the typed values. They are loaded later than
//! the form and may change while it is open; typed values are never lost.

use std::collections::BTreeMap;

use crate::app::core::remote::Remote;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::widgets::text_input::TextInput;
use crate::domain::form::custom_field::{CustomField, CustomValue, DataType};
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::CustomFieldId;

/// One custom field in the form.
#[derive(Debug, Clone)]
pub struct CustomFieldRow {
    /// Its definition.
    pub field: CustomField,
    /// The typed text; `yes`, `no` or nothing for a toggle.
    pub input: TextInput,
    /// It was left or submitted once: its problem is shown.
    pub visited: bool,
    /// Message of the service about it.
    pub message: Option<String>,
}

impl CustomFieldRow {
    /// It is a yes-or-no field.
    #[must_use]
    pub fn is_toggle(&self) -> bool {
        self.field.data_type == DataType::Boolean
    }

    /// The value of a toggle; `None` if unset.
    #[must_use]
    pub fn answer(&self) -> Option<bool> {
        match self.input.value().trim() {
            "yes" => Some(true),
            "no" => Some(false),
            // Typed while it was a text, or saved by another version.
            _ => match self.field.value(self.input.value()) {
                Ok(Some(value)) => Some(value.value == "True"),
                Ok(None) | Err(_) => None,
            },
        }
    }

    /// Sets a toggle; `None` is Space: the next value, including unset if the field is optional.
    pub fn step(&mut self, yes: Option<bool>) {
        let next = match (yes, self.answer()) {
            (Some(yes), _) => Some(yes),
            (None, None) => Some(true),
            (None, Some(true)) => Some(false),
            (None, Some(false)) => self.field.required.then_some(true),
        };
        self.input.replace(next.map_or("", |yes| if yes { "yes" } else { "no" }));
        self.message = None;
    }

    /// The message to show: that of the service first, then our own check once it was left.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (&self.message, self.visited) {
            (Some(message), _) => Verdict::Wrong(message.clone()),
            (None, false) => Verdict::Fine,
            (None, true) => {
                let verdict = self.field.verdict(self.input.value());
                // A toggle shows its value itself.
                let is_shown = self.is_toggle() && matches!(verdict, Verdict::SentAs(_));
                if is_shown { Verdict::Fine } else { verdict }
            }
        }
    }
}

/// The custom fields of one form.
#[derive(Debug, Clone, Default)]
pub struct CustomFields {
    /// State of loading them.
    pub(super) load: Remote<()>,
    /// The fields, required ones first, else in the company's order.
    pub(super) rows: Vec<CustomFieldRow>,
    /// Values typed for fields that are not loaded yet or no longer exist.
    orphaned: BTreeMap<CustomFieldId, String>,
}

impl CustomFields {
    /// Whether they are loaded.
    #[must_use]
    pub fn load(&self) -> &Remote<()> {
        &self.load
    }

    /// One per field, in the order of the form.
    #[must_use]
    pub fn rows(&self) -> &[CustomFieldRow] {
        &self.rows
    }

    /// Number of required fields; they are the first rows.
    #[must_use]
    pub fn required(&self) -> usize {
        self.rows.iter().take_while(|row| row.field.required).count()
    }

    /// Number of typed values without a field.
    #[must_use]
    pub fn orphaned_values(&self) -> usize {
        self.orphaned.values().filter(|text| !text.trim().is_empty()).count()
    }

    /// The typed values, by field.
    #[must_use]
    pub fn texts(&self) -> BTreeMap<CustomFieldId, String> {
        self.typed().map(|(id, text)| (id.clone(), text.to_owned())).collect()
    }

    fn typed(&self) -> impl Iterator<Item = (&CustomFieldId, &str)> {
        let rows = self.rows.iter().map(|row| (&row.field.id, row.input.value()));
        rows.chain(self.orphaned.iter().map(|(id, text)| (id, text.as_str()))).filter(|(_, text)| !text.is_empty())
    }

    /// They hold exactly these values; compares without copying.
    #[must_use]
    pub fn equals(&self, texts: &BTreeMap<CustomFieldId, String>) -> bool {
        self.typed().count() == texts.len()
            && self.typed().all(|(id, text)| texts.get(id).is_some_and(|other| other == text))
    }

    /// Number of typed values without a field that differ from these.
    #[must_use]
    pub fn orphaned_changes(&self, begun: &BTreeMap<CustomFieldId, String>) -> usize {
        let is_begun = |id: &CustomFieldId, text: &str| begun.get(id).map_or("", |begun| begun.trim()) == text.trim();
        self.orphaned.iter().filter(|(id, text)| !is_begun(id, text)).count()
    }

    /// These values wait for their fields, unless something else was typed there. Those of fields that the company no
    /// longer has are not shown.
    pub(super) fn await_fields(
        &mut self,
        fresh: &BTreeMap<CustomFieldId, String>,
        begun: &BTreeMap<CustomFieldId, String>,
    ) {
        self.orphaned.retain(|id, text| begun.get(id) != Some(text));
        if self.load.value.is_some() {
            return;
        }
        for (id, text) in fresh {
            self.orphaned.entry(id.clone()).or_insert_with(|| text.clone());
        }
    }

    /// Forgets the values that nobody has typed and that are of none of these fields.
    pub(super) fn forget_orphans(&mut self, begun: &BTreeMap<CustomFieldId, String>, fields: &[CustomField]) {
        self.orphaned.retain(|id, text| begun.get(id) != Some(text) || fields.iter().any(|field| field.id == *id));
    }

    /// Fills in these texts, with no field visited and no messages.
    pub fn fill(&mut self, mut texts: BTreeMap<CustomFieldId, String>) {
        for row in &mut self.rows {
            row.input = TextInput::new(texts.remove(&row.field.id).unwrap_or_default());
            row.visited = false;
            row.message = None;
        }
        self.orphaned = texts;
    }

    /// Takes the definitions. Typed values stay with their field; those without a field are
    /// set aside, and returned as `name: text` the first time.
    #[must_use]
    pub fn set_fields(&mut self, fields: &[CustomField]) -> Vec<String> {
        let first = self.load.value.is_none();
        self.load.provide(());
        let mut old: BTreeMap<CustomFieldId, CustomFieldRow> =
            std::mem::take(&mut self.rows).into_iter().map(|row| (row.field.id.clone(), row)).collect();
        let mut taken = std::collections::BTreeSet::new();
        let mut definitions: Vec<&CustomField> = fields.iter().filter(|f| taken.insert(&f.id)).collect();
        definitions.sort_by_key(|field| (!field.required, field.order));
        for field in definitions {
            let row = old.remove(&field.id).map(|row| CustomFieldRow { field: field.clone(), ..row });
            let text = self.orphaned.remove(&field.id);
            self.rows.push(row.unwrap_or_else(|| CustomFieldRow {
                field: field.clone(),
                input: TextInput::new(text.unwrap_or_default()),
                visited: false,
                message: None,
            }));
        }
        let mut lost = Vec::new();
        if first {
            lost.extend(self.orphaned.iter().map(|(id, text)| format!("{id}: {text}")));
        }
        for row in old.into_values().filter(|row| !row.input.value().is_empty()) {
            lost.push(format!("{}: {}", row.field.name, row.input.value()));
            self.orphaned.insert(row.field.id, row.input.value().to_owned());
        }
        lost
    }

    /// The values to send.
    ///
    /// # Errors
    ///
    /// The index of the first field that blocks.
    pub fn values(&self) -> Result<Vec<CustomValue>, usize> {
        let values = self.rows.iter().enumerate().map(|(n, row)| row.field.value(row.input.value()).map_err(|_| n));
        values.filter_map(Result::transpose).collect()
    }

    /// The text of the line above the fields; empty if there is nothing to say.
    #[must_use]
    pub fn note(&self, keys: &KeyMap) -> String {
        let strays = self.orphaned_values();
        match (self.load.value.is_some(), &self.load.error) {
            (false, Some(_)) => format!(
                "custom fields failed: {} retries, {} skips them",
                keys.describe_keys(Command::Reload, Scope::Form),
                keys.describe_keys(Command::Create, Scope::Form)
            ),
            (false, None) if self.load.slow => "custom fields: loading".to_owned(),
            (true, _) if strays > 0 => format!("custom fields: {}, values without a field: {strays}", self.counted()),
            (true | false, _) => String::new(),
        }
    }

    fn counted(&self) -> String {
        match (self.rows.len(), self.required()) {
            (all, 0) => all.to_string(),
            (all, required) => format!("{all}, {required} required"),
        }
    }
}
