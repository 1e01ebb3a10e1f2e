//! Forms and drafts: at most one form is open; one left with something in it stays as a draft.

use std::collections::BTreeMap;

use crate::app::core::remote::Ticket;
use crate::app::form::custom_fields::KnownCustoms;
use crate::app::form::domain_check::Owners;
use crate::app::form::state::{After, Form, Save};
use crate::app::model::Cx;
use crate::domain::change::write::{Intent, WriteId};
use crate::domain::company::domains::Domains;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::summary::Company;
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::existing::TargetUser;

/// All forms, by company and kind of user.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    open: Option<FormKey>,
    drafts: BTreeMap<FormKey, Form>,
    /// Whose the verified domains are that were loaded so far.
    pub owners: Owners,
    /// What was filled in for the user created last, by company.
    last: BTreeMap<FormKey, Entry>,
    /// The custom fields of the companies whose forms were opened.
    known: KnownCustoms,
}

/// A company's custom fields have come, or failed to.
pub struct CustomsCame {
    /// For which form.
    pub form: FormKey,
    /// The company's name.
    pub name: String,
    /// What was typed and has no field now, as `name: text`.
    pub lost: Vec<String>,
    /// The create that waited for them.
    pub held: Option<After>,
}

impl Forms {
    /// Opens the company's form: its draft, or an empty one. A create of the form before it that still
    /// waited is called off, and that is said.
    pub fn open(&mut self, company: &Company, subject: Subject, cx: &mut Cx<'_>) {
        if let Some(said) = self.called_off() {
            cx.notices.error(cx.now, said);
        }
        self.leave();
        let key = FormKey::new(&company.id, subject);
        let last = self.last.get(&key);
        let form = self.drafts.entry(key.clone()).or_insert_with(|| {
            let mut form = Form::new(company, subject);
            if let Some(last) = last {
                form.begin(last.next());
            }
            form
        });
        form.renew(company);
        self.known.give(form, cx);
        form.want(cx);
        self.open = Some(key);
    }

    /// The open form.
    #[must_use]
    pub fn current(&self) -> Option<&Form> {
        self.open.as_ref().and_then(|id| self.drafts.get(id))
    }

    /// The open form, to change it.
    pub fn current_mut(&mut self) -> Option<&mut Form> {
        self.open.as_ref().and_then(|id| self.drafts.get_mut(id))
    }

    /// A user was created in this company: the next form there begins with what they share.
    pub fn remember(&mut self, company: &CompanyId, entry: Entry) {
        self.last.insert(FormKey::new(company, entry.subject), entry);
    }

    /// What was filled in for the user created last in this company.
    #[must_use]
    pub fn last_in(&self, form: &FormKey) -> Option<&Entry> {
        self.last.get(form)
    }

    /// Puts a draft of an earlier run into its form.
    pub fn restore(&mut self, company: &CompanyId, name: &str, entry: Entry) {
        self.drafts.insert(FormKey::new(company, entry.subject), Form::restored(company, name, entry));
    }

    /// Puts an unfinished create back into its form, unless its company's form has gone on to
    /// somebody else.
    pub fn restore_unfinished(&mut self, intent: &Intent) {
        let form = self
            .drafts
            .entry(intent.form())
            .or_insert_with(|| Form::restored(&intent.company, &intent.company_name, intent.entry.clone()));
        if intent.creates(&form.key(), form.text(FieldId::Email)) {
            form.save = Save::Unknown { write: intent.id.clone() };
        }
    }

    /// What is to be said when the open form goes away by itself while its create still waits.
    #[must_use]
    pub fn called_off(&self) -> Option<String> {
        let form = self.current().filter(|form| form.held.is_some())?;
        Some(format!("{}: NOT created, its custom fields had not come; the draft is kept", form.name))
    }

    /// Closes the form; what is in it stays as a draft.
    pub fn leave(&mut self) {
        let Some(id) = self.open.take() else { return };
        if let Some(form) = self.drafts.get_mut(&id) {
            form.picker = None;
            form.held = None;
            if form.is_blank() && form.save == Save::Idle {
                self.drafts.remove(&id);
            }
        }
    }

    /// Removes a form whose user was created, or that was discarded by an explicit Yes.
    pub fn remove(&mut self, form: &FormKey) {
        self.drafts.remove(form);
        self.open.take_if(|key| key == form);
    }

    /// Every form with something in it, and the open one.
    pub fn drafts(&self) -> impl Iterator<Item = &Form> {
        self.drafts.values()
    }

    /// The company has something typed and not yet created.
    #[must_use]
    pub fn has_draft(&self, company: &CompanyId) -> bool {
        self.drafts.values().any(|f| f.company == *company && f.is_worth_keeping())
    }

    /// All of them, to change them.
    pub fn drafts_mut(&mut self) -> impl Iterator<Item = &mut Form> {
        self.drafts.values_mut()
    }

    /// A form, open or not.
    #[must_use]
    pub fn get(&self, form: &FormKey) -> Option<&Form> {
        self.drafts.get(form)
    }

    /// A form, open or not, to change it.
    pub fn get_mut(&mut self, form: &FormKey) -> Option<&mut Form> {
        self.drafts.get_mut(form)
    }

    /// The drafts of a company, of every kind.
    pub fn drafts_of<'a>(&'a self, company: &'a CompanyId) -> impl Iterator<Item = &'a Form> {
        self.drafts.values().filter(move |f| f.company == *company && f.is_worth_keeping())
    }

    /// The form that waits for the end of this write.
    pub fn waiting_for(&mut self, id: &WriteId) -> Option<&mut Form> {
        self.drafts.values_mut().find(|f| match &f.save {
            Save::Sending { write, .. } | Save::Unknown { write } => write == id,
            Save::Idle => false,
        })
    }

    /// Takes seats to the form that asked.
    pub fn settle_license(&mut self, ticket: Ticket, answer: &Result<LicenseCheck, Failure>) {
        for form in self.drafts.values_mut() {
            form.license.settle(ticket, answer.clone());
        }
    }

    /// Takes groups or roles to the form that asked; true when there was one.
    pub fn settle_groups(&mut self, ticket: Ticket, answer: &Result<Vec<Choice>, Failure>) -> Option<FormKey> {
        self.drafts.values_mut().find_map(|f| {
            (f.groups.settle(ticket, answer.clone()) || f.roles.settle(ticket, answer.clone())).then(|| f.key())
        })
    }

    /// Custom fields arrived, or failed to, for the form that asked.
    pub fn settle_customs(
        &mut self,
        ticket: Ticket,
        answer: &Result<Vec<CustomField>, Failure>,
        at: u64,
    ) -> Option<CustomsCame> {
        let form = self.drafts.values_mut().find(|f| f.customs.load.waiting == Some(ticket))?;
        let mut lost = Vec::new();
        if let Ok(fields) = answer {
            lost = form.know_customs(fields);
            self.known.learn(&form.company, fields, at);
        }
        form.customs.load.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone));
        Some(CustomsCame { form: form.key(), name: form.name.clone(), lost, held: form.held.take() })
    }

    /// Users arrived, or failed to.
    pub fn settle_users(&mut self, ticket: Ticket, answer: &Result<Page<TargetUser>, Failure>) -> bool {
        self.drafts.values_mut().any(|f| f.settle_duplicate(ticket, answer))
    }

    /// Mail domains arrived, or failed to.
    pub fn settle_domains(&mut self, ticket: Ticket, answer: &Result<Domains, Failure>) {
        let Some(form) = self.drafts.values_mut().find(|f| f.domains.waiting == Some(ticket)) else { return };
        form.domains.settle(ticket, answer.clone());
        if let Ok(domains) = answer {
            self.owners.learn(&form.company, &form.name, domains);
        }
    }

    /// Users of this company have come or gone.
    pub fn users_changed(&mut self, company: &CompanyId) {
        for form in self.drafts.values_mut().filter(|f| f.company == *company) {
            form.duplicate.forget();
        }
    }

    /// A question of a form has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        for form in self.drafts.values_mut() {
            form.license.mark_slow(ticket);
            form.groups.mark_slow(ticket);
            form.roles.mark_slow(ticket);
            form.customs.load.mark_slow(ticket);
            if let Save::Sending { ticket: t, slow, .. } = &mut form.save {
                *slow |= *t == ticket;
            }
        }
    }
}
