//! The file as the list of everybody: who of a company has joined, changed or left. An empty cell never changes
//! anything, and nobody is a leaver whom the file cannot know: of another mail domain, or of a directory.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::action::Action;
use super::check::Judged;
use super::person::Person;
use crate::domain::change::update::{FieldChange, Update, changes, is_value};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, FieldId, Kind, Rules};
use crate::domain::form::value::FieldValue;
use crate::domain::text::count;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// The cell that clears a field.
const CLEARS: &str = "-";
/// More people than this do not leave at once without somebody having said so.
const MANY: usize = 50;
/// Nor more than one in so many.
const SHARE: usize = 5;
/// What is compared: what the list of users says about each.
const COMPARED: [FieldId; 5] =
    [FieldId::FirstName, FieldId::LastName, FieldId::Department, FieldId::Phone, FieldId::Priority];

/// The place of a person who is not in the file.
pub(super) const NOT_IN_FILE: usize = usize::MAX;

/// Who is not in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absent {
    /// The active users who have left, by address.
    pub leavers: Vec<TargetUser>,
    /// The active users whom the file could name.
    pub known: usize,
    /// Users of a directory, which are left alone.
    pub managed: usize,
    /// Users of mail domains that the file does not have, which are left alone.
    pub outside: usize,
}

impl Absent {
    /// Compares the users of a company with the addresses of the file.
    #[must_use]
    pub fn of<'u>(users: impl IntoIterator<Item = &'u TargetUser>, addresses: &HashSet<String>) -> Self {
        let domains: BTreeSet<&str> = addresses.iter().filter_map(|address| domain(address)).collect();
        let mut absent = Self::default();
        for user in users {
            let key = email::key(&user.email);
            if user.status != UserStatus::Active {
                continue;
            }
            let is_inside = domain(&key).is_some_and(|own| domains.contains(own));
            let is_named = addresses.contains(&key);
            match (&user.managed, is_inside) {
                (Some(_), _) => absent.managed += usize::from(!is_named),
                (None, false) => absent.outside += 1,
                (None, true) => {
                    absent.known += 1;
                    if !is_named && !user.id.is_missing() {
                        absent.leavers.push(user.clone());
                    }
                }
            }
        }
        absent.leavers.sort_by_key(|user| (email::key(&user.email), user.id.clone()));
        absent
    }

    /// So many have left that a wrong file is likelier.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.leavers.len() > MANY || self.leavers.len() * SHARE > self.known
    }

    /// `left alone: 3 users of a directory, 12 users outside of contoso.com`
    pub(super) fn note(&self) -> Option<String> {
        let users = |n: usize| count(n as u64, "user", "users");
        let managed = (self.managed > 0).then(|| format!("{} of a directory", users(self.managed)));
        let outside = (self.outside > 0)
            .then(|| format!("{} with mail domains that the file does not have", users(self.outside)));
        let said: Vec<_> = managed.into_iter().chain(outside).collect();
        (!said.is_empty()).then(|| format!("left alone: {}", said.join(", ")))
    }
}

fn domain(key: &str) -> Option<&str> {
    key.rsplit_once('@').map(|(_, domain)| domain)
}

/// The addresses of the rows, as [`email::key`] makes them; rows without one that can be read have none.
pub(super) fn addresses(people: &[Person], rules: Rules) -> HashSet<String> {
    let address = |person: &Person| {
        let is_read = !person.entry.verdict(FieldId::Email, rules).blocks();
        is_read.then(|| email::key(&person.entry.sent(FieldId::Email)))
    };
    people.iter().filter_map(address).collect()
}

/// Takes the cells that clear something out of a row that becomes a new user.
pub(super) fn without_clearing(person: &mut Person) -> Vec<FieldId> {
    let texts = FIELDS.iter().filter(|field| field.kind == Kind::Text && field.id != FieldId::Email);
    let cleared: Vec<_> = texts.map(|field| field.id).filter(|id| person.entry.text(*id).trim() == CLEARS).collect();
    for id in &cleared {
        person.entry.set(*id, FieldValue::Text(String::new()));
    }
    cleared
}

/// What becomes of a row whose user is there: changed where the file says something else. `has_priority` tells whether
/// the row has one; `cleared` are the fields that it clears.
pub(super) fn judge(one: &mut Judged, has_priority: bool, cleared: &[FieldId], rules: Rules) {
    let Some(found) = one.found.clone() else { return };
    if matches!(one.action, Action::Managed | Action::Double | Action::LeftOut | Action::OverLimit | Action::Fix) {
        return;
    }
    if !matches!(found.status, UserStatus::Active | UserStatus::Inactive) {
        return;
    }
    let is_odd = |why: String, one: &mut Judged| {
        (one.action, one.is_odd) = (Action::Fix, true);
        one.reasons.push(why);
    };
    if let Some(problem) = one.person.problems.first() {
        let column = problem.column.clone().map(|column| format!("{column}: ")).unwrap_or_default();
        return is_odd(format!("{column}{}", problem.said), one);
    }
    let mut fields = match compared(&found, &one.person.entry, has_priority, cleared, rules) {
        Ok(fields) => fields,
        Err(why) => return is_odd(why, one),
    };
    let (is, wanted) = (found.status == UserStatus::Active, one.person.entry.is_active());
    if is != wanted {
        fields.extend(Update::activity(found.id.clone(), is, wanted).changes);
    }
    one.action = match (fields.is_empty(), is, wanted) {
        (true, ..) => Action::There,
        (false, true, false) => Action::Deactivate,
        (false, false, true) => Action::Reactivate,
        (false, ..) => Action::Update,
    };
    one.reasons.clear();
    if !fields.is_empty() {
        let update = Update { user: found.id, changes: fields };
        one.reasons.push(update.words());
        one.update = Some(update);
    }
}

/// The fields in which the row differs from the user.
fn compared(
    user: &TargetUser,
    row: &Entry,
    has_priority: bool,
    cleared: &[FieldId],
    rules: Rules,
) -> Result<Vec<FieldChange>, String> {
    let now = listed(user);
    let begun = now.entry();
    let mut wanted = begun.clone();
    for id in COMPARED {
        let is_given = if id == FieldId::Priority { has_priority } else { !row.text(id).trim().is_empty() };
        if is_given || cleared.contains(&id) {
            wanted.set(id, row.value(id).clone());
        }
    }
    let found = changes(&now, &begun, &wanted, rules).map_err(|wrong| {
        let said = wrong.iter().map(|(id, verdict)| format!("{}: {}", id.field().label, verdict.text()));
        said.collect::<Vec<_>>().join("; ")
    })?;
    // What differs only in how it is written stays.
    Ok(found.into_iter().filter(|change| !is_value(&change.field, &change.from, &change.to.raw)).collect())
}

/// The user as the list has it.
fn listed(user: &TargetUser) -> UserDetail {
    let texts = [
        (FieldId::Email, Some(&user.email)),
        (FieldId::FirstName, user.first_name.as_ref()),
        (FieldId::LastName, user.last_name.as_ref()),
        (FieldId::Department, user.department.as_ref()),
        (FieldId::Phone, user.phone.as_ref()),
        (FieldId::Priority, user.priority.as_ref()),
    ];
    let texts = texts.into_iter().filter_map(|(id, text)| Some((id, text?.clone()))).collect();
    UserDetail::new(user.id.clone(), user.status == UserStatus::Active, texts, Vec::new())
}

/// The row of a user who is not in the file: it is made inactive.
pub(super) fn leaver(user: TargetUser) -> Judged {
    let entry = crate::domain::change::user_plan::listed_entry(&user);
    let update = Update::activity(user.id.clone(), true, false);
    Judged {
        action: Action::Deactivate,
        found: Some(user),
        update: Some(update),
        reasons: vec!["not in the file".to_owned()],
        ..Judged::unjudged(Person::of_entry(NOT_IN_FILE, entry))
    }
}

/// All users of a company, each once.
pub(super) fn all(users: &HashMap<String, Vec<TargetUser>>) -> impl Iterator<Item = &TargetUser> {
    users.values().flatten()
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
