//! Messages about the outcome of a change.

use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::change::write::Intent;
use crate::domain::company::seats::Seats;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::text::count;

#[must_use]
pub fn in_doubt(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.email()),
        why: format!("No clear answer came, and it could not be looked up: {}", failure.why),
        hint: format!(
            "It is looked up again automatically, or with {}. Until then it is not sent again.",
            keys.describe_keys(Command::Reload, Scope::Form)
        ),
        remedy: Remedy::Retry,
        applied: Applied::Maybe,
    }
}

/// The same for a system user, whose outcome only the user can find out.
#[must_use]
pub fn needs_console_check(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.user_label()),
        why: format!("{} The service offers no way to look up a system user.", failure.why),
        hint: format!(
            "Look for the address in the console, then choose Mark as checked ({}). Until then it is not sent again.",
            keys.describe_keys(Command::Keys, Scope::Form)
        ),
        remedy: Remedy::Nothing,
        applied: Applied::Maybe,
    }
}

/// `: 60 of 60 seats used, none left`.
#[must_use]
pub fn seats_words(seats: Seats) -> String {
    match seats.left() {
        Some(left) if left < 0 => format!(": {} seats used, {} over the limit", seats.used, left.unsigned_abs()),
        Some(0) => format!(": {} seats used, none left", seats.used),
        Some(left) => format!(": {} left", count(left.unsigned_abs(), "seat", "seats")),
        None => String::new(),
    }
}
