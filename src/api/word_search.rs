//! Searches users by several words. The service searches for a text in one field at a time, so first and last name
//! together match nothing. It is asked for the longest word, and the other words are matched here.

use super::client::Client;
use super::error::Error;
use crate::domain::list::folding::{Needle, fold};
use crate::domain::list::page::Page;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::existing::TargetUser;

/// Users requested per page.
const AT_ONCE: u32 = 200;
/// Limit of pages. Matches of the longest word beyond it are not checked, which the answer reports.
const MAX_PAGES: u32 = 50;

impl Client {
    /// One page of the company's users, including deleted ones. Every word of the search is in one of the user's
    /// fields, in any order. [`Page::unchecked`] is the number of users with the longest word that were not checked.
    ///
    /// # Errors
    ///
    /// Any [`Error`], after the retries of a read.
    pub async fn search_users(&self, company: &CompanyId, query: &UserQuery) -> Result<Page<TargetUser>, Error> {
        let mut words: Vec<&str> = query.search.split_whitespace().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let Some((longest, others)) = words.split_first().filter(|(_, others)| !others.is_empty()) else {
            return self.users_page(company, query).await;
        };
        let others = Needle::new(&others.join(" "));
        let mut ask = UserQuery { search: (*longest).to_owned(), page: 1, size: AT_ONCE, ..query.clone() };
        let (mut found, mut read) = (Vec::new(), 0);
        loop {
            let page = self.users_page(company, &ask).await?;
            let last = page.items.is_empty() || ask.page >= page.pages.min(MAX_PAGES);
            read += u64::try_from(page.items.len()).unwrap_or(0);
            found.extend(page.items.into_iter().filter(|user| others.is_in(&text(user))));
            if last {
                let is_cut = ask.page >= MAX_PAGES;
                let unread = if is_cut { page.total.saturating_sub(read) } else { 0 };
                return Ok(Page { unchecked: unread, ..page_of(found, query) });
            }
            ask = ask.at_page(ask.page + 1);
        }
    }
}

/// The searched fields, one per line.
fn text(user: &TargetUser) -> String {
    let texts = [&user.first_name, &user.last_name, &user.department, &user.phone];
    let texts = texts.into_iter().flatten().map(String::as_str);
    fold(&texts.chain([user.email.as_str()]).collect::<Vec<_>>().join("\n"))
}

fn page_of(found: Vec<TargetUser>, query: &UserQuery) -> Page<TargetUser> {
    let (size, number) = (query.size.max(1), query.page.max(1));
    let total = found.len();
    let in_usize = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let before = in_usize(number - 1).saturating_mul(in_usize(size));
    Page {
        items: found.into_iter().skip(before).take(in_usize(size)).collect(),
        number,
        pages: u32::try_from(total.div_ceil(in_usize(size)).max(1)).unwrap_or(u32::MAX),
        total: u64::try_from(total).unwrap_or(u64::MAX),
        over_limit: None,
        seats: None,
        unchecked: 0,
    }
}
