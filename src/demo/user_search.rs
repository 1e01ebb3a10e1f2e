//! Searches of a company's users: by filter, and by address.

use super::body::{self, Fields, note};
use super::filter::{Column, FieldValue, Filter, read_filter};
use super::paging::{Key, Paging};
use super::user::{PRIORITIES, State, StoredUser};
use super::wire::CustomValue;

/// A user with the names of its references.
#[derive(Debug, Clone)]
pub(super) struct UserView {
    pub(super) user: StoredUser,
    /// The display name of its time zone.
    pub(super) zone: Option<&'static str>,
    /// The name of its language.
    pub(super) language: Option<&'static str>,
    /// The values of its custom fields.
    pub(super) custom: Vec<CustomValue>,
    /// First and last name of its manager.
    pub(super) manager: Option<String>,
}

impl UserView {
    /// The status in the user search.
    pub(super) fn status(&self) -> &'static str {
        match self.user.state() {
            State::Active => "Active",
            State::Inactive => "Inactive",
            State::Deleted => "Deleted",
        }
    }
}

/// The columns by which users can be filtered and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UserColumn {
    Id,
    Email,
    FirstName,
    LastName,
    Department,
    Priority,
    Status,
    IsDeleted,
    Created,
    Updated,
    Phone,
    Zone,
    ZoneId,
    Language,
    LanguageId,
    Manager,
    ManagerEmail,
}

impl Column for UserColumn {
    type Row = UserView;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "resourceid" => Self::Id,
            "email" => Self::Email,
            "firstname" => Self::FirstName,
            "lastname" => Self::LastName,
            "department" => Self::Department,
            "priority" => Self::Priority,
            "status" => Self::Status,
            "isdeleted" => Self::IsDeleted,
            "createtime" => Self::Created,
            "updatetime" => Self::Updated,
            "phonenumber" => Self::Phone,
            "timezone" => Self::Zone,
            "timezoneid" => Self::ZoneId,
            "preferredlanguage" => Self::Language,
            "preferredlanguageid" => Self::LanguageId,
            "managerfullname" => Self::Manager,
            "manageremail" => Self::ManagerEmail,
            _ => return None,
        })
    }

    fn of(self, seen: &UserView) -> FieldValue<'_> {
        let user = &seen.user;
        match self {
            Self::Id => FieldValue::Text(&user.resource_id),
            Self::Email => FieldValue::Text(&user.email),
            Self::FirstName => FieldValue::maybe(user.first_name.as_deref()),
            Self::LastName => FieldValue::maybe(user.last_name.as_deref()),
            Self::Department => FieldValue::maybe(user.department.as_deref()),
            Self::Priority => FieldValue::Text(&user.priority),
            // The console sends 1 and 0, which does not cover deleted users: it sends IsDeleted as well.
            Self::Status => FieldValue::Either([seen.status(), if user.active { "1" } else { "0" }]),
            Self::IsDeleted => FieldValue::Text(if user.deleted { "true" } else { "false" }),
            Self::Created => FieldValue::Text(&user.created),
            Self::Updated => FieldValue::maybe(user.updated.as_deref()),
            Self::Phone => FieldValue::maybe(Some(user.phone.as_str()).filter(|phone| !phone.is_empty())),
            Self::Zone => FieldValue::maybe(seen.zone),
            Self::ZoneId => FieldValue::maybe(user.time_zone.as_deref()),
            Self::Language => FieldValue::maybe(seen.language),
            Self::LanguageId => FieldValue::maybe(user.language.as_deref()),
            Self::Manager => FieldValue::maybe(seen.manager.as_deref()),
            Self::ManagerEmail => FieldValue::maybe(user.manager_email.as_deref()),
        }
    }

    fn key(self, seen: &UserView) -> Option<Key> {
        // From very low to very high, not alphabetically.
        if self == Self::Priority { Key::rank(&PRIORITIES, &seen.user.priority) } else { self.of(seen).key() }
    }
}

/// A valid `POST /api/target-users/search`.
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
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let paged = Paging::read(body, &mut problems, named);
        let filter = note(&mut problems, read_filter(body));
        // Only its type matters: both versions of the search give the same answer here.
        note(&mut problems, body.flag("newVersion"));
        match (paged, filter) {
            (Some((paging, order)), Some((text, filter))) if problems.is_empty() => {
                Ok(Self { paging, order, text, filter })
            }
            _ => Err(problems),
        }
    }

    /// The page of these users, and the number on all pages.
    pub(super) fn run(&self, users: Vec<UserView>) -> (Vec<UserView>, usize) {
        let hits = users.into_iter().filter(|seen| self.has_text(seen) && self.filter.matches(seen)).collect();
        page(self.paging, self.order, hits)
    }

    fn has_text(&self, seen: &UserView) -> bool {
        use UserColumn::{Department, Email, FirstName, LastName, Phone};
        let columns = [Email, FirstName, LastName, Department, Phone];
        self.text.is_empty() || columns.into_iter().any(|c| c.of(seen).contains(&self.text))
    }
}

/// A valid `POST /api/target-users/search-email`.
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
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let email = note(&mut problems, email(body));
        let paged = Paging::read(body, &mut problems, named);
        match (email, paged) {
            (Some(email), Some((paging, order))) => Ok(Self { paging, order, email }),
            _ => Err(problems),
        }
    }

    /// The page of these users, and the number on all pages.
    pub(super) fn run(&self, users: Vec<UserView>) -> (Vec<UserView>, usize) {
        page(self.paging, self.order, users)
    }
}

fn email(body: &Fields) -> Result<String, String> {
    let email = body.text("email")?.map(str::trim).filter(|email| !email.is_empty());
    email.map(str::to_owned).ok_or_else(|| body::required("Email"))
}

fn page(paging: Paging, order: UserColumn, hits: Vec<UserView>) -> (Vec<UserView>, usize) {
    let total = hits.len();
    (paging.cut(paging.sort(hits, |seen| order.key(seen))), total)
}

/// The columns of an order. With a filter by status, the console sends an empty one.
fn named(name: &str) -> Option<UserColumn> {
    if name.is_empty() { Some(UserColumn::Created) } else { UserColumn::named(name) }
}

#[cfg(test)]
#[path = "user_search_tests.rs"]
mod tests;
