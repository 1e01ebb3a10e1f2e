//! The gates of a form that are closed, and the line of each.

use jiff::civil::Date;

use crate::app::core::remote::Ticket;
use crate::app::form::gates::{Gate, GatePasses};
use crate::app::form::state::Form;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::CompanyStatus;
use crate::domain::form::fields::FieldId;
use crate::domain::form::gate::GateKind;
use crate::domain::form::subject::Subject;
use crate::domain::text::count;

impl Form {
    /// The closed gates, in the order in which they are shown.
    #[must_use]
    pub fn closed_gates(&self, passes: &GatePasses, today: Date) -> Vec<Gate> {
        let all = [
            self.first_match(),
            self.standing_gate(),
            self.synced(),
            self.other_customer(),
            self.already_there(),
            self.no_seat(),
            self.without_custom_fields(),
            self.not_recorded(),
        ];
        let closed =
            |gate: &Gate| !self.gates.passed.contains(&gate.kind) && !passes.has(&self.company, gate.kind, today);
        all.into_iter().flatten().filter(closed).collect()
    }

    /// The lines of these gates are visible from now on.
    pub fn show_gates(&mut self, gates: &[Gate], now: u64) {
        self.gates.show(gates, now);
    }

    /// The form is hidden.
    pub fn hide_gates(&mut self) {
        self.gates.hide();
    }

    /// The create key was pressed at these gates. True if it confirms them, unless it turns out to be held down.
    pub fn press_at_gates(&mut self, gates: &[Gate], now: u64) -> bool {
        // A key that is held down repeats at once.
        let is_repeated = self.gates.confirming.take().is_some();
        self.gates.show(gates, now);
        self.gates.press(gates, now) && !is_repeated
    }

    /// The key was not held down if nothing else is pressed until this timer expires.
    pub fn confirm_at(&mut self, timer: Ticket) {
        self.gates.confirming = Some(timer);
    }

    /// The timer of the key that confirms the gates.
    #[must_use]
    pub fn confirming(&self) -> Option<Ticket> {
        self.gates.confirming
    }

    /// Passes these gates.
    pub fn pass_gates(&mut self, kinds: impl IntoIterator<Item = GateKind>) {
        self.gates.pass(kinds);
    }

    /// Its company is the first of several that matched what was typed.
    pub fn is_first_of(&mut self, matches: usize) {
        self.gates.matches = matches;
    }

    /// Its create cannot be recorded, which is why.
    pub fn cannot_be_recorded(&mut self, why: &str) {
        self.gates.not_recorded = Some(why.to_owned());
    }

    fn first_match(&self) -> Option<Gate> {
        let n = self.gates.matches;
        let text = format!("{n} companies match what was typed; this is the first, {}.", self.name);
        (n > 1).then_some(Gate { kind: GateKind::FirstMatch, text })
    }

    fn standing_gate(&self) -> Option<Gate> {
        let name = &self.name;
        let on = self.gates.ended.map(|day| format!(" on {day}")).unwrap_or_default();
        let (kind, text) = match self.company_status {
            CompanyStatus::Expired => {
                (GateKind::Expired, format!("The licence of {name} ended{on}; the service may refuse the user."))
            }
            CompanyStatus::Locked => {
                (GateKind::Locked, format!("{name} has locked access; ask the customer to allow it."))
            }
            CompanyStatus::Over | CompanyStatus::Full | CompanyStatus::Low | CompanyStatus::Fine => return None,
        };
        Some(Gate { kind, text })
    }

    fn synced(&self) -> Option<Gate> {
        let sources = self.directories.value.as_ref()?.sources();
        let text = format!(
            "The users of {} come from {}; one added by hand is there twice once the directory brings the same person.",
            self.name,
            sources.join(" and ")
        );
        (self.subject == Subject::TargetUser && !sources.is_empty()).then_some(Gate { kind: GateKind::Synced, text })
    }

    fn other_customer(&self) -> Option<Gate> {
        let other = self.wrong_customer().filter(|_| self.is_new_address())?;
        let text = format!("The mail domain of {} belongs to {other}.", self.text(FieldId::Email));
        Some(Gate { kind: GateKind::OtherCustomer, text })
    }

    fn already_there(&self) -> Option<Gate> {
        let text = format!("{} already exists; the service will refuse it.", self.text(FieldId::Email));
        (self.duplicate.is_there() && self.is_new_address()).then_some(Gate { kind: GateKind::AlreadyThere, text })
    }

    /// The address is not that of the user which is edited.
    fn is_new_address(&self) -> bool {
        self.edits.is_none() || self.is_changed(FieldId::Email)
    }

    fn no_seat(&self) -> Option<Gate> {
        let seats = self.seats();
        (self.uses_a_seat() && seats.left()? < 1).then(|| Gate { kind: GateKind::NoSeat, text: no_seat_text(seats) })
    }

    fn without_custom_fields(&self) -> Option<Gate> {
        let values = self.custom_fields.orphaned_changes(&self.initial.custom);
        let failed = self.custom_fields.load.value.is_none() && self.custom_fields.load.error.is_some();
        let text = format!(
            "The custom fields could not be loaded; {} typed for them will not be sent.",
            count(values as u64, "value", "values")
        );
        (self.subject == Subject::TargetUser && failed && values > 0)
            .then_some(Gate { kind: GateKind::WithoutCustomFields, text })
    }

    fn not_recorded(&self) -> Option<Gate> {
        let why = self.gates.not_recorded.as_ref()?;
        let text = format!(
            "It cannot be recorded on this machine: {why} If the program is killed before the answer, it is not known whether the user was created."
        );
        Some(Gate { kind: GateKind::NotRecorded, text })
    }

    /// The user allowed it to be sent without a record.
    #[must_use]
    pub fn goes_unrecorded(&self) -> bool {
        self.gates.passed.contains(&GateKind::NotRecorded)
    }
}

fn no_seat_text(seats: Seats) -> String {
    let limit = match seats.limit {
        Limit::Of(limit) => limit,
        Limit::Unlimited | Limit::Unknown => 0,
    };
    let over = seats.used.saturating_add(1).saturating_sub(limit);
    format!("No seat is left ({}/{limit}); this user is {over} over the licence limit.", seats.used)
}
