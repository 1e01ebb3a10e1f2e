//! Writes to the service whose end becomes known. Every write goes this way, from the screen and
//! from the command line alike:
//!
//! ```text
//! record the intent (on disk) -> send it once -> record the outcome
//!                                     |
//!                                     no clear answer: look the user up, with patience
//!                                     -> there: created   -> not there: not created   -> cannot look: unknown
//! ```
//!
//! Nothing is ever sent a second time from here. What stays unknown is looked up again when somebody
//! asks, and by the next run of the program.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::api::{Client, Doing, Error};
use crate::domain::access::Access;
use crate::domain::failure::{Done, Failure, Remedy};
use crate::domain::fields::{FieldId, named_in};
use crate::domain::ids::UserId;
use crate::domain::subject::Subject;
use crate::domain::user::{TargetUser, UserStatus, same_email};
use crate::domain::user_query::{UserOrder, UserQuery};
use crate::domain::write::{Deed, End, Intended, Intent, NewUser, Order, Outcome, WriteId};
use crate::store::Store;

/// How long a user who may have been created is looked for: the service's index may lag behind.
#[derive(Debug, Clone)]
pub struct Patience {
    /// How often the user is looked for.
    pub tries: u32,
    /// The wait before the second try; it doubles.
    pub first_wait: Duration,
}

impl Default for Patience {
    /// Five tries over seven and a half seconds.
    fn default() -> Self {
        Self { tries: 5, first_wait: Duration::from_millis(500) }
    }
}

/// A user found this long before the write was meant has not been created by it. Generous, because
/// two clocks are compared, and the service does not always tell the zone.
const BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// How far a write is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its intent is about to be recorded.
    Recording,
    /// The intent is on disk; it is about to be sent.
    Sending,
    /// The service has answered, and nothing is recorded yet.
    Answered,
    /// The outcome is on disk.
    Settled,
    /// No clear answer came: the user is looked for.
    Checking {
        /// Which try, from 1.
        attempt: u32,
        /// Of how many.
        of: u32,
    },
}

/// Carries writes out.
#[derive(Clone)]
pub struct Outbox {
    /// Whether anything is sent at all.
    pub access: Access,
    /// The service.
    pub client: Client,
    /// The journal; without one a create has to be allowed to go unrecorded, and nothing is deleted.
    pub store: Option<Arc<Store>>,
    /// How long to look for a user.
    pub patience: Patience,
    /// The clock.
    pub clock: fn() -> Timestamp,
}

impl Outbox {
    /// Carries a write out, once. `on` hears of every step before it is taken.
    pub async fn send(&self, order: &Order, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        if let Err(reason) = self.access.write() {
            return End::Refused(read_only(Creates::of(order).refused, &reason));
        }
        if let Some(earlier) = order.earlier.as_ref().filter(|earlier| earlier.deed.can_be_looked_up()) {
            match self.look(&order.intent).await {
                Ok(None) => {}
                Ok(Some(user)) => return self.found(earlier, user, on).await,
                Err(error) => return End::Refused(not_looked_up(&error)),
            }
        }
        on(Step::Recording);
        match self.record(&order.intent, order.earlier.as_deref()).await {
            Ok(Intended::Recorded) => {}
            Ok(Intended::InDoubt(_)) => return End::Refused(in_doubt(Creates::of(order).refused)),
            Err(_) if order.unrecorded => {}
            Err(error) => return End::Unrecorded(unrecorded(Creates::of(order).refused, &error)),
        }
        on(Step::Sending);
        let company = &order.intent.company;
        let answer = match &order.user {
            NewUser::Target(user) => self.client.create_target_user(company, user).await,
            NewUser::System(user) => self.client.create_system_user(company, user).await,
        };
        on(Step::Answered);
        match answer {
            Ok(user) => {
                self.settle(&order.intent.id, Outcome::Created(user.clone()), on).await;
                End::Created(user)
            }
            Err(error) => {
                let failure = error.failure(Creates::of(order).doing);
                match failure.done {
                    // Nothing can be looked up: a person has to.
                    Done::Perhaps if !order.intent.deed.can_be_looked_up() => End::Unknown(failure),
                    Done::Perhaps => self.look_up(&order.intent, on).await,
                    Done::No => self.refused(order, &error, failure, on).await,
                }
            }
        }
    }

    /// The service says that it has not created the user. It may be there all the same: an earlier try has
    /// created it, and no index knew it yet when it was looked for.
    async fn refused(&self, order: &Order, error: &Error, failure: Failure, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        self.settle(&order.intent.id, Outcome::NotCreated, on).await;
        if let Some(earlier) = order.earlier.as_ref().filter(|earlier| earlier.deed.can_be_looked_up())
            && may_say_taken(error)
            && let Ok(Some(user)) = self.seek(&order.intent, on).await
        {
            return self.found(earlier, user, on).await;
        }
        End::Refused(failure)
    }

    /// Deletes the user of an undo, once. `on` hears of every step before it is taken.
    pub async fn undo(&self, intent: &Intent, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        let Deed::Undo(user) = &intent.deed else { return End::Absent };
        if let Err(reason) = self.access.write() {
            return End::Refused(read_only("The target user was not deleted", &reason));
        }
        on(Step::Recording);
        if let Err(error) = self.record(intent, None).await {
            return End::Refused(not_recorded(&error));
        }
        on(Step::Sending);
        let answer = self.client.delete_target_user(&intent.company, user).await;
        on(Step::Answered);
        match answer {
            Ok(()) => self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await,
            Err(error) => {
                let failure = error.failure(Doing::Undo);
                match failure.done {
                    Done::Perhaps => self.look_up(intent, on).await,
                    Done::No => self.ended(&intent.id, Outcome::NotDeleted, End::Refused(failure), on).await,
                }
            }
        }
    }

    async fn ended(&self, id: &WriteId, outcome: Outcome, end: End, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        self.settle(id, outcome, on).await;
        end
    }

    /// Finds out how a write ended whose answer never came. Sends nothing.
    pub async fn look_up(&self, intent: &Intent, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        match &intent.deed {
            Deed::Create => self.look_for(intent, on).await,
            Deed::CreateSystem => End::Unknown(nothing_to_look_with()),
            Deed::Undo(user) => self.look_for_deleted(intent, user, on).await,
        }
    }

    /// A deleted user may stay in the index for a while: only one who stays to the end is still there.
    async fn look_for_deleted(&self, intent: &Intent, user: &UserId, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        let mut wait = self.patience.first_wait;
        let of = self.patience.tries.max(1);
        for attempt in 1..=of {
            if attempt > 1 {
                tokio::time::sleep(wait).await;
                wait = wait.saturating_mul(2);
            }
            on(Step::Checking { attempt, of });
            match self.look(intent).await {
                Ok(Some(there)) if there.id == *user => {}
                Ok(_) => return self.ended(&intent.id, Outcome::Deleted, End::Deleted, on).await,
                Err(error) => return End::Unknown(error.failure(Doing::FindUser)),
            }
        }
        self.ended(&intent.id, Outcome::NotDeleted, End::StillThere, on).await
    }

    async fn look_for(&self, intent: &Intent, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        match self.seek(intent, on).await {
            Ok(Some(user)) => self.found(intent, user, on).await,
            Ok(None) => self.ended(&intent.id, Outcome::Absent, End::Absent, on).await,
            Err(error) => End::Unknown(error.failure(Doing::FindUser)),
        }
    }

    /// The user with this address, looked for with patience: the service's index may lag behind.
    async fn seek(&self, intent: &Intent, on: &(dyn Fn(Step) + Send + Sync)) -> Result<Option<TargetUser>, Error> {
        let mut wait = self.patience.first_wait;
        let of = self.patience.tries.max(1);
        for attempt in 1..=of {
            if attempt > 1 {
                tokio::time::sleep(wait).await;
                wait = wait.saturating_mul(2);
            }
            on(Step::Checking { attempt, of });
            if let Some(user) = self.look(intent).await? {
                return Ok(Some(user));
            }
        }
        Ok(None)
    }

    /// Records what a person has found out about a write whose end nobody else could tell.
    pub async fn settle_by_hand(&self, id: &WriteId, there: bool) {
        self.settle(id, if there { Outcome::Seen } else { Outcome::Absent }, &|_| ()).await;
    }

    /// The user with this address who is not deleted, by both ways the service has to find one.
    async fn look(&self, intent: &Intent) -> Result<Option<TargetUser>, Error> {
        let email = intent.email();
        let by_address = self.client.find_users(&intent.company, email).await?;
        let query = UserQuery {
            email: Some(email.to_owned()),
            order: UserOrder::CreateTime,
            ascending: false,
            ..UserQuery::default()
        };
        let by_search = match self.client.search_users(&intent.company, &query).await {
            Ok(page) => page.items,
            // One way is enough when the other is closed; but alone the look-up by address cannot tell a
            // deleted user from an inactive one.
            Err(_) if by_address.iter().any(|u| u.status == UserStatus::Active) => Vec::new(),
            Err(Error::Forbidden(_) | Error::NotFound(_)) if !by_address.iter().any(is_living) => Vec::new(),
            Err(error) => return Err(error),
        };
        // Only the search tells who is deleted, and when somebody was created.
        let deleted: Vec<_> = by_search.iter().filter(|u| !is_living(u)).map(|u| u.id.clone()).collect();
        let all = by_search.into_iter().chain(by_address);
        let living = all.filter(|u| is_living(u) && !deleted.contains(&u.id) && same_email(&u.email, email));
        Ok(living.max_by_key(|user| user.created))
    }

    async fn found(&self, intent: &Intent, user: TargetUser, on: &(dyn Fn(Step) + Send + Sync)) -> End {
        if user.created.is_some_and(|created| intent.at.duration_since(created) > BEFORE) {
            return self.ended(&intent.id, Outcome::NotCreated, End::WasThere(user.id), on).await;
        }
        self.ended(&intent.id, Outcome::Created(user.id.clone()), End::Found(user.id), on).await
    }

    async fn record(&self, intent: &Intent, earlier: Option<&Intent>) -> io::Result<Intended> {
        let Some(store) = self.store.clone() else { return Err(io::Error::other("there is no place for it")) };
        let intent = intent.clone();
        let after: Vec<WriteId> = earlier.map(|earlier| earlier.id.clone()).into_iter().collect();
        // Flushing waits for a disk, and other tasks must not wait with it.
        tokio::task::spawn_blocking(move || store.intend(&intent, &after)).await.map_err(io::Error::other)?
    }

    async fn settle(&self, id: &WriteId, outcome: Outcome, on: &(dyn Fn(Step) + Send + Sync)) {
        let Some(store) = self.store.clone() else { return };
        let (id, at) = (id.clone(), (self.clock)());
        let written = tokio::task::spawn_blocking(move || store.settle(&id, &outcome, at)).await;
        // What is not recorded is looked up by the next run: late, and never wrong.
        match written.map_err(io::Error::other).flatten() {
            Ok(()) => on(Step::Settled),
            Err(error) => tracing::warn!(%error, "an outcome was not recorded"),
        }
    }
}

fn is_living(user: &TargetUser) -> bool {
    user.status != UserStatus::Deleted
}

/// The refusal is about the address, or about no field: somebody may have it already.
fn may_say_taken(error: &Error) -> bool {
    match error {
        Error::Refused(messages) => messages
            .iter()
            .any(|message| named_in(message, Subject::TargetUser).is_none_or(|field| field == FieldId::Email)),
        Error::Service { status, .. } => *status == 409,
        _ => false,
    }
}

/// How a create is spoken of.
struct Creates {
    doing: Doing,
    refused: &'static str,
}

impl Creates {
    fn of(order: &Order) -> Self {
        match order.user {
            NewUser::Target(_) => Self { doing: Doing::Create, refused: "The target user was not created" },
            NewUser::System(_) => Self { doing: Doing::CreateSystemUser, refused: "The system user was not created" },
        }
    }
}

fn nothing_to_look_with() -> Failure {
    Failure {
        what: "The system user could not be looked up".to_owned(),
        why: "The service has nothing to look a system user up with.".to_owned(),
        hint: "Look for the address among the system users in the console.".to_owned(),
        remedy: Remedy::Nothing,
        done: Done::Perhaps,
    }
}

fn read_only(what: &str, reason: &str) -> Failure {
    Failure {
        what: what.to_owned(),
        why: format!("{reason}."),
        hint: String::new(),
        remedy: Remedy::Nothing,
        done: Done::No,
    }
}

fn in_doubt(what: &str) -> Failure {
    Failure {
        what: what.to_owned(),
        why: "Another create of the same user was sent from this machine, and it is not known yet how it ended."
            .to_owned(),
        hint: "Nothing was sent. Wait for the other one to end, then try again.".to_owned(),
        remedy: Remedy::Nothing,
        done: Done::No,
    }
}

fn unrecorded(what: &str, error: &io::Error) -> Failure {
    Failure {
        what: what.to_owned(),
        why: format!("What is about to be sent could not be recorded on this machine ({error})."),
        hint: "Nothing was sent. Make room on the disk, or send it without a record.".to_owned(),
        remedy: Remedy::Nothing,
        done: Done::No,
    }
}

fn not_recorded(error: &io::Error) -> Failure {
    Failure {
        what: "The target user was not deleted".to_owned(),
        why: format!("What is about to be done could not be recorded on this machine ({error})."),
        hint: "Nothing was sent. Make room on the disk and try again.".to_owned(),
        remedy: Remedy::Nothing,
        done: Done::No,
    }
}

fn not_looked_up(error: &Error) -> Failure {
    let failure = error.failure(Doing::FindUser);
    let what = "Not sent: an earlier try may have created this user, and it could not be looked up".to_owned();
    Failure { what, done: Done::No, ..failure }
}
