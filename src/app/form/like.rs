//! The existing user that a new one is to be like: what they share is filled in when it is read, where nothing was typed.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{Remote, SLOW, Ticket};
use crate::app::form::existing_user::Like;
use crate::app::form::state::Form;
use crate::domain::form::fields::FieldId;
use crate::domain::form::value::FieldValue;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::UserId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::target_group::TargetGroup;

impl Form {
    /// The new user is like this one.
    pub fn takes_after(&mut self, user: UserId, name: String) {
        self.like = Some(Like { user, name, read: Remote::default(), groups: Remote::default() });
    }

    /// What the form still waits for, if it is to be like another user.
    #[must_use]
    pub fn waits_for_like(&self) -> Option<String> {
        let like = self.like.as_ref().filter(|like| like.is_coming())?;
        Some(format!("what {} has is still being read", like.name))
    }

    /// Requests what the other user has.
    pub(super) fn fetch_like(&mut self, again: bool, cx: &mut Context<'_>) {
        let Some(like) = &mut self.like else { return };
        let (company, user) = (&self.company, &like.user);
        let parts = [
            (&mut like.read, Read::User(company.clone(), user.clone())),
            (&mut like.groups, Read::GroupsOfUser(company.clone(), user.clone())),
        ];
        for (part, question) in parts {
            if part.is_wanted() && (part.error.is_none() || again) {
                let ticket = cx.tickets.issue(Owner::Forms);
                part.start(ticket);
                cx.out.extend([Effect::Fetch(ticket, question), Effect::Timer(ticket, SLOW)]);
            }
        }
    }

    /// The other user was read, or could not be. Returns its name if the form waited for it.
    pub(super) fn settle_like(&mut self, ticket: Ticket, answer: &Result<Box<UserDetail>, Failure>) -> Option<String> {
        let like = self.like.as_mut()?;
        if !like.read.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone)) {
            return None;
        }
        let name = like.name.clone();
        if let Ok(read) = answer {
            let entry = read.entry();
            for field in self.subject.fields().iter().filter(|field| field.shared && field.id != FieldId::Groups) {
                self.take_over(field.id, entry.value(field.id).clone());
            }
        }
        Some(name)
    }

    /// The groups of the other user were read, or could not be. Returns its name if the form waited for them.
    pub(super) fn settle_like_groups(
        &mut self,
        ticket: Ticket,
        answer: &Result<Vec<TargetGroup>, Failure>,
    ) -> Option<String> {
        let like = self.like.as_mut()?;
        if !like.groups.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone)) {
            return None;
        }
        let name = like.name.clone();
        if let Ok(groups) = answer {
            // What a directory fills is not written.
            let by_people = groups.iter().filter(|group| group.filled_by.is_none());
            let choice = |group: &TargetGroup| Choice {
                id: group.id.to_string(),
                name: group.name.clone(),
                detail: String::new(),
            };
            self.take_over(FieldId::Groups, FieldValue::Many(by_people.map(choice).collect()));
        }
        Some(name)
    }

    /// Fills in a value where nobody has typed another one; it does not count as typed.
    fn take_over(&mut self, id: FieldId, value: FieldValue) {
        let is_picking = self.picker.as_ref().is_some_and(|picker| picker.field == id);
        if !self.is_changed(id) && !is_picking {
            self.fill_in(id, value.clone());
        }
        self.initial.set(id, value);
    }
}
