//! Reconciles a write whose answer never came: finds out its outcome and records it.

use super::journal::Outbox;
use super::look::{Sight, is_active, is_living, told_of};
use super::step::On;
use super::words;
use crate::api::{Doing, Error};
use crate::domain::change::evidence::{Verdict, is_over};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{Deed, End, Intent, Outcome, Sighting};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;

impl Outbox {
    /// Finds out the outcome of a write whose answer never came. Sends nothing.
    pub async fn look_up(&self, intent: &Intent, on: On<'_>) -> End {
        let intent = match self.recorded(&intent.id).await {
            Some(RecordedWrite { intent, end: Some((outcome, _)), .. }) => return known(&intent, outcome),
            // The journal has the state at the time of sending.
            Some(recorded) => &recorded.intent.clone(),
            None => intent,
        };
        match &intent.deed {
            Deed::Create => match self.seek(intent, on).await {
                Ok((verdict, sight)) => self.conclude(intent, verdict, sight, on).await,
                Err(error) => self.unseen(intent, &error).await,
            },
            Deed::CreateSystem => End::Unknown(words::nothing_to_look_with()),
            Deed::Undo(user) => self.look_for_deleted(intent, user, on).await,
        }
    }

    pub(super) async fn unseen(&self, intent: &Intent, error: &Error) -> End {
        self.looked(&intent.id, false).await;
        End::Unknown(error.failure(Doing::FindUser))
    }

    /// Records what was found out about a create.
    pub(super) async fn conclude(&self, intent: &Intent, verdict: Verdict, sight: Sight, on: On<'_>) -> End {
        let id = &intent.id;
        match verdict {
            // A user created by another write was not created by this one, even if all values match.
            Verdict::Ours(user) if self.is_of_another(intent, &user.id).await => {
                self.ended(id, Outcome::NotCreated, End::WasThere(Box::new(user)), on).await
            }
            Verdict::Ours(user) => {
                self.ended(id, Outcome::Created(user.id.clone()), End::Proved(Box::new(user)), on).await
            }
            Verdict::Before(user) => self.ended(id, Outcome::NotCreated, End::WasThere(Box::new(user)), on).await,
            Verdict::Found(user) if sight == Sight::Partial => {
                // The search, which has more details, is down, but the outcome may still be proven.
                self.looked(id, false).await;
                End::Found(Box::new(user))
            }
            Verdict::Found(user) => {
                let outcome = Outcome::Found(Sighting::from(&user));
                self.ended(id, outcome, End::Found(Box::new(user)), on).await
            }
            Verdict::NotYet => {
                self.looked(id, true).await;
                End::Pending
            }
            Verdict::Absent => self.ended(id, Outcome::Absent, End::Absent, on).await,
        }
    }

    /// A deleted user may stay in the index for a while, and a new one may not be in it yet. So an unlisted user counts
    /// as deleted only if it was listed before, or if the service itself does not know the ID.
    pub(super) async fn look_for_deleted(&self, intent: &Intent, user: &UserId, on: On<'_>) -> End {
        let mut last = None;
        let mut listed = false;
        let mut there = false;
        for attempt in 1..=self.patience.tries.max(1) {
            self.wait_for(attempt, on).await;
            let own = self.client.target_user(&intent.company, user).await;
            let active = own.as_ref().is_ok_and(is_active);
            if matches!(own, Err(Error::NotFound(_))) {
                return self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await;
            }
            match self.list(intent).await {
                Ok((users, _)) => match told_of(&users, user) {
                    Some(user) if is_living(user) => (listed, there) = (true, true),
                    None if active || !listed => there |= active,
                    Some(_) | None => return self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await,
                },
                Err(_) if active => there = true,
                Err(error) => last = Some(error),
            }
        }
        if !there {
            self.looked(&intent.id, false).await;
            return End::Unknown(last.map_or_else(words::not_listed, |error| error.failure(Doing::FindUser)));
        }
        if is_over(intent, self.moments()) {
            return self.ended(&intent.id, Outcome::NotDeleted, End::StillThere, on).await;
        }
        self.looked(&intent.id, true).await;
        End::Pending
    }
}

/// The outcome that another program has recorded for a write.
fn known(intent: &Intent, outcome: Outcome) -> End {
    match outcome {
        Outcome::Created(id) => End::Proved(as_meant(intent, &id, &[])),
        Outcome::Found(sighting) => End::Found(as_meant(intent, &sighting.id, &[])),
        Outcome::Seen => End::WasThere(Box::new(intent.user(UserId::new("")))),
        Outcome::NotCreated | Outcome::Absent => End::Absent,
        Outcome::Deleted => End::Deleted,
        Outcome::NotDeleted => End::StillThere,
    }
}

/// The user of a create that another program has carried out, with the values that were intended.
pub(super) fn as_meant(intent: &Intent, id: &UserId, there: &[TargetUser]) -> Box<TargetUser> {
    let listed = there.iter().find(|user| user.id == *id).cloned();
    Box::new(listed.unwrap_or_else(|| intent.user(id.clone())))
}
