//! Drafts on disk: what is kept there follows what is typed, within a second, by comparing the two.
//! No place that changes a form has to remember it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::app::form::drafts::Forms;
use crate::app::form::state::Form;
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::entry::Entry;

/// What was typed is on disk this long after it was typed, and the time that takes.
const AFTER: Duration = Duration::from_millis(400);
/// A disk that has refused something is asked again after this long: it may have been another program that was busy,
/// and what is typed meanwhile is to be missing for a second at most.
const AGAIN: Duration = Duration::from_secs(1);

/// What is on disk.
#[derive(Debug, Clone, Default)]
pub struct Keeper {
    /// `None`: the disk has refused the last change, and may hold anything.
    kept: BTreeMap<DraftId, Option<(Entry, Stage)>>,
    timer: Option<Ticket>,
    /// Why nothing can be kept, since it was said.
    pub(in crate::app) trouble: bool,
}

impl Keeper {
    /// What is typed does not outlive the program.
    #[must_use]
    pub fn is_in_trouble(&self) -> bool {
        self.trouble
    }

    /// A draft came from disk.
    pub fn came(&mut self, draft: &Draft) {
        self.kept.insert(draft.id, Some((draft.entry.clone(), draft.stage.clone())));
    }

    /// The disk has refused this draft.
    pub fn refused(&mut self, draft: DraftId) {
        self.kept.insert(draft, None);
    }

    fn is_behind(&self, form: &Form) -> bool {
        form.is_worth_keeping()
            && !matches!(self.kept.get(&form.id), Some(Some((entry, stage))) if form.holds(entry) && form.stage() == *stage)
    }

    /// The disk has this draft at another stage: what was decided about it is to be there at once.
    fn is_at_another_stage(&self, id: DraftId, stage: &Stage) -> bool {
        match self.kept.get(&id) {
            Some(Some((_, kept))) => kept != stage,
            None => *stage != Stage::Typing,
            // It is tried again when its time comes.
            Some(None) => false,
        }
    }

    fn is_behind_change(&self, draft: &Draft) -> bool {
        !matches!(self.kept.get(&draft.id), Some(Some((_, stage))) if *stage == draft.stage)
    }

    fn has_gone(id: DraftId, forms: &Forms, queued: &[Draft]) -> bool {
        !forms.get(id).is_some_and(Form::is_worth_keeping) && !queued.iter().any(|draft| draft.id == id)
    }

    /// After every message: keeps at once what was decided, forgets what is gone, and sets the time for what was typed.
    pub fn follow(&mut self, forms: &Forms, queued: &[Draft], cx: &mut Context<'_>) {
        let decided =
            forms.drafts().any(|form| form.is_worth_keeping() && self.is_at_another_stage(form.id, &form.stage()))
                || queued.iter().any(|draft| self.is_at_another_stage(draft.id, &draft.stage));
        if decided {
            self.write(forms, queued, cx);
        }
        self.forget(forms, queued, cx, Option::is_some);
        let refused = |(id, kept): (&DraftId, &Option<_>)| kept.is_none() && Self::has_gone(*id, forms, queued);
        let behind = forms.drafts().any(|form| self.is_behind(form))
            || queued.iter().any(|draft| self.is_behind_change(draft))
            || self.kept.iter().any(refused);
        if self.timer.is_none() && behind {
            let ticket = cx.tickets.draw(Owner::Timer(TimerId::Autosave));
            self.timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, if self.trouble { AGAIN } else { AFTER }));
        }
    }

    /// The time is over.
    pub fn timer(&mut self, ticket: Ticket, forms: &Forms, queued: &[Draft], cx: &mut Context<'_>) {
        if self.timer == Some(ticket) {
            self.timer = None;
            self.write(forms, queued, cx);
        }
    }

    /// Keeps whatever is not on disk yet.
    pub fn write(&mut self, forms: &Forms, queued: &[Draft], cx: &mut Context<'_>) {
        self.forget(forms, queued, cx, |_| true);
        let typed = forms.drafts().filter(|form| self.is_behind(form)).map(|form| form.draft(cx.now.utc));
        let queued = queued.iter().filter(|draft| self.is_behind_change(draft)).cloned();
        let drafts: Vec<_> = typed.chain(queued).collect();
        for draft in drafts {
            self.came(&draft);
            cx.out.push(Effect::Keep(Box::new(draft)));
        }
    }

    /// Forgets drafts that are gone: those of which the disk holds what `which` says.
    fn forget(
        &mut self,
        forms: &Forms,
        queued: &[Draft],
        cx: &mut Context<'_>,
        which: impl Fn(&Option<(Entry, Stage)>) -> bool,
    ) {
        self.kept.retain(|id, kept| {
            let forget = which(kept) && Self::has_gone(*id, forms, queued);
            if forget {
                cx.out.push(Effect::Forget(*id));
            }
            !forget
        });
    }
}
