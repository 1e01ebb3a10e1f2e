//! What users can be filtered by.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::amount::Amount;
use super::language::{Key, Language, Spec};
use super::matching::Row;
use crate::domain::list::folding::fold;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::target_user::Priority;

/// The language of the user list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserLanguage;

/// Users have no columns with numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoNumber {}

/// A column with a text. The order of the folded lines of [`UserRow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the column it is called")]
pub enum UserText {
    Name,
    Email,
    Department,
    Phone,
    Priority,
    /// The mail domain of the address.
    Domain,
    Id,
}

/// A column with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserDate {
    /// The creation: distances count back from today.
    Created,
}

/// A status that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the status it is called")]
pub enum UserState {
    Active,
    Inactive,
    Deleted,
}

const fn row(key: Key<UserLanguage>, names: &'static [&'static str], help: &'static str) -> Spec<UserLanguage> {
    Spec::new(key, names, help)
}

/// Every key, in the order of completion.
pub const USER_KEYS: [Spec<UserLanguage>; 9] = [
    row(Key::State, &["status", "state"], "active, inactive, deleted: status:inactive"),
    row(Key::Text(UserText::Department), &["department"], "the department: department:finance, department:\"\""),
    row(Key::Text(UserText::Domain), &["domain"], "the mail domain: domain:contoso.com"),
    row(Key::Text(UserText::Email), &["email", "mail"], "the address"),
    row(Key::Text(UserText::Name), &["name"], "first and last name"),
    row(Key::Date(UserDate::Created), &["created"], "creation: created<7d, created:2026-11"),
    row(Key::Text(UserText::Phone), &["phone"], "the phone number: phone:\"\""),
    row(Key::Text(UserText::Priority), &["priority"], "the priority: priority:high"),
    row(Key::Text(UserText::Id), &["id"], "the user ID"),
];

/// Each status and its word.
pub const USER_STATES: [(&str, UserState); 3] =
    [("active", UserState::Active), ("inactive", UserState::Inactive), ("deleted", UserState::Deleted)];

impl Language for UserLanguage {
    type Number = NoNumber;
    type Text = UserText;
    type Date = UserDate;
    type State = UserState;

    const KEYS: &'static [Spec<Self>] = &USER_KEYS;
    const STATES: &'static [(&'static str, UserState)] = &USER_STATES;

    fn counts_back(key: UserDate) -> bool {
        match key {
            UserDate::Created => true,
        }
    }
}

/// A user whose texts are folded.
#[derive(Debug)]
pub struct UserRow<'a> {
    user: &'a TargetUser,
    /// Name, address, department, phone, roles, one per line: what is searched.
    text: String,
    priority: String,
}

impl<'a> UserRow<'a> {
    /// The row of this user.
    #[must_use]
    pub fn new(user: &'a TargetUser) -> Self {
        let words = |text: &Option<String>| fold(text.as_deref().unwrap_or_default()).replace('\n', " ");
        let name = fold(&user.name()).replace('\n', " ");
        let lines = [name, fold(&user.email), words(&user.department), words(&user.phone), words(&user.roles)];
        let known = |name: &String| Priority::named(name).map_or_else(|| name.clone(), |p| p.label().to_owned());
        let priority = fold(&user.priority.as_ref().map(known).unwrap_or_default());
        Self { user, text: lines.join("\n"), priority }
    }
}

impl Row<UserLanguage> for UserRow<'_> {
    fn text(&self) -> &str {
        &self.text
    }

    fn column(&self, key: UserText) -> impl Iterator<Item = &str> {
        let line = |n: usize| self.text.split('\n').nth(n).unwrap_or_default();
        std::iter::once(match key {
            UserText::Name => line(0),
            UserText::Email => line(1),
            UserText::Department => line(2),
            UserText::Phone => line(3),
            UserText::Domain => line(1).rsplit_once('@').map_or("", |(_, domain)| domain),
            UserText::Priority => &self.priority,
            UserText::Id => self.user.id.as_str(),
        })
    }

    fn amount(&self, key: NoNumber) -> Option<Amount> {
        match key {}
    }

    fn day(&self, key: UserDate) -> Option<Date> {
        match key {
            // As the list shows it.
            UserDate::Created => self.user.created.map(|at| TimeZone::UTC.to_datetime(at).date()),
        }
    }

    fn has_state(&self, state: UserState) -> bool {
        match state {
            UserState::Active => self.user.status == UserStatus::Active,
            UserState::Inactive => self.user.status == UserStatus::Inactive,
            UserState::Deleted => self.user.status == UserStatus::Deleted,
        }
    }
}
