//! A company as the embedded server stores it.

use jiff::civil::Date;

use super::user::StoredUser;

/// One customer, its figures, its groups and those of its users that are kept one by one.
#[derive(Debug, Clone)]
pub(super) struct Company {
    /// 12 letters and digits.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) reseller: String,
    pub(super) industry: Option<String>,
    pub(super) license: Option<String>,
    /// Seats of the licence; none is unlimited.
    pub(super) limit: Option<u32>,
    /// How the search writes the limit.
    pub(super) limit_form: LimitForm,
    pub(super) active: u32,
    pub(super) inactive: u32,
    pub(super) deleted: u32,
    pub(super) monthly: u32,
    pub(super) ends: Option<Stamp>,
    pub(super) created: Option<Stamp>,
    pub(super) expired: bool,
    /// 0: access is locked, unless the licence has expired.
    pub(super) privacy: i32,
    pub(super) tags: Option<Vec<String>>,
    pub(super) country: Country,
    /// The reseller of the credentials manages it.
    pub(super) managed: bool,
    pub(super) groups: Vec<Group>,
    pub(super) users: Vec<StoredUser>,
}

impl Company {
    /// More active users than seats.
    pub(super) fn over(&self) -> bool {
        self.limit.is_some_and(|limit| self.active > limit)
    }

    /// Scoped calls are answered with `PRIVACY_ERROR`.
    pub(super) fn locked(&self) -> bool {
        self.privacy == 0 && !self.expired
    }

    /// A user of this address exists and is not deleted; case does not matter.
    pub(super) fn has_user(&self, email: &str) -> bool {
        let email = email.to_lowercase();
        self.users.iter().any(|user| !user.deleted && user.email.to_lowercase() == email)
    }

    /// Stores a new user and counts it.
    pub(super) fn add(&mut self, user: StoredUser) {
        if user.active {
            self.active += 1;
            self.monthly += 1;
        } else {
            self.inactive += 1;
        }
        self.users.push(user);
    }
}

/// A date-time of the service, which writes it in several ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp(String);

impl Stamp {
    /// Written in way `form` (any number), so that a reader meets all of them.
    pub(super) fn new(day: Date, form: u8) -> Self {
        let time = match form % 5 {
            0 => "T00:00:00",
            1 => "T00:00:00Z",
            2 => "T09:15:27.1234567",
            3 => "T23:59:59+03:00",
            _ => "T12:30:00.5Z",
        };
        Self(format!("{day}{time}"))
    }

    /// As it goes over the wire; these texts order as the dates do.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// How the search writes a licence limit: the service is not of one mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LimitForm {
    /// `"60"`; unlimited is `null`
    Text,
    /// `60`; unlimited is `""`
    Number,
    /// `"60"`; unlimited is `"0"`
    Zero,
}

/// Where a company is.
#[derive(Debug, Clone)]
pub(super) struct Country {
    pub(super) name: String,
    /// Two letters.
    pub(super) code: String,
    /// A time zone's ID.
    pub(super) zone: String,
    /// A language's name.
    pub(super) language: String,
}

/// A target group.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) priority: String,
    pub(super) created: Stamp,
}
