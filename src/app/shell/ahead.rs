//! Typing ahead: `a` pressed while the rows are still on their way. What follows is kept and goes
//! into the form when it opens, so that nobody waits and nothing runs as a command of the table.

use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::form::edit::{paste, paste_plain, type_in_form};
use crate::app::keys::press::{Key, Press};
use crate::app::keys::table::{Command, Scope};
use crate::app::model::{Model, Pane};
use crate::app::screen::scope::{Meaning, meaning};
use crate::app::shell::run::{form_reason, open_form, step_field};
use crate::domain::form::subject::Subject;

/// Most keys kept; what comes after them is refused with a word.
pub(in crate::app) const KEPT: usize = 2_000;

/// Keys and pastes that wait for the form.
#[derive(Debug, Clone, Default)]
pub struct TypeAhead {
    waiting: Vec<Msg>,
}

/// The text among keys and pastes, as far as it can be told without the fields it is for.
#[must_use]
pub fn text_of(typed: &[Msg]) -> String {
    let mut text = String::new();
    // Where the field of the last letters begins: nothing before it is taken back.
    let mut field = 0;
    for msg in typed {
        match msg {
            Msg::Key(Press { key: Key::Tab | Key::Enter, .. }) => {
                text.push(' ');
                field = text.len();
            }
            Msg::Key(Press { key: Key::Backspace, .. }) if text.len() > field => drop(text.pop()),
            Msg::Key(press) => text.extend(press.typed()),
            Msg::Paste(pasted) => text.push_str(pasted),
            _ => {}
        }
    }
    text
}

/// Puts what was typed ahead into the fields of the form, whatever lies over it. Only text goes in: nothing is
/// picked, turned or sent by somebody who did not see it. What has no place can be read in the messages.
pub(in crate::app) fn put_into_form(model: &mut Model, typed: Vec<Msg>, out: &mut Vec<Effect>) {
    let mut left = String::new();
    let mut signature = None;
    for msg in typed {
        let is_input = model.forms.current_mut().is_some_and(|form| form.focused_input().is_some());
        match msg {
            Msg::Key(press) => match model.settings.keys.meaning(Scope::Form, &[], press) {
                Meaning::Run(Command::NextField | Command::FormEnter) => step_field(model, true),
                Meaning::Run(Command::PreviousField) => step_field(model, false),
                Meaning::Type if is_input => type_in_form(model, press),
                Meaning::Type => left.extend(press.typed()),
                Meaning::Run(Command::Create | Command::CreateNext) => model.create_ahead = true,
                Meaning::Run(_) | Meaning::Prefix | Meaning::Nothing => {}
            },
            Msg::Paste(text) if crate::app::form::paste_preview::of(model, &text).is_some() => {
                if let Some(former) = signature.replace(text) {
                    left.push_str(&former);
                }
            }
            Msg::Paste(text) if is_input => paste_plain(model, &text),
            Msg::Paste(text) => left.push_str(&text),
            _ => {}
        }
    }
    match signature {
        Some(text) if model.pane == Pane::Form && model.overlays.is_empty() => {
            paste(model, &text);
            // Hands that type on have not seen it.
            super::update::begin_reading(model, super::update::READING, out);
        }
        Some(text) => left.push_str(&text),
        None => {}
    }
    if !left.trim().is_empty() {
        let said = format!("Typed ahead for fields that take no text, and not used: {left}");
        model.notices.info(model.now, said);
    }
}

/// The rows that `a` is meant for are not here yet, but on their way.
#[must_use]
pub fn rows_are_coming(model: &Model) -> bool {
    let list = &model.companies;
    list.load.waiting.is_some() && (list.shown.is_none() || list.rows_are_of_another_search())
}

/// Begins to keep what is typed.
pub fn begin(model: &mut Model) {
    model.ahead = Some(TypeAhead::default());
    tell(model);
}

/// Keeps a key or paste; Esc and Ctrl-C end it.
pub fn keep(model: &mut Model, msg: Msg) {
    let ends = match &msg {
        Msg::Key(press) => matches!(meaning(model, *press), Meaning::Run(Command::Back | Command::Interrupt)),
        _ => false,
    };
    if ends {
        give_up(model, "No form was opened");
        return;
    }
    if let Some(ahead) = &mut model.ahead {
        if ahead.waiting.len() < KEPT {
            ahead.waiting.push(msg);
        } else {
            model.notices.hint(model.now, "too much was typed ahead; wait for the form");
            return;
        }
    }
    tell(model);
}

fn tell(model: &mut Model) {
    let typed = model.ahead.as_ref().map(|a| text_of(&a.waiting)).unwrap_or_default();
    let said = if typed.is_empty() {
        "the form opens when the company is here; type on, Esc leaves it".to_owned()
    } else {
        format!("the form opens when the company is here; typed ahead: {typed}")
    };
    model.notices.hint(model.now, said);
}

/// The answer is here: opens the form for what was looked for and types what waited, except that
/// nothing is created before the company's name was on the screen.
pub fn settle(model: &mut Model, out: &mut Vec<Effect>) {
    if model.ahead.is_none() || rows_are_coming(model) {
        return;
    }
    let rows = model.companies.rows().len();
    if model.companies.load.error.is_some() || rows == 0 {
        give_up(model, "No form was opened: there is no company to add to");
        return;
    }
    let Some(ahead) = model.ahead.take() else { return };
    let Some(company) = model.companies.selected().cloned() else { return };
    // A question would take what was typed for an answer: the reason is said beside it.
    let reason = form_reason(&company, &company.name);
    open_form(model, &company, Subject::TargetUser, out);
    let takes = model.forms.current().is_some_and(|form| !form.is_frozen() && form.is_blank());
    if takes {
        put_into_form(model, ahead.waiting, out);
    } else {
        // A draft is somebody already, and so is who is being created.
        let typed = text_of(&ahead.waiting);
        if !typed.trim().is_empty() {
            model
                .notices
                .info(model.now, format!("The form of {} holds a user already. You had typed: {typed}", company.name));
        }
        return;
    }
    let name = model.forms.current().map(|f| f.name.clone()).unwrap_or_default();
    let said = if let Some(reason) = reason {
        format!("{reason} The service may refuse it")
    } else if rows > 1 {
        format!("{rows} companies match, this is the first: {name}. Check it before you create")
    } else {
        format!("the form of {name} is open")
    };
    let create = model.say(Command::Create, Scope::Form);
    let early = if std::mem::take(&mut model.create_ahead) {
        format!(". NOT created yet: {create} was typed before the form was there, press it again")
    } else {
        String::new()
    };
    model.notices.hint(model.now, format!("{said}{early}"));
}

/// Ends it; what was typed can be read in the messages.
fn give_up(model: &mut Model, why: &str) {
    let typed = model.ahead.take().map(|a| text_of(&a.waiting)).unwrap_or_default();
    let said = if typed.trim().is_empty() { format!("{why}.") } else { format!("{why}. You had typed: {typed}") };
    model.notices.info(model.now, said);
}
