//! Looking users up, by every way the service has.

use super::journal::Outbox;
use super::step::On;
use crate::api::Error;
use crate::domain::change::evidence::{Verdict, judge};
use crate::domain::change::write::Intent;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::{TargetUser, UserStatus, same_email};

/// How much of what there is to see was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// All that the service lets us see.
    Whole,
    /// The search, which alone tells when somebody was created, is down for now.
    Partial,
}

impl Outbox {
    /// Judges a create, looking with patience: the service's index may lag behind.
    pub(super) async fn seek(&self, intent: &Intent, on: On<'_>) -> Result<(Verdict, Sight), Error> {
        let mut last = (Verdict::NotYet, Sight::Whole);
        for attempt in 1..=self.patience.tries.max(1) {
            self.wait_for(attempt, on).await;
            last = self.judged(intent).await?;
            if !matches!(last.0, Verdict::NotYet | Verdict::Absent) {
                break;
            }
        }
        Ok(last)
    }

    /// Judges a create by one look.
    pub(super) async fn judged(&self, intent: &Intent) -> Result<(Verdict, Sight), Error> {
        let (users, sight) = self.list(intent).await?;
        Ok((judge(intent, &users, self.moments()), sight))
    }

    /// The users with this address, deleted ones among them, by both ways the service has to find one. Of somebody
    /// who is told twice the more telling comes first.
    pub(super) async fn list(&self, intent: &Intent) -> Result<(Vec<TargetUser>, Sight), Error> {
        let (company, email) = (&intent.company, &intent.address());
        let by_address = self.client.find_users(company, email).await?;
        match self.client.search_users(company, &by_email(email)).await {
            Ok(page) => {
                let searched = page.items.into_iter().filter(|user| same_email(&user.email, email));
                Ok((searched.chain(by_address).collect(), Sight::Whole))
            }
            // One way is enough when the other is closed; but alone the look-up by address cannot tell a
            // deleted user from an inactive one.
            Err(error) if by_address.iter().any(is_active) => {
                let closed = matches!(error, Error::Forbidden(_) | Error::NotFound(_));
                let active = by_address.into_iter().filter(is_active).collect();
                Ok((active, if closed { Sight::Whole } else { Sight::Partial }))
            }
            Err(Error::Forbidden(_) | Error::NotFound(_)) if !by_address.iter().any(is_living) => {
                Ok((by_address, Sight::Whole))
            }
            Err(error) => Err(error),
        }
    }

    /// The IDs of those who have the address, deleted ones among them.
    pub(super) async fn list_before(&self, intent: &Intent) -> Result<Vec<UserId>, Error> {
        let (company, email) = (&intent.company, &intent.address());
        let users = match self.client.search_users(company, &by_email(email)).await {
            Ok(page) => page.items.into_iter().filter(|user| same_email(&user.email, email)).collect(),
            Err(_) => self.client.find_users(company, email).await?,
        };
        Ok(users.into_iter().map(|user| user.id).collect())
    }
}

fn by_email(email: &str) -> UserQuery {
    UserQuery { email: Some(email.to_owned()), order: UserOrder::CreateTime, ascending: false, ..UserQuery::default() }
}

/// Not deleted.
pub(super) fn is_living(user: &TargetUser) -> bool {
    user.status != UserStatus::Deleted
}

/// Active, and so not deleted, whoever says so.
pub(super) fn is_active(user: &TargetUser) -> bool {
    user.status == UserStatus::Active
}

/// What is told of this user, by whoever tells most.
pub(super) fn told_of<'a>(users: &'a [TargetUser], id: &UserId) -> Option<&'a TargetUser> {
    users.iter().find(|user| user.id == *id)
}
