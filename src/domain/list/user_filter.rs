//! A filter of users, divided between the service and this program.

use std::collections::HashMap;

use crate::domain::list::filter::language::Key;
use crate::domain::list::filter::term::{Condition, Filter, Term, Wanted};
use crate::domain::list::filter::user_key::{USER_STATES, UserLanguage, UserText};
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_user::Priority;

/// What the service is asked for, and what is left to be applied to its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divided {
    /// Free text.
    pub search: String,
    /// Texts that columns contain.
    pub contains: Vec<(UserOrder, String)>,
    /// What only this program knows how to compare.
    pub rest: Filter<UserLanguage>,
}

impl Divided {
    /// Divides a filter. Without a rest the service does all of it; with one, what it is asked for may be more than
    /// fits, and never less.
    #[must_use]
    pub fn new(filter: &Filter<UserLanguage>) -> Self {
        let (words, others): (Vec<_>, Vec<_>) = filter.terms.iter().cloned().partition(Term::is_word);
        let mut divided = Self { search: String::new(), contains: Vec::new(), rest: Filter::default() };
        for term in others {
            let item = item(&term);
            if !item.as_ref().is_some_and(|(.., is_all)| *is_all) {
                divided.rest.terms.push(term);
            }
            divided.contains.extend(item.map(|(column, value, _)| (column, value)));
        }
        if divided.rest.is_empty() {
            divided.search = Filter { terms: words }.only(|_| true);
        } else if let Some(longest) = words.iter().max_by_key(|term| term.text.chars().count()) {
            // The service looks for one text at a time.
            divided.search.clone_from(&longest.text);
            let others = words.iter().filter(|term| term.text != longest.text).cloned();
            divided.rest.terms.extend(others.collect::<Vec<_>>());
        }
        divided
    }

    /// The query for the service.
    #[must_use]
    pub fn query(&self, base: &UserQuery) -> UserQuery {
        UserQuery { search: self.search.clone(), contains: self.contains.clone(), ..base.clone() }
    }
}

/// The column and the text that the service can look for, and whether that is all of the term.
fn item(term: &Term<UserLanguage>) -> Option<(UserOrder, String, bool)> {
    let Condition::Text(key, wanted) = &term.condition else { return None };
    let value = term.value().filter(|value| !term.negated && !value.is_empty())?;
    if value.contains(char::is_whitespace) {
        return None;
    }
    let column = match key {
        UserText::Email | UserText::Domain => UserOrder::Email,
        UserText::Department => UserOrder::Department,
        UserText::Phone => UserOrder::PhoneNumber,
        UserText::Name | UserText::Priority | UserText::Id => return None,
    };
    let is_all = *key != UserText::Domain && matches!(wanted.as_slice(), [Wanted::Words(_)]);
    Some((column, value.to_owned(), is_all))
}

/// The values of a column that occur among these users, with how many have each, the most frequent first.
#[must_use]
pub fn values<'a>(key: Key<UserLanguage>, users: impl Iterator<Item = &'a TargetUser>) -> Vec<(String, u64)> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for user in users {
        let value = match key {
            Key::State => {
                let word = user.status.word();
                USER_STATES.iter().find(|(known, _)| *known == word).map(|(word, _)| (*word).to_owned())
            }
            Key::Text(UserText::Department) => user.department.clone(),
            Key::Text(UserText::Domain) => user.email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()),
            Key::Text(UserText::Priority) => {
                let label =
                    |name: &String| Priority::named(name).map_or_else(|| name.clone(), |p| p.label().to_owned());
                user.priority.as_ref().map(label)
            }
            Key::Text(UserText::Name | UserText::Email | UserText::Phone | UserText::Id)
            | Key::Date(_)
            | Key::Number(_)
            | Key::Changed => return Vec::new(),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    values
}
