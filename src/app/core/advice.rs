//! Advice for failures, with the keys that apply where it is shown.

use crate::app::core::notices::{Notice, Topic};
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::service::failure::{Applied, Failure, Remedy};

/// Scope for failures that are retried automatically after the wait given by the service.
const AUTO_RETRY_SCOPES: [Scope; 5] = [Scope::Table, Scope::Groups, Scope::Users, Scope::SystemUsers, Scope::Company];

impl KeyMap {
    /// What can be done about a failure, with the key for it in the scope where it is shown; empty if nothing.
    #[must_use]
    pub fn remedy(&self, failure: &Failure, scope: Scope) -> String {
        let again = if scope == Scope::OwnerSearch { Command::ContinueOwnerSearch } else { Command::Reload };
        match failure.remedy {
            Remedy::SendAgain | Remedy::SendAgainAfter(_)
                if failure.applied == Applied::Maybe && scope == Scope::Form =>
            {
                format!("{} checks once more and sends it again.", self.describe_keys(Command::Create, scope))
            }
            // The outcome is looked up, and nothing is sent again.
            _ if failure.applied == Applied::Maybe => String::new(),
            Remedy::Wait(_) if AUTO_RETRY_SCOPES.contains(&scope) => {
                "It is retried automatically after that.".to_owned()
            }
            Remedy::Retry | Remedy::Wait(_) => tries_again(&self.describe_keys(again, scope)),
            Remedy::Reload => format!("{} loads it again.", self.describe_keys(again, scope)),
            Remedy::AskForLess => format!("{} asks for fewer at once.", self.describe_keys(Command::PageSize, scope)),
            Remedy::SendAgain | Remedy::SendAgainAfter(_) if scope == Scope::Form => {
                format!("{} sends it again.", self.describe_keys(Command::Create, scope))
            }
            Remedy::SendAgain
            | Remedy::SendAgainAfter(_)
            | Remedy::Credentials
            | Remedy::Permission
            | Remedy::Correct(_)
            | Remedy::Configure
            | Remedy::Nothing => String::new(),
        }
    }

    /// The advice for a failure, with the key for it in the scope where it is shown.
    #[must_use]
    pub fn advice(&self, failure: &Failure, scope: Scope) -> String {
        joined(&failure.hint, &self.remedy(failure, scope))
    }

    /// The text of a failure shown in `scope`.
    #[must_use]
    pub fn describe(&self, failure: &Failure, scope: Scope) -> String {
        joined(&failure.to_string(), &self.remedy(failure, scope))
    }

    /// A failure shown in place of what could not be loaded, always with the key that reloads it.
    #[must_use]
    pub fn failure(&self, failure: &Failure, scope: Scope) -> String {
        match self.failure_and_key(failure, scope) {
            (text, Some(key)) => joined(&text, &tries_again(&key)),
            (text, None) => text,
        }
    }

    /// The same, with the key that tries again apart, unless the text says what to do.
    #[must_use]
    pub fn failure_and_key(&self, failure: &Failure, scope: Scope) -> (String, Option<String>) {
        let again = if scope == Scope::OwnerSearch { Command::ContinueOwnerSearch } else { Command::Reload };
        let key = self.describe_keys(again, scope);
        let remedy = self.remedy(failure, scope);
        if remedy.is_empty() || remedy == tries_again(&key) {
            return (failure.to_string(), Some(key));
        }
        (joined(&failure.to_string(), &remedy), None)
    }

    /// The text of a notice shown in `scope`.
    #[must_use]
    pub fn notice(&self, notice: &Notice, scope: Scope) -> String {
        let by_itself = match notice.topic {
            Some(Topic::Companies) => true,
            Some(Topic::Users) => matches!(scope, Scope::Users | Scope::SystemUsers),
            Some(Topic::CompanyGroups | Topic::TimeZones | Topic::Languages | Topic::Form(_) | Topic::NeedsYou(_))
            | None => false,
        };
        let promised =
            |failure: &&Failure| AUTO_RETRY_SCOPES.contains(&scope) && matches!(failure.remedy, Remedy::Wait(_));
        let failure = notice.failure.as_ref().filter(|failure| by_itself || !promised(failure));
        let remedy = failure.map(|failure| self.remedy(failure, scope));
        joined(&notice.text, &remedy.unwrap_or_default())
    }
}

fn tries_again(key: &str) -> String {
    format!("{key} tries again.")
}

/// Two sentences, of which either may be missing.
fn joined(one: &str, other: &str) -> String {
    let gap = if one.is_empty() || other.is_empty() { "" } else { " " };
    format!("{one}{gap}{other}")
}
