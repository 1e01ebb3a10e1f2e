//! What would become of each person of a file at a company: checked by the rules of the form.

use std::borrow::Cow;
use std::collections::HashMap;

use super::action::Action;
use super::names::{Names, name_key, parts};
use super::person::{CLEARS, Person, Problem};
use super::sheet::{Sheet, Unit};
use crate::domain::change::update::Update;
use crate::domain::company::domains::{DomainMatch, Domains};
use crate::domain::form::custom_field::{CustomField, CustomValue};
use crate::domain::form::fields::{FieldId, Rules};
use crate::domain::form::value::FieldValue;
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::UserId;
use crate::domain::service::lookup::Choice;
use crate::domain::text::line;
use crate::domain::user::detail::UserField;
use crate::domain::user::email;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::target_user::NewTargetUser;

/// A custom field of the company, and the column that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomColumn {
    /// The field.
    pub field: CustomField,
    /// The column, from 0.
    pub column: Option<usize>,
}

/// What is known about the company.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// Its name.
    pub name: String,
    /// The rules of the form.
    pub rules: Rules,
    /// Its users by address, as [`email::key`] makes it, deleted ones among them.
    pub users: Cow<'a, HashMap<String, Vec<TargetUser>>>,
    /// Its groups, as far as the file names them.
    pub groups: Names,
    /// The languages that the file names.
    pub languages: Names,
    /// The time zones that the file names.
    pub time_zones: Names,
    /// Its custom fields.
    pub custom: Vec<CustomColumn>,
    /// Its mail domains; empty if they are not known.
    pub domains: Cow<'a, Domains>,
    /// The seats that are left; `None` if they are not limited, or may be exceeded.
    pub seats: Option<i64>,
    /// Inactive users are made active, and take a seat.
    pub reactivate: bool,
    /// So many active users become inactive before, which frees their seats.
    pub leavers: u64,
    /// Cells may clear what they are for.
    pub clears: bool,
}

/// A person, and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The person, with everything that was looked up.
    pub person: Person,
    /// What becomes of them.
    pub action: Action,
    /// The request, if they are created.
    pub user: Option<NewTargetUser>,
    /// The user who is there.
    pub found: Option<TargetUser>,
    /// What is changed of a user who is there.
    pub update: Option<Update>,
    /// The groups into which a user who is there is put, each a change by itself.
    pub joins: Vec<Update>,
    /// So many users must have become inactive before, whose seats it takes.
    pub after_leavers: u64,
    /// Users with the address, deleted ones among them.
    pub before: Vec<UserId>,
    /// Why they are not created; what somebody should look at if they are.
    pub reasons: Vec<String>,
    /// A person should look at the row before it is sent.
    pub is_odd: bool,
    /// The address as it is compared.
    pub(super) key: String,
    /// What would become of the row without the others, if they decide about it.
    pub(super) alone: Option<Box<Alone>>,
}

/// What becomes of a row without the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alone {
    action: Action,
    user: Option<NewTargetUser>,
    reasons: Vec<String>,
}

impl Judged {
    /// Nothing was found out so far.
    #[must_use]
    pub fn unjudged(person: Person) -> Self {
        Self {
            person,
            action: Action::Create,
            user: None,
            found: None,
            update: None,
            joins: Vec::new(),
            after_leavers: 0,
            before: Vec::new(),
            reasons: Vec::new(),
            is_odd: false,
            key: String::new(),
            alone: None,
        }
    }

    /// Another row has its address, or its seat.
    fn give_way(&mut self, action: Action, reason: String) {
        let (action, user) = (std::mem::replace(&mut self.action, action), self.user.take());
        let reasons = std::mem::replace(&mut self.reasons, vec![reason]);
        self.alone = Some(Box::new(Alone { action, user, reasons }));
    }

    /// As if there were no other rows.
    fn stand_alone(&mut self) {
        if let Some(alone) = self.alone.take() {
            let Alone { action, user, reasons } = *alone;
            (self.action, self.user, self.reasons) = (action, user, reasons);
        }
    }

    /// It takes a seat when it is sent.
    #[must_use]
    pub fn takes_seat(&self, reactivate: bool) -> bool {
        match self.action {
            Action::Create => self.person.entry.is_active(),
            Action::Reactivate => reactivate,
            _ => false,
        }
    }

    /// Somebody has to do something about the row, or should look at it.
    #[must_use]
    pub fn needs_a_person(&self) -> bool {
        let is_plain = |action| {
            matches!(action, Action::Create | Action::There | Action::Update | Action::Managed | Action::LeftOut)
        };
        self.is_odd || !is_plain(self.action)
    }

    /// What somebody should know about the user who was created.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        let is_told = matches!(self.action, Action::Create | Action::Update | Action::Deactivate);
        if is_told { &self.reasons } else { &[] }
    }

    /// The address, as far as there is one.
    #[must_use]
    pub fn email(&self) -> String {
        self.person.entry.sent(FieldId::Email)
    }
}

/// What becomes of each person, in the order of the rows.
#[must_use]
pub fn check(
    people: Vec<Person>,
    sheet: &Sheet,
    place: impl Fn(FieldId) -> Option<String>,
    facts: &Facts<'_>,
) -> Vec<Judged> {
    let mut judged: Vec<_> = people.into_iter().map(|person| judge(person, sheet, &place, facts)).collect();
    settle(judged.iter_mut(), sheet.unit, facts);
    judged
}

/// Decides between rows that were judged one by one, perhaps before: of those with one address the first is meant, and the first ones get
/// the seats.
pub(super) fn settle<'j>(judged: impl Iterator<Item = &'j mut Judged>, unit: Unit, facts: &Facts<'_>) {
    let mut seen: HashMap<String, u64> = HashMap::new();
    let freed = i64::try_from(facts.leavers).unwrap_or(i64::MAX);
    let mut left = facts.seats.map(|seats| seats.saturating_add(freed));
    for one in judged {
        one.stand_alone();
        if one.action == Action::LeftOut {
            continue;
        }
        if one.action != Action::Fix || one.found.is_some() {
            match seen.get(&one.key) {
                Some(first) if one.found.is_none() || one.action == Action::Reactivate => {
                    let reason = format!("{} {first} has the same email", unit.word());
                    one.give_way(Action::Double, reason);
                }
                Some(_) => {}
                None => {
                    seen.insert(one.key.clone(), one.person.number);
                }
            }
        }
        if one.takes_seat(facts.reactivate) {
            match &mut left {
                Some(left) if *left < 1 => {
                    one.give_way(Action::OverLimit, format!("{} has no seat left", facts.name));
                }
                Some(left) => {
                    // Those that are free now are taken first.
                    one.after_leavers = u64::try_from(freed - *left + 1).unwrap_or_default();
                    *left -= 1;
                }
                None => {}
            }
        }
    }
}

/// What becomes of a person, if no other row has the same address and there are seats.
pub(super) fn judge(
    mut person: Person,
    sheet: &Sheet,
    place: &impl Fn(FieldId) -> Option<String>,
    facts: &Facts<'_>,
) -> Judged {
    let (custom, unresolved) = if person.left_out {
        // What it names need not exist, and is not looked up.
        forget_choices(&mut person);
        (Vec::new(), Vec::new())
    } else {
        choices(&mut person, sheet, facts)
    };
    let mut one = Judged::unjudged(person);
    let address = one.email();
    one.key = email::key(&address);
    let with_address = facts.users.get(&one.key).map_or(&[][..], Vec::as_slice);
    one.before = with_address.iter().map(|user| user.id.clone()).collect();
    if one.person.left_out {
        one.action = Action::LeftOut;
        return one;
    }
    if let Some(user) = with_address.iter().find(|user| user.status != UserStatus::Deleted) {
        one.action = match (&user.managed, &user.status) {
            (Some(_), _) => Action::Managed,
            // A row that wants the user inactive wants nothing else.
            (None, UserStatus::Inactive) if one.person.entry.is_active() => Action::Reactivate,
            (None, _) => Action::There,
        };
        match (one.action, &user.managed) {
            (Action::Reactivate, _) => one.reasons.push("the user is there and inactive".to_owned()),
            (_, Some(by)) => {
                one.reasons.push(format!("the user is there and managed by {by}: change it there"));
            }
            _ => {}
        }
        one.found = Some(user.clone());
        return one;
    }
    let (mut wrong, notes) = by_the_form(&one.person, facts.rules, place);
    let told = one.person.problems.iter().chain(&unresolved).map(|problem| match &problem.column {
        Some(column) => format!("{column}: {}", problem.said),
        None => problem.said.clone(),
    });
    wrong.extend(told);
    if !wrong.is_empty() {
        (one.action, one.reasons) = (Action::Fix, wrong);
        return one;
    }
    match one.person.entry.request(facts.rules) {
        Ok(user) => one.user = Some(NewTargetUser { custom_fields: custom, ..user }),
        Err((id, verdict)) => {
            one.action = Action::Fix;
            one.reasons = vec![format!("{} {}", id.field().label, verdict.text())];
            return one;
        }
    }
    if !with_address.is_empty() {
        one.reasons.push("a user with this email was deleted before: this is a new one".to_owned());
    }
    if let Some(DomainMatch::Unknown(Some(near))) = facts.domains.judge(&address) {
        one.reasons.push(format!("the mail domain is not one of {}'s; is {} meant?", facts.name, near.email));
        one.is_odd = true;
    }
    one.is_odd |= !notes.is_empty() || !one.person.notes.is_empty();
    one.reasons.extend(notes);
    one.reasons.extend(one.person.notes.iter().cloned());
    one
}

/// What the rules of the form say: what is wrong, and what is doubtful.
fn by_the_form(
    person: &Person,
    rules: Rules,
    place: &impl Fn(FieldId) -> Option<String>,
) -> (Vec<String>, Vec<String>) {
    let (mut wrong, mut notes) = (Vec::new(), Vec::new());
    let entry = &person.entry;
    for field in entry.subject.fields() {
        let name = || place(field.id).unwrap_or_else(|| field.label.to_owned());
        match entry.verdict(field.id, rules) {
            // Something is there, and it is said what is wrong with it.
            Verdict::Missing(_) if person.problems.iter().any(|problem| problem.column == Some(name())) => {}
            Verdict::Missing(why) => wrong.push(format!("{}: {why}", name())),
            Verdict::Wrong(why) => wrong.push(format!("{}: \"{}\" {why}", name(), shown(entry.text(field.id)))),
            Verdict::Warning(why) => notes.push(format!("{}: {why}", name())),
            Verdict::SentAs(_) | Verdict::Note(_) | Verdict::Good(_) | Verdict::Fine => {}
        }
    }
    (wrong, notes)
}

fn shown(text: &str) -> String {
    crate::domain::text::clean(text, 60)
}

/// Takes what was looked up out of the entry.
fn forget_choices(person: &mut Person) {
    person.entry.set(FieldId::Groups, FieldValue::Many(Vec::new()));
    person.entry.set(FieldId::Language, FieldValue::One(None));
    person.entry.set(FieldId::TimeZone, FieldValue::One(None));
    person.entry.custom.clear();
}

/// Puts what was looked up into the entry, and returns the values of the custom fields, and what is wrong.
fn choices(person: &mut Person, sheet: &Sheet, facts: &Facts<'_>) -> (Vec<CustomValue>, Vec<Problem>) {
    let mut wrong: Vec<String> = Vec::new();
    let mut find = |names: &Names, name: &str| match names.get(&name_key(name)) {
        Some(Ok(choice)) => choice.clone(),
        Some(Err(why)) => {
            wrong.push(why.clone());
            None
        }
        None => None,
    };
    let mut groups: Vec<Choice> = Vec::new();
    for name in &person.groups {
        let parts = parts(name, |name| facts.groups.contains_key(&name_key(name)));
        for choice in parts.into_iter().filter_map(|part| find(&facts.groups, part)) {
            if !groups.contains(&choice) {
                groups.push(choice);
            }
        }
    }
    let language = if person.language.is_empty() { None } else { find(&facts.languages, &person.language) };
    let zone = if person.time_zone.is_empty() { None } else { find(&facts.time_zones, &person.time_zone) };
    person.entry.set(FieldId::Groups, FieldValue::Many(groups));
    person.entry.set(FieldId::Language, FieldValue::One(language));
    person.entry.set(FieldId::TimeZone, FieldValue::One(zone));
    let mut values = Vec::new();
    let cells = sheet.lines.get(person.at);
    for CustomColumn { field, column } in &facts.custom {
        let text = cells.zip(*column).map_or("", |(cells, column)| cells.cell(column));
        let mut text = line(text);
        if text.trim().is_empty() {
            person.custom_default(field).unwrap_or_default().clone_into(&mut text);
        }
        if facts.clears && text.trim() == CLEARS {
            person.clears.insert(UserField::Custom(field.id.clone()));
            text.clear();
        }
        match field.value(&text) {
            Ok(value) => values.extend(value),
            Err(why) if text.is_empty() => wrong.push(format!("\"{}\" {why}", field.name)),
            Err(why) => wrong.push(format!("\"{}\": \"{}\" {why}", field.name, shown(&text))),
        }
        if !text.is_empty() {
            person.entry.custom.insert(field.id.clone(), text);
        }
    }
    (values, wrong.into_iter().map(|said| Problem { column: None, said }).collect())
}
