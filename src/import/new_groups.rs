//! Creates the groups that a plan needs and that do not exist, before anybody is put into them.

use std::io;

use crate::api::Operation;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::write::{Intent, PriorOwners, SendContext, WriteKind};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::form::entry::Entry;
use crate::domain::service::failure::Failure;
use crate::domain::user::target_group::NewGroup;
use crate::outbox::Outbox;
use crate::roster::{GroupToCreate, OrderContext, Plan};

/// Why a group is missing.
#[derive(Debug)]
pub enum NoGroup {
    /// Its create has ended so.
    Ended(NewGroup, GroupEnd),
    /// What was recorded cannot be read.
    Unread(io::Error),
    /// The groups could not be listed afterwards.
    Unlisted(Failure),
    /// The plan cannot be judged again, for this reason.
    Unjudged(String),
    /// This one is not listed so far.
    NotThere(NewGroup),
}

/// What is told of a group while it is created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupNews<'a> {
    /// An earlier create of it, whose outcome is not known, is looked up.
    LookedUp,
    /// It is there.
    There(&'a GroupEnd),
}

/// Creates the groups that the first rows of the plan need, each as a change of its own, and judges the plan again with
/// them. Nobody may be sent before. `contexts` has one for each of [`Plan::groups_to_create`].
///
/// # Errors
///
/// Why a group is missing; those that were created before it stay.
pub async fn create_groups(
    outbox: &Outbox,
    plan: &mut Plan,
    first: Option<u64>,
    contexts: impl IntoIterator<Item = OrderContext>,
    mut told: impl FnMut(&CompanyRef, &NewGroup, GroupNews<'_>),
) -> Result<(), NoGroup> {
    let new = plan.groups_to_create(first);
    if new.is_empty() {
        return Ok(());
    }
    let company = |plan: &Plan, at: usize| plan.companies.get(at).map(|answers| answers.company.clone());
    for GroupToCreate { company: at, group } in &new {
        let Some(company) = company(plan, *at) else { continue };
        // Whether an earlier run has created it must be known.
        let looks = || told(&company, group, GroupNews::LookedUp);
        match outbox.earlier_group(&company.id, group, looks).await {
            Ok(None | Some(GroupEnd::Created)) => {}
            Ok(Some(end)) => return Err(NoGroup::Ended(group.clone(), end)),
            Err(error) => return Err(NoGroup::Unread(error)),
        }
    }
    for (GroupToCreate { company: at, group }, context) in new.iter().zip(contexts) {
        let Some(company) = company(plan, *at) else { continue };
        match outbox.create_group(&intent(&company, group, context), group, &|_| ()).await {
            end @ (GroupEnd::Created | GroupEnd::AlreadySo) => told(&company, group, GroupNews::There(&end)),
            end => return Err(NoGroup::Ended(group.clone(), end)),
        }
    }
    let places: Vec<usize> = new.iter().map(|new| new.company).collect();
    for (_, answers) in plan.companies.iter_mut().enumerate().filter(|(at, _)| places.contains(at)) {
        let groups = outbox.client.target_groups(&answers.company.id).await;
        answers.groups = groups.map_err(|error| NoGroup::Unlisted(error.failure(Operation::Groups)))?;
    }
    plan.judge().map_err(NoGroup::Unjudged)?;
    match plan.groups_to_create(first).first() {
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
