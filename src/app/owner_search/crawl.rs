//! Searches for users in one company after the other, likely ones first, a few at a time: the
//! service has no search across companies.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::company::domains::of_email;
use crate::domain::company::summary::Company;
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::search_term::SearchTerm;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;
use crate::domain::user::existing::{TargetUser, same_email};

/// Maximum number of concurrent requests.
pub const AT_ONCE: usize = 4;
/// Maximum number of companies searched.
pub const MAX_COMPANIES: usize = 2_000;
/// Maximum number of users per company: a search for `jan` has to be narrowed.
const OF_ONE: u32 = 5;
/// Maximum number of users in total.
const IN_ALL: usize = 200;
/// Number of consecutive failures after which it stops.
const IN_A_ROW: usize = 6;
/// Companies per request, if they are not in memory.
const PAGE: u32 = 200;
/// Maximum number of pages, in case the service returns fewer per page or repeats them.
const MAX_PAGES: u32 = 40;

/// A user who was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The company.
    pub company: Arc<Company>,
    /// The user.
    pub user: TargetUser,
}

/// Which companies to request, if they are not in memory.
#[derive(Debug, Clone)]
enum Pages {
    /// Every company is known.
    None,
    /// Those that match by name come first.
    Likely(Option<Ticket>),
    /// Then all, by name: the next page.
    All(u32, Option<Ticket>),
}

/// The search through the companies.
#[derive(Debug, Clone)]
pub struct CompanyCrawl {
    term: SearchTerm,
    queue: VecDeque<Arc<Company>>,
    open: Vec<(Ticket, Arc<Company>)>,
    pages: Pages,
    /// Companies that are or were in the queue.
    known: BTreeSet<CompanyId>,
    /// How many have answered.
    answered: usize,
    /// How many there are in all, as far as known.
    total: usize,
    /// The users found, in order of arrival.
    pub matches: Vec<Match>,
    /// Companies with further results: after which hit they are listed, and how many more.
    pub more: Vec<(usize, Arc<Company>, u64)>,
    /// Companies that match by name, as reported by the service.
    pub likely: Vec<Arc<Company>>,
    /// Companies that could not be searched.
    skipped: Vec<Arc<Company>>,
    /// The last failure.
    why: Option<Failure>,
    in_a_row: usize,
    /// Companies without an ID, which cannot be searched.
    nameless: BTreeSet<String>,
    /// It has stopped.
    stopped: bool,
}

impl CompanyCrawl {
    /// Searches these companies, in this order; `None`: they are not in memory and are
    /// requested from the service.
    pub(in crate::app) fn begin(
        sought: SearchTerm,
        companies: Option<Vec<Arc<Company>>>,
        cx: &mut Context<'_>,
    ) -> Self {
        let pages = if companies.is_some() { Pages::None } else { Pages::Likely(None) };
        let mut walk = Self {
            term: sought,
            queue: VecDeque::new(),
            open: Vec::new(),
            pages,
            known: BTreeSet::new(),
            answered: 0,
            total: 0,
            matches: Vec::new(),
            more: Vec::new(),
            likely: Vec::new(),
            skipped: Vec::new(),
            why: None,
            in_a_row: 0,
            nameless: BTreeSet::new(),
            stopped: false,
        };
        walk.enqueue(companies.unwrap_or_default());
        walk.total = walk.known.len();
        walk.go_on(cx);
        walk
    }

    fn enqueue(&mut self, companies: Vec<Arc<Company>>) {
        for company in companies {
            // The service cannot be queried about it: reported as such, never as "no users".
            if company.id.is_missing() {
                self.nameless.insert(company.name.clone());
                continue;
            }
            if self.known.len() < MAX_COMPANIES && self.known.insert(company.id.clone()) {
                self.queue.push_back(company);
            }
        }
    }

    /// The search term.
    #[must_use]
    pub fn term(&self) -> &SearchTerm {
        &self.term
    }

    /// The search text for the users of a company.
    #[must_use]
    pub fn search(&self) -> String {
        match &self.term {
            SearchTerm::Domain(domain) => format!("@{domain}"),
            SearchTerm::Email(text) | SearchTerm::Name(text) => text.clone(),
        }
    }

    /// Requests are pending or to be sent.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        !self.stopped && (!self.open.is_empty() || self.page_ticket().is_some())
    }

    fn page_ticket(&self) -> Option<Ticket> {
        match self.pages {
            Pages::None => None,
            Pages::Likely(ticket) | Pages::All(_, ticket) => ticket,
        }
    }

    fn has_more(&self) -> bool {
        !self.queue.is_empty() || !matches!(self.pages, Pages::None)
    }

    /// Sends as many requests as allowed.
    fn go_on(&mut self, cx: &mut Context<'_>) {
        if self.stopped {
            return;
        }
        if self.matches.len() >= IN_ALL {
            self.stop(cx);
            return;
        }
        // The requested page counts as a concurrent request.
        let page = usize::from(self.page_ticket().is_some() || self.ask_for_companies(cx));
        while self.open.len() + page < AT_ONCE
            && let Some(company) = self.queue.pop_front()
        {
            let ticket = cx.tickets.issue(Owner::OwnerSearch);
            let query = match &self.term {
                SearchTerm::Email(address) => UserQuery { email: Some(address.clone()), ..UserQuery::default() },
                SearchTerm::Domain(_) | SearchTerm::Name(_) => {
                    UserQuery { search: self.search(), ..UserQuery::default() }
                }
            };
            let query = UserQuery { size: OF_ONE, ..query };
            cx.out.push(Effect::Fetch(ticket, Read::Users(company.id.clone(), query)));
            self.open.push((ticket, company));
        }
    }

    /// True if it sent a request.
    fn ask_for_companies(&mut self, cx: &mut Context<'_>) -> bool {
        let usual = CompanyQuery { size: PAGE, order: OrderBy::CompanyName, ..CompanyQuery::default() };
        let (query, ticket) = match &mut self.pages {
            Pages::None => return false,
            Pages::Likely(ticket) => {
                let name = match &self.term {
                    SearchTerm::Name(name) => name.clone(),
                    SearchTerm::Email(_) | SearchTerm::Domain(_) => self.term.label().unwrap_or_default().to_owned(),
                };
                (CompanyQuery { search: name, ..usual }, ticket)
            }
            Pages::All(..) if self.queue.len() > AT_ONCE => return false,
            Pages::All(page, ticket) => (CompanyQuery { page: *page, ..usual }, ticket),
        };
        let drawn = cx.tickets.issue(Owner::OwnerSearch);
        *ticket = Some(drawn);
        cx.out.push(Effect::Fetch(drawn, Read::Companies(query)));
        true
    }

    /// Companies arrived, or failed to.
    pub(in crate::app) fn companies(
        &mut self,
        ticket: Ticket,
        answer: Result<Page<Company>, Failure>,
        cx: &mut Context<'_>,
    ) {
        if self.page_ticket() != Some(ticket) {
            return;
        }
        let answer = answer.map(|page| page.map(Arc::new));
        match (answer, std::mem::replace(&mut self.pages, Pages::None)) {
            (Ok(page), Pages::Likely(_)) => {
                self.likely.clone_from(&page.items);
                self.enqueue(page.items);
                self.pages = Pages::All(1, None);
            }
            (Ok(page), Pages::All(number, _)) => {
                self.total = usize::try_from(page.total).unwrap_or(usize::MAX);
                let more = number < page.pages.min(MAX_PAGES) && !page.items.is_empty();
                self.enqueue(page.items);
                if more && self.known.len() < MAX_COMPANIES {
                    self.pages = Pages::All(number + 1, None);
                }
            }
            (Err(failure), pages) => {
                self.pages = match pages {
                    Pages::Likely(_) => Pages::Likely(None),
                    Pages::All(number, _) => Pages::All(number, None),
                    Pages::None => Pages::None,
                };
                self.why = Some(failure);
                self.stop(cx);
                // Even if no other request was pending.
                self.stopped = true;
            }
            (Ok(_), Pages::None) => {}
        }
        self.go_on(cx);
    }

    /// A company was searched, or failed.
    pub(in crate::app) fn users(
        &mut self,
        ticket: Ticket,
        answer: Result<Page<TargetUser>, Failure>,
        cx: &mut Context<'_>,
    ) {
        let Some(at) = self.open.iter().position(|(t, _)| *t == ticket) else { return };
        let (_, company) = self.open.remove(at);
        match answer {
            Ok(page) => {
                self.answered += 1;
                self.in_a_row = 0;
                let whole = |user: &TargetUser| match &self.term {
                    SearchTerm::Email(address) => same_email(&user.email, address),
                    SearchTerm::Domain(domain) => of_email(&user.email) == of_email(&format!("x@{domain}")),
                    SearchTerm::Name(_) => true,
                };
                let more = page.total.saturating_sub(u64::from(OF_ONE));
                let found = page.items.into_iter().filter(whole).take(OF_ONE as usize);
                let before = self.matches.len();
                self.matches.extend(found.map(|user| Match { company: Arc::clone(&company), user }));
                if more > 0 && self.matches.len() > before {
                    self.more.push((self.matches.len(), company, more));
                }
            }
            Err(failure) => {
                self.skipped.push(company);
                // Locked access at one customer says nothing about the next.
                self.in_a_row += usize::from(failure.remedy.is_passing());
                let hopeless = failure.remedy == Remedy::Credentials || self.in_a_row >= IN_A_ROW;
                self.why = Some(failure);
                if hopeless {
                    self.stop(cx);
                }
            }
        }
        self.go_on(cx);
    }

    /// Stops; results stay. False if it had ended.
    pub(in crate::app) fn stop(&mut self, cx: &mut Context<'_>) -> bool {
        let was = self.is_under_way();
        for (ticket, company) in self.open.drain(..).rev() {
            cx.out.push(Effect::Cancel(ticket));
            self.queue.push_front(company);
        }
        if let Pages::Likely(ticket) | Pages::All(_, ticket) = &mut self.pages
            && let Some(ticket) = ticket.take()
        {
            cx.out.push(Effect::Cancel(ticket));
        }
        self.stopped |= was;
        was
    }

    /// Continues where it stopped, and retries failed companies. False if there is nothing to do.
    pub(in crate::app) fn resume(&mut self, cx: &mut Context<'_>) -> bool {
        let nothing_left = self.skipped.is_empty() && !self.has_more();
        if self.is_under_way() || nothing_left || self.matches.len() >= IN_ALL {
            return false;
        }
        self.queue.extend(self.skipped.drain(..));
        self.stopped = false;
        self.in_a_row = 0;
        self.why = None;
        self.go_on(cx);
        true
    }

    /// The progress as text, least important parts last.
    #[must_use]
    pub fn summary(&self, keys: &KeyMap) -> String {
        let shown = u64::try_from(self.matches.len()).unwrap_or(u64::MAX);
        let found = match self.more.iter().map(|(.., more)| more).sum::<u64>() {
            0 => format!("{shown} found"),
            more => format!("{} found, {shown} of them here", shown.saturating_add(more)),
        };
        let (done, total) = (self.answered + self.skipped.len(), self.total.min(MAX_COMPANIES).max(self.known.len()));
        let beyond = if self.total > MAX_COMPANIES { format!(" (of {})", self.total) } else { String::new() };
        let so_far = format!("{done} of {total}{beyond} companies searched, {found}");
        let missed = match self.skipped.len() {
            0 => String::new(),
            n => {
                let why = self.why.as_ref().map(|why| format!(" ({})", why.why.trim_end_matches('.')));
                format!(" | {n} could not be searched{}", why.unwrap_or_default())
            }
        };
        let nameless = match self.nameless.len() {
            0 => String::new(),
            n => format!(" | {n} without an ID could not be searched"),
        };
        let missed = format!("{missed}{nameless}");
        let again = keys.describe_keys(Command::ContinueOwnerSearch, Scope::OwnerSearch);
        if self.is_under_way() {
            format!("{so_far} | Esc stops{missed}")
        } else if self.matches.len() >= IN_ALL {
            format!("{so_far}: too many, type more")
        } else if self.has_more() {
            format!("stopped: {so_far} | {again} continues{missed}")
        } else if self.skipped.is_empty() {
            format!("{total}{beyond} companies searched, {found}{missed}")
        } else if self.matches.is_empty() && self.answered > 0 {
            let why = self.why.as_ref().map(|why| format!(": {}", why.why.trim_end_matches('.')));
            let (searched, missed) = (count_of(self.answered), self.skipped.len());
            format!(
                "no users in {searched} searched; {missed} failed{} | {again} retries them{nameless}",
                why.unwrap_or_default()
            )
        } else {
            format!("{} of {total}{beyond} companies searched, {found} | {again} searches again{missed}", self.answered)
        }
    }

    /// Why no company could be searched.
    #[must_use]
    pub fn why(&self) -> Option<&Failure> {
        self.why.as_ref().filter(|_| self.answered == 0)
    }
}

fn count_of(companies: usize) -> String {
    count(u64::try_from(companies).unwrap_or(u64::MAX), "company", "companies")
}
