//! What questions say: a title, and what a Yes would do.

use crate::app::changes::history;
use crate::app::flows::profiles::would_lose;
use crate::app::model::Model;
use crate::app::overlays::overlay::Question;
use crate::app::shell::run::form_reason;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::FormKey;
use crate::domain::text::count;

/// The title of a question, and its words.
#[must_use]
pub fn words(model: &Model, question: &Question) -> (&'static str, String) {
    match question {
        Question::Quit => {
            ("Quit?", unsent(model))
        }
        Question::WrongCustomer { form, other, .. } => ("Wrong customer?", wrong_customer_words(model, form, other)),
        Question::OverLimit { form, seats, .. } => ("No seat is left", over_limit_words(model, form, *seats)),
        Question::OpenForm { company, .. } => {
            let name = model.companies.told_apart(&company.id, &company.name);
            let reason = form_reason(company, &name).unwrap_or_default();
            ("Add a user here?", format!("{reason} The service may refuse the user. Open the form all the same?"))
        }
        Question::SendUnrecorded { .. } => (
            "Send without a record?",
            "What is about to be sent cannot be recorded on this machine. If the program is killed before the answer comes, nobody will know whether the user was created. Send it all the same?".to_owned(),
        ),
        Question::WithoutCustoms { values, .. } => (
            "Create without them?",
            format!("The custom fields of this company could not be loaded, so {} typed for them cannot be sent, and will be gone when the user is created. Create the user without?", count(*values as u64, "value", "values")),
        ),
        Question::NotThere { .. } => (
            "Not created?",
            "No clear answer came to the first try, and the user could not be looked up. If you have looked in the console and the user is not there, it can be sent again. Was it not created?".to_owned(),
        ),
        Question::Switch(profile) => ("Switch profile?", switching(model, profile)),
        Question::Undo(create) => ("Undo?", model.jobs.get(create).map(history::undo_words).unwrap_or_default()),
        Question::IsThere { form, .. } => {
            let email = model.forms.get(form).map_or("", |f| f.text(FieldId::Email));
            ("Created?", format!("If you have seen {email} among the system users in the console, the draft is done and nothing is sent again. Is the system user there?"))
        }
        Question::Discard(form) => {
            let name = model.forms.get(form).map(|f| model.companies.told_apart(&f.company, &f.name));
            let name = name.unwrap_or_default();
            ("Throw the draft away?", format!("What you typed for {name} will be gone."))
        }
    }
}

fn wrong_customer_words(model: &Model, form: &FormKey, other: &str) -> String {
    let Some(form) = model.forms.get(form) else { return String::new() };
    let (email, here) = (form.text(FieldId::Email), model.companies.told_apart(&form.company, &form.name));
    format!("The mail domain of {email} is verified at {other}. Create the user in {here} all the same?")
}

fn over_limit_words(model: &Model, form: &FormKey, seats: Seats) -> String {
    let Limit::Of(limit) = seats.limit else { return String::new() };
    // What makes the question idle comes before it.
    let there = model.forms.get(form).filter(|form| form.duplicate.is_there());
    let there = there.map_or("", |_| "Somebody with this email is here already: the service will refuse it. ");
    let over = seats.used.saturating_add(1).saturating_sub(limit);
    let who = model.forms.get(form).map_or("this user", |form| form.text(FieldId::Email));
    format!(
        "{there}{} of {limit} seats are used. With {who} it is {} over the licence limit, which may be billed or refused. Create it all the same?",
        seats.used, over
    )
}

fn unsent(model: &Model) -> String {
    let names = |sending: bool| {
        let forms = model.forms.drafts().filter(|f| f.is_sending() == sending && !f.entry().is_blank());
        forms.map(|f| f.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let sending = match names(true) {
        names if names.is_empty() => String::new(),
        names => format!("A user for {names} is being created; the next start reports the outcome. "),
    };
    let typed = match names(false) {
        names if names.is_empty() => String::new(),
        names if model.keeper.is_in_trouble() => {
            format!("What you typed for {names} is not created and will be gone. ")
        }
        names => format!("What you typed for {names} is not created; it is kept as a draft for seven days. "),
    };
    let elsewhere = match model.left_behind.values().map(|l| l.profile.as_str()).collect::<Vec<_>>() {
        profiles if profiles.is_empty() => String::new(),
        profiles => {
            let profiles = profiles.join(", ");
            format!(
                "What was sent in profile {profiles} is still under way; the next start of that profile reports the outcome. "
            )
        }
    };
    format!("{sending}{elsewhere}{typed}Quit all the same?")
}

fn switching(model: &Model, profile: &str) -> String {
    let names: Vec<_> = model.writes.under_way().map(|intent| intent.company_name.as_str()).collect();
    let sending = if names.is_empty() {
        String::new()
    } else {
        format!("What was sent for {} is still under way; its outcome is reported here. ", names.join(", "))
    };
    let lost = if would_lose(model) {
        "Drafts cannot be kept on disk now: what you typed will be gone. "
    } else {
        "Drafts are kept. "
    };
    format!("{sending}{lost}Switch to {profile} all the same?")
}
