//! Drafts and changes of earlier runs come back, and what is typed now goes to disk.

use crate::app::core::effect::Effect;
use crate::app::flows::journal;
use crate::app::flows::{outcome, submit};
use crate::app::form::parked::{Parked, Why};
use crate::app::form::state::Form;
use crate::app::keys::table::{Command, Scope};
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::recovered::Left;
use crate::domain::change::write::{Intent, Outcome, WriteId};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::service::failure::{Done, Failure, Remedy};
use crate::domain::text::count;

/// Whatever is not on disk yet, because the program ends.
#[must_use]
pub fn flush(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    let Model { forms, changes, keeper, .. } = model;
    keeper.write(forms, changes, cx!(model, &mut out));
    out
}

/// The disk has answered. What it does not take is said once, and stays in memory.
pub fn kept(model: &mut Model, draft: DraftId, outcome: Result<(), Failure>) {
    let now = model.now;
    match outcome {
        Ok(()) if model.keeper.trouble => {
            model.keeper.trouble = false;
            model.notices.info(now, "Drafts are kept on disk again.");
        }
        Ok(()) => {}
        Err(failure) => {
            model.keeper.refused(draft);
            if !std::mem::replace(&mut model.keeper.trouble, true) {
                model.notices.failure(now, &failure);
            }
        }
    }
}

/// What earlier runs left: drafts go into their forms, what was queued goes out, unfinished writes are looked up.
pub fn restored(model: &mut Model, left: Left, out: &mut Vec<Effect>) {
    let now = model.now;
    if let Some(why) = left.unkept {
        model.keeper.trouble = true;
        let said = format!(
            "Drafts are not kept, and creates are not recorded: {why}. What you type is gone when the program ends."
        );
        model.notices.error(now, said);
    }
    for remark in left.remarks {
        model.notices.error(now, remark);
    }
    let came = Came { unfinished: &left.unfinished, finished: &left.finished };
    let (mut typed, mut queued, mut needing) = (Vec::new(), 0_u64, 0_u64);
    for draft in left.drafts {
        model.keeper.came(&draft);
        let name = draft.name.clone();
        match restore_draft(model, draft, &came) {
            Restored::Typed => typed.push(name),
            Restored::Queued => queued += 1,
            Restored::Needing => needing += 1,
            Restored::Unfinished => {}
        }
    }
    journal::take_history(model, left.finished.clone());
    for (intent, outcome, at) in left.finished {
        match outcome {
            Outcome::Created(_) | Outcome::Seen => {
                model.changes.was_created(&intent);
                model.forms.remember(&intent.company, intent.entry.clone());
                model.jobs.add_earlier(intent, at);
            }
            Outcome::Deleted => model.jobs.add_earlier(intent, at),
            Outcome::Found(_) | Outcome::NotCreated | Outcome::Absent | Outcome::NotDeleted => {}
        }
    }
    let unfinished = left.unfinished.iter().filter(|intent| intent.deed.can_be_looked_up()).count();
    for intent in left.unfinished {
        // The draft of a form that was changed since belongs to that form.
        let draft = model.keeper.draft_of(&intent.id).filter(|draft| model.forms.get(*draft).is_none());
        outcome::restored(model, intent, draft, out);
    }
    submit::send_waiting(model, out);
    say_what_is_back(model, unfinished, queued, needing, &typed);
}

fn say_what_is_back(model: &mut Model, unfinished: usize, queued: u64, needing: u64, typed: &[String]) {
    let now = model.now;
    let mut said = Vec::new();
    if queued > 0 {
        let n = count(queued, "user", "users");
        said.push(format!("{n} queued in an earlier run will be created now"));
    }
    if needing > 0 {
        let n = count(needing, "user", "users");
        let next = model.say(Command::NextNeeding, Scope::Table);
        said.push(format!("{n} from an earlier run to see to ({next})"));
    }
    if !typed.is_empty() {
        let n = count(typed.len() as u64, "draft is", "drafts are");
        let opens = model.say(Command::AddUser, Scope::Table);
        said.push(format!("{n} back: {} (marked *, {opens} opens it)", typed.join(", ")));
    }
    let said = said.join("; ");
    if unfinished > 0 {
        let n = count(unfinished as u64, "write", "writes");
        let more = if said.is_empty() { said } else { format!(" Also: {said}.") };
        let doubt = format!("The outcome of {n} from an earlier run is not known; it is being looked up.{more}");
        model.notices.in_doubt(now, doubt);
    } else if !said.is_empty() {
        model.notices.info(now, said);
    }
}

/// The writes that came with the drafts.
struct Came<'a> {
    unfinished: &'a [Intent],
    finished: &'a [(Intent, Outcome, jiff::Timestamp)],
}

impl Came<'_> {
    /// It has no end yet, and the draft holds what was sent.
    fn is_unfinished(&self, id: &WriteId, draft: &Draft) -> bool {
        self.unfinished.iter().any(|intent| intent.id == *id && intent.entry == draft.entry)
    }

    /// The change without an end that was made from this draft, whose stage did not reach the disk any more.
    fn made_from(&self, draft: &Draft) -> Option<WriteId> {
        let sent = draft.entry.clone().as_sent();
        let is_it =
            |intent: &&Intent| intent.form() == draft.form() && intent.entry == sent && draft.changed <= intent.at;
        self.unfinished.iter().find(is_it).map(|intent| intent.id.clone())
    }

    fn has_no_end(&self, id: &WriteId) -> bool {
        self.unfinished.iter().any(|intent| intent.id == *id)
    }

    fn outcome(&self, id: &WriteId) -> Option<&Outcome> {
        self.finished.iter().find(|(intent, _, _)| intent.id == *id).map(|(_, outcome, _)| outcome)
    }
}

/// What has become of a draft.
enum Restored {
    Typed,
    Queued,
    Needing,
    Unfinished,
}

fn restore_draft(model: &mut Model, draft: Draft, came: &Came<'_>) -> Restored {
    let changed = draft.changed;
    if !matches!(draft.stage, Stage::Change(_))
        && let Some(change) = came.made_from(&draft)
    {
        model.forms.go_on_from(draft.id);
        model.keeper.came(&Draft { stage: Stage::Change(change), ..draft });
        return Restored::Unfinished;
    }
    let (parked, why, restored) = match &draft.stage {
        // A company has one draft; another one is kept beside it.
        Stage::Typing if model.forms.draft_of(&draft.form()).is_some() => {
            (Some(Parked::NeedsYou(Why::Fix)), String::new(), Restored::Needing)
        }
        Stage::Typing => (None, String::new(), Restored::Typed),
        Stage::Waiting => (Some(Parked::Waiting), String::new(), Restored::Queued),
        Stage::NeedsYou(why) => (Some(Parked::NeedsYou(Why::Refused)), why.clone(), Restored::Needing),
        Stage::Change(id) if came.is_unfinished(id, &draft) => {
            model.forms.go_on_from(draft.id);
            return Restored::Unfinished;
        }
        Stage::Change(id) if came.has_no_end(id) => {
            let doubt = Some(id.clone());
            let form = model.forms.restore(draft);
            form.park(Parked::NeedsYou(Why::Unknown), changed);
            form.doubt = doubt;
            return Restored::Unfinished;
        }
        Stage::Change(id) => match came.outcome(id) {
            None => (Some(Parked::Waiting), String::new(), Restored::Queued),
            Some(outcome) => (Some(Parked::NeedsYou(Why::Refused)), ended_words(outcome).to_owned(), Restored::Needing),
        },
    };
    let form: &mut Form = model.forms.restore(draft);
    form.parked = parked;
    form.parked_at = changed;
    if !why.is_empty() {
        form.failure = Some(Failure {
            what: format!("{} was not created", form.text(crate::domain::form::fields::FieldId::Email)),
            why,
            hint: String::new(),
            remedy: Remedy::Nothing,
            done: Done::No,
        });
    }
    restored
}

fn ended_words(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Found(_) => "An earlier run got no clear answer; a user with this address is there.",
        Outcome::Absent => "An earlier run got no clear answer, and the service has no such user.",
        Outcome::NotCreated | Outcome::Created(_) | Outcome::Seen | Outcome::Deleted | Outcome::NotDeleted => {
            "The service refused it in an earlier run."
        }
    }
}
