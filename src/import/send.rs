//! Sends a row, once.

use crate::domain::change::write::{CreateRequest, JournalOutcome, WriteKind, WriteOutcome};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::existing::UserStatus;
use crate::outbox::Outbox;
use crate::roster::{EARLIER, Ended, Judged, Order, OrderContext};

/// Sends a row, once, unless this machine knows that it has created the user before. `None`: the row makes no change.
pub async fn send(outbox: &Outbox, company: &CompanyRef, judged: &Judged, context: &OrderContext) -> Option<Ended> {
    Some(match judged.order(company, context)? {
        Order::Create(request) => create(outbox, judged, &request).await,
        Order::Activate(intent) => {
            let user = intent.kind.target()?.clone();
            Ended::of_activation(&user, outbox.change(&intent, &|_| ()).await)
        }
    })
}

async fn create(outbox: &Outbox, judged: &Judged, request: &CreateRequest) -> Ended {
    let (intent, client) = (&request.intent, &outbox.client);
    // A list may lag behind: it is asked whether the user is there.
    if let Some(made) = made(outbox, request)
        && !judged.before.contains(&made)
        && let Ok(there) = client.target_user(&intent.company, &made).await
        && there.status != UserStatus::Deleted
    {
        return Ended::created(&made, EARLIER);
    }
    let end = outbox.send(request, &|_| ()).await;
    if let WriteOutcome::Refused(_) = end
        && let Ok(found) = client.find_users(&intent.company, request.user.email()).await
        && let Some(there) = found.into_iter().find(|there| there.status != UserStatus::Deleted)
    {
        // Somebody else has created the user meanwhile, or an earlier run has.
        let is_ours = has_made(outbox, &intent.company, &there.id);
        return if is_ours { Ended::created(&there.id, EARLIER) } else { Ended::there(&there) };
    }
    Ended::of_create(end)
}

/// The user that the last create of this address has created, as far as this machine knows.
fn made(outbox: &Outbox, request: &CreateRequest) -> Option<UserId> {
    let creates = outbox.store.as_ref()?.creates(&request.intent.form(), request.user.email()).ok()?;
    creates.into_iter().rev().find_map(|write| match write.outcome {
        Some((JournalOutcome::Created(user), _)) => Some(user),
        _ => None,
    })
}

fn has_made(outbox: &Outbox, company: &CompanyId, user: &UserId) -> bool {
    let created = outbox.store.as_ref().and_then(|store| store.created(company, user).ok().flatten());
    created.is_some_and(|write| write.intent.kind == WriteKind::Create)
}
