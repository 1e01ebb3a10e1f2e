//! Autosave: drafts on disk follow what is typed within a second, by comparing the two.
//! Code that changes a form need not care.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::app::form::drafts::Drafts;
use crate::app::form::state::Form;
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::entry::Entry;

/// Delay between typing and saving.
const AFTER: Duration = Duration::from_millis(400);
/// Delay before a failed save is retried: another program may have been busy, and at most
/// a second of typing should be at risk.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The drafts that represent queued changes. There may be hundreds: one is copied only to be saved.
pub struct QueuedDrafts<'a> {
    /// Their IDs and stages.
    pub stages: &'a [(DraftId, Stage)],
    /// The draft with this ID.
    pub draft: &'a dyn Fn(DraftId) -> Option<Draft>,
}

/// What of a draft can change.
#[derive(Debug, Clone)]
struct Saved {
    entry: Entry,
    ticket: String,
    /// The user that it edits was read.
    is_read: bool,
    stage: Stage,
}

/// The state on disk.
#[derive(Debug, Clone, Default)]
pub struct DraftAutosave {
    /// `None`: the last save failed, and the disk may hold anything.
    saved: BTreeMap<DraftId, Option<Saved>>,
    timer: Option<Ticket>,
    /// Why saving fails, once reported.
    failing: bool,
}

impl DraftAutosave {
    /// Saving fails: typed text is lost when the program ends.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.failing
    }

    /// A draft was saved. True if saving has failed before.
    pub fn works(&mut self) -> bool {
        std::mem::replace(&mut self.failing, false)
    }

    /// Drafts cannot be saved. True if that is new.
    pub fn fails(&mut self) -> bool {
        !std::mem::replace(&mut self.failing, true)
    }

    /// A draft was read from disk.
    pub fn loaded(&mut self, draft: &Draft) {
        let (entry, ticket, stage) = (draft.entry.clone(), draft.ticket.clone(), draft.stage.clone());
        let is_read = draft.edits.as_ref().is_some_and(|edited| edited.read.is_some());
        self.saved.insert(draft.id, Some(Saved { entry, ticket, is_read, stage }));
    }

    /// This draft could not be saved.
    pub fn refused(&mut self, draft: DraftId) {
        self.saved.insert(draft, None);
    }

    fn is_outdated(&self, form: &Form) -> bool {
        let is_it = |saved: &Saved| {
            form.holds(&saved.entry)
                && form.ticket.input.value() == saved.ticket
                && form.edits().is_some_and(|edits| edits.read.value.is_some()) == saved.is_read
                && form.stage() == saved.stage
        };
        form.is_worth_saving() && !matches!(self.saved.get(&form.id), Some(Some(saved)) if is_it(saved))
    }

    /// The disk has this draft at another stage: a change of stage is saved at once.
    fn is_at_another_stage(&self, id: DraftId, stage: &Stage) -> bool {
        match self.saved.get(&id) {
            Some(Some(saved)) => saved.stage != *stage,
            None => *stage != Stage::Typing,
            // It is retried when the timer expires.
            Some(None) => false,
        }
    }

    fn is_change_outdated(&self, id: DraftId, stage: &Stage) -> bool {
        !matches!(self.saved.get(&id), Some(Some(saved)) if saved.stage == *stage)
    }

    fn has_gone(id: DraftId, forms: &Drafts, queued: &QueuedDrafts<'_>) -> bool {
        !forms.get(id).is_some_and(Form::is_worth_saving) && !queued.stages.iter().any(|(draft, _)| *draft == id)
    }

    /// After every message: saves changes of stage at once, deletes removed drafts, and sets the timer for typed text.
    pub fn follow(&mut self, forms: &Drafts, queued: &QueuedDrafts<'_>, cx: &mut Context<'_>) {
        let decided =
            forms.drafts().any(|form| form.is_worth_saving() && self.is_at_another_stage(form.id, &form.stage()))
                || queued.stages.iter().any(|(id, stage)| self.is_at_another_stage(*id, stage));
        if decided {
            self.save(forms, queued, cx);
        }
        self.forget(forms, queued, cx, Option::is_some);
        let refused = |(id, kept): (&DraftId, &Option<_>)| kept.is_none() && Self::has_gone(*id, forms, queued);
        let behind = forms.drafts().any(|form| self.is_outdated(form))
            || queued.stages.iter().any(|(id, stage)| self.is_change_outdated(*id, stage))
            || self.saved.iter().any(refused);
        if self.timer.is_none() && behind {
            let ticket = cx.tickets.issue(Owner::Timer(TimerId::Autosave));
            self.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, if self.failing { RETRY_AFTER } else { AFTER }));
        }
    }

    /// The timer expired.
    pub fn timer(&mut self, ticket: Ticket, forms: &Drafts, queued: &QueuedDrafts<'_>, cx: &mut Context<'_>) {
        if self.timer == Some(ticket) {
            self.timer = None;
            self.save(forms, queued, cx);
        }
    }

    /// Saves whatever is not on disk yet.
    pub fn save(&mut self, forms: &Drafts, queued: &QueuedDrafts<'_>, cx: &mut Context<'_>) {
        self.forget(forms, queued, cx, |_| true);
        let typed = forms.drafts().filter(|form| self.is_outdated(form)).map(|form| form.draft(cx.now.utc));
        let outdated = queued.stages.iter().filter(|(id, stage)| self.is_change_outdated(*id, stage));
        let queued = outdated.filter_map(|(id, _)| (queued.draft)(*id));
        let drafts: Vec<_> = typed.chain(queued).collect();
        for draft in drafts {
            self.loaded(&draft);
            cx.out.push(Effect::SaveDraft(Box::new(draft)));
        }
    }

    /// Deletes removed drafts from disk, those for which `which` holds.
    fn forget(
        &mut self,
        forms: &Drafts,
        queued: &QueuedDrafts<'_>,
        cx: &mut Context<'_>,
        which: impl Fn(&Option<Saved>) -> bool,
    ) {
        self.saved.retain(|id, kept| {
            let forget = which(kept) && Self::has_gone(*id, forms, queued);
            if forget {
                cx.out.push(Effect::DeleteDraft(*id));
            }
            !forget
        });
    }
}
