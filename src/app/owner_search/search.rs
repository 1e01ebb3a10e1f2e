//! Owner search: for an address, a domain or a name. Matching companies are shown while typing,
//! and Enter searches the users of all companies. Results stay for the rest of the run.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::app::core::context::Context;
use crate::app::core::remote::Ticket;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::owner_search::crawl::{CompanyCrawl, Match};
use crate::app::widgets::text_input::{Edit, TextInput};
use crate::domain::company::summary::Company;
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::page::Page;
use crate::domain::list::search_term::SearchTerm;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::existing::TargetUser;

/// Minimum length of a single word of several to be searched for.
const TELLING: usize = 4;
/// Maximum number of matching companies shown.
const COMPANIES: usize = 20;

/// The search and its results.
#[derive(Debug, Clone, Default)]
pub struct OwnerSearch {
    /// What is typed.
    pub input: TextInput,
    /// Matching companies, and why they match, likeliest first.
    pub companies: Vec<(Arc<Company>, &'static str)>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The search for users.
    pub crawl: Option<CompanyCrawl>,
    /// The next key replaces the text: it was for the last caller.
    replace_on_type: bool,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ResultRow<'a> {
    /// A company, and why it matches.
    Company(&'a Arc<Company>, &'static str),
    /// A user.
    User(&'a Match),
    /// A company with this many further results.
    More(&'a Arc<Company>, u64),
}

impl ResultRow<'_> {
    /// Its identity.
    fn id(&self) -> (CompanyId, Option<UserId>) {
        match self {
            Self::Company(company, _) => (company.id.clone(), None),
            Self::User(hit) => (hit.company.id.clone(), Some(hit.user.id.clone())),
            // No user has this ID.
            Self::More(company, _) => (company.id.clone(), Some(UserId::new(""))),
        }
    }
}

impl OwnerSearch {
    /// The lines of the list, in order.
    pub fn lines(&self) -> impl Iterator<Item = ResultRow<'_>> {
        let companies = self.companies.iter().map(|(company, why)| ResultRow::Company(company, why));
        let hits = self.crawl.iter().flat_map(|walk| {
            (1..).zip(&walk.matches).flat_map(|(after, hit)| {
                let more = walk.more.iter().filter(move |(at, ..)| *at == after);
                std::iter::once(ResultRow::User(hit))
                    .chain(more.map(|(_, company, more)| ResultRow::More(company, *more)))
            })
        });
        companies.chain(hits)
    }

    /// The users found belong to the typed text.
    #[must_use]
    pub fn has_results(&self) -> bool {
        self.crawl.as_ref().is_some_and(|walk| SearchTerm::of(self.input.value()).as_ref() == Some(walk.term()))
    }

    /// Moves the cursor.
    pub(in crate::app) fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.lines().count().saturating_sub(1));
    }

    /// Puts the cursor on a line.
    pub(in crate::app) fn select(&mut self, line: usize) {
        self.cursor = line.min(self.lines().count().saturating_sub(1));
    }

    /// Stops the search; false if none was running.
    pub(in crate::app) fn stop(&mut self, cx: &mut Context<'_>) -> bool {
        self.crawl.as_mut().is_some_and(|walk| walk.stop(cx))
    }

    /// The text below the list.
    #[must_use]
    pub fn summary(&self, companies: usize, keys: &KeyMap) -> String {
        if let Some(walk) = self.crawl.as_ref().filter(|_| self.has_results()) {
            return walk.summary(keys);
        }
        let of = match companies {
            0 => String::new(),
            n => format!(" in {n} companies"),
        };
        let looks = keys.describe_keys(Command::Accept, Scope::OwnerSearch);
        match SearchTerm::of(self.input.value()) {
            None => format!("an address, a mail domain or a name; {looks} starts the search"),
            Some(SearchTerm::Email(_)) => format!("{looks} looks this address up{of}"),
            Some(SearchTerm::Domain(_)) => format!("{looks} looks for users of this domain{of}"),
            Some(SearchTerm::Name(_)) => format!("{looks} looks for users of this name{of}"),
        }
    }

    /// Why the last company could not be searched, once the search has ended.
    #[must_use]
    pub fn why(&self) -> Option<&Failure> {
        // While the search is running, a single failure does not matter.
        let walk = self.crawl.as_ref().filter(|walk| self.has_results() && !walk.is_under_way())?;
        walk.why()
    }

    /// Opens it, with the last results.
    pub(in crate::app) fn opened(&mut self) {
        self.replace_on_type = true;
    }

    /// A key in its line; true if the text changed.
    pub(in crate::app) fn typed(&mut self, press: KeyPress, cx: &mut Context<'_>) -> bool {
        if std::mem::take(&mut self.replace_on_type) && press.typed().is_some() {
            self.input = TextInput::default();
        }
        let changed = self.input.press(press) == Edit::Changed;
        if changed {
            self.drop_walk(cx);
        }
        changed
    }

    /// A paste into its line. An address is extracted from the surrounding text.
    pub(in crate::app) fn pasted(&mut self, text: &str, cx: &mut Context<'_>) {
        let text = match SearchTerm::of(text) {
            Some(SearchTerm::Email(address)) => address,
            _ => text.to_owned(),
        };
        if std::mem::take(&mut self.replace_on_type) {
            self.input = TextInput::default();
        }
        self.input.paste(&text);
        self.drop_walk(cx);
    }

    fn drop_walk(&mut self, cx: &mut Context<'_>) {
        if !self.has_results() {
            self.stop(cx);
            self.crawl = None;
            // A new search: the likeliest result first.
            self.companies.clear();
            self.cursor = 0;
        }
    }

    /// Updates the companies that match; `owner` gives the company of a verified domain. The cursor stays on its
    /// line, wherever that is now.
    pub(in crate::app) fn find<'a>(
        &mut self,
        roster: &CompanyIndex,
        owner: impl Fn(&str) -> Option<&'a CompanyId>,
        today: Date,
    ) {
        let on = self.lines().nth(self.cursor).map(|line| line.id());
        let sought = SearchTerm::of(self.input.value());
        self.companies = sought.map_or_else(Vec::new, |sought| self.likely(&sought, roster, owner, today));
        let lines = || self.lines().map(|line| line.id());
        let at = on.and_then(|on| lines().position(|id| id == on));
        self.cursor = at.unwrap_or_else(|| self.cursor.min(lines().count().saturating_sub(1)));
    }

    /// Matching companies, likeliest first, and why they match.
    fn likely<'a>(
        &self,
        sought: &SearchTerm,
        roster: &CompanyIndex,
        owner: impl Fn(&str) -> Option<&'a CompanyId>,
        today: Date,
    ) -> Vec<(Arc<Company>, &'static str)> {
        let mut found: Vec<(u8, Arc<Company>, &'static str)> = Vec::new();
        match sought {
            SearchTerm::Name(name) => {
                let by_text = |search: &str| {
                    let query = IndexQuery { search: search.to_owned(), ..IndexQuery::default() };
                    roster.find(&query, today).companies().take(COMPANIES).cloned().collect::<Vec<_>>()
                };
                found.extend(by_text(name).into_iter().map(|company| (0, company, "matches")));
                if found.is_empty() {
                    // `Jane at Lumen`: the name of a person, with that of the company somewhere in it.
                    let words = name.split_whitespace().filter(|word| word.chars().count() >= TELLING);
                    found.extend(words.flat_map(by_text).map(|company| (1, company, "a word of it matches")));
                }
            }
            SearchTerm::Email(_) | SearchTerm::Domain(_) => {
                let owner = sought.domain().and_then(owner);
                let verified = |company: &Company| owner == Some(&company.id);
                found.extend(roster.companies().filter_map(|company| {
                    let (rank, why) = match sought.match_score(&company.name) {
                        _ if verified(company) => (0, "verified domain"),
                        Some(rank) => (rank + 1, "name like the domain"),
                        None => return None,
                    };
                    Some((rank, company.clone(), why))
                }));
                found.sort_by_key(|(rank, ..)| *rank);
            }
        }
        if let Some(walk) = self.crawl.as_ref().filter(|walk| walk.term() == sought) {
            // From the service, if the companies are not in memory.
            found.extend(walk.likely.iter().map(|company| (u8::MAX, company.clone(), "matches")));
        }
        let mut known = BTreeSet::new();
        found.retain(|(_, company, _)| known.insert(company.id.clone()));
        found.into_iter().take(COMPANIES).map(|(_, company, why)| (company, why)).collect()
    }

    /// Searches for users in the matching companies and then in all of these, in order; `None`: they are not in
    /// memory.
    pub(in crate::app) fn begin(&mut self, all: Option<Vec<Arc<Company>>>, cx: &mut Context<'_>) {
        let Some(sought) = SearchTerm::of(self.input.value()) else {
            cx.notices.hint(cx.now, "two letters at least, a mail domain or an address");
            return;
        };
        self.replace_on_type = false;
        let likely = self.companies.iter().map(|(company, _)| company.clone());
        let companies = all.map(|all| likely.chain(all).collect());
        self.crawl = Some(CompanyCrawl::begin(sought, companies, cx));
    }

    /// Continues a stopped search, and retries failed companies. False if there was no search.
    pub(in crate::app) fn go_on(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(walk) = self.crawl.as_mut() else { return false };
        if !walk.resume(cx) {
            let said =
                if walk.is_under_way() { "the search is under way" } else { "there are no companies left to search" };
            cx.notices.hint(cx.now, said);
        }
        true
    }

    /// Closes with the result under the cursor: a company, and the search for its users if a user was chosen.
    pub(in crate::app) fn chosen(&mut self, cx: &mut Context<'_>) -> Option<(Arc<Company>, Option<String>)> {
        let chosen = match self.lines().nth(self.cursor) {
            Some(ResultRow::Company(company, _)) => (Arc::clone(company), None),
            Some(ResultRow::User(hit)) if hit.user.email.is_empty() => {
                (Arc::clone(&hit.company), Some(hit.user.name()))
            }
            Some(ResultRow::User(hit)) => (Arc::clone(&hit.company), Some(hit.user.email.clone())),
            Some(ResultRow::More(company, _)) => (Arc::clone(company), self.crawl.as_ref().map(CompanyCrawl::search)),
            None => {
                let is_under_way = self.crawl.as_ref().is_some_and(CompanyCrawl::is_under_way);
                let said = if is_under_way { "no users found so far" } else { "no users found" };
                cx.notices.hint(cx.now, said);
                return None;
            }
        };
        self.stop(cx);
        Some(chosen)
    }

    /// Companies arrived that the crawl has requested.
    pub(in crate::app) fn companies_came(
        &mut self,
        ticket: Ticket,
        answer: Result<Page<Company>, Failure>,
        cx: &mut Context<'_>,
    ) {
        if let Some(walk) = &mut self.crawl {
            walk.companies(ticket, answer, cx);
        }
    }

    /// A company has answered.
    pub(in crate::app) fn users_loaded(
        &mut self,
        ticket: Ticket,
        answer: Result<Page<TargetUser>, Failure>,
        cx: &mut Context<'_>,
    ) {
        if let Some(walk) = &mut self.crawl {
            walk.users(ticket, answer, cx);
        }
    }
}
