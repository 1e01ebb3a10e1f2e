//! In which country's form a phone is read: the profile's, else the company's own, as soon as it is known. Nothing
//! waits for it: a phone without a country code is told to need one until then.

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
    /// Takes an answer of the service, when it was asked for here.
    pub(super) fn settle(&mut self, ticket: Ticket, answer: &Result<CompanyDetail, Failure>) {
        if self.remote.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone))
            && let Ok(detail) = answer
        {
            self.region = detail.region;
        }
    }
}
