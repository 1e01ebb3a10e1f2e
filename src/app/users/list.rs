//! The users of a company: their list, searched, sorted and paged by the service.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::Read;
use crate::app::core::focus::Pane;
use crate::app::core::notices::Topic;
use crate::app::core::owner::ListId;
use crate::app::core::remote::{RequestState, Ticket};
use crate::app::keys::command::Copied;
use crate::app::keys::keymap::KeyMap;
use crate::app::paged_list::cursor_target::CursorTarget;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::domain::company::summary::Company;
use crate::domain::list::grid::Content;
use crate::domain::list::page::Page;
use crate::domain::list::user_columns::{UserColumn, content};
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::text::spreadsheet::{cell, pasted};
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_user::Priority;

/// Which users of which company: rows of one company are never shown under the name of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyUsersQuery {
    /// Whose users.
    pub company: CompanyId,
    /// The query.
    pub query: UserQuery,
}

impl CompanyUsersQuery {
    fn with(&self, query: UserQuery) -> Self {
        Self { company: self.company.clone(), query }
    }
}

impl ListQuery for CompanyUsersQuery {
    type Item = TargetUser;
    type Id = UserId;
    type Column = UserColumn;
    type History = ();
    type Source = ();

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

    fn read(&self, (): &()) -> Read {
        Read::Users(self.company.clone(), self.query.clone())
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
        self.company == other.company && self.query.email == other.query.email
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

    fn sorted_by(&self, column: UserColumn, (): &(), _: &KeyMap) -> Result<Self, String> {
        let Some(order) = column.spec().order_by else {
            return Err(format!("the service cannot sort by {}", column.spec().title));
        };
        let ascending = if self.query.order == order { !self.query.ascending } else { column.starts_ascending() };
        Ok(self.with(UserQuery { order, ascending, page: 1, ..self.query.clone() }))
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
        let nobody = CompanyUsersQuery { company: CompanyId::new(""), query: UserQuery::default() };
        Self { is_open: false, company: None, from: Pane::Table, list: PagedList::about(nobody, UserColumn::Name) }
    }
}

impl Users {
    /// Opens it with a search; an empty text lists all users.
    pub(in crate::app) fn open(&mut self, company: &Company, from: Pane, search: &str, cx: &mut Context<'_>) {
        self.is_open = true;
        self.from = from;
        let list = &mut self.list;
        if list.wanted.company != company.id {
            list.forget_rows();
            list.forget_marks();
        }
        list.close_search();
        let query = UserQuery { page: 1, search: search.to_owned(), ..list.wanted.query.clone() };
        self.company = Some(company.clone());
        list.request(CompanyUsersQuery { company: company.id.clone(), query }, CursorTarget::First, cx);
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
        self.list.settle(ticket, answer, cx);
    }

    /// Users of this company were added or removed.
    pub fn users_changed(&mut self, company: &CompanyId, cx: &mut Context<'_>) {
        if self.list.wanted.company != *company {
            return;
        }
        self.list.forget_pages(cx);
        if self.is_open {
            self.list.auto_reload(cx);
        }
    }
}

/// A user as lines of label and text, with every field the service returns.
#[must_use]
pub fn fields(user: &TargetUser, company: &str) -> Vec<(&'static str, String)> {
    let words = |w: &Option<String>| w.clone().unwrap_or_else(|| "-".to_owned());
    let known = |name: &String| Priority::named(name).map_or_else(|| name.clone(), |p| p.label().to_owned());
    let priority = user.priority.as_ref().map(known);
    let created = user.created.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    vec![
        ("First name", words(&user.first_name)),
        ("Last name", words(&user.last_name)),
        ("Email", user.email.clone()),
        ("Status", UserColumn::Status.cell(user)),
        ("Phone", words(&user.phone)),
        ("Department", words(&user.department)),
        ("Priority", words(&priority)),
        ("Created", created),
        ("Company", company.to_owned()),
        ("User ID", user.id.to_string()),
    ]
}

/// A value of a user for the clipboard; `column` is the one under the cursor.
#[must_use]
pub fn text_of(user: &TargetUser, what: Copied, column: UserColumn) -> String {
    match what {
        Copied::Row => row(user),
        Copied::Email => user.email.clone(),
        Copied::Id => user.id.to_string(),
        Copied::Name => user.name(),
        Copied::Cell => column.cell(user),
    }
}

/// One user as the cells of every column and the ID, for a spreadsheet.
#[must_use]
pub fn row(user: &TargetUser) -> String {
    let cells = UserColumn::ALL.iter().map(|c| c.cell(user)).chain([user.id.to_string()]);
    pasted(cells.map(|text| cell(&text).into_owned()))
}
