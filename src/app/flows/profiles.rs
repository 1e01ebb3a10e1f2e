//! Switching profiles in the running program: choosing one, switching to it, and outcomes that still
//! arrive for the one that was left.

use crate::app::changes::change::OtherProfileChange;
use crate::app::changes::created_users::{CreatedUser, UndoState};
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::core::settings::Settings;
use crate::app::flows::{changed, new_group};
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::domain::change::outcome::{CreateEnd, DeleteEnd, GroupEnd, MailEnd, UpdateEnd, WriteOutcome, WriteUpdate};
use crate::domain::change::write::{FoundUser, Intent, WriteId, WriteKind};
use crate::domain::service::failure::Failure;
use crate::domain::service::profile::ProfileInfo;

/// Opens the list of profiles, at the current one.
pub(in crate::app) fn open(model: &mut Model) {
    let profiles = &model.settings.profile_settings.profiles;
    let cursor = profiles.iter().position(|p| is_present(model, p)).unwrap_or(0);
    model.overlays.push(Overlay::Profiles { cursor });
}

/// The program is connected with this profile.
#[must_use]
pub fn is_present(model: &Model, profile: &ProfileInfo) -> bool {
    let demo = model.settings.connection.as_ref().is_some_and(|c| c.badge.is_some());
    profile.name == model.settings.profile && !demo
}

/// There is a profile to switch to.
///
/// # Errors
///
/// The reason, for the user.
pub fn can_switch(model: &Model) -> Result<(), String> {
    let Settings { profile_settings: desk, config_path, .. } = &model.settings;
    if desk.profiles.iter().any(|p| !is_present(model, p)) {
        Ok(())
    } else {
        Err(format!("there is no other profile in {config_path}"))
    }
}

/// Why this profile cannot be chosen now.
#[must_use]
pub fn refusal(model: &Model, profile: &ProfileInfo) -> Option<String> {
    if is_present(model, profile) {
        return Some("it is the current profile".to_owned());
    }
    // Two writers must not share a journal: the one under way comes first.
    let busy = model.other_profile_changes.iter().find(|(_, left)| left.profile == profile.name);
    busy.map(|(_, left)| format!("the change sent there for {} is still under way; wait for it", left.intent.email()))
}

/// Chooses the profile of this line; asks first if something is under way.
pub(in crate::app) fn choose(model: &mut Model, index: usize, out: &mut Vec<Effect>) {
    let Some(profile) = model.settings.profile_settings.profiles.get(index).cloned() else { return };
    if let Some(reason) = refusal(model, &profile) {
        model.notices.hint(model.now, format!("{}: {reason}", profile.name));
        return;
    }
    model.overlays.pop();
    let is_busy = model.changes.under_way().next().is_some() || model.changes.queued().next().is_some();
    if is_busy || model.would_lose_work() {
        model.overlays.push(Overlay::confirm(Confirmation::Switch(profile.name)));
    } else {
        switch(model, profile.name, out);
    }
}

/// Confirmed, or there was nothing to ask. The configuration is read again, so that a
/// login made meanwhile counts. Keys are ignored until the profile is open: a key meant
/// for a company of this profile could reach one of the other.
pub(in crate::app) fn switch(model: &mut Model, profile: String, out: &mut Vec<Effect>) {
    let ticket = model.tickets.issue(Owner::Profile);
    let lose_drafts = model.would_lose_work();
    out.push(Effect::Open(ticket, profile.clone()));
    model.overlays.push(Overlay::UnlockingProfile { ticket, profile, discard_drafts: lose_drafts });
}

/// The profile was opened, or failed to. Ignored if the user has cancelled.
pub(in crate::app) fn opened(model: &mut Model, ticket: Ticket, answer: &Result<(), Failure>, out: &mut Vec<Effect>) {
    let waits =
        |overlay: &Overlay| matches!(overlay, Overlay::UnlockingProfile { ticket: waiting, .. } if *waiting == ticket);
    let Some(at) = model.overlays.iter().position(waits) else { return };
    let Overlay::UnlockingProfile { profile, discard_drafts: lose_drafts, .. } = model.overlays.remove(at) else {
        return;
    };
    match answer {
        Ok(()) => out.push(Effect::Switch { ticket, profile, discard_drafts: lose_drafts }),
        Err(failure) => not_switched(model, failure),
    }
}

/// The user cancelled the switch.
pub(in crate::app) fn cancel_switch(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    out.push(Effect::Cancel(ticket));
    let said = format!("Still in profile {}", model.settings.profile);
    model.notices.hint(model.now, said);
}

/// The program is connected with another profile: the model is new, except for the notices and
/// the changes under way.
pub(in crate::app) fn switched(model: &mut Model, settings: Settings, out: &mut Vec<Effect>) {
    let tickets = std::mem::take(&mut model.tickets);
    let notices = std::mem::take(&mut model.notices);
    let (mut fresh, first) = Model::begin(settings, model.size, model.now, tickets, notices);
    fresh.mouse_on = model.mouse_on;
    fresh.other_profile_changes = std::mem::take(&mut model.other_profile_changes);
    // A queued delete is restored with its profile; only then it is under way again.
    for user in model.changes.queued_undos() {
        model.created_users.still_exists(user);
    }
    fresh.parked = std::mem::take(&mut model.parked);
    fresh.parked.insert(model.settings.profile.clone(), std::mem::take(&mut model.created_users));
    fresh.created_users = fresh.parked.remove(&fresh.settings.profile).unwrap_or_default();
    let profile = &model.settings.profile;
    let under_way = model.changes.under_way().map(|intent| {
        let left = OtherProfileChange { profile: profile.clone(), intent: intent.clone() };
        (intent.id.clone(), left)
    });
    fresh.other_profile_changes.extend(under_way);
    fresh.changes.continue_ids_from(&model.changes);
    fresh.drafts.continue_ids_from(&model.drafts);
    let service = fresh.settings.connection.as_ref().map(|c| c.base_url.clone()).unwrap_or_default();
    let said = format!("Profile {}: {service}", fresh.settings.profile);
    fresh.notices.info(fresh.now, said);
    *model = fresh;
    out.extend(first);
}

/// The switch failed; nothing has changed.
pub(in crate::app) fn not_switched(model: &mut Model, failure: &Failure) {
    model.notices.failure(model.now, failure);
}

/// News about a write of a profile that was left. False if it is not one.
pub(in crate::app) fn handle_other_profile(model: &mut Model, id: &WriteId, news: &WriteUpdate) -> bool {
    if !model.other_profile_changes.contains_key(id) {
        return false;
    }
    if let WriteUpdate::Ended(end) = news
        && let Some(left) = model.other_profile_changes.remove(id)
    {
        let said = format!("Profile {}: {}", left.profile, words(&left.intent, end));
        if is_good(end) {
            model.notices.info(model.now, said);
        } else {
            model.notices.error(model.now, said);
        }
        record(model, left, end);
    }
    true
}

/// What was wanted is so now.
fn is_good(end: &WriteOutcome) -> bool {
    match end {
        WriteOutcome::Create(end) => matches!(end, CreateEnd::Created(_) | CreateEnd::Proved(_)),
        WriteOutcome::Update(end) => matches!(end, UpdateEnd::Updated | UpdateEnd::AlreadySo),
        WriteOutcome::Delete(end) => *end == DeleteEnd::Deleted,
        WriteOutcome::Mail(end) => *end == MailEnd::Sent,
        WriteOutcome::Group(end) => matches!(end, GroupEnd::Created | GroupEnd::AlreadySo),
    }
}

/// Adds its outcome to that profile's list, for undo and receipt.
fn record(model: &mut Model, left: OtherProfileChange, end: &WriteOutcome) {
    let jobs = model.parked.entry(left.profile).or_default();
    let (intent, now) = (left.intent, model.now);
    match end {
        WriteOutcome::Create(end) => {
            let (user, found) = match end {
                CreateEnd::Created(user) => (user.clone(), None),
                CreateEnd::Proved(user) => (user.id.clone(), None),
                CreateEnd::Found(user) => (user.id.clone(), Some(FoundUser::from(&**user))),
                CreateEnd::WasThere(_)
                | CreateEnd::Refused(_)
                | CreateEnd::InDoubt(_)
                | CreateEnd::Pending
                | CreateEnd::Absent
                | CreateEnd::Unknown(_)
                | CreateEnd::Unrecorded(_) => return,
            };
            let undo_state = UndoState::Created;
            jobs.add(CreatedUser { intent, user, at: now, seats: None, undo_state, found });
        }
        WriteOutcome::Update(end) => match end {
            UpdateEnd::Updated => drop(jobs.finished.add(intent, now)),
            UpdateEnd::AlreadySo => jobs.finished.undo_failed(&intent.id),
            UpdateEnd::Pending | UpdateEnd::Unknown(_) => {}
            UpdateEnd::Conflict(_)
            | UpdateEnd::Changed(_)
            | UpdateEnd::Unchanged
            | UpdateEnd::Refused(_)
            | UpdateEnd::InDoubt(_) => {
                jobs.finished.undo_failed(&intent.id);
                jobs.add_not_applied(intent, now.utc);
            }
        },
        WriteOutcome::Delete(end) => {
            let WriteKind::Delete(user) = &intent.kind else { return };
            match end {
                DeleteEnd::Deleted => jobs.was_deleted(user),
                DeleteEnd::Pending | DeleteEnd::Unknown(_) => jobs.still_exists(user),
                // Its draft is still on disk there and must not send again what was marked as not carried out.
                DeleteEnd::Refused(_) | DeleteEnd::StillThere => {
                    jobs.still_exists(user);
                    jobs.add_not_applied(intent, now.utc);
                }
            }
        }
        WriteOutcome::Mail(end) => match end {
            MailEnd::Sent => drop(jobs.finished.add(intent, now)),
            MailEnd::Unanswered(_) => jobs.add_unanswered(intent, now.utc),
            MailEnd::Pending | MailEnd::Unknown(_) => {}
            MailEnd::NotSent | MailEnd::Refused(_) => jobs.add_not_applied(intent, now.utc),
        },
        WriteOutcome::Group(end) => match end {
            GroupEnd::Created => drop(jobs.finished.add(intent, now)),
            GroupEnd::AlreadySo | GroupEnd::Pending | GroupEnd::Unknown(_) => {}
            GroupEnd::Absent | GroupEnd::Refused(_) => jobs.add_not_applied(intent, now.utc),
        },
    }
}

fn words(intent: &Intent, end: &WriteOutcome) -> String {
    match (end, &intent.kind) {
        (WriteOutcome::Create(end), _) => create_words(intent, end),
        (WriteOutcome::Delete(end), _) => delete_words(intent, end),
        (WriteOutcome::Update(end), WriteKind::Update(update)) => changed::words(intent, update, end),
        (WriteOutcome::Mail(end), WriteKind::Mail(_, mail)) => changed::mail_words(intent, *mail, end),
        (WriteOutcome::Group(end), WriteKind::CreateGroup(group)) => new_group::words(intent, group, end),
        // The outbox ends every write as what it is.
        (WriteOutcome::Update(_) | WriteOutcome::Mail(_) | WriteOutcome::Group(_), _) => String::new(),
    }
}

fn create_words(intent: &Intent, end: &CreateEnd) -> String {
    let (email, name) = (intent.user_label(), &intent.company_name);
    match end {
        CreateEnd::Created(user) => format!("created {email} in {name} (id {user})"),
        CreateEnd::Proved(user) => {
            format!(
                "created {email} in {name} (id {}): no clear answer came, but the service has what was sent",
                user.id
            )
        }
        CreateEnd::Found(user) => {
            format!("{email} is in {name}; it is not known whether you created it: {}", FoundUser::from(&**user))
        }
        CreateEnd::WasThere(user) => {
            format!("no user was created; {email} is already in {name}: {}", FoundUser::from(&**user))
        }
        CreateEnd::Pending => pending_words(intent, "created"),
        CreateEnd::Refused(failure) | CreateEnd::InDoubt(failure) | CreateEnd::Unrecorded(failure) => {
            format!("{email} in {name}: {failure}")
        }
        CreateEnd::Absent => format!("{email} was not created in {name}; what was typed is kept there as a draft"),
        CreateEnd::Unknown(_) => unknown_words(intent, "created"),
    }
}

fn delete_words(intent: &Intent, end: &DeleteEnd) -> String {
    let (email, name) = (intent.user_label(), &intent.company_name);
    match end {
        DeleteEnd::Deleted => format!("deleted {email} from {name} again"),
        DeleteEnd::StillThere => {
            format!("{email} was not deleted from {name}; no clear answer came, and the user still exists")
        }
        DeleteEnd::Refused(failure) => format!("{email} in {name}: {failure}"),
        DeleteEnd::Pending => pending_words(intent, "deleted"),
        DeleteEnd::Unknown(_) => unknown_words(intent, "deleted"),
    }
}

fn pending_words(intent: &Intent, done: &str) -> String {
    let (email, name) = (intent.user_label(), &intent.company_name);
    format!(
        "it is not known whether {email} will be {done} in {name}: no clear answer came, and the service does not show it so far; it is checked again when you switch there"
    )
}

fn unknown_words(intent: &Intent, done: &str) -> String {
    let (email, name) = (intent.user_label(), &intent.company_name);
    format!("it is not known whether {email} was {done} in {name}; it is looked up when you switch there")
}
