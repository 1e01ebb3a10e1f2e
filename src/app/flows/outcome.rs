//! How writes end: always told, whoever is on the screen by then; nothing typed is lost before success.

use crate::app::changes::change::Change;
use crate::app::changes::history::{Fate, Job};
use crate::app::core::effect::Effect;
use crate::app::flows::keep_form::{in_sight, keep_in_doubt, needs_you};
use crate::app::flows::outcome_words::{in_doubt, nobody_knows, put_at_fields, seats_words};
use crate::app::flows::undo;
use crate::app::form::parked::Why;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::write::{Deed, End, Intent, News, Sighting, WriteId};
use crate::domain::company::seats::Seats;
use crate::domain::form::draft::DraftId;
use crate::domain::form::gate::GateKind;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Done, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::user::existing::TargetUser;

/// News about a write.
pub fn news(model: &mut Model, id: &WriteId, news: News, out: &mut Vec<Effect>) {
    if super::profiles::heard_of(model, id, &news) {
        return;
    }
    match news {
        News::Checking { attempt, of } => model.changes.checking(id, attempt, of),
        News::NotRecorded => {
            let whom = model.changes.get(id).map_or_else(|| "a write".to_owned(), |p| p.intent.whom());
            let said = format!(
                "How the write of {whom} ended could not be recorded on this machine; the next start of the program looks it up."
            );
            model.notices.error(model.now, said);
        }
        News::Ended(end) if matches!(deed(model, id), Some(Deed::Undo(_))) => undo_ended(model, id, end, out),
        News::Ended(End::Deleted | End::StillThere) => {}
        News::Ended(End::Created(user)) => created(model, id, &user, out),
        News::Ended(End::Proved(user)) => proved(model, id, &user.id, out),
        News::Ended(End::Found(user)) => found(model, id, &user, out),
        News::Ended(End::WasThere(user)) => was_there(model, id, &user),
        News::Ended(End::Refused(failure) | End::InDoubt(failure)) => refused(model, id, &failure),
        News::Ended(End::Pending) => pending(model, id, out),
        News::Ended(End::Absent) => absent(model, id),
        News::Ended(End::Unknown(failure)) => unknown(model, id, &failure, out),
        News::Ended(End::Unrecorded(failure)) => unrecorded(model, id, &failure),
    }
}

fn deed<'a>(model: &'a Model, id: &WriteId) -> Option<&'a Deed> {
    model.changes.get(id).map(|p| &p.intent.deed)
}

/// How an undo ended.
fn undo_ended(model: &mut Model, id: &WriteId, end: End, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|p| p.intent.clone()) else { return };
    let Deed::Undo(user) = &intent.deed else { return };
    let (email, name) = (intent.email(), &intent.company_name);
    let now = model.now;
    let deleted = matches!(end, End::Deleted);
    match end {
        End::Unknown(failure) => {
            if model.changes.not_known(id, cx!(model, out)) {
                let why = failure.why;
                model.notices.error(now, format!("It is not known whether {email} was deleted from {name}: {why} It is looked up again by itself."));
            }
            return;
        }
        End::Pending => {
            let Some((_, first)) = model.changes.not_yet(id, cx!(model, out)) else { return };
            undo::undone(model, user, false);
            if first {
                let again = model.say(Command::Undo, Scope::Table);
                let said = format!(
                    "It is not known whether {email} will be deleted from {name}: no clear answer came, and the user is there so far. It is looked at again by itself; {again} tries again."
                );
                model.notices.error(now, said);
            }
            return;
        }
        End::Deleted if model.jobs.fate(user) == Some(Fate::Undone) => {}
        End::Deleted => {
            model.companies.count_deleted(&intent, cx!(model, out));
            let said =
                format!("{email} removed from {name}; the seat is free, the user still counts in this month's usage");
            model.notices.info(now, said);
        }
        End::Refused(failure) | End::Unrecorded(failure) | End::InDoubt(failure) => {
            model.notices.error(now, format!("{email} in {name}: {failure}"));
        }
        End::StillThere | End::Created(_) | End::Proved(_) | End::Found(_) | End::WasThere(_) | End::Absent => {
            let again = model.say(Command::Undo, Scope::Table);
            model.notices.error(
                now,
                format!(
                    "{email} was not deleted from {name}: no clear answer came, and the user still exists. {again} tries again."
                ),
            );
        }
    }
    model.changes.over(id);
    undo::undone(model, user, deleted);
    model.forms.users_changed(&intent.company);
    model.company.users_changed(&intent.company, cx!(model, out));
    model.users.users_changed(&intent.company, cx!(model, out));
    let Model { forms, .. } = model;
    if let Some(form) = forms.current_mut().filter(|form| form.company == intent.company) {
        form.reload(cx!(model, out));
    }
}

/// The service says that it has created the user.
fn created(model: &mut Model, id: &WriteId, user: &UserId, out: &mut Vec<Effect>) {
    let Some(Change { intent, .. }) = model.changes.settled(id) else { return };
    let mut seats = None;
    if intent.entry.subject == Subject::TargetUser {
        let is_counted = model.companies.count_created(&intent, cx!(model, out));
        if intent.entry.is_active() {
            model.forms.count_created(&intent.company);
        }
        seats = seats_of(model, &intent, is_counted);
    }
    let left = seats.map(seats_words).unwrap_or_default();
    let said = format!("Created {} in {} (id {user}){left}", intent.whom(), intent.company_name);
    model.notices.job(model.now, said, id);
    remember(model, &intent, user, seats, out);
    made_by_the_first_try(model, &intent);
}

/// The seats of the company as well as they are known after this create. Rows that are newer than the create may or
/// may not count its user.
fn seats_of(model: &Model, intent: &Intent, is_counted: bool) -> Option<Seats> {
    let asked = model.forms.drafts().filter(|form| form.company == intent.company);
    let asked = asked.filter_map(|form| form.license.value.map(|license| license.seats)).last();
    asked.or_else(|| model.companies.row_of(&intent.company).filter(|_| is_counted).map(|company| company.seats))
}

/// No answer said so, but it is proved.
fn proved(model: &mut Model, id: &WriteId, user: &UserId, out: &mut Vec<Effect>) {
    let otherwise = model.changes.get(id).is_some_and(|p| model.changes.was_meant_otherwise(&p.intent));
    let Some(Change { intent, .. }) = model.changes.settled(id) else { return };
    let (email, name) = (intent.email(), &intent.company_name);
    let whose = if otherwise { "; an earlier try has created it, without what you have changed since" } else { "" };
    let said = format!(
        "Created {email} in {name} (id {user}): no clear answer came, but the service has what was sent{whose}"
    );
    model.notices.job(model.now, said, id);
    remember(model, &intent, user, None, out);
    made_by_the_first_try(model, &intent);
    // Whether the rows on the screen count this user already, only the service knows.
    model.companies.refresh(cx!(model, out));
}

/// No answer came, and somebody with the address is there. It may be a colleague's: it is never called ours.
fn found(model: &mut Model, id: &WriteId, user: &TargetUser, out: &mut Vec<Effect>) {
    let Some(change) = model.changes.settled(id) else { return };
    let intent = change.intent.clone();
    let sighting = Sighting::from(user);
    let failure = Failure {
        what: format!("{} is in {}, and whether you have created it is not known", intent.email(), intent.company_name),
        why: format!("No clear answer came, and this user is there now: {sighting}."),
        hint: format!("Nothing is sent again. Look who it is; if it is yours, {}.", discard(model)),
        remedy: Remedy::Nothing,
        done: Done::Perhaps,
    };
    users_changed(model, &intent, out);
    model.companies.refresh(cx!(model, out));
    model.jobs.add(Job {
        intent,
        user: user.id.clone(),
        at: model.now,
        seats: None,
        fate: Fate::Created,
        found: Some(sighting),
    });
    needs_you(model, change, Why::Unknown, &failure);
    model.notices.about_job(id);
}

/// How a draft is thrown away.
fn discard(model: &Model) -> String {
    format!("throw this draft away ({} in its form)", model.say(Command::Discard, Scope::Form))
}

/// What is listed of a company's users is out of date.
fn users_changed(model: &mut Model, intent: &Intent, out: &mut Vec<Effect>) {
    model.forms.users_changed(&intent.company);
    model.company.users_changed(&intent.company, cx!(model, out));
    model.users.users_changed(&intent.company, cx!(model, out));
}

/// Keeps what was created, for undo, receipt and the next user here.
fn remember(model: &mut Model, intent: &Intent, user: &UserId, seats: Option<Seats>, out: &mut Vec<Effect>) {
    model.forms.remember(&intent.company, intent.entry.clone());
    if intent.entry.subject == Subject::TargetUser {
        users_changed(model, intent, out);
    }
    let (intent, user) = (intent.clone(), user.clone());
    model.jobs.add(Job { intent, user, at: model.now, seats, fate: Fate::Created, found: None });
}

/// A form was kept because it was not known whether its user was created: it was.
fn made_by_the_first_try(model: &mut Model, intent: &Intent) {
    let in_sight = in_sight(model, &intent.id);
    let Some(form) = model.forms.doubting(&intent.id) else { return };
    form.doubt = None;
    let same = form.holds(&intent.entry);
    if same && !in_sight {
        let id = form.id;
        model.forms.remove(id);
        return;
    }
    let (what, why) = if same {
        (format!("{} was created by the first try", intent.email()), "Nothing is left to be sent here.")
    } else {
        (format!("{} was created as first sent", intent.email()), "Your changes since then were not sent.")
    };
    let why = why.to_owned();
    form.is_spent = same;
    form.failure = Some(Failure { what, why, hint: String::new(), remedy: Remedy::Nothing, done: Done::No });
}

/// The user was there before.
fn was_there(model: &mut Model, id: &WriteId, user: &TargetUser) {
    let Some(change) = model.changes.settled(id) else { return };
    let intent = &change.intent;
    let failure = Failure {
        what: "No user was created".to_owned(),
        why: format!("{} is a user of {} already: {}.", intent.email(), intent.company_name, Sighting::from(user)),
        hint: format!("If nothing is left to do, {}.", discard(model)),
        remedy: Remedy::Nothing,
        done: Done::No,
    };
    needs_you(model, change, Why::Refused, &failure);
}

/// The service says that nothing was done.
fn refused(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(change) = model.changes.over(id) else { return };
    let draft = needs_you(model, change, Why::Refused, failure);
    if let Remedy::Correct(messages) = &failure.remedy
        && let Some(form) = model.forms.get_mut(draft)
    {
        let mut said = failure.clone();
        put_at_fields(form, messages, &mut said);
        form.failure = Some(said);
    }
}

/// No answer came, and the user is not there so far.
fn pending(model: &mut Model, id: &WriteId, out: &mut Vec<Effect>) {
    let Some((intent, first)) = model.changes.not_yet(id, cx!(model, out)) else { return };
    let failure = Failure {
        what: format!("It is not known whether {} will be created", intent.email()),
        why: "No clear answer came, and the service has no such user so far.".to_owned(),
        hint: "It is looked at again by itself, after 1, 5 and 15 minutes.".to_owned(),
        remedy: Remedy::SendAgain,
        done: Done::Perhaps,
    };
    keep_in_doubt(model, &intent, &failure, first);
}

/// No answer came, the user is not there, and it is too late for it to be created.
fn absent(model: &mut Model, id: &WriteId) {
    let Some(change) = model.changes.over(id) else { return };
    let failure = Failure {
        what: format!("{} was not created", change.intent.email()),
        why: "No clear answer came, and the service has no such user, a quarter of an hour later.".to_owned(),
        hint: String::new(),
        remedy: Remedy::SendAgain,
        done: Done::No,
    };
    needs_you(model, change, Why::Refused, &failure);
}

/// No answer came, and the user cannot be looked up now.
fn unknown(model: &mut Model, id: &WriteId, failure: &Failure, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|p| p.intent.clone()) else { return };
    let first = model.changes.not_known(id, cx!(model, out));
    let failure = if intent.deed.can_be_looked_up() {
        in_doubt(&intent, failure, &model.settings.keys)
    } else {
        nobody_knows(&intent, failure, &model.settings.keys)
    };
    keep_in_doubt(model, &intent, &failure, first);
}

/// A write of an earlier run whose end is not known.
pub fn restored(model: &mut Model, intent: Intent, draft: Option<DraftId>, out: &mut Vec<Effect>) {
    let (id, by_itself) = (intent.id.clone(), intent.deed.can_be_looked_up());
    model.changes.restore(intent, draft, cx!(model, out));
    if !by_itself {
        let failure = Failure {
            what: String::new(),
            why: "An earlier run of the program sent it and ended before an answer came.".to_owned(),
            hint: String::new(),
            remedy: Remedy::Nothing,
            done: Done::Perhaps,
        };
        unknown(model, &id, &failure, out);
    }
}

/// A person has looked and found that the user is there.
pub fn is_there(model: &mut Model, form: DraftId, write: &WriteId, out: &mut Vec<Effect>) {
    let Some(Change { intent, .. }) = model.changes.settled(write) else { return };
    out.push(Effect::SettleByHand { write: write.clone(), there: true });
    let said = format!("Noted: {} is in {}.", intent.whom(), intent.company_name);
    model.notices.info(model.now, said);
    model.forms.remember(&intent.company, intent.entry.clone());
    if model.forms.get(form).is_some_and(|form| form.holds(&intent.entry)) {
        super::submit::discard(model, form);
    } else {
        made_by_the_first_try(model, &intent);
    }
    model.jobs.add_earlier(intent, model.now.utc);
}

/// The intent could not be recorded: nothing was sent, and the person decides.
fn unrecorded(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(change) = model.changes.over(id) else { return };
    let draft = needs_you(model, change, Why::Gate(GateKind::NotRecorded), failure);
    if let Some(form) = model.forms.get_mut(draft) {
        form.gates.not_recorded = Some(failure.why.clone());
    }
}
