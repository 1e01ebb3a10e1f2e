//! Users that fit a filter which the service cannot apply: all of its answer is read and filtered here.

use super::company_search::Found;
use super::exit::CommandError;
use super::pages::ALL_PAGE_SIZE;
use super::progress;
use super::stderr::print_prefixed;
use crate::api::{Client, Operation};
use crate::domain::list::filter::term::Filter;
use crate::domain::list::filter::user_key::{UserLanguage, UserRow};
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;

/// All users that fit, in order, of those that the service lists for `query`.
///
/// # Errors
///
/// If a page cannot be read.
pub(super) async fn read(
    client: &Client,
    company: &CompanyId,
    query: &UserQuery,
    rest: &Filter<UserLanguage>,
) -> Result<Found<TargetUser>, CommandError> {
    let today = crate::system::clock::today();
    let all = UserQuery { page: 1, size: ALL_PAGE_SIZE, ..query.clone() };
    let (mut found, mut looked) = (Vec::new(), 0);
    for number in 1.. {
        let page = client.search_users(company, &all.at_page(number)).await;
        let page = page.map_err(|error| CommandError::of(&error, Operation::Users))?;
        let more = number < page.pages && !page.items.is_empty();
        looked += page.items.len() as u64;
        found.extend(page.items.into_iter().filter(|user| rest.matches(&UserRow::new(user), today)));
        if !more {
            break;
        }
        progress::counted(looked, page.total, "users looked at");
    }
    print_prefixed(format_args!("filtered here: {} looked at", count(looked, "user", "users")));
    Ok(Found::new(found))
}
