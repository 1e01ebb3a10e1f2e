//! Messages for writes that were not carried out, or whose outcome is unknown.

use std::io;

use crate::api::{Error, Operation};
use crate::domain::change::write::{CreateRequest, Intent, NewUser};
use crate::domain::form::field_ref::named_in;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Applied, Failure, Remedy};

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

pub(super) fn not_recorded(error: &io::Error) -> Failure {
    nothing_was_sent(
        "The target user was not deleted",
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
