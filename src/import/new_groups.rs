//! Creates the groups that a plan needs and that do not exist, before anybody is put into them.

use crate::api::Operation;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::write::{Intent, PriorOwners, SendContext, WriteKind};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::form::entry::Entry;
use crate::domain::service::failure::Failure;
use crate::domain::user::target_group::NewGroup;
use crate::outbox::Outbox;
use crate::roster::{OrderContext, Plan};

/// Why a group is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoGroup {
    /// Its create has ended so.
    Ended(NewGroup, GroupEnd),
    /// The groups could not be listed afterwards.
    Unlisted(Failure),
    /// The plan cannot be judged again, for this reason.
    Unjudged(String),
    /// This one is not listed so far.
    NotThere(NewGroup),
}

/// Creates the groups, each as a change of its own, and judges the plan again with them. Nobody may be sent before.
///
/// # Errors
///
/// Why a group is missing; those that were created before it stay.
pub async fn create_groups(
    outbox: &Outbox,
    plan: &mut Plan,
    mut next: impl FnMut() -> OrderContext,
    mut created: impl FnMut(&CompanyRef, &NewGroup, &GroupEnd),
) -> Result<(), NoGroup> {
    if plan.new_groups.is_empty() {
        return Ok(());
    }
    for new in plan.new_groups.clone() {
        let Some(company) = plan.companies.get(new.company).map(|answers| answers.company.clone()) else { continue };
        match outbox.create_group(&intent(&company, &new.group, next()), &new.group, &|_| ()).await {
            end @ (GroupEnd::Created | GroupEnd::AlreadySo) => created(&company, &new.group, &end),
            end => return Err(NoGroup::Ended(new.group, end)),
        }
    }
    let places: Vec<usize> = plan.new_groups.iter().map(|new| new.company).collect();
    for (_, answers) in plan.companies.iter_mut().enumerate().filter(|(at, _)| places.contains(at)) {
        let groups = outbox.client.target_groups(&answers.company.id).await;
        answers.groups = groups.map_err(|error| NoGroup::Unlisted(error.failure(Operation::Groups)))?;
    }
    plan.judge().map_err(NoGroup::Unjudged)?;
    match plan.new_groups.first() {
        Some(missing) => Err(NoGroup::NotThere(missing.group.clone())),
        None => Ok(()),
    }
}

fn intent(company: &CompanyRef, group: &NewGroup, context: OrderContext) -> Intent {
    Intent {
        id: context.id,
        kind: WriteKind::CreateGroup(group.clone()),
        company: company.id.clone(),
        company_name: company.name.clone(),
        entry: Entry::default(),
        at: context.at,
        sending: SendContext { before: PriorOwners::NotChecked, ..SendContext::default() },
        ticket: context.ticket,
        batch: Some(context.batch),
    }
}
