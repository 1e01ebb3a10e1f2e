//! What other runs and other programs have done: read from the journal, and told here.

use jiff::Timestamp;

use crate::app::changes::history::{Fate, Job};
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::domain::change::write::{Deed, Intent, Outcome};
use crate::domain::service::ids::UserId;
use crate::domain::time::now::Now;

/// Takes in what the journal tells: creates of earlier runs and of other programs, with what has become of them.
pub fn take_history(model: &mut Model, ended: Vec<(Intent, Outcome, Timestamp)>) {
    let deleted: Vec<UserId> = ended
        .iter()
        .filter_map(|(intent, outcome, _)| match (&intent.deed, outcome) {
            (Deed::Undo(user), Outcome::Deleted) => Some(user.clone()),
            _ => None,
        })
        .collect();
    for (intent, outcome, at) in ended {
        let (user, found) = match (&intent.deed, outcome) {
            (Deed::Create | Deed::CreateSystem, Outcome::Created(user)) => (user, None),
            (Deed::Create, Outcome::Found(sighting)) => (sighting.id.clone(), Some(sighting)),
            (_, Outcome::NotCreated | Outcome::Absent | Outcome::NotDeleted) => {
                model.jobs.add_otherwise(intent, at);
                continue;
            }
            _ => continue,
        };
        let fate = if deleted.contains(&user) { Fate::Undone } else { Fate::Created };
        let now = model.now;
        let ago = u64::try_from(now.utc.duration_since(at).as_millis()).unwrap_or(0);
        let then = Now { millis: now.millis.saturating_sub(ago), local: now.local_at(at), utc: at };
        let what = if found.is_some() { "Found, by whom created is not known:" } else { "Created" };
        let said = format!("{what} {} in {} (id {user})", intent.whom(), intent.company_name);
        let id = intent.id.clone();
        if model.jobs.add_elsewhere(Job { intent, user: user.clone(), at: then, seats: None, fate, found }) {
            let place = model.notices.earlier(then, said, &id);
            if let (Some(place), Some(Overlay::Messages { cursor })) = (place, model.overlays.last_mut()) {
                // What is under the cursor stays there.
                *cursor += usize::from(place <= *cursor);
            }
        } else if fate == Fate::Undone && model.jobs.fate(&user) == Some(Fate::Created) {
            model.jobs.set(&user, Fate::Undone);
        }
    }
}

/// Asks what other programs have created meanwhile.
pub fn ask_history(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.tickets.draw(Owner::History);
    model.history = Some(ticket);
    out.push(Effect::History(ticket));
}

/// What other programs have created is known.
pub fn history_came(model: &mut Model, ticket: Ticket, ended: Vec<(Intent, Outcome, Timestamp)>) {
    if model.history == Some(ticket) {
        model.history = None;
        take_history(model, ended);
    }
}
