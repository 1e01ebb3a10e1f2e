//! Sends a row, once.

use super::arrivals::Arrivals;
use crate::api::Client;
use crate::domain::change::outcome::{CreateEnd, UpdateEnd};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::update::Update;
use crate::domain::change::write::{CreateRequest, Intent, JournalOutcome, WriteKind};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::outbox::{Closed, Outbox, Turns};
use crate::roster::{EARLIER, Ended, Judged, Order, OrderContext};

/// Sends a row, once, unless the user has come to the company meanwhile. `None`: the row makes no change.
pub async fn send(
    outbox: &Outbox,
    arrivals: &Arrivals,
    company: &CompanyRef,
    judged: &Judged,
    context: &OrderContext,
) -> Option<Ended> {
    // Without a limit to them turns do not end.
    send_in_turn(outbox, (arrivals, &Turns::default()), company, judged, context).await.ok()?
}

/// The same, once it has a turn; an error if nothing more is to be sent, and it was not.
pub(super) async fn send_in_turn(
    outbox: &Outbox,
    (arrivals, turns): (&Arrivals, &Turns),
    company: &CompanyRef,
    judged: &Judged,
    context: &OrderContext,
) -> Result<Option<Ended>, Closed> {
    let Some(order) = judged.order(company, context) else { return Ok(None) };
    Ok(match order {
        Order::Create(request) => {
            let ended = create(outbox, (arrivals, turns), judged, &request).await?;
            if let Some(user) = ended.user() {
                arrivals.add(&company.id, &user).await;
            }
            Some(ended)
        }
        Order::Update(intents) => {
            let _turn = turns.take().await?;
            change(outbox, &intents, Ended::of_update).await
        }
        Order::Activate(intents) => {
            let _turn = turns.take().await?;
            change(outbox, &intents, |update, end| Ended::of_activation(&update.user, end)).await
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

async fn create(
    outbox: &Outbox,
    (arrivals, turns): (&Arrivals, &Turns),
    judged: &Judged,
    request: &CreateRequest,
) -> Result<Ended, Closed> {
    let (intent, client) = (&request.intent, &outbox.client);
    let (form, address) = (intent.form(), request.user.email());
    let is_recorded = arrivals.is_recorded(outbox, &form, address).await;
    let earlier = if is_recorded { creates(outbox, request) } else { Vec::new() };
    if !earlier.is_empty()
        && let Some(ended) = Box::pin(made_earlier(client, judged, &form.company, &earlier)).await
    {
        return Ok(ended);
    }
    // Whether an earlier create without an answer has created the user is found out by evidence.
    if !is_in_doubt(&earlier)
        && let Some(there) = arrivals.who(client, &form.company, address).await
        && !is_in_doubt(&creates(outbox, request))
    {
        return Ok(of_other(outbox, &form.company, &there));
    }
    let end = outbox.send_in_turn(request, turns, &|_| ()).await?;
    let is_refused = matches!(end, CreateEnd::Refused(_));
    let other = if is_refused { Box::pin(of_refused(outbox, judged, request)).await } else { None };
    Ok(other.unwrap_or_else(|| Ended::of_create(end)))
}

/// The service has refused the create: somebody may be there meanwhile.
async fn of_refused(outbox: &Outbox, judged: &Judged, request: &CreateRequest) -> Option<Ended> {
    let (company, address) = (&request.intent.company, request.user.email());
    let found = outbox.client.find_users(company, address).await.unwrap_or_default();
    if let Some(there) = found.into_iter().find(|there| there.status != UserStatus::Deleted) {
        return Some(of_other(outbox, company, &there));
    }
    // Another program of this machine may have been quicker.
    made_earlier(&outbox.client, judged, company, &creates(outbox, request)).await
}

/// A list may lag behind: it is asked whether the user is there whom this machine has created.
async fn made_earlier(
    client: &Client,
    judged: &Judged,
    company: &CompanyId,
    earlier: &[RecordedWrite],
) -> Option<Ended> {
    let made = earlier.iter().rev().find_map(created).filter(|made| !judged.before.contains(made))?;
    let there = client.target_user(company, made).await.ok()?;
    (there.status != UserStatus::Deleted).then(|| Ended::created(made, EARLIER))
}

fn is_in_doubt(earlier: &[RecordedWrite]) -> bool {
    earlier.iter().any(|write| write.outcome.is_none())
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
