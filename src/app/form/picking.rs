//! Keys in the open picker of a form.

use crate::app::core::remote::Remote;
use crate::app::form::lookups::Lookups;
use crate::app::form::state::Form;
use crate::app::keys::press::KeyPress;
use crate::app::widgets::text_input::Edit;
use crate::domain::form::fields::{FieldId, Kind, Source};
use crate::domain::service::lookup::Choice;

/// What a look-up field offers.
#[must_use]
pub fn choices<'a>(form: &'a Form, lookups: &'a Lookups, field: FieldId) -> Option<&'a Remote<Vec<Choice>>> {
    match field.source() {
        Some(Source::Groups) => Some(&form.groups),
        Some(Source::Roles) => Some(&form.roles),
        Some(Source::Languages) => Some(&lookups.languages),
        Some(Source::TimeZones) => Some(&lookups.time_zones),
        None => None,
    }
}

impl Form {
    /// Many can be chosen in the open picker.
    #[must_use]
    pub fn picks_many(&self) -> bool {
        self.picker.as_ref().is_some_and(|picker| picker.field.field().kind == Kind::Many)
    }

    /// A key press in the open picker that is no command.
    pub fn press_in_picker(&mut self, press: KeyPress) -> Edit {
        let Some(picker) = self.picker.as_mut() else { return Edit::Moved };
        let edit = picker.list.filter.press(press);
        if edit == Edit::Changed {
            picker.list.go_to(0);
        }
        edit
    }

    /// Moves the cursor of the open picker to this row.
    pub fn point_in_picker(&mut self, row: usize) {
        if let Some(picker) = self.picker.as_mut() {
            picker.list.go_to(row);
        }
    }

    /// Moves in the open picker.
    pub fn move_in_picker(&mut self, by: isize, lookups: &Lookups) {
        let count = offered(self, lookups).len();
        if let Some(picker) = self.picker.as_mut() {
            picker.list.move_by(by, count);
        }
    }

    /// Marks the choice under the cursor.
    pub fn mark_in_picker(&mut self, lookups: &Lookups) {
        let chosen = under_cursor(self, lookups);
        if let (Some(picker), Some(choice)) = (self.picker.as_mut(), chosen) {
            picker.toggle(&choice);
            self.move_in_picker(1, lookups);
        }
    }

    /// Takes the marked choices, or the one under the cursor if none is marked. False if nothing matches.
    pub fn take_picked(&mut self, lookups: &Lookups) -> bool {
        let under = under_cursor(self, lookups);
        let Some(picker) = self.picker.as_ref() else { return true };
        let field = picker.field;
        let many = field.field().kind == Kind::Many;
        let filtered = !picker.list.filter.value().trim().is_empty();
        let chosen = match under {
            _ if many && (picker.touched || !filtered && !picker.marked.is_empty()) => picker.marked.clone(),
            Some(choice) if many && !picker.is_marked(&choice) => {
                picker.marked.iter().cloned().chain([choice]).collect()
            }
            Some(_) if many => picker.marked.clone(),
            Some(choice) => vec![choice],
            None => return false,
        };
        self.picker = None;
        self.choose(field, chosen);
        self.go(self.neighbour(true));
        true
    }
}

fn offered(form: &Form, lookups: &Lookups) -> Vec<Choice> {
    let Some(picker) = &form.picker else { return Vec::new() };
    choices(form, lookups, picker.field)
        .map(|remote| picker.offered(remote).into_iter().cloned().collect())
        .unwrap_or_default()
}

fn under_cursor(form: &Form, lookups: &Lookups) -> Option<Choice> {
    let at = form.picker.as_ref()?.list.cursor;
    offered(form, lookups).into_iter().nth(at)
}
