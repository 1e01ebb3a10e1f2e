//! Domain check: compares the domain of an email with the company's mail domains and with
//! those of other companies loaded before. It informs, and a gate asks before a user is created in a company
//! while the domain belongs to another; it never blocks a create.

use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::company::domains::DomainMatch;
use crate::domain::form::fields::FieldId;
use crate::domain::form::verdict::Verdict;
use crate::domain::user::email::read;

impl Form {
    /// How the typed email matches the company's domains.
    fn belonging(&self) -> Option<DomainMatch> {
        let domains = self.domains.value.as_ref()?;
        let email = read(self.text(FieldId::Email)).ok()?.address;
        // Without verified domains there is nothing to compare with.
        domains.judge(&email).filter(|b| !domains.verified.is_empty() || *b == DomainMatch::Unverified)
    }

    /// The suggested address.
    #[must_use]
    pub fn suggestion(&self) -> Option<String> {
        match self.belonging()? {
            DomainMatch::Unknown(Some(near)) => Some(near.email),
            DomainMatch::Verified | DomainMatch::Unverified | DomainMatch::Unknown(None) => None,
        }
    }

    /// The same text with the key currently bound to take the suggestion.
    #[must_use]
    pub fn with_keys(&self, said: &str, keys: &KeyMap) -> String {
        match self.suggestion() {
            Some(near) => {
                let key = keys.describe_keys(Command::TakeSuggestion, Scope::Form);
                said.replace(&format!("Ctrl-T: {near}"), &format!("{key}: {near}"))
            }
            None => said.to_owned(),
        }
    }

    /// The company that owns the domain of the email, if this one does not claim it.
    #[must_use]
    pub fn wrong_customer(&self) -> Option<&str> {
        match self.belonging() {
            Some(DomainMatch::Verified | DomainMatch::Unverified) => None,
            Some(DomainMatch::Unknown(_)) | None => self.other_owner.as_deref(),
        }
    }

    /// The message for a valid email: duplicates first, then the
    /// wrong customer, then good news.
    #[must_use]
    pub fn email_verdict(&self) -> Verdict {
        let duplicate = self.duplicate.verdict(self.edits.is_none());
        let news = duplicate.text();
        if matches!(duplicate, Verdict::Warning(_)) {
            return match self.suggestion() {
                Some(near) if !self.duplicate.is_there() => Verdict::Warning(format!("{news}; Ctrl-T: {near}")),
                _ => duplicate,
            };
        }
        if let Some(other) = self.wrong_customer() {
            return Verdict::Warning(format!("domain belongs to {other}: wrong customer?"));
        }
        let domain = match self.belonging() {
            None => return duplicate,
            Some(DomainMatch::Verified) => {
                let said =
                    if news.is_empty() { "domain verified".to_owned() } else { format!("{news}, domain verified") };
                return if matches!(duplicate, Verdict::Note(_)) { duplicate } else { Verdict::Good(said) };
            }
            Some(DomainMatch::Unverified) => "domain not verified here, only listed".to_owned(),
            Some(DomainMatch::Unknown(Some(near))) => format!("domain not verified here; Ctrl-T: {}", near.email),
            Some(DomainMatch::Unknown(None)) => "domain not verified here".to_owned(),
        };
        Verdict::Warning(domain)
    }

    /// Takes the suggested address.
    pub fn take_suggestion(&mut self) {
        if let Some(email) = self.suggestion()
            && let Some(input) = self.texts.get_mut(FieldId::Email.index())
        {
            input.replace(email.as_str());
            self.edited(FieldId::Email);
        }
    }
}
