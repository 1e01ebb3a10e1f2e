//! The country whose phone format is assumed: that of the profile, else that of the company, once it is known. Nothing
//! waits for it: until then a phone without a country code is reported as needing one.

use crate::app::core::remote::{Remote, Ticket};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::service::failure::Failure;
use crate::domain::user::phone::PhoneRegion;

/// The country of a form's company.
#[derive(Debug, Clone, Default)]
pub struct Country {
    pub(super) region: Option<PhoneRegion>,
    pub(super) remote: Remote<()>,
}

impl Country {
    /// Takes an answer of the service, if it was requested here.
    pub(super) fn settle(&mut self, ticket: Ticket, answer: &Result<CompanyDetail, Failure>) {
        if self.remote.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone))
            && let Ok(detail) = answer
        {
            self.region = detail.region;
        }
    }
}
