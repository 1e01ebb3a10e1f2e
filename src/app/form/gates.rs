//! Gates: conditions that hold a create until the user confirms. Each is a line in the form, shown as soon as
//! it is known; pressing the create key again passes them, once they could be read.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::app::core::remote::Ticket;
use crate::domain::company::summary::Company;
use crate::domain::form::gate::GateKind;
use crate::domain::service::ids::CompanyId;

/// Time needed to read a line, and between two presses that count as separate.
const READ_MS: u64 = 500;

/// A gate, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What it is about.
    pub kind: GateKind,
    /// Its text: a sentence.
    pub text: String,
}

/// The gates of one form: facts besides its fields, and which gates the user has passed.
#[derive(Debug, Clone, Default)]
pub struct Gates {
    /// The day on which the licence ended.
    pub(super) ended: Option<Date>,
    /// Number of companies that matched what was typed, of which this is the first.
    pub(super) matches: usize,
    /// Why the create could not be recorded.
    pub(super) not_recorded: Option<String>,
    /// Gates that were passed.
    pub(super) passed: BTreeSet<GateKind>,
    /// Gates whose lines are visible, and since when.
    shown: Vec<(GateKind, u64)>,
    /// When the create key was last pressed while they were closed.
    pressed: Option<u64>,
    /// The key was pressed again: the timer that tells whether it is held down.
    pub(super) confirming: Option<Ticket>,
}

impl Gates {
    /// The gates for the next form of the same company.
    #[must_use]
    pub fn of_the_company(&self) -> Self {
        Self { ended: self.ended, ..Self::default() }
    }

    /// Takes over what the list says about the company.
    pub fn renew(&mut self, company: &Company) {
        self.ended = company.renews;
    }

    /// The lines of these gates are visible from now on.
    pub fn show(&mut self, gates: &[Gate], now: u64) {
        self.shown.retain(|(kind, _)| gates.iter().any(|gate| gate.kind == *kind));
        for gate in gates {
            if !self.shown.iter().any(|(kind, _)| *kind == gate.kind) {
                self.shown.push((gate.kind, now));
            }
        }
    }

    /// The form is hidden.
    pub fn hide(&mut self) {
        self.shown.clear();
        self.pressed = None;
        self.confirming = None;
    }

    /// The create key was pressed at these gates. True if it was pressed before and they could be read.
    pub fn press(&mut self, gates: &[Gate], now: u64) -> bool {
        let long = |at: u64| now.saturating_sub(at) >= READ_MS;
        let before = self.pressed.replace(now);
        let read = |gate: &Gate| self.shown.iter().any(|(kind, since)| *kind == gate.kind && long(*since));
        before.is_some_and(long) && gates.iter().all(read)
    }

    /// Passes these gates.
    pub fn pass(&mut self, kinds: impl IntoIterator<Item = GateKind>) {
        self.passed.extend(kinds);
        self.pressed = None;
        self.confirming = None;
    }

    /// Something was typed: withdraws the confirmation.
    pub fn withdraw(&mut self) {
        self.passed.retain(|kind| kind.is_of_company());
        self.pressed = None;
        self.confirming = None;
    }
}

/// Gates passed for a company for the rest of the day, or of the run.
#[derive(Debug, Clone, Default)]
pub struct GatePasses {
    days: BTreeSet<(CompanyId, GateKind, Date)>,
    /// Those that are told once in a run.
    run: BTreeSet<(CompanyId, GateKind)>,
}

impl GatePasses {
    /// This gate of the company is passed for the rest of the day.
    pub fn add(&mut self, company: &CompanyId, kind: GateKind, today: Date) {
        self.days.insert((company.clone(), kind, today));
        self.passed(company, [kind]);
    }

    /// These gates of the company were passed for one user: those that are told once are passed for the rest of the run.
    pub fn passed(&mut self, company: &CompanyId, kinds: impl IntoIterator<Item = GateKind>) {
        let told = kinds.into_iter().filter(|kind| kind.is_told_once());
        self.run.extend(told.map(|kind| (company.clone(), kind)));
    }

    pub(super) fn has(&self, company: &CompanyId, kind: GateKind, today: Date) -> bool {
        self.days.contains(&(company.clone(), kind, today)) || self.run.contains(&(company.clone(), kind))
    }
}
