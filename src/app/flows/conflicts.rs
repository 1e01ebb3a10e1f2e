//! Updates whose fields somebody else has changed meanwhile: the person decides whose values stay.

use crate::app::core::notices::Topic;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::domain::change::update::Conflict;
use crate::domain::change::write::{Intent, WriteId, WriteKind};
use crate::domain::form::draft::DraftId;
use crate::domain::text::count;

/// An update of an earlier run is still to be decided.
pub fn restored(model: &mut Model, intent: Intent, draft: DraftId, found: &[Conflict]) {
    let id = intent.id.clone();
    model.changes.enqueue_change(intent, draft, model.now);
    model.changes.conflicts_with(&id, found);
}

/// Asks about the oldest. False if there is none.
pub fn ask_next(model: &mut Model) -> bool {
    let oldest = model.changes.conflicts().map(|change| change.intent.id.clone()).next();
    let Some(id) = oldest else { return false };
    ask(model, id);
    true
}

/// Asks about this one.
pub fn ask(model: &mut Model, id: WriteId) {
    if let Some(draft) = model.changes.get(&id).and_then(|change| change.draft) {
        model.notices.resolve(&Topic::NeedsYou(draft));
    }
    model.overlays.push(Overlay::confirm(Confirmation::Conflict(id)));
}

/// Yes puts the own values, No keeps theirs; fields that nobody else has changed are sent in both cases.
pub fn decide(model: &mut Model, id: &WriteId, mine: bool) {
    let Some((change, found)) = model.changes.conflict(id) else { return };
    let (intent, found) = (change.intent.clone(), found.to_vec());
    let WriteKind::Update(update) = &intent.kind else { return };
    if mine && let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    let update = if mine { Some(update.put_over(&found)) } else { update.without(&found) };
    model.changes.finish(id);
    model.created_users.finished.undo_failed(id);
    let whom = format!("{} in {}", intent.user_label(), intent.company_name);
    let said = match &update {
        Some(_) if mine => format!("Your values for {whom} are on the way"),
        Some(update) => {
            let n = count(u64::try_from(update.changes.len()).unwrap_or(u64::MAX), "other field", "other fields");
            format!("{whom}: theirs stay; {n} on the way")
        }
        None => format!("{whom} stays as it is"),
    };
    match update {
        Some(update) => {
            let intent =
                Intent { id: model.changes.next_id(), kind: WriteKind::Update(update), at: model.now.utc, ..intent };
            let draft = model.drafts.next_id();
            model.changes.enqueue_change(intent, draft, model.now);
        }
        None => model.created_users.add_not_applied(intent, model.now.utc),
    }
    model.notices.info(model.now, said);
}
