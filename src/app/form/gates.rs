//! Gates: what keeps a form from being created until the person says so. Each is a line in the form, there as soon as
//! it is known; the key that creates passes them when it is pressed once more, after they could be read.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::app::core::remote::Ticket;
use crate::app::form::state::Form;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::{Company, Standing};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;

/// A line has been read after this long, and one press of a key is another after as long.
const READ_MS: u64 = 500;

/// What a gate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateKind {
    /// The first of several companies that match what was typed.
    FirstMatch,
    /// The company's licence has ended.
    Expired,
    /// The company has not allowed access.
    Locked,
    /// No seat is left.
    NoSeat,
    /// The mail domain is another customer's.
    OtherCustomer,
    /// Somebody with this address is there.
    AlreadyThere,
    /// What was typed into custom fields that could not be loaded would not be sent.
    WithoutCustomFields,
    /// It cannot be recorded on this machine.
    NotRecorded,
}

impl GateKind {
    /// Its answer can hold for a company: it is about no single user.
    #[must_use]
    pub fn is_of_company(self) -> bool {
        match self {
            Self::Expired | Self::Locked | Self::NoSeat => true,
            Self::FirstMatch
            | Self::OtherCustomer
            | Self::AlreadyThere
            | Self::WithoutCustomFields
            | Self::NotRecorded => false,
        }
    }
}

/// A gate, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What it is about.
    pub kind: GateKind,
    /// What it says: a sentence.
    pub text: String,
}

/// The gates of one form: what is known beside its fields, and what the person has said to them.
#[derive(Debug, Clone, Default)]
pub struct Gates {
    /// The day on which the licence ended.
    ended: Option<Date>,
    /// So many companies matched what was typed, and this is the first.
    pub matches: usize,
    /// Why the create could not be recorded.
    pub not_recorded: Option<String>,
    /// Those that were passed.
    passed: BTreeSet<GateKind>,
    /// Those whose lines can be read, and since when.
    shown: Vec<(GateKind, u64)>,
    /// When the key that creates was last pressed at them.
    pressed: Option<u64>,
    /// It was pressed once more: whether it is held down shows until this runs out.
    pub confirming: Option<Ticket>,
}

impl Gates {
    /// What the next form of the same company has in common with this one.
    #[must_use]
    pub fn of_the_company(&self) -> Self {
        Self { ended: self.ended, ..Self::default() }
    }

    /// Takes over what the list says about the company.
    pub fn renew(&mut self, company: &Company) {
        self.ended = company.renews;
    }

    /// The lines of these gates can be read from now on.
    pub fn show(&mut self, gates: &[Gate], now: u64) {
        self.shown.retain(|(kind, _)| gates.iter().any(|gate| gate.kind == *kind));
        for gate in gates {
            if !self.shown.iter().any(|(kind, _)| *kind == gate.kind) {
                self.shown.push((gate.kind, now));
            }
        }
    }

    /// Nobody sees the form.
    pub fn hide(&mut self) {
        self.shown.clear();
        self.pressed = None;
        self.confirming = None;
    }

    /// The key that creates was pressed at these gates. True: it was pressed before, and they could be read.
    pub fn press(&mut self, gates: &[Gate], now: u64) -> bool {
        let long = |at: u64| now.saturating_sub(at) >= READ_MS;
        let before = self.pressed.replace(now);
        let read = |gate: &Gate| self.shown.iter().any(|(kind, since)| *kind == gate.kind && long(*since));
        before.is_some_and(long) && gates.iter().all(read)
    }

    /// The person passes these.
    pub fn pass(&mut self, kinds: impl IntoIterator<Item = GateKind>) {
        self.passed.extend(kinds);
        self.pressed = None;
        self.confirming = None;
    }

    /// Something was typed: what was said to the gates was said about something else.
    pub fn withdraw(&mut self) {
        self.passed.retain(|kind| kind.is_of_company());
        self.pressed = None;
        self.confirming = None;
    }
}

/// What the person has said for a company, for the rest of the day.
#[derive(Debug, Clone, Default)]
pub struct Passes(BTreeSet<(CompanyId, GateKind, Date)>);

impl Passes {
    /// This gate of the company is open for the rest of the day.
    pub fn add(&mut self, company: &CompanyId, kind: GateKind, today: Date) {
        self.0.insert((company.clone(), kind, today));
    }

    fn has(&self, company: &CompanyId, kind: GateKind, today: Date) -> bool {
        self.0.contains(&(company.clone(), kind, today))
    }
}

impl Form {
    /// The gates that are closed, in the order in which they are told.
    #[must_use]
    pub fn closed_gates(&self, passes: &Passes, today: Date) -> Vec<Gate> {
        let all = [
            self.first_match(),
            self.standing_gate(),
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

    fn first_match(&self) -> Option<Gate> {
        let n = self.gates.matches;
        let text = format!("{n} companies match what was typed; this is the first, {}.", self.name);
        (n > 1).then_some(Gate { kind: GateKind::FirstMatch, text })
    }

    fn standing_gate(&self) -> Option<Gate> {
        let name = &self.name;
        let on = self.gates.ended.map(|day| format!(" on {day}")).unwrap_or_default();
        let (kind, text) = match self.standing {
            Standing::Expired => {
                (GateKind::Expired, format!("The licence of {name} ended{on}; the service may refuse the user."))
            }
            Standing::Locked => (GateKind::Locked, format!("{name} has locked access; ask the customer to allow it.")),
            Standing::Over | Standing::Full | Standing::Low | Standing::Fine => return None,
        };
        Some(Gate { kind, text })
    }

    fn other_customer(&self) -> Option<Gate> {
        let other = self.wrong_customer()?;
        let text = format!("The mail domain of {} belongs to {other}.", self.text(FieldId::Email));
        Some(Gate { kind: GateKind::OtherCustomer, text })
    }

    fn already_there(&self) -> Option<Gate> {
        let text = format!("{} is here already; the service will refuse it.", self.text(FieldId::Email));
        self.duplicate.is_there().then_some(Gate { kind: GateKind::AlreadyThere, text })
    }

    fn no_seat(&self) -> Option<Gate> {
        let seats = self.seats();
        (self.uses_a_seat() && seats.left()? < 1).then(|| Gate { kind: GateKind::NoSeat, text: no_seat_text(seats) })
    }

    fn without_custom_fields(&self) -> Option<Gate> {
        let values = self.customs.strays();
        let failed = self.customs.load.value.is_none() && self.customs.load.error.is_some();
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
            "It cannot be recorded on this machine: {why} If the program is killed before the answer, nobody knows whether the user was created."
        );
        Some(Gate { kind: GateKind::NotRecorded, text })
    }

    /// The person has said that it goes out without a record.
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
