//! `users add --like`: what users share is taken over from an existing one, unless a flag says otherwise.

use super::company_ref::CompanyRef;
use super::exit::CommandError;
use super::service::Session;
use super::stderr::print_prefixed;
use super::user_flags::{Target, UserFlags};
use super::user_ref;
use crate::api::Operation;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{Field, FieldId, Requirement};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::lookup::Choice;
use crate::domain::text::name_or_none;

/// Fills the entry with what this user shares with others, and says what.
///
/// # Errors
///
/// Not found, if there is no such user; or the error of the service: nothing is taken over in part.
pub async fn fill(
    session: &Session,
    company: &CompanyRef,
    text: &str,
    given: &UserFlags<Target>,
    entry: &mut Entry,
) -> Result<(), CommandError> {
    let user = user_ref::user(session, company, text).await?;
    let mut like = user.detail.entry();
    if given.values(FieldId::Groups).is_empty() {
        let groups = session.client.groups_of_user(&company.id, &user.detail.id).await;
        let groups = groups.map_err(|error| CommandError::of(&error, Operation::Groups))?;
        // What a directory fills is not written.
        let by_people = groups.into_iter().filter(|group| group.filled_by.is_none());
        let groups =
            by_people.map(|group| Choice { id: group.id.to_string(), name: group.name, detail: String::new() });
        like.set(FieldId::Groups, FieldValue::Many(groups.collect()));
    }
    let fields = Subject::TargetUser.fields();
    let is_manager = |field: &Field| field.requirement == Requirement::AllOrNone;
    // A manager is one person: of another one, nothing is taken over.
    let has_manager = fields.iter().any(|field| is_manager(field) && !given.values(field.id).is_empty());
    let mut taken = Vec::new();
    for field in fields.iter().filter(|field| field.shared && given.values(field.id).is_empty()) {
        let value = like.value(field.id);
        if has_manager && is_manager(field) || value.is_same(&FieldValue::blank(field.kind)) {
            continue;
        }
        taken.push(format!("{} {}", field.label, value.words()));
        entry.set(field.id, value.clone());
    }
    let taken = if taken.is_empty() { "nothing".to_owned() } else { taken.join(", ") };
    let who = name_or_none(&user.detail.shown_name()).to_owned();
    print_prefixed(format_args!("like {who} (id {}): {taken}", user.detail.id));
    Ok(())
}
