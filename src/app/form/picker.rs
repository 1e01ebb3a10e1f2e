//! The list from which groups, a language or a time zone are picked.

use crate::app::core::remote::Remote;
use crate::app::widgets::filter_list::{FilterList, matches};
use crate::domain::form::fields::FieldId;
use crate::domain::service::lookup::Choice;

/// An open picker.
#[derive(Debug, Clone)]
pub struct Picker {
    /// The field it fills.
    pub(super) field: FieldId,
    /// Filter and cursor.
    pub(super) list: FilterList,
    /// The marked choices, if several can be chosen.
    pub(super) marked: Vec<Choice>,
    /// A mark was changed: the marks are taken, not the row under the cursor.
    pub(super) touched: bool,
}

impl Picker {
    /// The field it fills.
    #[must_use]
    pub fn field(&self) -> FieldId {
        self.field
    }

    /// Filter and cursor.
    #[must_use]
    pub fn list(&self) -> &FilterList {
        &self.list
    }

    /// The marked choices, if several can be chosen.
    #[must_use]
    pub fn marked(&self) -> &[Choice] {
        &self.marked
    }

    /// The choices the filter leaves, best first.
    #[must_use]
    pub fn offered<'a>(&self, choices: &'a Remote<Vec<Choice>>) -> Vec<&'a Choice> {
        let all = choices.value.as_deref().unwrap_or_default();
        let names = all.iter().map(|c| c.name.as_str());
        matches(self.list.filter.value(), names).into_iter().filter_map(|i| all.get(i)).collect()
    }

    /// The choice is marked.
    #[must_use]
    pub fn is_marked(&self, choice: &Choice) -> bool {
        self.marked.iter().any(|m| m.id == choice.id)
    }

    /// Toggles its mark.
    pub fn toggle(&mut self, choice: &Choice) {
        self.touched = true;
        if self.is_marked(choice) {
            self.marked.retain(|m| m.id != choice.id);
        } else {
            self.marked.push(choice.clone());
        }
    }
}
