//! How writes end: always told, whoever is on the screen by then; nothing typed is lost before success.

use crate::app::changes::history;
use crate::app::changes::history::{Fate, Job};
use crate::app::core::effect::Effect;
use crate::app::form::state::{After, Focus, Form, Save};
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::table::{Command, Scope};
use crate::app::model::{Model, Pane};
use crate::app::overlays::overlay::{Overlay, Question};
use crate::cx;
use crate::domain::change::write::{Deed, End, Intent, News, Sighting, WriteId};
use crate::domain::company::seats::Seats;
use crate::domain::form::field_ref::{About, about};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::failure::{Done, Failure, Remedy};
use crate::domain::service::ids::UserId;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;

/// News about a write.
pub fn news(model: &mut Model, id: &WriteId, news: News, out: &mut Vec<Effect>) {
    if super::profiles::heard_of(model, id, &news) {
        return;
    }
    match news {
        News::Checking { attempt, of } => {
            model.writes.checking(id);
            if let Some(Form { save: Save::Sending { checking, .. }, .. }) = model.forms.waiting_for(id) {
                *checking = Some((attempt, of));
            }
        }
        News::NotRecorded => {
            let whom = model.writes.get(id).map_or_else(|| "a write".to_owned(), |p| p.intent.whom());
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
    model.writes.get(id).map(|p| &p.intent.deed)
}

/// How an undo ended.
fn undo_ended(model: &mut Model, id: &WriteId, end: End, out: &mut Vec<Effect>) {
    let Some(intent) = model.writes.get(id).map(|p| p.intent.clone()) else { return };
    let Deed::Undo(user) = &intent.deed else { return };
    let (email, name) = (intent.email(), &intent.company_name);
    let now = model.now;
    let deleted = matches!(end, End::Deleted);
    match end {
        End::Unknown(failure) => {
            if model.writes.not_known(id, cx!(model, out)) {
                let why = failure.why;
                model.notices.error(now, format!("It is not known whether {email} was deleted from {name}: {why} It is looked up again by itself."));
            }
            return;
        }
        End::Pending => {
            let Some((_, first)) = model.writes.not_yet(id, cx!(model, out)) else { return };
            history::undone(model, user, false);
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
                    "{email} was not deleted from {name}: no clear answer came, and the user is still there. {again} tries again."
                ),
            );
        }
    }
    model.writes.over(id);
    history::undone(model, user, deleted);
    model.forms.users_changed(&intent.company);
    model.company.users_changed(&intent.company, cx!(model, out));
    model.users.users_changed(&intent.company, cx!(model, out));
    if let Some(form) = model.forms.get_mut(&intent.form()) {
        form.reload(cx!(model, out));
    }
}

/// The service says that it has created the user.
fn created(model: &mut Model, id: &WriteId, user: &UserId, out: &mut Vec<Effect>) {
    let Some(intent) = model.writes.settled(id) else { return };
    let mut seats = None;
    if intent.entry.subject == Subject::TargetUser {
        model.companies.count_created(&intent, cx!(model, out));
        seats = model.forms.get(&intent.form()).map(|f| f.seats().plus(u64::from(intent.entry.active)));
    }
    let left = seats.map(seats_words).unwrap_or_default();
    let said = format!("Created {} in {} (id {user}){left}", intent.whom(), intent.company_name);
    model.notices.job(model.now, said, id);
    remember(model, &intent, user, seats, out);
    model.created_at = Some(model.now.millis);
    finish(model, id, &intent, seats, out);
}

/// No answer said so, but it is proved.
fn proved(model: &mut Model, id: &WriteId, user: &UserId, out: &mut Vec<Effect>) {
    let otherwise = model.writes.get(id).is_some_and(|p| model.writes.was_meant_otherwise(&p.intent));
    let Some(intent) = model.writes.settled(id) else { return };
    let (email, name) = (intent.email(), &intent.company_name);
    let whose = if otherwise { "; an earlier try has created it, without what you have changed since" } else { "" };
    let said = format!(
        "Created {email} in {name} (id {user}): no clear answer came, but the service has what was sent{whose}"
    );
    model.notices.job(model.now, said, id);
    remember(model, &intent, user, None, out);
    model.created_at = Some(model.now.millis);
    finish(model, id, &intent, None, out);
    // Whether the rows on the screen count this user already, only the service knows.
    model.companies.refresh(cx!(model, out));
}

/// No answer came, and somebody with the address is there. It may be a colleague's: it is never called ours.
fn found(model: &mut Model, id: &WriteId, user: &TargetUser, out: &mut Vec<Effect>) {
    let Some(intent) = model.writes.settled(id) else { return };
    let sighting = Sighting::from(user);
    let failure = Failure {
        what: format!("{} is in {}, and whether you have created it is not known", intent.email(), intent.company_name),
        why: format!("No clear answer came, and this user is there now: {sighting}."),
        hint: "Nothing is sent again. Look who it is before you go on.".to_owned(),
        remedy: Remedy::Nothing,
        done: Done::Perhaps,
    };
    users_changed(model, &intent, out);
    model.companies.refresh(cx!(model, out));
    model.jobs.add(Job {
        intent: intent.clone(),
        user: user.id.clone(),
        at: model.now,
        seats: None,
        fate: Fate::Created,
        found: Some(sighting),
    });
    let_go(model, id, &intent, &failure);
    model.notices.about_job(id);
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

/// The form is done: it closes, or stays for the next user.
fn finish(model: &mut Model, id: &WriteId, intent: &Intent, seats: Option<Seats>, out: &mut Vec<Effect>) {
    let open = model.forms.current().is_some_and(|f| f.key() == intent.form());
    let Some(form) = model.forms.waiting_for(id) else {
        created_meanwhile(model, intent);
        return;
    };
    let next = matches!(form.save, Save::Sending { after: After::Next, .. });
    if !form.holds(&intent.entry) {
        form.save = Save::Idle;
        form.failure = Some(Failure {
            what: format!("{} was created as first sent", intent.email()),
            why: "Your changes since then were not sent.".to_owned(),
            hint: String::new(),
            remedy: Remedy::Nothing,
            done: Done::No,
        });
    } else if next && open {
        model.closed_at = Some(model.now.millis);
        form.save = Save::Idle;
        form.begin(intent.entry.next());
        if let Some(seats) = seats {
            form.listed_seats = seats;
            if let Some(license) = &mut form.license.value {
                license.seats = seats;
                license.total = license.total.saturating_add(1);
            }
        }
        form.license.give_up();
        form.want(cx!(model, out));
        crate::app::shell::typing_on::begin(model, out);
    } else {
        if open && form.save == (Save::Unknown { write: id.clone() }) && model.pane == Pane::Form {
            // It closes by itself: a key pressed just now was meant for it.
            model.refused_at = Some(model.now.millis);
        }
        model.forms.remove(&intent.form());
        if open {
            model.closed_at = Some(model.now.millis);
            super::panes::after_form(model);
        }
    }
}

/// The form was let go before its user was known to be created: what still stands there as it was sent is done.
fn created_meanwhile(model: &mut Model, intent: &Intent) {
    let in_sight = in_sight(model, intent);
    let form = model.forms.get_mut(&intent.form());
    let Some(form) = form.filter(|form| form.save == Save::Idle && form.holds(&intent.entry)) else { return };
    if in_sight {
        form.failure = Some(Failure {
            what: format!("{} was created by the first try", intent.email()),
            why: "It took longer to be known.".to_owned(),
            hint: "Nothing is left to be sent here.".to_owned(),
            remedy: Remedy::Nothing,
            done: Done::No,
        });
    } else {
        model.forms.remove(&intent.form());
    }
}

/// `: 60 of 60 seats used, none left`.
fn seats_words(seats: Seats) -> String {
    match seats.left() {
        Some(left) if left < 0 => format!(": {} seats used, {} over the limit", seats.used, left.unsigned_abs()),
        Some(0) => format!(": {} seats used, none left", seats.used),
        Some(left) => format!(": {} left", count(left.unsigned_abs(), "seat", "seats")),
        None => String::new(),
    }
}

/// The user was there before.
fn was_there(model: &mut Model, id: &WriteId, user: &TargetUser) {
    let Some(intent) = model.writes.settled(id) else { return };
    let failure = Failure {
        what: "No user was created".to_owned(),
        why: format!("{} is a user of {} already: {}.", intent.email(), intent.company_name, Sighting::from(user)),
        hint: String::new(),
        remedy: Remedy::Nothing,
        done: Done::No,
    };
    let_go(model, id, &intent, &failure);
}

/// The service says that nothing was done.
fn refused(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(intent) = model.writes.over(id) else { return };
    let mut said = failure.clone();
    if let Remedy::Correct(messages) = &failure.remedy
        && let Some(form) = model.forms.waiting_for(id)
    {
        put_at_fields(form, messages, &mut said);
    }
    let_go(model, id, &intent, &said);
}

/// Puts each message at the field it is about; `said` is left with the others.
fn put_at_fields(form: &mut Form, messages: &[String], said: &mut Failure) {
    let mut about_no_field = Vec::new();
    for message in messages {
        // Several messages about one field stand there together.
        let add = |said: &mut String| {
            said.push_str(if said.is_empty() { "" } else { " " });
            said.push_str(message);
        };
        match about(message, form.subject, form.customs.rows.iter().map(|row| &row.field)) {
            Some(About::Field(field)) => match form.messages.iter_mut().find(|(at, _)| *at == field) {
                Some((_, said)) => add(said),
                None => form.messages.push((field, message.clone())),
            },
            Some(About::Custom(n)) => {
                if let Some(row) = form.customs.rows.get_mut(n) {
                    add(row.message.get_or_insert_default());
                }
            }
            None => about_no_field.push(message.clone()),
        }
    }
    if form.refused_fields() == 0 {
        "Nothing was created; what you typed is kept.".clone_into(&mut said.hint);
    }
    // What stands at a field is not said twice.
    said.why = match (about_no_field.is_empty(), form.refused_fields()) {
        (false, _) => about_no_field.join(" "),
        (true, 1) => "The service refused the marked field.".to_owned(),
        (true, _) => "The service refused the marked fields.".to_owned(),
    };
    let first = form.places().find(|place| match *place {
        Focus::Field(id) => form.messages.iter().any(|(m, _)| *m == id),
        Focus::Custom(n) => form.customs.rows.get(n).is_some_and(|row| row.message.is_some()),
        Focus::Create | Focus::Leave => false,
    });
    if let Some(place) = first {
        form.go(place);
    }
}

/// No answer came, and the user is not there so far.
fn pending(model: &mut Model, id: &WriteId, out: &mut Vec<Effect>) {
    let Some((intent, first)) = model.writes.not_yet(id, cx!(model, out)) else { return };
    let failure = Failure {
        what: format!("It is not known whether {} will be created", intent.email()),
        why: "No clear answer came, and the service has no such user so far.".to_owned(),
        hint: "It is looked at again by itself, after 1, 5 and 15 minutes.".to_owned(),
        remedy: Remedy::SendAgain,
        done: Done::Perhaps,
    };
    if first {
        let_go(model, id, &intent, &failure);
    } else if let Some(form) = model.forms.waiting_for(id) {
        form.save = Save::Idle;
        form.failure = Some(failure);
    }
}

/// No answer came, the user is not there, and it is too late for it to be created.
fn absent(model: &mut Model, id: &WriteId) {
    let Some(intent) = model.writes.over(id) else { return };
    let failure = Failure {
        what: format!("{} was not created", intent.email()),
        why: "No clear answer came, and the service has no such user, a quarter of an hour later.".to_owned(),
        hint: String::new(),
        remedy: Remedy::SendAgain,
        done: Done::No,
    };
    let_go(model, id, &intent, &failure);
}

/// No answer came, and the user cannot be looked up now.
fn unknown(model: &mut Model, id: &WriteId, failure: &Failure, out: &mut Vec<Effect>) {
    let Some(intent) = model.writes.get(id).map(|p| p.intent.clone()) else { return };
    let first = model.writes.not_known(id, cx!(model, out));
    let failure = if intent.deed.can_be_looked_up() {
        in_doubt(&intent, failure, &model.settings.keys)
    } else {
        nobody_knows(&intent, failure, &model.settings.keys)
    };
    if let Some(form) = model.forms.waiting_for(id) {
        form.save = Save::Unknown { write: id.clone() };
        form.failure = Some(failure.clone());
    }
    if first {
        tell(model, &intent, &failure);
    }
}

fn in_doubt(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.email()),
        why: format!("No clear answer came, and it could not be looked up: {}", failure.why),
        hint: format!(
            "It is looked up again by itself, and by {}. Until then it is not sent again.",
            keys.say(Command::Reload, Scope::Form)
        ),
        remedy: Remedy::Retry,
        done: Done::Perhaps,
    }
}

/// The same, where only a person can find out.
fn nobody_knows(intent: &Intent, failure: &Failure, keys: &KeyMap) -> Failure {
    Failure {
        what: format!("It is not known whether {} was created", intent.whom()),
        why: format!("{} The service has nothing to look a system user up with.", failure.why),
        hint: format!(
            "Look for the address in the console, then say what you saw: {}, I have looked. Until then it is not sent again.",
            keys.say(Command::Keys, Scope::Form)
        ),
        remedy: Remedy::Nothing,
        done: Done::Perhaps,
    }
}

/// A write of an earlier run whose end is not known.
pub fn restored(model: &mut Model, intent: Intent, out: &mut Vec<Effect>) {
    let (id, by_itself) = (intent.id.clone(), intent.deed.can_be_looked_up());
    model.writes.restore(intent, cx!(model, out));
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
pub fn is_there(model: &mut Model, key: &FormKey, write: &WriteId, out: &mut Vec<Effect>) {
    let Some(intent) = model.writes.settled(write) else { return };
    out.push(Effect::SettleByHand { write: write.clone(), there: true });
    let said = format!("Noted: {} is in {}.", intent.whom(), intent.company_name);
    model.notices.info(model.now, said);
    model.forms.remember(&intent.company, intent.entry.clone());
    finish(model, write, &intent, None, out);
    if let Some(form) = model.forms.get_mut(key).filter(|f| f.save == Save::Idle) {
        form.failure = None;
    }
    model.jobs.add_earlier(intent, model.now.utc);
}

/// The intent could not be recorded: nothing was sent, and the person decides.
fn unrecorded(model: &mut Model, id: &WriteId, failure: &Failure) {
    let Some(intent) = model.writes.over(id) else { return };
    let form = model.forms.waiting_for(id);
    if let Some(Save::Sending { after, .. }) = form.map(|f| f.save.clone())
        && in_sight(model, &intent)
    {
        let question = Question::SendUnrecorded { form: intent.form(), after };
        model.overlays.push(Overlay::confirm(question));
    }
    let_go(model, id, &intent, failure);
}

/// The form may be changed and sent again; why it ended is said beside it, or as a notice.
fn let_go(model: &mut Model, id: &WriteId, intent: &Intent, failure: &Failure) {
    if let Some(form) = model.forms.waiting_for(id) {
        form.save = Save::Idle;
        form.failure = Some(failure.clone());
    } else if let Some(form) = model.forms.get_mut(&intent.form())
        && form.save == Save::Idle
        && form.holds(&intent.entry)
    {
        // It was let go before, with less known.
        form.failure = Some(failure.clone());
    }
    tell(model, intent, failure);
}

fn in_sight(model: &Model, intent: &Intent) -> bool {
    model.pane == Pane::Form && model.forms.current().is_some_and(|f| f.key() == intent.form())
}

fn tell(model: &mut Model, intent: &Intent, failure: &Failure) {
    let text = format!("{} in {}: {failure}", intent.whom(), intent.company_name);
    if in_sight(model, intent) {
        model.notices.record(model.now, text);
    } else {
        model.notices.error(model.now, text);
    }
}
