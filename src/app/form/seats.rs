//! The seats of a form's company: what the service says of them, and the users who are on their way.

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
    /// Its user will take a seat.
    #[must_use]
    pub fn uses_a_seat(&self) -> bool {
        self.subject == Subject::TargetUser && self.is_active()
    }

    /// The seats as well as they are known, with those of users who are on their way.
    #[must_use]
    pub fn seats(&self) -> Seats {
        self.license.value.map_or(self.listed_seats, |l| l.seats).plus(self.pending_seats.0)
    }

    /// A user of its company was created: what the service said of its seats was said before.
    pub fn count_created(&mut self) {
        self.listed_seats = self.listed_seats.plus(1);
        if let Some(license) = &mut self.license.value {
            license.seats = license.seats.plus(1);
            license.total = license.total.saturating_add(1);
        }
    }

    /// So many users of its company are in the queue or under way, and so many of them were sent.
    pub fn follow_changes(&mut self, on_the_way: u64, sent: u64) {
        if self.pending_seats != (on_the_way, sent) {
            self.pending_seats = (on_the_way, sent);
            self.seats_are_stale |= self.license.waiting.is_some();
        }
    }

    /// Takes the answer to its question, unless nobody can tell which of the users on their way it counts.
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

    /// Asks for the seats.
    pub fn fetch_seats(&mut self, cx: &mut Context<'_>) {
        if self.license.waiting.is_none() {
            self.seats_are_stale = self.pending_seats.1 > 0;
            let ticket = cx.tickets.issue(Owner::Forms);
            self.license.start(ticket);
            cx.out.extend([Effect::Fetch(ticket, Read::License(self.company.clone())), Effect::Timer(ticket, SLOW)]);
        }
    }

    /// Asks again once an answer can be told apart from what is on its way.
    pub fn refetch_seats(&mut self, cx: &mut Context<'_>) {
        if self.seats_are_stale && self.pending_seats.1 == 0 && self.license.waiting.is_none() {
            self.fetch_seats(cx);
        }
    }
}
