//! The lines of the box with one user: whatever is known about it.

use crate::app::core::remote::Remote;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::company_sheet::{LABEL, LineBuilder, PaneLine, Tone, Value};
use crate::app::screen::user_history;
use crate::app::screen::user_rows::pending_status;
use crate::app::user::details::UserParts;
use crate::app::widgets::area::Area;
use crate::domain::form::custom_field::DataType;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::list::user_columns::UserColumn;
use crate::domain::service::lookup::Choice;
use crate::domain::text::cells::{shortened, width};
use crate::domain::text::{NAME_MAX, clean};
use crate::domain::user::detail::{CustomDetail, UserDetail};
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::target_group::TargetGroup;
use crate::domain::user::target_user::Priority;

/// Recent changes shown.
const DOINGS: usize = 4;

/// The lines, as far as something is known; gaps only if everything fits.
#[must_use]
pub fn lines(model: &Model, body: Area) -> Vec<PaneLine> {
    let mut lines = all_lines(model, body.width);
    if lines.len() > usize::from(body.height) {
        lines.retain(|line| *line != PaneLine::Gap);
    }
    lines
}

/// The furthest the box can be scrolled.
#[must_use]
pub fn scroll(model: &Model, body: Area) -> usize {
    lines(model, body).len().saturating_sub(usize::from(body.height))
}

fn all_lines(model: &Model, cells: u16) -> Vec<PaneLine> {
    let Some(user) = model.users.list.selected() else { return Vec::new() };
    let none = UserParts::default();
    let parts = model.user.parts_of(&model.users.list.wanted.company, &user.id).unwrap_or(&none);
    let detail = parts.detail.value.as_ref();
    let mut sheet = LineBuilder::new(cells, model.settings.keys.clone(), Scope::User);
    if model.users.listed_subject() == Subject::SystemUser {
        sheet.heading("SYSTEM USER");
        system_user(&mut sheet, model, user);
        sheet.heading("RECORD");
        record(&mut sheet, model, user);
        return sheet.lines;
    }
    sheet.heading("PERSON");
    person(&mut sheet, model, user, detail);
    sheet.heading("ACCESS");
    access(&mut sheet, model, user, parts);
    manager(&mut sheet, detail);
    if let Some(detail) = detail.filter(|detail| !detail.custom.is_empty()) {
        sheet.heading("COMPANY'S OWN");
        detail.custom.iter().for_each(|own| custom(&mut sheet, own));
    }
    sheet.heading("RECORD");
    record(&mut sheet, model, user);
    recent(&mut sheet, model, user);
    sheet.lines
}

/// The text of a field: as read, else as listed.
fn text(detail: Option<&UserDetail>, field: FieldId, listed: Option<&String>) -> String {
    detail.map_or_else(|| listed.cloned().unwrap_or_default(), |detail| detail.text(field))
}

/// A value, or that there is none.
fn value(sheet: &mut LineBuilder, label: &'static str, text: &str) {
    if text.is_empty() {
        sheet.text(label, "-", Tone::Dim);
    } else {
        sheet.value(label, text, Tone::Plain);
    }
}

fn system_user(sheet: &mut LineBuilder, model: &Model, user: &TargetUser) {
    let pending = pending_status(model, user).map(|pending| format!(", {}", pending.word)).unwrap_or_default();
    sheet.text("status", &format!("{}{pending}", UserColumn::Status.cell(user)), Tone::Strong);
    let listed = |text: &Option<String>| text.clone().unwrap_or_default();
    value(sheet, "first name", &listed(&user.first_name));
    value(sheet, "last name", &listed(&user.last_name));
    value(sheet, "email", &user.email);
    value(sheet, "phone", &listed(&user.phone));
    value(sheet, "roles", &listed(&user.roles));
}

fn person(sheet: &mut LineBuilder, model: &Model, user: &TargetUser, detail: Option<&UserDetail>) {
    let status = match pending_status(model, user) {
        Some(pending) if pending.is_unknown => {
            format!("{}, not known whether {} now", UserColumn::Status.cell(user), pending.word)
        }
        Some(pending) => format!("{}, will be {}", UserColumn::Status.cell(user), pending.word),
        None => UserColumn::Status.cell(user),
    };
    let seat = match user.status {
        UserStatus::Active => ": uses a seat",
        UserStatus::Inactive => ": uses no seat, receives nothing",
        UserStatus::Deleted => ": cannot be changed or restored",
        UserStatus::Other(_) => "",
    };
    sheet.text("status", &format!("{status}{seat}"), Tone::Strong);
    if let Some(by) = &user.managed {
        sheet.text("managed by", &format!("{by}: change the user there"), Tone::Warning);
    }
    value(sheet, "first name", &text(detail, FieldId::FirstName, user.first_name.as_ref()));
    value(sheet, "last name", &text(detail, FieldId::LastName, user.last_name.as_ref()));
    value(sheet, "email", &text(detail, FieldId::Email, Some(&user.email)));
    value(sheet, "phone", &text(detail, FieldId::Phone, user.phone.as_ref()));
    value(sheet, "department", &text(detail, FieldId::Department, user.department.as_ref()));
}

fn access(sheet: &mut LineBuilder, model: &Model, user: &TargetUser, parts: &UserParts) {
    let detail = parts.detail.value.as_ref();
    sheet.part("groups", &parts.groups, None, |sheet, groups, tone| {
        if groups.is_empty() {
            sheet.text("groups", "none", tone);
        } else {
            let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
            let value = Value::of("groups", &names.join(", "));
            sheet.wrapped("groups", &groups_words(groups), tone, Some(&value));
        }
    });
    let priority = text(detail, FieldId::Priority, user.priority.as_ref());
    let known = Priority::named(&priority).map(|priority| priority.label().to_owned());
    value(sheet, "priority", &known.unwrap_or(priority));
    let lookups = &model.lookups;
    value(sheet, "language", &chosen(detail, FieldId::Language, user.language.as_ref(), &lookups.languages));
    value(sheet, "time zone", &chosen(detail, FieldId::TimeZone, user.time_zone.as_ref(), &lookups.time_zones));
    match (&parts.detail.error, detail) {
        (Some(failure), _) => sheet.failure("more", failure),
        (None, None) if parts.detail.slow => sheet.text("more", "loading", Tone::Dim),
        (None, None | Some(_)) => {}
    }
}

/// `Finance UK, New joiners (is filled by SCIM)`
fn groups_words(groups: &[TargetGroup]) -> String {
    let words = groups.iter().map(|group| match &group.filled_by {
        Some(by) => format!("{} ({})", group.name, by.reason()),
        None => group.name.clone(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A choice by name: the service gives the ID alone when it gives everything.
fn chosen(
    detail: Option<&UserDetail>,
    field: FieldId,
    listed: Option<&String>,
    choices: &Remote<Vec<Choice>>,
) -> String {
    let Some(detail) = detail else { return listed.cloned().unwrap_or_default() };
    let id = detail.text(field);
    let known = choices.value.iter().flatten().find(|choice| choice.id == id).map(|choice| choice.name.clone());
    known.or_else(|| listed.filter(|_| !id.is_empty()).cloned()).unwrap_or(id)
}

fn manager(sheet: &mut LineBuilder, detail: Option<&UserDetail>) {
    let Some(detail) = detail else { return };
    let name = [FieldId::ManagerFirstName, FieldId::ManagerLastName].map(|field| detail.text(field)).join(" ");
    let email = detail.text(FieldId::ManagerEmail);
    if name.trim().is_empty() && email.is_empty() {
        sheet.text("manager", "none", Tone::Plain);
        return;
    }
    value(sheet, "manager", name.trim());
    sheet.maybe("", Some(&email));
}

/// A field that the company has defined; a long name stands before its value.
fn custom(sheet: &mut LineBuilder, own: &CustomDetail) {
    let text = clean(own.value.as_deref().unwrap_or_default(), NAME_MAX);
    let text = match (&own.data_type, text.as_str()) {
        (_, "") => "-".to_owned(),
        (DataType::Boolean, "True" | "true") => "yes".to_owned(),
        (DataType::Boolean, "False" | "false") => "no".to_owned(),
        _ => text,
    };
    let tone = if text == "-" { Tone::Dim } else { Tone::Plain };
    let name = clean(&own.name, NAME_MAX);
    if width(&name) < usize::from(LABEL) - 1 {
        sheet.value(name, &text, tone);
    } else {
        let value = Value { what: format!("the {name}"), text: text.clone() };
        let name = shortened(&name, sheet.width / 2).into_owned();
        sheet.wrapped("", &format!("{name}: {text}"), tone, Some(&value));
    }
}

fn record(sheet: &mut LineBuilder, model: &Model, user: &TargetUser) {
    let created = user.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    value(sheet, "created", &created.unwrap_or_default());
    value(sheet, "company", model.users.company.as_ref().map_or("", |company| company.name.as_str()));
    value(sheet, "user ID", user.id.as_str());
}

/// What was done with the user from this machine.
fn recent(sheet: &mut LineBuilder, model: &Model, user: &TargetUser) {
    let doings = user_history::of_journal(model, &user.id);
    if doings.is_empty() {
        return;
    }
    sheet.heading("RECENT HERE");
    for doing in doings.iter().take(DOINGS) {
        sheet.text(user_history::day(model, doing.at), &doing.what, Tone::Plain);
    }
}
