//! Groups that the file names and the company does not have: they are created, or mean others.

use crate::app::core::context::Context;
use crate::app::import::group_menu::GroupMenu;
use crate::app::import::state::Import;
use crate::roster::{Becomes, GroupChoices};

/// Why nothing has to be said about groups.
const ALL_THERE: &str = "the company has every group that the file names";

impl Import {
    /// Groups that do not exist are created before anybody is put into them, or are not.
    ///
    /// # Errors
    ///
    /// Why the plan cannot be judged.
    pub fn toggle_create_groups(&mut self, cx: &mut Context<'_>) -> Result<(), String> {
        let groups = &self.options.groups;
        self.choose_groups(GroupChoices { create: !groups.create, ..groups.clone() }, cx)
    }

    /// The file names groups that can be created.
    ///
    /// # Errors
    ///
    /// The reason why not, for the user.
    pub fn can_create_groups(&self) -> Result<(), String> {
        let plan = self.plan().ok_or("there is no plan yet")?;
        let is_open = plan.group_names.iter().any(|name| matches!(name.becomes, Becomes::Unknown | Becomes::Created));
        if is_open || self.options.groups.create { Ok(()) } else { Err(ALL_THERE.to_owned()) }
    }

    /// A name in the file can mean another group.
    ///
    /// # Errors
    ///
    /// The reason why not, for the user.
    pub fn can_map_groups(&self) -> Result<(), String> {
        let plan = self.plan().ok_or("there is no plan yet")?;
        if plan.group_names.is_empty() { Err(ALL_THERE.to_owned()) } else { Ok(()) }
    }

    /// Opens the question which groups names mean.
    pub fn open_groups(&mut self) {
        self.groups = self.plan().and_then(GroupMenu::of);
    }

    /// The name that is asked about means what is under the cursor. After the last of them it is done. False if nothing
    /// matches.
    ///
    /// # Errors
    ///
    /// Why the plan cannot be judged.
    pub(super) fn take_group(&mut self, cx: &mut Context<'_>) -> Result<bool, String> {
        let Some(menu) = self.groups.take() else { return Ok(false) };
        let Some(meant) = menu.picker.taken() else {
            self.groups = Some(menu);
            return Ok(false);
        };
        match menu.take(meant) {
            Ok(menu) => self.groups = Some(menu),
            Err(choices) => self.choose_groups(choices, cx)?,
        }
        Ok(true)
    }

    /// Leaves the question: what was said holds. False if it is not open.
    ///
    /// # Errors
    ///
    /// Why the plan cannot be judged.
    pub fn close_groups(&mut self, cx: &mut Context<'_>) -> Result<bool, String> {
        let Some(menu) = self.groups.take() else { return Ok(false) };
        self.choose_groups(menu.into_choices(), cx).map(|()| true)
    }

    fn choose_groups(&mut self, choices: GroupChoices, cx: &mut Context<'_>) -> Result<(), String> {
        if choices == self.options.groups {
            return Ok(());
        }
        if self.options.reconcile {
            // The service has to be asked who is in them.
            self.options.groups = choices;
            self.keep(cx);
            self.make(cx);
            return Ok(());
        }
        self.change(cx, |plan| plan.set_groups(choices))
    }
}
