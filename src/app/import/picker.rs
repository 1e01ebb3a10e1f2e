//! A list of choices that is filtered by typing, and of which one is taken.

use crate::app::keys::press::KeyPress;
use crate::app::widgets::filter_list::{FilterList, matches};
use crate::app::widgets::text_input::Edit;

/// Choices, each with its label.
#[derive(Debug, Clone)]
pub struct Picker<T> {
    choices: Vec<(T, String)>,
    /// The filter, and the cursor among the choices that match it.
    pub list: FilterList,
}

/// What filters a picker and moves its cursor, whatever it offers.
pub trait Filtered {
    /// Moves the cursor.
    fn move_in_list(&mut self, by: isize);

    /// A key that filters.
    fn filter_with(&mut self, press: KeyPress);

    /// A paste into the filter.
    fn filter_by(&mut self, text: &str);
}

impl<T: Clone + PartialEq> Picker<T> {
    /// With the cursor on the choice that holds now.
    #[must_use]
    pub fn new(choices: Vec<(T, String)>, now: &T) -> Self {
        let mut list = FilterList::default();
        list.go_to(choices.iter().position(|(choice, _)| choice == now).unwrap_or(0));
        Self { choices, list }
    }

    fn offered(&self) -> Vec<&(T, String)> {
        let found = matches(self.list.filter.value(), self.choices.iter().map(|(_, label)| label.as_str()));
        found.into_iter().filter_map(|at| self.choices.get(at)).collect()
    }

    /// The labels that match what is typed, best first.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        self.offered().into_iter().map(|(_, label)| label.as_str()).collect()
    }

    /// The choice under the cursor.
    #[must_use]
    pub fn taken(&self) -> Option<T> {
        self.offered().get(self.list.cursor).map(|(choice, _)| choice.clone())
    }
}

impl<T: Clone + PartialEq> Filtered for Picker<T> {
    fn move_in_list(&mut self, by: isize) {
        let offered = self.offered().len();
        self.list.move_by(by, offered);
    }

    fn filter_with(&mut self, press: KeyPress) {
        if self.list.filter.press(press) == Edit::Changed {
            self.list.go_to(0);
        }
    }

    fn filter_by(&mut self, text: &str) {
        self.list.filter.paste(text);
        self.list.go_to(0);
    }
}
