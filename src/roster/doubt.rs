//! Whether a list of everybody is carried out, and what it does in a line.

use super::action::Action;
use super::person::Person;
use super::plan::Plan;
use super::reconcile::NOT_IN_FILE;
use crate::domain::form::fields::FieldId;
use crate::domain::text::count;

impl Plan {
    /// Why the plan may not be carried out as it is: too many people would leave, or it is not known who has.
    #[must_use]
    pub fn doubt(&self, allowed: Option<u64>) -> Option<String> {
        let leavers = self.absent.leavers.len();
        if !self.reading.options.reconcile || leavers == 0 {
            return None;
        }
        let rules = self.reading.options.rules;
        let is_unread = |person: &Person| !person.left_out && person.entry.verdict(FieldId::Email, rules).blocks();
        let in_file = self.rows.iter().map(|row| &row.judged.person).filter(|person| person.at != NOT_IN_FILE);
        let unread = in_file.filter(|person| is_unread(person)).count() as u64;
        if unread > 0 {
            let rows = count(unread, "row has", "rows have");
            return Some(format!("{rows} no address that can be read, so it is not known who has left"));
        }
        let leaving = leavers as u64;
        if self.absent.is_doubtful() && allowed.is_none_or(|most| leaving > most) {
            let of = self.absent.known;
            return Some(format!(
                "{leaving} of {} would be made inactive; is this the whole list? --allow-leavers {leaving} allows it",
                count(of as u64, "user", "users")
            ));
        }
        None
    }

    /// `joiners 4 · movers 2 · leavers 1 · same 40`, and what needs somebody.
    #[must_use]
    pub fn reconciled_summary(&self) -> String {
        let of = |actions: &[Action]| actions.iter().map(|action| self.count(*action)).sum::<u64>();
        let mut said = vec![
            format!("joiners {}", of(&[Action::Create, Action::Reactivate])),
            format!("movers {}", of(&[Action::Update])),
            format!("leavers {}", of(&[Action::Deactivate])),
            format!("same {}", of(&[Action::There])),
        ];
        for action in [Action::Managed, Action::Double, Action::LeftOut, Action::Fix, Action::OverLimit] {
            if self.count(action) > 0 {
                said.push(format!("{} {}", action.label(), self.count(action)));
            }
        }
        said.join(" · ")
    }
}
