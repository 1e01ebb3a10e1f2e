//! Aliases and notes: written in a box of their own, saved as they are typed, and brought together with what another
//! program has written.

use std::sync::Arc;

use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::flows::panes::target_company;
use crate::app::keys::command::NoteAct;
use crate::app::keys::press::{Key, KeyPress};
use crate::app::model::Model;
use crate::app::overlays::note_prompt::{NoteField, NotePrompt};
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::note_layout;
use crate::cx;
use crate::domain::company::by_name::named;
use crate::domain::company::summary::Company;
use crate::domain::desk::note::DeskNote;
use crate::domain::desk::notes::{DeskNotes, LoadedNotes};
use crate::domain::list::company_index::CompanyIndex;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;

/// Runs a command about notes.
pub(in crate::app) fn run(model: &mut Model, act: NoteAct) {
    match act {
        NoteAct::Open => open(model),
        NoteAct::Save => {
            if let Some(Overlay::Note(prompt)) = model.overlays.last() {
                let said = format!("aliases and note of {} are kept on this machine", prompt.name);
                model.overlays.pop();
                model.notices.hint(model.now, said);
            }
        }
    }
}

fn open(model: &mut Model) {
    let Some(company) = target_company(model) else { return };
    let (id, name) = (company.id.clone(), company.name.clone());
    let notes = model.companies.notes();
    let shared = notes.shared_of(&id, &name);
    let prompt = NotePrompt::new(id.clone(), name, &notes.own(&id), shared);
    model.overlays.push(Overlay::Note(Box::new(prompt)));
    model.companies.history.mark_visited();
}

/// The companies that are called so where an alias is written: the one with this ID, or those with this name.
pub(in crate::app) fn called(index: &CompanyIndex, id: &CompanyId) -> Vec<Arc<Company>> {
    match index.get(id) {
        Some(company) => vec![Arc::clone(company)],
        None => named(index.companies().cloned(), id.as_str()).whole,
    }
}

fn prompt(model: &mut Model) -> Option<&mut NotePrompt> {
    model.overlays.last_mut().and_then(Overlay::note_mut)
}

/// A key in the box.
pub(in crate::app) fn typed(model: &mut Model, press: KeyPress) {
    let cells = note_layout::areas(model).map_or(1, |areas| areas.cells());
    let told = prompt(model).map(|prompt| prompt.press(press, cells));
    if let Some(Err(why)) = told {
        model.notices.hint(model.now, why);
    }
}

/// A paste into the box.
pub(in crate::app) fn paste(model: &mut Model, text: &str) {
    let told = prompt(model).map(|prompt| prompt.paste(text));
    if let Some(Err(why)) = told {
        // Until a key is pressed: the paste is still on the clipboard.
        model.notices.hint(model.now, why);
    }
}

/// Goes to the other input of the box; false if it is not open.
pub(in crate::app) fn step(model: &mut Model) -> bool {
    prompt(model).map(NotePrompt::step).is_some()
}

/// A click on the box; false if it is not open.
pub(in crate::app) fn click(model: &mut Model, x: u16, y: u16) -> bool {
    let Some(areas) = note_layout::areas(model) else { return false };
    let cells = areas.cells();
    let top = areas.top;
    let Some(prompt) = prompt(model) else { return false };
    if areas.aliases.contains(x, y) {
        let is_focused = prompt.field == NoteField::Aliases;
        let scroll = if is_focused { prompt.aliases.visual_scroll(usize::from(areas.aliases.width)) } else { 0 };
        prompt.click_aliases(usize::from(x - areas.aliases.x) + scroll);
    } else if areas.text.contains(x, y) {
        prompt.click((top + usize::from(y - areas.text.y), usize::from(x - areas.text.x)), cells);
    }
    true
}

/// The wheel moves the cursor of the note.
pub(in crate::app) fn scroll(model: &mut Model, by: isize) {
    let cells = note_layout::areas(model).map_or(1, |areas| areas.cells());
    let key = KeyPress::plain(if by < 0 { Key::Up } else { Key::Down });
    if let Some(prompt) = prompt(model).filter(|prompt| prompt.field == NoteField::Text) {
        for _ in 0..by.unsigned_abs() {
            prompt.text.press(key, cells);
        }
    }
}

/// After every message: what is typed is part of the list, and is saved soon.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let open =
        model.overlays.iter().find_map(|overlay| if let Overlay::Note(prompt) = overlay { Some(prompt) } else { None });
    if let Some(prompt) = open {
        let (id, note) = (prompt.company.clone(), prompt.note());
        let before = model.companies.notes().own(&id);
        if note != before {
            model.companies.put_note(&id, note.clone());
            model.note_saves.change(&id, before, note);
        }
    }
    let Model { note_saves, .. } = model;
    note_saves.follow(cx!(model, out));
}

/// Saves whatever is not on disk yet, because the program ends.
#[must_use]
pub fn flush(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    follow(model, &mut out);
    let ticket = model.tickets.issue(Owner::Notes);
    model.note_saves.unsaved().map(|order| Effect::SaveNote(ticket, Box::new(order.clone()))).collect()
}

/// A note was written, or could not be.
pub(in crate::app) fn saved(model: &mut Model, ticket: Ticket, ended: Result<DeskNote, Failure>) {
    match ended {
        Err(failure) => {
            if model.note_saves.failed(ticket) {
                model.notices.failure(model.now, &failure);
            }
        }
        Ok(stored) => {
            let Some(saved) = model.note_saves.saved(ticket, stored) else { return };
            if saved.works_again {
                model.notices.info(model.now, "Aliases and notes are saved again");
            }
            if saved.stored != saved.sent {
                let name = name_of(model, &saved.company);
                let said = format!("Another program has written about {name} meanwhile: both are kept");
                model.notices.info(model.now, said);
                take(model, &saved.company, &saved.sent, &saved.stored);
            }
        }
    }
}

fn name_of(model: &Model, id: &CompanyId) -> String {
    model.companies.row_of(id).map_or_else(|| id.to_string(), |company| company.name.clone())
}

/// `stored` stands on disk, where `base` stood before: both that and what is written here.
fn take(model: &mut Model, id: &CompanyId, base: &DeskNote, stored: &DeskNote) {
    let note = DeskNote::merged(base, &model.companies.notes().own(id), stored);
    model.note_saves.taken(id, stored, &note);
    model.companies.put_note(id, note.clone());
    for overlay in &mut model.overlays {
        if let Some(prompt) = overlay.note_mut().filter(|prompt| prompt.company == *id) {
            prompt.take(&note);
        }
    }
}

/// Reads what the desk has written: other programs and the team may have written since.
pub(in crate::app) fn load(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.tickets.issue(Owner::Notes);
    model.notes_load = Some(ticket);
    out.push(Effect::LoadNotes(ticket));
}

/// What the desk has written was read. What is not on disk yet is not replaced: it is when it is saved.
pub(in crate::app) fn loaded(model: &mut Model, ticket: Ticket, loaded: LoadedNotes) {
    if model.notes_load.take_if(|mine| *mine == ticket).is_none() {
        return;
    }
    let notes = model.companies.notes();
    let mut own = loaded.own.unwrap_or_else(|| notes.all_own().clone());
    for (id, note) in notes.all_own() {
        if model.note_saves.has(id) {
            own.insert(id.clone(), note.clone());
        }
    }
    own.retain(|id, _| !model.note_saves.has(id) || notes.all_own().contains_key(id));
    let shared = loaded.shared.unwrap_or_else(|| notes.shared().to_vec());
    let notes = DeskNotes::new(own, shared);
    for overlay in &mut model.overlays {
        if let Some(prompt) = overlay.note_mut() {
            prompt.shared = notes.shared_of(&prompt.company, &prompt.name);
            let note = notes.own(&prompt.company);
            prompt.take(&note);
        }
    }
    model.companies.set_notes(notes);
    for problem in loaded.problems {
        model.notices.error(model.now, problem);
    }
}
