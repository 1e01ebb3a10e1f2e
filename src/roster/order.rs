//! The change that a row makes.

use jiff::Timestamp;

use super::action::Action;
use super::check::Judged;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::update::Update;
use crate::domain::change::user_plan::listed_entry;
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteId, WriteKind};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::user::existing::TargetUser;

/// The change that a row makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// The user is created.
    Create(Box<CreateRequest>),
    /// The user who is there becomes active, and then changes so.
    Activate(Vec<Intent>),
    /// The user who is there changes, or becomes inactive.
    Update(Vec<Intent>),
}

/// What the change of a row has besides the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderContext {
    /// The ID of the change.
    pub id: WriteId,
    /// Now.
    pub at: Timestamp,
    /// The ticket of the run.
    pub ticket: TicketNumber,
    /// The changes of the run.
    pub batch: BatchId,
}

impl Judged {
    /// The change to send; `None` if the row makes none.
    #[must_use]
    pub fn order(&self, company: &CompanyRef, context: &OrderContext) -> Option<Order> {
        let intent = |id: WriteId, kind, entry, before| Intent {
            id,
            kind,
            company: company.id.clone(),
            company_name: company.name.clone(),
            entry,
            at: context.at,
            sending: SendContext { before, ..SendContext::default() },
            ticket: context.ticket.clone(),
            batch: Some(context.batch.clone()),
        };
        let of_user = |found: &TargetUser, update, id| {
            intent(id, WriteKind::Update(update), listed_entry(found), PriorOwners::NotChecked)
        };
        match (self.action, &self.user, &self.found) {
            // A group that is not created so far has no ID: nobody is created without the groups of the row.
            (Action::Create, Some(user), _) if user.groups.iter().any(|group| group.as_str().is_empty()) => None,
            (Action::Create, Some(user), _) => {
                let entry = self.person.entry.clone().as_sent();
                let intent =
                    intent(context.id.clone(), WriteKind::Create, entry, PriorOwners::Known(self.before.clone()));
                let user = NewUser::Target(user.clone());
                Some(Order::Create(Box::new(CreateRequest { intent, user, earlier: None, unrecorded: false })))
            }
            (Action::Update | Action::Deactivate, _, Some(found)) => {
                let changes = self.update.iter().chain(&self.joins).cloned().zip(context.id.parts());
                let intents: Vec<_> = changes.map(|(update, id)| of_user(found, update, id)).collect();
                (!intents.is_empty()).then_some(Order::Update(intents))
            }
            (Action::Reactivate, _, Some(found)) => {
                let activation = || Update::activity(found.id.clone(), false, true);
                let first = self.update.clone().unwrap_or_else(activation);
                let changes = std::iter::once(first).chain(self.joins.iter().cloned()).zip(context.id.parts());
                Some(Order::Activate(changes.map(|(update, id)| of_user(found, update, id)).collect()))
            }
            _ => None,
        }
    }
}
