//! Typing on while a user is being created: what is typed after Ctrl-N is the next user's. It goes into the form of
//! the next one when that begins; when it does not, what is typed on is caught until the hands rest, and can be read
//! in the messages. None of it changes the user who is under way, or runs as a command.

use std::time::Duration;

use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::app::form::state::{After, Form, Save};
use crate::app::keys::press::Press;
use crate::app::keys::table::{Command, Scope};
use crate::app::model::{Model, Pane};
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::scope::{Meaning, meaning};
use crate::app::shell::ahead::{KEPT, put_into_form, text_of};
use crate::domain::form::subject::FormKey;

/// Without a key for so long, the hands rest.
const PAUSE: Duration = Duration::from_secs(1);

/// What is typed on.
#[derive(Debug, Clone)]
pub struct TypingOn {
    /// After whom: what is typed while this form is not the open one is no part of it.
    form: FormKey,
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

    /// No key has come, not even one that was taken back.
    fn is_untouched(&self) -> bool {
        self.next.is_empty() && self.beyond.as_ref().is_none_or(Vec::is_empty)
    }

    fn after(form: FormKey) -> Self {
        Self { form, next: Vec::new(), beyond: None, caught: None }
    }

    /// False: it is too much.
    fn push(&mut self, msg: Msg) -> bool {
        let list = self.beyond.as_mut().unwrap_or(&mut self.next);
        let fits = list.len() < KEPT;
        if fits {
            list.push(msg);
        }
        fits
    }
}

/// A key while somebody may be typing on. False: it means what it always means.
pub fn key(model: &mut Model, press: Press, out: &mut Vec<Effect>) -> bool {
    leave_another(model);
    let meant = meaning(model, press);
    let creates = matches!(meant, Meaning::Run(Command::Create | Command::CreateNext));
    let caught = model.typing_on.as_ref().is_some_and(|t| t.caught.is_some());
    if !here(model) || !(creates || is_entry(meant)) || !caught && !waits(model) {
        if caught {
            tell(model);
        }
        return false;
    }
    // Nothing was typed on yet, and this is no text: somebody corrects what was refused.
    if caught && press.typed().is_none() && model.typing_on.as_ref().is_some_and(TypingOn::is_untouched) {
        model.typing_on = None;
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
    leave_another(model);
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

/// Another form is open now.
fn leave_another(model: &mut Model) {
    let open = model.forms.current().map(Form::key);
    if model.typing_on.as_ref().is_some_and(|typing_on| open.as_ref() != Some(&typing_on.form)) {
        tell(model);
    }
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
    let Some(form) = model.forms.current().map(Form::key) else { return };
    let typing_on = model.typing_on.get_or_insert_with(|| TypingOn::after(form));
    if !typing_on.push(msg) {
        model.notices.hint(model.now, "too much was typed ahead; wait for the next form");
    } else if typing_on.beyond.is_some() {
        say_too_far(model);
    } else {
        let said = format!("typed ahead, for the next user: {}", text_of(&typing_on.next));
        model.notices.hint(model.now, said);
    }
}

fn say_too_far(model: &mut Model) {
    let create = model.say(Command::CreateNext, Scope::Form);
    let said = format!(
        "one user at a time: the next form opens as you filled it in, then {create} creates that one; what you type now can be read in the messages"
    );
    model.notices.hint(model.now, said);
}

/// Takes in what is typed where no form is waited for; the timer begins anew.
fn catch(model: &mut Model, msg: Option<Msg>, out: &mut Vec<Effect>) {
    let timer = timer_of(model, out);
    if let Some(typing_on) = model.typing_on.as_mut() {
        let _ = msg.is_some_and(|msg| typing_on.push(msg));
        if let Some((why, ticket)) = &mut typing_on.caught {
            *ticket = timer;
            let said = format!("{why}: what you type now goes into no form; it can be read in the messages");
            model.notices.hint(model.now, said);
        }
    }
}

fn timer_of(model: &mut Model, out: &mut Vec<Effect>) -> Ticket {
    let timer = model.tickets.draw();
    out.push(Effect::Timer(timer, PAUSE));
    timer
}

/// Ctrl-N did not create, perhaps under hands that are at the next user already.
pub fn refused(model: &mut Model, why: &'static str, out: &mut Vec<Effect>) {
    let Some(form) = model.forms.current().map(Form::key) else { return };
    let timer = timer_of(model, out);
    // It may have waited for something, with more typed meanwhile.
    let typing_on = model.typing_on.get_or_insert_with(|| TypingOn::after(form));
    typing_on.caught = Some((why, timer));
}

/// The form is that of the next user: what was typed for them goes into its fields, whatever lies over it. Only
/// text does: nothing is picked or turned by somebody who did not see it.
pub fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    leave_another(model);
    let Some(typing_on) = model.typing_on.take() else { return };
    // Whoever types on goes on in this form.
    model.refused_at = None;
    put_into_form(model, typing_on.next, out);
    if let Some(beyond) = typing_on.beyond {
        let timer = timer_of(model, out);
        let caught = Some(("this is the next user, NOT created yet", timer));
        model.typing_on = Some(TypingOn { form: typing_on.form, next: beyond, beyond: None, caught });
    }
}

/// After every message: whether the next user still comes.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    leave_another(model);
    if model.typing_on.as_ref().is_none_or(|t| t.caught.is_some()) || waits(model) {
        return;
    }
    if let Some(Overlay::Confirm { question, .. }) = model.overlays.last()
        && question.is_before(After::Next)
    {
        return;
    }
    if here(model) {
        let unknown = model.forms.current().is_some_and(|form| matches!(form.save, Save::Unknown { .. }));
        let why = if unknown {
            "it is not known whether the user before was created"
        } else {
            "the user before was NOT created"
        };
        refused(model, why, out);
    } else {
        tell(model);
    }
}

/// The hands rest.
pub fn timer(model: &mut Model, ticket: Ticket) {
    let Some(typing_on) = &model.typing_on else { return };
    if typing_on.caught.is_some_and(|(_, timer)| timer == ticket) {
        if !typing_on.is_untouched() {
            // What was said of it is not true any more.
            model.notices.key_pressed();
        }
        tell(model);
    }
}

/// What was typed while a question was open, which has been answered: it goes on waiting for the next form.
pub fn resume(model: &mut Model, typed: Vec<Msg>) -> Option<Vec<Msg>> {
    let form = model.forms.current().filter(|form| form.is_for_the_next()).map(Form::key);
    let Some(form) = form else { return Some(typed) };
    let typing_on = model.typing_on.get_or_insert_with(|| TypingOn::after(form));
    for msg in typed {
        typing_on.push(msg);
    }
    None
}

/// Nothing more is caught; what was can be read in the messages.
pub fn tell(model: &mut Model) {
    let Some(typing_on) = model.typing_on.take() else { return };
    let typed = typing_on.text();
    if !typed.trim().is_empty() {
        let said = format!("What you typed ahead is in no form. You had typed: {typed}");
        model.notices.aside(model.now, said);
    }
}
