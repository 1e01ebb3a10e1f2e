//! Creating a target user: sent once, its outcome always told, nothing typed lost before success.

use super::companies::SLOW;
use super::effect::Effect;
use super::form::{After, Focus, Save};
use super::model::Model;
use super::overlay::{Overlay, Question};
use super::remote::Ticket;
use crate::cx;
use crate::domain::failure::{Done, Failure, Remedy};
use crate::domain::fields::{FIELDS, FieldId, named_in};
use crate::domain::ids::{CompanyId, UserId};
use crate::domain::seats::Seats;
use crate::domain::text::count;

/// Ctrl-S, Ctrl-N or `[Create]`: checks the open form and sends it, unless it is under way.
pub fn submit(model: &mut Model, after: After, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current_mut() else { return };
    form.picker = None;
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
    if model.forms.is_doubtful(&company, &request.email) {
        let question = Question::SendAgain { company, after };
        model.overlays.push(Overlay::confirm(question));
        return;
    }
    send(model, after, out);
}

/// Sends the open form, whatever is known about an earlier try.
pub fn send(model: &mut Model, after: After, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.forms.current_mut() else { return };
    let Ok(request) = form.entry().request(rules) else { return };
    if form.is_sending() {
        return;
    }
    let ticket = model.tickets.draw();
    form.save = Save::Sending { ticket, since: model.now, after, slow: false };
    form.failure = None;
    form.messages.clear();
    out.push(Effect::Create(ticket, form.company.clone(), Box::new(request)));
    out.push(Effect::Timer(ticket, SLOW));
}

/// `2 fields need you: Email, Phone (F8 goes to the next)`.
#[must_use]
pub fn problems_sentence(problems: &[FieldId]) -> String {
    let names: Vec<_> = problems.iter().map(|id| id.field().label).collect();
    let n = u64::try_from(names.len()).unwrap_or(u64::MAX);
    format!("{} you: {} (F8 goes to the next)", count(n, "field needs", "fields need"), names.join(", "))
}

/// The outcome of a create. It is told whoever is on the screen by now.
pub fn created(model: &mut Model, ticket: Ticket, outcome: Result<UserId, Failure>, out: &mut Vec<Effect>) {
    match outcome {
        Ok(user) => succeeded(model, ticket, &user, out),
        Err(failure) => failed(model, ticket, &failure),
    }
}

fn succeeded(model: &mut Model, ticket: Ticket, user: &UserId, out: &mut Vec<Effect>) {
    let Some(form) = model.forms.sending(ticket) else {
        model.notices.info(model.now, format!("Created a user (id {user})"));
        return;
    };
    let Save::Sending { after, .. } = form.save else { return };
    let (company, name, entry) = (form.company.clone(), form.name.clone(), form.entry());
    let seats = form.seats().plus(u64::from(entry.active));
    let open = model.forms.current().is_some_and(|f| f.company == company);
    model.companies.count_created(&company, entry.active);
    model.forms.settle_doubt(&company, entry.text(FieldId::Email));
    let said = format!("Created {} in {name} (id {user}){}", entry.text(FieldId::Email), seats_words(seats));
    model.notices.info(model.now, said);
    model.created_at = Some(model.now.millis);
    match (after, model.forms.get_mut(&company)) {
        (After::Next, Some(form)) if open => {
            form.save = Save::Idle;
            form.fill(entry.next());
            form.listed_seats = seats;
            if let Some(license) = &mut form.license.value {
                license.seats = seats;
                license.total = license.total.saturating_add(1);
            }
            form.license.give_up();
            form.want(cx!(model, out));
        }
        (After::Close | After::Next, _) => {
            model.forms.remove(&company);
            if open {
                model.pane = super::model::Pane::Table;
            }
        }
    }
}

/// `: 60 of 60 seats used, none left`.
fn seats_words(seats: Seats) -> String {
    match seats.left() {
        Some(left) if left < 0 => format!(": {} seats used, {} over the limit", seats.used, left.unsigned_abs()),
        Some(0) => format!(": {} seats used, none left", seats.used),
        Some(left) => format!(": {} left", count(left.unsigned_abs(), "seat", "seats")),
        None => String::new(),
    }
}

fn failed(model: &mut Model, ticket: Ticket, failure: &Failure) {
    let now = model.now;
    let Some(form) = model.forms.sending(ticket) else {
        model.notices.failure(now, failure);
        return;
    };
    let email = form.entry().text(FieldId::Email).to_owned();
    let company = form.company.clone();
    form.save = match failure.done {
        Done::Perhaps => Save::Unknown { email: email.clone() },
        // This try certainly failed; what an earlier one did is still in doubt.
        Done::No => Save::Idle,
    };
    let mut said = failure.clone();
    if let Remedy::Correct(messages) = &failure.remedy {
        let mut about_no_field = Vec::new();
        for message in messages {
            match named_in(message) {
                Some(field) => form.messages.push((field, message.clone())),
                None => about_no_field.push(message.clone()),
            }
        }
        if form.messages.is_empty() {
            "Nothing was created; what you typed is kept.".clone_into(&mut said.hint);
        }
        // What stands at a field is not said twice.
        said.why = match (about_no_field.is_empty(), form.messages.len()) {
            (false, _) => about_no_field.join(" "),
            (true, 1) => "The service refused the marked field.".to_owned(),
            (true, _) => "The service refused the marked fields.".to_owned(),
        };
    }
    form.failure = Some(said);
    let first = FIELDS.iter().map(|f| f.id).find(|id| form.messages.iter().any(|(m, _)| m == id));
    if let Some(field) = first {
        form.go(Focus::Field(field));
    }
    let text = format!("{email} in {}: {failure}", form.name);
    if failure.done == Done::Perhaps {
        model.forms.doubt(&company, &email);
    }
    let in_sight =
        model.pane == super::model::Pane::Form && model.forms.current().is_some_and(|f| f.company == company);
    if in_sight {
        model.notices.record(now, text);
    } else {
        model.notices.error(now, text);
    }
}

/// Throws a draft away, after a Yes.
pub fn discard(model: &mut Model, company: &CompanyId) {
    if model.forms.get(company).is_some_and(super::form::Form::is_sending) {
        return;
    }
    model.forms.remove(company);
    model.pane = super::model::Pane::Table;
}
