//! How many rows there are of each kind.

use super::action::Action;
use super::check::Judged;

/// How many there are of each kind.
#[must_use]
pub fn counts<'j>(judged: impl IntoIterator<Item = &'j Judged>) -> Vec<(Action, u64)> {
    let mut counts: Vec<(Action, u64)> = Action::ALL.into_iter().map(|action| (action, 0)).collect();
    for one in judged {
        if let Some((_, count)) = counts.iter_mut().find(|(action, _)| *action == one.action) {
            *count += 1;
        }
    }
    counts
}

/// A kind of row that is told: its word, and how many there are.
pub type Told = (Action, &'static str, u64);

/// What there is none of is left out, but for those who are created.
pub(super) fn told(counts: &[(Action, u64)]) -> Vec<Told> {
    let told = counts.iter().filter(|(action, count)| *count > 0 || *action == Action::Create);
    told.map(|(action, count)| (*action, action.label(), *count)).collect()
}

pub(super) fn in_a_line(told: &[Told]) -> String {
    told.iter().map(|(_, word, count)| format!("{word} {count}")).collect::<Vec<_>>().join(" · ")
}

/// `create 41 · already there 6`
#[must_use]
pub fn summary(counts: &[(Action, u64)]) -> String {
    in_a_line(&told(counts))
}
