//! What the service says about a company before people are created there: asked once each, and not once a row.

use std::collections::{HashMap, HashSet};

use super::person::Person;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::domains::Domains;
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::fields::{FieldId, Rules};
use crate::domain::service::ids::UserId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::{email, phone};

/// What the service says about a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The company, with its seats.
    pub company: CompanyRef,
    /// The rules of the profile; if it names no region and a number needs one, that of the company's country.
    pub rules: Rules,
    /// Its users by address, as [`email::key`] makes it, deleted ones among them.
    pub users: HashMap<String, Vec<TargetUser>>,
    /// Its groups, if they were needed.
    pub groups: Vec<Choice>,
    /// The languages, if they were needed.
    pub languages: Vec<Choice>,
    /// The time zones, if they were needed.
    pub time_zones: Vec<Choice>,
    /// Its custom fields.
    pub custom: Vec<CustomField>,
    /// Its mail domains; empty if they are not known.
    pub domains: Domains,
    /// Everything about users of whom the file says more than the list of users does, if it is the list of everybody.
    pub details: HashMap<UserId, UserDetail>,
    /// Who is in the groups that the file names, by the ID of the group; the same.
    pub members: HashMap<String, HashSet<UserId>>,
    /// Groups that something else fills, by their ID, with the reason.
    pub filled: HashMap<String, String>,
    /// What could not be found out.
    pub notes: Vec<String>,
}

impl Answers {
    /// Nothing was asked so far.
    #[must_use]
    pub fn none(company: CompanyRef, rules: Rules) -> Self {
        Self {
            company,
            rules,
            users: HashMap::new(),
            groups: Vec::new(),
            languages: Vec::new(),
            time_zones: Vec::new(),
            custom: Vec::new(),
            domains: Domains::default(),
            details: HashMap::new(),
            members: HashMap::new(),
            filled: HashMap::new(),
            notes: Vec::new(),
        }
    }

    /// Whether a user who is not deleted has this address.
    #[must_use]
    pub fn has(&self, address: &str) -> bool {
        let users = self.users.get(&email::key(address));
        users.is_some_and(|users| users.iter().any(|user| user.status != UserStatus::Deleted))
    }

    /// Adds users of the company.
    pub fn add_users(&mut self, users: impl IntoIterator<Item = TargetUser>) {
        for user in users {
            self.users.entry(email::key(&user.email)).or_default().push(user);
        }
    }
}

/// What must be asked about a company because of its people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// Its groups.
    pub groups: bool,
    /// The languages.
    pub languages: bool,
    /// The time zones.
    pub time_zones: bool,
}

impl Needs {
    /// What these people need.
    #[must_use]
    pub fn of(people: &[Person]) -> Self {
        let any = |needs: &dyn Fn(&Person) -> bool| people.iter().any(needs);
        Self {
            groups: any(&|person| !person.groups.is_empty()),
            languages: any(&|person| !person.language.is_empty()),
            time_zones: any(&|person| !person.time_zone.is_empty()),
        }
    }

    /// Whether a number needs the country of the company.
    #[must_use]
    pub fn region(people: &[Person], rules: Rules) -> bool {
        let is_national = |person: &Person| phone::is_national(person.entry.text(FieldId::Phone));
        rules.region.is_none() && people.iter().any(is_national)
    }
}
