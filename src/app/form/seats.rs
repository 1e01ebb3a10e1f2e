//! The seats of a form's company: as reported by the service, and with the users under way.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{SLOW, Ticket};
use crate::app::form::state::Form;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::seats::Seats;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;

impl Form {
    /// Its user will use a seat.
    #[must_use]
    pub fn uses_a_seat(&self) -> bool {
        self.subject == Subject::TargetUser && self.is_active()
    }

    /// The seats as far as known, including users under way.
    #[must_use]
    pub fn seats(&self) -> Seats {
        self.license.value.map_or(self.listed_seats, |l| l.seats).plus(self.pending_seats.0)
    }

    /// A user of its company was created: the reported seats are out of date.
    pub fn count_created(&mut self) {
        self.listed_seats = self.listed_seats.plus(1);
        if let Some(license) = self.license.value {
            let (seats, total) = (license.seats.plus(1), license.total.saturating_add(1));
            self.license.provide(LicenseCheck { seats, total });
        }
    }

    /// Sets how many users of its company are queued or under way, and how many of them were sent.
    pub fn follow_changes(&mut self, on_the_way: u64, sent: u64) {
        if self.pending_seats != (on_the_way, sent) {
            self.pending_seats = (on_the_way, sent);
            self.seats_are_stale |= self.license.waiting.is_some();
        }
    }

    /// Takes the answer, unless it is unclear which of the users under way it includes.
    pub fn settle_license(&mut self, ticket: Ticket, answer: &Result<LicenseCheck, Failure>) {
        if self.license.waiting != Some(ticket) {
            return;
        }
        self.seats_are_stale |= self.pending_seats.1 > 0;
        if self.seats_are_stale && answer.is_ok() {
            self.license.cancel();
        } else {
            self.license.settle(ticket, answer.clone());
        }
    }

    /// Requests the seats.
    pub fn fetch_seats(&mut self, cx: &mut Context<'_>) {
        if self.license.waiting.is_none() {
            self.seats_are_stale = self.pending_seats.1 > 0;
            let ticket = cx.tickets.issue(Owner::Forms);
            self.license.start(ticket);
            cx.out.extend([Effect::Fetch(ticket, Read::License(self.company.clone())), Effect::Timer(ticket, SLOW)]);
        }
    }

    /// Requests the seats again once no user under way makes the answer ambiguous.
    pub fn refetch_seats(&mut self, cx: &mut Context<'_>) {
        if self.seats_are_stale && self.pending_seats.1 == 0 && self.license.waiting.is_none() {
            self.fetch_seats(cx);
        }
    }
}
