//! The preview of a paste: the recognised values, how certain they are, and which of them to take. The
//! form is unchanged until the preview is accepted.

use crate::app::form::edit::Typed;
use crate::app::form::focus::Focus;
use crate::app::form::lookups::Lookups;
use crate::app::form::picking::choices;
use crate::app::form::state::Form;
use crate::app::import::dropped::several_people;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::overlays::preview::{PastePreview, Suggestion};
use crate::app::widgets::text_input::TYPED_MAX;
use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::service::lookup::Choice;
use crate::domain::text::clean;
use crate::domain::user::email;
use crate::domain::user::existing::same_email;
use crate::domain::user::target_user::Priority;
use crate::paste::{Context, Finding, Part, analyze};

/// The preview of a paste into the open form; `None` for an ordinary paste.
#[must_use]
pub fn of(model: &Model, text: &str) -> Option<PastePreview> {
    let form = model.drafts.current()?;
    let names = |choices: Option<&Vec<Choice>>| -> Vec<String> {
        choices.map(|all| all.iter().map(|c| c.name.clone()).collect()).unwrap_or_default()
    };
    let groups = names(form.groups().value.as_ref());
    let languages = names(model.lookups.languages.value.as_ref());
    let domains = form.domains().value.as_ref().map(|d| d.verified.clone()).unwrap_or_default();
    let context = Context {
        region: form.rules(model.settings.rules).region,
        domains: &domains,
        groups: &groups,
        languages: &languages,
    };
    let understood = analyze(text, &context);
    let is_new = form.subject() == Subject::TargetUser && form.edits().is_none();
    let all = if is_new { several_people(text, context.region) } else { None };
    if understood.is_plain() && all.is_none() {
        return None;
    }
    let all_number = all.and_then(|all| usize::try_from(all).ok()).unwrap_or(0);
    let (people, cut) = (understood.people.len().max(all_number), understood.cut);
    let person = understood.people.into_iter().next()?;
    let has = |id: FieldId| form.subject().fields().iter().any(|field| field.id == id);
    let fields = person.findings.into_iter().map(|finding| (field_of(finding.part), finding));
    let offers: Vec<Suggestion> =
        fields.filter(|(field, _)| has(*field)).map(|(field, finding)| offer(form, field, finding)).collect();
    let other = other_email(&offers);
    let stays = if other.is_some() { not_offered(form, &offers) } else { Vec::new() };
    let leftover = understood.leftover.into_iter().map(|l| clean(&l.text, 300)).collect();
    let raw = text.to_owned();
    let mut preview =
        PastePreview { form: form.id(), suggestions: offers, other, stays, people, all, cut, leftover, cursor: 0, raw };
    if preview.other.is_some() {
        preview.mark_all(false);
    }
    Some(preview)
}

/// The field for a recognised value.
fn field_of(part: Part) -> FieldId {
    match part {
        Part::Email => FieldId::Email,
        Part::Phone => FieldId::Phone,
        Part::FirstName => FieldId::FirstName,
        Part::LastName => FieldId::LastName,
        Part::Department => FieldId::Department,
        Part::Groups => FieldId::Groups,
        Part::Language => FieldId::Language,
        Part::TimeZone => FieldId::TimeZone,
        Part::Priority => FieldId::Priority,
        Part::Active => FieldId::Active,
        Part::ManagerFirstName => FieldId::ManagerFirstName,
        Part::ManagerLastName => FieldId::ManagerLastName,
        Part::ManagerEmail => FieldId::ManagerEmail,
    }
}

fn offer(form: &Form, field: FieldId, finding: Finding) -> Suggestion {
    let holds = match field.field().kind {
        Kind::Text => form.text(field).to_owned(),
        Kind::One | Kind::Many => form.chosen(field),
        // These always have a value; the pasted one takes precedence over a default.
        Kind::Priority | Kind::Toggle => String::new(),
    };
    let begun = form.initial().text(field);
    let replaces = if holds == finding.value || holds == begun { String::new() } else { holds };
    Suggestion { field, selected: replaces.is_empty(), finding, replaces }
}

/// The email in the form, if it is complete and differs from that of the paste.
fn other_email(offers: &[Suggestion]) -> Option<String> {
    let email = offers.iter().find(|offer| offer.field == FieldId::Email)?;
    let whole = email::read(&email.replaces).is_ok() && !same_email(&email.replaces, &email.finding.value);
    whole.then(|| email.replaces.clone())
}

/// Labels of the filled text fields without a recognised value.
fn not_offered(form: &Form, offers: &[Suggestion]) -> Vec<String> {
    let texts = form.subject().fields().iter().filter(|field| field.kind == Kind::Text);
    let held = texts.filter(|field| !form.text(field.id).trim().is_empty());
    let held = held.filter(|field| !offers.iter().any(|offer| offer.field == field.id));
    let custom = form.custom_fields().rows().iter().filter(|row| !row.input.value().trim().is_empty());
    held.map(|field| field.label.to_owned()).chain(custom.map(|row| row.field.name.clone())).collect()
}

/// Takes the marked values into the form, and goes to the first field that still has to be filled in.
pub fn apply(model: &mut Model) {
    let Some(Overlay::PastePreview(preview)) = model.overlays.pop() else { return };
    let rules = model.settings.rules;
    let creates = model.describe_keys(Command::Create, Scope::Form);
    let Model { drafts: forms, lookups, notices, now, .. } = model;
    let Some(form) = forms.current_mut().filter(|f| f.id() == preview.form) else { return };
    let mut unknown = Vec::new();
    for offer in preview.suggestions.iter().filter(|o| o.selected) {
        if !fill(form, lookups, offer.field, &offer.finding) {
            unknown.push(offer.field.field().label);
        }
    }
    if !preview.suggestions.iter().any(|offer| offer.selected) {
        notices.hint(*now, "nothing was marked; the form is unchanged");
        return;
    }
    let blocking = form.request(rules).err();
    form.go(blocking.unwrap_or(Focus::Create));
    if !unknown.is_empty() {
        notices.hint(*now, format!("not among the choices here: {}", unknown.join(", ")));
    } else if blocking.is_none() {
        notices.hint(*now, format!("all required fields are filled in; {creates} creates"));
    }
}

/// Pastes the unchanged text into the field that had the focus.
pub fn insert_raw(model: &mut Model) {
    if let Some(Overlay::PastePreview(preview)) = model.overlays.pop() {
        paste_plain(model, &preview.raw);
    }
}

/// Fills in one value; false if it is not among the choices.
fn fill(form: &mut Form, lookups: &Lookups, field: FieldId, finding: &Finding) -> bool {
    let named = |name: &str| {
        let known = choices(form, lookups, field)?.value.as_deref()?;
        known.iter().find(|c| c.name.to_lowercase() == name.trim().to_lowercase()).cloned()
    };
    let value = match field.field().kind {
        Kind::Many => {
            let wanted: Vec<_> = finding.value.split("; ").collect();
            let found: Vec<_> = wanted.iter().filter_map(|name| named(name)).collect();
            let all = found.len() == wanted.len();
            form.choose(field, found);
            return all;
        }
        Kind::One => match named(&finding.value) {
            Some(choice) => FieldValue::One(Some(choice)),
            None => return false,
        },
        Kind::Priority => {
            let named = Priority::ALL.into_iter().find(|p| p.label() == finding.value);
            FieldValue::Priority(named.unwrap_or(form.priority()))
        }
        Kind::Toggle => FieldValue::Toggle(finding.value == "yes"),
        Kind::Text => FieldValue::Text(finding.value.clone()),
    };
    form.put(field, value);
    true
}

/// A paste while the form has the focus: one with values for several fields opens the preview.
pub fn paste(model: &mut Model, text: &str) {
    let filling = model.drafts.current().is_some_and(|f| f.picker().is_none());
    match of(model, text).filter(|_| filling) {
        Some(preview) => model.overlays.push(Overlay::PastePreview(Box::new(preview))),
        None => paste_plain(model, text),
    }
}

/// A paste of text for one field or filter.
pub fn paste_plain(model: &mut Model, text: &str) {
    let said = match model.drafts.current_mut().map(|form| form.paste(text)) {
        Some(Typed::Done) | None => return,
        Some(Typed::Full) => format!("a field holds {TYPED_MAX} characters; the paste was cut there"),
        Some(Typed::Nothing) => "a paste needs a text field; nothing was changed".to_owned(),
    };
    model.notices.hint(model.now, said);
}
