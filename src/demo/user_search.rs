//! The searches of a company's users: by filter, and by address.

use super::body::{self, Fields};
use super::filter::{Column, Filter, Held};
use super::paging::{Paging, note};
use super::search::read_filter;
use super::text::fold;
use super::user::{PRIORITIES, StoredUser};

/// A user with the names of what it has only the IDs of.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) user: StoredUser,
    /// The display name of its time zone.
    pub(super) zone: Option<&'static str>,
    /// The name of its language.
    pub(super) language: Option<&'static str>,
}

impl Seen {
    /// The status as the search of users says it.
    pub(super) fn status(&self) -> &'static str {
        match (self.user.deleted, self.user.active) {
            (true, _) => "Deleted",
            (false, true) => "Active",
            (false, false) => "Inactive",
        }
    }
}

/// What users can be filtered and ordered by: the columns of their list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UserColumn {
    Id,
    Email,
    FirstName,
    LastName,
    Department,
    Priority,
    Status,
    Created,
    Phone,
    Zone,
    Language,
}

impl Column for UserColumn {
    type Row = Seen;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "resourceid" => Self::Id,
            "email" => Self::Email,
            "firstname" => Self::FirstName,
            "lastname" => Self::LastName,
            "department" => Self::Department,
            "priority" => Self::Priority,
            "status" => Self::Status,
            "createtime" => Self::Created,
            "phonenumber" => Self::Phone,
            "timezone" => Self::Zone,
            "preferredlanguage" => Self::Language,
            _ => return None,
        })
    }

    fn of(self, seen: &Seen) -> Held<'_> {
        let user = &seen.user;
        match self {
            Self::Id => Held::Text(&user.resource_id),
            Self::Email => Held::Text(&user.email),
            Self::FirstName => Held::maybe(user.first_name.as_deref()),
            Self::LastName => Held::maybe(user.last_name.as_deref()),
            Self::Department => Held::maybe(user.department.as_deref()),
            Self::Priority => Held::Text(&user.priority),
            Self::Status => Held::Text(seen.status()),
            Self::Created => Held::Text(&user.created),
            Self::Phone => Held::maybe(Some(user.phone.as_str()).filter(|phone| !phone.is_empty())),
            Self::Zone => Held::maybe(seen.zone),
            Self::Language => Held::maybe(seen.language),
        }
    }
}

/// `POST /api/target-users/search` that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UserQuery {
    pub(super) paging: Paging,
    order: UserColumn,
    /// Folded.
    text: String,
    filter: Filter<UserColumn>,
}

impl UserQuery {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per field that is missing or makes no sense.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let paged = Paging::read(body, &mut problems, UserColumn::named);
        let filter = note(&mut problems, read_filter(body));
        // Only its type matters: both versions of the search answer alike here.
        note(&mut problems, body.flag("newVersion"));
        match (paged, filter) {
            (Some((paging, order)), Some((text, filter))) if problems.is_empty() => {
                Ok(Self { paging, order, text, filter })
            }
            _ => Err(problems),
        }
    }

    /// The page of these users, and how many there are on all pages.
    pub(super) fn run(&self, users: Vec<Seen>) -> (Vec<Seen>, usize) {
        let hits = users.into_iter().filter(|seen| self.has_text(seen) && self.filter.matches(seen)).collect();
        page(self.paging, self.order, hits)
    }

    fn has_text(&self, seen: &Seen) -> bool {
        use UserColumn::{Department, Email, FirstName, LastName, Phone};
        let columns = [Email, FirstName, LastName, Department, Phone];
        self.text.is_empty() || columns.into_iter().any(|c| c.of(seen).contains(&self.text))
    }
}

/// `POST /api/target-users/search-email` that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EmailQuery {
    pub(super) paging: Paging,
    order: UserColumn,
    /// The address, as it was sent.
    pub(super) email: String,
}

impl EmailQuery {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per field that is missing or makes no sense.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let email = note(&mut problems, email(body));
        let paged = Paging::read(body, &mut problems, UserColumn::named);
        match (email, paged) {
            (Some(email), Some((paging, order))) => Ok(Self { paging, order, email }),
            _ => Err(problems),
        }
    }

    /// The page of these users, and how many there are on all pages.
    pub(super) fn run(&self, users: Vec<Seen>) -> (Vec<Seen>, usize) {
        page(self.paging, self.order, users)
    }
}

fn email(body: &Fields) -> Result<String, String> {
    let email = body.text("email")?.map(str::trim).filter(|email| !email.is_empty());
    email.map(str::to_owned).ok_or_else(|| body::required("Email"))
}

fn page(paging: Paging, order: UserColumn, hits: Vec<Seen>) -> (Vec<Seen>, usize) {
    let total = hits.len();
    let sorted = paging.sort(hits, |seen| match order.of(seen) {
        // From very low to very high, not from A to Z.
        Held::Text(text) if order == UserColumn::Priority => {
            PRIORITIES.iter().position(|p| *p == text).map(|rank| rank.to_string())
        }
        Held::Text(text) => Some(fold(text)),
        Held::Nothing | Held::Number(_) | Held::Texts(_) => None,
    });
    (paging.cut(sorted), total)
}

#[cfg(test)]
#[path = "user_search_tests.rs"]
mod tests;
