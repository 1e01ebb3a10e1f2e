//! Is it the right customer? The domain of an email against the company's mail domains, and against
//! those of other companies that were loaded before. It informs, and asks before a user goes to a company while
//! the domain is another one's; it never keeps anybody from creating.

use std::collections::BTreeMap;

use crate::app::company::details::CompanyPane;
use crate::app::form::drafts::Forms;
use crate::app::form::state::Form;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::table::{Command, Scope};
use crate::app::model::Model;
use crate::domain::company::domains::{Belonging, Domains, of_email};
use crate::domain::form::fields::FieldId;
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::email::{read, sent};

/// Verified domains of the companies that were looked at, each with its company.
#[derive(Debug, Clone, Default)]
pub struct Owners(BTreeMap<String, (CompanyId, String)>);

impl Owners {
    /// A company's domains are known.
    pub fn learn(&mut self, company: &CompanyId, name: &str, domains: &Domains) {
        for domain in &domains.verified {
            if let Some(key) = of_email(&format!("x@{domain}")) {
                self.0.insert(key, (company.clone(), name.to_owned()));
            }
        }
    }

    /// The verified domains of the company that the pane shows, when they are there.
    pub fn learn_from(&mut self, pane: &CompanyPane) {
        if let (Some(company), Some(parts)) = (&pane.company, pane.parts())
            && let Some(verified) = &parts.verified.value
        {
            let domains = Domains { verified: verified.clone(), unverified: Vec::new() };
            self.learn(&company.id, &company.name, &domains);
        }
    }

    /// The company whose verified domain this is, as far as that was loaded.
    #[must_use]
    pub fn of(&self, domain: &str) -> Option<&CompanyId> {
        self.0.get(&of_email(&format!("x@{domain}"))?).map(|(owner, _)| owner)
    }

    /// Another company whose verified domain this address has.
    #[must_use]
    pub fn other(&self, email: &str, company: &CompanyId) -> Option<&str> {
        let (owner, name) = self.0.get(&of_email(email)?)?;
        (owner != company).then_some(name.as_str())
    }
}

impl Form {
    /// What the company's domains say about the typed email.
    fn belonging(&self) -> Option<Belonging> {
        let domains = self.domains.value.as_ref()?;
        let email = read(self.text(FieldId::Email)).ok()?.address;
        // Where nothing is verified there is nothing to compare with.
        domains.judge(&email).filter(|b| !domains.verified.is_empty() || *b == Belonging::Unverified)
    }

    /// The address that was perhaps meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<String> {
        match self.belonging()? {
            Belonging::Unknown(Some(near)) => Some(near.email),
            Belonging::Verified | Belonging::Unverified | Belonging::Unknown(None) => None,
        }
    }

    /// The same words with the key that takes the suggestion now.
    #[must_use]
    pub fn with_keys(&self, said: &str, keys: &KeyMap) -> String {
        match self.suggestion() {
            Some(near) => {
                let key = keys.say(Command::TakeSuggestion, Scope::Form);
                said.replace(&format!("Ctrl-T: {near}"), &format!("{key}: {near}"))
            }
            None => said.to_owned(),
        }
    }

    /// The company whose domain the email has, while this one does not claim it.
    #[must_use]
    pub fn wrong_customer(&self) -> Option<&str> {
        match self.belonging() {
            Some(Belonging::Verified | Belonging::Unverified) => None,
            Some(Belonging::Unknown(_)) | None => self.elsewhere.as_deref(),
        }
    }

    /// What is to be said about the email that checks well: who is there already counts most, then the
    /// wrong customer, then good news.
    #[must_use]
    pub fn email_verdict(&self) -> Verdict {
        let duplicate = self.duplicate.verdict();
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
            Some(Belonging::Verified) => {
                let said =
                    if news.is_empty() { "domain verified".to_owned() } else { format!("{news}, domain verified") };
                return if matches!(duplicate, Verdict::Note(_)) { duplicate } else { Verdict::Good(said) };
            }
            Some(Belonging::Unverified) => "domain not verified here, only named".to_owned(),
            Some(Belonging::Unknown(Some(near))) => format!("domain not verified here; Ctrl-T: {}", near.email),
            Some(Belonging::Unknown(None)) => "domain not verified here".to_owned(),
        };
        Verdict::Warning(domain)
    }
}

impl Forms {
    /// After every message: whose domain the open form's email has elsewhere.
    pub fn follow_owner(&mut self) {
        let Some(form) = self.current() else { return };
        let other = self.owners.other(&sent(form.text(FieldId::Email)), &form.company).map(str::to_owned);
        if let Some(form) = self.current_mut().filter(|f| f.elsewhere != other) {
            form.elsewhere = other;
        }
    }
}

/// Takes the address that was perhaps meant.
pub fn take_suggestion(model: &mut Model) {
    let Some(form) = model.forms.current_mut() else { return };
    if let Some(email) = form.suggestion()
        && let Some(input) = form.texts.get_mut(FieldId::Email.index())
    {
        input.replace(email.as_str());
        form.edited(FieldId::Email);
    }
}
