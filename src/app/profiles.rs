//! Another profile inside the running program: asked for, switched to, and what still comes from the
//! one that was left.

use super::effect::Effect;
use super::form::Form;
use super::model::{Model, Settings};
use super::overlay::{Overlay, Question};
use super::writes::LeftBehind;
use crate::domain::failure::Failure;
use crate::domain::profile::ProfileLine;
use crate::domain::write::{End, News, WriteId};

/// Opens the list of profiles, at the present one.
pub(super) fn open(model: &mut Model) {
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
        return Some("you are in it".to_owned());
    }
    if !profile.lacks.is_empty() {
        let set = profile.lacks.join(" and ");
        return Some(format!("no credentials: set {set} and start the program again"));
    }
    // Two hands on one journal: the one that is writing there comes first.
    let busy = model.left_behind.iter().find(|(_, left)| left.profile == profile.name);
    busy.map(|(_, left)| format!("{} is still being created there; its end comes first", left.intent.email()))
}

/// Takes the profile of this line of the list, after a question when something is under way.
pub(super) fn choose(model: &mut Model, index: usize, out: &mut Vec<Effect>) {
    let Some(profile) = model.settings.desk.profiles.get(index).cloned() else { return };
    if let Some(reason) = refusal(model, &profile) {
        model.notices.hint(model.now, format!("{}: {reason}", profile.name));
        return;
    }
    model.overlays.pop();
    let sending = model.forms.drafts().any(Form::is_sending);
    if sending || would_lose(model) {
        model.overlays.push(Overlay::confirm(Question::Switch(profile.name)));
    } else {
        switch(model, profile.name, out);
    }
}

/// The person has said Yes, or there was nothing to ask.
pub(super) fn switch(model: &mut Model, profile: String, out: &mut Vec<Effect>) {
    out.push(Effect::Switch { profile, lose_drafts: would_lose(model) });
}

/// Something typed is in memory alone, because the disk takes nothing.
#[must_use]
pub fn would_lose(model: &Model) -> bool {
    model.keeper.is_in_trouble() && model.forms.drafts().any(|f| !f.is_blank())
}

/// The program is connected with another profile: everything begins anew, except what was said and
/// what is still being written.
pub(super) fn switched(model: &mut Model, settings: Settings, out: &mut Vec<Effect>) {
    let tickets = std::mem::take(&mut model.tickets);
    let notices = std::mem::take(&mut model.notices);
    let (mut fresh, first) = Model::begin(settings, model.size, model.now, tickets, notices);
    fresh.mouse_on = model.mouse_on;
    fresh.left_behind = std::mem::take(&mut model.left_behind);
    let profile = &model.settings.profile;
    let under_way = model.writes.under_way().map(|intent| {
        let left = LeftBehind { profile: profile.clone(), intent: intent.clone() };
        (intent.id.clone(), left)
    });
    fresh.left_behind.extend(under_way);
    fresh.writes.go_on_after(&model.writes);
    let service = fresh.settings.connection.as_ref().map(|c| c.base_url.clone()).unwrap_or_default();
    let said = format!("Profile {}: {service}", fresh.settings.profile);
    fresh.notices.info(fresh.now, said);
    *model = fresh;
    out.extend(first);
}

/// The switch was not made; everything is as it was.
pub(super) fn not_switched(model: &mut Model, failure: &Failure) {
    model.notices.failure(model.now, failure);
}

/// News about a write of a profile that was left. False: it is not one.
pub(super) fn heard_of(model: &mut Model, id: &WriteId, news: &News) -> bool {
    let Some(left) = model.left_behind.get(id) else { return false };
    let News::Ended(end) = news else { return true };
    let (email, name, profile) = (left.intent.email(), &left.intent.company_name, &left.profile);
    let (well, said) = match end {
        End::Created(user) => (true, format!("created {email} in {name} (id {user})")),
        End::Found(user) => {
            (true, format!("created {email} in {name} (id {user}): no answer came, but the user is there"))
        }
        End::WasThere(user) => (false, format!("no user was created; {email} was in {name} before (id {user})")),
        End::Refused(failure) | End::Unrecorded(failure) => (false, format!("{email} in {name}: {failure}")),
        End::Absent => (false, format!("{email} was not created in {name}; it is kept there as a draft")),
        End::Unknown(_) => {
            (false, format!("it is not known whether {email} was created in {name}; it is looked up when you go there"))
        }
    };
    let said = format!("Profile {profile}: {said}");
    if well {
        model.notices.info(model.now, said);
    } else {
        model.notices.error(model.now, said);
    }
    model.left_behind.remove(id);
    true
}
