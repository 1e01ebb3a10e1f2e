//! Messages for writes that were not carried out, or whose outcome is unknown.

use std::io;

use crate::api::{Error, Operation};
use crate::domain::change::update::UserUpdate;
use crate::domain::change::write::{CreateRequest, Intent, NewUser};
use crate::domain::form::field_ref::named_in;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::ManagedBy;

/// The refusal concerns the address or no field in particular: somebody may have the address already.
pub(super) fn may_mean_taken(error: &Error) -> bool {
    let is_about_it =
        |message: &String| named_in(message, Subject::TargetUser).is_none_or(|field| field == FieldId::Email);
    if let Error::Refused(messages) = error {
        messages.iter().any(is_about_it)
    } else {
        matches!(error, Error::Service { status: 409, .. })
    }
}

/// The wording for a kind of create.
pub(super) struct CreateMessages {
    pub(super) doing: Operation,
    pub(super) refused: &'static str,
}

impl CreateMessages {
    pub(super) fn of(order: &CreateRequest) -> Self {
        match order.user {
            NewUser::Target(_) => Self { doing: Operation::Create, refused: "The target user was not created" },
            NewUser::System(_) => {
                Self { doing: Operation::CreateSystemUser, refused: "The system user was not created" }
            }
        }
    }
}

fn nothing_was_sent(what: &str, why: String, hint: &str) -> Failure {
    Failure { what: what.to_owned(), why, hint: hint.to_owned(), remedy: Remedy::Nothing, applied: Applied::No }
}

pub(super) fn cannot_look_up() -> Failure {
    Failure {
        what: "The system user could not be looked up".to_owned(),
        why: "The service offers no way to look up a system user.".to_owned(),
        hint: "Check the system users in the console for the address.".to_owned(),
        remedy: Remedy::Nothing,
        applied: Applied::Maybe,
    }
}

/// The index does not list a user that may exist all the same.
pub(super) fn not_listed() -> Failure {
    Failure {
        what: "The user could not be looked up".to_owned(),
        why: "The service does not list the user, and does not say that the ID is unknown.".to_owned(),
        hint: String::new(),
        remedy: Remedy::Retry,
        applied: Applied::Maybe,
    }
}

pub(super) fn read_only(what: &str, reason: &str) -> Failure {
    nothing_was_sent(what, format!("{reason}."), "")
}

pub(super) fn unrecorded(what: &str, error: &io::Error) -> Failure {
    nothing_was_sent(
        what,
        format!("The request could not be recorded on this machine ({error})."),
        "Nothing was sent. Free some disk space, or send it without a record.",
    )
}

/// The first words of a change that was not carried out.
pub(super) const NOT_CHANGED: &str = "The target user was not changed";

pub(super) fn not_recorded(what: &str, error: &io::Error) -> Failure {
    nothing_was_sent(
        what,
        format!("The request could not be recorded on this machine ({error})."),
        "Nothing was sent. Free some disk space and try again.",
    )
}

pub(super) fn lookup_failed(error: &Error) -> Failure {
    let failure = error.failure(Operation::FindUser);
    let what = "Not sent: an earlier attempt may have created this user, and it could not be looked up".to_owned();
    Failure { what, applied: Applied::No, ..failure }
}

/// An earlier create of the same user may still be carried out.
pub(super) fn outcome_unknown(earlier: &Intent, is_theirs: bool) -> Failure {
    let why = if is_theirs {
        "Another program on this machine has sent a create of the same user, and its outcome is not known yet."
    } else {
        "The outcome of an earlier create of the same user is not known."
    };
    nothing_was_sent(&format!("Not sent: {} may have been created already", earlier.user_label()), why.to_owned(), "")
}

/// An earlier change of the same user may still be carried out.
pub(super) fn change_unknown(earlier: &Intent, is_theirs: bool) -> Failure {
    let who = if is_theirs { "another program on this machine" } else { "an earlier run" };
    let why = format!("A change of this user by {who} got no clear answer, and may still be carried out.");
    let hint = "Nothing was sent. It is looked up again; after a quarter of an hour at most its outcome is certain.";
    nothing_was_sent(&format!("Not sent: {} is being changed", earlier.user_label()), why, hint)
}

/// The service does not know the user.
pub(super) fn gone(user: &UserId) -> Failure {
    let why = format!("The company has no user with the ID {user} (any more).");
    Failure { remedy: Remedy::Reload, ..nothing_was_sent(NOT_CHANGED, why, "") }
}

/// The user was deleted.
pub(super) fn deleted(email: &str) -> Failure {
    let why = format!("{email} is deleted, and a deleted user cannot be changed.");
    Failure { remedy: Remedy::Reload, ..nothing_was_sent(NOT_CHANGED, why, "") }
}

/// The user comes from a directory.
pub(super) fn managed(email: &str, by: &ManagedBy) -> Failure {
    let why = format!("{email} is managed by {by}, which would overwrite the change.");
    nothing_was_sent(NOT_CHANGED, why, "Change the user there.")
}

/// The user could not be read before the change.
pub(super) fn unread(error: &Error) -> Failure {
    let failure = error.failure(Operation::User);
    let remedy = if failure.remedy == Remedy::Retry { Remedy::SendAgain } else { failure.remedy };
    let why = format!("Nothing was sent, because the user could not be read first: {}", failure.why);
    Failure { what: NOT_CHANGED.to_owned(), why, remedy, applied: Applied::No, hint: failure.hint }
}

/// Fields that the service would refuse, changed or not.
pub(super) fn too_long(update: &UserUpdate) -> Option<Failure> {
    let sentences = update.too_long().map(|(field, length, max)| {
        format!("{} is {length} characters long; at most {max} are taken in a change.", field.label)
    });
    let sentences: Vec<_> = sentences.collect();
    if sentences.is_empty() {
        return None;
    }
    let why = sentences.join(" ");
    Some(Failure {
        remedy: Remedy::Correct(sentences),
        ..nothing_was_sent(NOT_CHANGED, why, "Shorten it in the same change.")
    })
}
