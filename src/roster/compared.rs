//! What must be asked besides, so that a file of everybody can be compared with a company: the list of users says
//! neither their manager nor their groups.

use std::collections::BTreeSet;

use super::answers::Answers;
use super::groups::named_groups;
use super::person::Person;
use super::plan::custom;
use super::reading::Reading;
use super::reconcile::IN_DETAIL;
use crate::domain::form::fields::FieldId;
use crate::domain::service::ids::UserId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, UserStatus};

impl Answers {
    /// The users of whom a row says something that the list of users does not have.
    #[must_use]
    pub fn users_to_read(&self, reading: &Reading, people: &[Person]) -> Vec<UserId> {
        let custom = custom(self, reading, &mut Vec::new()).unwrap_or_default();
        let columns: Vec<usize> = custom.iter().filter_map(|field| field.column).collect();
        let says_more = |person: &&Person| {
            let in_cell = |at: &usize| {
                let line = reading.sheet.lines.get(person.at);
                line.is_some_and(|line| !line.cell(*at).trim().is_empty())
            };
            let is_given = |id: &FieldId| !person.entry.text(*id).trim().is_empty();
            let names = [&person.language, &person.time_zone];
            names.iter().any(|name| !name.is_empty()) || IN_DETAIL.iter().any(is_given) || columns.iter().any(in_cell)
        };
        let keys: BTreeSet<String> =
            people.iter().filter(says_more).map(|person| email::key(&person.entry.sent(FieldId::Email))).collect();
        let is_compared = |user: &&TargetUser| {
            let is_living = matches!(user.status, UserStatus::Active | UserStatus::Inactive);
            is_living && user.managed.is_none() && !user.id.is_missing()
        };
        let users = keys.iter().filter_map(|key| self.users.get(key)).flatten();
        users.filter(is_compared).map(|user| user.id.clone()).collect()
    }

    /// The groups of the company that the rows name.
    #[must_use]
    pub fn named_groups(&self, reading: &Reading, people: &[Person]) -> Vec<Choice> {
        let names = people.iter().flat_map(|person| &person.groups).map(String::as_str);
        named_groups(names, &self.groups, &reading.options.groups)
    }
}
