//! Looks at a user before and after an update.

use super::journal::Outbox;
use super::lookup::{by_email, most_detailed};
use super::messages;
use super::step::OnStep;
use crate::api::{Error, Operation};
use crate::domain::change::evidence::{LATEST, has_expired};
use crate::domain::change::update::{FieldChange, Standing, Update, UserUpdate};
use crate::domain::change::write::{Intent, JournalOutcome, WriteKind, WriteOutcome};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{RoleId, UserId};
use crate::domain::user::detail::{UserDetail, UserField};
use crate::domain::user::existing::UserStatus;
use crate::domain::user::system_detail::role_ids;
use crate::domain::user::system_user::{SystemUser, SystemUserUpdate};

/// The request of an update.
pub(super) enum Prepared {
    /// Of a target user.
    Target(UserUpdate),
    /// Of a system user.
    System(SystemUserUpdate),
}

/// Why nothing is sent.
type Unsent = Box<(JournalOutcome, WriteOutcome)>;

fn refused(failure: Failure) -> Unsent {
    Box::new((JournalOutcome::NotUpdated, WriteOutcome::Refused(failure)))
}

/// An update is sent unless the user has all of it, or somebody has changed the user meanwhile.
fn is_open(update: &Update, read: &UserDetail) -> Result<(), Unsent> {
    match update.standing(read) {
        Standing::Reached => Err(Box::new((JournalOutcome::AlreadySo, WriteOutcome::AlreadySo))),
        Standing::Conflicts(found) => {
            Err(Box::new((JournalOutcome::Conflict(found.clone()), WriteOutcome::Conflict(found))))
        }
        Standing::Open => Ok(()),
    }
}

impl Outbox {
    /// Reads the user and makes the request, or the reason why nothing is sent.
    pub(super) async fn prepared(&self, intent: &Intent, update: &Update) -> Result<Prepared, Unsent> {
        match intent.entry.subject {
            Subject::TargetUser => self.prepared_target(intent, update).await.map(Prepared::Target),
            Subject::SystemUser => self.prepared_system(intent, update).await.map(Prepared::System),
        }
    }

    async fn prepared_target(&self, intent: &Intent, update: &Update) -> Result<UserUpdate, Unsent> {
        let doing = Operation::of(intent);
        let read = match self.client.user_detail(&intent.company, &update.user).await {
            Ok(read) => read,
            Err(Error::NotFound(_)) => return Err(refused(messages::gone(doing, &update.user))),
            Err(error) => return Err(refused(messages::unread(doing, &error))),
        };
        self.is_editable(intent, &read).await.map_err(refused)?;
        is_open(update, &read)?;
        let request = UserUpdate::new(read, &update.changes);
        match messages::too_long(doing, request.too_long()) {
            Some(failure) => Err(refused(failure)),
            None => Ok(request),
        }
    }

    async fn prepared_system(&self, intent: &Intent, update: &Update) -> Result<SystemUserUpdate, Unsent> {
        let doing = Operation::of(intent);
        let read = match self.system_user_as_changed(intent, update).await {
            Ok(Some(read)) => read,
            Ok(None) => return Err(refused(messages::gone(doing, &update.user))),
            Err(failure) => return Err(refused(failure)),
        };
        if !read.editable {
            return Err(refused(messages::not_editable(doing, &read.email)));
        }
        // Left out, it is taken for active.
        if read.status.is_none() && read.as_user().status != UserStatus::Active {
            return Err(refused(messages::status_unknown(doing, &read.email)));
        }
        is_open(update, &read.detail())?;
        let after = UserUpdate::new(read.detail(), &update.changes);
        if let Some(failure) = messages::too_long(doing, after.too_long_for(Subject::SystemUser)) {
            return Err(refused(failure));
        }
        let roles = self.roles_to_send(intent, update, after.user()).await.map_err(refused)?;
        Ok(SystemUserUpdate::new(&read, after.user(), roles))
    }

    /// The roles as they will be, by ID: a change that leaves them out may take them all away.
    async fn roles_to_send(
        &self,
        intent: &Intent,
        update: &Update,
        after: &UserDetail,
    ) -> Result<Option<Vec<RoleId>>, Failure> {
        let doing = Operation::of(intent);
        let changed = update.changes.iter().any(|change| change.field == UserField::Field(FieldId::Roles));
        match after.raw(FieldId::Roles) {
            // The service gives none, which may mean that it does not say.
            None => Ok(changed.then(Vec::new)),
            Some(names) => {
                let known = self.client.roles(&intent.company).await;
                let known = known.map_err(|error| messages::unread(doing, &error))?;
                role_ids(names, &known).map(Some).map_err(|role| messages::unknown_role(doing, &role))
            }
        }
    }

    /// The system user with this ID as the service lists it.
    pub(super) async fn system_user(&self, intent: &Intent, user: &UserId) -> Result<Option<SystemUser>, Error> {
        let mut addresses = vec![intent.address()];
        if let WriteKind::Update(update) = &intent.kind {
            let email = update.changes.iter().find(|change| change.field == UserField::Field(FieldId::Email));
            addresses.extend(email.into_iter().flat_map(|change| [change.to.raw.clone(), change.from.raw.clone()]));
        }
        addresses.dedup();
        let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
        self.client.system_user(&intent.company, user, &addresses).await
    }

    /// The system user with all that was changed from this machine. The list may lag, and what is read is sent back.
    async fn system_user_as_changed(&self, intent: &Intent, update: &Update) -> Result<Option<SystemUser>, Failure> {
        let doing = Operation::of(intent);
        let recent = self.recent_changes(intent, &update.user).await;
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, &|_| ()).await;
            let read = self.system_user(intent, &update.user).await;
            let read = read.map_err(|error| messages::unread(doing, &error))?;
            let lags = |user: &SystemUser| {
                let now = user.detail();
                recent.iter().any(|change| {
                    let value = now.value(&change.field);
                    !change.is_reached(&value) && change.is_begun(&value)
                })
            };
            match read {
                Some(user) if lags(&user) => {}
                read => return Ok(read),
            }
        }
        Err(messages::not_listed_yet(doing, intent.email()))
    }

    /// The newest change of each field of this user by the programs of this profile, as long as the list may lag.
    async fn recent_changes(&self, intent: &Intent, user: &UserId) -> Vec<FieldChange> {
        let since = (self.clock)().checked_sub(LATEST).unwrap_or(jiff::Timestamp::MIN);
        let history = self.with_store(move |store| store.history(since)).await.unwrap_or_default();
        let mut carried_out: Vec<_> = history
            .into_iter()
            .filter(|write| write.intent.company == intent.company && write.intent.kind.target() == Some(user))
            .filter_map(|write| match (write.intent.kind, write.outcome) {
                (WriteKind::Update(update), Some((JournalOutcome::Updated, at))) => Some((at, update.changes)),
                _ => None,
            })
            .collect();
        carried_out.sort_by_key(|(at, _)| *at);
        let mut newest: Vec<FieldChange> = Vec::new();
        for change in carried_out.into_iter().flat_map(|(_, changes)| changes) {
            newest.retain(|earlier| earlier.field != change.field);
            newest.push(change);
        }
        newest
    }

    /// The user as it is now, for a comparison; `None` if the list does not have it, which may lag.
    async fn read_again(&self, intent: &Intent, user: &UserId) -> Result<Option<UserDetail>, Error> {
        match intent.entry.subject {
            Subject::TargetUser => self.client.user_detail(&intent.company, user).await.map(Some),
            Subject::SystemUser => Ok(self.system_user(intent, user).await?.map(|user| user.detail())),
        }
    }

    /// Whether the user may be changed: reading it alone does not tell a deleted user, or one that a directory manages.
    pub(super) async fn is_editable(&self, intent: &Intent, read: &UserDetail) -> Result<(), Failure> {
        let email = read.email();
        let listed = match self.client.search_users(&intent.company, &by_email(&email)).await {
            Ok(page) => page.items,
            // Without the search the service's own answer has to do.
            Err(Error::Forbidden(_) | Error::NotFound(_)) => return Ok(()),
            Err(error) => return Err(messages::unread(Operation::Update, &error)),
        };
        match most_detailed(&listed, &read.id) {
            Some(user) if user.status == UserStatus::Deleted => Err(messages::deleted(&email)),
            Some(user) => user.managed.as_ref().map_or(Ok(()), |by| Err(messages::managed(&email, by))),
            // The index lags.
            None => Ok(()),
        }
    }

    /// Finds out the outcome of an update whose answer never came. A request that timed out may still be carried out, and
    /// a list of system users may lag.
    pub(super) async fn reconcile_update(&self, intent: &Intent, update: &Update, on: OnStep<'_>) -> WriteOutcome {
        let id = &intent.id;
        let (mut seen, mut last) = (None, None);
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            match self.read_again(intent, &update.user).await {
                Ok(None) => {}
                Ok(Some(read)) => match update.standing(&read) {
                    Standing::Reached => {
                        return self.finish(id, JournalOutcome::Updated, WriteOutcome::Updated, on).await;
                    }
                    Standing::Conflicts(found) => seen = Some(found),
                    Standing::Open => seen = Some(Vec::new()),
                },
                Err(Error::NotFound(_)) => {
                    let end = WriteOutcome::Refused(messages::gone(Operation::of(intent), &update.user));
                    return self.finish(id, JournalOutcome::NotUpdated, end, on).await;
                }
                Err(error) => last = Some(error),
            }
        }
        match (seen, last) {
            (None, Some(error)) => {
                self.record_lookup(id, false).await;
                WriteOutcome::Unknown(error.failure(Operation::User))
            }
            // Until then a late request may still overwrite what somebody else has written meanwhile.
            (seen, _) if !has_expired(intent, self.moments()) => {
                self.record_lookup(id, seen.is_some()).await;
                WriteOutcome::Pending
            }
            (Some(found), _) if !found.is_empty() => {
                let outcome = JournalOutcome::Changed(found.clone());
                self.finish(id, outcome, WriteOutcome::Changed(found), on).await
            }
            _ => self.finish(id, JournalOutcome::NotUpdated, WriteOutcome::Unchanged, on).await,
        }
    }
}
