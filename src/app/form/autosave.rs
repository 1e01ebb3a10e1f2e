//! Drafts on disk: what is kept there follows what is typed, within a second, by comparing the two.
//! No place that changes a form has to remember it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::core::effect::Effect;
use crate::app::core::remote::Ticket;
use crate::app::form::drafts::Forms;
use crate::app::form::state::{Form, Save};
use crate::app::keys::table::{Command, Scope};
use crate::app::model::{Cx, Model};
use crate::cx;
use crate::domain::change::recovered::Left;
use crate::domain::change::write::Outcome;
use crate::domain::form::draft::Draft;
use crate::domain::form::entry::Entry;
use crate::domain::form::subject::FormKey;
use crate::domain::service::failure::Failure;
use crate::domain::text::count;

/// A change is on disk this long after it was made, and the time that takes.
const AFTER: Duration = Duration::from_millis(400);
/// A disk that has refused something is asked again after this long.
const AGAIN: Duration = Duration::from_secs(3);

/// What is on disk.
#[derive(Debug, Clone, Default)]
pub struct Keeper {
    /// `None`: the disk has refused the last change, and may hold anything.
    kept: BTreeMap<FormKey, Option<Entry>>,
    timer: Option<Ticket>,
    /// Why nothing can be kept, since it was said.
    trouble: bool,
}

impl Keeper {
    /// What is typed does not outlive the program.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.trouble
    }

    /// A draft came from disk.
    pub fn came(&mut self, draft: &Draft) {
        self.kept.insert(draft.form(), Some(draft.entry.clone()));
    }

    fn is_behind(&self, form: &Form) -> bool {
        form.is_worth_keeping() && !matches!(self.kept.get(&form.key()), Some(Some(kept)) if form.holds(kept))
    }

    fn has_gone(form: &FormKey, forms: &Forms) -> bool {
        !forms.get(form).is_some_and(Form::is_worth_keeping)
    }

    /// After every message: forgets what is gone, and sets the time for what has changed.
    pub fn follow(&mut self, forms: &Forms, cx: &mut Cx<'_>) {
        self.forget(forms, cx, Option::is_some);
        let refused = |(form, kept): (&FormKey, &Option<Entry>)| kept.is_none() && Self::has_gone(form, forms);
        if self.timer.is_none() && (forms.drafts().any(|form| self.is_behind(form)) || self.kept.iter().any(refused)) {
            let ticket = cx.tickets.draw();
            self.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, if self.trouble { AGAIN } else { AFTER }));
        }
    }

    /// The time is over.
    pub fn timer(&mut self, ticket: Ticket, forms: &Forms, cx: &mut Cx<'_>) {
        if self.timer == Some(ticket) {
            self.timer = None;
            self.write(forms, cx);
        }
    }

    fn write(&mut self, forms: &Forms, cx: &mut Cx<'_>) {
        self.forget(forms, cx, |_| true);
        for form in forms.drafts() {
            if self.is_behind(form) {
                let draft = form.draft(cx.now.utc);
                self.came(&draft);
                cx.out.push(Effect::Keep(Box::new(draft)));
            }
        }
    }

    /// Forgets drafts whose forms are gone: those of which the disk holds what `which` says.
    fn forget(&mut self, forms: &Forms, cx: &mut Cx<'_>, which: impl Fn(&Option<Entry>) -> bool) {
        self.kept.retain(|form, kept| {
            let forget = which(kept) && Self::has_gone(form, forms);
            if forget {
                cx.out.push(Effect::Forget(form.clone()));
            }
            !forget
        });
    }
}

impl Form {
    /// Something is in it, or its end is not known.
    #[must_use]
    pub fn is_worth_keeping(&self) -> bool {
        self.save != Save::Idle || !self.is_blank()
    }
}

/// Whatever is not on disk yet, because the program ends.
#[must_use]
pub fn flush(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    let Model { forms, keeper, .. } = model;
    keeper.write(forms, cx!(model, &mut out));
    out
}

/// The disk has answered. What it does not take is said once, and stays in memory.
pub fn kept(model: &mut Model, form: &FormKey, outcome: Result<(), Failure>) {
    let now = model.now;
    match outcome {
        Ok(()) if model.keeper.trouble => {
            model.keeper.trouble = false;
            model.notices.info(now, "Drafts are kept on disk again.");
        }
        Ok(()) => {}
        Err(failure) => {
            model.keeper.kept.insert(form.clone(), None);
            if !std::mem::replace(&mut model.keeper.trouble, true) {
                model.notices.failure(now, &failure);
            }
        }
    }
}

/// What earlier runs left: drafts go into their forms, unfinished writes are looked up.
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
    let mut back = Vec::new();
    for draft in left.drafts {
        if model.forms.get(&draft.form()).is_none_or(Form::is_blank) {
            model.keeper.came(&draft);
            back.push(draft.name.clone());
            model.forms.restore(&draft.company, &draft.name, draft.entry);
        }
    }
    crate::app::changes::history::take_history(model, left.finished.clone());
    for (intent, outcome, at) in left.finished {
        match outcome {
            Outcome::Created(_) | Outcome::Seen => {
                model.writes.was_created(&intent);
                model.forms.remember(&intent.company, intent.entry.clone());
                model.jobs.add_earlier(intent, at);
            }
            Outcome::Deleted => model.jobs.add_earlier(intent, at),
            Outcome::Found(_) | Outcome::NotCreated | Outcome::Absent | Outcome::NotDeleted => {}
        }
    }
    let unfinished = left.unfinished.iter().filter(|intent| intent.deed.can_be_looked_up()).count();
    for intent in left.unfinished {
        if intent.deed.creates().is_some() {
            model.forms.restore_unfinished(&intent);
        }
        crate::app::flows::outcome::restored(model, intent, out);
    }
    if unfinished > 0 {
        let n = count(unfinished as u64, "write", "writes");
        model
            .notices
            .in_doubt(now, format!("The outcome of {n} from an earlier run is not known; it is being looked up."));
    } else if !back.is_empty() {
        let n = count(back.len() as u64, "draft is", "drafts are");
        let opens = model.say(Command::AddUser, Scope::Table);
        model.notices.info(now, format!("{n} back: {} (marked *, {opens} opens it)", back.join(", ")));
    }
}
