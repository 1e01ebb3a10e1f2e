//! Verified mail domains of the companies viewed so far.

use std::collections::BTreeMap;

use crate::domain::company::domains::{Domains, of_email};
use crate::domain::service::ids::CompanyId;

/// Verified domains of the companies viewed so far, each with its company.
#[derive(Debug, Clone, Default)]
pub struct DomainOwners(BTreeMap<String, (CompanyId, String)>);

impl DomainOwners {
    /// A company's domains are known.
    pub fn insert(&mut self, company: &CompanyId, name: &str, domains: &Domains) {
        for domain in &domains.verified {
            if let Some(key) = of_email(&format!("x@{domain}")) {
                self.0.insert(key, (company.clone(), name.to_owned()));
            }
        }
    }

    /// The company that owns this verified domain, if it was loaded.
    #[must_use]
    pub fn of(&self, domain: &str) -> Option<&CompanyId> {
        self.0.get(&of_email(&format!("x@{domain}"))?).map(|(owner, _)| owner)
    }

    /// Another company that owns the domain of this address.
    #[must_use]
    pub fn other(&self, email: &str, company: &CompanyId) -> Option<&str> {
        let (owner, name) = self.0.get(&of_email(email)?)?;
        (owner != company).then_some(name.as_str())
    }
}
