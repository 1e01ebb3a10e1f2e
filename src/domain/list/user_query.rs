//! Queries for a company's users.

/// Users per page unless somebody says otherwise.
pub const DEFAULT_USERS_PER_PAGE: u32 = 50;

/// Names of the columns a user search can be ordered by (`orderBy`): the text fields of an item
/// and its creation time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserOrder {
    /// `Email`
    Email,
    /// `FirstName`
    FirstName,
    /// `LastName`
    LastName,
    /// `Department`
    Department,
    /// `Priority`
    Priority,
    /// `Status`
    Status,
    /// `PhoneNumber`
    PhoneNumber,
    /// `CreateTime`
    CreateTime,
    /// `Roles`, which only system users have: the service cannot order by them, the list does.
    Roles,
}

impl UserOrder {
    /// All that the service can order target users by.
    pub const ALL: [Self; 8] = [
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::Department,
        Self::Priority,
        Self::Status,
        Self::PhoneNumber,
        Self::CreateTime,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::FirstName => "FirstName",
            Self::LastName => "LastName",
            Self::Department => "Department",
            Self::Priority => "Priority",
            Self::Status => "Status",
            Self::PhoneNumber => "PhoneNumber",
            Self::CreateTime => "CreateTime",
            Self::Roles => "Roles",
        }
    }
}

/// Filters, order and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserQuery {
    /// Page number, from 1.
    pub page: u32,
    /// Users per page.
    pub size: u32,
    /// The column to order by.
    pub order: UserOrder,
    /// Smallest first.
    pub ascending: bool,
    /// Free text; empty for all.
    pub search: String,
    /// Only users with this address.
    pub email: Option<String>,
    /// Only users whose columns contain these texts, each of them.
    pub contains: Vec<(UserOrder, String)>,
}

impl Default for UserQuery {
    fn default() -> Self {
        Self {
            page: 1,
            size: DEFAULT_USERS_PER_PAGE,
            order: UserOrder::LastName,
            ascending: true,
            search: String::new(),
            email: None,
            contains: Vec::new(),
        }
    }
}

impl UserQuery {
    /// The same query for another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Both are for the same list, whatever the page.
    #[must_use]
    pub fn same_list(&self, other: &Self) -> bool {
        self.at_page(1) == other.at_page(1)
    }
}
