//! What questions say: a title, and what a Yes would do.

use std::collections::BTreeSet;

use crate::app::changes::history;
use crate::app::model::Model;
use crate::app::overlays::overlay::Question;
use crate::domain::form::draft::DraftId;
use crate::domain::form::fields::FieldId;
use crate::domain::form::gate::GateKind;
use crate::domain::text::count;

/// The title of a question, and its words.
#[must_use]
pub fn words(model: &Model, question: &Question) -> (&'static str, String) {
    match question {
        Question::Quit => {
            ("Quit?", unsent(model))
        }
        Question::PassAll { forms, gate } => pass_all(model, forms, *gate),
        Question::NotThere { .. } => (
            "Not created?",
            "No clear answer came to the first try, and the user could not be looked up. If you have looked in the console and the user is not there, it can be sent again. Was it not created?".to_owned(),
        ),
        Question::Switch(profile) => ("Switch profile?", switching(model, profile)),
        Question::Undo(create) => ("Undo?", model.jobs.get(create).map(history::undo_words).unwrap_or_default()),
        Question::IsThere { form, .. } => {
            let email = model.forms.get(*form).map_or("", |f| f.text(FieldId::Email));
            ("Created?", format!("If you have seen {email} among the system users in the console, the draft is done and nothing is sent again. Is the system user there?"))
        }
        Question::Discard(form) => {
            let name = model.forms.get(*form).map(|f| model.companies.told_apart(&f.company, &f.name));
            let name = name.unwrap_or_default();
            ("Throw the draft away?", format!("What you typed for {name} will be gone."))
        }
    }
}

/// What is asked about several users at once.
fn pass_all(model: &Model, forms: &[DraftId], gate: GateKind) -> (&'static str, String) {
    let users = count(forms.len() as u64, "user", "users");
    let name = forms.first().and_then(|id| model.forms.get(*id));
    let name = name.map(|form| model.companies.told_apart(&form.company, &form.name)).unwrap_or_default();
    let (title, said) = match gate {
        GateKind::NoSeat => ("Over the limit?", format!("{users} would go over the licence limit at {name}.")),
        GateKind::Expired => {
            ("Licence ended", format!("The licence of {name} has ended; the service may refuse {users}."))
        }
        GateKind::Locked => ("Access locked", format!("{name} has locked access; the service may refuse {users}.")),
        GateKind::OtherCustomer => {
            ("Wrong customer?", format!("The mail domains of {users} for {name} belong to other customers."))
        }
        GateKind::AlreadyThere => {
            ("Already there", format!("{users} are in {name} already; the service will refuse them."))
        }
        GateKind::FirstMatch => {
            ("Right company?", format!("{users} were typed for {name}, the first of several that match."))
        }
        GateKind::WithoutCustomFields => (
            "Without custom fields?",
            format!(
                "The custom fields of {name} could not be loaded; what was typed for them is not sent for {users}."
            ),
        ),
        GateKind::NotRecorded => {
            ("Without a record?", format!("{users} for {name} cannot be recorded on this machine."))
        }
    };
    (title, format!("{said} Create all of them all the same?"))
}

fn unsent(model: &Model) -> String {
    let forms = model
        .forms
        .drafts()
        .filter(|form| form.is_worth_keeping() && model.forms.waiting().all(|waiting| waiting.id != form.id));
    let typed =
        forms.map(|form| form.name.as_str()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
    let under_way = u64::try_from(model.changes.under_way().count()).unwrap_or(u64::MAX);
    let sending = match under_way {
        0 => String::new(),
        n => format!("{} under way; the next start reports the outcome. ", count(n, "change is", "changes are")),
    };
    let deletes = deletes_lost(model);
    let queued = match kept_for_later(model) {
        0 => String::new(),
        n if model.keeper.is_in_trouble() => {
            format!("{} not sent yet and will be gone. ", count(n, "change is", "changes are"))
        }
        n => format!(
            "{} not sent yet and kept for the next start, which sends them. ",
            count(n, "change is", "changes are")
        ),
    };
    let typed = if typed.is_empty() {
        String::new()
    } else if model.keeper.is_in_trouble() {
        format!("What you typed for {typed} is not created and will be gone. ")
    } else {
        format!("What you typed for {typed} is not created; it is kept as a draft for seven days. ")
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
    format!("{sending}{queued}{deletes}{elsewhere}{typed}Quit all the same?")
}

/// Creates that were not sent, and go out by themselves when the program is back.
fn kept_for_later(model: &Model) -> u64 {
    u64::try_from(model.changes.queued_creates().count() + model.forms.waiting().count()).unwrap_or(u64::MAX)
}

/// A delete that was not sent has no draft that would keep it.
fn deletes_lost(model: &Model) -> String {
    match u64::try_from(model.changes.queued_undos().count()).unwrap_or(u64::MAX) {
        0 => String::new(),
        n => format!("{} not sent yet and will not be. ", count(n, "delete is", "deletes are")),
    }
}

fn switching(model: &Model, profile: &str) -> String {
    let names: Vec<_> = model.changes.under_way().map(|intent| intent.company_name.as_str()).collect();
    let sending = if names.is_empty() {
        String::new()
    } else {
        format!("What was sent for {} is still under way; its outcome is reported here. ", names.join(", "))
    };
    let queued = match kept_for_later(model) {
        n if n > 0 && !model.would_lose_work() => {
            let n = count(n, "change is", "changes are");
            format!("{n} not sent yet and kept until you are back in profile {}. ", model.settings.profile)
        }
        _ => String::new(),
    };
    let deletes = deletes_lost(model);
    let lost = if model.would_lose_work() {
        "Drafts cannot be kept on disk now: what you typed will be gone. "
    } else {
        "Drafts are kept. "
    };
    format!("{sending}{queued}{deletes}{lost}Switch to {profile} all the same?")
}
