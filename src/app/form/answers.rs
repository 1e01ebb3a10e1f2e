//! Answers of the service for the forms that wait for them: several forms of one company may share an answer.

use crate::app::core::context::Context;
use crate::app::core::notices::Topic;
use crate::app::core::remote::Ticket;
use crate::app::form::drafts::Drafts;
use crate::app::form::parked::Parked;
use crate::app::form::state::Form;
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::directory_sync::DirectorySync;
use crate::domain::company::domains::Domains;
use crate::domain::company::license::LicenseCheck;
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::draft::DraftId;
use crate::domain::form::fields::FieldId;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::TargetGroup;

/// A company's custom fields have come, or failed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomFieldsLoaded {
    /// Name of the company.
    pub name: String,
    /// Typed values whose field no longer exists, as `name: text`.
    pub lost: Vec<String>,
    /// The forms that waited for them.
    pub waiting: Vec<DraftId>,
}

impl Drafts {
    /// Passes seats to the forms that wait for them.
    pub fn settle_license(&mut self, ticket: Ticket, answer: &Result<LicenseCheck, Failure>) {
        for form in self.all.values_mut() {
            form.settle_license(ticket, answer);
        }
    }

    /// A user was read, or could not be, for the form that edits it. Returns the form.
    pub fn settle_user(
        &mut self,
        ticket: Ticket,
        answer: &Result<Box<UserDetail>, Failure>,
        in_sight: Option<DraftId>,
    ) -> Option<DraftId> {
        let mut forms = self.all.values_mut();
        forms.find_map(|form| {
            let is_seen = in_sight == Some(form.id) && form.parked.is_none();
            form.settle_user(ticket, answer, is_seen).then_some(form.id)
        })
    }

    /// A user was read, or could not be, or its groups, for the form of one who is to be like it. Returns the user's name.
    pub fn settle_like(&mut self, ticket: Ticket, answer: &Result<Box<UserDetail>, Failure>) -> Option<String> {
        self.all.values_mut().find_map(|form| form.settle_like(ticket, answer))
    }

    /// The choices of the service get their names in the open form.
    pub fn name_choices(&mut self, id: FieldId, known: &[Choice]) {
        if let Some(form) = self.current_mut() {
            form.name_choices(id, known);
        }
    }

    /// The groups of a user were read, or could not be, for the form of one who is to be like it.
    pub fn settle_like_groups(
        &mut self,
        ticket: Ticket,
        answer: &Result<Vec<TargetGroup>, Failure>,
        cx: &mut Context<'_>,
    ) {
        let Some(name) = self.all.values_mut().find_map(|form| form.settle_like_groups(ticket, answer)) else { return };
        if let Err(failure) = answer {
            cx.notices.error(cx.now, format!("The groups of {name} were not taken over: {failure}"));
        }
    }

    /// Passes groups or roles to the forms that wait for them.
    pub fn settle_groups(&mut self, ticket: Ticket, answer: &Result<Vec<Choice>, Failure>, cx: &mut Context<'_>) {
        let mut settled = None;
        for form in self.all.values_mut() {
            if form.groups.settle(ticket, answer.clone()) || form.roles.settle(ticket, answer.clone()) {
                settled = Some(form.id);
            }
        }
        if let Some(form) = settled.map(|id| self.open.unwrap_or(id)) {
            cx.notices.answered(cx.now, Topic::Form(form), answer.as_ref().err());
        }
    }

    /// Custom fields arrived, or failed to, for the forms that wait for them.
    pub fn settle_custom_fields(
        &mut self,
        ticket: Ticket,
        answer: &Result<Vec<CustomField>, Failure>,
        at: u64,
    ) -> Option<CustomFieldsLoaded> {
        let mut came: Option<CustomFieldsLoaded> = None;
        for form in self.all.values_mut().filter(|f| f.custom_fields.load.waiting == Some(ticket)) {
            let came = came.get_or_insert_with(|| CustomFieldsLoaded {
                name: form.name.clone(),
                lost: Vec::new(),
                waiting: Vec::new(),
            });
            if let Ok(fields) = answer {
                came.lost.extend(form.set_custom_fields(fields));
                self.custom_field_cache.insert(&form.company, fields, at);
            }
            form.custom_fields.load.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone));
            if form.parked == Some(Parked::Waiting) {
                came.waiting.push(form.id);
            }
        }
        came
    }

    /// Requests the custom fields of this form, once for all forms of its company: they go on in the order in which they
    /// were made.
    pub fn fetch_custom_fields(&mut self, id: DraftId, cx: &mut Context<'_>) {
        let Some(key) = self.all.get(&id).map(Form::key) else { return };
        let pending =
            self.all.values().filter(|form| form.key() == key).find_map(|form| form.custom_fields.load.waiting);
        let Some(form) = self.all.get_mut(&id) else { return };
        match pending.filter(|_| form.custom_fields.load.is_wanted()) {
            Some(ticket) => form.custom_fields.load.start(ticket),
            None => form.fetch_custom_fields(false, cx),
        }
    }

    /// Users arrived, or failed to.
    pub fn settle_users(&mut self, ticket: Ticket, answer: &Result<Page<TargetUser>, Failure>) {
        for form in self.all.values_mut() {
            form.settle_duplicate(ticket, answer);
        }
    }

    /// Mail domains arrived, or failed to.
    pub fn settle_domains(&mut self, ticket: Ticket, answer: &Result<Domains, Failure>) {
        for form in self.all.values_mut() {
            if form.domains.settle(ticket, answer.clone())
                && let Ok(domains) = answer
            {
                self.domain_owners.insert(&form.company, &form.name, domains);
            }
        }
    }

    /// The directories of a company arrived, or failed to.
    pub fn settle_directories(&mut self, ticket: Ticket, answer: &Result<DirectorySync, Failure>) {
        for form in self.all.values_mut() {
            if form.directories.settle(ticket, answer.clone())
                && let Ok(directories) = answer
            {
                self.known_directories.insert(form.company.clone(), directories.clone());
            }
        }
    }

    /// The page of a company arrived, or failed to.
    pub fn settle_country(&mut self, ticket: Ticket, answer: &Result<CompanyDetail, Failure>) {
        for form in self.drafts_mut() {
            form.country.settle(ticket, answer);
        }
    }

    /// Cancels the requests of the open form, except those that a form waiting to be queued needs. Returns
    /// the tickets to cancel.
    pub fn cancel_reads(&mut self) -> Vec<(Ticket, &'static str)> {
        let Some(form) = self.current() else { return Vec::new() };
        let user = form.edits.as_ref().and_then(|edits| edits.read.waiting);
        let pending = [
            (user, "the user"),
            (form.license.waiting, "the seats"),
            (form.groups.waiting, "the groups"),
            (form.roles.waiting, "the roles"),
            (form.domains.waiting, "the mail domains"),
            (form.directories.waiting, "the directories"),
            (form.custom_fields.load.waiting, "the custom fields"),
        ];
        let needed: Vec<_> = self.waiting().filter_map(|form| form.custom_fields.load.waiting).collect();
        let cancelled: Vec<_> = pending
            .into_iter()
            .filter_map(|(ticket, name)| Some((ticket?, name)))
            .filter(|(ticket, _)| !needed.contains(ticket))
            .collect();
        // The form of the next user may wait for the same answers.
        for form in self.all.values_mut() {
            form.give_up(|ticket| cancelled.iter().any(|(other, _)| *other == ticket));
        }
        cancelled
    }

    /// A request of a form has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        for form in self.all.values_mut() {
            form.license.mark_slow(ticket);
            form.groups.mark_slow(ticket);
            form.roles.mark_slow(ticket);
            form.custom_fields.load.mark_slow(ticket);
            form.duplicate.mark_slow(ticket);
            if let Some(edits) = &mut form.edits {
                edits.read.mark_slow(ticket);
            }
        }
    }
}
