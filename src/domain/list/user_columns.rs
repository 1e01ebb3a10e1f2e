//! The column table of the user list: contents, widths and priorities.

use super::grid;
use crate::domain::form::subject::Subject;
use crate::domain::list::content::SIGN;
use crate::domain::list::grid::{Align, Content, GridColumn, Widths};
use crate::domain::list::user_query::UserOrder;
use crate::domain::text::cells::width;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// A column of the list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UserColumn {
    /// First and last name
    Name,
    /// Email
    Email,
    /// Whether they take part
    Status,
    /// Department
    Department,
    /// Phone
    Phone,
    /// Creation day
    Created,
    /// Roles, of system users
    Roles,
}

/// A row of the column table.
pub type Spec = grid::Spec<UserColumn, UserOrder>;

/// A column with its position on the screen.
pub type Placed = grid::Placed<UserColumn>;

/// Every column in the order of the screen.
pub const USER_COLUMNS: [Spec; 7] = [
    Spec {
        column: UserColumn::Name,
        title: "NAME",
        key: "name",
        letter: Some('n'),
        order_by: Some(UserOrder::LastName),
        min: 16,
        max: 32,
        align: Align::Left,
    },
    Spec {
        column: UserColumn::Email,
        title: "EMAIL",
        key: "email",
        letter: Some('e'),
        order_by: Some(UserOrder::Email),
        min: 24,
        max: 48,
        align: Align::Left,
    },
    Spec {
        column: UserColumn::Status,
        title: "STATUS",
        key: "status",
        letter: Some('t'),
        order_by: Some(UserOrder::Status),
        min: 8,
        max: 12,
        align: Align::Left,
    },
    Spec {
        column: UserColumn::Department,
        title: "DEPARTMENT",
        key: "department",
        letter: Some('d'),
        order_by: Some(UserOrder::Department),
        min: 12,
        max: 26,
        align: Align::Left,
    },
    Spec {
        column: UserColumn::Phone,
        title: "PHONE",
        key: "phone",
        letter: Some('p'),
        order_by: Some(UserOrder::PhoneNumber),
        min: 14,
        max: 18,
        align: Align::Left,
    },
    Spec {
        column: UserColumn::Created,
        title: "CREATED",
        key: "created",
        letter: Some('c'),
        order_by: Some(UserOrder::CreateTime),
        min: 10,
        max: 10,
        align: Align::Left,
    },
    Spec {
        column: UserColumn::Roles,
        title: "ROLES",
        key: "roles",
        letter: Some('r'),
        order_by: Some(UserOrder::Roles),
        min: 12,
        max: 30,
        align: Align::Left,
    },
];

const BY_IMPORTANCE: [UserColumn; 7] = [
    UserColumn::Email,
    UserColumn::Status,
    UserColumn::Name,
    UserColumn::Roles,
    UserColumn::Department,
    UserColumn::Phone,
    UserColumn::Created,
];
const CORE: [UserColumn; 5] =
    [UserColumn::Email, UserColumn::Status, UserColumn::Name, UserColumn::Roles, UserColumn::Department];

impl UserColumn {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Email, Self::Status, Self::Department, Self::Phone, Self::Created, Self::Roles];
    const OF_TARGET_USERS: [Self; 6] =
        [Self::Name, Self::Email, Self::Status, Self::Department, Self::Phone, Self::Created];
    const OF_SYSTEM_USERS: [Self; 6] = [Self::Name, Self::Email, Self::Roles, Self::Status, Self::Phone, Self::Created];

    /// The columns of these users, in the order of the screen.
    #[must_use]
    pub fn of(subject: Subject) -> &'static [Self] {
        match subject {
            Subject::TargetUser => &Self::OF_TARGET_USERS,
            Subject::SystemUser => &Self::OF_SYSTEM_USERS,
        }
    }

    /// Their rows of the table.
    pub fn specs_of(subject: Subject) -> impl Iterator<Item = &'static Spec> {
        Self::of(subject).iter().map(|column| column.spec())
    }

    /// Its row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // The table has the order of the enum, which is tested.
        &USER_COLUMNS[self as usize]
    }

    /// The default direction: text ascending, creation with the newest first.
    #[must_use]
    pub fn starts_ascending(self) -> bool {
        self != Self::Created
    }

    /// The user's cell as text. The status of a deleted user is in capitals, to stand out.
    #[must_use]
    pub fn cell(self, user: &TargetUser) -> String {
        let words = |w: &Option<String>| w.clone().unwrap_or_default();
        match self {
            Self::Name => user.shown_name(),
            Self::Email => user.email.clone(),
            Self::Status if user.status == UserStatus::Deleted => "DELETED".to_owned(),
            Self::Status => user.status.word().to_owned(),
            Self::Department => words(&user.department),
            Self::Phone => words(&user.phone),
            Self::Roles => words(&user.roles),
            Self::Created => user.created.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d").to_string()),
        }
    }
}

impl GridColumn for UserColumn {
    fn number(self) -> usize {
        self as usize
    }

    fn widths(self, cells: u16) -> Widths {
        let Spec { min, max, title, .. } = *self.spec();
        let title = u16::try_from(title.len() + 2).unwrap_or(u16::MAX);
        let whole = cells.max(title);
        // What somebody is must not be cut.
        let min = if self == Self::Status { whole } else { min };
        Widths::of(whole.min(min), whole.min(max), whole)
    }

    fn frozen() -> Self {
        Self::Name
    }

    fn by_importance() -> &'static [Self] {
        &BY_IMPORTANCE
    }

    fn core() -> &'static [Self] {
        &CORE
    }
}

/// How many cells the values of these users take.
#[must_use]
pub fn content<'a>(users: impl Iterator<Item = &'a TargetUser>) -> Content {
    let mut content = Content::default();
    // While a user is deactivated or deleted, the column says what becomes of them.
    content.widen(UserColumn::Status, width(UserStatus::Inactive.word()) + SIGN);
    for user in users {
        for column in UserColumn::ALL {
            // A status that stands out has a sign before its word.
            let sign = if column == UserColumn::Status && user.status != UserStatus::Active { SIGN } else { 0 };
            // What manages a user stands beside the name.
            let word = user.managed.as_ref().filter(|_| column == UserColumn::Name);
            let word = word.map_or(0, |by| width(by.word()) + 1);
            content.widen(column, width(&column.cell(user)) + sign + word);
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::grid::{ChosenWidths, Wishes, place};

    #[test]
    fn column_table_matches_enum_and_importance() {
        for (i, spec) in USER_COLUMNS.iter().enumerate() {
            assert_eq!((spec.column as usize, UserColumn::ALL[i]), (i, spec.column), "{}", spec.key);
        }
        let mut named = BY_IMPORTANCE;
        named.sort_unstable();
        assert_eq!(named, UserColumn::ALL);
    }

    #[test]
    fn letters_are_unique_and_s_is_free_for_turning_round() {
        for (i, a) in USER_COLUMNS.iter().enumerate() {
            assert!(a.letter != Some('s') && a.letter.is_some() && a.order_by.is_some());
            assert!(USER_COLUMNS[i + 1..].iter().all(|b| a.letter != b.letter), "{}", a.key);
        }
    }

    #[test]
    fn what_a_caller_asks_for_stays_when_it_gets_narrow() {
        let cells = [18, 30, 9, 14, 16, 10, 0];
        let mut content = Content::default();
        UserColumn::ALL.iter().zip(cells).for_each(|(column, cells)| content.widen(*column, cells));
        let keys = |width| {
            let wishes = Wishes { content: &content, widths: &ChosenWidths::default(), scroll: 0 };
            let grid = place(UserColumn::of(Subject::TargetUser), width, &wishes);
            grid.columns.iter().map(|p| p.column.spec().key).collect::<Vec<_>>()
        };
        assert_eq!(keys(78), ["name", "email", "status", "department"]);
        assert_eq!(keys(57), ["name", "email", "status"]);
        assert_eq!(keys(140).len(), 6);
    }
}
