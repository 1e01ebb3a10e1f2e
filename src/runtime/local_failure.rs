//! Failures of this machine, not of the service.

use crate::domain::service::failure::{Applied, Failure, Remedy};

pub(super) fn local_failure(what: &str, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        std::io::ErrorKind::AlreadyExists => "A file with this name already exists.".to_owned(),
        std::io::ErrorKind::PermissionDenied => "This directory is not writable.".to_owned(),
        _ => format!("{error}."),
    };
    failure(what, why)
}

/// What failed, and why.
pub(super) fn failure(what: &str, why: String) -> Failure {
    Failure { what: what.to_owned(), why, hint: String::new(), remedy: Remedy::Nothing, applied: Applied::No }
}

/// Why the program stays with its profile.
pub(super) fn not_switched(profile: &str, why: &str) -> Failure {
    failure(&format!("The profile is not switched to {profile}"), why.to_owned())
}
