//! Typing ahead: `a` pressed while the rows are still on their way. What follows is kept and goes
//! into the form when it opens, so that nobody waits and nothing runs as a command of the table.

use super::commands::Command;
use super::effect::Effect;
use super::model::Model;
use super::msg::Msg;
use super::press::{Key, Press};
use super::resolve::{Meaning, meaning};
use super::run::{form_reason, open_form, run};
use crate::domain::subject::Subject;

/// Most keys kept; what comes after them is refused with a word.
const KEPT: usize = 2_000;

/// Keys and pastes that wait for the form.
#[derive(Debug, Clone, Default)]
pub struct TypeAhead {
    waiting: Vec<Msg>,
}

/// The text among keys and pastes, as far as it can be told without the fields it is for.
#[must_use]
pub fn text_of(typed: &[Msg]) -> String {
    let mut text = String::new();
    for msg in typed {
        match msg {
            Msg::Key(Press { key: Key::Tab | Key::Enter, .. }) => text.push(' '),
            Msg::Key(Press { key: Key::Backspace, .. }) => drop(text.pop()),
            Msg::Key(press) => text.extend(press.typed()),
            Msg::Paste(pasted) => text.push_str(pasted),
            _ => {}
        }
    }
    text
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
    let reason = form_reason(&company);
    open_form(model, &company, Subject::TargetUser, out);
    for msg in ahead.waiting {
        match msg {
            Msg::Key(press) => match meaning(model, press) {
                Meaning::Run(Command::Create | Command::CreateNext) => {}
                Meaning::Run(command) => run(model, command, out),
                Meaning::Type | Meaning::Prefix | Meaning::Nothing => super::update::typed(model, press, out),
            },
            Msg::Paste(text) => super::form_keys::paste(model, &text),
            _ => {}
        }
    }
    let name = model.forms.current().map(|f| f.name.clone()).unwrap_or_default();
    let said = if let Some(reason) = reason {
        format!("{reason} The service may refuse it")
    } else if rows > 1 {
        format!("{rows} companies match, this is the first: {name}. Check it before you create")
    } else {
        format!("adding to {name}")
    };
    model.notices.hint(model.now, said);
}

/// Ends it; what was typed can be read in the messages.
fn give_up(model: &mut Model, why: &str) {
    let typed = model.ahead.take().map(|a| text_of(&a.waiting)).unwrap_or_default();
    let said = if typed.trim().is_empty() { format!("{why}.") } else { format!("{why}. You had typed: {typed}") };
    model.notices.info(model.now, said);
}
