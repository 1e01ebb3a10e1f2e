//! Changes of other runs and programs: read from the journal and reported.

use jiff::Timestamp;

use crate::app::changes::created_users::{CreatedUser, UndoState};
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::flows::outcome;
use crate::app::import::state::Import;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::cx;
use crate::domain::change::write::{Intent, JournalOutcome, WriteKind};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::ids::UserId;

/// Takes the creates of earlier runs and other programs from the journal, with their outcome.
pub fn merge_history(model: &mut Model, ended: Vec<(Intent, JournalOutcome, Timestamp)>) {
    let deleted: Vec<UserId> = ended
        .iter()
        .filter_map(|(intent, outcome, _)| match (&intent.kind, outcome) {
            (WriteKind::Delete(user), JournalOutcome::Deleted) => Some(user.clone()),
            _ => None,
        })
        .collect();
    // The row of a user who was created here tells that it was deleted.
    let created: Vec<UserId> = ended
        .iter()
        .filter_map(|(_, outcome, _)| {
            let found = if let JournalOutcome::Found(found) = outcome { Some(&found.id) } else { None };
            if let JournalOutcome::Created(user) = outcome { Some(user) } else { found }.cloned()
        })
        .chain(model.created_users.all().map(|job| job.user.clone()))
        .collect();
    for (intent, outcome, at) in ended {
        let then = model.now.earlier(at);
        let (user, found) = match (&intent.kind, outcome) {
            (WriteKind::Create, JournalOutcome::Created(user)) => (user, None),
            (WriteKind::Create, JournalOutcome::Found(sighting)) => (sighting.id.clone(), Some(sighting)),
            (WriteKind::Update(_) | WriteKind::Mail(..) | WriteKind::CreateGroup(_), JournalOutcome::Updated) => {
                model.created_users.finished.add(intent, then);
                continue;
            }
            (WriteKind::Delete(user), JournalOutcome::Deleted) if !created.contains(user) => {
                model.created_users.finished.add(intent, then);
                continue;
            }
            (_, JournalOutcome::Unanswered) => {
                model.created_users.add_unanswered(intent, at);
                continue;
            }
            (
                _,
                JournalOutcome::NotCreated
                | JournalOutcome::Absent
                | JournalOutcome::NotDeleted
                | JournalOutcome::NotUpdated
                | JournalOutcome::Conflict(_)
                | JournalOutcome::Changed(_),
            ) => {
                model.created_users.add_not_applied(intent, at);
                continue;
            }
            _ => continue,
        };
        let fate = if deleted.contains(&user) { UndoState::Undone } else { UndoState::Created };
        let what = if found.is_some() { "Found, not known who created it:" } else { "Created" };
        let said = format!("{what} {} in {} (id {user})", intent.user_label(), intent.company_name);
        let id = intent.id.clone();
        if model.created_users.add_from_journal(CreatedUser {
            intent,
            user: user.clone(),
            at: then,
            seats: None,
            undo_state: fate,
            found,
        }) {
            let place = model.notices.earlier(then, said, &id);
            if let (Some(place), Some(Overlay::Messages { cursor })) = (place, model.overlays.last_mut()) {
                // The cursor stays on its notice.
                *cursor += usize::from(place <= *cursor);
            }
        } else if fate == UndoState::Undone && model.created_users.undo_state(&user) == Some(UndoState::Created) {
            model.created_users.was_deleted(&user);
        }
    }
}

/// Requests what other programs have created meanwhile.
pub fn fetch_history(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.tickets.issue(Owner::History);
    model.history = Some(ticket);
    out.push(Effect::History(ticket));
}

/// A row of an import has ended: it may be that of a user whose create by an earlier run has no end here.
pub fn row_ended(model: &mut Model, row: usize, out: &mut Vec<Effect>) {
    let Some(plan) = model.import.current.as_ref().and_then(Import::plan) else { return };
    let Some(row) = plan.rows.get(row) else { return };
    let Some(company) = plan.company_of(row) else { return };
    let email = row.judged.person.entry.text(FieldId::Email);
    if model.changes.about(&FormKey::new(&company.id, Subject::TargetUser), email).is_some() {
        fetch_history(model, out);
    }
}

/// The changes of other programs, and of an import, arrived.
pub fn history_loaded(
    model: &mut Model,
    ticket: Ticket,
    mut ended: Vec<(Intent, JournalOutcome, Timestamp)>,
    out: &mut Vec<Effect>,
) {
    if model.history == Some(ticket) {
        model.history = None;
        settle_open(model, &ended, out);
        // What is still under way here tells its end itself.
        ended.retain(|(intent, ..)| model.changes.get(&intent.id).is_none());
        merge_history(model, ended);
    }
}

/// Nothing stays open here that has an end in the journal.
fn settle_open(model: &mut Model, ended: &[(Intent, JournalOutcome, Timestamp)], out: &mut Vec<Effect>) {
    for (intent, outcome, _) in ended {
        if matches!((&intent.kind, outcome), (WriteKind::Create, JournalOutcome::Created(_))) {
            for tried in model.changes.take_other_creates(intent) {
                outcome::first_attempt_created(model, &tried);
            }
        }
    }
    // The look-up finds it in the journal, and asks nobody else.
    for (intent, ..) in ended {
        model.changes.look_up_now(&intent.id, cx!(model, out));
    }
}
