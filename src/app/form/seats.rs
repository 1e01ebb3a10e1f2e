//! The seats of a form's company: as reported by the service, and with the users under way.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{SLOW, Ticket};
use crate::app::form::state::Form;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::seats::{PendingSeats, Seats};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;

impl Form {
    /// Its user will use a seat.
    #[must_use]
    pub fn uses_a_seat(&self) -> bool {
        let was_active = self.edits.is_some() && !self.is_changed(FieldId::Active);
        self.subject == Subject::TargetUser && self.is_active() && !was_active
    }

    /// The seats as far as known, including users under way.
    #[must_use]
    pub fn seats(&self) -> Seats {
        self.pending_seats.after(self.license.value.map_or(self.listed_seats, |l| l.seats))
    }

    /// A user of its company was deactivated or deleted: the reported seats are out of date.
    pub fn count_freed(&mut self) {
        let freed = PendingSeats { frees: 1, ..PendingSeats::default() };
        self.listed_seats = freed.after(self.listed_seats);
        if let Some(license) = self.license.value {
            self.license.provide(LicenseCheck { seats: freed.after(license.seats), ..license });
        }
    }

    /// A user of its company was created: the reported seats are out of date.
    pub fn count_created(&mut self) {
        self.listed_seats = self.listed_seats.plus(1);
        if let Some(license) = self.license.value {
            let (seats, total) = (license.seats.plus(1), license.total.saturating_add(1));
            self.license.provide(LicenseCheck { seats, total });
        }
    }

    /// Sets what the queue does with the seats of its company.
    pub fn follow_changes(&mut self, pending: PendingSeats) {
        if self.pending_seats != pending {
            self.pending_seats = pending;
            self.seats_are_stale |= self.license.waiting.is_some();
        }
    }

    /// Takes the answer, unless it is unclear which of the users under way it includes.
    pub fn settle_license(&mut self, ticket: Ticket, answer: &Result<LicenseCheck, Failure>) {
        if self.license.waiting != Some(ticket) {
            return;
        }
        self.seats_are_stale |= self.pending_seats.sent > 0;
        if self.seats_are_stale && answer.is_ok() {
            self.license.cancel();
        } else {
            self.license.settle(ticket, answer.clone());
        }
    }

    /// Requests the seats.
    pub fn fetch_seats(&mut self, cx: &mut Context<'_>) {
        if self.license.waiting.is_none() {
            self.seats_are_stale = self.pending_seats.sent > 0;
            let ticket = cx.tickets.issue(Owner::Forms);
            self.license.start(ticket);
            cx.out.extend([Effect::Fetch(ticket, Read::License(self.company.clone())), Effect::Timer(ticket, SLOW)]);
        }
    }

    /// Requests the seats again once no user under way makes the answer ambiguous.
    pub fn refetch_seats(&mut self, cx: &mut Context<'_>) {
        if self.seats_are_stale && self.pending_seats.sent == 0 && self.license.waiting.is_none() {
            self.fetch_seats(cx);
        }
    }
}
