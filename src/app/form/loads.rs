//! What a form loads: seats, groups or roles, mail domains, custom fields.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{SLOW, Ticket};
use crate::app::form::country::Country;
use crate::app::form::state::Form;
use crate::domain::company::detail::CompanyDetail;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::phone;

impl Form {
    /// Requests what this kind of form needs, unless it is loaded; the seats always.
    pub fn want(&mut self, cx: &mut Context<'_>) {
        self.ask(false, cx);
    }

    /// Reloads all of it; the old values stay until the answers arrive.
    pub fn reload(&mut self, cx: &mut Context<'_>) {
        self.country = Country::default();
        self.ask(true, cx);
        self.retry_duplicate_check(cx);
    }

    fn ask(&mut self, again: bool, cx: &mut Context<'_>) {
        self.fetch_user(again, cx);
        if self.domains.is_wanted() || again && self.domains.waiting.is_none() {
            let ticket = cx.tickets.issue(Owner::Forms);
            self.domains.start(ticket);
            cx.out.push(Effect::Fetch(ticket, Read::MailDomains(self.company.clone())));
        }
        let question = match self.subject {
            Subject::TargetUser => Read::Groups(self.company.clone()),
            Subject::SystemUser => Read::Roles(self.company.clone()),
        };
        let offered = match self.subject {
            Subject::TargetUser => &mut self.groups,
            Subject::SystemUser => &mut self.roles,
        };
        // Groups are not a part of a change.
        let is_offered = self.edits.is_none() || self.subject == Subject::SystemUser;
        if is_offered && (offered.is_wanted() || again && offered.waiting.is_none()) {
            let ticket = cx.tickets.issue(Owner::Forms);
            offered.start(ticket);
            cx.out.extend([Effect::Fetch(ticket, question), Effect::Timer(ticket, SLOW)]);
        }
        if self.subject == Subject::SystemUser {
            // System users log in and use no seat.
            return;
        }
        self.fetch_like(again, cx);
        self.fetch_custom_fields(again, cx);
        self.fetch_seats(cx);
        if self.directories.is_wanted() || again && self.directories.waiting.is_none() {
            let ticket = cx.tickets.issue(Owner::Forms);
            self.directories.start(ticket);
            cx.out.push(Effect::Fetch(ticket, Read::Directories(self.company.clone())));
        }
    }

    /// Cancels these requests.
    pub fn give_up(&mut self, which: impl Fn(Ticket) -> bool) {
        if self.license.waiting.is_some_and(&which) {
            self.license.cancel();
        }
        for offered in [&mut self.groups, &mut self.roles] {
            if offered.waiting.is_some_and(&which) {
                offered.cancel();
            }
        }
        if self.directories.waiting.is_some_and(&which) {
            self.directories.cancel();
        }
        if self.domains.waiting.is_some_and(&which) {
            self.domains.cancel();
        }
        if self.custom_fields.load.waiting.is_some_and(&which) {
            self.custom_fields.load.cancel();
        }
        if let Some(edits) = self.edits.as_mut().filter(|edits| edits.read.waiting.is_some_and(&which)) {
            edits.read.cancel();
        }
    }

    /// Requests the custom fields; known ones stay until the answer arrives.
    pub(in crate::app) fn fetch_custom_fields(&mut self, again: bool, cx: &mut Context<'_>) {
        let load = &mut self.custom_fields.load;
        if load.is_wanted() || again && load.waiting.is_none() {
            let ticket = cx.tickets.issue(Owner::Forms);
            load.start(ticket);
            let question = Read::CustomFields(self.company.clone());
            cx.out.extend([Effect::Fetch(ticket, question), Effect::Timer(ticket, SLOW)]);
        }
    }

    /// After every message.
    pub fn follow_email(&mut self, cx: &mut Context<'_>) {
        // Taken out for the moment, because the text belongs to the same form.
        let mut duplicate = std::mem::take(&mut self.duplicate);
        let is_new = self.edits.is_none() || self.is_changed(FieldId::Email);
        duplicate.follow(if is_new { self.text(FieldId::Email) } else { "" }, cx);
        self.duplicate = duplicate;
    }

    /// Reloads on request.
    pub fn retry_duplicate_check(&mut self, cx: &mut Context<'_>) {
        self.duplicate.retry(&self.company, cx);
    }

    /// A timer ran out.
    pub fn email_timer(&mut self, ticket: Ticket, cx: &mut Context<'_>) {
        self.duplicate.timer(ticket, &self.company, cx);
    }

    /// Users have arrived, or failed to.
    pub fn settle_duplicate(&mut self, ticket: Ticket, answer: &Result<Page<TargetUser>, Failure>) {
        let Some(edits) = &self.edits else {
            self.duplicate.settle(ticket, answer);
            return;
        };
        // The user itself may keep its address.
        let others = answer.clone().map(|mut page| {
            page.items.retain(|user| user.id != edits.user);
            page
        });
        self.duplicate.settle(ticket, &others);
    }

    /// After every message: takes the known country of its company, and requests it once a phone needs it.
    pub fn follow_country(&mut self, known: Option<&CompanyDetail>, cx: &mut Context<'_>) {
        if self.country.region.is_some() {
            return;
        }
        if let Some(detail) = known {
            self.country.region = detail.region;
            // A company without a country in the pane has none here either.
            self.country.remote.provide(());
            return;
        }
        let remote = &mut self.country.remote;
        if remote.is_wanted() && remote.error.is_none() && phone::is_national(self.text(FieldId::Phone)) {
            let ticket = cx.tickets.issue(Owner::Forms);
            self.country.remote.start(ticket);
            cx.out.push(Effect::Fetch(ticket, Read::Company(self.company.clone())));
        }
    }
}
