//! Another profile inside the running program: asked for, switched to, and what still comes from the
//! one that was left.

use crate::app::changes::change::LeftBehind;
use crate::app::changes::history::{Fate, Job};
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::core::settings::Settings;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Overlay, Question};
use crate::domain::change::write::{Deed, End, Intent, News, Sighting, WriteId};
use crate::domain::service::failure::Failure;
use crate::domain::service::profile::ProfileLine;

/// Opens the list of profiles, at the present one.
pub(in crate::app) fn open(model: &mut Model) {
    let profiles = &model.settings.desk.profiles;
    let cursor = profiles.iter().position(|p| is_present(model, p)).unwrap_or(0);
    model.overlays.push(Overlay::Profiles { cursor });
}

/// The program is connected with this profile.
#[must_use]
pub fn is_present(model: &Model, profile: &ProfileLine) -> bool {
    let demo = model.settings.connection.as_ref().is_some_and(|c| c.badge.is_some());
    profile.name == model.settings.profile && !demo
}

/// There is a profile to switch to.
///
/// # Errors
///
/// Why not, for the person.
pub fn can_switch(model: &Model) -> Result<(), String> {
    let Settings { desk, config_path, .. } = &model.settings;
    if desk.profiles.iter().any(|p| !is_present(model, p)) {
        Ok(())
    } else {
        Err(format!("there is no other profile in {config_path}"))
    }
}

/// Why this profile cannot be taken now.
#[must_use]
pub fn refusal(model: &Model, profile: &ProfileLine) -> Option<String> {
    if is_present(model, profile) {
        return Some("it is the current profile".to_owned());
    }
    // Two hands on one journal: the one that is writing there comes first.
    let busy = model.left_behind.iter().find(|(_, left)| left.profile == profile.name);
    busy.map(|(_, left)| format!("what was sent there for {} has not ended yet; it comes first", left.intent.email()))
}

/// Takes the profile of this line of the list, after a question when something is under way.
pub(in crate::app) fn choose(model: &mut Model, index: usize, out: &mut Vec<Effect>) {
    let Some(profile) = model.settings.desk.profiles.get(index).cloned() else { return };
    if let Some(reason) = refusal(model, &profile) {
        model.notices.hint(model.now, format!("{}: {reason}", profile.name));
        return;
    }
    model.overlays.pop();
    let is_busy = model.changes.under_way().next().is_some() || model.changes.queued().next().is_some();
    if is_busy || model.would_lose_work() {
        model.overlays.push(Overlay::confirm(Question::Switch(profile.name)));
    } else {
        switch(model, profile.name, out);
    }
}

/// The person has said Yes, or there was nothing to ask. The configuration is read again, so that a
/// log-in made meanwhile counts. No key does anything else until the profile is there: it would be meant
/// for a company of this one and reach one of that.
pub(in crate::app) fn switch(model: &mut Model, profile: String, out: &mut Vec<Effect>) {
    let ticket = model.tickets.draw(Owner::Profile);
    let lose_drafts = model.would_lose_work();
    out.push(Effect::Open(ticket, profile.clone()));
    model.overlays.push(Overlay::Opening { ticket, profile, lose_drafts });
}

/// The profile can be gone to, or not. Nothing, when the person has stayed.
pub(in crate::app) fn opened(model: &mut Model, ticket: Ticket, answer: &Result<(), Failure>, out: &mut Vec<Effect>) {
    let waits = |overlay: &Overlay| matches!(overlay, Overlay::Opening { ticket: waiting, .. } if *waiting == ticket);
    let Some(at) = model.overlays.iter().position(waits) else { return };
    let Overlay::Opening { profile, lose_drafts, .. } = model.overlays.remove(at) else { return };
    match answer {
        Ok(()) => out.push(Effect::Switch { ticket, profile, lose_drafts }),
        Err(failure) => not_switched(model, failure),
    }
}

/// The person does not want to wait for it.
pub(in crate::app) fn stay(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    out.push(Effect::Cancel(ticket));
    let said = format!("Still in profile {}", model.settings.profile);
    model.notices.hint(model.now, said);
}

/// The program is connected with another profile: everything begins anew, except what was said and
/// what is still being written.
pub(in crate::app) fn switched(model: &mut Model, settings: Settings, out: &mut Vec<Effect>) {
    let tickets = std::mem::take(&mut model.tickets);
    let notices = std::mem::take(&mut model.notices);
    let (mut fresh, first) = Model::begin(settings, model.size, model.now, tickets, notices);
    fresh.mouse_on = model.mouse_on;
    fresh.left_behind = std::mem::take(&mut model.left_behind);
    // A queued delete comes back from disk with its profile; only then it is under way again.
    for user in model.changes.queued_undos() {
        model.jobs.set(user, Fate::Created);
    }
    fresh.parked = std::mem::take(&mut model.parked);
    fresh.parked.insert(model.settings.profile.clone(), std::mem::take(&mut model.jobs));
    fresh.jobs = fresh.parked.remove(&fresh.settings.profile).unwrap_or_default();
    let profile = &model.settings.profile;
    let under_way = model.changes.under_way().map(|intent| {
        let left = LeftBehind { profile: profile.clone(), intent: intent.clone() };
        (intent.id.clone(), left)
    });
    fresh.left_behind.extend(under_way);
    fresh.changes.go_on_after(&model.changes);
    fresh.forms.go_on_after(&model.forms);
    let service = fresh.settings.connection.as_ref().map(|c| c.base_url.clone()).unwrap_or_default();
    let said = format!("Profile {}: {service}", fresh.settings.profile);
    fresh.notices.info(fresh.now, said);
    *model = fresh;
    out.extend(first);
}

/// The switch was not made; everything is as it was.
pub(in crate::app) fn not_switched(model: &mut Model, failure: &Failure) {
    model.notices.failure(model.now, failure);
}

/// News about a write of a profile that was left. False: it is not one.
pub(in crate::app) fn heard_of(model: &mut Model, id: &WriteId, news: &News) -> bool {
    if !model.left_behind.contains_key(id) {
        return false;
    }
    if let News::Ended(end) = news
        && let Some(left) = model.left_behind.remove(id)
    {
        let said = format!("Profile {}: {}", left.profile, words(&left.intent, end));
        match end {
            End::Created(_) | End::Proved(_) | End::Deleted => model.notices.info(model.now, said),
            End::Found(_)
            | End::WasThere(_)
            | End::InDoubt(_)
            | End::Pending
            | End::StillThere
            | End::Refused(_)
            | End::Absent
            | End::Unknown(_)
            | End::Unrecorded(_) => model.notices.error(model.now, said),
        }
        book(model, left, end);
    }
    true
}

/// What has become of it stands in that profile's list, for undo and receipt.
fn book(model: &mut Model, left: LeftBehind, end: &End) {
    let jobs = model.parked.entry(left.profile).or_default();
    let seen = match end {
        End::Created(user) => Some((user.clone(), None)),
        End::Found(user) => Some((user.id.clone(), Some(Sighting::from(&**user)))),
        End::Proved(user) => Some((user.id.clone(), None)),
        End::WasThere(_)
        | End::Pending
        | End::Deleted
        | End::StillThere
        | End::Refused(_)
        | End::InDoubt(_)
        | End::Unrecorded(_)
        | End::Absent
        | End::Unknown(_) => None,
    };
    match (&left.intent.deed, end) {
        (Deed::Create | Deed::CreateSystem, _) => {
            if let Some((user, found)) = seen {
                jobs.add(Job { intent: left.intent, user, at: model.now, seats: None, fate: Fate::Created, found });
            }
        }
        (Deed::Undo(user), End::Deleted) => jobs.set(user, Fate::Undone),
        (Deed::Undo(user), end) => {
            jobs.set(user, Fate::Created);
            // Its draft is still on disk there, and must not send again what was said not to be done.
            if matches!(end, End::Refused(_) | End::InDoubt(_) | End::Unrecorded(_) | End::StillThere) {
                jobs.add_otherwise(left.intent, model.now.utc);
            }
        }
    }
}

fn words(intent: &Intent, end: &End) -> String {
    let (email, name) = (intent.whom(), &intent.company_name);
    let done = match intent.deed {
        Deed::Create | Deed::CreateSystem => "created",
        Deed::Undo(_) => "deleted",
    };
    match end {
        End::Created(user) => format!("created {email} in {name} (id {user})"),
        End::Proved(user) => {
            format!(
                "created {email} in {name} (id {}): no clear answer came, but the service has what was sent",
                user.id
            )
        }
        End::Found(user) => {
            format!("{email} is in {name}, and whether you have created it is not known: {}", Sighting::from(&**user))
        }
        End::WasThere(user) => {
            format!("no user was created; {email} is in {name} already: {}", Sighting::from(&**user))
        }
        End::Pending => format!(
            "it is not known whether {email} will be {done} in {name}: no clear answer came, and nothing has changed so far; it is looked at again when you go there"
        ),
        End::Deleted => format!("deleted {email} from {name} again"),
        End::StillThere => {
            format!("{email} was not deleted from {name}; no clear answer came, and the user still exists")
        }
        End::Refused(failure) | End::InDoubt(failure) | End::Unrecorded(failure) => {
            format!("{email} in {name}: {failure}")
        }
        End::Absent => format!("{email} was not created in {name}; what was typed is kept there as a draft"),
        End::Unknown(_) if !intent.deed.can_be_looked_up() => {
            format!(
                "it is not known whether {email} was {done} in {name}; look in the console, and say what you saw in its form there"
            )
        }
        End::Unknown(_) => {
            format!("it is not known whether {email} was {done} in {name}; it is looked up when you go there")
        }
    }
}
