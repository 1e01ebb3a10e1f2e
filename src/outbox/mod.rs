//! Writes to the service whose end becomes known. Every write goes this way, from the screen and
//! from the command line alike:
//!
//! ```text
//! who has the address? -> record the intent (on disk) -> send it once -> record the outcome
//!                             |                              |
//!                             |                              no clear answer: look the user up, with patience
//!                             |                              -> judged by evidence: created by us, there before,
//!                             |                                 there by whom is not known, not there so far
//!                             another create of the same user has no end yet: that one first
//! ```
//!
//! Nothing is ever sent a second time from here. What stays open is looked up again after a while, when somebody
//! asks, by the next run of the program, and before the same user is sent again.

mod doubt;
mod look;
mod words;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::api::{Client, Doing, Error};
use crate::domain::change::evidence::{Moments, Verdict};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{
    Before, Deed, End, Intended, Intent, NewUser, Order, Outcome, Sending, Sighting, WriteId,
};
use crate::domain::service::access::Access;
use crate::domain::service::failure::{Done, Failure};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;
use crate::store::Store;
use doubt::Resolved;
use look::Sight;
use words::Creates;

/// How long things are waited for.
#[derive(Debug, Clone)]
pub struct Patience {
    /// How often a user who may have been created is looked for: the service's index may lag behind.
    pub tries: u32,
    /// The wait before the second try; it doubles.
    pub first_wait: Duration,
    /// How long a create waits at most to learn who has the address before it is sent.
    pub before: Duration,
    /// How long the create of the same user by another program is waited for.
    pub others: Duration,
}

impl Default for Patience {
    /// Five tries over seven and a half seconds; three seconds before a create; as long as a create of another
    /// program may be under way.
    fn default() -> Self {
        Self {
            tries: 5,
            first_wait: Duration::from_millis(500),
            before: Duration::from_secs(3),
            others: Duration::from_secs(45),
        }
    }
}

/// How far a write is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its intent is about to be recorded.
    Recording,
    /// Another program is creating the same user: its end is waited for.
    Waiting,
    /// The intent is on disk; it is about to be sent.
    Sending,
    /// The service has answered, and nothing is recorded yet.
    Answered,
    /// The outcome is on disk.
    Settled,
    /// The outcome is known, and could not be recorded: the next run will look it up.
    NotSettled,
    /// No clear answer came: the user is looked for.
    Checking {
        /// Which try, from 1.
        attempt: u32,
        /// Of how many.
        of: u32,
    },
}

type On<'a> = &'a (dyn Fn(Step) + Send + Sync);

/// Carries writes out.
#[derive(Clone)]
pub struct Outbox {
    /// Whether anything is sent at all.
    pub access: Access,
    /// The service.
    pub client: Client,
    /// The journal; without one a create has to be allowed to go unrecorded, and nothing is deleted.
    pub store: Option<Arc<Store>>,
    /// How long things are waited for.
    pub patience: Patience,
    /// The clock.
    pub clock: fn() -> Timestamp,
}

impl Outbox {
    /// Carries a create out, once. `on` hears of every step before it is taken.
    pub async fn send(&self, order: &Order, on: On<'_>) -> End {
        let creates = Creates::of(order);
        if let Err(reason) = self.access.write() {
            return End::Refused(words::read_only(creates.refused, &reason));
        }
        let mut intent = order.intent.clone();
        order.user.phone().clone_into(&mut intent.sending.phone);
        self.look_before(&mut intent).await;
        on(Step::Recording);
        let earlier = match self.record_first(order, &mut intent, on).await {
            Ok(earlier) => earlier,
            Err(end) => return *end,
        };
        on(Step::Sending);
        let answer = match &order.user {
            NewUser::Target(user) => self.client.create_target_user(&intent.company, user).await,
            NewUser::System(user) => self.client.create_system_user(&intent.company, user).await,
        };
        on(Step::Answered);
        match answer {
            Ok(user) => self.ended(&intent.id, Outcome::Created(user.clone()), End::Created(user), on).await,
            Err(error) => {
                let failure = error.failure(creates.doing);
                match failure.done {
                    // Nothing can be looked up: a person has to.
                    Done::Perhaps if !intent.deed.can_be_looked_up() => End::Unknown(failure),
                    Done::Perhaps => self.look_up(&intent, on).await,
                    Done::No => self.refused(&intent, earlier.first(), &error, failure, on).await,
                }
            }
        }
    }

    /// Records the intent; a create of the same user that has no end yet comes first. Gives those that were looked
    /// for in vain.
    async fn record_first(&self, order: &Order, intent: &mut Intent, on: On<'_>) -> Result<Vec<Intent>, Box<End>> {
        let mut earlier: Vec<Intent> = Vec::new();
        loop {
            intent.sending.clock = self.client.service_time().map(|time| time.earliest);
            let after = earlier.iter().map(|earlier| earlier.id.clone()).collect();
            let doubt = match self.record(intent, after).await {
                Ok(Intended::Recorded) => return Ok(earlier),
                Ok(Intended::InDoubt(doubt)) => doubt,
                Err(_) if order.unrecorded => match &order.earlier {
                    Some(known) if earlier.is_empty() => known.clone(),
                    _ => return Ok(earlier),
                },
                Err(error) => {
                    return Err(Box::new(End::Unrecorded(words::unrecorded(Creates::of(order).refused, &error))));
                }
            };
            match self.resolve(intent, &doubt, on).await {
                Resolved::Ended(end) => return Err(end),
                Resolved::Send(there) => {
                    if let Some(there) = there {
                        intent.sending.before = Before::Seen(there);
                    }
                    earlier.push(*doubt);
                }
            }
        }
    }

    /// Learns who has the address, and what the service's clock shows, unless both are known already.
    async fn look_before(&self, intent: &mut Intent) {
        let known = intent.sending.before != Before::NotLooked && self.client.service_time().is_some();
        if known || !intent.deed.can_be_looked_up() {
            return;
        }
        let listed = self.list_before(intent);
        if let Ok(Ok(mut there)) = tokio::time::timeout(self.patience.before, listed).await {
            if let Before::Seen(before) = &intent.sending.before {
                there.extend(before.iter().cloned());
            }
            intent.sending.before = Before::Seen(there);
        }
    }

    /// The service says that it has not created the user. It may be there all the same: an earlier try has
    /// created it, and no index knew it yet when it was looked for.
    async fn refused(
        &self,
        intent: &Intent,
        earlier: Option<&Intent>,
        error: &Error,
        failure: Failure,
        on: On<'_>,
    ) -> End {
        self.settle(&intent.id, Outcome::NotCreated, on).await;
        if let Some(earlier) = earlier
            && words::may_say_taken(error)
            && let Ok((verdict, sight)) = self.seek(earlier, on).await
            && !matches!(verdict, Verdict::NotYet | Verdict::Absent)
        {
            return self.conclude(earlier, verdict, sight, on).await;
        }
        End::Refused(failure)
    }

    /// Deletes the user of an undo, once. `on` hears of every step before it is taken.
    pub async fn undo(&self, intent: &Intent, on: On<'_>) -> End {
        let Deed::Undo(user) = &intent.deed else { return End::Absent };
        if let Err(reason) = self.access.write() {
            return End::Refused(words::read_only("The target user was not deleted", &reason));
        }
        on(Step::Recording);
        let clock = self.client.service_time().map(|time| time.earliest);
        let intent = Intent { sending: Sending { clock, ..Sending::default() }, ..intent.clone() };
        if let Err(error) = self.record(&intent, Vec::new()).await {
            return End::Refused(words::not_recorded(&error));
        }
        on(Step::Sending);
        let answer = self.client.delete_target_user(&intent.company, user).await;
        on(Step::Answered);
        match answer {
            Ok(()) => self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await,
            Err(error) => {
                let failure = error.failure(Doing::Undo);
                match failure.done {
                    Done::Perhaps => self.look_up(&intent, on).await,
                    Done::No => self.ended(&intent.id, Outcome::NotDeleted, End::Refused(failure), on).await,
                }
            }
        }
    }

    async fn ended(&self, id: &WriteId, outcome: Outcome, end: End, on: On<'_>) -> End {
        self.settle(id, outcome, on).await;
        end
    }

    /// Finds out how a write ended whose answer never came. Sends nothing.
    pub async fn look_up(&self, intent: &Intent, on: On<'_>) -> End {
        let intent = match self.recorded(&intent.id).await {
            Some(RecordedWrite { intent, end: Some((outcome, _)), .. }) => return doubt::known(&intent, outcome),
            // What was known when it was sent stands in the journal.
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

    async fn unseen(&self, intent: &Intent, error: &Error) -> End {
        self.looked(&intent.id, false).await;
        End::Unknown(error.failure(Doing::FindUser))
    }

    /// Records what was found out about a create.
    async fn conclude(&self, intent: &Intent, verdict: Verdict, sight: Sight, on: On<'_>) -> End {
        let id = &intent.id;
        match verdict {
            // What another write has created was not created by this one, however like it is.
            Verdict::Ours(user) if self.is_of_another(intent, &user.id).await => {
                self.ended(id, Outcome::NotCreated, End::WasThere(Box::new(user)), on).await
            }
            Verdict::Ours(user) => {
                self.ended(id, Outcome::Created(user.id.clone()), End::Proved(Box::new(user)), on).await
            }
            Verdict::Before(user) => self.ended(id, Outcome::NotCreated, End::WasThere(Box::new(user)), on).await,
            Verdict::Found(user) if sight == Sight::Partial => {
                // The search, which would tell more, is down: it may still be proved.
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

    /// A deleted user may stay in the index for a while, and a new one may not be there yet. So what is not listed is
    /// gone only when it was listed before, or when the service itself does not know the ID.
    async fn look_for_deleted(&self, intent: &Intent, user: &UserId, on: On<'_>) -> End {
        let mut last = None;
        let mut listed = false;
        let mut there = false;
        for attempt in 1..=self.patience.tries.max(1) {
            self.wait_for(attempt, on).await;
            let own = self.client.target_user(&intent.company, user).await;
            let active = own.as_ref().is_ok_and(look::is_active);
            if matches!(own, Err(Error::NotFound(_))) {
                return self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await;
            }
            match self.list(intent).await {
                Ok((users, _)) => match look::told_of(&users, user) {
                    Some(user) if look::is_living(user) => (listed, there) = (true, true),
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
        if crate::domain::change::evidence::is_over(intent, self.moments()) {
            return self.ended(&intent.id, Outcome::NotDeleted, End::StillThere, on).await;
        }
        self.looked(&intent.id, true).await;
        End::Pending
    }

    async fn wait_for(&self, attempt: u32, on: On<'_>) {
        if attempt > 1 {
            let wait = self.patience.first_wait.saturating_mul(1 << (attempt - 2).min(16));
            tokio::time::sleep(wait).await;
        }
        on(Step::Checking { attempt, of: self.patience.tries.max(1) });
    }

    fn moments(&self) -> Moments {
        Moments { service: self.client.service_time().map(|time| time.latest), local: (self.clock)() }
    }

    /// Records what a person has found out about a write whose end nobody else could tell.
    pub async fn settle_by_hand(&self, id: &WriteId, there: bool) {
        self.settle(id, if there { Outcome::Seen } else { Outcome::Absent }, &|_| ()).await;
    }

    async fn record(&self, intent: &Intent, after: Vec<WriteId>) -> io::Result<Intended> {
        let intent = intent.clone();
        self.with_store(move |store| store.intend(&intent, &after)).await
    }

    async fn settle(&self, id: &WriteId, outcome: Outcome, on: On<'_>) {
        if self.store.is_none() {
            return;
        }
        let (id, at) = (id.clone(), (self.clock)());
        match self.with_store(move |store| store.settle(&id, &outcome, at)).await {
            Ok(()) => on(Step::Settled),
            // What is not recorded is looked up by the next run: late, and never wrong.
            Err(error) => {
                tracing::warn!(%error, "an outcome was not recorded");
                on(Step::NotSettled);
            }
        }
    }

    /// Records that it was looked up: in vain, or without an answer.
    async fn looked(&self, id: &WriteId, answered: bool) {
        let (id, at) = (id.clone(), (self.clock)());
        let written =
            self.with_store(move |store| if answered { store.looked(&id, at) } else { store.got_no_answer(&id, at) });
        if let Err(error) = written.await {
            tracing::warn!(%error, "a look was not recorded");
        }
    }

    /// What the journal knows of a write.
    async fn recorded(&self, id: &WriteId) -> Option<RecordedWrite> {
        let id = id.clone();
        self.with_store(move |store| store.find(&id)).await.ok().flatten()
    }

    /// The journal says that another write has created this user.
    async fn is_of_another(&self, intent: &Intent, user: &UserId) -> bool {
        let (company, user) = (intent.company.clone(), user.clone());
        let created = self.with_store(move |store| store.created(&company, &user)).await;
        created.ok().flatten().is_some_and(|write| write.intent.id != intent.id)
    }

    /// Disks are slow, and other tasks must not wait with this one.
    async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let Some(store) = self.store.clone() else { return Err(io::Error::other("there is no place for it")) };
        tokio::task::spawn_blocking(move || work(&store)).await.map_err(io::Error::other)?
    }
}

/// The user of a create that another program has carried out, as it meant it.
fn as_meant(intent: &Intent, id: &UserId, there: &[TargetUser]) -> Box<TargetUser> {
    let listed = there.iter().find(|user| user.id == *id).cloned();
    Box::new(listed.unwrap_or_else(|| intent.user(id.clone())))
}
