//! Who has come to a company since the plan was made: looked at again just before a row is sent. One look serves all rows
//! that are sent within a second.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::api::Client;
use crate::domain::form::subject::FormKey;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::outbox::Outbox;
use crate::roster::{AT_ONCE, Plan};

/// How long a look is new enough.
const FRESH: Duration = Duration::from_secs(1);
/// Users of a page, the newest first.
const PAGE: u32 = 100;
/// Pages of a look.
const PAGES: u32 = 20;

/// The users who have come since a plan was made.
pub struct Arrivals(HashMap<CompanyId, Mutex<Company>>);

#[derive(Default)]
struct Company {
    looked: Option<Instant>,
    /// Those who were listed when it was last looked.
    seen: HashSet<UserId>,
    /// Those who were created here.
    own: HashSet<UserId>,
    arrived: HashMap<String, TargetUser>,
    /// The addresses of which the journal may tell something.
    recorded: Option<HashSet<String>>,
}

impl Arrivals {
    /// Those of the plan are known.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let companies = plan.companies.iter().map(|answers| {
            let seen = answers.users.values().flatten().map(|user| user.id.clone()).collect();
            (answers.company.id.clone(), Mutex::new(Company { seen, ..Company::default() }))
        });
        Self(companies.collect())
    }

    /// A user who was created here.
    pub(super) async fn add(&self, company: &CompanyId, user: &UserId) {
        if let Some(company) = self.0.get(company) {
            company.lock().await.own.insert(user.clone());
        }
    }

    /// The journal may tell something about this address: of an earlier run, or of an earlier attempt of this one.
    pub(super) async fn is_recorded(&self, outbox: &Outbox, form: &FormKey, address: &str) -> bool {
        let Some(company) = self.0.get(&form.company) else { return true };
        let mut company = company.lock().await;
        if company.recorded.is_none() {
            let form = form.clone();
            company.recorded = outbox.with_store(move |store| store.created_addresses(&form)).await.ok();
        }
        company.recorded.as_mut().is_none_or(|recorded| !recorded.insert(email::key(address)))
    }

    /// The user with this address who has come. Without an answer of the service nobody has: it refuses an address that
    /// is taken.
    pub(super) async fn who(&self, client: &Client, company: &CompanyId, address: &str) -> Option<TargetUser> {
        let mut known = self.0.get(company)?.lock().await;
        if known.looked.is_none_or(|at| at.elapsed() >= FRESH) {
            Box::pin(known.look(client, company)).await;
            known.looked = Some(Instant::now());
        }
        known.arrived.get(&email::key(address)).cloned()
    }
}

impl Company {
    async fn look(&mut self, client: &Client, company: &CompanyId) {
        let newest = UserQuery { size: PAGE, order: UserOrder::CreateTime, ascending: false, ..UserQuery::default() };
        for number in 1..=PAGES {
            let Ok(page) = client.search_users(company, &newest.at_page(number)).await else { return };
            let is_last = number >= page.pages || page.items.is_empty();
            let mut was_seen = false;
            for user in page.items {
                if !self.seen.insert(user.id.clone()) {
                    was_seen = true;
                } else if user.status != UserStatus::Deleted && !self.own.contains(&user.id) {
                    self.arrived.insert(email::key(&user.email), user);
                }
            }
            if is_last || was_seen || !self.has_others(page.total) {
                return;
            }
        }
    }

    /// Of so many users who are there some have come whom nobody here has seen or created. Those who are being created
    /// may be among them or not.
    fn has_others(&self, total: u64) -> bool {
        let known = self.seen.len() + self.own.iter().filter(|user| !self.seen.contains(*user)).count();
        total > (known + AT_ONCE) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_only_if_others_have_come() {
        let users = |range: std::ops::Range<usize>| range.map(|n| UserId::new(n.to_string())).collect();
        let company = Company { seen: users(0..100), own: users(50..300), ..Company::default() };
        assert!(!company.has_others(300), "all were seen or created here");
        assert!(!company.has_others(304), "four are being created");
        assert!(company.has_others(305));
    }
}
