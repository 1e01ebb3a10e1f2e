//! What this machine, not the service, refuses.

use crate::domain::service::failure::{Done, Failure, Remedy};

pub(super) fn local_failure(what: &str, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        std::io::ErrorKind::AlreadyExists => "A file of this name is already here.".to_owned(),
        std::io::ErrorKind::PermissionDenied => "This folder cannot be written to.".to_owned(),
        _ => format!("{error}."),
    };
    Failure { what: what.to_owned(), why, hint: String::new(), remedy: Remedy::Nothing, done: Done::No }
}
