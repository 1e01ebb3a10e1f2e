//! Whether a list of everybody is carried out, and what a plan does in a line.

use std::fmt;

use super::action::Action;
use super::counts::{Told, in_a_line, told};
use super::person::Person;
use super::plan::Plan;
use super::reconcile::NOT_IN_FILE;
use crate::domain::form::fields::FieldId;
use crate::domain::text::count;

/// Why a plan may not be carried out as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// So many rows have no address that can be read.
    Unread(u64),
    /// More people leave than a list of everybody is trusted with.
    Leavers {
        /// So many.
        leavers: u64,
        /// Of so many whom the list could name.
        of: u64,
    },
}

/// Why, for people, without what could be done.
impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unread(rows) => {
                let rows = count(rows, "row has", "rows have");
                write!(f, "{rows} no address that can be read, so it is not known who has left")
            }
            Self::Leavers { leavers, of } => {
                let of = count(of, "user", "users");
                write!(f, "{leavers} of {of} would be made inactive; is this the whole list?")
            }
        }
    }
}

impl Plan {
    /// Why the plan may not be carried out as it is: too many people would leave, or it is not known who has. At most
    /// `allowed` may, however many that are.
    #[must_use]
    pub fn doubt(&self, allowed: Option<u64>) -> Option<Doubt> {
        let leavers = self.absent.leavers.len() as u64;
        if !self.reading.options.reconcile || leavers == 0 {
            return None;
        }
        let rules = self.reading.options.rules;
        let is_unread = |person: &Person| !person.left_out && person.entry.verdict(FieldId::Email, rules).blocks();
        let in_file = self.rows.iter().map(|row| &row.judged.person).filter(|person| person.at != NOT_IN_FILE);
        match in_file.filter(|person| is_unread(person)).count() as u64 {
            0 => (self.absent.is_doubtful() && allowed.is_none_or(|most| leavers > most))
                .then_some(Doubt::Leavers { leavers, of: self.absent.known as u64 }),
            rows => Some(Doubt::Unread(rows)),
        }
    }

    /// How many rows there are of each kind that is told, with its word: `create 41 · already there 6`, or of a list of
    /// everybody `joiners 4 · movers 2 · leavers 1 · same 40`, and what needs somebody.
    #[must_use]
    pub fn told_counts(&self) -> Vec<Told> {
        let counts = self.counts();
        let of = |wanted: &[Action]| {
            counts.iter().filter(|(action, _)| wanted.contains(action)).map(|(_, count)| count).sum::<u64>()
        };
        if !self.reading.options.reconcile {
            return told(&counts);
        }
        let mut told = vec![
            (Action::Create, "joiners", of(&[Action::Create, Action::Reactivate])),
            (Action::Update, "movers", of(&[Action::Update])),
            (Action::Deactivate, "leavers", of(&[Action::Deactivate])),
            (Action::There, "same", of(&[Action::There])),
        ];
        let others = [Action::Managed, Action::Double, Action::LeftOut, Action::Fix, Action::OverLimit];
        told.extend(others.into_iter().map(|action| (action, action.label(), of(&[action]))).filter(|told| told.2 > 0));
        told
    }

    /// The same in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        in_a_line(&self.told_counts())
    }
}
