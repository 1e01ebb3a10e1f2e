//! The next step of a form on its way to the queue. Nothing else checks a form, and nothing unchecked is
//! sent.

use jiff::civil::Date;

use crate::app::form::focus::Focus;
use crate::app::form::gates::{Gate, GatePasses};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::change::write::NewUser;
use crate::domain::form::fields::Rules;
use crate::domain::form::subject::Subject;
use crate::domain::text::count;

/// The next step of a form to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// This field is the first to fix.
    Fix(Focus),
    /// It cannot be sent now, for this reason.
    Blocked(String),
    /// It waits for the custom fields of its company.
    Wait,
    /// The user has to pass these gates.
    Gates(Vec<Gate>),
    /// It goes into the queue.
    Enqueue(Box<NewUser>),
}

/// What a form is checked against besides its own fields.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The profile's rules.
    pub rules: Rules,
    /// The gates passed for the day.
    pub passes: &'a GatePasses,
    /// The day.
    pub today: Date,
}

impl Form {
    /// The next step. `in_doubt` tells why this address is not sent now: an earlier attempt may have created
    /// the user, or it is on its way.
    #[must_use]
    pub fn next_step(&self, facts: Facts<'_>, in_doubt: impl FnOnce(&str) -> Option<String>) -> NextStep {
        let user = match self.request(facts.rules) {
            Ok(user) => user,
            Err(place) => return NextStep::Fix(place),
        };
        if let Some(reason) = in_doubt(user.email()) {
            return NextStep::Blocked(reason);
        }
        let gates = self.closed_gates(facts.passes, facts.today);
        let load = &self.custom_fields.load;
        let is_known = load.value.is_some() || load.waiting.is_none() && load.error.is_some();
        match gates.is_empty() {
            false => NextStep::Gates(gates),
            true if self.subject == Subject::TargetUser && !is_known => NextStep::Wait,
            true => NextStep::Enqueue(Box::new(user)),
        }
    }
}

/// `2 fields to fix: Email, Phone (F8 goes to the next)`.
#[must_use]
pub fn problems_sentence(form: &Form, problems: &[Focus], keys: &KeyMap) -> String {
    let n = u64::try_from(problems.len()).unwrap_or(u64::MAX);
    let next = keys.describe_keys(Command::NextProblem, Scope::Form);
    format!("{} to fix: {} ({next} goes to the next)", count(n, "field", "fields"), problem_names(form, problems))
}

/// `Email, Phone`.
#[must_use]
pub fn problem_names(form: &Form, problems: &[Focus]) -> String {
    const NAMED: usize = 6;
    let mut names: Vec<_> = problems.iter().take(NAMED).map(|place| form.label(*place)).collect();
    if problems.len() > NAMED {
        names.push(format!("and {} more", problems.len() - NAMED));
    }
    names.join(", ")
}
