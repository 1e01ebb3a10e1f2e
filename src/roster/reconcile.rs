//! The file as the list of everybody: who of a company has joined, changed or left. An empty cell never changes
//! anything, and nobody is a leaver whom the file cannot know: of another mail domain, or of a directory.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::action::Action;
use super::answers::Answers;
use super::check::{CustomColumn, Judged};
use super::columns::Layout;
use super::person::{CLEARS, Person, read_person};
use super::reading::Reading;
use crate::domain::change::update::{FieldChange, Update, changes, is_value};
use crate::domain::change::user_plan::listed_entry;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, FieldId, Kind, Rules};
use crate::domain::form::value::FieldValue;
use crate::domain::service::ids::{GroupId, UserId};
use crate::domain::text::count;
use crate::domain::user::detail::{UserDetail, UserField};
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// More people than this do not leave at once without somebody having said so.
const MANY: usize = 50;
/// Nor more than one in so many.
const SHARE: usize = 5;
/// What is compared: what the list of users says about each.
const COMPARED: [FieldId; 5] =
    [FieldId::FirstName, FieldId::LastName, FieldId::Department, FieldId::Phone, FieldId::Priority];

/// What is compared besides, where the file says something about it: the list of users does not have it.
pub(super) const IN_DETAIL: [FieldId; 5] =
    [FieldId::Language, FieldId::TimeZone, FieldId::ManagerFirstName, FieldId::ManagerLastName, FieldId::ManagerEmail];

/// The place of a person who is not in the file.
pub(super) const NOT_IN_FILE: usize = usize::MAX;

/// Who is not in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absent {
    /// The active users who have left, by address.
    pub leavers: Vec<TargetUser>,
    /// Those who stay active because somebody has said so, by address.
    pub staying: Vec<TargetUser>,
    /// The active users whom the file could name.
    pub known: usize,
    /// Users of a directory, which are left alone.
    pub managed: usize,
    /// Users of mail domains that the file does not have, which are left alone.
    pub outside: usize,
}

impl Absent {
    /// Compares the users of a company with the addresses of the file; some stay, whatever the file says.
    #[must_use]
    pub fn of<'u>(
        users: impl IntoIterator<Item = &'u TargetUser>,
        addresses: &HashSet<String>,
        staying: &BTreeSet<UserId>,
    ) -> Self {
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
                        let stays = staying.contains(&user.id);
                        let of = if stays { &mut absent.staying } else { &mut absent.leavers };
                        of.push(user.clone());
                    }
                }
            }
        }
        absent.leavers.sort_by_key(by_address);
        absent.staying.sort_by_key(by_address);
        absent
    }

    /// Their rows, by address.
    pub(super) fn rows(&self) -> Vec<Judged> {
        let leavers = self.leavers.iter().map(|user| (user, false));
        let mut all: Vec<_> = leavers.chain(self.staying.iter().map(|user| (user, true))).collect();
        all.sort_by_key(|(user, _)| by_address(user));
        all.into_iter().map(|(user, stays)| absentee(user.clone(), stays)).collect()
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

fn by_address(user: &TargetUser) -> (String, UserId) {
    (email::key(&user.email), user.id.clone())
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

/// Values for all rows are for those who join: of a user who is there, an empty cell changes nothing.
pub(super) fn without_defaults(people: &mut [Person], answers: &Answers, reading: &Reading) {
    if reading.layout.defaults.is_empty() {
        return;
    }
    let layout = Layout { defaults: Vec::new(), ..reading.layout.clone() };
    for person in people.iter_mut().filter(|person| answers.has(&person.entry.sent(FieldId::Email))) {
        if let Some(own) = read_person(&reading.sheet, &layout, person.at, answers.rules.region) {
            *person = Person { left_out: person.left_out, ..own };
        }
    }
}

/// Takes the cells that clear something out of a row, which may become a new user.
pub(super) fn without_clearing(person: &mut Person) {
    let texts = FIELDS.iter().filter(|field| field.kind == Kind::Text && field.id != FieldId::Email);
    let cleared: Vec<_> = texts.map(|field| field.id).filter(|id| person.entry.text(*id).trim() == CLEARS).collect();
    for id in cleared {
        person.entry.set(id, FieldValue::Text(String::new()));
        person.clears.insert(UserField::Field(id));
    }
    for (id, name) in [(FieldId::Language, &mut person.language), (FieldId::TimeZone, &mut person.time_zone)] {
        if name.trim() == CLEARS {
            name.clear();
            person.clears.insert(UserField::Field(id));
        }
    }
    // Groups are joined, and never left.
    person.groups.retain(|name| name.trim() != CLEARS);
}

/// How many users become inactive whose seats those who join can take.
pub(super) fn freed(people: &[Person], answers: &Answers, absent: &Absent) -> u64 {
    let is_freed = |person: &&Person| {
        let users = answers.users.get(&email::key(&person.entry.sent(FieldId::Email)));
        let is_active = |user: &TargetUser| user.status == UserStatus::Active && user.managed.is_none();
        !person.left_out && !person.entry.is_active() && users.is_some_and(|users| users.iter().any(is_active))
    };
    let named: HashSet<String> =
        people.iter().filter(is_freed).map(|person| email::key(&person.entry.sent(FieldId::Email))).collect();
    (absent.leavers.len() + named.len()) as u64
}

/// With what a row is compared.
pub(super) struct Comparison<'a> {
    /// What the service says about the company.
    pub answers: &'a Answers,
    /// Its own fields.
    pub custom: &'a [CustomColumn],
    /// The row has a priority.
    pub has_priority: bool,
}

/// What becomes of a row whose user is there: changed where the file says something else.
pub(super) fn judge(one: &mut Judged, with: &Comparison<'_>) {
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
    let mut fields = match with.compared(&found, &one.person) {
        Ok(fields) => fields,
        Err(why) => return is_odd(why, one),
    };
    let (is, wanted) = (found.status == UserStatus::Active, one.person.entry.is_active());
    if is != wanted {
        fields.extend(Update::activity(found.id.clone(), is, wanted).changes);
    }
    one.reasons.clear();
    // Whoever leaves needs no group.
    one.joins = if wanted { with.joins(&found.id, &one.person, &mut one.reasons) } else { Vec::new() };
    one.action = match (fields.is_empty() && one.joins.is_empty(), is, wanted) {
        (true, ..) => Action::There,
        (false, true, false) => Action::Deactivate,
        (false, false, true) => Action::Reactivate,
        (false, ..) => Action::Update,
    };
    if !fields.is_empty() {
        let update = Update::new(found.id, fields);
        one.reasons.push(update.words());
        one.update = Some(update);
    }
    one.reasons.extend(one.joins.iter().map(|join| format!("into the group {}", join.words())));
}

impl Comparison<'_> {
    /// The fields in which the row differs from the user.
    fn compared(&self, user: &TargetUser, person: &Person) -> Result<Vec<FieldChange>, String> {
        let (row, rules, detail) = (&person.entry, self.answers.rules, self.answers.details.get(&user.id));
        let now = detail.cloned().unwrap_or_else(|| listed(user));
        let begun = self.named(now.entry());
        let mut wanted = begun.clone();
        let in_detail = if detail.is_some() { &IN_DETAIL[..] } else { &[] };
        for id in COMPARED.iter().chain(in_detail).copied() {
            let is_given = match id {
                FieldId::Priority => self.has_priority,
                FieldId::Language | FieldId::TimeZone => !row.choices(id).is_empty(),
                _ => !row.text(id).trim().is_empty(),
            };
            if is_given || person.clears.contains(&UserField::Field(id)) {
                wanted.set(id, row.value(id).clone());
            }
        }
        let mut found = changes(&now, &begun, &wanted, rules).map_err(|wrong| {
            let said = wrong.iter().map(|(id, verdict)| format!("{}: {}", id.field().label, verdict.text()));
            said.collect::<Vec<_>>().join("; ")
        })?;
        if detail.is_some() {
            for CustomColumn { field, .. } in self.custom {
                let is_cleared = person.clears.contains(&UserField::Custom(field.id.clone()));
                let text = row.custom.get(&field.id).map(String::as_str).filter(|_| !is_cleared);
                if text.is_some() || is_cleared {
                    let change = FieldChange::custom(&now, field, text.unwrap_or_default());
                    found.extend(change.map_err(|why| format!("\"{}\" {why}", field.name))?);
                }
            }
        }
        // What differs only in how it is written stays.
        Ok(found.into_iter().filter(|change| !is_value(&change.field, &change.from, &change.to.raw)).collect())
    }

    /// The values with the names of choices.
    fn named(&self, mut entry: Entry) -> Entry {
        for (id, choices) in
            [(FieldId::Language, &self.answers.languages), (FieldId::TimeZone, &self.answers.time_zones)]
        {
            let now = entry.choices(id).first().map(|choice| choice.id.clone());
            if let Some(choice) = choices.iter().find(|choice| now.as_ref() == Some(&choice.id)) {
                entry.set(id, FieldValue::One(Some(choice.clone())));
            }
        }
        entry
    }

    /// The groups of the row in which the user is not; `reasons` gets why some cannot be joined.
    fn joins(&self, user: &UserId, person: &Person, reasons: &mut Vec<String>) -> Vec<Update> {
        let mut joins = Vec::new();
        for group in person.entry.choices(FieldId::Groups) {
            if self.answers.members.get(&group.id).is_some_and(|members| members.contains(user)) {
                continue;
            }
            if let Some(why) = self.answers.filled.get(&group.id) {
                reasons.push(format!("not into the group \"{}\", which {why}", group.name));
                continue;
            }
            // One that is created before has no ID so far.
            let id = Some(GroupId::new(group.id.as_str())).filter(|_| !group.id.is_empty());
            joins.push(Update::membership(user.clone(), id, &group.name, true));
        }
        joins
    }
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

/// The row of a user who is not in the file: it is made inactive, unless it stays.
fn absentee(user: TargetUser, stays: bool) -> Judged {
    let mut person = Person::of_entry(NOT_IN_FILE, listed_entry(&user));
    person.left_out = stays;
    let update = (!stays).then(|| Update::activity(user.id.clone(), true, false));
    Judged {
        action: if stays { Action::LeftOut } else { Action::Deactivate },
        found: Some(user),
        update,
        reasons: vec!["not in the file".to_owned()],
        ..Judged::unjudged(person)
    }
}

/// All users of a company, each once.
pub(super) fn all(users: &HashMap<String, Vec<TargetUser>>) -> impl Iterator<Item = &TargetUser> {
    users.values().flatten()
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
