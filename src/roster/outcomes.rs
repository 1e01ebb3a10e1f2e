//! What became of the rows of a plan.

use super::action::Action;
use super::outcome::{EARLIER, Outcome};
use super::plan::Plan;
use super::run::Run;
use crate::domain::service::ids::{CompanyId, UserId};

/// What became of a row of the plan: of one that was sent by its end. `has_made` tells whether this machine has
/// created a user who is there.
///
/// # Errors
///
/// Those of `has_made`.
pub fn outcome_of<E>(
    plan: &Plan,
    run: &Run,
    at: usize,
    has_made: impl Fn(&CompanyId, &UserId) -> Result<bool, E>,
) -> Result<Option<Outcome>, E> {
    let Some(planned) = plan.rows.get(at) else { return Ok(None) };
    let judged = &planned.judged;
    if plan.is_sent(at) {
        return Ok(Some(match run.ends().get(&at) {
            Some(end) => end.outcome(judged.notes()),
            None if !run.has(at) => Outcome::not_sent("only the first rows were to be sent", false),
            None if run.has_no_seat(at) => {
                Outcome::not_sent("no seat is free: not everybody who leaves has become inactive", true)
            }
            None => Outcome::not_sent("the run stopped before this row", true),
        }));
    }
    let made = match (plan.company_of(planned), &judged.found) {
        // Of the list of everybody it does not matter who has created them.
        _ if plan.reading.options.reconcile => false,
        (Some(company), Some(user)) => has_made(&company.id, &user.id)?,
        _ => false,
    };
    let word = if judged.action == Action::Reactivate { "inactive" } else { judged.action.word() };
    let unsent = Outcome::unsent(planned, word);
    Ok(Some(match judged.action {
        Action::Reactivate => Outcome { reasons: vec!["inactive, and not changed".to_owned()], ..unsent },
        // An earlier run may have been killed before it could say so.
        Action::There | Action::Managed if made => {
            Outcome { word: "created", reasons: vec![EARLIER.to_owned()], ..unsent }
        }
        _ => unsent,
    }))
}

/// What became of every row of the plan.
///
/// # Errors
///
/// As [`outcome_of`].
pub fn outcomes<E>(
    plan: &Plan,
    run: &Run,
    has_made: impl Fn(&CompanyId, &UserId) -> Result<bool, E>,
) -> Result<Vec<Outcome>, E> {
    let of = |at| outcome_of(plan, run, at, &has_made).transpose();
    (0..plan.rows.len()).filter_map(of).collect()
}
