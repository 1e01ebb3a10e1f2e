//! The aliases and notes on the disk of a walk, which another program writes as well.

use std::collections::BTreeMap;

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::desk::note::DeskNote;
use keepnet_tui::domain::desk::notes::LoadedNotes;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;

use super::{Story, failure};

/// By company.
#[derive(Debug, Clone, Default)]
pub struct NoteDisk(BTreeMap<CompanyId, DeskNote>);

/// What is written, by company, and the box that is open.
pub struct Written {
    own: BTreeMap<CompanyId, DeskNote>,
    open: Option<(CompanyId, DeskNote)>,
}

/// What is written now.
pub fn written(model: &Model) -> Written {
    let open = model.overlays.iter().find_map(|overlay| match overlay {
        Overlay::Note(prompt) => Some((prompt.company.clone(), prompt.note())),
        _ => None,
    });
    Written { own: model.companies.notes().all_own().clone(), open }
}

/// Everything of the first is in the second.
fn is_in(note: &DeskNote, other: &DeskNote) -> bool {
    other.text.contains(&note.text) && note.aliases.iter().all(|alias| other.aliases.contains(alias))
}

impl NoteDisk {
    /// Another program writes about a company.
    pub fn another_writes(&mut self, company: &CompanyId, n: usize) {
        let note = self.0.entry(company.clone()).or_default();
        *note = DeskNote::new(note.aliases.iter().map(String::as_str), &format!("{}\nother {n}", note.text));
    }

    /// What is asked for, in order, if the disk takes it.
    pub fn keep(&mut self, story: &mut Story, takes: bool) {
        let wanted =
            story.take(|e| if let Effect::SaveNote(t, order) = e { Some((*t, (**order).clone())) } else { None });
        for (ticket, order) in wanted {
            let there = self.0.get(&order.company).cloned().unwrap_or_default();
            let note = DeskNote::merged(&order.base, &order.note, &there);
            let ended = if takes { Ok(note.clone()) } else { Err(failure(Applied::No, Remedy::Nothing)) };
            if takes {
                self.0.insert(order.company, note);
            }
            story.send(Msg::NoteSaved(ticket, ended));
        }
    }

    /// What is read of the disk.
    pub fn read(&self, ticket: Ticket) -> Msg {
        let own = self.0.iter().filter(|(_, note)| !note.is_empty()).map(|(id, note)| (id.clone(), note.clone()));
        Msg::Notes(ticket, Box::new(LoadedNotes { own: Some(own.collect()), ..LoadedNotes::default() }))
    }

    /// What was written vanishes only by the person's own editing, in the open box.
    pub fn check(before: &Written, model: &Model, by_hand: bool) -> Result<(), String> {
        let after = written(model);
        if let Some((id, note)) = &after.open
            && after.own.get(id).cloned().unwrap_or_default() != *note
        {
            return Err(format!("{note:?} is typed, and {:?} is known", after.own.get(id)));
        }
        for (id, note) in &before.own {
            let is_edited = by_hand && after.open.as_ref().is_some_and(|(open, _)| open == id);
            let now = after.own.get(id).cloned().unwrap_or_default();
            if !is_edited && !is_in(note, &now) {
                return Err(format!("the note {note:?} became {now:?}"));
            }
        }
        match (&before.open, &after.open) {
            (Some((id, note)), None) if !is_in(note, &after.own.get(id).cloned().unwrap_or_default()) => {
                Err(format!("closed with {note:?}, and {:?} is left", after.own.get(id)))
            }
            _ => Ok(()),
        }
    }

    /// Everything that is written is on disk.
    pub fn check_end(&self, model: &Model) -> Result<(), String> {
        for (id, note) in model.companies.notes().all_own() {
            let there = self.0.get(id).cloned().unwrap_or_default();
            if !is_in(note, &there) {
                return Err(format!("{note:?} is written, {there:?} on disk"));
            }
        }
        if model.note_saves.is_empty() { Ok(()) } else { Err("notes are still being saved".to_owned()) }
    }
}
