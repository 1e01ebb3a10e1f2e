//! Monthly users of another month than this: whether the service heeds the month it is asked for.
//!
//! Its answer does not say which month the numbers are of, and an unknown filter could be ignored. So the numbers are
//! compared with those of single companies, which have a month beside them, and with those of this month.

use std::collections::HashMap;

use super::exit::{Code, CommandError};
use super::pages::ALL_PAGE_SIZE;
use crate::api::{Client, Error, Operation};
use crate::domain::company::summary::Company;
use crate::domain::list::query::CompanyQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;
use crate::domain::time::month::Month;

/// The first month that the service has.
pub(super) const FIRST: &str = "2025-12";
/// Companies whose own numbers are looked at.
const SAMPLE: usize = 3;

/// What is known about the numbers of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MonthCheck {
    /// They are those of the month that runs: nothing was asked for.
    Running,
    /// So many companies have the same number of this month in their own counts.
    Confirmed(usize),
    /// They are not those of this month; more could not be found out.
    Differs,
    /// They are those of this month, and so are those of another month: it seems to be ignored.
    Ignored,
    /// This company's own count is another.
    Contradicted { company: String, listed: u64, own: u64 },
    /// No company has any users, in this month or in that one.
    NoNumbers,
}

impl MonthCheck {
    /// Its word in JSON.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Confirmed(_) => "confirmed",
            Self::Differs => "differs",
            Self::Ignored => "ignored",
            Self::Contradicted { .. } => "contradicted",
            Self::NoNumbers => "no_numbers",
        }
    }

    /// The numbers are wrong as far as can be told: why, as a sentence.
    pub(super) fn doubt(&self, month: Month) -> Option<String> {
        match self {
            Self::Ignored => Some(format!(
                "the service gives the same monthly users for {month}, for another month and for this one, so it seems to ignore the month"
            )),
            Self::Contradicted { company, listed, own } => Some(format!(
                "the service lists {listed} monthly users of {company} for {month}, and {own} in the company's own counts"
            )),
            Self::Running | Self::Confirmed(_) | Self::Differs | Self::NoNumbers => None,
        }
    }

    /// What was found out, as a note below the data.
    pub(super) fn note(&self, month: Month) -> Option<String> {
        match self {
            Self::Running => None,
            Self::Confirmed(companies) => Some(format!(
                "monthly users of {month}: confirmed by the counts of {}; limit, used and over are those of today",
                count(*companies as u64, "company", "companies")
            )),
            Self::Differs => Some(format!(
                "monthly users of {month}: they differ from this month's, so the service heeds the month, but no company's \
                 own counts go back to it, so that it is {month} is not confirmed; limit, used and over are those of today"
            )),
            Self::NoNumbers => Some(format!(
                "monthly users of {month}: all are 0, as they are this month, so whether the service heeds the month could \
                 not be told; limit, used and over are those of today"
            )),
            Self::Ignored | Self::Contradicted { .. } => {
                self.doubt(month).map(|doubt| format!("NOT VERIFIED: {doubt}"))
            }
        }
    }
}

/// Reads the first page for a month, and finds out whether it is of that month.
///
/// # Errors
///
/// If the service refuses the month, or a page cannot be read.
pub(super) async fn check(client: &Client, month: Month, running: Month) -> Result<MonthCheck, CommandError> {
    let query = CompanyQuery { size: ALL_PAGE_SIZE, ..CompanyQuery::default() };
    let failed = |error: &Error| CommandError::of(error, Operation::Companies);
    let now = client.search_companies(&query).await;
    let now = now.map_err(|error| failed(&error))?.items;
    let then = match client.companies_of_month(&query, month).await {
        Ok(page) => page.items,
        Err(error) => return Err(refused(&error, month)),
    };
    if then.is_empty() && !now.is_empty() {
        let said = format!("the service lists no company for {month}, and {} without a month", now.len());
        return Err(CommandError::new(Code::Failed, said));
    }
    if let Some(known) = own_counts(client, &then, month).await {
        return Ok(known);
    }
    if differs(&now, &then) {
        return Ok(MonthCheck::Differs);
    }
    if now.iter().chain(&then).all(|company| company.monthly == 0) {
        return Ok(MonthCheck::NoNumbers);
    }
    // That nothing has changed since may be chance: for every company, and for another month as well, it is not.
    let others = [month.before(), month.after()].into_iter().flatten();
    let mut others = others.filter(|other| Month::parse(FIRST) <= Some(*other) && *other < running);
    let Some(other) = others.next() else { return Ok(MonthCheck::Ignored) };
    let other = client.companies_of_month(&query, other).await.map_err(|error| failed(&error))?.items;
    Ok(if differs(&now, &other) { MonthCheck::Differs } else { MonthCheck::Ignored })
}

/// The service answers without a month, and not with one.
fn refused(error: &Error, month: Month) -> CommandError {
    let failed = CommandError::of(error, Operation::Companies);
    let is_about_it = matches!(
        error,
        Error::Refused(_) | Error::Forbidden(_) | Error::Privacy(_) | Error::NotFound(_) | Error::Service { .. }
    );
    if !is_about_it {
        return failed;
    }
    let said = format!(
        "the service does not give this credential the monthly users of {month}: {error}\n\
         It lists the companies without a month. Leave --month out for the month that runs; for {month}, look at the \
         companies in the web console, or ask Keepnet to allow the month to API clients."
    );
    CommandError { message: said, ..failed }
}

/// Whether any company has another number in the second list.
fn differs(now: &[Company], then: &[Company]) -> bool {
    let known: HashMap<&CompanyId, u64> = now.iter().map(|company| (&company.id, company.monthly)).collect();
    then.iter().any(|company| known.get(&company.id).is_some_and(|monthly| *monthly != company.monthly))
}

/// Compares with the counts of a few companies; `None` if none of them tells this month.
async fn own_counts(client: &Client, listed: &[Company], month: Month) -> Option<MonthCheck> {
    let mut largest: Vec<&Company> =
        listed.iter().filter(|company| company.monthly > 0 && !company.id.is_missing() && !company.locked).collect();
    // The larger a company, the less likely are equal numbers in two months.
    largest.sort_by_key(|company| std::cmp::Reverse(company.monthly));
    let mut confirmed = 0;
    for company in largest.into_iter().take(SAMPLE) {
        // A company may keep its counts to itself.
        let Ok(months) = client.monthly_users(&company.id).await else { continue };
        match months.iter().find(|(known, _)| *known == month) {
            Some((_, own)) if *own == company.monthly => confirmed += 1,
            Some((_, own)) => {
                let (company, listed) = (company.name.clone(), company.monthly);
                return Some(MonthCheck::Contradicted { company, listed, own: *own });
            }
            None => {}
        }
    }
    (confirmed > 0).then_some(MonthCheck::Confirmed(confirmed))
}
