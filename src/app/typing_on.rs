//! Typing on while a user is being created: what is typed after Ctrl-N is the next user's. It goes into the form of
//! the next one when that begins; when it does not, what is typed on is caught until the hands rest, and can be read
//! in the messages. None of it changes the user who is under way, or runs as a command.

use std::time::Duration;

use super::ahead::text_of;
use super::commands::{Command, Scope};
use super::effect::Effect;
use super::form::{After, Form};
use super::form_keys::{paste, paste_plain, type_in_form};
use super::model::{Model, Pane};
use super::msg::Msg;
use super::overlay::Overlay;
use super::press::Press;
use super::remote::Ticket;
use super::resolve::{Meaning, meaning};
use super::run::step_field;

/// Most keys kept; what comes after them is refused with a word.
const KEPT: usize = 2_000;
/// Without a key for so long, the hands rest.
const PAUSE: Duration = Duration::from_secs(1);

/// What is typed on.
#[derive(Debug, Clone, Default)]
pub struct TypingOn {
    /// For the next user.
    next: Vec<Msg>,
    /// For the one after: the next one was to be created, too, before their form was there.
    beyond: Option<Vec<Msg>>,
    /// No form is waited for: why, and the timer that runs out when the hands rest.
    caught: Option<(&'static str, Ticket)>,
}

impl TypingOn {
    /// The text of all of it.
    #[must_use]
    pub fn text(&self) -> String {
        let beyond = self.beyond.as_deref().map(text_of).filter(|text| !text.trim().is_empty());
        std::iter::once(text_of(&self.next)).chain(beyond).collect::<Vec<_>>().join(" | ")
    }

    fn push(&mut self, msg: Msg) {
        let list = self.beyond.as_mut().unwrap_or(&mut self.next);
        if list.len() < KEPT {
            list.push(msg);
        }
    }
}

/// A key while somebody may be typing on. False: it means what it always means.
pub fn key(model: &mut Model, press: Press, out: &mut Vec<Effect>) -> bool {
    let meant = meaning(model, press);
    let creates = matches!(meant, Meaning::Run(Command::Create | Command::CreateNext));
    let caught = model.typing_on.as_ref().is_some_and(|t| t.caught.is_some());
    if !here(model) || !(creates || is_entry(meant)) || !caught && !waits(model) {
        if caught {
            tell(model);
        }
        return false;
    }
    if caught {
        catch(model, (!creates).then_some(Msg::Key(press)), out);
        return true;
    }
    if !creates {
        keep(model, Msg::Key(press));
        return true;
    }
    // A second one before anything was typed is impatience.
    let Some(typing_on) = model.typing_on.as_mut().filter(|t| !text_of(&t.next).trim().is_empty()) else {
        return false;
    };
    typing_on.beyond.get_or_insert_default();
    say_too_far(model);
    true
}

/// A paste, in the same way.
pub fn pasted(model: &mut Model, text: &str, out: &mut Vec<Effect>) -> bool {
    let caught = model.typing_on.as_ref().is_some_and(|t| t.caught.is_some());
    if !here(model) || !caught && !waits(model) {
        return false;
    }
    let msg = Msg::Paste(text.to_owned());
    if caught {
        catch(model, Some(msg), out);
    } else {
        keep(model, msg);
    }
    true
}

/// The form has the keys.
fn here(model: &Model) -> bool {
    let form = model.forms.current().is_some_and(|form| form.picker.is_none());
    form && model.pane == Pane::Form && model.overlays.is_empty()
}

fn waits(model: &Model) -> bool {
    model.forms.current().is_some_and(Form::is_for_the_next)
}

/// Text, and the way from field to field.
fn is_entry(meaning: Meaning) -> bool {
    let step = matches!(meaning, Meaning::Run(Command::NextField | Command::PreviousField | Command::FormEnter));
    step || meaning == Meaning::Type
}

fn keep(model: &mut Model, msg: Msg) {
    let typing_on = model.typing_on.get_or_insert_default();
    typing_on.push(msg);
    if typing_on.beyond.is_some() {
        say_too_far(model);
    } else {
        let said = format!("typed ahead, for the next user: {}", text_of(&typing_on.next));
        model.notices.hint(model.now, said);
    }
}

fn say_too_far(model: &mut Model) {
    let create = model.say(Command::CreateNext, Scope::Form);
    let said = format!(
        "one user at a time: the next form opens as you filled it in, then {create} creates that one; what you type on can be read in the messages"
    );
    model.notices.hint(model.now, said);
}

/// Takes in what is typed where no form is waited for; the timer begins anew.
fn catch(model: &mut Model, msg: Option<Msg>, out: &mut Vec<Effect>) {
    let timer = timer_of(model, out);
    if let Some(typing_on) = model.typing_on.as_mut() {
        if let Some(msg) = msg {
            typing_on.push(msg);
        }
        if let Some((why, ticket)) = &mut typing_on.caught {
            *ticket = timer;
            let said = format!("{why}: what you type on is put into no form; it can be read in the messages");
            model.notices.hint(model.now, said);
        }
    }
}

fn timer_of(model: &mut Model, out: &mut Vec<Effect>) -> Ticket {
    let timer = model.tickets.draw();
    out.push(Effect::Timer(timer, PAUSE));
    timer
}

/// Ctrl-N was refused by the form itself, perhaps under hands that are at the next user already.
pub fn refused(model: &mut Model, out: &mut Vec<Effect>) {
    let timer = timer_of(model, out);
    let why = "NOT created, some fields need you";
    model.typing_on = Some(TypingOn { caught: Some((why, timer)), ..TypingOn::default() });
}

/// The form is that of the next user: what was typed for them goes into its fields, whatever lies over it. Only
/// text does: nothing is picked or turned by somebody who did not see it.
pub fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(typing_on) = model.typing_on.take() else { return };
    // Whoever types on goes on in this form.
    model.refused_at = None;
    let mut left = String::new();
    let mut signature = None;
    for msg in typing_on.next {
        let is_input = model.forms.current_mut().is_some_and(|form| form.focused_input().is_some());
        match msg {
            Msg::Key(press) => match model.settings.keys.meaning(Scope::Form, &[], press) {
                Meaning::Run(Command::NextField | Command::FormEnter) => step_field(model, true),
                Meaning::Run(Command::PreviousField) => step_field(model, false),
                Meaning::Type if is_input => type_in_form(model, press),
                Meaning::Type => left.extend(press.typed()),
                Meaning::Run(_) | Meaning::Prefix | Meaning::Nothing => {}
            },
            Msg::Paste(text) if super::preview::of(model, &text).is_some() => signature = Some(text),
            Msg::Paste(text) if is_input => paste_plain(model, &text),
            Msg::Paste(text) => left.push_str(&text),
            _ => {}
        }
    }
    match signature {
        Some(text) if here(model) => paste(model, &text),
        Some(text) => left.push_str(&text),
        None => {}
    }
    if !left.trim().is_empty() {
        let said = format!("Typed ahead and put into no field, because they take no text: {left}");
        model.notices.info(model.now, said);
    }
    if let Some(beyond) = typing_on.beyond {
        let timer = timer_of(model, out);
        let caught = Some(("this is the next user, NOT created yet", timer));
        model.typing_on = Some(TypingOn { next: beyond, beyond: None, caught });
    }
}

/// After every message: whether the next user still comes.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if model.typing_on.as_ref().is_none_or(|t| t.caught.is_some()) || waits(model) {
        return;
    }
    if let Some(Overlay::Confirm { question, .. }) = model.overlays.last()
        && question.is_before(After::Next)
    {
        return;
    }
    if here(model) {
        let timer = timer_of(model, out);
        if let Some(typing_on) = &mut model.typing_on {
            typing_on.caught = Some(("the user before was NOT created", timer));
        }
    } else {
        tell(model);
    }
}

/// The hands rest.
pub fn timer(model: &mut Model, ticket: Ticket) {
    if model.typing_on.as_ref().is_some_and(|t| t.caught.is_some_and(|(_, timer)| timer == ticket)) {
        tell(model);
    }
}

/// Nothing more is caught; what was can be read in the messages.
pub fn tell(model: &mut Model) {
    let Some(typing_on) = model.typing_on.take() else { return };
    let typed = typing_on.text();
    if !typed.trim().is_empty() {
        let said = format!("What was typed for the next user was put into no form. You had typed: {typed}");
        model.notices.aside(model.now, said);
    }
}
