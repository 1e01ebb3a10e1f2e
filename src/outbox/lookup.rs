//! Looks up users, by every way the service offers.

use super::journal::Outbox;
use super::step::OnStep;
use crate::api::Error;
use crate::domain::change::evidence::{Verdict, judge};
use crate::domain::change::write::Intent;
use crate::domain::form::subject::Subject;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::{TargetUser, UserStatus, same_email};
use crate::domain::user::system_user::SystemUser;

/// How complete a look-up was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coverage {
    /// Everything the service lets us see.
    Complete,
    /// The search, which alone reports creation times, is down for now.
    Partial,
}

impl Outbox {
    /// Judges a create, with repeated look-ups: the service's index may lag.
    pub(super) async fn seek(&self, intent: &Intent, on: OnStep<'_>) -> Result<(Verdict, Coverage), Error> {
        let mut last = (Verdict::NotYet, Coverage::Complete);
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            last = self.judged(intent).await?;
            if !matches!(last.0, Verdict::NotYet | Verdict::Absent) {
                break;
            }
        }
        Ok(last)
    }

    /// Judges a create by a single look-up.
    pub(super) async fn judged(&self, intent: &Intent) -> Result<(Verdict, Coverage), Error> {
        let (listed, expired) = self.looked(intent, self.list(intent)).await;
        let (users, sight) = listed?;
        let verdict = judge(intent, &users, self.moments());
        let may_come = verdict == Verdict::Absent && !expired;
        Ok((if may_come { Verdict::NotYet } else { verdict }, sight))
    }

    /// The users with this address, including deleted ones, by both ways the service has to find one. If a user is
    /// listed twice, the more detailed item comes first.
    pub(super) async fn list(&self, intent: &Intent) -> Result<(Vec<TargetUser>, Coverage), Error> {
        let (company, email) = (&intent.company, &intent.address());
        if intent.entry.subject == Subject::SystemUser {
            // One way alone, and nobody else has the address: it is the log-in name.
            let found = self.client.system_user_by_email(company, email).await?;
            return Ok((found.iter().map(SystemUser::as_user).collect(), Coverage::Complete));
        }
        let by_address = self.client.find_users(company, email).await?;
        match self.client.search_users(company, &by_email(email)).await {
            Ok(page) => {
                let searched = page.items.into_iter().filter(|user| same_email(&user.email, email));
                Ok((searched.chain(by_address).collect(), Coverage::Complete))
            }
            // One way is enough if the other fails; but the look-up by address alone cannot tell a deleted user from an
            // inactive one.
            Err(error) if by_address.iter().any(is_active) => {
                let closed = matches!(error, Error::Forbidden(_) | Error::NotFound(_));
                let active = by_address.into_iter().filter(is_active).collect();
                Ok((active, if closed { Coverage::Complete } else { Coverage::Partial }))
            }
            Err(Error::Forbidden(_) | Error::NotFound(_)) if !by_address.iter().any(is_living) => {
                Ok((by_address, Coverage::Complete))
            }
            Err(error) => Err(error),
        }
    }

    /// The IDs of the users with the address, including deleted ones.
    pub(super) async fn list_before(&self, intent: &Intent) -> Result<Vec<UserId>, Error> {
        let (company, email) = (&intent.company, &intent.address());
        if intent.entry.subject == Subject::SystemUser {
            return Ok(self.list(intent).await?.0.into_iter().map(|user| user.id).collect());
        }
        let users = match self.client.search_users(company, &by_email(email)).await {
            Ok(page) => page.items.into_iter().filter(|user| same_email(&user.email, email)).collect(),
            Err(_) => self.client.find_users(company, email).await?,
        };
        Ok(users.into_iter().map(|user| user.id).collect())
    }
}

pub(super) fn by_email(email: &str) -> UserQuery {
    UserQuery { email: Some(email.to_owned()), order: UserOrder::CreateTime, ascending: false, ..UserQuery::default() }
}

/// Not deleted.
pub(super) fn is_living(user: &TargetUser) -> bool {
    user.status != UserStatus::Deleted
}

/// Active in either list, and therefore not deleted.
pub(super) fn is_active(user: &TargetUser) -> bool {
    user.status == UserStatus::Active
}

/// The most detailed item for this user.
pub(super) fn most_detailed<'a>(users: &'a [TargetUser], id: &UserId) -> Option<&'a TargetUser> {
    users.iter().find(|user| user.id == *id)
}
