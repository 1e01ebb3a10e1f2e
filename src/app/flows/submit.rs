//! Sending a form: checked, sent once, and not sent while an earlier try may have created the same user.

use crate::app::changes::pending::State;
use crate::app::core::effect::Effect;
use crate::app::core::remote::Ticket;
use crate::app::form::state::{After, Focus, Form, Save};
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::table::{Command, Scope};
use crate::app::model::{Model, Pane};
use crate::app::overlays::overlay::{Overlay, Question};
use crate::app::paged_list::list::SLOW;
use crate::cx;
use crate::domain::change::write::{Deed, Intent, Order, Sending, WriteId};
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::failure::Failure;
use crate::domain::text::count;

/// Ctrl-S, Ctrl-N or `[Create]`: checks the open form and sends it, unless it is under way.
pub fn submit(model: &mut Model, after: After, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current_mut() else { return };
    form.picker = None;
    if let Err(reason) = model.settings.desk.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    if form.is_frozen() {
        model.notices.hint(model.now, "already being created; it is sent once, however often you press");
        return;
    }
    form.visit_all();
    if let Err(place) = form.request(rules) {
        to_fix(model, place, after, out);
        return;
    }
    let (key, values, subject) = (form.key(), form.customs.strays(), form.subject);
    if subject == Subject::SystemUser {
        go_on(model, after, out);
        return;
    }
    if waits_for_customs(model, after, out) {
        return;
    }
    if values > 0 && model.forms.current().is_some_and(|f| f.customs.load.value.is_none()) {
        model.overlays.push(Overlay::confirm(Question::WithoutCustoms { form: key, after, values }));
        return;
    }
    go_on(model, after, out);
}

/// The form cannot be sent as it is: goes to the first field to fix, and says so.
fn to_fix(model: &mut Model, place: Focus, after: After, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current_mut() else { return };
    form.visit_all();
    form.go(place);
    let said = problems_sentence(form, &form.problems(rules), &model.settings.keys);
    model.notices.hint(model.now, said);
    if after == After::Next {
        crate::app::shell::typing_on::refused(model, "NOT created, some fields are to be fixed", out);
    }
}

/// Sends the checked form, unless something else about it has to be asked or found out first.
pub fn go_on(model: &mut Model, after: After, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current() else { return };
    let request = match form.request(rules) {
        Ok(request) => request,
        // What was asked meanwhile has taken time: what was right may not be any more.
        Err(place) => return to_fix(model, place, after, out),
    };
    let key = form.key();
    if let Some(reason) = in_doubt(model, &key, request.email(), out) {
        model.notices.hint(model.now, reason);
        if after == After::Next {
            crate::app::shell::typing_on::refused(model, "NOT sent, an earlier try is in doubt", out);
        }
        return;
    }
    if let Some(other) = model.forms.current().and_then(Form::wrong_customer) {
        let question = Question::WrongCustomer { form: key, after, other: other.to_owned() };
        model.overlays.push(Overlay::confirm(question));
        return;
    }
    send_within_limit(model, after, out);
}

/// Sends the checked form, unless no seat is left: that is asked first.
pub fn send_within_limit(model: &mut Model, after: After, out: &mut Vec<Effect>) {
    let Some(key) = model.forms.current().map(Form::key) else { return };
    if let Some(question) = over_limit(model, key, after) {
        model.overlays.push(Overlay::confirm(question));
        return;
    }
    send(model, after, false, out);
}

/// A create waits until it is known what the company requires. When that cannot be known, the service
/// judges; what was typed into a field that is not known asks first, because it would not be sent.
fn waits_for_customs(model: &mut Model, after: After, out: &mut Vec<Effect>) -> bool {
    let Model { forms, now, tickets, notices, settings, .. } = model;
    let Some(form) = forms.current_mut() else { return false };
    let load = &form.customs.load;
    if load.value.is_some() || load.waiting.is_none() && load.error.is_some() {
        return false;
    }
    form.ask_customs(false, &mut crate::app::model::Cx { now: *now, tickets, keys: &settings.keys, notices, out });
    form.held = Some(after);
    let said = format!("waiting for the custom fields of {}: it is created when they are here", form.name);
    notices.hint(*now, said);
    true
}

/// What a company asks for is known, or cannot be: a create that waited for it goes on, or says why not.
pub fn customs_came(
    model: &mut Model,
    ticket: Ticket,
    answer: &Result<Vec<CustomField>, Failure>,
    out: &mut Vec<Effect>,
) {
    let now = model.now;
    let Some(came) = model.forms.settle_customs(ticket, answer, now.millis) else { return };
    if !came.lost.is_empty() {
        let name = &came.name;
        let lost = came.lost.join("; ");
        let sent = model.forms.get(&came.form).is_some_and(crate::app::form::state::Form::is_sending);
        let fate = if sent { "the create under way was sent with it" } else { "it will not be sent" };
        model.notices.error(now, format!("{name} no longer asks for what was typed here, {fate}: {lost}"));
    }
    if let Err(failure) = answer {
        model.notices.record(now, format!("{}: {failure}", came.name));
    }
    let Some(after) = came.held else { return };
    // Whatever comes now, no form closes under the hand.
    model.refused_at = None;
    let in_sight = model.pane == Pane::Form
        && model.overlays.is_empty()
        && model.forms.current().is_some_and(|f| f.key() == came.form && f.picker.is_none());
    let create = model.say(Command::Create, Scope::Form);
    match answer {
        Ok(_) if in_sight => submit(model, after, out),
        Ok(_) => model.notices.info(now, format!("{}: nothing was created yet; {create} in the form does", came.name)),
        Err(_) => model.notices.hint(
            now,
            format!(
                "nothing was created: the custom fields could not be loaded; {create} again creates without, {} asks again",
                model.say(Command::Reload, Scope::Form)
            ),
        ),
    }
}

/// The question before a create for which no seat is left.
fn over_limit(model: &Model, key: FormKey, after: After) -> Option<Question> {
    let form = model.forms.current()?;
    let seats = form.seats();
    let uses_one = form.subject == Subject::TargetUser && form.active;
    (uses_one && seats.left()? < 1).then_some(Question::OverLimit { form: key, after, seats })
}

/// Why this user is not sent now: an earlier try may have created it. What can be done about that is
/// done at once.
fn in_doubt(model: &mut Model, form: &FormKey, email: &str, out: &mut Vec<Effect>) -> Option<String> {
    let pending = model.writes.about(form, email)?;
    match pending.state {
        State::NotYet { .. } => None,
        State::Sent => Some(format!("not sent: {email} is being created already")),
        State::Checking => {
            Some(format!("not sent: whether the first try created {email} is being looked up; its outcome is reported"))
        }
        State::Unknown { since, .. } if form.subject == Subject::SystemUser => Some(format!(
            "not sent: since {} nobody knows whether {email} was created; look in the console, then say what you saw: {}, I have looked",
            since.clock(),
            model.say(Command::Keys, Scope::Form)
        )),
        State::Unknown { since, .. } => {
            let id = pending.intent.id.clone();
            model.writes.look_at(&id, cx!(model, out));
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
    let entry = form.entry().as_sent();
    if form.is_sending() {
        model.notices.hint(model.now, "already being created; it is sent once, however often you press");
        return;
    }
    let user = match form.request(rules) {
        Ok(user) => user,
        Err(place) => return to_fix(model, place, after, out),
    };
    let earlier = model.writes.first_try(&form.key(), user.email()).cloned().map(Box::new);
    let intent = Intent {
        id: model.writes.draw(),
        deed: match form.subject {
            Subject::TargetUser => Deed::Create,
            Subject::SystemUser => Deed::CreateSystem,
        },
        company: form.company.clone(),
        company_name: form.name.clone(),
        entry,
        at: model.now.utc,
        sending: Sending { before: form.duplicate.before(), ..Sending::default() },
    };
    let ticket = model.tickets.draw();
    form.save =
        Save::Sending { write: intent.id.clone(), ticket, since: model.now, after, slow: false, checking: None };
    form.failure = None;
    form.clear_messages();
    model.closed_at = None;
    model.notices.put_away();
    model.writes.sent(intent.clone());
    out.push(Effect::Write(Box::new(Order { intent, user, earlier, unrecorded })));
    out.push(Effect::Timer(ticket, SLOW));
}

/// `2 fields to fix: Email, Phone (F8 goes to the next)`.
#[must_use]
pub fn problems_sentence(form: &Form, problems: &[Focus], keys: &KeyMap) -> String {
    const NAMED: usize = 6;
    let mut names: Vec<_> = problems.iter().take(NAMED).map(|place| form.label(*place)).collect();
    if problems.len() > NAMED {
        names.push(format!("and {} more", problems.len() - NAMED));
    }
    let n = u64::try_from(problems.len()).unwrap_or(u64::MAX);
    let next = keys.say(Command::NextProblem, Scope::Form);
    format!("{} to fix: {} ({next} goes to the next)", count(n, "field", "fields"), names.join(", "))
}

/// Throws a draft away, after a Yes.
pub fn discard(model: &mut Model, form: &FormKey) {
    if model.forms.get(form).is_some_and(crate::app::form::state::Form::is_sending) {
        return;
    }
    model.forms.remove(form);
    super::panes::after_form(model);
}

/// A person has looked and found that the user is not there: it may be sent again.
pub fn not_there(model: &mut Model, key: &FormKey, write: &WriteId, out: &mut Vec<Effect>) {
    let Some(intent) = model.writes.over(write) else { return };
    out.push(Effect::SettleByHand { write: write.clone(), there: false });
    if let Some(form) = model.forms.get_mut(key).filter(|f| f.save == Save::Unknown { write: write.clone() }) {
        form.save = Save::Idle;
        form.failure = None;
    }
    let again = model.say(Command::Create, Scope::Form);
    model.notices.info(model.now, format!("Noted: {} was not created. {again} sends it again.", intent.whom()));
}
