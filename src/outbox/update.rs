//! Looks at a user before and after an update.

use super::journal::Outbox;
use super::lookup::{by_email, most_detailed};
use super::messages;
use super::step::OnStep;
use crate::api::{Error, Operation};
use crate::domain::change::evidence::LATEST;
use crate::domain::change::outcome::UpdateEnd;
use crate::domain::change::update::{FieldChange, Membership, Standing, Update, UserUpdate};
use crate::domain::change::write::{Intent, JournalOutcome, WriteKind};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{GroupId, RoleId, UserId};
use crate::domain::user::detail::{UserDetail, UserField};
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::system_detail::role_ids;
use crate::domain::user::system_user::{SystemUser, SystemUserUpdate};
use crate::domain::user::target_group::TargetGroup;

/// The request of an update.
pub(super) enum Prepared {
    /// Of a target user.
    Target(UserUpdate),
    /// Of a system user.
    System(SystemUserUpdate),
    /// Into this group, or out of it.
    Membership(GroupId, bool),
}

/// Why nothing is sent.
type Unsent = Box<(JournalOutcome, UpdateEnd)>;

fn refused(failure: Failure) -> Unsent {
    Box::new((JournalOutcome::NotUpdated, UpdateEnd::Refused(failure)))
}

/// An update is sent unless the user has all of it, or somebody has changed the user meanwhile.
fn is_open(standing: Standing) -> Result<(), Unsent> {
    match standing {
        Standing::Reached => Err(Box::new((JournalOutcome::AlreadySo, UpdateEnd::AlreadySo))),
        Standing::Conflicts(found) => {
            Err(Box::new((JournalOutcome::Conflict(found.clone()), UpdateEnd::Conflict(found))))
        }
        Standing::Open => Ok(()),
    }
}

impl Outbox {
    /// Reads the user and makes the request, or the reason why nothing is sent.
    pub(super) async fn prepared(&self, intent: &Intent, update: &Update) -> Result<Prepared, Unsent> {
        if let Some(wanted) = update.group() {
            return self.prepared_membership(intent, update, wanted).await;
        }
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
        is_open(update.standing(&read))?;
        let request = UserUpdate::new(read, &update.changes);
        match messages::too_long(doing, request.too_long()) {
            Some(failure) => Err(refused(failure)),
            None => Ok(request),
        }
    }

    /// The group is looked for first: what is filled by something else is never written, and one without an ID may have
    /// been created meanwhile.
    async fn prepared_membership(
        &self,
        intent: &Intent,
        update: &Update,
        wanted: Membership<'_>,
    ) -> Result<Prepared, Unsent> {
        let doing = Operation::of(intent);
        let unread = |error: Error| refused(messages::unread(doing, &error));
        let groups = self.client.group_list(&intent.company).await.map_err(unread)?;
        let mut found = groups.iter().filter(|group| wanted.is(group));
        let Some(group) = found.next() else {
            return Err(refused(messages::no_group(doing, wanted.name, &intent.company_name)));
        };
        if found.next().is_some() {
            return Err(refused(messages::several_groups(doing, wanted.name, &intent.company_name)));
        }
        if let Some(by) = &group.filled_by {
            return Err(refused(messages::filled_group(doing, &group.name, by)));
        }
        self.living(intent, &intent.address(), &update.user).await.map_err(refused)?;
        let is_in = self.memberships(intent, &update.user).await.map_err(|error| {
            let is_gone = matches!(error, Error::NotFound(_));
            if is_gone { refused(messages::gone(doing, &update.user)) } else { unread(error) }
        })?;
        is_open(update.standing_in(&is_in))?;
        Ok(Prepared::Membership(group.id.clone(), wanted.joins))
    }

    async fn memberships(&self, intent: &Intent, user: &UserId) -> Result<Vec<TargetGroup>, Error> {
        self.client.groups_of_user(&intent.company, user).await
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
        is_open(update.standing(&read.detail()))?;
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

    /// How far the user is from the update now; `None` if the list does not have it, which may lag.
    async fn read_again(&self, intent: &Intent, update: &Update) -> Result<Option<Standing>, Error> {
        let (company, user) = (&intent.company, &update.user);
        if update.group().is_some() {
            return Ok(Some(update.standing_in(&self.memberships(intent, user).await?)));
        }
        let read = match intent.entry.subject {
            Subject::TargetUser => Some(self.client.user_detail(company, user).await?),
            Subject::SystemUser => self.system_user(intent, user).await?.map(|user| user.detail()),
        };
        Ok(read.map(|read| update.standing(&read)))
    }

    /// Whether the user may be changed: reading it alone does not tell a deleted user, or one that a directory manages.
    pub(super) async fn is_editable(&self, intent: &Intent, read: &UserDetail) -> Result<(), Failure> {
        let email = read.email();
        let listed = self.living(intent, &email, &read.id).await?;
        match listed.and_then(|user| user.managed) {
            Some(by) => Err(messages::managed(&email, &by)),
            None => Ok(()),
        }
    }

    /// The user as it is listed, unless it is deleted; `None` if it is not listed: the index lags, and without the search
    /// the service's own answer has to do.
    async fn living(&self, intent: &Intent, email: &str, user: &UserId) -> Result<Option<TargetUser>, Failure> {
        let doing = Operation::of(intent);
        let listed = match self.client.search_users(&intent.company, &by_email(email)).await {
            Ok(page) => page.items,
            Err(Error::Forbidden(_) | Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(messages::unread(doing, &error)),
        };
        match most_detailed(&listed, user) {
            Some(user) if user.status == UserStatus::Deleted => Err(messages::deleted(doing, email)),
            found => Ok(found.cloned()),
        }
    }

    /// Finds out the outcome of an update whose answer never came. A request that timed out may still be carried out, and
    /// a list of system users may lag.
    pub(super) async fn reconcile_update(&self, intent: &Intent, update: &Update, on: OnStep<'_>) -> UpdateEnd {
        let id = &intent.id;
        let (mut seen, mut last) = (None, None);
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            let (read, expired) = self.looked(intent, self.read_again(intent, update)).await;
            match read {
                Ok(Some(Standing::Reached)) => {
                    return self.found(intent, JournalOutcome::Updated, UpdateEnd::Updated, on).await;
                }
                Ok(Some(Standing::Conflicts(found))) => seen = Some((found, expired)),
                Ok(Some(Standing::Open) | None) => seen = Some((Vec::new(), expired)),
                Err(Error::NotFound(_)) => {
                    let end = UpdateEnd::Refused(messages::gone(Operation::of(intent), &update.user));
                    return self.found(intent, JournalOutcome::NotUpdated, end, on).await;
                }
                Err(error) => last = Some(error),
            }
        }
        match (seen, last) {
            (None, Some(error)) => {
                self.record_lookup(id, false).await;
                UpdateEnd::Unknown(error.failure(Operation::User))
            }
            (Some((found, true)), _) if found.is_empty() => {
                self.found(intent, JournalOutcome::NotUpdated, UpdateEnd::Unchanged, on).await
            }
            (Some((found, true)), _) => {
                let outcome = JournalOutcome::Changed(found.clone());
                self.found(intent, outcome, UpdateEnd::Changed(found), on).await
            }
            // Until then a late request may still overwrite what somebody else has written meanwhile.
            (seen, _) => {
                self.record_lookup(id, seen.is_some()).await;
                UpdateEnd::Pending
            }
        }
    }
}
