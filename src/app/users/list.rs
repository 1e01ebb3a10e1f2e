//! The users of a company: their list, searched, sorted and paged by the service.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::Read;
use crate::app::core::focus::Pane;
use crate::app::core::notices::Topic;
use crate::app::core::owner::ListId;
use crate::app::core::remote::{RequestState, Ticket};
use crate::app::keys::keymap::KeyMap;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::app::paged_list::sieve::AT_ONCE;
use crate::app::users::order::sort;
use crate::app::users::seen::SeenUsers;
use crate::domain::company::summary::Company;
use crate::domain::form::subject::Subject;
use crate::domain::list::filter::complete::{Completion, complete};
use crate::domain::list::filter::forgiving::{Forgiven, KnownWords};
use crate::domain::list::filter::matching::Row;
use crate::domain::list::filter::parse::{literal_as, parse_as};
use crate::domain::list::filter::term::{Filter, Mistake};
use crate::domain::list::filter::user_key::{UserLanguage, UserRow};
use crate::domain::list::grid::Content;
use crate::domain::list::page::Page;
use crate::domain::list::user_columns::{UserColumn, content};
use crate::domain::list::user_filter::{Divided, values};
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::time::now::Now;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::system_user::SystemUserQuery;

/// Most ways to go on typing that are offered.
const OFFERED: usize = 6;

/// Which users of which company: rows of one company are never shown under the name of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyUsersQuery {
    /// Whose users.
    pub company: CompanyId,
    /// Its target users or its system users. The service can only list the latter: they are searched and sorted here.
    pub subject: Subject,
    /// The query; its search is in the filter language.
    pub query: UserQuery,
    /// What must hold besides.
    pub filters: Filter<UserLanguage>,
}

impl CompanyUsersQuery {
    fn with(&self, query: UserQuery) -> Self {
        Self { query, ..self.clone() }
    }

    /// Everything that must hold: the search and the filters.
    #[must_use]
    pub fn conditions(&self) -> Filter<UserLanguage> {
        let mut all = self.filters.clone();
        let search = &self.query.search;
        all.terms.extend(parse_as(search).unwrap_or_else(|_| Filter::words(search)).terms);
        all
    }

    /// The query for the service, of as much as it can do.
    #[must_use]
    pub fn for_service(&self) -> UserQuery {
        Divided::new(&self.conditions()).query(&self.query)
    }

    /// What must hold and the service is not asked for.
    fn applied_here(&self) -> Filter<UserLanguage> {
        match self.subject {
            Subject::TargetUser => Divided::new(&self.conditions()).rest,
            Subject::SystemUser => self.conditions(),
        }
    }

    /// Without the filter at this place.
    #[must_use]
    pub fn without_filter(&self, n: usize) -> Self {
        Self { filters: self.filters.without(n), ..self.with(self.query.at_page(1)) }
    }
}

impl ListQuery for CompanyUsersQuery {
    type Item = TargetUser;
    type Id = UserId;
    type Column = UserColumn;
    type History = ();
    type Source = SeenUsers;

    const LIST: ListId = ListId::Users;
    const TOPIC: Topic = Topic::Users;

    fn id(item: &TargetUser) -> &UserId {
        &item.id
    }

    fn name(item: &TargetUser) -> String {
        if item.email.is_empty() { item.shown_name() } else { item.email.clone() }
    }

    fn is_known_by_id(item: &TargetUser) -> bool {
        !item.id.is_missing()
    }

    fn content(rows: &[TargetUser]) -> Content {
        content(rows.iter())
    }

    fn read(&self, source: &SeenUsers) -> Read {
        match self.subject {
            Subject::TargetUser => Read::Users(self.company.clone(), self.for_service()),
            Subject::SystemUser => self.read_part(self.query.page, source),
        }
    }

    fn page(&self) -> u32 {
        self.query.page
    }

    fn size(&self) -> u32 {
        self.query.size
    }

    fn search(&self) -> &str {
        &self.query.search
    }

    fn same_filter(&self, other: &Self) -> bool {
        (&self.company, self.subject) == (&other.company, other.subject)
            && self.query.email == other.query.email
            && self.filters == other.filters
    }

    fn at_page(&self, page: u32) -> Self {
        self.with(self.query.at_page(page))
    }

    fn sized(&self, size: u32, page: u32) -> Self {
        self.with(UserQuery { page, size, ..self.query.clone() })
    }

    fn searching(&self, search: String) -> Self {
        self.with(UserQuery { search, page: 1, ..self.query.clone() })
    }

    fn reversed(&self) -> Self {
        self.with(UserQuery { ascending: !self.query.ascending, page: 1, ..self.query.clone() })
    }

    fn sorted_by(&self, column: UserColumn, _: &SeenUsers, _: &KeyMap) -> Result<Self, String> {
        let Some(order) = column.spec().order_by else {
            return Err(format!("the service cannot sort by {}", column.spec().title));
        };
        let ascending = if self.query.order == order { !self.query.ascending } else { column.starts_ascending() };
        Ok(self.with(UserQuery { order, ascending, page: 1, ..self.query.clone() }))
    }

    fn check(text: &str, _: &SeenUsers, _: &KeyMap) -> Result<(), Mistake> {
        parse_as::<UserLanguage>(text).map(drop)
    }

    fn complete(text: &str, at: usize, source: &SeenUsers) -> Vec<Completion> {
        let mut found = complete(text, at, |key| values(key, source.users()));
        found.truncate(OFFERED);
        found
    }

    fn settled(&self) -> Self {
        let Ok(typed) = parse_as::<UserLanguage>(&self.query.search) else { return self.clone() };
        let Some((words, filters)) = self.filters.with_comparisons(typed) else { return self.clone() };
        Self { filters, ..self.searching(words) }
    }

    fn without_last_filter(&self) -> Option<Self> {
        Some(self.without_filter(self.filters.terms.len().checked_sub(1)?))
    }

    fn is_filtered_here(&self, _: &SeenUsers) -> bool {
        !self.applied_here().is_empty() || self.subject == Subject::SystemUser
    }

    fn fitting(&self, items: Vec<TargetUser>, _: &SeenUsers, now: Now) -> Vec<TargetUser> {
        let (rest, today) = (self.applied_here(), now.local.date());
        items.into_iter().filter(|user| rest.matches(&UserRow::new(user), today)).collect()
    }

    fn arrange(&self, rows: &mut Vec<TargetUser>) {
        if self.subject == Subject::SystemUser {
            sort(rows, &self.query);
        }
    }

    fn forgiven(&self, source: &SeenUsers, now: Now) -> Option<(Vec<TargetUser>, String)> {
        // Addresses and numbers that differ little are those of others.
        let is_meant_exactly = |c: char| c == '@' || c.is_numeric();
        if self.query.email.is_some() || self.query.search.contains(is_meant_exactly) {
            return None;
        }
        let rows: Vec<(&TargetUser, UserRow<'_>)> = source.users().map(|user| (user, UserRow::new(user))).collect();
        let words = KnownWords::new(rows.iter().map(|(_, row)| row.text()));
        let Forgiven { filter, note } = self.conditions().forgiving(&words)?;
        let today = now.local.date();
        let meant = rows.iter().filter(|(_, row)| filter.matches(row, today));
        let meant: Vec<TargetUser> = meant.map(|(user, _)| (*user).clone()).collect();
        (!meant.is_empty()).then_some((meant, note))
    }

    fn read_part(&self, page: u32, _: &SeenUsers) -> Read {
        let company = self.company.clone();
        match self.subject {
            Subject::TargetUser => Read::Users(company, UserQuery { page, size: AT_ONCE, ..self.for_service() }),
            Subject::SystemUser => {
                Read::SystemUsers(company, SystemUserQuery { page, size: AT_ONCE, ..SystemUserQuery::default() })
            }
        }
    }
}

/// The list and its company.
#[derive(Debug, Clone)]
pub struct Users {
    /// It is shown in place of the company table.
    pub is_open: bool,
    /// The company, as listed.
    pub company: Option<Company>,
    /// The pane that Esc returns to.
    pub from: Pane,
    /// The users.
    pub list: PagedList<CompanyUsersQuery>,
}

impl Default for Users {
    fn default() -> Self {
        let nobody = CompanyUsersQuery {
            company: CompanyId::new(""),
            subject: Subject::TargetUser,
            query: UserQuery::default(),
            filters: Filter::default(),
        };
        Self { is_open: false, company: None, from: Pane::Table, list: PagedList::about(nobody, UserColumn::Name) }
    }
}

impl Users {
    /// Opens it with a search; an empty text lists all of these users.
    pub(in crate::app) fn open(
        &mut self,
        (company, subject): (&Company, Subject),
        from: Pane,
        search: &str,
        cx: &mut Context<'_>,
    ) {
        self.is_open = true;
        self.from = from;
        let list = &mut self.list;
        let was_open = list.wanted.subject;
        if was_open != subject {
            list.go_to_column(UserColumn::Name);
        }
        if list.wanted.company != company.id || was_open != subject {
            list.forget_rows();
            list.source.forget();
            list.forget_marks();
        }
        list.close_search();
        // The other list has columns that this one cannot be sorted by.
        let before = if was_open == subject { list.wanted.query.clone() } else { UserQuery::default() };
        let query = UserQuery { page: 1, search: literal_as::<UserLanguage>(search), ..before };
        self.company = Some(company.clone());
        let wanted = CompanyUsersQuery { company: company.id.clone(), subject, query, filters: Filter::default() };
        list.request(wanted, CursorTarget::First, cx);
    }

    /// Takes away the filter at this place.
    pub(in crate::app) fn take_filter_away(&mut self, n: usize, cx: &mut Context<'_>) {
        let wanted = self.list.wanted.without_filter(n);
        self.list.request(wanted, CursorTarget::Follow, cx);
    }

    /// Another pane takes its place; what was requested is kept for when it opens again.
    pub(in crate::app) fn hide(&mut self) {
        self.is_open = false;
    }

    /// The company list has its company: its row may have changed.
    pub(in crate::app) fn renew(&mut self, companies: &[Arc<Company>]) {
        let Some(mine) = &mut self.company else { return };
        if let Some(row) = companies.iter().find(|row| row.id == mine.id && ***row != *mine) {
            mine.clone_from(row);
        }
    }

    /// Closes it and cancels pending requests.
    pub(in crate::app) fn close(&mut self, cx: &mut Context<'_>) {
        self.list.cancel(cx);
        self.list.close_search();
        self.list.forget_marks();
        self.is_open = false;
    }

    /// The state of its request, if the list is open.
    pub(in crate::app) fn request_state(&self) -> RequestState {
        if self.is_open { self.list.load.request_state() } else { RequestState::Idle }
    }

    /// Takes an answer with users or a failure; late answers are dropped.
    pub(in crate::app) fn arrived(
        &mut self,
        ticket: Ticket,
        answer: Result<Page<TargetUser>, Failure>,
        cx: &mut Context<'_>,
    ) {
        let is_shown = self.list.load.waiting == Some(ticket);
        if let Some(unread) = answer.as_ref().ok().filter(|_| is_shown).and_then(Page::unchecked_note) {
            cx.notices.info(cx.now, unread);
        }
        if let Ok(page) = &answer
            && self.list.waits_for(ticket)
        {
            self.list.source.see(&page.items);
        }
        self.list.settle(ticket, answer, cx);
        if is_shown {
            self.list.complete_again();
        }
    }

    /// The status of this user has changed: the rows say so before the service is asked again.
    pub fn set_status(&mut self, user: &UserId, status: &UserStatus) {
        if let Some(seen) = self.list.source.0.get_mut(user) {
            seen.status = status.clone();
        }
        for row in self.list.all_rows_mut().filter(|row| row.id == *user) {
            row.status = status.clone();
        }
    }

    /// Which users are listed.
    #[must_use]
    pub fn listed_subject(&self) -> Subject {
        self.list.wanted.subject
    }

    /// Users of this company were added, changed or deleted.
    pub fn users_changed(&mut self, company: &CompanyId, subject: Subject, cx: &mut Context<'_>) {
        if (&self.list.wanted.company, self.listed_subject()) != (company, subject) {
            return;
        }
        self.list.forget_pages(cx);
        if self.is_open {
            self.list.auto_reload(cx);
        }
    }
}
