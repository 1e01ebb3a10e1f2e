//! `a` before its row is loaded: keys typed meanwhile are held and go into the form when it opens.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::start_at::Start;
use crate::app::flows::open_form::open_form;
use crate::app::flows::paste_preview::{paste, paste_plain};
use crate::app::flows::submit::AfterCreate;
use crate::app::flows::typing::{step_field, type_in_form};
use crate::app::flows::{panes, paste_preview, submit};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::hold::{Held, Hold};
use crate::app::keys::keymap::Resolution;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::scope::resolve;
use crate::domain::form::subject::Subject;

const THE_FORM: &str = "the form opens when the company is loaded";
const TYPE_ON: &str = "; type on, Esc cancels";

/// The rows that `a` refers to are still loading.
#[must_use]
pub fn rows_are_coming(model: &Model) -> bool {
    let list = &model.companies;
    list.load.waiting.is_some() && (list.shown.is_none() || list.rows_are_of_another_search())
}

/// Opens the form of the selected company as soon as its row is loaded.
pub fn add_user(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let subject = if command == Command::AddSystemUser { Subject::SystemUser } else { Subject::TargetUser };
    if subject == Subject::TargetUser && model.pane == Pane::Table && rows_are_coming(model) {
        begin(model);
        return;
    }
    if let Some(company) = panes::target_company(model).cloned() {
        open_form(model, &company, subject, out);
    }
}

/// Starts to hold keys.
pub fn begin(model: &mut Model) {
    model.hold = Some(Hold::default());
    model.notices.hint(model.now, format!("{THE_FORM}{TYPE_ON}"));
}

/// Holds a key; Esc and Ctrl-C cancel.
pub fn key(model: &mut Model, press: KeyPress) {
    if matches!(resolve(model, press), Resolution::Run(Command::Back | Command::Interrupt)) {
        match model.start.take() {
            Some(start) => abandon(model, &format!("{} was not opened", start.place())),
            None => abandon(model, "No form was opened"),
        }
        return;
    }
    let held = model.hold.as_mut().is_none_or(|hold| hold.key(press));
    show_unless_full(model, held);
}

/// Holds a paste.
pub fn pasted(model: &mut Model, text: &str) {
    let held = model.hold.as_mut().is_none_or(|hold| hold.paste(text));
    show_unless_full(model, held);
}

fn show_unless_full(model: &mut Model, held: bool) {
    if held {
        show(model);
    } else {
        model.notices.hint(model.now, "no more can be typed ahead; wait for the form");
    }
}

/// Says what is waited for, and what was typed ahead.
pub fn show(model: &mut Model) {
    let typed = model.hold.as_ref().map(Hold::text).unwrap_or_default();
    let what = match &model.start {
        Some(start) => format!("{} opens when it is loaded", start.place()),
        None => THE_FORM.to_owned(),
    };
    let said = if typed.is_empty() { format!("{what}{TYPE_ON}") } else { format!("{what}; typed ahead: {typed}") };
    model.notices.hint(model.now, said);
}

/// After every message: once the rows are loaded, opens the form of the first and types the held keys into it.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if model.hold.is_none() || rows_are_coming(model) || model.start.as_ref().is_some_and(Start::holds_keys) {
        return;
    }
    let matches = model.companies.rows().len();
    if let Some(failure) = &model.companies.load.error {
        let why = format!("No form was opened: {}", failure.why.trim_end_matches('.'));
        abandon(model, &why);
        return;
    }
    if matches == 0 {
        abandon(model, "No form was opened: there is no company to add to");
        return;
    }
    let Some(company) = model.companies.selected().cloned() else { return };
    if company.id.is_missing() {
        abandon(model, "No form was opened: the service gives this company no ID");
        return;
    }
    let Some(hold) = model.hold.take() else { return };
    open_form(model, &company, Subject::TargetUser, out);
    if !model.drafts.current().is_some_and(Form::is_blank) {
        // A draft is for somebody else.
        let typed = hold.text().trim();
        if !typed.is_empty() {
            let said = format!("There is already a draft for {}. You had typed: {typed}", company.name);
            model.notices.info(model.now, said);
        }
        return;
    }
    if let Some(form) = model.drafts.current_mut() {
        form.is_first_of(matches);
    }
    model.notices.hint(model.now, format!("the form of {} is open", company.name));
    replay(model, hold.release(), out);
}

/// Types the held keys. Only text and field movement count: no choice is made blindly. What does not fit
/// is kept in the messages.
pub fn replay(model: &mut Model, held: Vec<Held>, out: &mut Vec<Effect>) {
    let mut left = String::new();
    let mut signature = None;
    for held in held {
        let is_form = model.pane == Pane::Form && model.drafts.current().is_some();
        let is_input = is_form && model.drafts.current_mut().is_some_and(|form| form.focused_input().is_some());
        match held {
            Held::Key(press) => match model.settings.keys.resolve(Scope::Form, &[], press) {
                Resolution::Run(Command::NextField | Command::FormEnter) if is_form => step_field(model, true),
                Resolution::Run(Command::PreviousField) if is_form => step_field(model, false),
                Resolution::Type if is_input => type_in_form(model, press),
                Resolution::Type => left.extend(press.typed()),
                Resolution::Run(Command::Create) if is_form => submit::submit(model, AfterCreate::Close, out),
                Resolution::Run(Command::CreateNext) if is_form => submit::submit(model, AfterCreate::Next, out),
                Resolution::Run(_) | Resolution::Prefix | Resolution::Nothing => {}
            },
            Held::Paste(text) if is_form && paste_preview::of(model, &text).is_some() => {
                if let Some(former) = signature.replace(text) {
                    left.push_str(&former);
                }
            }
            Held::Paste(text) if is_input => paste_plain(model, &text),
            Held::Paste(text) => left.push_str(&text),
        }
    }
    match signature {
        Some(text) if model.pane == Pane::Form && model.overlays.is_empty() => paste(model, &text),
        Some(text) => left.push_str(&text),
        None => {}
    }
    if !left.trim().is_empty() {
        model.notices.info(model.now, format!("Typed ahead but not used: {left}"));
    }
}

/// Cancels; what was typed is kept in the messages.
fn abandon(model: &mut Model, why: &str) {
    let typed = model.hold.take().map(|hold| hold.text().trim().to_owned()).unwrap_or_default();
    let said = if typed.is_empty() { format!("{why}.") } else { format!("{why}. You had typed: {typed}") };
    model.notices.info(model.now, said);
}
