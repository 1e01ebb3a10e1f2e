//! Messages for writes that were not carried out, or whose outcome is unknown.

use std::io;

use crate::api::{Error, Operation};
use crate::domain::change::write::Intent;
use crate::domain::form::field_ref::named_in;
use crate::domain::form::fields::{Field, FieldId};
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::ManagedBy;
use crate::domain::user::target_group::FilledBy;

/// The refusal concerns the address or no field in particular: somebody may have the address already.
pub(super) fn may_mean_taken(error: &Error, subject: Subject) -> bool {
    let is_about_it = |message: &String| named_in(message, subject).is_none_or(|field| field == FieldId::Email);
    if let Error::Refused(messages) = error {
        messages.iter().any(is_about_it)
    } else {
        matches!(error, Error::Service { status: 409, .. })
    }
}

fn nothing_was_sent(what: impl Into<String>, why: String, hint: &str) -> Failure {
    Failure { what: what.into(), why, hint: hint.to_owned(), remedy: Remedy::Nothing, applied: Applied::No }
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

pub(super) fn read_only(doing: Operation, reason: &str) -> Failure {
    nothing_was_sent(doing.what(), format!("{reason}."), "")
}

pub(super) fn unrecorded(doing: Operation, error: &io::Error) -> Failure {
    nothing_was_sent(
        doing.what(),
        format!("The request could not be recorded on this machine ({error})."),
        "Nothing was sent. Free some disk space, or send it without a record.",
    )
}

pub(super) fn not_recorded(doing: Operation, error: &io::Error) -> Failure {
    nothing_was_sent(
        doing.what(),
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
    nothing_was_sent(format!("Not sent: {} may have been created already", earlier.user_label()), why.to_owned(), "")
}

/// An earlier change of the same user may still be carried out.
pub(super) fn change_unknown(earlier: &Intent, is_theirs: bool) -> Failure {
    let who = if is_theirs { "another program on this machine" } else { "an earlier run" };
    let why = format!("A change of this user by {who} got no clear answer, and may still be carried out.");
    let hint = "Nothing was sent. It is looked up again; after a quarter of an hour at most its outcome is certain.";
    nothing_was_sent(format!("Not sent: {} is being changed", earlier.user_label()), why, hint)
}

/// The service does not know the user.
pub(super) fn gone(doing: Operation, user: &UserId) -> Failure {
    let why = format!("The company has no user with the ID {user} (any more).");
    Failure { remedy: Remedy::Reload, ..nothing_was_sent(doing.what(), why, "") }
}

/// The user was deleted.
pub(super) fn deleted(doing: Operation, email: &str) -> Failure {
    let why = format!("{email} is deleted, and a deleted user cannot be changed.");
    Failure { remedy: Remedy::Reload, ..nothing_was_sent(doing.what(), why, "") }
}

/// The user comes from a directory.
pub(super) fn managed(email: &str, by: &ManagedBy) -> Failure {
    let why = format!("{email} is managed by {by}, which would overwrite the change.");
    nothing_was_sent(Operation::Update.what(), why, "Change the user there.")
}

/// The groups could not be read before a new one.
pub(super) fn groups_unread(error: &Error) -> Failure {
    let failure = error.failure(Operation::Groups);
    let remedy = if failure.remedy == Remedy::Retry { Remedy::SendAgain } else { failure.remedy };
    let why = format!("Nothing was sent, because the groups could not be read first: {}", failure.why);
    Failure { what: Operation::CreateGroup.what().to_owned(), why, remedy, applied: Applied::No, hint: failure.hint }
}

/// The company has no group with this name or ID.
pub(super) fn no_group(doing: Operation, name: &str, company: &str) -> Failure {
    let why = format!("{company} has no group \"{name}\" (any more).");
    Failure { remedy: Remedy::Reload, ..nothing_was_sent(doing.what(), why, "") }
}

/// The company has several groups with this name.
pub(super) fn several_groups(doing: Operation, name: &str, company: &str) -> Failure {
    nothing_was_sent(doing.what(), format!("{company} has several groups \"{name}\"."), "Choose one by its ID.")
}

/// The group is filled by something else, which would undo the change; the service fails there.
pub(super) fn filled_group(doing: Operation, name: &str, by: &FilledBy) -> Failure {
    nothing_was_sent(doing.what(), format!("The group \"{name}\" {}.", by.reason()), "")
}

/// The user could not be read before the change.
pub(super) fn unread(doing: Operation, error: &Error) -> Failure {
    let failure = error.failure(Operation::User);
    let remedy = if failure.remedy == Remedy::Retry { Remedy::SendAgain } else { failure.remedy };
    let why = format!("Nothing was sent, because the user could not be read first: {}", failure.why);
    Failure { what: doing.what().to_owned(), why, remedy, applied: Applied::No, hint: failure.hint }
}

/// The service lets nobody change this system user from here.
pub(super) fn not_editable(doing: Operation, email: &str) -> Failure {
    nothing_was_sent(doing.what(), format!("The service does not let {email} be changed by this log-in."), "")
}

/// A change without the status may make an inactive user active.
pub(super) fn status_unknown(doing: Operation, email: &str) -> Failure {
    nothing_was_sent(
        doing.what(),
        format!("The service does not say whether {email} is active, and a change could make the user active."),
        "",
    )
}

/// The service does not list yet what was changed a moment ago.
pub(super) fn not_listed_yet(doing: Operation, email: &str) -> Failure {
    let why = format!("The service does not list the last change of {email} yet; sent now, it would be undone.");
    Failure { remedy: Remedy::SendAgain, ..nothing_was_sent(doing.what(), why, "Try again in a minute.") }
}

/// A change sends all roles, by their IDs.
pub(super) fn unknown_role(doing: Operation, role: &str) -> Failure {
    let why = format!("A change sends all roles of the user, and the company has no role \"{role}\".");
    nothing_was_sent(doing.what(), why, "")
}

/// Nobody will ever know.
pub(super) fn mail_unanswered(intent: &Intent) -> Failure {
    let (what, hint) = Operation::of(intent).unknown().unwrap_or_default();
    Failure {
        what: what.to_owned(),
        why: "The program ended before an answer came.".to_owned(),
        hint: hint.to_owned(),
        remedy: Remedy::Nothing,
        applied: Applied::Maybe,
    }
}

/// Fields that the service would refuse, changed or not.
pub(super) fn too_long(
    doing: Operation,
    fields: impl Iterator<Item = (&'static Field, usize, usize)>,
) -> Option<Failure> {
    let sentences = fields.map(|(field, length, max)| {
        format!("{} is {length} characters long; at most {max} are taken in a change.", field.label)
    });
    let sentences: Vec<_> = sentences.collect();
    if sentences.is_empty() {
        return None;
    }
    let why = sentences.join(" ");
    Some(Failure {
        remedy: Remedy::Correct(sentences),
        ..nothing_was_sent(doing.what(), why, "Shorten it in the same change.")
    })
}
