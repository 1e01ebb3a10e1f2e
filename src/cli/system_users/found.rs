//! The existing system user that a command is about, by email or by ID, and its row.

use serde_json::json;

use crate::api::{Error, Operation};
use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::{Code, CommandError};
use crate::cli::heading::Heading;
use crate::cli::output::{Item, Row};
use crate::cli::rows;
use crate::cli::service::Session;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::service::ids::UserId;
use crate::domain::text::{line, name_or_none};
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::system_user::{ACTIVE, SystemUser};

/// The system user with this email or ID.
///
/// # Errors
///
/// Not found; or the error of the service.
pub async fn user(session: &Session, company: &CompanyRef, text: &str) -> Result<SystemUser, CommandError> {
    let text = line(text);
    let found = if text.contains('@') {
        session.client.system_user_by_email(&company.id, &text).await
    } else {
        session.client.system_user(&company.id, &UserId::new(text.clone()), &[]).await
    };
    let nobody = || CommandError::new(Code::NotFound, format!("{} lists no system user \"{text}\"", company.name));
    match found {
        Ok(found) => found.ok_or_else(nobody),
        Err(Error::NotFound(_) | Error::UnfitId { .. }) => Err(nobody()),
        Err(error) => Err(CommandError::of(&error, Operation::SystemUsers)),
    }
}

/// `Ann Lee, ann@x.example (id s1)`
pub(super) fn words(user: &SystemUser) -> String {
    format!("{}, {} (id {})", name_or_none(&user.name()), user.email, user.id)
}

/// The system user as a change of it will leave it.
#[must_use]
pub fn after(user: &SystemUser, detail: &UserDetail) -> SystemUser {
    let some = |field| Some(detail.text(field)).filter(|text| !text.is_empty());
    SystemUser {
        email: detail.email(),
        first_name: some(FieldId::FirstName),
        last_name: some(FieldId::LastName),
        phone: some(FieldId::Phone),
        roles: some(FieldId::Roles),
        ..user.clone()
    }
}

/// A row with the columns that every command about system users has.
#[must_use]
pub fn row(user: &TargetUser, company: (&str, &str), outcome: Option<&'static str>) -> (Vec<Heading>, Row) {
    let mut item = Item(outcome.map(|word| ("outcome", word.into())).into_iter().collect());
    item.add("id", Some(user.id.as_str()).filter(|id| !id.is_empty()));
    item.add("first_name", user.first_name.as_deref());
    item.add("last_name", user.last_name.as_deref());
    item.add("email", user.email.as_str());
    item.add("phone", user.phone.as_deref());
    let roles = user.roles.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|role| !role.is_empty());
    item.add("roles", json!(roles.collect::<Vec<_>>()));
    item.add("company_id", company.0);
    item.add("company", company.1);
    item.add("status", user.status.word());
    item.add("created", user.created.map(|at| at.to_string()));
    rows::told(item)
}

/// The user of an entry as the service will list it; the ID is empty until there is one.
pub(super) fn planned(entry: &Entry, phone: &str) -> TargetUser {
    let some = |field| Some(entry.sent(field)).filter(|text| !text.is_empty());
    SystemUser {
        id: UserId::new(""),
        email: entry.sent(FieldId::Email),
        first_name: some(FieldId::FirstName),
        last_name: some(FieldId::LastName),
        phone: Some(phone.to_owned()).filter(|phone| !phone.is_empty()),
        roles: Some(entry.role_names()).filter(|names| !names.is_empty()),
        status: Some(ACTIVE),
        status_name: None,
        created: None,
        editable: true,
    }
    .as_user()
}
