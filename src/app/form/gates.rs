//! Gates: what keeps a form from being created until the person says so. Each is a line in the form, there as soon as
//! it is known; the key that creates passes them when it is pressed once more, after they could be read.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::app::core::remote::Ticket;
use crate::domain::company::summary::Company;
use crate::domain::form::gate::GateKind;
use crate::domain::service::ids::CompanyId;

/// A line has been read after this long, and one press of a key is another after as long.
const READ_MS: u64 = 500;

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
    pub(super) ended: Option<Date>,
    /// So many companies matched what was typed, and this is the first.
    pub matches: usize,
    /// Why the create could not be recorded.
    pub not_recorded: Option<String>,
    /// Those that were passed.
    pub(super) passed: BTreeSet<GateKind>,
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
pub struct GatePasses(BTreeSet<(CompanyId, GateKind, Date)>);

impl GatePasses {
    /// This gate of the company is open for the rest of the day.
    pub fn add(&mut self, company: &CompanyId, kind: GateKind, today: Date) {
        self.0.insert((company.clone(), kind, today));
    }

    pub(super) fn has(&self, company: &CompanyId, kind: GateKind, today: Date) -> bool {
        self.0.contains(&(company.clone(), kind, today))
    }
}
