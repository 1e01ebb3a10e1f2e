//! Forms and drafts: at most one form is open; one left with something in it stays as a draft.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as MapEntry;

use crate::app::core::context::Context;
use crate::app::form::domain_owners::DomainOwners;
use crate::app::form::gates::GatePasses;
use crate::app::form::known_custom_fields::CustomFieldCache;
use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::domain::change::ticket::TicketPolicy;
use crate::domain::change::write::WriteId;
use crate::domain::company::directory_sync::DirectorySync;
use crate::domain::company::domains::Domains;
use crate::domain::company::seats::PendingSeats;
use crate::domain::company::summary::Company;
use crate::domain::form::draft::{Draft, DraftId};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::email::sent;

/// All forms: at most one is open.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    pub(super) open: Option<DraftId>,
    pub(super) all: BTreeMap<DraftId, Form>,
    /// The last ID given to a draft.
    last_id: DraftId,
    /// Whether the forms ask for a ticket.
    ticket_policy: TicketPolicy,
    /// The owners of the verified domains loaded so far.
    pub(super) domain_owners: DomainOwners,
    /// The directories of the companies, as far as they were loaded.
    pub(super) known_directories: BTreeMap<CompanyId, DirectorySync>,
    /// Gates passed for the rest of the day, or of the run.
    pub passes: GatePasses,
    /// The entry of the user created last, by company.
    last: BTreeMap<FormKey, Entry>,
    /// The cached custom fields.
    pub(super) custom_field_cache: CustomFieldCache,
}

impl Drafts {
    /// None yet. The policy says whether they ask for a ticket.
    #[must_use]
    pub fn new(ticket_policy: TicketPolicy) -> Self {
        Self { ticket_policy, ..Self::default() }
    }

    /// ID of the next draft.
    pub fn next_id(&mut self) -> DraftId {
        self.last_id = self.last_id.next();
        self.last_id
    }

    /// Continues the numbering of another list, so that no ID is used twice.
    pub fn continue_ids_from(&mut self, other: &Self) {
        self.last_id = self.last_id.max(other.last_id);
    }

    /// This ID was used in an earlier run.
    pub fn reserve_id(&mut self, id: DraftId) {
        self.last_id = self.last_id.max(id);
    }

    /// Opens the company's form: its draft, or an empty one.
    pub fn open(&mut self, company: &Company, subject: Subject, cx: &mut Context<'_>) {
        self.leave();
        let key = FormKey::new(&company.id, subject);
        let id = if let Some(form) = self.draft_of(&key) {
            form.id
        } else {
            let id = self.next_id();
            let mut form = Form::new(id, company, subject);
            form.ticket.policy = self.ticket_policy;
            if let Some(last) = self.last.get(&key) {
                form.begin(last.next());
            }
            self.all.insert(id, form);
            id
        };
        if let Some(form) = self.all.get_mut(&id) {
            form.renew(company);
        }
        self.show(id, cx);
    }

    /// Opens the form that edits this user: its draft, or one with what the list says.
    pub fn open_edit(&mut self, company: &Company, user: &UserId, listed: Entry, cx: &mut Context<'_>) {
        self.leave();
        let key = FormKey::editing(&company.id, listed.subject, Some(user));
        let id = if let Some(form) = self.draft_of(&key) {
            form.id
        } else {
            let id = self.next_id();
            let mut form = Form::editing(id, company, user.clone(), listed);
            form.ticket.policy = self.ticket_policy;
            self.all.insert(id, form);
            id
        };
        if let Some(form) = self.all.get_mut(&id) {
            form.renew(company);
        }
        self.show(id, cx);
    }

    /// Opens the form of a new user who is like this one, with what the list says. False if the company has a draft,
    /// which opens as it is.
    pub fn open_like(
        &mut self,
        company: &Company,
        (user, name): (UserId, String),
        begin: Entry,
        cx: &mut Context<'_>,
    ) -> bool {
        self.leave();
        let key = FormKey::new(&company.id, begin.subject);
        let is_new = self.draft_of(&key).is_none();
        if is_new {
            let id = self.next_id();
            let mut form = Form::new(id, company, begin.subject);
            form.ticket.policy = self.ticket_policy;
            form.begin(begin);
            form.takes_after(user, name);
            self.all.insert(id, form);
        }
        self.open(company, Subject::TargetUser, cx);
        is_new
    }

    /// Opens this form and requests what it needs.
    pub fn show(&mut self, id: DraftId, cx: &mut Context<'_>) {
        if self.open != Some(id) {
            self.leave();
        }
        let Some(form) = self.all.get_mut(&id) else { return };
        self.custom_field_cache.apply_or_fetch(form, cx);
        if let Some(known) = self.known_directories.get(&form.company) {
            form.directories.provide(known.clone());
        }
        form.want(cx);
        self.open = Some(id);
    }

    /// Opens the form of the next user after the open one, with `begin` filled in; or the draft that the company has.
    pub fn open_next(&mut self, begin: Entry, cx: &mut Context<'_>) {
        let Some(form) = self.current() else { return };
        let (former, key) = (form.id, form.key());
        let draft = self.all.values().find(|form| is_draft_of(form, &key) && form.id != former).map(|form| form.id);
        let id = if let Some(id) = draft {
            id
        } else {
            let id = self.next_id();
            if let Some(next) = self.all.get(&former).map(|form| form.next(id, begin)) {
                self.all.insert(id, next);
            }
            id
        };
        self.open = Some(id);
        if let Some(form) = self.all.get_mut(&id) {
            form.license.cancel();
            self.custom_field_cache.apply_or_fetch(form, cx);
            form.want(cx);
        }
    }

    /// The open form.
    #[must_use]
    pub fn current(&self) -> Option<&Form> {
        self.open.as_ref().and_then(|id| self.all.get(id))
    }

    /// The open form, mutable.
    pub fn current_mut(&mut self) -> Option<&mut Form> {
        self.open.as_ref().and_then(|id| self.all.get_mut(id))
    }

    /// The open form is this one.
    #[must_use]
    pub fn is_open(&self, id: DraftId) -> bool {
        self.open == Some(id)
    }

    /// A user was created in this company: the next form there starts with the values they share.
    pub fn remember(&mut self, company: &CompanyId, entry: Entry) {
        self.last.insert(FormKey::new(company, entry.subject), entry);
    }

    /// The entry of the user created last in this company.
    #[must_use]
    pub fn last_in(&self, form: &FormKey) -> Option<&Entry> {
        self.last.get(form)
    }

    /// Puts a draft into a form of its own.
    pub fn restore(&mut self, draft: Draft) -> &mut Form {
        self.last_id = self.last_id.max(draft.id);
        let form = Form::restored(draft.id, &draft.company, &draft.name, draft.entry).with_ticket(&draft.ticket);
        let form = form.of_edited(draft.edits);
        self.insert(form)
    }

    /// Adds a form, with what is known of its company.
    pub fn insert(&mut self, mut form: Form) -> &mut Form {
        self.custom_field_cache.fill(&mut form);
        form.ticket.policy = self.ticket_policy;
        match self.all.entry(form.id) {
            MapEntry::Occupied(mut entry) => {
                entry.insert(form);
                entry.into_mut()
            }
            MapEntry::Vacant(entry) => entry.insert(form),
        }
    }

    /// Closes the form; its content stays as a draft.
    pub fn leave(&mut self) {
        let Some(id) = self.open.take() else { return };
        if let Some(form) = self.all.get_mut(&id) {
            form.picker = None;
            form.gates.hide();
            if form.is_spent || form.is_blank() && form.parked.is_none() {
                self.all.remove(&id);
            }
        }
    }

    /// Removes a form whose user is in the queue, was created, or that was discarded by an explicit Yes.
    pub fn remove(&mut self, id: DraftId) -> Option<Form> {
        self.open.take_if(|open| *open == id);
        self.all.remove(&id)
    }

    /// Every form with something in it, and the open one.
    pub fn drafts(&self) -> impl Iterator<Item = &Form> {
        self.all.values()
    }

    /// The company has a draft.
    #[must_use]
    pub fn has_draft(&self, company: &CompanyId) -> bool {
        self.all.values().any(|f| f.company == *company && f.is_worth_saving())
    }

    /// All forms, mutable.
    pub fn drafts_mut(&mut self) -> impl Iterator<Item = &mut Form> {
        self.all.values_mut()
    }

    /// A form, open or not.
    #[must_use]
    pub fn get(&self, id: DraftId) -> Option<&Form> {
        self.all.get(&id)
    }

    /// A form, open or not, mutable.
    pub fn get_mut(&mut self, id: DraftId) -> Option<&mut Form> {
        self.all.get_mut(&id)
    }

    /// The form of the company that is being typed, if any.
    #[must_use]
    pub fn draft_of(&self, key: &FormKey) -> Option<&Form> {
        self.all.values().find(|form| is_draft_of(form, key))
    }

    /// Requests all about the user that this form edits, unless it is known.
    pub fn fetch_user(&mut self, id: DraftId, cx: &mut Context<'_>) {
        if let Some(form) = self.all.get_mut(&id) {
            form.fetch_user(false, cx);
        }
    }

    /// The drafts of a company, of every kind.
    pub fn drafts_of<'a>(&'a self, company: &'a CompanyId) -> impl Iterator<Item = &'a Form> {
        self.all.values().filter(move |f| f.company == *company && f.is_worth_saving())
    }

    /// The forms that need the user, oldest first.
    pub fn needing(&self) -> impl Iterator<Item = (&Form, AttentionReason)> {
        self.all.values().filter_map(|form| Some((form, form.needs()?)))
    }

    /// The forms that are queued as soon as the custom fields of their company are loaded.
    pub fn waiting(&self) -> impl Iterator<Item = &Form> {
        self.all.values().filter(|form| form.parked == Some(Parked::Waiting))
    }

    /// The form whose user this change may have created.
    pub fn awaiting_outcome_of(&mut self, id: &WriteId) -> Option<&mut Form> {
        self.all.values_mut().find(|form| form.uncertain_write.as_ref() == Some(id))
    }

    /// A user of this company was created.
    pub fn count_created(&mut self, company: &CompanyId) {
        self.all.values_mut().filter(|form| form.company == *company).for_each(Form::count_created);
    }

    /// A user of this company was deactivated or deleted.
    pub fn count_freed(&mut self, company: &CompanyId) {
        self.all.values_mut().filter(|form| form.company == *company).for_each(Form::count_freed);
    }

    /// Users of this company were added or removed.
    pub fn users_changed(&mut self, company: &CompanyId) {
        for form in self.all.values_mut().filter(|f| f.company == *company) {
            form.duplicate.forget();
        }
    }

    /// After every message: updates what the queue does with the seats of each company.
    pub fn follow_changes(&mut self, on_the_way: impl Fn(&CompanyId) -> PendingSeats, cx: &mut Context<'_>) {
        let open = self.open;
        // Forms that wait for custom fields count as under way for every later form.
        let waiting = self.all.values().filter(|form| form.parked == Some(Parked::Waiting) && form.uses_a_seat());
        let waiting: Vec<_> = waiting.map(|form| (form.id, form.company.clone())).collect();
        for form in self.all.values_mut().filter(|form| form.subject == Subject::TargetUser) {
            let queued = on_the_way(&form.company);
            let is_before = |(id, company): &&(DraftId, CompanyId)| {
                *company == form.company && (*id < form.id || form.parked != Some(Parked::Waiting))
            };
            let waiting = u64::try_from(waiting.iter().filter(is_before).count()).unwrap_or(u64::MAX);
            form.follow_changes(PendingSeats { takes: queued.takes.saturating_add(waiting), ..queued });
            if open == Some(form.id) {
                form.refetch_seats(cx);
            }
        }
    }

    /// The owners of the verified domains loaded so far.
    #[must_use]
    pub fn domain_owners(&self) -> &DomainOwners {
        &self.domain_owners
    }

    /// The verified domains of this company are known.
    pub fn learn_domains(&mut self, company: &CompanyId, name: &str, domains: &Domains) {
        self.domain_owners.insert(company, name, domains);
    }

    /// After every message: updates the owner of the domain in the open form's email.
    pub fn follow_owner(&mut self) {
        let Some(form) = self.current() else { return };
        let other = self.domain_owners.other(&sent(form.text(FieldId::Email)), &form.company).map(str::to_owned);
        if let Some(form) = self.current_mut().filter(|f| f.other_owner != other) {
            form.other_owner = other;
        }
    }
}

/// The form is the draft being typed, one per kind of user.
fn is_draft_of(form: &Form, key: &FormKey) -> bool {
    form.parked().is_none() && form.key() == *key
}
