//! A change of an existing user, field by field: what it was based on, and what is wanted.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::change::write_id::WriteId;
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{Field, FieldId, Kind, Requirement, Rules};
use crate::domain::form::subject::Subject;
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::{GroupId, UserId};
use crate::domain::text::cells::shortened;
use crate::domain::text::{NAME_MAX, clean};
use crate::domain::user::detail::{StoredValue, UserDetail, UserField};
use crate::domain::user::existing::same_email;
use crate::domain::user::phone;
use crate::domain::user::target_group::{TargetGroup, same_group};

/// The change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: UserField,
    /// The name of a custom field or a group; empty for a field of the table.
    pub name: String,
    /// The value it was based on.
    pub from: StoredValue,
    /// The wanted value.
    pub to: StoredValue,
}

impl FieldChange {
    /// The change of a custom field; `None` if it changes nothing.
    ///
    /// # Errors
    ///
    /// What is wrong with the value, to be read after the field's name.
    pub fn custom(user: &UserDetail, field: &CustomField, typed: &str) -> Result<Option<Self>, String> {
        let id = UserField::Custom(field.id.clone());
        let from = user.value(&id);
        if from.raw.trim() == typed.trim() {
            return Ok(None);
        }
        let to = field.value(typed)?.map_or_else(StoredValue::default, |value| StoredValue {
            raw: value.value,
            timestamp: value.timestamp,
            name: None,
        });
        Ok((from.raw != to.raw).then(|| Self { field: id, name: field.name.clone(), from, to }))
    }

    /// The name of the field.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.field {
            // The form asks whether they are active; the lists call it the status.
            UserField::Field(FieldId::Active) => "Status".to_owned(),
            UserField::Field(id) => id.field().label.to_owned(),
            UserField::Custom(id) if self.name.is_empty() => id.to_string(),
            UserField::Custom(_) => self.name.clone(),
            UserField::Group(_) => format!("Group \"{}\"", self.name),
        }
    }

    /// The field for programs: its name on the command line, or the ID of a custom field; a group by its name.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.field {
            UserField::Field(id) => id.field().flag,
            UserField::Custom(id) => id.as_str(),
            UserField::Group(_) => &self.name,
        }
    }

    /// The value is the wanted one, also as the service may have normalised it.
    #[must_use]
    pub fn is_reached(&self, now: &StoredValue) -> bool {
        now.raw == self.to.raw
            || (!is_same(&self.field, &self.from.raw, &self.to.raw) && is_same(&self.field, &now.raw, &self.to.raw))
    }

    /// The value is the one that the change was based on.
    #[must_use]
    pub fn is_begun(&self, now: &StoredValue) -> bool {
        // The service lists roles in any order.
        let any_order = self.field == UserField::Field(FieldId::Roles);
        now.raw == self.from.raw || any_order && is_same(&self.field, &now.raw, &self.from.raw)
    }

    fn swapped(self) -> Self {
        Self { from: self.to, to: self.from, ..self }
    }
}

/// The value is this one, as a person writes it: by ID, text or name.
#[must_use]
pub fn is_value(field: &UserField, now: &StoredValue, typed: &str) -> bool {
    let by_name = clean(typed, NAME_MAX).to_lowercase() == now.shown(field).to_lowercase();
    is_same(field, &now.raw, typed) || by_name && !matches!(field, UserField::Field(FieldId::Email))
}

/// The same roles, in any order.
#[must_use]
pub fn same_roles(one: &str, other: &str) -> bool {
    let roles = |text: &str| text.split(',').map(|role| role.trim().to_owned()).collect::<BTreeSet<_>>();
    roles(one) == roles(other)
}

/// Whether two values mean the same.
fn is_same(field: &UserField, one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    match field {
        UserField::Field(FieldId::Email | FieldId::ManagerEmail) => same_email(one, other),
        UserField::Field(FieldId::Phone) => digits(one) == digits(other),
        UserField::Field(FieldId::Priority) => one.eq_ignore_ascii_case(other),
        UserField::Field(FieldId::Roles) => same_roles(one, other),
        UserField::Field(_) | UserField::Custom(_) | UserField::Group(_) => {
            clean(one, NAME_MAX) == clean(other, NAME_MAX)
        }
    }
}

/// A field that somebody else has changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The change: what it was based on, and what is wanted.
    pub change: FieldChange,
    /// The value now.
    pub now: StoredValue,
}

impl Conflict {
    /// `Department is "Sales" now; it was "IT", and "Finance" is wanted`
    #[must_use]
    pub fn words(&self) -> String {
        self.words_within(usize::MAX)
    }

    /// The same with values of at most so many cells.
    #[must_use]
    pub fn words_within(&self, room: usize) -> String {
        let Self { change, now } = self;
        let short = |value: &StoredValue| quoted(&change.field, value, room);
        let [now, from, to] = [now, &change.from, &change.to].map(short);
        format!("{} is {now} now; it was {from}, and {to} is wanted", change.label())
    }
}

fn quoted(field: &UserField, value: &StoredValue, room: usize) -> String {
    match shortened(&value.shown(field), room).into_owned() {
        shown if shown.is_empty() => "empty".to_owned(),
        shown if matches!(field, UserField::Field(FieldId::Active) | UserField::Group(_)) => shown,
        shown => format!("\"{shown}\""),
    }
}

/// How far a user is from what an update wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Every field has the wanted value.
    Reached,
    /// Every field has the wanted value, or that which the change was based on.
    Open,
    /// These have another one.
    Conflicts(Vec<Conflict>),
}

/// What an update does with the user's seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatChange {
    /// It frees the seat.
    Frees,
    /// It takes one.
    Takes,
}

/// What an update does with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership<'a> {
    /// Which group; `None`: the one with this name.
    pub group: Option<&'a GroupId>,
    /// Its name.
    pub name: &'a str,
    /// The user is put into it; else taken out.
    pub joins: bool,
}

impl Membership<'_> {
    /// It is about this group.
    #[must_use]
    pub fn is(&self, group: &TargetGroup) -> bool {
        self.group.map_or_else(|| same_group(&group.name, self.name), |id| group.id == *id)
    }
}

/// What an update puts back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Undoes {
    /// Nothing: it was made by itself.
    #[default]
    Nothing,
    /// This change.
    Change(WriteId),
    /// An earlier version has not recorded it. It is taken for the undo of the newest change that was the other way
    /// round.
    NotRecorded,
}

/// A change of an existing user: of fields, or of its membership in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Who.
    pub user: UserId,
    /// The fields, each once.
    pub changes: Vec<FieldChange>,
    /// What it puts back.
    pub undoes: Undoes,
}

impl Update {
    /// A change that is made by itself.
    #[must_use]
    pub fn new(user: UserId, changes: Vec<FieldChange>) -> Self {
        Self { user, changes, undoes: Undoes::Nothing }
    }

    /// Makes the user active or inactive.
    #[must_use]
    pub fn activity(user: UserId, from: bool, to: bool) -> Self {
        let [from, to] = [from, to].map(|active| StoredValue::new(active.to_string()));
        let change = FieldChange { field: UserField::Field(FieldId::Active), name: String::new(), from, to };
        Self::new(user, vec![change])
    }

    /// Puts the user into a group, or takes it out. The service has requests of its own for that, so it is a change by
    /// itself.
    #[must_use]
    pub fn membership(user: UserId, group: Option<GroupId>, name: &str, joins: bool) -> Self {
        let [from, to] = [!joins, joins].map(|is_in| StoredValue::new(is_in.to_string()));
        let change = FieldChange { field: UserField::Group(group), name: name.to_owned(), from, to };
        Self::new(user, vec![change])
    }

    /// What it does with a group, if it is about one.
    #[must_use]
    pub fn group(&self) -> Option<Membership<'_>> {
        match &self.changes[..] {
            [FieldChange { field: UserField::Group(group), name, to, .. }] => {
                Some(Membership { group: group.as_ref(), name, joins: to.raw == "true" })
            }
            _ => None,
        }
    }

    /// The update that puts the old values back, if they are still the new ones then. This one is that of the write
    /// with this ID.
    #[must_use]
    pub fn reversed(&self, id: &WriteId) -> Self {
        let changes = self.changes.iter().cloned().map(FieldChange::swapped).collect();
        Self { user: self.user.clone(), changes, undoes: Undoes::Change(id.clone()) }
    }

    /// It puts back what an earlier update has changed, which is that of the write with this ID.
    #[must_use]
    pub fn is_undo_of(&self, earlier: &Self, id: &WriteId) -> bool {
        match &self.undoes {
            Undoes::Nothing => false,
            Undoes::Change(undone) => undone == id,
            Undoes::NotRecorded => self.user == earlier.user && self.changes == earlier.reversed(id).changes,
        }
    }

    /// Compares the user with what is wanted.
    #[must_use]
    pub fn standing(&self, now: &UserDetail) -> Standing {
        self.standing_by(|field| now.value(field))
    }

    /// The same for a membership: in which groups the user is now.
    #[must_use]
    pub fn standing_in(&self, groups: &[TargetGroup]) -> Standing {
        self.standing_by(|_| {
            let is_in = |wanted: Membership<'_>| groups.iter().any(|group| wanted.is(group));
            StoredValue::new(self.group().is_some_and(is_in).to_string())
        })
    }

    fn standing_by(&self, value_of: impl Fn(&UserField) -> StoredValue) -> Standing {
        let (mut reached, mut conflicts) = (true, Vec::new());
        for change in &self.changes {
            let value = value_of(&change.field);
            if change.is_reached(&value) {
                continue;
            }
            reached = false;
            if !change.is_begun(&value) {
                conflicts.push(Conflict { change: change.clone(), now: value });
            }
        }
        match (reached, conflicts.is_empty()) {
            (true, _) => Standing::Reached,
            (false, true) => Standing::Open,
            (false, false) => Standing::Conflicts(conflicts),
        }
    }

    /// What it does with the seat.
    #[must_use]
    pub fn seat(&self) -> Option<SeatChange> {
        let active = self.changes.iter().find(|change| change.field == UserField::Field(FieldId::Active))?;
        match (active.from.raw.as_str(), active.to.raw.as_str()) {
            (_, "false") => Some(SeatChange::Frees),
            (_, "true") => Some(SeatChange::Takes),
            _ => None,
        }
    }

    /// The new activity, if nothing else is changed.
    #[must_use]
    pub fn only_activity(&self) -> Option<bool> {
        match &self.changes[..] {
            [change] if change.field == UserField::Field(FieldId::Active) => Some(change.to.raw == "true"),
            _ => None,
        }
    }

    /// `deactivate`, `activate`, `edit`, `add to group`: the words before the address.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        self.verbs().0
    }

    /// `deactivated`, `activated`, `edited`, `added to a group`.
    #[must_use]
    pub fn done_verb(&self) -> &'static str {
        self.verbs().1
    }

    fn verbs(&self) -> (&'static str, &'static str) {
        match (self.only_activity(), self.group()) {
            (Some(true), _) => ("activate", "activated"),
            (Some(false), _) => ("deactivate", "deactivated"),
            (None, Some(Membership { joins: true, .. })) => ("add to group", "added to a group"),
            (None, Some(Membership { joins: false, .. })) => ("take from group", "taken from a group"),
            (None, None) => ("edit", "edited"),
        }
    }

    /// `edited`, `added to the group "Finance"`: the verb of a sentence.
    #[must_use]
    pub fn done(&self) -> Cow<'static, str> {
        match self.group() {
            Some(Membership { name, joins: true, .. }) => format!("added to the group \"{name}\"").into(),
            Some(Membership { name, joins: false, .. }) => format!("taken from the group \"{name}\"").into(),
            None => self.done_verb().into(),
        }
    }

    /// `Department "IT" to "Finance", Status active to inactive`; of a group its name.
    #[must_use]
    pub fn words(&self) -> String {
        if let Some(Membership { name, .. }) = self.group() {
            return format!("\"{name}\"");
        }
        let words = self.changes.iter().map(|change| {
            let [from, to] = [&change.from, &change.to].map(|value| quoted(&change.field, value, usize::MAX));
            format!("{} {from} to {to}", change.label())
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// The request of `PUT /api/target-users/{id}`: a user as just read, with changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserUpdate(UserDetail);

impl UserUpdate {
    /// The request that changes these fields and leaves everything else as read.
    #[must_use]
    pub fn new(mut read: UserDetail, changes: &[FieldChange]) -> Self {
        for change in changes {
            read.set(&change.field, &change.name, &change.to);
        }
        Self(read)
    }

    /// The user as it will be.
    #[must_use]
    pub fn user(&self) -> &UserDetail {
        &self.0
    }

    /// The fields that are longer than an update accepts, with their length and the limit: the service would refuse
    /// them, also those that are only sent back.
    pub fn too_long(&self) -> impl Iterator<Item = (&'static Field, usize, usize)> + '_ {
        self.too_long_for(Subject::TargetUser)
    }

    /// The same by the limits of another kind of user.
    pub fn too_long_for(&self, subject: Subject) -> impl Iterator<Item = (&'static Field, usize, usize)> + '_ {
        let fields = subject.fields().iter().filter(|field| !matches!(field.kind, Kind::Many | Kind::Toggle));
        fields.filter_map(|field| {
            let length = self.0.raw(field.id)?.chars().count();
            let max = field.editable_max.or(field.max)?;
            (length > max).then_some((field, length, max))
        })
    }
}

/// The changes of the fields between the user as it was put into a form and what is there now. Groups are not a part of
/// an update.
///
/// # Errors
///
/// The changed fields that cannot be sent, with the reason.
pub fn changes(
    user: &UserDetail,
    begun: &Entry,
    entry: &Entry,
    rules: Rules,
) -> Result<Vec<FieldChange>, Vec<(FieldId, Verdict)>> {
    let fields = || entry.subject.fields().iter();
    let is_changed = |id: FieldId| !entry.value(id).is_same(begun.value(id));
    let manager = |id: FieldId| id.field().requirement == Requirement::AllOrNone;
    let manager_changed = fields().any(|field| manager(field.id) && is_changed(field.id));
    let (mut changes, mut wrong) = (Vec::new(), Vec::new());
    for field in fields().filter(|field| field.id != FieldId::Groups) {
        let checked = is_changed(field.id) || manager_changed && manager(field.id);
        if !checked {
            continue;
        }
        let verdict = update_verdict(entry, field.id, rules);
        if verdict.blocks() {
            wrong.push((field.id, verdict));
            continue;
        }
        let target = UserField::Field(field.id);
        let names = |entry: &Entry| entry.choices(field.id).first().map(|choice| choice.name.clone());
        let names = |entry: &Entry| names(entry).filter(|_| field.kind == Kind::One);
        let from = StoredValue { name: names(begun), ..user.value(&target) };
        let to = StoredValue { name: names(entry), ..StoredValue::new(sent(entry, field.id, rules)) };
        let change = FieldChange { field: target, name: String::new(), from, to };
        if is_changed(field.id) && !change.is_begun(&change.to) {
            changes.push(change);
        }
    }
    if wrong.is_empty() { Ok(changes) } else { Err(wrong) }
}

/// Checks a field by the rules of an update, which takes less than a create.
#[must_use]
pub fn update_verdict(entry: &Entry, id: FieldId, rules: Rules) -> Verdict {
    let field = entry.subject.field(id);
    let length = if field.kind == Kind::Text { entry.sent(id).chars().count() } else { 0 };
    match field.editable_max {
        Some(max) if length > max => {
            Verdict::Wrong(format!("is {length} characters long; at most {max} are taken in a change"))
        }
        _ => entry.verdict(id, rules),
    }
}

/// The value of a field as it is sent.
fn sent(entry: &Entry, id: FieldId, rules: Rules) -> String {
    match id.field().kind {
        Kind::Text if id == FieldId::Phone => {
            let typed = entry.text(id);
            phone::international(typed, rules.region).map_or_else(|_| entry.sent(id), |read| read.international)
        }
        Kind::Text => entry.sent(id),
        // The service gives roles by name.
        Kind::Many => entry.role_names(),
        Kind::One => entry.choices(id).first().map(|choice| choice.id.clone()).unwrap_or_default(),
        Kind::Priority => entry.priority().wire().to_owned(),
        Kind::Toggle => entry.is_active().to_string(),
    }
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
