//! Validates a form, and makes the request of a valid one.

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::domain::change::ticket::{TicketNumber, TicketPolicy};
use crate::domain::change::write::NewUser;
use crate::domain::form::fields::{FieldId, Rules};
use crate::domain::form::subject::Subject;
use crate::domain::form::verdict::Verdict;
use crate::domain::user::target_user::NewTargetUser;

impl Form {
    /// The rules of the profile, with the company's country if the profile sets none.
    #[must_use]
    pub fn rules(&self, rules: Rules) -> Rules {
        Rules { region: rules.region.or(self.country.region), ..rules }
    }

    /// The fields that are invalid or were refused by the service.
    #[must_use]
    pub fn problems(&self, rules: Rules) -> Vec<Focus> {
        let entry = self.entry();
        let refused = |id: FieldId| self.messages.iter().any(|(m, _)| *m == id);
        self.places()
            .filter(|place| match *place {
                Focus::Field(id) => refused(id) || self.own_verdict(id, &entry, rules).blocks(),
                Focus::Custom(n) => self.is_custom_problem(n),
                Focus::Ticket => self.is_ticket_missing_or_wrong(),
                Focus::Create | Focus::CreateNext | Focus::Leave => false,
            })
            .collect()
    }

    /// The first field that has to be fixed before the form can be sent.
    pub(super) fn first_blocking(&self, rules: Rules) -> Option<Focus> {
        let entry = self.entry();
        self.places().find(|place| match *place {
            Focus::Field(id) => self.own_verdict(id, &entry, rules).blocks(),
            Focus::Custom(n) => self.custom_blocks(n),
            Focus::Ticket => self.is_ticket_missing_or_wrong(),
            Focus::Create | Focus::CreateNext | Focus::Leave => false,
        })
    }

    /// The custom field is invalid, or the service has refused it.
    pub(super) fn is_custom_problem(&self, n: usize) -> bool {
        self.custom_fields.rows.get(n).is_some_and(|row| row.message.is_some()) || self.custom_blocks(n)
    }

    /// The checked request.
    ///
    /// # Errors
    ///
    /// The first invalid field.
    pub fn request(&self, rules: Rules) -> Result<NewUser, Focus> {
        if let Some(place) = self.first_blocking(rules) {
            return Err(place);
        }
        let (entry, rules) = (self.entry(), self.rules(rules));
        let at_field = |(id, _)| Focus::Field(id);
        match self.subject {
            Subject::TargetUser => {
                let custom_fields = self.custom_fields.values().map_err(Focus::Custom)?;
                let user = entry.request(rules).map_err(at_field)?;
                Ok(NewUser::Target(NewTargetUser { custom_fields, ..user }))
            }
            Subject::SystemUser => Ok(NewUser::System(entry.system_request(rules).map_err(at_field)?)),
        }
    }

    fn ticket_check(&self) -> Verdict {
        match TicketNumber::typed(self.ticket.input.value()) {
            Err(why) => Verdict::Wrong(why),
            Ok(ticket) if ticket.is_empty() && self.ticket.policy == TicketPolicy::Required => {
                Verdict::Missing("required".to_owned())
            }
            Ok(_) => Verdict::Fine,
        }
    }

    /// The ticket blocks the form.
    #[must_use]
    pub fn is_ticket_missing_or_wrong(&self) -> bool {
        self.ticket_check().blocks()
    }

    /// What is said about the ticket: nothing before its field was left or submitted.
    #[must_use]
    pub fn ticket_verdict(&self) -> Verdict {
        if self.ticket.visited { self.ticket_check() } else { Verdict::Fine }
    }

    /// The ticket as it is recorded; a form whose ticket is wrong is not submitted.
    #[must_use]
    pub fn ticket_number(&self) -> TicketNumber {
        TicketNumber::recorded(self.ticket.input.value())
    }

    /// Shows every problem from now on.
    pub fn visit_all(&mut self) {
        self.visited = [true; FieldId::ALL.len()];
        self.ticket.visited = true;
        self.custom_fields.rows.iter_mut().for_each(|row| row.visited = true);
    }

    /// Number of fields with a message of the service.
    #[must_use]
    pub fn refused_fields(&self) -> usize {
        self.messages.len() + self.custom_fields.rows.iter().filter(|row| row.message.is_some()).count()
    }
}
