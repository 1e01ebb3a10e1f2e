//! Typing ahead: `a` pressed while the rows are still on their way. What follows is kept and goes
//! into the form when it opens, so that nobody waits and nothing runs as a command of the table.

use super::commands::{Command, Scope};
use super::effect::Effect;
use super::form::{After, Form};
use super::form_keys::{paste_plain, type_in_form};
use super::model::{Model, Pane};
use super::msg::Msg;
use super::overlay::Overlay;
use super::press::{Key, Press};
use super::resolve::{Meaning, meaning};
use super::run::{form_reason, open_form, run, step_field};
use crate::domain::subject::Subject;

/// Most keys kept; what comes after them is refused with a word.
const KEPT: usize = 2_000;

/// Keys and pastes that wait for the form.
#[derive(Debug, Clone, Default)]
pub struct TypeAhead {
    waiting: Vec<Msg>,
}

impl TypeAhead {
    /// The text among what waits.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for msg in &self.waiting {
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
    let typed = model.ahead.as_ref().map(TypeAhead::text).unwrap_or_default();
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

/// A key for the next user, while this one is being created: kept, unless it is a command. False: it is one.
pub fn keep_for_the_next(model: &mut Model, press: Press) -> bool {
    let kept = waits_for_the_next(model) && is_entry(meaning(model, press));
    if kept {
        push_for_the_next(model, Msg::Key(press));
    }
    kept
}

/// A paste for the next user, in the same way.
pub fn keep_paste_for_the_next(model: &mut Model, text: &str) -> bool {
    let kept = waits_for_the_next(model);
    if kept {
        push_for_the_next(model, Msg::Paste(text.to_owned()));
    }
    kept
}

fn waits_for_the_next(model: &Model) -> bool {
    let waits = model.forms.current().is_some_and(|form| form.is_for_the_next() && form.picker.is_none());
    waits && model.pane == Pane::Form && model.overlays.is_empty()
}

fn push_for_the_next(model: &mut Model, msg: Msg) {
    let next = model.next.get_or_insert_default();
    if next.waiting.len() < KEPT {
        next.waiting.push(msg);
        let said = format!("typed ahead, for the next user: {}", next.text());
        model.notices.hint(model.now, said);
    } else {
        model.notices.hint(model.now, "too much was typed ahead; wait for the next form");
    }
}

/// Text, and the way from field to field.
fn is_entry(meaning: Meaning) -> bool {
    let step = matches!(meaning, Meaning::Run(Command::NextField | Command::PreviousField | Command::FormEnter));
    step || meaning == Meaning::Type
}

/// The form is that of the next user: what was typed for them goes into its fields, whatever lies over it. Only
/// text does: nothing is picked or turned by somebody who did not see it.
pub fn begin_the_next(model: &mut Model) {
    let Some(next) = model.next.take() else { return };
    // Whoever types on goes on in this form.
    model.refused_at = None;
    let mut left = String::new();
    for msg in next.waiting {
        let is_input = model.forms.current_mut().is_some_and(|form| form.focused_input().is_some());
        match msg {
            Msg::Key(press) => match model.settings.keys.meaning(Scope::Form, &[], press) {
                Meaning::Run(Command::NextField | Command::FormEnter) => step_field(model, true),
                Meaning::Run(Command::PreviousField) => step_field(model, false),
                Meaning::Type if is_input => type_in_form(model, press),
                Meaning::Type => left.extend(press.typed()),
                Meaning::Run(_) | Meaning::Prefix | Meaning::Nothing => {}
            },
            Msg::Paste(text) if is_input && super::preview::of(model, &text).is_none() => paste_plain(model, &text),
            Msg::Paste(text) => left.push_str(&text),
            _ => {}
        }
    }
    if !left.trim().is_empty() {
        let said = format!("Typed ahead and not put into the form, because its field is no text: {left}");
        model.notices.info(model.now, said);
    }
}

/// After every message: whether the next user still comes.
pub fn follow(model: &mut Model) {
    let asked = matches!(
        model.overlays.last(),
        Some(Overlay::Confirm { question, .. }) if question.is_before(After::Next)
    );
    if !asked && !model.forms.current().is_some_and(Form::is_for_the_next) {
        lose_the_next(model);
    }
}

/// The form of the next user will not open: what was typed for it can be read in the messages.
pub fn lose_the_next(model: &mut Model) {
    let Some(next) = model.next.take() else { return };
    let typed = next.text();
    if !typed.trim().is_empty() {
        let said = format!("The form of the next user did not open. You had typed: {typed}");
        model.notices.aside(model.now, said);
    }
}

/// Ends it; what was typed can be read in the messages.
fn give_up(model: &mut Model, why: &str) {
    let typed = model.ahead.take().map(|a| a.text()).unwrap_or_default();
    let said = if typed.trim().is_empty() { format!("{why}.") } else { format!("{why}. You had typed: {typed}") };
    model.notices.info(model.now, said);
}
