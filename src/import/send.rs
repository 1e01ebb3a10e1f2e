//! Sends a row, once.

use super::arrivals::Arrivals;
use crate::domain::change::outcome::{CreateEnd, UpdateEnd};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::update::Update;
use crate::domain::change::write::{CreateRequest, Intent, JournalOutcome, WriteKind};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::outbox::Outbox;
use crate::roster::{EARLIER, Ended, Judged, Order, OrderContext};

/// Sends a row, once, unless the user has come to the company meanwhile. `None`: the row makes no change.
pub async fn send(
    outbox: &Outbox,
    arrivals: &Arrivals,
    company: &CompanyRef,
    judged: &Judged,
    context: &OrderContext,
) -> Option<Ended> {
    Some(match judged.order(company, context)? {
        Order::Create(request) => {
            let ended = create(outbox, arrivals, judged, &request).await;
            if let Some(user) = ended.user() {
                arrivals.add(&company.id, &user).await;
            }
            ended
        }
        Order::Update(intents) => change(outbox, &intents, Ended::of_update).await?,
        Order::Activate(intents) => {
            change(outbox, &intents, |update, end| Ended::of_activation(&update.user, end)).await?
        }
    })
}

/// Makes the changes of a user one after the other, until one does not succeed: `first` tells how the first has ended.
async fn change(outbox: &Outbox, intents: &[Intent], first: impl FnOnce(&Update, UpdateEnd) -> Ended) -> Option<Ended> {
    let (intent, rest) = intents.split_first()?;
    let WriteKind::Update(update) = &intent.kind else { return None };
    let mut ended = first(update, outbox.update(intent, update, &|_| ()).await);
    for intent in rest {
        let WriteKind::Update(update) = &intent.kind else { return None };
        if ended.is_open() {
            break;
        }
        ended = ended.then(update, outbox.update(intent, update, &|_| ()).await);
    }
    Some(ended)
}

async fn create(outbox: &Outbox, arrivals: &Arrivals, judged: &Judged, request: &CreateRequest) -> Ended {
    let (intent, client) = (&request.intent, &outbox.client);
    let earlier = creates(outbox, request);
    // A list may lag behind: it is asked whether the user is there whom this machine has created.
    if let Some(made) = earlier.iter().rev().find_map(created)
        && !judged.before.contains(made)
        && let Ok(there) = client.target_user(&intent.company, made).await
        && there.status != UserStatus::Deleted
    {
        return Ended::created(made, EARLIER);
    }
    // Whether an earlier create without an answer has created the user is found out by evidence.
    let in_doubt = earlier.iter().any(|write| write.outcome.is_none());
    if !in_doubt && let Some(there) = arrivals.who(client, &intent.company, request.user.email()).await {
        return of_other(outbox, &intent.company, &there);
    }
    let end = outbox.send(request, &|_| ()).await;
    if let CreateEnd::Refused(_) = end
        && let Ok(found) = client.find_users(&intent.company, request.user.email()).await
        && let Some(there) = found.into_iter().find(|there| there.status != UserStatus::Deleted)
    {
        return of_other(outbox, &intent.company, &there);
    }
    Ended::of_create(end)
}

/// Somebody else has created the user meanwhile, or another run has.
fn of_other(outbox: &Outbox, company: &CompanyId, there: &TargetUser) -> Ended {
    if has_made(outbox, company, &there.id) { Ended::created(&there.id, EARLIER) } else { Ended::there(there) }
}

/// The creates of this address by this machine, oldest first.
fn creates(outbox: &Outbox, request: &CreateRequest) -> Vec<RecordedWrite> {
    let store = outbox.store.as_ref();
    let creates = store.and_then(|store| store.creates(&request.intent.form(), request.user.email()).ok());
    creates.unwrap_or_default()
}

fn created(write: &RecordedWrite) -> Option<&UserId> {
    match &write.outcome {
        Some((JournalOutcome::Created(user), _)) => Some(user),
        _ => None,
    }
}

/// This machine has created the user.
#[must_use]
pub fn has_made(outbox: &Outbox, company: &CompanyId, user: &UserId) -> bool {
    let created = outbox.store.as_ref().and_then(|store| store.created(company, user).ok().flatten());
    created.is_some_and(|write| write.intent.kind == WriteKind::Create)
}
