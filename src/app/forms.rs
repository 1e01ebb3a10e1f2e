//! Forms and drafts: at most one form is open; one left with something in it stays as a draft.

use std::collections::{BTreeMap, BTreeSet};

use super::form::{Form, Save};
use super::model::Cx;
use super::remote::Ticket;
use crate::domain::company::Company;
use crate::domain::failure::Failure;
use crate::domain::ids::CompanyId;
use crate::domain::license::LicenseCheck;
use crate::domain::lookup::Choice;

/// All forms, by company.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    open: Option<CompanyId>,
    drafts: BTreeMap<CompanyId, Form>,
    /// Creates whose outcome nobody knows, by company and email; one stays until it succeeds,
    /// whatever becomes of the form.
    uncertain: BTreeSet<(CompanyId, String)>,
}

impl Forms {
    /// Opens the company's form: its draft, or an empty one.
    pub fn open(&mut self, company: &Company, cx: &mut Cx<'_>) {
        self.leave();
        let form = self.drafts.entry(company.id.clone()).or_insert_with(|| Form::new(company));
        form.listed_seats = company.seats;
        form.standing = company.standing();
        form.want(cx);
        self.open = Some(company.id.clone());
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

    /// Nobody knows whether this user was created.
    pub fn doubt(&mut self, company: &CompanyId, email: &str) {
        self.uncertain.insert((company.clone(), email.to_lowercase()));
    }

    /// This user was created: there is no doubt any more.
    pub fn settle_doubt(&mut self, company: &CompanyId, email: &str) {
        self.uncertain.remove(&(company.clone(), email.to_lowercase()));
    }

    /// An earlier create of this user may have happened.
    #[must_use]
    pub fn is_doubtful(&self, company: &CompanyId, email: &str) -> bool {
        self.uncertain.contains(&(company.clone(), email.to_lowercase()))
    }

    /// Closes the form; what is in it stays as a draft.
    pub fn leave(&mut self) {
        let Some(id) = self.open.take() else { return };
        if let Some(form) = self.drafts.get_mut(&id) {
            form.picker = None;
            if form.entry().is_blank() && form.save == Save::Idle {
                self.drafts.remove(&id);
            }
        }
    }

    /// Removes a form whose user was created, or that was discarded by an explicit Yes.
    pub fn remove(&mut self, company: &CompanyId) {
        self.drafts.remove(company);
        self.open.take_if(|id| id == company);
    }

    /// Every form with something in it, and the open one.
    pub fn drafts(&self) -> impl Iterator<Item = &Form> {
        self.drafts.values()
    }

    /// The company has something typed and not yet created.
    #[must_use]
    pub fn has_draft(&self, company: &CompanyId) -> bool {
        self.drafts.get(company).is_some_and(|f| f.save != Save::Idle || !f.entry().is_blank())
    }

    /// A company's form, open or not.
    #[must_use]
    pub fn get(&self, company: &CompanyId) -> Option<&Form> {
        self.drafts.get(company)
    }

    /// A company's form, open or not, to change it.
    pub fn get_mut(&mut self, company: &CompanyId) -> Option<&mut Form> {
        self.drafts.get_mut(company)
    }

    /// The form whose create has this ticket.
    pub fn sending(&mut self, ticket: Ticket) -> Option<&mut Form> {
        self.drafts.values_mut().find(|f| matches!(f.save, Save::Sending { ticket: t, .. } if t == ticket))
    }

    /// Takes seats to the form that asked.
    pub fn settle_license(&mut self, ticket: Ticket, answer: &Result<LicenseCheck, Failure>) {
        for form in self.drafts.values_mut() {
            form.license.settle(ticket, answer.clone());
        }
    }

    /// Takes groups to the form that asked; true when there was one.
    pub fn settle_groups(&mut self, ticket: Ticket, answer: &Result<Vec<Choice>, Failure>) -> bool {
        self.drafts.values_mut().any(|f| f.groups.settle(ticket, answer.clone()))
    }

    /// A question of a form has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        for form in self.drafts.values_mut() {
            form.license.mark_slow(ticket);
            form.groups.mark_slow(ticket);
            if let Save::Sending { ticket: t, slow, .. } = &mut form.save {
                *slow |= *t == ticket;
            }
        }
    }
}
