//! What is done in the picker of groups.

use std::collections::BTreeMap;

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::remote::Remote;
use crate::app::keys::press::KeyPress;
use crate::app::user::details::OneUser;
use crate::app::user::group_picker::{GroupPicker, PickerRow};
use crate::app::user::part::ask;
use crate::app::widgets::filter_list::FilterList;
use crate::app::widgets::text_input::Edit;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::line;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::TargetGroup;

impl OneUser {
    /// The open picker.
    #[must_use]
    pub fn picker(&self) -> Option<&GroupPicker> {
        self.picker.as_ref()
    }

    /// The groups of the user of the open picker, as far as known.
    #[must_use]
    pub fn groups_of_picked(&self) -> Option<&Remote<Vec<TargetGroup>>> {
        let picker = self.picker.as_ref()?;
        Some(&self.parts_of(&picker.company, &picker.one()?.id)?.groups)
    }

    fn own_groups(&self) -> Option<Vec<TargetGroup>> {
        self.groups_of_picked()?.value.clone()
    }

    /// Opens the picker for these users, of whom there is at least one.
    pub fn open_picker(
        &mut self,
        (company, company_name): (&CompanyId, &str),
        users: Vec<TargetUser>,
        left_out: Vec<String>,
        cx: &mut Context<'_>,
    ) {
        let mut picker = GroupPicker {
            company: company.clone(),
            company_name: company_name.to_owned(),
            users,
            left_out,
            all: Remote::default(),
            list: FilterList::default(),
            wanted: BTreeMap::new(),
            new: Vec::new(),
        };
        ask(&mut picker.all, Read::TargetGroups(company.clone()), cx);
        let one = picker.one().map(|user| (company.clone(), user.id.clone()));
        self.picker = Some(picker);
        if let Some(place) = one {
            self.want_of(&place, true, cx);
        }
    }

    /// Closes it and cancels its request.
    pub fn close_picker(&mut self, cx: &mut Context<'_>) -> Option<GroupPicker> {
        let mut picker = self.picker.take()?;
        cx.out.extend(picker.all.cancel().map(Effect::Cancel));
        Some(picker)
    }

    /// Loads the groups again.
    pub fn reload_picker(&mut self, cx: &mut Context<'_>) {
        let Some(picker) = &mut self.picker else { return };
        let one = picker.one().map(|user| (picker.company.clone(), user.id.clone()));
        if picker.all.waiting.is_none() {
            ask(&mut picker.all, Read::TargetGroups(picker.company.clone()), cx);
        }
        if let Some(place) = one {
            self.want_of(&place, true, cx);
        }
    }

    /// What is to be sent: groups to go into and to leave.
    #[must_use]
    pub fn picked(&self) -> Vec<(TargetGroup, bool)> {
        self.picker.as_ref().map(|picker| picker.changes(self.own_groups().as_deref())).unwrap_or_default()
    }

    /// Changes the mark of the row under the cursor.
    ///
    /// # Errors
    ///
    /// Why it cannot be changed.
    pub fn toggle_picked(&mut self) -> Result<(), String> {
        let own = self.own_groups();
        self.picker.as_mut().map_or(Ok(()), |picker| picker.toggle(own.as_deref()))
    }

    /// A key press in the picker that is no command.
    pub fn press_in_groups(&mut self, press: KeyPress) {
        if let Some(picker) = &mut self.picker {
            let is_on_create = matches!(picker.under_cursor(), Some(PickerRow::Create(_)));
            if picker.list.filter.press(press) == Edit::Changed {
                picker.typed(is_on_create);
            }
        }
    }

    /// A paste into the picker.
    pub fn paste_in_groups(&mut self, text: &str) {
        if let Some(picker) = &mut self.picker {
            picker.list.filter.paste(line(text).trim());
            picker.typed(false);
        }
    }

    /// Moves the cursor of the picker.
    pub fn move_in_groups(&mut self, by: isize) {
        if let Some(picker) = &mut self.picker {
            let count = picker.rows().len();
            picker.list.move_by(by, count);
        }
    }

    /// Puts the cursor on this row.
    pub fn point_in_groups(&mut self, row: usize) {
        if let Some(picker) = &mut self.picker {
            picker.list.go_to(row);
        }
    }
}
