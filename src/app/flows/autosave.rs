//! Autosave of drafts and queued changes.

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::remote::Ticket;
use crate::app::form::autosave::{DraftAutosave, QueuedDrafts};
use crate::app::form::drafts::Drafts;
use crate::app::model::Model;
use crate::cx;

/// After every message.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    with_drafts(model, out, DraftAutosave::follow);
}

/// The timer expired.
pub fn timer(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    with_drafts(model, out, |autosave, drafts, queued, cx| autosave.timer(ticket, drafts, queued, cx));
}

/// Saves whatever is not on disk yet, because the program ends.
#[must_use]
pub fn flush(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    with_drafts(model, &mut out, DraftAutosave::save);
    out
}

fn with_drafts(
    model: &mut Model,
    out: &mut Vec<Effect>,
    act: impl FnOnce(&mut DraftAutosave, &Drafts, &QueuedDrafts<'_>, &mut Context<'_>),
) {
    let Model { drafts, changes, autosave, .. } = model;
    let stages: Vec<_> = changes.draft_stages().collect();
    act(autosave, drafts, &QueuedDrafts { stages: &stages, draft: &|id| changes.draft(id) }, cx!(model, out));
}
