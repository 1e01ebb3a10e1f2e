//! A source that lists everybody: users change as it says, and those who are not in it become inactive.

use crate::app::core::context::Context;
use crate::app::import::state::Import;
use crate::roster::{Doubt, Meaning, Unit};

impl Import {
    /// Takes the source as the list of everybody, or no more. The plan is made again: the service has to be asked about
    /// what such a list changes of users who are there.
    pub fn toggle_whole_list(&mut self, cx: &mut Context<'_>) {
        let is_whole = !self.options.reconcile;
        // Whoever is in it is active again.
        (self.options.reconcile, self.options.reactivate) = (is_whole, is_whole);
        self.leavers = None;
        self.keep(cx);
        self.make(cx);
    }

    /// The source can be taken as the list of everybody, or is.
    ///
    /// # Errors
    ///
    /// The reason, for the user.
    pub fn can_be_whole_list(&self) -> Result<(), String> {
        let reading = &self.plan().ok_or("there is no plan yet")?.reading;
        if self.options.reconcile {
            return Ok(());
        }
        if reading.layout.has(&Meaning::Company) || self.companies.is_empty() {
            return Err("a whole list is that of one company, and here a column names the companies".to_owned());
        }
        if self.companies.len() > 1 {
            return Err(format!("a whole list is that of one company, and these are {}", self.whose()));
        }
        if reading.sheet.unit == Unit::Person {
            return Err("this text is no table: it does not say that those whom it leaves out have left".to_owned());
        }
        Ok(())
    }

    /// Why the plan may not be sent as it is, if the source lists everybody.
    #[must_use]
    pub fn doubt(&self) -> Option<Doubt> {
        self.plan()?.doubt(self.leavers)
    }

    /// As many may leave as would now, or no more than a list is trusted with.
    pub fn toggle_leavers(&mut self, cx: &mut Context<'_>) {
        self.leavers = match self.doubt() {
            Some(Doubt::Leavers { leavers, .. }) => Some(leavers),
            Some(Doubt::Unread(_)) | None => None,
        };
        self.keep(cx);
    }

    /// Somebody has to allow that so many leave, or has.
    ///
    /// # Errors
    ///
    /// The reason why not, for the user.
    pub fn can_allow_leavers(&self) -> Result<(), String> {
        match self.doubt() {
            Some(Doubt::Leavers { .. }) => Ok(()),
            Some(doubt @ Doubt::Unread(_)) => Err(doubt.to_string()),
            None if self.leavers.is_some() => Ok(()),
            None if self.options.reconcile => Err("so few leave that nobody has to allow it".to_owned()),
            None => Err("nobody leaves: the file is not taken as the whole list".to_owned()),
        }
    }

    /// So many may leave, because somebody has allowed it.
    #[must_use]
    pub fn allowed_leavers(&self) -> Option<u64> {
        self.leavers
    }
}
