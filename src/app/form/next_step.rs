//! The next step of a form on its way to the queue. Nothing else checks a form, and nothing unchecked is
//! sent.

use jiff::civil::Date;

use crate::app::form::existing_user::Edits;
use crate::app::form::focus::Focus;
use crate::app::form::gates::{Gate, GatePasses};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::domain::change::update::Update;
use crate::domain::change::write::NewUser;
use crate::domain::form::fields::Rules;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::UserId;
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
    /// Nothing of the existing user is changed.
    Unchanged,
    /// It goes into the queue.
    Enqueue(Order),
}

/// What goes into the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// A new user.
    Create(Box<NewUser>),
    /// A change of an existing one.
    Update(Update),
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

/// Why a user is not sent now.
pub struct InDoubt<C, U> {
    /// A new user with this address: an earlier attempt may have created it, or it is on its way.
    pub create: C,
    /// An existing user: another change of it is under way.
    pub change: U,
}

impl Form {
    /// The next step. `in_doubt` tells why this user is not sent now.
    #[must_use]
    pub fn next_step(
        &self,
        facts: Facts<'_>,
        in_doubt: InDoubt<impl FnOnce(&str) -> Option<String>, impl FnOnce(&UserId) -> Option<String>>,
    ) -> NextStep {
        let order = match &self.edits {
            Some(edits) => match self.change_step(edits, facts.rules, in_doubt.change) {
                Ok(update) => Order::Update(update),
                Err(step) => return step,
            },
            None => match self.request(facts.rules) {
                Err(place) => return NextStep::Fix(place),
                Ok(user) => match (in_doubt.create)(user.email()).or_else(|| self.waits_for_like()) {
                    Some(reason) => return NextStep::Blocked(reason),
                    None => Order::Create(Box::new(user)),
                },
            },
        };
        let gates = self.closed_gates(facts.passes, facts.today);
        let load = &self.custom_fields.load;
        let is_known = load.value.is_some() || load.waiting.is_none() && load.error.is_some();
        let needs_them = match order {
            Order::Create(_) => self.subject == Subject::TargetUser,
            Order::Update(_) => self.custom_fields.orphaned_changes(&self.initial.custom) > 0,
        };
        match gates.is_empty() {
            false => NextStep::Gates(gates),
            true if needs_them && !is_known => NextStep::Wait,
            true => NextStep::Enqueue(order),
        }
    }

    /// The change of the existing user, or what comes before it.
    fn change_step(
        &self,
        edits: &Edits,
        rules: Rules,
        in_doubt: impl FnOnce(&UserId) -> Option<String>,
    ) -> Result<Update, NextStep> {
        if let Some(place) = self.first_blocking(rules) {
            return Err(NextStep::Fix(place));
        }
        if self.is_blank() {
            return Err(NextStep::Unchanged);
        }
        if let Some(reason) = in_doubt(&edits.user) {
            return Err(NextStep::Blocked(reason));
        }
        let Some(read) = &edits.read.value else {
            let failed = edits.read.error.as_ref().filter(|_| edits.read.waiting.is_none());
            return Err(failed.map_or(NextStep::Wait, |failure| {
                NextStep::Blocked(format!("the user could not be read: {}", failure.why))
            }));
        };
        match self.update(read, rules) {
            Ok(update) => update.ok_or(NextStep::Unchanged),
            Err(place) => Err(NextStep::Fix(place)),
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
