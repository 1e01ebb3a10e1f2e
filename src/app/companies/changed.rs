//! Which companies of an answer have other seats than the screen shows.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::companies::list::Companies;
use crate::app::core::remote::Ticket;
use crate::domain::company::seats::Seats;
use crate::domain::company::summary::Company;
use crate::domain::list::page::Page;
use crate::domain::service::ids::CompanyId;

impl Companies {
    /// Marks the companies of an answer whose seats are no longer those that are shown.
    pub(super) fn mark_changed(&mut self, ticket: Ticket, page: &Page<Arc<Company>>) {
        if !self.waits_for(ticket) && !self.source.waits_for(ticket) {
            return;
        }
        let new: HashMap<&CompanyId, Seats> = page.items.iter().map(|company| (&company.id, company.seats)).collect();
        let known = self.rows().iter().chain(self.index().companies());
        let differs = |known: &&Arc<Company>| new.get(&known.id).is_some_and(|seats| *seats != known.seats);
        let changed: Vec<CompanyId> = known.filter(differs).map(|known| known.id.clone()).collect();
        self.changed.extend(changed);
    }
}
