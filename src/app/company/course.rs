//! The course of used seats of one company over the last weeks.

use jiff::civil::Date;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::domain::service::ids::CompanyId;

/// The used seats of a company on earlier days, in order.
pub type UsedSeats = Vec<(Date, u64)>;

/// The used seats on earlier days, read once: today's are those of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// The day of the request, and its ticket.
    requested: Option<(Date, Ticket)>,
    days: UsedSeats,
}

impl Course {
    /// Requests it, once a day.
    pub(super) fn want(&mut self, id: &CompanyId, cx: &mut Context<'_>) {
        let today = cx.now.local.date();
        if id.is_missing() || self.requested.is_some_and(|(day, _)| day == today) {
            return;
        }
        let ticket = cx.tickets.issue(Owner::Company);
        self.requested = Some((today, ticket));
        cx.out.push(Effect::LoadCourse(ticket, id.clone()));
    }

    /// It was read.
    pub(super) fn settle(&mut self, ticket: Ticket, days: &UsedSeats) {
        if self.requested.is_some_and(|(_, mine)| mine == ticket) {
            self.days.clone_from(days);
        }
    }

    /// The days before today, in order.
    #[must_use]
    pub fn before(&self, today: Date) -> &[(Date, u64)] {
        self.days.get(..self.days.partition_point(|(day, _)| *day < today)).unwrap_or_default()
    }
}
