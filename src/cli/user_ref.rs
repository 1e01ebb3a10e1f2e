//! The existing user that a command is about: by email or by ID.

use super::company_ref::CompanyRef;
use super::exit::{Code, CommandError};
use super::find::in_company;
use super::service::Session;
use crate::api::{Error, Operation};
use crate::domain::service::ids::UserId;
use crate::domain::text::line;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// A user with everything that the service says about it.
pub struct UserRef {
    /// Everything that can be changed.
    pub detail: UserDetail,
    /// The user as listed: status, creation time, directory; `None` if the index does not have it.
    pub listed: Option<TargetUser>,
}

impl UserRef {
    /// Whether the user is deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.listed.as_ref().is_some_and(|user| user.status == UserStatus::Deleted)
    }

    /// `Jane Doe, jane@x.example (id u1)`
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, {} (id {})", self.detail.shown_name(), self.detail.email(), self.detail.id)
    }
}

/// The ID of the user with this email, or this ID as it is.
///
/// # Errors
///
/// Not found, if nobody has the email; usage, with all of them, if several have it; or the error of the service.
pub async fn id(session: &Session, company: &CompanyRef, text: &str) -> Result<UserId, CommandError> {
    let text = line(text);
    if text.contains('@') { by_email(session, company, &text).await } else { Ok(UserId::new(text)) }
}

/// The user with this email or ID.
///
/// # Errors
///
/// Not found; usage, with all of them, if several users have the email; or the error of the service.
pub async fn user(session: &Session, company: &CompanyRef, text: &str) -> Result<UserRef, CommandError> {
    let id = id(session, company, text).await?;
    let text = line(text);
    let detail = session.client.user_detail(&company.id, &id).await.map_err(|error| match error {
        Error::NotFound(_) | Error::UnfitId { .. } => nobody(company, &text),
        error => CommandError::of(&error, Operation::User),
    })?;
    // Only the list says that a user is deleted, or comes from a directory; without access to it the service decides.
    let listed = match in_company(session, company, &detail.email()).await {
        Ok(listed) => listed.into_iter().find(|user| user.id == id),
        Err(Error::Forbidden(_) | Error::NotFound(_)) => None,
        Err(error) => return Err(CommandError::of(&error, Operation::FindUser)),
    };
    Ok(UserRef { detail, listed })
}

fn nobody(company: &CompanyRef, text: &str) -> CommandError {
    CommandError::new(Code::NotFound, format!("{} has no user \"{text}\"", company.name))
}

/// The ID of the only user with this email. A deleted one counts only if there is no other.
async fn by_email(session: &Session, company: &CompanyRef, email: &str) -> Result<UserId, CommandError> {
    let found = in_company(session, company, email).await;
    let found = found.map_err(|error| CommandError::of(&error, Operation::FindUser))?;
    let (deleted, living): (Vec<_>, Vec<_>) = found.into_iter().partition(|u| u.status == UserStatus::Deleted);
    let candidates = if living.is_empty() { deleted } else { living };
    match &candidates[..] {
        [] => Err(nobody(company, email)),
        [only] => Ok(only.id.clone()),
        several => {
            let lines = several.iter().map(|user| {
                let created = user.created.map_or_else(String::new, |at| format!(", created {at}"));
                format!("\n  {}  {}, {}{created}", user.id, user.shown_name(), user.status.word())
            });
            let lines = lines.collect::<Vec<_>>().concat();
            Err(CommandError::new(
                Code::Usage,
                format!("several users of {} have the email {email}; use one of their IDs:{lines}", company.name),
            ))
        }
    }
}
