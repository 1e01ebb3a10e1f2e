//! Looks at a user before and after an update.

use super::journal::Outbox;
use super::lookup::{by_email, most_detailed};
use super::messages;
use super::step::OnStep;
use crate::api::{Error, Operation};
use crate::domain::change::evidence::has_expired;
use crate::domain::change::update::{Standing, Update};
use crate::domain::change::write::{Intent, JournalOutcome, WriteOutcome};
use crate::domain::service::failure::Failure;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::UserStatus;

impl Outbox {
    /// Whether the user may be changed: reading it alone does not tell a deleted user, or one that a directory manages.
    pub(super) async fn is_editable(&self, intent: &Intent, read: &UserDetail) -> Result<(), Failure> {
        let email = read.email();
        let listed = match self.client.search_users(&intent.company, &by_email(&email)).await {
            Ok(page) => page.items,
            // Without the search the service's own answer has to do.
            Err(Error::Forbidden(_) | Error::NotFound(_)) => return Ok(()),
            Err(error) => return Err(messages::unread(&error)),
        };
        match most_detailed(&listed, &read.id) {
            Some(user) if user.status == UserStatus::Deleted => Err(messages::deleted(&email)),
            Some(user) => user.managed.as_ref().map_or(Ok(()), |by| Err(messages::managed(&email, by))),
            // The index lags.
            None => Ok(()),
        }
    }

    /// Finds out the outcome of an update whose answer never came. The service itself is asked, not an index; but a
    /// request that timed out may still be carried out.
    pub(super) async fn reconcile_update(&self, intent: &Intent, update: &Update, on: OnStep<'_>) -> WriteOutcome {
        let id = &intent.id;
        let (mut seen, mut last) = (None, None);
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            match self.client.user_detail(&intent.company, &update.user).await {
                Ok(read) => match update.standing(&read) {
                    Standing::Reached => {
                        return self.finish(id, JournalOutcome::Updated, WriteOutcome::Updated, on).await;
                    }
                    Standing::Conflicts(found) => seen = Some(found),
                    Standing::Open => seen = Some(Vec::new()),
                },
                Err(Error::NotFound(_)) => {
                    let end = WriteOutcome::Refused(messages::gone(&update.user));
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
