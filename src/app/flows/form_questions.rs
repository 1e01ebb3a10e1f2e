//! Questions about the open form, asked on a key of the person.

use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};

/// Asks before a draft is discarded, or a write is marked by hand.
pub fn ask(model: &mut Model, command: Command) {
    let Some(form) = model.drafts.current() else { return };
    let (form, write) = (form.id(), form.uncertain_write().cloned());
    let question = match (command, write) {
        (Command::Discard, _) => Confirmation::Discard(form),
        (_, Some(write)) => Confirmation::MarkNotCreated { form, write },
        (_, None) => return,
    };
    model.overlays.push(Overlay::confirm(question));
}
