//! Sending a form: checked, sent once, and not sent while an earlier try may have created the same user.

use super::effect::Effect;
use super::form::{After, Focus, Save};
use super::listing::SLOW;
use super::model::Model;
use super::overlay::{Overlay, Question};
use super::writes::State;
use crate::cx;
use crate::domain::fields::{FIELDS, FieldId};
use crate::domain::ids::CompanyId;
use crate::domain::text::count;
use crate::domain::write::{Deed, Intent, Order, WriteId};

/// Ctrl-S, Ctrl-N or `[Create]`: checks the open form and sends it, unless it is under way.
pub fn submit(model: &mut Model, after: After, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current_mut() else { return };
    form.picker = None;
    if let Err(reason) = model.settings.desk.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    if form.is_sending() {
        model.notices.hint(model.now, "already being created; it is sent once, however often you press");
        return;
    }
    form.visited = [true; FIELDS.len()];
    let entry = form.entry();
    let request = match entry.request(rules) {
        Ok(request) => request,
        Err((field, _)) => {
            form.go(Focus::Field(field));
            let said = problems_sentence(&form.problems(rules));
            model.notices.hint(model.now, said);
            return;
        }
    };
    let company = form.company.clone();
    if let Some(reason) = in_doubt(model, &company, &request.email, out) {
        model.notices.hint(model.now, reason);
        return;
    }
    if let Some(question) = over_limit(model, company, after) {
        model.overlays.push(Overlay::confirm(question));
        return;
    }
    send(model, after, false, out);
}

/// The question before a create for which no seat is left.
fn over_limit(model: &Model, company: CompanyId, after: After) -> Option<Question> {
    let form = model.forms.current()?;
    let seats = form.seats();
    (form.active && seats.left()? < 1).then_some(Question::OverLimit { company, after, seats })
}

/// Why this user is not sent now: an earlier try may have created it. What can be done about that is
/// done at once.
fn in_doubt(model: &mut Model, company: &CompanyId, email: &str, out: &mut Vec<Effect>) -> Option<String> {
    let pending = model.writes.about(company, email)?;
    match pending.state {
        State::Absent => None,
        State::Sent => Some(format!("not sent: {email} is being created already")),
        State::Checking => {
            Some(format!("not sent: whether the first try created {email} is being looked up; its end will be told"))
        }
        State::Unknown { since, .. } => {
            model.writes.look_again(cx!(model, out));
            Some(format!(
                "not sent: since {} nobody knows whether {email} was created; it is being looked up again now",
                since.clock()
            ))
        }
    }
}

/// Sends the open form; `unrecorded` when the person said that it may go without a record.
pub fn send(model: &mut Model, after: After, unrecorded: bool, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current_mut() else { return };
    let entry = form.entry();
    let Ok(user) = entry.request(rules) else { return };
    if form.is_sending() {
        return;
    }
    let earlier = model.writes.first_try(&form.company, &user.email).cloned().map(Box::new);
    let intent = Intent {
        id: model.writes.draw(),
        deed: Deed::Create,
        company: form.company.clone(),
        company_name: form.name.clone(),
        entry,
        at: model.now.utc,
    };
    let ticket = model.tickets.draw();
    form.save =
        Save::Sending { write: intent.id.clone(), ticket, since: model.now, after, slow: false, checking: None };
    form.failure = None;
    form.messages.clear();
    model.writes.sent(intent.clone());
    out.push(Effect::Write(Box::new(Order { intent, user, earlier, unrecorded })));
    out.push(Effect::Timer(ticket, SLOW));
}

/// `2 fields need you: Email, Phone (F8 goes to the next)`.
#[must_use]
pub fn problems_sentence(problems: &[FieldId]) -> String {
    let names: Vec<_> = problems.iter().map(|id| id.field().label).collect();
    let n = u64::try_from(names.len()).unwrap_or(u64::MAX);
    format!("{} you: {} (F8 goes to the next)", count(n, "field needs", "fields need"), names.join(", "))
}

/// Throws a draft away, after a Yes.
pub fn discard(model: &mut Model, company: &CompanyId) {
    if model.forms.get(company).is_some_and(super::form::Form::is_sending) {
        return;
    }
    model.forms.remove(company);
    super::panes::after_form(model);
}

/// A person has looked and found that the user is not there: it may be sent again.
pub fn not_there(model: &mut Model, company: &CompanyId, write: &WriteId, out: &mut Vec<Effect>) {
    if model.writes.found_absent(write).is_none() {
        return;
    }
    out.push(Effect::SettleByHand(write.clone()));
    if let Some(form) = model.forms.get_mut(company).filter(|f| f.save == Save::Unknown { write: write.clone() }) {
        form.save = Save::Idle;
        form.failure = None;
    }
    model.notices.info(model.now, "Noted: it was not created. Ctrl-S sends it again, after one more look.");
}
